"""Accounts and partners against the emulated operator, which knows nothing of how we read its answers."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest
from diadoc_http import DiadocHttp
from django.test import Client

import factories
from paraph.channels.diadoc import accounts, invitations, kind_map, partners
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.kind_map import DEFAULTS, Target, Types
from paraph.channels.diadoc.models import Account, PartnerBox, Relation
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.errors import DomainError
from paraph.parties.models import Organization
from paraph.sandbox.diadoc.certificates import read_authority
from paraph.sandbox.pki.people import PARTNER_EMPLOYEE
from paraph.wire.diadoc import counteragents_pb2, messages_pb2


def given(firm, diadoc: DiadocHttp, organization: str = "seller", user: int = 0, **more) -> dict:
    person = diadoc.ready["organizations"][organization]["users"][user]
    return {
        "organization": firm.organization.pk,
        "access": "password",
        "login": person["login"],
        "password": person["password"],
    } | more


@pytest.fixture
def connected(firm, diadoc) -> Account:
    return accounts.connect(firm.workspace, given(firm, diadoc), firm.sender)


def is_of(firm, diadoc: DiadocHttp, organization: str) -> None:
    """Our organisation becomes another subscriber of the operator."""
    other = diadoc.ready["organizations"][organization]
    Organization.objects.filter(pk=firm.organization.pk).update(inn=other["inn"], kpp=other.get("kpp") or "")


def run() -> None:
    for _ in range(10):
        LimitedKey.objects.all().delete()
        Effect.objects.filter(state=Effect.State.WAITING).update(due_at="2020-01-01T00:00:00Z")
        effects.run_due()


# -- accounts -----------------------------------------------------------------------------------------------


def test_a_password_opens_the_box_of_our_organization(firm, diadoc, connected):
    account = Account.objects.get()
    assert account.box_id == diadoc.box("seller")
    assert (account.fault, account.department_id) == ("", "")
    assert account.fns_participant_id.startswith(f"2BM-{firm.organization.inn}")


def test_a_wrong_password_and_a_wrong_key_are_told_apart(firm, diadoc):
    for more, field in (({"password": "не тот"}, "password"), ({"api_key": "foreign-key"}, "api_key")):
        with pytest.raises(DomainError) as caught:
            accounts.connect(firm.workspace, given(firm, diadoc, **more), firm.sender)
        assert list(caught.value.details["faults"]) == [field]


def test_a_user_of_another_organization_has_no_box_of_ours(firm, diadoc):
    with pytest.raises(DomainError) as caught:
        accounts.connect(firm.workspace, given(firm, diadoc, "ip"), firm.sender)
    assert caught.value.code == "no-box"
    assert diadoc.ready["organizations"]["ip"]["inn"] in caught.value.message


def test_a_user_of_one_department_is_noticed(firm, diadoc):
    is_of(firm, diadoc, "buyer")
    people = diadoc.ready["organizations"]["buyer"]["users"]
    number = next(n for n, user in enumerate(people) if user["login"] == PARTNER_EMPLOYEE.email)
    account = accounts.connect(firm.workspace, given(firm, diadoc, "buyer", number), firm.sender)
    assert (account.fault, bool(account.department_id)) == ("", True)
    with DiadocClient(account) as client:
        client.new_events()  # which a user of one department may ask for that department alone


def test_an_organization_without_a_subscription_is_told_to_renew_it(firm, diadoc):
    is_of(firm, diadoc, "unpaid")
    account = accounts.connect(firm.workspace, given(firm, diadoc, "unpaid"), firm.sender)
    assert "подписка" in account.fault


def test_a_certificate_opens_the_same_box(firm, diadoc, pki):
    read_authority(diadoc.world, pki.folder)
    data = given(firm, diadoc, access="certificate", login="", password="")
    data["login_key"] = (pki.folder / f"{factories.OUR_HEAD}.p12").read_bytes()
    data["login_key_password"] = pki.password
    assert accounts.connect(firm.workspace, data, firm.sender).box_id == diadoc.box("seller")


def test_kontur_lets_in_through_the_browser(firm, diadoc, settings):
    oidc = diadoc.ready["oidc"]
    settings.DIADOC = dataclasses.replace(
        settings.DIADOC,
        api_key="",
        oidc_url=oidc["issuer"],
        oidc_client=oidc["client_id"],
        oidc_secret=oidc["client_secret"],
    )
    by_kontur = {"organization": firm.organization.pk, "access": "oidc"}
    account = accounts.connect(firm.workspace, by_kontur, firm.sender)
    browser = Client()
    browser.force_login(firm.sender.user)
    there = urlsplit(browser.get(f"/diadoc/accounts/{account.pk}/oidc/")["Location"])
    form = {name: values[0] for name, values in parse_qs(there.query).items()}
    person = diadoc.ready["organizations"]["seller"]["users"][0]
    form |= {"login": person["login"], "password": person["password"]}
    back = diadoc.http.post(f"{there.scheme}://{there.netloc}{there.path}", data=form).headers["Location"]
    assert browser.get(f"/diadoc/oidc/?{urlsplit(back).query}").status_code == 302
    account = Account.objects.get()
    assert account.box_id == diadoc.box("seller")
    account.token_until = None
    account.save()
    with DiadocClient(account) as client:  # the access token is gone: the refresh token brings another
        assert client.my_organizations()


def test_an_expired_token_is_renewed_in_the_middle(connected, diadoc):
    diadoc.order_fault("expired-token", count=1)
    with DiadocClient(connected) as client:
        assert client.my_organizations()


def test_a_blocked_box_is_told(connected, diadoc):
    diadoc.order_fault("blocked-box", path="/GetOrganizationFeatures", count=1)
    accounts.check(connected)
    assert Account.objects.get().fault
    accounts.check(connected)
    assert Account.objects.get().fault == ""


# -- kinds --------------------------------------------------------------------------------------------------


def test_the_operator_sends_every_default(connected):
    types = Types.of(connected)
    for code, target in DEFAULTS.items():
        described = types.find(target)
        assert described is not None, code
        assert described.is_formal == kind_map.KINDS[code].formalised, code
    assert types.find(Target("Contract")).required == ("FileName", "DocumentDate", "DocumentNumber")


# -- the shelf ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 10, 3 * 1024 * 1024, 3 * 1024 * 1024 + 1])
def test_what_goes_to_the_shelf_is_there_whole(connected, diadoc, size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    with DiadocClient(connected) as client:
        name = client.upload(content, "pdf")
    answer = diadoc.as_user("seller").call("GET", "/V2/ShelfDownload", params={"fileName": name})
    assert answer.content == content


def test_a_part_that_was_lost_is_sent_again(connected, diadoc):
    diadoc.order_fault("lost-part", count=1)
    content = b"0123456789abcdef" * 400_000
    with DiadocClient(connected) as client:
        name = client.upload(content, "pdf")
    answer = diadoc.as_user("seller").call("GET", "/V2/ShelfDownload", params={"fileName": name})
    assert answer.content == content


# -- partners -----------------------------------------------------------------------------------------------


@pytest.fixture
def master(connected, diadoc, firm) -> PartnerBox:
    """Somebody who takes documents of counterparties only and has none with us yet."""
    inn = diadoc.ready["organizations"]["ip"]["inn"]
    [row] = partners.look_up(connected, [inn], firm.sender)
    return row


def test_one_inn_may_have_several_boxes(connected, diadoc, firm):
    rows = partners.look_up(connected, [firm.counterparty.inn], firm.sender)
    assert len(rows) == 3
    assert sum(row.is_roaming for row in rows) == 1
    assert not any(row.is_chosen for row in partners.boxes_of(connected, firm.counterparty))


def test_an_invitation_goes_out_and_is_accepted_there(master, diadoc, firm):
    assert (master.only_from_counteragents, master.relation) == (True, Relation.NONE)
    invitations.invite(master, "Давайте обмениваться", firm.sender)
    run()
    row = PartnerBox.objects.get(pk=master.pk)
    assert (row.relation, row.fault, row.message_to) == (Relation.INVITED, "", "Давайте обмениваться")
    them = diadoc.as_user("ip")
    body = messages_pb2.AcquireCounteragentRequest(BoxId=diadoc.box("seller"))
    them.call(
        "POST",
        "/V3/AcquireCounteragent",
        params={"myBoxId": diadoc.box("ip")},
        content=body.SerializeToString(),
    ).raise_for_status()
    diadoc.settle()
    invitations.RefreshAll().perform(None)
    run()
    assert PartnerBox.objects.get(pk=master.pk).relation == Relation.OURS


@pytest.mark.parametrize("fault", ["cut-after", "cut-before", "error-after", "too-many-requests"])
def test_an_invitation_happens_once_whatever_goes_wrong(master, diadoc, firm, fault):
    diadoc.order_fault(fault, path="/V3/AcquireCounteragent", count=1)
    invitations.invite(master, "Один раз", firm.sender)
    run()
    diadoc.settle()
    run()
    row = PartnerBox.objects.get(pk=master.pk)
    assert (row.relation, row.fault, row.invitation_effect) == (Relation.INVITED, "", 0)


def invited_by_master(diadoc: DiadocHttp) -> None:
    body = messages_pb2.AcquireCounteragentRequest(
        BoxId=diadoc.box("seller"), MessageToCounteragent="Приглашаем"
    )
    params = {"myBoxId": diadoc.box("ip")}
    them = diadoc.as_user("ip")
    them.call("POST", "/V3/AcquireCounteragent", params=params, content=body.SerializeToString())
    diadoc.settle()
    invitations.RefreshAll().perform(None)
    run()


def their_status(diadoc: DiadocHttp) -> int:
    params = {"myBoxId": diadoc.box("ip"), "counteragentBoxId": diadoc.box("seller")}
    seen = diadoc.as_user("ip").get(counteragents_pb2.Counteragent, "/V3/GetCounteragent", **params)
    return seen.CurrentStatus


def test_an_invitation_comes_in_and_is_accepted(connected, diadoc, firm):
    invited_by_master(diadoc)
    row = PartnerBox.objects.get(relation=Relation.INVITES_US)
    assert row.message_from == "Приглашаем"
    invitations.accept(row, firm.sender)
    run()
    row.refresh_from_db()
    assert (row.relation, row.counterparty.inn) == (Relation.OURS, row.inn)
    assert their_status(diadoc) == 1


def test_an_invitation_comes_in_and_is_declined(connected, diadoc, firm):
    invited_by_master(diadoc)
    row = PartnerBox.objects.get(relation=Relation.INVITES_US)
    invitations.decline(row, "Не знакомы", firm.sender)
    run()
    row.refresh_from_db()
    assert row.relation == Relation.REFUSED
    assert their_status(diadoc) == 5


def test_a_signed_document_goes_with_an_invitation(master, diadoc, firm, pki, settings, tmp_path):
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    data = factories.pdf()
    attachment = invitations.Attachment("Соглашение.pdf", data, pki.sign(factories.OUR_HEAD, data))
    invitations.invite(master, "С документом", firm.sender, attachment)
    run()
    row = PartnerBox.objects.get(pk=master.pk)
    assert (row.relation, row.fault) == (Relation.INVITED, "")
    assert row.invitation_entity_id
    with DiadocClient(row.account) as client:
        assert client.entity_content(row.invitation_message_id, row.invitation_entity_id) == data


def test_roaming_that_is_not_set_up_says_where_to_ask(connected, diadoc, firm):
    inn = diadoc.ready["organizations"]["roaming"]["inn"]
    [row] = partners.look_up(connected, [inn], firm.sender)
    invitations.invite(row, "", firm.sender)
    run()
    row.refresh_from_db()
    assert "www.diadoc.ru/roaming" in row.fault
    assert row.relation == Relation.NONE
