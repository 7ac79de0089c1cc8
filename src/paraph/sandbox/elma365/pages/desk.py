"""A person's tasks, and what administrators set up: the module."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.elma365 import items, module
from paraph.sandbox.elma365.bpm import instances, tasks, values
from paraph.sandbox.elma365.bpm.tasks import Task
from paraph.sandbox.elma365.envelope import NotFound
from paraph.sandbox.elma365.pages import facts
from paraph.sandbox.elma365.pages.shell import Visit, person_page, redirect, show
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import HttpError, Response

_TASKS = "/tasks/income"


@person_page("GET", _TASKS)
def own_tasks(visit: Visit) -> Response:
    return _tasks(visit)


def _tasks(visit: Visit, error: str = "", failed: str = "", form: dict[str, str] | None = None) -> Response:
    """With what the person has typed in the form of the task that was not accepted."""
    world, typed = visit.world, form or {}
    own = [
        _told(world, one, typed if one.id == failed else {}) for one in tasks.of_user(world, visit.user.id)
    ]
    return show(visit, "tasks.html", "Мои задачи", own=own, error=error, failed=failed)


def _told(world: World, task: Task, typed: dict[str, str]) -> dict[str, Any]:
    instance = instances.load(world, task.instance_id)
    if instance is None:  # a task is written in the transaction of its process
        raise LookupError(task.instance_id)
    fields = [(one, typed.get(one.code, values.text_of(instance.context.get(one.code)))) for one in task.form]
    told = {
        "task": task,
        "process": instance.name,
        "fields": fields,
        "at": facts.moment(world.iso(task.created)),
    }
    if instance.item is None:
        return {**told, "item": None}
    item = instance.item
    try:
        name = items.get(world, item.namespace, item.code, item.id)["__name"]
    except NotFound:
        return {**told, "item": None}
    return {**told, "item": (facts.card_path(item.namespace, item.code, item.id), name)}


@person_page("POST", "/_task/{id}")
def answer(visit: Visit, id: str) -> Response:
    form = visit.form()
    own = next((one for one in tasks.of_user(visit.world, visit.user.id) if one.id == id), None)
    if own is None:
        raise HttpError(404, "Задачи уже нет: её выполнили или отменили.")
    given = {one.code: form.get(f"field_{one.code}", "").strip() for one in own.form}
    try:
        tasks.submit(visit.world, own, form.get("exit", ""), given, visit.user)
    except tasks.TaskError as error:
        return _tasks(visit, str(error), id, given)
    return redirect(_TASKS)


# -- the module --------------------------------------------------------------------------------------------


@person_page("GET", "/admin/extensions")
def extensions(visit: Visit) -> Response:
    """Parameters of the module and the way to the hub's settings, for administrators."""
    require_admin(visit)
    hub, installed = module.find_hub(visit.world), module.installed(visit.world)
    blocks = [one.title for one in module.ACTIVITIES.values()]
    return show(visit, "module.html", "Модуль «Paraph»", module=installed, hub=hub, blocks=blocks)


@person_page("POST", "/admin/extensions")
def change_extension(visit: Visit) -> Response:
    """`install` with the parameters, or `remove`."""
    require_admin(visit)
    form = visit.form()
    if form.get("act") == "remove":
        module.remove(visit.world)
    else:
        module.install(visit.world, form.get("hub_url", "").strip(), form.get("hub_token", "").strip())
    return redirect("/admin/extensions")


def require_admin(visit: Visit) -> None:
    if not visit.user.is_admin:
        raise HttpError(403, "Это страница для участников группы «Администраторы».")
