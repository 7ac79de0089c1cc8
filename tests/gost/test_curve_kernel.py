"""The C kernel of GOST R 34.10 against its pure-Python twin: the same answers over every parameter set."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.gost import CURVES, Curve
from paraph.gost import _curve_twin as twin
from paraph.gost import _points as points
from paraph.gost._curve_twin import Group as Twin

kernel = pytest.importorskip("paraph.gost._kernel")

#: One of each curve: the other names are aliases of these.
DIFFERENT = list({(curve.p, curve.a): curve for curve in CURVES.values()}.values())
EACH = pytest.mark.parametrize("curve", DIFFERENT, ids=lambda curve: curve.title)
COFACTOR_4 = [curve for curve in DIFFERENT if curve.cofactor == 4]

_groups: dict[tuple[object, Curve], object] = {}


def portable(*numbers: bytes):
    """The kernel as it is on a processor without the newer instructions."""
    return kernel.Group(*numbers, portable=True)


def group(kind, curve: Curve):
    """Made once, for making one means making its tables."""
    if (kind, curve) not in _groups:
        numbers = (curve.p, curve.a, curve.b, curve.q, curve.x, curve.y)
        _groups[kind, curve] = kind(*(to_bytes(curve, number) for number in numbers))
    return _groups[kind, curve]


def to_bytes(curve: Curve, *numbers: int) -> bytes:
    return b"".join(number.to_bytes(curve.size, "big") for number in numbers)


def both(curve: Curve):
    return group(kernel.Group, curve), group(Twin, curve)


def scalars(curve: Curve):
    """Any, and those where windows, carries and ends of the range are."""
    near = st.integers(0, 40)
    return st.one_of(
        st.integers(1, curve.q - 1),
        near.map(lambda n: n + 1),
        near.map(lambda n: curve.q - 1 - n),
        st.tuples(st.integers(4, 8 * curve.size - 4), st.integers(-1, 1)).map(
            lambda pair: ((1 << pair[0]) + pair[1]) % curve.q or 1
        ),
    )


@EACH
@pytest.mark.parametrize("kind", [kernel.Group, portable], ids=["this processor", "portable"])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_kernel_and_twin_agree(kind, curve: Curve, data: st.DataObject) -> None:
    ours, reference = group(kind, curve), group(Twin, curve)
    private, scalar = (to_bytes(curve, data.draw(scalars(curve))) for _ in range(2))
    public = ours.public_key(private)
    assert public == reference.public_key(private)
    assert ours.multiply(scalar, public) == reference.multiply(scalar, public)

    digest = data.draw(st.binary(min_size=curve.size, max_size=curve.size))
    nonce = data.draw(st.binary(min_size=2 * curve.size, max_size=2 * curve.size))
    signature = ours.sign(private, nonce, digest)
    assert signature == reference.sign(private, nonce, digest)
    if signature is None:
        return
    place = data.draw(st.integers(0, len(signature) - 1))
    altered = bytearray(signature)
    altered[place] ^= data.draw(st.integers(1, 255))
    for candidate in (signature, bytes(altered)):
        answer = reference.verify(public, digest, candidate)
        assert answer is (candidate is signature)
        assert ours.verify(public, digest, candidate) is answer
        assert ours.keep(public).verify(digest, candidate) is answer
    assert not ours.verify(public, digest[1:] + bytes([digest[0] ^ 1]), signature)


@EACH
def test_every_special_relation_of_the_two_points(curve: Curve) -> None:
    """u1 * P and u2 * Q may be equal, opposite or infinity; x is then r of a wrong or of no point."""
    ours, reference = both(curve)
    q = curve.q
    for d in (1, 2, q - 1, q - 2, (q + 1) // 2):
        public = ours.public_key(to_bytes(curve, d))
        table = ours.keep(public)
        for e in (1, 2, 3):
            digest = e.to_bytes(curve.size, "little")
            for r, s in ((1, 1), (1, d), (1, q - d), (q - 1, d), (2, 2 * d % q), (1, q - 1), (q - 1, q - 1)):
                signature = to_bytes(curve, s, r)  # s = r * d makes the sum of the two points infinity
                answer = reference.verify(public, digest, signature)
                assert ours.verify(public, digest, signature) is answer
                assert table.verify(digest, signature) is answer
    base_x = to_bytes(curve, curve.x % q)
    if curve.x:  # s = r * d + e: R = P, k = 1, where P + infinity and doublings meet
        r, d, e = curve.x % q, 5, 7
        good = to_bytes(curve, (r * d + e) % q) + base_x
        public = ours.public_key(to_bytes(curve, d))
        assert ours.verify(public, e.to_bytes(curve.size, "little"), good)
        assert ours.keep(public).verify(e.to_bytes(curve.size, "little"), good)


@EACH
def test_what_is_refused(curve: Curve) -> None:
    ours, reference = both(curve)
    size, q, p = curve.size, curve.q, curve.p
    private, digest = to_bytes(curve, 7), random.Random(7).randbytes(curve.size)
    public = ours.public_key(private)
    good = ours.sign(private, to_bytes(curve, 0, 11), digest)
    s, r = good[:size], good[size:]
    assert ours.verify(public, digest, good)
    table = ours.keep(public)
    zero, order, top = bytes(size), to_bytes(curve, q), b"\xff" * size
    for bad in (zero + r, s + zero, order + r, s + order, top + top, good[1:], good + b"\0", b"", r + s):
        assert not ours.verify(public, digest, bad)
        assert not reference.verify(public, digest, bad)
        assert not table.verify(digest, bad)
    assert not ours.verify(public, digest[1:], good)
    assert not table.verify(digest + b"\0", good)

    x, y = public[:size], public[size:]
    off_curve = to_bytes(curve, *(int.from_bytes(half, "big") ^ 1 for half in (x, y)))
    moved = int.from_bytes(x, "big") + p
    foreign = [y + x, off_curve, zero + zero, top + y, x + top, public[1:], x + to_bytes(curve, p)]
    if moved < 1 << 8 * size:
        foreign.append(to_bytes(curve, moved) + y)
    for key in foreign:
        assert not ours.verify(key, digest, good)
        assert not reference.verify(key, digest, good)
        for kind in (ours, reference):
            with pytest.raises(ValueError):
                kind.keep(key)
            with pytest.raises(ValueError):
                kind.multiply(private, key)
    for number in (zero, order, top, private + b"\0"):
        for kind in (ours, reference):
            with pytest.raises(ValueError):
                kind.public_key(number)
            with pytest.raises(ValueError):
                kind.multiply(number, public)
    for kind in (ours, reference):
        assert kind.sign(private, bytes(2 * size), digest) is None
        with pytest.raises(ValueError):
            kind.sign(private, bytes(size), digest)


def test_wrong_arguments_raise() -> None:
    ours = group(kernel.Group, DIFFERENT[0])
    with pytest.raises(TypeError):
        ours.verify(b"")
    with pytest.raises(TypeError):
        ours.public_key("text")
    with pytest.raises(TypeError):
        kernel.KeyTable()
    with pytest.raises(ValueError):
        kernel.Group(*[bytes(31)] * 6)


@pytest.mark.parametrize("curve", COFACTOR_4, ids=lambda curve: curve.title)
def test_points_outside_the_subgroup(curve: Curve) -> None:
    """Of order 2 and 4 none is a key; of order 2q and 4q a signature may hold, but a secret meets none."""
    ours, reference = both(curve)
    orders = {}
    generator = random.Random(4)
    while len(orders) < 4:
        point = some_point(curve, generator)
        outside = points.to_affine(curve, [points.multiply(curve, curve.q, point)])[0]
        order = 2 if outside[1] == 0 else 4
        orders.setdefault(order, outside)
        orders.setdefault(order * curve.q, point)
    digest = bytes(curve.size)
    for order, point in orders.items():
        key = to_bytes(curve, *point)
        for kind in (ours, reference):
            with pytest.raises(ValueError):
                kind.multiply(to_bytes(curve, 5), key)
            if order <= 4:
                with pytest.raises(ValueError):
                    kind.keep(key)
        for r, s in ((1, 1), (2, 3), (curve.q - 1, 5)):
            signature = to_bytes(curve, s, r)
            answer = reference.verify(key, digest, signature)
            assert ours.verify(key, digest, signature) is answer
            if order > 4:
                assert ours.keep(key).verify(digest, signature) is answer
    point = orders[4 * curve.q]
    good = a_signature_that_holds(curve, point)
    key = to_bytes(curve, *point)
    assert reference.verify(key, *good)
    assert ours.verify(key, *good)
    assert ours.keep(key).verify(*good)


def some_point(curve: Curve, generator: random.Random) -> points.Affine:
    """A point outside the subgroup."""
    while True:
        x = generator.randrange(curve.p)
        square = (x**3 + curve.a * x + curve.b) % curve.p
        y = pow(square, (curve.p + 1) // 4, curve.p)
        if y * y % curve.p == square and points.multiply(curve, curve.q, (x, y))[2] != 0:
            return x, y


def a_signature_that_holds(curve: Curve, point: points.Affine) -> tuple[bytes, bytes]:
    """With its digest: pick u1, u2, then r = x(u1 P + u2 Q), v = -u2 / r, s = u1 / v."""
    u1, u2, q = 12345, 67890, curve.q
    total = points.multiply_base(curve, u1, start=points.multiply(curve, u2, point))
    r = points.to_affine(curve, [total])[0][0] % q
    v = -u2 * pow(r, -1, q) % q
    digest = pow(v, -1, q).to_bytes(curve.size, "little")
    return digest, to_bytes(curve, u1 * pow(v, -1, q) % q, r)


@pytest.mark.parametrize("curve", COFACTOR_4, ids=lambda curve: curve.title)
def test_r_beyond_the_order(curve: Curve) -> None:
    """x of the point may exceed q: r is x mod q, and every x below p that gives it must be tried."""
    ours = group(kernel.Group, curve)
    private, digest = to_bytes(curve, 3), random.Random(1).randbytes(curve.size)
    public = ours.public_key(private)
    generator = random.Random(2)
    beyond = 0
    for _ in range(40):
        nonce = to_bytes(curve, 0, generator.randrange(1, curve.q))
        x = int.from_bytes(ours.public_key(nonce[curve.size :])[: curve.size], "big")
        beyond += x > curve.q
        assert ours.verify(public, digest, ours.sign(private, nonce, digest))
    assert beyond


def test_twin_splits_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    plain = twin.multiply_base
    monkeypatch.setattr(twin, "multiply_base", lambda c, k, **more: seen.append(k) or plain(c, k, **more))
    group(Twin, DIFFERENT[1]).public_key(to_bytes(DIFFERENT[1], 9))
    assert len(seen) == 2
    assert 9 not in seen
