"""Accounts: connecting says what is wrong and where, and keeps nothing that does not work."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import diadoc_parts as parts
import pytest
from diadoc_parts import OUR_BOX
from diadoc_stub import Reply
from django.utils import timezone

import factories
from paraph.channels.diadoc import accounts, auth, inspection, kind_map
from paraph.channels.diadoc.errors import NotNow, Refused
from paraph.channels.diadoc.kind_map import NONFORMALIZED, Target, Types
from paraph.channels.diadoc.models import Access, Account, KindMapping
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.sealed import Secret
from paraph.wire.diadoc.organizations_pb2 import DocumentAccessLevel, OrganizationList

SECOND_BOX = "1d2e0000000000000000000000000002@diadoc.ru"


@pytest.fixture
def diadoc(stub, firm):
    """A service where everything is well."""
    stub.on(
        "/GetMyOrganizations",
        OrganizationList(Organizations=[parts.organization(firm.organization, OUR_BOX)]),
    )
    stub.on("/GetOrganizationFeatures", parts.features())
    stub.on("/GetMyEmployee", parts.employee())
    stub.on("/V3/GetDocumentTypes", parts.types())
    return stub


def data(firm: factories.Company, **more) -> dict:
    return {
        "organization": firm.organization.pk,
        "access": "password",
        "login": "edo@romashka.example",
        "password": "верный пароль",
        **more,
    }


def refused(firm, **more) -> DomainError:
    with pytest.raises(DomainError) as caught:
        accounts.connect(firm.workspace, data(firm, **more), firm.sender)
    assert not Account.objects.exists()
    return caught.value


# -- connecting ---------------------------------------------------------------------------------------------


def test_an_account_is_tried_out_and_comes_with_its_box(firm, diadoc):
    account = Account.objects.get(pk=accounts.connect(firm.workspace, data(firm), firm.sender).pk)
    assert (account.box_id, account.box_title, account.fault) == (OUR_BOX, "Ящик", "")
    assert account.fns_participant_id == f"2BM-{firm.organization.inn}"
    assert account.department_id == ""
    assert account.token.reveal() == "token-1"
    assert account.is_connected
    assert Types.of(account)
    assert accounts.of_organization(firm.organization) == account
    event = JournalEvent.objects.get(action="diadoc:account-connected")
    assert "пароль" not in str(event.data)


@pytest.mark.parametrize(
    ("reply", "field", "words"),
    [
        (Reply(401, b"Invalid login or password"), "password", "логин и пароль"),
        (Reply(401, b"Invalid ddauth_api_client_id"), "api_key", "ключ разработчика"),
        (Reply(500, b""), "", "внутренней ошибкой"),
    ],
)
def test_a_refused_login_names_the_field_to_mend(firm, diadoc, reply, field, words):
    diadoc.on("/V3/Authenticate", reply)
    error = refused(firm)
    assert words in (error.details["faults"][field] if field else error.message)


def test_no_box_of_our_inn_is_said_with_those_there_are(firm, diadoc):
    other = parts.organization(firm.counterparty, SECOND_BOX)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[other]))
    error = refused(firm)
    assert firm.organization.inn in error.message
    assert firm.counterparty.name in error.message


def test_several_boxes_wait_for_a_choice(firm, diadoc):
    both = parts.organization(firm.organization, OUR_BOX, SECOND_BOX)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[both]))
    account = accounts.connect(firm.workspace, data(firm), firm.sender)
    assert not account.is_connected
    assert accounts.of_organization(firm.organization) is None
    assert [box.box_id for box in accounts.boxes(account)] == [OUR_BOX, SECOND_BOX]
    with pytest.raises(DomainError):
        accounts.choose_box(account, "чужой", firm.sender)
    accounts.choose_box(account, SECOND_BOX, firm.sender)
    assert Account.objects.get().box_id == SECOND_BOX
    assert diadoc.of("/GetMyEmployee")[-1].query["boxId"] == SECOND_BOX
    with pytest.raises(DomainError, match="Ящик уже выбран"):
        accounts.choose_box(account, OUR_BOX, firm.sender)


def test_the_box_of_our_kpp_is_taken_among_branches(firm, diadoc):
    branch = parts.organization(firm.organization, SECOND_BOX, Kpp="770902002")
    own = parts.organization(firm.organization, OUR_BOX)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[branch, own]))
    assert accounts.connect(firm.workspace, data(firm), firm.sender).box_id == OUR_BOX


def test_a_blocked_box_is_kept_and_told(firm, diadoc):
    diadoc.on("/GetOrganizationFeatures", parts.features(blocked=True))
    account = accounts.connect(firm.workspace, data(firm), firm.sender)
    assert "заблокирован" in account.fault
    assert Account.objects.get().fault == account.fault


def test_a_blocked_user_is_told(firm, diadoc):
    diadoc.on("/GetMyEmployee", parts.employee(blocked=True))
    assert "Пользователь заблокирован" in accounts.connect(firm.workspace, data(firm), firm.sender).fault


def test_a_user_of_one_department_reads_its_documents_only(firm, diadoc):
    diadoc.on("/GetMyEmployee", parts.employee(DocumentAccessLevel.DepartmentOnly, "d-7"))
    assert accounts.connect(firm.workspace, data(firm), firm.sender).department_id == "d-7"


def test_an_ended_subscription_is_told(firm, diadoc):
    diadoc.on("/GetOrganizationFeatures", Reply(402, b""))
    assert "подписка" in accounts.connect(firm.workspace, data(firm), firm.sender).fault


def test_faults_of_the_form_come_all_at_once_and_nothing_is_asked(firm, diadoc):
    error = refused(firm, login="", password="", organization="")
    assert set(error.details["faults"]) >= {"organization"}
    error = refused(firm, login="", password="")
    assert set(error.details["faults"]) == {"login", "password"}
    assert diadoc.asked == []


def test_without_a_key_the_form_says_how_to_get_one(firm, diadoc, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="")
    assert "PARAPH_DIADOC_API_KEY" in refused(firm).details["faults"]["api_key"]


@pytest.mark.parametrize("key", ["ключ", "a b", "a,b", "a\nb"])
def test_a_key_that_cannot_stand_in_a_header_is_refused(firm, diadoc, key):
    assert "api_key" in refused(firm, api_key=key).details["faults"]
    assert diadoc.asked == []


def test_an_organization_is_connected_once(firm, diadoc):
    accounts.connect(firm.workspace, data(firm), firm.sender)
    with pytest.raises(DomainError, match="уже подключена"):
        accounts.connect(firm.workspace, data(firm), firm.sender)
    assert Account.objects.count() == 1


def test_a_change_keeps_secrets_left_empty(firm, diadoc):
    account = accounts.connect(firm.workspace, data(firm, api_key="own-key"), firm.sender)
    changed = {"access": "password", "login": "other@romashka.example", "password": "", "api_key": ""}
    accounts.connect(firm.workspace, changed, firm.sender, id=account.pk)
    row = Account.objects.get()
    assert (row.login, row.password.reveal()) == ("other@romashka.example", "верный пароль")
    assert auth.api_key(row) == "own-key"


def test_a_certificate_needs_its_file_and_password(firm, diadoc, pki):
    file = (pki.folder / f"{factories.OUR_HEAD}.p12").read_bytes()
    assert "login_key" in refused(firm, access="certificate").details["faults"]
    error = refused(firm, access="certificate", login_key=file, login_key_password="не тот")
    assert "Неверный пароль" in error.details["faults"]["login_key_password"]
    error = refused(firm, access="certificate", login_key=b"not a key", login_key_password="x")
    assert "login_key" in error.details["faults"]


def test_an_administrator_connects_and_nobody_else(firm, diadoc):
    with pytest.raises(DomainError, match="прав"):
        accounts.connect(firm.workspace, data(firm), firm.signer)


def test_accounts_of_another_workspace_are_not_found(firm, account):
    other = factories.Workspace.objects.create(name="Другие")
    with pytest.raises(DomainError) as caught:
        accounts.get(other, account.pk)
    assert caught.value.code == "not-found"


# -- checking -----------------------------------------------------------------------------------------------


def test_the_check_says_when_the_box_is_no_longer_ours(firm, diadoc, account):
    other = parts.organization(firm.organization, SECOND_BOX)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[other]))
    accounts.check(account)
    assert "нет доступа к ящику" in Account.objects.get().fault


def test_another_user_must_see_the_same_box(firm, diadoc):
    account = accounts.connect(firm.workspace, data(firm), firm.sender)
    other = parts.organization(firm.organization, SECOND_BOX)
    diadoc.on("/GetMyOrganizations", OrganizationList(Organizations=[other]))
    with pytest.raises(DomainError, match="нет доступа к ящику"):
        accounts.connect(firm.workspace, data(firm, login="other"), firm.sender, id=account.pk)
    assert (Account.objects.get().box_id, Account.objects.get().login) == (OUR_BOX, "edo@romashka.example")


def test_a_job_that_still_runs_does_not_bring_a_removed_account_back(firm, account):
    running = Account.objects.get()
    accounts.remove(account, firm.sender)
    auth.keep(running, "fresh-token", timedelta(hours=1))
    assert not Account.objects.get().token


def test_the_check_says_that_nobody_answers_and_clears_it_later(firm, diadoc, account):
    diadoc.on("/GetMyOrganizations", Reply(503, b""))
    accounts.check(account)
    assert "503" in Account.objects.get().fault
    mine = OrganizationList(Organizations=[parts.organization(firm.organization, OUR_BOX)])
    diadoc.on("/GetMyOrganizations", mine)
    accounts.check(account)
    assert Account.objects.get().fault == ""


def test_jobs_note_troubles_of_the_account_only(account):
    inspection.note(account, Refused(402, "", "подписка"))
    assert Account.objects.get().fault == "подписка"
    inspection.note(account, NotNow(timedelta(0), "позже"))
    inspection.note(account, Refused(409, "", "документ"))
    assert Account.objects.get().fault == "подписка"
    inspection.note(account, None)
    assert Account.objects.get().fault == ""


# -- settings -----------------------------------------------------------------------------------------------


def test_who_may_send(firm, account):
    other = firm.hire("Отправин Олег", Role.SENDER)
    assert accounts.may_send(account, other)
    assert not accounts.may_send(account, firm.signer)
    chosen = {"interval_minutes": "15", "anyone_sends": "", "senders": [str(firm.sender.pk)]}
    accounts.save_settings(account, chosen, firm.sender)
    account = Account.objects.get()
    assert account.interval_minutes == 15
    assert accounts.may_send(account, firm.sender)
    assert not accounts.may_send(account, other)
    stranger = factories.company().sender
    assert not accounts.may_send(account, stranger)


@pytest.mark.parametrize("minutes", ["0", "", "1441", "-5", "пять"])
def test_an_odd_interval_is_refused(firm, account, minutes):
    with pytest.raises(DomainError) as caught:
        accounts.save_settings(account, {"interval_minutes": minutes, "anyone_sends": "1"}, firm.sender)
    assert "interval_minutes" in caught.value.details["faults"]


def test_a_pause_is_recorded_once(firm, account):
    accounts.pause(account, firm.sender, on=True)
    accounts.pause(account, firm.sender, on=True)
    assert not Account.objects.get().works
    assert JournalEvent.objects.filter(action="diadoc:account-paused").count() == 1
    accounts.pause(account, firm.sender, on=False)
    assert Account.objects.get().works


def test_removal_forgets_the_secrets_and_keeps_the_row(firm, account, diadoc):
    account.token, account.token_until = Secret("t"), timezone.now()
    account.save()
    accounts.remove(account, firm.sender)
    row = Account.objects.get()
    assert not any((row.password, row.token, row.api_key, row.login_key, row.oidc_refresh))
    assert not row.is_connected
    assert row.box_id == OUR_BOX
    assert accounts.of_workspace(firm.workspace).count() == 0
    again = accounts.connect(firm.workspace, data(firm), firm.sender)
    assert again.pk != row.pk


def test_logging_in_at_kontur_finds_the_box(firm, diadoc, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, oidc_client="hub", api_key="")
    account = accounts.connect(
        firm.workspace, {"organization": firm.organization.pk, "access": "oidc"}, firm.sender
    )
    assert account.access == Access.OIDC
    assert not account.is_connected
    assert diadoc.asked == []
    diadoc.on("/connect/token", '{"access_token": "a", "refresh_token": "r", "expires_in": 3600}')
    accounts.finish_login(account, "code", auth.Errand.new(), "http://hub/back", firm.sender)
    row = Account.objects.get()
    assert (row.box_id, row.oidc_refresh.reveal()) == (OUR_BOX, "r")


# -- kinds --------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(account) -> Account:
    account.types = parts.types().SerializeToString()
    account.save()
    return account


def test_a_type_tells_what_the_sender_must_give(typed):
    contract = Types.of(typed).find(Target("Contract"))
    assert contract.required == ("FileName", "DocumentDate", "DocumentNumber")
    assert contract.optional == ("ContractPrice",)
    assert contract.required_words == "имя файла, дата, номер"
    assert (contract.workflows, contract.default_workflow) == ((2,), 2)
    assert Types.of(typed).find(Target("Contract", "default", "v2")) is None


def test_files_and_xml_are_offered_apart(typed):
    types = Types.of(typed)
    files = [each.target.type_named_id for each in types.choices(kind_map.KINDS["contract"])]
    xml = [each.target.type_named_id for each in types.choices(kind_map.KINDS["utd_schfdop"])]
    assert files == ["Contract", "Nonformalized", "ProformaInvoice"]
    assert xml == ["UniversalTransferDocument"]


def test_every_kind_has_a_default(typed):
    assert kind_map.DEFAULTS.keys() == kind_map.KINDS.keys()
    assert kind_map.targets(typed)["invoice"] == Target("ProformaInvoice")


def test_a_choice_is_kept_and_a_return_to_the_default_too(firm, typed):
    kind_map.save(typed, {"contract": NONFORMALIZED.code}, firm.sender)
    assert kind_map.targets(typed)["contract"] == NONFORMALIZED
    kind_map.save(typed, {"contract": ""}, firm.sender)
    assert kind_map.targets(typed)["contract"] == Target("Contract")
    assert not KindMapping.objects.exists()


@pytest.mark.parametrize(
    "code", ["Contract", "Нет|такого|типа", "UniversalTransferDocument|СЧФДОП|utd970_05_03_01"]
)
def test_a_type_the_box_does_not_offer_for_the_kind_is_refused(firm, typed, code):
    with pytest.raises(DomainError) as caught:
        kind_map.save(typed, {"contract": code}, firm.sender)
    assert "contract" in caught.value.details["faults"]


def test_what_the_parties_want_otherwise_goes_as_a_plain_file(firm, typed):
    def goes(kind: str, **wish: bool) -> tuple[Target, bool]:
        document = factories.document(firm, kind, **wish)
        return kind_map.target_of(typed, document, None), kind_map.wants_signature(document)

    assert goes("invoice", answer_wanted=True) == (NONFORMALIZED, True)
    assert goes("contract", answer_wanted=False) == (NONFORMALIZED, False)
    assert goes("contract", answer_wanted=True) == (Target("Contract"), True)
    assert goes("invoice") == (Target("ProformaInvoice"), False)
