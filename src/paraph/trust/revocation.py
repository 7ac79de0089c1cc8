"""Whether certificates of a path were revoked at a moment (RFC 5280 cl. 6.3; RFC 6960; 63-ФЗ ст. 14 ч. 6)."""

from __future__ import annotations

from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain
from paraph.trust.clock import Clock
from paraph.trust.evidence import Evidence
from paraph.trust.status import Status, decide
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.verdict import Answer, Check, Fact
from paraph.trust.wording import moment, title

_CLAUSE = "63-ФЗ ст. 11 п. 2, ст. 14 ч. 6; RFC 5280 п. 6.3"
_SOURCE = "списки отозванных и ответы OCSP из файла подписи и хаба"


def find_revocation(chain: Chain, *, store: TrustStore, enclosed: Enclosed, clock: Clock) -> Fact:
    """One fact over all certificates of the path except the trusted root, a check for each.

    No: one was revoked or suspended not later than the moment. Undetermined: for one nothing in force is
    known. Yes: for each something is, and it was not revoked (or later, which the reason then says).
    """
    checks, sources = [], []
    for place, (certificate, issuer) in enumerate(zip(chain.path, chain.path[1:], strict=False)):
        evidence = Evidence(store, enclosed, chain.path[-1])
        status = _status(certificate, issuer, evidence, clock)
        checks.append(_check(place, status))
        sources.append(status.source)
    if not chain.complete:
        last = chain.path[-1]
        reason = f"Отзыв сертификата {title(last.subject.common_name)} не проверен: нет доверенного издателя."
        checks.append(_check(len(checks), Status(Answer.UNDETERMINED, reason, _SOURCE)))
        sources.append(_SOURCE)
    for answer in (Answer.NO, Answer.UNDETERMINED):
        for check, source in zip(checks, sources, strict=True):
            if check.answer is answer:
                return Fact(answer, check.reason, source, _CLAUSE, tuple(checks))
    if not checks:
        reason = "Сертификат подписанта сам доверенный корень: отзыв к нему не применяется."
        return Fact(Answer.YES, reason, "доверенные сертификаты хаба", _CLAUSE)
    reason = " ".join(check.reason for check in checks)
    return Fact(Answer.YES, reason, "; ".join(sources), _CLAUSE, tuple(checks))


def _check(place: int, status: Status) -> Check:
    name = "revocation.authority" if place else "revocation.certificate"
    return Check(name, status.answer, status.reason, _CLAUSE)


def _status(certificate: Certificate, issuer: Certificate, evidence: Evidence, clock: Clock) -> Status:
    name = title(certificate.subject.common_name)
    statements = evidence.statements(certificate, issuer)
    status = decide(name, statements, clock)
    if status is not None and (status.answer is Answer.NO or not evidence.broken):
        return status
    reason = _missing(name, certificate, issuer, evidence)
    return Status(Answer.UNDETERMINED, reason, _SOURCE)


def _missing(name: str, certificate: Certificate, issuer: Certificate, evidence: Evidence) -> str:
    """Why nothing can be said, and what would help."""
    authority = title(issuer.subject.common_name)
    urls = certificate.extensions.crl_urls
    where = f" Список публикуется по адресу {urls[0]}." if urls else ""
    remarks = dict.fromkeys((*evidence.broken, *evidence.remarks))
    if remarks:
        return f"Отзыв сертификата {name} не проверен: {'; '.join(remarks)}.{where}"
    lists = evidence.lists(certificate, issuer)
    if not lists:
        return f"Отзыв сертификата {name} не проверен: нет списка отозванных УЦ {authority}.{where}"
    newest = lists[0]
    until = f" и действовал до {moment(newest.next_update)}" if newest.next_update else ""
    return (
        f"Отзыв сертификата {name} не проверен: последний список УЦ {authority} выпущен "
        f"{moment(newest.this_update)}{until}, на момент, к которому относится проверка, он не действует."
        + where
    )
