"""Sentences of `paraph.formats.requisites` marked for translation (that room knows no Django)."""

from django.utils.translation import gettext, gettext_noop

#: Every sentence a check of requisites can answer with; a test holds the list to the checks.
REQUISITE_FAULTS = (
    gettext_noop("ИНН состоит из 10 цифр (организация) или 12 цифр (ИП, физлицо) и не начинается с 00."),
    gettext_noop("Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки."),
    gettext_noop(
        "КПП состоит из 9 знаков: 4 цифры, 2 цифры или латинские буквы, 3 цифры; не начинается с 00."
    ),
    gettext_noop("ОГРН состоит из 13 цифр, ОГРНИП — из 15."),
    gettext_noop("Контрольная цифра ОГРН не сходится: проверьте, нет ли опечатки."),
    gettext_noop("СНИЛС состоит из 11 цифр."),
    gettext_noop("Контрольное число СНИЛС не сходится: проверьте, нет ли опечатки."),
    gettext_noop("Укажите КПП: у организации он обязателен."),
    gettext_noop("У ИП и физлица нет КПП: оставьте поле пустым."),
    gettext_noop("ОГРН из 13 цифр — у организации, ОГРНИП из 15 цифр — у ИП."),
)


def translated(faults: dict[str, str]) -> dict[str, str]:
    """The same faults in the reader's language."""
    return {field: gettext(fault) for field, fault in faults.items()}
