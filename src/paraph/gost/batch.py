"""Many signatures checked at once, for those who have many: archives, lists, registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from paraph.gost.curves import Curve
from paraph.gost.signature import verify

try:
    from paraph.gost._kernel import Batch
except ImportError:  # no kernel, or a processor without AVX-512 IFMA
    Batch = None  # type: ignore[assignment, misc]

#: Curve, public key, digest and signature, as `verify` takes them.
Item = tuple[Curve, tuple[int, int], bytes, bytes]

_P = (1 << 256) - 617
_LANES = 8
_HOLDS, _UNDECIDED = 1, 2


def verify_batch(items: Sequence[Item]) -> list[bool]:
    """The answers of `verify` to every item, in order; a bad signature spoils no other.

    Eight signatures over one curve of the field 2^256 - 617 (CryptoPro-A, XchA, TC26-256-A and -B) cost about
    as much as two, where the processor has AVX-512 IFMA; all others are verified one by one.
    """
    answers: list[bool | None] = [None] * len(items)
    if Batch is not None:
        for lanes, places in _groups(items):
            for start in range(0, len(places), _LANES):
                chosen = places[start : start + _LANES]
                for place, answer in zip(chosen, _in_lanes(lanes, [items[i] for i in chosen]), strict=True):
                    answers[place] = None if answer == _UNDECIDED else answer == _HOLDS
    return [verify(*item) if answer is None else answer for item, answer in zip(items, answers, strict=True)]


def _groups(items: Sequence[Item]) -> list[tuple[Batch, list[int]]]:
    """The places of well-formed items that can go together; whoever is alone is left out."""
    by_lanes: dict[Batch, list[int]] = defaultdict(list)
    known: dict[int, list[int] | None] = {}  # by identity: to hash a curve is slow
    for place, (curve, (x, y), digest, signature) in enumerate(items):
        try:
            places = known[id(curve)]
        except KeyError:
            places = known[id(curve)] = by_lanes[_lanes(curve)] if curve.p == _P else None
        if places is None or len(digest) != 32 or len(signature) != 64 or not (0 <= x < _P and 0 <= y < _P):
            continue
        places.append(place)
    return [(lanes, places) for lanes, places in by_lanes.items() if len(places) > 1]


@cache
def _lanes(curve: Curve) -> Batch:
    return _lanes_of(curve.a, curve.b, curve.q, curve.x, curve.y)


@cache
def _lanes_of(*numbers: int) -> Batch:
    """One and the same for the several names of a curve."""
    return Batch(*(number.to_bytes(32, "big") for number in numbers))


def _in_lanes(lanes: Batch, items: Sequence[Item]) -> bytes:
    keys = b"".join([(x << 256 | y).to_bytes(64, "big") for _, (x, y), _, _ in items])
    return lanes.verify(keys, b"".join([item[2] for item in items]), b"".join([item[3] for item in items]))
