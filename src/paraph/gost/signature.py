"""Keys and signatures of GOST R 34.10-2012 and 34.10-2001, RFC 7091 and RFC 5832.

Byte orders are those of CMS and X.509: a digest is given as the hash returns it (the standard reads it as a
little-endian number), a signature is ``s || r``, each half big-endian (RFC 4491 section 2.2.2, RFC 9215).

Secret scalars meet points and other numbers only in the kernel, in constant time. Here they are Python
objects, which the memory may keep after use; so these keys are for tests and unqualified signatures.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from functools import cache
from threading import Lock

from paraph.gost.curves import Curve
from paraph.gost.streebog import Buffer, hmac_streebog

try:
    from paraph.gost._kernel import Group as _Group
except ImportError:  # built without a compiler: the twin serves
    from paraph.gost._curve_twin import Group as _Group  # type: ignore[assignment]

Point = tuple[int, int]


def generate_private_key(curve: Curve) -> int:
    """A new private key, 0 < d < q, from the operating system's generator."""
    return secrets.randbelow(curve.q - 1) + 1


def public_key(curve: Curve, private: int) -> Point:
    """The affine point d * P. Raises ``ValueError`` unless 0 < ``private`` < q."""
    return _to_point(curve, _group(curve).public_key(_scalar_bytes(curve, private)))


def sign(curve: Curve, private: int, digest: Buffer) -> bytes:
    """Sign a digest of ``curve.size`` bytes, RFC 7091 section 6.1.

    Raises ``ValueError`` for a digest of another length or a private key out of range.
    """
    key = _scalar_bytes(curve, private)
    if len(digest) != curve.size:
        raise ValueError(f"the digest must have {curve.size} bytes")
    while True:
        signature = _group(curve).sign(key, _nonce(curve, key, bytes(digest)), digest)
        if signature is not None:
            return signature


def verify(curve: Curve, public: Point, digest: Buffer, signature: Buffer) -> bool:
    """Check a signature, RFC 7091 section 6.2; false for anything malformed.

    That a point of a cofactor-4 curve lies in the subgroup is not asked: nothing here depends on it. Keys
    that prove right again and again are kept as tables, which makes them about three times faster.
    """
    table = _kept_keys.find(curve, public)
    if table is not None:
        return table.verify(digest, signature)
    right = _group(curve).verify(_point_bytes(curve, public), digest, signature)
    if right:
        _kept_keys.count(curve, public)
    return right


def multiply_point(curve: Curve, scalar: int, point: Point) -> Point:
    """scalar * point for a secret scalar, as the key agreement VKO needs it (RFC 7836 section 4.3).

    Raises ``ValueError`` unless 0 < ``scalar`` < q and the point is of order q: one of a smaller subgroup
    would tell bits of the scalar.
    """
    product = _group(curve).multiply(_scalar_bytes(curve, scalar), _point_bytes(curve, point))
    return _to_point(curve, product)


class KeyTable:
    """A public key with its kept multiples, for many verifications: 150 KB for 256 bits, 350 KB for 512.

    Raises ``ValueError`` for a point that is no public key. May be used by several threads.
    """

    __slots__ = ("_inner",)

    def __init__(self, curve: Curve, public: Point) -> None:
        self._inner = _group(curve).keep(_point_bytes(curve, public))

    def verify(self, digest: Buffer, signature: Buffer) -> bool:
        """Check a signature of this key, RFC 7091 section 6.2; false for anything malformed."""
        return self._inner.verify(digest, signature)


class _KeptKeys:
    """Tables of the keys met most lately of those met often. Bounded, and safe for threads.

    Only a signature found right counts, so nobody fills the memory with keys that sign nothing. A table costs
    as much as eight verifications without it, hence ``after``.
    """

    def __init__(self, after: int = 8, tables: int = 64, counts: int = 1024) -> None:
        self._after, self._most_tables, self._most_counts = after, tables, counts
        self._tables: OrderedDict[tuple[Curve, int, int], KeyTable] = OrderedDict()
        self._counts: OrderedDict[tuple[Curve, int, int], int] = OrderedDict()
        self._lock = Lock()

    def find(self, curve: Curve, public: Point) -> KeyTable | None:
        key = (curve, *public)
        with self._lock:
            table = self._tables.get(key)
            if table is not None:
                self._tables.move_to_end(key)
            return table

    def count(self, curve: Curve, public: Point) -> None:
        """Take note of a right signature; makes the table when it is worth it."""
        key = (curve, *public)
        with self._lock:
            count = self._counts.pop(key, 0) + 1
            if count < self._after:
                self._counts[key] = count
                if len(self._counts) > self._most_counts:
                    self._counts.popitem(last=False)
                return
        table = KeyTable(curve, public)
        with self._lock:
            self._tables[key] = table
            if len(self._tables) > self._most_tables:
                self._tables.popitem(last=False)


_kept_keys = _KeptKeys()


@cache
def _group(curve: Curve) -> _Group:
    numbers = (curve.p, curve.a, curve.b, curve.q, curve.x, curve.y)
    return _Group(*(number.to_bytes(curve.size, "big") for number in numbers))


def _scalar_bytes(curve: Curve, scalar: int) -> bytes:
    if not 0 < scalar < curve.q:
        raise ValueError("the private key is out of range")
    return scalar.to_bytes(curve.size, "big")


def _point_bytes(curve: Curve, point: Point) -> bytes:
    """Nothing for coordinates out of range, which no group takes for a point."""
    x, y = point
    if not (0 <= x < curve.p and 0 <= y < curve.p):
        return b""
    return x.to_bytes(curve.size, "big") + y.to_bytes(curve.size, "big")


def _to_point(curve: Curve, point: bytes) -> Point:
    return int.from_bytes(point[: curve.size], "big"), int.from_bytes(point[curve.size :], "big")


def _nonce(curve: Curve, key: bytes, digest: bytes) -> bytes:
    """Secret bytes of which k is taken modulo q; they are twice as long as q, so that the remainder is even.

    Key and digest are mixed in: should the system's generator fail, k is still unpredictable and differs from
    digest to digest.
    """
    entropy = secrets.token_bytes(64)
    parts = range(1, curve.size // 32 + 1)
    return b"".join(hmac_streebog(512, key, bytes([part]) + entropy + digest) for part in parts)
