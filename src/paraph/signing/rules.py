"""Whose certificate may answer a signing task, and in whose name it speaks.

63-ФЗ art. 17.2: the head signs with the organisation's certificate (ИННЮЛ in it); an employee with a
person's certificate needs a power of attorney (МЧД) beside the signature.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.parties.models import Employee
from paraph.parties.rules import can_sign
from paraph.signing.models import Side, SigningTask
from paraph.trust.verdict import Answer, Fact, FactName, SignerInfo, Verdict

_CLAUSE = "63-ФЗ ст. 17.2"


def check_right(task: SigningTask) -> None:
    """Our signer must have the right to sign now, not only when the package was sent."""
    employee = task.employee
    if task.side == Side.OURS and employee is not None and not can_sign(employee):
        message = _(
            "{name} не имеет роли «подписант». Попросите администратора вернуть роль или отправителя — "
            "выбрать другого подписанта."
        )
        raise DomainError("signer-right", message.format(name=employee.full_name))


def check_signer(task: SigningTask, verdict: Verdict) -> Verdict:
    """The verdict with its authority fact; DomainError when the certificate is somebody else's."""
    signer = verdict.signer
    if task.side == Side.OURS:
        employee = task.employee
        assert employee is not None, "our task always names a signer"
        _check_person(employee, signer)
        party_name, party_inn = employee.organization.name, employee.organization.inn
        if signer.inn_le and signer.inn_le != party_inn:
            raise _foreign_organization(signer, party_name, party_inn)
    else:
        counterparty = task.version.document.counterparty
        party_name, party_inn = counterparty.name, counterparty.inn
        if signer.inn_le and signer.inn_le != party_inn:
            raise _foreign_organization(signer, party_name, party_inn)
        if len(party_inn) == 12 and signer.inn != party_inn:
            raise _foreign_organization(signer, party_name, party_inn)
    return verdict.with_fact(FactName.AUTHORITY, _authority(signer, party_name, party_inn))


def _foreign_organization(signer: SignerInfo, party: str, inn: str) -> DomainError:
    message = _(
        "Сертификат выдан на «{owner}» (ИНН {owner_inn}), а подписать должна сторона «{party}» (ИНН {inn}). "
        "Выберите сертификат этой стороны."
    )
    owner = signer.organization or signer.full_name or signer.common_name
    return DomainError(
        "certificate-of-another",
        message.format(owner=owner, owner_inn=signer.inn_le or signer.inn or "—", party=party, inn=inn),
        field="signature",
    )


def _check_person(employee: Employee, signer: SignerInfo) -> None:
    """The certificate must name the employee: by ИНН or СНИЛС when recorded, else by full name."""
    pairs = ((employee.inn, signer.inn), (employee.snils, signer.snils))
    known = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if known:
        matches = all(ours == theirs for ours, theirs in known)
    else:
        matches = _name(employee.full_name) == _name(signer.full_name)
    if not matches:
        message = _(
            "Сертификат выдан на имя «{owner}», а подписать должен(на) {employee}. "
            "Выберите свой сертификат или попросите администратора проверить ИНН и СНИЛС "
            "в карточке сотрудника."
        )
        owner = signer.full_name or signer.common_name
        raise DomainError(
            "certificate-of-another",
            message.format(owner=owner, employee=employee.full_name),
            field="signature",
        )


def _name(value: str) -> str:
    return " ".join(value.lower().replace("ё", "е").split())


def _authority(signer: SignerInfo, party: str, inn: str) -> Fact:
    if signer.inn_le == inn:
        reason = f"Сертификат выдан организации «{party}» (ИНН {inn}): подписал руководитель, МЧД не нужна."
        return Fact(Answer.YES, reason, "сертификат подписанта", _CLAUSE)
    if len(inn) == 12 and signer.inn == inn:
        reason = f"Сертификат выдан самому участнику «{party}» (ИНН {inn}): МЧД не нужна."
        return Fact(Answer.YES, reason, "сертификат подписанта", _CLAUSE)
    reason = (
        f"Сертификат физического лица: чтобы подпись обязывала «{party}», нужна машиночитаемая "
        "доверенность (МЧД). Доверенность не приложена, полномочия не проверены."
    )
    return Fact(Answer.UNDETERMINED, reason, "сертификат подписанта", _CLAUSE)
