"""What all effects that call Диадок have in common: the account, its pace, and what each error leads to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from paraph.channels.diadoc import accounts, inspection, limits
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import NotNow, Refused, Unknown
from paraph.channels.diadoc.models import Account
from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.effects.limits import Limit
from paraph.journal.actors import Actor

CHANNEL_NAME = "diadoc"
#: Диадок as the journal names it.
OPERATOR = Actor(kind="channel", name="Диадок", side="HUB")


class Job(Handler):
    """An effect whose payload names an `account`. `work` is called with a client of it."""

    limit: ClassVar[Limit | None] = limits.EFFECTS
    #: With pauses that double up to an hour: half a day of an operator that is away.
    max_attempts = 16

    def perform(self, run: Run) -> Mapping[str, Any] | None:
        row = Account.objects.select_related("organization").get(pk=run.payload["account"])
        account = accounts.heir(row)
        if account is None:
            raise Quarantine(
                _("{name} отключена от Диадока. Подключите её к тому же ящику и повторите.").format(
                    name=row.organization.name
                )
            )
        try:
            with DiadocClient(account) as client:
                return self.work(run, client)
        except NotNow as error:
            if error.whole_service:
                raise Retry(error.full, error.after, block_key=True) from error
            raise Retry(error.full, _longer(error.after, run)) from error
        except Unknown as error:
            raise Retry(error.full, _longer(error.after, run)) from error
        except Refused as error:
            inspection.note(account, error)
            raise Quarantine(error.full) from error

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any] | None:
        """The outside calls."""
        raise NotImplementedError


def _longer(after: timedelta, run: Run) -> timedelta:
    """What the service asked for, doubled with every attempt."""
    grown: timedelta = after * int(2 ** min(run.attempt - 1, 10))
    return min(grown, limits.LONGEST_PAUSE)


def counterparty(name: str, box_id: str) -> Actor:
    """The other side as the journal names it."""
    return Actor(kind="counterparty", name=name, id=box_id[:60], side="R")


def our_side() -> Actor:
    """Our side acting past this installation, at Диадок itself."""
    return Actor(kind="channel", name="Диадок, наш ящик", side="S")
