"""Approval routes: keeping them, and who stands in which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.approval.models import Mode, Route, RouteStep
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee, Workspace
from paraph.parties.rules import can_administer, can_approve
from paraph.texts import row_id, storable

ROUTE_ADDED = "approval:route-added"
ROUTE_CHANGED = "approval:route-changed"


def save_route(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> Route:
    """Add or change a route: name, mode (`Mode`), people (employee ids in order), is_active.

    Rounds already running keep the people they began with. All faults come at once in
    `details["faults"]`; a person of another workspace is a fault of `people`.
    """
    if actor.workspace_id != workspace.pk or not can_administer(actor):
        raise DomainError("forbidden", _("Маршруты настраивает администратор. Обратитесь к нему."))
    with journal.writing(workspace.pk):
        row = _row(workspace, id)
        people = _people(workspace, data.get("people", ()))
        row.name = " ".join(storable(str(data.get("name", ""))).split())
        row.mode = str(data.get("mode", Mode.SEQUENTIAL))
        row.is_active = bool(data.get("is_active", True))
        _check(row, people)
        added = row.pk is None
        row.save()
        row.steps.all().delete()
        RouteStep.objects.bulk_create(
            RouteStep(route=row, order=order, employee=person) for order, person in enumerate(people, start=1)
        )
        facts = {
            "route": row.pk,
            "name": row.name,
            "mode": row.mode,
            "people": [person.full_name for person in people],
            "is_active": row.is_active,
        }
        who = actors.employee(actor.pk, actor.full_name)
        journal.record(workspace.pk, ROUTE_ADDED if added else ROUTE_CHANGED, who, journal.Subject(), facts)
        return row


def routes_of(employee: Employee) -> list[str]:
    """Names of the active routes that would stop without this person."""
    rows = Route.objects.filter(workspace=employee.workspace_id, is_active=True, steps__employee=employee)
    return list(rows.values_list("name", flat=True))


def _row(workspace: Workspace, id: int | None) -> Route:
    if id is None:
        return Route(workspace=workspace)
    row = Route.objects.filter(workspace=workspace, pk=id).first()
    if row is None:
        raise DomainError("not-found", _("Маршрут не найден в вашем рабочем пространстве."))
    return row


def _people(workspace: Workspace, ids: Any) -> list[Employee]:
    """Employees in the order given, each once; refuses anybody who does not work here now."""
    order = list(dict.fromkeys(row_id(id) for id in ids))
    found = Employee.objects.filter(workspace=workspace, is_active=True).in_bulk(order)
    if len(found) != len(order):
        raise DomainError(
            "invalid",
            _("В маршруте есть человек, которого нет среди действующих сотрудников."),
            field="people",
        )
    return [found[id] for id in order if id is not None]


def _check(row: Route, people: list[Employee]) -> None:
    faults: dict[str, str] = {}
    if not row.name or len(row.name) > 200:
        faults["name"] = _("Назовите маршрут, не длиннее 200 знаков.")
    elif Route.objects.filter(workspace=row.workspace, name=row.name).exclude(pk=row.pk).exists():
        faults["name"] = _("Маршрут с таким названием уже есть.")
    if row.mode not in Mode.values:
        faults["mode"] = _("Выберите порядок: по очереди или одновременно.")
    idle = [person.full_name for person in people if not can_approve(person)]
    if not people:
        faults["people"] = _("Добавьте хотя бы одного согласующего.")
    elif idle:
        faults["people"] = _("Наблюдатель не может согласовывать: {names}.").format(names=", ".join(idle))
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
