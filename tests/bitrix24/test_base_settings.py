"""Pages of administrators: connecting a portal step by step, its state, who is who."""

from __future__ import annotations

import re

import pytest
from django.test import Client as Browser
from linked import ADMIN, HEAD, SELLER, Linked

import factories
from paraph.parties.models import Role
from paraph.portals.bitrix24 import accounts, addresses
from paraph.portals.bitrix24.models import Application, Portal, PortalToken, PortalUser


@pytest.fixture
def browser(firm) -> Browser:
    """Our administrator, signed in."""
    browser = Browser()
    browser.force_login(firm.sender.user)
    return browser


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_steps_of_connecting(browser, firm, settings):
    assert "Порталы не подключены" in text(browser.get("/bitrix24/"))
    page = browser.post("/bitrix24/new/", {"name": ""})
    assert page.status_code == 422
    answer = browser.post("/bitrix24/new/", {"name": "Портал отдела продаж"})
    row = Application.objects.get()
    assert answer["Location"] == f"/bitrix24/applications/{row.pk}/"
    page = text(browser.get(answer["Location"]))
    assert addresses.app(row) in page
    assert addresses.install(row) in page
    for scope in ("crm", "bizproc", "placement", "disk", "user_basic"):
        assert f"<code>{scope}</code>" in page
    assert "не https" in page
    wrong = browser.post(answer["Location"], {"client_id": "12345", "client_secret": ""})
    assert wrong.status_code == 422
    assert "local.67f1c0de12ab34" in text(wrong)
    keys = {"client_id": "local.67f1c0de12ab34.56789012", "client_secret": "secret-of-the-card"}
    assert browser.post(answer["Location"], keys).status_code == 302
    row.refresh_from_db()
    assert row.client_secret.reveal() == "secret-of-the-card"
    page = text(browser.get(answer["Location"]))
    assert "Ждём установки" in page
    assert "secret-of-the-card" not in page
    browser.post(answer["Location"], {"client_id": keys["client_id"], "client_secret": ""})
    row.refresh_from_db()
    assert row.client_secret.reveal() == "secret-of-the-card"


def test_state_repair_and_test_event(linked: Linked, browser):
    portal = linked.portal
    page = text(browser.get(f"/bitrix24/portals/{portal.pk}/"))
    assert "завершена" in page
    assert "выданы все" in page
    assert "на месте" in page
    assert "1 администратор" in page
    assert "ONOFFLINEEVENT" in page
    browser.post(f"/bitrix24/portals/{portal.pk}/test-event/")
    linked.settle()
    assert linked.portal.test_event_at is not None
    assert "пришло" in text(browser.get(f"/bitrix24/portals/{portal.pk}/"))
    before = linked.control("GET", "state")
    assert before["apps"][0]["finished"]
    assert browser.post(f"/bitrix24/portals/{portal.pk}/repair/").status_code == 302
    assert browser.post(f"/bitrix24/portals/{portal.pk}/repair/").status_code == 422, "one at a time"
    linked.settle()
    assert not linked.portal.registrations.exclude(fault="").exists()


def test_people_are_matched_and_chosen(linked: Linked, browser, firm):
    portal = linked.portal
    employee = linked.employee(HEAD, Role.SIGNER)
    PortalUser.objects.all().delete()
    browser.post(f"/bitrix24/portals/{portal.pk}/people/read/")
    linked.settle()
    assert PortalUser.objects.get(user_id=HEAD).employee == employee
    assert not PortalUser.objects.filter(is_active=False).exists(), "who has left is not even remembered"
    page = text(browser.get(f"/bitrix24/portals/{portal.pk}/people/"))
    assert "Не найдены среди сотрудников Paraph" in page
    seller = PortalUser.objects.get(user_id=SELLER)
    browser.post(f"/bitrix24/portals/{portal.pk}/people/{seller.pk}/", {"employee": firm.sender.pk})
    seller.refresh_from_db()
    assert seller.employee == firm.sender
    browser.post(f"/bitrix24/portals/{portal.pk}/people/{seller.pk}/", {"employee": ""})
    browser.post(f"/bitrix24/portals/{portal.pk}/people/read/")
    linked.settle()
    seller.refresh_from_db()
    assert seller.employee is None, "a person's choice is not overruled by the e-mail"


def test_who_is_fired_is_marked(linked: Linked):
    linked.employee(SELLER)
    page = linked.open(user_id=SELLER)
    assert page.answer.status_code == 200
    linked.control("POST", f"users/{SELLER}", {"active": False})
    accounts.read_people(linked.portal, linked.firm.sender)
    linked.settle()
    assert not PortalUser.objects.get(user_id=SELLER).is_active
    assert page.get("/documents/").status_code == 401


def test_application_is_disconnected(linked: Linked, browser):
    answer = browser.post(f"/bitrix24/applications/{linked.application.pk}/remove/")
    assert answer.status_code == 302
    assert linked.portal.state == "uninstalled"
    assert not PortalToken.objects.exists()
    assert linked.open(user_id=ADMIN).answer.status_code == 404


def test_only_administrators_of_the_workspace(linked: Linked, firm):
    portal = linked.portal
    stranger, plain = Browser(), Browser()
    other = factories.company()
    stranger.force_login(other.sender.user)
    plain.force_login(firm.approver.user)
    for address in ("", "people/"):
        assert stranger.get(f"/bitrix24/portals/{portal.pk}/{address}").status_code == 404
        assert plain.get(f"/bitrix24/portals/{portal.pk}/{address}").status_code == 403
    assert stranger.get(f"/bitrix24/applications/{linked.application.pk}/").status_code == 404
    assert linked.application.name not in text(stranger.get("/bitrix24/")).partition("<table")[2]
    assert Portal.objects.count() == 1
