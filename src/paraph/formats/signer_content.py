"""The «universal signer» of Диадок: who signs what the service generates, in its two writings.

Titles hold `Signers` (UniversalSigner.xsd). Service documents (receipts, refusals, requests for amendment)
take one `Signer`, which also says how a МЧД is presented (developer.kontur.ru «Универсальный подписант в
служебных документах»; TechnologicalSigner133UserContract1505.xsd). What is left out here the service takes
from the certificate or from its own records.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date

from lxml import etree

from paraph.formats.participants import ElectronicPower, FullName, PaperPower
from paraph.formats.xml_files import (
    FormatError,
    Node,
    base64_bytes,
    day_text,
    element,
    fitting,
    read_root,
    written,
)

MAX_SIZE = 1024 * 1024
_SOURCES = ("Employee", "Certificate", "StorageByTitleTypeId", "Manual")


@dataclass(frozen=True)
class StoredPower:
    """A МЧД the service knows: by its number and the ИНН of who gave it, or the employee's default one."""

    number: str = ""  #: empty: the default one
    issuer_inn: str = ""
    representative_inn: str = ""
    attached: bool = False  #: as `participants.ElectronicPower.attached`


@dataclass(frozen=True)
class SignerContent:
    """One signer. The codes are those of `participants.Signer`."""

    full_name: FullName | None = None
    position: str = ""
    position_source: str = "Manual"  #: where the service looks for the position before taking the one given
    certificate: bytes = b""
    thumbprint: str = ""  #: SHA-1, hexadecimal
    status: str = ""
    signature_type: str = ""
    powers_from: str = ""
    signed_on: date | None = None
    extra: str = ""
    power: ElectronicPower | StoredPower | None = None
    paper: PaperPower | None = None


def build_signer_content(content: SignerContent, box_id: str = "") -> bytes:
    """The XML with its one signer, in utf-8."""
    return written(signers_element((content,), box_id), "utf-8")


def build_service_signer(content: SignerContent) -> bytes:
    """The signer of a service document, in utf-8. These say nothing of the day of signing, of additional
    facts, nor of where the powers come from: that follows from the status."""
    if content.signed_on or content.extra or content.powers_from:
        raise FormatError(
            "У подписанта служебного документа указывают только статус, должность и доверенность."
        )
    if content.power and content.paper:
        raise FormatError("У подписанта служебного документа может быть только одна доверенность.")
    root = _signer_element(content)
    electronic = root.find("PowerOfAttorney/Electronic")
    if content.power and electronic is not None:
        electronic.set("MethodOfProviding", "1" if content.power.attached else "2")
    return written(root, "utf-8")


def read_signer_content(data: bytes) -> SignerContent:
    """The signer in `data`, of a title or of a service document. Raises `FormatError`."""
    root = Node(read_root(data, limit=MAX_SIZE))
    if root.name not in ("Signers", "Signer"):
        raise FormatError(f"Данные подписанта начинаются с {root.name}, а должны с Signers.")
    return read_signer(root.one("Signer") if root.name == "Signers" else root)


def signers_element(contents: tuple[SignerContent, ...], box_id: str = "") -> etree._Element:
    """`Signers`, which contracts of titles hold too."""
    if not contents:
        raise FormatError("Не указан подписант.")
    return element("Signers", None, {"BoxId": box_id}, map(_signer_element, contents))


def _signer_element(content: SignerContent) -> etree._Element:
    may = {
        "SignerStatus": content.status, "SignatureType": content.signature_type,
        "SigningDate": day_text(content.signed_on), "SignerPowersConfirmationMethod": content.powers_from,
    }  # fmt: skip
    return element("Signer", None, may, [
        _certificate(content),
        person_element("Fio", content.full_name) if content.full_name else None,
        _position(content),
        _extra(content),
        _powers(content),
    ])  # fmt: skip


def _certificate(content: SignerContent) -> etree._Element | None:
    may = {
        "CertificateThumbprint": content.thumbprint,
        "CertificateBytes": base64.b64encode(content.certificate).decode(),
    }
    return element("Certificate", None, may) if any(may.values()) else None


def person_element(tag: str, name: FullName) -> etree._Element:
    """Fio, Person: a name as Диадок writes it."""
    return element(tag, *person_attributes(name))


def person_attributes(name: FullName) -> tuple[dict[str, str], dict[str, str]]:
    """The name as attributes that must be there and that may."""
    return {"LastName": name.surname, "FirstName": name.given_name}, {"MiddleName": name.patronymic}


