"""Who the two sides of a CRM object are: its requisites, read for many objects at once and kept.

A deal says which requisites it uses (`crm.requisite.link`); without that the first of its company, or of its
contact, are taken, and those of the portal's own company for our side. Rows grow stale when the portal tells
of a change, and with time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry.models import Parties

DEAL, CONTACT, COMPANY = 2, 3, 4
#: What was read longer ago is read again before it is used.
FRESH = timedelta(hours=12)
#: Objects of which several requisites still fit on one page of a list (50).
_ENTITIES = 25


def of(portal: Portal, owner_type_id: int, owner_id: int) -> Parties:
    """The row of a CRM object, stale when it is new."""
    row, _created = Parties.objects.get_or_create(
        portal=portal, owner_type_id=owner_type_id, owner_id=owner_id
    )
    return row


def fresh(client: Client, owner_type_id: int, owner_id: int) -> Parties:
    """The same, read from the portal when it may be out of date. Raises Bitrix24Error."""
    row = of(client.portal, owner_type_id, owner_id)
    if row.is_stale or row.read_at is None or row.read_at < timezone.now() - FRESH:
        refresh(client, [row])
        row.refresh_from_db()
    return row


def refresh_stale(client: Client) -> None:
    """Read what is stale, many objects in two requests."""
    rows = list(
        Parties.objects.filter(portal=client.portal, is_stale=True).order_by("id")[: 20 * limits.PAGE]
    )
    for begin in range(0, len(rows), 4 * limits.PAGE):
        refresh(client, rows[begin : begin + 4 * limits.PAGE])


def grow_stale(portal: Portal, entity_type_id: int, entity_id: int) -> None:
    """Something of this CRM object was changed in the portal."""
    about = Q(owner_type_id=entity_type_id, owner_id=entity_id)
    if entity_type_id in (CONTACT, COMPANY):
        about |= Q(theirs__owner=[entity_type_id, entity_id]) | Q(ours__owner=[entity_type_id, entity_id])
    Parties.objects.filter(about, portal=portal).update(is_stale=True)


def all_stale(portal: Portal) -> None:
    """Any of the portal's requisites may have changed."""
    Parties.objects.filter(portal=portal).update(is_stale=True)


@dataclass
class _Read:
    """What the portal said, by id."""

    objects: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    links: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)
    my_companies: list[int] = field(default_factory=list)
    requisites: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    of_entity: dict[tuple[int, int], list[Mapping[str, Any]]] = field(default_factory=dict)
    contacts: dict[int, Mapping[str, Any]] = field(default_factory=dict)


def refresh(client: Client, rows: Sequence[Parties]) -> None:
    """Read the parties of these objects. Raises Bitrix24Error."""
    seen = _Read()
    for key, answer in _asked(client, dict(_first(rows))).items():
        _note_first(seen, key, answer)
    for key, answer in _asked(client, dict(_second(rows, seen))).items():
        _note_second(seen, key, answer)
    for row in rows:
        _write(row, seen)


