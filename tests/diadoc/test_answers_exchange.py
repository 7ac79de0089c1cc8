"""Formalised documents: receipts by a key or by a person, answering titles, amendments, confirmations."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from diadoc_desk import SIGNER, documents, of_kind

import factories
from paraph.archive.models import ArchiveExtra
from paraph.channels.diadoc import receipt_keys
from paraph.docflow import answers
from paraph.docflow.answers import TitleAnswer
from paraph.docflow.models import Package
from paraph.docflow.packages import submit
from paraph.formats import title_answers
from paraph.registry.models import Version
from paraph.signing.models import Signature, SigningTask
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.messages_pb2 import AttachmentType
from tests.formats.title_kit import GUID, utd


def title(exchange, function, *, ours=True):
    """A seller's title between the two boxes; theirs is ours turned round."""
    ready = exchange.diadoc.ready["organizations"]
    ids = [ready[name]["fns_participant_id"] for name in ("seller", "buyer")]
    sender, recipient = ids if ours else ids[::-1]
    name = f"ON_NSCHFDOPPR_{recipient}_{sender}_20261121_{GUID}_0_0_0_0_0_00"
    parties = {} if ours else {"seller_inn": "7830002293", "buyer_inn": "7731376812"}
    return name, utd(function=function, name=name, sender=sender, recipient=recipient, **parties)


def receive(exchange, function):
    them = exchange.them
    _name, data = title(exchange, function, ours=False)
    kind = "Invoice" if function == "СЧФ" else "UniversalTransferDocument"
    attachment = them.attachment(kind, content=data, **({} if kind == "Invoice" else {"Function": function}))
    attachment.ClearField("Metadata")
    message = them.send(exchange.us, attachment)
    exchange.read()
    assert exchange.quarantined() == []
    package = Package.objects.get(direction="in", outer_id=message.MessageId)
    return factories.flows(package)[0], message


def send(exchange, function, kind):
    name, data = title(exchange, function)
    document = factories.document(exchange.firm, kind, f"{name}.xml", data)
    package = exchange.send_documents([document])
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    return factories.flows(package)[0], exchange.their_messages()[-1]


def regions(flow):
    flow.refresh_from_db()
    return dict(part.split(":") for part in flow.state.split(" "))


@pytest.fixture
def receipts_key(exchange):
    bundle = (exchange.pki.folder / "head.p12").read_bytes()
    receipt_keys.put(exchange.account, bundle, exchange.pki.password, exchange.firm.sender)


def test_an_invoice_is_received_and_its_receipt_signed_by_the_key(exchange, receipts_key):
    flow, message = receive(exchange, "СЧФ")
    exchange.read()
    exchange.read()
    assert exchange.quarantined() == []
    assert regions(flow)["receipt"] == "CONFIRMED"
    assert flow.is_done
    receipt = Version.objects.get(document=flow.document, role="receipt")
    made = Signature.objects.get(version=receipt)
    assert (made.side, made.method, made.headline) == ("S", "receipts-key", "valid")
    (theirs,) = of_kind(exchange.them.message_of(message.MessageId), AttachmentType.InvoiceReceipt)
    assert receipt.outer_id == theirs.EntityId


def test_without_a_key_a_person_signs_the_receipt(exchange):
    flow, _message = receive(exchange, "СЧФ")
    task = SigningTask.objects.get(docflow_id=flow.pk, side="S")
    assert task.employee == exchange.firm.signer
    factories.sign_ours(exchange.pki, flow.package)
    exchange.run()
    exchange.read()
    exchange.read()
    assert exchange.quarantined() == []
    assert regions(flow)["receipt"] == "CONFIRMED"


def test_we_ask_for_an_amendment(exchange, receipts_key):
    flow, message = receive(exchange, "СЧФ")
    firm = exchange.firm
    answers.request_amendment(flow, "Неверный КПП", firm.sender, signer=firm.signer)
    exchange.run()
    factories.sign_ours(exchange.pki, flow.package)
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    assert regions(flow)["amendment"] in ("REQUESTED", "REQUEST_CONFIRMED")
    found = exchange.them.message_of(message.MessageId)
    assert len(of_kind(found, AttachmentType.InvoiceCorrectionRequest)) == 1


@pytest.mark.parametrize("outcome", ["response_accepted", "response_not_accepted"])
def test_we_answer_with_a_title(exchange, receipts_key, outcome):
    flow, message = receive(exchange, "СЧФДОП")
    assert flow.document.kind == "utd_schfdop"
    firm = exchange.firm
    content = TitleAnswer(outcome=outcome, accepted_on=date(2026, 11, 22), operation="Товары приняты")
    answers.accept_title(flow, content, firm.sender, signer=firm.signer)
    exchange.run()
    factories.sign_ours(exchange.pki, flow.package)
    exchange.run()
    exchange.read()
    assert exchange.quarantined() == []
    wanted = {"response_accepted": "ACCEPTED", "response_not_accepted": "NOT_ACCEPTED"}[outcome]
    assert regions(flow)["response"] == wanted
    found = exchange.them.document(message.MessageId, documents(message)[0].EntityId)
    assert found.RecipientResponseStatus in (3, 6)


def test_our_document_comes_back_with_receipt_title_and_confirmations(exchange):
    flow, message = send(exchange, "СЧФДОП", "utd_schfdop")
    them, us, root = exchange.them, exchange.us, documents(message)[0]
    them.patch(message.MessageId, Receipts=[them.receipt(root, message.MessageId, us)])
    given = [one for one in message.Entities if one.ParentEntityId == root.EntityId and one.EntityType == 2]
    _name, data = title_answers.build_answer(
        them.content_of(root),
        [them.content_of(one, message.MessageId) for one in given],
        title_answers.TitleAnswer(title_answers.ACCEPTED, date(2026, 11, 22), "Принято"),
        [SIGNER],
        guid=uuid4(),
        made_at=datetime.now(UTC),
    )
    answer = pb.RecipientTitleAttachment(
        ParentEntityId=root.EntityId, SignedContent=them.signed(data), NeedReceipt=False
    )
    them.patch(message.MessageId, RecipientTitles=[answer])
    exchange.read()
    assert exchange.quarantined() == []
    state = regions(flow)
    assert (state["receipt"], state["response"]) == ("CONFIRMED", "ACCEPTED")
    assert (flow.status, flow.is_done) == ("COMPLETED", True)
    roles = list(Version.objects.filter(document=flow.document).values_list("role", flat=True))
    assert {"receipt", "answer_title", "confirmation"} <= set(roles)
    exchange.to_the_end()
    extras = set(ArchiveExtra.objects.filter(docflow=flow).values_list("role", flat=True))
    assert extras == {"print-form", "operator-protocol", "operator-protocol-signature"}


def test_a_title_with_other_participants_is_refused_before_signing(exchange):
    data = utd(function="ДОП")
    document = factories.document(exchange.firm, "utd_dop", "ON_NSCHFDOPPR.xml", data)
    package = factories.package(
        exchange.firm, [document], channel="diadoc", recipient_box=exchange.box.box_id
    )
    with pytest.raises(Exception, match="Пакет не прошёл проверку") as refused:
        submit(package, exchange.firm.sender)
    codes = {fault.code for fault in refused.value.details["faults"]}
    assert "diadoc-participant" in codes


def test_kind_of_a_received_document_is_known_by_its_type(exchange):
    flow, _message = receive(exchange, "ДОП")
    assert (flow.document.kind, flow.machine) == ("utd_dop", "IN_DOP")
    assert flow.document.number == "101"
