"""Verbs of accounts: connect, check, choose a box, who sends, pause, remove.

Диадок is asked before anything is written, outside a transaction. A form's faults come in
`DomainError.details["faults"]` by field name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import auth, inspection, keyfiles, words
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.deeds import Event, authorise, record
from paraph.channels.diadoc.errors import DiadocError, Refused
from paraph.channels.diadoc.inspection import FoundBox
from paraph.channels.diadoc.models import Access, Account, AccountSender, KindMapping, PartnerBox
from paraph.channels.diadoc.records import Feed, InboxEvent, OuterMessage
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee, Organization, Role, Workspace
from paraph.sealed import Secret
from paraph.texts import row_id, storable
from paraph.trust.key_errors import KeyFileError, WrongPassword

#: Minutes between runs of the background jobs: the least and the longest.
INTERVALS = (1, 24 * 60)
_TEXTS = {"login": 200, "oidc_client": 200}
_SECRETS = ("api_key", "password", "login_key_password", "oidc_secret")
_LONGEST_SECRET = 2000
#: A developer's key stands in a header among others.
_KEY = re.compile(r"[!-+\--~]+")
#: Kept beside the text fields: a login key is a file.
_KEY_FILE = "login_key"


def of_workspace(workspace: Workspace) -> QuerySet[Account]:
    """Accounts not removed."""
    rows = Account.objects.filter(workspace=workspace, removed_at=None)
    return rows.select_related("organization")


def of_organization(organization: Organization) -> Account | None:
    """The account documents of the organisation go through; None when it is not connected."""
    account = of_workspace(organization.workspace).filter(organization=organization).first()
    return account if account is not None and account.is_connected else None


def may_send(account: Account, employee: Employee) -> bool:
    """Whether the employee may send from the account's box."""
    if employee.workspace_id != account.workspace_id:
        return False
    if not employee.has_role(Role.SENDER, Role.ADMINISTRATOR):
        return False
    return account.anyone_sends or account.senders.filter(employee=employee).exists()


# -- connecting ---------------------------------------------------------------------------------------------


def connect(workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None) -> Account:
    """Add an account or change its access, trying it out first; nothing is saved when Диадок refuses.

    `data`: organization (id; only for a new one), access, api_key, login, password, login_key (bytes),
    login_key_password, oidc_client, oidc_secret. An empty secret leaves the one there is. The account comes
    back with a box, or without one when there are several to choose from (`choose_box`) or the person must
    first log in at Контур (`finish_login`).
    """
    authorise(workspace.pk, actor, Role.ADMINISTRATOR)
    account = get(workspace, id) if id else Account(workspace=workspace)
    faults = _fill(account, data)
    if id is None:
        faults |= _place(account, data)
    faults |= {} if faults else _missing(account)
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
    account.token, account.token_until, account.fault = Secret(""), None, ""
    if account.access != Access.OIDC:
        _try_out(account)
    event = Event.CHANGED if id else Event.CONNECTED
    with journal.writing(workspace.pk):
        _refuse_second(account)
        account.save()
        _inherit(account)
        record(account, event, actor, access=account.access)
    return account


def _fill(account: Account, data: Mapping[str, Any]) -> dict[str, str]:
    faults = {}
    account.access = str(data.get("access") or account.access)
    if account.access not in Access.values:
        faults["access"] = _("Выберите способ входа.")
    for name, longest in _TEXTS.items():
        value = storable(str(data.get(name, getattr(account, name)) or "")).strip()
        setattr(account, name, value)
        if len(value) > longest:
            faults[name] = _("Не длиннее {count} знаков.").format(count=longest)
    for name in _SECRETS:
        value = str(data.get(name) or "")
        if len(value) > _LONGEST_SECRET or "\r" in value or "\n" in value:
            faults[name] = _("Слишком длинно или с переносом строки: проверьте, что вставили.")
        elif name == "api_key" and value and not _KEY.fullmatch(value.strip()):
            faults[name] = _("В ключе бывают только латинские буквы, цифры и знаки без пробелов и запятых.")
        elif value:
            setattr(account, name, Secret(value.strip() if name == "api_key" else value))
    if data.get(_KEY_FILE):
        account.login_key = Secret.of_bytes(data[_KEY_FILE])
    return faults


def _place(account: Account, data: Mapping[str, Any]) -> dict[str, str]:
    rows = Organization.objects.filter(workspace=account.workspace, pk=row_id(data.get("organization")) or 0)
    organization = rows.first()
    if organization is None:
        return {"organization": _("Выберите организацию.")}
    account.organization = organization
    return {}


