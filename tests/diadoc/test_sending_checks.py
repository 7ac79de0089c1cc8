"""Everything that would keep a package from going is said before anybody signs, each with its field."""

from types import SimpleNamespace

import pytest
from diadoc_desk import documents

import factories
from paraph.channels.diadoc import accounts, limits, sending
from paraph.channels.diadoc.checks import check
from paraph.channels.diadoc.models import Account, AccountSender, PartnerBox
from paraph.channels.diadoc.records import OuterMessage
from paraph.docflow import packages
from paraph.docflow.ports import channel
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal.models import JournalEvent
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.signing.models import Signature


def draft(exchange, *kinds, **more):
    made = [factories.document(exchange.firm, kind, f"{kind}.pdf", **more) for kind in kinds or ("contract",)]
    return factories.package(
        exchange.firm, made, channel="diadoc", recipient_box=exchange.box.box_id, recipient_email=""
    )


def faults(package):
    return {fault.code: fault for fault in check(package)}


def test_a_sound_package_has_no_faults(exchange):
    assert check(draft(exchange, "contract", "invoice", "act", "waybill", "reconciliation", "letter")) == []


def test_an_organisation_that_is_not_connected(exchange):
    package = draft(exchange)
    accounts.remove(exchange.account, exchange.firm.sender)
    assert list(faults(package)) == ["diadoc-account"]


def test_account_sender_box_and_types_are_told_at_once(exchange):
    package, firm = draft(exchange), exchange.firm
    other = firm.hire("Другой Отправитель", "sender")
    AccountSender.objects.create(account=exchange.account, employee=other)
    Account.objects.update(anyone_sends=False, is_paused=True, fault="Ящик заблокирован.", types=b"")
    package.recipient_box = "0" * 32 + "@diadoc.ru"
    found = faults(package)
    assert set(found) == {"diadoc-sender", "diadoc-paused", "diadoc-fault", "diadoc-box", "diadoc-types"}
    assert found["diadoc-box"].field == "recipient_box"
    assert "Проверить связь" in found["diadoc-types"].message


@pytest.mark.parametrize(
    ("relation", "only", "code"),
    [
        ("invites-us", False, "diadoc-relation"),
        ("refuses-us", False, "diadoc-relation"),
        ("refused", False, "diadoc-relation"),
        ("none", True, "diadoc-invitation"),
        ("invited", True, "diadoc-invitation"),
        ("none", False, None),
        ("ours", True, None),
    ],
)
def test_the_relation_decides_whether_a_box_takes_documents(exchange, relation, only, code):
    PartnerBox.objects.update(relation=relation, only_from_counteragents=only)
    assert list(faults(draft(exchange))) == ([code] if code else [])


def test_a_box_that_is_closed_is_no_box(exchange):
    package = draft(exchange)
    PartnerBox.objects.update(is_active=False)
    assert list(faults(package)) == ["diadoc-box"]


def test_missing_metadata_name_the_field_of_the_document(exchange):
    package = draft(exchange, "invoice", "supplement")
    Document.objects.filter(kind="invoice").update(number="", amount=None)
    found = check(package)
    assert [(fault.code, fault.field) for fault in found] == [
        ("diadoc-metadata-DocumentNumber", "number"),
        ("diadoc-metadata-TotalSum", "amount"),
        ("diadoc-metadata-ContractNumber", "links"),
        ("diadoc-metadata-ContractDate", "links"),
    ]
    assert "сумма" in found[1].message
    supplement = Document.objects.get(kind="supplement")
    agreement = factories.document(exchange.firm, "contract", "к.pdf", number="77")
    who = actors.employee(exchange.firm.sender.pk, "x")
    registry.link_documents(supplement, agreement, "contract", actor=who)
    assert "diadoc-metadata-ContractNumber" not in {fault.code for fault in check(package)}


def test_a_file_larger_than_diadoc_takes(exchange, monkeypatch):
    monkeypatch.setattr(limits, "DOCUMENT", 100)
    (fault,) = check(draft(exchange))
    assert (fault.code, fault.field) == ("diadoc-size", "file")


def test_recipients_are_the_known_boxes(exchange):
    firm = exchange.firm
    found = channel("diadoc").recipients(firm.organization, firm.counterparty)
    assert exchange.box.box_id in [one.value for one in found]
    assert len(found) == PartnerBox.objects.filter(counterparty=firm.counterparty).count() >= 1


# -- sending ------------------------------------------------------------------------------------------------


