"""Processes and the module the company has from the start."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.elma365 import module, seed
from paraph.sandbox.elma365.bpm import templates
from paraph.sandbox.elma365.bpm.stepping import Step
from paraph.sandbox.elma365.bpm.templates import Template
from paraph.sandbox.elma365.world import World
from paraph.sandbox.pki.people import HEAD

#: Where the module's blocks write what came of them.
_OUTPUTS: dict[str, dict[str, Any]] = {
    "hub_document_id": {"name": "Документ в Paraph", "type": "STRING"},
    "provider_document_id": {"name": "Документ у оператора", "type": "STRING"},
    "status_code": {"name": "Код статуса", "type": "STRING"},
    "status_text": {"name": "Статус", "type": "STRING"},
    "failed": {"name": "Блок завершился ошибкой", "type": "BOOLEAN", "default": False},
    "error": {"name": "Ошибка", "type": "STRING"},
    "error_code": {"name": "Код ошибки", "type": "STRING"},
    "file_id": {"name": "Файл", "type": "STRING"},
    "signature_id": {"name": "Подпись", "type": "STRING"},
    "signature_serial": {"name": "Номер сертификата", "type": "STRING"},
    "signature_name": {"name": "Подписал", "type": "STRING"},
    "signature_time": {"name": "Время подписания", "type": "STRING"},
}


@seed.sows
def sow(world: World) -> None:
    """The module is installed and knows no hub yet."""
    module.install(world)
    for template in (_agree_and_send(), _incoming_act()):
        templates.keep(world, template)


@seed.tells
def ready(world: World) -> dict[str, Any]:
    installed = module.installed(world)
    return {
        "module": installed.uuid if installed else None,
        "processes": {f"{one.namespace}/{one.code}": one.name for one in templates.every(world)},
    }


def _agree_and_send() -> Template:
    person = {"type": "SYS_USER", "array": True}
    return Template(
        "documents.contracts",
        "agree_and_send",
        "Согласование и отправка",
        [
            {
                "type": "task",
                "id": "agree",
                "name": "Согласуйте договор",
                "description": "Проверьте поля и файл договора. После согласования он уйдёт контрагенту.",
                "performers": ["{$approver}"],
                "form": [{"code": "comment", "required": ["reject"]}],
                "exits": [
                    {"id": "agree", "name": "Согласовать", "steps": _sending()},
                    {
                        "id": "reject",
                        "name": "Отклонить",
                        "steps": [{"type": "status", "id": "rejected", "status": "draft"}],
                    },
                ],
            },
        ],
        {
            "contracts": {"name": "Договор", "type": "SYS_COLLECTION", "array": True},
            "approver": {"name": "Согласующий", **person, "default": [seed.user_id("pravilova")]},
            "signer": {"name": "Подписант", **person, "default": [seed.user_id(HEAD.email)]},
            "comment": {"name": "Комментарий", "type": "STRING"},
            **_OUTPUTS,
        },
    )


def _sending() -> list[Step]:
    not_sent = _trouble("send_failed", "Договор не отправлен: {$error}", "{$__createdBy}", "send")
    not_printed = _trouble(
        "print_failed", "Печатная форма не загружена: {$error}", "{$__createdBy}", "print_form"
    )
    return [
        {"type": "status", "id": "agreed", "status": "agreed"},
        {
            "type": "activity",
            "id": "send",
            "activity": "send",
            "inputs": {"signer": "{$signer}", "wait_final": True, "with_answer": True},
            "error": [not_sent],
        },
        {
            "type": "condition",
            "id": "is_signed",
            "when": {"value": "{$status_code}", "is": "in", "to": ["signed", "signed_with_divergences"]},
            "then": [
                {
                    "type": "activity",
                    "id": "print_form",
                    "activity": "print-form",
                    "inputs": {"form": "stamp", "field": "print_form"},
                    "error": [not_printed],
                },
            ],
            "else": [
                {
                    "type": "task",
                    "id": "not_signed",
                    "name": "Договор не подписан: {$status_text}",
                    "performers": ["{$__createdBy}"],
                    "exits": [{"id": "read", "name": "Ознакомлен"}],
                },
            ],
        },
    ]


def _incoming_act() -> Template:
    return Template(
        "documents.acts",
        "incoming_act",
        "Входящий акт",
        [
            {"type": "status", "id": "taken", "status": "in_work"},
            {
                "type": "task",
                "id": "decide",
                "name": "Подписать акт или отказать",
                "description": "Сверьте акт с тем, что сделано. Причину отказа увидит контрагент.",
                "performers": ["group:Бухгалтерия"],
                "performer_to": "signer",
                "form": [{"code": "reason", "required": ["refuse"]}],
                "exits": [
                    {"id": "sign", "name": "Подписать", "steps": [_answer("sign", {})]},
                    {
                        "id": "refuse",
                        "name": "Отказать",
                        "steps": [_answer("refuse", {"reason": "{$reason}"})],
                    },
                ],
            },
        ],
        {
            "acts": {"name": "Акт", "type": "SYS_COLLECTION", "array": True},
            "reason": {"name": "Причина отказа", "type": "STRING"},
            "signer": {"name": "Кто решил", "type": "SYS_USER", "array": True},
            **_OUTPUTS,
        },
    )


def _answer(activity: str, inputs: dict[str, Any]) -> Step:
    text = {"sign": "Акт не подписан: {$error}", "refuse": "Отказ не отправлен: {$error}"}[activity]
    return {
        "type": "activity",
        "id": activity,
        "activity": activity,
        "inputs": {"user": "{$signer}", **inputs},
        "error": [_trouble(f"{activity}_failed", text, "{$signer}", "decide")],
    }


def _trouble(step_id: str, name: str, performer: str, again: str) -> Step:
    """Somebody decides what comes of an error: the step `again` once more, or the end."""
    return {
        "type": "task",
        "id": step_id,
        "name": name,
        "performers": [performer],
        "exits": [
            {
                "id": "retry",
                "name": "Повторить",
                "steps": [{"type": "goto", "id": f"{step_id}_retry", "step": again}],
            },
            {"id": "stop", "name": "Прекратить", "steps": [{"type": "stop", "id": f"{step_id}_stop"}]},
        ],
    }
