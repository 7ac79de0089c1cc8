"""Certificates with every extension to order, for tests of paths and revocation."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from trust_kit import CRYPTOPRO_A, DAY, NOW, Holder, Key

from paraph.gost import generate_private_key
from paraph.trust import der, oids
from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain, build_chain
from paraph.trust.extensions import KeyUsage, extension
from paraph.trust.keys import PublicKey, sign_data, signature_algorithm
from paraph.trust.names import Name
from paraph.trust.path_check import Judgement, judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer, Check

_serials = itertools.count(0x500000)

NOTHING = Enclosed()
SIGNS = {KeyUsage.DIGITAL_SIGNATURE, KeyUsage.NON_REPUDIATION}
CERTIFIES = {KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN}


def name(common_name: str, organization: str = "Проба", email: str = "") -> Name:
    return Name.build(
        ((oids.ORGANIZATION, organization), (oids.EMAIL, email), (oids.COMMON_NAME, common_name))
    )


@cache
def key(owner: str = "") -> Key:
    """One key per owner: equal names in one test file share it."""
    return Key(CRYPTOPRO_A, generate_private_key(CRYPTOPRO_A))


def certify(
    subject: Name,
    issuer: Holder | None,
    *extensions: bytes,
    own: Key | None = None,
    version: int = 3,
    not_before: datetime = NOW - 30 * DAY,
    not_after: datetime = NOW + 300 * DAY,
    serial: int | None = None,
    inner: bytes | None = None,
) -> Holder:
    """A certificate with just these extensions; without an issuer it is self-signed."""
    own = own or key(str(next(_serials)))
    signer = issuer.key if issuer else own
    algorithm = signature_algorithm(signer)
    tbs = der.sequence(
        *([der.explicit(0, der.integer(version - 1))] if version > 1 else []),
        der.integer(serial or next(_serials)),
        inner or algorithm,
        (issuer.certificate.subject if issuer else subject).raw,
        der.sequence(der.time(not_before), der.time(not_after)),
        subject.raw,
        PublicKey.of(own.curve, own.point).raw,
        *([der.explicit(3, der.sequence(*extensions))] if extensions else []),
    )
    raw = der.sequence(tbs, algorithm, der.bit_string(sign_data(signer, tbs)))
    return Holder(own, Certificate.parse(raw))


def authority(
    common_name: str,
    issuer: Holder | None,
    *extensions: bytes,
    length: int | None = None,
    subject: Name | None = None,
    **options: Any,
) -> Holder:
    found = (basic(length=length), usage(CERTIFIES), *extensions)
    return certify(subject or name(common_name), issuer, *found, **options)


def user(common_name: str, issuer: Holder, *extensions: bytes, **options: Any) -> Holder:
    return certify(name(common_name), issuer, usage(SIGNS), *extensions, **options)


# -- extensions ------------------------------------------------------------------------------------


def basic(*, ca: bool = True, length: int | None = None) -> bytes:
    parts = [der.boolean(True)] if ca else []
    if length is not None:
        parts.append(der.integer(length))
    return extension(oids.BASIC_CONSTRAINTS, der.sequence(*parts), critical=True)


def usage(bits: Iterable[int]) -> bytes:
    return extension(oids.KEY_USAGE, der.named_bits(bits), critical=True)


def purposes(*wanted: str, critical: bool = True) -> bytes:
    return extension(oids.EXTENDED_KEY_USAGE, der.sequence(*map(der.oid, wanted)), critical=critical)


def policies(*found: str) -> bytes:
    return extension(oids.CERTIFICATE_POLICIES, der.sequence(*(der.sequence(der.oid(p)) for p in found)))


def mappings(*pairs: tuple[str, str]) -> bytes:
    value = der.sequence(*(der.sequence(der.oid(a), der.oid(b)) for a, b in pairs))
    return extension(oids.POLICY_MAPPINGS, value, critical=True)


def policy_constraints(*, explicit: int | None = None, mapping: int | None = None) -> bytes:
    parts = [
        der.implicit(tag, der.integer(skip))
        for tag, skip in ((0, explicit), (1, mapping))
        if skip is not None
    ]
    return extension(oids.POLICY_CONSTRAINTS, der.sequence(*parts), critical=True)


def inhibit_any(skip: int) -> bytes:
    return extension(oids.INHIBIT_ANY_POLICY, der.integer(skip), critical=True)


def dns(text: str) -> bytes:
    return der.implicit(2, der.ia5(text))


def mailbox(text: str) -> bytes:
    return der.implicit(1, der.ia5(text))


def address(text: str) -> bytes:
    return der.implicit(6, der.ia5(text))


def directory(found: Name) -> bytes:
    return der.explicit(4, found.raw)


def limits(
    permitted: Iterable[bytes] = (), excluded: Iterable[bytes] = (), *, critical: bool = True
) -> bytes:
    trees = [
        der.explicit(tag, *(der.sequence(base) for base in bases))
        for tag, bases in ((0, list(permitted)), (1, list(excluded)))
        if bases
    ]
    return extension(oids.NAME_CONSTRAINTS, der.sequence(*trees), critical=critical)


def alternatives(*names: bytes) -> bytes:
    return extension(oids.SUBJECT_ALT_NAME, der.sequence(*names))


def key_ids(subject: bytes | None = None, issuer: bytes | None = None) -> list[bytes]:
    found = []
    if subject is not None:
        found.append(extension(oids.SUBJECT_KEY_ID, der.octet_string(subject)))
    if issuer is not None:
        value = der.sequence(der.implicit(0, der.octet_string(issuer)))
        found.append(extension(oids.AUTHORITY_KEY_ID, value))
    return found


# -- questions ---------------------------------------------------------------------------------------


def chain_of(leaf: Holder, *others: Holder, at: datetime = NOW, purpose: Purpose = Purpose.SIGNING) -> Chain:
    """The chain of `leaf` when the first of `others` is the root and the rest are known."""
    root, *known = (holder.certificate for holder in others)
    return build_chain(leaf.certificate, store=TrustStore([root], known), at=at, purpose=purpose)


def named(chain: Chain, rule: str) -> Check:
    """The check of that name."""
    return next(check for check in chain.fact.checks if check.name == rule)


def ask(
    leaf: Certificate,
    store: TrustStore,
    *,
    enclosed: Enclosed = NOTHING,
    at: datetime = NOW,
    purpose: Purpose = Purpose.SIGNING,
) -> Judgement:
    return judge(leaf, store=store, enclosed=enclosed, at=at, purpose=purpose)


def expect(chain: Chain, rule: str, answer: Answer) -> None:
    """The rule gives the answer, and so does the whole fact by that rule alone."""
    assert named(chain, rule).answer is answer, chain.fact.as_dict()
    assert chain.fact.answer is answer, chain.fact.as_dict()
    others = [check for check in chain.fact.checks if check.name != rule and not check.warning]
    assert all(check.answer is Answer.YES for check in others), chain.fact.as_dict()
    if answer is not Answer.YES:
        assert chain.fact.reason == named(chain, rule).reason
