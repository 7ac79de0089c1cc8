"""What an item of ELMA365 keeps of a document, in the words of `portals.mapping`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from paraph.docflow import machine
from paraph.portals.mapping import Attribute, Field, Option, Type, fits, suggest
from paraph.registry.kinds import KINDS
from paraph.registry.models import Direction

#: Applications of the system the parties are kept in, as «section/application».
COMPANIES = "_clients/_companies"
MY_COMPANIES = "_system_catalogs/_my_companies"
#: Filled in by themselves: what every application of type «Документ» has, else a field of that name.
BY_ITSELF: Mapping[str, str] = MappingProxyType({"file": "__file", "file_name": "__name"})

_STATED = (
    Attribute("file", "Файл", Type.FILE, words=("файл документа",)),
    Attribute("file_name", "Имя файла", Type.TEXT, words=("название",)),
    Attribute("number", "Номер", Type.TEXT, words=("номер документа", "номер договора", "номер акта")),
    Attribute("date", "Дата документа", Type.DATE, words=("дата", "дата договора", "дата акта")),
    Attribute("amount", "Сумма", Type.NUMBER, words=("сумма документа", "сумма договора", "сумма с ндс")),
    Attribute("currency", "Валюта", Type.TEXT, words=("код валюты",)),
    Attribute("valid_from", "Действует с", Type.DATE, words=("начало действия",)),
    Attribute("valid_until", "Действует до", Type.DATE, words=("срок действия", "окончание действия")),
    Attribute(
        "counterparty", "Контрагент", Type.LINK, words=("компания", "организация"), targets=(COMPANIES,)
    ),
    Attribute(
        "organization",
        "Наше юридическое лицо",
        Type.LINK,
        words=("наша организация", "наша компания", "мое юрлицо", "моя компания", "наше юрлицо"),
        targets=(MY_COMPANIES,),
    ),
    Attribute(
        "answer_wanted",
        "Подпись контрагента",
        Type.FLAG,
        words=("нужна подпись контрагента", "нужна ответная подпись"),
    ),
    Attribute("comment", "Комментарий", Type.TEXT, words=("сообщение контрагенту",)),
)
_OURS = (
    Attribute("status", "Статус ЭДО", Type.TEXT, is_ours=True, words=("состояние эдо",)),
    Attribute(
        "guid",
        "Идентификатор Paraph",
        Type.TEXT,
        is_ours=True,
        words=("идентификатор эдо", "ид paraph", "paraph id"),
    ),
    Attribute("link", "Ссылка на документ", Type.TEXT, is_ours=True, words=("ссылка эдо", "ссылка")),
    Attribute("signed", "Подписанный файл", Type.FILE, is_ours=True, words=("подписанный документ",)),
    Attribute("print_form", "Печатная форма", Type.FILE, is_ours=True),
    Attribute("refusal", "Причина отказа", Type.TEXT, is_ours=True),
    Attribute("sent_at", "Дата отправки", Type.MOMENT, is_ours=True, words=("отправлен",)),
    Attribute("finished_at", "Дата завершения", Type.MOMENT, is_ours=True, words=("завершен",)),
)
ALL = (*_STATED, *_OURS)

#: Requisites of a company in the system's own applications; their fields are found by these names.
REQUISITES = (
    Attribute("name", "Название", Type.TEXT, words=("наименование", "полное наименование")),
    Attribute("inn", "ИНН", Type.TEXT, is_required=True),
    Attribute("kpp", "КПП", Type.TEXT),
    Attribute("ogrn", "ОГРН", Type.TEXT, words=("огрнип",)),
    Attribute("email", "Электронная почта", Type.TEXT, words=("почта", "email", "эл почта")),
)


def of(direction: str, kind: str, required: Iterable[str] = ()) -> tuple[Attribute, ...]:
    """Everything that can be mapped; `required` are the codes the operator wants for such documents.

    What a formalised document states is read from its XML, so its item need not say it.
    """
    needed = {"file", "counterparty"} if direction == Direction.OUT else {"file", "guid"}
    if not (KINDS[kind].formalised and direction == Direction.OUT):
        needed |= {*KINDS[kind].required, *required}
    return tuple(replace(one, is_required=one.code in needed) for one in ALL)


def fill_in(mapped: Mapping[str, str], fields: Sequence[Field]) -> dict[str, str]:
    """The same mapping with a field for the file and for its name, where none is chosen."""
    known, found = {one.code: one for one in fields}, {code: name for code, name in mapped.items() if name}
    free = [one for one in fields if one.code not in found.values()]
    missing = [one for one in ALL if one.code in BY_ITSELF and one.code not in found]
    for attribute in missing:
        own = known.get(BY_ITSELF[attribute.code])
        if own is not None and own in free and fits(attribute, own):
            found[attribute.code] = own.code
    return {**suggest(missing, free), **found}


# Statuses


def statuses(direction: str, kind: str) -> tuple[Option, ...]:
    """Every status such a document may have with us, in the order of its machine's table."""
    name = KINDS[kind].machine
    found = machine.machine(name if direction == Direction.OUT else machine.incoming(name))
    return tuple(Option(status.code, status.title) for status, _when in found.statuses)


#: What statuses of applications are usually called, by ours.
_STATUS_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "SENT": ("отправлено", "отправлен контрагенту", "sent"),
        "DELIVERED": ("отправлен", "sent"),
        "WAITING_RESPONSE": ("отправлен", "на подписании у контрагента", "ждет подписи", "sent"),
        "COMPLETED": ("подписан", "подписано", "signed", "завершено"),
        "REJECTED": ("отказано", "отказ", "отклонен", "refused"),
        "CANCELLED": ("отозван", "отменен"),
        "ANNULLED": ("аннулировано", "annulled"),
        "WAITING_OUR_SIGNATURE": ("на подписании", "новый", "new"),
        "RECEIVED": ("новый", "new"),
        "SIGNED_BY_US": ("подписано", "signed"),
        "REFUSED_BY_US": ("отказано", "отказ", "отклонен", "refused"),
    }
)


def suggest_statuses(ours: Iterable[Option], theirs: Iterable[Option]) -> dict[str, str]:
    """Code of their status by ours, where the names say so."""
    wanted = [
        Attribute(one.code, one.title, Type.TEXT, words=_STATUS_WORDS.get(one.code, ())) for one in ours
    ]
    fields = [Field(one.code, one.title, Type.TEXT) for one in theirs]
    return suggest(wanted, fields, is_once=False)
