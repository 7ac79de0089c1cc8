"""The emulator: the API of the operator on a port of this machine."""

from __future__ import annotations

import logging
import pkgutil
import secrets
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from google.protobuf.message import Message

from paraph.sandbox import diadoc
from paraph.sandbox.diadoc import api, auth, certificates, codec, seed
from paraph.sandbox.diadoc.api import Answer, Call, Reply
from paraph.sandbox.diadoc.control import Control
from paraph.sandbox.diadoc.errors import ApiError, NotReady
from paraph.sandbox.diadoc.oidc import Provider
from paraph.sandbox.diadoc.world import Settings, World
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import Cut, HttpServer, Request, Response, Routes, check_answers, page

log = logging.getLogger(__name__)

# Every module of the package registers its methods, tables and jobs when it is imported.
for _module in pkgutil.walk_packages(diadoc.__path__, f"{diadoc.__name__}."):
    if _module.name != __name__:
        import_module(_module.name)

#: 70 MB of contents in one request, and what is around them.
_MAX_BODY = 100 * 1024 * 1024
_INTERNAL = (
    "The server encountered an internal error or misconfiguration and was unable to complete your request"
)
#: What the balancer in front of the service says, instead of the service.
_BALANCER = {
    "too-many-requests": (429, "429 Too Many Requests"),
    "unavailable": (503, "503 Service Temporarily Unavailable"),
}
_STATUS_NAMES = {
    400: "BadRequest",
    402: "PaymentRequired",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
}


class DiadocEmulator:
    """Keeps everybody's boxes in the emulator's folder; the keys of people are those of the emulator pki."""

    def __init__(self, place: Place, settings: Settings | None = None) -> None:
        self.world = World(place.folder, settings)
        seed.sow(self.world)
        certificates.read_authority(self.world, place.folder.parent / "pki")
        routes = Routes()
        self._control = Control(self.world)
        self._control.add_routes(routes)
        routes.add("GET", "/", lambda request: page("diadoc.html", **self.ready))
        sock = place.bind("http")
        host, port = sock.getsockname()[:2]
        self._provider = Provider(self.world, f"http://{host}:{port}")
        self._provider.add_routes(routes, self._with_faults)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            routes.add(method, "/.*", self._with_faults(self._answer))
        self._http = HttpServer(sock, routes, max_body=_MAX_BODY)

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
        url = self._http.url
        return {
            "url": url,
            "control_url": f"{url}/_sandbox",
            "developer_key": self.world.developer_key,
            "service_key": self.world.service_key,
            "oidc": self._provider.ready,
            "organizations": self._control.organizations(),
        }

    def _with_faults(self, handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """Counts calls and does to them what was ordered."""
        return lambda request: self._spoilt(request, handler)

    def _spoilt(self, request: Request, handler: Callable[[Request], Response]) -> Response:
        path, faults = request.path, self.world.faults
        self.world.calls.count(f"{request.method} {api.canonical(path).rstrip('/')}")
        for kind, (status, title) in _BALANCER.items():
            if faults.hit(kind, path):
                return _balancer_page(status, title)
        if fault := faults.hit("slow", path):
            time.sleep(fault.seconds)
        if faults.hit("cut-before", path):
            raise Cut
        if faults.hit("error-before", path):
            return _traced(Response(_INTERNAL.encode(), api.TEXT, 500))
        response = handler(request)
        if response.status < 300 and faults.hit("cut-after", path):
            raise Cut
        if response.status < 300 and faults.hit("error-after", path):
            response = Response(_INTERNAL.encode(), api.TEXT, 500)
        return _traced(response)

    def _answer(self, request: Request) -> Response:
        try:
            found = api.find(request.method, request.path)
            caller = auth.caller(self.world, request, found.access)
            call = Call(self.world, request, found, caller)
            return _with_sunset(found, _response(call, found.handler(call)))
        except NotReady as wait:
            return Response(b"", api.TEXT, 204, (("Retry-After", str(wait.retry_after)),))
        except ApiError as error:
            return _refusal(error)
        except Exception:
            log.exception("%s %s", request.method, request.path)
            return Response(_INTERNAL.encode(), api.TEXT, 500)


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


def _with_sunset(found: api.Endpoint, response: Response) -> Response:
    if found.sunset is None:
        return response
    date = f"{found.sunset:%a, %d %b %Y} 23:59:59 GMT"
    link = '<https://developer.kontur.ru/doc/diadoc-api/removal.html>; rel="sunset"'
    headers = (*response.headers, ("Sunset", date), ("Link", link))
    return Response(response.body, response.content_type, response.status, headers)


def _traced(response: Response) -> Response:
    headers = (*response.headers, ("X-Kontur-Trace-Id", secrets.token_hex(16)))
    return Response(response.body, response.content_type, response.status, headers)


def _balancer_page(status: int, title: str) -> Response:
    body = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<h1>{title}</h1>\r\n</body>\r\n</html>"
    )
    return Response(body.encode(), "text/html", status)
