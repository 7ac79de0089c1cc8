"""What the module and the webhook blocks of a company call: blocks of processes, the card of an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.elma365.blocks import card, inputs, runs
from paraph.portals.elma365.blocks.models import Block
from paraph.portals.elma365.inbound import Body, called
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.objects import Item


@called("POST")
def activity(company: Company, body: Body, block: str) -> HttpResponseBase:
    """A process has come to its block: taken for work, and answered later."""
    if block not in Block.values:
        raise DomainError("not-found", _("Такого блока нет: {block}.").format(block=block))
    run = runs.receive(company, block, inputs.read(body, company.base_url))
    return JsonResponse({"run": run.pk}, status=202)


@called("GET")
def state(company: Company, body: Body, namespace: str, code: str, item_id: str) -> Mapping[str, Any]:
    """What the card of an item shows."""
    return card.of(company, _item(namespace, code, item_id))


@called("POST")
def send(company: Company, body: Body, namespace: str, code: str, item_id: str) -> Mapping[str, Any]:
    """The card's button."""
    return card.send(company, _item(namespace, code, item_id), inputs.user(body, "user_id"))


def _item(namespace: str, code: str, item_id: str) -> Item:
    return inputs.item({"namespace": namespace, "code": code, "id": item_id})
