"""Verdicts: each scenario changes one thing and must change exactly the facts it touches."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from trust_kit import (
    CONTENT,
    DAY,
    NOW,
    TC26_512_A,
    Pki,
    craft,
    crl,
    issue,
    person,
    plain_attributes,
)

from paraph.gost import streebog256, streebog512
from paraph.trust import certificate as certificates
from paraph.trust import der, oids
from paraph.trust.cades_signing import build_signed_data, sign_detached
from paraph.trust.crl import Crl, Reason, Revocation
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact, FactName, Headline, Verdict
from paraph.trust.verify import verify_signature

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNDETERMINED
INTACT, SIGNATURE, CHAIN = FactName.INTACT, FactName.SIGNATURE, FactName.CHAIN
REVOCATION, QUALIFICATION = FactName.REVOCATION, FactName.QUALIFICATION


def check(
    signature: bytes,
    pki: Pki,
    *,
    content: bytes | None = CONTENT,
    store: TrustStore | None = None,
    at=NOW,
    digest=None,
) -> Verdict:
    """The only verdict; every fact must be there and grounded."""
    (verdict,) = verify_signature(signature, content=content, digest=digest, store=store or pki.store, at=at)
    assert set(verdict.facts) == set(FactName)
    for name, fact in verdict.facts.items():
        assert fact.reason.endswith("."), name
        assert fact.source, name
        assert fact.clause, name
    return verdict


def expect(verdict: Verdict, changed: Mapping[FactName, Answer], headline: Headline) -> None:
    """Decisive facts are «yes» except the changed ones."""
    decisive = (INTACT, SIGNATURE, CHAIN, REVOCATION, FactName.TIME)
    found = {name: verdict.facts[name].answer for name in decisive}
    assert found == dict.fromkeys(decisive, YES) | dict(changed), verdict.as_dict()
    assert verdict.headline is headline


def revocation(pki: Pki, *entries: Revocation, **options) -> Fact:
    listed = crl(pki.sub, entries, **options)
    verdict = check(pki.sign(), pki, store=pki.store_with(pki.root_crl, listed))
    return verdict.facts[REVOCATION]


# -- content and signature -------------------------------------------------------------------------


def test_a_good_signature_is_valid(pki: Pki) -> None:
    verdict = check(pki.sign(by=pki.head), pki)
    expect(verdict, {}, Headline.VALID)
    assert verdict.signer.inn_le == "7731376812"
    assert verdict.level == "CAdES-BES"
    assert verdict.claimed_time == NOW
    assert verdict.notes == ()
    assert verdict.facts[QUALIFICATION].answer is UNKNOWN
    assert "TSL" in verdict.facts[QUALIFICATION].reason
    assert verdict.facts[FactName.AUTHORITY].answer is UNKNOWN
    assert verdict.facts[FactName.TIME].source == "часы сервера"


def test_altered_content(pki: Pki) -> None:
    expect(check(pki.sign(), pki, content=CONTENT + b"x"), {INTACT: NO}, Headline.INVALID)


def test_altered_signature_value(pki: Pki) -> None:
    signature = pki.sign()
    altered = signature[:-1] + bytes([signature[-1] ^ 1])
    expect(check(altered, pki), {SIGNATURE: NO}, Headline.INVALID)


def test_altered_signed_attributes(pki: Pki) -> None:
    """The digest in the attributes is replaced to suit another file."""
    other = b"another file"
    altered = pki.sign().replace(streebog256(CONTENT), streebog256(other))
    expect(check(altered, pki, content=other), {SIGNATURE: NO}, Headline.INVALID)


def test_content_may_come_as_digests(pki: Pki) -> None:
    signature = pki.sign()
    good = {oids.STREEBOG_256: streebog256(CONTENT)}
    expect(check(signature, pki, content=None, digest=good), {}, Headline.VALID)
    expect(check(signature, pki, content=None, digest=good.__getitem__), {}, Headline.VALID)
    wrong = {oids.STREEBOG_256: streebog256(b"")}
    expect(check(signature, pki, content=None, digest=wrong), {INTACT: NO}, Headline.INVALID)


def _cannot(oid: str) -> bytes:
    raise UnsupportedAlgorithm("нет такого хеша")


@pytest.mark.parametrize(
    "digest",
    [None, {}, {oids.SHA256: bytes(32)}, _cannot],
    ids=["none", "no digests", "another digest", "unknown algorithm"],
)
def test_without_the_file_integrity_is_undetermined(digest, pki: Pki) -> None:
    verdict = check(pki.sign(), pki, content=None, digest=digest)
    expect(verdict, {INTACT: UNKNOWN}, Headline.UNDETERMINED)


def test_without_the_file_a_signature_over_it_cannot_be_checked(pki: Pki) -> None:
    verdict = check(craft(pki.person), pki, content=None)
    expect(verdict, {INTACT: UNKNOWN, SIGNATURE: UNKNOWN}, Headline.UNDETERMINED)


def test_an_attached_signature_carries_its_file(pki: Pki) -> None:
    signer = pki.person
    signature = build_signed_data(
        streebog256(CONTENT),
        key=signer.key,
        certificate=signer.certificate,
        enclosed=[signer.certificate],
        at=NOW,
        content=CONTENT,
    )
    expect(check(signature, pki, content=None), {}, Headline.VALID)
    expect(check(signature, pki), {}, Headline.VALID)
    verdict = check(signature, pki, content=b"another")
    expect(verdict, {INTACT: NO}, Headline.INVALID)
    assert "вложен не тот файл" in verdict.facts[INTACT].reason


def test_a_signature_without_attributes_covers_the_file_itself(pki: Pki) -> None:
    verdict = check(craft(pki.person), pki)
    expect(verdict, {}, Headline.VALID)
    assert verdict.level == "CMS"
    expect(check(craft(pki.person), pki, content=b"x"), {INTACT: NO, SIGNATURE: NO}, Headline.INVALID)


def test_both_forms_of_the_signature_algorithm_are_accepted(pki: Pki) -> None:
    """CryptoPro names the key type, the standard names the signature with its digest."""
    for oid in (oids.GOST_2012_256, oids.SIGNATURE_256):
        signature = craft(pki.person, attributes=plain_attributes(), signature_oid=oid)
        expect(check(signature, pki), {}, Headline.VALID)


@pytest.mark.parametrize(
    "options",
    [
        {"signature_oid": oids.GOST_2012_512, "digest_oid": oids.STREEBOG_512},
        {"signature_oid": oids.SIGNATURE_512},
        {"digest_oid": oids.SHA256},
        {"digest_oid": oids.STREEBOG_512},
        {"content_type": oids.TST_INFO},
    ],
    ids=str,
)
def test_algorithms_that_do_not_belong_together_are_refused(options, pki: Pki) -> None:
    """Each is signed genuinely by the 256-bit key; only what is declared differs."""
    verdict = check(craft(pki.person, attributes=plain_attributes(), **options), pki)
    assert verdict.facts[SIGNATURE].answer is NO
    assert verdict.headline is Headline.INVALID


@pytest.mark.parametrize("missing", [oids.CONTENT_TYPE, oids.MESSAGE_DIGEST])
def test_required_attributes_must_be_there(missing: str, pki: Pki) -> None:
    attributes = {oid: values for oid, values in plain_attributes().items() if oid != missing}
    verdict = check(craft(pki.person, attributes=attributes), pki)
    assert verdict.headline is Headline.INVALID
    fact = SIGNATURE if missing == oids.CONTENT_TYPE else INTACT
    expect(verdict, {fact: NO}, Headline.INVALID)


def test_other_content_types_need_signed_attributes(pki: Pki) -> None:
    """RFC 5652 cl. 5.3: else attributes of one signature could pass for the content of another."""
    verdict = check(craft(pki.person, content_type=oids.TST_INFO), pki)
    assert verdict.facts[SIGNATURE].answer is NO


@pytest.mark.parametrize("oid", ["1.2.840.113549.1.1.11", "1.2.3"])
def test_an_unsupported_algorithm_is_undetermined(oid: str, pki: Pki) -> None:
    verdict = check(craft(pki.person, attributes=plain_attributes(), signature_oid=oid), pki)
    expect(verdict, {SIGNATURE: UNKNOWN}, Headline.UNDETERMINED)
    unknown = check(craft(pki.person, attributes=plain_attributes(), digest_oid="1.2.643.2.2.10"), pki)
    assert unknown.facts[INTACT].answer is UNKNOWN


def test_a_512_bit_signer_is_checked_with_its_own_digest(pki: Pki) -> None:
    holder = issue(person(), pki.sub, certificates.QUALIFIED, curve=TC26_512_A)
    expect(check(pki.sign(by=holder), pki), {}, Headline.VALID)
    digests = {oids.STREEBOG_256: streebog256(CONTENT), oids.STREEBOG_512: streebog512(CONTENT)}
    expect(check(pki.sign(by=holder), pki, content=None, digest=digests), {}, Headline.VALID)


# -- the certificate -------------------------------------------------------------------------------


def test_a_certificate_swapped_for_another_persons(pki: Pki) -> None:
    signature = craft(pki.person, attributes=plain_attributes(), enclosed=[pki.head.certificate.raw])
    unknown = dict.fromkeys((SIGNATURE, CHAIN, REVOCATION), UNKNOWN)
    verdict = check(signature, pki)
    expect(verdict, unknown, Headline.UNDETERMINED)
    assert verdict.signer.inn == ""
    assert pki.person.certificate.serial_hex in verdict.facts[SIGNATURE].reason


def test_a_certificate_swapped_for_one_of_the_same_number(pki: Pki) -> None:
    twin = issue(person("Двойников"), pki.sub, certificates.QUALIFIED, serial=pki.person.certificate.serial)
    signature = craft(pki.person, attributes=plain_attributes(), enclosed=[twin.certificate.raw])
    expect(check(signature, pki), {SIGNATURE: NO}, Headline.INVALID)


def test_the_signed_reference_must_be_to_this_certificate(pki: Pki) -> None:
    """The same key and number, but another certificate than the one the signer meant."""
    key, serial = pki.person.key, pki.person.certificate.serial
    data = certificates.issue_certificate(
        subject=person("Другов"),
        public_key=key.point,
        curve=key.curve,
        issuer_key=pki.sub.key,
        issuer_cert=pki.sub.certificate,
        serial=serial,
        not_before=NOW - DAY,
        not_after=NOW + DAY,
        profile=certificates.QUALIFIED,
    )
    body = [child.raw for child in der.read(pki.sign()).children()[1].only()]
    body[3] = der.set_of([data], tag=0xA0)
    signature = der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, der.sequence(*body)))
    verdict = check(signature, pki)
    expect(verdict, {SIGNATURE: NO}, Headline.INVALID)
    assert "signingCertificate" in verdict.facts[SIGNATURE].reason


def test_a_certificate_left_out_is_taken_from_the_store(pki: Pki) -> None:
    signature = craft(pki.person, attributes=plain_attributes(), enclosed=[])
    known = TrustStore(
        [pki.root.certificate], [pki.sub.certificate, pki.person.certificate], [pki.root_crl, pki.sub_crl]
    )
    verdict = check(signature, pki, store=known)
    expect(verdict, {}, Headline.VALID)
    assert "хранилища" in verdict.facts[SIGNATURE].source


def test_qualification_is_refused_only_when_clear(pki: Pki) -> None:
    plain = issue(person(), pki.sub, certificates.NON_QUALIFIED)
    fact = check(pki.sign(by=plain), pki).facts[QUALIFICATION]
    assert (fact.answer, "не квалифицированный" in fact.reason) == (NO, True)
    partial = issue(
        person(),
        pki.sub,
        certificates.Profile(
            key_usage=certificates.QUALIFIED.key_usage, policies=certificates.QUALIFIED.policies
        ),
    )
    fact = check(pki.sign(by=partial), pki).facts[QUALIFICATION]
    assert (fact.answer, "subjectSignTool" in fact.reason) == (UNKNOWN, True)


# -- chain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "words"), [(400, "истёк"), (-40, "ещё не действовал")])
def test_outside_the_validity_period(days: int, words: str, pki: Pki) -> None:
    at = NOW + days * DAY
    lists = [crl(ca, this_update=at - DAY, next_update=at + DAY) for ca in (pki.root, pki.sub)]
    verdict = check(pki.sign(at=at), pki, at=at, store=pki.store_with(*lists))
    forgotten = {REVOCATION: UNKNOWN} if days > 0 else {}  # expired certificates leave the lists
    expect(verdict, {CHAIN: NO} | forgotten, Headline.INVALID)
    assert words in verdict.facts[CHAIN].reason


def test_an_expired_intermediate_breaks_the_chain(pki: Pki) -> None:
    name = pki.sub.certificate.subject
    sub = issue(name, pki.root, certificates.INTERMEDIATE, not_after=NOW - DAY)
    holder = issue(person(), sub, certificates.QUALIFIED)
    store = TrustStore([pki.root.certificate], [sub.certificate], [pki.root_crl, crl(sub)])
    verdict = check(pki.sign(by=holder), pki, store=store)
    expect(verdict, {CHAIN: NO}, Headline.INVALID)
    assert "«Тестовый УЦ» истёк" in verdict.facts[CHAIN].reason


def test_a_missing_intermediate_is_undetermined_unless_enclosed(pki: Pki) -> None:
    store = TrustStore([pki.root.certificate], [], [pki.root_crl, pki.sub_crl])
    verdict = check(pki.sign(), pki, store=store)
    expect(verdict, {CHAIN: UNKNOWN, REVOCATION: UNKNOWN}, Headline.UNDETERMINED)
    assert "«Тестовый УЦ»" in verdict.facts[CHAIN].reason
    enclosed = sign_detached(
        CONTENT,
        key=pki.person.key,
        certificate=pki.person.certificate,
        chain=[pki.sub.certificate],
        at=NOW,
    )
    expect(check(enclosed, pki, store=store), {}, Headline.VALID)


def test_an_enclosed_root_is_not_trusted(pki: Pki) -> None:
    """A forger's whole PKI under the names of the real one, enclosed in the file."""
    root = issue(pki.root.certificate.subject, None, certificates.ROOT)
    sub = issue(pki.sub.certificate.subject, root, certificates.INTERMEDIATE)
    holder = issue(pki.person.certificate.subject, sub, certificates.QUALIFIED)
    signature = craft(
        holder,
        attributes=plain_attributes(),
        enclosed=[item.certificate.raw for item in (holder, sub, root)],
        lists=[crl(root), crl(sub)],
    )
    verdict = check(signature, pki)
    expect(verdict, {CHAIN: NO, REVOCATION: UNKNOWN}, Headline.INVALID)
    assert "нет среди доверенных" in verdict.facts[CHAIN].reason


