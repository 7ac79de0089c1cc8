"""The same work as most integrations do it: one call per field and step, measured at the same portal.

Reads each deal and its requisites by themselves, adds an item and fills its fields one by one, writes every
status when it comes, comments the timeline, puts the signed file.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from linked import Linked
from many_deals import DEAL, PROOF, Measured

from paraph.portals.bitrix24.registry.models import Registry

#: Statuses a document passes, each told at once.
_STATUSES = ("На подписании", "Отправляется", "Ждём подпись контрагента", "Завершён")
_FIELDS = {"NUMBER": "17", "DATE": "2026-11-20", "AMOUNT": "1000", "VAT": "166.67", "BASIS": "Заявка"}


class Plain:
    """Calls through the portal's incoming webhook; waits when the portal says «too many»."""

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.webhook = linked.stage.emulator.ready["webhook"]

    def call(self, method: str, params: Mapping[str, Any]) -> Any:
        while True:
            answer = self.linked.stage.http.post(f"{self.webhook}{method}", json=dict(params)).json()
            if "result" in answer:
                return answer["result"]
            assert answer["error"] in ("QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT"), answer
            self.linked.world.move_clock(1 if answer["error"] == "QUERY_LIMIT_EXCEEDED" else 30)


def run(linked: Linked, documents: int, deals: int) -> Measured:
    """The registries stand already; new deals, their documents from the first field to the signed file."""
    plain = Plain(linked)
    registry = Registry.objects.get(portal=linked.portal, kind=Registry.Kind.DOCUMENTS)
    made = linked.control("POST", "crm/deals", {"count": deals, "companies": 1})["deals"]
    linked.world.freeze_clock()
    linked.forget_hits("plain")
    began = linked.world.now()
    shares = [documents // deals + (number < documents % deals) for number in range(deals)]
    for deal, count in zip(made, shares, strict=True):
        _deal(plain, registry, deal, count)
    told = linked.control("GET", "calls?mark=plain")
    hours = (linked.world.now() - began) / 3600
    linked.world.freeze_clock(False)
    return Measured(documents, deals, told["hits"], told["total_calls"], round(hours, 2))


def _deal(plain: Plain, registry: Registry, deal: int, count: int) -> None:
    plain.call("crm.deal.get", {"ID": deal})
    link = plain.call("crm.requisite.link.get", {"entityTypeId": DEAL, "entityId": deal})
    for name in ("REQUISITE_ID", "MC_REQUISITE_ID"):
        plain.call("crm.requisite.get", {"id": link[name]})
    for number in range(count):
        _document(plain, registry, deal, number)


def _document(plain: Plain, registry: Registry, deal: int, number: int) -> None:
    kind = {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y"}
    fields = {"title": f"Договор {deal}/{number}", f"parentId{DEAL}": deal}
    item = plain.call("crm.item.add", {**kind, "fields": fields})["item"]

    def put(code: str, value: Any) -> None:
        name = f"UF_CRM_{registry.type_id}_{code}"
        plain.call("crm.item.update", {**kind, "id": item["id"], "fields": {name: value}})

    for code, value in _FIELDS.items():
        put(code, value)
    for status in _STATUSES:
        put("STATUS", status)
        comment = {"ENTITY_ID": deal, "ENTITY_TYPE": "deal", "COMMENT": f"{item['title']}: {status}"}
        plain.call("crm.timeline.comment.add", {"fields": comment})
    signed = base64.b64encode(secrets.token_bytes(PROOF)).decode("ascii")
    put("SIGNED", [["signed.zip", signed]])
