"""Entries of a list found by number, in lists of half a million too."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from revocation_kit import World, concerning, entry, indirect, listed, with_entries
from trust_kit import DAY, NOW

from paraph.trust import der
from paraph.trust.crl import Crl, Reason, Revocation
from paraph.trust.crl_index import EntryIndex
from paraph.trust.keys import signed

_numbers = st.integers(-(1 << 40), 1 << 160) | st.integers(-200, 70000)


@settings(max_examples=60, deadline=None)
@given(present=st.sets(_numbers, max_size=30), asked=st.lists(_numbers, max_size=10))
def test_every_number_is_found_and_no_other(present: set[int], asked: list[int]) -> None:
    entries = der.read(der.sequence(*(entry(number, NOW) for number in present)))
    index = EntryIndex(entries, indirect=False)
    for number in present:
        ((found, issuer),) = index.find(number)
        assert found.raw == entry(number, NOW)
        assert issuer is None
    for number in set(asked) - present:
        assert list(index.find(number)) == []


def test_entries_longer_than_usual_are_found() -> None:
    reason = der.sequence(der.oid("1.2.3.4"), der.octet_string(bytes(300)))
    long = entry(5, NOW, reason)
    index = EntryIndex(der.read(der.sequence(entry(4, NOW), long, entry(6, NOW))), indirect=False)
    assert [found.raw for number in (4, 5, 6) for found, _ in index.find(number)] == [
        entry(4, NOW),
        long,
        entry(6, NOW),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        der.integer(5) + bytes(20),
        der.sequence(der.integer(5)),
        der.sequence(der.utf8("not a number at all")),
        der.sequence(der.encode(der.INTEGER, b"\x00\x05"), der.time(NOW)),
        der.sequence(der.encode(der.INTEGER, b"\xff\xf5"), der.time(NOW)),
        der.sequence(der.encode(der.INTEGER), der.time(NOW), der.null(), der.null()),
        b"\x30\x7f\x02\x01\x05" + bytes(20),
        b"\x30\x14\x02\x30\x05" + bytes(17),
        b"\x30",
    ],
    ids=lambda bad: f"{len(bad)} bytes of {bad[:4].hex()}",
)
def test_what_is_no_entry_makes_the_whole_list_unusable(bad: bytes) -> None:
    body = entry(4, NOW) + bad
    with pytest.raises(der.DerError):
        EntryIndex(der.read(der.encode(der.SEQUENCE, body)), indirect=False)


def test_an_entry_that_names_two_issuers_is_refused() -> None:
    world = World()
    twice = der.sequence(
        der.oid("2.5.29.29"),
        der.octet_string(der.sequence(*[der.explicit(4, world.root.certificate.subject.raw)] * 2)),
    )
    found = with_entries(listed(world.ca, extensions=[indirect()]), world.ca, entry(5, NOW, twice))
    with pytest.raises(der.DerError, match="одним именем"):
        found.find(5)


def test_the_same_number_of_two_issuers_is_told_apart() -> None:
    world = World()
    other, own = world.root.certificate.subject, world.ca.certificate.subject
    found = with_entries(
        listed(world.ca, extensions=[indirect()]),
        world.ca,
        entry(5, NOW - 3 * DAY),
        entry(5, NOW - 2 * DAY, concerning(other)),
        entry(6, NOW),
        entry(7, NOW, concerning(own)),
        entry(8, NOW),
    )
    assert found.find(5) == Revocation(5, NOW - 3 * DAY)
    assert found.find(5, other.raw) == Revocation(5, NOW - 2 * DAY)
    assert (found.find(6), found.find(6, other.raw)) == (None, Revocation(6, NOW))
    assert (found.find(8), found.find(8, other.raw)) == (Revocation(8, NOW), None)


def test_half_a_million_entries() -> None:
    """The list of a large CA: under a second to read, microseconds to ask, a table smaller than the list."""
    world = World()
    chance = random.Random(20261121)
    numbers = [chance.randrange(1 << 144, 1 << 150) for _ in range(500_000)]
    tail = der.time(NOW) + bytes.fromhex("300c300a0603551d1504030a0101")
    head = bytes([der.SEQUENCE, 21 + len(tail), der.INTEGER, 19])
    body = b"".join(head + number.to_bytes(19, "big") + tail for number in numbers)
    fields = [field.raw for field in der.read(listed(world.ca).tbs)]
    tbs = der.sequence(*fields[:-1], der.encode(der.SEQUENCE, body), fields[-1])
    raw = signed(world.ca.key, tbs)
    assert len(raw) > 20_000_000

    started = time.process_time()
    found = Crl.parse(raw)
    read = time.process_time() - started
    assert found.find(numbers[0]) == Revocation(numbers[0], NOW, Reason.KEY_COMPROMISE)
    indexed = time.process_time() - started
    started = time.process_time()
    assert all(found.find(number) for number in numbers[:1000])
    assert not any(found.find(number + 1) for number in numbers[:1000])
    later = (time.process_time() - started) / 2000
    assert found.verify_signed_by(world.ca.certificate)
    assert read < 0.05
    assert indexed < 2.5  # about 0.4 seconds on an idle core
    assert later < 100e-6
    assert found._index is not None
    assert found._index.size < len(raw) / 2
