"""Certificate extensions of RFC 5280 and of the КЭП profile (приказ ФСБ № 795), read and written.

Extensions that decide (CA flag, key usage, key identifiers) are read strictly: a malformed one makes the
certificate unreadable. Informational ones are read leniently, and what could not be read is listed by OID in
`unreadable`, so that a verdict can say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from paraph.trust import der, oids


class KeyUsage(IntEnum):
    """Bits of the keyUsage extension (RFC 5280 cl. 4.2.1.3)."""

    DIGITAL_SIGNATURE = 0
    NON_REPUDIATION = 1
    KEY_ENCIPHERMENT = 2
    DATA_ENCIPHERMENT = 3
    KEY_AGREEMENT = 4
    KEY_CERT_SIGN = 5
    CRL_SIGN = 6


@dataclass(frozen=True, slots=True)
class IssuerSignTool:
    """Means used by the CA and their conformity certificates (приказ ФСБ № 795, issuerSignTool)."""

    sign_tool: str
    ca_tool: str
    sign_tool_certificate: str
    ca_tool_certificate: str


@dataclass(frozen=True)
class Extensions:
    """What a certificate says about itself beside name and key; absent parts keep their defaults."""

    is_ca: bool = False
    path_length: int | None = None
    #: None when the extension is absent, which restricts nothing.
    key_usage: frozenset[int] | None = None
    extended_key_usage: frozenset[str] | None = None
    subject_key_id: bytes | None = None
    authority_key_id: bytes | None = None
    crl_urls: tuple[str, ...] = ()
    #: Where deltas are published.
    freshest_urls: tuple[str, ...] = ()
    ca_issuer_urls: tuple[str, ...] = ()
    ocsp_urls: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    subject_sign_tool: str = ""
    issuer_sign_tool: IssuerSignTool | None = None
    identification_kind: int | None = None
    #: Extensions marked critical, by OID.
    critical: frozenset[str] = frozenset()
    #: Critical extensions this code does not process: a certificate with one must not be relied on.
    unknown_critical: tuple[str, ...] = ()
    #: Informational extensions whose value could not be read.
    unreadable: tuple[str, ...] = ()
    #: Every extension's value as it lies, by OID.
    values: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def parse_extensions(element: der.Element | None) -> Extensions:
    """`Extensions ::= SEQUENCE OF Extension`; None stands for a certificate without any."""
    found: dict[str, Any] = {}
    values: dict[str, bytes] = {}
    marked: set[str] = set()
    unknown: list[str] = []
    unreadable: list[str] = []
    for oid, critical, value in split_extensions(element):
        if oid in values:
            raise der.DerError(f"расширение {oid} повторяется")
        values[oid] = value
        if critical:
            marked.add(oid)
        if oid in _DECISIVE:
            found |= _DECISIVE[oid](der.read(value))
        elif oid in _INFORMATIONAL:
            try:
                found |= _INFORMATIONAL[oid](der.read(value))
            except der.DerError:
                unreadable.append(oid)
        elif critical and oid not in _PROCESSED:
            unknown.append(oid)
    return Extensions(
        **found,
        critical=frozenset(marked),
        unknown_critical=tuple(unknown),
        unreadable=tuple(unreadable),
        values=MappingProxyType(values),
    )


def split_extensions(element: der.Element | None) -> list[tuple[str, bool, bytes]]:
    """(OID, critical, value) of every extension, for certificates, CRLs, requests and responses alike."""
    found: list[tuple[str, bool, bytes]] = []
    for extension in element.children(der.SEQUENCE) if element else ():
        fields = extension.fields()
        oid = fields.take().oid()
        critical = fields.maybe(der.BOOLEAN)
        found.append((oid, critical is not None and critical.boolean(), fields.take().octets()))
        fields.done()
    return found


def general_name_uris(names: Iterable[der.Element]) -> tuple[str, ...]:
    """The uniformResourceIdentifier choices among GeneralNames."""
    return tuple(name.text(der.IA5_STRING) for name in names if name.tag == 0x86)


def distribution_point_uris(point: der.Element) -> tuple[str, ...]:
    """URIs of a DistributionPointName: [0] fullName; a relative name has none."""
    full_name = point.only()
    return general_name_uris(full_name) if full_name.tag == 0xA0 else ()


def _basic_constraints(value: der.Element) -> dict[str, Any]:
    fields = value.fields()
    ca = fields.maybe(der.BOOLEAN)
    length = fields.maybe(der.INTEGER)
    fields.done()
    is_ca = ca is not None and ca.boolean()
    path_length = length.integer() if length else None
    if path_length is not None and path_length < 0:
        raise der.DerError("отрицательная длина цепочки в basicConstraints")
    return {"is_ca": is_ca, "path_length": path_length}


def _authority_key_id(value: der.Element) -> dict[str, Any]:
    key_id = value.fields().maybe(0x80)
    return {"authority_key_id": key_id.content if key_id else None}


def crl_urls(value: der.Element) -> tuple[str, ...]:
    """URIs of CRLDistributionPoints, which freshestCRL is too."""
    points = [point.fields().maybe(0xA0) for point in value.children(der.SEQUENCE)]
    return tuple(uri for point in points if point for uri in distribution_point_uris(point))


def _authority_info_access(value: der.Element) -> dict[str, Any]:
    entries = [(entry.fields().take().oid(), entry.children()[1:]) for entry in value.children(der.SEQUENCE)]

    def urls(method: str) -> tuple[str, ...]:
        return tuple(uri for oid, names in entries if oid == method for uri in general_name_uris(names))

    return {"ca_issuer_urls": urls(oids.CA_ISSUERS), "ocsp_urls": urls(oids.OCSP)}


def _issuer_sign_tool(value: der.Element) -> dict[str, Any]:
    texts = [part.text() for part in value.children(der.SEQUENCE)]
    if len(texts) != 4:
        raise der.DerError("issuerSignTool должен содержать четыре строки")
    return {"issuer_sign_tool": IssuerSignTool(*texts)}


_DECISIVE: Mapping[str, Callable[[der.Element], dict[str, Any]]] = {
    oids.BASIC_CONSTRAINTS: _basic_constraints,
    oids.KEY_USAGE: lambda value: {"key_usage": value.named_bits()},
    oids.EXTENDED_KEY_USAGE: lambda value: {
        "extended_key_usage": frozenset(purpose.oid() for purpose in value.children(der.SEQUENCE))
    },
    oids.SUBJECT_KEY_ID: lambda value: {"subject_key_id": value.octets()},
    oids.AUTHORITY_KEY_ID: _authority_key_id,
}
_INFORMATIONAL: Mapping[str, Callable[[der.Element], dict[str, Any]]] = {
    oids.CRL_DISTRIBUTION_POINTS: lambda value: {"crl_urls": crl_urls(value)},
    oids.FRESHEST_CRL: lambda value: {"freshest_urls": crl_urls(value)},
    oids.AUTHORITY_INFO_ACCESS: _authority_info_access,
    oids.CERTIFICATE_POLICIES: lambda value: {
        "policies": tuple(policy.fields().take().oid() for policy in value.children(der.SEQUENCE))
    },
    oids.SUBJECT_SIGN_TOOL: lambda value: {"subject_sign_tool": value.text()},
    oids.ISSUER_SIGN_TOOL: _issuer_sign_tool,
    oids.IDENTIFICATION_KIND: lambda value: {"identification_kind": value.integer()},
}
#: Read where a path is judged, or such that their criticality forbids nothing that is done here.
_PROCESSED = frozenset(
    {
        oids.NAME_CONSTRAINTS,
        oids.POLICY_MAPPINGS,
        oids.POLICY_CONSTRAINTS,
        oids.INHIBIT_ANY_POLICY,
        oids.SUBJECT_ALT_NAME,
        oids.ISSUER_ALT_NAME,
        oids.PRIVATE_KEY_USAGE_PERIOD,
        oids.OCSP_NO_CHECK,
    }
)


# -- writing -------------------------------------------------------------------------------------------


def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    """One Extension; FALSE is the default and so is not written (X.690 cl. 11.5)."""
    flag = (der.boolean(True),) if critical else ()
    return der.sequence(der.oid(oid), *flag, der.octet_string(value))


def uri(url: str) -> bytes:
    """GeneralName of a uniformResourceIdentifier."""
    return der.implicit(6, der.ia5(url))


def crl_distribution_points(urls: Iterable[str]) -> bytes:
    return der.sequence(
        *(der.sequence(der.explicit(0, der.explicit(0, uri(url)))) for url in urls),
    )


def authority_info_access(ca_issuers: Iterable[str], ocsp: Iterable[str]) -> bytes:
    entries = [(oids.OCSP, url) for url in ocsp] + [(oids.CA_ISSUERS, url) for url in ca_issuers]
    return der.sequence(*(der.sequence(der.oid(method), uri(url)) for method, url in entries))
