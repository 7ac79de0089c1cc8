"""Pages of Диадок: who sees them, what they say, what their buttons do."""

from __future__ import annotations

import dataclasses
from datetime import date
from html import unescape

import diadoc_parts as parts
import pytest
from diadoc_parts import OUR_BOX, PARTNER_BOX
from diadoc_stub import Reply
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import factories
from paraph.authority.models import PowerOfAttorney
from paraph.channels.diadoc import partners
from paraph.channels.diadoc.models import Access, Account, PartnerBox, Relation
from paraph.effects.models import Effect
from paraph.registry import services as registry
from paraph.sealed import Secret
from paraph.trust.certificate import Certificate
from paraph.wire.diadoc.organizations_pb2 import (
    CounteragentStatus,
    GetOrganizationsByInnListResponse,
    OrganizationList,
    OrganizationWithCounteragentStatus,
)

GET = (
    "/diadoc/",
    "/diadoc/accounts/new/",
    "/diadoc/accounts/{account}/",
    "/diadoc/accounts/{account}/access/",
    "/diadoc/accounts/{account}/kinds/",
    "/diadoc/partners/",
    "/diadoc/partners/find/",
    "/diadoc/partners/{partner}/",
)
POST = (
    "/diadoc/accounts/{account}/check/",
    "/diadoc/accounts/{account}/pause/",
    "/diadoc/accounts/{account}/remove/",
    "/diadoc/accounts/{account}/receipts-key/",
    "/diadoc/accounts/{account}/receipts-key/drop/",
    "/diadoc/accounts/{account}/box/",
    "/diadoc/accounts/{account}/kinds/read/",
    "/diadoc/accounts/{account}/partners/read/",
    "/diadoc/partners/{partner}/choose/",
    "/diadoc/partners/{partner}/adopt/",
    "/diadoc/partners/{partner}/invite/",
    "/diadoc/partners/{partner}/accept/",
    "/diadoc/partners/{partner}/decline/",
)
FOR_SENDERS = ("/diadoc/", "/diadoc/partners/", "/diadoc/partners/find/", "/diadoc/partners/{partner}/")


@pytest.fixture
def row(firm, account) -> PartnerBox:
    organization = parts.organization(firm.counterparty, PARTNER_BOX)
    [found] = partners.mirror(account, parts.listed(7, Organization=organization))
    return found


@pytest.fixture
def diadoc(stub, firm):
    mine = parts.organization(firm.organization, OUR_BOX)
    stub.on("/GetMyOrganizations", OrganizationList(Organizations=[mine]))
    stub.on("/GetOrganizationFeatures", parts.features())
    stub.on("/GetMyEmployee", parts.employee())
    stub.on("/V3/GetDocumentTypes", parts.types())
    return stub


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.user)
    return client


@pytest.fixture
def admin(firm) -> Client:
    return browser(firm.sender)


def words(response) -> str:
    return unescape(response.content.decode())


def at(address: str, account: Account, row: PartnerBox) -> str:
    return address.format(account=account.pk, partner=row.pk)


# -- who sees them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", GET)
def test_every_page_opens_for_an_administrator(admin, account, row, address):
    assert admin.get(at(address, account, row)).status_code == 200


@pytest.mark.parametrize("address", [*GET, *POST])
def test_pages_are_closed_to_others(firm, account, row, address):
    ask = Client().post if address in POST else Client().get
    assert ask(at(address, account, row)).status_code == 302
    person = browser(firm.signer)
    ask = person.post if address in POST else person.get
    assert ask(at(address, account, row)).status_code == 403


@pytest.mark.parametrize("address", GET)
def test_a_sender_sees_partners_and_no_settings(firm, account, row, address):
    sender = firm.hire("Отправин Олег Ильич", "sender")
    expected = 200 if address in FOR_SENDERS else 403
    assert browser(sender).get(at(address, account, row)).status_code == expected


