"""Built-in steps: fields, branches, loops, pauses, messages, stages, generated documents."""

from __future__ import annotations

import re
from typing import Any

from paraph.sandbox.bitrix24.bizproc.conditions import holds
from paraph.sandbox.bitrix24.bizproc.engine import (
    Done,
    Enter,
    Fork,
    Outcome,
    Run,
    StepError,
    Stop,
    Wait,
    alarm,
    new_mark,
    step,
)
from paraph.sandbox.bitrix24.bizproc.values import text_of
from paraph.sandbox.bitrix24.crm import items
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.rest import RestError


@step("set_field")
def set_field(run: Run) -> Outcome:
    """`fields`: changes the item, by names like `STAGE_ID`."""
    fields = run.value("fields", {})
    _change(run, fields)
    run.log(f"Изменены поля: {', '.join(fields)}.")
    return Done()


@step("stage")
def stage(run: Run) -> Outcome:
    """`stage`: moves the item."""
    target = text_of(run.value("stage"))
    _change(run, {"STAGE_ID": target})
    run.log(f"Элемент переведён на стадию {target}.")
    return Done()


def _change(run: Run, fields: dict[str, Any]) -> None:
    """By the portal itself: the event it causes comes to applications without tokens."""
    try:
        items.update(
            run.world, run.document.kind, run.document.id, fields, [], Author(run.instance.started_by)
        )
    except RestError as error:
        raise StepError(f"Элемент не изменён: {error.description}") from error


@step("set_variable")
def set_variable(run: Run) -> Outcome:
    """`variables`: `{name: value}`."""
    run.instance.variables.update(run.value("variables", {}))
    return Done()


@step("if")
def branch(run: Run) -> Outcome:
    """`when`, `join`, `then`, `else`."""
    met = holds(run.value("when", []), run.step.get("join", "and"))
    run.log(f"Условие {'выполнено' if met else 'не выполнено'}.")
    return Enter("then" if met else "else")


@step("while")
def loop(run: Run) -> Outcome:
    """`when`, `join`, `steps`: as long as it holds."""
    return Enter("steps") if holds(run.value("when", []), run.step.get("join", "and")) else Done()


@step("parallel")
def parallel(run: Run) -> Outcome:
    """`branches`: lists of steps that run side by side."""
    count = len(run.step.get("branches", []))
    return Fork(count) if count else Done()


@step("pause")
def pause(run: Run) -> Outcome:
    """`seconds`."""
    seconds = float(text_of(run.value("seconds", 0)) or 0)
    run.log(f"Пауза {seconds:g} с.")
    return Wait(new_mark(), seconds)


@alarm("pause")
def pause_over(run: Run) -> Outcome:
    return Done()


@step("stop")
def stop(run: Run) -> Outcome:
    """`title`: ends the whole process."""
    return Stop(text_of(run.value("title")) or "Завершён")


def people_of(value: Any) -> list[int]:
    """Numbers of users written as `user_1`, 1 or a list of them; raises `StepError` if there are none."""
    found = [
        re.fullmatch(r"(?:user_)?(\d+)", text_of(one))
        for one in (value if isinstance(value, list) else [value])
    ]
    numbers = [int(match[1]) for match in found if match]
    if not numbers:
        raise StepError(f"Не указано, кому: {text_of(value) or 'пусто'}.")
    return numbers
