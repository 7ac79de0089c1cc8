"""Hostile bytes: parsers raise their own error and nothing else, and no change passes for the original."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust_kit import CONTENT, CRYPTOPRO_A, NOW, Pki, crl, issue, person

from paraph.trust import certificate as certificates
from paraph.trust import ocsp, oids, tsp
from paraph.trust.cades_signing import build_signed_data
from paraph.trust.certificate import Certificate, load_certificates
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.crl import Crl, Revocation
from paraph.trust.der import DerError
from paraph.trust.keys import digest
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Headline
from paraph.trust.verify import verify_signature

Mutate = Callable[[bytes], bytes]


def _apply(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for position, removed, inserted in edits:
        at = position % (len(data) + 1)
        data = data[:at] + inserted + data[at + removed :]
    return data


_places = st.integers(0, 1 << 20)
_edits = st.tuples(_places, st.integers(0, 3), st.binary(max_size=3))
_replacements = st.tuples(_places, st.just(1), st.binary(min_size=1, max_size=1))
#: A few places replaced, removed or grown; single octets replaced reach deeper, for lengths still hold.
mutations: st.SearchStrategy[Mutate] = (
    st.lists(_edits, min_size=1, max_size=3) | st.lists(_replacements, min_size=1, max_size=3)
).map(lambda edits: lambda data: _apply(data, edits))

quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def samples(pki: Pki) -> dict[str, bytes]:
    listed = crl(pki.sub, [Revocation(serial, NOW) for serial in (1, 2, 3)])
    request = tsp.Request(oids.STREEBOG_256, digest(oids.STREEBOG_256, CONTENT), nonce=5)
    asked = ocsp.Request((ocsp.CertId.of(1, pki.sub.certificate),), nonce=b"nonce")
    responder = issue(person("Служба"), pki.sub, certificates.OCSP_RESPONDER)
    stamper = issue(person("Штамп"), pki.sub, certificates.TSA)
    response = tsp.issue_response(request, key=stamper.key, certificate=stamper.certificate, at=NOW, serial=1)
    return {
        "certificate": pki.head.certificate.raw,
        "crl": listed.raw,
        "tsp-request": request.encode(),
        "tsp-response": response,
        "ocsp-request": asked.encode(),
        "ocsp-response": ocsp.issue_response(
            asked,
            issuer=pki.sub.certificate,
            revoked=listed.find,
            key=responder.key,
            certificate=responder.certificate,
            this_update=NOW,
        ),
    }


def _read_crl(data: bytes) -> None:
    listed = Crl.parse(data)
    listed.find(2)
    list(listed)


def _read_certificate(data: bytes) -> None:
    certificate = Certificate.parse(data)
    certificate.signer_info()
    str(certificate.subject)


def _read_tsp_response(data: bytes) -> None:
    tsp.parse_response(data, tsp.Request(oids.STREEBOG_256, digest(oids.STREEBOG_256, CONTENT), nonce=5))


READERS: dict[str, tuple[Callable[[bytes], object], type[ValueError]]] = {
    "certificate": (_read_certificate, DerError),
    "crl": (_read_crl, DerError),
    "tsp-request": (tsp.Request.parse, tsp.TspError),
    "tsp-response": (_read_tsp_response, tsp.TspError),
    "ocsp-request": (ocsp.Request.parse, ocsp.OcspError),
    "ocsp-response": (ocsp.Response.parse, ocsp.OcspError),
}


@pytest.mark.parametrize("kind", READERS)
@quick
@given(mutate=mutations)
def test_damaged_structures_are_read_or_refused(kind: str, mutate: Mutate, samples: dict[str, bytes]) -> None:
    read, error = READERS[kind]
    read(samples[kind])
    try:
        read(mutate(samples[kind]))
    except error:
        pass


@pytest.mark.parametrize("kind", READERS)
@quick
@given(data=st.binary(max_size=200))
def test_noise_is_refused(kind: str, data: bytes) -> None:
    read, error = READERS[kind]
    with pytest.raises(error):
        read(data)


@quick
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_noise_is_no_signature(data: bytes) -> None:
    with pytest.raises(CmsError):
        parse_signed_data(data)
    with pytest.raises(DerError):
        load_certificates(data)


@pytest.mark.parametrize("attached", [False, True])
@quick
@given(mutate=mutations)
def test_a_damaged_signature_never_passes_for_another(attached: bool, mutate: Mutate, pki: Pki) -> None:
    """Valid after damage is only what was signed by the same key over the same attributes."""
    signer = pki.head
    signature = build_signed_data(
        digest(oids.STREEBOG_256, CONTENT),
        key=signer.key,
        certificate=signer.certificate,
        enclosed=[signer.certificate, pki.sub.certificate],
        at=NOW,
        content=CONTENT if attached else None,
    )
    assert signer.key.curve is CRYPTOPRO_A
    store = TrustStore([pki.root.certificate], [], [pki.root_crl, pki.sub_crl])
    damaged = mutate(signature)
    try:
        verdicts = verify_signature(damaged, content=CONTENT, store=store, at=NOW)
    except CmsError:
        return
    for verdict in verdicts:
        if verdict.headline is Headline.VALID:
            before, after = parse_signed_data(signature).signers[0], parse_signed_data(damaged).signers[0]
            assert after.signed_attributes == before.signed_attributes
            assert after.signature == before.signature
            assert verdict.signer.fingerprint == signer.certificate.fingerprint
