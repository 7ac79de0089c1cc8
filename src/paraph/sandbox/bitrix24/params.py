"""Parameters of a request as PHP sees them: brackets nest arrays, JSON and multipart come to the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from paraph.sandbox.forms import multipart
from paraph.sandbox.http import Request

_SUBSCRIPT = re.compile(r"\[([^\]]*)\]")
_MANGLED = str.maketrans(". ", "__")
#: PHP_INT_MAX: what is larger becomes a floating-point number.
_LARGEST = 2**63 - 1
#: Nesting PHP takes by default (`max_input_nesting_level`).
_DEEPEST = 64


def read(request: Request) -> dict[str, Any]:
    """Query and body together, the body stronger; raises `ValueError` for a broken one."""
    query = [(name, value) for name, values in request.query.items() for value in values]
    return {**from_pairs(query), **_body(request)}


def _body(request: Request) -> dict[str, Any]:
    kind = request.headers.get_content_type() if request.headers.get("Content-Type") else ""
    if not request.body.strip():
        return {}
    if kind == "multipart/form-data":
        return from_pairs(multipart(request))
    if kind == "application/json":
        value = json.loads(request.body)
        if isinstance(value, list):
            value = {str(index): one for index, one in enumerate(value)}
        if not isinstance(value, dict):
            raise ValueError("JSON is neither an object nor an array")
        return {name: _tidy(one) for name, one in value.items()}
    return from_pairs(_form_pairs(request.body.decode("utf-8", "replace")))


def _form_pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)


def from_query(text: str) -> dict[str, Any]:
    """Nested parameters of `a[b]=1&c[]=2`."""
    return from_pairs(_form_pairs(text))


def from_pairs(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nested arrays of names with brackets; an array with the keys 0…n is a list."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        _put(root, _path(name), value)
    return {name: _tidy(value) for name, value in root.items()}


def _path(name: str) -> list[str]:
    """Dots and spaces of the first name and a bracket that is never closed become underscores."""
    head, bracket, rest = name.lstrip(" ").partition("[")
    head = head.translate(_MANGLED)
    if not bracket:
        return [head]
    if not head or "]" not in rest:
        return [f"{head}_{rest}"]
    return [head, *_SUBSCRIPT.findall(bracket + rest)[:_DEEPEST]]


def _put(into: dict[str, Any], path: list[str], value: Any) -> None:
    *parents, last = path
    for key in parents:
        name = key or str(_next_index(into))
        if not isinstance(into.get(name), dict):
            into[name] = {}
        into = into[name]
    into[last or str(_next_index(into))] = value


def _next_index(of: Mapping[str, Any]) -> int:
    return max((int(key) for key in of if key.isdigit()), default=-1) + 1


def _tidy(value: Any) -> Any:
    """Dictionaries with the keys 0…n become lists; an empty one stays, it may be either."""
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if isinstance(value, int) and abs(value) > _LARGEST:
        return float(value)
    if not isinstance(value, dict):
        return value
    tidy = {name: _tidy(one) for name, one in value.items()}
    return list(tidy.values()) if tidy and _is_list(tidy) else tidy


def _is_list(of: Mapping[Any, Any]) -> bool:
    return all(str(key) == str(index) for index, key in enumerate(of))


def php(value: Any) -> Any:
    """The value as PHP writes it in JSON: an array with the keys 0…n is a list, an empty one is `[]`."""
    if isinstance(value, Mapping):
        ready = {str(name): php(one) for name, one in value.items()}
        return list(ready.values()) if _is_list(ready) else ready
    if isinstance(value, list | tuple):
        return [php(one) for one in value]
    return value


def to_pairs(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names with brackets for a form; nothing is written as an empty text, a truth as 1."""
    return [pair for name, one in value.items() for pair in _flat(name, one)]


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(f"{name}[{key}]", one)
    elif isinstance(value, list | tuple):
        for index, one in enumerate(value):
            yield from _flat(f"{name}[{index}]", one)
    elif value is None or value is False:
        yield name, ""
    else:
        yield name, "1" if value is True else str(value)


def to_form(value: Mapping[str, Any]) -> bytes:
    return urlencode(to_pairs(value)).encode()
