"""A channel as an operator's would be, in memory: makes files, carries answers, tells what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

import factories
from paraph.docflow import answers, incoming, ports
from paraph.docflow.answers import VERBS
from paraph.docflow.incoming import Incoming, IncomingDocument, IncomingFile
from paraph.docflow.models import Answer, Docflow, Package
from paraph.docflow.ports import Fault, Recipient
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.registry.models import VersionRole
from paraph.registry.services import Attributes
from paraph.registry.storage import store
from paraph.signing import services as signing
from paraph.signing.models import Signature

OPERATOR = Actor(kind="channel", name="Оператор", side="HUB")
PARTNER = Actor(kind="counterparty", name="Василёк", side="R")


@dataclass
class OperatorChannel:
    """Records what the domain asks of it; `at_once` prepares files inside the asking transaction."""

    name: str = "operator"
    title: str = "Оператор"
    at_once: bool = True
    withdrawable: bool = False
    verbs: frozenset[str] = frozenset(VERBS)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def check(self, package: Package) -> list[Fault]:
        return []

    def send(self, package: Package, docflows: list[Docflow]) -> None:
        self.asked.append(("send", [flow.pk for flow in docflows]))

    def withdraw(self, docflow: Docflow) -> None:
        self.asked.append(("withdraw", docflow.pk))

    def remind(self, docflow: Docflow) -> None:
        self.asked.append(("remind", docflow.pk))

    def refuse_signature(self, docflow: Docflow, reason: str, file_sha256: str) -> None:
        self.asked.append(("refuse_signature", docflow.pk))

    def recipients(self, organization: Any, counterparty: Any) -> list[Recipient]:
        return [Recipient("box-1", "Основной ящик")]

    def may_withdraw(self, docflow: Docflow) -> bool:
        return self.withdrawable

    def answers(self, docflow: Docflow) -> frozenset[str]:
        return self.verbs

    def prepare(self, answer: Answer) -> None:
        self.asked.append(("prepare", answer.pk))
        if self.at_once:
            answers.prepared(answer, f"{answer.verb}.xml", f"<{answer.verb} id='{answer.pk}'/>".encode())

    def carry(self, answer: Answer, signature: Signature) -> None:
        self.asked.append(("carry", (answer.pk, signature.pk)))

    def count(self, what: str) -> int:
        return sum(name == what for name, _value in self.asked)


@pytest.fixture
def operator(monkeypatch) -> OperatorChannel:
    """The operator's channel, installed beside the real ones."""
    channel, installed = OperatorChannel(), dict(ports.channels())
    monkeypatch.setattr(ports, "channels", lambda: {**installed, channel.name: channel})
    return channel


def document(
    pki: factories.Pki | None,
    kind: str = "contract",
    name: str = factories.PARTNER_HEAD,
    number: str = "7",
    data: bytes | None = None,
    **more: Any,
) -> IncomingDocument:
    """A document the partner signed (nobody did, without a PKI)."""
    data = factories.pdf() if data is None else data
    given = {
        "outer_id": f"entity-{number}",
        "attributes": Attributes(kind, number=number, date=date(2026, 11, 20)),
        "file_name": f"Документ {number}.pdf",
        "signatures": [pki.sign(name, data)] if pki else [],
        **more,
    }
    return IncomingDocument(data=data, **given)


def package(
    firm: factories.Company, documents: Sequence[IncomingDocument], outer_id: str = "m-1"
) -> Incoming:
    """What the channel hands over."""
    return Incoming(
        workspace=firm.workspace,
        organization=firm.organization,
        counterparty=firm.counterparty,
        channel="operator",
        outer_id=outer_id,
        documents=documents,
    )


def receive(firm: factories.Company, *documents: IncomingDocument, outer_id: str = "m-1") -> Docflow:
    """The first docflow of a package that has come."""
    return factories.flows(incoming.receive(package(firm, documents, outer_id)))[0]


def sign_answer(pki: factories.Pki, answer: Answer, name: str = factories.OUR_HEAD) -> Answer:
    """Our employee signs the answer's file."""
    task = signing.get_task(answer.task_id, answer.workspace_id)
    who = Actor(kind="employee", id=str(task.employee.pk), name=task.employee.full_name, side="S")
    signing.accept_signature(
        task, pki.sign(name, store().read(task.version.blob_id)), method="file", actor=who
    )
    answer.refresh_from_db()
    return answer


def file_of(answer: Answer) -> bytes:
    """What is to be signed."""
    answer.refresh_from_db()
    return store().read(answer.version.blob_id)


def finish(pki: factories.Pki, answer: Answer, outer_id: str = "") -> Docflow:
    """Signed, sent, taken by the other side."""
    sign_answer(pki, answer)
    answers.carried(answer, {"outside": "ok"}, outer_id=outer_id)
    return again(answer.docflow)


def again(flow: Docflow) -> Docflow:
    """The docflow as it is now."""
    return Docflow.objects.select_related("package__organization", "document", "version").get(pk=flow.pk)


def sent(firm: factories.Company, pki: factories.Pki, *kinds: str, **draft: Any) -> list[Docflow]:
    """Documents of ours that the operator has delivered."""
    documents = [
        factories.document(firm, kind, number=str(n)) for n, kind in enumerate(kinds or ("contract",))
    ]
    made = factories.send(firm, pki, documents, channel="operator", **draft)
    for flow in factories.flows(made):
        incoming.apply(flow, "deliver", OPERATOR)
    return [again(flow) for flow in factories.flows(made)]


def request(
    pki: factories.Pki, role: str = VersionRole.REVOCATION, number: str = "1", **more: Any
) -> IncomingFile:
    """A file of the partner about a document, signed by its head."""
    data = f"<{role} number='{number}'/>".encode()
    given = {
        "event": "revocation_requested_by_them",
        "payload": {"reason": "Ошибка в сумме"},
        "signatures": [pki.sign(factories.PARTNER_HEAD, data)],
        **more,
    }
    return IncomingFile(
        role=role,
        side="R",
        outer_id=f"{role}-{number}",
        file_name=f"{role}.xml",
        data=data,
        actor=PARTNER,
        **given,
    )


def whole() -> bool:
    """Whether the journal's chain holds."""
    return list(journal.verify()) == []
