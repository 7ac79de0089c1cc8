"""The thin module «Paraph» as ELMA365 runs it: the same HTTP as `integrations/elma365` makes and answers.

Parameters, a storage, four activities in the callback model, methods of the API and the widget «ЭДО».
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from paraph.sandbox.elma365 import access, dispatch, outside, people
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.routes import control, page
from paraph.sandbox.elma365.world import World, fixed_id, tables
from paraph.sandbox.http import HttpError, Request, Response, json_response
from paraph.sandbox.orders import order_of

tables(
    """
    CREATE TABLE IF NOT EXISTS module (
        uuid TEXT PRIMARY KEY, hub_url TEXT NOT NULL DEFAULT '', hub_token TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE IF NOT EXISTS module_storage (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    """
)

#: How often a script asks the hub before it gives up.
_ATTEMPTS = 3
_HUB = "hub"


@dataclass(frozen=True)
class Hub:
    """Where the hub is and what the module shows it."""

    url: str
    token: str


@dataclass(frozen=True)
class Module:
    """The installed module; its parameters are empty until an administrator fills them in."""

    uuid: str
    hub_url: str
    hub_token: str


def install(world: World, hub_url: str = "", hub_token: str = "") -> Module:
    """Installs the module or changes its parameters."""
    module = Module(fixed_id("module", "paraph"), hub_url, hub_token)
    with world.writing() as db:
        db.execute(
            "INSERT OR REPLACE INTO module VALUES (?, ?, ?)", (module.uuid, module.hub_url, module.hub_token)
        )
    return module


def remove(world: World) -> None:
    """Removes the module with its storage."""
    with world.writing() as db:
        db.execute("DELETE FROM module")
        db.execute("DELETE FROM module_storage")


def installed(world: World) -> Module | None:
    with world.reading() as db:
        row = db.execute("SELECT * FROM module").fetchone()
    return Module(**dict(row)) if row else None


def find_hub(world: World) -> Hub | None:
    """The parameters if both are filled in, else what the hub gave by `connect`; None without the module."""
    module = installed(world)
    if module is None:
        return None
    if module.hub_url and module.hub_token:
        return Hub(module.hub_url.rstrip("/"), module.hub_token)
    kept = stored(world, _HUB)
    return Hub(**kept) if kept else None


def stored(world: World, key: str) -> dict[str, Any] | None:
    """What the module has kept under this key."""
    with world.reading() as db:
        row = db.execute("SELECT value FROM module_storage WHERE key = ?", (key,)).fetchone()
    return None if row is None else dict(json.loads(row["value"]))


def _store(world: World, key: str, value: dict[str, Any]) -> None:
    with world.writing() as db:
        db.execute(
            "INSERT OR REPLACE INTO module_storage VALUES (?, ?)",
            (key, json.dumps(value, ensure_ascii=False)),
        )


class ScriptError(Exception):
    """A script of the module gave up; the text is Russian."""


def ask_hub(world: World, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the hub answers, asked up to three times; raises `ScriptError`.

    Repeats are safe: the hub knows a call it has already taken.
    """
    hub = find_hub(world)
    if hub is None:
        raise ScriptError(
            "Модуль не подключён к хабу: впишите его идентификатор в Paraph, «ELMA365» → «Соединение»."
        )
    for _ in range(_ATTEMPTS):
        answer = outside.ask(method, hub.url + path, hub.token, body)
        if answer.ok:
            return answer.json
        if not answer.is_worth_repeating:
            break
    raise ScriptError(f"Paraph: {answer.words}")


def path_of(namespace: str, code: str, item_id: str) -> str:
    return "/items/" + "/".join(quote(part, safe="") for part in (namespace, code, item_id))


# -- activities --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Activity:
    """A block of processes: its name, `params` of its inputs, what it gives beside what all of them give."""

    title: str
    params: Callable[[dict[str, Any]], dict[str, Any]]
    outputs: tuple[str, ...]


ACTIVITIES = {
    "send": Activity(
        "Отправить документ",
        lambda given: {
            "signer": given.get("signer") or "",
            "wait": "final" if given.get("wait_final") else "sent",
            "with_answer": given.get("with_answer") is True,
            "items": given.get("documents") or [],
        },
        ("hub_document_id", "provider_document_id"),
    ),
    "sign": Activity(
        "Подписать",
        lambda given: {"user": given["user"]},
        ("hub_document_id", "signature_id", "signature_serial", "signature_name", "signature_time"),
    ),
    "refuse": Activity(
        "Отказать в подписи",
        lambda given: {"user": given["user"], "reason": given["reason"]},
        ("hub_document_id",),
    ),
    "print-form": Activity(
        "Загрузка печатной формы",
        lambda given: {"form": given.get("form") or "stamp", "field": given.get("field") or ""},
        ("hub_document_id", "file_id"),
    ),
}


def action(activity: str, url: str, given: dict[str, Any]) -> dict[str, Any]:
    """The body the block posts to the hub; raises `ScriptError`.

    `given` holds `document` as `{namespace, code, id}`, `user`, `instance_id` and the block's own inputs.
    """
    if not given.get("document"):
        raise ScriptError("Paraph: в блоке не указан документ.")
    if not given.get("user"):
        raise ScriptError("Paraph: в блоке не указан пользователь, от имени которого идёт работа.")
    if not given.get("instance_id"):
        raise ScriptError("Paraph: в блоке не указан экземпляр процесса.")
    reason = str(given.get("reason") or "").strip()
    if activity == "refuse" and not reason:
        raise ScriptError("Paraph: укажите причину отказа.")
    params = ACTIVITIES[activity].params({**given, "reason": reason})
    return {
        "callback_url": url,
        "instance_id": given["instance_id"],
        # One address is made for one pass through the block, so the address names the pass.
        "activity_id": urlsplit(url)._replace(scheme="", netloc="").geturl(),
        "item": given["document"],
        "user_id": given["user"],
        "params": {**params, "days": given["days"]} if given.get("days") else params,
    }


def callback(activity: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The block's outputs of the hub's answer; raises `ScriptError` for an answer it cannot read."""
    if answer.get("status") not in ("ok", "error"):
        raise ScriptError("Paraph: ответ хаба не разобран.")
    outputs = answer.get("outputs") or {}
    return {
        "failed": answer["status"] == "error",
        "error": answer.get("error") or "",
        "error_code": answer.get("error_code") or "",
        "status_code": answer.get("status_code") or "",
        "status_text": answer.get("status_text") or "",
        **{name: outputs.get(name) or "" for name in ACTIVITIES[activity].outputs},
    }


# -- methods of the module's API ---------------------------------------------------------------------------

_ApiMethod = Callable[[World, people.User, dict[str, Any]], Response]


def _ping(world: World, user: people.User, given: dict[str, Any]) -> Response:
    return json_response({"ok": True, "connected": find_hub(world) is not None})


def _connect(world: World, user: people.User, given: dict[str, Any]) -> Response:
    """The hub gives its address and the key the module shows it; only in the name of an administrator."""
    if not user.is_admin:
        return _said(403, "Подключать модуль может только участник группы «Администраторы».")
    url, token = given.get("hub_url"), given.get("hub_token")
    if (
        not isinstance(url, str)
        or not re.match(r"https?://[^/]+/.", url)
        or not isinstance(token, str)
        or not token
    ):
        return _said(400, "Нужны адрес хаба (hub_url) и ключ (hub_token).")
    hub, module = Hub(url.rstrip("/"), token), installed(world)
    if module and module.hub_url and module.hub_token and find_hub(world) != hub:
        return _said(409, "Адрес и ключ хаба заданы в параметрах модуля: исправьте их там.")
    _store(world, _HUB, vars(hub))
    return json_response({"ok": True})


def _status_changed(world: World, user: people.User, given: dict[str, Any]) -> Response:
    """Kept for the card, which shows it while the hub cannot be reached."""
    state = {
        "state": given.get("status_code"),
        "state_title": given.get("status_text"),
        "url": given.get("url"),
    }
    return _remember(world, given.get("item"), state)


def _incoming(world: World, user: people.User, given: dict[str, Any]) -> Response:
    state = {
        "state": given.get("status_code") or "incoming",
        "state_title": given.get("status_text") or "Получен из ЭДО",
        "url": given.get("url"),
    }
    return _remember(world, given.get("item"), state)


def _remember(world: World, item: Any, state: dict[str, Any]) -> Response:
    if not isinstance(item, dict) or not all(item.get(name) for name in ("namespace", "code", "id")):
        return _said(400, "Нужен элемент: item с полями namespace, code и id.")
    _store(world, path_of(item["namespace"], item["code"], item["id"]), state)
    return json_response({"ok": True})


def _said(status: int, error: str) -> Response:
    return json_response({"error": error}, status)


_METHODS: dict[str, _ApiMethod] = {
    "ping": _ping,
    "connect": _connect,
    "status_changed": _status_changed,
    "incoming": _incoming,
}


@page("POST", "/api/extensions/{uuid}/script/{method}")
def script(world: World, request: Request, uuid: str, method: str) -> Response:
    """A method of the module's API, in the name of the token's user."""
    world.calls.count(f"POST module/{method}")
    return dispatch.with_faults(
        world, f"POST extensions/{method}", lambda: _script(world, request, uuid, method)
    )


def _script(world: World, request: Request, uuid: str, method: str) -> Response:
    module = installed(world)
    if module is None or module.uuid != uuid or method not in _METHODS:
        return _said(404, "not found")
    try:
        user = access.user_of(world, request.headers)
    except Refused as refused:
        return _said(refused.status, str(refused))
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        given = {}
    return _METHODS[method](world, user, given if isinstance(given, dict) else {})


# -- the widget «ЭДО» --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """What the widget shows."""

    state: str = ""
    state_title: str = ""
    url: str = ""
    reason: str = ""
    can_send: bool = False


def load_state(world: World, namespace: str, code: str, item_id: str) -> Card:
    """The state the hub tells; while it does not answer, the last one it told by itself."""
    path = path_of(namespace, code, item_id)
    try:
        return _card(ask_hub(world, "GET", path))
    except ScriptError as error:
        return _card({**(stored(world, path) or {}), "can_send": False, "reason": str(error)})


def send_document(world: World, namespace: str, code: str, item_id: str, user_id: str) -> str:
    """The button; why the hub refused, empty if it did not."""
    path = path_of(namespace, code, item_id)
    try:
        ask_hub(world, "POST", f"{path}/send", {"user_id": user_id})
    except ScriptError as error:
        return str(error)
    return ""


def _card(told: dict[str, Any]) -> Card:
    texts = {name: str(told.get(name) or "") for name in ("state", "state_title", "url", "reason")}
    return Card(**texts, can_send=told.get("can_send") is True)


# -- control -----------------------------------------------------------------------------------------------


@control("POST", "module")
def order_module(world: World, request: Request) -> Any:
    """`{hub_url?, hub_token?}`: installs the module with these parameters → `{uuid}`."""
    order = order_of(request)
    texts = [order.get(name, "") for name in ("hub_url", "hub_token")]
    if not all(isinstance(text, str) for text in texts):
        raise HttpError(400, "Поля hub_url и hub_token: строки.")
    return {"uuid": install(world, *texts).uuid}


@control("DELETE", "module")
def order_removal(world: World, request: Request) -> Any:
    remove(world)
    return {"removed": True}
