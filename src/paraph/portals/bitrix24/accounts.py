"""Verbs of administrators: applications, portals, and who of a portal is which employee."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee, Workspace
from paraph.portals import people
from paraph.portals.bitrix24 import frames, install
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.models import Application, Portal, PortalState, PortalToken, PortalUser
from paraph.portals.bitrix24.people import ReadPeople
from paraph.portals.deeds import authorise, refuse
from paraph.sealed import Secret
from paraph.texts import row_id, storable

_CLIENT_ID = re.compile(r"(local|app)\.[0-9a-f]{8,40}\.[0-9]{4,20}")
_LONGEST_SECRET = 200
_LONGEST_NAME = 100


class Event(StrEnum):
    """Names of the journal events of people; those of the portal itself are in `install`."""

    ADDED = "bitrix24:application-added"
    KEYS_ENTERED = "bitrix24:application-keys"
    REMOVED = "bitrix24:application-removed"
    REPAIRED = "bitrix24:repair-ordered"
    PERSON_CHOSEN = "bitrix24:person-chosen"


def applications(workspace: Workspace) -> QuerySet[Application]:
    """Applications not removed, each with its portals."""
    rows = Application.objects.filter(workspace=workspace, removed_at=None)
    return rows.prefetch_related("portals")


def application(workspace: Workspace, pk: object) -> Application:
    """The workspace's application; «not-found» for any other."""
    found = applications(workspace).filter(pk=row_id(pk) or 0).first()
    if found is None:
        raise DomainError("not-found", _("Приложение не найдено или уже удалено."))
    return found


def portal(workspace: Workspace, pk: object) -> Portal:
    """The workspace's portal; «not-found» for any other."""
    rows = Portal.objects.select_related("application", "workspace")
    found = rows.filter(workspace=workspace, pk=row_id(pk) or 0).first()
    if found is None:
        raise DomainError("not-found", _("Портал не найден."))
    return found


def add(workspace: Workspace, data: Mapping[str, Any], actor: Employee) -> Application:
    """Begin to connect a portal: `name` for ourselves, `oauth` one of the installation's servers."""
    authorise(workspace.pk, actor)
    name = str(storable(str(data.get("name") or ""))).strip()
    oauth = str(data.get("oauth") or settings.BITRIX24.oauth[0])
    faults = {}
    if not name:
        faults["name"] = _("Назовите портал так, как его называют у вас.")
    elif len(name) > _LONGEST_NAME:
        faults["name"] = _("Не длиннее {count} знаков.").format(count=_LONGEST_NAME)
    if oauth not in settings.BITRIX24.oauth:
        faults["oauth"] = _("Выберите сервер авторизации из списка.")
    refuse(faults)
    with journal.writing(workspace.pk):
        row = Application.objects.create(workspace=workspace, name=name, oauth=oauth)
        _record(row, Event.ADDED, actor)
    return row


def enter_keys(row: Application, data: Mapping[str, Any], actor: Employee) -> None:
    """`client_id` and `client_secret` of the card; an empty secret leaves the one there is."""
    authorise(row.workspace_id, actor)
    client_id = str(data.get("client_id") or "").strip()
    secret = str(data.get("client_secret") or "").strip()
    faults = {}
    if not _CLIENT_ID.fullmatch(client_id):
        faults["client_id"] = _("Код приложения выглядит так: local.67f1c0de12ab34.56789012. Скопируйте его.")
    elif Application.objects.filter(client_id=client_id, removed_at=None).exclude(pk=row.pk).exists():
        faults["client_id"] = _("Приложение с таким кодом уже подключено.")
    if not secret and not row.client_secret:
        faults["client_secret"] = _("Укажите ключ приложения из той же карточки.")
    elif len(secret) > _LONGEST_SECRET:
        faults["client_secret"] = _("Слишком длинно: проверьте, что вставили.")
    refuse(faults)
    with journal.writing(row.workspace_id):
        row.client_id = client_id
        if secret:
            row.client_secret = Secret(secret)
        row.save(update_fields=("client_id", "client_secret"))
        _record(row, Event.KEYS_ENTERED, actor, client_id=client_id)


def remove(row: Application, actor: Employee) -> None:
    """Forget the keys and tokens of an application; its portals stay as they were known, and stop."""
    authorise(row.workspace_id, actor)
    with journal.writing(row.workspace_id):
        now = timezone.now()
        Application.objects.filter(pk=row.pk, removed_at=None).update(removed_at=now, client_secret="")
        for each in Portal.objects.filter(application=row):
            PortalToken.objects.filter(portal=each).delete()
            frames.end_all(each)
        left = Portal.objects.filter(application=row).exclude(state=PortalState.DELETED)
        left.update(state=PortalState.UNINSTALLED, ended_at=now, is_installed=False)
        _record(row, Event.REMOVED, actor)


# -- a portal -----------------------------------------------------------------------------------------------


def repair(row: Portal, actor: Employee) -> None:
    """«Починить»: make the portal hold everything it must, whatever is known of what it holds."""
    authorise(row.workspace_id, actor)
    _must_be_installed(row)
    if is_busy(row):
        raise DomainError("wrong-state", _("Портал уже приводится в порядок. Подождите минуту."))
    with journal.writing(row.workspace_id):
        row.registrations.update(digest="")
        install.settle(row)
        _record(row.application, Event.REPAIRED, actor, portal=row.domain)


def is_busy(row: Portal) -> bool:
    """Whether the registration is under way."""
    states = (Effect.State.WAITING, Effect.State.RUNNING)
    return Effect.objects.filter(key=row.key, kind=install.SETTLE, state__in=states).exists()


def test_event(row: Portal, actor: Employee) -> None:
    """Have the portal send its test event. DomainError with the portal's words when it will not."""
    authorise(row.workspace_id, actor)
    _must_be_installed(row)
    try:
        Client(row).call("event.test", {"by": "paraph"})
    except Bitrix24Error as error:
        raise DomainError("bitrix24", error.full) from error


def read_people(row: Portal, actor: Employee) -> None:
    """Read the portal's employees anew, in the background."""
    authorise(row.workspace_id, actor)
    _must_be_installed(row)
    with transaction.atomic():
        ReadPeople.order(row)


def choose(row: PortalUser, employee_id: object, actor: Employee) -> None:
    """Say by hand which employee a person of the portal is; empty for none."""
    workspace_id = row.portal.workspace_id
    authorise(workspace_id, actor)
    employee = people.chosen(workspace_id, employee_id)
    with journal.writing(workspace_id):
        row.employee, row.is_chosen = employee, True
        row.save(update_fields=("employee", "is_chosen"))
        frames.end_of_user(row)
        facts = {"person": row.name, "employee": employee.full_name if employee else ""}
        _record(row.portal.application, Event.PERSON_CHOSEN, actor, **facts)


def _must_be_installed(row: Portal) -> None:
    if row.state in (PortalState.UNINSTALLED, PortalState.DELETED):
        message = _("Приложение на портале не установлено: установите его в портале.")
        raise DomainError("wrong-state", message)


def _record(row: Application, event: Event, actor: Employee, **data: object) -> None:
    who = actors.employee(actor.pk, actor.full_name)
    facts = {"name": row.name, "application": row.pk, **data}
    journal.record(row.workspace_id, str(event), who, journal.Subject(), facts)
