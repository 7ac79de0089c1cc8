"""The effect that brings one item up to date: it looks at the item, then does what the item lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.portals.elma365.blocks.inputs import MOST_DOCUMENTS
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.mapping_rows import rows
from paraph.portals.elma365.sync import comparing, deeds, links, orders, steps, values
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.errors import CallError
from paraph.portals.mapping import Unreadable

#: When one that another worker has in hand is looked at again.
_BUSY = timedelta(seconds=5)
#: More steps than an item can lack, though it holds a whole package with its proofs: a step whose doing
#: changes nothing must not go round for ever.
_MOST_STEPS = 5 * MOST_DOCUMENTS


class TellItem(Job):
    """See the module. It may be repeated at any point: what was done is kept step by step."""

    kind = orders.SYNC
    timeout = timedelta(minutes=10)

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        link = ItemLink.objects.select_related("company", "row", "document").get(pk=run.payload["link"])
        if links.speaker(link) != link:
            link.keep(is_dirty=False)
            return {}
        if not link.enter(run.id, timezone.now() + self.timeout):
            return {"is_busy": True}
        try:
            return {"steps": bring_up(client, link)}
        except CallError as error:
            _hindered(link, error.message)
            raise
        except (DomainError, Unreadable) as error:
            _hindered(link, str(error))
            return {"held": str(error)}
        finally:
            link.leave()

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if answer.get("is_busy"):
            link = ItemLink.objects.select_related("company").get(pk=run.payload["link"])
            orders.order(link, wait=_BUSY)


def bring_up(client: Client, link: ItemLink) -> list[str]:
    """Do everything the item lacks; names of the steps done. What is refused holds back nothing else.

    Raises CallError; DomainError and Unreadable say what is wrong with the mapping, and the background tasks
    see when it is mended.
    """
    done: list[str] = []
    refused: dict[steps.Name, ElmaError] = {}
    _row(link)
    if link.item_id is not None and not link.is_removed and not _look(client, link):
        return done
    for _turn in range(_MOST_STEPS):
        link.refresh_from_db()
        standing = values.standing(link)
        wanted = steps.without(steps.due(link, standing), refused, link.item_id is not None)
        if not wanted:
            break
        try:
            deeds.do(client, link, standing, wanted[0])
            done.append(wanted[0].name)
        except ElmaError as error:
            refused[wanted[0].name] = error
    else:
        raise RuntimeError(f"link {link.pk} does not come to rest: {done}")
    if refused:
        raise next(iter(refused.values()))
    _told(link)
    return done


def _row(link: ItemLink) -> None:
    """The link has a row to work by."""
    found = links.row_of(link)
    if found != link.row:
        link.keep(row=found, namespace=found.namespace, code=found.code)
    rows.require_complete(found)


def _hindered(link: ItemLink, reason: str) -> None:
    link.keep(fault=reason[:1000], changed_at=timezone.now())


def _look(client: Client, link: ItemLink) -> bool:
    """Whether the item is still there; what others did to it is noted and will be put back.

    A list that does without it is believed, not a «404», which any server on the way may say.
    """
    try:
        raw: Mapping[str, Any] | None = client.item(*link.item)
    except ElmaError as error:
        if error.code != "not-found" or list(client.items(*link.item[:2], ids=[link.item[2]])):
            raise
        raw = None
    return comparing.take(link, raw) is not None


def _told(link: ItemLink) -> None:
    """The item knows everything, unless something has changed since it was read."""
    link.keep(fault="", told_at=timezone.now())
    ItemLink.objects.filter(pk=link.pk, revision=link.revision).update(is_dirty=False)
