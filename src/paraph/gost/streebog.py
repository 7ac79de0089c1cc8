"""GOST R 34.11-2012 (Streebog, RFC 6986), HMAC and PBKDF2 over it.

Digests are in natural order, as the standard's examples print messages: the first byte returned is the
first byte stored in a CMS ``messageDigest``.
"""

from __future__ import annotations

try:
    from paraph.gost._kernel import State as _State
    from paraph.gost._kernel import streebog256, streebog512
except ImportError:  # built without a compiler: the twin serves
    from paraph.gost._twin import State as _State  # type: ignore[assignment]
    from paraph.gost._twin import streebog256, streebog512

__all__ = [
    "Buffer",
    "Streebog",
    "hmac_streebog",
    "kdf_tree_streebog256",
    "kernel_in_use",
    "pbkdf2_streebog512",
    "streebog256",
    "streebog512",
]

Buffer = bytes | bytearray | memoryview


def kernel_in_use() -> bool:
    """Whether hashing runs in the C kernel (true) or in its slower pure-Python twin."""
    return _State.__module__ == "paraph.gost._kernel"


def _state(bits: int) -> _State:
    if bits not in (256, 512):
        raise ValueError("Streebog has 256 or 512 bits")
    return _State(bits // 8)


class Streebog:
    """A running hash in the manner of ``hashlib``: ``Streebog(256, data).update(more)``, ``digest()``.

    Raises ``ValueError`` for a size other than 256 or 512 bits. One object must not be updated by two
    threads at once.
    """

    __slots__ = ("_inner",)

    block_size = 64

    def __init__(self, bits: int, data: Buffer = b"") -> None:
        self._inner = _state(bits)
        if data:
            self._inner.update(data)

    @property
    def digest_size(self) -> int:
        """Bytes of the digest, 32 or 64."""
        return self._inner.digest_size

    @property
    def name(self) -> str:
        return f"streebog{8 * self.digest_size}"

    def update(self, data: Buffer) -> None:
        self._inner.update(data)

    def digest(self) -> bytes:
        """The digest of everything given so far; updating may go on."""
        return self._inner.digest()

    def hexdigest(self) -> str:
        return self.digest().hex()

    def copy(self) -> Streebog:
        twin = object.__new__(Streebog)
        twin._inner = self._inner.copy()
        return twin


class _Hmac:
    """HMAC with the key absorbed once, so that many messages under one key cost only themselves."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, bits: int, key: bytes) -> None:
        if len(key) > Streebog.block_size:
            key = Streebog(bits, key).digest()
        key = key.ljust(Streebog.block_size, b"\0")
        self._inner = _state(bits)
        self._inner.update(bytes(byte ^ 0x36 for byte in key))
        self._outer = _state(bits)
        self._outer.update(bytes(byte ^ 0x5C for byte in key))

    def __call__(self, data: bytes) -> bytes:
        inner = self._inner.copy()
        inner.update(data)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()


def hmac_streebog(bits: int, key: bytes, data: bytes) -> bytes:
    """HMAC_GOSTR3411_2012_256 or _512, RFC 7836 section 4.1."""
    return _Hmac(bits, key)(data)


def pbkdf2_streebog512(password: bytes, salt: bytes, iterations: int, length: int) -> bytes:
    """PBKDF2 with HMAC_GOSTR3411_2012_512, RFC 9337 section 4. ``length`` is in bytes.

    Raises ``ValueError`` unless ``iterations`` and ``length`` are positive.
    """
    if iterations < 1 or length < 1:
        raise ValueError("iterations and length must be positive")
    mac = _Hmac(512, password)
    key = b""
    for number in range(1, -(-length // 64) + 1):
        link = mac(salt + number.to_bytes(4, "big"))
        total = int.from_bytes(link, "big")
        for _ in range(iterations - 1):
            link = mac(link)
            total ^= int.from_bytes(link, "big")
        key += total.to_bytes(64, "big")
    return key[:length]


def kdf_tree_streebog256(key: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    """KDF_TREE_GOSTR3411_2012_256 with R = 1, RFC 7836 section 4.5. ``length`` is in bytes, at most 8160."""
    count = -(-length // 32)
    if not 0 < count <= 255:
        raise ValueError("length must be 1..8160 bytes")
    bits = 8 * length
    suffix = label + b"\0" + seed + bits.to_bytes((bits.bit_length() + 7) // 8, "big")
    mac = _Hmac(256, key)
    return b"".join(mac(bytes([number]) + suffix) for number in range(1, count + 1))[:length]
