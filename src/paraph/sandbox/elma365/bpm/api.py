"""Operations of the Web API about processes and tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paraph.sandbox.elma365 import items, schemas
from paraph.sandbox.elma365.bpm import engine, instances, tasks, templates
from paraph.sandbox.elma365.bpm.instances import ALIVE, Instance, ItemRef
from paraph.sandbox.elma365.bpm.tasks import Task, TaskError
from paraph.sandbox.elma365.bpm.templates import Template
from paraph.sandbox.elma365.envelope import BadRequest, NotFound, Refused, listing, success
from paraph.sandbox.elma365.filters import Query, mapping, matches
from paraph.sandbox.elma365.routes import Call, api
from paraph.sandbox.elma365.world import World


@api("GET", "scheme/namespaces/{ns}/processes")
def processes_of_section(call: Call, ns: str) -> dict[str, Any]:
    """Processes of the section itself, or of an application if it is named `section.application`."""
    return listing([one.told() for one in templates.of_namespace(call.world, ns)])


@api("GET", "scheme/namespaces/{ns}/processes/{code}")
def process_of_section(call: Call, ns: str, code: str) -> dict[str, Any]:
    return success(process=_template(call.world, ns, code).told())


@api("GET", "scheme/namespaces/{ns}/apps/{code}/processes")
def processes_of_application(call: Call, ns: str, code: str) -> dict[str, Any]:
    schemas.application(call.world, ns, code)
    return listing([one.told() for one in templates.of_namespace(call.world, f"{ns}.{code}")])


# -- instances ---------------------------------------------------------------------------------------------


@api("POST", "bpm/template/{ns}/{code}/run")
def run(call: Call, ns: str, code: str) -> dict[str, Any]:
    """`{"context": {…}}` → `context` of the new instance; an application's process takes its item there."""
    template = _template(call.world, ns, code)
    context = mapping(call.body, "context")
    instance = begin(call.world, template, context, call.user.id)
    return success(context=instance.told(call.world))


def begin(world: World, template: Template, context: dict[str, Any], user_id: str) -> Instance:
    """Starts the process over the item in its context; raises `Refused`."""
    unknown = [name for name in context if name not in template.context and name != "__createdBy"]
    if unknown:
        raise Refused(f"unknown context variables: {', '.join(unknown)}")
    author = str(context.pop("__createdBy", user_id))
    return engine.start(world, template, _item(world, template, context), context, author)


def _item(world: World, template: Template, context: dict[str, Any]) -> ItemRef | None:
    """The item in the variable named like the application; None for a process of a section."""
    if template.application is None:
        return None
    namespace, code = template.application
    given = context.get(code)
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
        raise Refused(f"context.{code}: an array with one id is expected")
    return ItemRef(namespace, code, items.get(world, namespace, code, given[0])["__id"])


@api("GET", "POST", "bpm/instance/{id}/get")
def instance_get(call: Call, id: str) -> dict[str, Any]:
    return success(data=_instance(call.world, id).told(call.world))


@api("GET", "POST", "bpm/instance/bytemplate/{ns}/{code}/list")
def instance_list(call: Call, ns: str, code: str) -> dict[str, Any]:
    """`{active, from, size, ids, filter: {tf: {…}} | {in: [{field: "__item"}, {list: […]}]}}`"""
    _template(call.world, ns, code)
    query, body = Query.of(call.body), call.body
    rows = [
        one.told(call.world)
        for one in instances.of_template(call.world, ns, code)
        if not (query.active and one.state not in ALIVE)
    ]
    wanted = _wanted_items(mapping(body, "filter"))
    found = [
        row
        for row in rows
        if (not query.ids or row["__id"] in query.ids)
        and (wanted is None or row["__item"] in wanted)
        and all(name in row and matches(row[name], value) for name, value in query.tf.items())
    ]
    return listing(list(query.page(found)), len(found))


def _wanted_items(chosen: dict[str, Any]) -> list[Any] | None:
    """`in: [{"field": "__item"}, {"list": [{namespace, code, id}]}]`"""
    if "in" not in chosen:
        return None
    match chosen["in"]:
        case [{"field": "__item"}, {"list": list(wanted)}]:
            return wanted
    raise BadRequest('filter.in: [{"field": "__item"}, {"list": […]}] is expected')


