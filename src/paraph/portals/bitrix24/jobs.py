"""Effects that work at a portal: what a refusal, a wait and a lost answer mean to the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.effects.limits import Limit
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import NeedsAdministrator
from paraph.portals.bitrix24.models import Portal, PortalState
from paraph.portals.jobs import attempt

#: How often a portal without a living token is tried again; its return does not wait for that.
_WITHOUT_TOKEN = timedelta(minutes=15)


class Job(Handler):
    """An effect whose payload names a `portal`. `work` is called with a client of it.

    A lost answer comes back to `work` as another attempt: look (`run.intent`) before repeating a change.
    """

    limit: ClassVar[Limit | None] = limits.EFFECTS
    max_attempts = 16

    def perform(self, run: Run) -> Mapping[str, Any] | None:
        portal = Portal.objects.select_related("application", "workspace").get(pk=run.payload["portal"])
        if portal.state in (PortalState.UNINSTALLED, PortalState.DELETED):
            raise Quarantine(
                _("Приложение на портале {domain} не установлено. Установите его и повторите.").format(
                    domain=portal.domain
                )
            )
        return attempt(run, lambda: self._work(run, Client(portal)))

    def _work(self, run: Run, client: Client) -> Mapping[str, Any] | None:
        try:
            return self.work(run, client)
        except NeedsAdministrator as error:
            raise Retry(error.full, _WITHOUT_TOKEN, block_key=True) from error

    def work(self, run: Run, client: Client) -> Mapping[str, Any] | None:
        """The outside calls."""
        raise NotImplementedError
