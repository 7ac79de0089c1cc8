"""What is true of a document or package now: plain values by attribute, and as the portal writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paraph.docflow.machine import status_titles
from paraph.docflow.models import Docflow, Package
from paraph.docflow.packages import BEFORE_SIGNATURE, NOT_TAKEN
from paraph.portals.binding import Binding, bind
from paraph.portals.bitrix24.registry import attributes, dialect
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry
from paraph.portals.mapping import Field, plain, read_kept
from paraph.registry.kinds import KINDS

#: Attributes a registered document has columns for; the others stay with the item.
COLUMNS = ("title", "kind", "number", "date", "amount", "valid_from", "valid_until")
#: Statuses in which nothing has left us yet.
_AT_HOME = BEFORE_SIGNATURE | {"CANCELLED"}
_PREPARED = "Подготовлен"
_ANSWER = {"yes": True, "no": False}
_WORDS_OF_ANSWER = {True: "yes", False: "no", None: None}


def of_item(item: Item) -> dict[str, Any]:
    """Every attribute of a document but its files."""
    found = {code: item.stated.get(code) for code in attributes.EDITABLE}
    flow = None
    if item.document is not None:
        found |= {code: plain(getattr(item.document, code)) or None for code in COLUMNS}
        found["answer_wanted"] = _WORDS_OF_ANSWER[item.document.answer_wanted]
        flow = getattr(item.document, "docflow", None)
    found |= {
        "guid": str(item.guid),
        "sent_at": item.stated.get("sent_at"),
        "status": status_titles()[flow.status] if flow else _PREPARED,
        "transfer": transfer(flow.status, bool(item.stated.get("sent_at"))) if flow else "none",
        "changed_at": plain(flow.changed_at.replace(microsecond=0)) if flow else None,
    }
    return found


def answer_wanted(facts: Mapping[str, Any]) -> bool | None:
    """Whether the other side is asked to sign, of plain values; None is as the kind says."""
    return _ANSWER.get(facts.get("answer_wanted") or "")


def transfer(status: str, was_sent: bool) -> str:
    """Where a document stands on its way, of its docflow's status."""
    if status in NOT_TAKEN:
        return "error"
    if status == "SENDING":
        return "sending"
    return "none" if status in _AT_HOME and not was_sent else "sent"


def of_package(row: PackageItem) -> dict[str, Any]:
    """Every attribute of a package."""
    flows = list(row.package.docflows.all())
    reasons = dict.fromkeys(flow.reason for flow in flows if flow.reason)
    sent = min((str(one) for one in _sent(row)), default=None)
    return {
        "title": row.package.title,
        "guid": str(row.guid),
        "package_status": package_status(flows),
        "date": sent,
        "comment": "; ".join([*reasons, *([row.fault] if row.fault else [])])[:1000] or None,
    }


def _sent(row: PackageItem) -> Iterable[Any]:
    items = Item.objects.filter(document__docflow__package=row.package_id)
    return filter(None, (stated.get("sent_at") for stated in items.values_list("stated", flat=True)))


def package_status(flows: Iterable[Docflow]) -> str:
    """One status of a package out of those of its documents; what needs mending comes first."""
    found = [flow.status for flow in flows if flow.status != "CANCELLED"]
    if any(status in NOT_TAKEN or status in ("SIGN_FAILED", "INVALID_SIGNATURE") for status in found):
        return "returned"
    if found and all(flow.is_done or flow.tab in ("done", "rejected") for flow in flows):
        return "done"
    if found and all(status == "DRAFT" for status in found):
        return "draft"
    return "in_work" if any(status in BEFORE_SIGNATURE for status in found) else "sent"


def is_final(package: Package) -> bool:
    """Whether nothing is expected of any of its documents."""
    return all(flow.is_done for flow in package.docflows.all())


def is_draft(item: Item) -> bool:
    """Whether people may still change what is stated, here or in the portal."""
    flow = None if item.document is None else getattr(item.document, "docflow", None)
    if flow is not None and KINDS[flow.document.kind].formalised:
        return False  # its attributes are read from the XML
    return flow is None or flow.status == "DRAFT"


# As the portal writes them


def binding(registry: Registry) -> Binding:
    """The registry's attributes beside their fields."""
    ours, fields = attributes.ATTRIBUTES[registry.kind], read_kept(registry.fields)
    return bind(ours, fields, registry.mapped, dialect)


def fields_of(registry: Registry) -> Mapping[str, Field]:
    """The registry's field of each mapped attribute."""
    return binding(registry).fields


def write(registry: Registry, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of `crm.item.add` or `update` for plain values; attributes without a field are left out."""
    return binding(registry).write(values)


def read(registry: Registry, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Plain values of an item of the portal by attribute, and reasons for those that mean nothing."""
    return binding(registry).read(raw)
