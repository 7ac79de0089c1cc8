"""GOST R 34.10 over one parameter set in pure Python: the reference for the C kernel and its stand-in.

The interface is that of ``_kernel.Group``: numbers are big-endian bytes of the curve's size, a point is
``x || y``, a signature ``s || r``, a digest as the hash returns it. Python numbers do not take constant time,
so every secret scalar is split at random before it meets a point, which leaves little for a clock to tell.
"""

from __future__ import annotations

import secrets

from paraph.gost._points import Affine, Jacobian, add_affine, double, multiply, multiply_base, to_affine
from paraph.gost.curves import Curve

Buffer = bytes | bytearray | memoryview


class Group:
    """One parameter set of GOST R 34.10, ready for use."""

    def __init__(self, p: bytes, a: bytes, b: bytes, q: bytes, x: bytes, y: bytes) -> None:
        numbers = (int.from_bytes(number, "big") for number in (p, a, b, q, x, y))
        self._size = len(p)
        self._curve = Curve("", "", "", self._size, *numbers)

    def public_key(self, private: bytes) -> bytes:
        return self._point_bytes(_multiply_base_secretly(self._curve, self._scalar(private)))

    def sign(self, private: bytes, nonce: bytes, digest: Buffer) -> bytes | None:
        """RFC 7091 section 6.1 with k = nonce mod q; none if k, r or s is 0, so that another is needed."""
        curve = self._curve
        if (len(nonce), len(digest)) != (2 * self._size, self._size):
            raise ValueError("digest and nonce have the wrong size")
        d = self._scalar(private)
        k = int.from_bytes(nonce, "big") % curve.q
        if k == 0:
            return None
        r = to_affine(curve, [_multiply_base_secretly(curve, k)])[0][0] % curve.q
        s = (r * d + k * self._digest_number(digest)) % curve.q
        if r == 0 or s == 0:
            return None
        return s.to_bytes(self._size, "big") + r.to_bytes(self._size, "big")

    def verify(self, public: Buffer, digest: Buffer, signature: Buffer) -> bool:
        """RFC 7091 section 6.2; false for anything malformed."""
        curve, size = self._curve, self._size
        if (len(digest), len(signature)) != (size, 2 * size):
            return False
        point = self._load(public)
        if point is None:
            return False
        s = int.from_bytes(signature[:size], "big")
        r = int.from_bytes(signature[size:], "big")
        if not (0 < r < curve.q and 0 < s < curve.q):
            return False
        v = pow(self._digest_number(digest), -1, curve.q)
        total = multiply_base(curve, s * v % curve.q, start=multiply(curve, -r * v % curve.q, point))
        return total[2] != 0 and to_affine(curve, [total])[0][0] % curve.q == r

    def multiply(self, scalar: bytes, point: Buffer) -> bytes:
        curve = self._curve
        k, loaded = self._scalar(scalar), self._load(point)
        if loaded is None or (curve.cofactor > 1 and multiply(curve, curve.q, loaded)[2] != 0):
            raise ValueError("the point is not one of order q")
        mask = secrets.randbelow(curve.q - 1) + 1
        part = to_affine(curve, [multiply(curve, mask, loaded)])[0]
        return self._point_bytes(add_affine(curve, multiply(curve, (k - mask) % curve.q, loaded), part))

    def keep(self, public: Buffer) -> KeyTable:
        if self._load(public) is None:
            raise ValueError("this is no public key")
        return KeyTable(self, public)

    def _scalar(self, number: bytes) -> int:
        value = int.from_bytes(number, "big")
        if len(number) != self._size or not 0 < value < self._curve.q:
            raise ValueError("the number is out of range")
        return value

    def _load(self, point: Buffer) -> Affine | None:
        """The point, if it is one of the curve and not of an order that divides the cofactor."""
        curve, size = self._curve, self._size
        x, y = int.from_bytes(point[:size], "big"), int.from_bytes(point[size:], "big")
        if len(point) != 2 * size or not curve.contains(x, y):
            return None
        if curve.cofactor > 1 and double(curve, double(curve, (x, y, 1)))[2] == 0:
            return None
        return x, y

    def _digest_number(self, digest: Buffer) -> int:
        return int.from_bytes(digest, "little") % self._curve.q or 1

    def _point_bytes(self, point: Jacobian) -> bytes:
        return b"".join(number.to_bytes(self._size, "big") for number in to_affine(self._curve, [point])[0])


class KeyTable:
    """A kept public key; the twin keeps no multiples of it."""

    def __init__(self, group: Group, public: Buffer) -> None:
        self._group, self._public = group, bytes(public)

    def verify(self, digest: Buffer, signature: Buffer) -> bool:
        return self._group.verify(self._public, digest, signature)


def _multiply_base_secretly(curve: Curve, scalar: int) -> Jacobian:
    """scalar * P as (scalar - m) * P + m * P with random m: no digit of the scalar itself is ever used."""
    mask = secrets.randbelow(curve.q)
    return multiply_base(curve, (scalar - mask) % curve.q, start=multiply_base(curve, mask))
