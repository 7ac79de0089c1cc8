"""What the layout shows around every page: navigation, flash messages, languages, workspaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from paraph.docflow import ports, queries
from paraph.effects import services as effects
from paraph.parties import departments, rules
from paraph.parties.models import Employee, Role, Workspace
from paraph.registry.models import Direction
from paraph.web import menu


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation."""

    label: str
    address: str
    is_current: bool
    #: Shown as a badge when not zero; `badge_label` says in words what is counted.
    badge: int = 0
    badge_label: str = ""


def _request(context: Context) -> HttpRequest:
    return context["request"]


def _item(
    request: HttpRequest, name: str, label: str, badge: int = 0, badge_label: str = ""
) -> NavItem | None:
    try:
        address = reverse(name)
    except NoReverseMatch:  # pages of a room that is not installed are not offered
        return None
    return NavItem(label, address, request.path.startswith(address), badge, badge_label)


@pass_context
def nav(context: Context) -> list[NavItem]:
    """Sections this employee may open, in order."""
    request = _request(context)
    employee: Employee | None = getattr(request, "employee", None)
    if employee is None:
        return []
    mine = queries.waiting_count(employee)
    items = [
        _item(request, "tasks", _("Задачи"), mine, _("ждут вас")),
        _item(request, "registry", _("Реестр")),
        _item(request, "department-documents", _("Отдел")) if departments.is_head(employee) else None,
        _item(request, "counterparties", _("Контрагенты")),
        _item(request, "poas", _("Доверенности")),
        *(_item(request, entry.name, str(entry.label)) for entry in menu.entries(employee)),
    ]
    if rules.can_administer(employee):
        waiting = effects.quarantined(request.workspace.pk).count()
        items += [
            _item(request, "quarantine", _("Карантин"), waiting, _("ждут решения")),
            _item(request, "journal", _("Журнал")),
            _item(request, "settings", _("Настройки")),
        ]
    return [item for item in items if item is not None]


@pass_context
def flashes(context: Context) -> list[Any]:
    """Messages left for this reader, each shown once."""
    return list(get_messages(_request(context)))


@pass_context
def workspaces(context: Context) -> list[Workspace]:
    """Workspaces the reader may switch to, the current one included."""
    return [employee.workspace for employee in getattr(_request(context), "employees", ())]


def role_labels(employee: Employee) -> str:
    """Roles in words, in the order of the list of roles."""
    held = employee.role_names()
    return ", ".join(str(role.label) for role in Role if role.value in held)


def languages() -> list[tuple[str, str]]:
    """Codes and own names of the languages offered."""
    return list(settings.LANGUAGES)


def current_language() -> str:
    """Code for `<html lang>`."""
    return get_language() or settings.LANGUAGE_CODE


@pass_context
def with_query(context: Context, **changes: Any) -> str:
    """The current query string with some parameters changed; None removes one."""
    query = _request(context).GET.copy()
    values: Mapping[str, Any] = changes
    for name, value in values.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


def way_words(direction: str, channel: str) -> tuple[str, str]:
    """Which way a document goes and what carries it, in words; an adapter taken away shows its name."""
    found = ports.channels().get(channel)
    return str(Direction(direction).label), str(found.title) if found else channel


def now() -> datetime:
    """The moment the page was made."""
    return timezone.now()
