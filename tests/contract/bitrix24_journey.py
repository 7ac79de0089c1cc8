"""One long walk through the portal's methods for every client: each takes the same steps in its own way.

A step is a method with its parameters. What it gives may be kept under a name, and `$name.path.0` in the
parameters of later steps stands for a part of it. Steps are data: each client gets them as JSON.
"""

from __future__ import annotations

import base64
import io
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from PIL import Image

from paraph.sandbox.bitrix24.documentgenerator import docx

Steps = list["Step"]


@dataclass(frozen=True)
class Step:
    """`refused` is the code of the error that is expected instead of a result."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    keep: str = ""
    refused: str = ""


def to_json(steps: Steps) -> list[dict[str, Any]]:
    return [asdict(step) for step in steps]


def _b64(content: str | bytes) -> str:
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


def _png(side: int) -> str:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(stream, "PNG")
    return _b64(stream.getvalue())


def _step(method: str, keep: str = "", refused: str = "", **params: Any) -> Step:
    return Step(method, params, keep, refused)


def everything(handler: str) -> Steps:
    """What an application does; `handler` is where it listens."""
    return [
        *_people(),
        *_objects(),
        *_old_objects(),
        *_requisites(),
        *_fields(),
        *_smart_process(),
        *_lists(),
        *_timeline(),
        *_documents(),
        *_disk(),
        *_events(handler),
        *_places(handler),
        *_processes(handler),
        *_notices(),
    ]


def _people() -> Steps:
    return [
        _step("profile"),
        _step("scope"),
        _step("methods"),
        _step("method.get", name="crm.item.list"),
        _step("events"),
        _step("feature.get", CODE="rest_offline_extended"),
        _step("server.time"),
        _step("app.info"),
        _step("app.option.set", options={"paraph": "1"}),
        _step("app.option.get", option="paraph"),
        _step("user.option.set", options={"paraph": "2"}),
        _step("user.option.get", option="paraph"),
        _step("user.current", "me"),
        _step("user.admin"),
        _step("user.get", ID="$me.ID"),
        _step("user.search", FILTER={"NAME": "Ирина"}),
        _step("department.get", ID=2),
        _step("no.such.method", refused="ERROR_METHOD_NOT_FOUND"),
    ]


def _objects() -> Steps:
    company = {"title": "ООО «Контракт»", "assignedById": 3}
    return [
        _step("crm.item.add", "company", entityTypeId=4, fields=company),
        _step(
            "crm.item.add",
            "deal",
            entityTypeId=2,
            fields={"title": "Сделка", "companyId": "$company.item.id"},
        ),
        _step("crm.item.update", entityTypeId=2, id="$deal.item.id", fields={"opportunity": 1500.5}),
        _step("crm.item.get", entityTypeId=2, id="$deal.item.id"),
        _step("crm.item.list", entityTypeId=2, filter={"id": "$deal.item.id"}, select=["id", "title"]),
        _step("crm.item.fields", entityTypeId=2),
        _step("crm.item.get", refused="NOT_FOUND", entityTypeId=2, id=999999),
        _step(
            "crm.item.productrow.set",
            ownerType="D",
            ownerId="$deal.item.id",
            productRows=[{"productName": "Работы", "price": 100, "quantity": 2}],
        ),
        _step("crm.item.productrow.list", filter={"=ownerType": "D", "=ownerId": "$deal.item.id"}),
        _step("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"}),
        _step("crm.status.entity.items", entityId="DEAL_STAGE"),
        _step("crm.category.list", entityTypeId=2),
        _step("crm.category.add", entityTypeId=2, fields={"name": "Вторая воронка"}),
        _step("crm.enum.ownertype"),
        _step("crm.enum.addresstype"),
        _step("crm.enum.settings.mode"),
        _step("crm.deal.contact.items.get", id="$deal.item.id"),
    ]


def _old_objects() -> Steps:
    steps: Steps = []
    for kind in ("lead", "deal", "contact", "company", "quote"):
        name = "NAME" if kind == "contact" else "TITLE"
        prefix, kept = f"crm.{kind}", f"old_{kind}"
        field = {"FIELD_NAME": "CODE_OF_OURS", "USER_TYPE_ID": "string", "EDIT_FORM_LABEL": {"ru": "Код"}}
        steps += [
            _step(f"{prefix}.fields"),
            _step(f"{prefix}.add", kept, fields={name: "Старый вызов"}),
            _step(f"{prefix}.update", id=f"${kept}", fields={name: "Ещё старее"}),
            _step(f"{prefix}.get", id=f"${kept}"),
            _step(f"{prefix}.list", filter={"ID": f"${kept}"}, select=["ID", name]),
            _step(f"{prefix}.userfield.add", f"field_{kind}", fields=field),
            _step(f"{prefix}.userfield.update", id=f"$field_{kind}", fields={"SORT": 200}),
            _step(f"{prefix}.userfield.get", id=f"$field_{kind}"),
            _step(f"{prefix}.userfield.list", filter={"ID": f"$field_{kind}"}),
            _step(f"{prefix}.userfield.delete", id=f"$field_{kind}"),
        ]
        if kind in ("lead", "quote", "company"):
            steps.append(_step(f"{prefix}.contact.items.get", id=f"${kept}"))
    steps += [
        _step(f"crm.{kind}.delete", id=f"$old_{kind}")
        for kind in ("lead", "deal", "contact", "quote", "company")
    ]
    return steps


def _requisites() -> Steps:
    field = {"FIELD_NAME": "CODE_OF_OURS", "USER_TYPE_ID": "string"}
    account = {"ENTITY_ID": "$requisite", "NAME": "Счёт", "RQ_BIK": "044525225"}
    return [
        _step("crm.requisite.preset.list"),
        _step("crm.requisite.preset.fields"),
        _step("crm.requisite.preset.get", id=1),
        _step("crm.requisite.fields"),
        _step(
            "crm.requisite.add",
            "requisite",
            fields={
                "ENTITY_TYPE_ID": 4,
                "ENTITY_ID": "$company.item.id",
                "PRESET_ID": 1,
                "NAME": "Основной",
                "RQ_INN": "7728168971",
            },
        ),
        _step("crm.requisite.update", id="$requisite", fields={"RQ_KPP": "772801001"}),
        _step("crm.requisite.get", id="$requisite"),
        _step("crm.requisite.list", filter={"RQ_INN": "7728168971"}),
        _step("crm.requisite.userfield.add", "field_requisite", fields=field),
        _step("crm.requisite.userfield.get", id="$field_requisite"),
        _step("crm.requisite.userfield.list"),
        _step("crm.requisite.userfield.update", id="$field_requisite", fields={"SORT": 300}),
        _step("crm.requisite.userfield.delete", id="$field_requisite"),
        _step("crm.requisite.bankdetail.fields"),
        _step("crm.requisite.bankdetail.add", "account", fields=account),
        _step(
            "crm.requisite.bankdetail.update", id="$account", fields={"RQ_ACC_NUM": "40702810900000000001"}
        ),
        _step("crm.requisite.bankdetail.get", id="$account"),
        _step("crm.requisite.bankdetail.list", filter={"ENTITY_ID": "$requisite"}),
        _step(
            "crm.requisite.link.register",
            fields={
                "ENTITY_TYPE_ID": 2,
                "ENTITY_ID": "$deal.item.id",
                "REQUISITE_ID": "$requisite",
                "BANK_DETAIL_ID": "$account",
                "MC_REQUISITE_ID": 0,
                "MC_BANK_DETAIL_ID": 0,
            },
        ),
        _step("crm.requisite.link.get", entityTypeId=2, entityId="$deal.item.id"),
        _step("crm.requisite.link.list", filter={"ENTITY_TYPE_ID": 2, "ENTITY_ID": "$deal.item.id"}),
        _step("crm.requisite.link.unregister", entityTypeId=2, entityId="$deal.item.id"),
        _step("crm.address.fields"),
        _step(
            "crm.address.add",
            fields={"TYPE_ID": 6, "ENTITY_TYPE_ID": 8, "ENTITY_ID": "$requisite", "CITY": "Москва"},
        ),
        _step("crm.address.list", filter={"ENTITY_TYPE_ID": 8, "ENTITY_ID": "$requisite"}),
        _step("crm.requisite.bankdetail.delete", id="$account"),
        _step("crm.requisite.delete", id="$requisite"),
    ]


def _fields() -> Steps:
    field = {
        "entityId": "CRM_DEAL",
        "fieldName": "UF_CRM_PARAPH_GUID",
        "userTypeId": "string",
        "editFormLabel": {"ru": "Документ"},
    }
    return [
        _step("userfieldconfig.getTypes", moduleId="crm"),
        _step("userfieldconfig.add", "config", moduleId="crm", field=field),
        _step("userfieldconfig.get", moduleId="crm", id="$config.field.id"),
        _step("userfieldconfig.list", moduleId="crm", filter={"entityId": "CRM_DEAL"}),
        _step("userfieldconfig.update", moduleId="crm", id="$config.field.id", field={"sort": 5}),
        _step("userfieldconfig.delete", moduleId="crm", id="$config.field.id"),
    ]


def _smart_process() -> Steps:
    fields = {
        "title": "Документы",
        "isStagesEnabled": "Y",
        "isAutomationEnabled": "Y",
        "isBizProcEnabled": "Y",
    }
    return [
        _step("crm.type.add", "type", fields=fields),
        _step("crm.type.get", id="$type.type.id"),
        _step("crm.type.getByEntityTypeId", entityTypeId="$type.type.entityTypeId"),
        _step("crm.type.list"),
        _step("crm.type.update", id="$type.type.id", fields={"title": "Реестр документов"}),
        _step("crm.item.add", "row", entityTypeId="$type.type.entityTypeId", fields={"title": "Акт № 1"}),
        _step("crm.item.delete", entityTypeId="$type.type.entityTypeId", id="$row.item.id"),
        _step("crm.type.delete", id="$type.type.id"),
    ]


def _lists() -> Steps:
    own = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_CODE": "paraph_contract"}
    scan = {"NAME": "Скан", "TYPE": "F", "CODE": "SCAN", "IS_REQUIRED": "N"}
    return [
        _step("lists.add", "list", **own, FIELDS={"NAME": "Документы"}),
        _step("lists.get", **own),
        _step("lists.get.iblock.type.id", IBLOCK_ID="$list"),
        _step("lists.field.add", "scan", **own, FIELDS=scan),
        _step("lists.field.get", **own),
        _step("lists.element.add", "element", **own, ELEMENT_CODE="act-1", FIELDS={"NAME": "Акт № 1"}),
        _step("lists.element.update", **own, ELEMENT_ID="$element", FIELDS={"NAME": "Акт № 1а"}),
        _step("lists.element.get", **own, ELEMENT_ID="$element"),
        _step("lists.element.get.file.url", **own, ELEMENT_ID="$element", FIELD_ID=1),
        _step("lists.element.delete", **own, ELEMENT_ID="$element"),
        _step("lists.delete", **own),
    ]


def _timeline() -> Steps:
    owner = {"ownerTypeId": 2, "ownerId": "$deal.item.id"}
    entity = {"ENTITY_ID": "$deal.item.id", "ENTITY_TYPE": "deal"}
    layout = {
        "icon": {"code": "info"},
        "header": {"title": "ЭДО: Акт № 1", "tags": {"st": {"title": "На подписи", "type": "warning"}}},
        "body": {
            "logo": {"code": "document"},
            "blocks": {"who": {"type": "text", "properties": {"value": "ООО «Контракт»"}}},
        },
    }
    configurable = {"typeId": "CONFIGURABLE", "completed": False, "originId": "1", "originatorId": "paraph"}
    badge = {"code": "edo_wait", "title": "ЭДО", "value": "На подписи", "type": "warning"}
    line = {
        "entityTypeId": 2,
        "entityId": "$deal.item.id",
        "title": "ЭДО",
        "text": "Отправлено",
        "iconCode": "info",
    }
    todo = {
        **owner,
        "deadline": "2030-01-01T10:00:00+03:00",
        "description": "Подпишите акт",
        "responsibleId": 1,
    }
    return [
        _step("crm.timeline.comment.add", "comment", fields={**entity, "COMMENT": "Отправлено"}),
        _step("crm.timeline.comment.get", id="$comment"),
        _step("crm.timeline.comment.list", filter=entity),
        _step("crm.timeline.comment.delete", id="$comment"),
        _step("crm.timeline.icon.list"),
        _step("crm.timeline.icon.add", code="paraph_icon", fileContent=_png(24)),
        _step("crm.timeline.logo.list"),
        _step("crm.timeline.logo.add", code="paraph_logo", fileContent=_png(60)),
        _step("crm.timeline.logmessage.add", fields=line),
        _step("crm.timeline.logmessage.list", entityTypeId=2, entityId="$deal.item.id"),
        _step("crm.activity.badge.add", **badge),
        _step("crm.activity.badge.get", code="edo_wait"),
        _step("crm.activity.badge.list"),
        _step("crm.activity.configurable.add", "activity", **owner, fields=configurable, layout=layout),
        _step(
            "crm.activity.configurable.update",
            id="$activity.activity.id",
            fields={"completed": True},
            layout=layout,
        ),
        _step("crm.activity.configurable.get", id="$activity.activity.id"),
        _step("crm.activity.todo.add", "todo", **todo),
        _step("crm.activity.get", id="$todo.id"),
        _step("crm.activity.list", filter={"OWNER_TYPE_ID": 2, "OWNER_ID": "$deal.item.id"}),
        _step("crm.activity.update", id="$todo.id", fields={"COMPLETED": "Y"}),
        _step("crm.activity.delete", id="$todo.id"),
        _step("crm.activity.badge.delete", code="edo_wait"),
        _step("crm.automation.trigger.add", CODE="edo_signed", NAME="ЭДО: подписан"),
        _step("crm.automation.trigger.list"),
        _step("crm.automation.trigger.execute", CODE="edo_signed", OWNER_TYPE_ID=2, OWNER_ID="$deal.item.id"),
        _step("crm.automation.trigger.delete", CODE="edo_signed"),
    ]


def _documents() -> Steps:
    document, numerator = "crm.documentgenerator.document", "crm.documentgenerator.numerator"
    template = "crm.documentgenerator.template"
    ready = {
        "entityTypeId": 2,
        "entityId": "$deal.item.id",
        "region": "ru",
        "title": "Подписанный",
        "number": "1",
        "fileContent": _b64("docx"),
        "pdfContent": _b64("pdf"),
    }
    letter = {
        "name": "Письмо",
        "numeratorId": 1,
        "region": "ru",
        "entityTypeId": ["2"],
        "file": _b64(docx.made(["Письмо {DocumentNumber}"])),
    }
    return [
        _step(f"{numerator}.list"),
        _step(f"{numerator}.add", "numerator", fields={"name": "Акты", "template": "{NUMBER}/26"}),
        _step(f"{numerator}.get", id="$numerator.numerator.id"),
        _step(f"{numerator}.update", id="$numerator.numerator.id", fields={"template": "{NUMBER}"}),
        _step(f"{numerator}.delete", id="$numerator.numerator.id"),
        _step(f"{template}.list", filter={"entityTypeId": 2}),
        _step(f"{template}.get", id=2),
        _step(f"{template}.getfields", id=2, entityTypeId=2, entityId="$deal.item.id"),
        _step(f"{template}.add", "letter", fields=letter),
        _step(f"{template}.delete", id="$letter.template.id"),
        _step(f"{document}.add", "document", templateId=2, entityTypeId=2, entityId="$deal.item.id"),
        _step(f"{document}.get", id="$document.document.id"),
        _step(f"{document}.getfields", id="$document.document.id"),
        _step(f"{document}.update", id="$document.document.id", values={"DocumentNumber": "17"}),
        _step(f"{document}.list", filter={"entityTypeId": 2, "entityId": "$deal.item.id"}),
        _step(f"{document}.enablepublicurl", id="$document.document.id", status=1),
        _step(f"{document}.delete", id="$document.document.id"),
        _step(f"{document}.upload", fields=ready),
    ]


def _disk() -> Steps:
    root, again = "$storage.ROOT_OBJECT_ID", {"NAME": "ООО Контракт"}
    content = ["a.txt", _b64("первая")]
    return [
        _step("disk.storage.getForApp", "storage"),
        _step("disk.storage.getList", "storages", filter={"ENTITY_TYPE": "common"}),
        _step("disk.storage.get", id="$storage.ID"),
        _step("disk.storage.getTypes"),
        _step("disk.storage.rename", id="$storage.ID", newName="Paraph"),
        _step("disk.storage.getChildren", id="$storages.0.ID"),
        _step("disk.rights.getTasks"),
        _step("disk.folder.addSubFolder", "folder", id=root, data=again),
        _step("disk.folder.addSubFolder", refused="DISK_OBJ_22000", id=root, data=again),
        _step("disk.storage.addFolder", "other", id="$storage.ID", data={"NAME": "Архив"}),
        _step("disk.storage.uploadFile", id="$storage.ID", data={"NAME": "b.txt"}, fileContent=content),
        _step("disk.folder.uploadFile", "file", id="$folder.ID", data={"NAME": "a.txt"}, fileContent=content),
        _step("disk.folder.uploadFile", "address", id="$folder.ID"),
        _step("disk.folder.get", id="$folder.ID"),
        _step("disk.folder.getChildren", id="$folder.ID"),
        _step("disk.file.get", id="$file.ID"),
        _step("disk.file.uploadVersion", id="$file.ID", fileContent=["a.txt", _b64("вторая")]),
        _step("disk.file.getVersions", "versions", id="$file.ID"),
        _step("disk.version.get", id="$versions.0.ID"),
        _step("disk.file.restoreFromVersion", id="$file.ID", versionId="$versions.0.ID"),
        _step("disk.file.getExternalLink", id="$file.ID"),
        _step("disk.file.rename", id="$file.ID", newName="c.txt"),
        _step("disk.file.copyTo", "copy", id="$file.ID", targetFolderId="$other.ID"),
        _step("disk.file.moveTo", id="$file.ID", targetFolderId="$other.ID"),
        _step("disk.file.markDeleted", id="$copy.ID"),
        _step("disk.file.restore", id="$copy.ID"),
        _step("disk.file.delete", id="$copy.ID"),
        _step("disk.folder.rename", id="$other.ID", newName="Архив 2026"),
        _step("disk.folder.copyTo", id="$other.ID", targetFolderId="$folder.ID"),
        _step("disk.folder.moveTo", id="$other.ID", targetFolderId="$folder.ID"),
        _step("disk.folder.getExternalLink", id="$folder.ID"),
        _step("disk.folder.markDeleted", id="$folder.ID"),
        _step("disk.folder.restore", id="$folder.ID"),
        _step("disk.folder.deleteTree", id="$folder.ID"),
    ]


def _events(handler: str) -> Steps:
    online = {"event": "onCrmDealUpdate", "handler": f"{handler}/events"}
    offline = {"event": "onCrmDealAdd", "event_type": "offline"}
    return [
        _step("event.bind", **online),
        _step("event.bind", **offline),
        _step("event.get"),
        _step("event.test", any="data"),
        _step("crm.item.add", "heard", entityTypeId=2, fields={"title": "Услышанная"}),
        _step("crm.item.update", entityTypeId=2, id="$heard.item.id", fields={"title": "Изменённая"}),
        _step("event.offline.list"),
        _step("event.offline.get", "pack", clear=0),
        _step("event.offline.error", process_id="$pack.process_id", message_id=["none"]),
        _step("event.offline.clear", process_id="$pack.process_id"),
        _step("event.unbind", **offline),
    ]


def _places(handler: str) -> Steps:
    place = {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": f"{handler}/tab"}
    return [
        _step("placement.list"),
        _step("placement.bind", **place, TITLE="Документы"),
        _step("placement.bind", refused="ERROR_CORE", **place, TITLE="Документы"),
        _step("placement.get"),
    ]


def _processes(handler: str) -> Steps:
    robot = {
        "CODE": "edo_send",
        "HANDLER": f"{handler}/robot",
        "AUTH_USER_ID": 1,
        "USE_SUBSCRIPTION": "Y",
        "NAME": {"ru": "ЭДО: отправить"},
        "PROPERTIES": {
            "document": {"Name": {"ru": "Документ"}, "Type": "string", "Default": "61"},
            "signer": {"Name": {"ru": "Подписант"}, "Type": "user", "Default": "user_1"},
        },
        "RETURN_PROPERTIES": {"status": {"Name": {"ru": "Статус"}, "Type": "string"}},
    }
    activity = robot | {"CODE": "edo_check"}
    return [
        _step("bizproc.robot.add", **robot),
        _step("bizproc.robot.add", refused="ERROR_ACTIVITY_ALREADY_INSTALLED", **robot),
        _step("bizproc.robot.update", CODE="edo_send", FIELDS={"NAME": {"ru": "ЭДО: на подпись"}}),
        _step("bizproc.robot.list"),
        _step("bizproc.activity.add", **activity),
        _step("bizproc.activity.update", CODE="edo_check", FIELDS={"NAME": {"ru": "ЭДО: проверить"}}),
        _step("bizproc.activity.list"),
        _step("bizproc.activity.delete", CODE="edo_check"),
        _step("bizproc.event.send", refused="ACCESS_DENIED", EVENT_TOKEN="a|b|c.d", RETURN_VALUES={}),
        *_template("signing", {"type": "robot", "code": "edo_send", "id": "A1", "name": "На подпись"}),
        *_template("asking", {"type": "approve", "id": "T1", "name": "Согласовать", "users": [1]}),
        _step("bizproc.workflow.template.list", select=["ID", "NAME"]),
        _step("bizproc.workflow.start", "process", TEMPLATE_ID="$signing", DOCUMENT_ID=_HEARD),
        _step("bizproc.workflow.start", "waiting", TEMPLATE_ID="$asking", DOCUMENT_ID=_HEARD),
        _step("bizproc.workflow.start", "stopped", TEMPLATE_ID="$asking", DOCUMENT_ID=_HEARD),
        _step("bizproc.workflow.start", "killed", TEMPLATE_ID="$asking", DOCUMENT_ID=_HEARD),
        _step("bizproc.workflow.terminate", ID="$stopped", STATUS="Довольно"),
        _step("bizproc.workflow.kill", ID="$killed"),
        _step("bizproc.workflow.instances"),
        _step("bizproc.workflow.instance.list"),
    ]


#: The deal every process runs on: one of those the portal has from the start.
_HEARD = ["crm", "CCrmDocumentDeal", "DEAL_2"]


def _template(keep: str, step: dict[str, Any]) -> Steps:
    data = ["x.bpt", _b64(json.dumps([step]))]
    kind = ["crm", "CCrmDocumentDeal", "DEAL"]
    return [_step("bizproc.workflow.template.add", keep, DOCUMENT_TYPE=kind, NAME=keep, TEMPLATE_DATA=data)]


def answering(event_token: str) -> Steps:
    """What the application answers its robot's call."""
    return [
        _step("bizproc.activity.log", EVENT_TOKEN=event_token, LOG_MESSAGE="Отправлено"),
        _step("bizproc.event.send", EVENT_TOKEN=event_token, RETURN_VALUES={"status": "подписан"}),
    ]


