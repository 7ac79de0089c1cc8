"""Whether a CAdES signature is of the level its attributes make it look, rule by rule.

An attribute is easily added by anyone, so its presence proves nothing: references must lead to what they
name, values must hold what is referred to, stamps must hold (ETSI TS 101 733 cl. 4.4, 6.2, 6.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from paraph.trust import ocsp, oids
from paraph.trust.cades_attributes import (
    CertificateRef,
    RevocationRef,
    basic_response,
    certificate_refs,
    revocation_refs,
)
from paraph.trust.cades_enclosures import Enclosures
from paraph.trust.cades_stamps import Stamp
from paraph.trust.certificate import Certificate
from paraph.trust.cms import Level, Signer
from paraph.trust.crl import Crl
from paraph.trust.der import DerError
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.keys import digest as compute_digest
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check

_Reference = CertificateRef | RevocationRef
_Item = Certificate | Crl | ocsp.Response


@dataclass(frozen=True, slots=True)
class _Kind:
    """References and values of one kind: they obey the same rules."""

    refs: str
    values: str
    refs_rule: str
    values_rule: str
    words: str
    clause: str
    read: Callable[[bytes], Sequence[_Reference]]


_CERTIFICATES = _Kind(
    oids.CERTIFICATE_REFS,
    oids.CERTIFICATE_VALUES,
    "cades.certificate-references",
    "cades.certificate-values",
    "сертификаты УЦ",
    "TS 101 733 п. 6.2.1, 6.3.3",
    certificate_refs,
)
_REVOCATIONS = _Kind(
    oids.REVOCATION_REFS,
    oids.REVOCATION_VALUES,
    "cades.revocation-references",
    "cades.revocation-values",
    "сведения об отзыве",
    "TS 101 733 п. 6.2.2, 6.3.4",
    revocation_refs,
)

_STAMP, _C_STAMP, _ARCHIVE = "tsp.signature-time-stamp", "tsp.c-time-stamp", "tsp.archive-time-stamp"
_REFS = (_CERTIFICATES.refs_rule, _REVOCATIONS.refs_rule)
_VALUES = (_CERTIFICATES.values_rule, _REVOCATIONS.values_rule)
#: What each level wants to hold, the highest level first (TS 101 733 cl. 4.4; EN 319 122-1 cl. 6).
_NEEDS: Mapping[Level, tuple[str, ...]] = {
    Level.A: (_STAMP, _ARCHIVE),
    Level.X_LONG_1: (_STAMP, *_REFS, _C_STAMP, *_VALUES),
    Level.X_LONG: (_STAMP, *_REFS, *_VALUES),
    Level.X: (_STAMP, *_REFS, _C_STAMP),
    Level.C: (_STAMP, *_REFS),
    Level.T: (_STAMP,),
}


@dataclass(frozen=True, slots=True)
class LevelReport:
    """The level that holds, and the rules on references and values with their answers."""

    level: Level
    certificates: tuple[Check, ...] = ()
    revocations: tuple[Check, ...] = ()


def judge_level(
    signer: Signer, certificate: Certificate, evidence: Enclosures, stamps: Sequence[Stamp], store: TrustStore
) -> LevelReport:
    """The level proved; never above the one the attributes declare."""
    if signer.level in (Level.CMS, Level.BES):
        return LevelReport(signer.level)
    inside = evidence.enclosed
    certificates = _judge(
        _CERTIFICATES,
        signer,
        evidence,
        inside=inside.certificates,
        outside=lambda: [*store.roots, *store.intermediates],
        about=lambda item: isinstance(item, Certificate) and certificate.names_issuer(item),
    )
    revocations = _judge(
        _REVOCATIONS,
        signer,
        evidence,
        inside=(*inside.crls, *inside.responses),
        outside=lambda: [*store.crls, *store.responses],
        about=lambda item: _tells_of(item, certificate),
    )
    rules = (*certificates, *revocations, *(stamp.check for stamp in stamps))
    held = {rule.name for rule in rules if rule.answer is Answer.YES}
    proved = (level for level, needs in _NEEDS.items() if held.issuperset(needs))
    return LevelReport(next(proved, Level.BES), certificates, revocations)


def _judge(
    kind: _Kind,
    signer: Signer,
    evidence: Enclosures,
    *,
    inside: Sequence[_Item],
    outside: Callable[[], Sequence[_Item]],
    about: Callable[[_Item], bool],
) -> tuple[Check, ...]:
    """The rules on references and on values of one kind; none for attributes that are not there."""

    def check(rule: str, answer: Answer, reason: str) -> Check:
        return Check(rule, answer, reason, kind.clause, warning=answer is not Answer.YES)

    checks: list[Check] = []
    has_values = kind.values in signer.unsigned
    missing: list[_Reference] = []
    if kind.refs in signer.unsigned:
        try:
            references = [ref for value in signer.unsigned[kind.refs] for ref in kind.read(value)]
        except DerError as error:
            return (check(kind.refs_rule, Answer.NO, f"Ссылки на {kind.words} не читаются: {error}."),)
        found, missing = _resolve(references, inside)
        elsewhere, unknown = _resolve(missing, outside()) if missing else ([], [])
        if not any(about(item) for item in (*found, *elsewhere)) and not unknown:
            reason = f"Среди ссылок на {kind.words} нет относящихся к сертификату подписанта."
            checks.append(check(kind.refs_rule, Answer.NO, reason))
        elif unknown:
            answer = Answer.NO if has_values else Answer.UNDETERMINED
            reason = f"Ссылки на {kind.words} ведут к тому, чего нет ни в файле, ни в хабе: {len(unknown)}."
            checks.append(check(kind.refs_rule, answer, reason))
        else:
            checks.append(check(kind.refs_rule, Answer.YES, f"Ссылки на {kind.words} верны."))
    if has_values:
        fault = evidence.faults.get(kind.values, "")
        if fault:
            checks.append(check(kind.values_rule, Answer.NO, f"Вложенные {kind.words} не читаются: {fault}."))
        elif missing:
            reason = f"Вложены не все {kind.words}, на которые есть ссылки: не хватает {len(missing)}."
            checks.append(check(kind.values_rule, Answer.NO, reason))
        else:
            checks.append(check(kind.values_rule, Answer.YES, f"Вложены все нужные {kind.words}."))
    return tuple(checks)


def _resolve(
    references: Sequence[_Reference], items: Iterable[_Item]
) -> tuple[list[_Item], list[_Reference]]:
    """What the references lead to among `items`, and the references that lead nowhere there."""
    known = [(form, item) for item in items for form in _forms(item)]
    tables: dict[str, dict[bytes, _Item]] = {}
    for oid in {reference.digest_algorithm for reference in references}:
        try:
            tables[oid] = {compute_digest(oid, form): item for form, item in known}
        except UnsupportedAlgorithm:  # leads nowhere that can be found
            tables[oid] = {}
    found: list[_Item] = []
    missing: list[_Reference] = []
    for reference in references:
        item = tables[reference.digest_algorithm].get(reference.digest)
        if item is None or (isinstance(reference, CertificateRef) and not _named(reference, item)):
            missing.append(reference)
        else:
            found.append(item)
    return found, missing


def _named(reference: CertificateRef, item: _Item) -> bool:
    return isinstance(item, Certificate) and reference.matches(item)


def _forms(item: _Item) -> tuple[bytes, ...]:
    """What may have been hashed: of a response programs take the whole or the BasicOCSPResponse inside."""
    return (basic_response(item), item.raw) if isinstance(item, ocsp.Response) else (item.raw,)


def _tells_of(item: _Item, certificate: Certificate) -> bool:
    """Whether a list or response is about certificates of the same issuer as this one."""
    if isinstance(item, ocsp.Response):
        return any(entry.id.serial == certificate.serial for entry in item.entries)
    return item.issuer.raw == certificate.issuer.raw
