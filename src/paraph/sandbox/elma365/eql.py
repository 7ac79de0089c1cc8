"""A part of EQL, the language of `filter.eql.query`: comparisons tied by AND, OR and NOT.

`[code] = 'text'`, `<>`, `>`, `>=`, `<`, `<=`, `LIKE` (a part of the text), `IN ('a', 'b')`, parentheses.
Dates by functions, subqueries and `LIKEF` are not known here and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.filters import contains
from paraph.sandbox.elma365.schemas import Application

Condition = Callable[[Mapping[str, Any]], bool]

_TOKEN = re.compile(
    r"""\s*(?:
      \[(?P<field>[\w.]+)\] | '(?P<text>(?:[^'\\]|\\.)*)' | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<sign><=|>=|<>|=|<|>|\(|\)|,) | (?P<word>[A-Za-z]+)
    )""",
    re.VERBOSE,
)
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, wanted: bool(value == wanted),
    "<>": lambda value, wanted: bool(value != wanted),
    ">": lambda value, wanted: bool(value > wanted),
    ">=": lambda value, wanted: bool(value >= wanted),
    "<": lambda value, wanted: bool(value < wanted),
    "<=": lambda value, wanted: bool(value <= wanted),
}


def parse(query: str, app: Application) -> Condition:
    """The condition an element must meet; raises `Refused` for what is not understood."""
    reader = _Reader(query, app)
    condition = reader.alternatives()
    reader.end()
    return condition


class _Reader:
    """Reads the words of a query one by one."""

    def __init__(self, query: str, app: Application) -> None:
        self._app = app
        self._words: list[tuple[str, str]] = []
        self._at = 0
        query, position = query.rstrip(), 0
        while position < len(query):
            match = _TOKEN.match(query, position)
            if match is None:
                raise Refused(f"EQL: unexpected symbol at {position}")
            kind = str(match.lastgroup)
            self._words.append((kind, match[kind].lower() if kind == "word" else match[kind]))
            position = match.end()

    def alternatives(self) -> Condition:
        conditions = [self._all()]
        while self._took("word", "or"):
            conditions.append(self._all())
        return lambda item: any(condition(item) for condition in conditions)

    def end(self) -> None:
        if self._at != len(self._words):
            raise self._unexpected()

    def _all(self) -> Condition:
        conditions = [self._one()]
        while self._took("word", "and"):
            conditions.append(self._one())
        return lambda item: all(condition(item) for condition in conditions)

    def _one(self) -> Condition:
        if self._took("word", "not"):
            denied = self._one()
            return lambda item: not denied(item)
        if self._took("sign", "("):
            inner = self.alternatives()
            self._expect("sign", ")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        code = self._expect("field")
        field = self._app.field(code)
        if field is None and not code.startswith("__"):
            raise Refused(f"EQL: field {code} not found")
        if self._took("word", "in"):
            return _within(code, self._list())
        if field is not None and field.array:
            raise Refused(f"EQL: operation is not applicable to the multiple field {code}")
        if self._took("word", "like"):
            wanted = self._value()
            return lambda item: contains(item.get(code), wanted)
        sign = self._expect("sign")
        if sign not in _ORDERS:
            raise self._unexpected(-1)
        return _compared(code, _ORDERS[sign], self._value())

    def _list(self) -> list[Any]:
        self._expect("sign", "(")
        found = [self._value()]
        while self._took("sign", ","):
            found.append(self._value())
        self._expect("sign", ")")
        return found

    def _value(self) -> Any:
        kind, text = self._peek()
        if kind == "text":
            value: Any = re.sub(r"\\(.)", r"\1", text)
        elif kind == "number":
            value = float(text)
        elif (kind, text) in (("word", "true"), ("word", "false")):
            value = text == "true"
        else:
            raise self._unexpected()
        self._at += 1
        return value

    def _peek(self) -> tuple[str, str]:
        return self._words[self._at] if self._at < len(self._words) else ("", "")

    def _took(self, kind: str, text: str) -> bool:
        if self._peek() != (kind, text):
            return False
        self._at += 1
        return True

    def _expect(self, kind: str, text: str | None = None) -> str:
        found_kind, found = self._peek()
        if found_kind != kind or text not in (None, found):
            raise self._unexpected()
        self._at += 1
        return found

    def _unexpected(self, shift: int = 0) -> Refused:
        at = self._at + shift
        word = self._words[at][1] if at < len(self._words) else "end of query"
        return Refused(f"EQL: unexpected {word}")


def _plain(value: Any) -> Any:
    """A value as EQL sees it: a status by its number, money in units, a link by its only id."""
    if isinstance(value, dict):
        return value["status"] if "status" in value else value.get("cents", 0) / 100
    if isinstance(value, list):
        return _code(value[0]) if len(value) == 1 else None
    return value


def _code(one: Any) -> Any:
    return one.get("code") if isinstance(one, dict) else one


def _compared(code: str, order: Callable[[Any, Any], bool], wanted: Any) -> Condition:
    def condition(item: Mapping[str, Any]) -> bool:
        value = _plain(item.get(code))
        is_number = type(value) in (int, float) and type(wanted) is float
        return (is_number or type(value) is type(wanted)) and order(value, wanted)

    return condition


def _within(code: str, wanted: list[Any]) -> Condition:
    def condition(item: Mapping[str, Any]) -> bool:
        value = item.get(code)
        if isinstance(value, list):
            return any(_code(one) in wanted for one in value)
        return _plain(value) in wanted

    return condition
