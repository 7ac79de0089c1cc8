"""What a process gives a block, read from the JSON of its call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.elma365 import objects
from paraph.portals.elma365.objects import Item

#: Characters read of one text, documents one request may send, days a process may wait.
_LONGEST, MOST_DOCUMENTS, MOST_DAYS = 2000, 50, 365
#: Characters of the code of a block.
LONGEST_CODE = 300


@dataclass(frozen=True)
class Call:
    """A block's call, its parts well formed."""

    item: Item
    instance_id: str = ""
    activity_id: str = ""
    task_id: str = ""
    callback_url: str = ""
    user_id: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def read(body: Any, base_url: str) -> Call:
    """The call of a block. Raises DomainError «parameters», also for an address that is not the company's."""
    given = body if isinstance(body, Mapping) else {}
    params = given.get("params")
    call = Call(
        item=item(given.get("item")),
        instance_id=_uuid(given.get("instance_id"), "instance_id"),
        activity_id=text(given.get("activity_id")),
        task_id=_uuid(given.get("task_id"), "task_id", may_miss=True),
        callback_url=text(given.get("callback_url")),
        user_id=_uuid(first(given.get("user_id")), "user_id", may_miss=True),
        params=params if isinstance(params, Mapping) else {},
    )
    if not call.activity_id or len(call.activity_id) > LONGEST_CODE:
        raise _fault(_("Не указан «activity_id»: код блока в процессе."))
    if call.callback_url and origin(call.callback_url) != origin(base_url):
        raise _fault(_("Адрес «callback_url» ведёт не на вашу ELMA365: ответить по нему нельзя."))
    return call


def item(value: Any) -> Item:
    """An item as ELMA365 names it: `{namespace, code, id}`. Raises DomainError «parameters»."""
    given = value if isinstance(value, Mapping) else {}
    namespace, code = text(given.get("namespace")), text(given.get("code"))
    if not objects.is_code(namespace) or not objects.is_code(code):
        raise _fault(_("Не указан элемент: нужны раздел, приложение и идентификатор."))
    return Item(namespace, code, _uuid(given.get("id"), "item.id"))


def siblings(params: Mapping[str, Any]) -> list[Item]:
    """Other documents of the package. Raises DomainError «parameters»."""
    value = params.get("items")
    given = value if isinstance(value, list) else []
    if len(given) >= MOST_DOCUMENTS:
        raise _fault(_("В одном пакете не больше {most} документов.").format(most=MOST_DOCUMENTS))
    return [item(each) for each in given]


def days(params: Mapping[str, Any], usual: int) -> int:
    """How many days the process waits at most; what makes no sense is `usual`."""
    given = first(params.get("days"))
    return min(int(given), MOST_DAYS) if given.isdecimal() and int(given) > 0 else usual


def flag(value: Any) -> bool | None:
    """Yes, no, or nothing said."""
    if isinstance(value, bool) or value is None:
        return value
    return {"true": True, "1": True, "да": True, "false": False, "0": False, "нет": False}.get(
        first(value).lower()
    )


def user(params: Mapping[str, Any], name: str) -> str:
    """A user of ELMA365 named by a parameter; empty when nobody is. Raises DomainError «parameters»."""
    return _uuid(first(params.get(name)), name, may_miss=True)


def first(value: Any) -> str:
    """One text of a value that may come as a list, as references of ELMA365 do."""
    if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)):
        value = next((each for each in value if each not in (None, "")), "")
    return text(value)


def text(value: Any) -> str:
    """A value as one text, without what no text may hold."""
    return str(value if value is not None else "").replace("\0", "").strip()[:_LONGEST]


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address as the caller of it sees them; empty of what cannot be called."""
    try:
        found = httpx.URL(url)
    except httpx.InvalidURL:
        return "", "", None
    return found.scheme, found.host, found.port


def _uuid(value: Any, name: str, *, may_miss: bool = False) -> str:
    given = text(value).lower()
    if not objects.is_id(given) and (given or not may_miss):
        raise _fault(_("«{name}» — не идентификатор ELMA365.").format(name=name))
    return given


def _fault(message: str) -> DomainError:
    return DomainError("parameters", message)
