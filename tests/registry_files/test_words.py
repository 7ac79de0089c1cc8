"""The words of a PDF, read for small screens."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
import typst

from paraph.registry.filetypes import FileError
from paraph.registry.preview import words

SOURCE = """
#set page(paper: "a4")
#set text(lang: "ru", size: 11pt)
#align(center)[*Договор № 17*]

Исполнитель обязуется поставить, а Заказчик принять и оплатить товар на условиях, которые стороны согласовали
в приложении к этому договору, в сроки и по ценам, указанным там же. Договор действует один год.
#pagebreak()
Вторая страница.
"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "0f3a"
    path.write_bytes(typst.compile(SOURCE.encode()))
    return path


def test_words_of_each_page_flow_anew(contract: Path) -> None:
    first, second = words(contract)
    title, text = first.split("\n")
    assert title == "Договор № 17"
    assert text.startswith("Исполнитель обязуется")
    assert text.endswith("один год.")
    assert second == "Вторая страница."


def test_a_scanned_page_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "0f3b"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    assert words(path) == [""]


def test_what_is_no_pdf_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "0f3c"
    path.write_bytes(b"%PDF-1.7 nonsense")
    with pytest.raises(FileError):
        words(path)
