"""Metadata of a document in the old form: one structure per type (`Document` fields 13–23, 29, 38–59).

They repeat the universal statuses in words of their own: direction and state in one name.
"""

from __future__ import annotations

from typing import Any

from paraph.sandbox.diadoc.messages.statuses import State
from paraph.sandbox.diadoc.messages.store import INBOUND, INTERNAL
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.wire.diadoc import documents_pb2 as pb
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.documents_pb2 import (
    SenderSignatureStatus as Sender,
)

_DIRECTIONS = {INBOUND: "Inbound", INTERNAL: "Internal"}
_RESPONSES = {
    Response.RecipientResponseStatusNotAcceptable: "NoRecipientSignatureRequest",
    Response.WaitingForRecipientSignature: "WaitingForRecipientSignature",
    Response.WithRecipientSignature: "WithRecipientSignature",
    Response.WithRecipientPartiallySignature: "WithRecipientPartiallySignature",
    Response.RecipientSignatureRequestRejected: "RecipientSignatureRequestRejected",
    Response.InvalidRecipientSignature: "InvalidRecipientSignature",
}
_RECEIPTS = {
    Receipt.GeneralReceiptStatusNotAcceptable: pb.ReceiptStatus.ReceiptStatusNone,
    Receipt.HaveToCreateReceipt: pb.ReceiptStatus.ReceiptStatusHaveToCreateReceipt,
    Receipt.WaitingForReceipt: pb.ReceiptStatus.ReceiptStatusWaitingForReceipt,
    Receipt.Finished: pb.ReceiptStatus.ReceiptStatusFinished,
}
_ROUBLES = 643


def add(answer: pb.Document, thread: Thread, state: State) -> None:
    """Fills the structure of the document's type, if the type has one."""
    fill = _BY_TYPE.get(thread.document.type)
    if fill is not None:
        fill(answer, thread, state)


def _status(enum: Any, thread: Thread, state: State) -> Any:
    """The value of `enum` whose name says direction and state; 0 (unknown) when there is none."""
    direction = _DIRECTIONS.get(thread.card.direction, "Outbound")
    names = [direction + _SENDERS[state.sender]] if state.sender in _SENDERS else []
    names += [direction + _RESPONSES[state.response], direction]
    known = enum.Value.DESCRIPTOR.values_by_name
    return next((enum.Value.Value(name) for name in names if name in known), 0)


_SENDERS = {
    Sender.WaitingForSenderSignature: "WaitingForSenderSignature",
    Sender.SenderSignatureCheckedAndInvalid: "InvalidSenderSignature",
}


def _exchange(enum: Any, thread: Thread, state: State) -> Any:
    """As `_status` for kinds with receipts: what is waited for, else whether all is done."""
    direction = _DIRECTIONS.get(thread.card.direction, "Outbound")
    waits = [
        "WaitingForInvoiceReceipt" if state.recipient_receipt == Receipt.WaitingForReceipt else "",
        _RESPONSES[state.response] if state.response != Response.RecipientResponseStatusNotAcceptable else "",
    ]
    names = [
        _SENDERS.get(state.sender, ""),
        "And".join(filter(None, (waits[0], waits[1].removeprefix("WaitingFor")))),
    ]
    names += [*waits, "Finished" if state.finished else "NotFinished"]
    known = enum.Value.DESCRIPTOR.values_by_name
    return next(
        (enum.Value.Value(direction + name) for name in names if name and direction + name in known), 0
    )


def _sums(target: Any, metadata: dict[str, str], *, total: str = "TotalSum") -> None:
    target.Total = metadata.get(total, "")
    for field, key in (("Vat", "TotalVat"), ("Grounds", "Grounds")):
        if key in metadata:
            setattr(target, field, metadata[key])


