"""Certificates: the КЭП profile read back as written, oddities tolerated, forgeries not."""

from __future__ import annotations

import pytest
from trust_kit import CRL_URL, CRYPTOPRO_A, DAY, NOW, Pki, head, issue, person

from paraph.gost import CURVES
from paraph.trust import certificate as certificates
from paraph.trust import der, oids
from paraph.trust.certificate import Certificate, issue_certificate, load_certificates
from paraph.trust.der import DerError
from paraph.trust.extensions import KeyUsage, extension, parse_extensions
from paraph.trust.keys import PublicKey, UnsupportedAlgorithm
from paraph.trust.names import Name, organization_subject, person_subject


def test_a_heads_certificate_says_who_signs(pki: Pki) -> None:
    info = pki.head.certificate.signer_info()
    assert (info.full_name, info.title) == ("Тестов Тест Тестович", "Генеральный директор")
    assert (info.organization, info.inn_le, info.ogrn) == ("ООО ТЕСТ ПРОДАВЕЦ", "7731376812", "1026605606620")
    assert (info.inn, info.snils, info.ogrnip) == ("500100732259", "11223344595", "")
    assert info.issuer == "Тестовый УЦ"
    assert info.algorithm == "ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A"
    assert info.serial == pki.head.certificate.serial_hex
    assert len(info.fingerprint) == 64


def test_an_entrepreneurs_certificate_has_ogrnip(pki: Pki) -> None:
    subject = person_subject(
        surname="Иванов", given_name="Иван", inn="500100732259", snils="11223344595", ogrnip="304500116000157"
    )
    info = issue(subject, pki.sub, certificates.QUALIFIED).certificate.signer_info()
    assert (info.ogrnip, info.full_name, info.organization) == ("304500116000157", "Иванов Иван", "")


def test_the_old_form_of_a_companys_inn_is_understood(pki: Pki) -> None:
    subject = Name.build([(oids.ORGANIZATION, "ООО"), (oids.INN, "007731376812"), (oids.COMMON_NAME, "ООО")])
    info = issue(subject, pki.sub, certificates.QUALIFIED).certificate.signer_info()
    assert (info.inn, info.inn_le, info.full_name) == ("", "7731376812", "")


def test_a_persons_name_may_stand_in_the_common_name_alone(pki: Pki) -> None:
    subject = Name.build([(oids.COMMON_NAME, "Петров Пётр"), (oids.SNILS, "112-233-445 95")][:1])
    assert (
        issue(subject, pki.sub, certificates.QUALIFIED).certificate.signer_info().full_name == "Петров Пётр"
    )


def test_every_extension_of_the_profile_is_read_back(pki: Pki) -> None:
    holder = issue(
        head(),
        pki.sub,
        certificates.QUALIFIED,
        ca_issuer_urls=["http://a.test.invalid/ca.crt"],
        ocsp_urls=["http://b.test.invalid/ocsp"],
        crl_urls=[CRL_URL, "http://c.test.invalid/2.crl"],
    )
    extensions = holder.certificate.extensions
    assert extensions.crl_urls == (CRL_URL, "http://c.test.invalid/2.crl")
    assert extensions.ca_issuer_urls == ("http://a.test.invalid/ca.crt",)
    assert extensions.ocsp_urls == ("http://b.test.invalid/ocsp",)
    assert extensions.policies == ("1.2.643.100.113.1", "1.2.643.100.113.2")
    assert extensions.subject_sign_tool == certificates.TEST_SIGN_TOOL
    assert extensions.issuer_sign_tool == certificates.TEST_ISSUER_SIGN_TOOL
    assert extensions.identification_kind == 0
    assert not extensions.is_ca
    assert extensions.key_usage is not None
    assert extensions.key_usage >= {KeyUsage.DIGITAL_SIGNATURE, KeyUsage.NON_REPUDIATION}
    assert extensions.extended_key_usage == {oids.EKU_CLIENT_AUTH, oids.EKU_EMAIL}
    assert extensions.authority_key_id == pki.sub.certificate.extensions.subject_key_id
    assert extensions.unknown_critical == extensions.unreadable == ()


def test_service_certificates_carry_their_purpose(pki: Pki) -> None:
    name = organization_subject(common_name="Служба", organization="ООО")
    stamp = issue(name, pki.sub, certificates.TSA).certificate.extensions
    status = issue(name, pki.sub, certificates.OCSP_RESPONDER).certificate.extensions
    assert stamp.extended_key_usage == {oids.EKU_TIME_STAMPING}
    assert status.extended_key_usage == {oids.EKU_OCSP_SIGNING}
    assert oids.OCSP_NO_CHECK in status.values


def test_only_the_real_issuer_signed(pki: Pki) -> None:
    leaf, sub, root = pki.person.certificate, pki.sub.certificate, pki.root.certificate
    assert leaf.verify_signed_by(sub)
    assert sub.verify_signed_by(root)
    assert root.verify_signed_by(root)
    assert not leaf.verify_signed_by(root)  # a 512-bit key cannot have made a 256-bit signature
    at = leaf.raw.index(leaf.tbs) + leaf.tbs.index(b"\x12\x0c500100732259") + 2
    forged = Certificate.parse(leaf.raw[:at] + b"6" + leaf.raw[at + 1 :])
    assert forged.signer_info().inn == "600100732259"
    assert not forged.verify_signed_by(sub)


