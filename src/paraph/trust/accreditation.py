"""What became of a CA's accreditation, and whether it stood on a given day (63-ФЗ ст. 16, ст. 11 п. 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from paraph.trust.verdict import Answer

#: Where the day of issue begins and ends, and what dates of the list without an offset mean.
MOSCOW = timezone(timedelta(hours=3))


class Status(StrEnum):
    """State of an accreditation; what is not understood is «unknown» and proves nothing."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    ANNULLED = "annulled"
    UNKNOWN = "unknown"


#: Beginnings of the list's own words, in lower case: their endings vary.
_WORDS = {
    "действует": Status.ACTIVE,
    "действующ": Status.ACTIVE,
    "приостан": Status.SUSPENDED,
    "прекра": Status.TERMINATED,
    "досрочно прекра": Status.TERMINATED,
    "аннулир": Status.ANNULLED,
}


def status_of(text: str) -> Status:
    """The status a word of the list means."""
    word = " ".join(text.lower().split())
    return next((status for start, status in _WORDS.items() if word.startswith(start)), Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A status and the moment it began (aware)."""

    status: Status
    since: datetime
    #: The word as it stands in the list.
    text: str


@dataclass(frozen=True, slots=True)
class Accreditation:
    """All statuses of one CA in order of time; each lasts until the next begins."""

    entries: tuple[StatusEntry, ...]

    @classmethod
    def of(cls, current: StatusEntry, history: Iterable[StatusEntry]) -> Accreditation:
        """From the present status and the history, which may or may not repeat it.

        Where the two contradict each other, or two statuses begin at one moment, nothing is known from that
        moment on until the next status; the present one decides its own moment.
        """
        by_moment: dict[datetime, StatusEntry] = {}
        for entry in history:
            other = by_moment.setdefault(entry.since, entry)
            if other.status is not entry.status:
                by_moment[entry.since] = replace(entry, status=Status.UNKNOWN)
        by_moment[current.since] = current
        entries = [by_moment[moment] for moment in sorted(by_moment)]
        if entries[-1].status is not current.status:
            entries[-1] = replace(entries[-1], status=Status.UNKNOWN)
        return cls(tuple(entries))

    @classmethod
    def unreadable(cls, text: str) -> Accreditation:
        """Of a CA whose statuses cannot be read: nothing is known at any time."""
        return cls((StatusEntry(Status.UNKNOWN, datetime.min.replace(tzinfo=UTC), text),))

    @property
    def current(self) -> StatusEntry:
        """The latest status."""
        return self.entries[-1]

    def at(self, moment: datetime) -> StatusEntry | None:
        """The status in force at a moment; None before the first one."""
        return next((entry for entry in reversed(self.entries) if entry.since <= moment), None)

    def on_issue(self, moment: datetime) -> Answer:
        """Whether a certificate issued at `moment` was issued by an accredited CA.

        The law speaks of the day of issue (63-ФЗ ст. 11 п. 1): a day on which the accreditation begins counts
        as a whole, by Moscow time; where it ends, the moment of its end decides.
        """
        entry = self.at(moment)
        if entry is None or entry.status not in (Status.ACTIVE, Status.UNKNOWN):
            later = next((item for item in self.entries if item.since > moment), None)
            if later and later.status is Status.ACTIVE and _day(later.since) == _day(moment):
                return Answer.YES
            return Answer.NO
        return Answer.YES if entry.status is Status.ACTIVE else Answer.UNDETERMINED

    def periods(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """When the accreditation stood: (beginning, end) of each period, None for one that lasts."""
        ends = [*(entry.since for entry in self.entries[1:]), None]
        found: list[tuple[datetime, datetime | None]] = []
        for entry, end in zip(self.entries, ends, strict=True):
            if entry.status is not Status.ACTIVE:
                continue
            if found and found[-1][1] == entry.since:
                found[-1] = (found[-1][0], end)
            else:
                found.append((entry.since, end))
        return tuple(found)


def _day(moment: datetime) -> object:
    return moment.astimezone(MOSCOW).date()
