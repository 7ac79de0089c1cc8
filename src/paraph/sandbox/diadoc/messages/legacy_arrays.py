"""Documents posted the old way, in an array of their own type, put as `DocumentAttachments`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import MetadataItem

_BASIC = {
    "FileName": "FileName",
    "DocumentDate": "DocumentDate",
    "DocumentNumber": "DocumentNumber",
    "Total": "TotalSum",
    "Vat": "TotalVat",
    "Grounds": "Grounds",
}
#: Fields both forms have under one name.
_SAME = ("Comment", "NeedRecipientSignature", "CustomDocumentId", "NeedReceipt")


@dataclass(frozen=True)
class _Array:
    """Where an old array goes: type, function and how its fields are named in metadata."""

    type: str
    metadata: dict[str, str] = field(default_factory=dict)
    function: str = ""


_CONTRACT = {"ContractPrice": "ContractPrice", "ContractType": "ContractType"}
_AGREEMENT = {
    "ContractNumber": "ContractNumber",
    "ContractDate": "ContractDate",
    "ContractType": "ContractType",
}
_PRICES = {key: key for key in ("PriceListEffectiveDate", "ContractDocumentDate", "ContractDocumentNumber")}
_ARRAYS = {
    "Invoices": _Array("Invoice"),
    "NonformalizedDocuments": _Array("Nonformalized", _BASIC),
    "Torg12Documents": _Array("Torg12", _BASIC),
    "AcceptanceCertificates": _Array("AcceptanceCertificate", _BASIC),
    "ProformaInvoices": _Array("ProformaInvoice", _BASIC),
    "XmlTorg12SellerTitles": _Array("XmlTorg12"),
    "XmlAcceptanceCertificateSellerTitles": _Array("XmlAcceptanceCertificate"),
    "PriceLists": _Array("PriceList", {**_BASIC, **_PRICES}),
    "PriceListAgreements": _Array("PriceListAgreement", _BASIC),
    "CertificateRegistries": _Array("CertificateRegistry", _BASIC),
    "ReconciliationActs": _Array("ReconciliationAct", _BASIC),
    "Contracts": _Array("Contract", {**_BASIC, **_CONTRACT}),
    "Torg13Documents": _Array("Torg13", _BASIC),
    "ServiceDetailsDocuments": _Array("ServiceDetails", _BASIC),
    "SupplementaryAgreements": _Array("SupplementaryAgreement", {**_BASIC, **_AGREEMENT}),
    "UniversalTransferDocumentSellerTitles": _Array("UniversalTransferDocument"),
}


def attachments(posted: pb.MessageToPost) -> Iterator[tuple[str, pb.DocumentAttachment]]:
    """Every document of the message with the path errors about it begin with."""
    for name, array in _ARRAYS.items():
        for number, old in enumerate(getattr(posted, name)):
            yield f"MessageToPost.{name}[{number}]", _translated(old, array)
    for number, attachment in enumerate(posted.DocumentAttachments):
        yield f"MessageToPost.DocumentAttachments[{number}]", attachment


def _translated(old: Any, array: _Array) -> pb.DocumentAttachment:
    new = pb.DocumentAttachment(TypeNamedId=array.type, SignedContent=old.SignedContent)
    fields = _fields(old)
    for name in _SAME:
        if name in fields and (old.HasField(name) or getattr(old, name)):
            setattr(new, name, getattr(old, name))
    for name in ("InitialDocumentIds", "SubordinateDocumentIds", "CustomData"):
        if name in fields:
            getattr(new, name).extend(getattr(old, name))
    for name, key in array.metadata.items():
        if name in fields and getattr(old, name):
            new.Metadata.append(MetadataItem(Key=key, Value=getattr(old, name)))
    return new


def _fields(message: Message) -> frozenset[str]:
    return frozenset(message.DESCRIPTOR.fields_by_name)
