"""What was computed once and stays true: bounded, safe between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Generic, Protocol, TypeVar

from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock

#: Stretches of time kept for one key: that of its signatures, of the check, of some stamps between.
_MOMENTS = 4

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Cache(Generic[_K, _V]):
    """The latest used values by key; the longest unused one leaves when there is no more room."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[_K, _V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _K) -> _V | None:
        with self._lock:
            value = self._kept.get(key)
            if value is not None:
                self._kept.move_to_end(key)
            return value

    def put(self, key: _K, value: _V) -> None:
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True, slots=True)
class _Stretch(Generic[_V]):
    """A value and the time in which it would be found again: `since` included, `until` not."""

    since: datetime
    until: datetime
    value: _V


class Stretches(Generic[_K, _V]):
    """What was found at some moment, by key, until a date that mattered to it has passed."""

    def __init__(self, size: int) -> None:
        self._cache: Cache[_K, tuple[_Stretch[_V], ...]] = Cache(size)

    def get(self, key: _K, at: datetime) -> _V | None:
        for item in self._cache.get(key) or ():
            if item.since <= at < item.until:
                return item.value
        return None

    def put(self, key: _K, clock: Clock, value: _V) -> None:
        """Keep what was found by `clock`, which every date that mattered was compared with."""
        others = (self._cache.get(key) or ())[: _MOMENTS - 1]
        self._cache.put(key, (_Stretch(clock.since, clock.until, value), *others))


class Signed(Protocol):
    """A certificate, a list, a response: bytes somebody's key signed."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        ...

    def verify_signed_by(self, issuer: Certificate) -> bool:
        """Raises `keys.UnsupportedAlgorithm`."""
        ...


class Signatures:
    """Which certificate signed what. Bytes never change, so neither does the answer, whoever is trusted."""

    def __init__(self, size: int = 16_384) -> None:
        self._known: Cache[tuple[str, str], bool] = Cache(size)

    def hold(self, item: Signed, issuer: Certificate) -> bool:
        """`item.verify_signed_by(issuer)`, computed once; raises `keys.UnsupportedAlgorithm`."""
        key = (item.fingerprint, issuer.fingerprint)
        known = self._known.get(key)
        if known is None:
            known = item.verify_signed_by(issuer)
            self._known.put(key, known)
        return known
