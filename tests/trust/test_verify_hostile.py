"""Signature files made to mislead or to exhaust: no verdict better than deserved, no work without end."""

from __future__ import annotations

import itertools
import tracemalloc
from datetime import datetime, timedelta

import pytest
from cades_kit import Stamper, authority, verdict_on
from path_kit import (
    address,
    alternatives,
    certify,
    chain_of,
    directory,
    dns,
    expect,
    limits,
    mailbox,
    name,
    usage,
)
from path_kit import authority as ca
from trust_kit import CONTENT, DAY, NOW, Pki, craft, crl, issue, person, plain_attributes

from paraph.trust import cades_parties, cades_stamps, cms, der, oids, signature_facts, tsp
from paraph.trust import certificate as certificates
from paraph.trust.cades_imprints import signature_imprint
from paraph.trust.cades_parties import parties
from paraph.trust.cades_signing import append_unsigned, sign_attached
from paraph.trust.cms import Level, parse_signed_data
from paraph.trust.extensions import KeyUsage
from paraph.trust.keys import digest as compute_digest
from paraph.trust.verdict import Answer, FactName, Headline
from paraph.trust.verify import verify_signature

YES, NO, UNDETERMINED = Answer.YES, Answer.NO, Answer.UNDETERMINED


@pytest.fixture(scope="module")
def stamper(pki: Pki) -> Stamper:
    return Stamper(authority(pki))


def stamped(signature: bytes, stamper: Stamper, at: datetime) -> bytes:
    """The signature with one more time-stamp, of the given moment."""
    signer = parse_signed_data(signature).signers[0]
    stamper.at = at
    request = tsp.Request(oids.STREEBOG_256, signature_imprint(signer, oids.STREEBOG_256))
    token = tsp.parse_response(stamper(request), request)
    return append_unsigned(signature, 0, oids.SIGNATURE_TIME_STAMP, token.raw)


def with_stamps(pki: Pki, *attributes: list[bytes]) -> bytes:
    unsigned = [der.sequence(der.oid(oids.SIGNATURE_TIME_STAMP), der.set_of(values)) for values in attributes]
    return craft(pki.person, attributes=plain_attributes(), unsigned=unsigned)


# -- time moved by stamps ----------------------------------------------------------------------------------


def test_a_stamp_of_the_future_makes_no_certificate_valid_before_its_time(pki: Pki, stamper: Stamper) -> None:
    later = NOW + 60 * DAY
    early = issue(person(), pki.sub, certificates.QUALIFIED, not_before=NOW + 30 * DAY)
    lists = (crl(pki.root, next_update=later + DAY), crl(pki.sub, next_update=later + DAY))
    signature = stamped(pki.sign(by=early), stamper, later)
    verdict = verdict_on(pki, signature, store=pki.store_with(*lists))
    assert verdict.at == NOW
    assert verdict.headline is Headline.INVALID
    assert (verdict.level, verdict.declared_level) == (Level.BES, Level.T)
    (check,) = verdict.facts[FactName.TIME].checks
    assert check.answer is UNDETERMINED
    assert "позже" in check.reason
    # The same stamp is good once its time has come.
    assert verdict_on(pki, signature, store=pki.store_with(*lists), at=later).headline is Headline.VALID


def test_of_two_stamps_the_earliest_that_holds_decides_and_a_clock_may_be_a_little_ahead(
    pki: Pki, stamper: Stamper
) -> None:
    ahead = NOW + timedelta(minutes=2)
    signature = stamped(pki.sign(), stamper, ahead)
    assert verdict_on(pki, signature).at == ahead
    signature = stamped(stamped(signature, stamper, NOW + 60 * DAY), stamper, NOW - timedelta(hours=1))
    assert verdict_on(pki, signature).at == NOW - timedelta(hours=1)


def test_a_stamp_by_no_time_stamping_authority_moves_nothing(pki: Pki) -> None:
    """Any holder of a certificate under a trusted root can sign a token of any date."""
    verdict = verdict_on(pki, stamped(pki.sign(), Stamper(pki.head), NOW - 20 * DAY))
    assert verdict.at == NOW
    assert verdict.level == Level.BES


# -- names a CA may certify -------------------------------------------------------------------------------

ROOT = ca("Корень ограниченных", None)


@pytest.mark.parametrize(
    "names",
    [
        [address("http://a.invalid/"), dns("secret.invalid")],
        [dns("secret.invalid"), address("http://a.invalid/")],
    ],
)
def test_a_name_of_unknown_form_hides_no_forbidden_one(names: list[bytes]) -> None:
    """The limit is not critical, so names it cannot compare are let through; the others are not."""
    bound = limits([address("a.invalid")], [dns("secret.invalid")], critical=False)
    limited = ca("Ограниченный УЦ", ROOT, bound)
    leaf = certify(name("Обходчик"), limited, usage({KeyUsage.DIGITAL_SIGNATURE}), alternatives(*names))
    expect(chain_of(leaf, ROOT, limited), "chain.name-constraints", NO)


