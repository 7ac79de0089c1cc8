from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from archive_samples import make_evidence

from paraph.archive import wording
from paraph.archive.evidence import StepFacts
from paraph.trust.verdict import Answer, Headline


def test_the_same_evidence_gives_the_same_json_whatever_the_order_of_keys() -> None:
    one = make_evidence()
    turned = tuple(
        replace(facts, verdict=dict(reversed(list(facts.verdict.items())))) for facts in one.signatures
    )
    other = replace(one, signatures=turned)
    assert one.to_json() == other.to_json()
    assert one.to_json() != replace(one, outcome="Отказ.").to_json()


def test_json_keeps_sums_bytes_and_times_exactly() -> None:
    found = json.loads(make_evidence().to_json())
    assert found["document"]["amount"] == "1234567.5"
    assert found["document"]["date"] == "2026-11-01"
    assert found["signatures"][1]["cms"] == "MAMCAQE="
    assert found["steps"][0]["at"] == "2026-11-21T14:20:01+00:00"
    assert found["parties"][1]["side"] == "получатель"


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 21, 14, 20)  # noqa: DTZ001
    with pytest.raises(ValueError, match="timezone-aware"):
        StepFacts(naive, "Система", "Событие")
    with pytest.raises(ValueError, match="timezone-aware"):
        replace(make_evidence(), made_at=naive)
    with pytest.raises(ValueError, match="timezone-aware"):
        replace(make_evidence().signatures[0], received_at=naive)


def test_moscow_time_from_utc_and_from_text() -> None:
    assert wording.moscow_time("2026-11-21T22:20:01+00:00") == "22.11.2026 01:20:01\u00a0МСК"
    assert wording.moscow_time("2026-11-21T22:20:01Z") == "22.11.2026 01:20:01\u00a0МСК"
    assert wording.moscow_time(None) == ""
    assert wording.period("2026-02-01T00:00:00+00:00", None) == "с 01.02.2026 по …"


def test_an_unknown_answer_is_undetermined_never_yes() -> None:
    assert wording.headline({}) is Headline.UNDETERMINED
    assert wording.headline({"headline": "VALID!"}) is Headline.UNDETERMINED
    assert wording.answer({"answer": ""}) is Answer.UNDETERMINED


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 байт"), (3, "3 байта"), (12, "12 байт"), (1021, "1\u00a0021 байт"), (0, "0 байт")],
)
def test_plurals(number: int, words: str) -> None:
    assert wording.count(number, "байт", "байта", "байт") == words


def test_printable_drops_what_deceives_and_names_what_has_no_glyph() -> None:
    assert wording.printable("а\u202egpj.exe\u200b") == "аgpj.exe"
    assert wording.printable("中 и 😀") == "[U+4E2D] и [U+1F600]"
    assert wording.printable("и\u0306\nстрока\t\x00") == "й строка"
    assert wording.printable("1\u00a0234 ₽ № 5") == "1\u00a0234 ₽ № 5"
