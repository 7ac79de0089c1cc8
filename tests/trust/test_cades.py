"""Levels of CAdES: raised step by step, proved and not believed, refused for a reason."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cades_kit import LEVELS, Stamper, authority, raised, verdict_on
from trust_kit import (
    CONTENT,
    DAY,
    NOW,
    TC26_512_A,
    Holder,
    Key,
    Pki,
    craft,
    crl,
    issue,
    person,
    plain_attributes,
)

from paraph.gost import streebog256
from paraph.trust import certificate as certificates
from paraph.trust import der, ocsp, oids, tsp
from paraph.trust.cades import CadesError, upgrade
from paraph.trust.cades_attributes import (
    HashIndex,
    IndexKind,
    encode_certificate_values,
    encode_revocation_refs,
    encode_revocation_values,
)
from paraph.trust.cades_enclosures import gather
from paraph.trust.cades_imprints import archive_imprint, c_imprints, hash_index, old_archive_imprints
from paraph.trust.cades_parties import parties
from paraph.trust.cades_signing import (
    add_signer,
    append_unsigned,
    countersign,
    sign_attached,
    sign_detached,
)
from paraph.trust.cades_stamps import Stamp, judge_stamps
from paraph.trust.certificate import to_pem
from paraph.trust.cms import CmsError, Level, parse_signed_data
from paraph.trust.crl import Reason, Revocation
from paraph.trust.purpose import Purpose
from paraph.trust.signature_facts import Signed
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Headline, Verdict
from paraph.trust.verify import verify_signature

#: The last and the first moments a signer may claim.
END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
START = datetime(1950, 1, 1, tzinfo=UTC)

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED
TIME, CHAIN, REVOCATION = FactName.TIME, FactName.CHAIN, FactName.REVOCATION


@pytest.fixture(scope="module")
def tsa(pki: Pki) -> Holder:
    return authority(pki)


@pytest.fixture(scope="module")
def stamper(tsa: Holder) -> Stamper:
    return Stamper(tsa)


@pytest.fixture(scope="module")
def files(pki: Pki, stamper: Stamper) -> dict[Level, bytes]:
    """One signature at every level, each raised from the one below."""
    found = {Level.BES: pki.sign()}
    last = found[Level.BES]
    for level in LEVELS:
        last = found[level] = raised(pki, level, stamper, last)
    return found


def answer_of(verdict: Verdict, rule: str) -> Answer | None:
    checks = (check for fact in verdict.facts.values() for check in fact.checks)
    return next((check.answer for check in checks if check.name == rule), None)


def bare_store(pki: Pki) -> TrustStore:
    """The root alone: everything else must come with the signature."""
    return TrustStore([pki.root.certificate])


# -- raising ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_made_and_proved(level: Level, pki: Pki, files: dict[Level, bytes]) -> None:
    verdict = verdict_on(pki, files[level])
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert (verdict.level, verdict.declared_level, verdict.notes) == (level, level, ())
    assert verdict.facts[TIME].source == "штамп времени службы «Служба штампов»"
    assert all(stamp.headline is Headline.VALID for stamp in verdict.time_stamps)


def test_raising_changes_no_byte_of_what_was_there(files: dict[Level, bytes]) -> None:
    for lower, higher in zip((Level.BES, *LEVELS), LEVELS, strict=False):
        before, after = parse_signed_data(files[lower]), parse_signed_data(files[higher])
        assert after.signers[0].core == before.signers[0].core
        kept = after.signers[0].unsigned_attributes[: len(before.signers[0].unsigned_attributes)]
        assert kept == before.signers[0].unsigned_attributes
        assert after.certificate_choices == before.certificate_choices


@pytest.mark.parametrize("level", [Level.X_LONG_1, Level.A])
def test_values_kept_inside_make_the_check_independent(
    level: Level, pki: Pki, files: dict[Level, bytes]
) -> None:
    """Years later, with the root alone: no list, no intermediate, none of them in force any more."""
    verdict = verdict_on(pki, files[level], store=bare_store(pki), at=NOW + 200 * DAY)
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.level == level
    lower = verdict_on(pki, files[Level.T], store=bare_store(pki), at=NOW + 200 * DAY)
    assert lower.headline is not Headline.VALID


def test_a_level_may_be_reached_at_once_and_again(pki: Pki, stamper: Stamper) -> None:
    once = raised(pki, Level.A, stamper)
    assert verdict_on(pki, once).level == Level.A
    assert raised(pki, Level.X_LONG_1, stamper, once) == once
    again = raised(pki, Level.A, stamper, once)
    assert len(parse_signed_data(again).signers[0].unsigned[oids.ARCHIVE_TIME_STAMP_V3]) == 2
    assert verdict_on(pki, again).level == Level.A


@pytest.mark.parametrize(
    "wrap", [lambda data: to_pem(data, "CMS"), base64.encodebytes], ids=["pem", "base64"]
)
def test_any_wrapping_is_raised(wrap: Callable[[bytes], bytes], pki: Pki, stamper: Stamper) -> None:
    assert verdict_on(pki, raised(pki, Level.T, stamper, wrap(pki.sign()))).level == Level.T


def test_responses_serve_as_evidence(pki: Pki, stamper: Stamper) -> None:
    """An OCSP answer about the person beside the lists: referred to, kept, enough without the CA's list."""
    responder = issue(person("Служба"), pki.sub, certificates.OCSP_RESPONDER)
    asked = tuple(
        ocsp.CertId.of(holder.certificate.serial, pki.sub.certificate)
        for holder in (pki.person, stamper.holder)
    )
    answer = ocsp.issue_response(
        ocsp.Request(asked),
        issuer=pki.sub.certificate,
        revoked=lambda serial: None,
        key=responder.key,
        certificate=responder.certificate,
        this_update=NOW,
        next_update=NOW + DAY,
    )
    known = TrustStore(
        [pki.root.certificate], [pki.sub.certificate], [pki.root_crl], [ocsp.Response.parse(answer)]
    )
    signature = raised(pki, Level.X_LONG_1, stamper, store=known)
    verdict = verdict_on(pki, signature, store=bare_store(pki), at=NOW + 30 * DAY)
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.level == Level.X_LONG_1


