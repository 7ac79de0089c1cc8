"""A client of the emulated operator for tests: bare HTTP, protobuf or JSON."""

from __future__ import annotations

from typing import Any, TypeVar

import httpx
from google.protobuf.message import Message

from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.diadoc.world import World

M = TypeVar("M", bound=Message)


class DiadocHttp:
    """Calls methods as one user; `as_user` logs another in."""

    def __init__(self, emulator: DiadocEmulator, http: httpx.Client, token: str = "") -> None:
        self.emulator = emulator
        self.http = http
        self.token = token
        self.ready: dict[str, Any] = emulator.ready

    @property
    def world(self) -> World:
        return self.emulator.world

    def box(self, organization: str) -> str:
        """The box id of a seeded organisation, as 32 digits and @diadoc.ru."""
        return str(self.ready["organizations"][organization]["boxes"][0]["box_id"])

    def as_user(self, organization: str, number: int = 0) -> DiadocHttp:
        user = self.ready["organizations"][organization]["users"][number]
        answer = self.call(
            "POST",
            "/V3/Authenticate",
            params={"type": "password"},
            json={"login": user["login"], "password": user["password"]},
        )
        assert answer.status_code == 200, answer.text
        return DiadocHttp(self.emulator, self.http, answer.text)

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A request with the header of this user; `options` are those of httpx."""
        parts = [f"ddauth_api_client_id={self.ready['developer_key']}"]
        if self.token:
            parts.append(f"ddauth_token={self.token}")
        headers = {"Authorization": "DiadocAuth " + ",".join(parts), **options.pop("headers", {})}
        return self.http.request(method, self.ready["url"] + path, headers=headers, **options)

    def get(self, kind: type[M], path: str, **params: str | int | bool) -> M:
        """The answer of a GET as a message."""
        return self._read(kind, self.call("GET", path, params=params))

    def post(self, kind: type[M], path: str, body: Message | bytes = b"", **params: str | int | bool) -> M:
        """The answer of a POST as a message."""
        content = body if isinstance(body, bytes) else body.SerializeToString()
        return self._read(kind, self.call("POST", path, params=params, content=content))

    def json(self, method: str, path: str, body: object = None, **params: str | int | bool) -> Any:
        """The answer as JSON of a call with JSON."""
        answer = self.call(method, path, params=params, json=body, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _read(self, kind: type[M], answer: httpx.Response) -> M:
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return kind.FromString(answer.content)

    def order_fault(self, kind: str, **order: object) -> None:
        """Has the next calls go wrong; see `control`."""
        self.control("POST", "/faults", {"kind": kind, **order})

    def settle(self) -> None:
        """Waits until the operator has done all it does by itself."""
        assert self.control("POST", "/settle", {"timeout": 30})["settled"]

    def control(self, method: str, path: str, order: object = None) -> Any:
        """A call of `/_sandbox/…`; its answer."""
        answer = self.http.request(method, f"{self.ready['url']}/_sandbox{path}", json=order)
        assert answer.status_code == 200, answer.text
        return answer.json()
