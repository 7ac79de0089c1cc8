"""Service documents of the exchange: receipts, requests for amendment, refusals, proposals of annulment and
the operator's confirmations (order ММВ-7-6/36@, formats 1.03 and, for annulment, 1.01 and 1.02).

Every builder returns the name of the file (with «.xml») and its bytes in windows-1251; the same arguments
always make the same bytes. Values the format cannot hold raise `FormatError`.
"""

from __future__ import annotations

import base64
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from paraph.formats.file_names import FileName, as_guid, stem
from paraph.formats.participants import Operator, Organization, Participant, Person, Signer
from paraph.formats.service_parts import (
    operator_element,
    participant_element,
    plain_signer_element,
    service_signer_element,
)
from paraph.formats.xml_files import PROGRAM, FormatError, day_text, element, local, time_text, written

BuiltFile = tuple[str, bytes]
#: DP_PRANNUL knows fewer reasons of registration than the newer formats.
_OLD_KPP = re.compile(r"[0-9]{4}[0-9A-F]{2}[0-9]{3}")


@dataclass(frozen=True)
class SignedFile:
    """The file a service document is about: its name and the signatures (CMS) under it."""

    name: str
    signatures: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not self.signatures or not all(self.signatures):
            raise FormatError(f"Под файлом {self.name!r} нет подписи: сослаться не на что.")


@dataclass(frozen=True)
class About:
    """What the documents a participant makes have in common."""

    subject: SignedFile
    author: Participant
    addressee: Participant
    guid: str | uuid.UUID  #: of the file that is made
    signer: Signer


def build_receipt(about: About, *, received_at: datetime, made_at: datetime) -> BuiltFile:
    """DP_IZVPOL 1.03, «извещение о получении»: `author` has received the file from `addressee`."""
    name = _name("DP_IZVPOL", about, made_at)
    got = element(
        "СвИзвПолуч",
        {"ДатаПол": day_text(local(received_at)), "ВремяПол": time_text(received_at)},
        children=[_subject("СведПолФайл", "ИмяПолФайла", "ЭППолФайл", about.subject)],
    )
    signer = service_signer_element(about.signer, system="ИдСистХран", principal="СвДовер")
    return _file(name, "1.03", _document("1115110", _author(about), got, _addressee(about), signer))


def build_amendment_request(
    about: About, *, text: str, received_at: datetime, made_at: datetime
) -> BuiltFile:
    """DP_UVUTOCH 1.03, «уведомление об уточнении»: please send the document anew, mended as `text` says.

    The format holds one signature: the first of those under the file.
    """
    name = _name("DP_UVUTOCH", about, made_at)
    subject = SignedFile(about.subject.name, about.subject.signatures[:1])
    got = element(
        "СвУведУточ",
        {"ДатаПол": day_text(local(received_at)), "ВремяПол": time_text(received_at)},
        children=[
            _subject("СведПолФайл", "ИмяПолФайла", "ЭППолФайл", subject),
            element("ТекстУведУточ", text=text),
        ],
    )
    if isinstance(about.addressee.party, Operator):
        raise FormatError("Уведомление об уточнении направляют участнику, а не оператору.")
    signer = service_signer_element(about.signer, system="СвСистХран", principal="СвИдДовер")
    return _file(name, "1.03", _document("1115113", _author(about), got, _addressee(about), signer))


def build_refusal(about: About, *, text: str, received_at: datetime, made_at: datetime) -> BuiltFile:
    """A refusal to sign, with its reason. It has no format of its own: operators carry it as DP_UVUTOCH, and
    what tells it from a request for amendment is how it is sent (Диадок: XmlSignatureRejection)."""
    if not text.strip():
        raise FormatError("Укажите причину отказа.")
    return build_amendment_request(about, text=text, received_at=received_at, made_at=made_at)


