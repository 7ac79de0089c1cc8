"""Values of a process's context inside its steps: `{$amount}` in a text, `{$amount}` alone as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

OPERATORS = ("=", "!=", "in", "not-in", "empty", "not-empty")
_VARIABLE = re.compile(r"\{\$(\w+)\}")


def resolve(value: Any, context: Mapping[str, Any]) -> Any:
    """`value` with each `{$code}` replaced, in lists and objects too; raises `KeyError` for no such one."""
    if isinstance(value, dict):
        return {key: resolve(inner, context) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, context) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _VARIABLE.fullmatch(value)
    if whole:
        return context[whole[1]]
    return _VARIABLE.sub(lambda match: text_of(context[match[1]]), value)


def text_of(value: Any) -> str:
    """As people and conditions read it: a choice is its code, several are listed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(text_of(one) for one in value)
    if isinstance(value, dict):
        return text_of(value.get("code") or value.get("id") or "")
    return str(value)


def holds(when: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Whether a condition `{"value": "{$status_code}", "is": "=", "to": "signed"}` is met.

    `is` is one of `OPERATORS`; `in` and `not-in` take a list.
    """
    value = text_of(resolve(when.get("value"), context))
    to = resolve(when.get("to"), context)
    operator = when.get("is", "=")
    if operator in ("in", "not-in"):
        met = value in [text_of(one) for one in (to if isinstance(to, list) else [to])]
    elif operator in ("empty", "not-empty"):
        met = value == ""
    else:
        met = value == text_of(to)
    return met is not str(operator).startswith(("not-", "!"))
