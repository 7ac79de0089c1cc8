"""What is ordered at an emulator's control desk: time, faults, marks of counters, and how orders are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def fault_of(request: Request, kinds: Mapping[str, str], hint: str) -> Fault:
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


def add_common(
    control: Callable[[str, str], Callable[[Any], Any]], kinds: Mapping[str, str], hint: str
) -> None:
    """Registers what every desk serves: `settle`, `clock`, `faults`, and marks for `calls`.

    `control` is the emulator's decorator; `kinds` and `hint` are as `fault_of` takes them.
    """

    @control("POST", "settle")
    def settle(world: Any, request: Request) -> Any:
        """`{"timeout": seconds}` → whether everything due within an hour is done."""
        return {"settled": world.settle(number_of(order_of(request), "timeout", 10.0, LONGEST_SETTLE))}

    @control("POST", "clock")
    def clock(world: Any, request: Request) -> Any:
        """`{"seconds": n, "frozen": true}`: lets time pass at once; a frozen clock moves by this only."""
        order = order_of(request)
        if "frozen" in order:
            world.freeze_clock(order["frozen"] is True)
        world.move_clock(number_of(order, "seconds", 0.0, LONGEST_JUMP))
        return {"now": world.iso(), "timestamp": world.now()}

    @control("GET", "faults")
    def faults_left(world: Any, request: Request) -> Any:
        return {"faults": world.faults.left(), "kinds": kinds}

    @control("POST", "faults")
    def order_fault(world: Any, request: Request) -> Any:
        world.faults.order(fault_of(request, kinds, hint))
        return faults_left(world, request)

    @control("DELETE", "faults")
    def clear_faults(world: Any, request: Request) -> Any:
        world.faults.clear()
        return faults_left(world, request)

    @control("POST", "calls")
    def mark_calls(world: Any, request: Request) -> Any:
        """`{"mark": "…"}`: from here on `GET calls?mark=…` counts."""
        name = request.json_object().get("mark")
        if not isinstance(name, str) or not name:
            raise HttpError(400, "Поле mark: имя отметки.")
        world.calls.mark(name)
        return {"mark": name}
