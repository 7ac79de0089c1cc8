"""What a new portal's CRM holds: our company, its clients and some deals.

The firms are those of the test authority and of the emulated operator: what is made of these deals can be
sent there. Some are not fit for it on purpose, so that every refusal can be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import seed
from paraph.sandbox.bitrix24.crm import (
    kinds,
    products,
    records,
    requisite_links,
    requisites,
    stages,
    userfields,
)
from paraph.sandbox.bitrix24.crm.crowd import add, add_requisite, inn, my_requisite
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.diadoc.seed import SUBSCRIBERS, Subscriber
from paraph.sandbox.pki import people

#: Objects of the sandbox are found by their names in `ORIGIN_ID`.
_ORIGIN = "sandbox"
#: `crm.enum.addresstype`: the legal address.
_LEGAL_ADDRESS = 6
_HEADS = {"seller": people.HEAD, "buyer": people.PARTNER_HEAD}


@dataclass(frozen=True)
class _Contact:
    alias: str
    company: str
    last_name: str
    name: str
    second_name: str
    post: str
    email: str


def _contact(alias: str, company: str, person: people.Person) -> _Contact:
    name, _, second_name = person.given_name.partition(" ")
    return _Contact(alias, company, person.surname, name, second_name, person.title, person.email)


_CONTACTS = (
    _contact("polevoy", "buyer", people.PARTNER_HEAD),
    _contact("kolosova", "buyer", people.PARTNER_EMPLOYEE),
    _contact("masterov", "ip", people.SOLE_PROPRIETOR),
    _Contact("tikhaya", "unpaid", "Тихая", "Елена", "Борисовна", "Директор", "tikhaya@zatishye.example"),
    _Contact("pustov", "liquidated", "Пустов", "Роман", "Олегович", "Ликвидатор", "pustov@pustyr.example"),
    _Contact("beregova", "roaming", "Берегова", "Дарья", "Ильинична", "Директор", "beregova@bereg.example"),
    #: No e-mail: nobody can write to him.
    _Contact("molchunov", "mistyped", "Молчунов", "Савва", "Игоревич", "Директор", ""),
    _Contact("novikova", "bare", "Новикова", "Алла", "Сергеевна", "Менеджер", "novikova@nachalo.example"),
)

#: Title, client, contact, who is responsible, stage, sum, whether requisites are chosen.
_DEALS = (
    ("Поставка семян, осень", "buyer", "polevoy", 3, "NEW", 120_000.0, True),
    ("Поставка инвентаря", "buyer", "kolosova", 3, "PREPARATION", 84_500.5, True),
    ("Доставка в Гатчину", "buyer", "polevoy", 5, "PREPAYMENT_INVOICE", 15_000.0, True),
    ("Ремонт теплицы", "ip", "masterov", 5, "EXECUTING", 240_000.0, True),
    ("Абонентское обслуживание", "unpaid", "tikhaya", 9, "NEW", 36_000.0, True),
    ("Вывоз остатков", "liquidated", "pustov", 9, "NEW", 9_900.0, True),
    ("Партия для филиалов", "roaming", "beregova", 8, "PREPARATION", 510_000.0, True),
    ("Пробная партия", "mistyped", "molchunov", 5, "NEW", 5_000.0, True),
    ("Знакомство", "bare", "novikova", 4, "NEW", 0.0, False),
    ("Разовая продажа без компании", "", "kolosova", 3, "NEW", 1_200.0, False),
    ("Поставка прошлого года", "buyer", "polevoy", 3, "WON", 99_000.0, True),
    ("Отменённый заказ", "buyer", "kolosova", 4, "LOSE", 47_000.0, False),
)


@seed.sows
def sow(world: World) -> None:
    """Runs in the transaction of the portal's seed."""
    with world.writing() as db:
        stages.sow(db)
        requisites.sow(db)
        stages.add_category(db, kinds.SYSTEM[kinds.SMART_INVOICE], "Общая", default=True)
        field = {
            "FIELD_NAME": "UF_CRM_SIGNER",
            "USER_TYPE_ID": "employee",
            "EDIT_FORM_LABEL": {"ru": "Подписант"},
        }
        userfields.add(world, "CRM_DEAL", str(kinds.DEAL), field)
        companies = _companies(world)
        contacts = {one.alias: _add_contact(world, one, companies) for one in _CONTACTS}
        for number, deal in enumerate(_DEALS):
            _add_deal(world, number, deal, companies, contacts)
        _add_others(world, companies, contacts)


