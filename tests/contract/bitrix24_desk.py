"""An emulated portal by HTTPS with an application that listens, and clients of others beside it."""

from __future__ import annotations

import json
import os
import select
import socket
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx

from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.bitrix24.tls import client_context
from paraph.sandbox.bitrix24.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import HttpServer, Request, Response, Routes

SCOPES = ["crm", "bizproc", "placement", "disk", "im", "user_basic", "department", "documentgenerator"]
SCOPES += ["userfieldconfig", "lists", "pull"]
#: A client that says nothing for so long is stopped, seconds.
_PATIENCE = 60


class _Tunnel(socketserver.StreamRequestHandler):
    """One connection through the proxy: `CONNECT name:443`, then bytes both ways."""

    server: Proxy

    def handle(self) -> None:
        name = self.rfile.readline().split()[1].decode().rpartition(":")[0]
        while self.rfile.readline().strip():
            pass
        with socket.create_connection(("127.0.0.1", self.server.ports[name])) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            pairs = {self.connection: there, there: self.connection}
            while True:
                for one in select.select(list(pairs), [], [])[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    pairs[one].sendall(data)


class Proxy(socketserver.ThreadingTCPServer):
    """Leads names to ports of this machine: clients find the portal and the OAuth server under them."""

    daemon_threads = True

    def __init__(self, ports: dict[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.ports = ports
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Desk:
    """The portal, its control, and what it has posted to the application."""

    def __init__(self, folder: Path, names: tuple[str, str, str] | None = None, *, tls: bool = True) -> None:
        # Limits of the portal have tests of their own; here they would only take time.
        settings = Settings(delay=0.0, burst=1e9, operating=1e9, tls=tls, names=names)
        self.emulator = Bitrix24Emulator(Place(folder, "127.0.0.1"), settings)
        self.emulator.start()
        ports = [urlsplit(url).port or 0 for url in self.emulator.local]
        self.proxy = Proxy(dict(zip(names, ports, strict=True))) if names else None
        self.ready = self.emulator.ready
        self.ca = Path(self.ready.get("ca", ""))
        self._local = self.emulator.local[0]
        trusted = client_context(self.ca) if tls else True
        self._http = httpx.Client(verify=trusted, trust_env=False, timeout=10)
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
        if self.proxy:
            self.proxy.shutdown()
            self.proxy.server_close()
        self.emulator.stop()

    def control(self, method: str, path: str, order: Any = None) -> Any:
        response = self._http.request(method, f"{self.ready['control']}/{path}", json=order)
        assert response.status_code == 200, response.text
        return response.json()

    def settle(self) -> None:
        assert self.emulator.world.settle()

    def add(self, handler: str, *, api_only: bool) -> dict[str, Any]:
        """A new local application that lives there."""
        order = {"name": "Договор", "handler": f"{handler}/app", "install": f"{handler}/install"}
        return dict(self.control("POST", "apps", {**order, "scopes": SCOPES, "api_only": api_only}))

    def install(self) -> dict[str, Any]:
        """A new local application without pages, installed by the administrator."""
        card = self.add(self.handler, api_only=True)
        self.control("POST", f"apps/{card['id']}/install", {"user_id": 1})
        self.settle()
        return card

    def count_of_deals(self) -> int:
        """As the portal's own lists count them."""
        path = urlsplit(self.ready["webhook"]).path
        response = self._http.post(f"{self._local}{path}crm.item.list.json", json={"entityTypeId": 2})
        return int(response.json()["total"])

    def call(self, card: dict[str, Any], method: str, **params: Any) -> Any:
        """The result of a method in the name of the application."""
        order = {**params, "auth": self.tokens(card)["access_token"]}
        return self._http.post(f"{self._local}/rest/{method}.json", json=order).json()["result"]

    def tokens(self, card: dict[str, Any]) -> dict[str, Any]:
        return dict(self.control("POST", f"apps/{card['id']}/tokens", {"user_id": 1}))

    def code(self, card: dict[str, Any]) -> str:
        """What a signed-in administrator's browser brings to the application."""
        query = {"client_id": card["client_id"], "as": "1"}
        answer = self._http.get(f"{self._local}/oauth/authorize/", params=query)
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def taken(self, path: str) -> list[dict[str, str]]:
        return [fields for where, fields in self.posts if where == path]


class Client:
    """A client's process: a line of JSON each way."""

    def __init__(self, command: list[str | Path], desk: Desk) -> None:
        trusted = {
            name: str(desk.ca) for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
        }
        way = {"HTTPS_PROXY": desk.proxy.url} if desk.proxy else {"NO_PROXY": "*"}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **trusted, **way},
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
    client = Client(command, desk)
    try:
        yield client
    finally:
        client.close()
