"""The process dies between the steps of an answer: its file, its signature, its patch, its reply."""

from diadoc_desk import of_kind
from test_faults_crash import quiet, walks  # noqa: F401
from test_incoming_exchange import receive

import factories
from effort import effort
from paraph.channels.diadoc.reading import same_box
from paraph.docflow import answers
from paraph.docflow.models import Answer
from paraph.signing.models import Signature
from paraph.wire.diadoc.messages_pb2 import AttachmentType


def test_dying_while_answering(quiet, monkeypatch):  # noqa: F811
    exchange, firm = quiet, quiet.firm
    begun = []

    def begin():
        """One document is to be signed, one to be refused; the refusal's file is not made yet."""
        package, message = receive(
            exchange, exchange.them.attachment("Contract"), exchange.them.attachment("Contract")
        )
        signed, refused = factories.flows(package)
        answers.sign(signed, firm.sender, signer=firm.signer)
        answers.refuse(refused, "Не то", firm.sender, signer=firm.signer)
        begun.append((package, message))

    def act():
        exchange.run()
        factories.sign_ours(exchange.pki, begun[-1][0])
        exchange.run()

    begin()
    count = 0
    for _died in walks(monkeypatch, effort(7, 1), act):
        count += 1
        package, message = begun[-1]
        exchange.to_the_end()
        factories.sign_ours(exchange.pki, package)
        exchange.to_the_end()
        assert exchange.statuses(package) == ["SIGNED_BY_US", "REFUSED_BY_US"]
        assert {one.state for one in Answer.objects.filter(docflow__package=package)} == {"done"}
        found = exchange.them.message_of(message.MessageId)
        ours = [one for one in found.Entities if same_box(one.SignerBoxId, exchange.us.box)]
        assert len(ours) == 2  # one under the contract, one under the refusal
        assert len(of_kind(found, AttachmentType.XmlSignatureRejection)) == 1
        made = Signature.objects.filter(
            docflow_id__in=[flow.pk for flow in factories.flows(package)], side="S"
        )
        assert made.count() == 2
        begin()
    assert count >= 6
    assert exchange.quarantined() == []
