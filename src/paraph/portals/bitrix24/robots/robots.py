"""The two robots of CRM automation: send a document to be signed, ask where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from paraph.effects.handlers import Run
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.robots import following, inputs, outputs, sending
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.deeds import Deed, Property, prop
from paraph.portals.bitrix24.robots.models import RobotRun, RunDocument, RunState
from paraph.portals.bitrix24.robots.runs import Refusal, finish, move

#: How a robot that sends is to wait.
_WAITS = {"final": "до итогового статуса", "sent": "только отправку"}
_CHANNELS = {"default": "как в настройках", "link": "ссылка по электронной почте", "diadoc": "Диадок"}

#: What whoever sends is given besides the documents.
SENDER: Mapping[str, Property] = {
    "signer1": prop("Подписант 1 (наша сторона)", "user", required=True),
    "signer2": prop("Подписант 2 (ID контакта)", required=True),
    "responsible": prop("Ответственный", "user"),
    "crm_entity": prop("Элемент CRM (по умолчанию — текущий)"),
    "sign_coords": prop("Координаты подписей: страница,x,y; страница,x,y"),
    "parent_doc": prop("Доп. соглашение к документу (ID документа CRM)"),
    "channel": prop("Канал", "select", Options=_CHANNELS, Default="default"),
    "wait": prop("Ждать", "select", Options=_WAITS, Default="final"),
}
STATUS: Mapping[str, Property] = {
    "status_text": prop("Статус (текст)"),
    "status_code": prop("Статус (код)"),
}
#: What is answered about one document.
DOCUMENT: Mapping[str, Property] = {
    "source_document_id": prop("ID исходного документа"),
    "signed_document_id": prop("ID подписанного документа"),
    "addendum_id": prop("ID доп. соглашения"),
    "report_id": prop("ID отчёта о подписании"),
    **STATUS,
}


class SendDocument(Deed):
    """Robot 1."""

    code = outputs.SEND
    name = "Отправить документ на подпись"
    description = "Paraph: подпись нашей стороны, затем контакта клиента; ответ — по итоговому статусу."
    properties = {
        "document_id": prop("Документ (ИД созданного документа CRM)"),
        "file": prop("Файл (вместо документа)", "file"),
        **SENDER,
    }
    results = DOCUMENT

    def prepare(self, request: RobotRun, client: Client, effect: Run) -> Mapping[str, Any]:
        return sending.prepare(request, client, effect)

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        sending.send(request, made)


class CheckStatus(Deed):
    """Robot 2: answers at once; only while signed files are being stored it waits for them."""

    code = "paraph_status"
    name = "Проверить статус документа"
    description = "Paraph: где сейчас документ, отправленный на подпись, и ID его подписанного файла."
    properties = {"document_id": prop("Документ (ИД созданного документа CRM)", required=True)}
    results = DOCUMENT

    def settle(self, request: RobotRun, made: Mapping[str, Any]) -> None:
        attach(request)
        answer_when_stored(request)


def attach(request: RobotRun) -> None:
    """Find the document the process names among those sent. Raises Refusal."""
    given = request.data.get("properties") or {}
    try:
        source = inputs.number(given.get("document_id"))
    except ValueError:
        source = 0
    if not source:
        raise Refusal(
            Response.PARAMETERS, _("Укажите «Документ»: ИД документа CRM, отправленного на подпись.")
        )
    flow = outputs.sent_as(request.portal, source)
    if flow is None:
        raise Refusal(Response.NOT_FOUND, _("Документ {id} через Paraph не отправлялся.").format(id=source))
    RunDocument.objects.create(run=request, source_id=source, docflow=flow)
    request.package = flow.package
    request.save(update_fields=("package",))


def answer_when_stored(request: RobotRun) -> None:
    """The answer with the ids of signed files, or as things stand when there are none to come."""
    flows = [row.docflow for row in request.documents.select_related("docflow__document")]
    missing = outputs.to_store(request.portal, flows)
    if not missing:
        finish(request, outputs.of(request))
        return
    move(request, RunState.STORING)
    for flow in missing:
        following.order_store(request.portal, flow)
