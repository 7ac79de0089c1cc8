"""Messages of the newest official contract against ours, field by field: numbers, names, types, defaults.

The folder of clients holds `diadocsdk-csharp` with the contract as a set of descriptors (`*.pb`, protobuf's
FileDescriptorSet).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorSet

from paraph.wire import diadoc

_PACKAGE = "Diadoc.Api.Proto."
#: Names used twice there; ours all lie in one package.
_OURS = {
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
Shape = dict[str, tuple[object, ...]]


def _short(name: str) -> str:
    """The name of theirs or of ours as we call it; the values of our enumerations lie in `….Value`."""
    name = name.lstrip(".").removeprefix(_PACKAGE).removesuffix(".Value")
    return _OURS.get(name, name.rsplit(".", 1)[-1])


def _fields(of: DescriptorProto) -> Shape:
    return {
        field.name: (field.number, field.type, field.label, _short(field.type_name), field.default_value)
        for field in of.field
    }


def _values(of: EnumDescriptorProto) -> Shape:
    return {value.name: (value.number,) for value in of.value}


def _theirs(found: FileDescriptorSet) -> Iterator[tuple[str, Shape]]:
    for file in found.file:
        group = file.package.removeprefix(_PACKAGE.rstrip(".")).lstrip(".")
        for message in file.message_type:
            yield _short(f"{group}.{message.name}".lstrip(".")), _fields(message)
        for enumeration in file.enum_type:
            yield _short(f"{group}.{enumeration.name}".lstrip(".")), _values(enumeration)


def _ours() -> Iterator[tuple[str, Shape]]:
    for path in Path(diadoc.__file__).parent.glob("*_pb2.py"):
        for message in importlib.import_module(
            f"paraph.wire.diadoc.{path.stem}"
        ).DESCRIPTOR.message_types_by_name.values():
            made = DescriptorProto()
            message.CopyToProto(made)
            values = [_values(one) for one in made.enum_type]
            yield made.name, values[0] if values and not made.field else _fields(made)


@pytest.fixture(scope="module")
def official(clients: Path) -> dict[str, Shape]:
    sets = sorted(clients.glob("diadocsdk-csharp/*.pb"))
    if not sets:
        pytest.skip("no set of descriptors in diadocsdk-csharp of the folder of clients")
    found = FileDescriptorSet()
    for path in sets:
        found.MergeFromString(path.read_bytes())
    return dict(_theirs(found))


def test_the_newest_official_contract(
    official: dict[str, Shape], record_property: Callable[[str, object], None]
) -> None:
    ours = dict(_ours())
    same = ours.keys() & official.keys()
    differing = {
        f"{name}.{field}": (ours[name].get(field), official[name].get(field))
        for name in same
        for field in ours[name].keys() | official[name].keys()
        if ours[name].get(field) != official[name].get(field)
    }
    assert differing == {}
    assert len(same) > 500
    fields = sum(len(official[name]) for name in same)
    record_property(
        "client", f"diadocsdk-csharp: {len(same)} structures, {fields} fields and values are the same"
    )