def _missing(account: Account) -> dict[str, str]:
    """What the chosen way to log in cannot do without."""
    faults: dict[str, str] = {}
    if account.access == Access.OIDC:
        if not auth.oidc_client(account)[0]:
            faults["oidc_client"] = str(words.NO_OIDC_CLIENT)
        return faults
    if not auth.api_key(account):
        faults["api_key"] = str(words.NO_API_KEY)
    if account.access == Access.PASSWORD:
        if not account.login:
            faults["login"] = _("Укажите логин, с которым входят в Диадок.")
        if not account.password:
            faults["password"] = _("Укажите пароль.")
    elif not account.login_key:
        faults["login_key"] = _("Приложите файл ключа (.p12 или .pfx), сертификат которого знает Диадок.")
    else:
        faults |= _key_faults(account.login_key.reveal_bytes(), auth.revealed(account.login_key_password))
    return faults


def _key_faults(data: bytes, password: str) -> dict[str, str]:
    try:
        keyfiles.read(data, password)
    except WrongPassword as error:
        return {"login_key_password": str(error)}
    except KeyFileError as error:
        return {"login_key": str(error)}
    return {}


def _refuse_second(account: Account) -> None:
    others = Account.objects.filter(organization_id=account.organization_id, removed_at=None)
    if others.exclude(pk=account.pk).exists():
        message = _("Организация уже подключена к Диадоку: измените её учётную запись.")
        raise DomainError("invalid", message, field="organization")


def _try_out(account: Account) -> None:
    """Log in, find our box, look at it. Raises DomainError at the field to mend."""
    client = DiadocClient(account)
    try:
        found = inspection.boxes(client, account.organization)
        wanted = account.box_id or (found[0].box_id if len(found) == 1 else "")
        chosen = next((box for box in found if box.box_id == wanted), None)
        if account.box_id and chosen is None:
            raise DomainError("no-box", _lost_box(account))
        if chosen is not None:
            inspection.take(account, chosen)
            inspection.inspect(client)
    except DiadocError as error:
        message, field = words.for_a_person(error), _field(account, error)
        if not field:
            raise DomainError("diadoc", message) from error
        summary = _("Диадок не пустил: исправьте отмеченное поле. Пока ничего не сохранено.")
        raise DomainError("diadoc", summary, faults={field: message}) from error


def _field(account: Account, error: DiadocError) -> str:
    """The field of the form a refused login speaks of."""
    if not isinstance(error, Refused):
        return ""
    if words.speaks_of_key(error.text):
        return "api_key"
    if error.status in (400, 401, 403) and "/V3/Authenticate" in error.method:
        return "password" if account.access == Access.PASSWORD else "login_key"
    return ""


def get(workspace: Workspace, pk: object) -> Account:
    """The workspace's account; «not-found» for any other."""
    account = of_workspace(workspace).filter(pk=row_id(pk) or 0).first()
    if account is None:
        raise DomainError("not-found", _("Учётная запись Диадока не найдена или уже удалена."))
    return account


def finish_login(account: Account, code: str, errand: auth.Errand, back: str, actor: Employee) -> None:
    """The person came back from Контур with a code: keep the tokens and find the box."""
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    try:
        auth.take_code(account, code, errand, back)
    except DiadocError as error:
        raise DomainError("diadoc", words.for_a_person(error)) from error
    _try_out(account)
    with journal.writing(account.workspace_id):
        account.save()
        _inherit(account)
        record(account, Event.CHANGED, actor, access=account.access)


def boxes(account: Account) -> list[FoundBox]:
    """Boxes to choose from, asked for now. Raises DomainError."""
    try:
        with DiadocClient(account) as client:
            return inspection.boxes(client, account.organization)
    except DiadocError as error:
        raise DomainError("diadoc", words.for_a_person(error)) from error


def choose_box(account: Account, box_id: str, actor: Employee) -> None:
    """Make one of the found boxes the account's, and look at it.

    Once only: cursors and documents of an account belong to its box.
    """
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    if account.box_id:
        message = _("Ящик уже выбран. Чтобы сменить его, отключите организацию и подключите её снова.")
        raise DomainError("wrong-state", message)
    chosen = next((box for box in boxes(account) if box.box_id == box_id), None)
    if chosen is None:
        raise DomainError("invalid", _("Выберите ящик из списка."), field="box")
    inspection.take(account, chosen)
    check(account)
    with journal.writing(account.workspace_id):
        account.save(update_fields=("box_id", "box_guid", "box_title", "fns_participant_id"))
        _inherit(account)
        record(account, Event.BOX_CHOSEN, actor, box=chosen.box_id)


