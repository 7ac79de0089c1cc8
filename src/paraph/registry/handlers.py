"""Effects about documents that live outside: removing what is kept here, watching what lies there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.registry import outer
from paraph.registry.models import OuterCopy
from paraph.registry.ports import OuterUnreachable

RELEASE = "registry.release"
#: Copies compared with the store in one go.
_PORTION = 500


class Release(Handler):
    """Removes the bytes kept here of a document that lives outside (`outer.release`)."""

    kind = RELEASE
    max_attempts = 20

    def perform(self, run: Run) -> Mapping[str, Any]:
        copy = OuterCopy.objects.select_related("blob").get(pk=run.payload["copy"])
        try:
            return {"removed": outer.release(copy)}
        except OuterUnreachable as error:
            raise Retry(error.message) from error
        except outer.TooFresh as error:
            raise Retry("файл только что записан", after=outer.SETTLED) from error
        except outer.OuterChanged as error:
            raise Quarantine(error.message) from error


class Watch(Handler):
    """Looks at every copy outside once a day."""

    kind = "registry.watch"

    def perform(self, run: Run) -> Mapping[str, Any]:
        changed, unreachable = 0, []
        rows = OuterCopy.objects.select_related("blob").order_by("workspace_id", "store", "id")
        of_place = groupby(rows.iterator(_PORTION), lambda copy: (copy.workspace_id, copy.store))
        for (workspace_id, store), copies in of_place:
            try:
                changed += _watch(list(copies))
            except OuterUnreachable as error:  # of one workspace; the others are looked at
                unreachable.append({"workspace": workspace_id, "store": store, "reason": error.message})
        return {"changed": changed, "unreachable": unreachable}


def _watch(copies: list[OuterCopy]) -> int:
    portions = range(0, len(copies), _PORTION)
    return sum(outer.watch(copies[begin : begin + _PORTION]) for begin in portions)


class TidyCache(Handler):
    """Forgets fetched files in time."""

    kind = "registry.tidy-cache"

    def perform(self, run: Run) -> None:
        outer.tidy_cache()
