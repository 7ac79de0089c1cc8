"""The emulator: the API of the operator on a port of this machine."""

from __future__ import annotations

import logging
import secrets
from importlib import import_module
from typing import Any

from google.protobuf.message import Message

from paraph.sandbox.diadoc import api, auth, codec, seed
from paraph.sandbox.diadoc.api import Answer, Call, Reply
from paraph.sandbox.diadoc.directory import boxes_of, employees_of, organization
from paraph.sandbox.diadoc.errors import ApiError, NotReady
from paraph.sandbox.diadoc.world import Settings, World
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import HttpServer, Request, Response, Routes, check_answers

log = logging.getLogger(__name__)

#: Modules that register endpoints, tables and jobs when they are imported.
for _module in ("organizations",):
    import_module(f"paraph.sandbox.diadoc.{_module}")

_INTERNAL = (
    "The server encountered an internal error or misconfiguration and was unable to complete your request"
)


class DiadocEmulator:
    """Keeps everybody's boxes in the emulator's folder."""

    def __init__(self, place: Place, settings: Settings | None = None) -> None:
        self.world = World(place.folder, settings)
        seed.sow(self.world)
        routes = Routes()
        for method in ("GET", "POST"):
            routes.add(method, "/.*", self._serve)
        self._http = HttpServer(place.bind("http"), routes)

    def start(self) -> None:
        self.world.start()
        self._http.start()

    def stop(self) -> None:
        self._http.stop()
        self.world.stop()

    def check(self) -> None:
        check_answers(f"{self._http.url}/_sandbox/state")

    @property
    def ready(self) -> dict[str, Any]:
        return {
            "url": self._http.url,
            "developer_key": self.world.developer_key,
            "organizations": {name: self._described(name) for name in seed.SUBSCRIBERS},
        }

    def _described(self, name: str) -> dict[str, Any]:
        found = organization(self.world, seed.guid("organization", name))
        if found is None:
            return {}
        with self.world.reading() as db:
            passwords = {row["id"]: row["password"] for row in db.execute("SELECT id, password FROM users")}
        return {
            "organization_id": found.id,
            "inn": found.inn,
            "kpp": found.kpp,
            "name": found.name,
            "fns_participant_id": found.fns_id,
            "boxes": [
                {"box_id": box.diadoc_id, "box_id_guid": box.id} for box in boxes_of(self.world, found.id)
            ],
            "users": [
                {
                    "user_id": employee.user.id,
                    "login": employee.user.login,
                    "password": passwords[employee.user.id],
                    "full_name": employee.user.full_name,
                    "person": employee.user.person,
                }
                for employee in employees_of(self.world, found.id)
            ],
        }

    def _serve(self, request: Request) -> Response:
        if request.path == "/_sandbox/state":
            return Response(b"{}", "application/json")
        trace = ("X-Kontur-Trace-Id", secrets.token_hex(16))
        try:
            found = api.find(request.method, request.path)
            call = Call(self.world, request, found, auth.caller(self.world, request.headers, found.access))
            response = _response(call, found.handler(call))
        except NotReady as wait:
            response = Response(b"", api.TEXT, 204, (("Retry-After", str(wait.retry_after)),))
        except ApiError as error:
            response = _refusal(error)
        except Exception:
            log.exception("%s %s", request.method, request.path)
            response = Response(_INTERNAL.encode(), api.TEXT, 500)
        return Response(response.body, response.content_type, response.status, (*response.headers, trace))


def _response(call: Call, answer: Answer) -> Response:
    if isinstance(answer, Reply):
        return Response(answer.body, answer.content_type, answer.status, answer.headers)
    if isinstance(answer, Message):
        if call.wants_json:
            return Response(codec.to_json(answer), api.JSON)
        return Response(answer.SerializeToString(), api.PROTOBUF)
    if isinstance(answer, str):
        return Response(answer.encode(), api.TEXT)
    return Response(answer or b"", "application/octet-stream")


def _refusal(error: ApiError) -> Response:
    headers: list[tuple[str, str]] = []
    text = error.text
    if error.code:
        headers.append(("X-Diadoc-ErrorCode", error.code))
        text = text or f"ErrorCode: {error.code} (Http.{_STATUS_NAMES.get(error.status, error.status)})"
    if error.retry_after is not None:
        headers.append(("Retry-After", str(error.retry_after)))
    return Response(text.encode(), api.TEXT, error.status, tuple(headers))


_STATUS_NAMES = {
    400: "BadRequest",
    402: "PaymentRequired",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
}
