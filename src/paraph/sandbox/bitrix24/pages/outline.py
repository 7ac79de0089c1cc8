"""The steps of a sequence as a tree: shown line by line, changed in whichever branch they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from paraph.sandbox.bitrix24.bizproc.instances import Step, branch_of

_BRANCHES = {"if": {"then": "если да", "else": "если нет"}, "while": {"steps": "в цикле"}}

#: Takes the place of a list (`A4/then`, empty for the whole) and the list, gives the list to stand there.
Change = Callable[[str, list[Step]], list[Step]]


@dataclass(frozen=True)
class Line:
    """A step, how deep it is and in which branch."""

    step: Step
    depth: int
    branch: str


def lines(steps: list[Step], depth: int = 0, branch: str = "") -> list[Line]:
    found = []
    for step in steps:
        found.append(Line(step, depth, branch))
        for name, label in _branches(step).items():
            found += lines(branch_of(step, name), depth + 1, label)
    return found


def places(steps: list[Step]) -> list[tuple[str, str]]:
    """Where a step can be added: a place and how it is called."""
    found = [("", "в конец")]
    for line in lines(steps):
        step_id = line.step["id"]
        found += [
            (f"{step_id}/{name}", f"{step_id}: {label}") for name, label in _branches(line.step).items()
        ]
    return found


def changed(steps: list[Step], change: Change, place: str = "") -> list[Step]:
    """The tree with `change` applied to the list of every place, inner ones first."""
    made = []
    for step in steps:
        own = {**step, "branches": list(step["branches"])} if "branches" in step else dict(step)
        for name in _branches(step):
            inner = changed(branch_of(step, name), change, f"{step['id']}/{name}")
            key, _, number = name.partition("/")
            if number:
                own[key][int(number)] = inner
            else:
                own[key] = inner
        made.append(own)
    return change(place, made)


def added(steps: list[Step], place: str, new: Step) -> list[Step]:
    return changed(steps, lambda where, those: [*those, new] if where == place else those)


def without(steps: list[Step], step_id: str) -> list[Step]:
    return changed(steps, lambda where, those: [one for one in those if one["id"] != step_id])


def replaced(steps: list[Step], new: Step) -> list[Step]:
    return changed(steps, lambda where, those: [new if one["id"] == new["id"] else one for one in those])


def raised(steps: list[Step], step_id: str) -> list[Step]:
    """The step before the one it stood after."""

    def swap(where: str, those: list[Step]) -> list[Step]:
        at = next((number for number, one in enumerate(those) if one["id"] == step_id), 0)
        return [*those[: at - 1], those[at], those[at - 1], *those[at + 1 :]] if at else those

    return changed(steps, swap)


def _branches(step: Step) -> dict[str, str]:
    if step["type"] == "parallel":
        return {f"branches/{n}": f"ветвь {n + 1}" for n in range(len(step.get("branches", [])))}
    return _BRANCHES.get(step["type"], {})
