"""Keeping fetched lists fresh by schedule, so that nobody waits for one with their signature."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.utils import timezone

from paraph.effects.handlers import Handler, Run
from paraph.signing import trust_fetch, trust_store
from paraph.trust.crl import Crl

log = logging.getLogger(__name__)

KIND = "signing.lists"
INTERVAL = timedelta(minutes=15)

#: A list is asked for again so long before its term, if its term is short, and in any case so often.
_AHEAD = timedelta(hours=1)
_OFTEN = timedelta(hours=12)
#: The same list is not asked for more often.
_SELDOM = timedelta(hours=1)
#: A list nobody has renewed for so long is left alone until a check wants it.
_ABANDONED = timedelta(days=30)
#: A response is kept for so long, and so many of them at most.
_RESPONSE_KEPT, _RESPONSES = timedelta(days=7), 5000
#: Leftovers of downloads broken off.
_DRAFT_KEPT = timedelta(days=1)
#: One round takes no longer, whatever the outside does; the next one goes on.
_ROUND = timedelta(minutes=10)


class RefreshLists(Handler):
    """Fetches lists whose term is near. Nothing outside changes by it: repeating is safe."""

    kind = KIND
    timeout = timedelta(minutes=15)

    def perform(self, run: Run) -> Mapping[str, Any]:
        return refresh(timezone.now())


def refresh(now: datetime) -> dict[str, int]:
    """Fetch the lists that are due, remove what is no longer needed; how many of each."""
    give_up = monotonic() + _ROUND.total_seconds()
    outcome = {"fetched": 0, "failed": 0}
    for path, listed in trust_store.kept_lists():
        url = trust_fetch.list_url(path)
        if url and due(listed, _changed(path), now) and monotonic() < give_up:
            outcome["fetched" if trust_fetch.fetch_list(url) else "failed"] += 1
    return {**outcome, "removed": _tidy(now)}


def due(listed: Crl, fetched_at: datetime, now: datetime) -> bool:
    """Whether a list kept since `fetched_at` should be asked for again."""
    age = now - fetched_at
    if age < _SELDOM:
        return False
    if listed.next_update is None:
        return age >= _OFTEN
    ahead = max(_AHEAD, (listed.next_update - listed.this_update) / 10)
    return now <= listed.next_update + _ABANDONED and (age >= _OFTEN or now >= listed.next_update - ahead)


def _tidy(now: datetime) -> int:
    """Remove old responses and drafts from the cache; how many."""
    cache = trust_store.folder() / "cache"
    drafts = [path for path in cache.glob("*.part") if now - _changed(path) > _DRAFT_KEPT]
    newest = sorted(cache.glob("*.ocsp"), key=_changed, reverse=True)
    old = [path for path in newest[:_RESPONSES] if now - _changed(path) > _RESPONSE_KEPT]
    removed = [*drafts, *newest[_RESPONSES:], *old]
    for path in removed:
        path.unlink(missing_ok=True)
    return len(removed)


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # another process was quicker
        return datetime.now(UTC)
