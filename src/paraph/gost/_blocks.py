"""The block ciphers GOST 28147-89 (RFC 5830), Magma (RFC 8891) and Kuznyechik (RFC 7801) in pure Python.

They protect key files of a few kilobytes; blocks are Python numbers. Only what the modes need is here: of
Magma and Kuznyechik the encryption alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import getitem, xor
from types import MappingProxyType
from typing import ClassVar, Protocol

from paraph.gost._substitution import SUBSTITUTION

KEY_SIZE = 32

PARAM_Z = "1.2.643.7.1.2.5.1.1"
CRYPTOPRO_A = "1.2.643.2.2.31.1"

#: Substitutions of GOST 28147-89 by object identifier, the row for the lowest four bits first:
#: RFC 7836 appendix C (id-tc26-gost-28147-param-Z, also Magma's own), RFC 4357 section 11.2 (CryptoPro-A).
SUBSTITUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PARAM_Z: (
            "c462a5b9e8d703f1",
            "68239a5c1e47bd0f",
            "b3582fade174c960",
            "c821d4f670a53e9b",
            "7f5a816d093eb42c",
            "5df692cab78143e0",
            "8e25691cf4b0da37",
            "17ed05834fa69cb2",
        ),
        CRYPTOPRO_A: (
            "96328b17a4efc0d5",
            "37e98af0526cb4d1",
            "e462b3d8cf5a0719",
            "e7acd13902b4f856",
            "b5198df0e423c7a6",
            "3adc120b75948fe6",
            "1d297a608c45f3be",
            "baf50ce8623917d4",
        ),
    }
)

_MASK32 = 0xFFFFFFFF


class BlockCipher(Protocol):
    """What the modes need of a cipher: blocks are big-endian numbers of ``block_size`` bytes."""

    block_size: ClassVar[int]

    def __init__(self, key: bytes) -> None: ...

    def encrypt(self, block: int) -> int: ...


@cache
def _round_tables(substitution: str) -> tuple[tuple[int, ...], ...]:
    """For each byte of a word: its two substitutions and the rotation by 11 bits, done at once."""
    rows = [[int(digit, 16) for digit in row] for row in SUBSTITUTIONS[substitution]]
    tables = []
    for place in range(4):
        low, high = rows[2 * place], rows[2 * place + 1]
        words = ((high[byte >> 4] << 4 | low[byte & 15]) << (8 * place) for byte in range(256))
        tables.append(tuple((word << 11 | word >> 21) & _MASK32 for word in words))
    return tuple(tables)


def _feistel(block: int, keys: Iterable[int], tables: tuple[tuple[int, ...], ...]) -> int:
    """Rounds of GOST 28147-89 over a 64-bit block given as (N2 << 32) | N1."""
    first, second, third, fourth = tables
    low, high = block & _MASK32, block >> 32
    for key in keys:
        word = (low + key) & _MASK32
        mixed = first[word & 255] | second[word >> 8 & 255] | third[word >> 16 & 255] | fourth[word >> 24]
        low, high = high ^ mixed, low
    return low << 32 | high


def _require_key(key: bytes) -> None:
    if len(key) != KEY_SIZE:
        raise ValueError("the key must have 32 bytes")


class Gost28147:
    """GOST 28147-89 with one of ``SUBSTITUTIONS``; blocks are little-endian numbers."""

    block_size: ClassVar[int] = 8

    def __init__(self, key: bytes, substitution: str) -> None:
        _require_key(key)
        words = struct.unpack("<8I", key)
        self._forth = words * 3 + words[::-1]
        self._back = words + words[::-1] * 3
        self._tables = _round_tables(substitution)

    def encrypt(self, block: int) -> int:
        return _feistel(block, self._forth, self._tables)

    def decrypt(self, block: int) -> int:
        return _feistel(block, self._back, self._tables)


class Magma:
    """GOST R 34.12-2015 with 64-bit blocks, RFC 8891."""

    block_size: ClassVar[int] = 8

    def __init__(self, key: bytes) -> None:
        _require_key(key)
        words = struct.unpack(">8I", key)
        self._keys = words * 3 + words[::-1]

    def encrypt(self, block: int) -> int:
        return _feistel(block, self._keys, _round_tables(PARAM_Z))


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

    block_size: ClassVar[int] = 16

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
