from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import (
    CURVES,
    Curve,
    Streebog,
    generate_private_key,
    public_key,
    sign,
    signature,
    streebog256,
    verify,
)
from paraph.gost import _points as points

A = CURVES["1.2.643.2.2.35.1"]
ALL = pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.title)

# RFC 7091 appendix A: curve, d, Q, e, k, r, s. The texts give e as a number; digests are its bytes backwards.
RFC_7091 = [
    (
        "1.2.643.2.2.35.0",
        "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
        "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
        "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
        "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
        "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
        "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
        "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
    ),
    (
        "1.2.643.7.1.2.1.2.0",
        "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020"
        "72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
        "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD"
        "5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
        "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61"
        "EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
        "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591"
        "7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
        "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658"
        "86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
        "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3"
        "5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
        "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5"
        "823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
    ),
]


@pytest.mark.parametrize(("oid", "d", "x", "y", "e", "k", "r", "s"), RFC_7091)
def test_rfc_7091(
    monkeypatch: pytest.MonkeyPatch, oid: str, d: str, x: str, y: str, e: str, k: str, r: str, s: str
) -> None:
    curve, private = CURVES[oid], int(d, 16)
    assert public_key(curve, private) == (int(x, 16), int(y, 16))
    digest = bytes.fromhex(e)[::-1]
    monkeypatch.setattr(signature, "_nonce", lambda *_: int(k, 16).to_bytes(2 * curve.size, "big"))
    assert sign(curve, private, digest) == bytes.fromhex(s + r)
    assert verify(curve, (int(x, 16), int(y, 16)), digest, bytes.fromhex(s + r))


# RFC 9215 appendix D, certificates signed by the key they hold: curve, certificate.
RFC_9215 = [
    (
        "1.2.643.2.2.35.0",
        "MIIBLTCB26ADAgECAgEKMAoGCCqFAwcBAQMCMBIxEDAOBgNVBAMTB0V4YW1wbGUwIBcNMDEwMTAxMDAwMDAwWhgPMjA1MDEyMzEw"
        "MDAwMDBaMBIxEDAOBgNVBAMTB0V4YW1wbGUwZjAfBggqhQMHAQEBATATBgcqhQMCAiMABggqhQMHAQECAgNDAARAC9hv5djbiWaP"
        "eJtOHbqFhcVQi0XsW1nYkG3bcOJJK3/ad/+HGhD73ydm0pPF0WSvuzx7lzpByIXRHXDWibTxJqMTMBEwDwYDVR0TAQH/BAUwAwEB"
        "/zAKBggqhQMHAQEDAgNBAE1T8BL+CBd2UH1Nm7gfAO/bTu/Uq4O6xLrPc1Fzz6gcQaoo0vGrFIKAzZ7Vb+2kGXQFNVSkJ2e4OtBD"
        "/TncBJM=",
    ),
    (
        "1.2.643.7.1.2.1.1.1",
        "MIIBJTCB06ADAgECAgEKMAoGCCqFAwcBAQMCMBIxEDAOBgNVBAMTB0V4YW1wbGUwIBcNMDEwMTAxMDAwMDAwWhgPMjA1MDEyMzEw"
        "MDAwMDBaMBIxEDAOBgNVBAMTB0V4YW1wbGUwXjAXBggqhQMHAQEBATALBgkqhQMHAQIBAQEDQwAEQHQnldS+6ITd8oUP7APqP68Y"
        "ROAdnaYLZFCTpV4m38OZePWWz01NDGzx0YlD2UST0WuewKFtUS0uEnzEaRpjGOKjEzARMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoUD"
        "BwEBAwIDQQAUC02pEksJyw1c6Sjuh0JzoxASlJLsDik2njt5EkhXjB0OHaW+NHxvG1JWx66sIArWSsd6b1s6DglzGOeubudp",
    ),
    (
        "1.2.643.7.1.2.1.2.0",
        "MIIBqjCCARagAwIBAgIBCzAKBggqhQMHAQEDAzASMRAwDgYDVQQDEwdFeGFtcGxlMCAXDTAxMDEwMTAwMDAwMFoYDzIwNTAxMjMx"
        "MDAwMDAwWjASMRAwDgYDVQQDEwdFeGFtcGxlMIGgMBcGCCqFAwcBAQECMAsGCSqFAwcBAgECAAOBhAAEgYDh7zDVLGEz3dmdHVxB"
        "RVz3302LTJJbvGmvFDPRVlhRWt0hRoUMMlxbgcEzvmVaqMTUQOe5io1ZSHsMdpa8xV0R7L53NqnsNX/y/TmTH04RTLjNo1knCsfw"
        "5/9D2UGUGeph/Sq3f12fY1I9O1CgT2PioM9Rt8E63CFWDwvUDMnHN6MTMBEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhQMHAQEDAwOB"
        "gQBBVwPYkvGl8/aMQ1MYmn7iB7gLVjHvnUlSmk1rVCws+hWqLqzxH0cP3n2VSFaQPDX9j5Ve8wDZXHdTSnJKDu5wL4b6YKCBCRoj"
        "3XleHjxonuUSo8gu4NzCZDx47qj8rNNUklWEhrIPHJ7Bl8kGmYUCYMk7y82cXDMX4ZNE4XOuNg==",
    ),
]


