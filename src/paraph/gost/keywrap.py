"""A key enciphered under another: CryptoPro Key Wrap (RFC 4357 section 6), KExp15 (RFC 9189)."""

from __future__ import annotations

import hmac

from paraph.gost.ciphers import KEY_SIZE, PARAM_Z, BlockCipher, Gost28147, WrongMac

__all__ = ["WrongMac", "kexp15", "kimp15", "unwrap_cryptopro", "wrap_cryptopro"]


def wrap_cryptopro(kek: bytes, ukm: bytes, key: bytes, substitution: str = PARAM_Z) -> tuple[bytes, bytes]:
    """The key of 32 bytes enciphered, and its MAC of 4: CryptoPro Key Wrap, RFC 4357 section 6.3.

    ``ukm`` has 8 bytes and turns ``kek`` into the key really used.
    """
    _require(key, ukm)
    cipher = Gost28147(_diversified(kek, ukm, substitution), substitution)
    return cipher.encrypt(key), cipher.mac(ukm, key)


def unwrap_cryptopro(kek: bytes, ukm: bytes, sealed: bytes, mac: bytes, substitution: str = PARAM_Z) -> bytes:
    """The key of ``wrap_cryptopro``; raises ``WrongMac``, and ``ValueError`` for wrong lengths."""
    _require(sealed, ukm)
    cipher = Gost28147(_diversified(kek, ukm, substitution), substitution)
    key = cipher.decrypt(sealed)
    if not hmac.compare_digest(cipher.mac(ukm, key), mac):
        raise WrongMac("the MAC of the key does not fit")
    return key


def _require(key: bytes, ukm: bytes) -> None:
    if len(key) != KEY_SIZE or len(ukm) != 8:
        raise ValueError("the key must have 32 bytes, the ukm 8")


def _diversified(kek: bytes, ukm: bytes, substitution: str) -> bytes:
    """CryptoPro KEK Diversification, RFC 4357 section 6.5.

    Eight times the key is enciphered under itself; the vector is made of the sums of those of its words that
    a byte of ``ukm`` chooses and of those it does not.
    """
    for byte in ukm:
        sums = [0, 0]
        for place in range(8):
            word = int.from_bytes(kek[4 * place : 4 * place + 4], "little")
            sums[0 if byte >> place & 1 else 1] += word
        vector = b"".join((total % (1 << 32)).to_bytes(4, "little") for total in sums)
        kek = Gost28147(kek, substitution).cfb_encrypt(vector, kek)
    return kek


def kexp15(cipher: type[BlockCipher], mac_key: bytes, cipher_key: bytes, iv: bytes, key: bytes) -> bytes:
    """The key and its OMAC enciphered in CTR; ``iv`` has half a block and must not repeat."""
    return cipher(cipher_key).ctr(iv, key + cipher(mac_key).omac(iv + key))


def kimp15(cipher: type[BlockCipher], mac_key: bytes, cipher_key: bytes, iv: bytes, sealed: bytes) -> bytes:
    """The key of ``kexp15``; raises ``WrongMac``."""
    plain = cipher(cipher_key).ctr(iv, sealed)
    key, mac = plain[: -cipher.block_size], plain[-cipher.block_size :]
    if not hmac.compare_digest(cipher(mac_key).omac(iv + key), mac):
        raise WrongMac("the MAC of the key does not fit")
    return key
