"""A journey over an operator's channel: a package comes in, one document is signed and one refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from operator_channel import OperatorChannel
from paraph.archive.models import ArchiveRecord
from paraph.demo import seed
from paraph.docflow import answers, incoming, ports
from paraph.docflow.incoming import Incoming, IncomingDocument
from paraph.docflow.models import Answer, AnswerState, Docflow
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.registry.models import Direction
from paraph.registry.services import Attributes
from tests.journey.journey import Journey, pdf


class Exchange(Journey):
    """The operator learns what it is asked from the hub's own tables: it dies with it and forgets nothing."""

    def __init__(self, pki: Path, mail_url: str) -> None:
        super().__init__(pki, mail_url)
        channel, installed = OperatorChannel(at_once=False), dict(ports.channels())
        ports.channels = lambda: {**installed, channel.name: channel}

    def step(self) -> None:
        """One thing after another: whenever the process dies, the journal comes out in the same order."""
        self.work()
        for part in (self.operator, self.answers, self.signer, self.operator):
            if not self.unfinished():
                part()

    def is_over(self) -> bool:
        return ArchiveRecord.objects.count() == 2 and not self.unfinished()

    def operator(self) -> None:
        organization = Organization.objects.get()
        documents = [self.document("contract", "7"), self.document("act", "8")]
        incoming.receive(
            Incoming(
                workspace=organization.workspace,
                organization=organization,
                counterparty=Counterparty.objects.get(),
                channel="operator",
                outer_id="m-1",
                documents=documents,
            )
        )
        for answer in Answer.objects.filter(state=AnswerState.PREPARING):
            answers.prepared(answer, "refusal.xml", b"<refusal/>")
        for answer in Answer.objects.filter(state=AnswerState.SENDING):
            answers.carried(answer, {"entity_id": f"e-{answer.pk}"}, outer_id=f"e-{answer.pk}")

    def document(self, kind: str, number: str) -> IncomingDocument:
        return IncomingDocument(
            outer_id=f"entity-{number}",
            attributes=Attributes(kind, number=number, date=datetime(2026, 11, 20, tzinfo=UTC).date()),
            file_name=f"Документ {number}.pdf",
            data=pdf(),
            signatures=[self.sign("partner_head", pdf())],
        )

    def answers(self) -> None:
        sender, signer = (Employee.objects.get(email=email) for email in (seed.MANAGER, seed.SIGNER))
        contract, act = Docflow.objects.filter(document__direction=Direction.IN).order_by("id")
        if "sign" in answers.possible(contract):
            answers.sign(contract, sender, signer=signer)
        if contract.is_done and "refuse" in answers.possible(act):
            answers.refuse(act, "Работы не приняты", sender, signer=signer)

    def summary(self) -> dict[str, Any]:
        told = Answer.objects.order_by("id").values_list("verb", "state", "error")
        return {**super().summary(), "answers": sorted(map(list, told))}