def test_long_signers_are_stamped_by_a_digest_of_their_strength(pki: Pki, stamper: Stamper) -> None:
    holder = issue(person(), pki.sub, certificates.QUALIFIED, curve=TC26_512_A)
    signature = raised(pki, Level.A, stamper, pki.sign(by=holder))
    assert stamper.asked[-1].digest_algorithm == oids.STREEBOG_512
    assert verdict_on(pki, signature).level == Level.A


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"store": "empty"}, "нет списка отозванных"),
        ({"level": Level.BES}, "не добавляется"),
        ({"content": b"another", "attached": True}, "не тот файл"),
        ({"content": None}, "не передан"),
    ],
    ids=str,
)
def test_what_cannot_be_raised_is_refused(options: dict, words: str, pki: Pki, stamper: Stamper) -> None:
    signer = {"key": pki.person.key, "certificate": pki.person.certificate, "at": NOW}
    signature = (sign_attached if options.get("attached") else sign_detached)(CONTENT, **signer)
    with pytest.raises(CadesError, match=words):
        upgrade(
            signature,
            options.get("level", Level.A),
            stamper=stamper,
            store=pki.store_with() if options.get("store") else pki.store,
            content=options.get("content", CONTENT),
        )


def test_a_revoked_signer_is_not_raised(pki: Pki, stamper: Stamper) -> None:
    listed = crl(pki.sub, [Revocation(pki.person.certificate.serial, NOW - DAY)])
    with pytest.raises(CadesError, match="отозван"):
        raised(pki, Level.C, stamper, store=pki.store_with(pki.root_crl, listed))


def test_nothing_is_built_on_what_is_wrong(pki: Pki, stamper: Stamper, files: dict[Level, bytes]) -> None:
    broken = files[Level.BES].replace(streebog256(CONTENT), streebog256(b"other"))
    for signature, content in ((broken, b"other"), (files[Level.BES], b"other")):
        with pytest.raises(CadesError, match="Подпись неверна"):
            raised(pki, Level.T, stamper, signature, content=content)
    (token,) = parse_signed_data(files[Level.T]).signers[0].unsigned[oids.SIGNATURE_TIME_STAMP]
    swapped = append_unsigned(pki.sign(), 0, oids.SIGNATURE_TIME_STAMP, token)
    with pytest.raises(CadesError, match="нельзя положиться. Штамп времени поставлен на другие данные"):
        raised(pki, Level.C, stamper, swapped)


def test_a_bad_answer_of_the_authority_is_not_taken(pki: Pki, tsa: Holder, stamper: Stamper) -> None:
    def refuses(request: tsp.Request) -> bytes:
        return stamper(replace(request, policy="1.2.3"))

    def stamps_other_data(request: tsp.Request) -> bytes:
        return stamper(replace(request, digest=streebog256(b"other")))

    def signs_badly(request: tsp.Request) -> bytes:
        data = stamper(request)
        return data[:-1] + bytes([data[-1] ^ 1])

    for bad, error in ((refuses, tsp.TspError), (stamps_other_data, tsp.TspError), (signs_badly, CadesError)):
        with pytest.raises(error):
            raised(pki, Level.T, bad)


# -- the moment ---------------------------------------------------------------------------------------


