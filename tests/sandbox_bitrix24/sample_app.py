"""A small application with pages: its installer, a page for every place, and a robot that answers."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import parse_qsl

from portal_client import SCOPES, App, Portal

from paraph.sandbox.http import HttpServer, Request, Response, Routes

PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Приложение</title>
<script src="/app.js"></script><body><h1 id="place">{placement}</h1><pre>{options}</pre></body></html>"""

#: The frame protocol from the application's side: `say(command, params)` resolves with the portal's answer.
SCRIPT = """
const [domain, protocol, sid] = window.name.split("|");
const origin = `${protocol === "1" ? "https" : "http"}://${domain}`;
const waiting = new Map();
const heard = [];
let count = 0;
function say(command, params) {
  return new Promise((resolve) => {
    const key = `k${++count}`;
    waiting.set(key, resolve);
    parent.postMessage([command, params ? JSON.stringify(params) : "", key, sid].join(":"), origin);
  });
}
function listen(event) {
  const key = `e${++count}`;
  waiting.set(key, (data) => heard.push([event, data]));
  parent.postMessage(["placementBindEvent", JSON.stringify({ event }), key, sid].join(":"), origin);
}
window.addEventListener("message", (event) => {
  if (event.origin !== origin) return;
  const colon = event.data.indexOf(":");
  const done = waiting.get(event.data.slice(0, colon));
  if (done) done(JSON.parse(event.data.slice(colon + 1)));
});
"""


class SampleApp:
    """Lives on 127.0.0.1; every POST is remembered with its query and form."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], dict[str, str], dict[str, str]]] = []
        routes = Routes()
        routes.add("GET", "/app.js", lambda request: Response(SCRIPT.encode(), "text/javascript"))
        routes.add("POST", "/.*", self._take)
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        self._http = HttpServer(sock, routes)
        self.url = self._http.url
        self._http.start()

    def _take(self, request: Request) -> Response:
        query = {name: values[0] for name, values in request.query.items()}
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        self.posts.append((request.path, query, form, dict(request.headers.items())))
        options = json.dumps(json.loads(form.get("PLACEMENT_OPTIONS", "{}")), ensure_ascii=False)
        page = PAGE.format(placement=form.get("PLACEMENT", ""), options=options)
        cookie = (("Set-Cookie", "app_session=1; Path=/"),)
        return Response(page.encode(), "text/html; charset=utf-8", headers=cookie)

    def last(self, path: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """Query, form and headers of the latest post to this path."""
        return next(post[1:] for post in reversed(self.posts) if post[0] == path)

    def stop(self) -> None:
        self._http.stop()

    def add_to(self, portal: Portal) -> dict[str, Any]:
        """The card of the application, not installed yet."""
        order = {"name": "Образец", "handler": f"{self.url}/app", "install": f"{self.url}/install"}
        card: dict[str, Any] = portal.control("POST", "apps", {**order, "scopes": SCOPES})
        return card


def installed(portal: Portal, card: dict[str, Any]) -> App:
    return App(portal, card, 1)
