"""A person's own desk: notices of the bell and tasks of business processes."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup, escape

from paraph.sandbox.bitrix24 import notify, people
from paraph.sandbox.bitrix24.bizproc import tasks
from paraph.sandbox.bitrix24.pages.shell import Visit, person_page, redirect, show
from paraph.sandbox.bitrix24.rest import RestError
from paraph.sandbox.bitrix24.world import ZONE
from paraph.sandbox.http import HttpError, Response

_PAIRS = re.compile(r"\[(b|i|u|s)\](.*?)\[/\1\]", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"\[url=([^\]]+)\](.*?)\[/url\]", re.IGNORECASE | re.DOTALL)
_USER = re.compile(r"\[user=(\d+)\](.*?)\[/user\]", re.IGNORECASE | re.DOTALL)


def bb(text: str) -> Markup:
    """BB codes of a notice; what is not one of them is shown as it is."""
    safe = str(escape(text))
    safe = _PAIRS.sub(lambda m: f"<{m[1].lower()}>{m[2]}</{m[1].lower()}>", safe)
    safe = _LINK.sub(_linked, safe)
    safe = _USER.sub(r'<a href="/company/personal/user/\1/">\2</a>', safe)
    return Markup(safe.replace("[br]", "<br>").replace("\n", "<br>"))  # noqa: S704 -- escaped above


def _linked(match: re.Match[str]) -> str:
    """Only into the portal and to web pages."""
    address = match[1].strip()
    if not address.startswith(("/", "http://", "https://")):
        return match[2]
    return f'<a href="{address}" rel="noopener">{match[2]}</a>'


@person_page("GET", "/company/personal/notices/")
def notices(visit: Visit) -> Response:
    shown = [
        (bb(one["message"]), datetime.fromisoformat(one["at"]).astimezone(ZONE).strftime("%d.%m.%Y %H:%M"))
        for one in notify.of_user(visit.world, visit.user.id)
    ]
    return show(visit, "notices.html", "Уведомления", shown=shown)


@person_page("GET", "/company/personal/bizproc/")
def own_tasks(visit: Visit) -> Response:
    return _tasks(visit, "")


def _tasks(visit: Visit, error: str) -> Response:
    labels = {tasks.YES: "StatusYesLabel", tasks.NO: "StatusNoLabel"}
    labels |= {tasks.OK: "StatusOkLabel", tasks.CANCEL: "StatusCancelLabel"}
    own = tasks.of_user(visit.world, visit.user.id)
    buttons = {one.id: [(answer, one.parameters[labels[answer]]) for answer in one.answers] for one in own}
    return show(visit, "tasks.html", "Задания процессов", own=own, buttons=buttons, error=error)


@person_page("POST", r"/_portal/tasks/(?P<number>\d+)")
def answer(visit: Visit, number: str) -> Response:
    form = visit.form()
    own = next((one for one in tasks.of_user(visit.world, visit.user.id) if one.id == int(number)), None)
    if own is None:
        raise HttpError(404, "Задания уже нет: его выполнили или отменили.")
    fields = {key.removeprefix("field_"): value for key, value in form.items() if key.startswith("field_")}
    chosen = str(form.get("answer", ""))
    try:
        tasks.complete(
            visit.world, own, int(chosen) if chosen.isdigit() else 0, str(form.get("comment", "")), fields
        )
    except RestError as error:
        return _tasks(visit, error.description)
    return redirect("/company/personal/bizproc/")


@person_page("GET", r"/company/personal/user/(?P<number>\d+)/")
def profile(visit: Visit, number: str) -> Response:
    user = people.find_user(visit.world, int(number))
    if user is None:
        raise HttpError(404, "Такого сотрудника на портале нет.")
    tree = {one.id: one.name for one in people.departments(visit.world)}
    places = [tree[one] for one in user.departments if one in tree]
    return show(visit, "person.html", user.full_name, person=user, places=places)
