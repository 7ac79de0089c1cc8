"""The path from a certificate to a trusted root (RFC 5280 cl. 6; 63-ФЗ ст. 11 п. 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from paraph.trust.certificate import Certificate
from paraph.trust.extensions import KeyUsage
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.purpose import Purpose
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact

#: Certificates in a path at most; Russian qualified ones have three.
_MAX_LENGTH = 8
#: Issuer signatures tried for one path at most, so that crafted look-alikes cannot exhaust the checker.
_MAX_ATTEMPTS = 50

_MOSCOW = timezone(timedelta(hours=3))
_CLAUSE = "63-ФЗ ст. 11 п. 2; RFC 5280 п. 6.1"
_SOURCE = "сертификаты из подписи и доверенные сертификаты хаба"


@dataclass(frozen=True)
class Chain:
    """The path found, leaf first, as far as it goes, and what is to be said of it."""

    path: tuple[Certificate, ...]
    fact: Fact
    #: Whether the path ends in a trusted root (its certificates may still be unfit).
    complete: bool = False


def build_chain(
    certificate: Certificate,
    *,
    store: TrustStore,
    enclosed: Iterable[Certificate] = (),
    at: datetime,
    purpose: Purpose = Purpose.SIGNING,
) -> Chain:
    """The best path from `certificate` to a root of `store`; `enclosed` come from the signature file.

    Yes: every signature, date, CA flag, path length and key usage holds at `at`. No: something is refuted.
    Undetermined: an issuer is unknown or an algorithm or critical extension is not supported.
    """
    search = _Search(store, tuple(enclosed))
    search.extend((certificate,))
    chains = [Chain(path, _judge(path, at, purpose), complete=True) for path in search.complete]
    chains += [Chain(path, fact) for path, fact in search.dead_ends]
    order = (Answer.YES, Answer.NO, Answer.UNDETERMINED)
    return min(chains, key=lambda chain: (not chain.complete, order.index(chain.fact.answer)))


class _Search:
    """Depth-first walk over possible issuers; collects complete paths and the reasons of dead ends."""

    def __init__(self, store: TrustStore, enclosed: tuple[Certificate, ...]) -> None:
        self.store, self.enclosed = store, enclosed
        self.complete: list[tuple[Certificate, ...]] = []
        self.dead_ends: list[tuple[tuple[Certificate, ...], Fact]] = []
        self._attempts = 0

    def extend(self, path: tuple[Certificate, ...]) -> None:
        last = path[-1]
        if self.store.trusts(last):
            self.complete.append(path)
            return
        found, unsupported = False, ""
        candidates = self._candidates(path)
        for issuer in candidates:
            try:
                if self._attempt() and last.verify_signed_by(issuer):
                    found = True
                    self.extend((*path, issuer))
            except UnsupportedAlgorithm as error:
                unsupported = str(error)
        if not found:
            self.dead_ends.append((path, self._explain(last, bool(candidates), unsupported)))

    def _attempt(self) -> bool:
        self._attempts += 1
        return self._attempts <= _MAX_ATTEMPTS

    def _candidates(self, path: tuple[Certificate, ...]) -> list[Certificate]:
        if len(path) == _MAX_LENGTH:
            return []
        last = path[-1]
        known = (*self.store.named(last.issuer.raw), *self.enclosed)
        unique = {issuer.raw: issuer for issuer in known if last.names_issuer(issuer)}
        return [issuer for issuer in unique.values() if issuer not in path]

    def _explain(self, last: Certificate, tried: bool, unsupported: str) -> Fact:
        issuer, subject = title(last.issuer.common_name), title(last.subject.common_name)
        if unsupported:
            return _fact(Answer.UNDETERMINED, f"Сертификат {subject} не проверен: {unsupported}.")
        if self._attempts > _MAX_ATTEMPTS:
            return _fact(
                Answer.UNDETERMINED, "Путь до корня не построен: слишком много похожих сертификатов."
            )
        if tried:
            return _fact(
                Answer.NO,
                f"Подпись издателя {issuer} под сертификатом {subject} неверна: сертификат подделан.",
            )
        if last.self_issued:
            return _fact(
                Answer.NO,
                f"Цепочка кончается корневым сертификатом {subject}, которого нет среди доверенных. "
                "Если этому УЦ следует доверять, администратор может добавить его корень.",
            )
        return _fact(
            Answer.UNDETERMINED,
            f"Не найден сертификат издателя {issuer}: путь до доверенного корня не построен. "
            "Добавьте сертификат этого УЦ и повторите проверку.",
        )


def _judge(path: tuple[Certificate, ...], at: datetime, purpose: Purpose) -> Fact:
    """Whether every certificate of a complete path fits its place at the moment `at`."""
    below = 0  # CA certificates between this place and the leaf, self-issued ones not counted
    for place, certificate in enumerate(path):
        name, extensions = title(certificate.subject.common_name), certificate.extensions
        if at < certificate.not_before:
            return _fact(
                Answer.NO,
                f"Сертификат {name} ещё не действовал: срок начинается {moment(certificate.not_before)}.",
            )
        if at > certificate.not_after:
            return _fact(
                Answer.NO, f"Срок действия сертификата {name} истёк {moment(certificate.not_after)}."
            )
        if extensions.unknown_critical:
            return _fact(
                Answer.UNDETERMINED,
                f"В сертификате {name} есть неизвестное обязательное расширение "
                f"{', '.join(extensions.unknown_critical)}.",
            )
        usage = extensions.key_usage
        if place == 0:
            if misuse := purpose.misuse(extensions):
                return _fact(Answer.NO, f"Сертификат {name} {misuse}.")
            continue
        if not extensions.is_ca or (usage is not None and KeyUsage.KEY_CERT_SIGN not in usage):
            return _fact(Answer.NO, f"Сертификат {name} не даёт права выпускать сертификаты.")
        if extensions.path_length is not None and below > extensions.path_length:
            return _fact(Answer.NO, f"Цепочка длиннее, чем разрешает сертификат {name}.")
        below += not certificate.self_issued
    names = " → ".join(title(certificate.subject.common_name) for certificate in path)
    return _fact(Answer.YES, f"Цепочка построена до доверенного корня и действует на {moment(at)}: {names}.")


def _fact(answer: Answer, reason: str) -> Fact:
    return Fact(answer, reason, source=_SOURCE, clause=_CLAUSE)


def title(name: str) -> str:
    """A name inside a Russian sentence."""
    return f"«{name or 'без имени'}»"


def moment(at: datetime) -> str:
    """A moment inside a Russian sentence, in Moscow time as documents are dated."""
    return at.astimezone(_MOSCOW).strftime("%d.%m.%Y %H:%M МСК")
