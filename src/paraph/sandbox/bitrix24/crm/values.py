"""Values of fields: as they come in requests, as they are kept, as each family of methods shows them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.names import words
from paraph.sandbox.bitrix24.rest import RestError
from paraph.sandbox.bitrix24.world import ZONE

_RUSSIAN = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})(.*)")
_NUMBERS = frozenset(
    words(
        "integer user employee crm_company crm_contact crm_lead crm_deal crm_quote crm_category crm_entity"
        " enumeration"
    )
)
_TRUE = ("Y", "1", "true", "TRUE")
_FALSE = ("N", "0", "false", "FALSE")


def invalid(field: Field) -> RestError:
    return RestError("CRM_FIELD_ERROR_VALUE_NOT_VALID", f'Неверное значение поля "{field.title}"')


def read(field: Field, value: Any) -> Any:
    """One value of the field as it is kept, None for an empty one; raises `RestError`."""
    if value is None or value == "":
        return None
    try:
        return _read(field, value)
    except (ValueError, TypeError) as error:
        raise invalid(field) from error


def _read(field: Field, value: Any) -> Any:
    if field.type in _NUMBERS:
        return _number(field, value)
    if field.type == "double":
        return float(value)
    if field.type == "boolean":
        truth = flag(value)
        return int(truth) if field.dynamic else "Y" if truth else "N"
    if field.type == "datetime":
        return moment(value)
    if field.type == "date":
        return day(value)
    if isinstance(value, dict | list):
        raise ValueError(value)
    return str(value)


def _number(field: Field, value: Any) -> int | None:
    if isinstance(value, bool):
        raise ValueError(value)
    number = int(value)
    if field.choices and number not in field.choices:
        raise ValueError(value)
    # Links are absent as 0, numbers are not.
    return None if number == 0 and field.type not in ("integer", "crm_category") else number


def read_all(field: Field, value: Any) -> list[Any]:
    """The values of a multiple field."""
    if value is None or value == "":
        return []
    found = (read(field, one) for one in several(value))
    return [one for one in found if one is not None]


def several(value: Any) -> list[Any]:
    """A list, or the values of an array with keys; raises the error of a value that is neither."""
    if isinstance(value, dict):
        return list(value.values())
    if not isinstance(value, list):
        kind = {str: "string", int: "int", float: "float", bool: "bool"}.get(type(value), "null")
        raise RestError("100", f"Expected iterable value for multiple field, but got {kind} instead")
    return value


def flag(value: Any) -> bool:
    """Raises `ValueError` for what means neither yes nor no."""
    if isinstance(value, bool):
        return value
    if str(value) in _TRUE:
        return True
    if str(value) in _FALSE or value in (None, ""):
        return False
    raise ValueError(value)


def moment(value: Any) -> str:
    """Date and time in the portal's zone; one without a zone is meant in it. Raises `ValueError`."""
    parsed = datetime.fromisoformat(_dated(str(value)))
    aware = parsed.replace(tzinfo=ZONE) if parsed.tzinfo is None else parsed.astimezone(ZONE)
    return aware.isoformat(timespec="seconds")


def day(value: Any) -> str:
    return moment(value)[:10] if len(str(value)) > 10 else date.fromisoformat(_dated(str(value))).isoformat()


def _dated(text: str) -> str:
    """`22.11.2026 10:00:00`, the format of the site, beside ISO 8601."""
    match = _RUSSIAN.fullmatch(text.strip())
    return f"{match[3]}-{match[2]}-{match[1]}{match[4]}" if match else text.strip()


# -- how they are shown ------------------------------------------------------------------------------------


def shown_date(value: str) -> str:
    """Midnight of Greenwich in the portal's zone, so Moscow portals say three in the morning."""
    return f"{value}T03:00:00+03:00"


def modern(field: Field, value: Any) -> Any:
    """As crm.item.* show it: numbers are numbers, flags are Y and N."""
    if field.multiple:
        return [_modern(field, one) for one in value or ()]
    return _modern(field, value)


def _modern(field: Field, value: Any) -> Any:
    if value is None:
        return _absent(field)
    if field.type == "date":
        return shown_date(value)
    if field.type == "boolean" and field.dynamic:
        return "Y" if value else "N"
    return value


def _absent(field: Field) -> Any:
    if field.dynamic:
        return None
    if field.type in ("crm_company", "crm_contact"):
        return 0
    return "N" if field.type == "boolean" else None


def old(field: Field, value: Any) -> Any:
    """As the frozen methods show it: every value is a string."""
    if field.multiple:
        return [_old(field, one) for one in value] if value else False
    return _old(field, value)


def _old(field: Field, value: Any) -> Any:
    if value is None:
        if field.type in ("date", "datetime"):
            return ""
        return "N" if field.type == "boolean" and not field.dynamic else None
    if field.type == "date":
        return shown_date(value)
    if field.type == "double" and not field.dynamic:
        return f"{value:.2f}"
    return str(value)
