"""The designer of sequences: steps in a row, settings of applications' robots, and the whole as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from paraph.sandbox.bitrix24.bizproc import catalog, engine, sequences
from paraph.sandbox.bitrix24.bizproc.catalog import Activity
from paraph.sandbox.bitrix24.bizproc.instances import Step
from paraph.sandbox.bitrix24.bizproc.orders import sequence_of
from paraph.sandbox.bitrix24.bizproc.sequences import Sequence, SequenceError
from paraph.sandbox.bitrix24.crm import kinds
from paraph.sandbox.bitrix24.crm.fields import fields_of
from paraph.sandbox.bitrix24.pages.shell import Visit, in_attribute, person_page, redirect, show
from paraph.sandbox.http import HttpError, Response

#: Built-in steps with what a new one of them says.
_BUILT_IN: dict[str, tuple[str, Step]] = {
    "notify": ("Уведомить сотрудника", {"users": "{{Ответственный}}", "text": "Готово: {{Название}}"}),
    "document": ("Создать документ и ждать PDF", {"template_id": 1, "wait_pdf": True}),
    "set_field": ("Изменить поля", {"fields": {"COMMENTS": "…"}}),
    "stage": ("Перевести на стадию", {"stage": "EXECUTING"}),
    "if": (
        "Условие",
        {"when": [{"value": "{=A1:status_code}", "is": "=", "to": "…"}], "then": [], "else": []},
    ),
    "while": (
        "Повторять, пока",
        {"when": [{"value": "{=A1:status_code}", "is": "=", "to": "…"}], "steps": []},
    ),
    "parallel": ("Параллельно", {"branches": [[], []]}),
    "pause": ("Пауза", {"seconds": 60}),
    "approve": ("Согласование", {"users": "{{Ответственный}}", "name": "Согласовать {{Название}}"}),
    "review": ("Ознакомление", {"users": "{{Ответственный}}", "name": "Прочитать {{Название}}"}),
    "request": (
        "Запрос сведений",
        {"users": "{{Ответственный}}", "name": "Уточнить", "fields": [{"Id": "note", "Name": "Пояснение"}]},
    ),
    "set_variable": ("Переменная", {"variables": {"name": ""}}),
    "stop": ("Завершить процесс", {"title": "Завершён"}),
}


@person_page("GET", "/bizproc/")
def list_of_sequences(visit: Visit) -> Response:
    return show(
        visit,
        "sequences.html",
        "Бизнес-процессы",
        sequences=sequences.every(visit.world),
        kinds=kinds.all_kinds(visit.world),
    )


@person_page("POST", "/_portal/sequences")
def make(visit: Visit) -> Response:
    """A new one, empty so far."""
    form = visit.form()
    order: dict[str, Any] = {"name": form.get("name"), "document_type": form.get("kind"), "steps": []}
    made = _kept(visit, sequence_of(visit.world, order))
    return redirect(f"/bizproc/{made}/")


@person_page("GET", r"/bizproc/(?P<number>\d+)/")
def designer(visit: Visit, number: str) -> Response:
    return _shown(visit, _sequence(visit, number), "")


def _shown(visit: Visit, sequence: Sequence, error: str) -> Response:
    """`?step=A1` shows the settings of a step of an application."""
    offered = [one for one in catalog.of_portal(visit.world) if one.suits(sequence.kind.document_type)]
    chosen = next((one for one in sequence.steps if one["id"] == visit.request.one("step")), None)
    activity = (
        catalog.find(visit.world, chosen["code"], chosen.get("app")) if chosen and "code" in chosen else None
    )
    return show(
        visit,
        "designer.html",
        f"Последовательность «{sequence.name}»",
        sequence=sequence,
        starts={"manual": "вручную", "create": "при создании", "edit": "при изменении", "stage": "на стадии"},
        offered=offered,
        built_in=[(kind, title) for kind, (title, _) in _BUILT_IN.items() if kind in engine.types()],
        described=[(one, _described(visit, one)) for one in sequence.steps],
        text=json.dumps(sequence.steps, ensure_ascii=False, indent=2),
        chosen=chosen,
        activity=activity,
        settings=_settings(visit, sequence, chosen, activity) if chosen and activity else "",
        localized=catalog.localized,
        error=error,
    )


def _described(visit: Visit, step: Step) -> str:
    if step["type"] not in ("robot", "activity"):
        return _BUILT_IN[step["type"]][0] if step["type"] in _BUILT_IN else step["type"]
    activity = catalog.find(visit.world, step["code"], step.get("app"))
    return activity.name if activity else f"{step['code']} (приложение удалено)"


def _settings(visit: Visit, sequence: Sequence, step: Step, activity: Activity) -> str:
    """What opens the application's own form of settings; empty if it has none."""
    if not activity.placement_handler:
        return ""
    fields = {
        one.name: {
            "Name": one.title,
            "Type": one.type,
            "Multiple": one.multiple,
            "Editable": not one.readonly,
        }
        for one in fields_of(visit.world, sequence.kind).values()
    }
    context = {
        "code": activity.code,
        "activity_name": step["id"],
        "properties": activity.properties,
        "current_values": step.get("properties", {}),
        "document_type": sequence.kind.document_type,
        "document_fields": fields,
        "template": {},
    }
    return in_attribute({"settings": activity.internal_code, "options": context})