@pytest.mark.parametrize("address", [*GET[2:5], GET[7], *POST])
def test_rows_of_another_workspace_are_not_found(firm, account, row, address):
    stranger = browser(factories.company().sender)
    ask = stranger.post if address in POST else stranger.get
    assert ask(at(address, account, row)).status_code == 404


# -- the key ------------------------------------------------------------------------------------------------


def test_without_a_key_the_page_says_what_is_missing(admin, db, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="")
    page = words(admin.get("/diadoc/"))
    assert "Ключ разработчика API Диадока не задан" in page
    assert "PARAPH_DIADOC_API_KEY" in page
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="key")
    assert "не задан" not in words(admin.get("/diadoc/"))


def test_an_account_with_its_own_key_misses_nothing(admin, account, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="")
    assert "не задан" in words(admin.get("/diadoc/"))
    assert "не задан" in words(admin.get(f"/diadoc/accounts/{account.pk}/"))
    account.api_key = Secret("own-key")
    account.save()
    assert "не задан" not in words(admin.get("/diadoc/"))
    assert "не задан" not in words(admin.get(f"/diadoc/accounts/{account.pk}/"))


# -- connecting ---------------------------------------------------------------------------------------------


def given(firm, **more) -> dict:
    return {
        "organization": firm.organization.pk,
        "access": "password",
        "login": "edo@romashka.example",
        "password": "верный пароль",
    } | more


def test_an_organization_is_connected_by_the_form(admin, firm, diadoc):
    response = admin.post("/diadoc/accounts/new/", given(firm), follow=True)
    assert "Подключено: Ящик" in words(response)
    assert Account.objects.get().box_id == OUR_BOX


def test_a_login_that_cannot_exchange_yet_is_not_called_connected(admin, firm, diadoc):
    diadoc.on("/GetOrganizationFeatures", Reply(402, b""))
    page = words(admin.post("/diadoc/accounts/new/", given(firm), follow=True))
    assert "обмен пока не идёт" in page
    assert "подписка" in page
    assert "Подключено" not in page


def test_a_wrong_password_stands_at_its_field_and_is_not_shown_back(admin, firm, diadoc):
    diadoc.on("/V3/Authenticate", Reply(401, b"Invalid login or password"))
    response = admin.post("/diadoc/accounts/new/", given(firm, password="тайна-777"))
    page = words(response)
    assert response.status_code == 422
    assert 'id="password-fault"' in page
    assert "не принял логин и пароль" in page
    assert "тайна-777" not in page
    assert not Account.objects.exists()


def test_spaces_of_a_password_are_kept(admin, firm, diadoc):
    admin.post("/diadoc/accounts/new/", given(firm, password=" пароль с краями "))
    assert Account.objects.get().password.reveal() == " пароль с краями "


def test_each_way_to_log_in_has_its_fields(admin, firm):
    for way, field in (("password", "login"), ("certificate", "login_key"), ("oidc", "oidc_client")):
        assert f'name="{field}"' in words(admin.get(f"/diadoc/accounts/new/?access={way}"))
    assert 'name="login"' in words(admin.get("/diadoc/accounts/new/?access=что-то"))


def test_several_boxes_lead_to_a_choice(admin, firm, diadoc):
    second = "1d2e0000000000000000000000000002@diadoc.ru"
    mine = parts.organization(firm.organization, OUR_BOX, second)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[mine]))
    page = words(admin.post("/diadoc/accounts/new/", given(firm), follow=True))
    assert "несколько ящиков" in page
    account = Account.objects.get()
    admin.post(f"/diadoc/accounts/{account.pk}/box/", {"box": second})
    assert Account.objects.get().box_id == second


def test_a_kept_secret_is_never_in_a_page(admin, account, row):
    account.api_key, account.token = Secret("тайный-ключ"), Secret("тайный-токен")
    account.oidc_secret = Secret("тайный-секрет")
    account.save()
    for address in GET:
        page = words(admin.get(at(address, account, row)))
        assert "тайный" not in page
        assert "верный пароль" not in page


