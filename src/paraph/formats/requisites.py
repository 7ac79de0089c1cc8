"""Russian requisites and their check digits.

Every `check_*` function takes the text as a person typed it and returns an empty string when it is right,
else a Russian sentence that says what is wrong. Spaces and hyphens around digits are the caller's to strip
(`digits`), so that a stored value is always bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# ФНС pattern: the region code (first two digits) is never 00.
_INN = re.compile(r"(?!00)[0-9]{10}(?:[0-9]{2})?")
_KPP = re.compile(r"(?!00)[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_INN10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
#: СНИЛС numbers up to this one were issued without a control number.
_SNILS_UNCHECKED = 1001998


def digits(value: str) -> str:
    """The value without the spaces, hyphens and non-breaking spaces people paste with it."""
    return re.sub(r"[\s\u00a0-]", "", value)


def _weighted(value: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False))


def check_inn(value: str) -> str:
    """ИНН: 10 digits of an organisation or 12 of a person; check digits by order ЕД-7-14/559@."""
    if not _INN.fullmatch(value):
        return "ИНН состоит из 10 цифр (организация) или 12 цифр (ИП, физлицо) и не начинается с 00."
    if len(value) == 10:
        right = _weighted(value, _INN10) % 11 % 10 == int(value[9])
    else:
        right = _weighted(value, _INN11) % 11 % 10 == int(value[10]) and _weighted(
            value, _INN12
        ) % 11 % 10 == int(value[11])
    return "" if right else "Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки."


def check_kpp(value: str) -> str:
    """КПП NNNNPPXXX: tax office, reason (digits or Latin capitals), ordinal; it has no check digit."""
    if _KPP.fullmatch(value):
        return ""
    return "КПП состоит из 9 знаков: 4 цифры, 2 цифры или латинские буквы, 3 цифры; не начинается с 00."


def check_ogrn(value: str) -> str:
    """ОГРН (13 digits, mod 11) or ОГРНИП (15 digits, mod 13)."""
    if re.fullmatch(r"[0-9]{13}", value):
        right = int(value[:12]) % 11 % 10 == int(value[12])
    elif re.fullmatch(r"[0-9]{15}", value):
        right = int(value[:14]) % 13 % 10 == int(value[14])
    else:
        return "ОГРН состоит из 13 цифр, ОГРНИП — из 15."
    return "" if right else "Контрольная цифра ОГРН не сходится: проверьте, нет ли опечатки."


def check_snils(value: str) -> str:
    """СНИЛС of 11 digits; the control number exists above 001-001-998."""
    if not re.fullmatch(r"[0-9]{11}", value):
        return "СНИЛС состоит из 11 цифр."
    if int(value[:9]) <= _SNILS_UNCHECKED:
        return ""
    control = _weighted(value[:9], range(9, 0, -1)) % 101 % 100
    return (
        ""
        if control == int(value[9:])
        else "Контрольное число СНИЛС не сходится: проверьте, нет ли опечатки."
    )


def check_party(inn: str, kpp: str, ogrn: str) -> dict[str, str]:
    """All faults of a party's requisites at once, by field; an organisation needs a КПП, an ИП has none."""
    faults: dict[str, str] = {}
    if fault := check_inn(inn):
        faults["inn"] = fault
    is_organization = len(inn) == 10
    if is_organization and not kpp:
        faults["kpp"] = "Укажите КПП: у организации он обязателен."
    elif kpp and not is_organization and not faults.get("inn"):
        faults["kpp"] = "У ИП и физлица нет КПП: оставьте поле пустым."
    elif kpp and (fault := check_kpp(kpp)):
        faults["kpp"] = fault
    if ogrn:
        if fault := check_ogrn(ogrn):
            faults["ogrn"] = fault
        elif not faults.get("inn") and (len(ogrn) == 13) != is_organization:
            faults["ogrn"] = "ОГРН из 13 цифр — у организации, ОГРНИП из 15 цифр — у ИП."
    return faults
