"""What a process gave a robot, read from the words of a form: every fault at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from paraph.archive import places
from paraph.errors import DomainError
from paraph.portals.bitrix24 import objects
from paraph.portals.bitrix24.objects import Entity

_USER = re.compile(r"(?:user_)?(\d{1,18})|.*\[(\d{1,18})\]", re.DOTALL)
_USER_FIELD = re.compile(r"UF_[A-Z0-9_]{1,50}|ufCrm[A-Za-z0-9_]{1,50}")
#: Characters read of one value, documents one request may send.
_LONGEST, MOST_DOCUMENTS = 2000, 50


@dataclass(frozen=True)
class Person:
    """A user of the portal: by id, or by the field of the CRM object that names them."""

    user_id: int = 0
    field: str = ""


@dataclass(frozen=True)
class Inputs:
    """What a robot that sends was given."""

    #: Documents of the portal's generator.
    document_ids: tuple[int, ...] = ()
    #: Ids of files on Disk or addresses, as the version of the portal gives them.
    files: tuple[str, ...] = ()
    signer: Person = field(default_factory=Person)
    contact_id: int = 0
    responsible: Person = field(default_factory=Person)
    entity: Entity | None = None
    stamps: tuple[places.Place, ...] = ()
    parent_id: int = 0
    channel: str = ""
    waits_for_end: bool = True


def first(value: Any) -> str:
    """One text of a value that may come as a list, a dict of numbered values, or be missing."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        value = next((item for item in value if item not in (None, "")), "")
    return str(value if value is not None else "").strip()[:_LONGEST]


def several(value: Any) -> tuple[str, ...]:
    """All texts of such a value."""
    items = list(value.values()) if isinstance(value, Mapping) else value
    found = items if isinstance(items, list) else [items]
    return tuple(first(item) for item in found if first(item))


def number(value: Any) -> int:
    """A positive id; 0 for nothing. ValueError for anything else («DEAL_5» is no number)."""
    text = first(value)
    if text in ("", "0"):
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise ValueError(text)
    return int(text)


def numbers(value: Any) -> tuple[int, ...]:
    """Several ids, each once."""
    return tuple(dict.fromkeys(found for one in several(value) if (found := number(one))))


def person(value: Any) -> Person:
    """«user_5», «5», «Иванов Иван [5]», or a user field. ValueError for a group or a department."""
    text = first(value)
    if not text:
        return Person()
    if _USER_FIELD.fullmatch(text):
        return Person(field=text)
    found = _USER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Person(user_id=int(found[1] or found[2]))


def entity(value: Any, fallback: Any = ()) -> Entity | None:
    """«DEAL_5», a bare number of the process's own kind, or the object the process runs on.

    `fallback` is the process's `document_id` triple. None when it is no CRM object.
    """
    names = list(fallback.values()) if isinstance(fallback, Mapping) else list(fallback)
    own = objects.parse(str(names[2])) if len(names) == 3 and names[0] == "crm" else None
    text = first(value)
    if not text:
        return own
    if text.isascii() and text.isdecimal():
        return Entity(own.type_id, int(text)) if own is not None and len(text) < 19 else None
    return objects.parse(text)


#: What may be wrong with which property, in words.
_WORDS = {
    "document_id": "Документ",
    "signer1": "Подписант 1",
    "signer2": "Подписант 2 (контакт)",
    "responsible": "Ответственный",
    "parent_doc": "Доп. соглашение к документу",
}


def read(data: Mapping[str, Any]) -> Inputs:
    """Inputs of the robot's call. Raises DomainError «parameters» that names every fault."""
    given = data.get("properties")
    properties: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    faults: list[str] = []
    wrong: set[str] = set()

    def taken(name: str, reader: Any) -> Any:
        try:
            return reader(properties.get(name))
        except ValueError as error:
            message = _("«{name}»: значение «{value}» не подходит.")
            faults.append(message.format(name=_WORDS[name], value=str(error)[:100]))
            wrong.add(name)
            return reader(None)

    stamps: tuple[places.Place, ...] = ()
    try:
        stamps = tuple(places.parse(first(properties.get("sign_coords"))))
    except DomainError as error:
        faults.append(error.message)
    found = Inputs(
        document_ids=taken("document_id", numbers),
        files=several(properties.get("file")),
        signer=taken("signer1", person),
        contact_id=taken("signer2", number),
        responsible=taken("responsible", person),
        entity=entity(properties.get("crm_entity"), data.get("document_id") or ()),
        stamps=stamps,
        parent_id=taken("parent_doc", number),
        channel=first(properties.get("channel")).replace("default", ""),
        waits_for_end=first(properties.get("wait")) != "sent",
    )
    faults += _missing(found, wrong)
    if len(found.document_ids) + len(found.files) > MOST_DOCUMENTS:
        faults.append(_("Не больше {most} документов в пакете.").format(most=MOST_DOCUMENTS))
    if faults:
        raise DomainError("parameters", " ".join(faults))
    return found


def _missing(found: Inputs, wrong: set[str]) -> list[str]:
    """Required parameters nobody gave; those that were read wrong are told of already."""
    faults = []
    if not found.document_ids and not found.files and "document_id" not in wrong:
        faults.append(_("Укажите «Документ» или «Файл»: отправлять нечего."))
    if found.signer == Person() and "signer1" not in wrong:
        faults.append(_("Укажите «Подписант 1»: кто подписывает с нашей стороны."))
    if not found.contact_id and "signer2" not in wrong:
        faults.append(_("Укажите «Подписант 2»: контакт, который подписывает со стороны клиента."))
    return faults
