"""A hub as the module of ELMA365 knows it: takes what blocks ask, remembers it, answers when told to."""

from __future__ import annotations

import socket
from typing import Any

import httpx

from paraph.sandbox.http import HttpServer, Request, Response, Routes, json_response

TOKEN = "hub-token"  # noqa: S105 -- of nobody


class Hub:
    """Lives at `url`; `refusal` is what it answers instead of taking work: status and words."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refusal: tuple[int, str] | None = None
        self.card: dict[str, Any] = {}
        routes = Routes()
        routes.add("POST", "/elma365/key/activities/(?P<block>.*)", self._take)
        routes.add("GET", "/elma365/key/items/.*", self._state)
        routes.add("POST", "/elma365/key/items/.*/send", self._send)
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self._http = HttpServer(sock, routes)
        self.url = f"{self._http.url}/elma365/key"
        self._http.start()

    def _refused(self, request: Request) -> Response | None:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return json_response({"error": "Токен не подошёл."}, 403)
        return json_response({"error": self.refusal[1]}, self.refusal[0]) if self.refusal else None

    def _take(self, request: Request, block: str) -> Response:
        self.asked.append((block, request.json_object()))
        return self._refused(request) or json_response({"run": f"r{len(self.asked)}"}, 202)

    def _state(self, request: Request) -> Response:
        return self._refused(request) or json_response(self.card)

    def _send(self, request: Request) -> Response:
        self.asked.append((request.path, request.json_object()))
        return self._refused(request) or json_response(self.card)

    def answer(self, **told: Any) -> httpx.Response:
        """Calls back about what was asked last."""
        body = {"run": "r", "status": "ok", "outputs": {}, "status_code": "", "status_text": "", "error": ""}
        url = self.asked[-1][1]["callback_url"]
        return httpx.post(url, json={**body, **told}, trust_env=False)

    def reset(self) -> None:
        self.asked.clear()
        self.refusal, self.card = None, {}

    def stop(self) -> None:
        self._http.stop()
