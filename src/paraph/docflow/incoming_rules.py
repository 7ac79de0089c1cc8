"""The workspace's rules for received packages: who is in charge, who approves, who signs, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from paraph.approval import services as approval
from paraph.approval.models import Route
from paraph.docflow import answers, checks, notices
from paraph.docflow.answer_rules import doubt
from paraph.docflow.models import Docflow, IncomingRule, Package
from paraph.docflow.services import advance, can
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM
from paraph.parties.models import Counterparty, Employee, Organization, Role, Workspace
from paraph.parties.rules import can_administer, can_sign, can_view
from paraph.registry.kinds import KINDS
from paraph.texts import row_id

_REFERENCES = {
    "organization": Organization,
    "counterparty": Counterparty,
    "responsible": Employee,
    "route": Route,
    "signer": Employee,
}


def rule_for(package: Package) -> IncomingRule | None:
    """The rule a package is handed over by; a kind fits when one of its documents is of it."""
    return next((rule for rule in _fitting_package(package) if not lapsed(rule)), None)


def rule_fitting(
    workspace_id: int, organization_id: int | None, counterparty_id: int | None, kinds: Sequence[str]
) -> IncomingRule | None:
    """The rule that is followed for a pair of parties and kinds of documents; None: not known, any.

    The first active one that fits and names nobody who has lost access.
    """
    fitting = _fitting(workspace_id, organization_id, counterparty_id, kinds)
    return next((rule for rule in fitting if not lapsed(rule)), None)


def lapsed(rule: IncomingRule) -> list[str]:
    """Names of those the rule gives work to who have no access any more, or whose role was taken away."""
    gone = [one for one in (rule.responsible, *_approvers(rule)) if one is not None and not can_view(one)]
    if rule.signer is not None and not can_sign(rule.signer):
        gone.append(rule.signer)
    return list(dict.fromkeys(person.full_name for person in gone))


def _approvers(rule: IncomingRule) -> list[Employee]:
    return [step.employee for step in rule.route.steps.select_related("employee")] if rule.route else []


def _fitting_package(package: Package) -> list[IncomingRule]:
    kinds = list(package.docflows.values_list("document__kind", flat=True))
    return _fitting(package.workspace_id, package.organization_id, package.counterparty_id, kinds)


def _fitting(
    workspace_id: int, organization_id: int | None, counterparty_id: int | None, kinds: Sequence[str]
) -> list[IncomingRule]:
    fits = (
        Q(organization=None) | Q(organization=organization_id),
        Q(counterparty=None) | Q(counterparty=counterparty_id),
        Q(kind="") | Q(kind__in=kinds),
    )
    rows = IncomingRule.objects.filter(*fits, workspace=workspace_id, is_active=True)
    return list(rows.select_related("responsible", "route", "signer"))


def hand_over(package: Package) -> None:
    """Follow the rule for a package that has just come, in its transaction; without one people decide.

    A rule that names a person without access gives way to the next one, and administrators are told.
    """
    fitting = _fitting_package(package)
    skipped = list(takewhile(lapsed, fitting))
    rule = fitting[len(skipped)] if len(skipped) < len(fitting) else None
    people: list[Employee] = []
    if rule is not None:
        package.sender, package.route, package.signer = rule.responsible, rule.route, rule.signer
        package.save(update_fields=("sender", "route", "signer"))
        people = [person for person in (rule.responsible, *rule.notify.all()) if person is not None]
    notices.received(package, people or _those_who_send(package))
    _tell_skipped(package, skipped)
    if rule is not None and not start_approval(package, SYSTEM):
        ask_signer(package)


def _tell_skipped(package: Package, skipped: Sequence[IncomingRule]) -> None:
    for rule in skipped:
        people = ", ".join(lapsed(rule))
        facts = {"rule": rule.pk, "reason": _("нет доступа: {people}").format(people=people)}
        subject = journal.Subject(package_id=package.pk)
        journal.record(package.workspace_id, "incoming-rule:skipped", SYSTEM, subject, facts)
        administrators = Employee.objects.filter(
            workspace=package.workspace_id, is_active=True, roles__role=Role.ADMINISTRATOR
        )
        notices.rule_skipped(package, rule, people, administrators)


def hand_over_later(package: Package, later: QuerySet[Docflow]) -> None:
    """Documents added to a package that came before go where it went, in their transaction.

    A round of approval under way begins anew: those who have decided did not see them.
    """
    notices.received(package, [package.sender] if package.sender else _those_who_send(package), later)
    if package.route is not None and any(can(flow, "submit_for_approval", SYSTEM.side) for flow in later):
        approval.cancel(package.pk)
        start_approval(package, SYSTEM, later)
    else:
        ask_signer(package, later)


def assign(
    package: Package,
    actor: Employee,
    *,
    responsible: Employee | None = None,
    route: Route | None = None,
    signer: Employee | None = None,
) -> None:
    """A person puts a received package into somebody's hands; with a route or a signer it goes on at once."""
    allowed = actor.workspace_id == package.workspace_id and actor.has_role(Role.SENDER, Role.ADMINISTRATOR)
    parts = [part for part in (responsible, route, signer) if part is not None]
    if not allowed or any(part.workspace_id != package.workspace_id for part in parts):
        raise DomainError("forbidden", _("У вас нет права на это действие. Обратитесь к администратору."))
    if not package.is_incoming:
        raise DomainError("wrong-state", _("Это исходящий пакет: подписанта и маршрут выбирают в нём самом."))
    fault = checks.signer_fault(signer, package.organization) if signer else None
    if fault is not None:
        raise DomainError(fault.code, fault.message, field=fault.field)
    who = actors.employee(actor.pk, actor.full_name)
    with journal.writing(package.workspace_id):
        package.refresh_from_db()
        package.sender = responsible or package.sender
        package.route, package.signer = route, signer or package.signer
        package.save(update_fields=("sender", "route", "signer"))
        facts = {"responsible": package.sender.full_name if package.sender else ""}
        journal.record(
            package.workspace_id, "package:assigned", who, journal.Subject(package_id=package.pk), facts
        )
        if responsible is not None and responsible != actor:
            notices.received(package, [responsible])
        if not start_approval(package, who) and signer is not None:
            ask_signer(package)


