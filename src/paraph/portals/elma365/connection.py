"""Verbs of the connection with a company: connect, check, switch, renew our token, disconnect.

ELMA365 is asked before anything is written, outside a transaction. An administrator types the address and the
token of the Web API; our own token is made here and given to the module there by its method `connect`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee, Workspace
from paraph.portals.deeds import authorise, refuse
from paraph.portals.elma365 import addresses, deeds, files, words
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.deeds import Event
from paraph.portals.elma365.errors import CallError, ElmaError, LockedOut
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.objects import is_id
from paraph.portals.elma365.people import ReadPeople
from paraph.portals.elma365.standing import lose, note, regain
from paraph.portals.jobs import resume
from paraph.sealed import Secret
from paraph.texts import row_id, storable

_LONGEST_TITLE = 100
_LONGEST_TOKEN = 2000
_SAVED = (
    *("title", "base_url", "token", "hub_token", "module_uuid", "options"),
    *("fault", "checked_at", "is_module_told", "is_locked_out", "is_on", "removed_at"),
)
_TAKEN = gettext_lazy("Эта компания уже подключена: измените её соединение.")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?")


def companies(workspace: Workspace) -> QuerySet[Company]:
    """Companies not removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None).select_related("workspace")


def get(workspace: Workspace, pk: object) -> Company:
    """The workspace's company; «not-found» for any other."""
    found = companies(workspace).filter(pk=row_id(pk) or 0).first()
    if found is None:
        raise DomainError("not-found", _("Компания ELMA365 не найдена или уже отключена."))
    return found


def connect(workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None) -> Company:
    """Add a company or change the connection, trying it out first; nothing is saved when ELMA365 refuses.

    `data`: base_url, token (empty leaves the one there is), title (empty: the address), module_uuid,
    file_hosts (one per line). What is new there (people, legal entities) is read in the background.
    """
    authorise(workspace.pk, actor)
    company = get(workspace, id) if id else _former(workspace, data) or Company(workspace=workspace)
    refuse(_fill(company, data))
    _try_out(company)
    if not company.hub_token:
        company.hub_token = Secret(_new_token())
    company.fault, company.checked_at, company.is_module_told = "", timezone.now(), False
    company.is_locked_out = False
    if company.removed_at is not None:
        company.removed_at, company.is_on = None, True
    with journal.writing(workspace.pk):
        if _is_taken(company):
            refuse({"base_url": str(_TAKEN)})
        company.save(update_fields=_SAVED if company.pk else None)
        deeds.record(company, Event.CHANGED if id else Event.CONNECTED, actor, address=company.base_url)
        _tell_module(company)
        ReadPeople.order(company)
    resume(company.effects_key)
    return company


def _former(workspace: Workspace, data: Mapping[str, Any]) -> Company | None:
    """The company of this address that was disconnected: its documents, mapping and addresses go on."""
    rows = Company.objects.filter(workspace=workspace, base_url=_origin(str(data.get("base_url") or "")))
    return rows.exclude(removed_at=None).select_related("workspace").order_by("-id").first()


def _fill(company: Company, data: Mapping[str, Any]) -> dict[str, str]:
    faults: dict[str, str] = {}
    company.base_url = _origin(str(data.get("base_url") or ""))
    host = urlsplit(company.base_url).netloc
    company.title = str(storable(str(data.get("title") or ""))).strip() or host
    company.module_uuid = str(data.get("module_uuid") or "").strip().lower()
    hosts = str(data.get("file_hosts") or "").lower().split()
    company.options = company.options | {files.FILE_HOSTS: hosts}
    token = str(data.get("token") or "").strip()
    if not company.base_url:
        faults["base_url"] = _("Адрес выглядит так: https://company.elma365.ru. Без https не подключаемся.")
    elif _is_taken(company):
        faults["base_url"] = str(_TAKEN)
    if len(company.title) > _LONGEST_TITLE:
        faults["title"] = _("Не длиннее {count} знаков.").format(count=_LONGEST_TITLE)
    if company.module_uuid and not is_id(company.module_uuid):
        faults["module_uuid"] = _("Идентификатор модуля выглядит так: 7fb0a0d0-fc8d-452e-843f-6a7f2f28a8bf.")
    if any(not _HOST.fullmatch(each) for each in hosts):
        faults["file_hosts"] = _("Нужны имена серверов без адреса страниц, по одному в строке.")
    if token and (len(token) > _LONGEST_TOKEN or not token.isascii() or not token.isprintable()):
        faults["token"] = _("Это не похоже на токен: проверьте, что вставили.")
    elif token:
        company.token = Secret(token)
    elif not company.token:
        faults["token"] = _("Укажите токен: «Администрирование» → «Токены» → «+ Токен».")
    return faults


