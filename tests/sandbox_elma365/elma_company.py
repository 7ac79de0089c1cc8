"""The emulated ELMA365 over HTTP, as a client of its Web API and as the one at its control desk."""

from __future__ import annotations

from typing import Any

import httpx

from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.elma365.world import World


class Refused(Exception):
    """The Web API refused: by its status, or by HTTP 200 with `success: false`."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.error = str(response.json()["error"])
        super().__init__(f"{self.status} {self.error}")


class Company:
    """The emulated company."""

    def __init__(self, emulator: Elma365Emulator, http: httpx.Client) -> None:
        self.emulator = emulator
        self.ready = emulator.ready
        self.http = http

    @property
    def world(self) -> World:
        return self.emulator.world

    @property
    def url(self) -> str:
        return self.world.url

    def ask(self, method: str, path: str, body: Any = None, token: str = "", **how: Any) -> httpx.Response:
        """The answer to an operation, whatever it is; the token is the administrator's unless given."""
        headers = {"Authorization": f"Bearer {token or self.ready['token']}", **how.pop("headers", {})}
        given = {} if body is None else {"json": body}
        return self.http.request(method, f"{self.url}/pub/v1/{path}", headers=headers, **given, **how)

    def call(self, method: str, path: str, body: Any = None, token: str = "", **how: Any) -> dict[str, Any]:
        """The opened envelope; raises `Refused`."""
        response = self.ask(method, path, body, token, **how)
        if response.status_code != 200 or response.json()["success"] is not True:
            raise Refused(response)
        answer: dict[str, Any] = response.json()
        assert answer["error"] == ""
        return answer

    def post(self, path: str, body: Any = None, **how: Any) -> dict[str, Any]:
        return self.call("POST", path, {} if body is None else body, **how)

    def get(self, path: str, **how: Any) -> dict[str, Any]:
        return self.call("GET", path, **how)

    def rows(self, path: str, body: Any = None) -> list[dict[str, Any]]:
        """The rows of a list asked for by POST."""
        found: list[dict[str, Any]] = self.post(path, body)["result"]["result"]
        return found

    def create(self, where: str, **context: Any) -> dict[str, Any]:
        """A new element of «section/application»."""
        item: dict[str, Any] = self.post(f"app/{where}/create", {"context": context})["item"]
        return item

    def token_of(self, login: str) -> str:
        """A token of the user whose e-mail begins so."""
        user = self.user(login)
        return str(self.control("POST", "tokens", {"user": user["id"]})["token"])

    def user(self, login: str) -> dict[str, Any]:
        """A user of the ready file."""
        found: dict[str, Any] = next(
            one for one in self.ready["users"] if one["email"].startswith(f"{login}@")
        )
        return found

    def control(self, method: str, path: str, order: Any = None) -> Any:
        response = self.http.request(method, f"{self.ready['control']}/{path}", json=order)
        assert response.status_code == 200, response.text
        return response.json()

    def fault(self, kind: str, **order: Any) -> None:
        self.control("POST", "faults", {"kind": kind, **order})

    def settle(self) -> None:
        assert self.world.settle()
