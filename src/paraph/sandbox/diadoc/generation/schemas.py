"""Schemas of types: files in a folder the user names (`PARAPH_FNS_SCHEMAS`), never shipped.

Official schemas of ФНС are named `ON_NSCHFDOPPR_1_997_01_05_03_05.xsd`: the format, its version, the edition.
Contracts of the service have «UserContract» or «SignerUserContract» in the name and end with the version.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from paraph.formats.schemas import SchemaError, schema_faults
from paraph.formats.titles import MAX_SIZE
from paraph.formats.xml_files import read_root
from paraph.sandbox.diadoc import types
from paraph.sandbox.diadoc.api import Call, Reply, endpoint
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation.answers import file_reply
from paraph.sandbox.diadoc.types import Description

_SETTING = "PARAPH_FNS_SCHEMAS"
_KINDS = {
    "titlexsd": "",
    "usercontractxsd": "UserContract",
    "signerusercontractxsd": "SignerUserContract",
}
#: Endings of file names of both titles, by the beginning they share.
_ENDINGS = {
    "DP_REZRU": ("ISP", "ZAK"),
    "ON_AKTSVER": ("OTP", "POL"),
}


@endpoint("GET", "/GetContent")
def get_content(call: Call) -> Reply:
    """A schema of a title, of its contract or of its signer's contract."""
    description = types.find(
        call.required("typeNamedId"), call.arg("function") or "", call.arg("version") or ""
    )
    kind = _KINDS.get((call.arg("contentType") or "TitleXsd").lower())
    index = call.number("titleIndex", 0)
    if kind is None or not description.formal or not 0 <= index < description.titles:
        raise ApiError(400, "Invalid contentType or titleIndex for the document type")
    path = find(description, index, kind)
    if path is None:
        raise ApiError(
            404,
            f"Схемы нет: положите файлы XSD в папку, назовите её в переменной {_SETTING}"
            " и перезапустите песочницу.",
        )
    reply = file_reply(path.name, path.read_bytes(), "application/xml")
    return Reply(reply.body, reply.content_type, headers=(*reply.headers, ("X-Diadoc-FileName", path.name)))


def find(description: Description, index: int, kind: str) -> Path | None:
    """The newest file of that kind; None without the folder or without such a file in it."""
    folder = os.environ.get(_SETTING, "")
    if not folder or not Path(folder).is_dir():
        return None
    beginning, version = description.file
    name = beginning + _ENDINGS.get(beginning, ("R", "OK"))[index]
    numbers = "_".join(part.zfill(2) for part in version.split("."))
    # Both sides of a document have one contract of a signer.
    names = f"(?:{name}|{beginning}R)" if kind.startswith("Signer") else name
    middle = rf"_{kind}_.*?" if kind else r"(?:_\d+)+_"
    pattern = re.compile(rf"{names}{middle}{numbers}_\w{{2}}\.xsd")
    found = [path for path in Path(folder).rglob("*.xsd") if pattern.fullmatch(path.name)]
    return max(found, key=lambda path: path.name, default=None)


def faults(description: Description, index: int, data: bytes, file_name: str) -> list[str]:
    """What is wrong with a title by its schema; nothing when there is no schema to ask."""
    path = find(description, index, "")
    if path is None:
        return []
    try:
        return schema_faults(read_root(data, limit=MAX_SIZE), path.read_bytes(), file_name)
    except SchemaError as error:
        raise ApiError(500, str(error)) from error