def _asked(client: Client, commands: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    answers = client.batch(commands) if commands else {}
    for answer in answers.values():
        if isinstance(answer, Bitrix24Error):
            raise answer
    return answers


def _first(rows: Sequence[Parties]) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """The objects themselves, which requisites they use, our companies."""
    by_type: dict[int, list[int]] = {}
    for row in rows:
        by_type.setdefault(row.owner_type_id, []).append(row.owner_id)
    for type_id, ids in by_type.items():
        for number, some in enumerate(_pieces(ids, limits.PAGE)):
            asked = {"entityTypeId": type_id, "filter": {"@id": some}, "select": _selected(type_id)}
            yield f"object_{type_id}_{number}", ("crm.item.list", asked)
            linked = {"filter": {"ENTITY_TYPE_ID": type_id, "@ENTITY_ID": some}}
            yield f"link_{type_id}_{number}", ("crm.requisite.link.list", linked)
    mine = {"entityTypeId": COMPANY, "filter": {"isMyCompany": "Y"}, "select": ["id", "title"]}
    yield "mine", ("crm.item.list", mine)


def _selected(type_id: int) -> list[str]:
    own = ["id", "assignedById"]
    if type_id == CONTACT:
        return [*own, "name", "lastName"]
    return [*own, "title"] if type_id == COMPANY else [*own, "title", "companyId", "contactId"]


def _note_first(seen: _Read, key: str, answer: Any) -> None:
    name, _, rest = key.partition("_")
    if name == "mine":
        seen.my_companies = [int(one["id"]) for one in answer["items"]]
    elif name == "object":
        type_id = int(rest.partition("_")[0])
        seen.objects |= {(type_id, int(one["id"])): one for one in answer["items"]}
    else:
        seen.links |= {(int(one["ENTITY_TYPE_ID"]), int(one["ENTITY_ID"])): one for one in answer}


def _second(rows: Sequence[Parties], seen: _Read) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """The requisites, and whom to write to."""
    ids = {int(link.get(name) or 0) for link in seen.links.values() for name in _LINKED} - {0}
    for number, some in enumerate(_pieces(sorted(ids), limits.PAGE)):
        yield f"requisite_{number}", ("crm.requisite.list", {"filter": {"@ID": some}})
    holders: dict[int, set[int]] = {COMPANY: set(seen.my_companies), CONTACT: set()}
    for row in rows:
        for type_id, entity_id in _holders(row, seen):
            holders[type_id].add(entity_id)
    for type_id, entities in holders.items():
        for number, some in enumerate(_pieces(sorted(entities), _ENTITIES)):
            wanted = {"ENTITY_TYPE_ID": type_id, "@ENTITY_ID": some}
            asked = {"filter": wanted, "order": {"SORT": "ASC", "ID": "ASC"}}
            yield f"holder_{type_id}_{number}", ("crm.requisite.list", asked)
    for number, some in enumerate(_pieces(sorted(holders[CONTACT]), limits.PAGE)):
        asked = {"filter": {"@ID": some}, "select": ["ID", "NAME", "LAST_NAME", "EMAIL"]}
        yield f"contact_{number}", ("crm.contact.list", asked)


_LINKED = ("REQUISITE_ID", "MC_REQUISITE_ID")


def _holders(row: Parties, seen: _Read) -> list[tuple[int, int]]:
    """Companies and contacts whose requisites an object may use."""
    if row.owner_type_id in (CONTACT, COMPANY):
        return [(row.owner_type_id, row.owner_id)]
    found = seen.objects.get((row.owner_type_id, row.owner_id), {})
    pairs = ((COMPANY, found.get("companyId")), (CONTACT, found.get("contactId")))
    return [(type_id, int(entity_id)) for type_id, entity_id in pairs if entity_id]


def _note_second(seen: _Read, key: str, answer: Any) -> None:
    if key.startswith("contact"):
        seen.contacts |= {int(one["ID"]): one for one in answer}
        return
    for one in answer:
        seen.requisites[int(one["ID"])] = one
        if key.startswith("holder"):
            holder = int(one["ENTITY_TYPE_ID"]), int(one["ENTITY_ID"])
            seen.of_entity.setdefault(holder, []).append(one)


def _write(row: Parties, seen: _Read) -> None:
    key = (row.owner_type_id, row.owner_id)
    found, link, holders = seen.objects.get(key, {}), seen.links.get(key, {}), _holders(row, seen)
    of_holders = [one for holder in holders for one in seen.of_entity.get(holder, ())]
    theirs = seen.requisites.get(int(link.get("REQUISITE_ID") or 0)) or next(iter(of_holders), None)
    own = [one for each in seen.my_companies for one in seen.of_entity.get((COMPANY, each), ())]
    ours = seen.requisites.get(int(link.get("MC_REQUISITE_ID") or 0)) or (own[0] if len(own) == 1 else None)
    contact = next((seen.contacts[pk] for kind, pk in holders if kind == CONTACT and pk in seen.contacts), {})
    name = found.get("title") or f"{found.get('lastName') or ''} {found.get('name') or ''}".strip()
    row.title = str(name)[:300]
    row.theirs = {**_party(theirs), **_addressee(contact), "card": list(holders[0]) if holders else []}
    row.ours = _party(ours)
    row.responsible_id = int(found.get("assignedById") or 0)
    row.read_at, row.is_stale = timezone.now(), False
    row.save()


def _party(requisite: Mapping[str, Any] | None) -> dict[str, Any]:
    if requisite is None:
        return {}
    person = " ".join(str(requisite.get(f"RQ_{part}_NAME") or "") for part in ("LAST", "FIRST", "SECOND"))
    name = requisite.get("RQ_COMPANY_NAME") or person.strip() or requisite.get("NAME") or ""
    return {
        "name": str(name),
        "inn": str(requisite.get("RQ_INN") or ""),
        "kpp": str(requisite.get("RQ_KPP") or ""),
        "ogrn": str(requisite.get("RQ_OGRN") or requisite.get("RQ_OGRNIP") or ""),
        "owner": [int(requisite["ENTITY_TYPE_ID"]), int(requisite["ENTITY_ID"])],
    }


def _addressee(contact: Mapping[str, Any]) -> dict[str, str]:
    mails = contact.get("EMAIL") or ()
    email = next((str(one["VALUE"]) for one in mails if one.get("VALUE")), "")
    name = f"{contact.get('LAST_NAME') or ''} {contact.get('NAME') or ''}".strip()
    return {"email": email, "contact_name": name}


def _pieces(ids: Iterable[int], length: int) -> Iterator[list[int]]:
    listed = list(ids)
    for begin in range(0, len(listed), length):
        yield listed[begin : begin + length]
