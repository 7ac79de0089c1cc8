"""Pages inside the portal: no cookies, a token in a header, tickets good once, an end at uninstallation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone
from linked import HEAD, LEFT, SALES_HEAD, SELLER, Linked

from paraph.parties.models import Role
from paraph.portals.bitrix24 import addresses, frames, places
from paraph.portals.bitrix24.models import FrameSession, PortalToken, PortalUser, UsedTicket
from paraph.sandbox.bitrix24 import apps, installation


@pytest.fixture
def opened(linked: Linked):
    """The portal's director opens our page; he is an administrator with us."""
    linked.employee(HEAD, Role.ADMINISTRATOR, Role.SENDER)
    return linked.open(user_id=HEAD)


def test_page_needs_no_cookie(linked: Linked, opened):
    assert opened.answer.status_code == 200
    assert "Задачи" in opened.answer.content.decode()
    policy = opened.answer["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {linked.portal.base_url}" in policy
    assert len(opened.token) == 43
    row = FrameSession.objects.get()
    assert opened.token not in (row.token_hash, row.nonce)
    for address in ("/documents/", "/tasks/", "/settings/"):
        answer = opened.get(address)
        assert answer.status_code in (200, 302), address
        assert not answer.cookies
    assert Browser().get("/documents/").status_code == 302


def test_ticket_opens_one_address_once(opened):
    address = opened.post("/bitrix24/ticket/", {"to": "/documents/?q=%D0%B4%D0%BE%D0%B3&page=2"}).json()[
        "address"
    ]
    stranger = Browser()
    assert stranger.get(address.replace("/documents/", "/journal/")).status_code == 401
    assert stranger.get(address.replace("page=2", "page=3")).status_code == 401
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert f'data-frame="{opened.token}"' in answer.content.decode()
    assert "_ticket" not in answer.context["request"].get_full_path() if answer.context else True
    assert stranger.get(address).status_code == 401
    assert UsedTicket.objects.count() >= 1


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "", "x" * 5000]
)
def test_no_ticket_for_other_sites(opened, to):
    assert opened.post("/bitrix24/ticket/", {"to": to}).status_code == 404


def test_ticket_ends(opened, monkeypatch):
    address = opened.post("/bitrix24/ticket/", {"to": "/documents/"}).json()["address"]
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(frames.timezone, "now", lambda: later)
    assert Browser().get(address).status_code == 401


def test_form_goes_with_a_ticket_and_answers_with_one(linked: Linked, opened):
    """A plain form of the page: no CSRF cookie, a redirect that carries on, the message shown after it."""
    to = opened.post("/bitrix24/ticket/", {"to": "/settings/departments/new/"}).json()["address"]
    organization = linked.firm.organization
    browser = Browser(enforce_csrf_checks=True)
    answer = browser.post(to, {"name": "Отдел продаж", "organization": organization.pk})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert "_ticket=" in answer["Location"]
    assert "csrftoken" not in answer.cookies
    after = browser.get(answer["Location"])
    assert after.status_code == 200
    assert "Отдел сохранён: Отдел продаж" in after.content.decode()
    assert not browser.cookies
    assert Browser(enforce_csrf_checks=True).post("/settings/departments/new/", {}).status_code == 403


def test_token_ends_with_the_installation(linked: Linked, opened):
    installation.uninstall(linked.world, linked.app_id)
    linked.settle()
    assert linked.portal.state == "uninstalled"
    assert not PortalToken.objects.exists()
    assert opened.get("/documents/").status_code == 401
    assert linked.open(user_id=HEAD).answer.status_code == 403


def test_token_ends_with_the_employee(linked: Linked, opened):
    user = PortalUser.objects.get(user_id=HEAD)
    user.employee.is_active = False
    user.employee.save()
    assert opened.get("/documents/").status_code == 401


def test_session_ends(opened):
    FrameSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert opened.get("/documents/").status_code == 401
    assert frames.tidy() == 1


def test_stranger_is_told_whom_to_ask(linked: Linked):
    page = linked.open(user_id=SELLER).answer
    assert page.status_code == 403
    assert "Вас пока нет среди сотрудников" in page.content.decode()
    assert not FrameSession.objects.exists()


def test_person_is_known_by_email(linked: Linked):
    """The first visit finds the employee with the portal's e-mail; another's choice is not changed."""
    employee = linked.employee(SALES_HEAD)
    PortalUser.objects.filter(user_id=SALES_HEAD).delete()
    assert linked.open(user_id=SALES_HEAD).answer.status_code == 200
    user = PortalUser.objects.get(user_id=SALES_HEAD)
    assert user.employee == employee
    PortalUser.objects.filter(pk=user.pk).update(employee=None, is_chosen=True, seen_at=None)
    assert linked.open(user_id=SALES_HEAD).answer.status_code == 403


def test_lies_of_the_post_are_not_believed(linked: Linked):
    """Somebody who knows our address posts a token that is none, and a domain of his own."""
    linked.employee(HEAD)
    _query, form = apps.frame_form(linked.world, linked.app_id, HEAD)
    address = addresses.app(linked.application).partition(":8000")[2]
    lies = {"AUTH_ID": "0" * 70, "SERVER_ENDPOINT": "http://evil.example/rest/", "member_id": "e" * 32}
    assert Browser().post(f"{address}?DOMAIN=evil.example", {**form, **lies}).status_code == 403
    true = Browser().post(f"{address}?DOMAIN=evil.example", {**form, "member_id": "e" * 32})
    assert true.status_code == 302, "the token itself is good, whatever else is said"
    assert Browser().post(address.replace("/of/", "/of/x"), form).status_code == 404


def test_token_of_another_application(linked: Linked):
    """A token another application of the same portal got opens nothing of ours."""
    other = apps.add(linked.world, "Чужое", "http://127.0.0.1:8000/x/", "http://127.0.0.1:8000/x/", ("crm",))
    installation.install(linked.world, other.id, HEAD)
    _query, form = apps.frame_form(linked.world, other.id, HEAD)
    address = addresses.app(linked.application).partition(":8000")[2]
    assert Browser().post(address, form).status_code == 403


def test_who_left_is_not_let_in(linked: Linked):
    employee = linked.employee(SELLER)
    PortalUser.objects.filter(user_id=SELLER).update(user_id=LEFT)
    assert employee.is_active
    assert linked.open(user_id=LEFT).answer.status_code == 403


def test_request_of_a_frame_without_its_token_finds_the_way_back(linked: Linked):
    answer = Browser().get("/documents/", headers={"Sec-Fetch-Dest": "iframe"})
    assert answer.status_code == 401
    assert "data-return" in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("code", "options", "expected"),
    [
        ("CRM_DEAL_DETAIL_TAB", {"ID": "8061"}, (2, 8061)),
        ("CRM_COMPANY_DETAIL_TAB", {"ID": 7}, (4, 7)),
        ("CRM_SMART_INVOICE_DETAIL_TOOLBAR", {"ENTITY_ID": "3"}, (31, 3)),
        ("CRM_DYNAMIC_147_DETAIL_TAB", {"ENTITY_ID": "12", "ID": "1"}, (147, 12)),
        ("CRM_DEAL_DETAIL_TAB", {"ID": "8; DROP"}, (2, 0)),
        ("LEFT_MENU", {"ID": "5"}, (0, 0)),
    ],
)
def test_object_of_a_place(code, options, expected):
    assert places.entity_of(code, options) == expected
