"""Lists and responses with every part to order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from path_kit import NOTHING, SIGNS, authority, certify, name, purposes, usage
from trust_kit import DAY, NOW, Holder

from paraph.trust import der, ocsp, oids
from paraph.trust.certificate import Certificate
from paraph.trust.crl import Crl, Reason, Revocation, issue_crl
from paraph.trust.extensions import extension
from paraph.trust.keys import signed
from paraph.trust.names import Name
from paraph.trust.path_check import judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Fact


def listed(
    issuer: Holder,
    *entries: Revocation,
    since: datetime = NOW - DAY,
    until: datetime = NOW + DAY,
    number: int = 7,
    extensions: Iterable[bytes] = (),
) -> Crl:
    return Crl.parse(
        issue_crl(
            issuer_cert=issuer.certificate,
            issuer_key=issuer.key,
            revoked=entries,
            this_update=since,
            next_update=until,
            number=number,
            extensions=extensions,
        )
    )


def delta(issuer: Holder, *entries: Revocation, base: int = 7, number: int = 9, **options: Any) -> Crl:
    indicator = extension(oids.DELTA_CRL_INDICATOR, der.integer(base), critical=True)
    extra = options.pop("extensions", ())
    return listed(issuer, *entries, number=number, extensions=[indicator, *extra], **options)


def scope(*parts: bytes) -> bytes:
    return extension(oids.ISSUING_DISTRIBUTION_POINT, der.sequence(*parts), critical=True)


def some_reasons(*bits: int) -> bytes:
    return scope(der.implicit(3, der.named_bits(bits)))


def indirect(*parts: bytes) -> bytes:
    return scope(*parts, der.implicit(4, der.boolean(True)))


def point(*names: bytes, issuer: Name | None = None, reasons: Iterable[int] | None = None) -> bytes:
    """DistributionPoint of a certificate."""
    return der.sequence(
        *([der.explicit(0, der.explicit(0, *names))] if names else []),
        *([der.implicit(1, der.named_bits(reasons))] if reasons is not None else []),
        *([der.explicit(2, der.explicit(4, issuer.raw))] if issuer else []),
    )


def points(*found: bytes) -> bytes:
    return extension(oids.CRL_DISTRIBUTION_POINTS, der.sequence(*found))


def concerning(issuer: Name) -> bytes:
    """Entry extension certificateIssuer."""
    value = der.sequence(der.explicit(4, issuer.raw))
    return extension(oids.CERTIFICATE_ISSUER, value, critical=True)


def with_entries(template: Crl, issuer: Holder, *entries: bytes) -> Crl:
    """The (empty) list again with these encoded entries, signed anew."""
    fields = [field.raw for field in der.read(template.tbs)]
    return Crl.parse(signed(issuer.key, der.sequence(*fields[:-1], der.sequence(*entries), fields[-1])))


def entry(serial: int, at: datetime, *extensions: bytes) -> bytes:
    extra = [der.sequence(*extensions)] if extensions else []
    return der.sequence(der.integer(serial), der.time(at), *extra)


def responder(issuer: Holder, *extensions: bytes, no_check: bool = True, **options: Any) -> Holder:
    extra = [extension(oids.OCSP_NO_CHECK, der.null())] if no_check else []
    wanted = (usage(SIGNS), purposes(oids.EKU_OCSP_SIGNING, critical=False), *extra, *extensions)
    return certify(name("Служба OCSP"), issuer, *wanted, **options)


def answered(
    leaf: Certificate,
    issuer: Certificate,
    by: Holder,
    *entries: Revocation,
    since: datetime = NOW,
    until: datetime | None = NOW + DAY,
) -> ocsp.Response:
    known = {item.serial: item for item in entries}
    revoked: Callable[[int], Revocation | None] = known.get
    return ocsp.Response.parse(
        ocsp.issue_response(
            ocsp.Request((ocsp.CertId.of(leaf.serial, issuer),)),
            issuer=issuer,
            revoked=revoked,
            key=by.key,
            certificate=by.certificate,
            this_update=since,
            next_update=until,
        )
    )


class World:
    """A root and an authority with fresh lists; the authority's own is left to each test."""

    def __init__(self) -> None:
        self.root = authority("Корень", None)
        self.ca = authority("УЦ", self.root)
        self.root_list = listed(self.root, until=NOW + 400 * DAY)

    def store(self, *found: Crl | ocsp.Response | Holder, root_list: Crl | None = None) -> TrustStore:
        return TrustStore(
            [self.root.certificate],
            [self.ca.certificate, *(item.certificate for item in found if isinstance(item, Holder))],
            [root_list or self.root_list, *(item for item in found if isinstance(item, Crl))],
            [item for item in found if isinstance(item, ocsp.Response)],
        )

    def ask(
        self,
        leaf: Holder,
        *found: Crl | ocsp.Response | Holder,
        at: datetime = NOW,
        enclosed: Enclosed = NOTHING,
        root_list: Crl | None = None,
    ) -> Fact:
        store = self.store(*found, root_list=root_list)
        return judge(
            leaf.certificate, store=store, enclosed=enclosed, at=at, purpose=Purpose.SIGNING
        ).revocation


def hold(leaf: Holder, at: datetime = NOW - 2 * DAY) -> Revocation:
    return Revocation(leaf.certificate.serial, at, Reason.CERTIFICATE_HOLD)


def lifted(leaf: Holder, at: datetime = NOW - DAY) -> Revocation:
    return Revocation(leaf.certificate.serial, at, Reason.REMOVE_FROM_CRL)


def revoked(leaf: Holder, at: datetime = NOW - 2 * DAY) -> Revocation:
    return Revocation(leaf.certificate.serial, at, Reason.KEY_COMPROMISE)
