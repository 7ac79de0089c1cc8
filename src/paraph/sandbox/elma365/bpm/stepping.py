"""Where a process stands among its steps and what comes next: pure logic over JSON.

A template is a list of steps; a step has branches of its own: `then` and `else` of a condition, `error` of
what may fail, `exits/{id}` of a task. A position is the index of a step, then the name of a branch and the
index in it, and so on: `[1, "exits/agree", 0]`. After the last step of a branch comes what follows the step
the branch belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: A step as it is written in the template.
Step = dict[str, Any]
Position = list[int | str]

_EXIT = "exits/"


def branch_of(step: Step, name: str) -> list[Step]:
    """The steps of a branch; a branch nobody has drawn is empty."""
    if name.startswith(_EXIT):
        wanted = name.removeprefix(_EXIT)
        return next((list(one.get("steps", [])) for one in step.get("exits", []) if one["id"] == wanted), [])
    return list(step.get(name, []))


def exit_branch(exit_id: str) -> str:
    """The name of the branch of a task's exit."""
    return f"{_EXIT}{exit_id}"


def branches(step: Step) -> list[str]:
    """Names of the branches the step has."""
    own = [name for name in ("then", "else", "error") if name in step]
    return own + [exit_branch(one["id"]) for one in step.get("exits", [])]


def walk(steps: list[Step], before: Position | None = None) -> Iterator[tuple[Position, Step]]:
    """Every step with its position, outer ones first."""
    for number, step in enumerate(steps):
        position: Position = [*(before or []), number]
        yield position, step
        for name in branches(step):
            yield from walk(branch_of(step, name), [*position, name])


def step_at(steps: list[Step], position: Position) -> Step | None:
    """The step at the position, None past the end of its branch."""
    for index, name in zip(position[:-1:2], position[1::2], strict=True):
        steps = branch_of(steps[int(index)], str(name))
    number = int(position[-1])
    return steps[number] if number < len(steps) else None


def settled(steps: list[Step], position: Position) -> Position | None:
    """The position itself if a step is there, else the first one after it; None if the process is over."""
    while step_at(steps, position) is None:
        if len(position) == 1:
            return None
        position = [*position[:-3], int(position[-3]) + 1]
    return position


def following(steps: list[Step], position: Position, branch: str = "") -> Position | None:
    """What comes after the step at `position` when it ends by this branch (by none if it is empty)."""
    if branch:
        return settled(steps, [*position, branch, 0])
    return settled(steps, [*position[:-1], int(position[-1]) + 1])


def find(steps: list[Step], step_id: str) -> Position | None:
    """Where the step with this id is."""
    return next((position for position, step in walk(steps) if step.get("id") == step_id), None)
