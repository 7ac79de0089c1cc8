"""An emulated portal by HTTPS with an application that listens, and clients of others beside it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx

from paraph.sandbox.bitrix24 import tls
from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.bitrix24.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import HttpServer, Request, Response, Routes

SCOPES = ["crm", "bizproc", "placement", "disk", "im", "user_basic", "department", "documentgenerator"]
SCOPES += ["userfieldconfig", "lists", "pull"]
#: A client that says nothing for so long is stopped, seconds.
_PATIENCE = 60


class Desk:
    """The portal, its control, and what it has posted to the application."""

    def __init__(self, folder: Path) -> None:
        # Limits of the portal have tests of their own; here they would only take time.
        self.emulator = Bitrix24Emulator(
            Place(folder, "127.0.0.1"), Settings(delay=0.0, burst=1e9, operating=1e9, tls=True)
        )
        self.emulator.start()
        self.ready = self.emulator.ready
        self.ca = Path(self.ready["ca"])
        self._http = httpx.Client(verify=tls.client_context(self.ca), trust_env=False, timeout=10)
        self.posts: list[tuple[str, dict[str, str]]] = []
        routes = Routes()
        routes.add("POST", "/.*", self._take)
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self._listener = HttpServer(sock, routes)
        self._listener.start()
        self.handler = self._listener.url

    def _take(self, request: Request) -> Response:
        self.posts.append((request.path, dict(parse_qsl(request.body.decode(), keep_blank_values=True))))
        return Response(b"ok", "text/plain")

    def close(self) -> None:
        self._listener.stop()
        self._http.close()
        self.emulator.stop()

    def control(self, method: str, path: str, order: Any = None) -> Any:
        response = self._http.request(method, f"{self.ready['control']}/{path}", json=order)
        assert response.status_code == 200, response.text
        return response.json()

    def settle(self) -> None:
        assert self.emulator.world.settle()

    def install(self) -> dict[str, Any]:
        """A new local application, installed by the administrator."""
        order = {"name": "Договор", "handler": f"{self.handler}/app", "install": f"{self.handler}/install"}
        card = self.control("POST", "apps", {**order, "scopes": SCOPES, "api_only": True})
        self.control("POST", f"apps/{card['id']}/install", {"user_id": 1})
        self.settle()
        return dict(card)

    def count_of_deals(self) -> int:
        """As the portal's own lists count them."""
        response = self._http.post(f"{self.ready['webhook']}crm.item.list.json", json={"entityTypeId": 2})
        return int(response.json()["total"])

    def tokens(self, card: dict[str, Any]) -> dict[str, Any]:
        return dict(self.control("POST", f"apps/{card['id']}/tokens", {"user_id": 1}))

    def code(self, card: dict[str, Any]) -> str:
        """What a signed-in administrator's browser brings to the application."""
        world = self.emulator.world
        query = {"client_id": card["client_id"], "as": "1"}
        answer = self._http.get(f"{world.url}/oauth/authorize/", params=query)
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def taken(self, path: str) -> list[dict[str, str]]:
        return [fields for where, fields in self.posts if where == path]


class Client:
    """A client's process: a line of JSON each way."""

    def __init__(self, command: list[str | Path], ca: Path) -> None:
        trusted = {name: str(ca) for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "NO_PROXY": "*", "PYTHONDONTWRITEBYTECODE": "1", **trusted},
        )

    def ask(self, op: str, **order: Any) -> Any:
        """What the operation came to; fails with the client's own words."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        timer = threading.Timer(_PATIENCE, self._process.kill)
        timer.start()
        try:
            print(json.dumps({"op": op, **order}), file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        finally:
            timer.cancel()

        assert line, f"{op}: {self._process.stderr.read()}"
        answer = json.loads(line)
        assert "done" in answer, answer.get("failed")
        return answer["done"]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def running(command: list[str | Path], desk: Desk) -> Iterator[Client]:
    client = Client(command, desk.ca)
    try:
        yield client
    finally:
        client.close()