def test_revocation_after_the_stamp_does_not_harm(pki: Pki, files: dict[Level, bytes]) -> None:
    """63-ФЗ ст. 11 п. 2: the certificate is judged at the trusted time of signing."""
    later = NOW + 10 * DAY
    entry = Revocation(pki.person.certificate.serial, NOW + DAY, Reason.KEY_COMPROMISE)
    fresh = {"this_update": later - DAY, "next_update": later + DAY}
    store = pki.store_with(crl(pki.root, **fresh), crl(pki.sub, [entry], **fresh))
    stamped = verdict_on(pki, files[Level.T], store=store, at=later)
    assert stamped.headline is Headline.VALID, stamped.as_dict()
    assert stamped.at == NOW
    plain = verdict_on(pki, files[Level.BES], store=store, at=later)
    assert plain.facts[REVOCATION].answer is NO
    assert plain.facts[TIME].source == "часы сервера"


def test_revocation_before_the_stamp_counts(pki: Pki, files: dict[Level, bytes]) -> None:
    entry = Revocation(pki.person.certificate.serial, NOW - DAY)
    verdict = verdict_on(pki, files[Level.T], store=pki.store_with(pki.root_crl, crl(pki.sub, [entry])))
    assert verdict.facts[REVOCATION].answer is NO


def test_a_signer_expired_since_the_stamp_is_valid(pki: Pki, tsa: Holder) -> None:
    holder = issue(person(), pki.sub, certificates.QUALIFIED, not_after=NOW + DAY)
    signature = raised(pki, Level.X_LONG_1, Stamper(tsa), pki.sign(by=holder))
    later = NOW + 100 * DAY
    assert verdict_on(pki, signature, at=later).headline is Headline.VALID
    plain = verdict_on(pki, pki.sign(by=holder), at=later)
    assert plain.facts[CHAIN].answer is NO


def test_the_earliest_stamp_that_holds_gives_the_moment(pki: Pki, tsa: Holder, files) -> None:
    token = tsp.parse_response(*_ask(Stamper(tsa, NOW - DAY), files[Level.BES]))
    twice = append_unsigned(files[Level.T], 0, oids.SIGNATURE_TIME_STAMP, token.raw)
    verdict = verdict_on(pki, twice)
    assert (verdict.headline, verdict.at) == (Headline.VALID, NOW - DAY)


def _ask(stamper: Stamper, signature: bytes) -> tuple[bytes, tsp.Request]:
    value = parse_signed_data(signature).signers[0].signature
    request = tsp.Request(oids.STREEBOG_256, streebog256(value))
    return stamper(request), request


def test_the_claimed_time_decides_nothing(pki: Pki, stamper: Stamper) -> None:
    """Claimed a year before the certificate began, and a year after it ends."""
    for claimed in (NOW - 400 * DAY, NOW + 400 * DAY):
        verdict = verdict_on(pki, raised(pki, Level.T, stamper, pki.sign(at=claimed)))
        assert (verdict.headline, verdict.at) == (Headline.VALID, NOW)
        assert any("вне срока действия" in note for note in verdict.notes)


@pytest.mark.parametrize("claimed", [END, START], ids=str)
def test_times_at_the_ends_of_the_calendar_are_said(claimed: datetime, pki: Pki, stamper: Stamper) -> None:
    holder = issue(person(), pki.sub, certificates.QUALIFIED, not_after=END)  # «no end», RFC 5280 cl. 4.1.2.5
    verdict = verdict_on(pki, pki.sign(by=holder, at=claimed))
    assert verdict.headline is Headline.VALID
    assert str(claimed.year) in verdict.facts[TIME].reason
    late = verdict_on(pki, raised(pki, Level.T, Stamper(stamper.holder, claimed), pki.sign(by=holder)))
    assert answer_of(late, "tsp.signature-time-stamp") is NO


# -- stamps that fail ---------------------------------------------------------------------------------


def test_a_stamp_of_another_signature_is_broken(pki: Pki, files: dict[Level, bytes]) -> None:
    (token,) = parse_signed_data(files[Level.T]).signers[0].unsigned[oids.SIGNATURE_TIME_STAMP]
    verdict = verdict_on(pki, append_unsigned(pki.sign(), 0, oids.SIGNATURE_TIME_STAMP, token))
    assert verdict.facts[TIME].answer is NO
    assert "поставлен на другие данные" in verdict.facts[TIME].reason
    assert answer_of(verdict.time_stamps[0], "tsp.imprint") is NO
    assert (verdict.level, verdict.declared_level) == (Level.BES, Level.T)
    assert "подтверждён уровень CAdES-BES" in verdict.notes[0]


