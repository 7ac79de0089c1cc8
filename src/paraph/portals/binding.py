"""Records of an outside system read and written through a mapping: wire values here, plain ones there.

The mapping says which field holds which attribute, the adapter's dialect how the outside writes a value.
Files go their own way: an adapter moves their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from paraph.portals.mapping import Attribute, Field, Type, Unreadable, inward, outward, plain, typed


class Dialect(Protocol):
    """How an outside system writes values of its fields."""

    def write(self, field: Field, value: Any) -> Any:
        """A value of the field's type as the outside takes it; None clears the field."""
        ...

    def read(self, field: Field, raw: Any, *, as_date: bool = False) -> Any:
        """What the outside wrote as a value of the field's type; None for nothing. Raises Unreadable.

        `as_date`: of a moment only its day matters.
        """
        ...


@dataclass(frozen=True)
class Binding:
    """Attributes together with the fields that hold them, by the attribute's code."""

    attributes: Mapping[str, Attribute]
    fields: Mapping[str, Field]
    dialect: Dialect

    def write(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Wire values by field for plain values by attribute; attributes without a field are left out.

        Raises Unreadable for a value the field cannot hold.
        """
        found = {}
        for code, value in values.items():
            if code in self.fields and self.fields[code].type is not Type.FILE:
                field, attribute = self.fields[code], self.attributes[code]
                found[field.code] = self.dialect.write(
                    field, outward(attribute, field, typed(attribute, value))
                )
        return found

    def read(self, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Plain values of a record by attribute, and reasons for those that mean nothing.

        Fields the record does not name say nothing.
        """
        values: dict[str, Any] = {}
        unreadable: dict[str, str] = {}
        for code, field in self.fields.items():
            if field.type is Type.FILE or field.code not in raw:
                continue
            attribute = self.attributes[code]
            try:
                found = self.dialect.read(field, raw[field.code], as_date=attribute.type is Type.DATE)
                values[code] = plain(inward(attribute, field, found))
            except Unreadable as error:
                unreadable[code] = str(error)
        return values, unreadable


def bind(
    attributes: Iterable[Attribute], fields: Iterable[Field], mapped: Mapping[str, str], dialect: Dialect
) -> Binding:
    """Each attribute beside its field; one whose field is there no more is left out."""
    known = {one.code: one for one in fields}
    ours = {one.code: one for one in attributes}
    held = {code: known[name] for code, name in mapped.items() if code in ours and name in known}
    return Binding(ours, held, dialect)
