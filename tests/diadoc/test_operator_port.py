"""Accounts of Диадок kept from outside the channel, by docflow's port `Operator`."""

from __future__ import annotations

import dataclasses

import diadoc_parts as parts
import pytest
from diadoc_parts import OUR_BOX
from diadoc_stub import Reply

import factories
from paraph.channels.diadoc.models import Access, Account
from paraph.docflow import ports
from paraph.docflow.ports import Operator
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.registry.kinds import KINDS
from paraph.wire.diadoc.organizations_pb2 import OrganizationList


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


@pytest.fixture
def operator(diadoc) -> Operator:
    (found,) = ports.operators()
    return found


GIVEN = {"login": "edo@romashka.example", "password": "верный пароль", "api_key": "KEY-OF-THE-COMPANY"}


def test_an_account_is_connected_changed_and_removed(operator, firm):
    assert operator.accounts(firm.workspace) == []
    assert operator.kinds(firm.organization) == []
    made = operator.connect(firm.organization, GIVEN, firm.sender)
    assert made.is_connected
    assert (made.organization_id, made.login, made.fault) == (firm.organization.pk, GIVEN["login"], "")
    assert made.senders is None
    row = Account.objects.get()
    assert made.page == f"/diadoc/accounts/{row.pk}/"
    assert row.api_key.reveal() == GIVEN["api_key"]
    operator.connect(firm.organization, {"api_key": "ANOTHER-KEY", "login": "", "password": ""}, firm.sender)
    row.refresh_from_db()
    assert row.api_key.reveal() == "ANOTHER-KEY"
    assert row.password.reveal() == GIVEN["password"]
    operator.disconnect(firm.organization, firm.sender)
    assert operator.accounts(firm.workspace) == []
    with pytest.raises(DomainError, match="не подключена"):
        operator.disconnect(firm.organization, firm.sender)


def test_a_key_changes_nothing_of_how_an_account_logs_in(operator, firm, account):
    Account.objects.update(access=Access.CERTIFICATE)
    with pytest.raises(DomainError) as caught:
        operator.connect(firm.organization, {"api_key": "KEY"}, firm.sender)
    assert "login_key" in caught.value.details["faults"]
    assert Account.objects.get().access == Access.CERTIFICATE


def test_a_refused_login_is_told_at_its_field_and_nothing_is_kept(operator, diadoc, firm):
    diadoc.on("/V3/Authenticate", Reply(401))
    with pytest.raises(DomainError) as caught:
        operator.connect(firm.organization, GIVEN, firm.sender)
    assert set(caught.value.details["faults"]) == {"password"}
    assert not Account.objects.exists()


def test_only_those_who_were_allowed_may_send(operator, firm):
    operator.connect(firm.organization, GIVEN, firm.sender)
    Account.objects.update(interval_minutes=17)
    operator.allow(firm.organization, [firm.approver.pk], firm.sender)
    (told,) = operator.accounts(firm.workspace)
    assert told.senders == (firm.approver.pk,)
    assert "отправ" in ports.channel("diadoc").hindrance(firm.organization, firm.sender).lower()
    operator.allow(firm.organization, None, firm.sender)
    assert operator.accounts(firm.workspace)[0].senders is None
    assert not ports.channel("diadoc").hindrance(firm.organization, firm.sender)
    assert Account.objects.get().interval_minutes == 17
    stranger = factories.company().sender
    with pytest.raises(DomainError):
        operator.allow(firm.organization, None, stranger)


def test_kinds_tell_what_the_box_wants_in_our_words(operator, diadoc, firm):
    types = parts.types()
    types.DocumentTypes.append(
        parts.kind("SupplementaryAgreement", "Доп. соглашение", ContractNumber=True, DocumentDate=True)
    )
    diadoc.on("/V3/GetDocumentTypes", types)
    operator.connect(firm.organization, GIVEN, firm.sender)
    found = {each.kind: each for each in operator.kinds(firm.organization)}
    assert set(found) == set(KINDS)
    contract, invoice, act = found["contract"], found["invoice"], found["act"]
    assert (contract.title, contract.is_available, contract.note) == ("Договор", True, "")
    assert contract.required == ("number", "date", "file_name")
    assert invoice.required == ("number", "date", "amount", "file_name")
    assert not act.is_available
    assert "не отправляет" in act.note
    # What comes from a linked contract nobody can give with an item.
    assert not found["supplement"].is_available
    assert "связанного договора" in found["supplement"].note
    # A formalised file says everything itself.
    assert found["utd_schfdop"].required == ()
    assert found["utd_schfdop"].is_available


def test_tasks_of_all_accounts_are_ordered_once(operator, firm):
    operator.connect(firm.organization, GIVEN, firm.sender)
    assert operator.run_tasks(firm.workspace, firm.sender) == 1
    assert operator.run_tasks(firm.workspace, firm.sender) == 0
    assert Effect.objects.filter(kind="diadoc.feed", state="waiting").count() == 1
    Effect.objects.all().delete()
    Account.objects.update(is_paused=True)
    assert operator.run_tasks(firm.workspace, firm.sender) == 0


def test_whether_the_installation_has_a_key(operator, settings):
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="")
    assert not operator.has_key
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="KEY")
    assert operator.has_key