def _origin(text: str) -> str:
    """«https://host» of what a person typed; empty when it is no address we would call.

    Without TLS only addresses the installation itself names are called: an administrator of a workspace must
    not be able to look around in our network.
    """
    typed = text.strip().lower().rstrip("/")
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        found = urlsplit(typed)
    except ValueError:
        return ""
    if not _HOST.fullmatch(found.netloc) or found.query or found.fragment:
        return ""
    origin = f"{found.scheme}://{found.netloc}"
    is_known = found.scheme == "https" or origin in settings.ELMA365.plain
    return origin if is_known and len(origin) <= 200 else ""


def _is_taken(company: Company) -> bool:
    same = companies(company.workspace).filter(base_url=company.base_url)
    return same.exclude(pk=company.pk).exists()


def _try_out(company: Company) -> None:
    """Ask for what every later step needs. Raises DomainError at the field to mend."""
    client = Client(company)
    try:
        client.namespaces()
        next(client.users(), None)
    except CallError as error:
        field = "token" if isinstance(error, LockedOut) else "base_url"
        summary = _("ELMA365 не пустила: исправьте отмеченное поле. Пока ничего не сохранено.")
        raise DomainError("elma365", summary, faults={field: error.message}) from error


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def check(company: Company) -> None:
    """Try the connection now; what is wrong is kept in `company.fault`, also that nobody answered.

    A module that does not know us any more (it was installed anew) is told again.
    """
    client = Client(company)
    try:
        client.namespaces()
        fault = _module_fault(client)
    except LockedOut as error:
        lose(company, error)
    except CallError as error:
        note(company, error.full)
    else:
        regain(company)
        if fault:
            note(company, fault)


def _module_fault(client: Client) -> str:
    company = client.company
    if not company.module_uuid or client.module("ping", {}).get("connected") is True:
        return ""
    with transaction.atomic():
        if Company.objects.filter(pk=company.pk, is_module_told=True).update(is_module_told=False):
            _tell_module(company)
    return "" if is_telling(company) else company.fault or str(words.MODULE_NOT_TOLD)


def renew_token(company: Company, actor: Employee) -> None:
    """Make another token of ours: the one before ends at once, the module is told the new one."""
    authorise(company.workspace_id, actor)
    with journal.writing(company.workspace_id):
        company.hub_token, company.is_module_told = Secret(_new_token()), False
        company.save(update_fields=("hub_token", "is_module_told"))
        deeds.record(company, Event.TOKEN_RENEWED, actor)
        _tell_module(company)


def read_people(company: Company, actor: Employee) -> None:
    """Read the people and legal entities anew, in the background."""
    authorise(company.workspace_id, actor)
    if not company.is_on:
        raise DomainError("wrong-state", str(words.OFF))
    with transaction.atomic():
        ReadPeople.order(company)


def switch(company: Company, actor: Employee, *, on: bool) -> None:
    """Stop or resume all work with the company; what waits for it goes on when it is switched on again."""
    authorise(company.workspace_id, actor)
    with journal.writing(company.workspace_id):
        changed = Company.objects.filter(pk=company.pk, is_on=not on).update(is_on=on)
        company.is_on = on
        if changed:
            deeds.record(company, Event.SWITCHED_ON if on else Event.SWITCHED_OFF, actor)
    if on:
        resume(company.effects_key)


def remove(company: Company, actor: Employee) -> None:
    """Forget the secrets and stop working; documents, accounts of the operator and the journal stay."""
    authorise(company.workspace_id, actor)
    with journal.writing(company.workspace_id):
        company.token = company.hub_token = company.operator_key = Secret("")
        company.removed_at, company.fault = timezone.now(), ""
        company.save()
        deeds.record(company, Event.REMOVED, actor)


# -- our module there ---------------------------------------------------------------------------------------


def _tell_module(company: Company) -> None:
    if not company.module_uuid:
        return
    effects.enqueue(
        TellModule.kind,
        {"company": company.pk},
        key=company.effects_key,
        workspace_id=company.workspace_id,
        priority=5,
    )


def is_telling(company: Company) -> bool:
    """Whether the module is about to be told our address and token."""
    states = (Effect.State.WAITING, Effect.State.RUNNING)
    rows = Effect.objects.filter(key=company.effects_key, kind=TellModule.kind, state__in=states)
    return rows.exists()


class TellModule(Job):
    """Gives the module there our address and the token it shows us; twice is once."""

    kind = "elma365.tell-module"

    def work(self, run: Run, client: Client) -> None:
        company = client.company
        told = {"hub_url": addresses.hub(company), "hub_token": company.hub_token.reveal()}
        try:
            client.module("connect", told)
        except ElmaError as error:
            note(company, error.full)
            raise

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        Company.objects.filter(pk=run.payload["company"]).update(is_module_told=True)
