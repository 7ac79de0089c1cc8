"""What every emulator with a life of its own needs: a database, a clock and jobs done in their time.

Each emulator has one `Blueprint`; its modules declare their tables and jobs there when they are imported, so
two emulators of one process do not mix.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from paraph.sandbox.errors import SandboxError

log = logging.getLogger(__name__)

#: Delayed jobs `settle` does at once; what is due later (a file's end of life) keeps its time.
_SETTLE_AHEAD = 3600.0
#: A job that fails is tried so many times, then kept as failed and shown in the state.
_ATTEMPTS = 5
_RETRY_AFTER = 0.5

_OWN_TABLES = """
    CREATE TABLE IF NOT EXISTS jobs (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, due REAL NOT NULL,
        errand INTEGER NOT NULL, deadline INTEGER NOT NULL, started INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0, error TEXT
    );
    CREATE INDEX IF NOT EXISTS jobs_by_due ON jobs (errand, due, id) WHERE error IS NULL;
    CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """

W = TypeVar("W", bound="World")
JobHandler = Callable[[W, dict[str, Any]], None]


class Blueprint(Generic[W]):
    """The tables and jobs of one kind of emulator."""

    def __init__(self) -> None:
        self.schemas: list[str] = [_OWN_TABLES]
        self.jobs: dict[str, JobHandler[W]] = {}
        self.errands: dict[str, JobHandler[W]] = {}

    def tables(self, schema: str) -> None:
        """Declares tables and indexes of a module: statements `CREATE … IF NOT EXISTS`."""
        self.schemas.append(schema)

    def job(self, name: str) -> Callable[[JobHandler[W]], JobHandler[W]]:
        """Registers what is done for `World.later(name, …)`; it runs inside one `writing` transaction."""

        def register(handler: JobHandler[W]) -> JobHandler[W]:
            self.jobs[name] = handler
            return handler

        return register

    def errand(self, name: str) -> Callable[[JobHandler[W]], JobHandler[W]]:
        """The same for what calls somebody outside: it runs in no transaction and is tried once only."""

        def register(handler: JobHandler[W]) -> JobHandler[W]:
            self.errands[name] = handler
            return handler

        return register


class World:
    """State of an emulator in its folder. One writer at a time, readers never wait.

    `delay` is how long a job waits that names no time of its own, seconds.
    """

    def __init__(self, folder: Path, blueprint: Blueprint[Any], delay: float = 0.2) -> None:
        self.folder = folder
        self._blueprint = blueprint
        self._delay = delay
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "world.sqlite3"
        self._lock = threading.RLock()
        self._wake = threading.Condition()
        self._stopping = False
        self._here = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._readers_lock = threading.Lock()
        self._writer = self._connect()
        for schema in blueprint.schemas:
            self._writer.executescript(schema)
        self._check_schema()
        self._shift = float(self.setting("clock-shift") or 0)
        frozen = self.setting("clock-frozen")
        self._frozen = float(frozen) if frozen else None
        self._threads = [
            threading.Thread(target=self._work, args=(errands,), daemon=True) for errands in (False, True)
        ]

    def _check_schema(self) -> None:
        """Tables made by another version are not read: what they hold is only a game."""
        words = " ".join(" ".join(schema.split()) for schema in sorted(self._blueprint.schemas))
        mark = hashlib.sha256(words.encode()).hexdigest()
        if self.kept("schema", lambda: mark) != mark:
            self._writer.close()
            raise SandboxError(
                f"Папку {self.folder} оставила другая версия эмулятора, её таблицы устроены иначе. "
                "Удалите папку:"
                " организации и пароли будут созданы заново."
            )

    # -- database ------------------------------------------------------------------------------------------

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=30)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA foreign_keys=ON")
        return db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; inside another one of the same thread it joins that one."""
        with self._lock:
            if self._writer.in_transaction:
                yield self._writer
                return
            self._writer.execute("BEGIN IMMEDIATE")
            self._here.writing = True
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            else:
                self._writer.execute("COMMIT")
            finally:
                self._here.writing = False
        self._notify()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with; inside `writing` of the same thread it sees what was written."""
        if getattr(self._here, "writing", False):
            yield self._writer
            return
        with self._readers_lock:
            db = self._readers.pop() if self._readers else self._connect()
        try:
            yield db
        finally:
            with self._readers_lock:
                self._readers.append(db)

    def setting(self, name: str) -> str | None:
        with self.reading() as db:
            row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row["value"])

    def set(self, name: str, value: str) -> None:
        with self.writing() as db:
            db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def kept(self, name: str, make: Callable[[], str]) -> str:
        """The setting, made at its first use."""
        value = self.setting(name)
        if value is None:
            self.set(name, value := make())
        return value

    def forget(self, keeping: tuple[str, ...]) -> None:
        """Empties every table but these, and the folder of files."""
        with self.writing() as db:
            db.execute("PRAGMA defer_foreign_keys = ON")
            names = [row["name"] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                if name not in keeping and not name.startswith("sqlite_"):
                    db.execute(f"DELETE FROM {name}")  # noqa: S608
        shutil.rmtree(self.files, ignore_errors=True)

    @property
    def files(self) -> Path:
        """Where contents too large for the database lie."""
        return self.folder / "files"

    # -- time ----------------------------------------------------------------------------------------------

    def now(self) -> float:
        """Seconds since 1970 by the emulator's clock."""
        return (time.time() if self._frozen is None else self._frozen) + self._shift

    def move_clock(self, seconds: float) -> None:
        """Lets so much time pass at once; jobs that are due by then are done."""
        with self.writing():
            self._shift += seconds
            self.set("clock-shift", str(self._shift))

    def freeze_clock(self, frozen: bool = True) -> None:
        """Stops the clock, which then moves by `move_clock` only, or lets it go on from where it stands."""
        with self.writing():
            now = self.now()
            self._frozen = time.time() if frozen else None
            self._shift += now - self.now()
            self.set("clock-shift", str(self._shift))
            self.set("clock-frozen", str(self._frozen or ""))

    # -- jobs ----------------------------------------------------------------------------------------------

    def later(
        self, name: str, payload: dict[str, Any], delay: float | None = None, *, deadline: bool = False
    ) -> None:
        """Has the job or errand done in `delay` seconds (the usual delay if None), also after a restart.

        A `deadline` (an answer awaited so long and no longer) is not hurried by `settle`.
        """
        errand = name in self._blueprint.errands
        if not errand and name not in self._blueprint.jobs:
            raise LookupError(name)
        due = self.now() + (self._delay if delay is None else delay)
        with self.writing() as db:
            db.execute(
                "INSERT INTO jobs (name, payload, due, errand, deadline) VALUES (?, ?, ?, ?, ?)",
                (name, json.dumps(payload, ensure_ascii=False), due, errand, deadline),
            )

    def settle(self, timeout: float = 10.0) -> bool:
        """Does at once everything due within an hour, and what comes of it; False if time ran out.

        A job's row goes in the transaction that writes what it did and orders the next one, an errand's
        after it is done: no rows, no work.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self.writing() as db:
                now = self.now()
                hurried = db.execute(
                    "UPDATE jobs SET due = min(due, ?1) WHERE error IS NULL"
                    " AND due <= CASE deadline WHEN 0 THEN ?2 ELSE ?1 END",
                    (now, now + _SETTLE_AHEAD),
                ).rowcount
            if not hurried:
                return True
            time.sleep(0.005)
        return False

    def pending_jobs(self) -> list[dict[str, Any]]:
        """What is still to be done, and what failed for good with its error."""
        with self.reading() as db:
            rows = db.execute("SELECT name, due, attempts, error FROM jobs ORDER BY due, id LIMIT 1000")
            return [dict(row) for row in rows]

    def start(self) -> None:
        with self.writing() as db:
            db.execute("UPDATE jobs SET error = 'прервано остановкой' WHERE started")
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._notify()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        with self._lock, self._readers_lock:
            for db in (*self._readers, self._writer):
                db.close()
            self._readers.clear()

    def _notify(self) -> None:
        with self._wake:
            self._wake.notify_all()

    def _work(self, errands: bool) -> None:
        while not self._stopping:
            row = self._next(errands)
            if row is None:
                with self._wake:  # held while looking, or a row written meanwhile would wake nobody
                    self._wake.wait(0 if self._stopping else self._pause(errands))
            elif errands:
                self._run_errand(row)
            else:
                self._do_job(row)

    def _pause(self, errands: bool) -> float:
        if self._frozen is not None:  # nothing comes due until somebody moves the clock, and that wakes us
            return 1.0
        with self.reading() as db:
            (due,) = db.execute(
                "SELECT min(due) FROM jobs WHERE error IS NULL AND errand = ?", (errands,)
            ).fetchone()
        return 1.0 if due is None else min(1.0, max(0.0, due - self.now()))

    def _next(self, errands: bool) -> sqlite3.Row | None:
        with self.reading() as db:
            row: sqlite3.Row | None = db.execute(
                "SELECT * FROM jobs WHERE error IS NULL AND errand = ? AND due <= ? ORDER BY due, id LIMIT 1",
                (errands, self.now()),
            ).fetchone()
        return row

    def _do_job(self, row: sqlite3.Row) -> None:
        try:
            with self.writing() as db:
                db.execute("DELETE FROM jobs WHERE id = ?", (row["id"],))
                self._blueprint.jobs[row["name"]](self, json.loads(row["payload"]))
        except Exception as error:
            log.exception("job %s", row["name"])
            self._failed(row, error, _ATTEMPTS)

    def _run_errand(self, row: sqlite3.Row) -> None:
        with self.writing() as db:
            db.execute("UPDATE jobs SET started = 1 WHERE id = ?", (row["id"],))
        try:
            self._blueprint.errands[row["name"]](self, json.loads(row["payload"]))
        except Exception as error:
            log.exception("errand %s", row["name"])
            self._failed(row, error, 1)
        else:
            with self.writing() as db:
                db.execute("DELETE FROM jobs WHERE id = ?", (row["id"],))

    def _failed(self, row: sqlite3.Row, error: Exception, most: int) -> None:
        attempts = row["attempts"] + 1
        with self.writing() as db:
            db.execute(
                "UPDATE jobs SET attempts = ?, due = ?, error = ? WHERE id = ?",
                (
                    attempts,
                    self.now() + _RETRY_AFTER * attempts,
                    repr(error) if attempts >= most else None,
                    row["id"],
                ),
            )
