"""What tests and the demonstration order of processes: `/_sandbox/processes`, `instances`, `tasks`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from paraph.sandbox.elma365 import people
from paraph.sandbox.elma365.bpm import api, engine, instances, tasks, templates
from paraph.sandbox.elma365.bpm.instances import Instance
from paraph.sandbox.elma365.bpm.templates import Template, TemplateError
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.routes import control, in_state
from paraph.sandbox.elma365.world import World
from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.orders import order_of


@control("GET", "processes")
def list_processes(world: World, request: Request) -> Any:
    return [written(one) for one in templates.every(world)]


@control("POST", "processes")
def keep_process(world: World, request: Request) -> Any:
    """`{"namespace": "documents.contracts", "code", "name", "context": {…}, "steps": […]}` → the template.

    A template with the same code is replaced; what already runs goes on as it was.
    """
    try:
        template = template_of(order_of(request))
        templates.keep(world, template)
    except TemplateError as error:
        raise HttpError(400, str(error)) from error
    return written(template)


def template_of(order: dict[str, Any]) -> Template:
    """A template as JSON describes it; raises `TemplateError`."""
    namespace, code, name = (order.get(key) for key in ("namespace", "code", "name"))
    context, steps = order.get("context", {}), order.get("steps")
    if not isinstance(namespace, str) or not isinstance(code, str) or not isinstance(name, str):
        raise TemplateError("Поля namespace, code и name: строки.")
    if not isinstance(context, dict) or not isinstance(steps, list):
        raise TemplateError("Поле steps: список шагов, поле context: переменные процесса.")
    return Template(namespace, code, name, steps, context)


def written(template: Template) -> dict[str, Any]:
    """The template as JSON describes it."""
    return {name: value for name, value in vars(template).items() if name != "id"}


@control("GET", "instances")
def list_instances(world: World, request: Request) -> Any:
    """Every instance, or those of `?item=id`; newest first."""
    item = request.one("item")
    found = instances.of_item(world, item) if item else instances.every(world)
    return [_summary(world, one) for one in found]


@control("GET", "instances/{id}")
def show_instance(world: World, request: Request, id: str) -> Any:
    """With its log and tasks."""
    instance = _instance(world, id)
    given = [tasks.told(world, one, instance) for one in tasks.of_instance(world, id)]
    return {**_summary(world, instance), "log": instances.log_of(world, id), "tasks": given}


@control("POST", "instances")
def start_instance(world: World, request: Request) -> Any:
    """`{"namespace", "code", "context": {…}, "user": id}`: starts a process in the name of a user."""
    order = order_of(request)
    template = templates.find(world, str(order.get("namespace")), str(order.get("code")))
    if template is None:
        raise HttpError(404, "Такого процесса нет.")
    context = order.get("context", {})
    if not isinstance(context, dict):
        raise HttpError(400, "Поле context: объект.")
    try:
        return _summary(world, api.begin(world, template, context, _user(world, order).id))
    except Refused as refused:
        raise HttpError(400, str(refused)) from refused


@control("POST", "instances/{id}/interrupt")
def interrupt_instance(world: World, request: Request, id: str) -> Any:
    return {"interrupted": engine.interrupt(world, _instance(world, id).id)}


@control("GET", "tasks")
def list_tasks(world: World, request: Request) -> Any:
    """What waits for `?user=id`; every task without it."""
    user = request.one("user")
    found = tasks.of_user(world, user) if user else tasks.every(world)
    return [_task(world, one) for one in found]


@control("POST", "tasks/{id}")
def complete_task(world: World, request: Request, id: str) -> Any:
    """`{"user": id, "exit": id, "context": {…}}`: what the user does on the task's page."""
    order, task = order_of(request), tasks.find(world, id)
    if task is None:
        raise HttpError(404, "Такой задачи нет.")
    context = order.get("context", {})
    try:
        tasks.submit(world, task, str(order.get("exit")), context, _user(world, order))
    except tasks.TaskError as error:
        raise HttpError(400, str(error)) from error
    return _summary(world, _instance(world, task.instance_id))


@in_state("processes")
def counts(world: World) -> Any:
    """How many instances are in each state."""
    return Counter(one.state for one in instances.every(world))


def _instance(world: World, instance_id: str) -> Instance:
    instance = instances.load(world, instance_id)
    if instance is None:
        raise HttpError(404, "Такого экземпляра процесса нет.")
    return instance


def _user(world: World, order: dict[str, Any]) -> people.User:
    user = people.user(world, str(order.get("user")))
    if user is None:
        raise HttpError(400, "Поле user: id пользователя.")
    return user


def _summary(world: World, instance: Instance) -> dict[str, Any]:
    step = instance.step
    return {**instance.told(world), "waits_at": step["id"] if step else None}


def _task(world: World, task: tasks.Task) -> dict[str, Any]:
    exits = [vars(one) for one in task.exits]
    return {**tasks.told(world, task, _instance(world, task.instance_id)), "exits": exits, "step": task.step}
