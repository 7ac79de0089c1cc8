"""An item as others left it beside what we know of it: deleted, its status or our fields changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.portals.elma365.sync import links, steps, values
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.elma365.sync.steps import Correction

#: Changes that were put back, kept for people to see.
_MOST_CONFLICTS = 20


def is_as_left(link: ItemLink, raw: Mapping[str, Any] | None) -> bool:
    """Whether an item stands as we have left it: most do, and it is soon seen."""
    if raw is None or raw.get("__deletedAt") or link.is_removed:
        return raw is None and link.is_removed
    return steps.is_as_left(link, values.found(link, raw), _speaking(link))


def _speaking(link: ItemLink) -> frozenset[str]:
    """Statuses of the item that say something of the exchange."""
    return frozenset(link.row.statuses.values())


def take(link: ItemLink, raw: Mapping[str, Any] | None) -> int | None:
    """Note what stands in the item (None: there is no such item): how many changes will be put back.

    None when people have deleted it.
    """
    if raw is None or raw.get("__deletedAt"):
        _removed(link)
        return None
    if link.is_removed:
        link.keep(is_removed=False, fault="")
        link.touch()
    found, speaking, now = values.found(link, raw), _speaking(link), values.standing(link)
    changes, wrong = steps.corrections(link, now, found, speaking)
    if changes or wrong:
        with journal.writing(link.workspace_id):
            link.keep(**changes, conflicts=[*_noted(wrong), *link.conflicts][:_MOST_CONFLICTS])
            if steps.due(link, now):
                link.touch()
            if wrong:
                record(link, "portal:put-back", {"changes": _noted(wrong)})
    return len(wrong)


def _removed(link: ItemLink) -> None:
    """The item is not made anew behind people's backs: they are told, the document goes its way."""
    if link.is_removed:
        return
    reason = _(
        "Элемент удалён в ELMA365: документ продолжает свой путь здесь, в ELMA365 о нём не сообщается."
    )
    with journal.writing(link.workspace_id):
        for one in links.of_item(link.company, *link.item):
            one.keep(is_removed=True, is_dirty=False, fault=reason, changed_at=timezone.now())
            record(one, "portal:item-removed", {"item": str(link.item_id)})
        link.refresh_from_db()


def _noted(wrong: Sequence[Correction]) -> list[dict[str, Any]]:
    at = timezone.now().isoformat(timespec="seconds")
    return [{"what": one.what, "theirs": one.theirs, "stays": one.stays, "at": at} for one in wrong]


def record(link: ItemLink, action: str, data: Mapping[str, Any]) -> None:
    """An event of the document's journal that ELMA365 has caused, in a transaction."""
    actor = Actor(kind="system", name=f"ELMA365 {link.company.title}", side="S")
    journal.record(link.workspace_id, action, actor, journal.Subject(document_id=link.document_id), data)