def _inherit(account: Account) -> None:
    """What a removed account of the same box was at goes on with this one, from where it was left."""
    if not account.box_id:
        return
    former = Account.objects.filter(organization_id=account.organization_id, box_id=account.box_id)
    former = former.exclude(removed_at=None)
    for model in (OuterMessage, InboxEvent, PartnerBox, KindMapping):
        model._default_manager.filter(account__in=former).update(account=account)
    last = former.order_by("-id").first()
    if last is not None and not Feed.objects.filter(account=account).exists():
        moved = Feed.objects.filter(account=last).update(account=account)
        if not moved:
            Feed.objects.create(account=account, since=last.created_at)


def heir(account: Account) -> Account | None:
    """The account itself; of a removed one, the one its organisation's box is connected by now, if any."""
    if account.removed_at is None:
        return account
    now = of_organization(account.organization)
    return now if now is not None and now.box_id == account.box_id else None


def _lost_box(account: Account) -> str:
    return _(
        "У этого пользователя нет доступа к ящику {box}. Попросите администратора ящика дать доступ "
        "или войдите под другим пользователем."
    ).format(box=account.box_title)


def check(account: Account) -> None:
    """Try the connection now; what is wrong is kept in `account.fault`, also that nobody answered."""
    with DiadocClient(account) as client:
        try:
            found = inspection.boxes(client, account.organization)
            if account.box_id and account.box_id not in {box.box_id for box in found}:
                account.fault = _lost_box(account)
            elif account.box_id:
                inspection.inspect(client)
            else:
                account.fault = ""
        except DiadocError as error:
            account.fault = error.full
        except DomainError as error:
            account.fault = error.message
    account.checked_at = timezone.now()
    account.save(update_fields=("fault", "checked_at", "department_id"))


# -- settings -----------------------------------------------------------------------------------------------


def save_settings(account: Account, data: Mapping[str, Any], actor: Employee) -> None:
    """interval_minutes; anyone_sends («1» or empty) and senders (employee ids) when not everybody may."""
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    minutes = row_id(data.get("interval_minutes")) or 0
    least, most = INTERVALS
    faults = {}
    if not least <= minutes <= most:
        faults["interval_minutes"] = _("От {least} до {most} минут.").format(least=least, most=most)
    ids = [row_id(each) or 0 for each in data.get("senders") or ()]
    people = list(Employee.objects.filter(workspace_id=account.workspace_id, pk__in=ids))
    anyone = data.get("anyone_sends") == "1"
    if not anyone and not people:
        faults["senders"] = _("Отметьте хотя бы одного сотрудника или разрешите всем.")
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
    with journal.writing(account.workspace_id):
        account.interval_minutes, account.anyone_sends = minutes, anyone
        account.save(update_fields=("interval_minutes", "anyone_sends"))
        AccountSender.objects.filter(account=account).delete()
        if not anyone:
            AccountSender.objects.bulk_create(
                AccountSender(account=account, employee=each) for each in people
            )
        record(account, Event.CHANGED, actor, interval=minutes, anyone_sends=anyone)


def pause(account: Account, actor: Employee, *, on: bool) -> None:
    """Stop or resume the background jobs; what is being sent goes out either way."""
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    with journal.writing(account.workspace_id):
        changed = Account.objects.filter(pk=account.pk, is_paused=not on).update(is_paused=on)
        account.is_paused = on
        if changed:
            record(account, Event.PAUSED if on else Event.RESUMED, actor)


def remove(account: Account, actor: Employee) -> None:
    """Forget the secrets and stop working; documents, runs and the journal stay."""
    authorise(account.workspace_id, actor, Role.ADMINISTRATOR)
    with journal.writing(account.workspace_id):
        for name in (*_SECRETS, _KEY_FILE, "oidc_refresh", "token", "receipts_key", "receipts_password"):
            setattr(account, name, Secret(""))
        account.token_until, account.receipts_certificate, account.receipts_power = None, "", ""
        account.removed_at, account.fault = timezone.now(), ""
        account.save()
        record(account, Event.REMOVED, actor)
