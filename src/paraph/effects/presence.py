"""Who is alive: each worker holds a lock under its name, which the system drops the moment it dies.

On PostgreSQL an advisory lock of its own session, on SQLite (one machine) a lock on a file in `run/`. So the
effects of a killed worker come back at once instead of after a whole lease; the lease remains for a machine
that vanished from the network and for work that hangs.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import socket
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Presence(ABC):
    """A worker's name and the lock that says it lives. A context manager: the lock is dropped at the end."""

    def __init__(self, owner: str) -> None:
        self.owner = owner

    @abstractmethod
    def confirm(self) -> None:
        """Take the lock again if it was lost."""

    @abstractmethod
    def release(self) -> None:
        """Drop the lock: the name is never used again."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.release()


def hold() -> Presence:
    """A fresh name with its lock held, by the means of the database in use."""
    host = re.sub(r"[^\w.-]", "_", socket.gethostname())[:60]
    owner = f"{host}-{os.getpid()}-{secrets.token_hex(6)}"
    return _SessionLock(owner) if connection.vendor == "postgresql" else _FileLock(owner)


def is_alive(owner: str) -> bool:
    """Whether the worker of that name still holds its lock."""
    return _session_alive(owner) if connection.vendor == "postgresql" else _file_alive(owner)


# PostgreSQL


class _SessionLock(Presence):
    """An advisory lock in a connection kept for nothing else: any other may be closed by Django."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self._connection = self._lock()

    def _lock(self) -> BaseDatabaseWrapper:
        own = connection.copy()
        own.inc_thread_sharing()  # confirmed by one thread, released by another
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_number(self.owner)])
        return own

    def confirm(self) -> None:
        if not self._connection.is_usable():
            self._connection.close()
            self._connection = self._lock()

    def release(self) -> None:
        with self._connection.cursor() as cursor:  # closing alone would take effect a little later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(self.owner)])
        self._connection.close()


def _session_alive(owner: str) -> bool:
    with connection.cursor() as cursor:
        # Of the transaction, so that the question leaves no lock behind.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(owner)])
        return not cursor.fetchone()[0]


def _number(owner: str) -> int:
    digest = hashlib.sha256(f"paraph.effects:{owner}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


# SQLite


class _FileLock(Presence):
    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self._path = _path(owner)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(self._path.parent)
        self._file = self._lock()

    def _lock(self) -> int:
        while True:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            if _lies_at(file, self._path):
                return file
            os.close(file)  # somebody swept the file away between opening and locking
            time.sleep(0.001)

    def confirm(self) -> None:
        """A file lock is lost only with the process."""

    def release(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def _file_alive(owner: str) -> bool:
    return _is_locked(_path(owner))


def _is_locked(path: Path) -> bool:
    """False also removes the file: nobody will ever take that name again."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _lies_at(file, path):
            path.unlink(missing_ok=True)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _lies_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _sweep(folder: Path) -> None:
    for path in folder.glob("worker-*.lock"):
        _is_locked(path)


def _path(owner: str) -> Path:
    return Path(settings.HOME) / "run" / f"worker-{owner}.lock"
