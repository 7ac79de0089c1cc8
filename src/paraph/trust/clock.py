"""The moment of a check, and the stretch of time around it in which the answer stays the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_TICK = timedelta(microseconds=1)
_BEGINNING, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Clock:
    """A moment that remembers the dates it was compared with.

    Whatever was decided by `reached` and `passed` alone would be decided so at any moment of
    [`since`, `until`): this is how long an answer may be kept.
    """

    __slots__ = ("at", "since", "until")

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("момент проверки задан без часового пояса")
        self.at = at
        self.since = _BEGINNING
        self.until = _END

    def reached(self, moment: datetime) -> bool:
        """Whether `moment` has come: it is now or was before."""
        if self.at < moment:
            self.until = min(self.until, moment)
            return False
        self.since = max(self.since, moment)
        return True

    def passed(self, moment: datetime) -> bool:
        """Whether `moment` is over."""
        if self.at > moment:
            self.since = max(self.since, moment + _TICK)
            return True
        if moment < self.until:
            self.until = moment + _TICK
        return False

    def within(self, beginning: datetime, end: datetime) -> bool:
        """Whether the moment lies between the two, both included."""
        return self.reached(beginning) and not self.passed(end)
