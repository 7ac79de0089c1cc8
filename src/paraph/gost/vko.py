"""Keys agreed upon by two parties: VKO (RFC 7836 section 4.3, RFC 4357 section 5.2) and KEG over it.

The private key may be lasting or made for one message; the user keying material ``ukm`` is public and makes
the agreed key another one each time. Raises ``ValueError`` when the other party's point is not of order q:
one of a small subgroup would tell bits of the private key.
"""

from __future__ import annotations

from collections.abc import Callable

from paraph.gost.curves import Curve
from paraph.gost.hash94 import hash94
from paraph.gost.signature import multiply_point
from paraph.gost.streebog import kdf_tree_streebog256, streebog256, streebog512

__all__ = ["KEG_UKM_SIZE", "keg", "vko_256", "vko_512", "vko_2001"]

#: Bytes of the keying material of KEG.
KEG_UKM_SIZE = 32

_Point = tuple[int, int]


def vko_256(curve: Curve, private: int, public: _Point, ukm: bytes) -> bytes:
    """VKO_GOSTR3410_2012_256: 32 bytes, for keys of either size; ``ukm`` is a little-endian number, not 0."""
    return _vko(streebog256, curve, private, public, ukm)


def vko_512(curve: Curve, private: int, public: _Point, ukm: bytes) -> bytes:
    """VKO_GOSTR3410_2012_512: 64 bytes, for keys of 512 bits."""
    return _vko(streebog512, curve, private, public, ukm)


def vko_2001(curve: Curve, private: int, public: _Point, ukm: bytes) -> bytes:
    """VKO GOST R 34.10-2001 of RFC 4357 section 5.2: 32 bytes by GOST R 34.11-94; ``ukm`` has 8 bytes."""
    if len(ukm) != 8:
        raise ValueError("the ukm must have 8 bytes")
    return _vko(hash94, curve, private, public, ukm)


def _vko(digest: Callable[[bytes], bytes], curve: Curve, private: int, public: _Point, ukm: bytes) -> bytes:
    if not 0 < private < curve.q:
        raise ValueError("the private key is out of range")
    scalar = _cofactor(curve) * int.from_bytes(ukm, "little") * private % curve.q
    x, y = multiply_point(curve, scalar, public)
    return digest(x.to_bytes(curve.size, "little") + y.to_bytes(curve.size, "little"))


def _cofactor(curve: Curve) -> int:
    """m / q: by Hasse's theorem m is near p, and here 1 or 4 times q."""
    return 4 if curve.p > 3 * curve.q else 1


def keg(curve: Curve, private: int, public: _Point, ukm: bytes) -> tuple[bytes, bytes]:
    """A key for a MAC and one for a cipher, 32 bytes each: KEG, RFC 9189 section 8.3.1.

    ``ukm`` has 32 bytes; of them the last 8 are not for this but for the wrap.
    """
    if len(ukm) != KEG_UKM_SIZE:
        raise ValueError(f"the ukm must have {KEG_UKM_SIZE} bytes")
    number = int.from_bytes(ukm[:16], "big") or 1
    little = number.to_bytes(16, "little")
    if curve.size == 64:
        keys = vko_512(curve, private, public, little)
    else:
        keys = kdf_tree_streebog256(vko_256(curve, private, public, little), b"kdf tree", ukm[16:24], 2 * 32)
    return keys[:32], keys[32:]
