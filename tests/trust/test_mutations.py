"""One bit changed anywhere: refused for the right reason, or nothing that matters has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cades_kit import Stamper, authority, raised, verdict_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_kit import CONTENT, NOW, Pki

from paraph.trust import oids
from paraph.trust.cades_parties import parties
from paraph.trust.cades_signing import countersign, sign_attached, sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.cms import CmsError, Level, SignedData, parse_signed_data
from paraph.trust.crl import Crl
from paraph.trust.der import DerError
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Headline, Verdict

INTACT, SIGNATURE, CHAIN = FactName.INTACT, FactName.SIGNATURE, FactName.CHAIN
REVOCATION, TIME = FactName.REVOCATION, FactName.TIME
YES = Answer.YES


def flips(data: bytes, part: bytes, step: int) -> Iterator[tuple[int, bytes]]:
    """`data` with one bit changed at sampled places of `part`, which lies in it just once."""
    start = data.index(part)
    assert data.find(part, start + 1) < 0
    for place in range(start, start + len(part), step):
        yield place, data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]


def judged(pki: Pki, signature: bytes, **options: Any) -> Verdict | None:
    """The verdict, None for a file that is not read; any other error fails the test."""
    try:
        return verdict_on(pki, signature, **options)
    except CmsError:
        return None


def refused_by(verdict: Verdict | None, *facts: FactName) -> bool:
    """Unreadable, or not valid because of one of the facts."""
    return verdict is None or (
        verdict.headline is not Headline.VALID
        and any(verdict.facts[name].answer is not YES for name in facts)
    )


def inside_only(pki: Pki) -> TrustStore:
    """Root and lists; the issuing CA must come with the signature."""
    return TrustStore([pki.root.certificate], [], [pki.root_crl, pki.sub_crl])


def _signed(pki: Pki, *, attached: bool = False) -> bytes:
    make = sign_attached if attached else sign_detached
    signer = pki.person
    return make(CONTENT, key=signer.key, certificate=signer.certificate, chain=[pki.sub.certificate], at=NOW)


@pytest.mark.parametrize(
    ("region", "facts", "step"),
    [
        ("attributes", (SIGNATURE,), 1),
        ("value", (SIGNATURE,), 1),
        ("certificate", (SIGNATURE, CHAIN), 5),
        ("issuer", (CHAIN,), 5),
        ("content", (INTACT,), 5),
    ],
)
def test_a_signature_file(region: str, facts: tuple[FactName, ...], step: int, pki: Pki) -> None:
    signature = _signed(pki, attached=region == "content")
    data = parse_signed_data(signature)
    signer = data.signers[0]
    assert signer.signed_attributes is not None
    part = {
        "attributes": signer.signed_attributes[1:],  # without the tag: in the file it is [0]
        "value": signer.signature,
        "certificate": pki.person.certificate.raw,
        "issuer": pki.sub.certificate.raw,
        "content": CONTENT,
    }[region]
    content = None if region == "content" else CONTENT
    store = inside_only(pki)
    assert verdict_on(pki, signature, store=store, content=content).headline is Headline.VALID
    for place, mutated in flips(signature, part, step):
        verdict = judged(pki, mutated, store=store, content=content)
        assert refused_by(verdict, *facts), (place, verdict and verdict.as_dict())


def _essence(data: SignedData) -> tuple[object, ...]:
    """All that a signature means; what is left are frames, versions and repeated names of algorithms."""
    signer = data.signers[0]
    return (
        data.content,
        signer.signed_attributes,
        signer.signature,
        [attribute.values for attribute in signer.unsigned_attributes],
    )


def test_what_frames_a_signature_changes_nothing_or_is_refused(pki: Pki) -> None:
    signature = _signed(pki)
    before = _essence(parse_signed_data(signature))
    for place, mutated in flips(signature, signature, 2):
        verdict = judged(pki, mutated, store=inside_only(pki))
        if verdict is not None and verdict.headline is Headline.VALID:
            assert _essence(parse_signed_data(mutated)) == before, place
            assert verdict.signer.fingerprint == pki.person.certificate.fingerprint


@pytest.fixture(scope="module")
def stamped(pki: Pki) -> dict[Level, bytes]:
    stamper = Stamper(authority(pki))
    found, last = {}, pki.sign()
    for level in (Level.T, Level.X_LONG_1, Level.A):
        last = found[level] = raised(pki, level, stamper, last)
    return found


def _token_essence(raw: bytes) -> tuple[object, ...]:
    token = parse_signed_data(raw)
    return token.content, token.signers[0].signed_attributes, token.signers[0].signature


def test_a_time_stamp(pki: Pki, stamped: dict[Level, bytes]) -> None:
    """Every octet of a token that says, signs or names something: the stamp is refused, never passed over."""
    signature = stamped[Level.T]
    (token,) = parse_signed_data(signature).signers[0].unsigned[oids.SIGNATURE_TIME_STAMP]
    before, refused = _token_essence(token), 0
    for place, mutated in flips(signature, token, 3):
        verdict = judged(pki, mutated)
        if refused_by(verdict, TIME):
            refused += 1
            continue
        assert verdict is not None
        if verdict.level == Level.T:
            (after,) = parse_signed_data(mutated).signers[0].unsigned[oids.SIGNATURE_TIME_STAMP]
            assert _token_essence(after) == before, place
        else:  # its certificate can no longer be read: the stamp is not relied on, and that is said
            checks = [check for check in verdict.facts[TIME].checks if check.answer is not YES]
            assert [check.name for check in checks] == ["tsp.signature-time-stamp"]
            assert verdict.facts[TIME].source == "часы сервера"
    assert refused > len(token) / 3 * 0.5


@pytest.mark.parametrize("kind", ["certificate", "list"])
def test_evidence_kept_in_a_signature(kind: str, pki: Pki, stamped: dict[Level, bytes]) -> None:
    """With the root alone there is nothing else to lean on: no path or no list, or a lower level."""
    signature, store = stamped[Level.X_LONG_1], TrustStore([pki.root.certificate])
    assert verdict_on(pki, signature, store=store).level == Level.X_LONG_1
    part, facts = {
        "list": (pki.sub_crl.raw, (REVOCATION,)),
        "certificate": (pki.sub.certificate.raw, (CHAIN, REVOCATION)),
    }[kind]
    for place, mutated in flips(signature, part, 3):
        verdict = judged(pki, mutated, store=store)
        lowered = verdict is not None and verdict.level == Level.X and verdict.notes
        assert lowered or refused_by(verdict, *facts, TIME), (place, verdict and verdict.as_dict())


def test_an_archived_signature(pki: Pki, stamped: dict[Level, bytes]) -> None:
    """Sampled over the whole file: it stays of level A only if nothing of meaning has changed."""
    signature = stamped[Level.A]
    before = parse_signed_data(signature)
    covered = before.signers[0].unsigned_attributes[:-1]
    for place, mutated in flips(signature, signature, 19):
        verdict = judged(pki, mutated)
        if verdict is None or verdict.headline is not Headline.VALID or verdict.level != Level.A:
            continue
        after = parse_signed_data(mutated)
        assert after.signers[0].core == before.signers[0].core, place
        assert after.signers[0].unsigned_attributes[:-1] == covered, place
        assert after.certificate_choices == before.certificate_choices, place
        (token,) = after.signers[0].unsigned[oids.ARCHIVE_TIME_STAMP_V3]
        (own,) = before.signers[0].unsigned[oids.ARCHIVE_TIME_STAMP_V3]
        assert _token_essence(token) == _token_essence(own), place


def test_a_counter_signature(pki: Pki) -> None:
    head = pki.head
    signature = countersign(_signed(pki), key=head.key, certificate=head.certificate, at=NOW)
    (counter,) = parse_signed_data(signature).signers[0].counter_signers
    assert counter.signed_attributes is not None
    for part in (counter.signed_attributes[1:], counter.signature):
        for place, mutated in flips(signature, part, 7):
            verdict = judged(pki, mutated)
            if verdict is not None:
                assert verdict.headline is Headline.VALID
                assert verdict.counter_signatures[0].headline is not Headline.VALID, place


@pytest.mark.parametrize("kind", ["certificate", "list"])
def test_what_the_hub_keeps(kind: str, pki: Pki) -> None:
    """A CA's certificate or list damaged in the hub's own store proves nothing."""
    raw = (pki.sub.certificate if kind == "certificate" else pki.sub_crl).raw
    signature = pki.sign()
    for place, mutated in flips(raw, raw, 5):
        try:
            if kind == "certificate":
                known = [Certificate.parse(mutated)]
                store = TrustStore([pki.root.certificate], known, [pki.root_crl, pki.sub_crl])
            else:
                store = pki.store_with(pki.root_crl, Crl.parse(mutated))
        except DerError:
            continue
        verdict = judged(pki, signature, store=store)
        assert refused_by(verdict, CHAIN if kind == "certificate" else REVOCATION), place


_edits = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=3
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=_edits)
def test_torn_files_of_the_highest_level_are_judged_or_not_read(
    edits: list[tuple[int, int, bytes]], pki: Pki, stamped: dict[Level, bytes]
) -> None:
    damaged = stamped[Level.A]
    for position, removed, inserted in edits:
        at = position % len(damaged)
        damaged = damaged[:at] + inserted + damaged[at + removed :]
    verdict = judged(pki, damaged)
    if verdict is not None:
        verdict.as_dict()
        parties(damaged, pki.store)
