"""People and legal entities of a company: read when it is connected, every night, and when asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.journal import services as journal
from paraph.parties.models import Employee, Organization
from paraph.portals import people
from paraph.portals.deeds import authorise
from paraph.portals.elma365 import deeds
from paraph.portals.elma365.client import Client, Fields
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.models import Company, ElmaUser, LegalEntity
from paraph.portals.elma365.objects import is_id
from paraph.texts import storable

#: «Администраторы»: who may make tokens and set modules up, and come from there to our settings.
ADMINISTRATORS = "administrators"
#: Section and application of «Мои юридические лица».
OUR_ENTITIES = ("_system_catalogs", "_my_companies")
#: `__status.status` of a user who may not log in.
_BLOCKED = 3


class ReadPeople(Job):
    """Users with their groups, and legal entities, page by page; who is gone is marked."""

    kind = "elma365.people"

    @classmethod
    def order(cls, company: Company, slot: str = "") -> None:
        """Put a reading into the outbox, in the caller's transaction; one for each `slot`."""
        effects.enqueue(
            cls.kind,
            {"company": company.pk},
            key=company.effects_key,
            idempotency_id=f"{cls.kind}:{company.pk}:{slot}" if slot else None,
            workspace_id=company.workspace_id,
        )

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        groups = list(client.groups())
        users, entities = list(client.users()), list(client.items(*OUR_ENTITIES))
        with transaction.atomic():
            keep_users(client.company, users, groups)
            keep_entities(client.company, entities)
            Company.objects.filter(pk=client.company.pk).update(people_read_at=timezone.now())
        return {"people": len(users), "legal_entities": len(entities)}


def keep_users(company: Company, users: list[Fields], groups: list[Fields]) -> None:
    """Everybody who may log in; those who left are marked."""
    seen = {_keep_user(company, fields, groups) for fields in users}
    company.users.filter(is_active=True).exclude(user_id__in=seen).update(is_active=False, is_admin=False)


def _keep_user(company: Company, fields: Fields, groups: list[Fields]) -> str:
    """One person with the groups they are in; their id."""
    user_id, mine = str(fields.get("__id") or ""), {str(each) for each in fields.get("groupIds") or ()}
    their = [one for one in groups if str(one.get("__id")) in mine]
    status = (fields.get("__status") or {}).get("status")
    facts = {
        "name": _name(fields),
        "email": _text(fields.get("email") or fields.get("login"), 300),
        "groups": [_text(one.get("name") or one.get("__name"), 300) for one in their],
        "is_admin": any(one.get("code") == ADMINISTRATORS for one in their),
        "is_active": not fields.get("__deletedAt") and status != _BLOCKED,
    }
    is_known = facts["is_active"] or company.users.filter(user_id=user_id).exists()
    if is_known and is_id(user_id):
        people.remember(company.users, company.workspace_id, user_id, facts)
    return user_id


def is_administrator(company: Company, employee: Employee) -> bool:
    """Whether the employee is a member of «Администраторы» there now. Raises CallError."""
    user = company.users.filter(employee=employee, is_active=True).first()
    if user is None:
        return False
    client = Client(company)
    found, groups = list(client.users(ids=[user.user_id])), list(client.groups())
    for fields in found:
        _keep_user(company, fields, groups)
    return bool(found) and company.users.filter(pk=user.pk, is_active=True, is_admin=True).exists()


def _name(fields: Fields) -> str:
    full = fields.get("fullname")
    if isinstance(full, dict):
        parts = (full.get("lastname"), full.get("firstname"), full.get("middlename"))
        full = " ".join(str(each).strip() for each in parts if each)
    return _text(full or fields.get("__name"), 300)


def _text(value: object, longest: int) -> str:
    return str(storable(str(value or ""))).strip()[:longest]


def keep_entities(company: Company, items: list[Fields]) -> None:
    """«Мои юридические лица», each with the organisation of the same ИНН and КПП."""
    seen = set()
    for item in items:
        item_id = str(item.get("__id") or "")
        if not is_id(item_id):
            continue
        facts = {
            "name": _text(item.get("__name") or item.get("_name"), 300),
            "inn": _text(item.get("_inn"), 12),
            "kpp": _text(item.get("_kpp"), 9),
            "is_active": True,
        }
        row, _created = company.legal_entities.update_or_create(item_id=item_id, defaults=facts)
        row.organization = organization_of(row)
        row.save(update_fields=("organization",))
        seen.add(item_id)
    company.legal_entities.exclude(item_id__in=seen).update(is_active=False)


def organization_of(entity: LegalEntity) -> Organization | None:
    """Our organisation with the entity's ИНН; the КПП decides between several."""
    if not entity.inn:
        return None
    rows = Organization.objects.filter(workspace_id=entity.company.workspace_id, inn=entity.inn)
    found = list(rows.filter(is_active=True))
    same = [one for one in found if one.kpp == entity.kpp]
    if len(same) == 1:
        return same[0]
    return found[0] if len(found) == 1 and not (entity.kpp and found[0].kpp) else None


def choose(user: ElmaUser, employee_id: object, actor: Employee) -> None:
    """Say by hand which employee a person of the company is; empty for none."""
    workspace_id = user.company.workspace_id
    authorise(workspace_id, actor)
    employee = people.chosen(workspace_id, employee_id)
    with journal.writing(workspace_id):
        user.employee, user.is_chosen = employee, True
        user.save(update_fields=("employee", "is_chosen"))
        facts = {"person": user.name, "employee": employee.full_name if employee else ""}
        deeds.record(user.company, deeds.Event.PERSON_CHOSEN, actor, **facts)


def employee_of(company: Company, user_id: str) -> Employee | None:
    """The employee a person of the company is, if they may still act here and there."""
    rows = company.users.filter(user_id=user_id, is_active=True, employee__is_active=True)
    found = rows.select_related("employee").first()
    return found.employee if found is not None else None
