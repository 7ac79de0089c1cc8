"""What people do with accounts and partners: who may, and how the journal remembers it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from paraph.channels.diadoc.models import Account
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee


class Event(StrEnum):
    """Names of the journal events; none of them tells a secret."""

    CONNECTED = "diadoc:account-connected"
    CHANGED = "diadoc:account-changed"
    BOX_CHOSEN = "diadoc:box-chosen"
    PAUSED = "diadoc:account-paused"
    RESUMED = "diadoc:account-resumed"
    REMOVED = "diadoc:account-removed"
    RECEIPTS_KEY_SET = "diadoc:receipts-key-set"
    RECEIPTS_KEY_DROPPED = "diadoc:receipts-key-dropped"
    KINDS_MAPPED = "diadoc:kinds-mapped"
    PARTNER_BOX_CHOSEN = "diadoc:partner-box-chosen"
    PARTNER_INVITED = "diadoc:partner-invited"
    INVITATION_ACCEPTED = "diadoc:invitation-accepted"
    INVITATION_DECLINED = "diadoc:invitation-declined"


def authorise(workspace_id: int, actor: Employee, *roles: str) -> None:
    """Raise «forbidden» unless the actor works here and holds one of the roles."""
    if actor.workspace_id != workspace_id or not actor.has_role(*roles):
        raise DomainError("forbidden", _("Для этого действия не хватает прав. Обратитесь к администратору."))


def record(account: Account, event: Event, actor: Employee, **data: object) -> None:
    """Write the event in the caller's transaction; it names the organisation whose account it is."""
    who = actors.employee(actor.pk, actor.full_name)
    facts = {"name": account.organization.name, "account": account.pk, **data}
    journal.record(account.workspace_id, str(event), who, journal.Subject(), facts)
