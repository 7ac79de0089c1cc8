"""Processes as an administrator keeps them: steps and variables written in JSON."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.elma365.bpm import orders, templates
from paraph.sandbox.elma365.bpm.templates import Template, TemplateError
from paraph.sandbox.elma365.pages.desk import require_admin
from paraph.sandbox.elma365.pages.shell import Visit, person_page, redirect, show
from paraph.sandbox.http import HttpError, Response

_LIST = "/admin/process"
#: Where somebody begins: a document sent by a webhook block, without the module.
_SAMPLE = Template(
    "documents.contracts",
    "send_by_webhook",
    "Отправка без модуля",
    [
        {
            "type": "webhook",
            "id": "send",
            "name": "Отправка в ЭДО",
            "activity": "send",
            "url": "http://127.0.0.1:8000/elma365/КЛЮЧ/activities/send",
            "token": "ТОКЕН",
            "params": {"wait": "final"},
            "performers": ["group:Администраторы"],
            "exits": [{"id": "ok", "name": "Выполнено"}, {"id": "error", "name": "Ошибка"}],
        }
    ],
    {
        "contracts": {"name": "Договор", "type": "SYS_COLLECTION", "array": True},
        "status_code": {"name": "Код статуса", "type": "STRING"},
        "status_text": {"name": "Статус", "type": "STRING"},
        "error": {"name": "Ошибка", "type": "STRING"},
    },
)


@person_page("GET", _LIST)
def processes(visit: Visit) -> Response:
    require_admin(visit)
    return show(visit, "processes.html", "Процессы", processes=templates.every(visit.world))


@person_page("GET", _LIST + "/new")
def new(visit: Visit) -> Response:
    require_admin(visit)
    return _shown(visit, _SAMPLE.name, _written(_SAMPLE))


@person_page("GET", _LIST + "/{ns}/{code}")
def process(visit: Visit, ns: str, code: str) -> Response:
    require_admin(visit)
    template = templates.find(visit.world, ns, code)
    if template is None:
        raise HttpError(404, "Такого процесса нет.")
    return _shown(visit, template.name, _written(template))


@person_page("POST", _LIST)
def keep(visit: Visit) -> Response:
    """The whole template, as it was typed."""
    require_admin(visit)
    text = visit.form().get("template", "")
    try:
        order: Any = json.loads(text)
        if not isinstance(order, dict):
            raise TemplateError("Процесс — один объект JSON.")
        templates.keep(visit.world, orders.template_of(order))
    except json.JSONDecodeError as error:
        return _shown(visit, "Процесс", text, f"Это не JSON: строка {error.lineno}, {error.msg}.")
    except TemplateError as error:
        return _shown(visit, "Процесс", text, str(error))
    return redirect(_LIST)


def _written(template: Template) -> str:
    return json.dumps(orders.written(template), ensure_ascii=False, indent=2)


def _shown(visit: Visit, title: str, text: str, error: str = "") -> Response:
    return show(visit, "process.html", title, text=text, error=error, lines=text.count("\n") + 2)
