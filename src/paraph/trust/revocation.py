"""Whether certificates of a path were revoked at a moment (RFC 5280 cl. 6.3; RFC 6960; 63-ФЗ ст. 14 ч. 6)."""

from __future__ import annotations

from collections.abc import Sequence

from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain
from paraph.trust.clock import Clock
from paraph.trust.evidence import Evidence
from paraph.trust.status import Statement, Status, decide
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
    remarks = evidence.broken or ([] if statements else evidence.remarks)
    why = "; ".join(dict.fromkeys(remarks)) or _lack(certificate, issuer, statements, clock)
    urls = certificate.extensions.crl_urls
    where = f" Список публикуется по адресу {urls[0]}." if urls else ""
    return Status(Answer.UNDETERMINED, f"Отзыв сертификата {name} не проверен: {why}.{where}", _SOURCE)


def _lack(
    certificate: Certificate, issuer: Certificate, statements: Sequence[Statement], clock: Clock
) -> str:
    """What is not there that would tell."""
    authority = title(issuer.subject.common_name)
    newest = max(statements, key=lambda item: item.this_update, default=None)
    if newest is None:
        return f"нет списка отозванных УЦ {authority}"
    if any(item.in_force(clock) for item in statements):
        return f"списки УЦ {authority} говорят не обо всех причинах отзыва"
    if not newest.remembers:
        return (
            f"срок сертификата истёк {moment(certificate.not_after)}, раньше последнего известного списка "
            "или ответа, а истёкшие сертификаты из них исключаются"
        )
    until = f" и действовал до {moment(newest.next_update)}" if newest.next_update else ""
    return (
        f"последний список или ответ УЦ {authority} выпущен {moment(newest.this_update)}{until}, "
        "на момент, к которому относится проверка, он не действует"
    )
