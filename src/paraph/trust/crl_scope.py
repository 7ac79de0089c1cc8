"""Which certificates a list of revoked ones speaks about (RFC 5280 cl. 4.2.1.13, 5.2.5, 6.3.3 (b)).

A certificate names the points its lists are published at, a list names the points it is published for; what
they have in common is what the list can tell about the certificate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate

#: Bits of ReasonFlags: a list that covers them all is enough by itself.
ALL_REASONS = frozenset(range(1, 9))
NO_REASONS: frozenset[int] = frozenset()
#: Certificate on hold.
HOLD = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """issuingDistributionPoint of a list; the defaults are those of a list without it."""

    #: The extension as it lies: a delta goes with a list of equal scope.
    raw: bytes = b""
    #: Encoded names of the point; none means every point of the issuer.
    names: frozenset[bytes] = frozenset()
    only_users: bool = False
    only_authorities: bool = False
    only_attributes: bool = False
    #: Entries may concern certificates of other issuers and then say so.
    indirect: bool = False
    reasons: frozenset[int] = ALL_REASONS

    @classmethod
    def parse(cls, value: bytes, issuer: bytes) -> Scope:
        """From the extension's value and the list's issuer (encoded name); raises `der.DerError`."""
        fields = der.read(value).fields()
        point = fields.maybe(0xA0)
        users, authorities, reasons, indirect, attributes = (fields.maybe(tag) for tag in range(0x81, 0x86))
        fields.done()
        return cls(
            raw=value,
            names=_point_names(point, issuer),
            only_users=_flag(users),
            only_authorities=_flag(authorities),
            only_attributes=_flag(attributes),
            indirect=_flag(indirect),
            reasons=_reasons(reasons, 0x83),
        )

    def reasons_for(self, certificate: Certificate, issuer: bytes) -> frozenset[int]:
        """Reasons of revocation a list of this scope, issued by `issuer`, tells of for the certificate.

        Empty when the certificate is none of its concern. Raises `der.DerError`.
        """
        is_ca = certificate.extensions.is_ca
        if self.only_attributes or (self.only_users and is_ca) or (self.only_authorities and not is_ca):
            return NO_REASONS
        found = NO_REASONS
        for point in points_of(certificate):
            listed_by = issuer in point.issuers and (self.indirect or issuer == certificate.issuer.raw)
            if listed_by and (not self.names or self.names & point.names):
                found |= self.reasons & point.reasons
        return found


@dataclass(frozen=True, slots=True)
class Point:
    """One place a certificate says its lists are published at."""

    names: frozenset[bytes]
    #: Encoded names of who issues the lists: the certificate's issuer, or others it entrusts.
    issuers: frozenset[bytes]
    reasons: frozenset[int]


def points_of(certificate: Certificate) -> list[Point]:
    """Points of a certificate, among them its issuer as such: lists may be found without any address."""
    own = certificate.issuer.raw
    found = [Point(frozenset({der.explicit(4, own)}), frozenset({own}), ALL_REASONS)]
    value = certificate.extensions.values.get(oids.CRL_DISTRIBUTION_POINTS)
    for element in der.read(value).children(der.SEQUENCE) if value is not None else ():
        fields = element.fields()
        point, reasons, authority = (fields.maybe(tag) for tag in (0xA0, 0x81, 0xA2))
        fields.done()
        named = [name.only().raw for name in authority or () if name.tag == 0xA4]
        issuers = frozenset(named) if authority else frozenset({own})
        names = _point_names(point, named[0] if named else own)
        if not names:
            names = frozenset(name.raw for name in authority or ())
        found.append(Point(names, issuers, _reasons(reasons, 0x81)))
    return found


def _point_names(point: der.Element | None, issuer: bytes) -> frozenset[bytes]:
    """GeneralNames of a DistributionPointName; a relative one is completed by the issuer's name."""
    if point is None:
        return frozenset()
    name = point.only()
    if name.tag == 0xA0:
        return frozenset(part.raw for part in name)
    relative = name.expect(0xA1).retagged(der.SET)
    return frozenset({der.explicit(4, der.sequence(der.read(issuer).content, relative))})


def _flag(element: der.Element | None) -> bool:
    return element is not None and der.read(element.retagged(der.BOOLEAN)).boolean()


def _reasons(element: der.Element | None, tag: int) -> frozenset[int]:
    return ALL_REASONS if element is None else element.named_bits(tag) & ALL_REASONS


def names_of_issuers(certificate: Certificate) -> Iterable[bytes]:
    """Whose lists may speak about the certificate, encoded names without repetition."""
    return dict.fromkeys(issuer for point in points_of(certificate) for issuer in sorted(point.issuers))
