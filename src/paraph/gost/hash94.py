"""GOST R 34.11-94 (RFC 5831), the hash of signatures made before 2013 and of old time-stamps.

Digests are in the order of CMS: the first byte returned is the first byte of an OCTET STRING, as
``openssl dgst -md_gost94`` prints them; RFC 5831 prints its numbers the other way round.
"""

from __future__ import annotations

from paraph.gost._substitution import HASH94_CRYPTOPRO, rows
from paraph.gost.streebog import Buffer

try:
    from paraph.gost._kernel import State94 as _State
except ImportError:  # built without a compiler: the twin serves
    from paraph.gost._twin94 import State94 as _State  # type: ignore[assignment]

__all__ = ["Hash94", "hash94"]


class Hash94:
    """A running hash in the manner of ``hashlib``: ``Hash94(data).update(more)``, ``digest()``.

    ``parameters`` names the substitution: id-GostR3411-94-CryptoProParamSet (RFC 4357 section 11.1), which
    all of CMS uses, unless said otherwise; ``KeyError`` for an unknown one. One object must not be updated by
    two threads at once.
    """

    __slots__ = ("_inner",)

    block_size = 32
    digest_size = 32
    name = "gost94"

    def __init__(self, data: Buffer = b"", *, parameters: str = HASH94_CRYPTOPRO) -> None:
        self._inner = _State(rows(parameters))
        if data:
            self._inner.update(data)

    def update(self, data: Buffer) -> None:
        self._inner.update(data)

    def digest(self) -> bytes:
        """The digest of everything given so far, 32 bytes; updating may go on."""
        return self._inner.digest()

    def hexdigest(self) -> str:
        return self.digest().hex()

    def copy(self) -> Hash94:
        twin = object.__new__(Hash94)
        twin._inner = self._inner.copy()
        return twin


def hash94(data: Buffer) -> bytes:
    """The digest of ``data`` with the CryptoPro substitution."""
    return Hash94(data).digest()