def test_an_issuer_of_the_same_name_and_another_key_is_not_the_issuer(pki: Pki) -> None:
    other = issue(pki.sub.certificate.subject, pki.root, certificates.INTERMEDIATE)
    holder = issue(person(), other, certificates.QUALIFIED)
    verdict = check(pki.sign(by=holder), pki)
    expect(verdict, {CHAIN: UNKNOWN, REVOCATION: UNKNOWN}, Headline.UNDETERMINED)


def test_a_forged_certificate_is_refuted(pki: Pki) -> None:
    """One digit of the owner's ИНН changed: the CA's signature no longer holds."""
    raw = pki.person.certificate.raw
    forged = certificates.Certificate.parse(raw.replace(b"500100732259", b"500100732258"))
    signature = craft(
        type(pki.person)(pki.person.key, forged), attributes=plain_attributes(), enclosed=[forged.raw]
    )
    verdict = check(signature, pki)
    expect(verdict, {CHAIN: NO, REVOCATION: UNKNOWN}, Headline.INVALID)
    assert "подделан" in verdict.facts[CHAIN].reason


def test_a_person_cannot_issue_certificates(pki: Pki) -> None:
    victim = issue(person("Жертвин"), pki.person, certificates.QUALIFIED)
    store = TrustStore(
        [pki.root.certificate],
        [pki.sub.certificate, pki.person.certificate],
        [pki.root_crl, pki.sub_crl],
    )
    verdict = check(pki.sign(by=victim), pki, store=store)
    assert verdict.facts[CHAIN].answer is NO
    assert "не даёт права выпускать" in verdict.facts[CHAIN].reason


