"""Who works on the portal from the start. Every person is invented, two have keys of the test authority.

Other modules sow what is theirs: `@seed.sows` after the people, `@seed.tells` for the ready file.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paraph.sandbox.bitrix24 import auth, people
from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import Request
from paraph.sandbox.pki.people import EMPLOYEE, HEAD, ORGANIZATIONS, Person

#: What a reset leaves: who the portal is and what time it is there.
_KEPT_SETTINGS = ("schema", "clock-shift", "clock-frozen", "member-id", "webhook", "moved")

_sowers: list[Callable[[World], None]] = []
_tellers: list[Callable[[World], dict[str, Any]]] = []


@dataclass(frozen=True)
class _Worker:
    last_name: str
    name: str
    second_name: str
    position: str
    department: int
    login: str
    person: str = ""
    admin: bool = False
    active: bool = True


def _of(person: Person, key: str, department: int, *, admin: bool = False) -> _Worker:
    name, _, second_name = person.given_name.partition(" ")
    login = person.email.partition("@")[0]
    return _Worker(person.surname, name, second_name, person.title, department, login, key, admin)


#: Number, name, parent and head.
DEPARTMENTS = (
    (1, ORGANIZATIONS["seller"].name, None, 2),
    (2, "Отдел продаж", 1, 4),
    (3, "Бухгалтерия", 1, 6),
    (4, "Отдел по работе с партнёрами", 2, 8),
)
#: In the order of their numbers from 1. The first one set the portal up; the last one has left.
WORKERS = (
    _Worker("Настройкин", "Семён", "Петрович", "Системный администратор", 1, "nastroykin", admin=True),
    _of(HEAD, "head", 1, admin=True),
    _of(EMPLOYEE, "person", 2),
    _Worker("Торговцева", "Ирина", "Олеговна", "Руководитель отдела продаж", 2, "torgovtseva"),
    _Worker("Сделкин", "Артём", "Юрьевич", "Менеджер по продажам", 2, "sdelkin"),
    _Worker("Балансова", "Ольга", "Викторовна", "Главный бухгалтер", 3, "balansova"),
    _Worker("Проводкин", "Никита", "Андреевич", "Бухгалтер", 3, "provodkin"),
    _Worker("Дружинина", "Вера", "Павловна", "Руководитель направления", 4, "druzhinina"),
    _Worker("Союзов", "Глеб", "Иванович", "Менеджер по партнёрам", 4, "soyuzov"),
    _Worker("Прошлый", "Егор", "Ильич", "Менеджер по продажам", 2, "proshly", active=False),
)


def sows(sower: Callable[[World], None]) -> Callable[[World], None]:
    """The decorated function fills a new portal; it runs once, in one transaction, after the people."""
    _sowers.append(sower)
    return sower


def tells(teller: Callable[[World], dict[str, Any]]) -> Callable[[World], dict[str, Any]]:
    """What the decorated function returns is added to the ready file."""
    _tellers.append(teller)
    return teller


def ready(world: World) -> dict[str, Any]:
    """What other modules tell the ready file."""
    return {name: value for teller in _tellers for name, value in teller(world).items()}


def webhook(world: World) -> str:
    """`user/code` of the administrator's incoming webhook."""
    return f"1/{world.kept('webhook', lambda: secrets.token_hex(8))}"


def sow(world: World) -> None:
    """Fills the portal once."""
    if people.users(world):
        return
    with world.writing() as db:
        db.executemany(
            "INSERT INTO departments VALUES (?, ?, 500, ?, ?)",
            [(number, name, parent, head) for number, name, parent, head in DEPARTMENTS],
        )
        for number, worker in enumerate(WORKERS, 1):
            db.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(world, number, worker)
            )
        user_id, code = webhook(world).split("/")
        db.execute(
            "INSERT OR IGNORE INTO webhooks VALUES (?, ?, ?, 1)", (code, user_id, ",".join(auth.SCOPES))
        )
        for sower in _sowers:
            sower(world)


def _row(world: World, number: int, worker: _Worker) -> tuple[Any, ...]:
    return (
        number,
        worker.name,
        worker.last_name,
        worker.second_name,
        f"{worker.login}@romashka.example",
        f"+7 495 000-00-{number:02d}",
        worker.position,
        worker.person,
        worker.admin,
        worker.active,
        json.dumps([worker.department]),
        world.now(),
    )


@control("POST", "reset")
def reset(world: World, request: Request) -> Any:
    """A new portal under the same address: the webhook stays, applications and whatever they did do not."""
    world.faults.clear()
    world.limits.clear()
    kept = {name: world.setting(name) for name in _KEPT_SETTINGS}
    with world.writing():
        world.forget(keeping=())
        for name, value in kept.items():
            if value is not None:
                world.set(name, value)
        sow(world)
    return {"users": len(people.users(world))}
