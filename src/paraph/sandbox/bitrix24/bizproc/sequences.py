"""Sequences the designer has made: what they consist of, what starts them, checking and starting them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from paraph.sandbox.bitrix24.bizproc import catalog, conditions, engine, instances
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.bizproc.instances import Instance, Step, branch_of
from paraph.sandbox.bitrix24.crm.kinds import Kind, find_kind
from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bp_templates (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
        entity_type_id INTEGER NOT NULL, start TEXT NOT NULL, stage TEXT NOT NULL, parameters TEXT NOT NULL,
        variables TEXT NOT NULL, steps TEXT NOT NULL, system_code TEXT NOT NULL, user_id INTEGER NOT NULL,
        modified REAL NOT NULL
    );
    """
)

#: What starts a sequence: a person or REST only, a new item, a changed item, an item's coming to a stage.
MANUAL, CREATED, CHANGED, STAGE = "manual", "create", "edit", "stage"
STARTS = (MANUAL, CREATED, CHANGED, STAGE)
_STEP_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class SequenceError(ValueError):
    """The sequence cannot be kept or started; the text is Russian and says why."""


@dataclass(frozen=True)
class Sequence:
    """A template of a process over items of one type; `parameters` and `variables` are `{name: default}`."""

    id: int
    name: str
    kind: Kind
    steps: list[Step]
    start: str = MANUAL
    stage: str = ""
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    system_code: str = ""
    user_id: int = 1
    modified: float = 0.0

    def told(self) -> dict[str, Any]:
        """As it is written in JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "document_type": self.kind.document_type,
            "start": self.start,
            "stage": self.stage,
            "parameters": self.parameters,
            "variables": self.variables,
            "steps": self.steps,
        }


def find(world: World, sequence_id: int) -> Sequence | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM bp_templates WHERE id = ?", (sequence_id,)).fetchone()
    return None if row is None else _read(world, row)


def every(world: World, kind: Kind | None = None) -> list[Sequence]:
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM bp_templates WHERE ?1 IS NULL OR entity_type_id = ?1 ORDER BY id",
            (kind.id if kind else None,),
        ).fetchall()
    return [sequence for row in rows if (sequence := _read(world, row))]


def keep(world: World, sequence: Sequence) -> int:
    """Stores a sequence (id 0 is a new one) and returns its id; raises `SequenceError`."""
    if not sequence.name:
        raise SequenceError("Назовите последовательность.")
    if sequence.start not in STARTS or (sequence.start == STAGE and not sequence.stage):
        raise SequenceError(f"Укажите, чем она запускается: {', '.join(STARTS)}; для stage — код стадии.")
    taken = {step.get("id") for step in _all(sequence.steps)}
    fresh = (f"A{number}" for number in count(1) if f"A{number}" not in taken)
    named = _named(sequence.steps, fresh)
    _check(world, sequence, named)
    with world.writing() as db:
        cursor = db.execute(
            "INSERT OR REPLACE INTO bp_templates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sequence.id or None,
                sequence.name,
                sequence.description,
                sequence.kind.id,
                sequence.start,
                sequence.stage,
                json.dumps(sequence.parameters, ensure_ascii=False),
                json.dumps(sequence.variables, ensure_ascii=False),
                json.dumps(named, ensure_ascii=False),
                sequence.system_code,
                sequence.user_id,
                world.now(),
            ),
        )
    return int(cursor.lastrowid or 0)


def delete(world: World, sequence_id: int) -> bool:
    """Removes the sequence; what already runs goes on."""
    with world.writing() as db:
        return db.execute("DELETE FROM bp_templates WHERE id = ?", (sequence_id,)).rowcount > 0


def begin(
    world: World,
    sequence: Sequence,
    document: Document,
    user_id: int,
    parameters: dict[str, Any] | None = None,
) -> str:
    """Starts a process of the sequence over the item; its id."""
    instance = Instance(
        id=instances.new_id(world),
        template_id=sequence.id,
        name=sequence.name,
        steps=sequence.steps,
        document=document,
        started=world.now(),
        started_by=user_id,
        parameters={**sequence.parameters, **(parameters or {})},
        variables=dict(sequence.variables),
    )
    engine.start(world, instance)
    return instance.id


def _read(world: World, row: sqlite3.Row) -> Sequence | None:
    """None if its smart process is no more."""
    kind = find_kind(world, row["entity_type_id"])
    if kind is None:
        return None
    return Sequence(
        id=row["id"],
        name=row["name"],
        kind=kind,
        steps=json.loads(row["steps"]),
        start=row["start"],
        stage=row["stage"],
        description=row["description"],
        parameters=json.loads(row["parameters"]),
        variables=json.loads(row["variables"]),
        system_code=row["system_code"],
        user_id=row["user_id"],
        modified=row["modified"],
    )


# -- checking ----------------------------------------------------------------------------------------------


def _all(steps: Any) -> list[Step]:
    """The steps and everything inside their branches."""
    if not isinstance(steps, list) or not all(isinstance(one, dict) for one in steps):
        raise SequenceError("Шаги — список объектов JSON с полем type.")
    found = []
    for one in steps:
        branches = ["then", "else", "steps"] + [f"branches/{n}" for n in range(len(one.get("branches", [])))]
        found += [one, *(inner for name in branches for inner in _all(branch_of(one, name)))]
    return found


def _named(steps: list[Step], fresh: Iterator[str]) -> list[Step]:
    """The steps with an id each, also inside their branches."""
    named = []
    for one in steps:
        own = {**one, "id": one.get("id") or next(fresh)}
        own |= {key: _named(one[key], fresh) for key in ("then", "else", "steps") if key in one}
        if "branches" in one:
            own["branches"] = [_named(branch, fresh) for branch in one["branches"]]
        named.append(own)
    return named


def _check(world: World, sequence: Sequence, steps: list[Step]) -> None:
    seen: set[str] = set()
    for step in _all(steps):
        step_id, kind = str(step["id"]), step.get("type")
        if not _STEP_ID.fullmatch(step_id) or step_id in seen:
            raise SequenceError(f"Шаг {step_id}: имена шагов — латиница и цифры, не повторяются.")
        seen.add(step_id)
        if kind not in engine.types():
            raise SequenceError(
                f"Шаг {step_id}: нет такого вида «{kind}». Есть: {', '.join(engine.types())}."
            )
        if kind in ("robot", "activity"):
            _check_application(world, sequence, step)
        for condition in step.get("when", []):
            if condition.get("is", "=") not in conditions.OPERATORS:
                raise SequenceError(f"Шаг {step_id}: сравнение — одно из {', '.join(conditions.OPERATORS)}.")


def _check_application(world: World, sequence: Sequence, step: Step) -> None:
    activity = catalog.find(world, str(step.get("code")), step.get("app"))
    if activity is None:
        raise SequenceError(f"Шаг {step['id']}: приложения не зарегистрировали «{step.get('code')}».")
    if activity.is_robot != (step["type"] == "robot"):
        raise SequenceError(f"Шаг {step['id']}: робот указан как действие или наоборот.")
    if sequence.start == STAGE and not activity.is_robot:
        raise SequenceError(f"Шаг {step['id']}: на стадии работают только роботы.")
    if not activity.suits(sequence.kind.document_type):
        raise SequenceError(f"Шаг {step['id']}: «{activity.name}» не для таких элементов.")
    given = step.get("properties", {})
    for name, kind in activity.properties.items():
        required = kind.get("REQUIRED") in ("Y", True, 1, "1")
        if required and given.get(name, kind.get("DEFAULT")) in (None, "", []):
            title = catalog.localized(kind["NAME"])
            raise SequenceError(f"Шаг {step['id']}: заполните «{title}».")