@pytest.mark.parametrize("why", ["not an authority", "unknown root", "no lists", "revoked"])
def test_a_stamp_that_cannot_be_relied_on_is_told_and_passed_over(why: str, pki: Pki) -> None:
    holder, store = authority(pki), pki.store
    if why == "not an authority":
        holder = pki.head
    elif why == "unknown root":
        holder = issue(person("Чужая служба"), None, certificates.TSA)
    elif why == "no lists":
        other = issue(person("Другой УЦ"), pki.root, certificates.INTERMEDIATE)
        holder = issue(person("Служба"), other, certificates.TSA)
        store = TrustStore(
            [pki.root.certificate], [pki.sub.certificate, other.certificate], [pki.root_crl, pki.sub_crl]
        )
    else:
        entry = Revocation(holder.certificate.serial, NOW - DAY)
        store = pki.store_with(pki.root_crl, crl(pki.sub, [entry]))
    at = NOW + DAY / 2
    verdict = verdict_on(pki, raised(pki, Level.T, Stamper(holder)), store=store, at=at)
    fact = verdict.facts[TIME]
    assert (verdict.headline, verdict.at) == (Headline.VALID, at)
    assert (fact.answer, fact.source) == (YES, "часы сервера")
    assert fact.reason.startswith("Штамп времени подписи ")
    assert answer_of(verdict, "tsp.signature-time-stamp") is (UNKNOWN if why == "no lists" else NO)
    assert (verdict.level, verdict.declared_level) == (Level.BES, Level.T)


def test_a_backdating_stamp_of_an_untrusted_authority_saves_no_revoked_signer(pki: Pki) -> None:
    forger = issue(person("Чужая служба"), None, certificates.TSA)
    signature = raised(pki, Level.T, Stamper(forger, NOW - 20 * DAY))
    listed = crl(pki.sub, [Revocation(pki.person.certificate.serial, NOW - 10 * DAY)])
    verdict = verdict_on(pki, signature, store=pki.store_with(pki.root_crl, listed))
    assert verdict.facts[REVOCATION].answer is NO


def test_an_expired_authority_proves_only_through_an_archive_stamp(pki: Pki) -> None:
    short = authority(pki, not_after=NOW + 5 * DAY)
    signature = raised(pki, Level.X_LONG_1, Stamper(short))
    late = NOW + 50 * DAY
    fresh = {"this_update": late - DAY, "next_update": late + DAY}
    store = pki.store_with(pki.root_crl, pki.sub_crl, crl(pki.root, **fresh), crl(pki.sub, **fresh))
    alone = verdict_on(pki, signature, store=store, at=late)
    assert (alone.headline, alone.at, alone.level) == (Headline.VALID, late, Level.BES)
    assert "архивного штампа" in alone.facts[TIME].reason
    archived = raised(pki, Level.A, Stamper(authority(pki), NOW + 4 * DAY), signature)
    verdict = verdict_on(pki, archived, store=store, at=late)
    assert (verdict.headline, verdict.at, verdict.level) == (Headline.VALID, NOW, Level.A)
    too_late = raised(pki, Level.A, Stamper(authority(pki), NOW + 6 * DAY), signature)
    verdict = verdict_on(pki, too_late, store=store, at=late)
    assert (verdict.at, verdict.level) == (NOW + 6 * DAY, Level.BES)


def test_a_stamp_on_a_stamp_saves_it(pki: Pki) -> None:
    """The token itself carries a signature-time-stamp put while its authority's certificate was in force."""
    signature = raised(pki, Level.T, Stamper(authority(pki, not_after=NOW + 5 * DAY)))
    (token,) = parse_signed_data(signature).signers[0].unsigned[oids.SIGNATURE_TIME_STAMP]
    late = NOW + 50 * DAY
    fresh = {"this_update": late - DAY, "next_update": late + DAY}
    store = pki.store_with(pki.root_crl, pki.sub_crl, crl(pki.root, **fresh), crl(pki.sub, **fresh))
    for moment, expected in ((NOW + 4 * DAY, NOW), (NOW + 6 * DAY, late)):
        stamped = raised(pki, Level.T, Stamper(authority(pki), moment), token, content=None)
        nested = _swapped(signature, oids.SIGNATURE_TIME_STAMP, stamped)
        verdict = verdict_on(pki, nested, store=store, at=late)
        assert (verdict.headline, verdict.at) == (Headline.VALID, expected)
        assert [stamp.at for stamp in verdict.time_stamps[0].time_stamps] == [moment]


@pytest.mark.parametrize(
    ("reason", "headline_at_stamp"), [(Reason.SUPERSEDED, True), (Reason.KEY_COMPROMISE, False)]
)
def test_a_revoked_authority_key_undoes_earlier_stamps_only_if_it_was_compromised(
    reason: Reason, headline_at_stamp: bool, pki: Pki, tsa: Holder, files: dict[Level, bytes]
) -> None:
    later = NOW + 10 * DAY
    fresh = {"this_update": later - DAY, "next_update": later + DAY}
    entry = Revocation(tsa.certificate.serial, NOW + DAY, reason)
    store = pki.store_with(crl(pki.root, **fresh), crl(pki.sub, [entry], **fresh))
    verdict = verdict_on(pki, files[Level.T], store=store, at=later)
    assert verdict.at == (NOW if headline_at_stamp else later)
    assert answer_of(verdict.time_stamps[0], "tsp.authority-key") is (YES if headline_at_stamp else NO)


