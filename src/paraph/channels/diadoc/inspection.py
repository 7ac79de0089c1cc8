"""What Диадок says about an account: which boxes it opens, what the user may do there, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import kind_map
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import DiadocError, Refused
from paraph.channels.diadoc.models import Account
from paraph.errors import DomainError
from paraph.parties.models import Organization
from paraph.texts import storable
from paraph.wire.diadoc import organizations_pb2
from paraph.wire.diadoc.organizations_pb2 import DocumentAccessLevel

#: Refusals that concern the account as a whole and not the thing asked for.
_OF_THE_ACCOUNT = (0, 401, 402, 403)


@dataclass(frozen=True)
class FoundBox:
    """A box of our organisation that the user may open."""

    box_id: str
    box_guid: str
    title: str
    organization: str
    kpp: str
    fns_participant_id: str


def boxes(client: DiadocClient, organization: Organization) -> list[FoundBox]:
    """Boxes of the organisation by its ИНН, those of its КПП alone when there are any.

    Raises DomainError «no-box» when the user has none, DiadocError when the question fails.
    """
    mine = client.my_organizations()
    own = [one for one in mine if one.Inn == organization.inn]
    of_kpp = [one for one in own if organization.kpp and one.Kpp == organization.kpp]
    found = [_box(each, box) for each in of_kpp or own for box in each.Boxes]
    if not found:
        raise DomainError("no-box", _no_box(organization, mine))
    return found


def _box(organization: organizations_pb2.Organization, box: organizations_pb2.Box) -> FoundBox:
    return FoundBox(
        box_id=box.BoxId,
        box_guid=box.BoxIdGuid,
        title=storable(box.Title)[:500],
        organization=storable(organization.ShortName or organization.FullName)[:500],
        kpp=organization.Kpp,
        fns_participant_id=organization.FnsParticipantId,
    )


def _no_box(organization: Organization, mine: list[organizations_pb2.Organization]) -> str:
    message = _(
        "У этого пользователя Диадока нет ящика организации с ИНН {inn}. Попросите администратора ящика "
        "добавить пользователя или выберите другую организацию."
    ).format(inn=organization.inn)
    if mine:
        others = ", ".join(f"{each.ShortName or each.FullName} ({each.Inn})" for each in mine[:5])
        message += " " + _("Сейчас доступны: {others}.").format(others=others)
    return message


def take(account: Account, box: FoundBox) -> None:
    """Make it the account's box (not saved)."""
    account.box_id, account.box_guid = box.box_id, box.box_guid
    account.box_title = box.title or box.organization
    account.fns_participant_id = box.fns_participant_id


def inspect(client: DiadocClient) -> None:
    """Look at the chosen box: what the user sees, whether it is blocked, which types it sends (not saved).

    What is wrong goes into `account.fault`. Raises NotNow or Unknown when nothing can be said now.
    """
    account = client.account
    try:
        account.fault = _rights(client) or _blocked(client)
        kind_map.read(client)
    except Refused as error:
        account.fault = error.full
    account.checked_at = timezone.now()


def _blocked(client: DiadocClient) -> str:
    status = client.organization_features().BlockStatus
    if status.ManualBlockStatus.IsBlocked or status.AutoBlockStatus.IsBlocked:
        return _(
            "Ящик заблокирован в Диадоке: документы не уйдут и не придут. Узнайте причину у администратора "
            "ящика или в поддержке Диадока, затем нажмите «Проверить связь»."
        )
    return ""


def _rights(client: DiadocClient) -> str:
    """What the user may do; a user of one department reads the feed of that department alone."""
    rights = client.my_employee().Permissions
    sees_all = rights.DocumentAccessLevel == DocumentAccessLevel.AllDocuments
    client.account.department_id = "" if sees_all else rights.UserDepartmentId
    if rights.AuthorizationPermission.IsBlocked:
        return _(
            "Пользователь заблокирован в этом ящике. Попросите администратора ящика разблокировать его, "
            "затем нажмите «Проверить связь»."
        )
    return ""


def note(account: Account, error: DiadocError | None) -> None:
    """Remember on the account what a job met there; None = it works again. Other troubles change nothing."""
    if error is None:
        fault = ""
    elif isinstance(error, Refused) and error.status in _OF_THE_ACCOUNT:
        fault = error.full
    else:
        return
    if fault != account.fault:
        account.fault = fault
        account.save(update_fields=("fault",))
