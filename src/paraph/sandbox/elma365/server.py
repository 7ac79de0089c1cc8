"""The emulator: the Web API, the pages, the module and the control of one company on one port."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from paraph.sandbox import elma365
from paraph.sandbox.elma365 import dispatch, routes, seed
from paraph.sandbox.elma365.world import Settings, World
from paraph.sandbox.emulator import Place
from paraph.sandbox.http import HttpServer, Routes, check_answers

# Every module of the package registers its operations, tables, jobs and pages when it is imported.
for _module in pkgutil.walk_packages(elma365.__path__, f"{elma365.__name__}."):
    if _module.name != __name__:
        import_module(_module.name)

#: The largest part of a file clients are known to send, and the form around it.
_MAX_BODY = 64 * 1024 * 1024


class Elma365Emulator:
    """Keeps a company with its people and elements in the emulator's folder."""

    def __init__(self, place: Place, settings: Settings | None = None) -> None:
        sock = place.bind("http")
        self.url = "http://{}:{}".format(*sock.getsockname()[:2])
        self.world = World(place.folder, settings, self.url)
        seed.sow(self.world)
        served = Routes()
        dispatch.add_operations(self.world, served)
        routes.add_pages(self.world, served)
        self._server = HttpServer(sock, served, max_body=_MAX_BODY)

    def start(self) -> None:
        self.world.start()
        self._server.start()

    def stop(self) -> None:
        self._server.stop()
        self.world.stop()

    def check(self) -> None:
        check_answers(f"{self.url}/_sandbox/state")

    @property
    def ready(self) -> dict[str, Any]:
        return {"url": self.url, "control": f"{self.url}/_sandbox", **seed.ready(self.world)}
