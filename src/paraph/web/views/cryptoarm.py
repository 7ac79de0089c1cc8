"""КриптоАРМ ГОСТ: the program is opened by a link, comes for the document and brings the signature itself.

JSON-RPC 2.0 as the program speaks it (https://github.com/CryptoARM/CryptoARMGOST): the link
`cryptoarm://signAndEncrypt/<address>?id=<uuid>`, its call `signAndEncrypt.parameters`, and the result posted
to the `uploader` as `signAndEncrypt.outDirectResults`.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from paraph.archive.names import safe_name
from paraph.errors import DomainError
from paraph.registry.storage import store
from paraph.signing import handoffs
from paraph.signing.models import Handoff, HandoffState
from paraph.web import respond
from paraph.web.views.signing import next_address, own_task

METHOD = "cryptoarm"
#: Longest header and description the program shows, characters.
_HEADER, _DESCRIPTION = 40, 120
#: Codes of JSON-RPC 2.0.
_NOT_JSON, _NOT_A_CALL, _NO_METHOD, _BAD_PARAMETERS = -32700, -32600, -32601, -32602

log = logging.getLogger(__name__)


class _Refusal(Exception):
    """What the program is answered instead of a result."""

    def __init__(self, code: int, message: str, id: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.id = code, message, id


@require_POST
def begin(request: HttpRequest, task_id: int) -> HttpResponse:
    """The signer has clicked: the link that opens the program, and what to watch meanwhile."""
    task = own_task(request, task_id)
    row, id = handoffs.offer(task, request.employee, METHOD)
    link = f"cryptoarm://signAndEncrypt/{_address('cryptoarm')}?id={id}"
    return respond.page(request, "web/signing/cryptoarm.html", {"task": task, "row": row, "link": link})


@require_GET
def progress(request: HttpRequest, task_id: int, pk: int) -> HttpResponse:
    """What has become of it: the page asks until it is over."""
    task, row = own_task(request, task_id), handoffs.standing(pk, request.employee)
    if row.state == HandoffState.SIGNED:
        return respond.redirect(request, next_address(request, task))
    context = {"task": task, "row": row, "is_over": handoffs.is_over(row)}
    return respond.page(request, "web/signing/cryptoarm_progress.html", context)


@csrf_exempt
@login_not_required
@require_POST
def command(request: HttpRequest) -> HttpResponse:
    """Where the link leads: the program asks what to sign, or tells that its user stopped."""
    try:
        call = _call(request)
        if _is_cancel(call):
            return _give_up(call)
        _expect(call, "signAndEncrypt.parameters")
        row = handoffs.take(str(call.get("id")), METHOD)
    except _Refusal as refusal:
        return _refused(refusal)
    except DomainError as error:
        return _refused(_Refusal(_BAD_PARAMETERS, error.message, call.get("id")))
    return JsonResponse({"jsonrpc": "2.0", "id": call["id"], "result": _parameters(row)})


@csrf_exempt
@login_not_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """The finished signature. What the program tells about the signer is not read: the signature is."""
    try:
        call = _call(request)
        if _is_cancel(call):
            return _give_up(call)
        _expect(call, "signAndEncrypt.outDirectResults")
        parameters = call.get("params") or {}
        handoffs.finish(str(parameters.get("id")), METHOD, _signature(parameters))
    except _Refusal as refusal:
        return _refused(refusal)
    except DomainError as error:
        return _refused(_Refusal(_BAD_PARAMETERS, error.message))
    return HttpResponse(status=204)


@login_not_required
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The exact bytes to be signed, for the program that has come for them."""
    try:
        row = handoffs.for_file(pk, request.GET.get("accessToken", ""))
    except DomainError as error:
        return HttpResponse(error.message, status=404, content_type="text/plain; charset=utf-8")
    version = row.task.version
    name = safe_name(version.file_name, "document")
    return FileResponse(
        store().open(version.blob_id), as_attachment=True, filename=name, content_type=version.mime
    )


def _address(name: str, *args: Any) -> str:
    return settings.BASE_URL + reverse(name, args=args)


def _parameters(row: Handoff) -> dict[str, Any]:
    version = row.task.version
    document = version.document
    description = f"{document.title} — {document.counterparty.name}"
    return {
        "operation": ["SIGN"],
        "props": {
            "headerText": _("Подписание документа")[:_HEADER],
            "descriptionText": description[:_DESCRIPTION],
            "files": [
                {"name": version.file_name, "url": _address("cryptoarm-file", row.pk), "id": str(row.pk)}
            ],
            "extra": {
                "token": handoffs.file_token(row),
                "signType": "1",  # detached
                "signStandart": "0",  # CMS
                "signEncoding": "1",  # DER
                "timestampOnSign": False,
                "timestampOnData": False,
                "tspURL": "",
                "ocspURL": "",
            },
            "uploader": _address("cryptoarm-upload"),
        },
    }


def _call(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise _Refusal(0, _("Ожидается JSON."))
    try:
        call = json.loads(request.body)  # its size is bounded by BodyLimit
    except (ValueError, RecursionError) as error:
        raise _Refusal(_NOT_JSON, _("Запрос не читается как JSON.")) from error
    is_call = isinstance(call, dict) and call.get("jsonrpc") == "2.0"
    if not is_call or not isinstance(call.get("params") or {}, dict):
        raise _Refusal(_NOT_A_CALL, _("Это не вызов JSON-RPC 2.0."))
    return dict(call)


def _expect(call: dict[str, Any], method: str) -> None:
    if call.get("method") != method:
        raise _Refusal(_NO_METHOD, _("Такого метода здесь нет."), call.get("id"))


def _is_cancel(call: dict[str, Any]) -> bool:
    return str((call.get("params") or {}).get("status", "")).lower() == "canceled"


def _give_up(call: dict[str, Any]) -> HttpResponse:
    parameters = call["params"]
    reason = str(parameters.get("errorDescription") or parameters.get("error") or "")[:500]
    try:
        handoffs.give_up(str(parameters.get("id")), METHOD, reason)
    except DomainError as error:
        return _refused(_Refusal(_BAD_PARAMETERS, error.message))
    return HttpResponse(status=204)


def _signature(parameters: dict[str, Any]) -> bytes:
    results = parameters.get("directResults")
    if not isinstance(results, list) or len(results) != 1 or not isinstance(results[0], dict):
        raise _Refusal(_BAD_PARAMETERS, _("Ожидается ровно одна подпись."))
    try:
        return base64.b64decode("".join(str(results[0].get("out", "")).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Refusal(_BAD_PARAMETERS, _("Подпись не читается.")) from error


def _refused(refusal: _Refusal) -> HttpResponse:
    if not refusal.code:
        return HttpResponse(refusal.message, status=415, content_type="text/plain; charset=utf-8")
    log.info("cryptoarm: %s", refusal.message)
    error = {"code": refusal.code, "message": refusal.message}
    return JsonResponse({"jsonrpc": "2.0", "id": refusal.id, "error": error}, status=200)
