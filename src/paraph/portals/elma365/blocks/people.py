"""Who asks for what: users of ELMA365 as employees, and whether the table «Аккаунты» lets them act."""

from __future__ import annotations

from django.utils.translation import gettext as _

from paraph.docflow.ports import Operator
from paraph.errors import DomainError
from paraph.parties.models import Employee, Organization
from paraph.portals.elma365 import accounts, people
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.models import Company


def employee(company: Company, user_id: str) -> Employee:
    """The employee a user of ELMA365 is. Raises Refusal «right»."""
    found = people.employee_of(company, user_id)
    if found is None:
        user = company.users.filter(user_id=user_id).first()
        message = _(
            "Пользователь ELMA365 {who} не сопоставлен с сотрудником Paraph: администратор делает это в "
            "настройках ELMA365, «Сотрудники»."
        )
        raise Refusal(Code.RIGHT, message.format(who=user or user_id or "—"))
    return found


def refuse_stranger(person: Employee, organization: Organization) -> Operator:
    """The operator of an organisation, for a person who may act there. Raises Refusal."""
    try:
        operator = accounts.operator()
    except DomainError as error:
        raise Refusal(Code.ACCOUNT, error.message) from error
    found = {each.organization_id: each for each in operator.accounts(organization.workspace)}
    account = found.get(organization.pk)
    if account is None:
        message = _("{name} не подключена к оператору ЭДО: добавьте её в настройках ELMA365, «Аккаунты».")
        raise Refusal(Code.ACCOUNT, message.format(name=organization.name))
    if account.senders is not None and person.pk not in account.senders:
        message = _(
            "{name} не может отправлять и подписывать от имени {organization}: добавьте пользователя в "
            "настройках ELMA365, «Аккаунты»."
        )
        raise Refusal(Code.RIGHT, message.format(name=person.full_name, organization=organization.name))
    if account.fault or not account.is_connected:
        message = _("Учётная запись {organization} у оператора ЭДО не работает. {fault}")
        raise Refusal(Code.ACCOUNT, message.format(organization=organization.name, fault=account.fault))
    return operator
