"""The table «Аккаунты»: which legal entity goes through which account of the operator, and who sends from it.

The accounts themselves are the operator's (`docflow.ports.Operator`); here they are shown beside «Мои
юридические лица» of ELMA365, and kept with the developer's key entered for this company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.docflow.ports import Operator, OperatorAccount
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties import services as parties
from paraph.parties.models import Employee, Organization, Role
from paraph.portals.deeds import authorise, refuse
from paraph.portals.elma365 import deeds, people
from paraph.portals.elma365.deeds import Event
from paraph.portals.elma365.models import Company, ElmaUser, LegalEntity
from paraph.sealed import SealedError, Secret
from paraph.texts import row_id

_LONGEST_KEY = 2000
_ACTING = (Role.SENDER, Role.SIGNER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Row:
    """A legal entity with its account, if it has one."""

    entity: LegalEntity
    account: OperatorAccount | None
    #: People of ELMA365 who may send and sign; None when everybody may.
    users: list[ElmaUser] | None
    #: Ids of allowed employees who are nobody in ELMA365: they stay allowed.
    others: tuple[int, ...]


def operator() -> Operator:
    """The operator accounts are kept at. Raises DomainError when none is installed."""
    found = ports.operators()
    if not found:
        raise DomainError("operator", _("В этой установке нет ни одного оператора ЭДО."))
    return found[0]


def works(company: Company) -> bool:
    """Whether there is a developer's key, without which no account can be connected."""
    return bool(company.operator_key) or operator().has_key


def table(company: Company) -> list[Row]:
    """All legal entities of the company."""
    known = {each.organization_id: each for each in operator().accounts(company.workspace)}
    entities = company.legal_entities.filter(is_active=True).select_related("organization")
    by_employee = {each.employee_id: each for each in candidates(company)}
    rows = []
    for entity in entities:
        account = known.get(entity.organization_id) if entity.organization_id else None
        allowed = account.senders if account is not None else None
        users = None if allowed is None else [by_employee[pk] for pk in allowed if pk in by_employee]
        others = tuple(pk for pk in allowed or () if pk not in by_employee)
        rows.append(Row(entity, account, users, others))
    return rows


def candidates(company: Company) -> list[ElmaUser]:
    """People of the company who can be let in: their employees may send or sign at all."""
    acting = Employee.objects.filter(workspace=company.workspace_id, is_active=True, roles__role__in=_ACTING)
    return list(company.users.filter(is_active=True, employee__in=acting).select_related("employee"))


def row(company: Company, pk: object) -> Row:
    """One row; «not-found» for any other."""
    found = next((each for each in table(company) if each.entity.pk == row_id(pk)), None)
    if found is None:
        raise DomainError("not-found", _("Юридическое лицо не найдено: прочитайте справочник заново."))
    return found


def enter_key(company: Company, key: str, actor: Employee) -> None:
    """Keep the operator's developer key, and give it to the accounts of the table.

    When the operator refuses the key with one of them, it is not kept.
    """
    authorise(company.workspace_id, actor)
    if not key:
        refuse({"operator_key": _("Введите ключ.")})
    if not key.isascii() or not key.isprintable() or " " in key or "," in key or len(key) > _LONGEST_KEY:
        message = _("В ключе бывают только латинские буквы, цифры и знаки без пробелов и запятых.")
        refuse({"operator_key": message})
    for each in table(company):
        if each.account is not None and each.entity.organization is not None:
            _connected(each.entity.organization, {"api_key": key}, actor, key_field="operator_key")
    _keep_key(company, key, actor)


def forget_key(company: Company, actor: Employee) -> None:
    """No new account is connected with it any more; those there are keep theirs."""
    authorise(company.workspace_id, actor)
    _keep_key(company, "", actor)


