"""Fields of an item as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from paraph.sandbox.elma365 import disk, items, people
from paraph.sandbox.elma365.envelope import NotFound
from paraph.sandbox.elma365.schemas import Application, Field
from paraph.sandbox.elma365.world import World

#: People here keep Moscow time.
ZONE = timezone(timedelta(hours=3))


@dataclass(frozen=True)
class Fact:
    """A field with its words; `links` are addresses with what they are called."""

    title: str
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()


def card_path(namespace: str, code: str, item_id: str) -> str:
    """Where the card of an item is."""
    return f"/{namespace}/{code}(p:item/{namespace}/{code}/{item_id})"


def of_item(world: World, app: Application, item: dict[str, Any]) -> list[Fact]:
    """What is filled in; the name and the status stand elsewhere."""
    shown = [one for one in app.fields if not one.deleted and not one.is_system]
    return [fact(world, one, item[one.code]) for one in shown if item.get(one.code) not in (None, "", [])]


def fact(world: World, one: Field, value: Any) -> Fact:
    match one.type:
        case "SYS_COLLECTION":
            return Fact(one.name, links=tuple(_link(world, one.link, item_id) for item_id in value))
        case "FILE":
            return Fact(one.name, links=tuple(_file(world, file_id) for file_id in value))
        case "STRING" if str(value).startswith(("http://", "https://")):
            return Fact(one.name, links=((value, value),))
        case _:
            return Fact(one.name, words(world, one, value))


def words(world: World, one: Field, value: Any) -> str:
    """The value in one line."""
    if value in (None, "", []):
        return ""
    match one.type:
        case "SYS_COLLECTION":
            return ", ".join(_link(world, one.link, item_id)[1] for item_id in value)
        case "SYS_USER":
            names = {user.id: user.full_name for user in people.users(world)}
            return ", ".join(names.get(user_id, user_id) for user_id in value)
        case "ENUM":
            titles = dict(one.options)
            return ", ".join(titles.get(choice["code"], choice["code"]) for choice in value)
        case "MONEY":
            return f"{value['cents'] / 100:,.2f} {value['currency']}".replace(",", " ").replace(".", ",")
        case "DATETIME":
            return moment(value, "%d.%m.%Y" if one.kind == "date" else "%d.%m.%Y %H:%M")
        case "BOOLEAN":
            return "Да" if value else "Нет"
        case "FULL_NAME":
            return " ".join(value.get(part) or "" for part in ("lastname", "firstname", "middlename"))
        case "EMAIL" | "PHONE":
            key = one.type.lower() if one.type == "EMAIL" else "tel"
            return ", ".join(each[key] for each in (value if isinstance(value, list) else [value]))
        case _:
            return str(value)


def moment(text: str, form: str = "%d.%m.%Y %H:%M") -> str:
    """A moment of the Web API; a date alone is midnight by UTC and keeps its day."""
    when = datetime.fromisoformat(text)
    return (when if form == "%d.%m.%Y" else when.astimezone(ZONE)).strftime(form)


def _link(world: World, link: str, item_id: str) -> tuple[str, str]:
    namespace, code = link.split("/")
    try:
        name = items.get(world, namespace, code, item_id)["__name"]
    except NotFound:
        name = "удалён"
    return card_path(namespace, code, item_id), name


def _file(world: World, file_id: str) -> tuple[str, str]:
    return f"/_file/{file_id}", disk.name_of(world, file_id)
