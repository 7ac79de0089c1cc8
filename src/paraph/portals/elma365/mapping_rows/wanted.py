"""What the operators' boxes of our organisations want of a kind of document."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.docflow.ports import OuterKind
from paraph.parties.models import Organization
from paraph.portals.elma365.models import Company, LegalEntity
from paraph.registry.kinds import KIND_CHOICES


@dataclass(frozen=True)
class Wanted:
    """Codes of attributes no box takes the kind without, and why no box takes it at all."""

    required: tuple[str, ...] = ()
    hindrance: str = ""
    #: What the kind is called at the operators.
    titles: tuple[str, ...] = ()


def of(company: Company, kind: str) -> Wanted:
    """Of every box the company's legal entities have; nothing is wanted while none is connected."""
    return _summed([one for one in _told(company) if one[2].kind == kind])


def choices(company: Company) -> list[tuple[str, str]]:
    """Our kinds for a form, with what the operators call them and whether a box takes them."""
    told, found = _told(company), []
    for code, title in KIND_CHOICES:
        summed = _summed([one for one in told if one[2].kind == code])
        outer = _("ящик не принимает") if summed.hindrance else "; ".join(summed.titles)
        found.append((code, f"{title} — {outer}" if outer else str(title)))
    return found


#: The operator's name, the organisation's, and what the operator says of one kind.
_Told = tuple[str, str, OuterKind]


def _told(company: Company) -> list[_Told]:
    rows = LegalEntity.objects.filter(company=company, is_active=True).exclude(organization=None)
    organizations = Organization.objects.filter(pk__in=rows.values("organization")).order_by("pk")
    return [
        (str(operator.title), organization.name, outer)
        for operator in ports.operators()
        for organization in organizations
        for outer in operator.kinds(organization)
    ]


def _summed(told: list[_Told]) -> Wanted:
    refused = [f"{operator}, {our}: {one.note}" for operator, our, one in told if not one.is_available]
    return Wanted(
        required=tuple(dict.fromkeys(code for _operator, _our, one in told for code in one.required)),
        hindrance=" ".join(refused) if told and len(refused) == len(told) else "",
        titles=tuple(dict.fromkeys(f"{operator}: {one.title}" for operator, _our, one in told)),
    )
