"""«Проверить на элементе»: what would be sent of an item, or written into one. Nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow.models import Docflow
from paraph.errors import DomainError
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import attributes, catalog, reading
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.mapping_rows.parties import Party
from paraph.portals.elma365.sync import lookups, values
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.mapping import Unreadable, read_kept
from paraph.registry.models import Direction
from paraph.texts import row_id

#: The last segment of the address of an item's card, or the id itself.
_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\W*$", re.IGNORECASE)
#: Items and documents offered, the newest first.
_OFFERED = 30


@dataclass(frozen=True)
class Line:
    """One attribute: what it is, what it comes to, where it stands, what is wrong."""

    title: str
    value: str
    field: str = ""
    fault: str = ""


@dataclass
class Trial:
    """What the row makes of one item or document."""

    title: str
    lines: list[Line] = field(default_factory=list)
    counterparty: Party | None = None
    #: Code of the status the item has, or would get.
    status: str = ""
    process: str = ""
    #: What is wrong with the row itself: with it nothing is done at all.
    refusal: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it would really be done."""
        return not self.refusal and not any(one.fault for one in self.lines)


def offered(client: Client, row: DocumentMap) -> list[tuple[str, str]]:
    """What may be chosen: items of the application, or received documents of the kind. Raises CallError."""
    if row.direction == Direction.OUT:
        return [
            (str(one["__id"]), str(one.get("__name") or one["__id"]))
            for one in catalog.newest(client, row.namespace, row.code, _OFFERED)
        ]
    flows = _received(row).order_by("-pk")[:_OFFERED]
    return [(str(one.pk), f"{one.document.title} · {one.document.counterparty.name}") for one in flows]


def attempt(client: Client, row: DocumentMap, chosen: str) -> Trial:
    """Try the row on an item (id or address) or on a received document (id of its docflow).

    Raises DomainError «item» for what is none, and CallError.
    """
    trial = _sent(client, row, chosen) if row.direction == Direction.OUT else _written(client, row, chosen)
    if not row.is_complete:
        trial.refusal = _("Строка настроена не полностью: ни отправки, ни записи не будет.")
    return trial


def _sent(client: Client, row: DocumentMap, chosen: str) -> Trial:
    found = _ID.search(chosen.strip())
    if found is None:
        raise DomainError("item", _("Выберите элемент или вставьте ссылку на него."), field="item")
    item = client.item(row.namespace, row.code, found[1].lower())
    if item.get("__deletedAt"):
        raise DomainError("item", _("Этот элемент в ELMA365 удалён: выберите другой."), field="item")
    seen = reading.look(client, row, item)
    trial = Trial(str(item.get("__name") or found[1]), counterparty=seen.counterparty)
    trial.status = row.status_of(item)
    files = _("файлов: {count}").format(count=len(seen.files)) if seen.files else None
    shown = {**seen.values, "file": files}
    if seen.organization is not None:
        shown["organization"] = seen.organization.name
    if seen.counterparty is not None:
        shown["counterparty"] = seen.counterparty.name
    trial.lines = _lines(row, shown, seen.faults)
    return trial


def _written(client: Client, row: DocumentMap, chosen: str) -> Trial:
    flow = _received(row).filter(pk=row_id(chosen) or 0).first()
    if flow is None:
        raise DomainError("item", _("Выберите полученный документ."), field="item")
    link = ItemLink(
        company=row.company,
        workspace_id=row.workspace_id,
        document=flow.document,
        row=row,
        direction=Direction.IN,
        namespace=row.namespace,
        code=row.code,
    )
    now = values.standing(link)
    shown = {**now.values, **lookups.counterparty(client, link)}
    faults = _unwritable(row, shown)
    shown |= {code: [one.name for one in files] for code, files in now.files.items()}
    trial = Trial(str(flow.document), _lines(row, shown, faults), status=now.status)
    trial.process = "/".join(now.process) if now.process else ""
    return trial


def _received(row: DocumentMap) -> Any:
    rows = Docflow.objects.filter(workspace=row.workspace_id, document__direction=Direction.IN)
    return rows.filter(document__kind=row.kind).select_related("document__counterparty", "package")


def _unwritable(row: DocumentMap, shown: Mapping[str, Any]) -> dict[str, str]:
    """Reasons for values their fields cannot hold."""
    faults = {}
    for code, value in shown.items():
        try:
            reading.write_context(row, {code: value})
        except Unreadable as error:
            faults[code] = str(error)
    return faults


def _lines(row: DocumentMap, shown: Mapping[str, Any], faults: Mapping[str, str]) -> list[Line]:
    """What there is to say of each attribute, those with a fault first."""
    titles = {one.code: one.title for one in read_kept(row.fields)}
    lines = []
    for one in attributes.ALL:
        if one.is_ours and row.direction == Direction.OUT:
            continue
        value, fault = shown.get(one.code), faults.get(one.code, "")
        held = titles.get(row.mapped.get(one.code, ""), "")
        if held or fault or value not in (None, "", []):
            lines.append(Line(one.title, _shown(value), held, fault))
    return sorted(lines, key=lambda line: not line.fault)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
