"""Values and fields of the portal's CRM, as `crm.item.*` and `crm.item.fields` write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from paraph.portals.mapping import Field, Option, Type, Unreadable

#: Days of a portal begin in its own zone, which REST does not tell: documents are dated by Moscow.
ZONE = ZoneInfo("Europe/Moscow")
#: Type of a field in `crm.item.fields` → ours. What is not here cannot hold an attribute.
_TYPES: Mapping[str, Type] = {
    "string": Type.TEXT,
    "text": Type.TEXT,
    "url": Type.TEXT,
    "double": Type.NUMBER,
    "money": Type.NUMBER,
    "date": Type.DATE,
    "datetime": Type.MOMENT,
    "boolean": Type.FLAG,
    "enumeration": Type.CHOICE,
    "file": Type.FILE,
    "crm": Type.LINK,
}
_YES = frozenset(("y", "1", "true"))


def fields(
    described: Mapping[str, Mapping[str, Any]], choices: Mapping[str, Iterable[Mapping[str, Any]]]
) -> list[Field]:
    """Fields of an entity out of the `fields` map of `crm.item.fields` (original names).

    `choices`: values of lists by field, as `userfieldconfig.get` tells them (`enum`).
    """
    return [
        Field(
            code=code,
            title=str(one.get("title") or code),
            type=_TYPES[str(one["type"])],
            is_multiple=bool(one.get("isMultiple")),
            is_required=bool(one.get("isRequired")),
            is_read_only=bool(one.get("isReadOnly")) or bool(one.get("isImmutable")),
            options=tuple(Option(str(each["id"]), str(each["value"])) for each in choices.get(code, ())),
        )
        for code, one in described.items()
        if str(one.get("type")) in _TYPES
    ]


def write(field: Field, value: Any) -> Any:
    """A value of the field's type as the portal takes it; the empty string clears the field."""
    if value is None:
        return [] if field.is_multiple else ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat() if field.type is not Type.MOMENT else _midnight(value).isoformat()
    return [value] if field.is_multiple and not isinstance(value, list) else value


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def read(field: Field, raw: Any, *, as_date: bool = False) -> Any:
    """A value of the portal as one of the field's type; None for nothing. Raises Unreadable.

    `as_date`: of a moment only its day matters.
    """
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    if raw is None or raw == "":
        return None
    text = str(raw)
    try:
        if field.type is Type.NUMBER:
            return Decimal(text.partition("|")[0])
        if field.type is Type.DATE:
            return date.fromisoformat(text[:10])
        if field.type is Type.MOMENT:
            return _moment(text, as_date)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"«{field.title}»: не удалось прочитать «{text}».") from error
    if field.type is Type.FLAG:
        return text.lower() in _YES
    return raw if field.type is Type.FILE else text


def _moment(text: str, as_date: bool) -> date:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    return moment.astimezone(ZONE).date() if as_date else moment.astimezone(UTC)
