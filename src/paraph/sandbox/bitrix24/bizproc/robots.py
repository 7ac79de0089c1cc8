"""A step done by an application: the portal posts it to the handler and waits for `bizproc.event.send`.

The handler's answer to the post says nothing. The first signed event with this token ends the wait; interim
news comes by `bizproc.activity.log`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from paraph.sandbox.bitrix24 import apps
from paraph.sandbox.bitrix24.bizproc import catalog, engine, instances, tokens
from paraph.sandbox.bitrix24.bizproc.catalog import Activity
from paraph.sandbox.bitrix24.bizproc.engine import Done, Outcome, Run, StepError, Wait, alarm, step
from paraph.sandbox.bitrix24.bizproc.instances import RUNNING
from paraph.sandbox.bitrix24.bizproc.tokens import EventToken
from paraph.sandbox.bitrix24.bizproc.values import text_of
from paraph.sandbox.bitrix24.rest import Call, RestError, method
from paraph.sandbox.bitrix24.world import ZONE, World, job

#: The longest an answer may be awaited, seconds: five years.
_LONGEST_TIMEOUT = 5 * 365 * 86400
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def call_application(run: Run) -> Outcome:
    activity = catalog.find(run.world, run.step["code"], run.step.get("app"))
    if activity is None:
        raise StepError(f"Робот «{run.step['code']}» не найден: приложение удалено или обновлено.")
    subscription = activity.subscription or str(run.step.get("use_subscription", "N"))
    timeout = timeout_of(run)
    event_id = tokens.random_name()
    run.world.later("bizproc.call", _order(run, activity, event_id, subscription, timeout))
    run.log(f"Приложению передан шаг «{activity.name}».")
    results = {name: kind.get("DEFAULT") for name, kind in activity.returns.items()} | {"IsTimeout": 0}
    if subscription != "Y":
        return Done(results)
    run.instance.results[run.step["id"]] = results
    return Wait(event_id, timeout or None, deadline=True)


step("robot")(call_application)
step("activity")(call_application)


@alarm("robot")
def not_answered(run: Run) -> Outcome:
    run.log("Приложение не ответило в срок, процесс идёт дальше.")
    return Done({"IsTimeout": 1})


alarm("activity")(not_answered)


def timeout_of(run: Run) -> int:
    """Seconds the answer is awaited; 0 is for ever."""
    digits = re.match(r"\s*(\d+)", text_of(run.value("timeout", 0)))
    seconds = int(digits[1]) * _UNITS.get(str(run.step.get("timeout_type", "s")).lower(), 1) if digits else 0
    return min(seconds, _LONGEST_TIMEOUT)


def _order(run: Run, activity: Activity, event_id: str, subscription: str, timeout: int) -> dict[str, Any]:
    given = run.value("properties", {})
    properties = {
        name: outward(kind, given.get(name, kind.get("DEFAULT")))
        for name, kind in activity.properties.items()
    }
    user = re.search(r"\d+", text_of(run.value("auth_user_id")))
    fields = {
        "workflow_id": run.instance.id,
        "code": activity.code,
        "document_id": run.document.triple,
        "document_type": run.document.kind.document_type,
        "event_token": tokens.sign(run.world, EventToken(run.instance.id, run.step["id"], event_id)),
        "properties": properties,
        "use_subscription": subscription,
        "timeout_duration": timeout,
    }
    return {
        "app_id": activity.app_id,
        "user_id": int(user[0]) if user else activity.data.get("AUTH_USER_ID", 0),
        "handler": activity.data["HANDLER"],
        "fields": fields,
    }


@job("bizproc.call")
def _call(world: World, order: dict[str, Any]) -> None:
    """Faults by the robot's code: the post is lost, comes twice, or late."""
    code = order["fields"]["code"]
    late = None if order.get("late") else world.faults.hit("late-robot", code)
    if late:
        world.later("bizproc.call", {**order, "late": True}, late.seconds, deadline=True)
        return
    if world.faults.hit("lost-robot", code):
        return
    for _ in range(2 if world.faults.hit("duplicate-robot", code) else 1):
        auth = apps.token_for(world, order["app_id"], order["user_id"])
        fields = {**order["fields"], "ts": int(world.now()), "auth": auth}
        apps.post(world, order["handler"], fields, app_id=order["app_id"], delay=0.0)


