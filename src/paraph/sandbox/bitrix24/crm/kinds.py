"""Kinds of CRM objects: those every portal has, and smart processes made on this one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from paraph.sandbox.bitrix24.world import World, tables

tables(
    """
    CREATE TABLE IF NOT EXISTS crm_types (
        id INTEGER PRIMARY KEY, entity_type_id INTEGER NOT NULL UNIQUE, title TEXT NOT NULL,
        code TEXT NOT NULL, options TEXT NOT NULL, relations TEXT NOT NULL, created_by INTEGER NOT NULL,
        updated_by INTEGER NOT NULL, created_time TEXT NOT NULL, updated_time TEXT NOT NULL
    );
    """
)

LEAD, DEAL, CONTACT, COMPANY, QUOTE, REQUISITE, SMART_INVOICE = 1, 2, 3, 4, 7, 8, 31


@dataclass(frozen=True)
class Kind:
    """What objects of one `entityTypeId` are called in each place where they are named."""

    id: int
    code: str
    abbr: str
    title: str
    #: Whose user fields they have.
    userfields: str
    #: Events are called this and ADD, UPDATE or DELETE.
    event: str
    #: The class of their documents in business processes.
    document: str
    #: Own number of a smart process, which its user fields carry in their names.
    type_id: int | None = None
    options: dict[str, bool] = field(default_factory=dict)

    @property
    def document_type(self) -> list[str]:
        return ["crm", self.document, self.code]

    @property
    def is_dynamic(self) -> bool:
        return self.event == "ONCRMDYNAMICITEM"

    @property
    def has_multifields(self) -> bool:
        return self.id in (LEAD, CONTACT, COMPANY)

    @property
    def has_stages(self) -> bool:
        if self.type_id is not None:
            return self.options["isStagesEnabled"]
        return self.id not in (CONTACT, COMPANY)

    @property
    def has_categories(self) -> bool:
        return self.id == DEAL or self.is_dynamic

    def details(self, id: int) -> str:
        """Where a person opens an object, a path on the portal."""
        if self.is_dynamic:
            return f"/crm/type/{self.id}/details/{id}/"
        return f"/crm/{self.code.lower()}/details/{id}/"


_DYNAMIC = r"Bitrix\Crm\Integration\BizProc\Document\Dynamic"
SYSTEM = {
    kind.id: kind
    for kind in (
        Kind(LEAD, "LEAD", "L", "Лид", "CRM_LEAD", "ONCRMLEAD", "CCrmDocumentLead"),
        Kind(DEAL, "DEAL", "D", "Сделка", "CRM_DEAL", "ONCRMDEAL", "CCrmDocumentDeal"),
        Kind(CONTACT, "CONTACT", "C", "Контакт", "CRM_CONTACT", "ONCRMCONTACT", "CCrmDocumentContact"),
        Kind(COMPANY, "COMPANY", "CO", "Компания", "CRM_COMPANY", "ONCRMCOMPANY", "CCrmDocumentCompany"),
        Kind(
            QUOTE,
            "QUOTE",
            "Q",
            "Предложение",
            "CRM_QUOTE",
            "ONCRMQUOTE",
            r"Bitrix\Crm\Integration\BizProc\Document\Quote",
        ),
        Kind(
            SMART_INVOICE,
            "SMART_INVOICE",
            "SI",
            "Счёт",
            "CRM_SMART_INVOICE",
            "ONCRMDYNAMICITEM",
            r"Bitrix\Crm\Integration\BizProc\Document\SmartInvoice",
        ),
    )
}


def find_kind(world: World, entity_type_id: int) -> Kind | None:
    if entity_type_id in SYSTEM:
        return SYSTEM[entity_type_id]
    with world.reading() as db:
        row = db.execute("SELECT * FROM crm_types WHERE entity_type_id = ?", (entity_type_id,)).fetchone()
    return None if row is None else _dynamic(row)


def all_kinds(world: World) -> list[Kind]:
    with world.reading() as db:
        rows = db.execute("SELECT * FROM crm_types ORDER BY id").fetchall()
    return [*SYSTEM.values(), *map(_dynamic, rows)]


def kind_by_code(world: World, code: str) -> Kind | None:
    """By `deal` or `DYNAMIC_1046`, in any case of letters."""
    return next((kind for kind in all_kinds(world) if kind.code == code.upper()), None)


def parents(world: World, entity_type_id: int) -> list[int]:
    """Kinds an object of this one can have a parent of: `parentId2`."""
    with world.reading() as db:
        rows = db.execute("SELECT entity_type_id, relations FROM crm_types").fetchall()
    found = set()
    for row in rows:
        relations = json.loads(row["relations"])
        if row["entity_type_id"] == entity_type_id:
            found |= {one["entityTypeId"] for one in relations["parent"] if one["isPredefined"] == "N"}
        elif any(one["entityTypeId"] == entity_type_id for one in relations["child"]):
            found.add(row["entity_type_id"])
    return sorted(found)


def _dynamic(row: Any) -> Kind:
    number = row["entity_type_id"]
    return Kind(
        id=number,
        code=f"DYNAMIC_{number}",
        abbr=f"T{number:x}",
        title=row["title"],
        userfields=f"CRM_{row['id']}",
        event="ONCRMDYNAMICITEM",
        document=_DYNAMIC,
        type_id=row["id"],
        options=json.loads(row["options"]),
    )
