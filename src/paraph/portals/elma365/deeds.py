"""What people do with companies: how the journal remembers it."""

from __future__ import annotations

from enum import StrEnum

from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.portals.elma365.models import Company


class Event(StrEnum):
    """Names of the journal events; none of them tells a secret."""

    CONNECTED = "elma365:connected"
    CHANGED = "elma365:changed"
    TOKEN_RENEWED = "elma365:token-renewed"  # noqa: S105 - an event, not a token
    SWITCHED_ON = "elma365:switched-on"
    SWITCHED_OFF = "elma365:switched-off"
    REMOVED = "elma365:removed"
    KEY_ENTERED = "elma365:operator-key"
    ACCOUNT_SAVED = "elma365:account-saved"
    PERSON_CHOSEN = "elma365:person-chosen"


def record(company: Company, event: str, actor: Employee, **data: object) -> None:
    """Write the event in the caller's transaction; it names the company."""
    who = actors.employee(actor.pk, actor.full_name)
    facts = {"name": company.title, "company": company.pk, **data}
    journal.record(company.workspace_id, str(event), who, journal.Subject(), facts)
