"""Activities of the process designer («компонента запросов»): an integrator's own process without code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.docflow import answers, packages, ports
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.parties import services as parties
from paraph.parties.models import Counterparty, Employee
from paraph.portals import statuses
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.models import PortalUser
from paraph.portals.bitrix24.robots import inputs, outputs, runs, sending
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.deeds import Deed, prop
from paraph.portals.bitrix24.robots.models import RobotRun, RunDocument
from paraph.portals.bitrix24.robots.robots import SENDER, STATUS, answer_when_stored, attach
from paraph.portals.bitrix24.robots.runs import Refusal
from paraph.texts import row_id

#: Counterparties one answer may hold.
_MOST_ROWS = 50
_DOCUMENT = prop("Документ (ИД созданного документа CRM)")
_PACKAGE = prop("Пакет Paraph (ИД)")
_PERSON = prop("Сотрудник, от чьего имени", "user")
_RESULTS = {
    "package_id": prop("ИД пакета Paraph"),
    "source_document_ids": prop("ID исходных документов", many=True),
    "signed_document_ids": prop("ID подписанных документов", many=True),
    "report_ids": prop("ID отчётов о подписании", many=True),
    **STATUS,
}


def _given(request: RobotRun, name: str) -> str:
    properties = request.data.get("properties")
    return inputs.first(properties.get(name)) if isinstance(properties, dict) else ""


def _employee(request: RobotRun) -> Employee:
    """In whose name: the person named, else the sender of the settings. Raises Refusal."""
    try:
        user_id = inputs.person(_given(request, "employee")).user_id
    except ValueError:
        user_id = 0
    rows = PortalUser.objects.filter(portal=request.portal, user_id=user_id).select_related("employee")
    row = rows.first()
    found = row.employee if row is not None else runs.settings_of(request.portal).sender
    if found is None or found.workspace_id != request.workspace_id:
        raise Refusal(
            Response.RIGHT,
            _("Укажите сотрудника, сопоставленного с Paraph, или отправителя в настройках роботов."),
        )
    return found


def _refused(error: DomainError) -> Refusal:
    code = Response.RIGHT if error.code == "forbidden" else Response.STATE
    return Refusal(code, error.message)


class SendPackage(Deed):
    """Several documents at once."""

    code = outputs.SEND_PACKAGE
    name = "Paraph: отправить пакет"
    description = "Документы CRM уходят одним пакетом; ответ — по итоговому статусу всех документов."
    is_activity = True
    properties = {
        "document_id": prop("Документы (ИД созданных документов CRM)", many=True),
        "file": prop("Файлы", "file", many=True),
        **SENDER,
    }
    results = _RESULTS

    def prepare(self, request: RobotRun, client: Client, effect: Run) -> Mapping[str, Any]:
        return sending.prepare(request, client, effect)

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        sending.send(request, made)


def _attach(request: RobotRun) -> list[Docflow]:
    """The documents asked about: of a package of ours, or the one sent for a document of the CRM."""
    text = _given(request, "package_id")
    if not text:
        attach(request)
        return [row.docflow for row in request.documents.select_related("docflow__package")]
    flows = list(
        Docflow.objects.filter(workspace_id=request.workspace_id, package=row_id(text) or 0)
        .select_related("package", "document")
        .order_by("pk")
    )
    if not flows:
        raise Refusal(Response.NOT_FOUND, _("Пакета {id} в Paraph нет.").format(id=text))
    for flow in flows:
        RunDocument.objects.create(run=request, docflow=flow)
    request.package = flows[0].package
    request.save(update_fields=("package",))
    return flows


class PackageStatus(Deed):
    """Where a package, or one document, stands now."""

    code = "paraph_bp_status"
    name = "Paraph: статус"
    is_activity = True
    properties = {"package_id": _PACKAGE, "document_id": _DOCUMENT}
    results = _RESULTS

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        _attach(request)
        runs.finish(request, outputs.of(request))


class Download(Deed):
    """Signed files on the portal's Disk."""

    code = "paraph_bp_download"
    name = "Paraph: получить подписанный файл"
    description = "Кладёт подписанный документ и отчёт на Диск портала и возвращает их ID."
    is_activity = True
    properties = {"package_id": _PACKAGE, "document_id": _DOCUMENT}
    results = _RESULTS

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        unsigned = [
            flow for flow in _attach(request) if statuses.status_of(flow.status) not in statuses.SIGNED
        ]
        if unsigned:
            standing = statuses.status_text(unsigned[0].status)
            message = _("Документ ещё не подписан: {status}.").format(status=standing.lower())
            raise Refusal(Response.STATE, message)
        answer_when_stored(request)


class Refuse(Deed):
    """Take ours back, or refuse theirs."""

    code = "paraph_bp_refuse"
    name = "Paraph: отозвать или отказать"
    description = "Отзывает отправленные документы; по входящему пакету готовит отказ в подписи."
    is_activity = True
    properties = {
        "package_id": _PACKAGE,
        "document_id": _DOCUMENT,
        "reason": prop("Причина", "text", required=True),
        "employee": _PERSON,
    }
    results = _RESULTS

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        reason, person = _given(request, "reason"), _employee(request)
        try:
            for flow in _attach(request):
                if flow.package.is_incoming:
                    answers.refuse(flow, reason, person)
                else:
                    packages.withdraw(flow, reason, person)
        except DomainError as error:
            raise _refused(error) from error
        runs.finish(request, outputs.of(request))


class Counterparties(Deed):
    """Firms we know."""

    code = "paraph_bp_counterparties"
    name = "Paraph: список контрагентов"
    is_activity = True
    properties = {"search": prop("Название или ИНН (пусто — все)")}
    results = {
        "names": prop("Названия", many=True),
        "inns": prop("ИНН", many=True),
        "kpps": prop("КПП", many=True),
        "emails": prop("Эл. почта", many=True),
        "count": prop("Найдено", "int"),
    }

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        found = parties.find_counterparties(request.portal.workspace, _given(request, "search"))
        rows: list[Counterparty] = list(found.order_by("name", "pk")[:_MOST_ROWS])
        said = {
            "names": [row.name for row in rows],
            "inns": [row.inn for row in rows],
            "kpps": [row.kpp for row in rows],
            "emails": [row.email for row in rows],
            "count": found.count(),
        }
        runs.finish(request, said)


class Invite(Deed):
    """A relation with a firm at an operator of ЭДО."""

    code = "paraph_bp_invite"
    name = "Paraph: пригласить контрагента"
    description = "Приглашение к обмену в Диадоке от организации сотрудника."
    is_activity = True
    properties = {
        "inn": prop("ИНН контрагента", required=True),
        "kpp": prop("КПП контрагента"),
        "text": prop("Текст приглашения", "text"),
        "employee": _PERSON,
    }
    results = {"relation_code": prop("Связь (код)"), "relation_text": prop("Связь (текст)")}

    def prepare(self, request: RobotRun, client: Client, effect: Run) -> Mapping[str, Any]:
        person = _employee(request)
        channel = ports.channels().get("diadoc")
        if not isinstance(channel, ports.Inviting):
            raise Refusal(Response.STATE, _("Приглашать некуда: канал оператора ЭДО не установлен."))
        organization = person.organization
        inn, kpp = _given(request, "inn"), _given(request, "kpp")
        try:
            code, words = channel.invite(organization, inn, kpp, _given(request, "text"), person)
        except DomainError as error:
            raise _refused(error) from error
        return {"relation_code": code, "relation_text": words}

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        runs.finish(request, made)


ALL = (SendPackage, PackageStatus, Download, Refuse, Counterparties, Invite)
