"""HTTP for emulators: routes over the standard library's threading server, and pages by Jinja2.

An emulator fills a `Routes` table and gives it to `HttpServer` with a socket that is already bound, so nobody
can take the port between choosing and listening.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

log = logging.getLogger(__name__)

#: Largest request body taken by default, bytes.
MAX_BODY = 64 * 1024 * 1024
#: Seconds between looks at the stop flag; bounds how long `stop` takes.
_POLL = 0.1
#: An idle kept-alive connection is closed after this, seconds.
_IDLE = 30
_CHECK_TIMEOUT = 5
#: Longest line between chunks of a body, bytes.
_LONGEST_CHUNK_LINE = 1024

_templates = Environment(
    loader=PackageLoader("paraph.sandbox"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
#: `{{ moment | russian }}` of an ISO 8601 text.
_templates.filters["russian"] = lambda text, format="%d.%m.%Y": datetime.fromisoformat(text).strftime(format)


class HttpError(Exception):
    """Answer with this status and Russian text."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Cut(Exception):
    """Raised by a handler: the connection is closed without an answer."""


@dataclass(frozen=True)
class Request:
    """What an emulator needs to know of a request."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Message
    body: bytes
    #: Address the request came from.
    peer: str = ""
    #: The query as it came.
    query_string: str = ""

    def one(self, name: str) -> str | None:
        """The value of a query parameter given at most once."""
        values = self.query.get(name, [])
        if len(values) > 1:
            raise HttpError(400, f"Параметр {name} указан несколько раз, нужен один.")
        return values[0] if values else None

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object."""
        try:
            value = json.loads(self.body)
        except ValueError as error:
            raise HttpError(400, f"Тело запроса не JSON: {error}.") from error
        if not isinstance(value, dict):
            raise HttpError(400, "Тело запроса должно быть объектом JSON.")
        return value


@dataclass(frozen=True)
class Response:
    """An answer; `headers` come beside Content-Type and Content-Length."""

    body: bytes = b""
    content_type: str = "application/octet-stream"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


#: Takes the request and the named groups of the route's pattern.
Handler = Callable[..., Response]


def json_response(value: object, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=1).encode()
    return Response(body, "application/json; charset=utf-8", status)


#: No scripts, nothing loaded from outside: a letter in a page is not trusted.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'"


def page(template: str, policy: str = _POLICY, referrer: str = "no-referrer", **context: Any) -> Response:
    """A page from `templates/` under a Content-Security-Policy and a Referrer-Policy."""
    body = _templates.get_template(template).render(context).encode()
    headers = (("Content-Security-Policy", policy), ("Referrer-Policy", referrer))
    return Response(body, "text/html; charset=utf-8", headers=headers)


def check_answers(url: str, context: SSLContext | None = None) -> None:
    """Raises `OSError` unless the address answers «200»; asks directly, past any proxy of the environment.

    With a `context` it asks by HTTPS.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        HTTPSConnection(host, port, timeout=_CHECK_TIMEOUT, context=context)
        if context
        else HTTPConnection(host, port, timeout=_CHECK_TIMEOUT)
    )
    try:
        connection.request("GET", parts.path or "/")
        status = connection.getresponse().status
    except HTTPException as error:
        raise OSError(f"{url}: {error!r}") from error
    finally:
        connection.close()
    if status != 200:
        raise OSError(f"{url}: {status}")


class Routes:
    """Table of (method, path pattern) → handler."""

    def __init__(self) -> None:
        self._table: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        """`pattern` is a regular expression of the whole path; its named groups become arguments."""
        self._table.append((method, re.compile(pattern), handler))

    def answer(self, request: Request) -> Response:
        """The response of the first matching route, or of the error it raised."""
        try:
            return self._dispatch(request)
        except HttpError as error:
            return Response(str(error).encode(), "text/plain; charset=utf-8", error.status)
        except Cut:
            raise
        except Exception:
            log.exception("%s %s", request.method, request.path)
            text = "Внутренняя ошибка песочницы, подробности в её журнале."
            return Response(text.encode(), "text/plain; charset=utf-8", 500)

    def _dispatch(self, request: Request) -> Response:
        path_known = False
        for method, pattern, handler in self._table:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                return handler(request, **{name: unquote(text) for name, text in match.groupdict().items()})
            path_known = path_known or match is not None
        if path_known:
            raise HttpError(405, f"Метод {request.method} здесь не применяется.")
        raise HttpError(404, f"Страницы {request.path} в песочнице нет.")


class HttpServer:
    """Serves `routes` on `sock` in threads of its own until stopped."""

    def __init__(self, sock: socket.socket, routes: Routes, *, max_body: int = MAX_BODY) -> None:
        host, port = sock.getsockname()[:2]
        self.url = f"http://{host}:{port}"
        self._server = _Server((host, port), _RequestHandler, bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = sock
        self._server.routes = routes
        self._server.max_body = max_body
        self._server.server_activate()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    routes: Routes
    max_body: int


class _RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "paraph-sandbox"
    sys_version = ""
    timeout = _IDLE
    wbufsize = -1  # headers and body leave in one piece: no waiting for a delayed ACK
    server: _Server

    def _serve(self) -> None:
        url = urlsplit(self.path)
        body = self._body()
        if isinstance(body, Response):
            self.close_connection = True
            self._send(body)
            return
        query = parse_qs(url.query, keep_blank_values=True)
        # The path stays percent-encoded: base64 in a GET request of OCSP may hold an encoded slash.
        try:
            peer = str(self.client_address[0])
            request = Request(self.command, url.path, query, self.headers, body, peer, url.query)
            self._send(self.server.routes.answer(request))
        except Cut:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def _body(self) -> bytes | Response:
        length = self.headers.get("Content-Length")
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunked_body()
        if length is None and self.headers.get("Transfer-Encoding") is None:
            return b""
        if length is None or not length.isdigit():
            return _refusal(411, "Нужен заголовок Content-Length.")
        if int(length) > self.server.max_body:
            return _refusal(413, f"Тело запроса больше {self.server.max_body} байт.")
        return self.rfile.read(int(length))

    def _chunked_body(self) -> bytes | Response:
        """RFC 9112 cl. 7.1; trailers are passed over."""
        body = bytearray()
        while True:
            digits = self.rfile.readline(_LONGEST_CHUNK_LINE).split(b";")[0].strip()
            try:
                size = int(digits, 16)
            except ValueError:
                return _refusal(400, "Тело запроса разбито на куски с ошибкой.")
            if not 0 <= size <= self.server.max_body - len(body):
                return _refusal(413, f"Тело запроса больше {self.server.max_body} байт.")
            if size == 0:
                while self.rfile.readline(_LONGEST_CHUNK_LINE).strip():
                    pass
                return bytes(body)
            body += self.rfile.read(size)
            self.rfile.readline(_LONGEST_CHUNK_LINE)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        if response.status != HTTPStatus.NO_CONTENT:  # has no body and says nothing of it (RFC 9110 8.6)
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:
        log.info(format, *args)


def _refusal(status: int, message: str) -> Response:
    return Response(message.encode(), "text/plain; charset=utf-8", status)
