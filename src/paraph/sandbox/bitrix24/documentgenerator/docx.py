"""DOCX as far as the generator needs it: a plain file of paragraphs, and placeholders filled in any file.

ECMA-376, part 1: a ZIP whose `word/document.xml` holds paragraphs `w:p` of runs with texts `w:t`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
#: Parts where placeholders may stand.
_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
#: `{DealTitle}`, also with a format: `{DocumentCreateTime~format=d.m.Y}`.
_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_.]*)(?:~[^{}]*)?\}")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


class DocxError(ValueError):
    """The file is no DOCX."""


def made(paragraphs: Iterable[str]) -> bytes:
    """A file of these paragraphs, the first one a heading."""
    body = "".join(_paragraph(text, heading=index == 0) for index, text in enumerate(paragraphs))
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W[1:-1]}"><w:body>{body}</w:body></w:document>'
    )
    return _zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, _BODY: document})


def _paragraph(text: str, *, heading: bool) -> str:
    look = '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>' if heading else ""
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def filled(template: bytes, values: Mapping[str, str]) -> bytes:
    """The template with its placeholders replaced; one without a value leaves nothing. Raises `DocxError`."""
    parts = _parts(template)
    for name, content in parts.items():
        if _PARTS.fullmatch(name):
            parts[name] = _filled_part(content, values)
    return _zipped(parts)


def _filled_part(content: bytes, values: Mapping[str, str]) -> bytes:
    """A placeholder may be cut into several runs: then the paragraph's text moves into its first one."""
    root = _parsed(content)
    for paragraph in root.iter(f"{_W}p"):
        texts = list(paragraph.iter(f"{_W}t"))
        whole = "".join(one.text or "" for one in texts)
        if _PLACEHOLDER.search(whole):
            texts[0].text = _PLACEHOLDER.sub(lambda match: values.get(match[1], ""), whole)
            texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            for one in texts[1:]:
                one.text = ""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def placeholders(template: bytes) -> list[str]:
    """Names of all placeholders in their order. Raises `DocxError`."""
    found = (name for text in paragraphs(template) for name in _PLACEHOLDER.findall(text))
    return list(dict.fromkeys(found))


def paragraphs(file: bytes) -> list[str]:
    """Texts of the paragraphs. Raises `DocxError`."""
    root = _parsed(_parts(file)[_BODY])
    return ["".join(one.text or "" for one in paragraph.iter(f"{_W}t")) for paragraph in root.iter(f"{_W}p")]


def _parts(file: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DocxError(str(error)) from error
    if _BODY not in parts:
        raise DocxError(f"no {_BODY}")
    return parts


def _parsed(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise DocxError(str(error)) from error


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
