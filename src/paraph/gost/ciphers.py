"""GOST 28147-89, Magma and Kuznyechik with the modes that CMS, key files and key wraps need.

GOST 28147-89 in CFB with CryptoPro key meshing (RFC 4357), Magma and Kuznyechik in CTR-ACPKM, alone or with
an OMAC over the text (RFC 9337, R 1323565.1.025-2019), and in MGM (RFC 9058). Keys have 32 bytes. The ciphers
look bytes up in tables, so a neighbour on the same processor may learn of the key by its cache: no constant
time is claimed.
"""

from __future__ import annotations

import hmac
from typing import ClassVar

from paraph.gost._blocks import KEY_SIZE
from paraph.gost._substitution import CRYPTOPRO_A, CRYPTOPRO_B, CRYPTOPRO_C, CRYPTOPRO_D, PARAM_Z, rows
from paraph.gost.streebog import kdf_tree_streebog256

try:
    from paraph.gost import _kernel as _impl
except ImportError:  # built without a compiler: the twin serves
    from paraph.gost import _modes as _impl  # type: ignore[no-redef]

__all__ = [
    "CIPHER_SUBSTITUTIONS",
    "CRYPTOPRO_A",
    "KEY_SIZE",
    "PARAM_Z",
    "BlockCipher",
    "Gost28147",
    "Kuznyechik",
    "Magma",
    "WrongMac",
    "cfb_decrypt",
    "cfb_encrypt",
    "ctr_acpkm",
    "ctr_acpkm_omac_decrypt",
    "ctr_acpkm_omac_encrypt",
    "ctr_acpkm_omac_open",
    "ctr_acpkm_omac_seal",
    "omac",
]

#: Substitutions a text or a key may be enciphered with; all of them are published.
CIPHER_SUBSTITUTIONS = frozenset((PARAM_Z, CRYPTOPRO_A, CRYPTOPRO_B, CRYPTOPRO_C, CRYPTOPRO_D))


class WrongMac(ValueError):
    """The MAC does not fit: another key, or the text was altered."""


class Gost28147:
    """GOST 28147-89 under a key with the substitution of an identifier; ``ValueError`` for other keys."""

    block_size: ClassVar[int] = 8

    def __init__(self, key: bytes, substitution: str = PARAM_Z) -> None:
        self._inner = _impl.gost28147(key, rows(substitution))

    def encrypt(self, blocks: bytes) -> bytes:
        """Whole blocks, each by itself."""
        return self._inner.encrypt(blocks)

    def decrypt(self, blocks: bytes) -> bytes:
        return self._inner.decrypt(blocks)

    def cfb_encrypt(self, iv: bytes, data: bytes) -> bytes:
        """CFB with key meshing, RFC 4357 section 2.3.2; ``iv`` has 8 bytes."""
        return self._inner.cfb_encrypt(iv, data)

    def cfb_decrypt(self, iv: bytes, data: bytes) -> bytes:
        return self._inner.cfb_decrypt(iv, data)

    def mac(self, iv: bytes, blocks: bytes) -> bytes:
        """The MAC of four bytes over whole blocks, started from ``iv``; RFC 4357 section 6.3."""
        return self._inner.mac(iv, blocks)


