"""Lists of revoked certificates: entries, scope, signatures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trust_kit import CONTENT, CRL_URL, DAY, NOW, Holder, Pki, crl

from paraph.trust import der, oids
from paraph.trust.certificate import to_pem
from paraph.trust.crl import Crl, Reason, Revocation
from paraph.trust.crl_scope import ALL_REASONS, NO_REASONS
from paraph.trust.der import DerError
from paraph.trust.extensions import crl_distribution_points, extension
from paraph.trust.keys import signature_algorithm, signed
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature

_ENTRIES = [
    Revocation(1, NOW - DAY, Reason.KEY_COMPROMISE),
    Revocation(1 << 130, NOW - 2 * DAY),
    Revocation(0x020105, NOW, Reason.CERTIFICATE_HOLD),
]


def test_entries_are_found_by_serial(pki: Pki) -> None:
    listed = crl(pki.sub, _ENTRIES)
    assert list(listed) == _ENTRIES
    for entry in _ENTRIES:
        assert listed.find(entry.serial) == entry
    # The number 0x020105 holds the very bytes «02 01 05» that a search for the number 5 starts with.
    for absent in (5, 2, 77, 1 << 129):
        assert listed.find(absent) is None
    assert (listed.number, listed.this_update, listed.next_update) == (7, NOW - DAY, NOW + DAY)


def test_an_empty_list_has_no_entries(pki: Pki) -> None:
    assert list(pki.sub_crl) == []
    assert pki.sub_crl.find(1) is None


def test_pem_is_the_same_list(pki: Pki) -> None:
    assert Crl.parse(to_pem(pki.sub_crl.raw, "X509 CRL")) == pki.sub_crl
    with pytest.raises(DerError):
        Crl.parse(pki.person.certificate.pem())


def test_only_the_ca_signs_its_list(pki: Pki) -> None:
    listed = crl(pki.sub, _ENTRIES)
    assert listed.verify_signed_by(pki.sub.certificate)
    assert not listed.verify_signed_by(pki.root.certificate)
    at = listed.raw.index(der.time(NOW - DAY)) + 3
    forged = Crl.parse(listed.raw[:at] + b"9" + listed.raw[at + 1 :])
    assert not forged.verify_signed_by(pki.sub.certificate)
    assert not crl(pki.person).verify_signed_by(pki.person.certificate)  # no right to sign lists


def _narrowed(issuer: Holder, *extensions: bytes) -> Crl:
    tbs = der.sequence(
        der.integer(1),
        signature_algorithm(issuer.key),
        issuer.certificate.subject.raw,
        der.time(NOW - DAY),
        der.time(NOW + DAY),
        der.explicit(0, der.sequence(*extensions)),
    )
    return Crl.parse(signed(issuer.key, tbs))


def _scope(*parts: bytes) -> bytes:
    return extension(oids.ISSUING_DISTRIBUTION_POINT, der.sequence(*parts), critical=True)


def _address(url: str) -> bytes:
    point = der.read(crl_distribution_points([url])).only().only()
    return point.raw


@pytest.mark.parametrize(
    ("part", "covers"),
    [
        (_scope(der.implicit(1, der.boolean(True))), ALL_REASONS),  # users only
        (_scope(der.implicit(2, der.boolean(True))), NO_REASONS),  # authorities only
        (_scope(der.implicit(5, der.boolean(True))), NO_REASONS),  # attribute certificates only
        (_scope(der.implicit(4, der.boolean(True))), ALL_REASONS),  # indirect
        (_scope(der.implicit(3, der.named_bits({1}))), {1}),  # some reasons only
        (_scope(_address(CRL_URL)), ALL_REASONS),
        (_scope(_address("http://other.test.invalid/a.crl")), NO_REASONS),
        (extension("1.2.3.4", der.null(), critical=True), NO_REASONS),
        (extension("1.2.3.4", der.null()), ALL_REASONS),
    ],
)
def test_a_list_covers_only_what_it_says(part: bytes, covers: frozenset[int], pki: Pki) -> None:
    listed = _narrowed(pki.sub, part)
    assert listed.verify_signed_by(pki.sub.certificate)
    assert listed.reasons_for(pki.person.certificate) == covers
    assert not listed.reasons_for(pki.sub.certificate)  # issued by another CA


def test_lists_of_users_and_of_authorities_are_told_apart(pki: Pki) -> None:
    users, authorities = (_narrowed(pki.root, _scope(der.implicit(tag, der.boolean(True)))) for tag in (1, 2))
    assert users.reasons_for(pki.sub.certificate) == NO_REASONS
    assert authorities.reasons_for(pki.sub.certificate) == ALL_REASONS


def test_a_list_that_does_not_cover_the_certificate_does_not_clear_it(pki: Pki) -> None:
    partial = _narrowed(pki.sub, _scope(der.implicit(3, der.named_bits({1}))))
    (verdict,) = verify_signature(
        pki.sign(), content=CONTENT, store=pki.store_with(pki.root_crl, partial), at=NOW
    )
    assert verdict.facts[FactName.REVOCATION].answer is Answer.UNDETERMINED


def test_a_broken_entry_is_an_error_when_met(pki: Pki) -> None:
    listed = crl(pki.sub, _ENTRIES)
    broken = replace(listed, _entries=der.read(der.sequence(der.sequence(der.integer(5)))))
    with pytest.raises(DerError):
        broken.find(5)
