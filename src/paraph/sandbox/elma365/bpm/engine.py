"""Carries a process from step to step until it has to wait, and on again when what it waits for has come.

How a step of some type is done is a function registered with `@step`. Each stay at a step has a mark of its
own; an answer with another mark is late or repeated and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.elma365.bpm import instances, stepping, values
from paraph.sandbox.elma365.bpm.instances import ALIVE, CANCEL, DONE, ERROR, EXEC, WAIT, Instance, ItemRef
from paraph.sandbox.elma365.bpm.stepping import Step
from paraph.sandbox.elma365.bpm.templates import Template
from paraph.sandbox.elma365.world import World, job, new_id

#: A process that makes so many steps without waiting goes round in circles.
_MOST_STEPS = 500


class StepError(Exception):
    """The step has failed: the process leaves by its branch `error`, or stops there if it has none."""


@dataclass(frozen=True)
class Done:
    """The step is over by this branch (by none if empty); `context` goes into the process's variables."""

    branch: str = ""
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """The step has failed with this text."""

    error: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Jump:
    """Go on with another step."""

    step_id: str


@dataclass(frozen=True)
class Stop:
    """The whole process is over."""


@dataclass(frozen=True)
class Wait:
    """Go on when `resume` is called with the mark of this stay, or in `seconds`."""

    seconds: float | None = None


Outcome = Done | Failed | Jump | Stop | Wait


@dataclass(frozen=True)
class Run:
    """A step being done."""

    world: World
    instance: Instance
    step: Step

    @property
    def mark(self) -> str:
        return self.instance.mark

    def value(self, name: str, default: Any = "") -> Any:
        """What the designer wrote here, with `{$variable}` replaced; raises `StepError`."""
        try:
            return values.resolve(self.step.get(name, default), self.instance.values)
        except KeyError as error:
            raise StepError(f"Переменной {error} в контексте процесса нет.") from error

    def log(self, text: str) -> None:
        instances.write(self.world, self.instance.id, self.step["id"], text)


Handler = Callable[[Run], Outcome]
_steps: dict[str, Handler] = {}
_leaving: list[Callable[[World, str], None]] = []


def step(name: str) -> Callable[[Handler], Handler]:
    """Registers how a step of this type is done."""

    def register(handler: Handler) -> Handler:
        _steps[name] = handler
        return handler

    return register


def on_leaving(hook: Callable[[World, str], None]) -> Callable[[World, str], None]:
    """Called with the mark when a stay at a step ends: its open tasks are nobody's any more."""
    _leaving.append(hook)
    return hook


def start(
    world: World, template: Template, item: ItemRef | None, context: dict[str, Any], user_id: str
) -> Instance:
    """Starts a process; returns when it waits for the first time or is over."""
    with world.writing():
        instance = instances.fresh(world, template, new_id(), item, context, user_id)
        instances.save(world, instance)
        instances.write(world, instance.id, "", f"Процесс «{instance.name}» запущен.")
        first = stepping.settled(instance.steps, [0])
        _go(world, instance, first)
        instances.save(world, instance)
    return instance


def waiting(world: World, instance_id: str, mark: str) -> Instance | None:
    """The instance if it still waits at the stay with this mark."""
    instance = instances.load(world, instance_id)
    return instance if instance and instance.state == WAIT and instance.mark == mark else None


def resume(world: World, instance_id: str, mark: str, outcome: Done | Failed) -> bool:
    """Ends the stay at a step and goes on; False if nobody waits for this mark (any more)."""
    with world.writing():
        instance = waiting(world, instance_id, mark)
        if instance is None:
            return False
        _left(world, instance)
        _carry_on(world, instance, outcome)
        return True


def skip(world: World, instance_id: str) -> bool:
    """Goes past the step the process stands at; False if it stands nowhere."""
    return _anew(world, instance_id, skipped=True)