# -- values as applications see them -----------------------------------------------------------------------


def outward(kind: dict[str, Any], value: Any) -> Any:
    """The value of a property as it is posted: nothing is an empty text, several are a list."""
    if value is None or value == "" or value == []:
        return ""
    values = value if isinstance(value, list) else [value]
    written = [_written(str(kind.get("TYPE", "string")), one) for one in values]
    return written if kind.get("MULTIPLE") in ("Y", True, 1, "1") else written[0]


def _written(kind: str, value: Any) -> Any:
    if kind == "user":
        text = text_of(value)
        return f"user_{text}" if text.isdigit() else text
    if kind == "bool":
        return "Y" if text_of(value).upper() in ("Y", "1", "TRUE", "ДА") else "N"
    if kind in ("date", "datetime"):
        return _portal_date(text_of(value), kind)
    if kind == "file" and isinstance(value, dict):
        return value.get("urlMachine") or value.get("id")
    return value


def _portal_date(text: str, kind: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = moment.astimezone(ZONE) if moment.tzinfo else moment
    return moment.strftime("%d.%m.%Y" if kind == "date" else "%d.%m.%Y %H:%M:%S")


def inward(kind: dict[str, Any], value: Any) -> Any:
    """A returned value as the process keeps it."""
    if isinstance(value, list):
        return [inward(kind, one) for one in value]
    if kind.get("TYPE") == "int":
        digits = re.match(r"\s*-?\d+", text_of(value))
        return int(digits[0]) if digits else 0
    if kind.get("TYPE") == "bool":
        return "Y" if text_of(value).upper() in ("Y", "1", "TRUE") else "N"
    return value


# -- what the application says -----------------------------------------------------------------------------


def _token(call: Call) -> EventToken:
    token = tokens.unsign(call.world, call.arg("EVENT_TOKEN"))
    if token is None:
        raise RestError("ACCESS_DENIED", "Access denied!", 403)
    return token


@method("bizproc.event.send", scope="bizproc")
def send_event(call: Call) -> bool:
    """True for every signed token: whether anybody still waits for it turns out later."""
    token = _token(call)
    given = call.arg("RETURN_VALUES")
    order = {
        "workflow_id": token.workflow_id,
        "event_id": token.event_id,
        "values": given if isinstance(given, dict) else {},
        "text": call.arg("LOG_MESSAGE"),
    }
    call.world.later("bizproc.event", order, 0.0)
    return True


@job("bizproc.event")
def _event(world: World, order: dict[str, Any]) -> None:
    instance = instances.load(world, order["workflow_id"])
    if instance is None:
        return
    thread = instance.waiting(order["event_id"]) if instance.status == RUNNING else None
    if thread is None:
        instances.write(world, instance.id, "", "Поздний или повторный ответ приложения не учтён.")
        return
    path = instance.threads[thread].path
    waiting = instance.list_of(path)[int(path[-1])]
    instances.write(world, instance.id, waiting["id"], _message(order["text"]))
    activity = catalog.find(world, waiting["code"], waiting.get("app"))
    returns = activity.returns if activity else {}
    names = {name.upper(): name for name in returns}
    results = {
        names[key.upper()]: inward(returns[names[key.upper()]], value)
        for key, value in order["values"].items()
        if key.upper() in names
    }
    engine.resume(world, instance.id, order["event_id"], results)


@method("bizproc.activity.log", scope="bizproc")
def write_log(call: Call) -> bool:
    token = _token(call)
    message = call.arg("LOG_MESSAGE")
    if not message:
        raise RestError("ERROR_EMPTY_LOG_MESSAGE", "Empty log message!")
    instance = instances.load(call.world, token.workflow_id)
    if instance is None or instance.status != RUNNING:
        raise RestError(0, "WorkflowNotFound")
    if instance.waiting(token.event_id):
        instances.write(call.world, instance.id, token.activity_name, _message(message))
    return True


def _message(text: Any) -> str:
    return text if isinstance(text, str) and text else "Приложение ответило."
