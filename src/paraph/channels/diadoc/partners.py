"""Partners' boxes as an account sees them: look-up, the list mirrored, which box to send to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import limits, words
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.deeds import Event, authorise, record
from paraph.channels.diadoc.errors import DiadocError
from paraph.channels.diadoc.models import Account, PartnerBox, Relation
from paraph.errors import DomainError
from paraph.formats.requisites import check_inn, digits
from paraph.journal import services as journal
from paraph.parties import services as parties
from paraph.parties.models import Counterparty, Employee, Role, Workspace
from paraph.texts import row_id, storable
from paraph.wire.diadoc import counteragents_pb2, organizations_pb2
from paraph.wire.diadoc.organizations_pb2 import CounteragentStatus, Sociability

#: Those who keep partners.
KEEPERS = (Role.ADMINISTRATOR, Role.SENDER)
_RELATIONS = {
    CounteragentStatus.UnknownCounteragentStatus: Relation.NONE,
    CounteragentStatus.IsMyCounteragent: Relation.OURS,
    CounteragentStatus.InvitesMe: Relation.INVITES_US,
    CounteragentStatus.IsInvitedByMe: Relation.INVITED,
    CounteragentStatus.RejectsMe: Relation.REFUSES_US,
    CounteragentStatus.IsRejectedByMe: Relation.REFUSED,
    CounteragentStatus.NotInCounteragentList: Relation.NONE,
}
#: One mirrored entry of the API, in either of its two forms.
Seen = counteragents_pb2.Counteragent | organizations_pb2.OrganizationWithCounteragentStatus


def of_workspace(workspace: Workspace) -> QuerySet[PartnerBox]:
    """Boxes seen by accounts that were not removed."""
    rows = PartnerBox.objects.filter(workspace=workspace, account__removed_at=None)
    return rows.select_related("account__organization", "counterparty")


def get(workspace: Workspace, pk: object) -> PartnerBox:
    """The workspace's row; «not-found» for any other."""
    row = of_workspace(workspace).filter(pk=row_id(pk) or 0).first()
    if row is None:
        raise DomainError("not-found", _("Ящик контрагента не найден. Обновите страницу."))
    return row


def boxes_of(account: Account, counterparty: Counterparty) -> list[PartnerBox]:
    """Known boxes of a counterparty that take documents, the chosen one first."""
    rows = PartnerBox.objects.filter(account=account, counterparty=counterparty, is_active=True)
    return list(rows.order_by("-is_chosen", "is_roaming", "name", "id"))


def choose(row: PartnerBox, actor: Employee) -> None:
    """Remember the box as the one to send to."""
    authorise(row.workspace_id, actor, *KEEPERS)
    if row.counterparty is None:
        raise DomainError("no-counterparty", _("Сначала добавьте эту организацию в контрагенты."))
    with journal.writing(row.workspace_id):
        same = PartnerBox.objects.filter(account=row.account, counterparty=row.counterparty, is_chosen=True)
        same.update(is_chosen=False)
        row.is_chosen = True
        row.save(update_fields=("is_chosen",))
        record(row.account, Event.PARTNER_BOX_CHOSEN, actor, partner=row.name, box=row.box_id)


def adopt(row: PartnerBox, actor: Employee) -> None:
    """Make a stranger a counterparty of ours, by the requisites Диадок gives."""
    authorise(row.workspace_id, actor, *KEEPERS)
    if row.counterparty is None:
        row.counterparty = counterparty_of(row.workspace_id, row.inn, row.kpp)
    if row.counterparty is None:
        data = {"name": row.name[:300], "inn": row.inn, "kpp": row.kpp}
        row.counterparty = parties.save_counterparty(row.account.workspace, data, actor)
    row.save(update_fields=("counterparty",))


# -- asking Диадок ------------------------------------------------------------------------------------------


def read_inns(text: str) -> list[str]:
    """ИНН out of a pasted text, each once. Raises DomainError naming the wrong ones."""
    typed = (digits(word) for word in text.replace(",", " ").replace(";", " ").split())
    found = list(dict.fromkeys(word for word in typed if word))
    wrong = [word for word in found if check_inn(word)]
    if not found:
        raise DomainError("invalid", _("Впишите хотя бы один ИНН."), field="inns")
    if wrong:
        message = _("Проверьте ИНН: {wrong}. Контрольная цифра или длина неверна.")
        raise DomainError("invalid", message.format(wrong=", ".join(wrong[:10])), field="inns")
    if len(found) > limits.INNS_AT_ONCE:
        message = _("Не больше {count} ИНН за раз.").format(count=limits.INNS_AT_ONCE)
        raise DomainError("invalid", message, field="inns")
    return found