def _keep_key(company: Company, key: str, actor: Employee) -> None:
    with journal.writing(company.workspace_id):
        company.operator_key = Secret(key)
        company.save(update_fields=("operator_key",))
        deeds.record(company, Event.KEY_ENTERED, actor, entered=bool(key))


def save(company: Company, pk: object, data: Mapping[str, Any], actor: Employee) -> OperatorAccount:
    """Connect a legal entity or change its account, trying it out first.

    `data`: login, password (empty leaves the one there is), anyone («1»: everybody who may send and sign at
    all), users (ids of `ElmaUser`s, when not). A legal entity we do not have yet becomes an organisation.
    """
    authorise(company.workspace_id, actor)
    found = row(company, pk)
    entity = found.entity
    if found.account is None and not works(company):
        message = _("Сначала введите ключ разработчика: без него оператор не пускает ни один аккаунт.")
        raise DomainError("no-key", message)
    allowed = None if data.get("anyone") == "1" else _allowed(company, found, data.get("users") or ())
    organization = _organization(entity, actor)
    given = {"login": data.get("login"), "password": data.get("password"), "api_key": _key(company)}
    _connected(organization, given, actor)
    operator().allow(organization, allowed, actor)
    with journal.writing(company.workspace_id):
        entity.organization = organization
        entity.save(update_fields=("organization",))
        deeds.record(company, Event.ACCOUNT_SAVED, actor, organization=organization.name)
    accounts = operator().accounts(company.workspace)
    return next(each for each in accounts if each.organization_id == organization.pk)


def remove(company: Company, pk: object, actor: Employee) -> None:
    """Disconnect the legal entity from the operator."""
    authorise(company.workspace_id, actor)
    found = row(company, pk)
    if found.account is None or found.entity.organization is None:
        raise DomainError("wrong-state", _("У этого юридического лица нет аккаунта."))
    operator().disconnect(found.entity.organization, actor)


def _connected(
    organization: Organization, data: Mapping[str, Any], actor: Employee, *, key_field: str = ""
) -> OperatorAccount:
    """Faults of the key are shown at the field that holds it on the page."""
    try:
        return operator().connect(organization, data, actor)
    except DomainError as error:
        faults = dict(error.details.get("faults", {}))
        about_key = faults.pop("api_key", "") or (error.message if key_field else "")
        if about_key and key_field:
            raise DomainError(error.code, error.message, faults={key_field: about_key}) from error
        if about_key:
            raise DomainError(error.code, about_key, faults=faults) from error
        raise


def _key(company: Company) -> str:
    try:
        return str(company.operator_key.reveal())
    except SealedError as error:
        message = _("Ключ разработчика не расшифровать ключом этой установки: введите его заново.")
        raise DomainError("sealed", message) from error


def _allowed(company: Company, found: Row, ids: Sequence[object]) -> list[int]:
    """Ids of the employees who may act for the legal entity from now on."""
    wanted = {row_id(each) for each in ids}
    chosen = [each for each in candidates(company) if each.pk in wanted]
    if len(chosen) != len(wanted):
        refuse({"users": _("Отметьте сотрудников из списка: остальным здесь действовать нельзя.")})
    if not chosen:
        refuse({"users": _("Отметьте хотя бы одного сотрудника или разрешите всем.")})
    return [each.employee_id for each in chosen if each.employee_id is not None] + list(found.others)


def _organization(entity: LegalEntity, actor: Employee) -> Organization:
    """Ours with the same ИНН, else a new one from what ELMA365 states of it."""
    found = entity.organization or people.organization_of(entity)
    if found is not None:
        return found
    stated = {"name": entity.name, "inn": entity.inn, "kpp": entity.kpp}
    try:
        return parties.save_organization(entity.company.workspace, stated, actor)
    except DomainError as error:
        said = " ".join(map(str, error.details.get("faults", {}).values())) or error.message
        message = _("Реквизиты в «Моих юридических лицах» нужно исправить: {faults}").format(faults=said)
        raise DomainError("invalid", message) from error
