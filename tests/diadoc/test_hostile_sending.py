"""Packages nobody should send, and settings that break while work is under way."""

import dataclasses
from datetime import timedelta

import pytest
from diadoc_desk import documents
from django.utils import timezone

import factories
from paraph.channels.diadoc import handlers
from paraph.channels.diadoc.models import Account, PartnerBox
from paraph.docflow import answers, packages
from paraph.docflow.models import Answer, Package
from paraph.errors import DomainError
from paraph.sealed import Secret

MB = 1024 * 1024


def submitted(exchange, *docs):
    where = {"channel": "diadoc", "recipient_box": exchange.box.box_id}
    package = factories.package(exchange.firm, docs, **where)
    packages.submit(package, exchange.firm.sender)
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    return package


def test_a_file_of_69_megabytes_goes_by_the_shelf_and_one_of_71_does_not(exchange, settings):
    settings.MAX_DOCUMENT_BYTES = 100 * MB
    large, larger = (
        factories.document(exchange.firm, "other", f"{size}.txt", b"a" * (size * MB)) for size in (69, 71)
    )
    with pytest.raises(DomainError) as refused:
        submitted(exchange, larger)
    assert "71 МБ" in refused.value.details["faults"][0].message
    package = submitted(exchange, large)
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["SENT"]


def test_forty_one_documents_with_odd_names_go_in_two_messages(exchange):
    docs = [
        factories.document(exchange.firm, "other", f"{number} «имя» 😀 &.txt", b"%d" % number)
        for number in range(41)
    ]
    package = submitted(exchange, *docs)
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert len(set(exchange.statuses(package))) == 1
    messages = exchange.their_messages()
    assert sorted(len(documents(one)) for one in messages) == [1, 40]
    names = {one.DocumentInfo.FileName for message in messages for one in documents(message)}
    assert names == {f"{number} «имя» 😀 &.txt" for number in range(41)}


@pytest.mark.parametrize("data", [b"<?xml version='1.0'?><\xd4\xe0\xe9\xeb/>", b"<a", b"\x00" * 50])
def test_what_only_claims_to_be_a_utd_is_refused_in_words(exchange, data):
    with pytest.raises(DomainError) as refused:
        submitted(exchange, factories.document(exchange.firm, "utd_dop", "ON_NSCHFDOPPR_1.xml", data))
    assert refused.value.code in ("checks", "file-content")


def test_a_changed_password_is_told_and_not_tried_all_day(exchange):
    package = exchange.send("contract")
    wrong = {"token": Secret(""), "token_until": None, "password": Secret("wrong")}
    right = exchange.account.password
    Account.objects.filter(pk=exchange.account.pk).update(**wrong)
    exchange.run()
    account = Account.objects.get(pk=exchange.account.pk)
    assert "не принял логин и пароль" in account.fault
    exchange.forget_calls()
    started = timezone.now()
    for minute in range(0, 180, 5):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda minute=minute: started + timedelta(minutes=minute))
            handlers.FeedTick().perform(None)
            exchange.run()
    assert exchange.calls()["/V3/Authenticate"] <= 4
    Account.objects.filter(pk=account.pk).update(password=right)
    (effect,) = exchange.quarantined()
    type(effect).objects.filter(pk=effect.pk).update(state="waiting", failures=0)
    exchange.to_the_end()
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    account.refresh_from_db()
    assert account.fault == ""


def test_a_recipient_that_is_no_more_is_no_fault_of_our_account(exchange):
    gone = exchange.diadoc.box("liquidated")
    PartnerBox.objects.filter(pk=exchange.box.pk).update(box_id=gone)
    where = {"channel": "diadoc", "recipient_box": gone, "recipient_email": ""}
    package = factories.send(exchange.firm, exchange.pki, [factories.document(exchange.firm)], **where)
    exchange.run()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["OPERATOR_ERROR"]
    assert "ликвидирован" in factories.flows(package)[0].reason
    exchange.account.refresh_from_db()
    assert exchange.account.fault == ""


def test_a_key_that_was_taken_away_is_told(exchange, settings):
    package = exchange.send("contract")
    settings.DIADOC = dataclasses.replace(settings.DIADOC, api_key="")
    exchange.run()
    (effect,) = exchange.quarantined()
    assert "ключ разработчика" in effect.last_error
    assert exchange.statuses(package) == ["SENDING"]


def test_what_is_withdrawn_before_the_first_try_does_not_leave(exchange):
    package = exchange.send("contract")
    packages.withdraw(factories.flows(package)[0], "Передумали", exchange.firm.sender)
    exchange.to_the_end()
    assert (exchange.statuses(package), exchange.their_messages()) == (["CANCELLED"], [])


@pytest.mark.parametrize("ours", [True, False])
def test_a_document_deleted_in_our_box_is_answered_all_the_same(exchange, ours):
    us, them, firm = exchange.us, exchange.them, exchange.firm
    if ours:
        package = exchange.send("contract")
        exchange.to_the_end()
        message = exchange.their_messages()[0]
    else:
        message = them.send(us, them.attachment("Contract"))
        exchange.read()
        package = Package.objects.get(direction="in")
    root = documents(message)[0]
    where = {"boxId": us.box, "messageId": message.MessageId, "documentId": root.EntityId}
    assert us.http.call("POST", "/Delete", params=where).status_code == 200
    exchange.to_the_end()
    if ours:
        them.patch(message.MessageId, Signatures=[them.signature(root)])
    else:
        answers.sign(factories.flows(package)[0], firm.sender, signer=firm.signer)
        factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["COMPLETED" if ours else "SIGNED_BY_US"]
    assert [one.state for one in Answer.objects.all()] == ([] if ours else ["done"])