@pytest.mark.parametrize("reason", [Reason.CA_COMPROMISE, Reason.SUPERSEDED])
def test_a_compromised_ca_can_make_authorities_and_stamps_of_any_date(
    reason: Reason, pki: Pki, files: dict[Level, bytes]
) -> None:
    later = NOW + 10 * DAY
    fresh = {"this_update": later - DAY, "next_update": later + DAY}
    entry = Revocation(pki.sub.certificate.serial, NOW + DAY, reason)
    store = pki.store_with(crl(pki.root, [entry], **fresh), crl(pki.sub, **fresh))
    verdict = verdict_on(pki, files[Level.T], store=store, at=later)
    held = reason is Reason.SUPERSEDED
    assert verdict.at == (NOW if held else later)
    assert verdict.headline is (Headline.VALID if held else Headline.INVALID)
    assert answer_of(verdict.time_stamps[0], "tsp.authority-key") is (YES if held else NO)


def test_a_token_may_keep_its_authority_in_unsigned_values(pki: Pki, tsa: Holder) -> None:
    """CryptoPro's tokens: `certificates` is empty, the certificate lies in certificate-values."""
    request = replace(_ask(Stamper(tsa), pki.sign())[1], want_certificate=False)
    signature = pki.sign()
    request = replace(request, digest=streebog256(parse_signed_data(signature).signers[0].signature))
    bare = tsp.parse_response(Stamper(tsa)(request), request)
    assert bare.data.certificates == ()
    unknown = append_unsigned(signature, 0, oids.SIGNATURE_TIME_STAMP, bare.raw)
    assert answer_of(verdict_on(pki, unknown), "tsp.signature-time-stamp") is UNKNOWN
    values = encode_certificate_values([tsa.certificate])
    token = append_unsigned(bare.raw, 0, oids.CERTIFICATE_VALUES, values)
    verdict = verdict_on(pki, append_unsigned(signature, 0, oids.SIGNATURE_TIME_STAMP, token))
    assert verdict.level == Level.T
    assert verdict.facts[TIME].source == "штамп времени службы «Служба штампов»"


# -- references, values, archive ----------------------------------------------------------------------


def _swapped(signature: bytes, oid: str, value: bytes) -> bytes:
    """The signature with the only value of an unsigned attribute replaced."""
    data = parse_signed_data(signature)
    parts = data.signers[0].unsigned_attributes
    bare = _without_unsigned(data.raw)
    for attribute in parts:
        new = value if attribute.oid == oid else attribute.values[0]
        bare = append_unsigned(bare, 0, attribute.oid, new)
    return bare


def _without_unsigned(signature: bytes) -> bytes:
    """Without unsigned attributes."""
    body = der.read(signature).children()[1].only().children()
    signer = [part.raw for part in body[-1].only() if part.tag != 0xA1]
    inner = der.sequence(*(part.raw for part in body[:-1]), der.set_of([der.sequence(*signer)]))
    return der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, inner))


def test_references_that_lead_elsewhere_cost_the_level(pki: Pki, files: dict[Level, bytes]) -> None:
    stranger = issue(person("Чужой УЦ"), None, certificates.ROOT)
    refs = encode_revocation_refs([[crl(stranger)]], oids.STREEBOG_256)
    verdict = verdict_on(pki, _swapped(files[Level.C], oids.REVOCATION_REFS, refs))
    assert (verdict.headline, verdict.level, verdict.declared_level) == (Headline.VALID, Level.T, Level.C)
    assert answer_of(verdict, "cades.revocation-references") is UNKNOWN  # such a list may exist elsewhere
    known = pki.store_with(pki.root_crl, pki.sub_crl, crl(stranger))
    refs = encode_revocation_refs([[known.crls[2]]], oids.STREEBOG_256)
    verdict = verdict_on(pki, _swapped(files[Level.C], oids.REVOCATION_REFS, refs), store=known)
    assert answer_of(verdict, "cades.revocation-references") is NO
    garbage = verdict_on(pki, _swapped(files[Level.C], oids.CERTIFICATE_REFS, der.null()))
    assert answer_of(garbage, "cades.certificate-references") is NO
    assert garbage.level == Level.T


def test_values_must_hold_what_is_referred_to(pki: Pki, files: dict[Level, bytes]) -> None:
    few = _swapped(
        files[Level.X_LONG_1], oids.REVOCATION_VALUES, encode_revocation_values([pki.root_crl], [])
    )
    verdict = verdict_on(pki, few)
    assert (verdict.level, verdict.declared_level) == (Level.X, Level.X_LONG_1)
    assert answer_of(verdict, "cades.revocation-values") is NO
    garbage = verdict_on(pki, _swapped(files[Level.X_LONG_1], oids.CERTIFICATE_VALUES, der.null()))
    assert answer_of(garbage, "cades.certificate-values") is NO
    assert garbage.level == Level.X


