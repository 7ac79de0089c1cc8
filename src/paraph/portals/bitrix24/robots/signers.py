"""Whose signature is known and how each signs: what robots can rely on, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.archive.services import method_words
from paraph.authority import services as authority
from paraph.authority.facts import PartyFacts
from paraph.authority.models import PowerOfAttorney
from paraph.parties.models import Employee, Role
from paraph.portals.bitrix24.models import Portal, PortalUser
from paraph.signing.models import Side, Signature
from paraph.trust.verdict import SignerInfo


@dataclass(frozen=True)
class Card:
    """One employee as a signer."""

    employee: Employee
    #: The same person on the portal.
    users: tuple[PortalUser, ...]
    #: How the person signed last, in words; empty when never.
    method: str
    #: Certificate of that signature: serial, issuer, end.
    serial: str
    issuer: str
    ends: datetime | None
    #: What the certificate speaks for: the organisation's own, or the person's (then a power is needed).
    is_of_organization: bool
    powers: tuple[PowerOfAttorney, ...]
    #: What must be mended before a robot can ask this person to sign.
    missing: tuple[str, ...]


def cards(portal: Portal) -> list[Card]:
    """Everybody who signs or is to sign; those with something missing first."""
    people = Employee.objects.filter(workspace=portal.workspace, roles__role=Role.SIGNER)
    mapped = PortalUser.objects.filter(portal=portal, employee__isnull=False).order_by("pk")
    users: dict[int, list[PortalUser]] = {}
    for user in mapped:
        if user.employee_id is not None:
            users.setdefault(user.employee_id, []).append(user)
    rows = people.select_related("organization", "user").distinct().order_by("full_name")
    found = [_card(employee, users.get(employee.pk, ())) for employee in rows]
    return sorted(found, key=lambda card: not card.missing)


def _card(employee: Employee, users: Iterable[PortalUser]) -> Card:
    last = Signature.objects.filter(task__employee=employee, side=Side.OURS).order_by("-pk").first()
    signer: dict[str, Any] = last.verdict.get("signer", {}) if last is not None else {}
    ends = _moment(signer.get("not_after"))
    powers = _powers(employee, signer)
    card = Card(
        employee=employee,
        users=tuple(users),
        method=method_words(last.method) if last is not None else "",
        serial=str(signer.get("serial", "")),
        issuer=str(signer.get("issuer", "")),
        ends=ends,
        is_of_organization=bool(signer.get("inn_le")),
        powers=powers,
        missing=(),
    )
    return Card(**{**vars(card), "missing": tuple(_missing(card))})


def _powers(employee: Employee, signer: dict[str, Any]) -> tuple[PowerOfAttorney, ...]:
    """Powers of attorney in force from the employee's organisation, by the person's ИНН or СНИЛС."""
    person = SignerInfo(
        inn=employee.inn or str(signer.get("inn", "")), snils=employee.snils or str(signer.get("snils", ""))
    )
    organization = employee.organization
    party = PartyFacts(organization.inn, organization.name, organization.kpp, organization.ogrn)
    rows = authority.find(employee.workspace_id, person, party)
    return tuple(row for row in rows if not row.is_over)


def _missing(card: Card) -> Iterable[str]:
    employee = card.employee
    if not employee.is_active:
        yield _("Доступ сотрудника закрыт.")
    if not card.users:
        yield _("Не сопоставлен с пользователем портала: робот его не найдёт.")
    if not (employee.inn or employee.snils):
        yield _("Не указаны ИНН и СНИЛС: сертификат сличается только по имени.")
    if employee.user is None:
        yield _("Нет входа в Paraph: подписать негде.")
    if card.ends is not None and card.ends < timezone.now():
        yield _("Срок сертификата последней подписи истёк.")
    if card.serial and not card.is_of_organization and not card.powers and employee.organization.kpp:
        yield _("Сертификат физического лица: добавьте доверенность (МЧД).")


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
