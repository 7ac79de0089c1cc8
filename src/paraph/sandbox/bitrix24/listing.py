"""Filters and order of old list methods, applied to rows as they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

#: The longest sign first.
_KEY = re.compile(r"(>=|<=|!@|!%|=%|%=|!=|>|<|@|%|=|!)?(.+)")

Check = Callable[[Any, Any], bool]


def chosen(
    rows: list[dict[str, Any]], filter: Any, order: Any, allowed: frozenset[str]
) -> list[dict[str, Any]]:
    """Rows the filter lets pass, ordered; conditions on fields that are not `allowed` are passed over."""
    conditions = [_KEY.fullmatch(key) for key in filter] if isinstance(filter, dict) else []
    checks = [
        (match[2], _CHECKS[match[1] or "="], filter[match[0]])
        for match in conditions
        if match and match[2] in allowed
    ]
    kept = [row for row in rows if all(check(row.get(name), wanted) for name, check, wanted in checks)]
    return ordered(kept, order, allowed)


def ordered(rows: list[dict[str, Any]], order: Any, allowed: frozenset[str]) -> list[dict[str, Any]]:
    """By `{"NAME": "ASC", "ID": "DESC"}`; what is equal keeps its place."""
    wanted = (
        [(name, way) for name, way in order.items() if name in allowed] if isinstance(order, dict) else []
    )
    for name, way in reversed(wanted):
        rows = sorted(rows, key=lambda row: _rank(row.get(name)), reverse=str(way).upper() == "DESC")
    return rows


def _rank(value: Any) -> tuple[int, float, str]:
    """Nothing comes first, then numbers and moments, then texts."""
    if value is None:
        return (0, 0.0, "")
    text = str(value)
    try:
        return (1, float(text), "")
    except ValueError:
        pass
    try:
        return (1, datetime.fromisoformat(text).timestamp(), "")
    except ValueError:
        return (2, 0.0, text.casefold())


def _is(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return any(_is(value, one) for one in wanted)
    return _rank(value) == _rank(wanted)


def _like(value: Any, wanted: Any) -> bool:
    """`%` stands for any text."""
    parts = (re.escape(part) for part in str(wanted).casefold().split("%"))
    return re.fullmatch(".*".join(parts), str(value or "").casefold(), re.DOTALL) is not None


_CHECKS: dict[str, Check] = {
    "=": _is,
    "@": _is,
    "!": lambda value, wanted: not _is(value, wanted),
    "!=": lambda value, wanted: not _is(value, wanted),
    "!@": lambda value, wanted: not _is(value, wanted),
    ">": lambda value, wanted: _rank(value) > _rank(wanted),
    ">=": lambda value, wanted: _rank(value) >= _rank(wanted),
    "<": lambda value, wanted: _rank(value) < _rank(wanted),
    "<=": lambda value, wanted: _rank(value) <= _rank(wanted),
    "%": lambda value, wanted: str(wanted).casefold() in str(value or "").casefold(),
    "!%": lambda value, wanted: str(wanted).casefold() not in str(value or "").casefold(),
    "=%": _like,
    "%=": _like,
}
