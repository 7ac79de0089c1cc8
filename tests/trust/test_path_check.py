"""One judgement of path and revocation: kept as long as it stays true, and no longer."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from path_kit import NOTHING, ask, authority, name, purposes, user
from revocation_kit import World, answered, delta, hold, lifted, listed, revoked
from trust_kit import DAY, NOW, Holder

from paraph.trust import der, oids
from paraph.trust.caches import Cache, Signatures, Stretches
from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock
from paraph.trust.crl import Crl
from paraph.trust.extensions import extension
from paraph.trust.path_check import Judgement, judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer

WORLD = World()
TICK = timedelta(microseconds=1)


def _period(holder_days: tuple[int, int]) -> bytes:
    begins, ends = holder_days
    parts = [
        der.implicit(tag, der.generalized_time(NOW + days * DAY)) for tag, days in ((0, begins), (1, ends))
    ]
    return extension(oids.PRIVATE_KEY_USAGE_PERIOD, der.sequence(*parts))


LEAF = user("Лист", WORLD.ca, _period((-20, 20)), not_before=NOW - 25 * DAY, not_after=NOW + 40 * DAY)
RENEWED = authority("УЦ", WORLD.root)
#: Whatever may change an answer at some moment: lists in and out of force, holds, deltas, responses.
FOUND: list[object] = [
    listed(WORLD.ca, since=NOW - 9 * DAY, until=NOW - 5 * DAY),
    listed(WORLD.ca, since=NOW, until=NOW + 3 * DAY, number=9),
    listed(WORLD.ca, since=NOW + 50 * DAY, until=NOW + 60 * DAY, number=30),
    listed(WORLD.ca, hold(LEAF, NOW - 4 * DAY), since=NOW - 3 * DAY, until=NOW + 6 * DAY, number=8),
    listed(WORLD.ca, hold(LEAF, NOW + 4 * DAY), since=NOW + 5 * DAY, until=NOW + 9 * DAY, number=12),
    listed(WORLD.ca, revoked(LEAF, NOW + 10 * DAY), since=NOW + 11 * DAY, until=NOW + 12 * DAY, number=20),
    listed(RENEWED, since=NOW - 12 * DAY, until=NOW - 9 * DAY, number=3),
    delta(WORLD.ca, lifted(LEAF), base=8, number=10, since=NOW - DAY, until=NOW + 2 * DAY),
    answered(LEAF.certificate, WORLD.ca.certificate, WORLD.ca, since=NOW + 13 * DAY, until=None),
    answered(LEAF.certificate, WORLD.ca.certificate, WORLD.ca, hold(LEAF), since=NOW - 2 * DAY),
]
#: Moments near the dates of all these, and anywhere between.
MOMENTS = st.builds(
    lambda day, tick, part: NOW + day * DAY + tick * TICK + part * DAY,
    st.integers(-35, 65),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from([0, 0, 0, 1 / 24, 0.5]),
)


@settings(max_examples=120, deadline=None)
@given(
    found=st.lists(st.sampled_from(FOUND), max_size=5, unique_by=id),
    moments=st.lists(MOMENTS, min_size=2, max_size=12),
)
def test_what_is_kept_is_what_would_be_found(found: list[object], moments: list[datetime]) -> None:
    """The same store asked at many moments answers like a new one asked at each."""
    kept = WORLD.store(*found, RENEWED)  # type: ignore[arg-type]
    for at in moments:
        fresh = WORLD.store(*found, RENEWED)  # type: ignore[arg-type]
        expected = ask(LEAF.certificate, fresh, at=at)
        again = ask(LEAF.certificate, kept, at=at)
        assert again == expected


def test_a_judgement_is_kept_between_the_dates_that_matter() -> None:
    store = WORLD.store(listed(WORLD.ca))
    first = ask(LEAF.certificate, store)
    assert ask(LEAF.certificate, store, at=NOW + DAY) is first
    later = ask(LEAF.certificate, store, at=NOW + DAY + TICK)  # the list is out of force
    assert (later.revocation.answer, first.revocation.answer) == (Answer.UNDETERMINED, Answer.YES)
    assert ask(LEAF.certificate, store) is first


def test_a_few_stretches_of_time_are_kept_not_every_one() -> None:
    kept: Stretches[str, int] = Stretches(8)
    for day in range(10):
        clock = Clock(NOW + day * DAY)
        assert clock.within(NOW + day * DAY, NOW + day * DAY)
        kept.put("key", clock, day)
    assert [kept.get("key", NOW + day * DAY) for day in range(10)] == [*[None] * 6, 6, 7, 8, 9]
    assert kept.get("key", NOW + 9 * DAY + TICK) is None
    assert kept.get("other", NOW) is None


def test_purpose_and_what_is_enclosed_are_part_of_the_question() -> None:
    store = WORLD.store()
    assert ask(LEAF.certificate, store).revocation.answer is Answer.UNDETERMINED
    enclosed = Enclosed(crls=(listed(WORLD.ca),))
    assert ask(LEAF.certificate, store, enclosed=enclosed).revocation.answer is Answer.YES
    assert ask(LEAF.certificate, store, purpose=Purpose.TIME_STAMPING).chain.fact.answer is Answer.NO
    stamper = user("Служба", WORLD.ca, purposes(oids.EKU_TIME_STAMPING))
    assert ask(stamper.certificate, store, purpose=Purpose.TIME_STAMPING).chain.fact.answer is Answer.YES
    fingerprints = {
        Enclosed((LEAF.certificate,)).fingerprint,
        Enclosed((LEAF.certificate, WORLD.ca.certificate)).fingerprint,
        enclosed.fingerprint,
        NOTHING.fingerprint,
    }
    assert len(fingerprints) == 4


def test_stores_do_not_share_judgements() -> None:
    trusting = WORLD.store(listed(WORLD.ca))
    assert ask(LEAF.certificate, trusting).chain.fact.answer is Answer.YES
    other = TrustStore([authority("Другой корень", None).certificate], signatures=trusting.signatures)
    assert ask(LEAF.certificate, other).chain.fact.answer is not Answer.YES


def test_a_naive_moment_is_an_error() -> None:
    with pytest.raises(ValueError, match="часового пояса"):
        ask(LEAF.certificate, WORLD.store(), at=NOW.replace(tzinfo=None))


def test_signatures_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []
    genuine = Certificate.verify_signed_by

    def counted(self: Certificate, issuer: Certificate) -> bool:
        computed.append(self.fingerprint)
        return genuine(self, issuer)

    monkeypatch.setattr(Certificate, "verify_signed_by", counted)
    signatures = Signatures()
    for _ in range(3):  # a folder read anew gives a new store, and signatures are still known
        store = TrustStore([WORLD.root.certificate], [WORLD.ca.certificate], signatures=signatures)
        assert ask(LEAF.certificate, store).chain.fact.answer is Answer.YES
    assert sorted(computed) == sorted([LEAF.certificate.fingerprint, WORLD.ca.certificate.fingerprint])


def test_many_threads_ask_one_store() -> None:
    store = WORLD.store(listed(WORLD.ca))
    leaves = [user(f"Лист {number}", WORLD.ca).certificate for number in range(4)]
    answers: list[Judgement] = []

    def work() -> None:
        for leaf in leaves * 5:
            answers.append(ask(leaf, store))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6 * 20
    assert all(answer.revocation.answer is Answer.YES for answer in answers)


def test_a_warm_judgement_costs_microseconds() -> None:
    store = WORLD.store(listed(WORLD.ca))
    enclosed = Enclosed((LEAF.certificate,))
    best = float("inf")
    for _ in range(20):
        started = time.perf_counter()
        for _ in range(100):
            judge(LEAF.certificate, store=store, enclosed=enclosed, at=NOW, purpose=Purpose.SIGNING)
        best = min(best, (time.perf_counter() - started) / 100)
    assert best < 50e-6


# -- the parts -------------------------------------------------------------------------------------


def test_a_cache_forgets_what_was_not_used_longest() -> None:
    cache: Cache[int, str] = Cache(2)
    cache.put(1, "one")
    cache.put(2, "two")
    assert cache.get(1) == "one"
    cache.put(3, "three")
    assert (cache.get(1), cache.get(2), cache.get(3), len(cache)) == ("one", None, "three", 2)


@given(
    at=MOMENTS,
    dates=st.lists(st.tuples(MOMENTS, st.booleans()), max_size=6),
    other=MOMENTS,
)
def test_a_clock_knows_how_long_its_answers_hold(at, dates, other) -> None:
    def answers(clock: Clock) -> list[bool]:
        return [clock.reached(date) if kind else clock.passed(date) for date, kind in dates]

    clock = Clock(at)
    found = answers(clock)
    assert found == [at >= date if kind else at > date for date, kind in dates]
    assert clock.since <= at < clock.until
    if clock.since <= other < clock.until:
        assert answers(Clock(other)) == found


def test_the_last_moment_there_is_can_be_compared_with() -> None:
    clock = Clock(NOW)
    end = datetime.max.replace(tzinfo=NOW.tzinfo)
    assert clock.within(NOW, end)
    assert clock.until == end


def test_a_certificate_is_parsed_once() -> None:
    raw = LEAF.certificate.raw
    assert Certificate.parse(bytes(bytearray(raw))) is Certificate.parse(raw)
    assert Certificate.parse(memoryview(raw)).raw == raw  # type: ignore[arg-type]


def test_lists_are_told_apart_by_their_bytes() -> None:
    one = listed(WORLD.ca)
    assert one.fingerprint == Crl.parse(one.raw).fingerprint != listed(WORLD.ca, number=8).fingerprint
    holder: Holder = user("Лист", WORLD.ca)
    assert name("Лист").raw == holder.certificate.subject.raw