def test_references_changed_after_their_stamp_cost_the_level(pki: Pki, files: dict[Level, bytes]) -> None:
    refs = encode_revocation_refs([[pki.sub_crl]], oids.STREEBOG_256)  # right ones, but fewer
    verdict = verdict_on(pki, _swapped(files[Level.X], oids.REVOCATION_REFS, refs))
    assert answer_of(verdict, "cades.revocation-references") is YES
    assert answer_of(verdict, "tsp.c-time-stamp") is NO
    assert verdict.level == Level.C


def test_what_an_archive_stamp_covers_cannot_be_changed(pki: Pki, files: dict[Level, bytes]) -> None:
    refs = encode_revocation_refs([[pki.sub_crl]], oids.STREEBOG_256)
    verdict = verdict_on(pki, _swapped(files[Level.A], oids.REVOCATION_REFS, refs))
    assert verdict.headline is Headline.INVALID
    assert "атрибут из перечня хешей изменён или удалён" in verdict.facts[TIME].reason


@pytest.mark.parametrize("kind", ["old index", "no index", "two indexes", "second version"])
def test_archive_stamps_of_other_kinds_are_not_mistaken(kind: str, pki: Pki, stamper: Stamper, files) -> None:
    """What is not computed here is undetermined; what no standard allows is refused."""
    long = files[Level.X_LONG_1]
    (token,) = (
        parse_signed_data(raised(pki, Level.A, stamper, long)).signers[0].unsigned[oids.ARCHIVE_TIME_STAMP_V3]
    )
    (index,) = parse_signed_data(token).signers[0].unsigned[oids.HASH_INDEX_V3]
    bare, oid = _without_unsigned(token), oids.ARCHIVE_TIME_STAMP_V3
    if kind == "old index":
        bare = append_unsigned(bare, 0, oids.HASH_INDEX_V2, index)
    elif kind == "two indexes":
        bare = append_unsigned(token, 0, oids.HASH_INDEX_V3, index)
    elif kind == "second version":
        oid = oids.ARCHIVE_TIME_STAMP_V2
    verdict = verdict_on(pki, append_unsigned(long, 0, oid, bare))
    known = kind in ("no index", "two indexes")
    assert answer_of(verdict, "tsp.archive-time-stamp") is (NO if known else UNKNOWN)
    assert verdict.headline is (Headline.INVALID if known else Headline.VALID)
    assert (verdict.level, verdict.declared_level) == (Level.X_LONG_1, Level.A)


@pytest.mark.parametrize("spoilt", [False, True])
def test_archive_stamps_with_the_first_kind_of_index_are_checked(
    spoilt: bool, pki: Pki, stamper: Stamper, files: dict[Level, bytes]
) -> None:
    """TS 101 733 cl. 6.4.2: attributes are hashed whole; met in files of other programs, never made here."""
    long = files[Level.X_LONG_1]
    data = parse_signed_data(long)
    signer = data.signers[0]
    index = hash_index(data, signer, oids.STREEBOG_256, IndexKind.V1)
    digest = archive_imprint(data, signer, streebog256(CONTENT), index)
    request = tsp.Request(oids.STREEBOG_256, digest)
    token = tsp.parse_response(stamper(request), request)
    kept = append_unsigned(token.raw, 0, oids.HASH_INDEX_V1, index.raw)
    if spoilt:
        refs = encode_revocation_refs([[pki.sub_crl]], oids.STREEBOG_256)
        long = _swapped(long, oids.REVOCATION_REFS, refs)
    verdict = verdict_on(pki, append_unsigned(long, 0, oids.ARCHIVE_TIME_STAMP_V3, kept))
    assert answer_of(verdict, "tsp.archive-time-stamp") is (NO if spoilt else YES)
    assert verdict.headline is (Headline.INVALID if spoilt else Headline.VALID)
    default = der.sequence(*(part.raw for part in der.read(index.raw).children()[1:]))
    assert HashIndex.parse(IndexKind.V1, default).digest_algorithm == oids.SHA256
    with pytest.raises(der.DerError):
        HashIndex.parse(IndexKind.V3, default)


