"""Giving a process its answer: the address its block waits at, or its variables and the task that waits.

The address is the company's own; what it answers is told apart as for every call of ELMA365.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext as _

from paraph.portals import wires
from paraph.portals.elma365 import limits, transport, words
from paraph.portals.elma365.blocks import inputs
from paraph.portals.elma365.blocks.models import BlockRun
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError, NotNow, Unknown

#: `__state` of an instance nobody will ever answer, and of one that stands at a step.
OVER, WAITING = ("cancel", "done"), "wait"
#: What ELMA365 says of an address or a task nobody waits at any more.
NOBODY_WAITS = frozenset({"not-found", "bad-request"})
#: What the exits of a task that waits are called, by the status of the answer.
_EXITS = {"ok": ("ok", "ок", "выполнено"), "error": ("error", "ошибка")}


def deliver(request: BlockRun, client: Client) -> None:
    """Give the answer. Raises ElmaError when ELMA365 does not take it, NotNow, Unknown."""
    body = {"run": request.pk, **(request.answer or {})}
    if request.callback_url:
        _call_back(client, own_address(client, request.callback_url.reveal()), body)
    else:
        _write(request, client, body)


def stamp_of(instance: Mapping[str, Any]) -> str:
    """Changes whenever the process moves."""
    return f"{instance.get('__version')}/{instance.get('__updatedAt')}/{instance.get('__state')}"


def own_address(client: Client, url: str) -> str:
    """The address, if it is the company's own: the company may have moved since it was given."""
    if inputs.origin(url) != inputs.origin(client.company.base_url):
        raise ElmaError("foreign-address", "", message=_("Адрес процесса ведёт не на вашу ELMA365."))
    return url


def _call_back(client: Client, url: str, body: Mapping[str, Any]) -> None:
    client.take_turn()
    try:
        with transport.pool().stream("POST", url, json=dict(body)) as response:
            answer = wires.read(response, limits.ANSWER)
    except wires.NOT_SENT as error:
        message = words.unreachable(type(error).__name__)
        raise NotNow(limits.FAILURE_PAUSE, message, method="callback") from error
    except httpx.HTTPError as error:
        raise Unknown(limits.FAILURE_PAUSE, words.lost(type(error).__name__), method="callback") from error
    except wires.TooLong:
        return  # taken; what it says is of no interest
    if not answer.is_success or (wires.as_json(answer) or {}).get("success") is False:
        transport.judged(answer, "callback", repeatable=False)


def _write(request: BlockRun, client: Client, body: Mapping[str, Any]) -> None:
    """Variables the process has get what we say; then its task ends by the exit of that name."""
    said = {**body["outputs"], **{name: body[name] for name in ("error", "error_code")}}
    instance = client.instance(request.instance_id)
    context = {name: value for name, value in said.items() if name in instance}
    if context:
        comment = _("Ответ Paraph: {text}").format(text=body["error"] or body["status_text"] or _("готово"))
        client.instance_context(request.instance_id, comment, context)
    if request.task_id:
        exit_id = _exit(client.task_exits(request.task_id), body["status"])
        client.submit_task(request.task_id, exit_id, request.instance_id, {})


def _exit(exits: list[dict[str, Any]], status: str) -> str:
    for row in exits:
        names = (row.get(name) for name in ("code", "title", "name", "id", "__name", "__id"))
        if {str(name).strip().lower() for name in names if name} & set(_EXITS[status]):
            return str(row.get("id") or row.get("__id") or row.get("code"))
    message = _("У задачи нет исхода «{name}»: добавьте его в процессе.").format(name=status)
    raise ElmaError("no-exit", "", message=message, method="tasks/exits")
