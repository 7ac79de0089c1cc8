"""The form of a qualified certificate: приказ ФСБ России от 27.12.2011 № 795 and 63-ФЗ ст. 17 ч. 2.

Marks of a qualified certificate decide; faults in names and numbers are told as warnings, for a certificate
of an accredited CA does not cease to be qualified by a missing street.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock
from paraph.trust.extensions import KeyUsage
from paraph.trust.verdict import Answer, Check
from paraph.trust.wording import moment

_ORDER = "приказ ФСБ № 795"
_NAMES = f"63-ФЗ ст. 17 ч. 2 п. 2; {_ORDER}"
_NUMBERS = f"63-ФЗ ст. 17 ч. 2 п. 2, 3; {_ORDER}"
_TOOLS = f"63-ФЗ ст. 17 ч. 2 п. 5; {_ORDER}"

_IDENTIFICATION = {
    0: "личное присутствие",
    1: "действующая квалифицированная подпись",
    2: "заграничный паспорт с электронным носителем",
    3: "ЕСИА и единая биометрическая система",
}


class Holder(Enum):
    """Whom a certificate was issued to."""

    LEGAL_ENTITY = "юридическое лицо"
    SOLE_PROPRIETOR = "индивидуальный предприниматель"
    PERSON = "физическое лицо"

    @classmethod
    def of(cls, certificate: Certificate) -> Holder:
        """By the numbers in the subject: those of an organisation, of an ИП, or neither."""
        who = certificate.signer_info()
        if who.inn_le or who.ogrn:
            return cls.LEGAL_ENTITY
        return cls.SOLE_PROPRIETOR if who.ogrnip else cls.PERSON


def profile_checks(certificate: Certificate, clock: Clock) -> Iterator[Check]:
    """Every rule on the form of the certificate, for a signature made at the clock's moment."""
    yield from _marks(certificate)
    yield _key_usage(certificate)
    yield _identification(certificate)
    yield _validity(certificate, clock)
    yield _names(certificate)
    yield from _numbers(certificate)


def sign_classes(certificate: Certificate) -> list[str]:
    """Classes of the means of signature the certificate names: «КС1» …"""
    found = certificate.extensions.policies
    return [oids.SIGN_TOOL_CLASSES[policy] for policy in found if policy in oids.SIGN_TOOL_CLASSES]


def _marks(certificate: Certificate) -> Iterator[Check]:
    """What only qualified certificates have. None of them: not qualified; some: the form is broken."""
    extensions, classes = certificate.extensions, sign_classes(certificate)
    issuer_tool = extensions.issuer_sign_tool
    marks = (
        ("subject-sign-tool", oids.SUBJECT_SIGN_TOOL, "средства ЭП владельца (subjectSignTool)",
         extensions.subject_sign_tool and f"Средство ЭП владельца: «{extensions.subject_sign_tool}»."),
        ("issuer-sign-tool", oids.ISSUER_SIGN_TOOL, "средств УЦ (issuerSignTool)",
         issuer_tool and f"Средства УЦ: «{issuer_tool.sign_tool}», «{issuer_tool.ca_tool}»."),
        ("policies", oids.CERTIFICATE_POLICIES, "класса средств ЭП (КС1 и выше)",
         classes and f"Класс средств ЭП: {', '.join(classes)}."),
    )  # fmt: skip
    missing = Answer.UNDETERMINED if any(found for *_, found in marks) else Answer.NO
    for name, oid, what, found in marks:
        if found:
            yield Check(f"795.{name}", Answer.YES, found, _TOOLS)
        elif oid in extensions.unreadable:
            yield Check(f"795.{name}", Answer.UNDETERMINED, f"Не прочитано указание {what}.", _TOOLS)
        else:
            yield Check(f"795.{name}", missing, f"В сертификате нет указания {what}.", _TOOLS)


def _key_usage(certificate: Certificate) -> Check:
    usage = certificate.extensions.key_usage or frozenset()
    if {KeyUsage.DIGITAL_SIGNATURE, KeyUsage.NON_REPUDIATION} <= usage:
        reason = "Ключ предназначен для электронной подписи и неотказуемости."
        return Check("795.key-usage", Answer.YES, reason, _ORDER)
    reason = "В назначении ключа (keyUsage) нет электронной подписи и неотказуемости вместе."
    return Check("795.key-usage", Answer.NO, reason, _ORDER)


