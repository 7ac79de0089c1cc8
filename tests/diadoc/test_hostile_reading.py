"""The operator lets everything through: what the partner's signatures are worth we find ourselves."""

from dataclasses import replace

import pytest
from diadoc_desk import documents

import factories
from paraph.docflow import answers
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.sandbox.diadoc.messages import judging
from paraph.signing.models import Signature

#: Whose signature it is, and what must be said of it.
WRONG = {
    "head": "выдан на «ООО «Ромашка»»",
    "expired": "истёк",
    "revoked": "отозван",
    "other-bytes": "хеши не совпадают",
}


@pytest.fixture
def careless(exchange, monkeypatch):
    """An operator that finds every signature right."""
    monkeypatch.setattr(judging, "_found", lambda *_: judging.Found(True))
    return exchange


def signed(exchange, who, content):
    them = exchange.them
    if who == "other-bytes":
        return them.sign(b"other bytes")
    return replace(them, pem=exchange.pki.folder / f"{who}.pem").sign(content)


@pytest.mark.parametrize("who", WRONG)
def test_a_received_document_with_a_wrong_signature_is_kept_and_not_signed_by_mistake(careless, who):
    exchange, them, firm = careless, careless.them, careless.firm
    wrong = them.attachment("Contract")
    wrong.SignedContent.Signature = signed(exchange, who, wrong.SignedContent.Content)
    message = them.send(exchange.us, wrong, them.attachment("ProformaInvoice"))
    exchange.read()
    assert exchange.quarantined() == []
    flows = factories.flows(Package.objects.get(outer_id=message.MessageId))
    worth = [Signature.objects.get(docflow_id=flow.pk).headline for flow in flows]
    assert worth == ["invalid", "valid"]
    with pytest.raises(DomainError) as refused:
        answers.sign(flows[0], firm.sender, signer=firm.signer)
    assert refused.value.code == "sender-signature"


@pytest.mark.parametrize("who", WRONG)
def test_a_wrong_signature_of_the_partner_is_no_acceptance(careless, who):
    exchange, them = careless, careless.them
    package = exchange.send("contract", "act")
    exchange.to_the_end()
    message = exchange.their_messages()[0]
    contract, act = documents(message)
    wrong = them.signature(contract)
    wrong.Signature = signed(exchange, who, them.content_of(contract))
    them.patch(message.MessageId, Signatures=[wrong, them.signature(act)])
    exchange.to_the_end()
    first, second = factories.flows(package)
    assert (first.status, second.status) == ("INVALID_SIGNATURE", "COMPLETED")
    assert WRONG[who] in first.reason
    assert exchange.quarantined() == []
