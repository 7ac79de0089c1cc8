"""Running and finished processes: where each thread of one stands, what it knows, what it has written."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass, field
from typing import Any

from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.crm.kinds import find_kind
from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS bp_instances (
        id TEXT PRIMARY KEY, template_id INTEGER NOT NULL, name TEXT NOT NULL, steps TEXT NOT NULL,
        entity_type_id INTEGER NOT NULL, entity_id INTEGER NOT NULL, started REAL NOT NULL,
        modified REAL NOT NULL, started_by INTEGER NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL,
        state TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS bp_instances_by_item ON bp_instances (entity_type_id, entity_id);
    CREATE TABLE IF NOT EXISTS bp_log (
        id INTEGER PRIMARY KEY, workflow_id TEXT NOT NULL, at REAL NOT NULL, step TEXT NOT NULL,
        text TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS bp_log_by_workflow ON bp_log (workflow_id, id);
    """
)

RUNNING, COMPLETED, TERMINATED, FAULTED = "running", "completed", "terminated", "faulted"

#: A step as the designer wrote it.
Step = dict[str, Any]


@dataclass
class Thread:
    """One line of execution: indexes of steps with the names of branches between them.

    `mark` is the secret of what it waits for; `children` counts the parallel branches it waits for.
    """

    path: list[int | str]
    parent: str | None = None
    mark: str = ""
    children: int = 0


@dataclass
class Instance:
    """A process over one CRM item; `results` are by step, then by property."""

    id: str
    template_id: int
    name: str
    steps: list[Step]
    document: Document
    started: float
    started_by: int
    modified: float = 0.0
    status: str = RUNNING
    title: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    made_threads: int = 0

    def thread(self, path: list[int | str], parent: str | None = None) -> str:
        """Begins one more line of execution; its number."""
        self.made_threads += 1
        self.threads[str(self.made_threads)] = Thread(path, parent)
        return str(self.made_threads)

    def list_of(self, path: list[int | str]) -> list[Step]:
        """The steps among which the last index of `path` counts."""
        steps = self.steps
        for index, branch in zip(path[:-1:2], path[1::2], strict=True):
            steps = branch_of(steps[int(index)], str(branch))
        return steps

    def waiting(self, mark: str) -> str | None:
        """The thread that waits for this very answer."""
        return next((key for key, thread in self.threads.items() if mark and thread.mark == mark), None)


def branch_of(step: Step, name: str) -> list[Step]:
    """Steps of a branch; `branches/1` is the second of the parallel ones."""
    key, _, number = name.partition("/")
    inner = step.get(key) or []
    return list(inner[int(number)] if number else inner)


def new_id(world: World) -> str:
    """Like `55c1dc1c3f0d75.78875596`."""
    micros = int(world.now() * 1_000_000)
    seconds, rest = divmod(micros, 1_000_000)
    return f"{seconds:08x}{rest:05x}{secrets.randbelow(10)}.{secrets.randbelow(10**8):08d}"


def load(world: World, workflow_id: str) -> Instance | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM bp_instances WHERE id = ?", (workflow_id,)).fetchone()
    return None if row is None else _read(world, row)


def of_item(world: World, document: Document) -> list[Instance]:
    """Processes of one CRM item, newest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM bp_instances WHERE entity_type_id = ? AND entity_id = ? ORDER BY started DESC, id",
            (document.kind.id, document.id),
        ).fetchall()
    return _read_all(world, rows)


def every(world: World, status: str | None = None) -> list[Instance]:
    """Every process, or those of a status; newest first."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM bp_instances WHERE ?1 IS NULL OR status = ?1 ORDER BY started DESC, id", (status,)
        ).fetchall()
    return _read_all(world, rows)


def _read_all(world: World, rows: list[sqlite3.Row]) -> list[Instance]:
    return [instance for row in rows if (instance := _read(world, row))]


def _read(world: World, row: sqlite3.Row) -> Instance | None:
    """None if the smart process it ran on is no more."""
    kind = find_kind(world, row["entity_type_id"])
    if kind is None:
        return None
    state = json.loads(row["state"])
    threads = {key: Thread(**thread) for key, thread in state.pop("threads").items()}
    return Instance(
        id=row["id"],
        template_id=row["template_id"],
        name=row["name"],
        steps=json.loads(row["steps"]),
        document=Document(kind, row["entity_id"]),
        started=row["started"],
        started_by=row["started_by"],
        modified=row["modified"],
        status=row["status"],
        title=row["title"],
        threads=threads,
        **state,
    )


def save(world: World, instance: Instance) -> None:
    state = {
        "parameters": instance.parameters,
        "variables": instance.variables,
        "results": instance.results,
        "threads": {key: asdict(thread) for key, thread in instance.threads.items()},
        "made_threads": instance.made_threads,
    }
    instance.modified = world.now()
    with world.writing() as db:
        db.execute(
            "INSERT OR REPLACE INTO bp_instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                instance.id,
                instance.template_id,
                instance.name,
                json.dumps(instance.steps, ensure_ascii=False),
                instance.document.kind.id,
                instance.document.id,
                instance.started,
                instance.modified,
                instance.started_by,
                instance.status,
                instance.title,
                json.dumps(state, ensure_ascii=False),
            ),
        )


def forget(world: World, workflow_id: str) -> None:
    """Removes the process with its log and tasks."""
    with world.writing() as db:
        db.execute("DELETE FROM bp_instances WHERE id = ?", (workflow_id,))
        db.execute("DELETE FROM bp_log WHERE workflow_id = ?", (workflow_id,))


def write(world: World, workflow_id: str, step: str, text: str) -> None:
    """One more line of the process's log."""
    with world.writing() as db:
        db.execute(
            "INSERT INTO bp_log (workflow_id, at, step, text) VALUES (?, ?, ?, ?)",
            (workflow_id, world.now(), step, text),
        )


def log_of(world: World, workflow_id: str) -> list[dict[str, Any]]:
    with world.reading() as db:
        rows = db.execute(
            "SELECT at, step, text FROM bp_log WHERE workflow_id = ? ORDER BY id", (workflow_id,)
        ).fetchall()
    return [dict(row) for row in rows]