def _identification(certificate: Certificate) -> Check:
    kind = certificate.extensions.identification_kind
    clause = f"63-ФЗ ст. 18 ч. 1; {_ORDER} (в редакции приказа № 31 от 29.01.2021)"
    if kind in _IDENTIFICATION:
        reason = f"Личность владельца при выдаче установлена так: {_IDENTIFICATION[kind]}."
        return Check("795.identification-kind", Answer.YES, reason, clause)
    reason = "В сертификате не указано, как установлена личность владельца (identificationKind)."
    if kind is not None:
        reason = f"Неизвестный способ установления личности (identificationKind): {kind}."
    return Check("795.identification-kind", Answer.UNDETERMINED, reason, clause, warning=True)


def _validity(certificate: Certificate, clock: Clock) -> Check:
    clause = "63-ФЗ ст. 17 ч. 2 п. 1, ст. 11 п. 2"
    span = f"{moment(certificate.not_before)} – {moment(certificate.not_after)}"
    if clock.within(certificate.not_before, certificate.not_after):
        return Check("795.validity", Answer.YES, f"Срок действия сертификата: {span}.", clause)
    reason = f"Срок действия сертификата ({span}) не охватывает момент подписи."
    return Check("795.validity", Answer.NO, reason, clause, warning=True)


def _names(certificate: Certificate) -> Check:
    holder, subject = Holder.of(certificate), certificate.subject
    wanted = {"CN": oids.COMMON_NAME}
    if holder is Holder.LEGAL_ENTITY:
        wanted |= {"C": oids.COUNTRY, "O": oids.ORGANIZATION, "S": oids.STATE, "L": oids.LOCALITY}
        wanted |= {"STREET": oids.STREET}
    else:  # accredited CAs issue to persons without a country
        wanted |= {"SN": oids.SURNAME, "GN": oids.GIVEN_NAME}
    missing = [label for label, oid in wanted.items() if not subject.get(oid)]
    if missing:
        reason = f"В имени владельца ({holder.value}) нет полей: {', '.join(missing)}."
        return Check("795.subject-names", Answer.NO, reason, _NAMES, warning=True)
    if subject.get(oids.COUNTRY).upper() not in ("RU", ""):
        reason = f"Страна владельца не Россия: {subject.get(oids.COUNTRY)}."
        return Check("795.subject-names", Answer.NO, reason, _NAMES, warning=True)
    reason = f"Имя владельца ({holder.value}) содержит нужные поля."
    return Check("795.subject-names", Answer.YES, reason, _NAMES)


def _numbers(certificate: Certificate) -> Iterator[Check]:
    """ИНН, ОГРН or ОГРНИП, СНИЛС: present where the holder must have them, with right check digits."""
    holder, who = Holder.of(certificate), certificate.signer_info()
    if holder is Holder.LEGAL_ENTITY:
        yield _number("795.inn", "ИНН организации", who.inn_le, len(who.inn_le) == 10 and _inn(who.inn_le))
        yield _number("795.ogrn", "ОГРН", who.ogrn, len(who.ogrn) == 13 and _ogrn(who.ogrn))
        return
    yield _number("795.inn", "ИНН владельца", who.inn, len(who.inn) == 12 and _inn(who.inn))
    if holder is Holder.SOLE_PROPRIETOR:
        yield _number("795.ogrn", "ОГРНИП", who.ogrnip, len(who.ogrnip) == 15 and _ogrn(who.ogrnip))
    yield _number("795.snils", "СНИЛС владельца", who.snils, len(who.snils) == 11 and _snils(who.snils))


def _number(name: str, what: str, value: str, right: bool) -> Check:
    if not value:
        reason = f"В сертификате нет поля {what}."
        return Check(name, Answer.UNDETERMINED, reason, _NUMBERS, warning=True)
    if not right:
        reason = f"{what} {value}: контрольные цифры не сходятся."
        return Check(name, Answer.NO, reason, _NUMBERS, warning=True)
    return Check(name, Answer.YES, f"{what}: {value}.", _NUMBERS)


def _inn(value: str) -> bool:
    """Check digits of ИНН: one of ten digits, two of twelve."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    places = (9,) if len(value) == 10 else (10, 11)
    return all(
        sum(int(d) * w for d, w in zip(value[:place], weights[-place:], strict=True)) % 11 % 10
        == int(value[place])
        for place in places
    )


def _ogrn(value: str) -> bool:
    """Check digit of ОГРН (13 digits) and ОГРНИП (15 digits)."""
    return int(value[:-1]) % (len(value) - 2) % 10 == int(value[-1])


def _snils(value: str) -> bool:
    """Control number of СНИЛС; numbers up to 001-001-998 were given out without one."""
    control = sum(int(d) * w for d, w in zip(value[:9], range(9, 0, -1), strict=True)) % 101 % 100
    return int(value[:9]) <= 1001998 or control == int(value[9:])
