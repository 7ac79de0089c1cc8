"""Conditions of branches and loops: `{"value": "{=A1:status_code}", "is": "=", "to": "signed"}`."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from paraph.sandbox.bitrix24.bizproc.values import text_of

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
OPERATORS = (*_COMPARE, "in", "!in", "contain", "!contain", "empty", "!empty")


def holds(conditions: list[dict[str, Any]], join: str = "and") -> bool:
    """Whether all (`or`: any) of the conditions hold; their expressions are already resolved."""
    return (any if join == "or" else all)(_one(condition) for condition in conditions)


def _one(condition: dict[str, Any]) -> bool:
    value, sign, to = condition.get("value"), condition.get("is", "="), condition.get("to")
    if sign.startswith("!") and sign != "!=":
        return not _one({**condition, "is": sign[1:]})
    if sign == "empty":
        return value in (None, "", [], {}, 0, "0")
    if sign == "in":
        return text_of(value) in [text_of(item) for item in _listed(to)]
    if sign == "contain":
        return text_of(to) in (
            [text_of(item) for item in value] if isinstance(value, list) else text_of(value)
        )
    return _COMPARE[sign](*_comparable(value, to))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _comparable(left: Any, right: Any) -> tuple[Any, Any]:
    """Numbers if both are, else texts."""
    try:
        return Decimal(text_of(left)), Decimal(text_of(right))
    except InvalidOperation:
        return text_of(left), text_of(right)
