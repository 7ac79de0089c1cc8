"""Whose certificate may answer a signing task, and in whose name it speaks.

63-ФЗ art. 17.2: the head signs with the organisation's certificate (ИННЮЛ in it); an employee with a
person's certificate needs a power of attorney (МЧД) beside the signature.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from paraph.authority import services as authority
from paraph.authority.facts import DocumentFacts, PartyFacts
from paraph.authority.match import same_party
from paraph.errors import DomainError
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.parties.rules import can_sign
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document, Version
from paraph.signing.models import Side, Signature, SigningTask
from paraph.trust.verdict import Answer, Fact, FactName, SignerInfo, Verdict


def check_right(task: SigningTask) -> None:
    """Our signer must have the right to sign now, not only when the package was sent."""
    employee = task.employee
    if task.side == Side.OURS and employee is not None and not can_sign(employee):
        message = _(
            "{name} не имеет роли «подписант». Попросите администратора вернуть роль или отправителя — "
            "выбрать другого подписанта."
        )
        raise DomainError("signer-right", message.format(name=employee.full_name))


def with_authority(about: SigningTask | Signature, verdict: Verdict) -> Verdict:
    """The verdict with its authority fact: whether the signer may bind the party in question."""
    return _with_authority(about.version.document, _parties(about), verdict)


def _with_authority(document: Document, parties: tuple[PartyFacts, PartyFacts], verdict: Verdict) -> Verdict:
    party, other = parties
    fact = authority.authority_of(
        document.workspace_id,
        verdict.signer,
        party,
        _facts(document, other),
        at=verdict.at,
        time_source=verdict.facts[FactName.TIME].source or "часы сервера",
    )
    return verdict.with_fact(FactName.AUTHORITY, fact)


def judged(version: Version, side: str, verdict: Verdict) -> Verdict:
    """The verdict on a signature nobody was asked for, with its authority fact.

    A certificate of neither the party nor of somebody with a power of the party answers «no». An operator
    binds no party: its certificate is checked, its place in the list of operators of ФНС is not known here.
    """
    if side == Side.OPERATOR:
        owner = verdict.signer.organization or verdict.signer.common_name or "не назван"
        reason = f"Подписал оператор ЭДО ({owner}). Список операторов ФНС здесь не ведётся: сверьте название."
        return verdict.with_fact(
            FactName.AUTHORITY, Fact(Answer.UNDETERMINED, reason, "сертификат подписанта")
        )
    parties = _sides(version.document, side)
    verdict = _with_authority(version.document, parties, verdict)
    party, fact = parties[0], verdict.facts[FactName.AUTHORITY]
    if fact.answer is Answer.UNDETERMINED and _is_stranger(verdict, party):
        reason = _foreign_organization(verdict.signer, party.name, party.inn).message
        refuted = Fact(Answer.NO, reason, fact.source, fact.clause, fact.checks)
        return verdict.with_fact(FactName.AUTHORITY, refuted)
    return verdict


def _is_stranger(verdict: Verdict, party: PartyFacts) -> bool:
    """Another organisation than the party, or another person than the ИП that is the party; no power."""
    signer = verdict.signer
    stranger = signer.inn_le or not party.is_organization
    return bool(stranger) and not same_party(signer, party) and not rests_on_power(verdict)


def refuse_stranger(task: SigningTask | Signature, verdict: Verdict) -> None:
    """DomainError when the certificate is somebody else's, by a verdict `with_authority`.

    An organisation other than the party, or a person other than the ИП that is the party, may sign by a
    power of attorney only; a power that does not cover the document refuses the signature with its reason.
    """
    signer, fact, (party, _other) = verdict.signer, verdict.facts[FactName.AUTHORITY], _parties(task)
    if task.side == Side.OURS and task.employee is not None:
        _check_person(task.employee, signer)
    if _is_stranger(verdict, party):
        raise _foreign_organization(signer, party.name, party.inn)
    if fact.answer is Answer.NO:
        message = _("Подпись не принята. {reason}")
        raise DomainError("signature-authority", message.format(reason=fact.reason), field="signature")


def _parties(about: SigningTask | Signature) -> tuple[PartyFacts, PartyFacts]:
    """The party that must be bound, and the other one."""
    document = about.version.document
    if about.side == Side.OURS and about.employee is not None:
        return _party(about.employee.organization), _party(document.counterparty)
    return _sides(document, about.side)


def _sides(document: Document, side: str) -> tuple[PartyFacts, PartyFacts]:
    ours, theirs = _party(document.organization), _party(document.counterparty)
    return (ours, theirs) if side == Side.OURS else (theirs, ours)


def _party(row: Organization | Counterparty) -> PartyFacts:
    return PartyFacts(row.inn, row.name, row.kpp, row.ogrn)


def _facts(document: Document, other: PartyFacts) -> DocumentFacts:
    return DocumentFacts(
        kind=KINDS[document.kind].power,
        amount=document.amount,
        currency=document.currency,
        counterparty_inn=other.inn,
        counterparty_kpp=other.kpp,
    )


def rests_on_power(verdict: Verdict) -> bool:
    """Whether some power of attorney was there to be judged."""
    checks = verdict.facts[FactName.AUTHORITY].checks
    return any(check.name == "mchd.found" and check.answer is Answer.YES for check in checks)


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