@pytest.mark.parametrize("framed", [True, False])
def test_archive_stamps_without_an_index_are_checked_over_an_attached_file(
    framed: bool, pki: Pki, tsa: Holder
) -> None:
    """TS 101 733 cl. 6.4.1: over everything there was; two of them, the later over the earlier."""
    signer = pki.person
    signature = sign_attached(CONTENT, key=signer.key, certificate=signer.certificate, at=NOW)
    signature = raised(pki, Level.T, Stamper(tsa, NOW - DAY), signature)
    bare = signature
    for moment in (NOW - DAY / 2, NOW):
        data = parse_signed_data(signature)
        present = data.signers[0].unsigned_attributes
        known = old_archive_imprints(data, data.signers[0], present, oids.STREEBOG_256)
        request = tsp.Request(oids.STREEBOG_256, known[0 if framed else 1])
        token = tsp.parse_response(Stamper(tsa, moment)(request), request)
        signature = append_unsigned(signature, 0, oids.ARCHIVE_TIME_STAMP_V2, token.raw)
    verdict = verdict_on(pki, signature)
    assert (verdict.headline, verdict.level, verdict.at) == (Headline.VALID, Level.A, NOW - DAY)
    assert [stamp.check.answer for stamp in _stamps(pki, signature)] == [YES] * 3
    # Whatever is added later undoes such a stamp as any change does: the level falls, and that is said.
    later = append_unsigned(signature, 0, oids.COUNTER_SIGNATURE + ".1", der.null())
    fallen = verdict_on(pki, later)
    assert (fallen.headline, fallen.level, fallen.declared_level) == (Headline.VALID, Level.T, Level.A)
    assert parse_signed_data(bare).head == parse_signed_data(signature).head


def _stamps(pki: Pki, signature: bytes) -> tuple[Stamp, ...]:
    data = parse_signed_data(signature)
    signed = Signed.of(data, data.signers[0], None)
    enclosed = gather(data, data.signers[0]).enclosed
    return judge_stamps(signed, data, enclosed, store=pki.store, at=NOW)


def test_a_stamp_over_references_in_the_order_of_the_file_holds(pki: Pki, stamper: Stamper, files) -> None:
    """Some programs do not sort as the standard lists them."""
    attributes = parse_signed_data(files[Level.C]).signers[0].unsigned_attributes
    turned = files[Level.BES]
    for attribute in reversed(attributes):
        turned = append_unsigned(turned, 0, attribute.oid, attribute.values[0])
    standard, lying = c_imprints(parse_signed_data(turned).signers[0], oids.STREEBOG_256)
    assert standard != lying
    for digest in (standard, lying):
        request = tsp.Request(oids.STREEBOG_256, digest)
        token = tsp.parse_response(stamper(request), request)
        verdict = verdict_on(pki, append_unsigned(turned, 0, oids.C_TIME_STAMP, token.raw))
        assert (verdict.headline, verdict.level) == (Headline.VALID, Level.X)


def test_what_is_added_after_an_archive_stamp_does_not_harm_it(
    pki: Pki, stamper: Stamper, files: dict[Level, bytes]
) -> None:
    head = pki.head
    counter = countersign(files[Level.A], key=head.key, certificate=head.certificate, at=NOW)
    verdict = verdict_on(pki, counter)
    assert (verdict.headline, verdict.level) == (Headline.VALID, Level.A)
    assert verdict.counter_signatures[0].headline is Headline.VALID


def test_an_archive_stamp_needs_the_content(pki: Pki, files: dict[Level, bytes]) -> None:
    verdict = verdict_on(pki, files[Level.A], content=None)
    assert answer_of(verdict, "tsp.archive-time-stamp") is UNKNOWN
    assert verdict.level == Level.X_LONG_1
    altered = verdict_on(pki, files[Level.A], content=b"other")
    assert answer_of(altered, "tsp.archive-time-stamp") is NO


def test_the_file_is_read_once(pki: Pki, files: dict[Level, bytes]) -> None:
    asked: list[str] = []

    def digest(oid: str) -> bytes:
        asked.append(oid)
        return streebog256(CONTENT)

    verdict = verdict_on(pki, files[Level.A], content=None, digest=digest)
    assert (verdict.level, asked) == (Level.A, [oids.STREEBOG_256])


# -- several signers, counter-signatures ------------------------------------------------------------------


@pytest.mark.parametrize("attached", [False, True])
def test_a_signer_is_added_beside_the_others(attached: bool, pki: Pki, stamper: Stamper) -> None:
    first = raised(pki, Level.T, stamper)
    if attached:
        one = sign_attached(CONTENT, key=pki.person.key, certificate=pki.person.certificate, at=NOW)
        first = raised(pki, Level.T, stamper, one)
    long = issue(person("Второв"), pki.sub, certificates.QUALIFIED, curve=TC26_512_A)
    content = None if attached else CONTENT
    both = add_signer(first, content, key=long.key, certificate=long.certificate, at=NOW)
    before, after = parse_signed_data(first), parse_signed_data(both)
    assert after.signers[0] == before.signers[0]
    assert after.content == before.content
    verdicts = verify_signature(both, content=CONTENT, store=pki.store, at=NOW)
    assert [item.headline for item in verdicts] == [Headline.VALID] * 2
    assert [item.level for item in verdicts] == [Level.T, Level.BES]
    raised_both = raised(pki, Level.T, stamper, both, place=1)
    assert parse_signed_data(raised_both).signers[0] == before.signers[0]
    levels = [item.level for item in verify_signature(raised_both, content=CONTENT, store=pki.store, at=NOW)]
    assert levels == [Level.T, Level.T]