def _position(content: SignerContent) -> etree._Element | None:
    if content.position_source not in _SOURCES:
        raise FormatError(f"PositionSource: {content.position_source!r}, а может быть {', '.join(_SOURCES)}.")
    if content.position_source == "Manual" and not content.position:
        return None
    text = fitting("Position", content.position)
    return element("Position", {"PositionSource": content.position_source}, text=text)


def _extra(content: SignerContent) -> etree._Element | None:
    if not content.extra:
        return None
    text = fitting("ДопСведПодп", content.extra)
    return element("SignerAdditionalInfo", {"SignerAdditionalInfoSource": "Manual"}, text=text)


def _powers(content: SignerContent) -> etree._Element | None:
    electronic = element("Electronic", children=[_electronic(content.power)]) if content.power else None
    paper = _paper(content.paper) if content.paper else None
    if electronic is None and paper is None:
        return None
    return element("PowerOfAttorney", children=[electronic, paper])


def _electronic(power: ElectronicPower | StoredPower) -> etree._Element:
    if isinstance(power, StoredPower):
        if not power.number:
            return element("Storage", {"UseDefault": "true"})
        must = {"RegistrationNumber": power.number, "IssuerInn": power.issuer_inn}
        full_id = element("FullId", must, {"RepresentativeInn": power.representative_inn})
        return element("Storage", {"UseDefault": "false"}, children=[full_id])
    must = {"RegistrationNumber": power.number, "RegistrationDate": day_text(power.issued)}
    may = {
        "InternalNumber": power.internal_number, "InternalDate": day_text(power.internal_date),
        "SystemId": power.system, "SystemUrl": power.system_url,
    }  # fmt: skip
    return element("Manual", must, may)


def _paper(paper: PaperPower) -> etree._Element:
    may = {
        "InternalNumber": paper.number, "RegistrationDate": day_text(paper.issued),
        "IssuerInfo": paper.principal,
    }  # fmt: skip
    who = [person_element("Person", paper.signed_by)] if paper.signed_by else []
    return element("Paper", None, may, who)


def read_signer(node: Node) -> SignerContent:
    """An element `Signer`."""
    certificate = node.maybe("Certificate")
    name, position, extra = (node.maybe(tag) for tag in ("Fio", "Position", "SignerAdditionalInfo"))
    powers = node.maybe("PowerOfAttorney")
    electronic = powers.maybe("Electronic") if powers else None
    paper = powers.maybe("Paper") if powers else None
    return SignerContent(
        full_name=read_person(name) if name else None,
        position=position.text() if position else "",
        position_source=position.need("PositionSource") if position else "Manual",
        certificate=base64_bytes(certificate.get("CertificateBytes"), "Сертификат подписанта")
        if certificate
        else b"",
        thumbprint=certificate.get("CertificateThumbprint") if certificate else "",
        status=node.get("SignerStatus"),
        signature_type=node.get("SignatureType"),
        powers_from=node.get("SignerPowersConfirmationMethod"),
        signed_on=node.maybe_day("SigningDate"),
        extra=extra.text() if extra else "",
        power=_read_electronic(electronic) if electronic else None,
        paper=_read_paper(paper) if paper else None,
    )


def read_person(node: Node) -> FullName:
    """A name as Диадок writes it."""
    return FullName(node.need("LastName"), node.need("FirstName"), node.get("MiddleName"))


def _read_electronic(node: Node) -> ElectronicPower | StoredPower:
    found = node.either("Storage", "Manual")
    attached = node.get("MethodOfProviding") == "1"
    if found.name == "Storage":
        full_id = found.maybe("FullId")
        if full_id is None:
            if found.need("UseDefault") != "true":
                raise FormatError("МЧД не названа: нужен FullId или UseDefault=true.")
            return StoredPower(attached=attached)
        return StoredPower(
            full_id.need("RegistrationNumber"),
            full_id.need("IssuerInn"),
            full_id.get("RepresentativeInn"),
            attached,
        )
    return ElectronicPower(
        number=found.need("RegistrationNumber"),
        issued=found.day("RegistrationDate"),
        internal_number=found.get("InternalNumber"),
        internal_date=found.maybe_day("InternalDate"),
        attached=attached,
        system=found.get("SystemId"),
        system_url=found.get("SystemUrl"),
    )


def _read_paper(node: Node) -> PaperPower:
    who = node.maybe("Person")
    return PaperPower(
        issued=node.day("RegistrationDate"),
        number=node.need("InternalNumber"),
        principal=node.get("IssuerInfo"),
        signed_by=read_person(who) if who else None,
    )
