"""Pages of administrators: connecting a company, our token, the switch, people, accounts of the operator."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from base_kit import connected, stage  # noqa: F401
from django.test import Client as Browser
from sync_kit import Linked

import factories
from paraph.channels.diadoc import limits as diadoc_limits
from paraph.channels.diadoc import transport as diadoc_transport
from paraph.channels.diadoc.models import Account
from paraph.docflow import ports
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties.models import Employee, Organization, Role
from paraph.portals.elma365 import accounts, addresses, connection, people, upkeep
from paraph.portals.elma365.models import Company, ElmaUser, LegalEntity
from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.diadoc.world import Settings
from paraph.sandbox.elma365 import module, seed
from paraph.sandbox.emulator import Place
from paraph.sealed import Secret

ADMIN, WORKER = "shemov@romashka.example", "rabotnikov"


@pytest.fixture
def elma(connected: Linked) -> Linked:  # noqa: F811 - the fixture of that name
    return connected


@pytest.fixture
def browser(elma: Linked) -> Browser:
    """Our administrator, signed in."""
    return signed_in(elma.firm.sender)


def signed_in(employee: Employee) -> Browser:
    browser = Browser()
    browser.force_login(employee.user)
    return browser


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page(elma: Linked, path: str = "") -> str:
    return f"/elma365/companies/{elma.company.pk}/{path}"


# -- connecting ---------------------------------------------------------------------------------------------


def test_an_address_and_a_token_are_enough(stage: Any) -> None:  # noqa: F811
    firm = factories.company()
    browser = signed_in(firm.sender)
    assert "не подключены" in text(browser.get("/elma365/"))
    empty = browser.post("/elma365/new/", {})
    assert empty.status_code == 422
    assert "+ Токен" in text(empty)
    wrong = browser.post("/elma365/new/", {"base_url": stage.url, "token": "not-the-token"})
    assert wrong.status_code == 422
    assert "не приняла токен" in text(wrong)
    assert "not-the-token" not in text(wrong)
    assert not Company.objects.exists()
    given = {"base_url": f" {stage.url}/ ", "token": stage.ready["token"]}
    answer = browser.post("/elma365/new/", given)
    row = Company.objects.get()
    assert answer["Location"] == f"/elma365/companies/{row.pk}/"
    assert row.base_url == stage.url
    shown = text(browser.get(answer["Location"]))
    assert addresses.hub(row) in shown
    assert row.hub_token.reveal() in shown
    assert addresses.activity(row, "print-form") in shown
    assert stage.ready["token"] not in shown
    again = browser.post("/elma365/new/", given)
    assert again.status_code == 422
    assert "уже подключена" in text(again)
    journal = JournalEvent.objects.get(action="elma365:connected")
    assert row.hub_token.reveal() not in str(journal.data) + str(journal.actor_name)


@pytest.mark.parametrize(
    "address",
    [
        "http://firm.elma365.ru",
        "http://169.254.169.254",
        "https://firm.elma365.ru/?x=1",
        "https://user:password@firm.elma365.ru",
        "ftp://firm.elma365.ru",
        "https://",
        "https://[::1",
        "file:///etc/passwd",
    ],
)
def test_an_address_we_would_not_call_is_refused_before_calling(db: Any, address: str) -> None:
    firm = factories.company()
    with pytest.raises(DomainError) as caught:
        connection.connect(firm.workspace, {"base_url": address, "token": "t"}, firm.sender)
    assert set(caught.value.details["faults"]) == {"base_url"}


def test_a_change_is_tried_out_and_an_empty_token_stays(elma: Linked, browser: Browser) -> None:
    before = elma.company.hub_token.reveal()
    given = {
        "base_url": elma.company.base_url,
        "token": "",
        "title": "Наша ELMA",
        "file_hosts": "s3.example\n",
    }
    assert browser.post(page(elma), {**given, "file_hosts": "https://s3.example/x"}).status_code == 422
    assert browser.post(page(elma), {**given, "module_uuid": "module"}).status_code == 422
    assert browser.post(page(elma), {**given, "token": "wrong"}).status_code == 422
    assert browser.post(page(elma), given).status_code == 302
    elma.company.refresh_from_db()
    assert elma.company.title == "Наша ELMA"
    assert elma.company.options["file_hosts"] == ["s3.example"]
    assert elma.company.token.reveal() == elma.emulator.ready["token"]
    assert elma.company.hub_token.reveal() == before
    elma.fault("cut-before", "scheme/namespaces", count=None)
    assert browser.post(page(elma), {**given, "title": "Другая"}).status_code == 422
    elma.company.refresh_from_db()
    assert elma.company.title == "Наша ELMA"


def test_the_module_is_told_our_address_and_token(elma: Linked, browser: Browser) -> None:
    uuid = elma.control("POST", "module")["uuid"]
    given = {"base_url": elma.company.base_url, "title": "ELMA", "module_uuid": uuid}
    elma.control("POST", "faults", {"kind": "cut-after", "path": "connect"})
    browser.post(page(elma), given)
    assert "подключаем" in text(browser.get(page(elma)))
    elma.run()
    company = Company.objects.get()
    assert company.is_module_told
    assert module.find_hub(elma.world) == module.Hub(addresses.hub(company), company.hub_token.reveal())
    browser.post(page(elma, "token/"))
    renewed = Company.objects.get()
    assert renewed.hub_token != company.hub_token
    assert not renewed.is_module_told
    elma.run()
    assert module.find_hub(elma.world) == module.Hub(addresses.hub(company), renewed.hub_token.reveal())
    assert Company.objects.get().is_module_told
    module.remove(elma.world)
    connection.check(renewed)
    assert Company.objects.get().fault
    module.install(elma.world)
    connection.check(renewed)
    elma.run()
    assert module.find_hub(elma.world) == module.Hub(addresses.hub(company), renewed.hub_token.reveal())
    assert Company.objects.get().fault == ""


def test_a_token_of_no_administrator_connects_no_module(elma: Linked) -> None:
    uuid = elma.control("POST", "module")["uuid"]
    token = elma.control("POST", "tokens", {"user": seed.user_id(WORKER)})["token"]
    given = {"base_url": elma.company.base_url, "token": token, "module_uuid": uuid}
    connection.connect(elma.firm.workspace, given, elma.firm.sender, id=elma.company.pk)
    elma.run()
    company = Company.objects.get()
    assert not company.is_module_told
    assert "Администраторы" in company.fault
    assert [each.kind for each in elma.stuck()] == ["elma365.tell-module"]


def test_switched_off_work_waits_and_goes_on(elma: Linked, browser: Browser) -> None:
    browser.post(page(elma, "switch/"), {"on": ""})
    people.ReadPeople.order(elma.company, slot="later")
    elma.once()
    effect = Effect.objects.get(kind=people.ReadPeople.kind, state="waiting")
    assert "выключена" in effect.last_error
    assert "Выключена" in text(browser.get("/elma365/"))
    browser.post(page(elma, "people/read/"))
    browser.post(page(elma, "switch/"), {"on": "1"})
    elma.run()
    assert not Effect.objects.filter(state="waiting", key=elma.company.effects_key).exists()
    actions = JournalEvent.objects.filter(action__startswith="elma365:switched")
    assert [each.action for each in actions.order_by("id")] == ["elma365:switched-off", "elma365:switched-on"]


def test_the_connection_is_checked_by_hand_and_every_hour(elma: Linked, browser: Browser) -> None:
    elma.fault("forbidden", "scheme/namespaces")
    browser.post(page(elma, "check/"))
    assert "не приняла токен" in text(browser.get(page(elma)))
    upkeep.CheckTick().perform(None)  # type: ignore[arg-type]
    upkeep.CheckTick().perform(None)  # type: ignore[arg-type]
    assert Effect.objects.filter(kind="elma365.check").count() == 1
    elma.run()
    assert Company.objects.get().fault == ""
    upkeep.NightTick().perform(None)  # type: ignore[arg-type]
    assert Effect.objects.filter(kind="elma365.people", state="waiting").count() == 1


def test_a_removed_company_keeps_no_secret(elma: Linked, browser: Browser) -> None:
    people.ReadPeople.order(elma.company)
    browser.post(page(elma, "remove/"))
    company = Company.objects.get()
    assert not any((company.token, company.hub_token, company.operator_key))
    elma.run()
    assert "отключена" in elma.stuck()[0].last_error
    assert browser.get(page(elma)).status_code == 404
    given = {"base_url": elma.emulator.url, "token": elma.emulator.ready["token"]}
    again = connection.connect(elma.firm.workspace, given, elma.firm.sender)
    assert (again.pk, again.key) == (company.pk, company.key)  # its documents and mapping go on with it
    assert again.works
    assert Company.objects.get().hub_token.reveal()
    other = factories.company()
    assert connection.connect(other.workspace, given, other.sender).pk != company.pk


# -- who may ------------------------------------------------------------------------------------------------


def test_settings_are_for_administrators_of_the_workspace(elma: Linked) -> None:
    other = signed_in(factories.company().sender)
    plain = signed_in(elma.firm.signer)
    entity = LegalEntity.objects.first()
    assert entity is not None
    for path in ("", "accounts/", f"accounts/{entity.pk}/", "people/"):
        assert plain.get(page(elma, path)).status_code == 403
        assert other.get(page(elma, path)).status_code == 404
    for path in ("check/", "switch/", "token/", "remove/", "people/read/", f"accounts/{entity.pk}/remove/"):
        assert plain.post(page(elma, path)).status_code == 403
        assert other.post(page(elma, path)).status_code == 404
    assert Company.objects.get().is_on


def test_who_comes_from_elma365_must_be_an_administrator_there(elma: Linked, browser: Browser) -> None:
    entrance = urlsplit(addresses.entrance(elma.company)).path
    assert browser.get(entrance).status_code == 403
    user = elma.company.users.get(email="lugova@romashka.example")
    people.choose(user, elma.firm.sender.pk, elma.firm.sender)
    assert browser.get(entrance)["Location"] == page(elma)
    elma.fault("forbidden", "user/list")
    assert browser.get(entrance).status_code == 422
    elma.control("POST", f"users/{user.user_id}", {"leave": seed.group_id("administrators")})
    assert browser.get(entrance).status_code == 403
    elma.control("POST", f"users/{user.user_id}", {"join": seed.group_id("administrators"), "active": False})
    assert browser.get(entrance).status_code == 403


# -- people -------------------------------------------------------------------------------------------------


def test_people_are_known_by_their_mail_once(elma: Linked, browser: Browser) -> None:
    ready = {one["email"] for one in elma.emulator.ready["users"]}
    assert set(elma.company.users.values_list("email", flat=True)) == ready
    user = elma.company.users.get(email=ADMIN)
    assert user.is_admin
    assert "Администраторы" in user.groups
    assert user.employee is None
    assert "Не найдены" in text(browser.get(page(elma, "people/")))
    hired = factories.hire(elma.firm.workspace, elma.firm.organization, "Схемов Б. Л.", ADMIN, Role.SENDER)
    browser.post(page(elma, "people/read/"))
    elma.run()
    user.refresh_from_db()
    assert user.employee == hired
    browser.post(page(elma, f"people/{user.pk}/"), {"employee": ""})
    browser.post(page(elma, "people/read/"))
    elma.run()
    user.refresh_from_db()
    assert user.employee is None
    stranger = factories.company().sender
    assert browser.post(page(elma, f"people/{user.pk}/"), {"employee": stranger.pk}).status_code == 422
    browser.post(page(elma, f"people/{user.pk}/"), {"employee": hired.pk})
    assert people.employee_of(elma.company, user.user_id) == hired
    elma.control("POST", f"users/{user.user_id}", {"active": False})
    ElmaUser.objects.exclude(pk=user.pk).delete()
    token = elma.control("POST", "tokens", {"user": seed.user_id("lugova")})["token"]
    Company.objects.update(token=Secret(token))
    people.ReadPeople.order(elma.company)
    elma.run()
    user.refresh_from_db()
    assert not user.is_active
    assert people.employee_of(elma.company, user.user_id) is None


# -- accounts -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _diadoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiadocEmulator]:
    emulator = DiadocEmulator(Place(tmp_path_factory.mktemp("diadoc"), "127.0.0.1"), Settings(delay=0.01))
    emulator.start()
    yield emulator
    diadoc_transport.hang_up()
    emulator.stop()


@pytest.fixture
def diadoc(_diadoc: DiadocEmulator, settings: Any, monkeypatch: Any) -> dict[str, Any]:
    """The operator; the installation has no key of its own."""
    settings.DIADOC = dataclasses.replace(settings.DIADOC, url=_diadoc.ready["url"], api_key="")
    monkeypatch.setattr(diadoc_limits, "FIRST_PAUSE", 0)
    return dict(_diadoc.ready)


def our_entity(elma: Linked) -> LegalEntity:
    return LegalEntity.objects.get(company=elma.company, inn=elma.firm.organization.inn)


def test_without_a_key_it_is_said_plainly_and_the_rest_works(
    elma: Linked, browser: Browser, diadoc: Any
) -> None:
    shown = text(browser.get(page(elma, "accounts/")))
    assert (
        "Ключ разработчика не введён: работать с оператором Диадок нельзя. Всё остальное работает." in shown
    )
    entity = our_entity(elma)
    assert entity.organization == elma.firm.organization
    answer = browser.post(page(elma, f"accounts/{entity.pk}/"), {"login": "a", "password": "b"})
    assert answer.status_code == 422
    assert "Сначала введите ключ" in text(answer)
    assert not Account.objects.exists()


def test_an_account_with_those_who_send(elma: Linked, browser: Browser, diadoc: Any) -> None:
    firm, entity = elma.firm, our_entity(elma)
    browser.post(page(elma, "accounts/"), {"operator_key": diadoc["developer_key"]})
    hired = factories.hire(firm.workspace, firm.organization, "Схемов Б. Л.", ADMIN, Role.SENDER)
    people.choose(elma.company.users.get(email=ADMIN), hired.pk, firm.sender)
    someone = elma.company.users.get(email="pravilova@romashka.example")
    place = page(elma, f"accounts/{entity.pk}/")
    form = text(browser.get(place))
    assert "Схемов" in form
    assert "Правилова" not in form  # no employee of ours sends for her
    login = next(one for one in diadoc["organizations"]["seller"]["users"])
    wrong = browser.post(place, {"login": login["login"], "password": "wrong"})
    assert wrong.status_code == 422
    assert not Account.objects.exists()
    user = elma.company.users.get(email=ADMIN)
    given = {"login": login["login"], "password": login["password"], "users": [user.pk]}
    assert browser.post(place, {**given, "users": [someone.pk]}).status_code == 422
    assert browser.post(place, {**given, "users": []}).status_code == 422
    assert not Account.objects.exists()
    assert browser.post(place, given).status_code == 302
    account = Account.objects.get()
    assert account.organization == firm.organization
    assert account.api_key.reveal() == diadoc["developer_key"]
    assert [each.employee for each in account.senders.all()] == [hired]
    hindrance = ports.channel("diadoc").hindrance
    assert hindrance(firm.organization, firm.sender)
    assert not hindrance(firm.organization, hired)
    shown = text(browser.get(page(elma, "accounts/")))
    assert login["login"] in shown
    assert "Схемов" in shown
    assert login["password"] not in shown + text(browser.get(place))
    assert browser.post(page(elma, "accounts/"), {"operator_key": "NO-SUCH-KEY"}).status_code == 422
    assert browser.post(page(elma, "accounts/"), {"operator_key": ""}).status_code == 422
    assert Company.objects.get().operator_key.reveal() == diadoc["developer_key"]
    # Who was let in at the operator's own page and is nobody in ELMA365 stays so.
    operator = accounts.operator()
    operator.allow(firm.organization, [firm.approver.pk], firm.sender)
    browser.post(place, {"login": login["login"], "password": "", "users": [user.pk]})
    assert set(operator.accounts(firm.workspace)[0].senders or ()) == {hired.pk, firm.approver.pk}
    browser.post(place, {"login": login["login"], "password": "", "anyone": "1"})
    account.refresh_from_db()
    assert account.anyone_sends
    assert account.password.reveal() == login["password"]
    browser.post(page(elma, "accounts/key/forget/"))
    assert not Company.objects.get().operator_key
    browser.post(page(elma, f"accounts/{entity.pk}/remove/"))
    account.refresh_from_db()
    assert account.removed_at
    assert accounts.row(Company.objects.get(), entity.pk).account is None


def test_a_legal_entity_we_do_not_have_becomes_an_organisation(
    elma: Linked, browser: Browser, diadoc: Any
) -> None:
    entity = elma.company.legal_entities.exclude(inn=elma.firm.organization.inn).get()
    assert entity.organization is None
    accounts.enter_key(Company.objects.get(), diadoc["developer_key"], elma.firm.sender)
    login = diadoc["organizations"]["seller"]["users"][0]
    answer = browser.post(
        page(elma, f"accounts/{entity.pk}/"),
        {"login": login["login"], "password": login["password"], "anyone": "1"},
    )
    assert answer.status_code == 422  # this login has no box of that organisation
    made = Organization.objects.get(workspace=elma.firm.workspace, inn=entity.inn)
    assert made.name == entity.name
    assert not Account.objects.exists()
