"""Who is taken for a notary: his signature stands for that of everybody who gives a power."""

from __future__ import annotations

import pytest

from paraph.authority.match import is_notary
from paraph.trust.verdict import SignerInfo


@pytest.mark.parametrize(
    ("title", "inn_le", "expected"),
    [
        ("Нотариус", "", True),
        ("нотариус  нотариального округа г. Москвы", "", True),
        ("НОТАРИУС г. Москвы", "", True),
        ("Врио нотариуса Ивановой И. И.", "", True),
        ("Временно исполняющий обязанности нотариуса", "", True),
        ("Помощник нотариуса", "", False),
        ("Стажёр нотариуса", "", False),
        ("Заместитель директора по работе с нотариусами", "", False),
        ("Директор", "", False),
        ("", "", False),
        ("Нотариус", "7731376812", False),  # a firm may call its people anything
    ],
)
def test_only_a_notary_is_one(title: str, inn_le: str, expected: bool) -> None:
    assert is_notary(SignerInfo(full_name="Иванова Ирина Ивановна", title=title, inn_le=inn_le)) is expected