def test_a_signer_is_not_added_over_other_content(pki: Pki) -> None:
    one = sign_attached(CONTENT, key=pki.person.key, certificate=pki.person.certificate, at=NOW)
    head = {"key": pki.head.key, "certificate": pki.head.certificate, "at": NOW}
    with pytest.raises(ValueError, match="уже есть содержимое"):
        add_signer(one, b"other", **head)
    with pytest.raises(ValueError, match="либо"):
        add_signer(pki.sign(), **head)
    with pytest.raises(CmsError):
        add_signer(b"0", CONTENT, **head)


def test_counter_signatures_are_judged_apart(pki: Pki, stamper: Stamper) -> None:
    head = {"key": pki.head.key, "certificate": pki.head.certificate, "at": NOW}
    signature = countersign(raised(pki, Level.T, stamper), **head)
    signature = countersign(signature, key=pki.person.key, certificate=pki.person.certificate, at=NOW)
    verdict = verdict_on(pki, signature)
    assert verdict.headline is Headline.VALID
    assert [nested.headline for nested in verdict.counter_signatures] == [Headline.VALID] * 2
    assert verdict.counter_signatures[0].signer.inn_le == "7731376812"
    assert [one["headline"] for one in verdict.as_dict()["counter_signatures"]] == ["valid", "valid"]
    (value, _) = parse_signed_data(signature).signers[0].unsigned[oids.COUNTER_SIGNATURE]
    moved = append_unsigned(pki.sign(at=NOW - DAY), 0, oids.COUNTER_SIGNATURE, value)
    assert verdict_on(pki, moved).counter_signatures[0].facts[FactName.INTACT].answer is NO


def test_a_counter_signature_names_no_content_type(pki: Pki) -> None:
    signature = pki.sign()
    value = parse_signed_data(signature).signers[0].signature
    attributes = plain_attributes(value)
    odd = der.read(craft(pki.head, attributes=attributes)).children()[1].only().children()[-1].only().raw
    enclosed = append_unsigned(signature, 0, oids.COUNTER_SIGNATURE, odd)
    store = TrustStore(
        [pki.root.certificate],
        [pki.sub.certificate, pki.head.certificate],
        [pki.root_crl, pki.sub_crl],
    )
    (nested,) = verdict_on(pki, enclosed, store=store).counter_signatures
    assert nested.facts[FactName.INTACT].answer is YES
    assert nested.facts[FactName.SIGNATURE].answer is NO


def test_counter_signatures_without_end_are_refused(pki: Pki) -> None:
    signer = der.read(pki.sign()).children()[1].only().children()[-1].only()
    nested = signer.raw
    for _ in range(6):
        attribute = der.sequence(der.oid(oids.COUNTER_SIGNATURE), der.set_of([nested]))
        nested = der.sequence(*(part.raw for part in signer), der.encode(0xA1, attribute))
    with pytest.raises(CmsError, match="больше допустимого"):
        parse_signed_data(append_unsigned(pki.sign(), 0, oids.COUNTER_SIGNATURE, nested))


def test_everybody_who_decides_is_named(pki: Pki, tsa: Holder, stamper: Stamper) -> None:
    """Also the authority of a stamp on a counter-signature's parent, whose certificate lies in the token."""
    head = pki.head
    signature = countersign(raised(pki, Level.A, stamper), key=head.key, certificate=head.certificate, at=NOW)
    found = parties(signature, bare_store(pki))
    assert [(party.certificate, party.purpose) for party in found] == [
        (pki.person.certificate, Purpose.SIGNING),
        (head.certificate, Purpose.SIGNING),
        (tsa.certificate, Purpose.TIME_STAMPING),
    ]
    assert pki.sub.certificate in found[2].enclosed.certificates
    bare = TrustStore([])
    assert parties(craft(pki.person, attributes=plain_attributes(), enclosed=[]), bare) == []


def test_a_value_the_certificate_does_not_confirm_makes_no_file(pki: Pki) -> None:
    """A remote means of signing may err or lie."""

    class Liar(Key):
        def sign_digest(self, digest: bytes) -> bytes:
            return super().sign_digest(bytes(32))

    liar = Liar(pki.person.key.curve, pki.person.key.value)
    signer = {"key": liar, "certificate": pki.person.certificate, "at": NOW}
    for make in (
        lambda: sign_detached(CONTENT, **signer),
        lambda: add_signer(pki.sign(), CONTENT, **signer),
        lambda: countersign(pki.sign(), **signer),
    ):
        with pytest.raises(ValueError, match="не подтверждает"):
            make()
