"""Which files may become documents: the name, its extension and the first bytes must tell the same story."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from paraph.errors import DomainError

#: Size limit unless the caller knows better, bytes.
DEFAULT_LIMIT = 50 * 1024 * 1024
#: How many first bytes `check_file` wants to see.
HEAD_SIZE = 8192
#: Longest file name, in bytes of UTF-8: what common file systems take.
LONGEST_NAME = 255

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


#: Whether the first bytes of a file fit a format.
_Test = Callable[[bytes], bool]


class FileError(DomainError):
    """A file that cannot be taken.

    Codes: `file-bad-name`, `file-empty`, `file-too-large`, `file-type`, `file-content`, `file-damaged`,
    `file-password`, `file-too-complex`, `file-no-page`, `file-no-preview`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, field="file")


@dataclass(frozen=True)
class FileType:
    """What a checked file is."""

    #: The name in composed form (NFC), as it will be shown and sent.
    file_name: str
    #: Lower case, without the dot.
    extension: str
    mime: str
    #: «документ Word» …
    title: str


def _zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _office(folder: bytes, other: bytes) -> _Test:
    """Office Open XML (ECMA-376 part 2): a ZIP that begins with its own parts and none of the other kind."""
    entry = rb"PK\x03\x04.{26}"
    own = re.compile(entry + rb"(\[Content_Types\]\.xml|_rels/|docProps/|customXml/|" + folder + b")", re.S)
    foreign = re.compile(entry + other, re.S)
    return lambda head: _zip(head) and bool(own.search(head)) and not foreign.search(head)


def _open_document(mime: str) -> _Test:
    """OpenDocument (ISO/IEC 26300 part 3, 3.3): the first ZIP entry is `mimetype`, stored uncompressed."""
    return lambda head: _zip(head) and head[30:].startswith(b"mimetype" + mime.encode())


def _ole(head: bytes) -> bool:
    return head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _text(head: bytes) -> bool:
    """Text of any one-byte code page or UTF-8; UTF-16 with its mark. Binary files hold control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not re.search(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", head) and not head.startswith(b"%PDF-")


def _xml(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return bool(re.match(rb"(\xef\xbb\xbf)?\s*<[?!A-Za-z_:\x80-\xff]", head)) and b"\x00" not in head


def _pdf(head: bytes) -> bool:
    """The header comes first; a file that begins as something else would be read differently by others."""
    return head.lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-")


@dataclass(frozen=True)
class _Format:
    mime: str
    title: str
    fits: _Test


_ODF = "application/vnd.oasis.opendocument"
_OOXML = "application/vnd.openxmlformats-officedocument"
_JPEG = _Format("image/jpeg", "изображение JPEG", lambda head: head.startswith(b"\xff\xd8\xff"))
_TIFF = _Format("image/tiff", "изображение TIFF", lambda head: head.startswith((b"II*\x00", b"MM\x00*")))

#: Extension → what it stands for.
FORMATS: dict[str, _Format] = {
    "pdf": _Format("application/pdf", "документ PDF", _pdf),
    "docx": _Format(f"{_OOXML}.wordprocessingml.document", "документ Word", _office(b"word/", b"xl/")),
    "xlsx": _Format(f"{_OOXML}.spreadsheetml.sheet", "таблица Excel", _office(b"xl/", b"word/")),
    "doc": _Format("application/msword", "документ Word 97–2003", _ole),
    "xls": _Format("application/vnd.ms-excel", "таблица Excel 97–2003", _ole),
    "odt": _Format(f"{_ODF}.text", "текст OpenDocument", _open_document(f"{_ODF}.text")),
    "ods": _Format(f"{_ODF}.spreadsheet", "таблица OpenDocument", _open_document(f"{_ODF}.spreadsheet")),
    "rtf": _Format("application/rtf", "документ RTF", lambda head: head.startswith(b"{\\rtf")),
    "txt": _Format("text/plain", "текст", _text),
    "xml": _Format("application/xml", "документ XML", _xml),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": _Format("image/png", "изображение PNG", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    "tif": _TIFF,
    "tiff": _TIFF,
    "zip": _Format("application/zip", "архив ZIP", _zip),
}


def check_file(name: str, head: bytes, size: int, *, limit: int = DEFAULT_LIMIT) -> FileType:
    """Decide what a file is from its name, its first bytes (`HEAD_SIZE` or the whole file) and its size.

    Raises:
        FileError: `file-bad-name`, `file-empty`, `file-too-large`, `file-type`, `file-content`.
    """
    file_name = _checked_name(name)
    if size == 0 or not head:
        raise FileError("file-empty", "Файл пустой. Проверьте, тот ли файл выбран.")
    if size > limit:
        raise FileError(
            "file-too-large",
            f"Файл больше {limit / 1024**2:g} МБ: уменьшите его или разделите на части.",
        )
    extension = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    format_ = FORMATS.get(extension)
    if format_ is None:
        what = f"Файлы .{extension}" if extension else "Файлы без расширения"
        raise FileError("file-type", f"{what} не принимаются. Подойдут: {', '.join(FORMATS)}.")
    if not format_.fits(head):
        raise FileError(
            "file-content",
            f"Файл назван .{extension}, но это не {extension.upper()}. "
            "Откройте его своей программой и сохраните заново в нужном формате.",
        )
    return FileType(file_name, extension, format_.mime, format_.title)


def _checked_name(name: str) -> str:
    """The name in composed form; one that another system could not store or would misread is refused."""
    composed = unicodedata.normalize("NFC", name)
    fault = ""
    if not composed.strip(" ."):
        fault = "у файла нет имени"
    elif found := _FORBIDDEN.search(composed):
        sign = found[0] if found[0].isprintable() else "невидимый знак"
        fault = f"в имени файла недопустим знак «{sign}»"
    elif any(unicodedata.category(char) in {"Cf", "Cs", "Cc", "Zl", "Zp"} for char in composed):
        fault = "в имени файла есть невидимые знаки"
    elif composed != composed.strip() or composed.endswith("."):
        fault = "имя файла начинается или кончается пробелом или точкой"
    elif _DEVICES.match(composed):
        fault = "такое имя файла занято в Windows"
    elif len(composed.encode()) > LONGEST_NAME:
        fault = "имя файла слишком длинное"
    if fault:
        raise FileError("file-bad-name", f"{fault.capitalize()}. Переименуйте файл и загрузите снова.")
    return composed


#: Endings for files whose names have none: what begins alike comes after what is told apart.
_TELLING = ("pdf", "docx", "xlsx", "odt", "ods", "xml", "rtf", "jpg", "png", "tiff", "doc", "zip", "txt")


def completed_name(name: str, head: bytes) -> str:
    """The name with the ending its first bytes (`HEAD_SIZE`) tell of, unless it has a known one."""
    if name.rpartition(".")[2].lower() in FORMATS and "." in name:
        return name
    ending = next((one for one in _TELLING if FORMATS[one].fits(head)), "")
    return f"{name}.{ending}" if ending else name


def nearest_name(name: str) -> str:
    """A name that can be stored for a file that came from outside, as like to its own as can be."""
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(char for char in composed if unicodedata.category(char)[0] != "C")
    stem, dot, extension = _FORBIDDEN.sub("_", kept).strip(" .").rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = f"{stem}{dot}{extension}", "", ""
    while len(f"{stem}{dot}{extension}".encode()) > LONGEST_NAME:
        stem = stem[:-1]
    found = f"{stem}{dot}{extension}" if stem else f"файл{dot}{extension}"
    return f"_{found}" if _DEVICES.match(found) else found
