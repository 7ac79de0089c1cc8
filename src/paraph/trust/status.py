"""What lists and responses say of one certificate, and what follows (RFC 5280 cl. 6.3; RFC 6960 cl. 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from paraph.trust.clock import Clock
from paraph.trust.crl import REASON_TITLES, Revocation
from paraph.trust.crl_scope import ALL_REASONS, HOLD, NO_REASONS
from paraph.trust.verdict import Answer
from paraph.trust.wording import moment


@dataclass(frozen=True)
class Statement:
    """What one authentic list or response says of one certificate."""

    #: Which list or response: kind, issuer, number, moment.
    source: str
    this_update: datetime
    next_update: datetime | None
    #: The revocation it tells of, None if the certificate is good by it.
    entry: Revocation | None
    #: Reasons it can tell of: a list may be limited to some.
    reasons: frozenset[int] = ALL_REASONS
    #: Whether «not there» means «not revoked»: expired certificates may be forgotten.
    remembers: bool = True

    def in_force(self, clock: Clock) -> bool:
        """Whether it tells the state at the moment.

        One issued later tells it too, for entries keep their dates.
        """
        if not self.remembers:
            return False
        if not clock.reached(self.this_update):
            return True
        return self.next_update is not None and not clock.passed(self.next_update)


@dataclass(frozen=True)
class Status:
    """The answer about one certificate."""

    answer: Answer
    reason: str
    source: str


def decide(name: str, statements: Sequence[Statement], clock: Clock) -> Status | None:
    """What all statements together say of the certificate called `name`; None if they do not suffice.

    Revoked for ever by any of them: no. Suspended: what the newest one in force at the moment says, or any
    issued later that dates the suspension before it. Otherwise the newest in force must cover all reasons.
    """
    newest_first = sorted(statements, key=lambda item: item.this_update, reverse=True)
    revoked = [item for item in newest_first if item.entry and not item.entry.suspends]
    for item in revoked:
        if item.entry and clock.reached(item.entry.at):
            return _refuted(name, "отозван", item)
    current = [item for item in newest_first if item.in_force(clock)]
    for item in _telling_of_hold(current, clock):
        if item.entry and item.entry.suspends and clock.reached(item.entry.at):
            return _refuted(name, "приостановлен", item)
    if revoked:
        return _later(name, "отозван", revoked[0])
    covered, used = NO_REASONS, []
    for item in current:
        if not item.reasons <= covered:
            used.append(item)
            covered |= item.reasons
    if covered != ALL_REASONS:
        return None
    held = next((item for item in used if item.entry), None)
    if held:
        return _later(name, "приостановлен", held)
    return Status(Answer.YES, f"Сертификат {name} не отозван.", "; ".join(item.source for item in used))


def _telling_of_hold(current: Sequence[Statement], clock: Clock) -> list[Statement]:
    telling = [item for item in current if HOLD in item.reasons]
    issued = [item for item in telling if clock.reached(item.this_update)]
    return [item for item in telling if item not in issued] + issued[:1]


def _refuted(name: str, what: str, statement: Statement) -> Status:
    entry = statement.entry
    assert entry
    reason = f"Сертификат {name} {what} {moment(entry.at)}: {REASON_TITLES[entry.reason]}."
    return Status(Answer.NO, reason, statement.source)


def _later(name: str, what: str, statement: Statement) -> Status:
    entry = statement.entry
    assert entry
    when = f"{what} {moment(entry.at)}: {REASON_TITLES[entry.reason]}"
    reason = f"Сертификат {name} на момент, к которому относится проверка, ещё не был {what} ({when})."
    return Status(Answer.YES, reason, statement.source)
