"""Whether a company lets us in: what is wrong is kept, and its administrators hear of a token that ended."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.notifications import services as notifications
from paraph.notifications.services import News
from paraph.parties.models import Employee, Role
from paraph.portals.elma365.errors import LockedOut
from paraph.portals.elma365.models import Company
from paraph.portals.jobs import resume

#: ELMA365 as the journal names it, and the event of a token that is not accepted any more.
ELMA_ACTOR = Actor(kind="system", name="ELMA365", side="HUB")
LOST = "elma365:locked-out"


def note(company: Company, fault: str) -> None:
    """Remember what is wrong with the connection; empty when it was found well."""
    company.fault, company.checked_at = fault, timezone.now()
    Company.objects.filter(pk=company.pk).update(fault=fault, checked_at=company.checked_at)


def lose(company: Company, error: LockedOut) -> None:
    """No call is let in any more: the journal says since when, our administrators get a letter, once."""
    with journal.writing(company.workspace_id):
        if Company.objects.filter(pk=company.pk, is_locked_out=False).update(is_locked_out=True):
            facts = {"company": company.pk, "name": company.title}
            event = journal.record(company.workspace_id, LOST, ELMA_ACTOR, journal.Subject(), facts)
            _tell_administrators(company, f"{LOST}:{event.seq}")
        note(company, error.full)


def regain(company: Company) -> None:
    """It was found well: what waited for that goes on."""
    note(company, "")
    if Company.objects.filter(pk=company.pk, is_locked_out=True).update(is_locked_out=False):
        resume(company.effects_key)


def _tell_administrators(company: Company, name: str) -> None:
    news = News(
        id=f"{company.workspace_id}:{name}",
        template="elma365/locked_out",
        workspace_id=company.workspace_id,
        context={
            "title": company.title,
            "url": settings.BASE_URL + reverse("elma365-company", args=[company.pk]),
        },
    )
    wanted = {"workspace_id": company.workspace_id, "roles__role": Role.ADMINISTRATOR}
    notifications.tell(news, Employee.objects.filter(is_active=True, **wanted).select_related("user"))