@person_page("POST", r"/_portal/sequences/(?P<number>\d+)/(?P<verb>save|add|settings|drop|delete)")
def change(visit: Visit, number: str, verb: str) -> Response:
    sequence, form = _sequence(visit, number), visit.form()
    if verb == "delete":
        sequences.delete(visit.world, sequence.id)
        return redirect("/bizproc/")
    try:
        sequences.keep(visit.world, _changed(visit, sequence, verb, form))
    except (SequenceError, ValueError) as error:
        return _shown(visit, sequence, str(error))
    step = form.get("step", "") if verb == "settings" else ""
    return redirect(f"/bizproc/{sequence.id}/" + (f"?step={step}" if step else ""))


def _changed(visit: Visit, sequence: Sequence, verb: str, form: dict[str, Any]) -> Sequence:
    if verb == "save":
        steps = json.loads(str(form.get("steps", "")))
        name, start, stage = (str(form.get(key, "")) for key in ("name", "start", "stage"))
        return replace(sequence, steps=steps, name=name, start=start, stage=stage)
    if verb == "drop":
        return replace(sequence, steps=[one for one in sequence.steps if one["id"] != form.get("step")])
    if verb == "add":
        return replace(sequence, steps=[*sequence.steps, _new_step(visit, str(form.get("kind", "")))])
    step = next((one for one in sequence.steps if one["id"] == form.get("step")), None)
    if step is None:
        raise SequenceError("Такого шага нет.")
    given = {
        key.removeprefix("property_"): value for key, value in form.items() if key.startswith("property_")
    }
    settings = {key: str(form[key]) for key in ("timeout", "timeout_type", "title") if form.get(key)}
    changed = {
        **step,
        **settings,
        "properties": {name: _several(value) for name, value in given.items() if value},
    }
    return replace(sequence, steps=[changed if one is step else one for one in sequence.steps])


def _several(value: Any) -> Any:
    """Lines of a field of several values."""
    lines = str(value).splitlines()
    return lines if len(lines) > 1 else value


def _new_step(visit: Visit, kind: str) -> Step:
    if kind in _BUILT_IN:
        return {"type": kind, **_BUILT_IN[kind][1]}
    for one in catalog.of_portal(visit.world):
        if one.internal_code == kind:
            defaults = {name: told["DEFAULT"] for name, told in one.properties.items() if told.get("DEFAULT")}
            required = {name: "?" for name, told in one.properties.items() if told.get("REQUIRED") == "Y"}
            step_type = "robot" if one.is_robot else "activity"
            return {"type": step_type, "code": one.code, "app": one.app_id, "properties": required | defaults}
    raise SequenceError("Такого шага не предлагают.")


def _sequence(visit: Visit, number: str) -> Sequence:
    sequence = sequences.find(visit.world, int(number))
    if sequence is None:
        raise HttpError(404, f"Последовательности {number} нет.")
    return sequence


def _kept(visit: Visit, sequence: Sequence) -> int:
    try:
        return sequences.keep(visit.world, sequence)
    except SequenceError as error:
        raise HttpError(400, str(error)) from error
