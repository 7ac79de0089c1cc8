from __future__ import annotations

import io
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from archive_samples import make_evidence, make_signature, make_verdict, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import effort
from paraph.archive import protocol, wording
from paraph.archive.evidence import DocumentFacts, Evidence, PartyFacts, Side, SignedBy
from paraph.archive.protocol import ProtocolError, render_protocol
from paraph.trust.verdict import Answer, Fact, FactName

#: Everything typst would act upon in markup.
SPECIAL = '#panic() *a* _b_ $x$ `c` <d> @e [f] {g} \\h "i" ~ -- // /* ; = + 5% & #read("/etc/passwd")'


def test_everything_the_evidence_says_can_be_read() -> None:
    text = text_of(render_protocol(make_evidence()))
    for expected in (
        "Протокол подписания электронного документа",
        "Договор поставки № 15",
        "1 234 567,50 руб.",
        "9f" * 32,
        make_evidence().document.sha256,
        "ИНН 7707083893, КПП 770701001, ОГРН 1027700132195",
        "21.11.2026 17:20:01 МСК часы сервера Paraph",
        "Событие 3",
        "Иванов Иван Иванович",
        "Генеральный директор",
        "02A1B3C4D5E6F708192A3B4C5D6E7F80",
        "с 01.02.2026 по 01.05.2027",
        "ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A",
        "CAdES-BES",
        "гость по ссылке, ключ в браузере",
        "63-ФЗ ст. 11",
        "не сертифицированное средство ЭП",
        "ab" * 32,
        "Составлен 21.11.2026 18:20:01 МСК",
    ):
        assert expected in text, expected
    for fact in FactName:
        assert text.count(f"Причина факта {fact.value}.") == 2


def test_headline_in_words_and_all_seven_facts_even_if_the_verdict_lost_some() -> None:
    broken = make_verdict().with_fact(FactName.INTACT, Fact(Answer.NO, "Файл изменён."))
    lost = make_verdict().as_dict()
    lost["facts"] = {}
    del lost["headline"]
    evidence = make_evidence(
        signatures=(make_signature(verdict=broken.as_dict()), make_signature(1, verdict=lost))
    )
    text = text_of(render_protocol(evidence))
    assert "Подпись 1 из 2, отправитель — Подпись не верна" in text
    assert "Подпись 2 из 2, получатель — Не определено" in text
    assert text.count("Проверка не проводилась.") == len(FactName)
    assert "Подпись верна" not in text


def test_the_file_is_an_archival_pdf_with_its_fonts_and_a_fixed_date() -> None:
    made = render_protocol(make_evidence())
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "B"
        assert metadata["xmp:CreateDate"].startswith("2026-11-21")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_same_evidence_gives_the_same_bytes() -> None:
    first = render_protocol(make_evidence())
    assert render_protocol(make_evidence()) == first
    assert render_protocol(replace(make_evidence(), outcome="Отказ.")) != first


def test_ten_signatures_and_two_hundred_steps_take_less_than_ten_seconds() -> None:
    started = time.monotonic()
    made = render_protocol(make_evidence(signatures=10, steps=200))
    assert time.monotonic() - started < 10
    text = text_of(made)
    assert "Событие 200" in text
    assert "Подпись 10 из 10" in text
    # the heading of the steps table is repeated on each of its pages
    assert text.count("Время и его источник") >= 5


def test_bare_evidence_is_enough() -> None:
    evidence = Evidence(
        DocumentFacts("1", "", "f", "", 0, "", ""), (), (), (), "", "", "", datetime(2026, 1, 1, tzinfo=UTC)
    )
    text = text_of(render_protocol(evidence))
    assert "Подписей нет." in text
    assert "Событий нет." in text
    nobody = make_signature(verdict={}, signed_by=SignedBy.GUEST)
    assert "подписант не определён" in text_of(render_protocol(replace(evidence, signatures=(nobody,))))


def test_signs_special_to_the_typesetter_are_shown_not_obeyed() -> None:
    evidence = make_evidence(
        document={"title": SPECIAL, "file_name": SPECIAL, "id": SPECIAL},
        parties=(PartyFacts(Side.SENDER, SPECIAL, SPECIAL, email=SPECIAL),),
        signatures=(make_signature(verdict=make_verdict(SPECIAL, organization=SPECIAL).as_dict()),),
        outcome=SPECIAL,
    )
    text = text_of(render_protocol(evidence))
    assert text.count("#panic() *a* _b_ $x$ `c` <d> @e [f] {g}") >= 7
    assert "root:" not in text


def test_long_names_stay_inside_the_page() -> None:
    long_name = "Общество с ограниченной ответственностью «" + "ПромСтройМонтажАвтоматика" * 12 + "»"
    serial = "0123456789ABCDEF" * 8
    verdict = make_verdict(
        long_name, organization=long_name, title=long_name, serial=serial, issuer="x" * 300
    )
    evidence = make_evidence(
        document={"title": long_name, "file_name": "ф" * 250 + ".pdf", "mime": "application/" + "v" * 90},
        parties=(PartyFacts(Side.SENDER, long_name, "1" * 40, participant_id="2BM-" + "7" * 120),),
        signatures=(make_signature(verdict=verdict.as_dict(), file_name="п" * 200),),
    )
    made = pypdfium2.PdfDocument(render_protocol(evidence))
    for number in range(len(made)):
        words = made[number].get_textpage()
        right = max(words.get_charbox(index)[2] for index in range(words.count_chars()))
        assert right <= 595.28 - 18 / 25.4 * 72 + 3, f"page {number + 1}"  # a hyphen may hang


@settings(max_examples=effort(8, 100), deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_can_be_typeset(text: str) -> None:
    signature = make_signature(verdict=make_verdict(text or "x", serial=text).as_dict(), method=text)
    evidence = make_evidence(document={"title": text}, signatures=(signature,), outcome=text)
    assert render_protocol(evidence).startswith(b"%PDF-1.7")


def test_every_shown_range_has_its_glyphs() -> None:
    codes = [code for low, high in wording.SHOWN for code in range(low, high + 1)]
    chars = [chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Cn", "Cf")]
    step = 400
    for start in range(0, len(chars), step):
        evidence = make_evidence(signatures=0, steps=0, outcome=" ".join(chars[start : start + step]))
        assert render_protocol(evidence).startswith(b"%PDF-1.7")


def test_a_protocol_that_takes_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SECONDS", 0.01)
    with pytest.raises(ProtocolError) as caught:
        render_protocol(make_evidence())
    assert caught.value.code == "protocol-timeout"
