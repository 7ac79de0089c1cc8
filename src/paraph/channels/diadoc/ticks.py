"""Moments as the API counts them: ticks of 100 ns since 0001-01-01 00:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_PER_MICROSECOND = 10
_LAST = (datetime.max.replace(tzinfo=UTC) - _FIRST) // timedelta(microseconds=1) * _PER_MICROSECOND


def of(moment: datetime) -> int:
    """Ticks of a moment (with a time zone)."""
    return (moment - _FIRST) // timedelta(microseconds=1) * _PER_MICROSECOND


def moment(ticks: int) -> datetime:
    """The moment of ticks, to the microsecond; what no calendar holds becomes its first or last moment."""
    return _FIRST + timedelta(microseconds=min(max(ticks, 0), _LAST) // _PER_MICROSECOND)
