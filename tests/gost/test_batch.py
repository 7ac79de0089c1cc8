"""Batch verification answers as verification one by one does, whatever stands in the batch."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import CURVES, Curve, batch, public_key, sign, verify
from paraph.gost.batch import Item, verify_batch

_TITLES = {curve.title: curve for curve in CURVES.values()}
A, XCHA, TC26_A = _TITLES["CryptoPro-A"], _TITLES["CryptoPro-XchA"], _TITLES["TC26-256-A"]
OTHERS = [_TITLES["CryptoPro-B"], _TITLES["TC26-512-A"]]
IN_LANES = [A, TC26_A]
Point = tuple[int, int] | None  #: None is infinity

needs_lanes = pytest.mark.skipif(batch.Batch is None, reason="the processor has no AVX-512 IFMA")


def signed(curve: Curve, chance: random.Random, private: int | None = None) -> Item:
    private = private or chance.randrange(1, curve.q)
    digest = chance.randbytes(curve.size)
    return curve, public_key(curve, private), digest, sign(curve, private, digest)


def one_by_one(items: list[Item]) -> list[bool]:
    return [verify(*item) for item in items]


def signature(curve: Curve, r: int, s: int) -> bytes:
    return s.to_bytes(curve.size, "big") + r.to_bytes(curve.size, "big")


def digest_of(curve: Curve, e: int) -> bytes:
    return (e % curve.q).to_bytes(curve.size, "little")


@pytest.fixture(scope="module")
def pool() -> list[Item]:
    """Good signatures over every kind of curve, by keys of their own."""
    chance = random.Random(7)
    return [signed(curve, chance) for curve in (A, XCHA, TC26_A, *OTHERS) for _ in range(6)]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 9, 17, 30])
def test_any_count_of_good_signatures(pool: list[Item], count: int) -> None:
    assert verify_batch(pool[:count]) == [True] * count


@pytest.mark.parametrize("curve", IN_LANES, ids=lambda curve: curve.title)
def test_a_bad_signature_spoils_no_other(curve: Curve) -> None:
    chance = random.Random(3)
    items = [signed(curve, chance) for _ in range(8)]
    for bad in range(8):
        _, point, digest, value = items[bad]
        for altered in (
            (curve, point, bytes([digest[0] ^ 1]) + digest[1:], value),
            (curve, point, digest, value[:-1] + bytes([value[-1] ^ 1])),
            (curve, items[bad - 1][1], digest, value),
        ):
            batch_of_eight = [*items[:bad], altered, *items[bad + 1 :]]
            assert verify_batch(batch_of_eight) == [place != bad for place in range(8)]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_answers_are_those_of_single_verification(pool: list[Item], data: st.DataObject) -> None:
    items = data.draw(st.lists(st.sampled_from(pool), max_size=20))
    for place in data.draw(st.sets(st.integers(0, 19), max_size=6)):
        if place < len(items):
            curve, point, digest, value = items[place]
            part = data.draw(st.sampled_from(["digest", "signature", "point", "length"]))
            if part == "digest":
                digest = data.draw(st.binary(min_size=curve.size, max_size=curve.size))
            elif part == "signature":
                value = data.draw(st.binary(min_size=2 * curve.size, max_size=2 * curve.size))
            elif part == "point":
                point = (data.draw(st.integers(-1, 2 * curve.p)), point[1])
            else:
                value = value[: data.draw(st.integers(0, 2 * curve.size - 1))]
            items[place] = (curve, point, digest, value)
    assert verify_batch(items) == one_by_one(items)


def degenerate(curve: Curve) -> list[Item]:
    """Keys and numbers at which points meet, vanish or lie outside the group; some of the signatures hold."""
    chance = random.Random(11)
    q, base = curve.q, (curve.x, curve.y)
    items = [signed(curve, chance, private) for private in (1, 2, 3, 31, 32, 1023, 1024, q - 1, q - 2)]
    digest = chance.randbytes(32)
    for private in (1, 2, q - 1, chance.randrange(1, q)):
        point = public_key(curve, private)
        for u1, u2 in itertools.product((1, 2, 3, 31, 32, 1023, q // 2, q - 1), (1, 2, 30, 31, 33, q - 1)):
            e = chance.randrange(1, q)
            r, s = -u2 * e % q, u1 * e % q  # any answer, but the same
            items.append((curve, point, digest_of(curve, e), signature(curve, r, s)))
        r = chance.randrange(1, q)
        items.append((curve, point, digest, signature(curve, r, r * private % q)))  # the sum is infinity
        # u1 * base + u2 * key = 5 * base: the signature of r = x(5 * base)
        r = public_key(curve, 5)[0] % q
        e = chance.randrange(1, q)
        items.append((curve, point, digest_of(curve, e), signature(curve, r, (5 * e + r * private) % q)))
    good = items[0]
    for point in ((0, 0), (base[0], 0), (base[0], base[1] + curve.p), (-1, 5), (curve.p, base[1])):
        items.append((curve, point, good[2], good[3]))
    for r, s in ((0, 1), (1, 0), (q, 1), (1, q), (q - 1, q - 1), (2**256 - 1, 2**256 - 1)):
        items.append((curve, good[1], good[2], signature(curve, r, s)))
    items += [(curve, good[1], bytes(32), good[3]), (curve, good[1], digest_of(curve, 0), good[3])]
    return items


@pytest.mark.parametrize("curve", IN_LANES, ids=lambda curve: curve.title)
def test_degenerate_items(curve: Curve) -> None:
    items = degenerate(curve)
    expected = one_by_one(items)
    assert 13 <= sum(expected) < len(expected)
    assert verify_batch(items) == expected


def add(curve: Curve, one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    if one[0] != other[0]:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, curve.p)
    elif one == other and one[1]:
        slope = (3 * one[0] ** 2 + curve.a) * pow(2 * one[1], -1, curve.p)
    else:
        return None
    x = (slope * slope - one[0] - other[0]) % curve.p
    return x, (slope * (one[0] - x) - one[1]) % curve.p


def times(curve: Curve, scalar: int, point: Point) -> Point:
    result: Point = None
    for bit in f"{scalar:b}":
        result = add(curve, result, result)
        if bit == "1":
            result = add(curve, result, point)
    return result


def points_outside_the_group(curve: Curve) -> list[tuple[int, int]]:
    """Points of orders 4q, 2q, 4 and 2."""
    found = []
    for x in range(2, 12):
        square = (x**3 + curve.a * x + curve.b) % curve.p
        y = pow(square, (curve.p + 1) // 4, curve.p)
        if y * y % curve.p == square:
            point = (x, y)
            for scalar in (1, 2, curve.q, 2 * curve.q):
                found.append(times(curve, scalar, point))
    return [point for point in found if point is not None]


def test_keys_outside_the_group() -> None:
    """On the curve of cofactor 4 a key may have another order; then the very multiples matter."""
    chance = random.Random(5)
    points = points_outside_the_group(TC26_A)
    items: list[Item] = [
        (TC26_A, point, chance.randbytes(32), signature(TC26_A, r, s))
        for point in points
        for r, s in ((chance.randrange(1, TC26_A.q), chance.randrange(1, TC26_A.q)), (1, 1))
    ]
    for point in points:  # u1 = 2, u2 = 1: the sum is known without the order of the key
        total = add(TC26_A, times(TC26_A, 2, (TC26_A.x, TC26_A.y)), point)
        assert total is not None
        r = total[0] % TC26_A.q
        items.append((TC26_A, point, digest_of(TC26_A, -r), signature(TC26_A, r, -2 * r % TC26_A.q)))
    answers = verify_batch(items)
    assert answers == one_by_one(items)
    assert any(answers)


@needs_lanes
@pytest.mark.parametrize("curve", IN_LANES, ids=lambda curve: curve.title)
def test_the_lanes_decide_by_themselves(curve: Curve) -> None:
    """Undecided is an answer for crafted keys alone, and is never a wrong yes or no."""
    chance = random.Random(1)
    ordinary = [signed(curve, chance) for _ in range(8)]
    assert batch._in_lanes(batch._lanes(curve), ordinary) == bytes([1] * 8)
    crafted = [item for item in degenerate(curve) if min(item[1]) >= 0 and max(item[1]) < curve.p]
    undecided = 0
    for item in crafted:
        answer = batch._in_lanes(batch._lanes(curve), [item, ordinary[0]])
        assert answer[1] == 1
        assert answer[0] in (verify(*item), 2)
        undecided += answer[0] == 2
    assert 0 < undecided < len(crafted) // 2


def test_without_lanes_the_answers_are_the_same(pool: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    items = [*pool[:9], (A, pool[0][1], bytes(32), pool[0][3])]
    expected = verify_batch(items)
    monkeypatch.setattr(batch, "Batch", None)
    assert verify_batch(items) == expected == [True] * 9 + [False]


@needs_lanes
def test_the_kernel_refuses_what_it_cannot_read() -> None:
    number = bytes(32)
    with pytest.raises(ValueError, match="32 bytes"):
        batch.Batch(number, number, number, number, number + b"\0")
    lanes = batch._lanes(A)
    for count in (0, 9):
        with pytest.raises(ValueError, match="1 to 8"):
            lanes.verify(bytes(64 * count), bytes(32 * count), bytes(64 * count))
    with pytest.raises(ValueError, match="1 to 8"):
        lanes.verify(bytes(64), bytes(32), bytes(63))
