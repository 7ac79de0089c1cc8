"""The emulator: the portal on two ports, one for its next address, and the OAuth server on a third."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from paraph.sandbox import bitrix24
from paraph.sandbox.bitrix24 import control, dispatch, oauth, routes, seed, staff, tls
from paraph.sandbox.bitrix24.world import Addresses, Settings, World
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import HttpServer, Request, Response, Routes, check_answers

# Every module of the package registers its methods, tables, jobs and pages when it is imported.
for _module in pkgutil.walk_packages(bitrix24.__path__, f"{bitrix24.__name__}."):
    if _module.name != __name__:
        import_module(_module.name)

#: A file in base64 and what is around it.
_MAX_BODY = 150 * 1024 * 1024
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PREFLIGHT = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "origin, content-type, accept"),
)


class Bitrix24Emulator:
    """Keeps a portal with its people in the emulator's folder."""

    def __init__(self, place: Place, settings: Settings | None = None) -> None:
        settings = settings or Settings(tls=place.https)
        sockets = [place.bind(purpose) for purpose in ("portal", "moved", "oauth")]
        hosts = (place.host, *(settings.names or ()))
        self._ca = tls.authority(place.folder, hosts) if settings.tls else None
        scheme = "https" if settings.tls else "http"
        #: Where the three listen, which is also what they are called unless they have names.
        self.local = ["{}://{}:{}".format(scheme, *sock.getsockname()[:2]) for sock in sockets]
        urls = [f"https://{name}" for name in settings.names] if settings.names else self.local
        self.world = World(place.folder, settings, Addresses(*urls))
        seed.sow(self.world)
        if settings.tls:
            sockets = [tls.wrapped(sock, place.folder) for sock in sockets]
        portal, moved, authority = sockets
        self._servers = [
            HttpServer(portal, self._portal_routes(urls[0]), max_body=_MAX_BODY),
            HttpServer(moved, self._portal_routes(urls[1]), max_body=_MAX_BODY),
            HttpServer(authority, oauth.server_routes(self.world)),
        ]

    def start(self) -> None:
        self.world.start()
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        for server in self._servers:
            server.stop()
        self.world.stop()

    def check(self) -> None:
        context = tls.client_context(self._ca) if self._ca else None
        portal, moved, authority = self.local
        check_answers(f"{portal}/_sandbox/state", context)
        check_answers(f"{moved}/_sandbox/state", context)
        check_answers(f"{authority}/", context)

    @property
    def ready(self) -> dict[str, Any]:
        world = self.world
        return {
            "url": world.url,
            "domain": world.domain,
            "member_id": world.member_id,
            "webhook": f"{world.url}/rest/{seed.webhook(world)}/",
            "oauth": world.addresses.oauth,
            "control": f"{self.local[0]}/_sandbox",
            **({"ca": str(self._ca)} if self._ca else {}),
            "users": staff.ready(world),
            **seed.ready(world),
        }

    def _portal_routes(self, base_url: str) -> Routes:
        """The control answers on both addresses, everything else on the portal's present one only."""
        inner, outer = Routes(), Routes()
        routes.add_routes(self.world, inner)
        for method in _METHODS:
            inner.add(method, "/+rest/.*", lambda request: dispatch.answer(self.world, request, base_url))
        control.add_routes(self.world, outer)

        def present(request: Request) -> Response:
            if self.world.url != base_url:
                return _moved(self.world, request)
            return inner.answer(request)

        for method in _METHODS:
            outer.add(method, "/.*", present)
        outer.add("OPTIONS", "/+rest/.*", lambda request: Response(headers=_PREFLIGHT))
        return outer


def _moved(world: World, request: Request) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    return Response(status=302, headers=(("Location", f"{world.url}{request.path}{query}"),))