@pytest.mark.parametrize(
    ("ca", "usage"),
    [(False, certificates.KeyUsage.KEY_CERT_SIGN), (True, certificates.KeyUsage.CRL_SIGN)],
    ids=["not a CA", "no keyCertSign"],
)
def test_both_marks_of_an_authority_are_required(ca: bool, usage: certificates.KeyUsage, pki: Pki) -> None:
    profile = certificates.Profile(key_usage=frozenset({usage, certificates.KeyUsage.CRL_SIGN}), ca=ca)
    issuer = issue(person("Недо-УЦ"), pki.root, profile)
    holder = issue(person(), issuer, certificates.QUALIFIED)
    store = TrustStore([pki.root.certificate], [issuer.certificate], [pki.root_crl, crl(issuer)])
    expect(check(pki.sign(by=holder), pki, store=store), {CHAIN: NO}, Headline.INVALID)


def test_the_path_is_no_longer_than_allowed(pki: Pki) -> None:
    below = issue(person("Подчинённый УЦ"), pki.sub, certificates.INTERMEDIATE)
    holder = issue(person(), below, certificates.QUALIFIED)
    lists = [pki.root_crl, pki.sub_crl, crl(below)]
    store = TrustStore([pki.root.certificate], [pki.sub.certificate, below.certificate], lists)
    verdict = check(pki.sign(by=holder), pki, store=store)
    expect(verdict, {CHAIN: NO}, Headline.INVALID)
    assert "длиннее" in verdict.facts[CHAIN].reason


