"""Dates, sums, sizes in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from django.utils.translation import ngettext

from paraph.web import formatting

AT = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("ru", "Europe/Moscow", "21.11.2026 14:05\u00a0МСК"),
        ("ru", "Europe/Kaliningrad", "21.11.2026 13:05\u00a0МСК−1"),
        ("ru", "Asia/Kamchatka", "21.11.2026 23:05\u00a0МСК+9"),
        ("ru", "Europe/London", "21.11.2026 11:05\u00a0UTC"),
        ("ru", "Asia/Kolkata", "21.11.2026 16:35\u00a0UTC+5:30"),
        ("ru", "America/St_Johns", "21.11.2026 07:35\u00a0UTC−3:30"),
        ("en", "Europe/Moscow", "21.11.2026 14:05\u00a0MSK"),
        ("en", "Asia/Yekaterinburg", "21.11.2026 16:05\u00a0UTC+5"),
    ],
)
def test_a_moment_is_in_the_readers_zone_with_its_name(language, zone, text):
    with translation.override(language), timezone.override(zone):
        assert formatting.moment(AT) == text
        assert formatting.moment(None) == ""


def test_a_day_follows_the_zone_of_the_reader():
    late = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Moscow"):
        assert formatting.day(late) == "22.11.2026"
        assert formatting.day(date(2026, 1, 2)) == "02.01.2026"
        assert formatting.day(None) == ""
        assert formatting.iso(date(2026, 1, 2)) == "2026-01-02"


@pytest.mark.parametrize(
    ("value", "currency", "russian", "english"),
    [
        (Decimal("1250000"), "RUB", "1 250 000,00 ₽", "1,250,000.00 ₽"),
        (Decimal("-0.5"), "USD", "−0,50 $", "−0.50 $"),
        (0, "KZT", "0,00 KZT", "0.00 KZT"),
        (Decimal("999999999999999.99"), "RUB", "999 999 999 999 999,99 ₽", "999,999,999,999,999.99 ₽"),
    ],
)
def test_sums(value, currency, russian, english):
    with translation.override("ru"):
        assert formatting.money(value, currency) == russian.replace(" ", "\u00a0")
        assert formatting.money(None) == ""
    with translation.override("en"):
        assert formatting.money(value, currency) == english.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("size", "russian", "english"),
    [
        (0, "0 Б", "0 B"),
        (1023, "1023 Б", "1023 B"),
        (1024, "1,0 КБ", "1.0 KB"),
        (1_500_000, "1,4 МБ", "1.4 MB"),
        (300 * 1024**2, "300 МБ", "300 MB"),
        (5 * 1024**4, "5120 ГБ", "5120 GB"),
    ],
)
def test_file_sizes(size, russian, english):
    with translation.override("ru"):
        assert formatting.file_size(size) == russian.replace(" ", "\u00a0")
    with translation.override("en"):
        assert formatting.file_size(size) == english.replace(" ", "\u00a0")
    assert formatting.file_size(None) == ""


def test_numbers():
    with translation.override("ru"):
        assert formatting.number(1234567) == "1\u00a0234\u00a0567"
    with translation.override("en"):
        assert formatting.number(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("n", "text"), [(1, "1 минуту"), (3, "3 минуты"), (11, "11 минут"), (22, "22 минуты")]
)
def test_russian_plurals_have_three_forms(n, text):
    one = "Слишком много неудачных попыток. Повторите через %(minutes)d минуту."
    many = "Слишком много неудачных попыток. Повторите через %(minutes)d минут."
    with translation.override("ru"):
        assert (ngettext(one, many, n) % {"minutes": n}).endswith(f"через {text}.")
