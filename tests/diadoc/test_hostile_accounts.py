"""Accounts under fire: removed and connected anew, paused with work in flight, shared by two workspaces."""

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc import accounts, handlers
from paraph.channels.diadoc.channel import DiadocChannel
from paraph.channels.diadoc.models import Account
from paraph.channels.diadoc.records import OuterMessage
from paraph.docflow import packages
from paraph.docflow.models import Package
from paraph.effects import services as effects
from paraph.errors import DomainError


def connect_again(exchange):
    seller = exchange.diadoc.ready["organizations"]["seller"]
    user = seller["users"][0]
    data = {
        "organization": exchange.firm.organization.pk,
        "access": "password",
        "login": user["login"],
        "password": user["password"],
    }
    account = accounts.connect(exchange.firm.workspace, data, exchange.firm.sender)
    if not account.box_id:
        accounts.choose_box(account, exchange.us.box, exchange.firm.sender)
    exchange.account = Account.objects.get(pk=account.pk)


def test_what_was_under_way_goes_on_when_the_organisation_is_connected_again(exchange):
    package = exchange.send("contract", "act")
    exchange.to_the_end()
    message = exchange.their_messages()[0]
    contract, act = documents(message)
    them, us = exchange.them, exchange.us
    accounts.remove(exchange.account, exchange.firm.sender)
    them.patch(message.MessageId, Signatures=[them.signature(contract)])
    came = them.send(us, them.attachment("Contract"))
    connect_again(exchange)
    them.patch(message.MessageId, XmlSignatureRejections=[them.rejection(act, message.MessageId, us, "Нет")])
    exchange.to_the_end()
    assert exchange.statuses(package) == ["COMPLETED", "REJECTED"]
    assert Package.objects.get(direction="in").outer_id == came.MessageId
    assert exchange.quarantined() == []


def test_what_waits_to_be_sent_goes_when_the_organisation_is_connected_again(exchange):
    exchange.diadoc.order_fault("error-after", count=1, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    accounts.remove(exchange.account, exchange.firm.sender)
    exchange.hurry()
    exchange.run()
    (effect,) = exchange.quarantined()
    assert "отключена от Диадока" in effect.last_error
    connect_again(exchange)
    effects.retry(effect.pk, exchange.firm.workspace.pk, "Администратор")
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    assert len(exchange.their_messages()) == 1


def test_what_may_have_gone_is_not_given_up(exchange):
    """Posted, its answer lost, then the box blocked: given up and sent anew it would go twice."""
    exchange.diadoc.order_fault("error-after", count=1, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    exchange.diadoc.order_fault("blocked-box", count=1, path="/V3/PostMessage")
    exchange.hurry()
    exchange.run()
    (effect,) = exchange.quarantined()
    with pytest.raises(DomainError, match="Повторить"):
        effects.drop(effect.pk, exchange.firm.workspace.pk, "Хватит", "Администратор")
    effects.retry(effect.pk, exchange.firm.workspace.pk, "Администратор")
    exchange.to_the_end()
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    assert len(exchange.their_messages()) == 1


def test_what_has_not_gone_is_given_up_and_sent_anew(exchange):
    exchange.diadoc.order_fault("blocked-box", count=1, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    (effect,) = exchange.quarantined()
    effects.drop(effect.pk, exchange.firm.workspace.pk, "Хватит", "Администратор")
    assert exchange.statuses(package) == ["OPERATOR_ERROR"]


def test_a_document_whose_sending_begins_is_not_withdrawn(exchange, monkeypatch):
    """The worker begins between the question whether it may be withdrawn and the withdrawal."""
    package = exchange.send("contract")
    flow = factories.flows(package)[0]
    OuterMessage.objects.update(state="posting")
    monkeypatch.setattr(DiadocChannel, "may_withdraw", lambda *_: True)
    with pytest.raises(DomainError, match="уже уходит"):
        packages.withdraw(flow, "Передумали", exchange.firm.sender)
    assert exchange.statuses(package) == ["SENDING"]


def test_a_paused_account_sends_what_is_under_way_and_reads_nothing(exchange):
    package = exchange.send("contract")
    accounts.pause(exchange.account, exchange.firm.sender, on=True)
    exchange.run()
    assert exchange.statuses(package) == ["SENT"]
    exchange.forget_calls()
    effects_before = exchange.account.runs.count()
    handlers.FeedTick().perform(None)
    exchange.run()
    assert exchange.account.runs.count() == effects_before


def test_two_workspaces_with_one_box(exchange):
    package = exchange.send("contract")
    other = factories.company()
    twin = Account.objects.get(pk=exchange.account.pk)
    twin.pk = None
    twin.workspace, twin.organization = other.workspace, other.organization
    twin.save()
    them, us = exchange.them, exchange.us
    exchange.run()
    came = them.send(us, them.attachment("Contract"))
    for account in (exchange.account, twin):
        exchange.diadoc.settle()
        handlers.order(account, handlers.FEED)
        exchange.run()
    assert exchange.quarantined() == []
    found = Package.objects.filter(direction="in", outer_id=came.MessageId).order_by("id")
    assert [one.workspace_id for one in found] == [exchange.firm.workspace.pk, other.workspace.pk]
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    message = exchange.their_messages()[0]
    them.patch(message.MessageId, Signatures=[them.signature(documents(message)[0])])
    for account in (twin, exchange.account):
        exchange.diadoc.settle()
        handlers.order(account, handlers.FEED)
        exchange.run()
    assert exchange.statuses(package) == ["COMPLETED"]
    assert not Package.objects.filter(workspace=other.workspace, direction="out").exists()