def look_up(account: Account, inns: list[str], actor: Employee) -> list[PartnerBox]:
    """Ask for the organisations of these ИНН and mirror what comes. Raises DomainError."""
    authorise(account.workspace_id, actor, *KEEPERS)
    if not account.is_connected:
        raise DomainError("not-connected", _("Сначала подключите организацию к Диадоку и выберите ящик."))
    try:
        with DiadocClient(account) as client:
            return find(client, inns)
    except DiadocError as error:
        raise DomainError("diadoc", words.for_a_person(error)) from error


def find(client: DiadocClient, inns: Iterable[str]) -> list[PartnerBox]:
    """The same for jobs: boxes of these ИНН, our own box left out. Raises DiadocError."""
    found = client.organizations_by_inn(inns)
    with journal.writing(client.account.workspace_id):
        return [row for seen in found for row in mirror(client.account, seen)]


def refresh(client: DiadocClient, *, full: bool = False) -> int:
    """Read the list of partners from the cursor on, or all of it; how many entries came."""
    account, count = client.account, 0
    cursor = "" if full else account.partners_cursor
    while True:
        page = client.counteragents(cursor).Counteragents
        now = timezone.now()
        with journal.writing(account.workspace_id):
            for seen in page:
                mirror(account, seen)
            cursor = next((seen.IndexKey for seen in reversed(page) if seen.IndexKey), cursor)
            account.partners_cursor, account.partners_read_at = cursor, now
            if full and len(page) < limits.PAGE:
                account.partners_full_at = now
            account.save(update_fields=("partners_cursor", "partners_read_at", "partners_full_at"))
        count += len(page)
        if len(page) < limits.PAGE:
            return count


def mirror(account: Account, seen: Seen) -> list[PartnerBox]:
    """Write what Диадок says of an organisation into the row of each of its boxes; older news do not undo
    newer ones."""
    organization = seen.Organization
    rows = []
    for box in organization.Boxes:
        if box.BoxId == account.box_id:
            continue
        row = PartnerBox.objects.filter(account=account, box_id=box.BoxId).first()
        row = row or PartnerBox(account=account, workspace_id=account.workspace_id, box_id=box.BoxId)
        _describe(row, organization, box)
        _relate(row, seen)
        row.read_at = timezone.now()
        row.save()
        rows.append(row)
    return rows


def _describe(
    row: PartnerBox, organization: organizations_pb2.Organization, box: organizations_pb2.Box
) -> None:
    row.box_guid, row.org_id = box.BoxIdGuid[:36], organization.OrgId[:36]
    row.name = storable(organization.ShortName or organization.FullName)[:500]
    row.inn, row.kpp = organization.Inn[:12], organization.Kpp[:9]
    row.fns_participant_id = organization.FnsParticipantId[:60]
    is_open = organization.IsActive or not organization.HasField("IsActive")
    row.is_active = is_open and not organization.LiquidationDate
    row.is_roaming = organization.IsRoaming
    row.only_from_counteragents = organization.Sociability == Sociability.CounteragentsOnly
    if row.counterparty_id is None:
        row.counterparty = counterparty_of(row.workspace_id, row.inn, row.kpp)


def _relate(row: PartnerBox, seen: Seen) -> None:
    if seen.LastEventTimestampTicks < row.changed_ticks:
        return
    row.changed_ticks = seen.LastEventTimestampTicks
    row.relation = relation_of(seen)
    row.message_from = storable(seen.MessageFromCounteragent)
    row.message_to = storable(seen.MessageToCounteragent)
    row.invitation_message_id = seen.InvitationDocumentId.MessageId[:36]
    row.invitation_entity_id = seen.InvitationDocumentId.EntityId[:36]
    if row.relation in (Relation.OURS, Relation.INVITED):
        row.fault = ""


def relation_of(seen: Seen) -> str:
    """The relation as a word of ours; one we do not know yet is none."""
    if isinstance(seen, counteragents_pb2.Counteragent):
        return _RELATIONS.get(seen.CurrentStatus, Relation.NONE)
    return _RELATIONS.get(seen.CounteragentStatus, Relation.NONE)


def counterparty_of(workspace_id: int, inn: str, kpp: str) -> Counterparty | None:
    """Whom we know by these requisites: with this КПП, or the only one of this ИНН."""
    known = list(Counterparty.objects.filter(workspace_id=workspace_id, inn=inn)[:50])
    same = [one for one in known if one.kpp == kpp]
    return (same or known)[0] if same or len(known) == 1 else None
