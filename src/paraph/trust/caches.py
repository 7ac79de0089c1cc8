"""What was computed once and stays true: bounded, safe between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

from paraph.trust.certificate import Certificate

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
