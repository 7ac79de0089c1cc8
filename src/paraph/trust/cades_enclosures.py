"""What a signature file brings for its own checking: certificates, lists, responses, from every place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from paraph.trust import der, oids
from paraph.trust.cades_attributes import certificate_values, revocation_values
from paraph.trust.certificate import Certificate
from paraph.trust.cms import SignedData, Signer
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.store import Enclosed, TrustStore

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Enclosures:
    """What was found, all of it and in certificate-values and revocation-values alone."""

    enclosed: Enclosed
    #: Contents of the two attributes; None when an attribute is not there.
    certificates: tuple[Certificate, ...] | None
    revocations: Enclosed | None
    #: Why an attribute could not be read, by its OID.
    faults: dict[str, str]


def gather(data: SignedData, signer: Signer, beside: Enclosed | None = None) -> Enclosures:
    """Enclosures for one signer; `beside` is what else came, such as with the signature a token stands in.

    CryptoPro keeps the time-stamping authority's certificate in unsigned certificate-values of the token.
    """
    faults: dict[str, str] = {}
    held = _values(signer, oids.CERTIFICATE_VALUES, certificate_values, faults)
    evidence = _values(signer, oids.REVOCATION_VALUES, revocation_values, faults)
    certificates = None if held is None else tuple(item for part in held for item in part)
    revocations = None if evidence is None else merge(evidence)
    own = Enclosed((*data.certificates, *(certificates or ())), data.crls, data.responses)
    return Enclosures(
        enclosed=merge(item for item in (own, revocations, beside) if item is not None),
        certificates=certificates,
        revocations=revocations,
        faults=faults,
    )


def _values(
    signer: Signer, oid: str, read: Callable[[bytes], _Value], faults: dict[str, str]
) -> list[_Value] | None:
    if oid not in signer.unsigned:
        return None
    found = []
    for value in signer.unsigned[oid]:
        try:
            found.append(read(value))
        except der.DerError as error:
            faults[oid] = str(error)
    return found


def merge(parts: Iterable[Enclosed]) -> Enclosed:
    """Everything of all the parts, each item once."""
    every = tuple(parts)
    if len(every) == 1:
        return every[0]
    return Enclosed(
        certificates=tuple(dict.fromkeys(item for part in every for item in part.certificates)),
        crls=tuple({item.raw: item for part in every for item in part.crls}.values()),
        responses=tuple({item.raw: item for part in every for item in part.responses}.values()),
    )


def signer_certificate(signer: Signer, enclosed: Enclosed, store: TrustStore) -> Certificate | None:
    """The signer's certificate from the file or the store; the one the signature refers to comes first."""
    first = None
    for known in (enclosed.certificates, store.certificates()):
        for certificate in known:
            if signer.points_at(certificate):
                if _referenced(signer, certificate):
                    return certificate
                first = first or certificate
    return first


def _referenced(signer: Signer, certificate: Certificate) -> bool:
    try:
        return signer.certificate_ref is None or signer.certificate_ref.matches(certificate)
    except UnsupportedAlgorithm:  # only an order of preference; the signature fact reports it
        return False
