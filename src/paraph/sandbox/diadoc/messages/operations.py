"""Idempotency: an operation with one id is performed once, a repeat gets the same answer."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from typing import TypeVar

from google.protobuf.message import Message

from paraph.sandbox.diadoc.api import Call, NotReady

M = TypeVar("M", bound=Message)

_running: set[tuple[int, str, str, str]] = set()
_lock = threading.Lock()


def once(
    call: Call,
    method: str,
    box: str,
    perform: Callable[[sqlite3.Connection], M],
    kind: type[M],
    *,
    by_body: bool = True,
) -> M:
    """Performs in one transaction and remembers the answer under `operationId`.

    The id knows no case; without one the MD5 of the body stands in when `by_body`. While the first call
    runs its repeats get 204 (`NotReady`).
    """
    operation = (call.arg("operationId") or "").lower()
    if not operation and by_body:
        operation = "md5:" + hashlib.md5(call.raw, usedforsecurity=False).hexdigest()
    if not operation:
        with call.world.writing() as db:
            return perform(db)
    mark = (id(call.world), method, box, operation)
    with _lock:
        if mark in _running:
            raise NotReady(1)
        _running.add(mark)
    try:
        return _performed(call, mark, perform, kind)
    finally:
        with _lock:
            _running.discard(mark)


def _performed(
    call: Call,
    mark: tuple[int, str, str, str],
    perform: Callable[[sqlite3.Connection], M],
    kind: type[M],
) -> M:
    with call.world.writing() as db:
        row = db.execute(
            "SELECT answer FROM operations WHERE method = ? AND box = ? AND id = ?", mark[1:]
        ).fetchone()
        if row is not None:
            answer = kind()
            answer.ParseFromString(row["answer"])
            return answer
        answer = perform(db)
        db.execute("INSERT INTO operations VALUES (?, ?, ?, ?)", (*mark[1:], answer.SerializeToString()))
        return answer