def test_a_certificate_is_found_in_der_pem_and_bundles(pki: Pki) -> None:
    leaf, sub = pki.person.certificate, pki.sub.certificate
    assert load_certificates(leaf.raw) == [leaf]
    assert load_certificates(leaf.pem()) == [leaf]
    assert load_certificates(b"text\n" + leaf.pem().replace(b"\n", b"\r\n") + sub.pem()) == [leaf, sub]
    for junk in (b"", b"text", b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----", leaf.raw[:-1]):
        with pytest.raises(DerError):
            load_certificates(junk)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (der.encode(der.BMP_STRING, "Ромашка".encode("utf-16-be")), "Ромашка"),
        (der.sequence(der.utf8("Москва"), der.utf8("Тверская, 1")), "Москва, Тверская, 1"),  # postalAddress
        (der.integer(5), "#020105"),
        (der.encode(der.UTF8_STRING, b"\xd0"), "\ufffd"),
    ],
)
def test_odd_names_are_shown_and_keep_their_bytes(value: bytes, shown: str) -> None:
    raw = der.sequence(der.set_of([der.sequence(der.oid("2.5.4.16"), value)]))
    name = Name.parse(der.read(raw))
    assert name.raw == raw
    assert name.get("2.5.4.16") == shown
    assert str(name) == "2.5.4.16=" + shown.replace(",", "\\,").replace("#", "\\#")


def test_names_are_displayed_with_escapes() -> None:
    name = Name.build([(oids.COUNTRY, "RU"), (oids.ORGANIZATION, ' ООО "А, Б" ')])
    assert str(name) == 'O=\\ ООО \\"А\\, Б\\"\\ ,C=RU'


def test_a_key_of_an_unknown_curve_is_kept_but_proves_nothing(pki: Pki) -> None:
    spki = pki.sub.certificate.public_key.raw
    curve = der.oid(CRYPTOPRO_A.oid)
    key = PublicKey.parse(der.read(spki.replace(curve, curve[:-1] + b"\x70")))
    assert (key.curve, key.point) == (None, None)
    leaf = pki.person.certificate
    with pytest.raises(UnsupportedAlgorithm):
        key.verifies(leaf.tbs, leaf.signature, leaf.signature_algorithm)


def test_a_point_off_the_curve_is_refused(pki: Pki) -> None:
    spki = pki.sub.certificate.public_key.raw
    with pytest.raises(DerError, match="кривой"):
        PublicKey.parse(der.read(spki[:-1] + bytes([spki[-1] ^ 1])))


def test_a_key_larger_than_its_algorithm_is_refused() -> None:
    curve = CURVES["1.2.643.7.1.2.1.2.1"]
    spki = PublicKey.of(curve, (curve.x, curve.y)).raw
    declared = spki.replace(der.oid(oids.GOST_2012_512), der.oid(oids.GOST_2012_256))
    with pytest.raises(DerError, match="размер"):
        PublicKey.parse(der.read(declared))


def test_a_repeated_extension_is_refused() -> None:
    one = extension(oids.KEY_USAGE, der.named_bits({0}), critical=True)
    with pytest.raises(DerError, match="повторяется"):
        parse_extensions(der.read(der.sequence(one, one)))


def test_an_unreadable_informational_extension_is_listed_and_a_decisive_one_refused() -> None:
    odd = extension(oids.SUBJECT_SIGN_TOOL, der.integer(1))
    assert parse_extensions(der.read(der.sequence(odd))).unreadable == (oids.SUBJECT_SIGN_TOOL,)
    with pytest.raises(DerError):
        parse_extensions(der.read(der.sequence(extension(oids.KEY_USAGE, der.integer(1)))))


@pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.title)
def test_digest_stands_beside_the_key_only_where_rfc_9215_wants_it(curve, pki: Pki) -> None:
    spki = PublicKey.of(curve, (curve.x, curve.y)).raw
    assert (der.oid(oids.STREEBOG_256) in spki) is curve.oid.startswith(("1.2.643.2.2.35", "1.2.643.2.2.36"))


def test_an_algorithm_named_twice_differently_is_noticed(pki: Pki) -> None:
    raw = pki.person.certificate.raw
    at = raw.rindex(der.oid(oids.SIGNATURE_256))
    odd = Certificate.parse(raw[:at] + der.oid(oids.SIGNATURE_512) + raw[at + 10 :])
    assert pki.person.certificate.algorithms_agree
    assert not odd.algorithms_agree
    assert not odd.verify_signed_by(pki.sub.certificate)


@pytest.mark.parametrize(
    "options",
    [{"serial": 0}, {"serial": 1 << 159}, {"not_before": NOW.replace(tzinfo=None)}],
    ids=["zero", "long", "naive"],
)
def test_impossible_certificates_are_not_issued(options: dict[str, object], pki: Pki) -> None:
    arguments = {"serial": 1, "not_before": NOW, "not_after": NOW + DAY} | options
    with pytest.raises(ValueError, match="сертификата"):
        issue_certificate(
            subject=person(),
            public_key=pki.person.key.point,
            curve=CRYPTOPRO_A,
            issuer_key=pki.sub.key,
            issuer_cert=pki.sub.certificate,
            profile=certificates.QUALIFIED,
            **arguments,
        )