def build_revocation_request(
    about: About, *, text: str, made_at: datetime, version: str = "1.02"
) -> BuiltFile:
    """DP_PRANNUL, «предложение об аннулировании»: 1.02 in windows-1251 or 1.01 (РОСЭУ) in utf-8.

    Only organisations and sole proprietors have a place in this format.
    """
    if version not in ("1.01", "1.02"):
        raise FormatError(f"Предложения об аннулировании формата {version} не бывает.")
    for side in (about.author, about.addressee):
        allowed = isinstance(side.party, Organization)
        if not allowed and not (isinstance(side.party, Person) and side.party.sole_proprietor):
            raise FormatError("Аннулирование в этом формате возможно только между организациями и ИП.")
        if isinstance(side.party, Organization) and not _OLD_KPP.fullmatch(side.party.kpp):
            raise FormatError("В предложении об аннулировании буквы КПП — только от A до F.")
    body = element(
        "СвПредАн",
        children=[
            _subject("СведАнФайл", "ИмяАнФайла", "ЭЦПАнФайл", about.subject),
            element("ТекстПредАн", text=text),
        ],
    )
    document = element(
        "Документ",
        children=[
            _author(about),
            body,
            participant_element("НапрПредАн", about.addressee),
            plain_signer_element(about.signer),
        ],
    )
    encoding = "utf-8" if version == "1.01" else "windows-1251"
    return _file(_name("DP_PRANNUL", about, made_at), version, document, encoding)


@dataclass(frozen=True)
class Confirmation:
    """What an operator confirms: a file went from `sender` to `recipient`."""

    subject: SignedFile
    operator: Operator
    sender: Participant
    recipient: Participant
    at: datetime  #: when the operator got the file, or sent it on
    guid: str | uuid.UUID
    signer: Signer | None = None


def build_receipt_date_confirmation(confirmation: Confirmation) -> BuiltFile:
    """DP_PDPOL 1.03, «подтверждение даты получения»: by the operator to the sender of the file (the date of
    issue of an invoice, приказ 14н)."""
    return _confirmation(confirmation, "DP_PDPOL", "1115112", confirmation.sender, "Пол")


def build_sending_date_confirmation(confirmation: Confirmation) -> BuiltFile:
    """DP_PDOTPR 1.03, «подтверждение даты отправки»: by the operator to the recipient of the file (the date
    of receipt of an invoice, приказ 14н)."""
    return _confirmation(confirmation, "DP_PDOTPR", "1115111", confirmation.recipient, "Отпр")


def _confirmation(
    confirmation: Confirmation, prefix: str, form: str, addressee: Participant, what: str
) -> BuiltFile:
    at = local(confirmation.at)
    guid = as_guid(confirmation.guid)
    name = FileName(prefix, addressee.id, confirmation.operator.code, at.date(), guid)
    subject = _subject(f"Свед{what}Файл", f"Имя{what}Файла", f"ЭП{what}Файл", confirmation.subject)
    stated = {f"Дата{what}": day_text(at), f"Время{what}": time_text(at)}
    if confirmation.signer and not confirmation.signer.position:
        raise FormatError("Не указана должность подписанта оператора.")
    document = _document(
        form,
        operator_element(confirmation.operator),
        element("СведПодтв", stated, children=[subject]),
        participant_element("СвОтпрДок", confirmation.sender),
        participant_element("СвПолДок", confirmation.recipient),
        plain_signer_element(confirmation.signer) if confirmation.signer else None,
    )
    return _file(str(name), "1.03", document)


def _name(prefix: str, about: About, made_at: datetime) -> str:
    day: date = local(made_at).date()
    return str(FileName(prefix, about.addressee.id, about.author.id, day, as_guid(about.guid)))


def _author(about: About) -> etree._Element:
    if isinstance(about.author.party, Operator):
        raise FormatError("Составитель служебного документа — участник обмена, а не оператор.")
    return participant_element("УчастЭДО", about.author)


def _addressee(about: About) -> etree._Element:
    return participant_element("ОтпрДок", about.addressee)


def _subject(tag: str, name: str, signature: str, file: SignedFile) -> etree._Element:
    signatures = [element(signature, text=base64.b64encode(one).decode()) for one in file.signatures]
    return element(tag, {name: stem(file.name)}, children=signatures)


def _document(form: str, *children: etree._Element | None) -> etree._Element:
    return element("Документ", {"КНД": form}, children=children)


def _file(name: str, version: str, document: etree._Element, encoding: str = "windows-1251") -> BuiltFile:
    attributes = {"ИдФайл": name, "ВерсПрог": PROGRAM, "ВерсФорм": version}
    return f"{name}.xml", written(element("Файл", attributes, children=[document]), encoding)
