"""Time-stamps and certificate status, with OpenSSL on the other side of the wire."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from trust_kit import CONTENT, DAY, NOW, TC26_512_A, Holder, OpenSSL, Pki, crl, issue, person

from paraph.gost import streebog256, streebog512
from paraph.trust import certificate as certificates
from paraph.trust import der, ocsp, oids, tsp
from paraph.trust.certificate import Certificate
from paraph.trust.crl import Reason, Revocation
from paraph.trust.names import organization_subject
from paraph.trust.timestamps import verify_token
from paraph.trust.verdict import Answer, FactName, Headline


def service(pki: Pki, profile: certificates.Profile, **options: object) -> Holder:
    name = organization_subject(common_name="Служба", organization="ООО Тестовый УЦ")
    return issue(name, pki.sub, profile, **options)


@pytest.fixture(scope="module")
def stamper(pki: Pki) -> Holder:
    return service(pki, certificates.TSA)


@pytest.fixture(scope="module")
def responder(pki: Pki) -> Holder:
    return service(pki, certificates.OCSP_RESPONDER)


@pytest.fixture
def trusted(pki: Pki, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(pki.root.certificate.pem() + pki.sub.certificate.pem())
    return path


REQUEST = tsp.Request(oids.STREEBOG_256, streebog256(CONTENT), nonce=secrets.randbits(64))


def stamp(holder: Holder, request: tsp.Request = REQUEST, **options: object) -> bytes:
    arguments: dict[str, object] = {"at": NOW, "serial": 77} | options
    return tsp.issue_response(request, key=holder.key, certificate=holder.certificate, **arguments)


# -- time-stamps ------------------------------------------------------------------------------------


@pytest.mark.openssl
@pytest.mark.parametrize("digest", ["md_gost12_256", "md_gost12_512", "sha256"])
@pytest.mark.parametrize("with_certificate", [True, False])
def test_openssl_asks_and_accepts_our_stamp(
    digest: str,
    with_certificate: bool,
    pki: Pki,
    stamper: Holder,
    trusted: Path,
    openssl: OpenSSL,
    tmp_path: Path,
) -> None:
    content, query, reply = tmp_path / "x", tmp_path / "x.tsq", tmp_path / "x.tsr"
    content.write_bytes(CONTENT)
    wanted = ["-cert"] if with_certificate else []
    openssl("ts", "-query", "-data", content, f"-{digest}", *wanted, "-out", query)
    request = tsp.Request.parse(query.read_bytes())
    assert request.want_certificate is with_certificate
    reply.write_bytes(stamp(stamper, request))
    extra = tmp_path / "tsa.pem"
    extra.write_bytes(stamper.certificate.pem() + pki.sub.certificate.pem())
    verify = ("ts", "-verify", "-in", reply, "-CAfile", trusted, "-untrusted", extra)
    assert "Verification: OK" in openssl(*verify, "-queryfile", query).stdout
    openssl(*verify, "-data", content)
    content.write_bytes(CONTENT + b"x")
    openssl(*verify, "-data", content, ok=False)


@pytest.mark.openssl
def test_openssl_reads_our_request_and_we_accept_its_stamp(
    pki: Pki, openssl: OpenSSL, tmp_path: Path, openssl_pki
) -> None:
    """A stamp by OpenSSL's own authority, asked for by our request."""
    folder, config = tmp_path, tmp_path / "tsa.cnf"
    key = folder / "tsa.key"
    openssl("genpkey", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:XA", "-out", key)
    extensions = folder / "ext.cnf"
    extensions.write_text(
        "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
    )
    openssl(
        "req",
        "-new",
        "-key",
        key,
        "-subj",
        "/CN=tsa",
        "-config",
        openssl_pki.path("ca.cnf"),
        "-out",
        folder / "r",
    )
    openssl(
        *("x509", "-req", "-in", folder / "r", "-CA", openssl_pki.path("sub.crt")),
        *("-CAkey", openssl_pki.path("sub.key"), "-set_serial", "900", "-days", "5"),
        *("-md_gost12_256", "-extfile", extensions, "-out", folder / "tsa.crt"),
    )
    config.write_text(
        f"[ts]\nserial={folder}/serial\ndefault_policy=1.2.3.4\nsigner_digest=md_gost12_256\n"
        "digests=md_gost12_256\naccuracy=secs:1\ness_cert_id_alg=sha256\n"
    )
    (folder / "serial").write_text("01\n")
    (folder / "q").write_bytes(REQUEST.encode())
    openssl(
        *("ts", "-reply", "-queryfile", folder / "q", "-config", config, "-section", "ts"),
        *("-signer", folder / "tsa.crt", "-inkey", key, "-out", folder / "reply"),
    )
    token = tsp.parse_response((folder / "reply").read_bytes(), REQUEST)
    assert token.policy == "1.2.3.4"
    verdict = verify_token(token, REQUEST.digest, store=openssl_pki.store())
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.at == token.at


def test_a_stamp_says_what_was_asked(pki: Pki, stamper: Holder) -> None:
    token = tsp.parse_response(stamp(stamper), REQUEST)
    assert (token.at, token.serial, token.policy, token.nonce) == (NOW, 77, tsp.TEST_POLICY, REQUEST.nonce)
    verdict = verify_token(token, REQUEST.digest, store=pki.store)
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert verdict.facts[FactName.TIME].source.startswith("штамп времени")
    assert tsp.Request.parse(REQUEST.encode()) == REQUEST


def test_a_stamp_for_another_request_is_refused(stamper: Holder) -> None:
    response = stamp(stamper)
    with pytest.raises(tsp.TspError, match="другие данные"):
        tsp.parse_response(response, replace(REQUEST, digest=streebog256(b"")))
    with pytest.raises(tsp.TspError, match="nonce"):
        tsp.parse_response(response, replace(REQUEST, nonce=1))


def test_a_stamp_over_other_data_proves_nothing(pki: Pki, stamper: Holder) -> None:
    token = tsp.parse_response(stamp(stamper), REQUEST)
    verdict = verify_token(token, streebog256(b"other"), store=pki.store)
    assert verdict.facts[FactName.INTACT].answer is Answer.NO


def test_only_a_stamping_certificate_stamps(pki: Pki) -> None:
    token = tsp.parse_response(stamp(pki.person), REQUEST)
    verdict = verify_token(token, REQUEST.digest, store=pki.store)
    assert verdict.facts[FactName.CHAIN].answer is Answer.NO
    assert "не предназначен для службы штампов" in verdict.facts[FactName.CHAIN].reason


def test_an_altered_time_is_refuted(pki: Pki, stamper: Holder) -> None:
    response = stamp(stamper)
    moment = der.generalized_time(NOW)
    altered = response.replace(moment, der.generalized_time(NOW - DAY))
    assert altered != response
    token = tsp.parse_response(altered, REQUEST)
    assert token.at == NOW - DAY
    assert verify_token(token, REQUEST.digest, store=pki.store).headline is Headline.INVALID


@pytest.mark.parametrize(
    "request_",
    [
        replace(REQUEST, digest_algorithm="1.2.3"),
        replace(REQUEST, digest=bytes(31)),
        replace(REQUEST, policy="1.2.3"),
    ],
    ids=["algorithm", "length", "policy"],
)
def test_what_cannot_be_stamped_is_rejected_with_a_reason(request_: tsp.Request, stamper: Holder) -> None:
    with pytest.raises(tsp.TspError, match="отказала: .*(поддерживается|соответствует)"):
        tsp.parse_response(stamp(stamper, request_), request_)


def test_a_512_bit_authority_stamps(pki: Pki) -> None:
    holder = service(pki, certificates.TSA, curve=TC26_512_A)
    request = tsp.Request(oids.STREEBOG_512, streebog512(CONTENT))
    token = tsp.parse_response(stamp(holder, request), request)
    assert verify_token(token, request.digest, store=pki.store).headline is Headline.VALID


def test_a_signature_is_no_stamp(pki: Pki) -> None:
    with pytest.raises(tsp.TspError):
        tsp.Token.parse(pki.sign())


# -- certificate status ----------------------------------------------------------------------------


def answer(pki: Pki, responder: Holder, request: ocsp.Request, *revoked: Revocation) -> bytes:
    return ocsp.issue_response(
        request,
        issuer=pki.sub.certificate,
        revoked=crl(pki.sub, revoked).find,
        key=responder.key,
        certificate=responder.certificate,
        this_update=NOW,
        next_update=NOW + DAY,
    )


@pytest.mark.openssl
@pytest.mark.parametrize("revoked", [False, True])
def test_openssl_asks_and_accepts_our_answer(
    revoked: bool, pki: Pki, responder: Holder, trusted: Path, openssl: OpenSSL, tmp_path: Path
) -> None:
    leaf, issuer, query, reply = (tmp_path / name for name in ("leaf.pem", "ca.pem2", "q", "r"))
    leaf.write_bytes(pki.person.certificate.pem())
    issuer.write_bytes(pki.sub.certificate.pem())
    openssl("ocsp", "-issuer", issuer, "-cert", leaf, "-reqout", query)
    request = ocsp.Request.parse(query.read_bytes())
    assert request.nonce
    assert request.ids[0].issued_by(pki.sub.certificate)
    serial = pki.person.certificate.serial
    entries = [Revocation(serial, NOW - DAY, Reason.KEY_COMPROMISE)] if revoked else []
    reply.write_bytes(answer(pki, responder, request, *entries))
    verify = ("ocsp", "-respin", reply, "-CAfile", trusted, "-no_nonce")  # adds none to what is read
    assert "Response verify OK" in openssl(*verify, "-reqin", query).stderr
    done = openssl(*verify, "-issuer", issuer, "-cert", leaf)
    assert "Response verify OK" in done.stderr
    assert f"{leaf}: {'revoked' if revoked else 'good'}" in done.stdout
    assert ("Reason: keyCompromise" in done.stdout) is revoked


@pytest.mark.openssl
def test_we_ask_openssl_and_accept_its_answer(openssl: OpenSSL, openssl_pki, tmp_path: Path) -> None:
    sub, revoked = openssl_pki.certificate("sub"), openssl_pki.certificate("revoked")
    good = openssl_pki.certificate(openssl_pki.signers["1.2.643.2.2.35.1"])
    ids = tuple(ocsp.CertId.of(item.serial, sub) for item in (good, revoked))
    request = ocsp.Request(ids, nonce=secrets.token_bytes(16))
    (tmp_path / "q").write_bytes(request.encode())
    openssl(
        *("ocsp", "-index", openssl_pki.path("sub.idx"), "-CA", openssl_pki.path("sub.crt")),
        *("-rsigner", openssl_pki.path("sub.crt"), "-rkey", openssl_pki.path("sub.key")),
        *("-rmd", "md_gost12_256", "-reqin", tmp_path / "q", "-respout", tmp_path / "r", "-ndays", "1"),
    )
    response = ocsp.Response.parse((tmp_path / "r").read_bytes())
    assert response.verify(sub)
    assert not response.verify(openssl_pki.certificate("root"))
    assert response.nonce == request.nonce
    assert [entry.id for entry in response.entries] == list(ids)
    assert [entry.status for entry in response.entries] == [ocsp.Status.GOOD, ocsp.Status.REVOKED]
    assert response.entries[1].revocation is not None
    assert response.entries[1].revocation.reason is Reason.KEY_COMPROMISE


def _ask(pki: Pki, *serials: int, issuer: Certificate | None = None) -> ocsp.Request:
    return ocsp.Request(tuple(ocsp.CertId.of(s, issuer or pki.sub.certificate) for s in serials), b"n" * 8)


def test_an_answer_survives_and_is_signed_by_the_appointed(pki: Pki, responder: Holder) -> None:
    entry = Revocation(6, NOW - DAY, Reason.SUPERSEDED)
    request = _ask(pki, 5, 6)
    response = ocsp.Response.parse(answer(pki, responder, request, entry))
    assert response.verify(pki.sub.certificate)
    assert [found.status for found in response.entries] == [ocsp.Status.GOOD, ocsp.Status.REVOKED]
    assert response.entries[1].revocation == entry
    assert (response.nonce, response.produced_at) == (request.nonce, NOW)
    assert response.entries[0].next_update == NOW + DAY
    assert ocsp.Request.parse(request.encode()) == request


def test_an_answer_by_anyone_else_is_not_believed(pki: Pki) -> None:
    for holder in (pki.person, service(pki, certificates.OCSP_RESPONDER, not_after=NOW - DAY)):
        response = ocsp.Response.parse(answer(pki, holder, _ask(pki, 5)))
        assert not response.verify(pki.sub.certificate)
    forger = Holder(pki.person.key, pki.sub.certificate)  # names the CA, signs by a key of its own
    forged = issue(person("Служба"), forger, certificates.OCSP_RESPONDER)
    assert forged.certificate.names_issuer(pki.sub.certificate)
    assert not ocsp.Response.parse(answer(pki, forged, _ask(pki, 5))).verify(pki.sub.certificate)
    other = issue(pki.sub.certificate.subject, pki.root, certificates.INTERMEDIATE)
    assert not ocsp.Response.parse(answer(pki, other, _ask(pki, 5))).verify(pki.sub.certificate)


def test_an_altered_answer_is_not_believed(pki: Pki, responder: Holder) -> None:
    data = answer(pki, responder, _ask(pki, 5), Revocation(5, NOW - DAY))
    altered = data.replace(der.generalized_time(NOW - DAY), der.generalized_time(NOW + DAY))
    assert not ocsp.Response.parse(altered).verify(pki.sub.certificate)


def test_certificates_of_others_are_unknown(pki: Pki, responder: Holder) -> None:
    for request in (
        _ask(pki, 5, issuer=pki.root.certificate),
        ocsp.Request((replace(_ask(pki, 5).ids[0], digest_algorithm="1.2.3"),)),
    ):
        response = ocsp.Response.parse(answer(pki, responder, request, Revocation(5, NOW)))
        assert response.entries[0].status is ocsp.Status.UNKNOWN


def test_an_error_status_is_an_error() -> None:
    with pytest.raises(ocsp.OcspError, match="отказала: состояние 1"):
        ocsp.Response.parse(ocsp.failure_response(ocsp.Failure.MALFORMED_REQUEST))