@pytest.mark.parametrize(("oid", "certificate"), RFC_9215, ids=["D.1", "D.2", "D.3"])
def test_rfc_9215_certificates(oid: str, certificate: str) -> None:
    der, curve = base64.b64decode(certificate), CURVES[oid]
    size = curve.size
    # Fixed places: the signed part begins after the outer header of 4 bytes; the key ends 21 bytes
    # (basicConstraints) before its end; the signature ends the certificate.
    header = 3 if der[5] == 0x81 else 4
    length = int.from_bytes(der[6 : 4 + header], "big")
    signed = der[4 : 4 + header + length]
    key = signed[-21 - 2 * size : -21]
    public = (int.from_bytes(key[:size], "little"), int.from_bytes(key[size:], "little"))
    digest = Streebog(8 * size, signed).digest()
    assert verify(curve, public, digest, der[-2 * size :])
    assert not verify(curve, public, Streebog(8 * size, signed[:-1]).digest(), der[-2 * size :])


GENERATED = [("gost2012_256", name) for name in ("A", "B", "C", "XA", "XB", "TCA", "TCB", "TCC", "TCD")] + [
    ("gost2012_512", name) for name in ("A", "B", "C")
]
OIDS = dict(
    zip(
        GENERATED,
        [
            *(f"1.2.643.2.2.35.{n}" for n in (1, 2, 3)),
            *(f"1.2.643.2.2.36.{n}" for n in (0, 1)),
            *(f"1.2.643.7.1.2.1.1.{n}" for n in (1, 2, 3, 4)),
            *(f"1.2.643.7.1.2.1.2.{n}" for n in (1, 2, 3)),
        ],
        strict=True,
    )
)


@pytest.mark.openssl
@pytest.mark.parametrize(("algorithm", "name"), GENERATED)
def test_openssl_both_ways(openssl, tmp_path: Path, algorithm: str, name: str) -> None:
    curve = CURVES[OIDS[algorithm, name]]
    key, public, ours = tmp_path / "key", tmp_path / "public", tmp_path / "ours"
    openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", f"paramset:{name}", "-out", key)
    openssl("pkey", "-in", key, "-pubout", "-out", public)

    private = int.from_bytes(openssl("pkey", "-in", key, "-outform", "DER")[-curve.size :], "little")
    point = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")[-2 * curve.size :]
    expected = tuple(int.from_bytes(half, "little") for half in (point[: curve.size], point[curve.size :]))
    assert public_key(curve, private) == expected

    message = b"the message"
    digest = Streebog(8 * curve.size, message).digest()
    hash_name = f"-md_gost12_{8 * curve.size}"
    theirs = openssl("dgst", hash_name, "-sign", key, data=message)
    assert verify(curve, expected, digest, theirs)

    ours.write_bytes(sign(curve, private, digest))
    assert b"Verified OK" in openssl("dgst", hash_name, "-verify", public, "-signature", ours, data=message)


@ALL
def test_parameters_fit_together(curve: Curve) -> None:
    assert CURVES[curve.oid] is curve
    assert curve.contains(curve.x, curve.y)
    assert not curve.contains(curve.x + curve.p, curve.y)
    assert points.multiply(curve, curve.q, (curve.x, curve.y))[2] == 0
    assert public_key(curve, curve.q - 1) == (curve.x, curve.p - curve.y)


@ALL
def test_sign_and_verify(curve: Curve) -> None:
    private = generate_private_key(curve)
    public = public_key(curve, private)
    digest = Streebog(8 * curve.size, b"message").digest()
    good = sign(curve, private, digest)
    assert verify(curve, public, digest, good)
    assert sign(curve, private, digest) != good

    for bit in (0, 8 * curve.size - 1, 8 * curve.size, 16 * curve.size - 1):
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        assert not verify(curve, public, digest, bytes(bad))
    assert not verify(curve, public, digest[::-1], good)
    assert not verify(curve, (public[0], curve.p - public[1]), digest, good)


