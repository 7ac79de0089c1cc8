"""Filling the balance, holding a signature back, using it, giving it back.

A document of ours takes one signature: held back when it leaves the draft, used by our signature, given back
when it is withdrawn, refused or returned before that. Sent anew after an operator's error it takes no second.
"""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.balance.models import Account, Charge, ChargeState, Pack
from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.docflow.services import regions
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties import saving
from paraph.parties.models import Employee, Role, Workspace
from paraph.texts import storable

#: Journal events: the switch, a pack added, a pack taken back.
SWITCHED, PACK_ADDED, PACK_REMOVED = "balance:switched", "balance:pack-added", "balance:pack-removed"
#: Most signatures in one pack.
LARGEST_PACK = 1_000_000
#: A document on its way to our signature, and one that is back or gone.
_WAITS = frozenset({"ON_APPROVAL", "APPROVED", "ON_SIGNING"})
_BACK = frozenset({"DRAFT", "SIGN_FAILED", "CANCELLED"})


def of(workspace_id: int) -> Account:
    """The workspace's account as it is now; an empty one, not counted, when there is none yet."""
    found = Account.objects.filter(workspace_id=workspace_id).first()
    return found or Account(workspace_id=workspace_id)


def switch(workspace: Workspace, is_counted: bool, actor: Employee) -> None:
    """Begin or stop to count. Documents sent before are not charged; what is held back is used as it was."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        account = _account(workspace.pk)
        if account.is_counted != is_counted:
            Account.objects.filter(pk=account.pk).update(is_counted=is_counted)
            saving.record(workspace, SWITCHED, actor, {"is_counted": is_counted})


def add_pack(workspace: Workspace, quantity: int | None, basis: str, actor: Employee) -> Pack:
    """Give signatures to the workspace. DomainError with `faults` for a wrong number or no basis."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    basis = " ".join(storable(basis).split())
    faults = {}
    if quantity is None or not 0 < quantity <= LARGEST_PACK:
        message = _("Укажите число подписей от 1 до {largest}.")
        faults["quantity"] = message.format(largest=LARGEST_PACK)
    if not basis or len(basis) > 200:
        faults["basis"] = _("Укажите основание, не длиннее 200 знаков: например, номер счёта.")
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
    assert quantity is not None
    with journal.writing(workspace.pk):
        account = _account(workspace.pk)
        pack = Pack.objects.create(workspace=workspace, quantity=quantity, basis=basis, added_by=actor)
        Account.objects.filter(pk=account.pk).update(granted=F("granted") + quantity)
        saving.record(workspace, PACK_ADDED, actor, {"pack": pack.pk, "number": quantity, "name": basis})
    return pack


def remove_pack(workspace: Workspace, pk: int, actor: Employee) -> None:
    """Take back a pack entered by mistake; refused when some of its signatures are already in use."""
    saving.authorise(workspace, actor, Role.ADMINISTRATOR)
    with journal.writing(workspace.pk):
        pack = saving.find(Pack, workspace, pk)
        unused = Account.objects.filter(
            workspace=workspace, granted__gte=F("reserved") + F("spent") + pack.quantity
        )
        if pack.removed_at is not None:
            raise DomainError("wrong-state", _("Этот пакет уже снят. Обновите страницу."))
        if not unused.update(granted=F("granted") - pack.quantity):
            message = _("Снять пакет нельзя: часть его подписей уже израсходована или зарезервирована.")
            raise DomainError("balance-used", message)
        pack.removed_at, pack.removed_by = timezone.now(), actor
        pack.save(update_fields=("removed_at", "removed_by"))
        saving.record(workspace, PACK_REMOVED, actor, {"pack": pack.pk, "number": pack.quantity})


def reserve(workspace_id: int, holder: str, flow: Docflow | None = None) -> None:
    """Hold one signature back for a holder, in a transaction; again for the same holder changes nothing.

    Raises DomainError «balance-empty» when none is left. The UPDATE names what it needs, so of two that
    want the last one exactly one gets it. Nothing happens while the balance is not counted.
    """
    if not of(workspace_id).is_counted:
        return
    with journal.writing(workspace_id):
        live = Charge.objects.filter(workspace_id=workspace_id, holder=holder)
        if live.exclude(state=ChargeState.RETURNED).exists():
            return
        free = Account.objects.filter(workspace_id=workspace_id, granted__gt=F("reserved") + F("spent"))
        if not free.update(reserved=F("reserved") + 1):
            raise _empty(of(workspace_id))
        charge = Charge(workspace_id=workspace_id, holder=holder)
        if flow is not None:
            charge.docflow_id = flow.pk
            charge.sender, charge.signer = flow.package.sender, flow.package.signer
        charge.save()


def hand_over(workspace_id: int, holder: str, flow: Docflow) -> None:
    """What was held back for a holder is now for a docflow, in the caller's transaction."""
    held = Charge.objects.filter(workspace_id=workspace_id, holder=holder, state=ChargeState.RESERVED)
    package = flow.package
    held.update(holder=_holder(flow), docflow_id=flow.pk, sender=package.sender, signer=package.signer)


def give_back(workspace_id: int, holder: str) -> None:
    """What was held back is free again; nothing if it was used or never held."""
    _end(workspace_id, holder, ChargeState.RETURNED)


def give_back_all(workspace_id: int, prefix: str) -> None:
    """The same for a holder of several: «b24:5» holds «b24:5:0», «b24:5:1» …"""
    held = Charge.objects.filter(workspace_id=workspace_id, state=ChargeState.RESERVED)
    for name in held.filter(holder__startswith=f"{prefix}:").values_list("holder", flat=True):
        give_back(workspace_id, name)


def follow(change: Change) -> None:
    """Reaction to a transition: a document of ours holds, uses or gives back its signature."""
    flow = change.docflow
    if flow.package.is_incoming:
        return
    state = regions(flow)["outgoing"]
    if state in _WAITS:
        reserve(flow.workspace_id, _holder(flow), flow)
    else:
        _end(flow.workspace_id, _holder(flow), ChargeState.RETURNED if state in _BACK else ChargeState.SPENT)


def _holder(flow: Docflow) -> str:
    return f"docflow:{flow.pk}"


def _account(workspace_id: int) -> Account:
    account, _created = Account.objects.get_or_create(workspace_id=workspace_id)
    return account


def _end(workspace_id: int, holder: str, state: ChargeState) -> None:
    """End a charge once: the row's own state decides who of two was first."""
    held = Charge.objects.filter(workspace_id=workspace_id, holder=holder, state=ChargeState.RESERVED)
    if not held.exists():
        return
    with journal.writing(workspace_id):
        if held.update(state=state, ended_at=timezone.now()):
            changes = {"reserved": F("reserved") - 1}
            if state == ChargeState.SPENT:
                changes["spent"] = F("spent") + 1
            Account.objects.filter(workspace_id=workspace_id).update(**changes)


def _empty(account: Account) -> DomainError:
    message = _(
        "На балансе не осталось подписей (зарезервировано под документы на подписи: {reserved}). Документ не "
        "отправлен. Администратор может добавить пакет подписей: «Настройки», «Баланс подписей»."
    )
    return DomainError("balance-empty", message.format(reserved=account.reserved))