def start_approval(package: Package, actor: actors.Actor, among: QuerySet[Docflow] | None = None) -> bool:
    """Send what awaits our answer on the package's route; False when nothing is to be approved."""
    if package.route is None or not package.route.steps.exists():
        return False
    rows = package.docflows.all() if among is None else among
    flows = [flow for flow in rows if can(flow, "submit_for_approval", actor.side)]
    for flow in flows:
        advance(flow, "submit_for_approval", actor)
    if flows:
        approval.start(package.pk, package.route)
    return bool(flows)


def ask_signer(package: Package, among: QuerySet[Docflow] | None = None) -> None:
    """Ask the package's signer for every document (of those given) that can simply be signed.

    What a person must look at first is left to them: a doubtful signature of the sender, an answering title.
    """
    signer = package.signer
    if signer is None or checks.signer_fault(signer, package.organization) is not None:
        return
    rows = package.docflows.all() if among is None else among
    for flow in rows.select_related("document", "version", "package__organization"):
        if "sign" in answers.possible(flow) and not doubt(flow):
            answers.ask(flow, signer)


def _those_who_send(package: Package) -> list[Employee]:
    """Senders and administrators of the organisation, else of the whole workspace."""
    roles = (Role.SENDER, Role.ADMINISTRATOR)
    people = Employee.objects.filter(
        workspace=package.workspace_id, is_active=True, roles__role__in=roles
    ).distinct()
    return list(people.filter(organization=package.organization_id)) or list(people)


