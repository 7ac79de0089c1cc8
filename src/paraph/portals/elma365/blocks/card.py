"""The item's card: where its document stands, and the button that sends it without a process."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.portals import statuses
from paraph.portals.elma365.blocks import documents, outputs, people, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.inputs import Call
from paraph.portals.elma365.blocks.models import Block, BlockRun, RunState
from paraph.portals.elma365.mapping_rows import rows
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.objects import Item

#: States of a card that has no document yet.
NOT_SENT, PREPARING = "not_sent", "preparing"


def of(company: Company, item: Item) -> dict[str, Any]:
    """What the card shows: the state with its words, whether the button is offered, why not, the page."""
    flow = documents.of_item(company, item).first()
    last = _last(company, item)
    if last is not None and last.state == RunState.NEW and not last.is_answered:
        return _told(flow, PREPARING, _("Готовим документ к отправке"))
    hindrance = _hindrance(company, item, flow)
    failed = _failure(last, flow)
    if flow is None:
        return _told(None, NOT_SENT, _("Не отправлялся"), hindrance or failed, can_send=not hindrance)
    standing = outputs.standing([flow])
    return _told(flow, standing["status_code"], standing["status_text"], failed, can_send=not hindrance)


def send(company: Company, item: Item, user_id: str) -> dict[str, Any]:
    """Order to send; the card afterwards. Pressed twice it is sent once. Raises DomainError."""
    found = of(company, item)
    if found["state"] == PREPARING:
        return found
    if not found["can_send"]:
        raise DomainError("wrong-state", found["reason"] or _("Документ уже отправлен."))
    try:
        people.employee(company, user_id)
    except Refusal as refusal:
        raise DomainError("forbidden", refusal.text) from refusal
    runs.receive(company, Block.SEND, Call(item=item, activity_id=item.name, user_id=user_id))
    return of(company, item)


def _last(company: Company, item: Item) -> BlockRun | None:
    """The newest request to send the item."""
    found = BlockRun.objects.filter(company=company, block=Block.SEND, item_id=item.id)
    return found.filter(namespace=item.namespace, code=item.code).first()


def _hindrance(company: Company, item: Item, flow: Docflow | None) -> str:
    """Why the item cannot be sent now; empty when it can be."""
    if flow is not None:
        if flow.package.is_incoming:
            return _("Это входящий документ: его подписывают на странице документа или в процессе.")
        status = statuses.status_of(flow.status)
        if status not in statuses.FINAL or status in statuses.SIGNED:
            return _("Документ уже отправлен.")
    try:
        rows.require_out(company, item.namespace, item.code)
    except DomainError as error:
        return error.message
    return ""


def _failure(last: BlockRun | None, flow: Docflow | None) -> str:
    """What the last request came to, if it made no document."""
    if last is None or last.answer is None or (flow is not None and flow.created_at > last.created_at):
        return ""
    return "" if last.answer.get("error_code") == Code.NOT_SENT else str(last.answer.get("error", ""))


def _told(
    flow: Docflow | None, state: str, title: str, reason: str = "", *, can_send: bool = False
) -> dict[str, Any]:
    url = settings.BASE_URL + reverse("document", args=[flow.pk]) if flow is not None else ""
    return {"state": state, "state_title": title, "can_send": can_send, "url": url, "reason": reason}
