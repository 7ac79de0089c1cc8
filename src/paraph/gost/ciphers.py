"""Modes of the GOST ciphers met in key files (PKCS#8, PKCS#12): RFC 9337, RFC 9548.

GOST 28147-89 in CFB with CryptoPro key meshing, Magma and Kuznyechik in CTR-ACPKM, the latter two also with
an OMAC over the text. Keys have 32 bytes.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from types import MappingProxyType

from paraph.gost._blocks import (
    CRYPTOPRO_A,
    KEY_SIZE,
    PARAM_Z,
    BlockCipher,
    Gost28147,
    Kuznyechik,
    Magma,
)
from paraph.gost.streebog import kdf_tree_streebog256

__all__ = [
    "CRYPTOPRO_A",
    "PARAM_Z",
    "SECTIONS",
    "BlockCipher",
    "Kuznyechik",
    "Magma",
    "WrongMac",
    "cfb_decrypt",
    "cfb_encrypt",
    "ctr_acpkm",
    "ctr_acpkm_omac_decrypt",
    "ctr_acpkm_omac_encrypt",
    "omac",
]

#: Bytes ciphered under one key before ACPKM replaces it: RFC 9337 section 5.1.
SECTIONS: Mapping[type[BlockCipher], int] = MappingProxyType({Magma: 8 * 1024, Kuznyechik: 256 * 1024})

#: The constant that CryptoPro key meshing decrypts into the next key, RFC 4357 section 2.3.2.
_MESHING = bytes.fromhex("69007222 64c90423 8d3adb96 46e92ac4 18feac94 00ed0712 c086dcc2 ef4ca92b")
_MESHING_PERIOD = 1024

#: The constant D of ACPKM, RFC 8645 section 6.2.1.
_ACPKM = bytes(range(0x80, 0xA0))


class WrongMac(ValueError):
    """The OMAC does not fit: another key, or the text was altered."""


def cfb_encrypt(key: bytes, iv: bytes, data: bytes, substitution: str = PARAM_Z) -> bytes:
    """GOST 28147-89 in CFB with key meshing; ``iv`` has 8 bytes, ``substitution`` is its identifier."""
    return _cfb(key, iv, data, substitution, decrypting=False)


def cfb_decrypt(key: bytes, iv: bytes, data: bytes, substitution: str = PARAM_Z) -> bytes:
    return _cfb(key, iv, data, substitution, decrypting=True)


def _cfb(key: bytes, iv: bytes, data: bytes, substitution: str, *, decrypting: bool) -> bytes:
    if len(iv) != Gost28147.block_size:
        raise ValueError("the initialisation vector must have 8 bytes")
    cipher = Gost28147(key, substitution)
    register = int.from_bytes(iv, "little")
    result = bytearray()
    for start in range(0, len(data), 8):
        if start and start % _MESHING_PERIOD == 0:
            cipher = Gost28147(_meshed(cipher), substitution)
            register = cipher.encrypt(register)
        piece = data[start : start + 8]
        gamma = cipher.encrypt(register).to_bytes(8, "little")
        output = bytes(a ^ b for a, b in zip(piece, gamma, strict=False))
        register = int.from_bytes(piece if decrypting else output, "little")
        result += output
    return bytes(result)


def _meshed(cipher: Gost28147) -> bytes:
    words = (int.from_bytes(_MESHING[i : i + 8], "little") for i in range(0, KEY_SIZE, 8))
    return b"".join(cipher.decrypt(word).to_bytes(8, "little") for word in words)


def ctr_acpkm(
    cipher: type[BlockCipher], key: bytes, iv: bytes, data: bytes, section: int | None = None
) -> bytes:
    """Encrypt or decrypt in CTR-ACPKM, RFC 8645 section 6.2.2; ``iv`` has half a block.

    ``section`` is a multiple of the block size, by default that of ``SECTIONS``.
    """
    size = cipher.block_size
    if len(iv) != size // 2:
        raise ValueError(f"the initialisation vector must have {size // 2} bytes")
    section = section or SECTIONS[cipher]
    current = cipher(key)
    counter = int.from_bytes(iv + bytes(size // 2), "big")
    gamma = bytearray()
    for start in range(0, len(data), size):
        if start and start % section == 0:
            current = cipher(_next_key(current))
        gamma += current.encrypt(counter).to_bytes(size, "big")
        counter = (counter + 1) % (1 << 8 * size)
    return bytes(a ^ b for a, b in zip(data, gamma, strict=False))


def _next_key(cipher: BlockCipher) -> bytes:
    size = cipher.block_size
    blocks = (int.from_bytes(_ACPKM[i : i + size], "big") for i in range(0, KEY_SIZE, size))
    return b"".join(cipher.encrypt(block).to_bytes(size, "big") for block in blocks)


def omac(cipher: BlockCipher, data: bytes) -> bytes:
    """OMAC of GOST R 34.13-2015 section 5.6, as long as a block."""
    size = cipher.block_size
    top, polynomial = 1 << (8 * size - 1), {8: 0x1B, 16: 0x87}[size]
    whole = bool(data) and len(data) % size == 0
    subkey = cipher.encrypt(0)
    for _ in range(1 if whole else 2):
        subkey = (subkey % top) << 1 ^ (polynomial if subkey & top else 0)
    padded = data if whole else data + b"\x80" + bytes(-(len(data) + 1) % size)
    state = 0
    for start in range(0, len(padded) - size, size):
        state = cipher.encrypt(state ^ int.from_bytes(padded[start : start + size], "big"))
    last = int.from_bytes(padded[-size:], "big")
    return cipher.encrypt(state ^ last ^ subkey).to_bytes(size, "big")


def ctr_acpkm_omac_encrypt(cipher: type[BlockCipher], key: bytes, ukm: bytes, data: bytes) -> bytes:
    """CTR-ACPKM over the text and its OMAC; both keys come from ``key``, RFC 9337 section 5.1.1.

    ``ukm`` is half a block of initialisation vector and 8 bytes of seed.
    """
    text_key, mac_key = _pair(cipher, key, ukm)
    mac = omac(cipher(mac_key), data)
    return ctr_acpkm(cipher, text_key, ukm[:-8], data + mac)


def ctr_acpkm_omac_decrypt(cipher: type[BlockCipher], key: bytes, ukm: bytes, data: bytes) -> bytes:
    """The text of ``ctr_acpkm_omac_encrypt``; raises ``WrongMac``."""
    text_key, mac_key = _pair(cipher, key, ukm)
    plain = ctr_acpkm(cipher, text_key, ukm[:-8], data)
    text, mac = plain[: -cipher.block_size], plain[-cipher.block_size :]
    if not hmac.compare_digest(omac(cipher(mac_key), text), mac):
        raise WrongMac("the OMAC does not fit")
    return text


def _pair(cipher: type[BlockCipher], key: bytes, ukm: bytes) -> tuple[bytes, bytes]:
    if len(key) != KEY_SIZE or len(ukm) != cipher.block_size // 2 + 8:
        raise ValueError(f"the key must have 32 bytes, the ukm {cipher.block_size // 2 + 8}")
    keys = kdf_tree_streebog256(key, b"kdf tree", ukm[-8:], 2 * KEY_SIZE)
    return keys[:KEY_SIZE], keys[KEY_SIZE:]
