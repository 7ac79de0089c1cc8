"""Modes of the GOST block ciphers in pure Python: the reference for ``_kernel.Cipher`` and its stand-in."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator

from paraph.gost._blocks import Block, Feistel, Kuznyechik

#: The constant that CryptoPro key meshing decrypts into the next key, RFC 4357 section 2.3.2.
_MESHING = bytes.fromhex("69007222 64c90423 8d3adb96 46e92ac4 18feac94 00ed0712 c086dcc2 ef4ca92b")
_MESHING_PERIOD = 1024

#: The constant D of ACPKM, RFC 8645 section 6.2.1.
_ACPKM = bytes(range(0x80, 0xA0))

#: By the size of a block: the field's polynomial without its highest power, GOST R 34.13-2015 section 5.6 and
#: RFC 9058 section 4.1.
_POLYNOMIALS = {8: 0x1B, 16: 0x87}


class Cipher:
    """A block cipher with its key."""

    __slots__ = ("_block",)

    def __init__(self, block: Block) -> None:
        self._block = block

    def encrypt(self, data: bytes) -> bytes:
        """Whole blocks, each by itself."""
        return _each(self._block, self._block.encrypt, data)

    def decrypt(self, data: bytes) -> bytes:
        """The reverse of ``encrypt``; ``ValueError`` for Kuznyechik."""
        return _each(self._block, self._block.decrypt, data)

    def ctr(self, iv: bytes, data: bytes, section: int) -> bytes:
        """CTR; a ``section`` other than 0 makes it CTR-ACPKM, RFC 8645 section 6.2.2."""
        block = self._block
        size = block.size
        if len(iv) != size // 2:
            raise ValueError("the initialisation vector must have half a block")
        if section < 0 or section % size:
            raise ValueError("the section must be whole blocks")
        counter = int.from_bytes(iv + bytes(size // 2), "big")
        gamma = bytearray()
        for start in range(0, len(data), size):
            if section and start and start % section == 0:
                block = block.keyed(_each(block, block.encrypt, _ACPKM))
            gamma += block.encrypt(counter).to_bytes(size, "big")
            counter = (counter + 1) % (1 << 8 * size)
        return bytes(a ^ b for a, b in zip(data, gamma, strict=False))

    def cfb_encrypt(self, iv: bytes, data: bytes) -> bytes:
        """CFB of GOST 28147-89 with key meshing, RFC 4357 section 2.3.2."""
        return self._cfb(iv, data, decrypting=False)

    def cfb_decrypt(self, iv: bytes, data: bytes) -> bytes:
        return self._cfb(iv, data, decrypting=True)

    def _cfb(self, iv: bytes, data: bytes, *, decrypting: bool) -> bytes:
        if len(iv) != 8:
            raise ValueError("the initialisation vector must have 8 bytes")
        block = self._block
        register = iv
        result = bytearray()
        for start in range(0, len(data), 8):
            if start and start % _MESHING_PERIOD == 0:
                block = block.keyed(_each(block, block.decrypt, _MESHING))
                register = _each(block, block.encrypt, register)
            piece = data[start : start + 8]
            gamma = _each(block, block.encrypt, register)
            output = bytes(a ^ b for a, b in zip(piece, gamma, strict=False))
            register = piece if decrypting else output
            result += output
        return bytes(result)

    def omac(self, data: bytes) -> bytes:
        """OMAC of GOST R 34.13-2015 section 5.6, as long as a block."""
        size, encrypt = self._block.size, self._block.encrypt
        top, polynomial = 1 << (8 * size - 1), _POLYNOMIALS[size]
        whole = bool(data) and len(data) % size == 0
        subkey = encrypt(0)
        for _ in range(1 if whole else 2):
            subkey = (subkey % top) << 1 ^ (polynomial if subkey & top else 0)
        padded = data if whole else data + b"\x80" + bytes(-(len(data) + 1) % size)
        state = 0
        for start in range(0, len(padded) - size, size):
            state = encrypt(state ^ int.from_bytes(padded[start : start + size], "big"))
        last = int.from_bytes(padded[-size:], "big")
        return encrypt(state ^ last ^ subkey).to_bytes(size, "big")

    def mac(self, iv: bytes, data: bytes) -> bytes:
        """The MAC of GOST 28147-89 over whole blocks, four bytes long, started from ``iv``."""
        if not isinstance(self._block, Feistel):
            raise ValueError("this cipher has no such MAC")
        if len(iv) != 8 or len(data) % 8:
            raise ValueError("the vector must have 8 bytes and the data be whole blocks")
        state = int.from_bytes(iv, "little")
        for block in _numbers(self._block, data):
            state = self._block.mac_step(state ^ block)
        return state.to_bytes(8, "little")[:4]

    def mgm_seal(self, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
        """The text in MGM and its tag, RFC 9058 section 4.1."""
        self._require_nonce(nonce)
        if not self._mgm_fits(plaintext, associated):
            raise ValueError("MGM takes some data, but not that much")
        ciphertext = self._mgm_crypt(nonce, plaintext)
        return ciphertext + self._mgm_tag(nonce, ciphertext, associated)

    def mgm_open(self, nonce: bytes, sealed: bytes, associated: bytes) -> bytes | None:
        """The text of ``mgm_seal``, RFC 9058 section 4.2; none for a wrong tag."""
        self._require_nonce(nonce)
        if len(sealed) < self._block.size:
            return None
        ciphertext, tag = sealed[: -self._block.size], sealed[-self._block.size :]
        if not self._mgm_fits(ciphertext, associated):
            return None
        if not hmac.compare_digest(self._mgm_tag(nonce, ciphertext, associated), tag):
            return None
        return self._mgm_crypt(nonce, ciphertext)

    def _require_nonce(self, nonce: bytes) -> None:
        if len(nonce) != self._block.size or nonce[0] & 0x80:
            raise ValueError("the nonce must have a block and its highest bit must be 0")

    def _mgm_fits(self, data: bytes, associated: bytes) -> bool:
        return 0 < 8 * (len(data) + len(associated)) < 1 << 4 * self._block.size

    def _mgm_crypt(self, nonce: bytes, data: bytes) -> bytes:
        size, encrypt = self._block.size, self._block.encrypt
        half = 1 << 4 * size
        counter = encrypt(int.from_bytes(nonce, "big"))
        gamma = bytearray()
        for _ in range(0, len(data), size):
            gamma += encrypt(counter).to_bytes(size, "big")
            counter = counter // half * half + (counter + 1) % half
        return bytes(a ^ b for a, b in zip(data, gamma, strict=False))

    def _mgm_tag(self, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        size, encrypt = self._block.size, self._block.encrypt
        half, whole = 1 << 4 * size, 1 << 8 * size
        counter = encrypt(int.from_bytes(nonce, "big") | whole >> 1)
        lengths = b"".join((8 * len(text)).to_bytes(size // 2, "big") for text in (associated, data))
        total = 0
        for text in (associated, data, lengths):
            for start in range(0, len(text), size):
                block = int.from_bytes(text[start : start + size].ljust(size, b"\0"), "big")
                total ^= _product(encrypt(counter), block, size)
                counter = (counter + half) % whole
        return encrypt(total).to_bytes(size, "big")


def _product(a: int, b: int, size: int) -> int:
    """The product in the field of 2^(8 * size) elements."""
    top, polynomial = 1 << (8 * size - 1), _POLYNOMIALS[size]
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a % top) << 1 ^ (polynomial if a & top else 0)
        b >>= 1
    return product


def _numbers(block: Block, data: bytes) -> Iterator[int]:
    for start in range(0, len(data), block.size):
        yield int.from_bytes(data[start : start + block.size], block.order)


def _each(block: Block, crypt: Callable[[int], int], data: bytes) -> bytes:
    if len(data) % block.size:
        raise ValueError("the data must be whole blocks")
    return b"".join(crypt(number).to_bytes(block.size, block.order) for number in _numbers(block, data))


def gost28147(key: bytes, substitution: bytes) -> Cipher:
    return Cipher(Feistel(key, substitution, "little"))


def magma(key: bytes, substitution: bytes) -> Cipher:
    return Cipher(Feistel(key, substitution, "big"))


def kuznyechik(key: bytes) -> Cipher:
    return Cipher(Kuznyechik(key))
