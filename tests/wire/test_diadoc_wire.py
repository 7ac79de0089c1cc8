"""The compiled messages of Диадок are those of the `.proto` files, and these follow the published tables."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from paraph.wire import diadoc

ROOT = Path(__file__).parents[2]
FOLDER = Path(diadoc.__file__).parent
TABLES = ROOT.parent / "shared" / "facts" / "diadoc-messages.md"

_MESSAGE = re.compile(r"^\*\*([\w.]+)\*\*\s*\n(.*)$", re.M)
_ENUMERATION = re.compile(r"^enum \*\*([\w.]+)\*\*: (.*)$", re.M)
_FIELD = re.compile(r"(\d+) (\w+):([\w.]+) (opt|req|rep)(?: =(.*))?$")
#: Names used twice in the service's groups; in one package they are told apart.
_RENAMED = {
    "Departments.Department": "AdminDepartment",
    "Docflow.Entity": "DocflowEntity",
    "Docflow.TemplateTransformationInfo": "DocflowTemplateTransformationInfo",
    "Docflow.TemplateTransformationChangeInfo": "DocflowTemplateTransformationChangeInfo",
    "Docflow.TemplateRefusalInfo": "DocflowTemplateRefusalInfo",
    "Docflow.RoamingNotification": "DocflowRoamingNotification",
    "Docflow.ResolutionStatus": "DocflowResolutionStatus",
    "Invoicing.Employee": "InvoicingEmployee",
    "Invoicing.RevocationRequestInfo": "RevocationRequestContent",
}
_SCALARS = {
    FieldDescriptor.TYPE_STRING: "string",
    FieldDescriptor.TYPE_BYTES: "bytes",
    FieldDescriptor.TYPE_BOOL: "bool",
    FieldDescriptor.TYPE_INT32: "int32",
    FieldDescriptor.TYPE_INT64: "int64",
    FieldDescriptor.TYPE_UINT32: "uint32",
    FieldDescriptor.TYPE_SFIXED32: "sfixed32",
    FieldDescriptor.TYPE_SFIXED64: "sfixed64",
    FieldDescriptor.TYPE_DOUBLE: "double",
}


def _ours() -> dict[str, Descriptor]:
    found: dict[str, Descriptor] = {}
    for path in FOLDER.glob("*_pb2.py"):
        module = importlib.import_module(f"paraph.wire.diadoc.{path.stem}")
        found |= module.DESCRIPTOR.message_types_by_name
    return found


def _name(published: str) -> str:
    return _RENAMED.get(published, published.rsplit(".", 1)[-1])


def _shape(field: FieldDescriptor) -> tuple[int, str, str, str]:
    if field.message_type:
        kind = field.message_type.name
    elif field.enum_type:
        kind = field.enum_type.containing_type.name
    else:
        kind = _SCALARS[field.type]
    label = "req" if field.is_required else "rep" if field.is_repeated else "opt"
    return field.number, field.name, kind, label


def test_messages_are_compiled_from_their_sources(tmp_path: Path) -> None:
    sources = sorted(str(path.relative_to(ROOT / "src")) for path in FOLDER.glob("*.proto"))
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", f"--python_out={tmp_path}", *sources]
    subprocess.run(command, cwd=ROOT / "src", check=True)
    for made in tmp_path.rglob("*_pb2.py"):
        assert made.read_text() == (FOLDER / made.name).read_text(), f"{made.name}: run `make wire`"


@pytest.mark.skipif(not TABLES.exists(), reason="the published tables are not here")
def test_fields_are_those_of_the_published_tables() -> None:
    ours, text, compared = _ours(), TABLES.read_text(encoding="utf-8"), 0
    for published, body in _MESSAGE.findall(text):
        message = ours.get(_name(published))
        if message is None:
            continue  # not one the product speaks of
        told = [] if body.strip() == "(empty)" else body.split("; ")
        rows = [_FIELD.fullmatch(row.strip()) for row in told]
        expected = [(int(row[1]), row[2], _name(row[3]), row[4]) for row in rows if row]
        assert [_shape(field) for field in message.fields] == expected, published
        compared += 1
    for published, body in _ENUMERATION.findall(text):
        message = ours.get(_name(published))
        if message is None:
            continue
        values = {name.strip(): int(number) for name, number in (pair.split("=") for pair in body.split(","))}
        found = {value.name: value.number for value in message.enum_types_by_name["Value"].values}
        assert found == values, published
        compared += 1
    assert compared > 500