def test_a_large_file_goes_by_the_shelf_once(exchange, monkeypatch):
    monkeypatch.setattr(limits, "INLINE", 500)
    monkeypatch.setattr(limits, "SHELF_PART", 400)
    exchange.diadoc.order_fault("unavailable", count=2, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.forget_calls()
    exchange.to_the_end()
    assert exchange.statuses(package) == ["WAITING_RESPONSE"]
    assert exchange.calls()["/ShelfUploadPartInit"] == 1  # its name was remembered for the second try
    (root,) = documents(exchange.their_messages()[0])
    assert exchange.them.content_of(root) == factories.content(factories.flows(package)[0])


def test_more_documents_than_a_message_takes_go_in_several(exchange, monkeypatch):
    monkeypatch.setattr(limits, "DOCUMENTS_IN_MESSAGE", 2)
    firm = exchange.firm
    made = [factories.document(firm, "contract", f"{number}.pdf") for number in range(5)]
    who = actors.employee(firm.sender.pk, firm.sender.full_name)
    registry.link_documents(made[4], made[0], "contract", actor=who)
    package = exchange.send_documents(made)
    exchange.to_the_end()
    assert exchange.quarantined() == []
    assert exchange.statuses(package) == ["WAITING_RESPONSE"] * 5
    messages = exchange.their_messages()
    assert sorted(len(documents(one)) for one in messages) == [1, 2, 2]
    together = next(one for one in messages if "4.pdf" in {entity.FileName for entity in documents(one)})
    assert {entity.FileName for entity in documents(together)} == {"0.pdf", "4.pdf"}
    child = next(entity for entity in documents(together) if entity.FileName == "4.pdf")
    parent = next(entity for entity in documents(together) if entity.FileName == "0.pdf")
    assert [one.EntityId for one in child.DocumentInfo.InitialDocumentIds] == [parent.EntityId]
    split = JournalEvent.objects.get(action="package:split")
    assert split.data["messages"] == 3


def test_a_document_is_withdrawn_before_it_leaves_and_not_after(exchange):
    package = exchange.send("contract", "act")
    contract, act = factories.flows(package)
    assert channel("diadoc").may_withdraw(contract)
    packages.withdraw(contract, "Ошиблись", exchange.firm.sender)
    exchange.to_the_end()
    assert exchange.statuses(package) == ["CANCELLED", "WAITING_RESPONSE"]
    assert [len(documents(one)) for one in exchange.their_messages()] == [1]
    act.refresh_from_db()
    assert not channel("diadoc").may_withdraw(act)


def test_everything_withdrawn_leaves_nothing_to_post(exchange):
    package = exchange.send("contract")
    packages.withdraw(factories.flows(package)[0], "Ошиблись", exchange.firm.sender)
    exchange.to_the_end()
    assert OuterMessage.objects.get().state == "void"
    assert exchange.their_messages() == []


def test_a_signature_that_is_doubted_meanwhile_is_not_sent(exchange):
    package = exchange.send("contract", "act")
    Signature.objects.filter(docflow_id=factories.flows(package)[1].pk).update(headline="invalid")
    exchange.forget_calls()
    exchange.to_the_end()
    assert exchange.calls()["/V3/PostMessage"] == 0
    waiting, refused = factories.flows(package)
    assert waiting.status == "SENDING"  # the package goes as a whole
    assert refused.status == "SIGN_FAILED"
    packages.retry_signature(refused, exchange.firm.sender)
    factories.sign_ours(exchange.pki, package)
    exchange.to_the_end()
    assert exchange.statuses(package) == ["WAITING_RESPONSE"] * 2
    assert len(exchange.their_messages()) == 1


def test_what_diadoc_refuses_names_the_document(exchange):
    package = exchange.send("contract", "act")
    flows = factories.flows(package)
    entities = [SimpleNamespace(docflow=flow) for flow in flows]
    error = sending.Refused(400, "MessageToPost.DocumentAttachments[1]: Invalid signature", "Подпись не та.")
    assert sending._words(error, entities).startswith(flows[1].document.title)


def test_giving_a_message_up_tells_its_sender(exchange):
    from paraph.effects import services as effects

    exchange.diadoc.order_fault("blocked-box", count=None, path="/V3/PostMessage")
    package = exchange.send("contract")
    exchange.run()
    (effect,) = exchange.quarantined()
    effects.drop(effect.pk, exchange.firm.workspace.pk, "Отправим почтой", "Администратор")
    flow = factories.flows(package)[0]
    assert (flow.status, flow.reason) == ("OPERATOR_ERROR", "Отправим почтой")
    assert not Effect.objects.filter(kind="diadoc.post", state="waiting").exists()


def test_sending_without_an_account_is_refused(exchange):
    package = draft(exchange)
    accounts.remove(exchange.account, exchange.firm.sender)
    with pytest.raises(DomainError, match="не подключена"):
        sending.offer(package, factories.flows(package))
