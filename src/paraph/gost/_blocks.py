"""The block ciphers GOST 28147-89 (RFC 5830), Magma (RFC 8891) and Kuznyechik (RFC 7801) in pure Python.

The reference for the C kernel; their modes are in ``_modes``. Blocks are Python numbers. Of Kuznyechik the
encryption alone is here, since no mode needs more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache, reduce
from operator import getitem, xor
from typing import ClassVar, Literal, Protocol

from paraph.gost._substitution import SUBSTITUTION

KEY_SIZE = 32

_MASK32 = 0xFFFFFFFF


class Block(Protocol):
    """What the modes need of a cipher: blocks are numbers of ``size`` bytes in ``order``."""

    size: ClassVar[int]
    order: Literal["little", "big"]

    def keyed(self, key: bytes) -> Block:
        """The same cipher under another key."""
        ...

    def encrypt(self, block: int) -> int: ...

    def decrypt(self, block: int) -> int: ...


@cache
def _round_tables(substitution: bytes) -> tuple[tuple[int, ...], ...]:
    """For each byte of a word: its two substitutions and the rotation by 11 bits, done at once."""
    if len(substitution) != 128 or max(substitution) > 15:
        raise ValueError("the substitution must have 128 values of 4 bits")
    rows = [substitution[start : start + 16] for start in range(0, 128, 16)]
    tables = []
    for place in range(4):
        low, high = rows[2 * place], rows[2 * place + 1]
        words = ((high[byte >> 4] << 4 | low[byte & 15]) << (8 * place) for byte in range(256))
        tables.append(tuple((word << 11 | word >> 21) & _MASK32 for word in words))
    return tuple(tables)


def _require_key(key: bytes) -> None:
    if len(key) != KEY_SIZE:
        raise ValueError("the key must have 32 bytes")


class Feistel:
    """GOST 28147-89 (``order`` little) or Magma (big); a block is (N2 << 32) | N1."""

    size: ClassVar[int] = 8

    def __init__(self, key: bytes, substitution: bytes, order: Literal["little", "big"]) -> None:
        _require_key(key)
        self.order = order
        self._substitution = substitution
        self._tables = _round_tables(substitution)
        words = struct.unpack("<8I" if order == "little" else ">8I", key)
        self._once = words
        self._forth = words * 3 + words[::-1]
        self._back = words + words[::-1] * 3

    def keyed(self, key: bytes) -> Feistel:
        return Feistel(key, self._substitution, self.order)

    def encrypt(self, block: int) -> int:
        low, high = self._rounds(block, self._forth)
        return low << 32 | high

    def decrypt(self, block: int) -> int:
        low, high = self._rounds(block, self._back)
        return low << 32 | high

    def mac_step(self, block: int) -> int:
        """The 16 rounds of the MAC of GOST 28147-89, RFC 5830 section 8."""
        low, high = self._rounds(block, self._once * 2)
        return high << 32 | low

    def _rounds(self, block: int, keys: Iterable[int]) -> tuple[int, int]:
        first, second, third, fourth = self._tables
        low, high = block & _MASK32, block >> 32
        for key in keys:
            word = (low + key) & _MASK32
            mixed = first[word & 255] | second[word >> 8 & 255] | third[word >> 16 & 255] | fourth[word >> 24]
            low, high = high ^ mixed, low
        return low, high


#: Coefficients of the linear function l for bytes a_15..a_0, RFC 7801 section 4.1.2.
_LINEAR = (148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1)


def _multiply(a: int, b: int) -> int:
    """Product in GF(2^8) modulo x^8 + x^7 + x^6 + x + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x1C3 if a & 0x80 else 0)
        b >>= 1
    return product


def _mix(block: int) -> int:
    """L = R^16 of RFC 7801 section 4.2."""
    for _ in range(16):
        octets = block.to_bytes(16, "big")
        top = reduce(xor, map(_multiply, octets, _LINEAR))
        block = top << 120 | block >> 8
    return block


@cache
def _mixing_tables() -> tuple[tuple[int, ...], ...]:
    """For each byte of a block, lowest first: L of the substituted byte in its place."""
    tables = []
    for place in range(16):
        bits = [_mix(1 << (8 * place + bit)) for bit in range(8)]
        plain = [reduce(xor, (bits[bit] for bit in range(8) if byte >> bit & 1), 0) for byte in range(256)]
        tables.append(tuple(plain[SUBSTITUTION[byte]] for byte in range(256)))
    return tuple(tables)


def _substitute_and_mix(block: int) -> int:
    return reduce(xor, map(getitem, _mixing_tables(), block.to_bytes(16, "little")))


class Kuznyechik:
    """GOST R 34.12-2015 with 128-bit blocks, RFC 7801."""

    size: ClassVar[int] = 16
    order: Literal["little", "big"] = "big"

    def __init__(self, key: bytes) -> None:
        _require_key(key)
        left, right = int.from_bytes(key[:16], "big"), int.from_bytes(key[16:], "big")
        keys = [left, right]
        for number in range(1, 33):
            left, right = _substitute_and_mix(left ^ _mix(number)) ^ right, left
            if number % 8 == 0:
                keys += [left, right]
        self._keys = keys

    def encrypt(self, block: int) -> int:
        for key in self._keys[:-1]:
            block = _substitute_and_mix(block ^ key)
        return block ^ self._keys[-1]

    def keyed(self, key: bytes) -> Kuznyechik:
        return Kuznyechik(key)

    def decrypt(self, block: int) -> int:
        raise ValueError("this cipher does not decipher blocks")
