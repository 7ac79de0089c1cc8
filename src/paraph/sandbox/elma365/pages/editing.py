"""The form of an item: a new one is made, one that is there is changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from paraph.sandbox.elma365 import disk, items, people, schemas
from paraph.sandbox.elma365.envelope import Refused
from paraph.sandbox.elma365.pages import facts
from paraph.sandbox.elma365.pages.shell import Visit, person_page, redirect, show
from paraph.sandbox.elma365.schemas import Application, Field
from paraph.sandbox.elma365.world import World
from paraph.sandbox.forms import Upload, multipart
from paraph.sandbox.http import HttpError, Response

#: Types the form has an input for; the others, and arrays, are written through the Web API.
_INPUTS = {
    "STRING": "text",
    "DATETIME": "date",
    "MONEY": "text",
    "BOOLEAN": "checkbox",
    "ENUM": "select",
    "SYS_COLLECTION": "select",
    "SYS_USER": "select",
    "FILE": "file",
}
#: Answers of a form: texts, and files somebody has chosen.
_Form = dict[str, str | Upload]


@dataclass(frozen=True)
class Input:
    """A field of the form; `choices` are those of a select."""

    code: str
    title: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


@person_page("GET", "/_new/{ns}/{code}")
def new(visit: Visit, ns: str, code: str) -> Response:
    app = schemas.application(visit.world, ns, code)
    return _shown(visit, app, f"Новый элемент: {app.element}", {}, f"/{ns}/{code}")


@person_page("POST", "/_new/{ns}/{code}")
def make(visit: Visit, ns: str, code: str) -> Response:
    app, form = schemas.application(visit.world, ns, code), _form(visit)
    try:
        made = items.create(visit.world, ns, code, _context(visit, app, form), visit.user.id)
    except Refused as refused:
        title = f"Новый элемент: {app.element}"
        return _shown(visit, app, title, {}, f"/{ns}/{code}", str(refused), form)
    return redirect(facts.card_path(ns, code, made["__id"]))


@person_page("GET", "/_item/{ns}/{code}/{id}/edit")
def edit(visit: Visit, ns: str, code: str, id: str) -> Response:
    app, item = schemas.application(visit.world, ns, code), items.get(visit.world, ns, code, id)
    return _shown(visit, app, item["__name"], item, facts.card_path(ns, code, id))


@person_page("POST", "/_item/{ns}/{code}/{id}/edit")
def change(visit: Visit, ns: str, code: str, id: str) -> Response:
    app, form = schemas.application(visit.world, ns, code), _form(visit)
    back = facts.card_path(ns, code, id)
    try:
        items.update(visit.world, ns, code, id, _context(visit, app, form), visit.user.id)
    except Refused as refused:
        item = items.get(visit.world, ns, code, id)
        return _shown(visit, app, item["__name"], item, back, str(refused), form)
    return redirect(back)


def _form(visit: Visit) -> _Form:
    try:
        return dict(multipart(visit.request))
    except (ValueError, TypeError) as error:
        raise HttpError(400, "Форма не прочитана.") from error


# -- the form ----------------------------------------------------------------------------------------------


def _shown(
    visit: Visit,
    app: Application,
    title: str,
    item: dict[str, Any],
    back: str,
    error: str = "",
    typed: _Form | None = None,
) -> Response:
    """With what was typed, if it was not accepted; files have to be chosen anew."""
    inputs = [_input(visit.world, one, item.get(one.code), typed) for one in _fields(app)]
    return show(visit, "edit.html", title, inputs=inputs, back=back, error=error)


def _fields(app: Application) -> list[Field]:
    name = [one for one in app.fields if one.code == "__name"]
    own = [one for one in app.fields if not one.is_system and not one.deleted and one.type in _INPUTS]
    return [*name, *(one for one in own if one.kind != "datetime" and not one.array)]


def _input(world: World, one: Field, value: Any, typed: _Form | None) -> Input:
    kind = "textarea" if one.kind == "text" else _INPUTS[one.type]
    known = (typed or {}).get(one.code) if typed is not None else _text(one, value)
    return Input(one.code, one.name, kind, known if isinstance(known, str) else "", _choices(world, one))


def _text(one: Field, value: Any) -> str:
    """What stands in the input before anybody types."""
    if value in (None, "", []):
        return ""
    match one.type:
        case "SYS_COLLECTION" | "SYS_USER":
            return str(value[0])
        case "ENUM":
            return str(value[0]["code"])
        case "MONEY":
            return f"{Decimal(value['cents']) / 100:.2f}".replace(".", ",")
        case "DATETIME":
            return str(value)[:10]
        case "BOOLEAN":
            return "on" if value else ""
        case "FILE":
            return ""
        case _:
            return str(value)


def _choices(world: World, one: Field) -> tuple[tuple[str, str], ...]:
    if one.type == "SYS_COLLECTION":
        return tuple((item["__id"], item["__name"]) for item in items.all_of(world, *one.link.split("/")))
    if one.type == "SYS_USER":
        return tuple((user.id, user.full_name) for user in people.users(world) if user.is_active)
    return one.options


# -- what was typed ----------------------------------------------------------------------------------------


def _context(visit: Visit, app: Application, form: _Form) -> dict[str, Any]:
    """Values for the item: a file nobody has chosen anew and a name wiped out stay. Raises `Refused`."""
    return {
        one.code: _value(visit, one, given)
        for one in _fields(app)
        if not _stays(one, given := form.get(one.code, ""))
    }


def _stays(one: Field, given: str | Upload) -> bool:
    if one.type == "FILE":
        return not isinstance(given, Upload) or not given.name
    return one.code == "__name" and not given


def _value(visit: Visit, one: Field, given: str | Upload) -> Any:
    if isinstance(given, Upload):
        return [disk.keep(visit.world, given.name, given.data, user_id=visit.user.id)]
    text = given.strip()
    match one.type:
        case "BOOLEAN":
            return bool(text)
        case "SYS_COLLECTION" | "SYS_USER":
            return [text] if text else []
        case "ENUM":
            return [{"code": text}] if text else []
        case "DATETIME":
            return f"{text}T00:00:00Z" if text else None
        case "MONEY":
            return _money(one, text) if text else None
        case _:
            return text


def _money(one: Field, text: str) -> dict[str, Any]:
    try:
        cents = Decimal(text.replace(",", ".").replace(" ", "")) * 100
    except InvalidOperation as error:
        raise Refused(f"{one.name}: напишите сумму числом, например 1500,00") from error
    if not cents.is_finite() or cents != int(cents):
        raise Refused(f"{one.name}: у суммы не больше двух знаков после запятой")
    return {"cents": int(cents), "currency": "RUB"}
