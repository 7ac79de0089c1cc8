"""The main menu shows pages other apps bring, to those who may open them."""

from __future__ import annotations

import pytest
from django.test import Client

import factories
from paraph.parties.models import Role
from paraph.web import menu


@pytest.fixture
def added(monkeypatch):
    """Entries of this test alone."""
    monkeypatch.setattr(menu, "_entries", {})
    return menu.add


def page(employee) -> str:
    client = Client()
    client.force_login(employee.user)
    return client.get("/account/").content.decode()


def test_an_entry_is_shown_to_its_roles_and_marked_as_current(db, added):
    firm = factories.company()
    added(menu.Entry("account", "Обмен", roles=(Role.ADMINISTRATOR,)))
    shown = page(firm.sender)
    assert '<a href="/account/" aria-current="page">Обмен' in shown
    assert "Обмен" not in page(firm.signer)


def test_an_entry_without_roles_is_for_everybody_and_comes_once(db, added):
    firm = factories.company()
    added(menu.Entry("account", "Обмен"))
    added(menu.Entry("account", "Обмен документами"))
    shown = page(firm.signer)
    assert shown.count("Обмен документами") == shown.count("Обмен") == 2  # in the wide menu and the narrow


def test_a_page_that_is_not_installed_is_not_offered(db, added):
    added(menu.Entry("no-such-page", "Нет такой"))
    assert "Нет такой" not in page(factories.company().sender)
