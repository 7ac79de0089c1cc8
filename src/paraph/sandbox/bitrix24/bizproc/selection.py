"""SELECT, FILTER, ORDER and paging of the lists of business processes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import listing
from paraph.sandbox.bitrix24.rest import Call, Page, RestError

_RULE = re.compile(r"([^a-zA-Z]*)(.*)", re.DOTALL)
#: Signs of filters that work here; rules with others are passed over.
_SIGNS = ("", "=", "!", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True)
class Selection:
    """Which fields a list has and how it answers by default; `always` come whatever is selected."""

    fields: tuple[str, ...]
    default: tuple[str, ...]
    order: dict[str, str]
    always: tuple[str, ...] = ()

    def page(self, call: Call, rows: list[dict[str, Any]]) -> Page:
        """The asked page of rows. Raises `RestError` ERROR_SELECT_VALIDATION_FAILURE."""
        known = frozenset(self.fields)
        order = {str(name).upper(): way for name, way in _object(call.arg("ORDER")).items()}
        kept = listing.chosen(rows, self.rules(call), order if order.keys() & known else self.order, known)
        shown = (*self.always, *self._select(call.arg("SELECT")))
        return Page.of([{name: row.get(name) for name in shown} for row in kept], call.start)

    def rules(self, call: Call) -> dict[str, Any]:
        """The filter with names in upper case."""
        found = ((_RULE.fullmatch(str(key)), value) for key, value in _object(call.arg("FILTER")).items())
        return {m[1] + m[2].upper(): value for m, value in found if m and m[1] in _SIGNS}

    def _select(self, names: Any) -> list[str]:
        listed = list(names.values()) if isinstance(names, dict) else names if isinstance(names, list) else []
        if any(isinstance(name, dict | list) for name in listed):
            raise RestError("ERROR_SELECT_VALIDATION_FAILURE", "Invalid data in SELECT parameter")
        known = [str(name).upper() for name in listed if str(name).upper() in self.fields]
        return list(dict.fromkeys(known)) or list(self.default)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
