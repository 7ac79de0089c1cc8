"""Effects that work at a company of ELMA365: what a refusal, a wait and a lost answer mean to the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.effects.limits import Limit
from paraph.portals.elma365 import limits, words
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError, LockedOut
from paraph.portals.elma365.models import Company
from paraph.portals.elma365.standing import lose
from paraph.portals.jobs import attempt

#: How often a company that is switched off is looked at again; switching it on does not wait for that.
_WHILE_OFF = timedelta(minutes=15)
#: ELMA365 answers «success: false» and 403 to its own failures too: so many tries before a person must look.
_DOUBTFUL = frozenset({"unsuccess", "forbidden"})
_DOUBTFUL_TRIES = 4


class Job(Handler):
    """An effect whose payload names a `company`. `work` is called with a client of it.

    A lost answer comes back to `work` as another attempt: look (`run.intent`) before repeating a change.
    """

    limit: ClassVar[Limit | None] = limits.EFFECTS
    max_attempts = 16

    def perform(self, run: Run) -> Mapping[str, Any] | None:
        company = Company.objects.select_related("workspace").get(pk=run.payload["company"])
        if company.removed_at is not None:
            raise Quarantine(str(words.REMOVED))
        if not company.is_on:
            raise Retry(str(words.OFF), _WHILE_OFF, block_key=bool(run.key))
        return attempt(run, lambda: self._work(run, Client(company)))

    def _work(self, run: Run, client: Client) -> Mapping[str, Any] | None:
        try:
            return self.work(run, client)
        except LockedOut as error:
            lose(client.company, error)
            raise
        except ElmaError as error:
            if is_doubtful(error, run):
                raise Retry(error.full, limits.BUSY_PAUSE * 2**run.attempt) from error
            raise

    def work(self, run: Run, client: Client) -> Mapping[str, Any] | None:
        """The outside calls."""
        raise NotImplementedError


def is_doubtful(error: ElmaError, run: Run) -> bool:
    """Whether a refusal may be a failure of ELMA365, worth another try of the effect."""
    return error.code in _DOUBTFUL and run.attempt < _DOUBTFUL_TRIES