def restart(world: World, instance_id: str) -> bool:
    """Does the step the process stands at once more; False if it stands nowhere."""
    return _anew(world, instance_id, skipped=False)


def interrupt(world: World, instance_id: str, comment: str = "") -> bool:
    """Ends the process for good; False if there is none or it is over already."""
    with world.writing():
        instance = instances.load(world, instance_id)
        if instance is None or instance.state not in ALIVE:
            return False
        _left(world, instance)
        instance.state = CANCEL
        text = f"Процесс прерван: {comment}" if comment else "Процесс прерван."
        instances.write(world, instance.id, "", text)
        instances.save(world, instance)
        return True


def _anew(world: World, instance_id: str, *, skipped: bool) -> bool:
    with world.writing():
        instance = instances.load(world, instance_id)
        current = instance.step if instance else None
        if instance is None or current is None:
            return False
        _left(world, instance)
        instances.write(world, instance.id, current["id"], "Шаг пропущен." if skipped else "Шаг перезапущен.")
        if skipped:
            _carry_on(world, instance, Done())
        else:
            _go(world, instance, instance.position)
            instances.save(world, instance)
        return True


def _left(world: World, instance: Instance) -> None:
    for hook in _leaving:
        hook(world, instance.mark)


@job("bpm.timer")
def _timer(world: World, order: dict[str, Any]) -> None:
    resume(world, order["instance"], order["mark"], Done())


def _carry_on(world: World, instance: Instance, outcome: Outcome) -> None:
    """Applies what came of the step and does the following ones."""
    current = instance.step
    if current is None:  # the callers have looked
        raise LookupError(instance.id)
    if _applied(world, instance, current, outcome):
        _go(world, instance, _next(instance, current, outcome))
    instances.save(world, instance)


def _go(world: World, instance: Instance, position: stepping.Position | None) -> None:
    """Does steps from this position on while they do not wait."""
    for _ in range(_MOST_STEPS):
        if position is None:
            instance.state = DONE
            instances.write(world, instance.id, "", "Процесс завершён.")
            return
        instance.position, instance.state, instance.mark = position, EXEC, new_id()
        current = stepping.step_at(instance.steps, position)
        if current is None:  # positions come from `following`, `settled` and `find`
            raise LookupError(instance.id)
        outcome = _outcome(Run(world, instance, current))
        if not _applied(world, instance, current, outcome):
            return
        position = _next(instance, current, outcome)
    instance.state = ERROR
    instances.write(world, instance.id, "", "Процесс ходит по кругу и остановлен.")


def _outcome(run: Run) -> Outcome:
    try:
        return _steps[run.step["type"]](run)
    except StepError as error:
        return Failed(str(error))


def _applied(world: World, instance: Instance, current: Step, outcome: Outcome) -> bool:
    """Writes what came of the step; whether the process goes on at once."""
    if isinstance(outcome, Wait):
        instance.state = WAIT
        if outcome.seconds is not None:
            world.later("bpm.timer", {"instance": instance.id, "mark": instance.mark}, outcome.seconds)
        return False
    if isinstance(outcome, Done | Failed) and (unknown := instance.take(outcome.context)):
        text = f"В контексте процесса нет переменных: {', '.join(unknown)}."
        instances.write(world, instance.id, current["id"], text)
    if isinstance(outcome, Failed):
        instances.write(world, instance.id, current["id"], f"Ошибка: {outcome.error}")
        if "error" not in current:
            instance.state = ERROR
            return False
    return True


def _next(instance: Instance, current: Step, outcome: Outcome) -> stepping.Position | None:
    if isinstance(outcome, Stop):
        return None
    if isinstance(outcome, Jump):
        return stepping.find(instance.steps, outcome.step_id)
    if isinstance(outcome, Failed):
        return stepping.following(instance.steps, instance.position, "error")
    branch = outcome.branch if isinstance(outcome, Done) else ""
    return stepping.following(instance.steps, instance.position, branch)