def test_a_key_not_meant_for_signing(pki: Pki) -> None:
    usage = frozenset({certificates.KeyUsage.KEY_ENCIPHERMENT})
    holder = issue(person(), pki.sub, certificates.Profile(key_usage=usage))
    verdict = check(pki.sign(by=holder), pki)
    expect(verdict, {CHAIN: NO}, Headline.INVALID)
    assert "не предназначен" in verdict.facts[CHAIN].reason


class _Odd(certificates.Profile):
    def extensions(self) -> list[bytes]:
        return [*super().extensions(), certificates.extension("1.2.3.4", der.null(), critical=True)]


def test_an_unknown_critical_extension_is_undetermined(pki: Pki) -> None:
    holder = issue(person(), pki.sub, _Odd(key_usage=certificates.QUALIFIED.key_usage))
    verdict = check(pki.sign(by=holder), pki)
    expect(verdict, {CHAIN: UNKNOWN}, Headline.UNDETERMINED)
    assert "1.2.3.4" in verdict.facts[CHAIN].reason


def _look_alikes(pki: Pki) -> list[bytes]:
    """Copies of the CA's certificate with other numbers: its name and key, but not the root's signature."""
    real = pki.sub.certificate
    number = der.integer(real.serial)
    copies = [real.raw.replace(number, number[:-1] + bytes([last]), 1) for last in range(100)]
    return [copy for copy in copies if copy != real.raw]


