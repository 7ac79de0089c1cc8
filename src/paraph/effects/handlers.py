"""What an effect does: the handler of its kind, and what the handler is given and may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction

from paraph.effects.limits import Limit
from paraph.effects.models import Effect
from paraph.texts import storable


class Retry(Exception):
    """Raised by a handler: not now, try later.

    `after` is the wait the outside asked for (Retry-After); without it the usual growing pause is taken.
    `block_key` holds back every effect of the same key for that long: the outside is tired of the key, not
    of this effect, so such a try does not count against `Handler.max_attempts`.
    """

    def __init__(self, reason: str, after: timedelta | None = None, *, block_key: bool = False) -> None:
        if block_key and after is None:
            raise ValueError("block_key needs to know for how long: give `after`")
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.block_key = block_key


class Quarantine(Exception):
    """Raised by a handler: trying again will not help, a person must look. `reason` is Russian."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StaleRun(Exception):
    """This run is no longer the current one: another worker took the effect over, or it was decided."""


@dataclass
class Run:
    """One attempt at an effect, as the handler sees it."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    idempotency_id: str
    workspace_id: int | None
    docflow_id: int | None
    package_id: int | None
    key: str
    #: 1 for the first start; the fence of this run.
    attempt: int
    #: What this or an earlier attempt recorded before its outside call; ask the outside first when it is set.
    intent: Mapping[str, Any] | None

    @classmethod
    def of(cls, effect: Effect) -> Run:
        """The run that has just been claimed."""
        return cls(
            id=effect.pk,
            kind=effect.kind,
            payload=effect.payload,
            idempotency_id=effect.idempotency_id,
            workspace_id=effect.workspace_id,
            docflow_id=effect.docflow_id,
            package_id=effect.package_id,
            key=effect.key,
            attempt=effect.attempts,
            intent=effect.intent,
        )

    def remember(self, intent: Mapping[str, Any]) -> None:
        """Commit what is about to happen outside, before it happens.

        A later attempt finds it in `intent` and asks the outside whether it was done. Raises StaleRun when
        another worker has taken over (do not call outside then) and RuntimeError inside a transaction,
        which could still be rolled back.
        """
        with transaction.atomic(durable=True):
            self.fence(intent=dict(intent))
        self.intent = dict(intent)

    def fence(self, **changes: Any) -> None:
        """Write to the effect's row if this run is still the current one; raises StaleRun otherwise.

        Words of the outside are kept as far as the database can keep them: what cannot be written down
        would leave the effect running for ever.
        """
        changes = {name: storable(value) for name, value in changes.items()}
        current = Effect.objects.filter(pk=self.id, state=Effect.State.RUNNING, attempts=self.attempt)
        if not current.update(**changes):
            raise StaleRun(f"effect {self.id}: attempt {self.attempt} is no longer the current one")


class Handler:
    """Base of all handlers; one instance per kind, shared by all threads, so it keeps no state of a run."""

    kind: ClassVar[str]
    #: Outside calls allowed per effect key; None = no limit.
    limit: ClassVar[Limit | None] = None
    #: Failures after which a person must look.
    max_attempts: ClassVar[int] = 8
    #: The longest `perform` may take. After that the effect counts as abandoned and another worker takes it.
    timeout: ClassVar[timedelta] = timedelta(minutes=5)

    def perform(self, run: Run) -> Mapping[str, Any] | None:
        """The outside call, outside any transaction. Its answer (JSON) is stored and given to `settle`."""
        raise NotImplementedError

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        """Domain changes that follow; in the one transaction that marks the effect done.

        If it raises, nothing of it stays. An answer it rejects with Retry or Quarantine is forgotten and
        the outside is asked again; after any other exception the answer is kept and only `settle` repeats.
        """

    def dropped(self, run: Run, reason: str) -> None:
        """Domain changes when a person gives the effect up; in the one transaction that marks it dropped."""


_handlers: dict[str, Handler] = {}


def register(handler: Handler) -> None:
    """Make the handler known for its kind (from `AppConfig.ready()`). One kind has one handler class."""
    known = _handlers.get(handler.kind)
    if known is not None and type(known) is not type(handler):
        raise ValueError(f"two handlers for effects of kind {handler.kind!r}")
    _handlers[handler.kind] = handler


def handler_for(kind: str) -> Handler:
    """The handler of a kind. Raises LookupError if nobody registered one."""
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no handler for effects of kind {kind!r}") from None