def _companies(world: World) -> dict[str, int]:
    made = {"my": _firm(world, "my", SUBSCRIBERS["seller"], "seller", {"IS_MY_COMPANY": "Y"})}
    for alias in ("buyer", "unpaid", "liquidated", "roaming"):
        made[alias] = _firm(world, alias, SUBSCRIBERS[alias], alias, {"TYPE_ID": "CUSTOMER"})
    branch = SUBSCRIBERS["buyer_branch"]
    _requisite(world, made["buyer"], "Гатчинский филиал", branch, "buyer")
    made["ip"] = _sole_proprietor(world)
    made["mistyped"] = _company(world, "mistyped", "ООО «Опечатка»", {"TYPE_ID": "CUSTOMER"})
    right = inn(777)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    add_requisite(
        world,
        made["mistyped"],
        {"NAME": "Организация", "RQ_COMPANY_NAME": "ООО «Опечатка»", "RQ_INN": wrong, "RQ_KPP": "770001001"},
    )
    made["bare"] = _company(world, "bare", "ООО «Начало»", {"TYPE_ID": "CUSTOMER"})
    return made


def _company(world: World, alias: str, title: str, fields: Row) -> int:
    fields = {"TITLE": title, "ORIGINATOR_ID": _ORIGIN, "ORIGIN_ID": alias, **fields}
    return add(world, kinds.COMPANY, fields, 0)


def _firm(world: World, alias: str, of: Subscriber, side: str, fields: Row) -> int:
    company = _company(world, alias, of.short_name, fields)
    requisite = _requisite(world, company, "Организация", of, side)
    bank = {"NAME": "АО «Вымышленный банк»", "RQ_BANK_NAME": "АО «Вымышленный банк»", "RQ_BIK": "044525999"}
    with world.writing() as db:
        records.insert(
            db,
            requisites.BANK,
            {
                "ENTITY_ID": requisite,
                "COUNTRY_ID": 1,
                "DATE_CREATE": world.iso(),
                "CREATED_BY_ID": 1,
                **bank,
                "RQ_ACC_NUM": f"4070281000000000{company:04d}",
                "RQ_COR_ACC_NUM": "30101810000000000999",
                "RQ_ACC_CURRENCY": "RUB",
            },
        )
    return company


def _requisite(world: World, company: int, name: str, of: Subscriber, side: str) -> int:
    head = _HEADS.get(side)
    requisite = add_requisite(
        world,
        company,
        {
            "NAME": name,
            "RQ_COMPANY_NAME": of.short_name,
            "RQ_COMPANY_FULL_NAME": of.full_name,
            "RQ_INN": of.inn,
            "RQ_KPP": of.kpp,
            "RQ_OGRN": of.ogrn,
            "RQ_DIRECTOR": head.full_name if head else None,
        },
    )
    with world.writing() as db:
        requisite_links.add_address_of(
            db,
            requisite,
            _LEGAL_ADDRESS,
            {"ADDRESS_1": of.street, "CITY": of.city, "COUNTRY": "Россия", "COUNTRY_CODE": "RU"},
        )
    return requisite


def _sole_proprietor(world: World) -> int:
    person, of = people.SOLE_PROPRIETOR, SUBSCRIBERS["ip"]
    name, _, second_name = person.given_name.partition(" ")
    company = _company(world, "ip", of.short_name, {"TYPE_ID": "SUPPLIER"})
    words = {"NAME": "ИП", "RQ_INN": of.inn, "RQ_OGRNIP": of.ogrn}
    words |= {"RQ_LAST_NAME": person.surname, "RQ_FIRST_NAME": name, "RQ_SECOND_NAME": second_name}
    add_requisite(world, company, words, "ИП")
    return company


