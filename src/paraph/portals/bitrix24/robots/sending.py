"""«Отправить документ на подпись»: the checks in their order, then a package on its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.archive import services as archive
from paraph.balance import services as balance
from paraph.docflow import checks, packages, ports
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Docflow, Package
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties import services as parties
from paraph.parties.models import Counterparty, Employee, Organization, Role, Workspace
from paraph.portals import statuses
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import NotNow
from paraph.portals.bitrix24.models import PortalUser
from paraph.portals.bitrix24.robots import following, inputs, outputs, reading, runs
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.inputs import Inputs, Person
from paraph.portals.bitrix24.robots.models import News, RobotRun, RunDocument, RunState
from paraph.portals.bitrix24.robots.runs import Refusal
from paraph.registry import services as registry
from paraph.registry.files import ReceivedFile
from paraph.registry.models import Document, LinkRelation
from paraph.registry.services import Attributes, CrmObject
from paraph.registry.storage import Stored

#: How long the portal may take to make a PDF, and the first pause between looks at it.
FILE_WAIT, FIRST_LOOK = timedelta(seconds=60), timedelta(seconds=2)


def prepare(request: RobotRun, client: Client, effect: Run) -> Mapping[str, Any]:
    """Every check and every call of the portal, outside of transactions; what is found, as JSON.

    Raises Refusal, or NotNow while the PDF is being made. It may run again: a reservation is made once.
    """
    try:
        given = inputs.read(request.data)
    except DomainError as error:
        raise Refusal(Response.PARAMETERS, error.message) from error
    _in_charge(request, given)
    _reserve(request, len(given.document_ids) + len(given.files))
    signer, sender = _people(request, client, given)
    channel = given.channel or runs.settings_of(request.portal).channel
    facts = reading.ask(client, given)
    try:
        files = reading.documents(client, given, facts)
    except reading.NotReady as error:
        raise _not_yet(effect) from error
    _check_pages(given, files)
    partner = reading.partner(given, facts, needs_email=channel == "link")
    place = reading.entity(given, facts)
    return {
        "files": files,
        "partner": partner,
        "signer": signer.pk,
        "sender": sender.pk,
        "channel": channel,
        "crm": [request.portal.member_id, place.name, f"{client.portal.base_url}{place.path}"],
    }


def _in_charge(request: RobotRun, given: Inputs) -> None:
    """Who is told: the one in charge the process names, else whose action started it."""
    if given.responsible.user_id and request.user_id != given.responsible.user_id:
        request.user_id = given.responsible.user_id
        request.save(update_fields=("user_id",))


def _reserve(request: RobotRun, count: int) -> None:
    """One signature for every document, all or none."""
    try:
        with transaction.atomic():
            for number in range(count):
                balance.reserve(request.workspace_id, f"{runs.holder(request)}:{number}")
    except DomainError as error:
        raise Refusal(Response.BALANCE, error.message) from error


def _not_yet(effect: Run) -> Exception:
    """The PDF is not there: look again later, or give up. The first look is remembered for that."""
    since = (effect.intent or {}).get("looked_at")
    if since is None:
        effect.remember({"looked_at": timezone.now().timestamp()})
    elif timezone.now().timestamp() - float(since) > FILE_WAIT.total_seconds():
        return Refusal(
            Response.FILE,
            _(
                "PDF документа не появился за {seconds} секунд: повторите позже или включите ожидание PDF."
            ).format(seconds=int(FILE_WAIT.total_seconds())),
        )
    return NotNow(FIRST_LOOK, _("PDF документа ещё создаётся."))


def _check_pages(given: Inputs, files: list[dict[str, Any]]) -> None:
    for place in given.stamps:
        for file in files:
            if file["pages"] is not None and abs(place.page) > file["pages"]:
                message = _("Координаты подписей: в документе «{title}» нет страницы {page}.")
                raise Refusal(Response.PARAMETERS, message.format(title=file["title"], page=place.page))


# -- people -------------------------------------------------------------------------------------------------


def _people(request: RobotRun, client: Client, given: Inputs) -> tuple[Employee, Employee]:
    """Who signs and who sends. Raises Refusal «right»."""
    signer = _employee(request, client, given, given.signer)
    if signer is None:
        raise Refusal(Response.RIGHT, _unknown(request, given.signer))
    fault = checks.signer_fault(signer, signer.organization)
    if fault is not None:
        raise Refusal(Response.RIGHT, fault.message)
    candidates = [
        _employee(request, client, given, given.responsible),
        signer,
        runs.settings_of(request.portal).sender,
    ]
    for person in candidates:
        if person is not None and person.has_role(Role.SENDER, Role.ADMINISTRATOR):
            return signer, person
    message = _(
        "Некому отправить документ: у ответственного и подписанта нет роли «отправитель». Дайте роль или "
        "выберите отправителя по умолчанию в настройках роботов."
    )
    raise Refusal(Response.RIGHT, message)


def _employee(request: RobotRun, client: Client, given: Inputs, person: Person) -> Employee | None:
    user_id = person.user_id
    if person.field:
        user_id = reading.user_of_field(client, given.entity, person.field)
    rows = PortalUser.objects.filter(portal=request.portal, user_id=user_id).select_related(
        "employee__organization"
    )
    row = rows.first()
    employee = row.employee if row is not None else None
    return employee if employee is not None and employee.workspace_id == request.workspace_id else None


def _unknown(request: RobotRun, person: Person) -> str:
    row = PortalUser.objects.filter(portal=request.portal, user_id=person.user_id).first()
    who = str(row) if row is not None else (person.field or f"#{person.user_id}")
    message = _(
        "Пользователь портала {who} не сопоставлен с сотрудником Paraph: администратор делает это в "
        "настройках портала, «Сотрудники»."
    )
    return message.format(who=who)


# -- the package --------------------------------------------------------------------------------------------


def send(request: RobotRun, made: Mapping[str, Any]) -> None:
    """Register, pack and submit, in the caller's transaction. Raises Refusal; nothing is left then.

    The same bytes that were sent to the same addressee before and are still under way are followed, not sent
    again.
    """
    given = inputs.read(request.data)
    running = [_under_way(request, file, made["partner"]) for file in made["files"]]
    if all(running):
        _follow(request, given, made, [flow for flow in running if flow is not None])
        return
    try:
        with transaction.atomic():
            package = _package(request, given, made)
            sender = Employee.objects.get(pk=made["sender"])
            packages.submit(package, sender)
    except DomainError as error:
        faults = [fault.message for fault in error.details.get("faults", ()) if hasattr(fault, "message")]
        code = Response.BALANCE if error.code == "balance-empty" else Response.CHECKS
        raise Refusal(code, " ".join([error.message, *faults])) from error
    _begin(request, given, package)


def _under_way(request: RobotRun, file: Mapping[str, Any], partner: Mapping[str, str]) -> Docflow | None:
    flow = outputs.sent_as(request.portal, file["source_id"]) if file["source_id"] else None
    if flow is None or flow.version.blob_id != file["stored"]["sha256"]:
        return None
    package = flow.package
    if (package.counterparty.inn, package.recipient_email) != (partner["inn"], partner["email"]):
        return None
    status = statuses.status_of(flow.status)
    return flow if status not in statuses.FINAL or status in statuses.SIGNED else None


def _follow(request: RobotRun, given: Inputs, made: Mapping[str, Any], flows: list[Docflow]) -> None:
    balance.give_back_all(request.workspace_id, runs.holder(request))
    request.package, request.waits_for_end = flows[0].package, given.waits_for_end
    request.save(update_fields=("package", "waits_for_end"))
    for file, flow in zip(made["files"], flows, strict=True):
        RunDocument.objects.create(run=request, source_id=file["source_id"], docflow=flow)
    runs.move(request, RunState.FOLLOWED)
    runs.note(request, _("Документ уже отправлен раньше: ждём по нему ответа, второй раз не отправляем."))
    following.proceed(request)


def _begin(request: RobotRun, given: Inputs, package: Package) -> None:
    runs.move(request, RunState.FOLLOWED)
    request.waits_for_end = given.waits_for_end
    request.save(update_fields=("waits_for_end",))
    runs.note(request, _("Отправлено на подпись: {title}").format(title=package.title))
    runs.tell(request, News.SENT, _("Документ отправлен на подпись: {title}").format(title=package.title))
    following.proceed(request)


def _package(request: RobotRun, given: Inputs, made: Mapping[str, Any]) -> Package:
    signer = Employee.objects.select_related("organization").get(pk=made["signer"])
    sender = Employee.objects.get(pk=made["sender"])
    organization, partner = signer.organization, made["partner"]
    counterparty = _counterparty(request.portal.workspace, partner)
    parent = _parent(request, given)
    documents = [
        _document(request, organization, counterparty, file, made["crm"], sender, parent)
        for file in made["files"]
    ]
    draft = Draft(
        organization,
        counterparty,
        channel=made["channel"],
        recipient_email=partner["email"],
        recipient_name=partner["person"],
        recipient_box=_box(made["channel"], organization, counterparty),
        signer=signer,
    )
    package = packages.create_package(draft, documents, sender)
    request.package = package
    request.save(update_fields=("package",))
    for number, (file, document) in enumerate(zip(made["files"], documents, strict=True)):
        flow = Docflow.objects.select_related("package").get(document=document)
        RunDocument.objects.create(run=request, source_id=file["source_id"], docflow=flow)
        balance.hand_over(request.workspace_id, f"{runs.holder(request)}:{number}", flow)
        if given.stamps:
            archive.place_stamps(flow, given.stamps)
    return package


def _counterparty(workspace: Workspace, partner: Mapping[str, str]) -> Counterparty:
    try:
        return parties.counterparty_for(
            workspace,
            partner["name"],
            partner["inn"],
            partner["kpp"],
            ogrn=partner["ogrn"],
            email=partner["email"],
        )
    except DomainError as error:
        faults = " ".join(str(text) for text in error.details.get("faults", {}).values())
        message = _("Реквизиты компании «{name}» заполнены с ошибкой. {faults}")
        raise Refusal(Response.CONTACT, message.format(name=partner["name"], faults=faults)) from error


def _box(channel: str, organization: Organization, counterparty: Counterparty) -> str:
    """The usual box of the counterparty at an operator; the checks say when there is none."""
    boxes = ports.channel(channel).recipients(organization, counterparty)
    usual = [box for box in boxes if box.is_usual] or boxes
    return usual[0].value if usual else ""


def _parent(request: RobotRun, given: Inputs) -> Document | None:
    if not given.parent_id:
        return None
    flow = outputs.sent_as(request.portal, given.parent_id)
    if flow is None:
        message = _(
            "«Доп. соглашение к документу»: документ {id} через Paraph не отправлялся, связать с ним нельзя."
        )
        raise Refusal(Response.PARAMETERS, message.format(id=given.parent_id))
    return flow.document


def _document(
    request: RobotRun,
    organization: Organization,
    counterparty: Counterparty,
    file: Mapping[str, Any],
    crm: list[str],
    sender: Employee,
    parent: Document | None,
) -> Document:
    kind = "supplement" if parent is not None else runs.settings_of(request.portal).kind
    actor = actors.employee(sender.pk, sender.full_name)
    document = registry.register_received(
        organization,
        counterparty,
        Attributes(
            kind=kind,
            title=file["title"][:300],
            number=(file["number"] or str(file["source_id"] or _("б/н")))[:100],
            date=_day(file["date"]),
        ),
        ReceivedFile(file["file_name"], file["mime"], Stored(**file["stored"]), file["pages"]),
        actor=actor,
        created_by=sender,
        crm=CrmObject(*crm),
    )
    if parent is not None:
        registry.link_documents(document, parent, LinkRelation.SUPPLEMENT, actor=actor)
    return document


def _day(text: str) -> date:
    """Day the portal made the document on; today when it does not say."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
