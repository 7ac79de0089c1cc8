"""OpenSSL with gost-engine on the other side: every parameter set, levels BES and T, in both directions."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cades_kit import Stamper, authority
from trust_kit import CONTENT, NOW, PARAMSETS, Holder, OpenSSL, OpensslPki, Pki, issue, person

from paraph.gost import CURVES
from paraph.trust import certificate as certificates
from paraph.trust import oids, tsp
from paraph.trust.cades import upgrade
from paraph.trust.cades_signing import add_signer, countersign, sign_attached, sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.cms import Level, parse_signed_data
from paraph.trust.store import TrustStore
from paraph.trust.timestamps import verify_token
from paraph.trust.verdict import Headline
from paraph.trust.verify import verify_signature

pytestmark = pytest.mark.openssl

SETS = pytest.mark.parametrize("oid", PARAMSETS, ids=lambda oid: CURVES[oid].title)
SHAPES = list(itertools.product((Level.BES, Level.T), (False, True), (1, 2)))


@pytest.fixture(scope="module")
def openssl_tsa(
    openssl: OpenSSL, openssl_pki: OpensslPki, tmp_path_factory
) -> Callable[[tsp.Request], bytes]:
    """An authority whose every stamp is made by `openssl ts`."""
    folder = tmp_path_factory.mktemp("tsa")
    key, config, extensions = folder / "tsa.key", folder / "tsa.cnf", folder / "ext.cnf"
    extensions.write_text(
        "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\nauthorityKeyIdentifier=keyid\n"
    )
    openssl("genpkey", "-algorithm", "gost2012_512", "-pkeyopt", "paramset:A", "-out", key)
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
        *("-CAkey", openssl_pki.path("sub.key"), "-set_serial", "901", "-days", "5"),
        *("-md_gost12_256", "-extfile", extensions, "-out", folder / "tsa.crt"),
    )
    config.write_text(
        f"[ts]\nserial={folder}/serial\ndefault_policy=1.2.3.4\nsigner_digest=md_gost12_512\n"
        "digests=md_gost12_256,md_gost12_512\ness_cert_id_alg=sha256\n"
    )
    (folder / "serial").write_text("01\n")

    def stamp(request: tsp.Request) -> bytes:
        (folder / "q").write_bytes(request.encode())
        openssl(
            *("ts", "-reply", "-queryfile", folder / "q", "-config", config, "-section", "ts"),
            *("-signer", folder / "tsa.crt", "-inkey", key, "-out", folder / "reply"),
        )
        return (folder / "reply").read_bytes()

    return stamp


@SETS
def test_openssl_accepts_every_shape_we_make(oid: str, openssl: OpenSSL, tmp_path: Path) -> None:
    curve = CURVES[oid]
    root = issue(person("Корень"), None, certificates.ROOT, curve=curve)
    one, two = (issue(person(name), root, certificates.QUALIFIED, curve=curve) for name in ("Один", "Два"))
    stamper = Stamper(issue(person("Штамп"), root, certificates.TSA, curve=curve), at=NOW)
    trusted, content = tmp_path / "ca.pem", tmp_path / "x"
    trusted.write_bytes(root.certificate.pem())
    content.write_bytes(CONTENT)
    for level, attached, count in SHAPES:
        signature = _made(one, two, attached=attached, count=count)
        if level is Level.T:
            signature = upgrade(signature, level, stamper=stamper, store=TrustStore([root.certificate]))
        (tmp_path / "s").write_bytes(signature)
        verify = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "s"]
        if not attached:
            verify += ["-content", content]
        done = openssl(*verify, "-CAfile", trusted, "-out", tmp_path / "out")
        assert "CAdES Verification successful" in done.stderr
        assert (tmp_path / "out").read_bytes() == CONTENT
        if level is Level.T:
            for signer in parse_signed_data(signature).signers:
                _openssl_accepts_stamp(openssl, signer, trusted, tmp_path)


def _made(one: Holder, two: Holder, *, attached: bool, count: int) -> bytes:
    make = sign_attached if attached else sign_detached
    signature = make(CONTENT, key=one.key, certificate=one.certificate, at=NOW)
    if count == 1:
        return signature
    content = None if attached else CONTENT
    return add_signer(signature, content, key=two.key, certificate=two.certificate, at=NOW)


def _openssl_accepts_stamp(openssl: OpenSSL, signer, trusted: Path, folder: Path) -> None:
    (folder / "token").write_bytes(signer.unsigned[oids.SIGNATURE_TIME_STAMP][0])
    (folder / "value").write_bytes(signer.signature)
    done = openssl(
        *("ts", "-verify", "-token_in", "-in", folder / "token", "-data", folder / "value"),
        "-CAfile",
        trusted,
    )
    assert "Verification: OK" in done.stdout


@SETS
def test_we_accept_every_shape_openssl_makes_and_raise_it(
    oid: str, openssl: OpenSSL, openssl_pki: OpensslPki, openssl_tsa, tmp_path: Path
) -> None:
    other = openssl_pki.signers["1.2.643.7.1.2.1.2.1" if oid != "1.2.643.7.1.2.1.2.1" else "1.2.643.2.2.35.1"]
    store, trusted = openssl_pki.store(), tmp_path / "ca.pem"
    trusted.write_bytes(openssl_pki.read("root.crt") + openssl_pki.read("sub.crt"))
    for level, attached, count in SHAPES:
        names = [openssl_pki.signers[oid], other][:count]
        signature = _openssl_made(openssl, openssl_pki, names, attached, tmp_path / "s")
        if level is Level.T:
            signature = upgrade(signature, level, stamper=openssl_tsa, store=store)
        at = datetime.now(UTC)
        verdicts = verify_signature(signature, content=CONTENT, store=store, at=at)
        assert len(verdicts) == count
        for verdict in verdicts:
            assert verdict.headline is Headline.VALID, verdict.as_dict()
            assert verdict.level == level
        if attached:
            found = verify_signature(signature, store=store, at=at)
            assert {verdict.headline for verdict in found} == {Headline.VALID}
        for verdict in verify_signature(signature, content=CONTENT + b" ", store=store, at=at):
            assert verdict.headline is Headline.INVALID
        if level is Level.T:  # what we raised, OpenSSL still accepts
            (tmp_path / "t").write_bytes(signature)
            verify = ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "t"]
            verify += [] if attached else ["-content", openssl_pki.path("content")]
            done = openssl(*verify, "-CAfile", trusted, "-out", tmp_path / "out")
            assert "CAdES Verification successful" in done.stderr


def _openssl_made(openssl: OpenSSL, pki: OpensslPki, names: list[str], attached: bool, out: Path) -> bytes:
    signers = [
        part
        for name in names
        for part in ("-signer", pki.path(f"{name}.crt"), "-inkey", pki.path(f"{name}.key"))
    ]
    shape = ["-nodetach"] if attached else []
    openssl(
        *("cms", "-sign", "-cades", "-binary", "-in", pki.path("content"), "-outform", "DER", "-out", out),
        *(*shape, *signers),
    )
    return out.read_bytes()


@pytest.mark.parametrize("level", [Level.C, Level.X, Level.X_LONG_1, Level.A])
def test_openssl_accepts_signatures_of_higher_levels(
    level: Level, pki: Pki, openssl: OpenSSL, tmp_path: Path
) -> None:
    """It knows nothing of their attributes, but the signature and the stamps within must stay whole."""
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(pki.root.certificate.pem() + pki.sub.certificate.pem())
    (tmp_path / "x").write_bytes(CONTENT)
    signature = upgrade(pki.sign(), level, stamper=Stamper(authority(pki)), store=pki.store, content=CONTENT)
    head = pki.head
    signature = countersign(signature, key=head.key, certificate=head.certificate, at=NOW)
    (tmp_path / "s").write_bytes(signature)
    openssl(
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "s"),
        *("-content", tmp_path / "x", "-CAfile", trusted, "-out", tmp_path / "out"),
    )
    _openssl_accepts_stamp(openssl, parse_signed_data(signature).signers[0], trusted, tmp_path)


def test_a_ber_file_is_raised_and_countersigned(
    openssl: OpenSSL, openssl_pki: OpensslPki, openssl_tsa, tmp_path: Path
) -> None:
    """Indefinite lengths and content in segments, as streaming programs write: cut out raw, put back raw."""
    name = openssl_pki.signers["1.2.643.2.2.35.1"]
    openssl(
        *("cms", "-sign", "-cades", "-binary", "-nodetach", "-stream", "-in", openssl_pki.path("content")),
        *("-signer", openssl_pki.path(f"{name}.crt"), "-inkey", openssl_pki.path(f"{name}.key")),
        *("-outform", "DER", "-out", tmp_path / "s"),
    )
    streamed = (tmp_path / "s").read_bytes()
    assert b"\x24\x80" in streamed
    signature = upgrade(streamed, Level.A, stamper=openssl_tsa, store=openssl_pki.store())
    head = issue(person(), None, certificates.ROOT)
    signature = countersign(signature, key=head.key, certificate=head.certificate, at=NOW)
    (verdict,) = verify_signature(signature, content=CONTENT, store=openssl_pki.store(), at=datetime.now(UTC))
    assert (verdict.headline, verdict.level) == (Headline.VALID, Level.A), verdict.as_dict()
    (tmp_path / "t").write_bytes(signature)
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(openssl_pki.read("root.crt") + openssl_pki.read("sub.crt"))
    verify = ("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "t")
    openssl(*verify, "-CAfile", trusted, "-out", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == CONTENT


def test_we_accept_a_token_by_openssl(openssl_tsa, openssl_pki: OpensslPki) -> None:
    request = tsp.Request(oids.STREEBOG_256, bytes(32))
    token = tsp.parse_response(openssl_tsa(request), request)
    verdict = verify_token(token, bytes(32), store=openssl_pki.store(), at=datetime.now(UTC))
    assert verdict.headline is Headline.VALID, verdict.as_dict()
    assert isinstance(token.data.certificates[0], Certificate)