@api("PUT", "bpm/instance/{id}/context")
def instance_context(call: Call, id: str) -> dict[str, Any]:
    """`{"comment": …, "context": {…}}`: the comment says why and must be there."""
    comment, context = call.body.get("comment"), mapping(call.body, "context")
    if not isinstance(comment, str) or not comment.strip():
        raise BadRequest("comment is required")
    with call.world.writing():
        instance = _instance(call.world, id)
        if instance.state not in ALIVE:
            raise BadRequest("process is finished")
        unknown = instance.take(context)
        if unknown:
            raise Refused(f"unknown context variables: {', '.join(unknown)}")
        instances.write(call.world, id, "", f"Контекст изменён: {comment}")
        instances.save(call.world, instance)
    return success()


@api("POST", "bpm/instance/{id}/interrupt")
def instance_interrupt(call: Call, id: str) -> dict[str, Any]:
    """`{"comment"?}`"""
    comment = str(call.body.get("comment") or "")
    return _changed(call, id, lambda world, found: engine.interrupt(world, found, comment))


@api("POST", "bpm/instance/{id}/skip-step")
def instance_skip(call: Call, id: str) -> dict[str, Any]:
    return _changed(call, id, engine.skip)


@api("POST", "bpm/instance/{id}/restart-step")
def instance_restart(call: Call, id: str) -> dict[str, Any]:
    return _changed(call, id, engine.restart)


def _changed(call: Call, instance_id: str, change: Callable[[World, str], bool]) -> dict[str, Any]:
    if not change(call.world, _instance(call.world, instance_id).id):
        raise BadRequest("process is finished")
    return success()


# -- tasks -------------------------------------------------------------------------------------------------


@api("GET", "POST", "tasks/list")
def task_list(call: Call) -> dict[str, Any]:
    return _tasks_page(call, tasks.every(call.world))


@api("GET", "POST", "tasks/list/of/{id}")
def task_list_of(call: Call, id: str) -> dict[str, Any]:
    """What a user has to do."""
    return _tasks_page(call, tasks.of_user(call.world, id))


@api("GET", "POST", "tasks/list/income")
def task_list_income(call: Call) -> dict[str, Any]:
    """What the token's user has to do."""
    return _tasks_page(call, tasks.of_user(call.world, call.user.id))


@api("GET", "tasks/{id}/get")
def task_get(call: Call, id: str) -> dict[str, Any]:
    return success(task=_told(call.world, _task(call.world, id)))


@api("GET", "tasks/{id}/exits")
def task_exits(call: Call, id: str) -> dict[str, Any]:
    exits = _task(call.world, id).exits
    return listing([{"id": one.id, "code": one.id, "name": one.name} for one in exits])


@api("PUT", "tasks/{id}/submit")
def task_submit(call: Call, id: str) -> dict[str, Any]:
    """`{"exitId": …, "instanceId": …, "context": {…}}`; a finished task is refused with 400."""
    task, body = _task(call.world, id), call.body
    if body.get("instanceId") != task.instance_id:
        raise BadRequest("instanceId: the id of the task's process is expected")
    if not isinstance(body.get("exitId"), str):
        raise BadRequest("exitId: the id of an exit is expected")
    if call.user.id not in task.performers and not call.user.is_admin:
        raise Refused("access denied", 403)
    try:
        tasks.submit(call.world, task, body["exitId"], mapping(body, "context"), call.user)
    except TaskError as error:
        raise BadRequest(str(error)) from error
    return success()


def _tasks_page(call: Call, found: list[Task]) -> dict[str, Any]:
    query = Query.of(call.body)
    rows = [_told(call.world, one) for one in found]
    fitting = [
        row
        for row in rows
        if (not query.ids or row["__id"] in query.ids)
        and all(name in row and matches(row[name], value) for name, value in query.tf.items())
    ]
    return listing(list(query.page(fitting)), len(fitting))


def _told(world: World, task: Task) -> dict[str, Any]:
    return tasks.told(world, task, _instance(world, task.instance_id))


# -- what is asked for -------------------------------------------------------------------------------------


def _template(world: World, namespace: str, code: str) -> Template:
    template = templates.find(world, namespace, code)
    if template is None:
        raise NotFound("template not found")
    return template


def _instance(world: World, instance_id: str) -> Instance:
    instance = instances.load(world, instance_id)
    if instance is None:
        raise NotFound("instance not found")
    return instance


def _task(world: World, task_id: str) -> Task:
    task = tasks.find(world, task_id)
    if task is None:
        raise NotFound("task not found")
    return task
