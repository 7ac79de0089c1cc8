"""Nested values as PHP writes them into forms: `auth[member_id]=…`, `document_id[2]=DEAL_5`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

_PART = re.compile(r"\[([^\[\]]*)\]")
#: Deeper nesting has no meaning in any method; it is kept as a plain key.
_DEEPEST = 8


def parse(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Pairs of a form as nested dicts; what is numbered 0, 1, 2… becomes a list."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        keys = _keys(name)
        place = found
        for key in keys[:-1]:
            inner = place.setdefault(key, {})
            if not isinstance(inner, dict):
                inner = place[key] = {}
            place = inner
        place[keys[-1] or str(len(place))] = value
    return {key: _listed(value) for key, value in found.items()}


def _keys(name: str) -> list[str]:
    head, bracket, rest = name.partition("[")
    parts = _PART.findall(bracket + rest)
    whole = head and len(parts) < _DEEPEST and _PART.sub("", bracket + rest) == ""
    return [head, *parts] if whole else [name]


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    numbers = [str(number) for number in range(len(inner))]
    return [inner[number] for number in numbers] if inner and set(inner) == set(numbers) else inner


def query(params: Mapping[str, Any]) -> str:
    """The same the other way, encoded for a command of `batch`. True is 1, False 0, None empty."""
    return urlencode(list(_flat(params, "")))


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        items: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, (list, tuple)):
        items = enumerate(value)
    else:
        yield name, _text(value)
        return
    for key, item in items:
        yield from _flat(item, f"{name}[{key}]" if name else str(key))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
