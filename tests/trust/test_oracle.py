"""OpenSSL with gost-engine accepts what we make, and we accept what it makes, in every parameter set."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from trust_kit import (
    CONTENT,
    DAY,
    NOW,
    PARAMSETS,
    Holder,
    OpenSSL,
    OpensslPki,
    Pki,
    crl,
    head,
    issue,
    person,
)

from paraph.gost import CURVES, streebog256
from paraph.trust import certificate as certificates
from paraph.trust import oids
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate, to_pem
from paraph.trust.cms import parse_signed_data
from paraph.trust.crl import Crl, Reason, Revocation
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Headline
from paraph.trust.verify import verify_signature

pytestmark = pytest.mark.openssl


@pytest.fixture(params=PARAMSETS, ids=lambda oid: CURVES[oid].title)
def own(request: pytest.FixtureRequest) -> tuple[Holder, Holder]:
    """A self-signed root and a person under it, both in one parameter set."""
    curve = CURVES[request.param]
    root = issue(person("Корень"), None, certificates.ROOT, curve=curve)
    return root, issue(
        person(), root, certificates.QUALIFIED, curve=curve, ocsp_urls=["http://o.test.invalid"]
    )


def test_openssl_accepts_our_certificates_crls_and_signatures(
    own: tuple[Holder, Holder], openssl: OpenSSL, tmp_path: Path
) -> None:
    root, leaf = own
    trusted, signature, content = tmp_path / "ca.pem", tmp_path / "x.sig", tmp_path / "x"
    entry = Revocation(5, NOW, Reason.KEY_COMPROMISE)
    trusted.write_bytes(root.certificate.pem() + to_pem(crl(root, [entry]).raw, "X509 CRL"))
    content.write_bytes(CONTENT)
    signature.write_bytes(sign_detached(CONTENT, key=leaf.key, certificate=leaf.certificate, at=NOW))
    verify = ("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature, "-content", content)
    done = openssl(*verify, "-CAfile", trusted, "-crl_check", "-x509_strict", "-out", tmp_path / "out")
    assert "CAdES Verification successful" in done.stderr
    content.write_bytes(CONTENT + b" ")
    openssl(*verify, "-CAfile", trusted, "-crl_check", "-out", tmp_path / "out", ok=False)


def test_openssl_honours_our_revocation(pki: Pki, openssl: OpenSSL, tmp_path: Path) -> None:
    entry = Revocation(pki.person.certificate.serial, NOW - DAY)
    lists = to_pem(pki.root_crl.raw, "X509 CRL") + to_pem(crl(pki.sub, [entry]).raw, "X509 CRL")
    chain = pki.root.certificate.pem() + pki.sub.certificate.pem()
    (tmp_path / "ca.pem").write_bytes(chain + lists)
    (tmp_path / "leaf.pem").write_bytes(pki.person.certificate.pem())
    done = openssl(
        *("verify", "-crl_check_all", "-CAfile", tmp_path / "ca.pem", tmp_path / "leaf.pem"), ok=False
    )
    assert "certificate revoked" in done.stderr
    (tmp_path / "leaf.pem").write_bytes(pki.head.certificate.pem())
    openssl("verify", "-crl_check_all", "-CAfile", tmp_path / "ca.pem", tmp_path / "leaf.pem")


def test_openssl_shows_the_profile_attributes(pki: Pki, openssl: OpenSSL, tmp_path: Path) -> None:
    holder = issue(head(), pki.sub, certificates.QUALIFIED, ca_issuer_urls=["http://pki.test.invalid/ca.crt"])
    (tmp_path / "c.pem").write_bytes(holder.certificate.pem())
    text = openssl("x509", "-in", tmp_path / "c.pem", "-noout", "-text", "-nameopt", "utf8").stdout
    for part in (
        "1.2.643.100.4=7731376812",
        "OGRN=1026605606620",
        "INN=500100732259",
        "SNILS=11223344595",
        "title=Генеральный директор",
        "Class of Signing Tool KC1",
        "Тестовое СКЗИ 1.0",
        "URI:http://pki.test.invalid/ca.crl",
        "CA Issuers - URI:http://pki.test.invalid/ca.crt",
        "Digital Signature, Non Repudiation",
    ):
        assert part in text


def _sign(pki: OpensslPki, openssl: OpenSSL, name: str, out: Path, *options: str) -> bytes:
    openssl(
        *("cms", "-sign", "-binary", "-in", pki.path("content"), "-outform", "DER", "-out", out),
        *("-signer", pki.path(f"{name}.crt"), "-inkey", pki.path(f"{name}.key"), *options),
    )
    return out.read_bytes()


@pytest.mark.parametrize("oid", PARAMSETS, ids=lambda oid: CURVES[oid].title)
def test_we_accept_what_openssl_made(
    oid: str, openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path: Path
) -> None:
    name = openssl_pki.signers[oid]
    certificate = openssl_pki.certificate(name)
    assert certificate.public_key.curve is not None
    assert certificate.public_key.curve.oid == oid
    signature = _sign(openssl_pki, openssl, name, tmp_path / "x.sig", "-cades")
    at = datetime.now(UTC)
    store = openssl_pki.store()
    verdict = verify_signature(signature, content=CONTENT, store=store, at=at)[0]
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.level == "CAdES-BES"
    assert verdict.claimed_time is not None
    assert abs(verdict.claimed_time - at) < timedelta(minutes=1)
    altered = verify_signature(signature, content=CONTENT + b" ", store=store, at=at)[0]
    assert altered.facts[FactName.INTACT].answer is Answer.NO
    assert altered.facts[FactName.SIGNATURE].answer is Answer.YES


@pytest.mark.parametrize(
    ("options", "level"),
    [
        (("-nodetach",), "CMS"),
        (("-nodetach", "-stream"), "CMS"),  # BER: indefinite lengths, constructed OCTET STRING
        (("-noattr",), "CMS"),
        (("-keyid",), "CMS"),
        (("-cades", "-keyid", "-nodetach"), "CAdES-BES"),
        (("-nosmimecap",), "CMS"),
    ],
    ids=" ".join,
)
def test_we_accept_every_shape_openssl_makes(
    options: tuple[str, ...], level: str, openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path: Path
) -> None:
    name = openssl_pki.signers["1.2.643.2.2.35.1"]
    signature = _sign(openssl_pki, openssl, name, tmp_path / "x.sig", *options)
    at, store = datetime.now(UTC), openssl_pki.store()
    verdict = verify_signature(signature, content=CONTENT, store=store, at=at)[0]
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.level == level
    other = verify_signature(signature, content=b"other", store=store, at=at)[0]
    assert other.facts[FactName.INTACT].answer is Answer.NO
    assert other.headline is Headline.INVALID
    if "-nodetach" in options:
        assert verify_signature(signature, store=store, at=at)[0].headline is Headline.VALID


def test_pem_and_bare_base64_are_the_same_signature(
    openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path: Path
) -> None:
    name = openssl_pki.signers["1.2.643.2.2.35.1"]
    signature = _sign(openssl_pki, openssl, name, tmp_path / "x.sig")
    openssl(
        "cms",
        "-cmsout",
        "-inform",
        "DER",
        "-in",
        tmp_path / "x.sig",
        "-out",
        tmp_path / "x.pem",
        "-outform",
        "PEM",
    )
    lines = base64.encodebytes(signature)
    forms = ((tmp_path / "x.pem").read_bytes(), lines, b"\xef\xbb\xbf" + lines.replace(b"\n", b"\r\n"))
    for form in forms:
        assert parse_signed_data(form).raw == signature


def test_two_signers_give_two_verdicts(openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path: Path) -> None:
    names = [openssl_pki.signers[oid] for oid in ("1.2.643.2.2.36.0", "1.2.643.7.1.2.1.1.1")]
    _sign(openssl_pki, openssl, names[0], tmp_path / "one.sig", "-nodetach")
    openssl(
        *("cms", "-resign", "-inform", "DER", "-in", tmp_path / "one.sig", "-outform", "DER"),
        *("-signer", openssl_pki.path(f"{names[1]}.crt"), "-inkey", openssl_pki.path(f"{names[1]}.key")),
        *("-out", tmp_path / "two.sig"),
    )
    verdicts = verify_signature(
        (tmp_path / "two.sig").read_bytes(), content=CONTENT, store=openssl_pki.store(), at=datetime.now(UTC)
    )
    assert {verdict.signer.common_name for verdict in verdicts} == set(names)
    assert all(verdict.headline is Headline.VALID for verdict in verdicts)


def test_a_revocation_by_openssl_is_seen(openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path: Path) -> None:
    signature = _sign(openssl_pki, openssl, "revoked", tmp_path / "x.sig")
    at = datetime.now(UTC)
    verdict = verify_signature(signature, content=CONTENT, store=openssl_pki.store(), at=at)[0]
    fact = verdict.facts[FactName.REVOCATION]
    assert fact.answer is Answer.NO
    assert "компрометация ключа" in fact.reason
    assert fact.source.startswith("CRL «sub»")


def test_an_rsa_signature_is_undetermined_not_refuted(openssl: OpenSSL, tmp_path: Path) -> None:
    key, certificate, content = tmp_path / "k", tmp_path / "c.crt", tmp_path / "content"
    content.write_bytes(CONTENT)
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=rsa", "-keyout", key),
        *("-out", certificate, "-config", "/dev/null", "-addext", "keyUsage=digitalSignature"),
    )
    openssl(
        *("cms", "-sign", "-binary", "-in", content, "-outform", "DER", "-out", tmp_path / "s"),
        *("-signer", certificate, "-inkey", key),
    )
    parsed = certificates.load_certificates(certificate.read_bytes())[0]
    assert parsed.public_key.curve is None
    assert parsed.signer_info().algorithm == "RSA"
    verdict = verify_signature(
        (tmp_path / "s").read_bytes(), content=CONTENT, store=TrustStore([parsed]), at=datetime.now(UTC)
    )[0]
    assert verdict.facts[FactName.INTACT].answer is Answer.YES
    assert verdict.facts[FactName.SIGNATURE].answer is Answer.UNDETERMINED
    assert verdict.headline is Headline.UNDETERMINED


def test_a_signature_over_a_streamed_digest_is_the_same_to_openssl(
    pki: Pki, openssl: OpenSSL, tmp_path: Path
) -> None:
    (tmp_path / "x").write_bytes(CONTENT)
    (tmp_path / "ca.pem").write_bytes(pki.root.certificate.pem())
    signer = pki.head
    signature = sign_detached(
        digest=streebog256(CONTENT),
        key=signer.key,
        certificate=signer.certificate,
        chain=[pki.sub.certificate],
        at=NOW,
    )
    (tmp_path / "s").write_bytes(signature)
    openssl(
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "s"),
        *("-content", tmp_path / "x", "-CAfile", tmp_path / "ca.pem", "-out", tmp_path / "out"),
    )


SAMPLES = Path(__file__).resolve().parents[3] / "shared/data/edo"


@pytest.mark.skipif(not (SAMPLES / "samples/synthetic").is_dir(), reason="sample signatures are not here")
def test_sample_signatures_hold() -> None:
    root = certificates.load_certificates((SAMPLES / "test_pki/ca.crt").read_bytes())
    files = sorted((SAMPLES / "samples/synthetic").glob("*.sig"))
    assert files
    for file in files:
        content = file.with_suffix("").read_bytes()
        data = parse_signed_data(file.read_bytes())
        at = data.signers[0].claimed_time
        assert at is not None
        verdict = verify_signature(file.read_bytes(), content=content, store=TrustStore(root), at=at)[0]
        answers = {name: verdict.facts[name].answer for name in FactName}
        assert (
            answers[FactName.INTACT] is answers[FactName.SIGNATURE] is answers[FactName.CHAIN] is Answer.YES
        )
        assert answers[FactName.REVOCATION] is Answer.UNDETERMINED  # no list is published for them
        assert verdict.signer.inn == "500100732259"


def test_a_list_by_openssl_is_read(openssl_pki: OpensslPki) -> None:
    listed = Crl.parse(openssl_pki.read("sub.crl"))
    assert listed.verify_signed_by(openssl_pki.certificate("sub"))
    assert not listed.verify_signed_by(openssl_pki.certificate("root"))
    entry = listed.find(openssl_pki.certificate("revoked").serial)
    assert entry is not None
    assert entry.reason is Reason.KEY_COMPROMISE
    assert listed.find(1) is None
    assert [found.serial for found in listed] == [entry.serial]


def test_certificates_by_openssl_are_read_exactly(openssl_pki: OpensslPki) -> None:
    leaf = openssl_pki.certificate(openssl_pki.signers["1.2.643.2.2.36.0"])
    sub = openssl_pki.certificate("sub")
    assert leaf.verify_signed_by(sub)
    assert not leaf.verify_signed_by(openssl_pki.certificate("root"))
    assert Certificate.parse(leaf.raw) == leaf
    assert leaf.raw in certificates.load_certificates(leaf.raw)[0].raw
    assert sub.extensions.path_length == 0
    assert sub.extensions.is_ca
    assert leaf.extensions.authority_key_id == sub.extensions.subject_key_id
    assert oids.KEY_USAGE in leaf.extensions.values