def _plain(
    field: str, enum: Any, *keys: tuple[str, str], sums: bool = False, name: str = "DocumentStatus"
) -> Any:
    def fill(answer: pb.Document, thread: Thread, state: State) -> None:
        target, metadata = getattr(answer, field), thread.document.metadata
        setattr(target, name, _status(enum, thread, state))
        if "ReceiptStatus" in target.DESCRIPTOR.fields_by_name:
            target.ReceiptStatus = _RECEIPTS[state.recipient_receipt]
        if sums:
            _sums(target, metadata)
        for into, key in keys:
            setattr(target, into, metadata.get(key, ""))

    return fill


def _invoice(answer: pb.Document, thread: Thread, state: State) -> None:
    target, metadata = answer.InvoiceMetadata, thread.document.metadata
    target.InvoiceStatus = _exchange(pb.InvoiceStatus, thread, state)
    target.Total, target.Vat = metadata.get("TotalSum", ""), metadata.get("TotalVat", "")
    target.Currency = int(metadata.get("CurrencyCode") or _ROUBLES)
    target.ConfirmationDateTimeTicks = state.confirmed_at
    target.InvoiceAmendmentFlags = state.amendment_flags


def _transfer(answer: pb.Document, thread: Thread, state: State) -> None:
    target, metadata = answer.UniversalTransferDocumentMetadata, thread.document.metadata
    target.DocumentStatus = _exchange(pb.UniversalTransferDocumentStatus, thread, state)
    _sums(target, metadata)
    target.DocumentFunction = thread.document.function
    target.Currency = int(metadata.get("CurrencyCode") or _ROUBLES)
    target.ConfirmationDateTimeTicks = state.confirmed_at
    target.InvoiceAmendmentFlags = state.amendment_flags


_TWO_SIDED = pb.BilateralDocumentStatus
_ONE_SIDED = pb.UnilateralDocumentStatus
_FREE = pb.NonformalizedDocumentStatus
_BY_TYPE = {
    "Nonformalized": _plain("NonformalizedDocumentMetadata", _FREE),
    "PriceListAgreement": _plain("PriceListAgreementMetadata", _FREE),
    "CertificateRegistry": _plain("CertificateRegistryMetadata", _FREE),
    "ProformaInvoice": _plain("ProformaInvoiceMetadata", _ONE_SIDED, sums=True),
    "ServiceDetails": _plain("ServiceDetailsMetadata", _ONE_SIDED),
    "Torg12": _plain("Torg12Metadata", _TWO_SIDED, sums=True),
    "Torg13": _plain("Torg13Metadata", _TWO_SIDED, sums=True),
    "XmlTorg12": _plain("XmlTorg12Metadata", _TWO_SIDED, sums=True),
    "XmlAcceptanceCertificate": _plain("XmlAcceptanceCertificateMetadata", _TWO_SIDED, sums=True),
    "AcceptanceCertificate": _plain(
        "AcceptanceCertificateMetadata", pb.AcceptanceCertificateDocumentStatus, sums=True
    ),
    "ReconciliationAct": _plain("ReconciliationActMetadata", _TWO_SIDED),
    "TrustConnectionRequest": _plain(
        "TrustConnectionRequestMetadata", _TWO_SIDED, name="TrustConnectionRequestStatus"
    ),
    "Contract": _plain(
        "ContractMetadata", _TWO_SIDED, ("ContractPrice", "ContractPrice"), ("ContractType", "ContractType")
    ),
    "SupplementaryAgreement": _plain(
        "SupplementaryAgreementMetadata",
        _TWO_SIDED,
        ("Total", "TotalSum"),
        ("ContractType", "ContractType"),
        ("ContractNumber", "ContractNumber"),
        ("ContractDate", "ContractDate"),
    ),
    "PriceList": _plain(
        "PriceListMetadata",
        _TWO_SIDED,
        ("PriceListEffectiveDate", "PriceListEffectiveDate"),
        ("ContractDocumentDate", "ContractDocumentDate"),
        ("ContractDocumentNumber", "ContractDocumentNumber"),
    ),
    "Invoice": _invoice,
    "UniversalTransferDocument": _transfer,
}
