from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import _modes, ciphers
from paraph.gost._substitution import rows
from paraph.gost.ciphers import CIPHER_SUBSTITUTIONS, CRYPTOPRO_A, PARAM_Z, Kuznyechik, Magma
from paraph.gost.streebog import kdf_tree_streebog256

# GOST R 34.12-2015 and 34.13-2015 appendices A.1 (Kuznyechik) and A.2 (Magma).
KEY_128 = bytes.fromhex("8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef")
KEY_64 = bytes.fromhex("ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
TEXT_128 = bytes.fromhex(
    "1122334455667700ffeeddccbbaa998800112233445566778899aabbcceeff0a"
    "112233445566778899aabbcceeff0a002233445566778899aabbcceeff0a0011"
)
TEXT_64 = bytes.fromhex("92def06b3c130a59db54c704f8189d204a98fb2e67a8024c8912409b17b57e41")


def every(*arguments: Any) -> list[Any]:
    """The same cipher by the kernel and by its twin."""
    kernel = pytest.importorskip("paraph.gost._kernel", reason="the kernel was not built")
    name, *rest = arguments
    return [getattr(module, name)(*rest) for module in (kernel, _modes)]


def test_kuznyechik_rfc_7801() -> None:
    text, sealed = "1122334455667700ffeeddccbbaa9988", "7f679d90bebc24305a468d42b9d4edcd"
    for cipher in every("kuznyechik", KEY_128):
        assert cipher.encrypt(bytes.fromhex(text)).hex() == sealed
    assert Kuznyechik(KEY_128).encrypt(bytes.fromhex(text)).hex() == sealed


def test_magma_rfc_8891() -> None:
    text, sealed = bytes.fromhex("fedcba9876543210"), bytes.fromhex("4ee901e5c2d8ca3d")
    for cipher in every("magma", KEY_64, rows(PARAM_Z)):
        assert cipher.encrypt(text) == sealed
        assert cipher.decrypt(sealed) == text
    assert Magma(KEY_64).encrypt(text) == sealed


keys = st.binary(min_size=32, max_size=32)
vectors = st.binary(min_size=8, max_size=8)


@given(keys, vectors, st.binary(max_size=2100), st.sampled_from(sorted(CIPHER_SUBSTITUTIONS)))
@settings(max_examples=40, deadline=None)
def test_gost_28147_twin_equals_kernel(key: bytes, iv: bytes, data: bytes, substitution: str) -> None:
    kernel, twin = every("gost28147", key, rows(substitution))
    blocks = data[: len(data) // 8 * 8]
    assert kernel.encrypt(blocks) == twin.encrypt(blocks)
    assert kernel.decrypt(kernel.encrypt(blocks)) == blocks == twin.decrypt(twin.encrypt(blocks))
    assert kernel.cfb_encrypt(iv, data) == twin.cfb_encrypt(iv, data)
    assert kernel.cfb_decrypt(iv, data) == twin.cfb_decrypt(iv, data)
    assert kernel.mac(iv, blocks) == twin.mac(iv, blocks)


@given(keys, vectors, st.binary(max_size=700), st.sampled_from([0, 16, 48, 256]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_modern_twin_equals_kernel(key: bytes, iv: bytes, data: bytes, section: int, small: bool) -> None:
    kernel, twin = every("magma", key, rows(PARAM_Z)) if small else every("kuznyechik", key)
    iv = iv[:4] if small else iv
    assert kernel.ctr(iv, data, section) == twin.ctr(iv, data, section)
    assert kernel.omac(data) == twin.omac(data)


def test_counter_runs_over_its_half() -> None:
    """The counter is a number as wide as the block: 2^32 blocks of Magma carry into the vector."""
    kernel, twin = every("magma", KEY_64, rows(PARAM_Z))
    assert kernel.ctr(b"\xff" * 4, bytes(40), 0) == twin.ctr(b"\xff" * 4, bytes(40), 0)


def test_both_refuse_the_same() -> None:
    for cipher in every("kuznyechik", KEY_128):
        for call in (
            lambda c: c.encrypt(bytes(15)),
            lambda c: c.decrypt(bytes(16)),
            lambda c: c.ctr(bytes(7), b"", 0),
            lambda c: c.ctr(bytes(8), b"", 8),
            lambda c: c.ctr(bytes(8), b"", -16),
            lambda c: c.cfb_encrypt(bytes(8), bytes(8)),
            lambda c: c.mac(bytes(8), bytes(8)),
        ):
            with pytest.raises(ValueError):
                call(cipher)
    for cipher in every("gost28147", KEY_64, rows(PARAM_Z)):
        for call in (
            lambda c: c.cfb_encrypt(bytes(7), b""),
            lambda c: c.cfb_decrypt(bytes(9), b""),
            lambda c: c.mac(bytes(8), bytes(7)),
            lambda c: c.decrypt(bytes(7)),
        ):
            with pytest.raises(ValueError):
                call(cipher)
    kernel = pytest.importorskip("paraph.gost._kernel")
    for module in (kernel, _modes):
        for key, substitution in (
            (bytes(31), rows(PARAM_Z)),
            (bytes(32), bytes(127)),
            (bytes(32), b"\x10" * 128),
        ):
            with pytest.raises(ValueError):
                module.gost28147(key, substitution)


def test_one_byte_comes_out_without_touching_what_python_keeps() -> None:
    """Python has one object for each single byte: a result written over it would spoil them all."""
    cipher = Kuznyechik(KEY_128)
    for value in range(256):
        cipher.ctr(bytes(8), bytes([value]))
    assert [bytes([value])[0] for value in range(256)] == list(range(256))


@pytest.mark.parametrize(
    ("cipher", "key", "iv", "text", "expected"),
    [
        (
            Kuznyechik,
            KEY_128,
            "1234567890abcef0",
            TEXT_128,
            "f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee4"
            "a5eae88be6356ed3d5e877f13564a3a5cb91fab1f20cbab6d1c6d15820bdba73",
        ),
        (
            Magma,
            KEY_64,
            "12345678",
            TEXT_64,
            "4e98110c97b7b93c3e250d93d6e85d69136d868807b2dbef568eb680ab52a12d",
        ),
    ],
)
def test_ctr_gost_r_34_13(cipher, key: bytes, iv: str, text: bytes, expected: str) -> None:
    """Within the first section CTR-ACPKM is plain CTR."""
    assert ciphers.ctr_acpkm(cipher, key, bytes.fromhex(iv), text).hex() == expected


def test_ctr_acpkm_rfc_8645() -> None:
    """RFC 8645 appendix A.1: Kuznyechik with sections of 256 bits."""
    text = TEXT_128 + bytes.fromhex(
        "33445566778899aabbcceeff0a001122445566778899aabbcceeff0a001122335566778899aabbcceeff0a0011223344"
    )
    expected = (
        "f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee4"
        "4bceeb8f646f4c55001706275e85e800587c4df568d094393e4834afd0805046"
        "cf30f57686aeece11cfc6c316b8a896edffd07ec813636460c4f3b743423163e"
        "6409a9c282fac8d469d221e7fbd6de5d"
    )
    iv = bytes.fromhex("1234567890abcef0")
    assert ciphers.ctr_acpkm(Kuznyechik, KEY_128, iv, text, section=32).hex() == expected


@pytest.mark.parametrize(
    ("cipher", "text", "expected"),
    [
        (Kuznyechik(KEY_128), TEXT_128, "336f4d296059fbe34ddeb35b37749c67"),
        (Magma(KEY_64), TEXT_64, "154e72102030c5bb"),
    ],
)
def test_omac_gost_r_34_13(cipher, text: bytes, expected: str) -> None:
    assert ciphers.omac(cipher, text).hex() == expected


@pytest.mark.openssl
@pytest.mark.parametrize(("name", "cipher"), [("kuznyechik-mac", Kuznyechik), ("magma-mac", Magma)])
@pytest.mark.parametrize("length", [1, 7, 8, 15, 16, 17, 100])
def test_omac_openssl(openssl, name: str, cipher, length: int) -> None:
    """gost-engine gives at most the first 8 bytes."""
    key, text = os.urandom(32), os.urandom(length)
    theirs = openssl("dgst", "-mac", name, "-macopt", f"hexkey:{key.hex()}", "-sigopt", "size:8", data=text)
    assert ciphers.omac(cipher(key), text)[:8].hex() == theirs.decode().split("= ")[1].strip()


def test_kdf_tree_rfc_7836() -> None:
    """RFC 7836 appendix B, KDF_TREE_GOSTR3411_2012_256 with R = 1."""
    key = kdf_tree_streebog256(
        bytes(range(32)), bytes.fromhex("26bdb878"), bytes.fromhex("af21434145656378"), 64
    )
    assert key.hex() == (
        "22b6837845c6bef65ea71672b265831086d3c76aebe6dae91cad51d83f79d16b"
        "074c9330599d7f8d712fca54392f4ddde93751206b3584c8f43f9e6dc51531f9"
    )


def test_kdf_tree_refuses_what_it_cannot_number() -> None:
    for length in (0, 8161):
        with pytest.raises(ValueError):
            kdf_tree_streebog256(bytes(32), b"label", b"seed", length)


@pytest.mark.openssl
@pytest.mark.parametrize("length", [1, 8, 1024, 1025, 5000])
def test_cfb_openssl(openssl, length: int) -> None:
    """Past 1024 bytes the key is meshed."""
    key, iv, text = os.urandom(32), os.urandom(8), os.urandom(length)
    theirs = openssl("enc", "-gost89", "-K", key.hex(), "-iv", iv.hex(), data=text)
    assert ciphers.cfb_encrypt(key, iv, text) == theirs


@pytest.mark.openssl
def test_cfb_cryptopro_a_openssl(openssl) -> None:
    key, iv, text = os.urandom(32), os.urandom(8), os.urandom(2100)
    theirs = openssl(
        "enc",
        "-gost89",
        "-K",
        key.hex(),
        "-iv",
        iv.hex(),
        data=text,
        CRYPT_PARAMS="id-Gost28147-89-CryptoPro-A-ParamSet",
    )
    assert ciphers.cfb_encrypt(key, iv, text, CRYPTOPRO_A) == theirs
    assert ciphers.cfb_encrypt(key, iv, text) != theirs


@pytest.mark.openssl
@pytest.mark.parametrize(
    ("name", "cipher", "section"), [("magma", Magma, 1024), ("kuznyechik", Kuznyechik, 4096)]
)
def test_ctr_acpkm_openssl(openssl, name: str, cipher, section: int) -> None:
    """``openssl enc`` takes the sections of TLS, shorter than those of key files."""
    half = cipher.block_size // 2
    key, iv, text = os.urandom(32), os.urandom(half), os.urandom(3 * section + 5)
    theirs = openssl("enc", f"-{name}-ctr-acpkm", "-K", key.hex(), "-iv", (iv + bytes(half)).hex(), data=text)
    assert ciphers.ctr_acpkm(cipher, key, iv, text, section) == theirs


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([PARAM_Z, CRYPTOPRO_A]))
def test_cfb_round_trip(text: bytes, substitution: str) -> None:
    key, iv = bytes(range(32)), bytes(8)
    sealed = ciphers.cfb_encrypt(key, iv, text, substitution)
    assert ciphers.cfb_decrypt(key, iv, sealed, substitution) == text


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([Magma, Kuznyechik]), st.data())
def test_omac_form_round_trip_and_tamper(text: bytes, cipher, data: st.DataObject) -> None:
    key, ukm = bytes(range(32)), bytes(range(cipher.block_size // 2 + 8))
    sealed = ciphers.ctr_acpkm_omac_encrypt(cipher, key, ukm, text)
    assert len(sealed) == len(text) + cipher.block_size
    assert ciphers.ctr_acpkm_omac_decrypt(cipher, key, ukm, sealed) == text
    altered = bytearray(sealed)
    altered[data.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(ciphers.WrongMac):
        ciphers.ctr_acpkm_omac_decrypt(cipher, key, ukm, bytes(altered))


def test_wrong_lengths_are_refused() -> None:
    for call in (
        lambda: ciphers.cfb_encrypt(bytes(31), bytes(8), b""),
        lambda: ciphers.cfb_encrypt(bytes(32), bytes(7), b""),
        lambda: ciphers.ctr_acpkm(Magma, bytes(32), bytes(8), b""),
        lambda: ciphers.ctr_acpkm(Kuznyechik, bytes(33), bytes(8), b""),
        lambda: ciphers.ctr_acpkm_omac_encrypt(Magma, bytes(32), bytes(11), b""),
        lambda: ciphers.ctr_acpkm_omac_decrypt(Magma, bytes(32), bytes(13), bytes(8)),
    ):
        with pytest.raises(ValueError):
            call()
    with pytest.raises(ciphers.WrongMac):
        ciphers.ctr_acpkm_omac_decrypt(Magma, bytes(32), bytes(12), b"short")
