"""Bodies of lists: how many, in what order, and which rows, by `filter.tf` or `filter.eql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from paraph.sandbox.elma365.envelope import BadRequest

#: Rows of a page unless the body says, and the most it may say.
_SIZE, _MOST = 10, 10_000

T = TypeVar("T")


@dataclass(frozen=True)
class Query:
    """The body of a list. An empty `fields` means all of them."""

    start: int
    size: int
    ids: tuple[str, ...]
    #: Only what is not deleted.
    active: bool
    status_codes: tuple[str, ...]
    fields: frozenset[str]
    sort: tuple[tuple[str, bool], ...]
    tf: Mapping[str, Any]
    eql: str

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Query:
        """Raises `BadRequest`, also for more than 10000 rows at once."""
        size = _number(body, "size", _SIZE)
        if size > _MOST:
            raise BadRequest(f"size must not be greater than {_MOST}")
        chosen = mapping(body, "filter")
        fields = mapping(body, "fields")
        return cls(
            start=_number(body, "from", 0),
            size=size,
            ids=_texts(body, "ids"),
            active=body.get("active") is True,
            status_codes=_texts(body, "statusCode"),
            fields=frozenset(name for name, wanted in fields.items() if wanted is True) - {"*"}
            if fields.get("*") is not True
            else frozenset(),
            sort=_sort(body.get("sortExpressions")),
            tf=mapping(chosen, "tf"),
            eql=_eql(chosen),
        )

    def page(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of this page."""
        return rows[self.start : self.start + self.size]


def _number(body: Mapping[str, Any], name: str, default: int) -> int:
    value = body.get(name, default)
    if type(value) is not int or value < 0:
        raise BadRequest(f"{name}: a non-negative integer is expected")
    return value


def mapping(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object of the body, empty if it is not there; raises `BadRequest`."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRequest(f"{name}: an object is expected")
    return value


def _texts(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = body.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRequest(f"{name}: an array of strings is expected")
    return tuple(value)


def _sort(value: Any) -> tuple[tuple[str, bool], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(one, dict) and isinstance(one.get("field"), str) for one in value
    ):
        raise BadRequest("sortExpressions: an array of {field, ascending} is expected")
    return tuple((one["field"], one.get("ascending") is True) for one in value)


def _eql(chosen: Mapping[str, Any]) -> str:
    query = mapping(chosen, "eql").get("query", "")
    if not isinstance(query, str):
        raise BadRequest("filter.eql.query: a string is expected")
    return query


def matches(value: Any, wanted: Any) -> bool:
    """Whether the value of a field fits `filter.tf`: as the search form, so text fits by a part of it."""
    if isinstance(wanted, dict) and wanted.keys() & {"min", "max"}:
        return _between(value, wanted)
    if isinstance(wanted, list):
        return isinstance(value, list) and any(one in value for one in wanted)
    if isinstance(value, list):
        return wanted in value
    if isinstance(wanted, str):
        return contains(value, wanted)
    return bool(value == wanted)


def contains(value: Any, wanted: Any) -> bool:
    """Whether the text has the wanted one in it, in letters of any size."""
    return isinstance(value, str) and isinstance(wanted, str) and wanted.casefold() in value.casefold()


def _between(value: Any, bounds: Mapping[str, Any]) -> bool:
    """Bounds belong to the range; times and dates compare as they are written."""
    value, low, high = (_comparable(one) for one in (value, bounds.get("min"), bounds.get("max")))
    if value is None or any(bound is not None and type(bound) is not type(value) for bound in (low, high)):
        return False
    return (low is None or low <= value) and (high is None or value <= high)


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("cents")
    return float(value) if type(value) in (int, float) else value if isinstance(value, str) else None
