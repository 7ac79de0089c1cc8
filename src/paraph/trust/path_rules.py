"""The rules a path to a trusted root must keep, each one a named check (RFC 5280 cl. 6.1; 63-ФЗ ст. 11 п. 2).

Signatures are no rule here: a path is only made of certificates signed by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock
from paraph.trust.extensions import KeyUsage
from paraph.trust.name_constraints import NameConstraints, TooManyNames, UnknownForm
from paraph.trust.policies import policies_hold
from paraph.trust.purpose import Purpose
from paraph.trust.verdict import Answer, Check
from paraph.trust.wording import moment, title


@dataclass(frozen=True)
class Path:
    """Certificates from the one judged to a trusted root, and what the first is wanted for."""

    certificates: tuple[Certificate, ...]
    purpose: Purpose

    @property
    def leaf(self) -> Certificate:
        return self.certificates[0]

    @property
    def authorities(self) -> tuple[Certificate, ...]:
        return self.certificates[1:]


def judge_path(path: Path, clock: Clock) -> tuple[Check, ...]:
    """The outcome of every rule, in the order a reader expects them."""
    checks = (_dates(path, clock), *(rule(path) for rule in _RULES), *_warnings(path, clock))
    return tuple(checks)


def _dates(path: Path, clock: Clock) -> Check:
    """Cl. 6.1.3 (a)(2): every certificate is within its period; both ends included."""

    def check(answer: Answer, reason: str) -> Check:
        return Check("chain.dates", answer, reason, "63-ФЗ ст. 11 п. 2; RFC 5280 п. 6.1.3")

    for certificate in path.certificates:
        name = title(certificate.subject.common_name)
        if not clock.reached(certificate.not_before):
            began = moment(certificate.not_before)
            return check(Answer.NO, f"Сертификат {name} ещё не действовал: срок начинается {began}.")
        if clock.passed(certificate.not_after):
            ended = moment(certificate.not_after)
            return check(Answer.NO, f"Срок действия сертификата {name} истёк {ended}.")
    end = moment(min(certificate.not_after for certificate in path.certificates))
    return check(Answer.YES, f"Все сертификаты цепочки действуют (ближайший срок кончается {end}).")


def _purpose(path: Path) -> Check:
    clause = "RFC 5280 п. 4.2.1.3, 4.2.1.12; RFC 3161 п. 2.3"
    misuse = path.purpose.misuse(path.leaf.extensions)
    if misuse:
        reason = f"Сертификат {title(path.leaf.subject.common_name)} {misuse}."
        return Check("chain.purpose", Answer.NO, reason, clause)
    return Check("chain.purpose", Answer.YES, "Сертификат применён по назначению.", clause)


def _authorities(path: Path) -> Check:
    """Cl. 6.1.4 (k), (n): issuers are CAs. A trusted root of versions 1 and 2 is one by being trusted."""
    clause = "RFC 5280 п. 6.1.4 (k), (n)"
    for certificate in path.authorities:
        extensions = certificate.extensions
        vouched = certificate is path.certificates[-1] and certificate.version < 3
        usage = extensions.key_usage
        if not (extensions.is_ca or vouched) or (usage is not None and KeyUsage.KEY_CERT_SIGN not in usage):
            name = title(certificate.subject.common_name)
            reason = f"Сертификат {name} не даёт права выпускать сертификаты."
            return Check("chain.authorities", Answer.NO, reason, clause)
    return Check("chain.authorities", Answer.YES, "Издатели имеют право выпускать сертификаты.", clause)


def _path_length(path: Path) -> Check:
    """Cl. 6.1.4 (l), (m): CAs between a limit and the leaf, self-issued ones not counted."""
    below = 0
    for certificate in path.authorities:
        limit = certificate.extensions.path_length
        if limit is not None and below > limit:
            name = title(certificate.subject.common_name)
            reason = f"Цепочка длиннее, чем разрешает сертификат {name}."
            return Check("chain.path-length", Answer.NO, reason, "RFC 5280 п. 6.1.4 (l)")
        below += not certificate.self_issued
    reason = "Длина цепочки в разрешённых пределах."
    return Check("chain.path-length", Answer.YES, reason, "RFC 5280 п. 6.1.4 (l)")


def _name_constraints(path: Path) -> Check:
    """Cl. 6.1.3 (b), (c). Limits of the root bind too, although the standard leaves that open (RFC 5937)."""
    found = [
        finding
        for place, authority in enumerate(path.authorities, 1)
        for finding in _names_under(authority, path.certificates[:place])
    ]
    limited = any(oids.NAME_CONSTRAINTS in item.extensions.values for item in path.authorities)
    said = "Имена соответствуют ограничениям УЦ." if limited else "Ограничений имён в цепочке нет."
    worst = (Answer.NO, Answer.UNDETERMINED)
    bad = next((item for answer in worst for item in found if item[0] is answer), (Answer.YES, said))
    return Check("chain.name-constraints", *bad, "RFC 5280 п. 4.2.1.10")


def _names_under(authority: Certificate, below: Sequence[Certificate]) -> Iterator[tuple[Answer, str]]:
    """What speaks against the names of certificates below a CA by the limits of that CA."""
    name = title(authority.subject.common_name)
    unchecked = f"Ограничения имён УЦ {name} не проверены"
    for lower, certificate in enumerate(below):
        try:
            constraints = NameConstraints.of(authority)
            exempt = lower > 0 and certificate.self_issued
            if constraints and not exempt and not constraints.allow(certificate):
                subject = title(certificate.subject.common_name)
                yield Answer.NO, f"УЦ {name} не вправе выпускать сертификаты на такое имя, как у {subject}."
        except UnknownForm as error:  # such names concern only those who must understand the extension
            if oids.NAME_CONSTRAINTS in authority.extensions.critical:
                yield Answer.UNDETERMINED, f"{unchecked}: {error}."
        except TooManyNames as error:
            yield Answer.UNDETERMINED, f"{unchecked}: {error}."
        except der.DerError as error:
            yield Answer.UNDETERMINED, f"{unchecked}: запись испорчена ({error})."


def _policies(path: Path) -> Check:
    def check(answer: Answer, reason: str) -> Check:
        return Check("chain.policies", answer, reason, "RFC 5280 п. 6.1.3 (d)–(f), 6.1.5")

    try:
        if policies_hold(path.certificates):
            return check(Answer.YES, "Политики сертификатов в цепочке согласованы.")
        return check(Answer.NO, "УЦ требует общей политики во всей цепочке, а её нет.")
    except der.DerError as error:
        return check(Answer.UNDETERMINED, f"Политики сертификатов не проверены: запись испорчена ({error}).")


def _critical(path: Path) -> Check:
    clause = "RFC 5280 п. 4.2, 6.1.4 (o)"
    for certificate in path.certificates:
        unknown = certificate.extensions.unknown_critical
        if unknown:
            name = title(certificate.subject.common_name)
            reason = f"В сертификате {name} есть неизвестное обязательное расширение {', '.join(unknown)}."
            return Check("chain.critical-extensions", Answer.UNDETERMINED, reason, clause)
    reason = "Неизвестных обязательных расширений нет."
    return Check("chain.critical-extensions", Answer.YES, reason, clause)


def _algorithms(path: Path) -> Check:
    clause = "RFC 5280 п. 4.1.1.2"
    for certificate in path.certificates:
        if not certificate.algorithms_agree:
            name = title(certificate.subject.common_name)
            reason = f"Алгоритм подписи сертификата {name} указан двояко."
            return Check("chain.algorithms", Answer.NO, reason, clause)
    return Check("chain.algorithms", Answer.YES, "Алгоритмы подписи указаны однозначно.", clause)


_RULES: Sequence[Callable[[Path], Check]] = (
    _purpose,
    _authorities,
    _path_length,
    _algorithms,
    _critical,
    _name_constraints,
    _policies,
)


def _warnings(path: Path, clock: Clock) -> list[Check]:
    """What people should know although it refutes nothing."""
    found = []
    for certificate, issuer in zip(path.certificates, path.authorities, strict=False):
        if not certificate.key_ids_agree(issuer):
            name = title(certificate.subject.common_name)
            reason = (
                f"Идентификатор ключа издателя в сертификате {name} не тот, что у самого издателя, "
                "хотя подпись издателя верна."
            )
            found.append(
                Check("chain.key-identifiers", Answer.NO, reason, "RFC 5280 п. 4.2.1.1", warning=True)
            )
    return [*found, *_key_period(path.leaf, clock)]


def _key_period(leaf: Certificate, clock: Clock) -> list[Check]:
    """privateKeyUsagePeriod: signing outside it breaks the CA's rules, not the certificate."""
    value = leaf.extensions.values.get(oids.PRIVATE_KEY_USAGE_PERIOD)
    if value is None:
        return []

    def check(answer: Answer, reason: str) -> list[Check]:
        clause = "приказ ФСБ № 795 (privateKeyUsagePeriod); RFC 3280 п. 4.2.1.4"
        return [Check("chain.key-period", answer, reason, clause, warning=True)]

    name = title(leaf.subject.common_name)
    try:
        fields = der.read(value).fields()
        beginning, end = (_generalized(fields.maybe(tag)) for tag in (0x80, 0x81))
        fields.done()
    except der.DerError:
        return check(Answer.UNDETERMINED, f"Срок действия ключа {name} записан с ошибкой.")
    if beginning and not clock.reached(beginning):
        return check(Answer.NO, f"Ключ {name} ещё не применялся: его срок начинается {moment(beginning)}.")
    if end and clock.passed(end):
        return check(
            Answer.NO, f"Срок действия ключа {name} истёк {moment(end)}: подписывать им было нельзя."
        )
    return check(Answer.YES, f"Ключ {name} в пределах своего срока действия.")


def _generalized(element: der.Element | None) -> datetime | None:
    return der.read(element.retagged(der.GENERALIZED_TIME)).time() if element else None
