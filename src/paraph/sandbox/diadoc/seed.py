"""Who is there from the start: the people of the test authority and a few invented neighbours.

Other ИНН are of the office 7700, which registers nobody; their ОГРН name an inspectorate that does not exist.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, organizations
from paraph.sandbox.diadoc.relations import befriend
from paraph.sandbox.diadoc.world import World
from paraph.sandbox.pki import people

#: Readable aloud and typed without mistakes: no letters that look like digits.
_PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
_PASSWORD_LENGTH = 10
#: What an employee may do (EmployeePermissions.Actions).
ACTIONS = (
    "CreateDocuments",
    "DeleteRestoreDocuments",
    "SignDocuments",
    "AddResolutions",
    "RequestResolutions",
    "ManageCounteragents",
    "AttachUniversalMessages",
)


def guid(*of: str) -> str:
    """The same id for the same thing in every sandbox."""
    return str(uuid5(NAMESPACE_URL, "paraph-sandbox-diadoc/" + "/".join(of)))


@dataclass(frozen=True)
class Worker:
    """An employee to be; `person` is the name of a key file of the test authority."""

    person: str
    of: people.Person
    login: str
    department: str = ""
    access_level: str = "AllDocuments"
    administrator: bool = True
    actions: tuple[str, ...] = ACTIONS


@dataclass(frozen=True)
class Subscriber:
    """An organisation to be."""

    inn: str
    kpp: str
    ogrn: str
    short_name: str
    full_name: str
    city: str
    street: str
    region: str
    operator: str = "2BM"
    kind: str = "Juridical"
    boxes: int = 1
    branch: bool = False
    liquidated: bool = False
    subscribed: bool = True
    counteragents_only: bool = False
    encryption: bool = False
    #: Its operator wants a paper before documents pass.
    roaming_on_request: bool = False
    departments: tuple[str, ...] = ()
    workers: tuple[Worker, ...] = field(default=())

    @property
    def fns_id(self) -> str:
        """ИД участника ЭДО: the operator, ИНН, КПП and the moment of registration, 46 characters at most."""
        number = int(guid("fns", self.inn, self.kpp, self.operator).replace("-", ""), 16) % 10**9
        return "-".join(filter(None, (self.operator, self.inn, self.kpp, f"201912021234{number:09d}")))


def _of(person_side: str, **more: Any) -> Subscriber:
    firm = people.ORGANIZATIONS[person_side]
    return Subscriber(
        inn=firm.inn,
        kpp=firm.kpp,
        ogrn=firm.ogrn,
        short_name=firm.name,
        full_name=firm.full_name,
        city=firm.city,
        street=firm.street,
        region=firm.region[:2],
        **more,
    )


def _invented(inn: str, name: str, **more: Any) -> Subscriber:
    return Subscriber(
        inn=inn,
        kpp="770001001",
        ogrn=more.pop("ogrn"),
        short_name=f"ООО «{name}»",
        full_name=f"Общество с ограниченной ответственностью «{name}»",
        city="Москва",
        street="ул. Просёлочная, д. 3",
        region="77",
        **more,
    )


_HEAD = Worker("head", people.HEAD, people.HEAD.email)
_EMPLOYEE = Worker("person", people.EMPLOYEE, people.EMPLOYEE.email, administrator=False)
_PARTNER_HEAD = Worker("partner_head", people.PARTNER_HEAD, people.PARTNER_HEAD.email)
#: Sees the documents of her department only and may not sign.
_PARTNER_EMPLOYEE = Worker(
    "partner_person",
    people.PARTNER_EMPLOYEE,
    people.PARTNER_EMPLOYEE.email,
    department="Бухгалтерия",
    access_level="DepartmentOnly",
    administrator=False,
    actions=("CreateDocuments", "AddResolutions"),
)
_MASTER = Worker("ip", people.SOLE_PROPRIETOR, people.SOLE_PROPRIETOR.email)

#: By the name used in the ready file. `buyer` has a branch and a box in roaming: one ИНН, several boxes.
SUBSCRIBERS: dict[str, Subscriber] = {
    "seller": _of("seller", encryption=True, workers=(_HEAD, _EMPLOYEE), departments=("Отдел продаж",)),
    "buyer": _of("buyer", workers=(_PARTNER_HEAD, _PARTNER_EMPLOYEE), departments=("Бухгалтерия", "Склад")),
    "buyer_branch": replace(
        _of("buyer", branch=True, workers=(_PARTNER_HEAD,)),
        kpp="470345001",
        city="Гатчина",
        region="47",
        short_name="ООО «Василёк», Гатчинский филиал",
    ),
    "buyer_roaming": replace(_of("buyer"), operator="2BE"),
    "ip": Subscriber(
        inn=people.SOLE_PROPRIETOR.inn,
        kpp="",
        ogrn=people.SOLE_PROPRIETOR.ogrnip,
        short_name="ИП Мастеров О. Ю.",
        full_name="Индивидуальный предприниматель Мастеров Олег Юрьевич",
        city="Москва",
        street="ул. Ремесленная, д. 4",
        region="77",
        kind="Individual",
        counteragents_only=True,
        workers=(_MASTER,),
    ),
    "unpaid": _invented("7700000217", "Затишье", ogrn="1207799000034", subscribed=False, workers=(_HEAD,)),
    "liquidated": _invented("7700000224", "Пустырь", ogrn="1207799000045", liquidated=True, workers=(_HEAD,)),
    "roaming": _invented(
        "7700000231", "Дальний берег", ogrn="1207799000056", operator="2AL", roaming_on_request=True
    ),
}


def sow(world: World) -> None:
    """Registers everybody once."""
    if organizations(world):
        return
    with world.writing():
        for alias, subscriber in SUBSCRIBERS.items():
            add(world, alias, subscriber)
        befriend(world, guid("organization", "seller"), guid("organization", "buyer"))


def passwords(world: World) -> dict[str, str]:
    """By id of a user."""
    with world.reading() as db:
        return {row["id"]: row["password"] for row in db.execute("SELECT id, password FROM users")}


def add(world: World, alias: str, subscriber: Subscriber) -> str:
    """Registers an organisation with its box, departments and users; returns its id."""
    organization_id, now = guid("organization", alias), world.now_ticks()
    with world.writing() as db:
        db.execute(
            "INSERT INTO organizations (id, alias, inn, kpp, fns_id, liquidated, roaming, counteragents_only,"
            " subscribed, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                organization_id,
                alias,
                subscriber.inn,
                subscriber.kpp,
                subscriber.fns_id,
                subscriber.liquidated,
                subscriber.operator != "2BM",
                subscriber.counteragents_only,
                subscriber.subscribed,
                json.dumps(_more(subscriber), ensure_ascii=False),
            ),
        )
        db.execute(
            "INSERT INTO boxes VALUES (?, ?, ?)", (guid("box", alias), organization_id, subscriber.short_name)
        )
        for department in subscriber.departments:
            db.execute(
                "INSERT INTO departments (id, organization_id, parent_id, name, abbreviation, created)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    guid("department", alias, department),
                    organization_id,
                    HEAD_DEPARTMENT,
                    department,
                    department[:6],
                    now,
                ),
            )
    for worker in subscriber.workers:
        _employ(world, alias, organization_id, worker)
    return organization_id


def _more(subscriber: Subscriber) -> dict[str, Any]:
    more: dict[str, Any] = {
        "FullName": subscriber.full_name,
        "ShortName": subscriber.short_name,
        "Ogrn": subscriber.ogrn,
        "OrganizationType": subscriber.kind,
        "IsBranch": subscriber.branch,
        "EncryptedDocumentsAllowed": subscriber.encryption,
        "RoamingSettingRequired": subscriber.roaming_on_request,
        "Address": {"Region": subscriber.region, "City": subscriber.city, "Street": subscriber.street},
    }
    if subscriber.liquidated:
        more["LiquidationDate"] = "31.12.2024"
    return more


def _employ(world: World, alias: str, organization_id: str, worker: Worker) -> None:
    user_id = guid("user", worker.login)
    given_name, _, patronymic = worker.of.given_name.partition(" ")
    department = guid("department", alias, worker.department) if worker.department else HEAD_DEPARTMENT
    actions = {action: action in worker.actions for action in ACTIONS}
    password = "".join(secrets.choice(_PASSWORD_ALPHABET) for _ in range(_PASSWORD_LENGTH))
    person = (worker.of.surname, given_name, patronymic, worker.of.inn, worker.person)
    with world.writing() as db:
        db.execute(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (user_id, worker.login, password, *person),
        )
        db.execute(
            "INSERT INTO employees VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
            (
                organization_id,
                user_id,
                worker.of.title,
                department,
                worker.access_level,
                worker.administrator,
                json.dumps({"Actions": actions}),
                world.now_ticks(),
            ),
        )
