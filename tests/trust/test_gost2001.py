"""Signatures of the withdrawn GOST R 34.10-2001 with GOST R 34.11-94, and stamps with its imprints.

All are made by OpenSSL with gost-engine; here they are only verified (RFC 4490, RFC 4491).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cades_kit import Stamper, authority, verdict_on
from trust_kit import CONTENT, EXTENSIONS, NOW, OpenSSL, Pki, craft, plain_attributes

from openssl_engine import ENGINE_CONFIG
from paraph.gost import sign
from paraph.gost.hash94 import hash94
from paraph.trust import certificate as certificates
from paraph.trust import der, oids, tsp
from paraph.trust.cades_signing import append_unsigned
from paraph.trust.certificate import Certificate
from paraph.trust.cms import Level, parse_signed_data
from paraph.trust.keys import PublicKey, digest, hasher, scheme_of
from paraph.trust.store import TrustStore
from paraph.trust.timestamps import verify_token
from paraph.trust.verdict import Answer, FactName, Headline
from paraph.trust.verify import verify_signature

#: gost-engine's names of the parameter sets of 2001.
PARAMSETS = ("A", "B", "C", "XA", "XB")


@dataclass(frozen=True)
class Legacy:
    """A root, signers of every parameter set and an authority of stamps, all with keys of 2001."""

    folder: Path
    openssl: OpenSSL

    def certificate(self, name: str) -> Certificate:
        return certificates.load_certificates((self.folder / f"{name}.crt").read_bytes())[0]

    def store(self) -> TrustStore:
        return TrustStore([self.certificate("root")])

    def sign(self, name: str, *options: str) -> bytes:
        key = ("-signer", self.folder / f"{name}.crt", "-inkey", self.folder / f"{name}.key")
        self.openssl(
            *("cms", "-sign", "-binary", "-in", self.folder / "x", "-outform", "DER", "-md", "md_gost94"),
            *(*key, *options, "-out", self.folder / "s"),
        )
        return (self.folder / "s").read_bytes()


@pytest.fixture(scope="module")
def legacy(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> Legacy:
    folder = tmp_path_factory.mktemp("legacy")
    (folder / "x").write_bytes(CONTENT)
    config = folder / "ca.cnf"
    config.write_text(
        ENGINE_CONFIG
        + "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n"
        + EXTENSIONS
        + "[tsa]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        + "extendedKeyUsage=critical,timeStamping\nauthorityKeyIdentifier=keyid\n"
    )

    def make(name: str, paramset: str, section: str) -> None:
        key, subject = folder / f"{name}.key", ("-subj", f"/CN={name}", "-config", config)
        openssl("genpkey", "-algorithm", "gost2001", "-pkeyopt", f"paramset:{paramset}", "-out", key)
        out = ("-out", folder / f"{name}.crt")
        if name == "root":
            openssl(
                "req", "-new", "-x509", *subject, "-key", key, "-days", "90", "-extensions", section, *out
            )
            return
        openssl("req", "-new", *subject, "-key", key, "-out", folder / "r")
        openssl(
            *("x509", "-req", "-in", folder / "r", "-CA", folder / "root.crt", "-CAkey", folder / "root.key"),
            *(
                "-CAcreateserial",
                "-days",
                "30",
                "-md_gost94",
                "-extfile",
                config,
                "-extensions",
                section,
                *out,
            ),
        )

    make("root", "A", "root")
    make("tsa", "XA", "tsa")
    for paramset in PARAMSETS:
        make(f"leaf{paramset}", paramset, "leaf")
    return Legacy(folder, openssl)


DECISIVE = (FactName.INTACT, FactName.SIGNATURE, FactName.CHAIN)


@pytest.mark.openssl
@pytest.mark.parametrize("paramset", PARAMSETS)
@pytest.mark.parametrize("options", [("-cades",), ("-cades", "-nodetach"), ("-noattr",)], ids=" ".join)
def test_signatures_of_2001_are_verified(paramset: str, options: tuple[str, ...], legacy: Legacy) -> None:
    signature, at = legacy.sign(f"leaf{paramset}", *options), datetime.now(UTC)
    (verdict,) = verify_signature(signature, content=CONTENT, store=legacy.store(), at=at)
    assert {verdict.facts[name].answer for name in DECISIVE} == {Answer.YES}, verdict.as_dict()
    assert "ГОСТ Р 34.10-2001" in verdict.facts[FactName.SIGNATURE].reason
    assert any("стандарт заменён" in note for note in verdict.notes)
    (altered,) = verify_signature(signature, content=CONTENT + b" ", store=legacy.store(), at=at)
    assert altered.facts[FactName.INTACT].answer is Answer.NO
    value = parse_signed_data(signature).signers[0].signature
    broken = signature.replace(value, value[:-1] + bytes([value[-1] ^ 1]))
    (refuted,) = verify_signature(broken, content=CONTENT, store=legacy.store(), at=at)
    assert refuted.facts[FactName.SIGNATURE].answer is Answer.NO


@pytest.mark.openssl
def test_a_stamp_of_2001_is_verified(legacy: Legacy, openssl: OpenSSL) -> None:
    """Authority, imprint and ESSCertID of the old kind: by openssl ts."""
    folder = legacy.folder
    (folder / "tsa.cnf").write_text(
        f"[ts]\nserial={folder}/serial\ndefault_policy=1.2.3.4\nsigner_digest=md_gost94\n"
        "digests=md_gost94\ness_cert_id_alg=sha1\n"
    )
    (folder / "serial").write_text("01\n")
    request = tsp.Request(oids.GOST_R_3411_94, hash94(CONTENT))
    (folder / "q").write_bytes(request.encode())
    openssl(
        *("ts", "-reply", "-queryfile", folder / "q", "-config", folder / "tsa.cnf", "-section", "ts"),
        *("-signer", folder / "tsa.crt", "-inkey", folder / "tsa.key", "-out", folder / "reply"),
    )
    token = tsp.parse_response((folder / "reply").read_bytes(), request)
    verdict = verify_token(token, hash94(CONTENT), store=legacy.store())
    assert {verdict.facts[name].answer for name in DECISIVE} == {Answer.YES}, verdict.as_dict()
    other = verify_token(token, hash94(b"other"), store=legacy.store())
    assert other.facts[FactName.INTACT].answer is Answer.NO


def test_a_stamp_with_an_old_imprint_over_a_new_signature_holds(pki: Pki) -> None:
    """Tokens of CryptoPro's services of 2024: the authority's key is new, the imprint by GOST R 34.11-94."""
    signature = pki.sign()
    value = parse_signed_data(signature).signers[0].signature
    request = tsp.Request(oids.GOST_R_3411_94, hash94(value))
    token = tsp.parse_response(Stamper(authority(pki))(request), request)
    stamped = append_unsigned(signature, 0, oids.SIGNATURE_TIME_STAMP, token.raw)
    verdict = verdict_on(pki, stamped)
    assert (verdict.headline, verdict.level, verdict.at) == (Headline.VALID, Level.T, NOW)


def test_new_keys_make_no_old_signatures(pki: Pki) -> None:
    """A key of 2012 under an algorithm of 2001 is a contradiction, whatever the value."""
    attributes = plain_attributes() | {oids.MESSAGE_DIGEST: [der.octet_string(hash94(CONTENT))]}
    for oid in (oids.SIGNATURE_2001, oids.GOST_2001):
        signature = craft(
            pki.person, attributes=attributes, digest_oid=oids.GOST_R_3411_94, signature_oid=oid
        )
        verdict = verdict_on(pki, signature)
        assert verdict.facts[FactName.SIGNATURE].answer is Answer.NO
    assert scheme_of(pki.person.key.curve).key_oid == oids.GOST_2012_256


def _key_of_2001(pki: Pki, digest_set: str) -> PublicKey:
    key = pki.person.certificate.public_key
    assert key.curve is not None
    parameters = der.sequence(der.oid(key.curve.oid), der.oid(digest_set))
    spki = der.sequence(der.sequence(der.oid(oids.GOST_2001), parameters), der.bit_string(key.bits))
    return PublicKey.parse(der.read(spki))


def test_a_key_of_2001_verifies_its_own_digest_only(pki: Pki) -> None:
    key, person = _key_of_2001(pki, "1.2.643.2.2.30.1"), pki.person.key
    value = sign(person.curve, person.value, hash94(CONTENT))
    for oid in (oids.GOST_2001, oids.SIGNATURE_2001):
        assert key.verifies(CONTENT, value, oid)
    assert not key.verifies(CONTENT, value, oids.GOST_2012_256)
    unknown = _key_of_2001(pki, "1.2.643.2.2.30.0")  # the substitution of the standard's own examples
    assert unknown.curve is None


def test_the_digest_is_known_by_its_identifier() -> None:
    assert digest(oids.GOST_R_3411_94, b"abc") == hash94(b"abc")
    running = hasher(oids.GOST_R_3411_94)
    running.update(b"a")
    running.update(b"bc")
    assert running.digest() == hash94(b"abc")