def save_rule(
    workspace: Workspace, data: Mapping[str, Any], actor: Employee, id: int | None = None
) -> IncomingRule:
    """Add or change a rule: organization, counterparty, responsible, route, signer (ids), kind, notify (ids),
    position, is_active. Administrators only; all faults come at once in `details["faults"]`.
    """
    _authorise(workspace, actor)
    with journal.writing(workspace.pk):
        rule = _find(workspace, id) if id is not None else IncomingRule(workspace=workspace)
        faults: dict[str, str] = {}
        for name, model in _REFERENCES.items():
            found = _reference(model, workspace, data.get(name), name, faults)
            setattr(rule, name, found)
        notify = list(Employee.objects.filter(workspace=workspace, pk__in=_ids(data.get("notify", ()))))
        rule.kind = str(data.get("kind") or "")
        rule.position = row_id(data.get("position", 0)) or 0
        rule.is_active = bool(data.get("is_active", True))
        faults |= _faults(rule, notify)
        if faults:
            raise DomainError(
                "invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults
            )
        added = rule.pk is None
        rule.save()
        rule.notify.set(notify)
        _record(rule, "incoming-rule:added" if added else "incoming-rule:changed", actor)
    return rule


def remove_rule(workspace: Workspace, id: int, actor: Employee) -> None:
    """Take a rule away; packages it was followed for stay as they are."""
    _authorise(workspace, actor)
    with journal.writing(workspace.pk):
        rule = _find(workspace, id)
        _record(rule, "incoming-rule:removed", actor)
        rule.delete()


def rules_of(workspace: Workspace) -> list[IncomingRule]:
    """All rules in the order in which they are tried."""
    parts = ("organization", "counterparty", "responsible", "route", "signer")
    rows = IncomingRule.objects.filter(workspace=workspace)
    return list(rows.select_related(*parts).prefetch_related("notify"))


def _authorise(workspace: Workspace, actor: Employee) -> None:
    if actor.workspace_id != workspace.pk or not can_administer(actor):
        raise DomainError(
            "forbidden", _("Правила для входящих настраивает администратор. Обратитесь к нему.")
        )


def _find(workspace: Workspace, id: int) -> IncomingRule:
    rule = IncomingRule.objects.filter(workspace=workspace, pk=id).first()
    if rule is None:
        raise DomainError("not-found", _("Правило не найдено в вашем рабочем пространстве."))
    return rule


def _ids(values: Any) -> list[int]:
    return [found for value in values if (found := row_id(value)) is not None]


def _reference(model: Any, workspace: Workspace, value: Any, name: str, faults: dict[str, str]) -> Any:
    if value in (None, ""):
        return None
    found = model.objects.filter(workspace=workspace, pk=row_id(value)).first()
    if found is None:
        faults[name] = _("Не найдено в вашем рабочем пространстве: выберите из списка.")
    return found


def _faults(rule: IncomingRule, notify: Sequence[Employee]) -> dict[str, str]:
    faults: dict[str, str] = {}
    no_access = _("Нет доступа: {people}. Выберите другого или верните доступ в разделе «Сотрудники».")

    def refuse(name: str, people: Iterable[Employee]) -> None:
        gone = [person.full_name for person in people if not can_view(person)]
        if gone:
            faults[name] = no_access.format(people=", ".join(gone))

    refuse("notify", notify)
    refuse("responsible", [rule.responsible] if rule.responsible else [])
    refuse("route", _approvers(rule))
    if rule.kind and rule.kind not in KINDS:
        faults["kind"] = _("Выберите вид документа.")
    if rule.route is not None and not rule.route.steps.exists():
        faults["route"] = _("В маршруте нет ни одного человека.")
    if rule.signer is not None:
        organization = rule.organization or rule.signer.organization
        fault = checks.signer_fault(rule.signer, organization)
        if fault is not None:
            faults["signer"] = fault.message
    return faults


def _record(rule: IncomingRule, action: str, actor: Employee) -> None:
    facts = {"rule": rule.pk, "kind": rule.kind, "position": rule.position}
    who = actors.employee(actor.pk, actor.full_name)
    journal.record(rule.workspace_id, action, who, journal.Subject(), facts)
