"""What goes wrong after a document came or went: keys expire, answers get lost, verdicts come late."""

from diadoc_desk import documents, of_kind
from test_answers_exchange import receive as receive_title
from test_incoming_exchange import receive

import factories
from paraph.channels.diadoc import receipt_keys
from paraph.docflow import answers
from paraph.docflow.models import Answer
from paraph.effects import services as effects
from paraph.signing.models import Signature
from paraph.wire.diadoc.messages_pb2 import AttachmentType


def state(flow):
    flow.refresh_from_db()
    return dict(part.split(":") for part in flow.state.split(" "))


def put_key(exchange):
    bundle = (exchange.pki.folder / "head.p12").read_bytes()
    receipt_keys.put(exchange.account, bundle, exchange.pki.password, exchange.firm.sender)


def test_a_receipt_whose_key_was_no_good_is_made_anew_with_the_next_key(exchange, monkeypatch):
    put_key(exchange)
    with monkeypatch.context() as patch:
        patch.setattr(receipt_keys, "opened", lambda account: None)
        flow, message = receive_title(exchange, "СЧФ")
    receipt = Answer.objects.get(docflow=flow, role="receipt")
    assert receipt.state == "failed"
    answers.retry(receipt, exchange.firm.sender)
    exchange.to_the_end()
    receipt.refresh_from_db()
    assert receipt.state == "done"
    assert state(flow)["receipt"] == "CONFIRMED"
    assert len(of_kind(exchange.them.message_of(message.MessageId), AttachmentType.InvoiceReceipt)) == 1


def test_an_answer_given_up_here_that_did_reach_diadoc_counts(exchange):
    """The signature went, its answer was lost, the box was blocked, a person dropped the task."""
    package, _message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    exchange.diadoc.order_fault("error-after", count=1, path="/V4/PostMessagePatch")
    answer = answers.sign(flow, exchange.firm.sender, signer=exchange.firm.signer)
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    exchange.diadoc.order_fault("blocked-box", count=1, path="/V4/PostMessagePatch")
    exchange.hurry()
    exchange.run()
    (effect,) = exchange.quarantined()
    effects.drop(effect.pk, exchange.firm.workspace.pk, "Хватит", "Администратор")
    answer.refresh_from_db()
    assert answer.state == "failed"
    exchange.read()
    answer.refresh_from_db()
    assert (answer.state, state(flow)["response"]) == ("done", "ACCEPTED")
    assert Signature.objects.filter(docflow_id=flow.pk, side="S").count() == 1


def test_our_signature_refused_later_by_the_operator_is_told(exchange):
    package, _message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    answers.sign(flow, exchange.firm.sender, signer=exchange.firm.signer)
    exchange.diadoc.order_fault("signature-rejected", count=1)
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    assert state(flow)["response"] == "INVALID_SIGNATURE"
    assert "подпис" in flow.reason


def test_our_refusal_whose_signature_is_refused_later_is_told(exchange):
    package, _message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    answers.refuse(flow, "Не тот", exchange.firm.sender, signer=exchange.firm.signer)
    exchange.run()
    exchange.diadoc.order_fault("signature-rejected", count=1)
    factories.sign_ours(exchange.pki, package)
    exchange.run()
    exchange.read()
    assert state(flow)["response"] == "INVALID_SIGNATURE"
    answers.refuse(flow, "Не тот", exchange.firm.sender, signer=exchange.firm.signer)
    exchange.run()
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    assert state(flow)["response"] == "REJECTED"
    assert exchange.quarantined() == []


def test_our_annulment_is_overtaken_by_theirs(exchange):
    """Both ask at once: Диадок takes the first request only, we are told why and can still agree."""
    package = exchange.send("contract")
    exchange.to_the_end()
    message = exchange.their_messages()[0]
    (contract,) = documents(message)
    them, us, firm = exchange.them, exchange.us, exchange.firm
    flow = factories.flows(package)[0]
    ours = answers.request_revocation(flow, "Ошиблись мы", firm.sender, signer=firm.signer)
    exchange.run()
    asked = them.revocation(contract, message.MessageId, us, "Ошиблись они")
    them.patch(message.MessageId, RevocationRequests=[asked])
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    ours.refresh_from_db()
    assert ours.state == "failed"
    answers.accept_revocation(flow, firm.sender, signer=firm.signer)
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    assert state(flow)["revocation"] == "ACCEPTED"
    assert exchange.quarantined() == []


def test_the_partner_refuses_while_our_annulment_goes_out(exchange):
    package = exchange.send("contract")
    exchange.to_the_end()
    message = exchange.their_messages()[0]
    (contract,) = documents(message)
    them, us, firm = exchange.them, exchange.us, exchange.firm
    flow = factories.flows(package)[0]
    answers.request_revocation(flow, "Ошиблись мы", firm.sender, signer=firm.signer)
    exchange.run()
    refusal = them.rejection(contract, message.MessageId, us, "Не согласны")
    them.patch(message.MessageId, XmlSignatureRejections=[refusal])
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    assert (state(flow)["response"], state(flow)["revocation"]) == ("REJECTED", "REQUESTED_BY_US")
    assert exchange.quarantined() == []
