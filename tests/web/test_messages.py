"""English is complete, and no Russian text stands outside translation."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from paraph.parties.wording import REQUISITE_FAULTS
from paraph.web import messages

_CYRILLIC = re.compile("[а-яёА-ЯЁ]+")
PAGES = [
    "account",
    "change-password",
    "organization-new",
    "department-new",
    "person-new",
    "route-new",
    "counterparty-new",
    "quarantine",
    "journal",
    "people",
    "routes",
]
#: Russian words of the rows themselves, and the name of the other language.
DATA = {
    "Ромашка",
    "Главная",
    "Отправин",
    "Смотров",
    "ООО",
    "Путь",
    "Ящика",
    "нет",
    "Читатель",
    "Отдел",
    "ИП",
    "Партнёр",
    "Русский",
}
TEMPLATES = sorted((messages.SOURCE / "web" / "jinja2").rglob("*.html"))


def test_nothing_lacks_its_translation():
    assert list(messages.problems()) == []


def test_a_text_without_translation_is_found(monkeypatch):
    found = messages.used()
    found.add("Новая надпись")
    monkeypatch.setattr(messages, "used", lambda: found)
    assert "en: no translation: 'Новая надпись'" in messages.problems()


def test_both_templates_and_code_are_searched():
    texts = {message.id for message in messages.used()}
    assert "Добавить контрагента" in texts  # a template
    assert "Контрагент сохранён: {name}" in texts  # a view
    assert set(REQUISITE_FAULTS) <= texts


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_russian_outside_translation(template):
    tokens = Environment(extensions=["jinja2.ext.i18n"]).lex(template.read_text(encoding="utf-8"))
    inside, block = False, []
    for line, kind, value in tokens:
        if kind == "block_begin":
            block = []
        elif kind == "name":
            block.append(value)
        elif kind == "block_end":
            inside = bool(block) and (block[0] == "trans" or (inside and block[0] != "endtrans"))
        elif kind == "data" and not inside:
            assert not _CYRILLIC.search(value), f"line {line}: {value.strip()}"


def test_english_pages_hold_english_only(romashka):
    person = romashka.admin
    person.user.language = "en"
    person.user.save()
    browser = romashka.browser(person)
    for name in PAGES:
        page = browser.get(reverse(name)).content.decode()
        assert '<html lang="en"' in page
        assert set(_CYRILLIC.findall(page)) <= DATA, name
    bad = browser.post(reverse("organization-new"), {"inn": "5009990031", "kpp": "5", "ogrn": "1"})
    assert set(_CYRILLIC.findall(bad.content.decode())) <= DATA


def test_refusals_speak_the_readers_language():
    with translation.override("en"):
        assert not any(_CYRILLIC.search(translation.gettext(fault)) for fault in REQUISITE_FAULTS)