def task() -> Steps:
    """The task of the process that waits: seen, given to another, done."""
    return [
        _step("bizproc.task.list", "tasks", filter={"WORKFLOW_ID": "$waiting"}),
        _step("bizproc.task.delegate", TASK_IDS=["$tasks.0.ID"], FROM_USER_ID=1, TO_USER_ID=1),
        _step("bizproc.task.complete", TASK_ID="$tasks.0.ID", STATUS=1),
    ]


def farewell(handler: str) -> Steps:
    """Everything that was registered is taken back."""
    return [
        _step("bizproc.robot.delete", CODE="edo_send"),
        _step("bizproc.workflow.template.delete", ID="$signing"),
        _step("bizproc.workflow.template.delete", ID="$asking"),
        _step("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB", HANDLER=f"{handler}/tab"),
        _step("event.unbind", event="onCrmDealUpdate", handler=f"{handler}/events"),
    ]


def folder(name: str) -> Steps:
    """A folder of the client's own and an address to post a file to."""
    return [
        _step("disk.storage.getForApp", "storage"),
        _step("disk.folder.addSubFolder", "home", id="$storage.ROOT_OBJECT_ID", data={"NAME": name}),
        _step("disk.folder.uploadFile", "address", id="$home.ID"),
    ]


def _notices() -> Steps:
    notice = {"USER_ID": 4, "MESSAGE": "Подпишите акт", "TAG": "EDO|1", "SUB_TAG": "EDO"}
    return [
        _step("im.notify.system.add", "notice", **notice),
        _step("im.notify.personal.add", **notice | {"TAG": "EDO|2"}),
        _step("im.notify.get"),
        _step("im.notify.delete", TAG="EDO|1"),
        _step("pull.application.event.add", COMMAND="edo", PARAMS={"id": 1}),
        _step("pull.application.push.add", USER_ID=4, TEXT="Подпишите акт"),
    ]