def test_malformed_is_false() -> None:
    private = generate_private_key(A)
    x, y = public_key(A, private)
    digest = streebog256(b"message")
    good = sign(A, private, digest)
    s, r = good[:32], good[32:]
    q = A.q.to_bytes(32, "big")

    assert verify(A, (x, y), digest, good)
    for signature_ in (b"", good[:-1], good + b"\0", bytes(32) + r, s + bytes(32), q + r, s + q, r + s):
        assert not verify(A, (x, y), digest, signature_)
    for point in ((x, y + 1), (x + A.p, y), (x, y - A.p), (0, 0), (-x, y), (x, 0)):
        assert not verify(A, point, digest, good)
    assert not verify(A, (x, y), digest + b"\0", good)
    assert not verify(A, (x, y), b"", good)


@pytest.mark.parametrize("oid", ["1.2.643.7.1.2.1.1.1", "1.2.643.7.1.2.1.2.3"])
def test_small_order_points_of_cofactor_4_are_no_keys(oid: str) -> None:
    """A point of order 2 has y = 0; found as a root of the cubic: x with x^3 + ax + b = 0."""
    curve = CURVES[oid]
    x = root_of_cubic(curve)
    assert curve.contains(x, 0)
    digest = bytes(curve.size)
    assert not verify(curve, (x, 0), digest, sign(curve, 5, digest))


def root_of_cubic(curve: Curve) -> int:
    """(n / 2) * Q of a point Q outside the subgroup is of order 2: n = 4q, so 2q * Q, or q * Q at once."""
    x = 1
    while True:
        x += 1
        square = (x * x * x + curve.a * x + curve.b) % curve.p
        y = pow(square, (curve.p + 1) // 4, curve.p)
        if y * y % curve.p != square:
            continue
        for factor in (curve.q, 2 * curve.q):
            point = points.multiply(curve, factor, (x, y))
            if point[2] and points.to_affine(curve, [point])[0][1] == 0:
                return points.to_affine(curve, [point])[0][0]


def test_sign_refuses_wrong_input() -> None:
    for private in (0, -1, A.q):
        with pytest.raises(ValueError):
            sign(A, private, bytes(32))
        with pytest.raises(ValueError):
            public_key(A, private)
    with pytest.raises(ValueError):
        sign(A, 1, bytes(64))


def test_zero_digest_counts_as_one() -> None:
    """RFC 7091 section 6.1 step 2: e = 0 becomes 1, so the digests 0, q and 1 share their signatures."""
    good = sign(A, 7, bytes(32))
    for number in (1, A.q):
        assert verify(A, public_key(A, 7), number.to_bytes(32, "little"), good)


def test_nonce_survives_a_broken_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    """With constant randomness different digests and keys still get different nonces."""
    monkeypatch.setattr(signature.secrets, "token_bytes", bytes)
    keys = [number.to_bytes(32, "big") for number in (1, 2)]
    nonces = {signature._nonce(A, key, bytes([byte]) * 32) for key in keys for byte in range(5)}
    assert len(nonces) == 10
    assert {len(nonce) for nonce in nonces} == {64}


@settings(max_examples=30, deadline=None)
@given(st.integers(1, A.q - 1), st.integers(1, A.q - 1))
def test_both_multiplications_agree(first: int, second: int) -> None:
    base = (A.x, A.y)
    both = points.multiply_base(A, second, start=points.multiply(A, first, base))
    total = points.multiply_base(A, (first + second) % A.q)
    if total[2] == 0 or both[2] == 0:
        assert total[2] == both[2] == 0
    else:
        assert points.to_affine(A, [both]) == points.to_affine(A, [total])


@pytest.mark.parametrize("scalar", [1, 2, 3, 15, 16, 17, 31, 32, 33, A.q - 2, A.q - 1])
def test_awkward_scalars(scalar: int) -> None:
    """Where windows meet, an addition may find its two points equal or opposite."""
    base = (A.x, A.y)
    naive = points.INFINITY
    for bit in bin(scalar)[2:]:
        naive = points.double(A, naive)
        if bit == "1":
            naive = points.add_affine(A, naive, base)
    expected = points.to_affine(A, [naive])
    assert points.to_affine(A, [points.multiply_base(A, scalar)]) == expected
    assert points.to_affine(A, [points.multiply(A, scalar, base)]) == expected
    assert points.multiply_base(A, A.q - scalar, start=points.multiply(A, scalar, base))[2] == 0
