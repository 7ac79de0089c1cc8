"""Who signs a generated file: the signer's XML («универсальный подписант») and the older `Signer` message.

A position can come from the employee's card or from the certificate; a power of attorney is given whole or
found by its number among those the service knows.
"""

from __future__ import annotations

import base64
import binascii

from paraph.formats.participants import ElectronicPower, FullName, PaperPower, Signer
from paraph.formats.xml_files import FormatError, Node, read_root
from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation import keys
from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.wire.diadoc import generation_pb2 as pb

_LIMIT = 1024 * 1024
_CODES = ("1", "2", "3")
_POSITIONS = ("Employee", "Certificate", "Manual", "StorageByTitleTypeId")


def read_signer(call: Call, box: Box, content: bytes) -> Signer:
    """The signer out of SignerContent. Raises `ApiError` 400 that says what is wrong with it."""
    try:
        root = Node(read_root(content, limit=_LIMIT))
        if root.name == "Signers":
            root = root.one("Signer")
        if root.name != "Signer":
            raise FormatError(f"Корневой элемент {root.name}, а нужен Signer.")
        return signer_of(call, box, root)
    except FormatError as error:
        raise ApiError(400, f"SignerContent: {error}") from error


def signer_of(call: Call, box: Box, node: Node) -> Signer:
    """The signer described by an element `Signer`. Raises `FormatError`."""
    certificate = _certificate(call, node.maybe("Certificate"))
    powers = node.maybe("PowerOfAttorney")
    electronic = powers.maybe("Electronic") if powers else None
    paper = powers.maybe("Paper") if powers else None
    extra = node.maybe("SignerAdditionalInfo")
    return Signer(
        full_name=_full_name(node.maybe("Fio"), certificate),
        position=_position(call, box, node.maybe("Position"), certificate),
        status=_code(node, "SignerStatus"),
        signature_type=_code(node, "SignatureType") or "1",
        powers_from=node.get("SignerPowersConfirmationMethod"),
        signed_on=node.maybe_day("SigningDate"),
        extra=extra.text().strip() if extra else "",
        power=_electronic(call, box, electronic) if electronic else None,
        paper=_paper(paper) if paper else None,
    )


def from_message(call: Call, signer: pb.Signer) -> Signer:
    """The signer of a `Signer` message: a certificate or its thumbprint, or the details written out."""
    try:
        certificate = _known(call, signer.SignerCertificate, signer.SignerCertificateThumbprint)
        if signer.HasField("SignerDetails"):
            given = signer.SignerDetails
            return Signer(FullName(given.Surname, given.FirstName, given.Patronymic), given.JobTitle)
        if certificate is None:
            raise FormatError("не указан ни сертификат, ни данные подписанта (SignerDetails).")
        return Signer(_full_name(None, certificate), certificate.subject.get(oids.TITLE))
    except FormatError as error:
        raise ApiError(400, f"Signer: {error}") from error


def to_message(signer: Signer | None) -> pb.Signer:
    """The same for answers of Parse methods."""
    if signer is None:
        return pb.Signer()
    name = signer.full_name
    details = pb.SignerDetails(Surname=name.surname, FirstName=name.given_name)
    if name.patronymic:
        details.Patronymic = name.patronymic
    if signer.position:
        details.JobTitle = signer.position
    return pb.Signer(SignerDetails=details)


def _code(node: Node, name: str) -> str:
    value = node.get(name)
    if value and value not in _CODES:
        raise FormatError(f"{name} может быть 1, 2 или 3, а указано {value!r}.")
    return value


def _certificate(call: Call, node: Node | None) -> Certificate | None:
    if node is None:
        return None
    try:
        raw = base64.b64decode(node.get("CertificateBytes"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise FormatError("CertificateBytes — не base64.") from error
    return _known(call, raw, node.get("CertificateThumbprint"))


def _known(call: Call, raw: bytes, thumbprint: str) -> Certificate | None:
    """A certificate by its bytes, or the caller's own by its thumbprint."""
    if raw:
        try:
            return Certificate.parse(raw)
        except DerError as error:
            raise FormatError("сертификат подписанта не читается.") from error
    if not thumbprint:
        return None
    key = keys.key_of(call.world, call.user)
    if key is None or keys.thumbprint(key.certificate) != thumbprint.upper():
        raise FormatError(f"сертификат с отпечатком {thumbprint} не найден.")
    return Certificate.parse(key.certificate)


def _full_name(node: Node | None, certificate: Certificate | None) -> FullName:
    if node is not None:
        return FullName(node.need("LastName"), node.need("FirstName"), node.get("MiddleName"))
    if certificate is None:
        raise FormatError("не указаны ни сертификат (Certificate), ни ФИО (Fio).")
    given_name, _, patronymic = certificate.subject.get(oids.GIVEN_NAME).partition(" ")
    surname = certificate.subject.get(oids.SURNAME)
    if not surname or not given_name:
        raise FormatError("в сертификате нет фамилии и имени: укажите Fio.")
    return FullName(surname, given_name, patronymic)


def _position(call: Call, box: Box, node: Node | None, certificate: Certificate | None) -> str:
    """By PositionSource; what the source does not know is taken from the element itself."""
    if node is None:
        return ""
    source, written = node.need("PositionSource"), node.text().strip()
    if source not in _POSITIONS:
        raise FormatError(f"PositionSource может быть {', '.join(_POSITIONS)}, а указано {source!r}.")
    if source == "Employee":
        return call.employee(box).position or written
    if source == "Certificate" and certificate is not None:
        return certificate.subject.get(oids.TITLE) or written
    return written


def _electronic(call: Call, box: Box, node: Node) -> ElectronicPower:
    found = node.either("Storage", "Manual")
    attached = node.get("MethodOfProviding") == "1"
    if found.name == "Storage":
        return _stored(call, box, found, attached)
    return ElectronicPower(
        number=found.need("RegistrationNumber"),
        issued=found.day("RegistrationDate"),
        internal_number=found.get("InternalNumber"),
        internal_date=found.maybe_day("InternalDate"),
        attached=attached,
        system=found.get("SystemId"),
        system_url=found.get("SystemUrl"),
    )


def _stored(call: Call, box: Box, node: Node, attached: bool) -> ElectronicPower:
    from paraph.sandbox.diadoc import powers

    full_id = node.maybe("FullId")
    number = full_id.need("RegistrationNumber") if full_id else ""
    if not number and node.get("UseDefault") != "true":
        raise FormatError('доверенность не названа: нужен FullId или UseDefault="true".')
    found = powers.known(call.world, number) if number else powers.default_of(call.world, box, call.user)
    if found is None:
        raise FormatError("доверенность не найдена среди зарегистрированных.")
    return ElectronicPower(
        number=found.number,
        issued=found.issued,
        internal_number=found.internal_number,
        attached=attached,
        system=found.system or powers.SYSTEM,
    )


def _paper(node: Node) -> PaperPower:
    person = node.maybe("Person") or node.maybe("Fio")
    return PaperPower(
        issued=node.day("RegistrationDate"),
        number=node.need("InternalNumber"),
        principal=node.get("IssuerInfo"),
        signed_by=FullName(person.need("LastName"), person.need("FirstName"), person.get("MiddleName"))
        if person
        else None,
    )
