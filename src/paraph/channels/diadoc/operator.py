"""Accounts of Диадок behind docflow's port `Operator`: settings of a portal keep them too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.channels.diadoc import accounts, handlers, kind_map, runs, words
from paraph.channels.diadoc.models import Access, Account
from paraph.docflow.ports import OperatorAccount, OuterKind
from paraph.errors import DomainError
from paraph.parties.models import Employee, Organization, Workspace
from paraph.registry.kinds import KINDS

#: Attribute of ours a metadata key is filled from (`metadata.values`). Keys of a contract are not here: they
#: come from the document a document is linked to.
_ATTRIBUTES: Mapping[str, str] = {
    "FileName": "file_name",
    "DocumentDate": "date",
    "DocumentNumber": "number",
    "TotalSum": "amount",
    "ContractPrice": "amount",
    "CurrencyCode": "currency",
    "PriceListEffectiveDate": "valid_from",
}


class DiadocOperator:
    """The part of the channel that keeps accounts; mixed into `DiadocChannel`."""

    @property
    def has_key(self) -> bool:
        """The installation's own developer key."""
        return bool(settings.DIADOC.api_key)

    def accounts(self, workspace: Workspace) -> list[OperatorAccount]:
        """Accounts not removed."""
        return [_told(each) for each in accounts.of_workspace(workspace).prefetch_related("senders")]

    def connect(
        self, organization: Organization, data: Mapping[str, Any], actor: Employee
    ) -> OperatorAccount:
        """With login and password; an account that logs in otherwise keeps its way when none are given."""
        given = {name: data[name] for name in ("login", "password", "api_key") if data.get(name)}
        row = accounts.of_workspace(organization.workspace).filter(organization=organization).first()
        if row is None:
            given |= {"organization": organization.pk, "access": Access.PASSWORD}
        elif data.get("password"):
            given["access"] = Access.PASSWORD
        return _told(
            accounts.connect(organization.workspace, given, actor, id=row.pk if row is not None else None)
        )

    def disconnect(self, organization: Organization, actor: Employee) -> None:
        """Remove the account."""
        accounts.remove(_of(organization), actor)

    def allow(self, organization: Organization, employees: Sequence[int] | None, actor: Employee) -> None:
        """The account's senders; its other settings stay."""
        row = _of(organization)
        given = {
            "interval_minutes": row.interval_minutes,
            "anyone_sends": "1" if employees is None else "",
            "senders": list(employees or ()),
        }
        accounts.save_settings(row, given, actor)

    def kinds(self, organization: Organization) -> list[OuterKind]:
        """As the box described its types when it was last looked at."""
        account = accounts.of_organization(organization)
        if account is None:
            return []
        types, targets = kind_map.Types.of(account), kind_map.targets(account)
        return [_kind(code, target, types.find(target)) for code, target in targets.items()]

    def run_tasks(self, workspace: Workspace, actor: Employee) -> int:
        """The feed of every account that works."""
        ordered = 0
        for account in accounts.of_workspace(workspace):
            if account.works and not runs.is_busy(account, handlers.FEED):
                runs.run_now(account, handlers.FEED, actor)
                ordered += 1
        return ordered


def _of(organization: Organization) -> Account:
    rows = accounts.of_workspace(organization.workspace).filter(organization=organization)
    found = rows.first()
    if found is None:
        message = _("Организация «{name}» не подключена к Диадоку.").format(name=organization.name)
        raise DomainError("not-connected", message)
    return found


def _told(account: Account) -> OperatorAccount:
    senders = None if account.anyone_sends else tuple(each.employee_id for each in account.senders.all())
    return OperatorAccount(
        organization_id=account.organization_id,
        login=account.login,
        box=account.box_title,
        fault=account.fault,
        is_connected=account.is_connected,
        senders=senders,
        page=reverse("diadoc-account", args=(account.pk,)),
    )


def _kind(code: str, target: kind_map.Target, described: kind_map.Described | None) -> OuterKind:
    """What the box wants of a kind; a formalised file tells its attributes itself."""
    if described is None or not described.is_actual:
        title = described.title if described else target.type_named_id
        return OuterKind(
            code, title, KINDS[code].required, False, _("Ящик не отправляет документы этого типа.")
        )
    if described.is_formal:
        return OuterKind(code, described.words, (), True)
    required = dict.fromkeys(KINDS[code].required)
    required |= dict.fromkeys(_ATTRIBUTES[key] for key in described.required if key in _ATTRIBUTES)
    missing = [words.metadata_name(key) for key in described.required if key not in _ATTRIBUTES]
    note = ""
    if missing:
        note = _("Диадок требует то, что берётся из связанного договора: {names}.").format(
            names=", ".join(missing)
        )
    return OuterKind(code, described.words, tuple(required), not missing, note)
