"""What is ordered at an emulator's control desk: JSON objects, numbers in bounds, faults."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.ordered_faults import Fault

#: Longest a caller may wait for the work to be done, and let the clock jump, seconds.
LONGEST_SETTLE, LONGEST_JUMP = 120.0, 10 * 366 * 86400.0


def order_of(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty order."""
    return request.json_object() if request.body else {}


def number_of(order: dict[str, Any], name: str, default: float, largest: float) -> float:
    """A number of the order from 0 to `largest`; raises `HttpError` 400."""
    value = order.get(name, default)
    if type(value) not in (int, float) or not 0 <= value <= largest:
        raise HttpError(400, f"Поле {name}: число от 0 до {largest:g}.")
    return float(value)


def fault_of(request: Request, kinds: Collection[str], hint: str) -> Fault:
    """`{"kind": …, "count": 1 | null, "share": 0…1, "path": part of a name, "seconds": n}`.

    `hint` says what `path` may be. Raises `HttpError` 400.
    """
    order = request.json_object()
    unknown = order.keys() - {field.name for field in fields(Fault)}
    if unknown:
        raise HttpError(400, f"Нет таких полей: {', '.join(sorted(unknown))}.")
    kind, count, path = order.get("kind"), order.get("count", 1), order.get("path", "")
    if not isinstance(kind, str) or kind not in kinds:
        raise HttpError(400, f"Поле kind: укажите одно из {', '.join(kinds)}.")
    if count is not None and (type(count) is not int or count < 1):
        raise HttpError(400, "Поле count: целое число от 1 или null, если без конца.")
    if not isinstance(path, str):
        raise HttpError(400, f"Поле path: {hint}.")
    share, seconds = number_of(order, "share", 1.0, 1.0), number_of(order, "seconds", 2.0, 3600.0)
    return Fault(kind, count, share, path, seconds)
