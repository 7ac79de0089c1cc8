"""`filter` and `order` of the list methods."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from paraph.sandbox.bitrix24.crm import values
from paraph.sandbox.bitrix24.crm.fields import Field
from paraph.sandbox.bitrix24.crm.records import EVERYTHING, Condition, column
from paraph.sandbox.bitrix24.rest import RestError

_KEY = re.compile(r"(!=%|!%=|!%|!@|!=|>=|<=|=%|%=|=|!|>|<|@|%)?(.*)", re.S)
_PATTERNS = ("%", "=%", "%=", "!%", "!=%", "!%=")

#: The field of a name in a request; None: there is no such field.
Find = Callable[[str], Field | None]


def wrong(what: str) -> RestError:
    return RestError("INVALID_ARG_VALUE", what)


def condition(filter: Any, find: Find, *, strict: bool) -> Condition:
    """The rows asked for. Unknown fields are an error if `strict`, else they are passed over."""
    if isinstance(filter, list):
        filter = {str(index): one for index, one in enumerate(filter)}
    if not filter:
        return EVERYTHING
    if not isinstance(filter, dict):
        raise wrong("Invalid filter: filter must be an array")
    joiner = " OR " if str(filter.get("logic", filter.get("LOGIC", ""))).upper() == "OR" else " AND "
    parts = [_part(key, value, find, strict) for key, value in filter.items() if str(key).lower() != "logic"]
    real = [part for part in parts if part is not EVERYTHING]
    if not real:
        return EVERYTHING
    arguments = tuple(argument for part in real for argument in part.arguments)
    return Condition(f"({joiner.join(part.sql for part in real)})", arguments)


def _part(key: str, value: Any, find: Find, strict: bool) -> Condition:
    if str(key).isdigit():
        return condition(value, find, strict=strict)
    match = _KEY.fullmatch(str(key))
    operator, name = (match[1] or "=", match[2]) if match else ("=", str(key))
    field = find(name)
    if field is None or field.type == "alias":
        if strict:
            raise wrong(f"Invalid filter: field '{name}' is not allowed in filter")
        return EVERYTHING
    if operator in _PATTERNS:
        return _like(field, operator, value)
    try:
        return _compared(field, operator, value)
    except RestError as error:
        raise wrong(f"Invalid filter: field '{name}' has invalid value") from error


def _like(field: Field, operator: str, value: Any) -> Condition:
    """The sign of the percent is put around by the portal or is already in the value."""
    text, place = str(value).casefold(), "value" if field.multiple else column(field.name)
    folded = f"coalesce(crm_folded({place}), '')"
    test = f"instr({folded}, ?)" if operator.strip("!") == "%" else f"{folded} LIKE ?"
    if field.multiple:
        test = f"EXISTS ({_values(field)} WHERE {test})"
    return Condition(f"NOT ({test})" if operator.startswith("!") else f"({test})", (text,))


def _compared(field: Field, operator: str, value: Any) -> Condition:
    if operator in ("=", "!", "!=", "@", "!@"):
        wanted = value if isinstance(value, list) else [value]
        inside = _among(field, [_wanted(field, one) for one in wanted])
        return Condition(f"NOT {inside.sql}", inside.arguments) if operator.startswith("!") else inside
    bound = _wanted(field, value)
    if field.multiple:
        return Condition(f"EXISTS ({_values(field)} WHERE value {operator} ?)", (bound,))
    return Condition(f"{column(field.name)} {operator} ?", (bound,))


def _among(field: Field, wanted: list[Any]) -> Condition:
    """Rows with one of the values, None meaning an empty field. Never NULL, so that NOT of it is right."""
    some = tuple(one for one in wanted if one is not None)
    marks, name, tests = ", ".join("?" * len(some)), column(field.name), []
    if some and field.multiple:
        tests.append(f"EXISTS ({_values(field)} WHERE value IN ({marks}))")
    elif some:
        tests.append(f"({name} IN ({marks}) AND {name} IS NOT NULL)")
    if None in wanted or (field.type == "boolean" and not field.dynamic and "N" in wanted):
        tests.append(f"coalesce({name}, '') = ''")
    return Condition(f"({' OR '.join(tests) or '0'})", some)


def _values(field: Field) -> str:
    return f"SELECT 1 FROM json_each(data, '$.{field.name}')"  # noqa: S608


def _wanted(field: Field, value: Any) -> Any:
    if field.type == "boolean" and field.dynamic and str(value) in ("Y", "N"):
        return str(value)  # equal to nothing: such fields are kept, and looked for, as 1 and 0
    return values.read(replace(field, choices=frozenset()), value)


def order(wanted: Any, find: Find, *, strict: bool) -> list[tuple[str, str]]:
    """`(name, ASC or DESC)` of a request's `order`."""
    found = []
    for name, way in (wanted if isinstance(wanted, Mapping) else {}).items():
        field, direction = find(name), str(way).upper()
        if strict and (field is None or field.type == "alias"):
            raise wrong(f"Invalid order: field '{name}' is not allowed in order")
        if strict and direction not in ("ASC", "DESC"):
            raise wrong(
                f"Invalid order: allowed sort directions are `ASC, DESC`. But got '{way}' for field '{name}'"
            )
        if field is not None:
            found.append((field.name, direction))
    return found
