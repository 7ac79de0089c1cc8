"""GOST R 34.11-2012 (Streebog) in pure Python: the reference for the C kernel and its stand-in.

Follows RFC 6986. A 512-bit vector is one Python integer whose byte 0 is the byte that comes first in
memory, so blocks, the bit counter and the checksum are plain little-endian numbers.
"""

from __future__ import annotations

import struct
from functools import reduce
from operator import getitem, xor

from paraph.gost._substitution import SUBSTITUTION

_MASK = (1 << 512) - 1

#: The rows of the matrix of the linear transformation, RFC 6986 section 6.4; row 0 belongs to bit 63.
_ROWS = struct.unpack(
    ">64Q",
    bytes.fromhex(
        """
        8e20faa72ba0b470 47107ddd9b505a38 ad08b0e0c3282d1c d8045870ef14980e
        6c022c38f90a4c07 3601161cf205268d 1b8e0b0e798c13c8 83478b07b2468764
        a011d380818e8f40 5086e740ce47c920 2843fd2067adea10 14aff010bdd87508
        0ad97808d06cb404 05e23c0468365a02 8c711e02341b2d01 46b60f011a83988e
        90dab52a387ae76f 486dd4151c3dfdb9 24b86a840e90f0d2 125c354207487869
        092e94218d243cba 8a174a9ec8121e5d 4585254f64090fa0 accc9ca9328a8950
        9d4df05d5f661451 c0a878a0a1330aa6 60543c50de970553 302a1e286fc58ca7
        18150f14b9ec46dd 0c84890ad27623e0 0642ca05693b9f70 0321658cba93c138
        86275df09ce8aaa8 439da0784e745554 afc0503c273aa42a d960281e9d1d5215
        e230140fc0802984 71180a8960409a42 b60c05ca30204d21 5b068c651810a89e
        456c34887a3805b9 ac361a443d1c8cd2 561b0d22900e4669 2b838811480723ba
        9bcf4486248d9f5d c3e9224312c8c1a0 effa11af0964ee50 f97d86d98a327728
        e4fa2054a80b329c 727d102a548b194e 39b008152acb8227 9258048415eb419d
        492c024284fbaec0 aa16012142f35760 550b8e9e21f7a530 a48b474f9ef5dc18
        70a6a56e2440598e 3853dc371220a247 1ca76e95091051ad 0edd37c48a08a6d8
        07e095624504536c 8d70c431ac02a736 c83862965601dd1b 641c314b2b8ee083
        """
    ),
)

#: The iteration constants C_1..C_12, RFC 6986 section 6.5, two lines each.
_ITERATION = tuple(
    int(constant, 16)
    for constant in (
        "b1085bda1ecadae9ebcb2f81c0657c1f2f6a76432e45d016714eb88d7585c4fc"
        "4b7ce09192676901a2422a08a460d31505767436cc744d23dd806559f2a64507",
        "6fa3b58aa99d2f1a4fe39d460f70b5d7f3feea720a232b9861d55e0f16b50131"
        "9ab5176b12d699585cb561c2db0aa7ca55dda21bd7cbcd56e679047021b19bb7",
        "f574dcac2bce2fc70a39fc286a3d843506f15e5f529c1f8bf2ea7514b1297b7b"
        "d3e20fe490359eb1c1c93a376062db09c2b6f443867adb31991e96f50aba0ab2",
        "ef1fdfb3e81566d2f948e1a05d71e4dd488e857e335c3c7d9d721cad685e353f"
        "a9d72c82ed03d675d8b71333935203be3453eaa193e837f1220cbebc84e3d12e",
        "4bea6bacad4747999a3f410c6ca923637f151c1f1686104a359e35d7800fffbd"
        "bfcd1747253af5a3dfff00b723271a167a56a27ea9ea63f5601758fd7c6cfe57",
        "ae4faeae1d3ad3d96fa4c33b7a3039c02d66c4f95142a46c187f9ab49af08ec6"
        "cffaa6b71c9ab7b40af21f66c2bec6b6bf71c57236904f35fa68407a46647d6e",
        "f4c70e16eeaac5ec51ac86febf240954399ec6c7e6bf87c9d3473e33197a93c9"
        "0992abc52d822c3706476983284a05043517454ca23c4af38886564d3a14d493",
        "9b1f5b424d93c9a703e7aa020c6e41414eb7f8719c36de1e89b4443b4ddbc49a"
        "f4892bcb929b069069d18d2bd1a5c42f36acc2355951a8d9a47f0dd4bf02e71e",
        "378f5a541631229b944c9ad8ec165fde3a7d3a1b258942243cd955b7e00d0984"
        "800a440bdbb2ceb17b2b8a9aa6079c540e38dc92cb1f2a607261445183235adb",
        "abbedea680056f52382ae548b2e4f3f38941e71cff8a78db1fffe18a1b336103"
        "9fe76702af69334b7a1e6c303b7652f43698fad1153bb6c374b4c7fb98459ced",
        "7bcd9ed0efc889fb3002c6cd635afe94d8fa6bbbebab07612001802114846679"
        "8a1d71efea48b9caefbacd1d7d476e98dea2594ac06fd85d6bcaa4cd81f32d1b",
        "378ee767f11631bad21380b00449b17acda43c32bcdf1d77f82012d430219f9b"
        "5d80ef9d1891cc86e71da4aa88e12852faf417d5d9b21b9948bc924af11bd720",
    )
)


