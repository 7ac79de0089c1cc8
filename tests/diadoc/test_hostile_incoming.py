"""What strangers may send: odd names, words, types and moments. Everything is received once, in order."""

import pytest

import factories
from paraph.channels.diadoc.records import Feed, InboxEvent, OuterMessage
from paraph.docflow import answers
from paraph.docflow.models import Answer, Package
from paraph.effects.models import Effect

ODD_NAMES = [
    "a/b\\c:d*?.pdf",
    '«Договор» 😀 "1".pdf',
    "и" * 300 + ".pdf",
    "\u202egnp.exe",
    "..",
    "con.pdf\r\nX-Header: 1",
    "<script>alert(1)</script>.pdf",
    "nul\x00.pdf",
]
ODD_REASONS = [
    "строка\nвторая\r\nтретья\tтаб",
    "я" * 5000,
    "из Word\x0bс разрывом\x01\x1f",
    "эмодзи 😀 ﷽ 中文",
    "<b>&amp;]]>",
    "нуль\x00",
    "\ud800",
]


def received():
    return Package.objects.filter(direction="in").order_by("id")


def change(attachment, **values):
    for item in attachment.Metadata:
        item.Value = values.get(item.Key, item.Value)
    return attachment


def post(side, message):
    answer = side.http.call("POST", "/V3/PostMessage", content=message.SerializeToString())
    assert answer.status_code == 200, answer.text


def test_odd_file_names_come_in_the_order_they_were_sent(exchange):
    them = exchange.them
    for name in ODD_NAMES:
        post(them, them.message(exchange.us, change(them.attachment("Contract"), FileName=name)))
    exchange.read()
    assert exchange.quarantined() == []
    names = [factories.flows(one)[0].document.current.file_name for one in received()]
    assert names[:2] == ["a_b_c_d__.pdf", "«Договор» 😀 _1_.pdf"]
    assert len(names) == len(ODD_NAMES)
    assert not any(sign in name for name in names for sign in "/\\<>\r\n\x00\u202e")


def test_metadata_nobody_foresaw(exchange):
    them = exchange.them
    for kind in ("Nonformalized", "ProformaInvoice", "Torg12", "ServiceDetails", "CertificateRegistry"):
        attachment = them.attachment(kind, Comment="я" * 5000)
        odd = {"DocumentNumber": "№" * 90 + "\x01", "TotalSum": "9" * 25, "DocumentDate": "31.12.9999"}
        post(them, them.message(exchange.us, change(attachment, **odd)))
    exchange.read()
    assert exchange.quarantined() == []
    assert received().count() == 5


def test_drafts_and_what_our_people_send_by_hand_are_not_followed(exchange):
    them, us = exchange.them, exchange.us
    post(them, them.message(us, them.attachment("Nonformalized"), IsDraft=True))
    post(us, us.message(them, us.attachment("Nonformalized"), IsDraft=True))
    post(us, us.message(them, us.attachment("Nonformalized")))
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert [one.state for one in OuterMessage.objects.all()] == ["foreign"]
    assert not Package.objects.exists()


def test_the_whole_feed_read_again_changes_nothing(exchange):
    exchange.them.send(
        exchange.us, exchange.them.attachment("Contract"), exchange.them.attachment("ProformaInvoice")
    )
    exchange.send("contract")
    exchange.to_the_end()
    before = exchange.picture()
    Feed.objects.update(recent=[], newest_at=None)
    InboxEvent.objects.all().delete()
    Effect.objects.filter(kind="diadoc.apply").delete()
    exchange.to_the_end()
    assert exchange.picture() == before
    assert received().count() == 1
    assert exchange.quarantined() == []


@pytest.mark.parametrize("reason", ODD_REASONS, ids=range(len(ODD_REASONS)))
def test_odd_words_of_ours_reach_the_partner(exchange, reason):
    exchange.them.send(exchange.us, exchange.them.attachment("Contract"))
    exchange.read()
    package = received().get()
    flow = factories.flows(package)[0]
    answers.refuse(flow, reason, exchange.firm.sender, signer=exchange.firm.signer)
    exchange.run()
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    answer = Answer.objects.get(docflow=flow)
    assert (answer.state, answer.error) == ("done", "")
    flow.refresh_from_db()
    assert flow.status == "REFUSED_BY_US"
