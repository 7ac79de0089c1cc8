"""What the emulated operator knows and does by itself: its database, its clock and its jobs."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paraph.sandbox.diadoc.calls import Calls
from paraph.sandbox.diadoc.faults import Faults
from paraph.sandbox.errors import SandboxError

log = logging.getLogger(__name__)

#: 100-nanosecond ticks between 0001-01-01 and 1970-01-01, both UTC.
EPOCH = 621_355_968_000_000_000
TICKS_PER_SECOND = 10_000_000
#: Delayed jobs `settle` does at once; what is due later (a file's end of life) keeps its time.
_SETTLE_AHEAD = 3600.0
#: A job that fails is tried so many times, then kept as failed and shown in the state.
_ATTEMPTS = 5
_RETRY_AFTER = 0.5

JobHandler = Callable[["World", dict[str, Any]], None]

_schemas: list[str] = []
_jobs: dict[str, JobHandler] = {}


def tables(schema: str) -> None:
    """Declares tables and indexes of a module: statements `CREATE … IF NOT EXISTS`."""
    _schemas.append(schema)


def job(name: str) -> Callable[[JobHandler], JobHandler]:
    """Registers what is done for `World.later(name, …)`; it runs inside one `writing` transaction."""

    def register(handler: JobHandler) -> JobHandler:
        _jobs[name] = handler
        return handler

    return register


tables(
    """
    CREATE TABLE IF NOT EXISTS jobs (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, due REAL NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, error TEXT
    );
    CREATE INDEX IF NOT EXISTS jobs_by_due ON jobs (due, id) WHERE error IS NULL;
    CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """
)


@dataclass(frozen=True)
class Settings:
    """How the emulated operator behaves."""

    #: Seconds each asynchronous step takes: a signature's check, a delivery, a confirmation.
    delay: float = 0.2


class World:
    """State of the emulator in its folder. One writer at a time, readers never wait."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.folder = folder
        self.settings = settings or Settings()
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "world.sqlite3"
        self._lock = threading.RLock()
        self._wake = threading.Condition()
        self._ticks_lock = threading.Lock()
        self._stopping = False
        self._last_ticks = 0
        self._here = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._readers_lock = threading.Lock()
        self._writer = self._connect()
        for schema in _schemas:
            self._writer.executescript(schema)
        self._check_schema()
        self._shift = float(self.setting("clock-shift") or 0)
        self.faults = Faults()
        self.calls = Calls()
        #: The integrator's program at the provider of OpenID Connect.
        self.client_id = self._kept("client-id", lambda: f"paraph.{secrets.token_hex(6)}")
        self.client_secret = self._kept("client-secret", lambda: secrets.token_urlsafe(32))
        #: What a service the operator trusts is given: `X-Diadoc-ServiceKey`.
        self.service_key = self._kept("service-key", lambda: secrets.token_hex(16))
        #: What an integrator is given for its program: `ddauth_api_client_id`.
        self.developer_key = self._kept("developer-key", lambda: f"paraph-{secrets.token_hex(16)}")
        self._thread = threading.Thread(target=self._work, daemon=True)

    def _check_schema(self) -> None:
        """Tables made by another version are not read: what they hold is only a game."""
        words = " ".join(" ".join(schema.split()) for schema in sorted(_schemas))
        mark = hashlib.sha256(words.encode()).hexdigest()
        if self._kept("schema", lambda: mark) != mark:
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

    def _kept(self, name: str, make: Callable[[], str]) -> str:
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
        return time.time() + self._shift

    def now_ticks(self) -> int:
        """100-nanosecond ticks since 0001-01-01 UTC, greater with every call."""
        with self._ticks_lock:
            self._last_ticks = max(self._last_ticks + 1, EPOCH + int(self.now() * TICKS_PER_SECOND))
            return self._last_ticks

    def move_clock(self, seconds: float) -> None:
        """Lets so much time pass at once; jobs that are due by then are done."""
        self._shift += seconds
        self.set("clock-shift", str(self._shift))

    # -- jobs ----------------------------------------------------------------------------------------------

    def later(self, name: str, payload: dict[str, Any], delay: float | None = None) -> None:
        """Has the job done in `delay` seconds (`settings.delay` if None), also after a restart."""
        if name not in _jobs:
            raise LookupError(name)
        due = self.now() + (self.settings.delay if delay is None else delay)
        with self.writing() as db:
            db.execute(
                "INSERT INTO jobs (name, payload, due) VALUES (?, ?, ?)",
                (name, json.dumps(payload, ensure_ascii=False), due),
            )

    def settle(self, timeout: float = 10.0) -> bool:
        """Does at once everything due within an hour, and what comes of it; False if time ran out.

        A job's row goes in the transaction that writes what it did and orders the next one: no rows, no work.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self.writing() as db:
                horizon = self.now() + _SETTLE_AHEAD
                hurried = db.execute(
                    "UPDATE jobs SET due = ? WHERE error IS NULL AND due <= ?", (self.now(), horizon)
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
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._notify()
        if self._thread.is_alive():
            self._thread.join()
        with self._lock, self._readers_lock:
            for db in (*self._readers, self._writer):
                db.close()
            self._readers.clear()

    def _notify(self) -> None:
        with self._wake:
            self._wake.notify_all()

    def _work(self) -> None:
        while not self._stopping:
            if not self._do_next():
                with self._wake:
                    self._wake.wait(self._pause())

    def _pause(self) -> float:
        with self.reading() as db:
            (due,) = db.execute("SELECT min(due) FROM jobs WHERE error IS NULL").fetchone()
        return 1.0 if due is None else min(1.0, max(0.0, due - self.now()))

    def _do_next(self) -> bool:
        with self.reading() as db:
            row = db.execute(
                "SELECT * FROM jobs WHERE error IS NULL AND due <= ? ORDER BY due, id LIMIT 1", (self.now(),)
            ).fetchone()
        if row is None:
            return False
        try:
            with self.writing() as db:
                db.execute("DELETE FROM jobs WHERE id = ?", (row["id"],))
                _jobs[row["name"]](self, json.loads(row["payload"]))
        except Exception as error:
            log.exception("job %s", row["name"])
            self._failed(row, error)
        return True

    def _failed(self, row: sqlite3.Row, error: Exception) -> None:
        attempts = row["attempts"] + 1
        with self.writing() as db:
            db.execute(
                "UPDATE jobs SET attempts = ?, due = ?, error = ? WHERE id = ?",
                (
                    attempts,
                    self.now() + _RETRY_AFTER * attempts,
                    repr(error) if attempts >= _ATTEMPTS else None,
                    row["id"],
                ),
            )