def _linear(word: int) -> int:
    """L on one 64-bit word."""
    return reduce(xor, (_ROWS[63 - bit] for bit in range(64) if word >> bit & 1), 0)


def _tables() -> tuple[tuple[int, ...], ...]:
    """One table per byte position of the state: L(P(S(byte))) as a 512-bit vector.

    P moves byte i of word j to byte j of word i, so the position decides both the shift within the word
    that L sees and the word where its result lands.
    """
    columns = [[_linear(SUBSTITUTION[byte] << (8 * j)) for byte in range(256)] for j in range(8)]
    return tuple(tuple(word << (64 * i) for word in columns[j]) for j in range(8) for i in range(8))


_TABLES = _tables()


def _lps(vector: int) -> int:
    return reduce(xor, map(getitem, _TABLES, vector.to_bytes(64, "little")))


def _compress(counter: int, chain: int, block: int) -> int:
    """The function g_N(h, m) of RFC 6986 section 8."""
    key = _lps(chain ^ counter)
    state = block
    for constant in _ITERATION:
        state = _lps(state ^ key)
        key = _lps(key ^ constant)
    return state ^ key ^ chain ^ block


class State:
    """A running hash. ``digest_size`` is 32 or 64 bytes; the same interface as ``_kernel.State``."""

    __slots__ = ("_chain", "_counter", "_sum", "_tail", "digest_size")

    def __init__(self, digest_size: int) -> None:
        if digest_size not in (32, 64):
            raise ValueError("digest_size must be 32 or 64")
        self.digest_size = digest_size
        self._chain = int.from_bytes((b"\1" if digest_size == 32 else b"\0") * 64, "little")
        self._counter = 0
        self._sum = 0
        self._tail = b""

    def update(self, data: bytes | bytearray | memoryview) -> None:
        view = memoryview(data).cast("B")
        taken = 0
        if self._tail:
            taken = min(64 - len(self._tail), len(view))
            self._tail += bytes(view[:taken])
            if len(self._tail) < 64:
                return
            self._absorb(self._tail)
        whole = taken + (len(view) - taken) // 64 * 64
        for start in range(taken, whole, 64):
            self._absorb(view[start : start + 64])
        self._tail = bytes(view[whole:])

    def _absorb(self, data: bytes | memoryview) -> None:
        block = int.from_bytes(data, "little")
        self._chain = _compress(self._counter, self._chain, block)
        self._counter = (self._counter + 512) & _MASK
        self._sum = (self._sum + block) & _MASK

    def digest(self) -> bytes:
        """The digest of what was given so far; the state can be updated further."""
        last = int.from_bytes(self._tail + b"\1", "little")
        chain = _compress(self._counter, self._chain, last)
        chain = _compress(0, chain, (self._counter + 8 * len(self._tail)) & _MASK)
        chain = _compress(0, chain, (self._sum + last) & _MASK)
        return chain.to_bytes(64, "little")[64 - self.digest_size :]

    def copy(self) -> State:
        twin = State(self.digest_size)
        twin._chain, twin._counter = self._chain, self._counter
        twin._sum, twin._tail = self._sum, self._tail
        return twin


def streebog256(data: bytes | bytearray | memoryview) -> bytes:
    """The 256-bit digest of ``data``."""
    return _digest(32, data)


def streebog512(data: bytes | bytearray | memoryview) -> bytes:
    """The 512-bit digest of ``data``."""
    return _digest(64, data)


def _digest(size: int, data: bytes | bytearray | memoryview) -> bytes:
    state = State(size)
    state.update(data)
    return state.digest()
