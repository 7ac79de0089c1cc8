"""What the operators' boxes of our organisations want of a kind of document."""

from __future__ import annotations

from dataclasses import dataclass

from paraph.docflow import ports
from paraph.parties.models import Organization
from paraph.portals.elma365.models import Company, LegalEntity


@dataclass(frozen=True)
class Wanted:
    """Codes of attributes no box takes the kind without, and why no box takes it at all."""

    required: tuple[str, ...] = ()
    hindrance: str = ""
    #: What the kind is called at the operators.
    titles: tuple[str, ...] = ()


def of(company: Company, kind: str) -> Wanted:
    """Of every box the company's legal entities have; nothing is wanted while none is connected."""
    rows = LegalEntity.objects.filter(company=company, is_active=True).exclude(organization=None)
    organizations = Organization.objects.filter(pk__in=rows.values("organization")).order_by("pk")
    known = [
        (operator, organization, outer)
        for operator in ports.operators()
        for organization in organizations
        for outer in operator.kinds(organization)
        if outer.kind == kind
    ]
    refused = [
        f"{operator.title}, {organization.name}: {outer.note}"
        for operator, organization, outer in known
        if not outer.is_available
    ]
    return Wanted(
        required=tuple(
            dict.fromkeys(code for _operator, _organization, one in known for code in one.required)
        ),
        hindrance=" ".join(refused) if known and len(refused) == len(known) else "",
        titles=tuple(dict.fromkeys(f"{operator.title}: {one.title}" for operator, _our, one in known)),
    )
