"""Who signs a generated file: the signer's XML («универсальный подписант») and the older `Signer` message.

What the XML leaves out is taken from the certificate, from the employee's card or from the powers of attorney
the service knows.
"""

from __future__ import annotations

from paraph.formats.participants import ElectronicPower, FullName, Signer
from paraph.formats.signer_content import SignerContent, StoredPower, read_signer_content
from paraph.formats.xml_files import FormatError
from paraph.sandbox.diadoc import certificates, powers
from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.der import DerError
from paraph.wire.diadoc import generation_pb2 as pb

_CODES = ("", "1", "2", "3")


def of_content(call: Call, box: Box, data: bytes) -> Signer:
    """The signer out of SignerContent. Raises `ApiError` 400 that says what is wrong with it."""
    try:
        return resolved(call, box, read_signer_content(data))
    except FormatError as error:
        raise ApiError(400, f"SignerContent: {error}") from error


def resolved(call: Call, box: Box, content: SignerContent) -> Signer:
    """The signer with everything the service adds. Raises `FormatError`."""
    if content.status not in _CODES or content.signature_type not in _CODES:
        raise FormatError("SignerStatus и SignatureType могут быть 1, 2 или 3.")
    certificate = _certificate(call, content.certificate, content.thumbprint)
    power = content.power
    return Signer(
        full_name=content.full_name or _name_in(certificate),
        position=_position(call, box, content, certificate),
        status=content.status,
        signature_type=content.signature_type,
        powers_from=content.powers_from,
        signed_on=content.signed_on,
        extra=content.extra,
        power=_stored(call, box, power) if isinstance(power, StoredPower) else power,
        paper=content.paper,
    )


def of_message(call: Call, signer: pb.Signer) -> Signer:
    """The signer of a `Signer` message: details written out, a certificate or its thumbprint."""
    try:
        if signer.HasField("SignerDetails"):
            given = signer.SignerDetails
            return Signer(FullName(given.Surname, given.FirstName, given.Patronymic), given.JobTitle)
        certificate = _certificate(call, signer.SignerCertificate, signer.SignerCertificateThumbprint)
        title = certificate.subject.get(oids.TITLE) if certificate else ""
        return Signer(_name_in(certificate), title)
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


def _certificate(call: Call, raw: bytes, thumbprint: str) -> Certificate | None:
    """A certificate by its bytes, or one the service has seen by its thumbprint."""
    if raw:
        try:
            return Certificate.parse(raw)
        except DerError as error:
            raise FormatError("Сертификат подписанта не читается.") from error
    if not thumbprint:
        return None
    found = certificates.find(call.world, thumbprint)
    if found is None:
        raise FormatError(f"Сертификат с отпечатком {thumbprint} не найден.")
    return found[0]


def _name_in(certificate: Certificate | None) -> FullName:
    if certificate is None:
        raise FormatError("Не указаны ни сертификат подписанта, ни его имя.")
    given_name, _, patronymic = certificate.subject.get(oids.GIVEN_NAME).partition(" ")
    surname = certificate.subject.get(oids.SURNAME)
    if not surname or not given_name:
        raise FormatError("В сертификате нет фамилии и имени: укажите их отдельно.")
    return FullName(surname, given_name, patronymic)


def _position(call: Call, box: Box, content: SignerContent, certificate: Certificate | None) -> str:
    """By PositionSource; what the source does not know is taken as written."""
    if content.position_source == "Employee":
        return call.employee(box).position or content.position
    if content.position_source == "Certificate" and certificate is not None:
        return certificate.subject.get(oids.TITLE) or content.position
    return content.position


def _stored(call: Call, box: Box, asked: StoredPower) -> ElectronicPower:
    if asked.number:
        found = powers.find(call.world, asked.number, asked.issuer_inn)
    else:
        found = powers.default_of(call.world, box, call.user)
    if found is None:
        raise FormatError("МЧД не найдена среди зарегистрированных.")
    return ElectronicPower(
        number=found.number,
        issued=found.issued,
        internal_number=found.internal_number,
        attached=asked.attached,
        system=found.system or powers.SYSTEM,
    )
