"""Many deals at once, for measurements: invented companies with right check digits, contacts, links."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24.crm import items, kinds, multifields, records, requisite_links, requisites
from paraph.sandbox.bitrix24.crm.items import Author
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.world import World

_AUTHOR = Author(1)
#: Weights of the check digit of a legal entity's ИНН.
_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
#: Managers deals are given to, in turn.
_MANAGERS = (3, 4, 5, 8, 9)
#: Numbers are counted from here, past those of other invented firms.
_FIRST = 50_000


def make(world: World, count: int, companies: int, company_id: Any = None) -> dict[str, list[int]]:
    """Returns ids of new companies and deals; raises `LookupError` for a company that will not do."""
    deals = []
    with world.writing():
        if company_id is None:
            clients = [_company(world) for _ in range(companies)]
        else:
            clients = [_ready(world, company_id)]
        for number in range(count):
            deals.append(_deal(world, clients[number % len(clients)], number))
    made = [] if company_id is not None else [client["company"] for client in clients]
    return {"companies": made, "deals": deals}


def _ready(world: World, company_id: Any) -> Row:
    company = int(company_id) if str(company_id).isdigit() else 0
    with world.reading() as db:
        contact = records.first(db, str(kinds.CONTACT), COMPANY_ID=company)
    requisite = next(iter(requisites.of_entity(world, kinds.COMPANY, company)), None)
    if contact is None or requisite is None:
        raise LookupError(company_id)
    return {"company": company, "contact": contact["ID"], "requisite": requisite["ID"]}


def _company(world: World) -> Row:
    with world.writing() as db:
        number = records.next_id(db, "crowd")
    name = f"Покупатель {number}"
    company = add(world, kinds.COMPANY, {"TITLE": f"ООО «{name}»", "TYPE_ID": "CUSTOMER"}, number)
    email = f"buyer{number}@crowd.example"
    person = {"NAME": "Пётр", "LAST_NAME": f"Покупателев-{number}", "COMPANY_ID": company}
    contact = add(world, kinds.CONTACT, person, number, email)
    requisite = add_requisite(
        world,
        company,
        {
            "NAME": "Организация",
            "RQ_COMPANY_NAME": f"ООО «{name}»",
            "RQ_COMPANY_FULL_NAME": f"Общество с ограниченной ответственностью «{name}»",
            "RQ_INN": inn(_FIRST + number),
            "RQ_KPP": "770001001",
            "RQ_OGRN": ogrn(_FIRST + number),
        },
    )
    return {"company": company, "contact": contact, "requisite": requisite}


def _deal(world: World, client: Row, number: int) -> int:
    ours = my_requisite(world)
    deal = add(
        world,
        kinds.DEAL,
        {
            "TITLE": f"Поставка {number + 1}",
            "COMPANY_ID": client["company"],
            "CONTACT_ID": client["contact"],
            "OPPORTUNITY": 1000 + number,
            "IS_MANUAL_OPPORTUNITY": "Y",
        },
        number,
    )
    requisite_links.register(
        world,
        {
            "ENTITY_TYPE_ID": kinds.DEAL,
            "ENTITY_ID": deal,
            "REQUISITE_ID": client["requisite"],
            "BANK_DETAIL_ID": 0,
            "MC_REQUISITE_ID": ours,
            "MC_BANK_DETAIL_ID": 0,
        },
    )
    return deal


def add(world: World, entity_type_id: int, fields: Row, number: int, email: str = "") -> int:
    """An object the sandbox makes by itself; a manager of its own is responsible for it."""
    fields = {"ASSIGNED_BY_ID": _MANAGERS[number % len(_MANAGERS)], **fields}
    orders = [multifields.Order(0, "EMAIL", "WORK", email)] if email else []
    return int(items.add(world, kinds.SYSTEM[entity_type_id], fields, orders, _AUTHOR)["ID"])


def add_requisite(world: World, company_id: int, words: Row, preset: str = "Организация") -> int:
    owner = {"ENTITY_TYPE_ID": kinds.COMPANY, "ENTITY_ID": company_id}
    data = {**owner, "PRESET_ID": requisites.preset(world, preset), "DATE_CREATE": world.iso()}
    with world.writing() as db:
        return records.insert(db, requisites.KIND, {**data, "CREATED_BY_ID": 1, **words})


def my_requisite(world: World) -> int:
    """The requisite of the company the portal belongs to."""
    with world.reading() as db:
        ours = records.first(db, str(kinds.COMPANY), IS_MY_COMPANY="Y")
    assert ours is not None
    return int(requisites.of_entity(world, kinds.COMPANY, ours["ID"])[0]["ID"])


def inn(number: int) -> str:
    """An ИНН of a legal entity of the office 7700, which registers nobody (приказ ФНС ЕД-7-14/559)."""
    digits = f"7700{number % 100_000:05d}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, _INN_WEIGHTS, strict=True)) % 11 % 10
    return f"{digits}{check}"


def ogrn(number: int) -> str:
    """An ОГРН of the inspectorate 99, which does not exist."""
    digits = f"1207799{number % 100_000:05d}"
    return f"{digits}{int(digits) % 11 % 10}"
