"""Whether certificates of a path were revoked at a moment, by lists (RFC 5280 cl. 6.3; 63-ФЗ ст. 14 ч. 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain
from paraph.trust.crl import REASON_TITLES, Crl, Reason, Revocation
from paraph.trust.der import DerError
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact
from paraph.trust.wording import moment, title

_CLAUSE = "63-ФЗ ст. 11 п. 2, ст. 14 ч. 6; RFC 5280 п. 6.3"


@dataclass(frozen=True)
class _Status:
    answer: Answer
    reason: str
    source: str = "списки отозванных из файла подписи и хаба"


def check_revocation(chain: Chain, *, store: TrustStore, enclosed: Iterable[Crl] = (), at: datetime) -> Fact:
    """One fact over all certificates of the path except the trusted root.

    No: one was revoked not later than `at`. Undetermined: for one there is no list in force. Yes: for each
    there is one, and it is not there (or was revoked after `at`, which the reason then says).
    """
    lists = tuple(enclosed)
    pairs = list(zip(chain.path, chain.path[1:], strict=False))
    statuses = [_status(certificate, issuer, store, lists, at) for certificate, issuer in pairs]
    if not chain.complete:
        last = chain.path[-1]
        reason = f"Отзыв сертификата {title(last.subject.common_name)} не проверен: нет доверенного издателя."
        statuses.append(_Status(Answer.UNDETERMINED, reason))
    for answer in (Answer.NO, Answer.UNDETERMINED):
        for status in statuses:
            if status.answer is answer:
                return Fact(answer, status.reason, status.source, _CLAUSE)
    if not statuses:
        reason = "Сертификат подписанта сам доверенный корень: отзыв к нему не применяется."
        return Fact(Answer.YES, reason, "доверенные сертификаты хаба", _CLAUSE)
    reason = " ".join(status.reason for status in statuses)
    return Fact(Answer.YES, reason, "; ".join(status.source for status in statuses), _CLAUSE)


def _status(
    certificate: Certificate, issuer: Certificate, store: TrustStore, enclosed: tuple[Crl, ...], at: datetime
) -> _Status:
    name = title(certificate.subject.common_name)
    suitable = _suitable(certificate, issuer, store, (*store.lists(certificate.issuer.raw), *enclosed))
    fresh = [crl for crl in suitable if _in_force(crl, certificate, at)]
    try:
        if fresh:
            return _found(name, fresh[0], fresh[0].find(certificate.serial), at)
        for crl in suitable:
            entry = crl.find(certificate.serial)
            # An entry and its date are for ever, whatever the list's age; only a suspension may be lifted.
            if entry is not None and entry.reason is not Reason.CERTIFICATE_HOLD:
                return _found(name, crl, entry, at)
    except DerError as error:
        return _Status(
            Answer.UNDETERMINED, f"Отзыв сертификата {name} не проверен: список испорчен ({error})."
        )
    return _missing(name, issuer, certificate, suitable, at)


def _suitable(
    certificate: Certificate, issuer: Certificate, store: TrustStore, lists: Iterable[Crl]
) -> list[Crl]:
    """Lists that cover the certificate and are signed by its issuer, newest first."""

    def signed(crl: Crl) -> bool:
        try:
            return store.signatures.hold(crl, issuer)
        except UnsupportedAlgorithm:  # such a list proves nothing: the same as not having it
            return False

    found = [crl for crl in lists if crl.covers(certificate) and signed(crl)]
    return sorted(found, key=lambda crl: crl.this_update, reverse=True)


def _in_force(crl: Crl, certificate: Certificate, at: datetime) -> bool:
    """Whether the list tells the state at `at`.

    A list issued later tells it too, for entries keep their dates, unless the certificate had expired by
    then: expired certificates leave the lists (RFC 5280 cl. 3.3).
    """
    if crl.this_update > at:
        return crl.this_update <= certificate.not_after
    return crl.next_update is not None and at <= crl.next_update


def _found(name: str, crl: Crl, entry: Revocation | None, at: datetime) -> _Status:
    number = f" № {crl.number}" if crl.number is not None else ""
    source = f"CRL {title(crl.issuer.common_name)}{number} от {moment(crl.this_update)}"
    if entry is None:
        return _Status(Answer.YES, f"Сертификат {name} не отозван.", source)
    why = REASON_TITLES[entry.reason]
    if entry.at <= at:
        return _Status(Answer.NO, f"Сертификат {name} отозван {moment(entry.at)}: {why}.", source)
    return _Status(
        Answer.YES,
        f"Сертификат {name} на {moment(at)} ещё не был отозван (отозван {moment(entry.at)}: {why}).",
        source,
    )


def _missing(
    name: str, issuer: Certificate, certificate: Certificate, suitable: list[Crl], at: datetime
) -> _Status:
    authority = title(issuer.subject.common_name)
    if suitable:
        newest = suitable[0]
        until = f" и действовал до {moment(newest.next_update)}" if newest.next_update else ""
        reason = (
            f"Отзыв сертификата {name} не проверен: последний список УЦ {authority} выпущен "
            f"{moment(newest.this_update)}{until}, на {moment(at)} он не действует."
        )
    else:
        reason = f"Отзыв сертификата {name} не проверен: нет списка отозванных УЦ {authority}."
    urls = certificate.extensions.crl_urls
    where = f" Список публикуется по адресу {urls[0]}." if urls else ""
    return _Status(Answer.UNDETERMINED, reason + where)
