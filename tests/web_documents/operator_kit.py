"""An operator's channel that does in memory what pages ask of one, and documents that come through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

import factories
from paraph.docflow import answers, incoming
from paraph.docflow.incoming import Incoming, IncomingDocument, IncomingFile
from paraph.docflow.models import Answer, Docflow, Package
from paraph.docflow.ports import Fault, Recipient
from paraph.formats import service_documents as forms
from paraph.formats.participants import FullName, Organization, Participant, Signer
from paraph.registry.kinds import KINDS
from paraph.registry.services import Attributes
from paraph.signing.models import Signature

NAME = "operator"
ALL_VERBS = frozenset(answers.VERBS)
GUID = "11111111-2222-4333-8444-555555555555"


@dataclass
class OperatorChannel:
    """Keeps what it was given to carry; prepares files at once unless told to wait."""

    name: str = NAME
    title: str = "Оператор «Проба»"
    boxes: list[Recipient] = field(default_factory=list)
    refusal: str = ""
    verbs: frozenset[str] = ALL_VERBS
    prepares: bool = True
    carried: list[Answer] = field(default_factory=list)

    def check(self, package: Package) -> list[Fault]:
        if not package.recipient_box:
            return [Fault("recipient-box", "Выберите ящик получателя.", "recipient_box")]
        return []

    def recipients(self, organization, counterparty) -> list[Recipient]:
        return self.boxes

    def hindrance(self, organization, employee) -> str:
        return self.refusal

    def send(self, package: Package, docflows: list[Docflow]) -> None:
        pass

    def may_withdraw(self, docflow: Docflow) -> bool:
        return False

    def withdraw(self, docflow: Docflow) -> None:
        pass

    def answers(self, docflow: Docflow) -> frozenset[str]:
        other_way = "sign" if KINDS[docflow.document.kind].formalised else "accept_title"
        return self.verbs - {other_way}

    def prepare(self, answer: Answer) -> None:
        if self.prepares:
            answers.prepared(answer, *service_file(answer))

    def carry(self, answer: Answer, signature: Signature) -> None:
        self.carried.append(answer)


def service_file(answer: Answer) -> tuple[str, bytes]:
    """The XML of an answer, about the document's file."""
    document = answer.docflow.document
    ours, theirs = document.organization, document.counterparty
    at = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    about = forms.About(
        subject=forms.SignedFile("Акт 5", (b"signature",)),
        author=_participant(ours),
        addressee=_participant(theirs),
        guid=GUID,
        signer=Signer(FullName("Лугова", "Анна", "Сергеевна"), "Директор", status="1"),
    )
    if answer.verb == "request_revocation":
        return forms.build_revocation_request(about, text=answer.reason, made_at=at)
    if answer.verb == "make_receipt":
        return forms.build_receipt(about, received_at=at, made_at=at)
    return forms.build_amendment_request(about, text=answer.reason, received_at=at, made_at=at)


def _participant(party) -> Participant:
    return Participant(f"2BM-{party.inn}-{party.kpp}", Organization(party.name, party.inn, party.kpp))


def revocation_of(flow: Docflow, sign: Callable[[bytes], bytes], reason: str) -> None:
    """Their proposal to annul has come."""
    document = flow.document
    about = forms.About(
        subject=forms.SignedFile("Акт 5", (b"signature",)),
        author=_participant(document.counterparty),
        addressee=_participant(document.organization),
        guid=GUID,
        signer=Signer(FullName("Полевой", "Иван"), "Директор"),
    )
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    name, data = forms.build_revocation_request(about, text=reason, made_at=at)
    event = "revocation_requested_by_them"
    actor = incoming.Actor("counterparty", "1", document.counterparty.name, "R")
    file = IncomingFile("revocation", "R", "revocation-1", name, data, [sign(data)], event, actor)
    assert incoming.receive_file(flow, file)


def came(
    firm: factories.Company,
    pki: factories.Pki,
    *titles: str,
    kind: str = "act",
    machine: str = "",
    channel: str = NAME,
    signatures: Sequence[bytes] = (),
) -> Package:
    """A package of text files has come, signed by the partner's director unless `signatures` are given."""
    documents = []
    for number, title in enumerate(titles or ("Акт № 5",), start=1):
        text = f"Текст: {title}".encode()
        documents.append(
            IncomingDocument(
                outer_id=f"{title}-{number}",
                attributes=Attributes(kind, title, str(number), date(2026, 11, 20), Decimal("1200.50")),
                file_name=f"Акт {number}.txt",
                data=text,
                signatures=signatures or [pki.sign(factories.PARTNER_HEAD, text)],
                machine=machine,
            )
        )
    number = Package.objects.count()
    return incoming.receive(
        Incoming(
            firm.workspace, firm.organization, firm.counterparty, channel, f"message-{number}", documents
        )
    )
