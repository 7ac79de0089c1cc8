"""Checking a file of ФНС by the official schema: XSD, and the Schematron rules ГНИВЦ puts inside it.

The schemas are not shipped: the user names a folder, its reader hands the bytes over. The rules use two
functions of their own, `usch:iif(a, b, c)` (b if a, else c) and `usch:getFileName()` (without extension).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from paraph.formats.xml_files import FormatError, read_root

_XS = "{http://www.w3.org/2001/XMLSchema}"
_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_USCH = "http://www.unisoftware.ru/schematron-extensions"
_SCHEMA_LIMIT = 4 * 1024 * 1024
#: Faults told at once; a wrong file may have thousands.
MOST_FAULTS = 20


class SchemaError(FormatError):
    """The schema itself cannot be used: nothing is said against the file."""


@dataclass(frozen=True)
class _Rule:
    context: etree.XPath  #: of the elements it is about
    test: etree.XPath
    name: str


def schema_faults(root: etree._Element, schema: bytes, file_name: str) -> list[str]:
    """What is wrong with the file by its schema, in Russian, at most `MOST_FAULTS`.

    `file_name` is without the extension. Raises `SchemaError` when the schema cannot be used.
    """
    rules, asserts = _compiled(schema)
    found: list[str] = []
    if not rules.validate(root):
        found += [f"Строка {error.line}: {error.message}" for error in rules.error_log]
    for rule in asserts:
        for node in _nodes(rule.context(root)):
            if not rule.test(node, fileName=file_name):
                found.append(f"Строка {node.sourceline}, {node.tag}: нарушено правило «{rule.name}».")
    return found[:MOST_FAULTS]


@lru_cache(maxsize=8)
def _compiled(schema: bytes) -> tuple[etree.XMLSchema, tuple[_Rule, ...]]:
    try:
        tree = read_root(schema, limit=_SCHEMA_LIMIT)
        # Nothing is loaded from beside the schema; those of ФНС are whole.
        if next(tree.iter(_XS + "include", _XS + "import", _XS + "redefine"), None) is not None:
            raise SchemaError("Схема ссылается на другие файлы, а должна быть целой.")
        asserts = tuple(
            _Rule(_context(pattern, rule.get("context", "")), _test(check.get("test", "")), name)
            for pattern in tree.iter(_SCH + "pattern")
            for name in [pattern.get("name") or ""]
            for rule in pattern.iter(_SCH + "rule")
            for check in rule.iter(_SCH + "assert")
        )
        return etree.XMLSchema(tree), asserts
    except SchemaError:
        raise
    except (FormatError, etree.XMLSchemaParseError, etree.XPathSyntaxError) as error:
        raise SchemaError(f"Схема не читается: {error}") from error


def _context(pattern: etree._Element, name: str) -> etree.XPath:
    """A rule is about the element it stands in; inside a named type, about all elements of that name."""
    holders: list[str] = []
    for holder in pattern.iterancestors(_XS + "element", _XS + "complexType"):
        if holder.tag == _XS + "element":
            holders.append(holder.get("name", ""))
        elif holder.get("name"):
            return etree.XPath(f"//{name}")
    if holders and holders[0] == name:
        return etree.XPath("/" + "/".join(reversed(holders)))
    return etree.XPath(f"//{name}")


def _test(text: str) -> etree.XPath:
    """The name of the file becomes a variable, so that a rule is compiled once for all files."""
    expression = " ".join(text.split()).replace("usch:getFileName()", "$fileName")
    return etree.XPath(
        f"boolean({expression})", namespaces={"usch": _USCH}, extensions={(_USCH, "iif"): _iif}
    )


def _nodes(found: object) -> list[etree._Element]:
    return [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []


def _iif(_context: object, condition: object, then: object, otherwise: object) -> bool:
    return bool(then) if bool(condition) else bool(otherwise)