def test_the_check_tells_what_it_found(admin, account, diadoc):
    page = words(admin.post(f"/diadoc/accounts/{account.pk}/check/", follow=True))
    assert "Связь с Диадоком есть" in page
    diadoc.on("/GetMyOrganizations", Reply(402, b""))
    page = words(admin.post(f"/diadoc/accounts/{account.pk}/check/", follow=True))
    assert "подписка" in page
    assert "Требует внимания" in page


def test_settings_pause_and_removal(admin, firm, account):
    address = f"/diadoc/accounts/{account.pk}/"
    data = {"interval_minutes": "10", "anyone_sends": "", "senders": [firm.sender.pk]}
    assert admin.post(address, data).status_code == 302
    assert Account.objects.get().interval_minutes == 10
    assert admin.post(address, {"interval_minutes": "0", "anyone_sends": "1"}).status_code == 422
    admin.post(f"{address}pause/", {"on": "1"})
    assert "Возобновить задачи" in words(admin.get(address))
    admin.post(f"{address}remove/")
    assert admin.get(address).status_code == 404
    assert Account.objects.get().removed_at is not None


# -- the key of receipts ------------------------------------------------------------------------------------


def key_file(pki, who: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("key.p12", (pki.folder / f"{who}.p12").read_bytes())


def test_our_own_key_signs_receipts(admin, account, pki):
    address = f"/diadoc/accounts/{account.pk}/receipts-key/"
    data = {"receipts_key": key_file(pki, factories.OUR_HEAD), "receipts_password": pki.password}
    page = words(admin.post(address, data, follow=True))
    assert "подписываются сами" in page
    assert "неквалифицированная" in page
    row = Account.objects.get()
    assert (row.receipts_power, row.receipts_password.reveal()) == ("", pki.password)
    admin.post(f"{address}drop/")
    assert not Account.objects.get().receipts_key


def test_a_strangers_key_is_refused(admin, account, pki):
    data = {"receipts_key": key_file(pki, factories.PARTNER_HEAD), "receipts_password": pki.password}
    response = admin.post(f"/diadoc/accounts/{account.pk}/receipts-key/", data)
    assert response.status_code == 422
    assert "действующей МЧД от неё" in words(response)
    assert not Account.objects.get().receipts_key


def power(firm, person: str, pki, **more) -> PowerOfAttorney:
    """A power of our organisation for one of the people, as the section of powers keeps it."""
    signer = Certificate.parse(pki.key(person).certificate).signer_info()
    stored = registry.store_bytes(b"<power/>")
    row = PowerOfAttorney.objects.create(
        workspace=firm.workspace,
        number="5d9c1f52-0000-4000-8000-000000000001",
        file_name="power.xml",
        blob=registry.save_blob(stored),
        principal_inn=more.pop("principal_inn", firm.organization.inn),
        representative_name=signer.full_name,
        issued=date(2026, 1, 1),
        expires=more.pop("expires", date(2099, 1, 1)),
        state="ACTIVE",
        **more,
    )
    row.bindings.create(name=signer.full_name, inn=signer.inn, snils=signer.snils)
    return row


def test_an_employee_with_our_power_signs_receipts(admin, firm, account, pki):
    number = power(firm, "person", pki).number
    data = {"receipts_key": key_file(pki, "person"), "receipts_password": pki.password}
    page = words(admin.post(f"/diadoc/accounts/{account.pk}/receipts-key/", data, follow=True))
    assert number in page
    assert Account.objects.get().receipts_power == number


@pytest.mark.parametrize(
    "wrong",
    [{"principal_inn": "7830002293"}, {"expires": date(2026, 2, 1)}, {"parent_number": "not-known"}],
)
def test_a_power_that_does_not_lead_to_us_is_not_enough(admin, firm, account, pki, wrong):
    power(firm, "person", pki, **wrong)
    data = {"receipts_key": key_file(pki, "person"), "receipts_password": pki.password}
    assert admin.post(f"/diadoc/accounts/{account.pk}/receipts-key/", data).status_code == 422
    assert not Account.objects.get().receipts_key


@pytest.mark.parametrize(
    ("password", "words_there"), [("не тот", "Неверный пароль"), (None, "Выберите файл")]
)
def test_a_key_that_does_not_open_is_refused(admin, account, pki, password, words_there):
    data = {"receipts_password": password or ""}
    if password:
        data["receipts_key"] = key_file(pki, factories.OUR_HEAD)
    response = admin.post(f"/diadoc/accounts/{account.pk}/receipts-key/", data)
    assert response.status_code == 422
    assert words_there in words(response)


# -- OpenID Connect -----------------------------------------------------------------------------------------


@pytest.fixture
def by_oidc(account, settings, diadoc) -> Account:
    settings.DIADOC = dataclasses.replace(settings.DIADOC, oidc_client="hub")
    account.access, account.box_id = Access.OIDC, ""
    account.save()
    diadoc.on("/connect/token", '{"access_token": "a-1", "refresh_token": "r-1", "expires_in": 3600}')
    return account


def test_the_person_goes_to_kontur_and_comes_back_connected(admin, by_oidc):
    there = admin.get(f"/diadoc/accounts/{by_oidc.pk}/oidc/")
    assert there.status_code == 302
    assert "/connect/authorize?" in there["Location"]
    state = admin.session["diadoc-oidc"]["state"]
    page = words(admin.get("/diadoc/oidc/", {"code": "c-1", "state": state}, follow=True))
    assert "Вход через Контур выполнен" in page
    assert Account.objects.get().box_id == OUR_BOX


def test_a_return_nobody_waits_for_is_refused(admin, by_oidc, diadoc):
    assert admin.get("/diadoc/oidc/", {"code": "c", "state": "s"}).status_code == 422
    admin.get(f"/diadoc/accounts/{by_oidc.pk}/oidc/")
    assert admin.get("/diadoc/oidc/", {"code": "c", "state": "чужое"}).status_code == 422
    assert not diadoc.of("/connect/token")


def test_a_cancelled_login_is_said(admin, by_oidc, diadoc):
    admin.get(f"/diadoc/accounts/{by_oidc.pk}/oidc/")
    state = admin.session["diadoc-oidc"]["state"]
    page = words(admin.get("/diadoc/oidc/", {"error": "access_denied", "state": state}, follow=True))
    assert "Контур не впустил" in page
    assert not diadoc.of("/connect/token")


# -- kinds --------------------------------------------------------------------------------------------------


def test_kinds_show_what_must_be_filled_and_keep_a_choice(admin, account, diadoc):
    address = f"/diadoc/accounts/{account.pk}/kinds/"
    assert "ещё не прочитаны" in words(admin.get(address))
    page = words(admin.post(f"{address}read/", follow=True))
    assert "имя файла, дата, номер" in page
    assert "в ящике нет такого типа" in page
    assert admin.post(address, {"contract": "Nonformalized|default|v1"}).status_code == 302
    assert "Nonformalized" in str(list(account.mappings.values_list("type_named_id", flat=True)))
    assert admin.post(address, {"contract": "Нет|такого|типа"}).status_code == 422


# -- partners -----------------------------------------------------------------------------------------------


def test_a_look_up_shows_what_was_found_and_what_was_not(admin, firm, account, stub):
    seen = OrganizationWithCounteragentStatus(
        Organization=parts.organization(firm.counterparty, PARTNER_BOX), CounteragentStatus=7
    )
    stub.on("/V2/GetOrganizationsByInnList", GetOrganizationsByInnListResponse(Organizations=[seen]))
    data = {"account": account.pk, "inns": f"{firm.counterparty.inn} {firm.organization.inn}"}
    page = words(admin.post("/diadoc/partners/find/", data))
    assert firm.counterparty.name in page
    assert f"не нашлись: {firm.organization.inn}" in page
    assert admin.post("/diadoc/partners/find/", {"account": account.pk, "inns": "1"}).status_code == 422


def test_filters_of_the_list(admin, firm, account, row):
    def shows(query: str) -> bool:
        return f"/diadoc/partners/{row.pk}/" in words(admin.get(f"/diadoc/partners/?{query}"))

    name = firm.counterparty.name.partition("«")[2][:4]
    for query in ("", f"q={row.inn[:5]}", f"q={name.lower()}", "relation=none", f"account={account.pk}"):
        assert shows(query), query
    for query in ("q=9999", "relation=ours", "account=999999", "account=x", "page=7"):
        assert not shows(query), query


def test_an_invitation_in_is_counted_and_accepted(admin, account, row):
    PartnerBox.objects.update(relation=Relation.INVITES_US, message_from="Давайте обмениваться")
    page = words(admin.get(f"/diadoc/partners/{row.pk}/"))
    assert "Давайте обмениваться" in page
    assert "приглашают нас" in page
    admin.post(f"/diadoc/partners/{row.pk}/accept/")
    assert Effect.objects.get(kind="diadoc.acquire").payload["partner"] == row.pk
    assert "ждём ответа" in words(admin.get(f"/diadoc/partners/{row.pk}/"))


def test_what_waits_in_quarantine_is_said(admin, firm, row):
    admin.post(f"/diadoc/partners/{row.pk}/invite/", {"text": ""})
    Effect.objects.filter(kind="diadoc.acquire").update(
        state="quarantined", last_error="Закончилась подписка"
    )
    page = words(admin.get(f"/diadoc/partners/{row.pk}/"))
    assert "Закончилась подписка" in page
    assert "Повторите или отбросьте в карантине" in page
    sender = firm.hire("Отправин Олег Ильич", "sender")
    assert "Решает администратор" in words(browser(sender).get(f"/diadoc/partners/{row.pk}/"))


def test_an_invitation_out_by_the_form(admin, row):
    assert admin.post(f"/diadoc/partners/{row.pk}/invite/", {"text": "я" * 2001}).status_code == 422
    alone = {"text": "", "signature": SimpleUploadedFile("a.sig", b"x")}
    assert "выберите документ" in words(admin.post(f"/diadoc/partners/{row.pk}/invite/", alone))
    assert admin.post(f"/diadoc/partners/{row.pk}/invite/", {"text": "Здравствуйте"}).status_code == 302
    assert Effect.objects.get(kind="diadoc.acquire").payload["text"] == "Здравствуйте"


@pytest.mark.parametrize("relation", Relation.values)
def test_every_relation_says_what_to_do(admin, row, relation):
    PartnerBox.objects.update(relation=relation)
    assert admin.get(f"/diadoc/partners/{row.pk}/").status_code == 200


def test_a_box_is_chosen_among_several(admin, firm, account, row):
    organization = parts.organization(firm.counterparty, "9b1d0000000000000000000000000002@diadoc.ru")
    [second] = partners.mirror(account, parts.listed(7, Organization=organization))
    assert "Отправлять в этот ящик" in words(admin.get(f"/diadoc/partners/{second.pk}/"))
    admin.post(f"/diadoc/partners/{second.pk}/choose/")
    first = partners.boxes_of(account, firm.counterparty)[0]
    assert (first, first.is_chosen) == (second, True)


def test_a_hostile_name_is_only_text(admin, firm, account):
    firm.counterparty.name = "<script>alert(1)</script>"
    organization = parts.organization(firm.counterparty, PARTNER_BOX)
    [bad] = partners.mirror(
        account,
        parts.listed(
            CounteragentStatus.InvitesMe, Organization=organization, MessageFromCounteragent="<b>\x00</b>"
        ),
    )
    for address in ("/diadoc/partners/", f"/diadoc/partners/{bad.pk}/"):
        assert "<script>alert" not in admin.get(address).content.decode()


def test_the_list_is_read_on_demand(admin, account):
    admin.post(f"/diadoc/accounts/{account.pk}/partners/read/")
    effect = Effect.objects.get(kind="diadoc.partners")
    assert effect.payload["full"] is True
    assert effect.due_at <= timezone.now()
