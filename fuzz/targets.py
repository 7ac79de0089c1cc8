"""What is fuzzed: readers of hostile bytes, each with the only errors it may raise and its seeds.

Seeds are real structures made by the product's own issuing code and, where present, the sample exchange.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
_SAMPLES = ROOT.parent / "shared" / "data" / "edo" / "samples" / "synthetic"
# The kits that issue certificates and write titles for tests.
sys.path[:0] = [str(ROOT / "tests" / room) for room in ("trust", "formats")]


@dataclass(frozen=True)
class Target:
    """One reader."""

    name: str
    run: Callable[[bytes], object]
    #: Errors that are the reader's answer; anything else is a fault.
    refusals: tuple[type[Exception], ...]
    seeds: Callable[[], Iterable[bytes]]
    #: Longest input tried, bytes.
    longest: int = 16 * 1024

    def __call__(self, data: bytes) -> None:
        try:
            self.run(data)
        except self.refusals:
            return


def _der(data: bytes) -> None:
    from paraph.trust import der

    def walk(element: der.Element, depth: int) -> None:
        if element.tag & 0x20 and depth < 64:
            for child in element:
                walk(child, depth + 1)

    walk(der.read(data), 0)
    walk(der.read(data, ber=True), 0)


@cache
def _pki():  # type: ignore[no-untyped-def]
    from trust_kit import make_pki

    return make_pki()


@cache
def _store():  # type: ignore[no-untyped-def]
    from trust_kit import crl

    from paraph.trust.store import TrustStore

    pki = _pki()
    return TrustStore([pki.root.certificate], [pki.sub.certificate], [crl(pki.root), crl(pki.sub)])


def _cms(data: bytes) -> None:
    """Parsing and the whole check: neither may end in anything but a verdict or `CmsError`."""
    from trust_kit import CONTENT, NOW

    from paraph.trust.verify import verify_signature

    for verdict in verify_signature(data, content=CONTENT, store=_store(), at=NOW):
        verdict.as_dict()


def _certificate(data: bytes) -> None:
    from paraph.trust.certificate import Certificate

    certificate = Certificate.parse(data)
    certificate.signer_info()
    _ = certificate.extensions


def _crl(data: bytes) -> None:
    from paraph.trust.crl import Crl

    Crl.parse(data).find(2)


def _ocsp(data: bytes) -> None:
    from paraph.trust import ocsp

    ocsp.Response.parse(data)


def _token(data: bytes) -> None:
    from paraph.trust import tsp

    tsp.Token.parse(data)


def _tsl(data: bytes) -> None:
    from trust_kit import NOW

    from paraph.trust.tsl import AccreditedList

    AccreditedList.parse(data).verify(store=_store(), at=NOW)


def _mchd(data: bytes) -> None:
    from paraph.formats import mchd

    mchd.parse(data)


def _title(data: bytes) -> None:
    from paraph.formats.title_checks import check_title
    from paraph.formats.titles import read_title

    check_title(data)
    read_title(data)


def _exchange(data: bytes) -> None:
    """Whatever else a partner or an operator sends as XML; the reader is chosen by the root."""
    from paraph.formats import service_reading, signer_content, title_answers, universal

    if b"<Signer" in data[:100]:
        signer_content.read_signer_content(data)
    elif b"<UniversalMessage" in data[:100]:
        universal.read_universal_message(data)
    elif b"<UniversalTransfer" in data[:100]:
        title_answers.read_user_contract(data)
    else:
        service_reading.read_service_document(data)


def _pkcs12(data: bytes) -> None:
    from paraph.trust.pkcs12 import load_pkcs12

    load_pkcs12(data, "password")


def _enveloped(data: bytes) -> None:
    from paraph.trust.enveloped import decrypt

    person = _pki().person
    decrypt(data, person.key, person.certificate)


# -- seeds ---------------------------------------------------------------------------------------------------


def _signatures() -> Iterator[bytes]:
    from trust_kit import CONTENT, NOW

    from paraph.trust.cades_signing import build_signed_data, sign_detached
    from paraph.trust.keys import digest, scheme_of

    head = _pki().head
    yield sign_detached(CONTENT, key=head.key, certificate=head.certificate, at=NOW)
    yield build_signed_data(
        digest(scheme_of(head.key.curve).digest_oid, CONTENT),
        key=head.key, certificate=head.certificate, enclosed=(head.certificate, _pki().sub.certificate),
        at=NOW, content=CONTENT,
    )  # fmt: skip
    yield from (path.read_bytes() for path in sorted(_SAMPLES.glob("*.sig")))


def _certificates() -> Iterator[bytes]:
    pki = _pki()
    yield from (holder.certificate.raw for holder in (pki.root, pki.sub, pki.head))


def _lists() -> Iterator[bytes]:
    from trust_kit import NOW, crl

    from paraph.trust.crl import Revocation

    yield crl(_pki().sub, [Revocation(serial, NOW) for serial in (1, 2, 3)]).raw


def _responses() -> Iterator[bytes]:
    from trust_kit import NOW, issue, person

    from paraph.trust import certificate, ocsp

    pki = _pki()
    asked = ocsp.Request((ocsp.CertId.of(1, pki.sub.certificate),), nonce=b"nonce")
    responder = issue(person("Служба"), pki.sub, certificate.OCSP_RESPONDER)
    yield ocsp.issue_response(
        asked, issuer=pki.sub.certificate, key=responder.key, certificate=responder.certificate,
        revoked=lambda _serial: None, this_update=NOW,
    )  # fmt: skip


def _tokens() -> Iterator[bytes]:
    from trust_kit import CONTENT, NOW, issue, person

    from paraph.trust import certificate, oids, tsp
    from paraph.trust.keys import digest

    stamper = issue(person("Штамп"), _pki().sub, certificate.TSA)
    request = tsp.Request(oids.STREEBOG_256, digest(oids.STREEBOG_256, CONTENT), nonce=5)
    response = tsp.issue_response(request, key=stamper.key, certificate=stamper.certificate, at=NOW, serial=1)
    yield tsp.parse_response(response, request).raw


def _accredited_lists() -> Iterator[bytes]:
    from tsl_kit import ca_xml, signed_list

    pki = _pki()
    yield signed_list(pki.sub, ca_xml([pki.sub.certificate]))


def _powers() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(_SAMPLES.glob("ON_EMCHD*.xml")))


def _titles() -> Iterator[bytes]:
    from exchange_kit import answering_title
    from title_kit import OTHERS, other, utd

    yield from (utd(version) for version in ("5.01", "5.03"))
    yield from (other(prefix)[0] for prefix in OTHERS)
    yield answering_title()


def _exchanged() -> Iterator[bytes]:
    from exchange_kit import contracts, service_files

    yield from (*service_files(), *contracts())


def _key_files() -> Iterator[bytes]:
    from paraph.trust.pkcs8 import PrivateKey
    from paraph.trust.pkcs12 import KeyBundle, dump_pkcs12

    head = _pki().head
    key = PrivateKey(head.key.curve, head.key.value)
    yield dump_pkcs12(KeyBundle(key, head.certificate.raw), "password", iterations=1000)


def _envelopes() -> Iterator[bytes]:
    from trust_kit import CONTENT

    from paraph.trust.enveloped import encrypt

    for mode in ("transport", "agree"):
        yield encrypt(CONTENT, [_pki().person.certificate], mode=mode)


def all_targets() -> dict[str, Target]:
    """Every target by name; imports the product, so instrumentation must be on before."""
    from paraph.formats.mchd_types import MchdError
    from paraph.formats.titles import TitleError
    from paraph.formats.xml_files import FormatError
    from paraph.trust.cms import CmsError
    from paraph.trust.der import DerError
    from paraph.trust.enveloped import EnvelopedError
    from paraph.trust.ocsp import OcspError
    from paraph.trust.pbes2 import KeyFileError
    from paraph.trust.tsl import TslError
    from paraph.trust.tsp import TspError

    def everything() -> Iterator[bytes]:
        yield from (*_certificates(), *_lists(), *_signatures())

    found = (
        Target("der", _der, (DerError,), everything),
        Target("cms", _cms, (CmsError,), _signatures),
        Target("certificate", _certificate, (DerError,), _certificates),
        Target("crl", _crl, (DerError,), _lists),
        Target("ocsp", _ocsp, (OcspError, DerError), _responses),
        Target("token", _token, (TspError,), _tokens),
        Target("tsl", _tsl, (TslError,), _accredited_lists, 64 * 1024),
        Target("mchd", _mchd, (MchdError,), _powers),
        Target("title", _title, (TitleError,), _titles),
        Target("exchange", _exchange, (FormatError,), _exchanged),
        Target("enveloped", _enveloped, (EnvelopedError,), _envelopes),
        Target("pkcs12", _pkcs12, (KeyFileError,), _key_files),
    )
    return {target.name: target for target in found}
