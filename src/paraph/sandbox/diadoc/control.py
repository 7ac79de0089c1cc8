"""What only the sandbox has: `/_sandbox/…`, JSON in and out, open to everybody on this machine."""

from __future__ import annotations

import secrets
from typing import Any

from paraph.sandbox.diadoc import seed, types
from paraph.sandbox.diadoc.codec import iso
from paraph.sandbox.diadoc.directory import Organization, boxes_of, employees_of, organizations
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.faults import KINDS
from paraph.sandbox.diadoc.seed import Subscriber, Worker
from paraph.sandbox.diadoc.world import World
from paraph.sandbox.http import HttpError, Request, Response, Routes, json_response
from paraph.sandbox.orders import LONGEST_JUMP, LONGEST_SETTLE, fault_of, number_of, order_of
from paraph.sandbox.pki.people import Person

_PREFIX = "/_sandbox"
#: What may be switched for an organisation.
_SWITCHES = ("blocked", "subscribed", "liquidated", "counteragents_only")


class Control:
    """Answers for state, time, faults and counters."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, routes: Routes) -> None:
        for method, path, handler in (
            ("GET", "/state", self._state),
            ("POST", "/settle", self._settle),
            ("GET", "/faults", self._faults_left),
            ("POST", "/faults", self._order_fault),
            ("DELETE", "/faults", self._clear_faults),
            ("GET", "/calls", self._calls),
            ("POST", "/calls", self._mark_calls),
            ("POST", "/organizations", self._add_organization),
            ("POST", "/organizations/(?P<alias>[a-z0-9_]+)", self._switch_organization),
            ("POST", "/types", self._add_type),
            ("POST", "/sids", self._give_sid),
            ("POST", "/clock", self._move_clock),
            ("POST", "/reset", self._reset),
        ):
            routes.add(method, _PREFIX + path, handler)

    def organizations(self) -> dict[str, Any]:
        """Everybody with a short name, for the ready file."""
        return {of.alias: self._described(of) for of in organizations(self._world) if of.alias}

    def _described(self, of: Organization) -> dict[str, Any]:
        passwords = seed.passwords(self._world)
        return {
            "organization_id": of.id,
            "inn": of.inn,
            "kpp": of.kpp,
            "name": of.name,
            "fns_participant_id": of.fns_id,
            "boxes": [
                {"box_id": box.diadoc_id, "box_id_guid": box.id} for box in boxes_of(self._world, of.id)
            ],
            "users": [
                {
                    "user_id": employee.user.id,
                    "login": employee.user.login,
                    "password": passwords[employee.user.id],
                    "full_name": employee.user.full_name,
                    "person": employee.user.person,
                    "access_level": employee.access_level,
                }
                for employee in employees_of(self._world, of.id)
            ],
        }

    # -- state and time ------------------------------------------------------------------------------------

    def _state(self, request: Request) -> Response:
        return json_response(
            {
                "now": iso(self._world.now_ticks()),
                "jobs": self._world.pending_jobs(),
                "faults": self._world.faults.left(),
                "calls": self._world.calls.since(),
                "organizations": self.organizations(),
            }
        )

    def _settle(self, request: Request) -> Response:
        """`{"timeout": seconds}` → whether everything due within an hour is done."""
        timeout = number_of(order_of(request), "timeout", 10.0, LONGEST_SETTLE)
        return json_response({"settled": self._world.settle(timeout)})

    def _move_clock(self, request: Request) -> Response:
        """`{"seconds": n}`: lets so much time pass at once."""
        self._world.move_clock(number_of(order_of(request), "seconds", 0.0, LONGEST_JUMP))
        return json_response({"now": iso(self._world.now_ticks())})

    def _reset(self, request: Request) -> Response:
        """Forgets everything that was sent; keys, logins and passwords stay."""
        self._world.faults.clear()
        self._world.forget(keeping=("settings", "users", "certificates"))
        seed.sow(self._world)
        return json_response({"organizations": self.organizations()})

    # -- faults and counters -------------------------------------------------------------------------------

    def _faults_left(self, request: Request) -> Response:
        return json_response({"faults": self._world.faults.left(), "kinds": KINDS})

    def _order_fault(self, request: Request) -> Response:
        """`{"kind": …, "count": 1 | null, "share": 0…1, "path": part of a path, "seconds": n}`."""
        self._world.faults.order(fault_of(request, KINDS, "часть пути метода, например PostMessage"))
        return self._faults_left(request)

    def _clear_faults(self, request: Request) -> Response:
        self._world.faults.clear()
        return self._faults_left(request)

    def _calls(self, request: Request) -> Response:
        """`?mark=…`: counts since that mark, else since the start."""
        try:
            return json_response(self._world.calls.since(request.one("mark")))
        except KeyError as error:
            raise HttpError(404, f"Отметки {error} нет. Поставьте её: POST {_PREFIX}/calls.") from error

    def _mark_calls(self, request: Request) -> Response:
        """`{"mark": "…"}`: from here on `GET calls?mark=…` counts."""
        name = request.json_object().get("mark")
        if not isinstance(name, str) or not name:
            raise HttpError(400, "Поле mark: имя отметки.")
        self._world.calls.mark(name)
        return json_response({"mark": name})

    # -- organisations -------------------------------------------------------------------------------------

    def _add_organization(self, request: Request) -> Response:
        """`{"alias", "inn", "kpp", "short_name", …, "workers": [{"login", "surname", "given_name", …}]}`."""
        order = request.json_object()
        alias, workers = order.pop("alias", None), order.pop("workers", [])
        if not isinstance(alias, str) or not alias.isidentifier() or alias in self.organizations():
            raise HttpError(400, "Поле alias: короткое имя латиницей, которого ещё нет.")
        try:
            people = tuple(_worker(worker) for worker in workers)
            order["departments"] = tuple(order.get("departments", ()))
            seed.add(self._world, alias, Subscriber(**order, workers=people))
        except (TypeError, KeyError) as error:
            raise HttpError(400, f"Организация описана с ошибкой: {error}.") from error
        return json_response(self.organizations()[alias])

    def _switch_organization(self, request: Request, alias: str) -> Response:
        """`{"blocked": true}` and the like."""
        order = request.json_object()
        if not order or not all(key in _SWITCHES and isinstance(order[key], bool) for key in order):
            raise HttpError(400, f"Поля: {', '.join(_SWITCHES)}; значения true или false.")
        if alias not in self.organizations():
            raise HttpError(404, f"Организации {alias} нет.")
        with self._world.writing() as db:
            for key, value in order.items():
                db.execute(f"UPDATE organizations SET {key} = ? WHERE alias = ?", (value, alias))  # noqa: S608
        return json_response({"alias": alias, **order})

    def _add_type(self, request: Request) -> Response:
        """`{"organization": alias, "name", "title", "workflows", "required", "optional"}`: one more type."""
        order = request.json_object()
        alias = order.pop("organization", None)
        if alias not in self.organizations():
            raise HttpError(404, f"Организации {alias} нет.")
        try:
            for box in self.organizations()[alias]["boxes"]:
                types.add_own_type(self._world, box["box_id_guid"], order)
        except ApiError as error:
            raise HttpError(error.status, error.text) from error
        return json_response({"organization": alias, **order})

    def _give_sid(self, request: Request) -> Response:
        """`{"login": "…"}` → `{"sid": "…"}`, as if the person had logged in to another service."""
        sid = secrets.token_hex(24)
        with self._world.writing() as db:
            made = db.execute(
                "INSERT INTO sids SELECT ?, id FROM users WHERE login = ?",
                (sid, request.json_object().get("login")),
            ).rowcount
        if not made:
            raise HttpError(404, "Поле login: такого пользователя нет.")
        return json_response({"sid": sid})


def _worker(order: dict[str, Any]) -> Worker:
    person = Person(
        surname=order["surname"],
        given_name=order["given_name"],
        title=order.get("position", ""),
        inn=order.get("inn", ""),
        snils=order.get("snils", ""),
        email=order["login"],
    )
    more: dict[str, Any] = {
        key: order[key] for key in ("department", "access_level", "administrator") if key in order
    }
    if "actions" in order:
        more["actions"] = tuple(order["actions"])
    return Worker(order.get("person", ""), person, order["login"], **more)