def test_look_alike_issuers_do_not_hide_the_real_one(pki: Pki) -> None:
    odd = issue(person(), pki.sub, _Odd(key_usage=certificates.QUALIFIED.key_usage))
    for holder, changed in ((pki.person, {}), (odd, {CHAIN: UNKNOWN})):
        enclosed = [*_look_alikes(pki), holder.certificate.raw]
        signature = craft(holder, attributes=plain_attributes(), enclosed=enclosed)
        expect(check(signature, pki), changed, Headline.UNDETERMINED if changed else Headline.VALID)


def test_look_alike_issuers_do_not_exhaust_the_checker(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    enclosed = [*_look_alikes(pki), pki.person.certificate.raw]
    signature = craft(pki.person, attributes=plain_attributes(), enclosed=enclosed)
    tried: list[bytes] = []
    genuine = certificates.Certificate.verify_signed_by

    def counted(self: certificates.Certificate, issuer: certificates.Certificate) -> bool:
        tried.append(issuer.raw)
        return genuine(self, issuer)

    monkeypatch.setattr(certificates.Certificate, "verify_signed_by", counted)
    verdict = check(signature, pki, store=TrustStore([pki.root.certificate]))
    assert verdict.facts[CHAIN].answer is not YES
    assert len(tried) <= 60


def test_authorities_that_certify_each_other_end_the_walk(pki: Pki) -> None:
    one = issue(person("УЦ-1"), None, certificates.ROOT)
    two = issue(person("УЦ-2"), one, certificates.ROOT)
    back = certificates.Certificate.parse(
        certificates.issue_certificate(
            subject=one.certificate.subject,
            public_key=one.key.point,
            curve=one.key.curve,
            issuer_key=two.key,
            issuer_cert=two.certificate,
            serial=5,
            not_before=NOW - DAY,
            not_after=NOW + DAY,
            profile=certificates.ROOT,
        )
    )
    holder = issue(person(), two, certificates.QUALIFIED)
    store = TrustStore([pki.root.certificate], [two.certificate, back])
    verdict = check(pki.sign(by=holder), pki, store=store)
    assert verdict.facts[CHAIN].answer is not YES


# -- revocation ------------------------------------------------------------------------------------


def test_revoked_before_the_moment(pki: Pki) -> None:
    fact = revocation(pki, Revocation(pki.person.certificate.serial, NOW - DAY, Reason.KEY_COMPROMISE))
    assert fact.answer is NO
    assert "компрометация ключа" in fact.reason
    assert fact.source.startswith("CRL «Тестовый УЦ» № 7")


def test_revoked_after_the_moment_is_said_but_does_not_count(pki: Pki) -> None:
    entry = Revocation(pki.person.certificate.serial, NOW + DAY)
    fact = revocation(pki, entry, this_update=NOW + 2 * DAY, next_update=NOW + 3 * DAY)
    assert fact.answer is YES
    assert "ещё не был отозван" in fact.reason


def test_a_suspended_certificate_is_revoked_while_the_list_is_in_force(pki: Pki) -> None:
    entry = Revocation(pki.person.certificate.serial, NOW - 9 * DAY, Reason.CERTIFICATE_HOLD)
    assert revocation(pki, entry).answer is NO
    old = {"this_update": NOW - 8 * DAY, "next_update": NOW - DAY}
    assert revocation(pki, entry, **old).answer is UNKNOWN


def test_an_old_list_still_proves_a_revocation_but_not_its_absence(pki: Pki) -> None:
    old = {"this_update": NOW - 8 * DAY, "next_update": NOW - DAY}
    assert revocation(pki, Revocation(pki.person.certificate.serial, NOW - 9 * DAY), **old).answer is NO
    fact = revocation(pki, **old)
    assert fact.answer is UNKNOWN
    assert "не действует" in fact.reason


def test_a_later_list_tells_the_earlier_state_while_the_certificate_lives(pki: Pki) -> None:
    assert revocation(pki, this_update=NOW + 2 * DAY, next_update=NOW + 3 * DAY).answer is YES
    gone = {"this_update": NOW + 301 * DAY, "next_update": NOW + 302 * DAY}  # expired ones leave the lists
    assert revocation(pki, **gone).answer is UNKNOWN
    assert revocation(pki, Revocation(pki.person.certificate.serial, NOW + DAY), **gone).answer is YES


def test_the_newest_list_in_force_decides(pki: Pki) -> None:
    held = Revocation(pki.person.certificate.serial, NOW - 2 * DAY, Reason.CERTIFICATE_HOLD)
    lists = [crl(pki.sub, [held], this_update=NOW - 2 * DAY), crl(pki.sub)]
    for order in (lists, lists[::-1]):
        verdict = check(pki.sign(), pki, store=pki.store_with(pki.root_crl, *order))
        expect(verdict, {}, Headline.VALID)


@pytest.mark.parametrize("present", ["root", "sub"])
def test_every_certificate_but_the_root_needs_its_list(present: str, pki: Pki) -> None:
    listed = pki.root_crl if present == "root" else pki.sub_crl
    verdict = check(pki.sign(), pki, store=pki.store_with(listed))
    expect(verdict, {REVOCATION: UNKNOWN}, Headline.UNDETERMINED)
    absent = "Тестовый УЦ" if present == "root" else "Тестовый корень"
    assert f"нет списка отозванных УЦ «{absent}»" in verdict.facts[REVOCATION].reason


def test_a_revoked_intermediate_counts(pki: Pki) -> None:
    entry = Revocation(pki.sub.certificate.serial, NOW - DAY, Reason.CA_COMPROMISE)
    verdict = check(pki.sign(), pki, store=pki.store_with(crl(pki.root, [entry]), pki.sub_crl))
    expect(verdict, {REVOCATION: NO}, Headline.INVALID)


def test_a_list_by_another_key_is_not_used(pki: Pki) -> None:
    impostor = issue(pki.sub.certificate.subject, pki.root, certificates.INTERMEDIATE)
    verdict = check(pki.sign(), pki, store=pki.store_with(pki.root_crl, crl(impostor)))
    expect(verdict, {REVOCATION: UNKNOWN}, Headline.UNDETERMINED)


def test_lists_enclosed_in_the_signature_are_used(pki: Pki) -> None:
    signature = craft(pki.person, attributes=plain_attributes(), lists=[pki.sub_crl, pki.root_crl])
    expect(check(signature, pki, store=pki.store_with()), {}, Headline.VALID)


def test_a_broken_list_leaves_revocation_undetermined(pki: Pki) -> None:
    """Signed by the CA, but its entry is not one: found only when the number is met."""
    serial = der.integer(pki.person.certificate.serial)
    good = crl(pki.sub, [Revocation(pki.person.certificate.serial, NOW)])
    entry = der.sequence(serial, der.time(NOW))
    assert entry in good.tbs
    tbs = good.tbs.replace(entry, der.sequence(serial, b"\x17\x0d" + b"x" * 13))
    broken = Crl.parse(certificates.signed(pki.sub.key, tbs))
    verdict = check(pki.sign(), pki, store=pki.store_with(pki.root_crl, broken))
    expect(verdict, {REVOCATION: UNKNOWN}, Headline.UNDETERMINED)
    assert "испорчен" in verdict.facts[REVOCATION].reason


# -- time and notes --------------------------------------------------------------------------------


def test_the_source_of_the_moment_is_recorded(pki: Pki) -> None:
    (verdict,) = verify_signature(
        pki.sign(), content=CONTENT, store=pki.store, at=NOW, time_source="время получения"
    )
    fact = verdict.facts[FactName.TIME]
    assert (fact.answer, fact.source) == (YES, "время получения")
    assert "не подтверждено" in fact.reason
    assert verdict.at == NOW


def test_an_absurd_claimed_time_is_noted(pki: Pki) -> None:
    verdict = check(pki.sign(at=NOW + 3650 * DAY), pki)
    expect(verdict, {}, Headline.VALID)
    assert any("в будущем" in note for note in verdict.notes)
    assert any("вне срока действия" in note for note in verdict.notes)


def test_an_unreadable_time_stamp_is_refused(pki: Pki) -> None:
    stamp = der.sequence(der.oid(oids.SIGNATURE_TIME_STAMP), der.set_of([der.null()]))
    verdict = check(craft(pki.person, attributes=plain_attributes(), unsigned=[stamp]), pki)
    expect(verdict, {FactName.TIME: NO}, Headline.INVALID)
    assert "Штамп времени подписи не читается" in verdict.facts[FactName.TIME].reason


def test_questions_put_wrongly_are_errors(pki: Pki) -> None:
    with pytest.raises(ValueError, match="часового пояса"):
        verify_signature(pki.sign(), content=CONTENT, store=pki.store, at=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="либо"):
        verify_signature(pki.sign(), content=CONTENT, digest={}, store=pki.store, at=NOW)
