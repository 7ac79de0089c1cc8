"""Key agreement and key wraps against published vectors and against OpenSSL with gost-engine."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import CURVES, generate_private_key, public_key
from paraph.gost.ciphers import CIPHER_SUBSTITUTIONS, BlockCipher, Kuznyechik, Magma
from paraph.gost.keywrap import WrongMac, kexp15, kimp15, unwrap_cryptopro, wrap_cryptopro
from paraph.gost.vko import keg, vko_256, vko_512, vko_2001

A_256 = CURVES["1.2.643.2.2.35.1"]
TC26_256_A = CURVES["1.2.643.7.1.2.1.1.1"]
A_512 = CURVES["1.2.643.7.1.2.1.2.1"]
C_512 = CURVES["1.2.643.7.1.2.1.2.3"]


def little(digits: str) -> int:
    return int.from_bytes(bytes.fromhex(digits), "little")


# RFC 7836 appendix B, VKO_GOSTR3410_2012_256 and _512.
ONE = little(
    "c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8"
    "c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667"
)
OTHER = little(
    "48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b"
    "8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db"
)
UKM = bytes.fromhex("1d80603c8544c727")


@pytest.mark.parametrize(
    ("agree", "expected"),
    [
        (vko_256, "c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221"),
        (
            vko_512,
            "79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa"
            "7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf",
        ),
    ],
)
def test_vko_rfc_7836(agree, expected: str) -> None:
    assert agree(A_512, ONE, public_key(A_512, OTHER), UKM).hex() == expected
    assert agree(A_512, OTHER, public_key(A_512, ONE), UKM).hex() == expected


def key_pair(openssl, folder: Path, name: str, *options: str) -> tuple[int, tuple[int, int], Path, Path]:
    """A key made by OpenSSL: the number, the point, the files of the key and of its public key."""
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    openssl("genpkey", "-algorithm", *options, "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    size = 64 if options[0].endswith("512") else 32

    def tail(path: Path, length: int) -> bytes:
        lines = path.read_text().splitlines()
        return base64.b64decode("".join(line for line in lines if "-----" not in line))[-length:]

    point = tail(public, 2 * size)
    x, y = (int.from_bytes(half, "little") for half in (point[:size], point[size:]))
    return int.from_bytes(tail(private, size), "little"), (x, y), private, public


@pytest.mark.openssl
@pytest.mark.parametrize(
    ("curve", "algorithm", "name"),
    [
        (A_256, "gost2012_256", "A"),
        (TC26_256_A, "gost2012_256", "TCA"),
        (A_512, "gost2012_512", "A"),
        (C_512, "gost2012_512", "C"),
    ],
    ids=lambda value: getattr(value, "title", value),
)
def test_openssl_agrees(openssl, tmp_path: Path, curve, algorithm: str, name: str) -> None:
    """VKO with eight bytes of ukm, KEG with thirty-two; two of the curves have a cofactor of 4."""
    options = (algorithm, "-pkeyopt", f"paramset:{name}")
    ours, _, our_file, _ = key_pair(openssl, tmp_path, "ours", *options)
    _, point, _, their_file = key_pair(openssl, tmp_path, "theirs", *options)
    derive = ("pkeyutl", "-derive", "-inkey", our_file, "-peerkey", their_file, "-pkeyopt")
    theirs = openssl(*derive, "vko:256", "-pkeyopt", f"ukmhex:{UKM.hex()}")
    assert vko_256(curve, ours, point, UKM) == theirs
    ukm = os.urandom(32)
    assert b"".join(keg(curve, ours, point, ukm)) == openssl(*derive, f"ukmhex:{ukm.hex()}")


@pytest.mark.openssl
def test_openssl_agrees_on_2001(openssl, tmp_path: Path) -> None:
    options = ("gost2001", "-pkeyopt", "paramset:A")
    ours, _, our_file, _ = key_pair(openssl, tmp_path, "ours", *options)
    _, point, _, their_file = key_pair(openssl, tmp_path, "theirs", *options)
    derive = ("pkeyutl", "-derive", "-inkey", our_file, "-peerkey", their_file)
    assert vko_2001(A_256, ours, point, UKM) == openssl(*derive, "-pkeyopt", f"ukmhex:{UKM.hex()}")


@pytest.mark.parametrize("curve", [A_256, TC26_256_A, A_512, C_512], ids=lambda curve: curve.title)
def test_both_parties_get_the_same(curve) -> None:
    one, other = generate_private_key(curve), generate_private_key(curve)
    ukm = bytes(range(32))
    assert keg(curve, one, public_key(curve, other), ukm) == keg(curve, other, public_key(curve, one), ukm)
    assert keg(curve, one, public_key(curve, other), ukm[::-1]) != keg(
        curve, one, public_key(curve, other), ukm
    )


def test_what_cannot_be_agreed_upon() -> None:
    point = public_key(A_256, 7)
    for call in (
        lambda: vko_256(A_256, 0, point, UKM),
        lambda: vko_256(A_256, A_256.q, point, UKM),
        lambda: vko_256(A_256, 5, point, bytes(8)),
        lambda: vko_256(A_256, 5, (point[0], point[1] + 1), UKM),
        lambda: vko_256(A_256, 5, (point[0] + A_256.p, point[1]), UKM),
        lambda: vko_2001(A_256, 5, point, bytes(range(9))),
        lambda: keg(A_256, 5, point, UKM),
    ):
        with pytest.raises(ValueError):
            call()


# R 1323565.1.017-2018 appendix A, the vectors of RFC 9189 appendix A.
def test_kexp15() -> None:
    key = bytes.fromhex("8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef")
    cipher_key = bytes.fromhex("202122232425262728292a2b2c2d2e2f38393a3b3c3d3e3f3031323334353637")
    mac_key = bytes.fromhex("08090a0b0c0d0e0f0001020304050607101112131415161718191a1b1c1d1e1f")
    sealed = kexp15(Magma, mac_key, cipher_key, bytes.fromhex("67bed654"), key)
    assert sealed.hex() == (
        "cfd5a12d5b81b6e1e99c916d07900c6ac12703fb3abded55567bf3742c899c755dafe7b42e3a8bd9"
    )
    assert kimp15(Magma, mac_key, cipher_key, bytes.fromhex("67bed654"), sealed) == key


keys = st.binary(min_size=32, max_size=32)


@settings(max_examples=30, deadline=None)
@given(keys, keys, keys, st.sampled_from([Magma, Kuznyechik]), st.data())
def test_kexp15_round_trip_and_tamper(
    key: bytes, mac_key: bytes, cipher_key: bytes, cipher: type[BlockCipher], data: st.DataObject
) -> None:
    iv = bytes(range(cipher.block_size // 2))
    sealed = kexp15(cipher, mac_key, cipher_key, iv, key)
    assert kimp15(cipher, mac_key, cipher_key, iv, sealed) == key
    altered = bytearray(sealed)
    altered[data.draw(st.integers(0, len(sealed) - 1))] ^= 1
    with pytest.raises(WrongMac):
        kimp15(cipher, mac_key, cipher_key, iv, bytes(altered))
    with pytest.raises(WrongMac):
        kimp15(cipher, mac_key, cipher_key, iv, sealed[:5])


@settings(max_examples=30, deadline=None)
@given(
    keys, keys, st.binary(min_size=8, max_size=8), st.sampled_from(sorted(CIPHER_SUBSTITUTIONS)), st.data()
)
def test_cryptopro_wrap_round_trip_and_tamper(
    kek: bytes, key: bytes, ukm: bytes, substitution: str, data: st.DataObject
) -> None:
    sealed, mac = wrap_cryptopro(kek, ukm, key, substitution)
    assert unwrap_cryptopro(kek, ukm, sealed, mac, substitution) == key
    altered = bytearray(mac)
    altered[data.draw(st.integers(0, 3))] ^= 1
    with pytest.raises(WrongMac):
        unwrap_cryptopro(kek, ukm, sealed, bytes(altered), substitution)
    for wrong in ((kek, ukm[:7], sealed, mac), (kek, ukm, sealed[:31], mac), (kek[:31], ukm, sealed, mac)):
        with pytest.raises(ValueError):
            unwrap_cryptopro(*wrong)
