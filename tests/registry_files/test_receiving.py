"""Files on their way into the store: what is refused leaves nothing, what is taken is there for good."""

from __future__ import annotations

import errno
import os
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from paraph.errors import DomainError
from paraph.registry import files
from paraph.registry.storage import store
from together import at_once


def pdf(**saving) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        document.save(out, **saving)
    return out.getvalue()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def refused(code: str, name: str, stream) -> None:
    with pytest.raises(DomainError) as error:
        files.receive(name, stream)
    assert error.value.code == code
    assert error.value.field == "file"
    assert any("а" <= letter <= "я" for letter in error.value.message.lower())


ENCRYPTED = pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
BAD = [
    ("empty", "Договор.pdf", b"", "file-empty"),
    ("cut off", "Договор.pdf", pdf()[:200], "file-damaged"),
    ("with a password", "Договор.pdf", ENCRYPTED, "file-password"),
    ("renamed", "Договор.docx", pdf(), "file-content"),
    ("another kind", "Договор.exe", b"MZ" * 5000, "file-type"),
    ("a path for a name", "../../etc/Договор.pdf", pdf(), "file-bad-name"),
    ("a name that reads backwards", "Договор\u202efdp.exe.pdf", pdf(), "file-bad-name"),
    ("a name with NUL", "Договор\x00.pdf", pdf(), "file-bad-name"),
    ("a name too long", "ж" * 126 + ".pdf", pdf(), "file-bad-name"),
]


@pytest.mark.parametrize(("name", "data", "code"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_refused_file_leaves_nothing_on_the_disk(folder, name, data, code):
    refused(code, name, BytesIO(data))
    assert kept(folder) == []


def test_file_over_the_limit_leaves_nothing_and_is_not_read_to_its_end(folder, settings):
    settings.MAX_DOCUMENT_BYTES = 3 * 1024 * 1024
    stream = BytesIO(b"%PDF-1.7\n" + b"x" * 20 * 1024 * 1024)
    refused("file-too-large", "Договор.pdf", stream)
    assert stream.tell() < 6 * 1024 * 1024
    assert kept(folder) == []


class Broken(BytesIO):
    """A stream whose other end goes away."""

    def read(self, size: int = -1) -> bytes:
        if self.tell() > 100_000:
            raise ConnectionResetError("the client went away")
        return super().read(size)


def test_upload_that_breaks_off_leaves_nothing(folder):
    refused("not-stored", "Договор.pdf", Broken(b"%PDF-1.7\n" + b"x" * 5_000_000))
    assert kept(folder) == []


def test_full_disk_is_said_and_leaves_nothing(folder, monkeypatch, caplog):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DomainError, match="нет места") as error:
        files.receive("Договор.pdf", BytesIO(pdf()))
    assert error.value.code == "not-stored"
    assert "No space left" in caplog.text  # the administrator finds the cause in the log
    assert kept(folder) == []


def test_folder_that_cannot_be_written_is_said(folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_bytes(b"a file where the folder should be")
    refused("not-stored", "Договор.pdf", BytesIO(pdf()))


def test_same_bytes_from_several_people_at_once_are_one_file(folder):
    data = pdf()
    results = at_once(*[lambda: files.receive("Договор.pdf", BytesIO(data)).stored] * 8)
    assert len(set(results)) == 1
    assert [path.name for path in kept(folder)] == [results[0].sha256]
    assert store().intact(results[0].sha256)


def test_stored_bytes_cannot_be_written_over(folder):
    stored = files.receive("Договор.pdf", BytesIO(pdf())).stored
    assert store().path(stored.sha256).stat().st_mode & 0o222 == 0


def test_word_file_that_unpacks_to_gigabytes_is_taken_as_it_is(folder):
    """Nothing in it is unpacked: it costs what it weighs."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    assert out.tell() < 1_000_000
    tracemalloc.start()
    received = files.receive("Договор.docx", BytesIO(out.getvalue()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert received.stored.size == out.tell()
    assert peak < 10_000_000
