"""The clock of powers of attorney: states from the registry, and words about those that end soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from paraph.authority import registry_client
from paraph.authority.grant import moscow_day
from paraph.authority.models import PowerOfAttorney, State
from paraph.authority.register import employees_of, refresh
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.effects.limits import Limit
from paraph.notifications import services as notifications
from paraph.notifications.services import News
from paraph.parties.models import Employee, Role

#: A state is asked for anew this long after the last answer.
_EVERY = timedelta(hours=6)
#: Powers asked about in one go.
_ROUND = 200
#: Days before the end at which people are told, the earliest first.
_WARNINGS = (30, 7)


class Refresh(Handler):
    """Asks the registry about one power; the answer replaces the last one, so repeating is safe.

    Silence is no failure of the effect: the state stays aged, and the next hour asks again.
    """

    kind = "authority.refresh"
    #: Well under the limit of the registry itself: people who sign ask too.
    limit: ClassVar[Limit | None] = Limit(rate=2, burst=5)
    timeout: ClassVar[timedelta] = timedelta(minutes=1)

    def perform(self, run: Run) -> Mapping[str, Any]:
        assert run.workspace_id is not None, "ordered by Tick for a workspace"
        row = PowerOfAttorney.objects.get(pk=run.payload["poa"], workspace_id=run.workspace_id)
        found = refresh(row)
        return {"state": found.state.value, "reason": found.reason}


class Tick(Handler):
    """Orders a question to the registry about every power whose state has aged."""

    kind = "authority.tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        if registry_client.configured() is None:
            return {"due": 0}
        now = timezone.now()
        aged = Q(checked_at=None) | Q(checked_at__lte=now - _EVERY)
        rows = PowerOfAttorney.objects.filter(aged, expires__gte=moscow_day(now))
        oldest = F("checked_at").asc(nulls_first=True)
        due = rows.exclude(state__in=(State.REVOKED, State.REJECTED)).order_by(oldest)[:_ROUND]
        for row in due:
            name = f"{Refresh.kind}:{row.pk}:{now:%Y-%m-%dT%H}"
            with transaction.atomic():
                effects.enqueue(
                    Refresh.kind,
                    {"poa": row.pk},
                    key=Refresh.kind,
                    idempotency_id=name,
                    workspace_id=row.workspace_id,
                )
        return {"due": len(due)}


class Daily(Handler):
    """Tells representatives and administrators of powers that end within a month, and again within a week."""

    kind = "authority.daily"

    def perform(self, run: Run) -> Mapping[str, Any]:
        today, told = moscow_day(timezone.now()), 0
        rows = PowerOfAttorney.objects.filter(
            expires__gte=today, expires__lte=today + timedelta(days=max(_WARNINGS))
        )
        for row in rows.exclude(state__in=(State.REVOKED, State.REJECTED)):
            with transaction.atomic():
                notifications.tell(_news(row, (row.expires - today).days), _concerned(row))
            told += 1
        return {"told": told}


def _news(row: PowerOfAttorney, left: int) -> News:
    threshold = min(days for days in _WARNINGS if left <= days)
    return News(
        id=f"poa-expires:{row.pk}:{threshold}",  # once for each threshold
        template="authority/poa_expires",
        workspace_id=row.workspace_id,
        context={
            "number": row.number,
            "representative": row.representative_name,
            "principal": row.principal_name,
            "expires": f"{row.expires:%d.%m.%Y}",
            "url": settings.BASE_URL + reverse("poa", args=[row.pk]),
        },
    )


def _concerned(row: PowerOfAttorney) -> list[Employee]:
    """Our representatives of it and the administrators; nobody for a counterparty's power."""
    people = {employee.pk: employee for employee in employees_of(row)}
    if people or row.workspace.organizations.filter(inn=row.principal_inn).exists():
        admins = Employee.objects.filter(workspace_id=row.workspace_id, roles__role=Role.ADMINISTRATOR)
        people.update({employee.pk: employee for employee in admins})
    return list(people.values())
