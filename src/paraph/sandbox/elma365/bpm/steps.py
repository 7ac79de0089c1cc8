"""Steps the system does by itself: status of the item, conditions, variables, pauses."""

from __future__ import annotations

from paraph.sandbox.elma365 import items, schemas
from paraph.sandbox.elma365.bpm import values
from paraph.sandbox.elma365.bpm.engine import Done, Jump, Outcome, Run, StepError, Stop, Wait, step
from paraph.sandbox.elma365.envelope import Refused


@step("status")
def set_status(run: Run) -> Outcome:
    """`status`: code of the item's new status."""
    item, status = run.instance.item, values.text_of(run.value("status"))
    if item is None:
        raise StepError("Процесс идёт без элемента приложения: статус менять не у чего.")
    try:
        items.set_status(run.world, item.namespace, item.code, item.id, status)
    except Refused as refused:
        raise StepError(f"Статус «{status}» не установлен: {refused}") from refused
    name = schemas.application(run.world, item.namespace, item.code).status(status).name
    run.log(f"Статус элемента: «{name}».")
    return Done()


@step("condition")
def condition(run: Run) -> Outcome:
    """`when`: goes by the branch `then` or `else`."""
    try:
        met = values.holds(run.step["when"], run.instance.values)
    except KeyError as error:
        raise StepError(f"Переменной {error} в контексте процесса нет.") from error
    run.log("Условие выполнено." if met else "Условие не выполнено.")
    return Done("then" if met else "else")


@step("assign")
def assign(run: Run) -> Outcome:
    """`context`: values of variables."""
    return Done(context=run.value("context"))


@step("wait")
def wait(run: Run) -> Outcome:
    """`seconds`: a timer."""
    text = values.text_of(run.value("seconds"))
    try:
        seconds = float(text)
    except ValueError as error:
        raise StepError(f"Таймер: «{text}» — не число секунд.") from error
    run.log(f"Таймер: {seconds:g} с.")
    return Wait(seconds)


@step("goto")
def goto(run: Run) -> Outcome:
    """`step`: id of the step to go on with."""
    return Jump(run.step["step"])


@step("stop")
def stop(run: Run) -> Outcome:
    return Stop()
