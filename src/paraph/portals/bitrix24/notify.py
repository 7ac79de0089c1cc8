"""Notices in the portal (the bell). The portal keeps one notice per tag, so sending again replaces it.

They are gathered: what comes within seconds goes in one batch, a notice that is met before it left is not
sent, and only what was sent is cleared. Calls are what portals ration.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, PortalError
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Notice, Portal

_PREFIX = "PARAPH|"
#: Notices of so long go together; a stream of them is not put off longer.
QUIET, LONGEST = timedelta(seconds=3), timedelta(seconds=20)
State = Notice.State


def notify(portal: Portal, user_id: int, text: str, tag: str, sub_tag: str = "") -> None:
    """Tell a portal user, in the caller's transaction. `text` may hold the portal's BB codes.

    `tag` says what the notice is about («DOC|5|SIGN»): the same one to the same person replaces it.
    `sub_tag` («DOC|5») groups notices to be cleared together; the tag itself when it is not given.
    """
    said = {"user_id": user_id, "text": text, "sub_tag": f"{_PREFIX}{sub_tag or tag}", "state": State.NEW}
    full = f"{_PREFIX}{tag}|U{user_id}"
    Notice.objects.update_or_create(portal=portal, tag=full, defaults={**said, "changed_at": timezone.now()})
    _order(portal)


def plain(text: str) -> str:
    """Words of people for a notice: their brackets would be codes of the portal, links among them."""
    return text.replace("[", "(").replace("]", ")")


def clear(portal: Portal, tag: str, user_id: int | None = None) -> None:
    """Take notices away, in the caller's transaction: one person's of this tag, or all of this sub-tag."""
    rows = Notice.objects.filter(portal=portal)
    if user_id is None:
        rows = rows.filter(sub_tag=f"{_PREFIX}{tag}")
    else:
        rows = rows.filter(tag=f"{_PREFIX}{tag}|U{user_id}")
    rows.filter(state=State.NEW, tried_at=None).delete()
    if rows.exclude(state=State.REFUSED).update(state=State.CLEARING):
        _order(portal)


def _order(portal: Portal) -> None:
    effects.gather(
        TellNotices.kind,
        {"portal": portal.pk},
        key=portal.key,
        workspace_id=portal.workspace_id,
        quiet=QUIET,
        longest=LONGEST,
    )


class TellNotices(Job):
    """im.notify.system.add and .delete in batches; repeated after a lost answer they change nothing."""

    kind = "bitrix24.notices"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        rows = Notice.objects.filter(portal=client.portal, state__in=(State.NEW, State.CLEARING))
        told = 0
        while some := list(rows.order_by("pk")[: limits.BATCH]):
            Notice.objects.filter(pk__in=[row.pk for row in some]).update(tried_at=timezone.now())
            some = list(rows.filter(pk__in=[row.pk for row in some]))  # without what was just taken back
            answers = client.batch({f"n{row.pk}": _call(row) for row in some})
            left = [answer for answer in answers.values() if _is_left(answer)]
            with transaction.atomic():
                for row in some:
                    _note(row, answers[f"n{row.pk}"])
            if left:
                raise left[0]
            told += len(some)
        return {"told": told}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        portal = Portal.objects.get(pk=run.payload["portal"])
        if Notice.objects.filter(portal=portal, state__in=(State.NEW, State.CLEARING)).exists():
            _order(portal)


def _call(row: Notice) -> tuple[str, Mapping[str, Any]]:
    if row.state == State.CLEARING:
        return "im.notify.delete", {"TAG": row.tag}
    given = {"USER_ID": row.user_id, "MESSAGE": row.text, "TAG": row.tag, "SUB_TAG": row.sub_tag}
    return "im.notify.system.add", given


def _is_left(answer: Any) -> bool:
    """Whether it has to be told again: not done, or nobody knows."""
    return isinstance(answer, Bitrix24Error) and not isinstance(answer, PortalError)


def _note(row: Notice, answer: Any) -> None:
    """What came of it; a row that was changed meanwhile is told again."""
    same = Notice.objects.filter(pk=row.pk, state=row.state, changed_at=row.changed_at)
    if _is_left(answer):
        return
    if row.state == State.CLEARING:  # there being none is no fault
        same.delete()
    elif isinstance(answer, PortalError):
        same.update(state=State.REFUSED, fault=answer.full[:1000])
    else:
        same.update(state=State.SENT)
