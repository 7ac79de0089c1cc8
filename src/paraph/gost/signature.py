"""Keys and signatures of GOST R 34.10-2012 and 34.10-2001, RFC 7091 and RFC 5832.

Byte orders are those of CMS and X.509: a digest is given as the hash returns it (the standard reads it as a
little-endian number), a signature is ``s || r``, each half big-endian (RFC 4491 section 2.2.2, RFC 9215).

Python numbers take no constant time, so keys used here are for tests and unqualified signatures; every secret
scalar is split at random before it meets a point, which leaves little for a clock to tell.
"""

from __future__ import annotations

import secrets

from paraph.gost._points import Jacobian, multiply, multiply_base, to_affine
from paraph.gost.curves import Curve
from paraph.gost.streebog import hmac_streebog


def generate_private_key(curve: Curve) -> int:
    """A new private key, 0 < d < q, from the operating system's generator."""
    return secrets.randbelow(curve.q - 1) + 1


def public_key(curve: Curve, private: int) -> tuple[int, int]:
    """The affine point d * P. Raises ``ValueError`` unless 0 < ``private`` < q."""
    _require_private(curve, private)
    return to_affine(curve, [_multiply_base_secretly(curve, private)])[0]


def sign(curve: Curve, private: int, digest: bytes) -> bytes:
    """Sign a digest of ``curve.size`` bytes, RFC 7091 section 6.1.

    Raises ``ValueError`` for a digest of another length or a private key out of range.
    """
    _require_private(curve, private)
    if len(digest) != curve.size:
        raise ValueError(f"the digest must have {curve.size} bytes")
    e = _digest_number(curve, digest)
    while True:
        k = _nonce(curve, private, digest)
        r = to_affine(curve, [_multiply_base_secretly(curve, k)])[0][0] % curve.q
        s = (r * private + k * e) % curve.q
        if r and s:
            return s.to_bytes(curve.size, "big") + r.to_bytes(curve.size, "big")


def verify(curve: Curve, public: tuple[int, int], digest: bytes, signature: bytes) -> bool:
    """Check a signature, RFC 7091 section 6.2; false for anything malformed.

    That a point of a cofactor-4 curve lies in the subgroup is not asked: nothing here depends on it.
    """
    if len(digest) != curve.size or len(signature) != 2 * curve.size:
        return False
    if not curve.contains(*public) or public[1] == 0:  # y = 0 is a point of order 2, never a key
        return False
    s = int.from_bytes(signature[: curve.size], "big")
    r = int.from_bytes(signature[curve.size :], "big")
    if not (0 < r < curve.q and 0 < s < curve.q):
        return False
    v = pow(_digest_number(curve, digest), -1, curve.q)
    point = multiply_base(curve, s * v % curve.q, start=multiply(curve, -r * v % curve.q, public))
    return point[2] != 0 and to_affine(curve, [point])[0][0] % curve.q == r


def _require_private(curve: Curve, private: int) -> None:
    if not 0 < private < curve.q:
        raise ValueError("the private key is out of range")


def _digest_number(curve: Curve, digest: bytes) -> int:
    return int.from_bytes(digest, "little") % curve.q or 1


def _nonce(curve: Curve, private: int, digest: bytes) -> int:
    """A secret k, 0 < k < q.

    Key and digest are mixed in: should the system's generator fail, k is still unpredictable and differs from
    digest to digest. The stream is twice as long as q, so that its remainder is even.
    """
    entropy = secrets.token_bytes(64)
    key = private.to_bytes(curve.size, "big")
    stream = b"".join(hmac_streebog(512, key, bytes([part]) + entropy + digest) for part in (1, 2))
    return int.from_bytes(stream, "big") % (curve.q - 1) + 1


def _multiply_base_secretly(curve: Curve, scalar: int) -> Jacobian:
    """scalar * P as (scalar - m) * P + m * P with random m: no digit of the scalar itself is ever used."""
    mask = secrets.randbelow(curve.q)
    return multiply_base(curve, (scalar - mask) % curve.q, start=multiply_base(curve, mask))
