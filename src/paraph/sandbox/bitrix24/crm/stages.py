"""Funnels, their stages, and the other dictionaries of the CRM (`crm.status.*`)."""

from __future__ import annotations

import sqlite3
from typing import Any

from paraph.sandbox.bitrix24.crm import kinds, records
from paraph.sandbox.bitrix24.crm.fields import stage_dictionary
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.world import World

STATUS = records.declare("status", "ENTITY_ID")
CATEGORY = records.declare("category", "ENTITY_TYPE_ID")

#: `(code, name, semantics)`; «S» is a success, «F» a failure.
Stage = tuple[str, str, str | None]
_DEAL: tuple[Stage, ...] = (
    ("NEW", "Новая", None),
    ("PREPARATION", "Подготовка документов", None),
    ("PREPAYMENT_INVOICE", "Счёт на предоплату", None),
    ("EXECUTING", "В работе", None),
    ("FINAL_INVOICE", "Финальный счёт", None),
    ("WON", "Сделка успешна", "S"),
    ("LOSE", "Сделка провалена", "F"),
    ("APOLOGY", "Анализ причины провала", "F"),
)
_LEAD: tuple[Stage, ...] = (
    ("NEW", "Не обработан", None),
    ("IN_PROCESS", "В работе", None),
    ("PROCESSED", "Обработан", None),
    ("CONVERTED", "Качественный лид", "S"),
    ("JUNK", "Некачественный лид", "F"),
)
_QUOTE: tuple[Stage, ...] = (
    ("DRAFT", "Черновик", None),
    ("SENT", "Отправлено клиенту", None),
    ("APPROVED", "Принято", "S"),
    ("DECLAINED", "Отклонено", "F"),
)
_INVOICE: tuple[Stage, ...] = (
    ("N", "Новый", None),
    ("S", "Отправлен клиенту", None),
    ("P", "Оплачен", "S"),
    ("D", "Не оплачен", "F"),
)
_DYNAMIC: tuple[Stage, ...] = (
    ("NEW", "Начало", None),
    ("PREPARATION", "Подготовка", None),
    ("CLIENT", "Согласование", None),
    ("SUCCESS", "Успех", "S"),
    ("FAIL", "Провал", "F"),
)
_PLAIN: dict[str, tuple[tuple[str, str], ...]] = {
    "SOURCE": (("CALL", "Звонок"), ("EMAIL", "Электронная почта"), ("WEB", "Веб-сайт"), ("OTHER", "Другое")),
    "DEAL_TYPE": (("SALE", "Продажа"), ("COMPLEX", "Комплексная продажа"), ("SERVICE", "Услуги")),
    "CONTACT_TYPE": (("CLIENT", "Клиенты"), ("SUPPLIER", "Поставщики"), ("PARTNER", "Партнёры")),
    "COMPANY_TYPE": (("CUSTOMER", "Клиент"), ("SUPPLIER", "Поставщик"), ("PARTNER", "Партнёр")),
    "INDUSTRY": (("IT", "Информационные технологии"), ("OTHER", "Другое")),
    "HONORIFIC": (("HNR_RU_1", "г-н"), ("HNR_RU_2", "г-жа")),
}
_COLORS = {None: "#39A8EF", "S": "#7BD500", "F": "#FF5752"}


def sow(db: sqlite3.Connection) -> None:
    """The dictionaries of a new portal."""
    for entity, words in _PLAIN.items():
        _fill(db, entity, tuple((code, name, None) for code, name in words))
    _fill(db, "STATUS", _LEAD)
    _fill(db, "QUOTE_STATUS", _QUOTE)
    deals = {"ENTITY_TYPE_ID": kinds.DEAL, "NAME": "Общая", "SORT": 300, "IS_DEFAULT": "Y"}
    records.insert(db, CATEGORY, deals, 0)
    _fill(db, "DEAL_STAGE", _DEAL)


def add_category(db: sqlite3.Connection, kind: Kind, name: str, *, default: bool = False) -> int:
    """A funnel with the stages new ones have; returns its number."""
    data = {"ENTITY_TYPE_ID": kind.id, "NAME": name, "SORT": 500, "IS_DEFAULT": "Y" if default else "N"}
    id = records.insert(db, CATEGORY, data)
    stages = _DEAL if kind.id == kinds.DEAL else _INVOICE if kind.id == kinds.SMART_INVOICE else _DYNAMIC
    prefix = f"C{id}:" if kind.id == kinds.DEAL else f"DT{kind.id}_{id}:"
    _fill(db, stage_dictionary(kind, id), tuple((prefix + code, *rest) for code, *rest in stages), id)
    return id


def remove_categories(db: sqlite3.Connection, kind: Kind) -> None:
    for category in records.select(db, CATEGORY, records.where(ENTITY_TYPE_ID=kind.id)):
        for status in dictionary(db, stage_dictionary(kind, category["ID"])):
            records.remove(db, STATUS, status["ID"])
        records.remove(db, CATEGORY, category["ID"])


def _fill(
    db: sqlite3.Connection, entity: str, stages: tuple[tuple[Any, ...], ...], category: int | None = None
) -> None:
    for place, (code, name, semantics) in enumerate(stages):
        first_or_last = place == 0 or semantics is not None
        records.insert(
            db,
            STATUS,
            {
                "ENTITY_ID": entity,
                "STATUS_ID": code,
                "NAME": name,
                "SORT": (place + 1) * 10,
                "SYSTEM": "Y" if first_or_last else "N",
                "CATEGORY_ID": category,
                "SEMANTICS": semantics,
                "COLOR": _COLORS[semantics],
            },
        )


def dictionary(db: sqlite3.Connection, entity: str) -> list[Row]:
    """Statuses of a dictionary in their order."""
    return records.select(db, STATUS, records.where(ENTITY_ID=entity), [("SORT", "ASC")])


def categories(world: World, kind: Kind) -> list[Row]:
    with world.reading() as db:
        return records.select(db, CATEGORY, records.where(ENTITY_TYPE_ID=kind.id), [("SORT", "ASC")])


def default_category(world: World, kind: Kind) -> int:
    """Where an object is put that names no funnel; those without funnels are all in 0."""
    if not kind.has_categories:
        return 0
    return next((int(one["ID"]) for one in categories(world, kind) if one["IS_DEFAULT"] == "Y"), 0)


def of_category(world: World, kind: Kind, category: int) -> list[Row]:
    """Stages of a funnel in their order; empty if there is no such funnel."""
    with world.reading() as db:
        return dictionary(db, stage_dictionary(kind, category))
