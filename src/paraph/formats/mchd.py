"""Reading powers of attorney (МЧД): format 003 (EMCHD_1) strictly, format 002 (ON_DOVBB) as far as needed.

The bytes are what was signed and are never written back. The reader resolves no entities, loads nothing and
is limited in size, depth and number of elements.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from lxml import etree

from paraph.formats import mchd_002, mchd_003
from paraph.formats.mchd_types import Format, MchdError, PowerOfAttorney, SchemaError
from paraph.formats.xml_files import FormatError, read_root

#: A notary's power holds images of signatures; anything larger is something else. Bytes.
MAX_SIZE = 1024 * 1024
MAX_DEPTH = 32
MAX_ELEMENTS = 20_000

#: File of the official schema of format 003 (ГНИВЦ), not shipped.
SCHEMA_NAME = "ON_EMCHD_1_928_00_01_01_01.xsd"


def parse(data: bytes, *, file_name: str = "", schema: Path | None = None) -> PowerOfAttorney:
    """The power of attorney in `data`; raises `MchdError` with what is wrong and where.

    With `file_name` the name must agree with ИдФайл. With `schema` (a folder with the official XSD, or the
    XSD itself) a power of format 003 must be valid by it too; one that cannot be read raises `SchemaError`.
    """
    root = _read(data)
    if root.tag == mchd_003.ROOT:
        _check_encoding(root, "utf-8")
        if schema is not None:
            _check_schema(root, schema)
        found = mchd_003.read(root)
    elif root.get("ВерсФорм") == "002":
        _check_encoding(root, "windows-1251", "utf-8")
        found = mchd_002.read(root)
    else:
        version = root.get("ВерсФорм") or "не указана"
        raise MchdError(f"Это не МЧД формата 003 или 002: корень {_local(root)!r}, версия формата {version}.")
    _check_names(found, file_name)
    return found


def _read(data: bytes) -> etree._Element:
    try:
        root = read_root(data, limit=MAX_SIZE)
    except FormatError as error:
        raise MchdError(f"Это не доверенность. {error}") from error
    _check_shape(root)
    return root


def _check_shape(root: etree._Element) -> None:
    count, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        count += 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise MchdError("Файл доверенности слишком сложен: слишком много элементов или их вложенность.")
        stack.extend((child, depth + 1) for child in element)


def _check_encoding(root: etree._Element, *allowed: str) -> None:
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    if encoding not in allowed:
        raise MchdError(f"Кодировка файла {encoding}, а для этого формата нужна {' или '.join(allowed)}.")


def _check_schema(root: etree._Element, schema: Path) -> None:
    path = schema / SCHEMA_NAME if schema.is_dir() else schema
    try:
        rules = etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False)))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise SchemaError(f"Официальная схема МЧД не читается: {error}.") from error
    if not rules.validate(root):
        first = rules.error_log[0]
        raise MchdError(f"Файл не соответствует схеме МЧД, строка {first.line}: {first.message}")


def _check_names(found: PowerOfAttorney, file_name: str) -> None:
    """ИдФайл is ON_EMCHD_<yyyymmdd>_<НомДовер> (ON_DOVBB_… in 002) and names the file (edo.md 3.2)."""
    prefix = "ON_EMCHD_" if found.format is Format.V003 else "ON_DOVBB_"
    if not found.file_id.startswith(prefix) or not found.file_id.lower().endswith(f"_{found.number}"):
        raise MchdError(f"ИдФайл {found.file_id!r} не согласован с номером доверенности {found.number}.")
    stem = PurePath(file_name.replace("\\", "/")).name
    if stem and stem.lower().removesuffix(".xml") != found.file_id.lower():
        raise MchdError(f"Имя файла {stem!r} не совпадает с ИдФайл {found.file_id!r}.")


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
