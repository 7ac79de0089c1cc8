"""Switching the robots of a portal on, and what they do when a process says nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties import saving
from paraph.parties.models import Employee, Role
from paraph.portals.bitrix24.install import settle
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.robots import runs
from paraph.portals.bitrix24.robots.models import SENDABLE, News, RobotSettings
from paraph.texts import row_id

CHANGED = "bitrix24:robots-changed"
#: Days a process without a limit of its own may wait.
_MOST_DAYS = 365


def channels() -> list[tuple[str, str]]:
    """Channels a robot may send over."""
    return [(name, str(channel.title)) for name, channel in ports.channels().items()]


def save(portal: Portal, data: Mapping[str, Any], actor: Employee) -> RobotSettings:
    """Keep the settings and have the portal hold what they ask for. DomainError with `faults`.

    `is_on` and `has_activities` are truth values; `channel`, `kind`, `sender` (employee id or empty),
    `news` (values of `News`), `answer_days` as typed.
    """
    saving.authorise(portal.workspace, actor, Role.ADMINISTRATOR)
    row = runs.settings_of(portal)
    days = row_id(data.get("answer_days"))
    faults = {}
    if days is None or not 0 < days <= _MOST_DAYS:
        faults["answer_days"] = _("Укажите число дней от 1 до {most}.").format(most=_MOST_DAYS)
    if data.get("channel") not in dict(channels()):
        faults["channel"] = _("Выберите канал из списка.")
    if data.get("kind") not in dict(SENDABLE):
        faults["kind"] = _("Выберите вид документа из списка.")
    sender = saving.find(Employee, portal.workspace, data["sender"]) if data.get("sender") else None
    if sender is not None and not sender.has_role(Role.SENDER, Role.ADMINISTRATOR):
        faults["sender"] = _("У сотрудника нет роли «отправитель»: дайте роль или выберите другого.")
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
    assert days is not None
    row.is_on, row.has_activities = bool(data.get("is_on")), bool(data.get("has_activities"))
    row.channel, row.kind, row.sender, row.answer_days = data["channel"], data["kind"], sender, days
    row.news = [value for value in News.values if value in set(data.get("news") or ())]
    with journal.writing(portal.workspace_id):
        row.save()
        facts = {"portal": portal.pk, "name": portal.domain, "is_on": row.is_on, "news": row.news}
        saving.record(portal.workspace, CHANGED, actor, facts | {"has_activities": row.has_activities})
        settle(portal)
    return row
