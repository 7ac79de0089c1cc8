"""Carries a process from step to step until it has to wait, and on again when what it waits for has come.

A step is a function registered for its type with `@step`; it says by its outcome what comes next. What a
process waits for is named by a mark: a robot's event id, a task, an alarm. An answer with another mark is
late or repeated and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.bitrix24.bizproc import instances, values
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.bizproc.instances import (
    COMPLETED,
    FAULTED,
    RUNNING,
    TERMINATED,
    Instance,
    Step,
    Thread,
)
from paraph.sandbox.bitrix24.bizproc.tokens import random_name
from paraph.sandbox.bitrix24.world import World, job

#: A process that makes so many steps without waiting goes round in circles.
_MOST_STEPS = 1000


class StepError(Exception):
    """The step cannot be done and the process ends with this text in its log."""


@dataclass(frozen=True)
class Done:
    """The step is over; its results can be used by later ones."""

    results: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Enter:
    """Go on with the first step of this branch."""

    branch: str


@dataclass(frozen=True)
class Fork:
    """Go on with all parallel branches; the next step comes when the last of them is over."""

    count: int


@dataclass(frozen=True)
class Wait:
    """Go on when `resume` is called with the mark, or the alarm rings in `seconds`.

    A `deadline` alarm is how long an answer is awaited, the other kind is a pause.
    """

    mark: str
    seconds: float | None = None
    deadline: bool = False


@dataclass(frozen=True)
class Stop:
    """The process ends here."""

    title: str


Outcome = Done | Enter | Fork | Wait | Stop


@dataclass(frozen=True)
class Run:
    """A step being done."""

    world: World
    instance: Instance
    thread: str
    step: Step

    @property
    def document(self) -> Document:
        return self.instance.document

    def value(self, name: str, default: Any = "") -> Any:
        """What the designer wrote in this field, with expressions replaced by what they mean now."""
        return values.resolve(self.world, self.instance, self.step.get(name, default))

    def log(self, text: str) -> None:
        instances.write(self.world, self.instance.id, self.step["id"], text)


Handler = Callable[[Run], Outcome]
_steps: dict[str, Handler] = {}
_alarms: dict[str, Handler] = {}


def step(name: str) -> Callable[[Handler], Handler]:
    """Registers how a step of this type is done."""

    def register(handler: Handler) -> Handler:
        _steps[name] = handler
        return handler

    return register


def alarm(name: str) -> Callable[[Handler], Handler]:
    """Registers what a waiting step of this type does when its alarm rings."""

    def register(handler: Handler) -> Handler:
        _alarms[name] = handler
        return handler

    return register


def types() -> list[str]:
    return sorted(_steps)


def start(world: World, instance: Instance) -> None:
    """Begins the process; returns when it waits for the first time or is over."""
    with world.writing():
        instances.write(world, instance.id, "", f"Запущен процесс «{instance.name}».")
        _go(world, instance, instance.thread([0]))
        instances.save(world, instance)


def resume(world: World, workflow_id: str, mark: str, results: dict[str, Any]) -> bool:
    """Gives the waiting step its results and goes on; False if nobody waits for this mark (any more)."""
    with world.writing():
        instance = instances.load(world, workflow_id)
        thread = instance.waiting(mark) if instance and instance.status == RUNNING else None
        if instance is None or thread is None:
            return False
        _proceed(world, instance, thread, Done(results))
        instances.save(world, instance)
        return True


def terminate(world: World, workflow_id: str, title: str = "") -> bool:
    """Stops a running process; False if there is none."""
    with world.writing():
        instance = instances.load(world, workflow_id)
        if instance is None or instance.status != RUNNING:
            return False
        _end(world, instance, TERMINATED, title or "Прерван")
        instances.save(world, instance)
        return True


@job("bizproc.alarm")
def _alarm(world: World, order: dict[str, Any]) -> None:
    instance = instances.load(world, order["workflow_id"])
    thread = instance.waiting(order["mark"]) if instance and instance.status == RUNNING else None
    if instance is None or thread is None:
        return
    run = _run(world, instance, thread)
    _proceed(world, instance, thread, _outcome(run, _alarms[run.step["type"]]))
    instances.save(world, instance)


def _proceed(world: World, instance: Instance, thread: str, outcome: Outcome) -> None:
    instance.threads[thread].mark = ""
    if _apply(world, instance, thread, outcome):
        _go(world, instance, thread)


def _go(world: World, instance: Instance, thread: str) -> None:
    """Does steps of the thread while they do not wait."""
    for _ in range(_MOST_STEPS):
        if instance.status != RUNNING or thread not in instance.threads:
            return
        line = instance.threads[thread]
        if int(line.path[-1]) >= len(instance.list_of(line.path)):
            next_thread = _leave(world, instance, thread)
            if next_thread is None:
                return
            thread = next_thread
            continue
        run = _run(world, instance, thread)
        if not _apply(world, instance, thread, _outcome(run, _steps[run.step["type"]])):
            return
    _end(world, instance, FAULTED, "Процесс ходит по кругу и остановлен")


def _run(world: World, instance: Instance, thread: str) -> Run:
    path = instance.threads[thread].path
    return Run(world, instance, thread, instance.list_of(path)[int(path[-1])])


def _outcome(run: Run, handler: Handler) -> Outcome:
    try:
        return handler(run)
    except StepError as error:
        run.log(str(error))
        _end(run.world, run.instance, FAULTED, "Ошибка")
        return Done()


def _apply(world: World, instance: Instance, thread: str, outcome: Outcome) -> bool:
    """Moves the thread as the outcome says; whether it can go on at once."""
    line = instance.threads.get(thread)
    if line is None:  # the step has ended the process
        return False
    match outcome:
        case Done(results):
            step_id = _run(world, instance, thread).step["id"]
            instance.results.setdefault(step_id, {}).update(results)
            _next(line)
        case Enter(branch):
            line.path += [branch, 0]
        case Wait(mark, seconds, deadline):
            line.mark = mark
            if seconds is not None:
                order = {"workflow_id": instance.id, "mark": mark}
                world.later("bizproc.alarm", order, seconds, deadline=deadline)
            return False
        case Fork(count):
            line.children = count
            for number in range(count):
                _go(world, instance, instance.thread([*line.path, f"branches/{number}", 0], thread))
            return False
        case Stop(title):
            _end(world, instance, COMPLETED, title)
            return False
    return True


def _leave(world: World, instance: Instance, thread: str) -> str | None:
    """A list of steps is over: what comes after it, and in which thread; None if nothing comes now."""
    line = instance.threads[thread]
    if len(line.path) == 1:
        _end(world, instance, COMPLETED, "Завершён")
        return None
    branch = str(line.path[-2])
    del line.path[-2:]
    if branch.startswith("branches/"):
        return _join(instance, thread, line)
    if branch != "steps":  # a loop asks its condition again, other branches are over
        _next(line)
    return thread


def _join(instance: Instance, thread: str, line: Thread) -> str | None:
    del instance.threads[thread]
    parent = instance.threads[str(line.parent)]
    parent.children -= 1
    if parent.children:
        return None
    _next(parent)
    return line.parent


def _next(line: Thread) -> None:
    line.path[-1] = int(line.path[-1]) + 1


def _end(world: World, instance: Instance, status: str, title: str) -> None:
    instance.status, instance.title = status, title
    instance.threads.clear()
    instances.write(world, instance.id, "", f"Процесс окончен: {title}.")


def new_mark() -> str:
    return random_name()
