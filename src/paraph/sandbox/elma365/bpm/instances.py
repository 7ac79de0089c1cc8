"""Instances of processes: where each stands, what its variables hold, what has been written of it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.elma365.bpm.stepping import Position, Step, step_at
from paraph.sandbox.elma365.bpm.templates import Template
from paraph.sandbox.elma365.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bpm_instances (
        id TEXT PRIMARY KEY, namespace TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
        template_id TEXT NOT NULL, item_namespace TEXT, item_code TEXT, item_id TEXT, steps TEXT NOT NULL,
        variables TEXT NOT NULL, context TEXT NOT NULL, position TEXT NOT NULL, mark TEXT NOT NULL,
        state TEXT NOT NULL, started_by TEXT NOT NULL, started REAL NOT NULL, modified REAL NOT NULL,
        version INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS bpm_instances_by_item ON bpm_instances (item_id, started);
    CREATE INDEX IF NOT EXISTS bpm_instances_by_mark ON bpm_instances (mark);
    CREATE INDEX IF NOT EXISTS bpm_instances_by_template ON bpm_instances (namespace, code, started);
    CREATE TABLE IF NOT EXISTS bpm_log (
        id INTEGER PRIMARY KEY, instance_id TEXT NOT NULL, at REAL NOT NULL, step TEXT NOT NULL,
        text TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS bpm_log_by_instance ON bpm_log (instance_id, id);
    """
)

#: `__state` of an instance; one in `ERROR` stands at the step that failed and can be restarted or skipped.
EXEC, WAIT, DONE, CANCEL, ERROR = "exec", "wait", "done", "cancel", "error"
ALIVE = (EXEC, WAIT, ERROR)


@dataclass(frozen=True)
class ItemRef:
    """An item of an application."""

    namespace: str
    code: str
    id: str

    def told(self) -> dict[str, str]:
        return {"namespace": self.namespace, "code": self.code, "id": self.id}


@dataclass
class Instance:
    """A process somebody has started; `mark` names this very stay at the step it stands at."""

    id: str
    namespace: str
    code: str
    name: str
    template_id: str
    item: ItemRef | None
    steps: list[Step]
    variables: dict[str, dict[str, Any]]
    context: dict[str, Any]
    started_by: str
    started: float
    modified: float
    position: Position = field(default_factory=lambda: [0])
    mark: str = ""
    state: str = EXEC
    version: int = 0

    @property
    def step(self) -> Step | None:
        """Where it stands; None when it is over."""
        return step_at(self.steps, self.position) if self.state in ALIVE else None

    @property
    def values(self) -> dict[str, Any]:
        """What `{$…}` can name in its steps."""
        return {**self.context, "__createdBy": self.started_by, "__id": self.id, "__name": self.name}

    def take(self, given: dict[str, Any]) -> list[str]:
        """Writes variables the process has; returns the names of those it has not."""
        self.context.update({code: value for code, value in given.items() if code in self.variables})
        return [code for code in given if code not in self.variables]

    def told(self, world: World) -> dict[str, Any]:
        """As the Web API tells it: system fields and the context side by side."""
        return {
            "__id": self.id,
            "__name": self.name,
            "__state": self.state,
            "__template": {"namespace": self.namespace, "code": self.code},
            "__templateId": self.template_id,
            "__item": self.item.told() if self.item else None,
            "__createdAt": world.iso(self.started),
            "__createdBy": self.started_by,
            "__updatedAt": world.iso(self.modified),
            "__version": self.version,
            "__deletedAt": None,
            **self.context,
        }


def empty_of(variable: dict[str, Any]) -> Any:
    """What a variable holds before anything is written in it."""
    default = variable.get("default")
    return [] if default is None and variable.get("array") else default


def fresh(
    world: World,
    template: Template,
    instance_id: str,
    item: ItemRef | None,
    context: dict[str, Any],
    user: str,
) -> Instance:
    """An instance that has not made a step yet."""
    now = world.now()
    return Instance(
        instance_id,
        template.namespace,
        template.code,
        template.name,
        template.id,
        item,
        template.steps,
        template.context,
        {code: empty_of(one) for code, one in template.context.items()} | context,
        user,
        now,
        now,
    )


def load(world: World, instance_id: str) -> Instance | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM bpm_instances WHERE id = ?", (instance_id,)).fetchone()
    return _read(row) if row else None


def waiting_at(world: World, mark: str) -> Instance | None:
    """The instance that waits at the stay with this mark."""
    with world.reading() as db:
        row = db.execute("SELECT * FROM bpm_instances WHERE mark = ? AND state = ?", (mark, WAIT)).fetchone()
    return _read(row) if row else None


def of_item(world: World, item_id: str) -> list[Instance]:
    """Processes over an item, newest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM bpm_instances WHERE item_id = ? ORDER BY started DESC, id", (item_id,)
        ).fetchall()
    return [_read(row) for row in rows]


def of_template(world: World, namespace: str, code: str) -> list[Instance]:
    """Instances of a template, newest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM bpm_instances WHERE namespace = ? AND code = ? ORDER BY started DESC, id",
            (namespace, code),
        ).fetchall()
    return [_read(row) for row in rows]


def every(world: World) -> list[Instance]:
    """All there are, newest first."""
    with world.reading() as db:
        rows = db.execute("SELECT * FROM bpm_instances ORDER BY started DESC, id").fetchall()
    return [_read(row) for row in rows]


def save(world: World, instance: Instance) -> None:
    instance.modified = world.now()
    instance.version += 1
    item = instance.item
    with world.writing() as db:
        db.execute(
            f"INSERT OR REPLACE INTO bpm_instances VALUES ({', '.join('?' * 18)})",  # noqa: S608
            (
                instance.id,
                instance.namespace,
                instance.code,
                instance.name,
                instance.template_id,
                item.namespace if item else None,
                item.code if item else None,
                item.id if item else None,
                json.dumps(instance.steps, ensure_ascii=False),
                json.dumps(instance.variables, ensure_ascii=False),
                json.dumps(instance.context, ensure_ascii=False),
                json.dumps(instance.position),
                instance.mark,
                instance.state,
                instance.started_by,
                instance.started,
                instance.modified,
                instance.version,
            ),
        )


def _read(row: sqlite3.Row) -> Instance:
    has_item = row["item_id"] is not None
    return Instance(
        id=row["id"],
        namespace=row["namespace"],
        code=row["code"],
        name=row["name"],
        template_id=row["template_id"],
        item=ItemRef(row["item_namespace"], row["item_code"], row["item_id"]) if has_item else None,
        steps=json.loads(row["steps"]),
        variables=json.loads(row["variables"]),
        context=json.loads(row["context"]),
        started_by=row["started_by"],
        started=row["started"],
        modified=row["modified"],
        position=json.loads(row["position"]),
        mark=row["mark"],
        state=row["state"],
        version=row["version"],
    )


# -- the log -----------------------------------------------------------------------------------------------


def write(world: World, instance_id: str, step: str, text: str) -> None:
    """One more line of the instance's history."""
    with world.writing() as db:
        db.execute(
            "INSERT INTO bpm_log (instance_id, at, step, text) VALUES (?, ?, ?, ?)",
            (instance_id, world.now(), step, text),
        )


def log_of(world: World, instance_id: str) -> list[dict[str, Any]]:
    with world.reading() as db:
        rows = db.execute(
            "SELECT at, step, text FROM bpm_log WHERE instance_id = ? ORDER BY id", (instance_id,)
        ).fetchall()
    return [dict(row) for row in rows]