def test_names_too_many_to_compare_are_not_let_through() -> None:
    bases = [directory(name(f"Чужой {number}")) for number in range(400)]
    limited = ca("Многословный УЦ", ROOT, limits((), bases, critical=False))
    many = alternatives(*(directory(name(f"Свой {number}")) for number in range(300)))
    leaf = certify(name("Чужой 7"), limited, usage({KeyUsage.DIGITAL_SIGNATURE}), many)
    expect(chain_of(leaf, ROOT, limited), "chain.name-constraints", UNDETERMINED)


@pytest.mark.parametrize(
    "written",
    [
        "ООО Секрет",
        "ооо  СЕКРЕТ",
        "ООО\u00a0Секрет",
        "ООО\u200b Секрет",
        "ООО Сек\u00adрет",
        "ООО Секрет\ufeff",
    ],
)
def test_a_forbidden_name_written_another_way_is_the_same_name(written: str) -> None:
    """RFC 5280 cl. 7.1, RFC 4518: what cannot be seen makes no other name."""
    bound = limits((), [directory(name("Секрет", organization="ООО Секрет"))])
    limited = ca("УЦ без секретов", ROOT, bound)
    leaf = certify(name("Секрет", organization=written), limited, usage({KeyUsage.DIGITAL_SIGNATURE}))
    expect(chain_of(leaf, ROOT, limited), "chain.name-constraints", NO)


@pytest.mark.parametrize("address", ["a@secret.invalid", "a@SECRET.invalid", "a@secret.invalid."])
def test_a_forbidden_host_written_another_way_is_the_same_host(address: str) -> None:
    limited = ca("УЦ без адресов", ROOT, limits((), [mailbox("secret.invalid")]))
    leaf = certify(name("Адресат", email=address), limited, usage({KeyUsage.DIGITAL_SIGNATURE}))
    expect(chain_of(leaf, ROOT, limited), "chain.name-constraints", NO)


# -- work without end -------------------------------------------------------------------------------------


def test_stamps_beyond_reason_are_not_looked_at(
    pki: Pki, stamper: Stamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = itertools.count()
    genuine = cades_stamps.verify_token

    def counted(*arguments, **options):
        next(looked)
        return genuine(*arguments, **options)

    monkeypatch.setattr(cades_stamps, "verify_token", counted)
    token = tsp.parse_response(stamper(request := tsp.Request(oids.STREEBOG_256, b"\1" * 32)), request).raw
    deep = append_unsigned(token, 0, oids.SIGNATURE_TIME_STAMP, token)
    signature = with_stamps(pki, *([deep] * 90 for _ in range(4)))
    verdict = verdict_on(pki, signature)
    assert next(looked) <= 100
    assert "больше допустимого" in str([check.reason for check in verdict.facts[FactName.TIME].checks])
    assert verdict.headline is Headline.INVALID


def test_authorities_of_stamps_are_not_looked_for_without_end(
    pki: Pki, stamper: Stamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = itertools.count()
    genuine = tsp.Token.parse
    request = tsp.Request(oids.STREEBOG_256, b"\1" * 32)
    token = tsp.parse_response(stamper(request), request).raw

    class Counted:
        @staticmethod
        def parse(value: bytes) -> tsp.Token:
            next(read)
            return genuine(value)

    monkeypatch.setattr(cades_parties, "Token", Counted)
    found = parties(with_stamps(pki, *([token] * 90 for _ in range(4))), pki.store)
    assert [party.certificate for party in found] == [pki.person.certificate, stamper.holder.certificate]
    assert next(read) <= 100


def test_content_is_digested_once_however_many_signed_it(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file, a hundred signatures: the size of the content must not be multiplied by them."""
    signature = sign_attached(CONTENT, key=pki.person.key, certificate=pki.person.certificate, at=NOW)
    data = parse_signed_data(signature)
    many = _with_signers(signature, [_signer_info(signature)] * 50)
    digested: list[str] = []
    genuine = compute_digest

    def counted(oid: str, content: bytes) -> bytes:
        digested.extend([oid] * (content == data.content))
        return genuine(oid, content)

    for module in (cms, signature_facts):
        monkeypatch.setattr(module, "compute_digest", counted)
    verdicts = verify_signature(many, store=pki.store, at=NOW)
    assert [verdict.headline for verdict in verdicts] == [Headline.VALID] * 50
    assert digested == [oids.STREEBOG_256]


def _signer_info(signature: bytes) -> bytes:
    fields = list(der.read(list(list(der.read(signature))[1])[0].raw))
    return next(iter(fields[-1])).raw


def _with_signers(signature: bytes, signers: list[bytes]) -> bytes:
    kind, tagged = der.read(signature)
    fields = list(next(iter(tagged)))
    together = b"".join(signers)
    body = der.sequence(*(field.raw for field in fields[:-1]), der.encode(der.SET, together))
    return der.sequence(kind.raw, der.explicit(0, body))


def test_a_large_attribute_is_not_copied_for_each_of_its_values(pki: Pki, stamper: Stamper) -> None:
    token = tsp.parse_response(stamper(request := tsp.Request(oids.STREEBOG_256, b"\1" * 32)), request).raw
    large = append_unsigned(token, 0, "1.2.3.4", der.octet_string(bytes(1_000_000)))
    signature = with_stamps(pki, [large, *[token] * 60])
    tracemalloc.start()
    try:
        verdict_on(pki, signature)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * len(signature)
