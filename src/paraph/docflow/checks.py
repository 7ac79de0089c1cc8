"""Checks of a package before anybody signs: every fault at once, each with the field to mend."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from paraph.docflow import formalised, ports
from paraph.docflow.models import Docflow, Package
from paraph.docflow.ports import Fault
from paraph.errors import DomainError
from paraph.formats.requisites import check_party
from paraph.parties.models import Employee, Organization, Role
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document
from paraph.registry.storage import store

_ATTRIBUTE_TITLES = {"number": "номер", "date": "дату", "amount": "сумму"}


def check_package(package: Package) -> list[Fault]:
    """Attributes, files, requisites, the signer's right, the route and the channel's own rules."""
    return [*check_statements(package), *_files(package)]


def notes(package: Package) -> list[str]:
    """What was not checked and why; it hinders nobody to send."""
    flows = [flow for flow in _flows(package) if KINDS[flow.document.kind].formalised]
    formats = dict.fromkeys(filter(None, (formalised.unschemed(flow.version) for flow in flows)))
    message = _(
        "Официальной схемы формата {format} у хаба нет: проверены реквизиты и суммы, но не всё строение "
        "файла. Администратор может положить схемы ФНС в папку настройки PARAPH_FNS_SCHEMAS."
    )
    return [message.format(format=name) for name in formats]


def check_statements(package: Package) -> list[Fault]:
    """Everything but the bytes of the files, which take a while to read and never change."""
    faults = [*_parties(package), *signer_faults(package), *_route(package)]
    flows = _flows(package)
    if not flows:
        faults.append(
            Fault("documents", _("В пакете не осталось документов: добавьте хотя бы один."), "files")
        )
    for flow in flows:
        faults.extend(_document(flow.document))
    told = {(fault.document_id, fault.field) for fault in faults if fault.document_id}
    try:
        found = ports.channel(package.channel).check(package)
        faults.extend(fault for fault in found if (fault.document_id, fault.field) not in told)
    except DomainError as error:
        faults.append(Fault(error.code, error.message, "channel"))
    return faults


def _flows(package: Package) -> QuerySet[Docflow]:
    active = package.docflows.exclude(status="CANCELLED").order_by("id")
    return active.select_related("document__organization", "document__counterparty", "version__blob")


def _files(package: Package) -> Iterator[Fault]:
    for flow in _flows(package):
        if not store().intact(flow.version.blob_id):
            message = _("Файл «{name}» повреждён в хранилище: зарегистрируйте документ заново.")
            yield Fault("file", message.format(name=flow.version.file_name), "file", flow.document_id)
        elif KINDS[flow.document.kind].formalised:
            for fault in formalised.faults(flow.document, flow.version):
                yield Fault("file-format", f"{flow.document.title}: {fault}", "file", flow.document_id)


def _parties(package: Package) -> Iterator[Fault]:
    ours, theirs = package.organization, package.counterparty
    for field, message in check_party(ours.inn, ours.kpp, ours.ogrn).items():
        yield Fault(f"organization-{field}", f"{ours.name}: {message}", "organization")
    for field, message in check_party(theirs.inn, theirs.kpp, theirs.ogrn).items():
        yield Fault(f"counterparty-{field}", f"{theirs.name}: {message}", "counterparty")
    if (ours.inn, ours.kpp) == (theirs.inn, theirs.kpp):
        yield Fault("same-party", _("Отправитель и получатель — одна и та же организация."), "counterparty")


def signer_faults(package: Package) -> Iterator[Fault]:
    """Whether the package's signer may sign in its organisation's name."""
    fault = signer_fault(package.signer, package.organization)
    if fault is not None:
        yield fault


def signer_fault(signer: Employee | None, organization: Organization) -> Fault | None:
    """What hinders a person to sign in an organisation's name."""
    if signer is None:
        return Fault("signer", _("Выберите, кто подписывает с нашей стороны."), "signer")
    if signer.workspace_id != organization.workspace_id:
        return Fault("not-found", _("Подписант не найден в вашем рабочем пространстве."), "signer")
    if not signer.has_role(Role.SIGNER):
        message = _("{name} не имеет роли «подписант»: выберите другого или дайте роль в настройках.")
        return Fault("signer-right", message.format(name=signer.full_name), "signer")
    if signer.organization_id != organization.pk:
        message = _("{name} работает в другой организации: выберите подписанта организации «{organization}».")
        return Fault(
            "signer-organization",
            message.format(name=signer.full_name, organization=organization.name),
            "signer",
        )
    return None


def _route(package: Package) -> Iterator[Fault]:
    route = package.route
    if route is not None:
        steps = list(route.steps.select_related("employee"))
        if not steps:
            yield Fault(
                "route", _("В маршруте «{name}» нет ни одного человека.").format(name=route.name), "route"
            )
        for step in steps:
            if not step.employee.is_active:
                message = _("В маршруте «{name}» есть отключённый сотрудник: {person}.")
                yield Fault("route", message.format(name=route.name, person=step.employee.full_name), "route")


def _document(document: Document) -> Iterator[Fault]:
    for name in KINDS[document.kind].required:
        if getattr(document, name) in (None, ""):
            message = _("Документ «{title}»: укажите {attribute}.")
            yield Fault(
                f"document-{name}",
                message.format(title=document.title, attribute=_(_ATTRIBUTE_TITLES[name])),
                name,
                document.pk,
            )
