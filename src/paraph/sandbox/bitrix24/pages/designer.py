"""The designer of sequences: steps in a row, settings of applications' robots, and the whole as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any

from paraph.sandbox.bitrix24.bizproc import catalog, engine, sequences
from paraph.sandbox.bitrix24.bizproc.catalog import Activity
from paraph.sandbox.bitrix24.bizproc.instances import Step
from paraph.sandbox.bitrix24.bizproc.orders import sequence_of
from paraph.sandbox.bitrix24.bizproc.sequences import Sequence, SequenceError
from paraph.sandbox.bitrix24.crm import kinds
from paraph.sandbox.bitrix24.crm.fields import fields_of
from paraph.sandbox.bitrix24.pages import outline
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
    chosen = _step(sequence, visit.request.one("step"))
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
        lines=[(line, _described(visit, line.step)) for line in outline.lines(sequence.steps)],
        places=outline.places(sequence.steps),
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


@person_page("POST", r"/_portal/sequences/(?P<number>\d+)/(?P<verb>save|add|settings|raise|drop|delete)")
def change(visit: Visit, number: str, verb: str) -> Response:
    sequence, form = _sequence(visit, number), visit.form()
    if verb == "delete":
        sequences.delete(visit.world, sequence.id)
        return redirect("/bizproc/")
    try:
        sequences.keep(visit.world, _changed(visit, sequence, verb, form))
    except SequenceError as error:
        return _shown(visit, sequence, str(error))
    step = form.get("step", "") if verb == "settings" else ""
    return redirect(f"/bizproc/{sequence.id}/" + (f"?step={step}" if step else ""))


def _changed(visit: Visit, sequence: Sequence, verb: str, form: dict[str, Any]) -> Sequence:
    step_id = str(form.get("step", ""))
    if verb == "save":
        name, start, stage = (str(form.get(key, "")) for key in ("name", "start", "stage"))
        return replace(sequence, steps=_read(form.get("steps")), name=name, start=start, stage=stage)
    if verb == "add":
        new = {**_new_step(visit, str(form.get("kind", ""))), "id": _free_id(sequence.steps)}
        return replace(sequence, steps=outline.added(sequence.steps, str(form.get("place", "")), new))
    if verb == "drop":
        return replace(sequence, steps=outline.without(sequence.steps, step_id))
    if verb == "raise":
        return replace(sequence, steps=outline.raised(sequence.steps, step_id))
    step = _step(sequence, step_id)
    if step is None:
        raise SequenceError("Такого шага нет.")
    return replace(sequence, steps=outline.replaced(sequence.steps, _set(visit, step, form)))


def _read(text: Any) -> list[Step]:
    try:
        steps: list[Step] = json.loads(str(text))
    except ValueError as error:
        raise SequenceError(f"Схема записана не в JSON: {error}.") from error
    return steps


def _free_id(steps: list[Step]) -> str:
    taken = {line.step["id"] for line in outline.lines(steps)}
    return next(f"A{number}" for number in count(1) if f"A{number}" not in taken)


def _step(sequence: Sequence, step_id: str | None) -> Step | None:
    return next((line.step for line in outline.lines(sequence.steps) if line.step["id"] == step_id), None)


def _set(visit: Visit, step: Step, form: dict[str, Any]) -> Step:
    """The step with settings of the form; several values are lines of a field."""
    activity = catalog.find(visit.world, step["code"], step.get("app"))
    properties = {}
    for name, told in activity.properties.items() if activity else ():
        value = str(form.get(f"property_{name}", "")).strip()
        if value:
            properties[name] = value.splitlines() if told.get("MULTIPLE") == "Y" else value
    settings = {key: str(form[key]) for key in ("timeout", "timeout_type", "title") if form.get(key)}
    return {**step, **settings, "properties": properties}


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
