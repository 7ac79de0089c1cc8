"""A small client of the emulated portal, an application's server that remembers, for tests of this folder."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import parse_qsl

import httpx

from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpServer, Request, Response, Routes

SCOPES = ["crm", "bizproc", "placement", "disk", "im", "user_basic", "department", "documentgenerator"]
SCOPES += ["userfieldconfig", "lists", "pull"]


class Refused(Exception):
    """The portal answered with an error."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.body: dict[str, Any] = response.json()
        self.code = self.body["error"]
        super().__init__(f"{self.status} {self.body}")


class AppServer:
    """Where an application lives: every POST is remembered as path and flat form fields."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str]]] = []
        routes = Routes()
        routes.add("POST", "/.*", self._take)
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self._http = HttpServer(sock, routes)
        self.url = self._http.url
        self._http.start()

    def _take(self, request: Request) -> Response:
        self.posts.append((request.path, dict(parse_qsl(request.body.decode(), keep_blank_values=True))))
        return Response(b"ok", "text/plain")

    def taken(self, path: str) -> list[dict[str, str]]:
        """Forms posted to this path, oldest first."""
        return [form for where, form in self.posts if where == path]

    def stop(self) -> None:
        self._http.stop()


class App:
    """An installed application: its card and the tokens of its installer."""

    def __init__(self, portal: Portal, card: dict[str, Any], user_id: int) -> None:
        self.portal = portal
        self.card = card
        self.id = int(card["id"])
        self.client_id = str(card["client_id"])
        self.client_secret = str(card["client_secret"])
        self.tokens: dict[int, str] = {}
        self.user_id = user_id

    def token(self, user_id: int | None = None) -> str:
        """An access token of the user (the installer if None)."""
        user = user_id or self.user_id
        if user not in self.tokens:
            answer = self.portal.control("POST", f"apps/{self.id}/tokens", {"user_id": user})
            self.tokens[user] = answer["access_token"]
        return self.tokens[user]

    def call(self, method: str, user_id: int | None = None, **params: Any) -> Any:
        """The result of a method called with the application's token; raises `Refused`."""
        return self.portal.ask(method, params, token=self.token(user_id))["result"]


class Portal:
    """The emulated portal over HTTP."""

    def __init__(self, emulator: Bitrix24Emulator, http: httpx.Client) -> None:
        self.emulator = emulator
        self.ready = emulator.ready
        self.http = http

    @property
    def world(self) -> World:
        return self.emulator.world

    @property
    def url(self) -> str:
        return self.world.url

    def rest(self, method: str, params: Any = None, token: str = "") -> httpx.Response:
        """A POST with JSON: by the webhook, or by an access token in the body."""
        if token:
            body = {**(params or {}), "auth": token}
            return self.http.post(f"{self.url}/rest/{method}.json", json=body)
        return self.http.post(f"{self.ready['webhook']}{method}.json", json=params or {})

    def ask(self, method: str, params: Any = None, token: str = "") -> dict[str, Any]:
        """The whole answer; raises `Refused`."""
        response = self.rest(method, params, token)
        if response.status_code != 200:
            raise Refused(response)
        answer: dict[str, Any] = response.json()
        return answer

    def call(self, method: str, **params: Any) -> Any:
        """The result of a method called by the administrator's webhook; raises `Refused`."""
        return self.ask(method, params)["result"]

    def control(self, method: str, path: str, order: Any = None) -> Any:
        response = self.http.request(method, f"{self.ready['control']}/{path}", json=order)
        assert response.status_code == 200, response.text
        return response.json()

    def settle(self) -> None:
        assert self.world.settle()

    def install(self, server: AppServer, *, user_id: int = 1, **more: Any) -> App:
        """Adds an application that lives on the server and installs it to the end."""
        order = {"name": "Тест", "handler": f"{server.url}/app", "install": f"{server.url}/install"}
        card = self.control("POST", "apps", {**order, "scopes": SCOPES, "api_only": True, **more})
        self.control("POST", f"apps/{card['id']}/install", {"user_id": user_id})
        self.settle()
        return App(self, card, user_id)
