"""The card of an item: fields, status, the widget «ЭДО», processes and the feed."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import quote

from paraph.sandbox.elma365 import disk, feed, items, module, people, schemas
from paraph.sandbox.elma365.bpm import api, engine, instances, tasks, templates
from paraph.sandbox.elma365.bpm.instances import CANCEL, DONE, ERROR, EXEC, WAIT, Instance
from paraph.sandbox.elma365.pages import facts
from paraph.sandbox.elma365.pages.shell import Visit, fragment, person_page, redirect, show
from paraph.sandbox.elma365.world import SYSTEM, World
from paraph.sandbox.http import HttpError, Response

#: `__state` of a process in words, and the colour of its mark.
_STATES = {
    EXEC: ("идёт", "primary"),
    WAIT: ("ждёт", "primary"),
    DONE: ("завершён", "success"),
    CANCEL: ("прерван", "warning"),
    ERROR: ("ошибка", "failure"),
}
#: What an administrator does to a process.
_HELP = {"interrupt": engine.interrupt, "restart": engine.restart, "skip": engine.skip}
#: What the card's buttons post to.
_ITEM = "/_item/{ns}/{code}/{id}"


@person_page("GET", "/{section}/{application}(p:item/{ns}/{code}/{id})")
def card(visit: Visit, section: str, application: str, ns: str, code: str, id: str) -> Response:
    """A panel over whatever page it was opened from."""
    world = visit.world
    app, item = schemas.application(world, ns, code), items.get(world, ns, code, id)
    return show(
        visit,
        "card.html",
        item["__name"],
        app=app,
        item=item,
        refusal=visit.request.one("reason"),
        action=f"/_item/{ns}/{code}/{id}",
        facts=facts.of_item(world, app, item),
        status=app.status_by_id(item["__status"]["status"]),
        has_module=module.installed(world) is not None and app.type == "DOCUMENT",
        templates=templates.of_namespace(world, f"{ns}.{code}"),
        processes=[_process(world, one) for one in instances.of_item(world, id)],
        feed=[_message(world, one) for one in reversed(feed.of_item(world, ns, code, id))],
    )


def _process(world: World, instance: Instance) -> dict[str, Any]:
    title, colour = _STATES[instance.state]
    open_tasks = [one for one in tasks.of_instance(world, instance.id) if one.state == tasks.IN_PROGRESS]
    return {
        "id": instance.id,
        "name": instance.name,
        "is_stuck": instance.state == ERROR,
        "state": title,
        "colour": colour,
        "alive": instance.state in instances.ALIVE,
        "started": facts.moment(world.iso(instance.started)),
        "tasks": [(one.name, tasks.names_of(world, one)) for one in open_tasks],
        "log": [
            (facts.moment(world.iso(line["at"]), "%d.%m %H:%M:%S"), line["text"])
            for line in instances.log_of(world, instance.id)
        ],
    }


def _message(world: World, message: dict[str, Any]) -> dict[str, str]:
    author = people.user(world, message["author"])
    return {
        "author": author.full_name if author else "Система" if message["author"] == SYSTEM else "Удалён",
        "at": facts.moment(message["__createdAt"]),
        "text": message["body"],
    }


# -- what a person does with the card ----------------------------------------------------------------------


@person_page("GET", "/_file/{id}")
def file(visit: Visit, id: str) -> Response:
    """A file of the disk for somebody who works here."""
    name, data = disk.read(visit.world, id)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(data, kind, headers=(("Content-Disposition", f"inline; filename*=UTF-8''{quote(name)}"),))


@person_page("POST", _ITEM + "/status")
def move(visit: Visit, ns: str, code: str, id: str) -> Response:
    items.set_status(visit.world, ns, code, id, visit.form().get("status", ""), visit.user.id)
    return _back(ns, code, id)


@person_page("POST", _ITEM + "/message")
def say(visit: Visit, ns: str, code: str, id: str) -> Response:
    text = visit.form().get("text", "").strip()
    if text:
        feed.post(visit.world, ns, code, id, text, visit.user.id)
    return _back(ns, code, id, "#feed")


@person_page("POST", _ITEM + "/start")
def start(visit: Visit, ns: str, code: str, id: str) -> Response:
    """A process started by the person over this item."""
    template = templates.find(visit.world, f"{ns}.{code}", visit.form().get("process", ""))
    if template is None:
        raise HttpError(404, "Такого процесса нет.")
    api.begin(visit.world, template, {code: [id]}, visit.user.id)
    return _back(ns, code, id, "#processes")


@person_page("POST", _ITEM + "/process/{process}")
def help_process(visit: Visit, ns: str, code: str, id: str, process: str) -> Response:
    """An administrator interrupts a process, or helps one that stands at an error."""
    if not visit.user.is_admin:
        raise HttpError(403, "Процессами управляют участники группы «Администраторы».")
    act = _HELP.get(visit.form().get("act", ""))
    if act is None or not act(visit.world, process):
        raise HttpError(400, "Процесс уже завершён.")
    return _back(ns, code, id, "#processes")


def _back(ns: str, code: str, item_id: str, place: str = "") -> Response:
    return redirect(facts.card_path(ns, code, item_id) + place)


# -- the widget of the module ------------------------------------------------------------------------------


@person_page("GET", _ITEM + "/edo")
def widget(visit: Visit, ns: str, code: str, id: str) -> Response:
    """Asked for by the card's script: the hub may take its time to answer."""
    items.get(visit.world, ns, code, id)
    state = module.load_state(visit.world, ns, code, id)
    return fragment("_edo.html", state=state, action=f"/_item/{ns}/{code}/{id}/edo/send")


@person_page("POST", _ITEM + "/edo/send")
def send(visit: Visit, ns: str, code: str, id: str) -> Response:
    items.get(visit.world, ns, code, id)
    refusal = module.send_document(visit.world, ns, code, id, visit.user.id)
    return redirect(facts.card_path(ns, code, id) + (f"?reason={quote(refusal)}" if refusal else ""))
