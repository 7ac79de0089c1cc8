"""What comes round for every company: is it there (every hour), who works there (every night)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.portals.elma365 import connection
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.mapping_rows import setup
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.people import ReadPeople


class Check(Job):
    """Tries the connection, and whether the rows of the document mapping still fit: that is its result."""

    kind = "elma365.check"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        connection.check(client.company)
        incomplete = 0 if client.company.fault else setup.check_all(client)
        return {"fault": client.company.fault, "incomplete": incomplete}


class CheckTick(Handler):
    """Orders a check of every company that is switched on."""

    kind = "elma365.check-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        slot = f"{timezone.now():%Y-%m-%dT%H}"
        found = list(_at_work())
        for company in found:
            with transaction.atomic():
                effects.enqueue(
                    Check.kind,
                    {"company": company.pk},
                    key=company.effects_key,
                    idempotency_id=f"{Check.kind}:{company.pk}:{slot}",
                    workspace_id=company.workspace_id,
                )
        return {"companies": len(found)}


class NightTick(Handler):
    """Orders a reading of people and legal entities of every company."""

    kind = "elma365.night-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        day, found = f"{timezone.now():%Y-%m-%d}", list(_at_work())
        for company in found:
            with transaction.atomic():
                ReadPeople.order(company, slot=day)
        return {"companies": len(found)}


def _at_work() -> Any:
    return Company.objects.filter(is_on=True, removed_at=None)
