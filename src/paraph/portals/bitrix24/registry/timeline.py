"""The status of a package in the timeline of its CRM object: one configurable activity, changed in place.

The layout is that of `crm.activity.configurable.add`: at most two tags, 20 blocks and two buttons.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from paraph.docflow.machine import status_titles
from paraph.docflow.models import Docflow
from paraph.portals.bitrix24.registry import attributes, values
from paraph.portals.bitrix24.registry.models import PackageItem

#: Who made the activity, so that it is found again after a lost answer.
ORIGINATOR = "PARAPH"
#: Status of a package → badge on the kanban card, type of the tag in the timeline, icon.
LOOKS: Mapping[str, tuple[str, str, str]] = {
    "draft": ("", "secondary", "document"),
    "in_work": ("paraph_EDO_SIGNING", "warning", "document"),
    "sent": ("paraph_EDO_WAIT", "primary", "document"),
    "returned": ("paraph_EDO_ERROR", "failure", "attention"),
    "signed": ("paraph_EDO_SIGNED", "success", "complete"),
    "rejected": ("paraph_EDO_REJECTED", "failure", "attention"),
}
#: Badges: code → words on the card, type.
BADGES: Mapping[str, tuple[str, str]] = {
    "paraph_EDO_SIGNING": ("на подписи у нас", "warning"),
    "paraph_EDO_WAIT": ("ждём контрагента", "primary"),
    "paraph_EDO_SIGNED": ("подписан", "success"),
    "paraph_EDO_REJECTED": ("отклонён", "failure"),
    "paraph_EDO_ERROR": ("ошибка", "failure"),
}
#: Triggers of the CRM: code → name.
TRIGGERS: Mapping[str, str] = {
    "paraph_signed": "ЭДО: документ подписан",
    "paraph_rejected": "ЭДО: документ отклонён",
    "paraph_error": "ЭДО: ошибка отправки",
}
#: CRM types that have automation triggers: lead, deal, quote, smart invoice; and every smart process.
_WITH_TRIGGERS = frozenset((1, 2, 7, 31))
_FIRST_DYNAMIC = 128
_SIGNED = frozenset(("COMPLETED", "ACCEPTED_WITH_DIVERGENCES", "SIGNED_BY_US", "SIGNED_WITH_DIVERGENCES"))
_REJECTED = frozenset(("REJECTED", "NOT_ACCEPTED"))
_ERRORS = frozenset(("OPERATOR_ERROR", "ROAMING_ERROR", "UNDELIVERABLE"))
_MOST_DOCUMENTS = 15


def look(row: PackageItem) -> str:
    """Key of `LOOKS`; of a finished package, whether everything was signed."""
    flows = _active(row)
    status = values.package_status(flows)
    if status != "done":
        return status
    return "rejected" if any(flow.status in _REJECTED for flow in flows) else "signed"


def _active(row: PackageItem) -> list[Docflow]:
    return [flow for flow in row.package.docflows.all() if flow.status != "CANCELLED"]


def activity(row: PackageItem, responsible_id: int) -> dict[str, Any]:
    """`fields` and `layout` of the activity."""
    chosen = look(row)
    badge, tone, icon = LOOKS[chosen]
    fields = {
        "typeId": "CONFIGURABLE",
        "completed": "Y" if values.is_final(row.package) else "N",
        "originatorId": ORIGINATOR,
        "originId": str(row.guid),
    }
    if responsible_id:
        fields["responsibleId"] = str(responsible_id)
    if badge:
        fields["badgeCode"] = badge
    layout = {
        "icon": {"code": icon},
        "header": {"title": f"ЭДО: {row.package.title}"[:200], "tags": {"status": _tag(chosen, tone)}},
        "body": {"logo": {"code": "document"}, "blocks": _blocks(row)},
        "footer": {"buttons": {"open": _button(row)}},
    }
    return {"fields": fields, "layout": layout}


def _tag(chosen: str, tone: str) -> dict[str, str]:
    titles = {one.code: one.title for one in attributes.PACKAGE_STATUS}
    words = {**titles, "signed": "Подписан", "rejected": "Отклонён", "sent": "Ждём контрагента"}
    return {"title": words[chosen], "type": tone}


def _button(row: PackageItem) -> dict[str, Any]:
    # `open` is what the application's own page goes to (`views_frame.here`).
    action = {"type": "openRestApp", "actionParams": {"open": reverse("package", args=[row.package_id])}}
    return {"title": "Открыть", "type": "primary", "action": action}


def _blocks(row: PackageItem) -> dict[str, Any]:
    flows = _active(row)
    blocks = {"party": _line("Контрагент", row.package.counterparty.name)}
    for number, flow in enumerate(flows[:_MOST_DOCUMENTS], start=1):
        blocks[f"document{number}"] = _line(flow.document.title[:150], status_titles()[flow.status])
    if len(flows) > _MOST_DOCUMENTS:
        blocks["more"] = _line("Ещё документов", str(len(flows) - _MOST_DOCUMENTS))
    if reasons := "; ".join(dict.fromkeys(flow.reason for flow in flows if flow.reason)):
        blocks["reason"] = _line("Причина", reasons[:500])
    return blocks


def _line(title: str, words: str) -> dict[str, Any]:
    parts = {"name": _text(f"{title}: "), "value": _text(words)}
    return {"type": "lineOfBlocks", "properties": {"blocks": parts}}


def _text(value: str) -> dict[str, Any]:
    return {"type": "text", "properties": {"value": value}}


def digest(shown: Mapping[str, Any]) -> str:
    """What tells one state of the activity from another."""
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def trigger_of(status: str) -> str:
    """The trigger a document's status fires; empty for none."""
    if status in _SIGNED:
        return "paraph_signed"
    if status in _REJECTED:
        return "paraph_rejected"
    return "paraph_error" if status in _ERRORS else ""


def has_triggers(entity_type_id: int) -> bool:
    """Whether objects of the CRM type know triggers (contacts and companies do not)."""
    return entity_type_id in _WITH_TRIGGERS or entity_type_id >= _FIRST_DYNAMIC


def due_triggers(fired: Iterable[str], flows: Sequence[Docflow]) -> list[str]:
    """Triggers to be fired for a package now: each once, «signed» when nobody is awaited any more.

    A deal must not move on when the first of three documents is signed.
    """
    found = {trigger_of(flow.status) for flow in flows if flow.status != "CANCELLED"} - {""}
    if not all(flow.is_done for flow in flows) or found & {"paraph_rejected", "paraph_error"}:
        found.discard("paraph_signed")
    return sorted(found - set(fired))
