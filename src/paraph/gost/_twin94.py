"""GOST R 34.11-94 (RFC 5831) in pure Python: the reference for the C kernel and its stand-in.

A 256-bit vector is one Python integer whose lowest byte comes first in memory.
"""

from __future__ import annotations

from paraph.gost._blocks import Feistel

_MASK = (1 << 256) - 1
_MASK64 = (1 << 64) - 1
_C3 = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00


def _turn(vector: int) -> int:
    """A(Y), section 5.1."""
    first, second = vector & _MASK64, vector >> 64 & _MASK64
    return (first ^ second) << 192 | vector >> 64


def _key(vector: int) -> bytes:
    """P(Y), section 5.1: byte 8i + k becomes byte i + 4k."""
    octets = vector.to_bytes(32, "little")
    return bytes(octets[8 * i + k] for k in range(8) for i in range(4))


def _keys(chain: int, block: int) -> list[bytes]:
    """The four keys of a step, section 5.1."""
    keys = [_key(chain ^ block)]
    for constant in (0, _C3, 0):
        chain, block = _turn(chain) ^ constant, _turn(_turn(block))
        keys.append(_key(chain ^ block))
    return keys


def _psi(vector: int, turns: int) -> int:
    """The shift register of section 5.3 over 16 words of 16 bits."""
    words = [vector >> 16 * i & 0xFFFF for i in range(16)]
    for _ in range(turns):
        words.append(words[0] ^ words[1] ^ words[2] ^ words[3] ^ words[12] ^ words[15])
        del words[0]
    return sum(word << 16 * i for i, word in enumerate(words))


class State94:
    """A running hash with the given substitution; the same interface as ``_kernel.State94``."""

    __slots__ = ("_bits", "_chain", "_substitution", "_sum", "_tail")

    digest_size = 32

    def __init__(self, substitution: bytes) -> None:
        Feistel(bytes(32), substitution, "little")  # refuses what is no substitution
        self._substitution = substitution
        self._chain = self._sum = self._bits = 0
        self._tail = b""

    def update(self, data: bytes | bytearray | memoryview) -> None:
        octets = self._tail + bytes(memoryview(data).cast("B"))
        whole = len(octets) // 32 * 32
        for start in range(0, whole, 32):
            self._absorb(octets[start : start + 32])
        self._tail = octets[whole:]

    def _absorb(self, octets: bytes) -> None:
        block = int.from_bytes(octets, "little")
        self._chain = self._step(self._chain, block)
        self._sum = (self._sum + block) & _MASK
        self._bits += 8 * len(octets)

    def _step(self, chain: int, block: int) -> int:
        """The step function, section 5: the chain is enciphered under four keys and mixed."""
        enciphered = 0
        for i, key in enumerate(_keys(chain, block)):
            cipher = Feistel(key, self._substitution, "little")
            enciphered |= cipher.encrypt(chain >> 64 * i & _MASK64) << 64 * i
        return _psi(chain ^ _psi(block ^ _psi(enciphered, 12), 1), 61)

    def digest(self) -> bytes:
        """The digest of what was given so far; the state can be updated further."""
        last = self.copy()
        if last._tail:
            last._absorb(last._tail)
        chain = last._step(last._chain, last._bits)
        return last._step(chain, last._sum).to_bytes(32, "little")

    def copy(self) -> State94:
        twin = State94(self._substitution)
        twin._chain, twin._sum, twin._bits, twin._tail = self._chain, self._sum, self._bits, self._tail
        return twin
