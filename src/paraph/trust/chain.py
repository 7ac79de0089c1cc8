"""The path from a certificate to a trusted root (RFC 5280 cl. 6; 63-ФЗ ст. 11 п. 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.path_rules import Path, judge_path
from paraph.trust.purpose import Purpose
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check, Fact
from paraph.trust.wording import title

#: Certificates in a path at most; Russian qualified ones have three.
_MAX_LENGTH = 8
#: Issuer signatures tried for one path at most, so that crafted look-alikes cannot exhaust the checker.
_MAX_ATTEMPTS = 50

_CLAUSE = "63-ФЗ ст. 11 п. 2; RFC 5280 п. 6.1"
_SOURCE = "сертификаты из подписи и доверенные сертификаты хаба"
#: Better answers first: one good path is enough, and one not judged may still be good.
_ORDER = (Answer.YES, Answer.UNDETERMINED, Answer.NO)


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

    Yes: every signature and every rule of `path_rules` holds at `at`. No: something is refuted.
    Undetermined: an issuer is unknown, or something met is not supported. Raises `ValueError` for a naive
    `at`.
    """
    return find_chain(certificate, store=store, enclosed=enclosed, clock=Clock(at), purpose=purpose)


def find_chain(
    certificate: Certificate,
    *,
    store: TrustStore,
    enclosed: Iterable[Certificate],
    clock: Clock,
    purpose: Purpose,
) -> Chain:
    """`build_chain` by a clock, which then knows how long the answer stays the same."""
    search = _Search(store, tuple(enclosed))
    chains = []
    for path in search.extend((certificate,)):
        chains.append(Chain(path, _judge(Path(path, purpose), clock), complete=True))
        if chains[-1].fact.answer is Answer.YES:
            return chains[-1]
    return min(chains or search.dead_ends, key=lambda chain: _ORDER.index(chain.fact.answer))


class _Search:
    """Depth-first walk over possible issuers: gives complete paths, collects the reasons of dead ends."""

    def __init__(self, store: TrustStore, enclosed: tuple[Certificate, ...]) -> None:
        self.store, self.enclosed = store, enclosed
        self.dead_ends: list[Chain] = []
        self._attempts = 0

    def extend(self, path: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, ...]]:
        last = path[-1]
        if self.store.trusts(last):
            yield path
            return
        found, unsupported = False, ""
        candidates = self._candidates(path)
        for issuer in candidates:
            try:
                if self._attempt() and self.store.signatures.hold(last, issuer):
                    found = True
                    yield from self.extend((*path, issuer))
            except UnsupportedAlgorithm as error:
                unsupported = str(error)
        if not found:
            named = any(last.key_ids_agree(issuer) for issuer in candidates)
            self.dead_ends.append(Chain(path, self._explain(last, named, unsupported)))

    def _attempt(self) -> bool:
        self._attempts += 1
        return self._attempts <= _MAX_ATTEMPTS

    def _candidates(self, path: tuple[Certificate, ...]) -> list[Certificate]:
        """Certificates of the issuer's name; those another key identifier speaks against come last.

        The identifier is a hint, not a rule (RFC 5280 cl. 4.2.1.1): some CAs write it wrongly.
        """
        if len(path) == _MAX_LENGTH:
            return []
        last = path[-1]
        known = (*self.store.issuers(last), *self.enclosed)
        unique = {issuer.raw: issuer for issuer in known if issuer.subject.raw == last.issuer.raw}
        others = [issuer for issuer in unique.values() if issuer not in path]
        return sorted(others, key=lambda issuer: not last.key_ids_agree(issuer))

    def _explain(self, last: Certificate, tried: bool, unsupported: str) -> Fact:
        issuer, subject = title(last.issuer.common_name), title(last.subject.common_name)
        if unsupported:
            return _dead_end(Answer.UNDETERMINED, f"Сертификат {subject} не проверен: {unsupported}.")
        if self._attempts > _MAX_ATTEMPTS:
            return _dead_end(
                Answer.UNDETERMINED, "Путь до корня не построен: слишком много похожих сертификатов."
            )
        if tried:
            return _dead_end(
                Answer.NO,
                f"Подпись издателя {issuer} под сертификатом {subject} неверна: сертификат подделан.",
            )
        if last.self_issued:
            return _dead_end(
                Answer.NO,
                f"Цепочка кончается корневым сертификатом {subject}, которого нет среди доверенных. "
                "Если этому УЦ следует доверять, администратор может добавить его корень.",
            )
        return _dead_end(
            Answer.UNDETERMINED,
            f"Не найден сертификат издателя {issuer}: путь до доверенного корня не построен. "
            "Добавьте сертификат этого УЦ и повторите проверку.",
        )


def _judge(path: Path, clock: Clock) -> Fact:
    """The answer for a complete path: refuted by any rule, else undetermined by any, else good."""
    names = " → ".join(title(certificate.subject.common_name) for certificate in path.certificates)
    built = Check("chain.path", Answer.YES, f"Цепочка построена до доверенного корня: {names}.", _CLAUSE)
    checks = (built, *judge_path(path, clock))
    for answer in (Answer.NO, Answer.UNDETERMINED):
        for check in checks:
            if check.answer is answer and not check.warning:
                return Fact(answer, check.reason, _SOURCE, check.clause, checks)
    return Fact(Answer.YES, built.reason, _SOURCE, _CLAUSE, checks)


def _dead_end(answer: Answer, reason: str) -> Fact:
    return Fact(answer, reason, _SOURCE, _CLAUSE, (Check("chain.path", answer, reason, _CLAUSE),))
