"""Kept keys: by hand with KeyTable, and by verify() itself for keys met often; and the point for VKO."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from paraph.gost import CURVES, Curve, KeyTable, multiply_point, public_key, sign, signature, verify
from paraph.gost import _points as points

A = CURVES["1.2.643.2.2.35.1"]
ALL = pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.title)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> signature._KeptKeys:
    keys = signature._KeptKeys(after=3, tables=2, counts=4)
    monkeypatch.setattr(signature, "_kept_keys", keys)
    return keys


def signed(curve: Curve, private: int) -> tuple[Curve, tuple[int, int], bytes, bytes]:
    digest = bytes([private % 256]) * curve.size
    return curve, public_key(curve, private), digest, sign(curve, private, digest)


@ALL
def test_key_table(curve: Curve) -> None:
    _, public, digest, good = signed(curve, 77)
    table = KeyTable(curve, public)
    assert table.verify(digest, good)
    assert table.verify(memoryview(digest), bytearray(good))
    assert not table.verify(digest[::-1] + b"\0", good)
    assert not table.verify(b"\1" + digest[1:], good)
    assert not table.verify(digest, good[::-1])
    assert not table.verify(digest, good[:-1])
    other = KeyTable(curve, (public[0], curve.p - public[1]))
    assert not other.verify(digest, good)
    for bad in ((public[0], public[1] + 1), (public[0] + curve.p, public[1]), (-1, 0), (1 << 600, 0)):
        with pytest.raises(ValueError):
            KeyTable(curve, bad)


def test_a_key_is_kept_when_it_proved_right_often(kept: signature._KeptKeys) -> None:
    curve, public, digest, good = signed(A, 5)
    wrong = bytes([good[0] ^ 1]) + good[1:]
    for _ in range(10):
        assert not verify(curve, public, digest, wrong)
    for turn in range(1, 6):
        assert verify(curve, public, digest, good)
        assert (kept.find(curve, public) is not None) is (turn >= 3)
    assert not verify(curve, public, digest, wrong)
    assert not verify(curve, public, digest, b"")
    alias = CURVES["1.2.643.2.2.36.0"]
    assert kept.find(alias, public) is None


def test_what_is_kept_is_bounded(kept: signature._KeptKeys) -> None:
    many = [signed(A, private) for private in range(1, 8)]
    for item in many:
        for _ in range(3):
            assert verify(*item)
    assert [kept.find(A, item[1]) is not None for item in many] == [False] * 5 + [True] * 2
    for _ in range(2):
        for item in many[:5]:  # five keys share four places, each gone before its turn comes again
            assert verify(*item)
    assert len(kept._counts) == 4
    assert kept.find(A, many[0][1]) is None


def test_the_latest_used_stay(kept: signature._KeptKeys) -> None:
    first, second, third = (signed(A, private) for private in (1, 2, 3))
    for item in (first, second, first, first, second, second, first, third, third, third):
        assert verify(*item)
    assert kept.find(A, first[1]) is not None
    assert kept.find(A, second[1]) is None
    assert kept.find(A, third[1]) is not None


def test_threads_share_the_kept_keys(kept: signature._KeptKeys) -> None:
    items = [signed(A, private) for private in range(1, 5)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: verify(*items[number % 4]), range(400)))
        wrong = list(pool.map(lambda n: verify(*items[n % 4][:3], items[(n + 1) % 4][3]), range(100)))
    assert all(answers)
    assert not any(wrong)
    assert len(kept._tables) <= 2


@ALL
def test_multiply_point(curve: Curve) -> None:
    first, second = 0xABCDEF, curve.q - 3
    expected = points.to_affine(curve, [points.multiply(curve, first, public_key(curve, second))])[0]
    assert multiply_point(curve, first, public_key(curve, second)) == expected
    assert multiply_point(curve, second, public_key(curve, first)) == expected
    point = public_key(curve, 9)
    for scalar in (0, curve.q, -1):
        with pytest.raises(ValueError):
            multiply_point(curve, scalar, point)
    for bad in ((point[0], point[1] + 1), (point[0], -1), (point[0], point[1] + curve.p)):
        with pytest.raises(ValueError):
            multiply_point(curve, 1, bad)


def test_cofactors() -> None:
    assert {curve.title for curve in CURVES.values() if curve.cofactor == 4} == {"TC26-256-A", "TC26-512-C"}
    assert {curve.cofactor for curve in CURVES.values()} == {1, 4}
