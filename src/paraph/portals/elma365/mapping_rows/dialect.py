"""Fields and values of ELMA365 as its Web API writes them. Pure.

Links, files and categories are arrays even of one; dates are RFC 3339, money counts in kopecks
(api.elma365.com/ru/public-api/guides/DataType).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from paraph.portals.mapping import Field, Option, Type, Unreadable

#: Days of moments people entered; a day itself is written as midnight UTC.
ZONE = ZoneInfo("Europe/Moscow")
MONEY = "MONEY"
ROUBLE = "RUB"
#: Type of a field in the scheme of an application → ours.
_TYPES: Mapping[str, Type] = {
    "STRING": Type.TEXT,
    "EMAIL": Type.TEXT,
    "PHONE": Type.TEXT,
    "FLOAT": Type.NUMBER,
    "INTEGER": Type.NUMBER,
    MONEY: Type.NUMBER,
    "BOOLEAN": Type.FLAG,
    "DATETIME": Type.MOMENT,
    "ENUM": Type.CHOICE,
    "FILE": Type.FILE,
    "SYS_COLLECTION": Type.LINK,
}
#: Where the text is in entries of contact fields; of several the first counts.
_CONTACTS: Mapping[str, str] = {"EMAIL": "email", "PHONE": "tel"}
#: Fields of the system itself that are for people to fill.
_OWN = ("__name", "__file")


def fields(described: Iterable[Mapping[str, Any]]) -> list[Field]:
    """Fields out of the `fields` of an application's scheme, those of the system itself left out."""
    return [_field(one) for one in described if _is_for_people(one)]


def _is_for_people(one: Mapping[str, Any]) -> bool:
    code = str(one["code"])
    return not one.get("deleted") and (not code.startswith("__") or code in _OWN)


def _field(one: Mapping[str, Any]) -> Field:
    code, wire = str(one["code"]), str(one.get("type"))
    view, data = one.get("view") or {}, one.get("data") or {}
    kind = _TYPES.get(wire, Type.OTHER)
    if kind is Type.MOMENT and "date" in (_refined(data), _refined(view.get("data"))):
        kind = Type.DATE
    is_link = kind is Type.LINK and data.get("namespace") and data.get("code")
    return Field(
        code=code,
        title=str(view.get("name") or one.get("name") or code),
        type=kind,
        is_multiple=wire not in _CONTACTS and (bool(one.get("array")) or one.get("single") is False),
        is_required=bool(one.get("required")),
        is_read_only=bool(one.get("calcByFormula")) or bool(view.get("disabled")),
        options=tuple(
            Option(str(each["code"]), str(each.get("name") or each["code"]))
            for each in data.get("enumItems") or ()
        ),
        target=f"{data['namespace']}/{data['code']}" if is_link else "",
        wire=wire,
    )


def _refined(data: Any) -> Any:
    """What refines a type: «date» of DATETIME. Versions of ELMA365 keep it in the data or in the view."""
    return data.get("additionalType") if isinstance(data, Mapping) else None


def write(field: Field, value: Any) -> Any:
    """A value of the field's type as ELMA365 takes it; None clears the field. Raises Unreadable."""
    if field.type in (Type.FILE, Type.LINK):
        return _ids(value)
    if field.type is Type.CHOICE:
        return [] if value is None else [{"code": value}]
    if field.wire in _CONTACTS:
        return [] if value is None else [{"type": "main", _CONTACTS[field.wire]: value}]
    if isinstance(value, Decimal):
        return _money(field, value) if field.wire == MONEY else _number(field, value)
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return f"{value.isoformat()}T00:00:00Z" if isinstance(value, date) else value


def _ids(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _money(field: Field, value: Decimal) -> dict[str, Any]:
    cents = value * 100
    if cents != cents.to_integral_value():
        raise Unreadable(f"«{field.title}»: {value} не выражается в копейках без остатка.")
    return {"cents": int(cents), "currency": ROUBLE}


def _number(field: Field, value: Decimal) -> int | float:
    """A number of JSON: ELMA365 keeps it in a double, or whole."""
    is_whole = value == value.to_integral_value()
    found = int(value) if is_whole else float(value)
    if Decimal(repr(float(found))) != value or (field.wire == "INTEGER" and not is_whole):
        raise Unreadable(f"«{field.title}»: число {value} в ELMA365 не помещается без потери.")
    return found


def read(field: Field, raw: Any, *, as_date: bool = False) -> Any:
    """A value of ELMA365 as one of the field's type; None for nothing. Raises Unreadable.

    `as_date`: of a moment only its day matters.
    """
    if isinstance(raw, list) and field.type is not Type.FILE:
        if len(raw) > 1 and field.wire not in _CONTACTS:
            raise Unreadable(f"«{field.title}»: выбрано несколько значений, оставьте одно.")
        raw = raw[0] if raw else None
    if raw is None or raw == "":
        return None
    try:
        return _read(field, raw, as_date)
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise Unreadable(f"«{field.title}»: не удалось прочитать «{raw}».") from error


def _read(field: Field, raw: Any, as_date: bool) -> Any:
    if field.type in (Type.DATE, Type.MOMENT):
        moment = _moment(_text(raw))
        return _day(moment) if as_date or field.type is Type.DATE else moment
    if field.wire in _CONTACTS:
        return _text(raw[_CONTACTS[field.wire]])
    if field.wire == MONEY:
        return _finite(raw["cents"]) / 100 if raw["cents"] is not None else None
    if field.type is Type.NUMBER:
        return _finite(raw)
    if field.type is Type.FLAG and not isinstance(raw, bool):
        raise TypeError
    if field.type is Type.CHOICE:
        return _text(raw["code"])
    if field.type is Type.LINK:
        return _text(raw["id"] if isinstance(raw, Mapping) else raw)
    return _text(raw) if field.type is Type.TEXT else raw


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw


def _finite(raw: Any) -> Decimal:
    found = Decimal(str(raw))
    if not found.is_finite() or isinstance(raw, bool):
        raise ValueError
    return found


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.date() if moment.time() == time() else moment.astimezone(ZONE).date()


def currency(raw: Any) -> str:
    """Currency of a money value; empty when it names none."""
    return str(raw.get("currency") or "") if isinstance(raw, Mapping) else ""


def ids(raw: Any) -> list[str]:
    """What a field of files or links holds; empty for nothing."""
    found = raw if isinstance(raw, list) else [raw]
    named = [one.get("id") or one.get("__id") if isinstance(one, Mapping) else one for one in found]
    return [one for one in named if isinstance(one, str) and one]
