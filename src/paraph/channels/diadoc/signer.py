"""Who signs a service document, as Диадок wants to be told («универсальный подписант»)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.authority import services as authority
from paraph.authority.models import PowerOfAttorney
from paraph.channels.diadoc import receipt_keys
from paraph.channels.diadoc.models import Account
from paraph.errors import DomainError
from paraph.formats.participants import ElectronicPower, FullName
from paraph.formats.signer_content import SignerContent, build_service_signer
from paraph.formats.xml_files import FormatError
from paraph.parties.models import Employee
from paraph.trust import oids
from paraph.wire.diadoc import generation_pb2

#: SignerStatus: without a power of attorney, and by an electronic one.
_BY_OFFICE, _BY_POWER = "1", "2"
_QUALIFIED, _UNQUALIFIED = "1", "3"
_SYSTEM = "https://m4d.nalog.gov.ru/EMCHD"
_NO_POSITION = "Сотрудник"


def of_employee(employee: Employee) -> bytes:
    """The signer's XML for a person: the power they act by is named when they hold one."""
    power = power_of(employee)
    return _written(
        SignerContent(
            full_name=FullName(*name_parts(employee.full_name)),
            position=(employee.position or _NO_POSITION)[:255],
            status=_BY_POWER if power else _BY_OFFICE,
            signature_type=_QUALIFIED,
            power=_named(power),
        )
    )


def of_key(account: Account) -> bytes:
    """The same for the account's own key, by its certificate."""
    certificate = receipt_keys.certificate_of(account)
    assert certificate is not None, "the account has a key to sign receipts with"
    power = _numbered(account, account.receipts_power)
    return _written(
        SignerContent(
            full_name=FullName(*name_parts(certificate.signer_info().full_name)),
            position=(certificate.subject.get(oids.TITLE) or _NO_POSITION)[:255],
            certificate=certificate.raw,
            status=_BY_POWER if power else _BY_OFFICE,
            signature_type=_UNQUALIFIED,
            power=_named(power),
        )
    )


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


def _named(power: PowerOfAttorney | None) -> ElectronicPower | None:
    """A power is kept in the system of ФНС, it does not go with every packet."""
    return ElectronicPower(power.number, power.issued, system=_SYSTEM) if power else None


def _written(content: SignerContent) -> bytes:
    try:
        return build_service_signer(content)
    except FormatError as error:
        raise DomainError(
            "signer", _("Данные подписанта не составлены. {reason}").format(reason=error)
        ) from error


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