class BlockCipher:
    """Magma or Kuznyechik under a key; ``ValueError`` unless it has 32 bytes."""

    block_size: ClassVar[int]
    #: Bytes ciphered under one key in CMS and key files before ACPKM replaces it: RFC 9337 section 5.1.
    section: ClassVar[int]
    #: What gost-engine takes instead in key files: the sections of TLS, RFC 9189 section 4.1.
    short_section: ClassVar[int]

    def __init__(self, key: bytes) -> None:
        raise NotImplementedError

    _inner: _impl.Cipher

    def encrypt(self, blocks: bytes) -> bytes:
        """Whole blocks, each by itself."""
        return self._inner.encrypt(blocks)

    def ctr(self, iv: bytes, data: bytes, section: int = 0) -> bytes:
        """CTR, or with a ``section`` CTR-ACPKM (RFC 8645 section 6.2.2); ``iv`` has half a block."""
        return self._inner.ctr(iv, data, section)

    def omac(self, data: bytes) -> bytes:
        """OMAC of GOST R 34.13-2015 section 5.6, as long as a block."""
        return self._inner.omac(data)

    def mgm_seal(self, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
        """The text in MGM (RFC 9058 section 4.1) with its tag of a block behind it.

        ``nonce`` has a block and the highest bit 0, and must never serve twice under one key: that gives away
        the text and lets tags be forged. ``associated`` is guarded by the tag, but not part of the result.
        Raises ``ValueError`` for another nonce, for nothing to seal at all and for too much: with Magma both
        texts together stay under 512 MiB.
        """
        return self._inner.mgm_seal(nonce, plaintext, associated)

    def mgm_open(self, nonce: bytes, sealed: bytes, associated: bytes) -> bytes:
        """The text of ``mgm_seal``, RFC 9058 section 4.2; raises ``WrongMac``, and ``ValueError`` for a nonce
        that can be none. The tag is compared in constant time and before anything is deciphered.
        """
        text = self._inner.mgm_open(nonce, sealed, associated)
        if text is None:
            raise WrongMac("the tag of MGM does not fit")
        return text


class Magma(BlockCipher):
    """GOST R 34.12-2015 with 64-bit blocks, RFC 8891."""

    block_size = 8
    section = 8 * 1024
    short_section = 1024

    def __init__(self, key: bytes) -> None:
        self._inner = _impl.magma(key, rows(PARAM_Z))


class Kuznyechik(BlockCipher):
    """GOST R 34.12-2015 with 128-bit blocks, RFC 7801."""

    block_size = 16
    section = 256 * 1024
    short_section = 4 * 1024

    def __init__(self, key: bytes) -> None:
        self._inner = _impl.kuznyechik(key)


def cfb_encrypt(key: bytes, iv: bytes, data: bytes, substitution: str = PARAM_Z) -> bytes:
    """GOST 28147-89 in CFB with key meshing; ``iv`` has 8 bytes, ``substitution`` is its identifier."""
    return Gost28147(key, substitution).cfb_encrypt(iv, data)


def cfb_decrypt(key: bytes, iv: bytes, data: bytes, substitution: str = PARAM_Z) -> bytes:
    return Gost28147(key, substitution).cfb_decrypt(iv, data)


def ctr_acpkm(
    cipher: type[BlockCipher], key: bytes, iv: bytes, data: bytes, section: int | None = None
) -> bytes:
    """Encrypt or decrypt in CTR-ACPKM; ``iv`` has half a block, ``section`` is by default the cipher's."""
    return cipher(key).ctr(iv, data, section or cipher.section)


def omac(cipher: BlockCipher, data: bytes) -> bytes:
    """OMAC of GOST R 34.13-2015 section 5.6, as long as a block."""
    return cipher.omac(data)


def ctr_acpkm_omac_seal(
    cipher: type[BlockCipher], key: bytes, ukm: bytes, data: bytes
) -> tuple[bytes, bytes]:
    """The text in CTR-ACPKM and its OMAC enciphered after it; both keys come from ``key``.

    ``ukm`` is half a block of initialisation vector and 8 bytes of seed, RFC 9337 section 5.1.1.
    """
    text_key, mac_key = _pair(cipher, key, ukm)
    mac = cipher(mac_key).omac(data)
    sealed = ctr_acpkm(cipher, text_key, ukm[:-8], data + mac)
    return sealed[: len(data)], sealed[len(data) :]


def ctr_acpkm_omac_open(
    cipher: type[BlockCipher], key: bytes, ukm: bytes, sealed: bytes, mac: bytes
) -> bytes:
    """The text of ``ctr_acpkm_omac_seal``, with either sections; raises ``WrongMac``."""
    text_key, mac_key = _pair(cipher, key, ukm)
    for section in (cipher.section, cipher.short_section):
        plain = ctr_acpkm(cipher, text_key, ukm[:-8], sealed + mac, section)
        text, expected = plain[: len(sealed)], plain[len(sealed) :]
        if hmac.compare_digest(cipher(mac_key).omac(text), expected):
            return text
    raise WrongMac("the OMAC does not fit")


def ctr_acpkm_omac_encrypt(cipher: type[BlockCipher], key: bytes, ukm: bytes, data: bytes) -> bytes:
    """``ctr_acpkm_omac_seal`` with the MAC behind the text, as key files have it."""
    return b"".join(ctr_acpkm_omac_seal(cipher, key, ukm, data))


def ctr_acpkm_omac_decrypt(cipher: type[BlockCipher], key: bytes, ukm: bytes, data: bytes) -> bytes:
    """The text of ``ctr_acpkm_omac_encrypt``; raises ``WrongMac``."""
    return ctr_acpkm_omac_open(cipher, key, ukm, data[: -cipher.block_size], data[-cipher.block_size :])


def _pair(cipher: type[BlockCipher], key: bytes, ukm: bytes) -> tuple[bytes, bytes]:
    if len(key) != KEY_SIZE or len(ukm) != cipher.block_size // 2 + 8:
        raise ValueError(f"the key must have 32 bytes, the ukm {cipher.block_size // 2 + 8}")
    keys = kdf_tree_streebog256(key, b"kdf tree", ukm[-8:], 2 * KEY_SIZE)
    return keys[:KEY_SIZE], keys[KEY_SIZE:]
