"""Tasks of processes: who has what to do, with which exits, and how a task is completed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.elma365 import people
from paraph.sandbox.elma365.bpm import engine, instances, values
from paraph.sandbox.elma365.bpm.engine import Done, Outcome, Run, StepError, Wait, step
from paraph.sandbox.elma365.bpm.instances import Instance
from paraph.sandbox.elma365.bpm.stepping import exit_branch
from paraph.sandbox.elma365.world import SYSTEM, World, new_id, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bpm_tasks (
        id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, mark TEXT NOT NULL, step TEXT NOT NULL,
        name TEXT NOT NULL, description TEXT NOT NULL, performers TEXT NOT NULL, exits TEXT NOT NULL,
        form TEXT NOT NULL, state TEXT NOT NULL, exit_id TEXT NOT NULL DEFAULT '',
        closed_by TEXT NOT NULL DEFAULT '', created REAL NOT NULL, updated REAL NOT NULL
    );
    CREATE INDEX IF NOT EXISTS bpm_tasks_by_instance ON bpm_tasks (instance_id);
    CREATE INDEX IF NOT EXISTS bpm_tasks_by_state ON bpm_tasks (state, created);
    """
)

IN_PROGRESS, CLOSED, CANCELLED = "in_progress", "closed", "cancelled"
_GROUP = "group:"


class TaskError(Exception):
    """The task cannot be completed so; the text is Russian and says why."""


@dataclass(frozen=True)
class Exit:
    """A button of the task."""

    id: str
    name: str


@dataclass(frozen=True)
class Field:
    """A variable shown in the task's form; filled in before it is completed by one of `required` exits."""

    code: str
    name: str
    required: tuple[str, ...]
    is_readonly: bool


@dataclass(frozen=True)
class Task:
    """Something for one of the performers to do; the first one who completes it does it for all."""

    id: str
    instance_id: str
    mark: str
    step: str
    name: str
    description: str
    performers: tuple[str, ...]
    exits: tuple[Exit, ...]
    form: tuple[Field, ...]
    state: str
    exit_id: str
    closed_by: str
    created: float
    updated: float


# -- the step ----------------------------------------------------------------------------------------------


@step("task")
def ask(run: Run) -> Outcome:
    """`performers`: users' ids or `group:name`; `exits`: `[{id, name, steps}]`; `form`: `[{code, required}]`.

    `performer_to` names the variable that will hold who completed the task.
    """
    give(run)
    return Wait()


def give(run: Run) -> Task:
    """A task of the step being done; whoever answers it ends the step."""
    performers = _people(run.world, run.value("performers"))
    now, form = run.world.now(), [_field(run, one) for one in run.step.get("form", [])]
    task = Task(
        new_id(),
        run.instance.id,
        run.mark,
        run.step["id"],
        values.text_of(run.value("name")),
        values.text_of(run.value("description")),
        tuple(performers),
        tuple(Exit(one["id"], one["name"]) for one in run.step["exits"]),
        tuple(form),
        IN_PROGRESS,
        "",
        "",
        now,
        now,
    )
    with run.world.writing() as db:
        db.execute(
            "INSERT INTO bpm_tasks (id, instance_id, mark, step, name, description, performers, exits, form,"
            " state, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                task.id,
                task.instance_id,
                task.mark,
                task.step,
                task.name,
                task.description,
                json.dumps(performers),
                json.dumps([vars(one) for one in task.exits], ensure_ascii=False),
                json.dumps([vars(one) for one in form], ensure_ascii=False),
                task.state,
                now,
                now,
            ),
        )
    run.log(f"Задача «{task.name}»: {names_of(run.world, task)}.")
    return task


def _field(run: Run, given: dict[str, Any]) -> Field:
    name = run.instance.variables[given["code"]]["name"]
    return Field(given["code"], name, tuple(given.get("required", ())), given.get("readonly") is True)


def _people(world: World, given: Any) -> list[str]:
    """Ids of the performers; raises `StepError` if nobody who works here is meant."""
    wanted = [str(one) for part in given for one in (part if isinstance(part, list) else [part])]
    workers = [one for one in people.users(world) if one.is_active]
    groups = {one.id for one in people.groups(world) if f"{_GROUP}{one.name}" in wanted}
    found = [one.id for one in workers if one.id in wanted or groups.intersection(one.groups)]
    if not found:
        raise StepError(f"Исполнителя задачи нет: {', '.join(wanted) or 'не указан'}.")
    return found


