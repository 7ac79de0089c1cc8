"""Who signs a service document, as Диадок wants to be told («универсальный подписант»)."""

from __future__ import annotations

import base64

from django.utils import timezone
from lxml import etree

from paraph.authority import services as authority
from paraph.authority.models import PowerOfAttorney
from paraph.channels.diadoc import receipt_keys
from paraph.channels.diadoc.models import Account
from paraph.parties.models import Employee
from paraph.trust import oids
from paraph.wire.diadoc import generation_pb2

#: SignerStatus: without a power of attorney, and by an electronic one.
_BY_OFFICE, _BY_POWER = "1", "2"
_QUALIFIED, _UNQUALIFIED = "1", "3"
#: MethodOfProviding: the power is kept in an information system (ФНС), it does not go with every packet.
_IN_SYSTEM = "2"


def of_employee(employee: Employee) -> bytes:
    """The signer's XML for a person: the power they act by is named when they hold one."""
    root = _signer(power_of(employee), _QUALIFIED)
    surname, given, patronymic = name_parts(employee.full_name)
    _fio(root, surname, given, patronymic)
    _position(root, employee.position or "Сотрудник")
    _add_power(root, power_of(employee))
    return _written(root)


def of_key(account: Account) -> bytes:
    """The same for the account's own key, by its certificate."""
    certificate = receipt_keys.certificate_of(account)
    assert certificate is not None, "the account has a key to sign receipts with"
    power = _numbered(account, account.receipts_power)
    root = _signer(power, _UNQUALIFIED)
    raw = base64.b64encode(certificate.raw).decode("ascii")
    etree.SubElement(root, "Certificate", CertificateBytes=raw)
    surname, given, patronymic = name_parts(certificate.signer_info().full_name)
    _fio(root, surname, given, patronymic)
    _position(root, certificate.subject.get(oids.TITLE) or "Сотрудник")
    _add_power(root, power)
    return _written(root)


def message_of_employee(employee: Employee) -> generation_pb2.Signer:
    """The older message, which requests to annul still want."""
    surname, given, patronymic = name_parts(employee.full_name)
    details = generation_pb2.SignerDetails(Surname=surname, FirstName=given)
    if patronymic:
        details.Patronymic = patronymic
    if employee.position:
        details.JobTitle = employee.position
    return generation_pb2.Signer(SignerDetails=details)


def name_parts(full_name: str) -> tuple[str, str, str]:
    """Surname, given name and the rest of «Фамилия Имя Отчество»; a dash for a name that is not there."""
    parts = full_name.split()
    return (
        parts[0] if parts else "-",
        parts[1] if len(parts) > 1 else "-",
        " ".join(parts[2:]),
    )


def _signer(power: PowerOfAttorney | None, signature_type: str) -> etree._Element:
    status = _BY_POWER if power else _BY_OFFICE
    return etree.Element("Signer", SignerStatus=status, SignatureType=signature_type)


def _fio(root: etree._Element, surname: str, given: str, patronymic: str) -> None:
    fio = etree.SubElement(root, "Fio", LastName=surname, FirstName=given)
    if patronymic:
        fio.set("MiddleName", patronymic)


def _position(root: etree._Element, position: str) -> None:
    etree.SubElement(root, "Position", PositionSource="Manual").text = position[:255]


def _add_power(root: etree._Element, power: PowerOfAttorney | None) -> None:
    if power is None:
        return
    electronic = etree.SubElement(
        etree.SubElement(root, "PowerOfAttorney"), "Electronic", MethodOfProviding=_IN_SYSTEM
    )
    etree.SubElement(
        electronic,
        "Manual",
        RegistrationNumber=power.number,
        RegistrationDate=f"{power.issued:%d.%m.%Y}",
        SystemId="https://m4d.nalog.gov.ru/EMCHD",
    )


def power_of(employee: Employee) -> PowerOfAttorney | None:
    """The person's power of attorney from their organisation that is not over, the longest first."""
    powers = authority.of_workspace(employee.workspace).filter(
        principal_inn=employee.organization.inn, issued__lte=timezone.localdate()
    )
    if employee.inn:
        powers = powers.filter(bindings__inn=employee.inn)
    elif employee.snils:
        powers = powers.filter(bindings__snils=employee.snils)
    else:
        return None
    return next((power for power in powers.order_by("-expires") if not power.is_over), None)


def _numbered(account: Account, number: str) -> PowerOfAttorney | None:
    return authority.of_workspace(account.workspace).filter(number=number).first() if number else None


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
