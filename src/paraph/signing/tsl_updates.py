"""Fetching the list of accredited CAs from the address the administrator named; the last good one stays.

A list replaces the one in `cache/tsl.xml` of the trust folder only whole, believed, and not older. What came
of the last try stands in `cache/tsl.json` and in the log; a list that must not be used puts a card into the
quarantine, once for one reason.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.signing import trust_store, tsl_files
from paraph.trust.tsl import AccreditedList, TslError

log = logging.getLogger(__name__)

KIND = "signing.tsl"
#: How often the list is asked for; it changes on most working days.
INTERVAL = timedelta(hours=6)

#: Tries before the next turn is waited for.
_ATTEMPTS = 3
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_PATIENCE = timedelta(minutes=8)
_MAX_BYTES = 128 * 1024 * 1024
_FILE = "tsl.xml"
_STATE = "tsl.json"


class Refused(Exception):
    """What came is no list to rely on; the message says why (Russian)."""


class UpdateList(Handler):
    """Fetches the list. Nothing outside changes by it: repeating is safe."""

    kind = KIND
    timeout = timedelta(minutes=15)

    def perform(self, run: Run) -> Mapping[str, Any]:
        url = settings.TSL_URL
        if not url:
            return {"outcome": "off"}
        before = state()
        try:
            return update(url)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            reason = f"Перечень аккредитованных УЦ не получен с {url}: {error}"
            _failed(url, reason)
            if run.attempt < _ATTEMPTS:
                raise Retry(reason) from error
            return {"outcome": "failed", "reason": reason}
        except Refused as error:
            reason = f"Перечень аккредитованных УЦ с {url} не принят, прежний остаётся. {error}"
            _failed(url, reason)
            if before.get("reason") != reason:  # one card for one trouble, not one every six hours
                raise Quarantine(reason) from error
            return {"outcome": "refused", "reason": reason}


def update(url: str) -> dict[str, Any]:
    """Fetch the list and keep it if it is believed and newer; returns what came of it.

    Raises `Refused` for what must not be used, `httpx.HTTPError` and `OSError` when it cannot be had.
    """
    cache = trust_store.folder() / "cache"
    draft = cache / f"{secrets.token_hex(8)}.part"
    try:
        _download(url, draft)
        listed = _readable(draft)
        store = trust_store.load()
        known = store.accredited
        # A list that is not believed must not shut out others by a date in the future.
        if known and tsl_files.believed(known, store) and known.issued_at >= listed.issued_at:
            outcome = "same" if known.issued_at == listed.issued_at else "older"
        else:
            draft.replace(cache / _FILE)
            outcome = "new"
    finally:
        draft.unlink(missing_ok=True)
    found = {"outcome": outcome, "version": listed.version, "issued_at": listed.issued_at.isoformat()}
    _note({"url": url, "ok": True, "reason": "", **found})
    return found


def state() -> dict[str, Any]:
    """What came of the last try: url, checked_at, ok, reason; empty if there was none."""
    path = trust_store.folder() / "cache" / _STATE
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _readable(path: Path) -> AccreditedList:
    """The list in the file, if it may be relied on; raises `Refused`."""
    store, pinned = trust_store.load(), tsl_files.signers(trust_store.files())
    try:
        listed = AccreditedList.parse(path.read_bytes(), pinned=pinned)
    except TslError as error:
        raise Refused(f"{error}.") from error
    if not tsl_files.believed(listed, store):
        raise Refused(listed.verify(store=store, at=timezone.now()).reason)
    return listed


def _download(url: str, target: Path) -> None:
    """Write the bytes as published; size and time are bounded, nothing is unpacked."""
    give_up, size = monotonic() + _PATIENCE.total_seconds(), 0
    headers = {"Accept-Encoding": "identity"}
    with (
        target.open("xb") as stream,
        httpx.stream("GET", url, timeout=_TIMEOUT, headers=headers, follow_redirects=True) as response,
    ):
        response.raise_for_status()
        for chunk in response.iter_raw():
            size += stream.write(chunk)
            if size > _MAX_BYTES:
                raise Refused(f"Файл больше {_MAX_BYTES >> 20} МБ.")
            if monotonic() > give_up:
                raise httpx.ReadTimeout(f"не получен за {_PATIENCE}")


def _failed(url: str, reason: str) -> None:
    log.error("list of accredited CAs: %s", reason)
    _note({"url": url, "ok": False, "reason": reason})


def _note(found: Mapping[str, Any]) -> None:
    path = trust_store.folder() / "cache" / _STATE
    draft = path.with_name(f"{secrets.token_hex(8)}.part")
    lines = {**found, "checked_at": timezone.now().isoformat()}
    draft.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)
