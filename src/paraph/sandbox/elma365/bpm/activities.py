"""Steps that ask the hub: blocks of the module in the callback model, and webhook blocks without it.

A block posts to the hub and waits for its callback. A webhook block posts the same with a task in the place
of the callback, and waits for the task.
"""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.elma365 import dispatch, module, outside
from paraph.sandbox.elma365.bpm import engine, instances, tasks, values
from paraph.sandbox.elma365.bpm.engine import Done, Failed, Outcome, Run, StepError, Wait, step
from paraph.sandbox.elma365.module import ScriptError
from paraph.sandbox.elma365.routes import page
from paraph.sandbox.elma365.world import World, errand
from paraph.sandbox.http import Request, Response, json_response

_CALLBACK = "/api/bpm/callback/"


@step("activity")
def act(run: Run) -> Outcome:
    """`activity`: send, sign, refuse or print-form; `inputs` of the block; `outputs`: `{output: variable}`.

    An error the hub answers with leaves by the branch `error`.
    """
    given = {"document": _item(run), "user": run.instance.started_by, "instance_id": run.instance.id}
    url = f"{run.world.url}{_CALLBACK}{run.mark}"
    try:
        body = module.action(run.step["activity"], url, given | _plain(run.value("inputs", {})))
    except ScriptError as error:
        raise StepError(str(error)) from error
    _order(run, {"body": body})
    return Wait()


@step("webhook")
def hook(run: Run) -> Outcome:
    """`activity`, its address `url`, `token`, `params`, `user`; the task takes what a step «task» takes."""
    user = _plain({"user": run.value("user", run.instance.started_by)})["user"]
    body = {
        "instance_id": run.instance.id,
        "activity_id": run.step["id"],
        "task_id": tasks.give(run).id,
        "item": _item(run),
        "user_id": user,
        "params": _plain(run.value("params", {})),
    }
    url, token = values.text_of(run.value("url")), values.text_of(run.value("token"))
    _order(run, {"body": body, "url": url, "token": token})
    return Wait()


def _item(run: Run) -> dict[str, str]:
    if run.instance.item is None:
        raise StepError("Процесс идёт без элемента приложения: в хаб передавать нечего.")
    return run.instance.item.told()


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """A variable with a user holds an array of one id, an input takes the id."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else value
        for name, value in given.items()
    }


def _order(run: Run, order: dict[str, Any]) -> None:
    activity = run.step["activity"]
    run.log(f"Блок «{module.ACTIVITIES[activity].title}»: запрос в хаб.")
    stay = {"instance": run.instance.id, "mark": run.mark, "code": run.instance.code, "activity": activity}
    run.world.later("bpm.ask", {**stay, **order})


@errand("bpm.ask")
def _ask(world: World, order: dict[str, Any]) -> None:
    """Asks the hub; what it does not accept is the block's error."""
    try:
        taken = _asked(world, order)
    except ScriptError as error:
        engine.resume(world, order["instance"], order["mark"], Failed(str(error), {"error": str(error)}))
        return
    instances.write(world, order["instance"], "", f"Хаб принял запрос: {taken.get('run', '')}.")
    if world.faults.hit("process-cancelled", order["code"]):
        engine.interrupt(world, order["instance"], "заказан сбой process-cancelled")


def _asked(world: World, order: dict[str, Any]) -> dict[str, Any]:
    """A block of the module knows the hub and repeats; a webhook has an address of its own and does not."""
    if "url" not in order:
        return module.ask_hub(world, "POST", f"/activities/{order['activity']}", order["body"])
    answer = outside.ask("POST", order["url"], order["token"], order["body"])
    if not answer.ok:
        raise ScriptError(f"Webhook: {answer.words}")
    return answer.json


@page("POST", _CALLBACK + "{mark}")
def called_back(world: World, request: Request, mark: str) -> Response:
    """The hub's answer to a block; 404 if nobody waits for it (any more).

    The address is the secret: ELMA365 asks for no token here.
    """
    world.calls.count("POST callback")
    return dispatch.with_faults(world, "POST callback", lambda: _called_back(world, request, mark))


def _called_back(world: World, request: Request, mark: str) -> Response:
    instance = instances.waiting_at(world, mark)
    current = instance.step if instance else None
    if instance is None or current is None or current["type"] != "activity":
        return json_response({"error": "process does not wait"}, 404)
    if world.faults.hit("lost-callback", instance.code):
        return json_response({})
    try:
        answer = json.loads(request.body)
        said = module.callback(current["activity"], answer if isinstance(answer, dict) else {})
    except (ValueError, ScriptError) as error:
        instances.write(world, instance.id, current["id"], f"Ответ хаба не разобран: {error}")
        return json_response({"error": str(error)}, 500)
    names = {**{name: name for name in said}, **current.get("outputs", {})}
    context = {names[name]: value for name, value in said.items() if names[name] in instance.variables}
    outcome = Failed(said["error"] or "ошибка", context) if said["failed"] else Done(context=context)
    text = said["error"] or said["status_text"] or answer["status"]
    instances.write(world, instance.id, current["id"], f"Хаб ответил: {text}")
    engine.resume(world, instance.id, mark, outcome)
    return json_response({})
