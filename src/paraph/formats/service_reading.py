"""Reading service documents of the exchange: versions 1.01, 1.02 and 1.03 (see `service_documents`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paraph.formats.participants import Operator, Participant, Signer
from paraph.formats.service_documents import SignedFile
from paraph.formats.service_parts import read_participant, read_party, read_signer
from paraph.formats.xml_files import FormatError, Node, base64_bytes, read_root

#: They hold signatures in base64 and a text; bytes.
MAX_SIZE = 8 * 1024 * 1024


class ServiceKind(StrEnum):
    """What the document is; the values are the prefixes of the file names."""

    RECEIPT = "DP_IZVPOL"
    #: A request for amendment or a refusal to sign: only the way it was sent tells.
    AMENDMENT_REQUEST = "DP_UVUTOCH"
    REVOCATION_REQUEST = "DP_PRANNUL"
    RECEIPT_DATE = "DP_PDPOL"
    SENDING_DATE = "DP_PDOTPR"


@dataclass(frozen=True)
class ServiceDocument:
    """A service document as data; what its kind does not have is None or empty."""

    kind: ServiceKind
    file_id: str
    version: str
    subject: SignedFile
    author: Participant | Operator
    #: To whom a participant writes; a confirmation of an operator names both sides instead.
    addressee: Participant | None = None
    sender: Participant | None = None
    recipient: Participant | None = None
    #: When the subject was received or sent (Moscow); a proposal of annulment has no time.
    at: datetime | None = None
    text: str = ""
    signer: Signer | None = None


_FORMS = {
    "1115110": ServiceKind.RECEIPT,
    "1115113": ServiceKind.AMENDMENT_REQUEST,
    "1115112": ServiceKind.RECEIPT_DATE,
    "1115111": ServiceKind.SENDING_DATE,
}


def read_service_document(data: bytes) -> ServiceDocument:
    """The document in `data`; raises `FormatError` with what is wrong, or when it is another file."""
    root = Node(read_root(data, limit=MAX_SIZE))
    document = root.one("Документ") if root.name == "Файл" else None
    kind = _kind(document) if document else None
    if document is None or kind is None:
        raise FormatError("Это не служебный документ обмена.")
    if kind in (ServiceKind.RECEIPT_DATE, ServiceKind.SENDING_DATE):
        return _confirmation(kind, root, document)
    return _of_participant(kind, root, document)


def _kind(document: Node) -> ServiceKind | None:
    if document.maybe("СвПредАн"):
        return ServiceKind.REVOCATION_REQUEST
    return _FORMS.get(document.get("КНД"))


def _of_participant(kind: ServiceKind, root: Node, document: Node) -> ServiceDocument:
    body = document.either("СвИзвПолуч", "СвУведУточ", "СвПредАн")
    text = body.maybe("ТекстУведУточ") or body.maybe("ТекстПредАн")
    signer = document.maybe("Подписант")
    return ServiceDocument(
        kind=kind,
        file_id=root.need("ИдФайл"),
        version=root.need("ВерсФорм"),
        subject=_subject(body.either("СведПолФайл", "СведАнФайл")),
        author=read_participant(document.one("УчастЭДО")),
        addressee=read_participant(document.either("ОтпрДок", "НапрПредАн")),
        at=None if kind is ServiceKind.REVOCATION_REQUEST else body.moment("ДатаПол", "ВремяПол"),
        text=text.text() if text else "",
        signer=read_signer(signer) if signer else None,
    )


def _confirmation(kind: ServiceKind, root: Node, document: Node) -> ServiceDocument:
    body = document.one("СведПодтв")
    operator = read_party(document.one("ОперЭДО"))
    assert isinstance(operator, Operator)  # by the name of the element
    # Before 1.03 a confirmation of receipt had the names of one of sending, and sides of its own.
    was_sent = kind is ServiceKind.SENDING_DATE or bool(body.get("ДатаОтпр"))
    signer = document.maybe("Подписант")
    return ServiceDocument(
        kind=kind,
        file_id=root.need("ИдФайл"),
        version=root.need("ВерсФорм"),
        subject=_subject(body.either("СведПолФайл", "СведОтпрФайл")),
        author=operator,
        sender=read_participant(document.either("СвОтпрДок", "ОтпрДок")),
        recipient=read_participant(document.either("СвПолДок", "ПолДок")),
        at=body.moment("ДатаОтпр", "ВремяОтпр") if was_sent else body.moment("ДатаПол", "ВремяПол"),
        signer=read_signer(signer) if signer else None,
    )


def _subject(node: Node) -> SignedFile:
    name = node.need("ИмяПолФайла", "ИмяОтпрФайла", "ИмяАнФайла", "ИмяПостФайла")
    texts = [
        child.text()
        for tag in ("ЭППолФайл", "ЭПОтпрФайл", "ЭЦППолФайл", "ЭЦПАнФайл")
        for child in node.all(tag)
    ]
    return SignedFile(
        name, tuple(base64_bytes(text, "Подпись внутри служебного документа") for text in texts)
    )