def _add_contact(world: World, one: _Contact, companies: dict[str, int]) -> int:
    fields = {
        "NAME": one.name,
        "SECOND_NAME": one.second_name,
        "LAST_NAME": one.last_name,
        "POST": one.post,
        "TYPE_ID": "CLIENT",
        "COMPANY_ID": companies[one.company],
        "ORIGINATOR_ID": _ORIGIN,
        "ORIGIN_ID": one.alias,
    }
    return add(world, kinds.CONTACT, fields, 0, one.email)


def _add_deal(
    world: World, number: int, deal: tuple[Any, ...], companies: dict[str, int], contacts: dict[str, int]
) -> None:
    title, company, contact, manager, stage, total, chosen = deal
    fields = {
        "TITLE": title,
        "COMPANY_ID": companies.get(company),
        "CONTACT_ID": contacts[contact],
        "ASSIGNED_BY_ID": manager,
        "STAGE_ID": stage,
        "OPPORTUNITY": total,
        "IS_MANUAL_OPPORTUNITY": "N" if number == 0 else "Y",
        "UF_CRM_SIGNER": 2,
        "ORIGINATOR_ID": _ORIGIN,
        "ORIGIN_ID": f"deal-{number + 1}",
    }
    id = add(world, kinds.DEAL, fields, number)
    if number == 0:
        goods = {"productName": "Семена", "price": 1200.0, "quantity": 100.0, "taxRate": 20.0}
        products.store(world, kinds.SYSTEM[kinds.DEAL], id, [goods])
    if chosen:
        _link(world, id, companies[company])


def _link(world: World, deal: int, company: int) -> None:
    requisite = requisites.of_entity(world, kinds.COMPANY, company)[0]["ID"]
    ours = my_requisite(world)
    requisite_links.register(
        world,
        {
            "ENTITY_TYPE_ID": kinds.DEAL,
            "ENTITY_ID": deal,
            "REQUISITE_ID": requisite,
            "BANK_DETAIL_ID": _bank(world, requisite),
            "MC_REQUISITE_ID": ours,
            "MC_BANK_DETAIL_ID": _bank(world, ours),
        },
    )


def _bank(world: World, requisite: int) -> int:
    with world.reading() as db:
        found = records.first(db, requisites.BANK, ENTITY_ID=requisite)
    return 0 if found is None else int(found["ID"])


def _add_others(world: World, companies: dict[str, int], contacts: dict[str, int]) -> None:
    """One object of each other kind: applications work in their cards too."""
    client = {"COMPANY_ID": companies["buyer"], "CONTACT_ID": contacts["polevoy"]}
    ours = {"MYCOMPANY_ID": companies["my"]}
    add(world, kinds.LEAD, {"TITLE": "Запрос с сайта", "NAME": "Ольга", **client}, 0, "lead@vasilek.example")
    add(world, kinds.QUOTE, {"TITLE": "Предложение на сезон", "OPPORTUNITY": 300_000.0, **client, **ours}, 1)
    invoice = {"TITLE": "Счёт на семена", "ACCOUNT_NUMBER": "1", "OPPORTUNITY": 120_000.0}
    add(world, kinds.SMART_INVOICE, {**invoice, **client, **ours}, 2)


@seed.tells
def tell(world: World) -> dict[str, Any]:
    """Numbers of what the sandbox has made, by its names."""
    found: dict[str, dict[str, int]] = {}
    for name, number in (("companies", kinds.COMPANY), ("contacts", kinds.CONTACT), ("deals", kinds.DEAL)):
        with world.reading() as db:
            rows = records.select(db, str(number), records.where(ORIGINATOR_ID=_ORIGIN))
        found[name] = {row["ORIGIN_ID"]: row["ID"] for row in rows}
    return {"crm": found}
