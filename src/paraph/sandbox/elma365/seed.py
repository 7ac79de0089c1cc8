"""What there is in the company from the start. Every person and organisation is invented.

Other modules sow what is theirs: `@seed.sows` after the people and applications, `@seed.tells` for the ready
file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.elma365 import access, disk, items, people, schemas
from paraph.sandbox.elma365.applications import APPLICATIONS, NAMESPACES
from paraph.sandbox.elma365.papers import paper
from paraph.sandbox.elma365.routes import control
from paraph.sandbox.elma365.world import World, fixed_id
from paraph.sandbox.http import Request
from paraph.sandbox.pki.people import (
    EMPLOYEE,
    HEAD,
    ORGANIZATIONS,
    PARTNER_EMPLOYEE,
    PARTNER_HEAD,
    SOLE_PROPRIETOR,
    Person,
)

#: What a reset leaves: what time it is there and the keys of addresses already given.
_KEPT_SETTINGS = ("schema", "clock-shift", "clock-frozen", "link-key")

MY_COMPANIES = ("_system_catalogs", "_my_companies")
COMPANIES = ("_clients", "_companies")
CONTACTS = ("_clients", "_contacts")
CONTRACTS = ("documents", "contracts")

_sowers: list[Callable[[World], None]] = []
_tellers: list[Callable[[World], dict[str, Any]]] = []


@dataclass(frozen=True)
class _Worker:
    lastname: str
    firstname: str
    middlename: str
    login: str
    position: str
    groups: tuple[str, ...] = ()
    person: str = ""
    active: bool = True


def _of(person: Person, key: str, *groups: str) -> _Worker:
    firstname, _, middlename = person.given_name.partition(" ")
    return _Worker(person.surname, firstname, middlename, person.email, person.title, groups, key)


GROUPS = {"administrators": "Администраторы", "accounting": "Бухгалтерия", "all_users": "Все пользователи"}
#: In the order they came. The first one owns the token of the ready file; the last one has left.
WORKERS = (
    _Worker(
        *("Схемов", "Борис", "Львович", "shemov@romashka.example", "Администратор ELMA365"),
        groups=("administrators",),
    ),
    _of(HEAD, "head", "administrators"),
    _of(EMPLOYEE, "person"),
    _Worker(
        *("Балансова", "Ольга", "Викторовна", "balansova@romashka.example", "Главный бухгалтер"),
        groups=("accounting",),
    ),
    _Worker(
        *("Проводкин", "Никита", "Андреевич", "provodkin@romashka.example", "Бухгалтер"),
        groups=("accounting",),
    ),
    _Worker("Правилова", "Дарья", "Ивановна", "pravilova@romashka.example", "Юрист"),
    _Worker("Прошлый", "Егор", "Ильич", "proshly@romashka.example", "Юрист", active=False),
)


def sows(sower: Callable[[World], None]) -> Callable[[World], None]:
    """The decorated function fills a new company; it runs once, in one transaction, after everything here."""
    _sowers.append(sower)
    return sower


def tells(teller: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
    """What the decorated function returns is added to the ready file."""
    _tellers.append(teller)
    return teller


def user_id(login: str) -> str:
    """The id of the user whose login begins so: `user_id("balansova")`."""
    return fixed_id("user", login.partition("@")[0])


def group_id(code: str) -> str:
    return fixed_id("group", code)


def item_id(key: str) -> str:
    """The id of an element sown here: `item_id("company/buyer")`."""
    return fixed_id("item", key)


def ready(world: World) -> dict[str, Any]:
    """What is said of the company in the ready file."""
    admin = people.users(world)[0]
    return {
        "token": world.setting("token"),
        "company": ORGANIZATIONS["seller"].name,
        "admin": _worker_told(admin),
        "users": [_worker_told(one) for one in people.users(world) if one.is_active],
        "applications": {
            f"{app.namespace}/{app.code}": app.name for app in schemas.applications(world, "documents")
        },
        "items": {key: item_id(key) for key in _ITEMS},
        **{name: value for teller in _tellers for name, value in teller(world).items()},
    }


def _worker_told(one: people.User) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.full_name,
        "email": one.login,
        "position": one.position,
        "person": one.person,
        "admin": one.is_admin,
    }


def sow(world: World) -> None:
    """Fills the company once."""
    if people.users(world):
        return
    with world.writing():
        _sow_people(world)
        for code, name in NAMESPACES:
            schemas.add_namespace(world, code, name)
        for app in APPLICATIONS:
            schemas.keep(world, app)
        disk.add_directory(world, "files", "Файлы")
        disk.add_directory(world, "edo", "Документы ЭДО")
        _sow_items(world)
        world.set("token", access.issue(world, user_id(WORKERS[0].login)))
        for sower in _sowers:
            sower(world)


def _sow_people(world: World) -> None:
    with world.writing() as db:
        db.executemany(
            "INSERT INTO groups VALUES (?, ?, ?)",
            [(group_id(code), code, name) for code, name in GROUPS.items()],
        )
        for number, one in enumerate(WORKERS, 1):
            name = (one.lastname, one.firstname, one.middlename)
            who = user_id(one.login)
            db.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (who, number, *name, one.login, one.position, one.person, one.active, world.now()),
            )
            for code in (*one.groups, "all_users"):
                people.join(world, group_id(code), who)


# -- elements ----------------------------------------------------------------------------------------------


def _requisites(name: str, inn: str, kpp: str, ogrn: str, email: str) -> dict[str, Any]:
    emails = [{"type": "work", "email": email}]
    return {"__name": name, "_inn": inn, "_kpp": kpp, "_ogrn": ogrn, "_email": emails}


def _firm(side: str) -> dict[str, Any]:
    firm = ORGANIZATIONS[side]
    return _requisites(firm.name, firm.inn, firm.kpp, firm.ogrn, firm.email)


def _master() -> dict[str, Any]:
    one = SOLE_PROPRIETOR
    return _requisites("ИП Мастеров О. Ю.", one.inn, "", one.ogrnip, one.email)


def _contact(person: Person, company: str) -> dict[str, Any]:
    firstname, _, middlename = person.given_name.partition(" ")
    return {
        "__name": person.full_name,
        "_fullname": {"lastname": person.surname, "firstname": firstname, "middlename": middlename},
        "_position": person.title,
        "_email": [{"type": "work", "email": person.email}],
        "_companies": [item_id(company)],
    }


_BRANCH = {**_firm("buyer"), "__name": "ООО «Василёк», Гатчинский филиал", "_kpp": "470345001"}
_SHORE = _requisites(
    "ООО «Дальний берег»", "7700000231", "770001001", "1207799000056", "office@shore.example"
)

#: Key → application and fields: catalogues, then what refers to them.
_ITEMS: dict[str, tuple[tuple[str, str], dict[str, Any]]] = {
    "my_company/seller": (MY_COMPANIES, _firm("seller")),
    "my_company/ip": (MY_COMPANIES, _master()),
    "company/buyer": (COMPANIES, _firm("buyer")),
    "company/buyer_branch": (COMPANIES, _BRANCH),
    "company/roaming": (COMPANIES, _SHORE),
    "company/ip": (COMPANIES, _master()),
    "contact/partner_head": (CONTACTS, _contact(PARTNER_HEAD, "company/buyer")),
    "contact/partner_person": (CONTACTS, _contact(PARTNER_EMPLOYEE, "company/buyer")),
    "contract/17": (
        CONTRACTS,
        {
            "__name": "Договор поставки № 17 с ООО «Василёк»",
            "number": "17",
            "date": "2026-11-20T00:00:00Z",
            "amount": {"cents": 125_000_00, "currency": "RUB"},
            "counterparty": [item_id("company/buyer")],
            "my_company": [item_id("my_company/seller")],
            "contract_type": [{"code": "supply"}],
            "answer_wanted": True,
            "responsible": [user_id("rabotnikov")],
        },
    ),
    "contract/18": (
        CONTRACTS,
        {
            "__name": "Договор услуг № 18 с ИП Мастеров",
            "number": "18",
            "date": "2026-11-21T00:00:00Z",
            "amount": {"cents": 30_000_50, "currency": "RUB"},
            "counterparty": [item_id("company/ip")],
            "my_company": [item_id("my_company/seller")],
            "contract_type": [{"code": "service"}],
            "responsible": [user_id("pravilova")],
        },
    ),
    "letter/1": (("documents", "letters"), {"__name": "Письмо о новом адресе", "number": "1"}),
}
#: Title of the paper in the element's file.
_PAPERS = {"contract/17": "Contract No 17", "contract/18": "Contract No 18", "letter/1": "Letter No 1"}


def _sow_items(world: World) -> None:
    for key, (where, context) in _ITEMS.items():
        if key in _PAPERS:
            name = f"{context['__name']}.pdf".replace("№ ", "").replace(" ", "_")
            context = {**context, "__file": [disk.keep(world, name, paper(_PAPERS[key]))]}
        items.create(world, *where, context, user_id("rabotnikov"), item_id(key))


@control("POST", "reset")
def reset(world: World, request: Request) -> Any:
    """A new company at the same address with the same token: whatever anybody did is forgotten."""
    world.faults.clear()
    kept = {name: world.setting(name) for name in (*_KEPT_SETTINGS, "token")}
    with world.writing() as db:
        world.forget(keeping=())
        for name, value in kept.items():
            if value is not None and name != "token":
                world.set(name, value)
        sow(world)
        db.execute("UPDATE tokens SET token = ? WHERE token = ?", (kept["token"], world.setting("token")))
        world.set("token", str(kept["token"]))
    return {"users": len(people.users(world))}
