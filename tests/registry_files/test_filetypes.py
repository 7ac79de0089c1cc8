from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from paraph.registry.filetypes import FORMATS, FileError, check_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(name, "<x/>" * 50)
    return out.getvalue()


def image(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, form)
    return out.getvalue()


ODF = "application/vnd.oasis.opendocument"
SAMPLES: dict[str, bytes] = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "docx": zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "xlsx": zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    "doc": OLE,
    "xls": OLE,
    "odt": zipped("content.xml", mimetype=f"{ODF}.text"),
    "ods": zipped("content.xml", mimetype=f"{ODF}.spreadsheet"),
    "rtf": b"{\\rtf1\\ansi}",
    "txt": "Счёт на оплату\r\n\tитого\f".encode("cp1251"),
    "xml": '<?xml version="1.0" encoding="windows-1251"?><Файл/>'.encode("cp1251"),
    "jpg": image("JPEG"),
    "jpeg": image("JPEG"),
    "png": image("PNG"),
    "tif": image("TIFF"),
    "tiff": image("TIFF"),
    "zip": zipped("план.dwg"),
}

#: Pairs that may rightly pass for each other: the same container or plain text of any kind.
KIN = [
    {"doc", "xls"},
    {"jpg", "jpeg"},
    {"tif", "tiff"},
    {"zip", "docx"},
    {"zip", "xlsx"},
    {"zip", "odt"},
    {"zip", "ods"},
    {"txt", "xml"},
    {"txt", "rtf"},
]
GENERAL = {"zip", "txt"}


def code_of(name: str, head: bytes, size: int | None = None, **how: int) -> str:
    with pytest.raises(FileError) as caught:
        check_file(name, head, len(head) if size is None else size, **how)
    assert caught.value.message.endswith(".")
    assert caught.value.field == "file"
    return caught.value.code


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_that_is_what_it_is_named_passes(extension: str) -> None:
    found = check_file(f"Договор № 1.{extension.upper()}", SAMPLES[extension], len(SAMPLES[extension]))
    assert (found.file_name, found.extension) == (f"Договор № 1.{extension.upper()}", extension)
    assert found.mime == FORMATS[extension].mime


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_named_as_another_kind_is_refused(extension: str) -> None:
    for other, content in SAMPLES.items():
        if other == extension or (extension in GENERAL and {extension, other} in KIN):
            continue
        if {extension, other} in KIN[:3]:
            continue
        assert code_of(f"a.{extension}", content) == "file-content", other


def test_the_message_names_both_what_it_is_called_and_that_it_is_not() -> None:
    with pytest.raises(FileError, match=r"Файл назван \.pdf, но это не PDF\."):
        check_file("договор.pdf", SAMPLES["docx"], 10)


@pytest.mark.parametrize("head", [b"GIF89a %PDF-1.7", b"MZ\x90 %PDF-1.4", b"<html>%PDF-1.4"])
def test_a_pdf_that_begins_as_something_else_is_none(head: bytes) -> None:
    assert code_of("a.pdf", head) == "file-content"


def test_text_with_binary_content_is_none() -> None:
    assert code_of("a.txt", b"MZ\x90\x00\x03") == "file-content"
    assert check_file("a.txt", "привет".encode("utf-16"), 14).mime == "text/plain"
    assert check_file("a.xml", "<Файл/>".encode("utf-16"), 16).mime == "application/xml"
    assert check_file("a.xml", "\ufeff\n <Файл/>".encode(), 16).mime == "application/xml"
    assert code_of("a.xml", b"just text") == "file-content"


def test_size_is_checked_before_anything_is_said_of_the_content() -> None:
    assert code_of("a.pdf", b"") == "file-empty"
    assert code_of("a.pdf", b"", 5) == "file-empty"
    assert code_of("a.pdf", SAMPLES["pdf"], 50 * 1024**2 + 1) == "file-too-large"
    assert check_file("a.pdf", SAMPLES["pdf"], 50 * 1024**2)
    assert code_of("a.pdf", SAMPLES["pdf"], 1025, limit=1024) == "file-too-large"
    with pytest.raises(FileError, match="больше 2.5 МБ"):
        check_file("a.pdf", SAMPLES["pdf"], 3 * 1024**2, limit=5 * 1024**2 // 2)


@pytest.mark.parametrize("name", ["a.exe", "договор", "a.pdf.js", "a.", "a.dwg", ".pdf ", "акт.пдф"])
def test_other_extensions_are_refused(name: str) -> None:
    assert code_of(name, SAMPLES["pdf"]) in ("file-type", "file-bad-name")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "..",
        "a/b.pdf",
        "a\\b.pdf",
        "a\x00.pdf",
        "a\n.pdf",
        'a"b.pdf',
        "a:b.pdf",
        "что?.pdf",
        "счёт\u202efdp.pdf",
        "a\u200b.pdf",
        " a.pdf",
        "a.pdf ",
        "con.pdf",
        "LPT1.pdf",
        "ф" * 126 + ".pdf",
        "a\ud800.pdf",
    ],
)
def test_bad_names_are_refused(name: str) -> None:
    assert code_of(name, SAMPLES["pdf"]) == "file-bad-name"


def test_a_decomposed_name_is_composed() -> None:
    assert check_file("Акт и\u0306.pdf", SAMPLES["pdf"], 9).file_name == "Акт й.pdf"


@given(st.text(max_size=40), st.binary(max_size=64))
def test_any_name_and_content_get_an_answer(name: str, head: bytes) -> None:
    try:
        found = check_file(name, head, len(head))
    except FileError:
        return
    assert found.extension in FORMATS
