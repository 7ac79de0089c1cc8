"""Hiring and firing, by the control: `/_sandbox/users`."""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.bitrix24 import events, people
from paraph.sandbox.bitrix24.control import control
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request

_TEXTS = ("name", "last_name", "second_name", "email", "phone", "position", "person")


@control("GET", "users")
def listed(world: World, request: Request) -> Any:
    return [_told(user) for user in people.users(world)]


@control("POST", "users")
def hire(world: World, request: Request) -> Any:
    """`{"name", "last_name", "email", "department": 2, …}`: one more employee; ONUSERADD is told."""
    order = request.json_object()
    texts = [order.get(name, "") for name in _TEXTS]
    department = order.get("department", 1)
    if not all(isinstance(one, str) for one in texts) or not order.get("last_name"):
        raise HttpError(400, f"Поля: {', '.join(_TEXTS)}; фамилия (last_name) обязательна.")
    if department not in {one.id for one in people.departments(world)}:
        raise HttpError(400, "Поле department: номер подразделения портала.")
    with world.writing() as db:
        number = db.execute(
            f"INSERT INTO users ({', '.join(_TEXTS)}, admin, departments, registered)"  # noqa: S608
            f" VALUES ({'?, ' * len(_TEXTS)}?, ?, ?)",
            (*texts, order.get("admin") is True, json.dumps([department]), world.now()),
        ).lastrowid
        events.fire(world, "ONUSERADD", {"ID": number, "EMAIL": order.get("email", "")})
    return _told(_asked(world, int(number or 0)))


@control("POST", r"users/(?P<user_id>\d+)")
def switch(world: World, request: Request, user_id: str) -> Any:
    """`{"active": false, "admin": true}`: fires an employee, gives or takes the administrator's rights."""
    order, user = request.json_object(), _asked(world, int(user_id))
    people.switch_user(world, user.id, active=order.get("active"), admin=order.get("admin"))
    return _told(_asked(world, user.id))


def _asked(world: World, user_id: int) -> people.User:
    user = people.find_user(world, user_id)
    if user is None:
        raise HttpError(404, f"Сотрудника {user_id} на портале нет.")
    return user


def _told(user: people.User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.full_name,
        "email": user.email,
        "position": user.position,
        "person": user.person,
        "active": user.is_active,
        "admin": user.is_admin,
        "departments": list(user.departments),
    }


def ready(world: World) -> list[dict[str, Any]]:
    """Everybody still working, for the ready file."""
    return [_told(user) for user in people.users(world) if user.is_active]