def names_of(world: World, task: Task) -> str:
    """Who the performers are."""
    return ", ".join(one.full_name for one in people.users(world) if one.id in task.performers)


@engine.on_leaving
def _cancel(world: World, mark: str) -> None:
    with world.writing() as db:
        db.execute(
            "UPDATE bpm_tasks SET state = ?, updated = ? WHERE mark = ? AND state = ?",
            (CANCELLED, world.now(), mark, IN_PROGRESS),
        )


# -- who has what to do ------------------------------------------------------------------------------------


def find(world: World, task_id: str) -> Task | None:
    return next(iter(_select(world, "id = ?", task_id)), None)


def of_user(world: World, user_id: str) -> list[Task]:
    """What waits for this person, newest first."""
    return [one for one in _select(world, "state = ?", IN_PROGRESS) if user_id in one.performers]


def of_instance(world: World, instance_id: str) -> list[Task]:
    """Every task the process has given, newest first."""
    return _select(world, "instance_id = ?", instance_id)


def every(world: World) -> list[Task]:
    """All there are, newest first."""
    return _select(world, "?", 1)


def _select(world: World, where: str, value: Any) -> list[Task]:
    with world.reading() as db:
        rows = db.execute(
            f"SELECT * FROM bpm_tasks WHERE {where} ORDER BY created DESC, id",  # noqa: S608 -- ours
            (value,),
        ).fetchall()
    return [_read(row) for row in rows]


def _read(row: sqlite3.Row) -> Task:
    known = dict(row)
    known["performers"] = tuple(json.loads(row["performers"]))
    known["exits"] = tuple(Exit(**one) for one in json.loads(row["exits"]))
    known["form"] = tuple(
        Field(**{**one, "required": tuple(one["required"])}) for one in json.loads(row["form"])
    )
    return Task(**known)


def told(world: World, task: Task, instance: Instance) -> dict[str, Any]:
    """As the Web API tells it."""
    return {
        "__id": task.id,
        "__name": task.name,
        "description": task.description,
        "state": task.state,
        "performers": list(task.performers),
        "originalPerformers": list(task.performers),
        "template": instance.template_id,
        "templateNsAndCode": f"{instance.namespace}:{instance.code}",
        "instance": {
            "__id": instance.id,
            "__name": instance.name,
            "code": instance.code,
            "namespace": instance.namespace,
        },
        "__item": instance.item.told() if instance.item else None,
        "dueDate": None,
        "__createdAt": world.iso(task.created),
        "__createdBy": SYSTEM,
        "__updatedAt": world.iso(task.updated),
        "__updatedBy": task.closed_by or SYSTEM,
        "__deletedAt": None,
        "__percent": 100 if task.state == CLOSED else 0,
    }


# -- completing --------------------------------------------------------------------------------------------


def submit(world: World, task: Task, exit_id: str, context: dict[str, Any], user: people.User) -> None:
    """Completes the task by this exit and lets its process go on; raises `TaskError`."""
    chosen = next((one for one in task.exits if one.id == exit_id), None)
    if chosen is None:
        raise TaskError(f"Исхода «{exit_id}» у задачи нет. Есть: {', '.join(e.id for e in task.exits)}.")
    with world.writing() as db:
        instance = engine.waiting(world, task.instance_id, task.mark)
        current = instance.step if instance else None
        if instance is None or current is None:
            raise TaskError("Задача уже выполнена или отменена.")
        for field in task.form:
            value = context.get(field.code, instance.context.get(field.code))
            if exit_id in field.required and value in (None, "", []):
                raise TaskError(f"Заполните поле «{field.name}».")
        db.execute(
            "UPDATE bpm_tasks SET state = ?, exit_id = ?, closed_by = ?, updated = ? WHERE id = ?",
            (CLOSED, exit_id, user.id, world.now(), task.id),
        )
        text = f"Задача «{task.name}»: {chosen.name} ({user.full_name})."
        instances.write(world, instance.id, task.step, text)
        performer = {current["performer_to"]: [user.id]} if "performer_to" in current else {}
        outcome = Done(exit_branch(exit_id), {**context, **performer})
        engine.resume(world, instance.id, task.mark, outcome)
