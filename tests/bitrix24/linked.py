"""The hub and an emulated portal in one process, with our application installed there.

What the portal posts to us waits in a list and is handed to Django in the test's own thread, so that the
database of the test is seen and every order of things can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.test import Client as Browser

import factories
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.parties.models import Employee, EmployeeRole, Organization, Role
from paraph.portals.bitrix24 import addresses
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.models import Application, Inbound, Portal, PortalUser
from paraph.sandbox.bitrix24 import apps, installation
from paraph.sandbox.bitrix24.server import Bitrix24Emulator
from paraph.sandbox.bitrix24.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sealed import Secret

LONG_AGO = "2020-01-01T00:00:00Z"
#: Numbers of people on the emulated portal.
ADMIN, HEAD, SELLER, SALES_HEAD, LEFT = 1, 2, 3, 4, 10


class Stage:
    """A running emulator and what it has posted; one for a module, emptied for each test."""

    def __init__(self, folder: Path) -> None:
        self.posted: list[tuple[str, bytes]] = []
        self.emulator = Bitrix24Emulator(Place(folder, "127.0.0.1"), Settings(delay=0.01))
        self.emulator.start()
        self.http = httpx.Client(trust_env=False, timeout=30)

    @property
    def world(self) -> Any:
        return self.emulator.world

    def control(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """`/_sandbox/{path}`."""
        answer = self.http.request(verb, f"{self.emulator.ready['control']}/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def take(self, url: str, body: bytes) -> int:
        """In place of the portal's POST; the true answer is seen by the test that hands it over."""
        self.posted.append((url, body))
        return 200

    def clean(self) -> None:
        """As it was at first: no application, the seed's objects, no fault, nothing under way."""
        self.world.settle()
        self.control("POST", "reset")
        self.control("DELETE", "faults")
        self.control("POST", "limits", {"rate": 1e6, "burst": 1e9, "operating": 480})
        self.posted.clear()

    def close(self) -> None:
        self.http.close()
        self.emulator.stop()


@dataclass
class FramePage:
    """A page of ours as opened inside the portal: its answer, and a browser that has no cookies."""

    answer: Any
    token: str
    browser: Browser = field(default_factory=Browser)

    def get(self, address: str, **headers: str) -> Any:
        """A request of the page's scripts."""
        return self.browser.get(address, headers={"X-Paraph-Frame": self.token, **headers})

    def post(self, address: str, data: Mapping[str, Any], **headers: str) -> Any:
        return self.browser.post(address, data, headers={"X-Paraph-Frame": self.token, **headers})


@dataclass
class Linked:
    """Our workspace and the portal its application is installed on."""

    stage: Stage
    firm: factories.Company
    application: Application
    #: Number of the application on the emulated portal.
    app_id: int

    # -- our side ------------------------------------------------------------------------------------------

    @property
    def portal(self) -> Portal:
        return Portal.objects.select_related("application", "workspace").get()

    @property
    def client(self) -> Client:
        return Client(self.portal)

    def run(self, rounds: int = 30) -> None:
        """Everything that is due; pauses of limits and between tries take no time."""
        for _round in range(rounds):
            LimitedKey.objects.update(next_at=LONG_AGO)
            if not effects.run_due():
                return

    def hurry(self) -> None:
        """What waits for a later try is due now."""
        Effect.objects.filter(state="waiting").update(due_at=LONG_AGO)

    def settle(self, rounds: int = 12) -> None:
        """Both sides work until nothing is left to do."""
        for _round in range(rounds):
            self.hurry()
            self.run()
            self.world.settle()
            if not self.deliver() and not Effect.objects.filter(state="waiting").exists():
                return

    def deliver(self) -> list[int]:
        """Hand over what the portal has posted; the statuses of our answers."""
        given, self.stage.posted[:] = list(self.stage.posted), []
        return [self.post(url, body).status_code for url, body in given]

    def post(self, url: str, body: bytes) -> Any:
        """One POST of the portal to us."""
        form = "application/x-www-form-urlencoded"
        return Browser().post(urlsplit(url).path, body, content_type=form)

    def stuck(self) -> list[Effect]:
        return list(Effect.objects.filter(state="quarantined"))

    def employee(self, user_id: int, *roles: str) -> Employee:
        """An employee of ours who is this user of the portal."""
        row = next(user for user in self.stage.emulator.ready["users"] if user["id"] == user_id)
        organization = Organization.objects.filter(workspace=self.firm.workspace).first()
        found, _created = Employee.objects.get_or_create(
            workspace=self.firm.workspace,
            email=row["email"],
            defaults={"full_name": row["name"], "organization": organization},
        )
        for role in roles or (Role.SENDER,):
            EmployeeRole.objects.get_or_create(employee=found, role=role)
        PortalUser.objects.update_or_create(
            portal=self.portal,
            user_id=user_id,
            defaults={"employee": found, "name": row["name"], "email": row["email"]},
        )
        return found

    # -- the portal ----------------------------------------------------------------------------------------

    @property
    def world(self) -> Any:
        return self.stage.world

    def control(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self.stage.control(verb, path, body)

    def fault(self, kind: str, **order: Any) -> None:
        """Order a fault (once, unless `count` says otherwise)."""
        self.control("POST", "faults", {"kind": kind, **order})

    def rest(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """A call by somebody else: the portal's incoming webhook."""
        webhook = self.stage.emulator.ready["webhook"]
        answer = self.stage.http.post(f"{webhook}{method}", json=dict(params or {})).json()
        assert "result" in answer, answer
        return answer["result"]

    def hits(self, mark: str = "here") -> dict[str, int]:
        """Requests since the last `forget_hits`, by method."""
        found: dict[str, int] = self.control("GET", f"calls?mark={mark}")["hits"]
        return found

    def forget_hits(self, mark: str = "here") -> None:
        self.control("POST", "calls", {"mark": mark})

    def open(
        self,
        address: str = "",
        *,
        user_id: int = ADMIN,
        placement: str = "DEFAULT",
        options: Mapping[str, Any] | None = None,
    ) -> FramePage:
        """The portal opens a page of ours in a frame; without an address, the application's own."""
        query, form = apps.frame_form(self.world, self.app_id, user_id, placement, options)
        path = urlsplit(address or addresses.app(self.application)).path
        browser = Browser()
        answer = browser.post(f"{path}?{httpx.QueryParams(query)}", form)
        while answer.status_code == 302:
            answer = browser.get(answer["Location"])
        assert not browser.cookies, browser.cookies
        return FramePage(answer, token_in(answer), browser)

    def open_place(
        self, placement: str, view: str, entity_id: int = 0, *, user_id: int = ADMIN, **options: Any
    ) -> FramePage:
        """The portal opens one of our places; `view` is the name given to `@placement`."""
        given = {"ID": str(entity_id), **options} if entity_id else options
        address = addresses.placement(self.application, view)
        return self.open(address, user_id=user_id, placement=placement, options=given)


def token_in(answer: Any) -> str:
    """The token a page of a frame carries."""
    _before, mark, rest = answer.content.decode().partition('data-frame="')
    return rest.partition('"')[0] if mark else ""


def link(stage: Stage, firm: factories.Company, *, api_only: bool = False) -> Linked:
    """Make the card on the portal, enter its keys with us, install as its administrator."""
    application = Application.objects.create(
        workspace=firm.workspace, name="Портал", oauth=stage.emulator.ready["oauth"]
    )
    card = stage.control(
        "POST",
        "apps",
        {
            "name": "Paraph",
            "handler": addresses.app(application),
            "install": addresses.install(application),
            "api_only": api_only,
        },
    )
    application.client_id, application.client_secret = card["client_id"], Secret(card["client_secret"])
    application.save()
    linked = Linked(stage, firm, application, card["id"])
    installation.install(stage.world, card["id"], ADMIN)
    if api_only:
        stage.world.settle()
        assert linked.deliver() == [200]
    else:
        page = linked.open(addresses.install(application))
        assert page.answer.status_code == 200, page.answer.content.decode()
        installation.finish(stage.world, card["id"])
    linked.settle()
    return linked


def inbound(kind: str = "") -> list[Inbound]:
    """Calls of the portal that were taken in."""
    rows = Inbound.objects.order_by("id")
    return list(rows.filter(kind=kind) if kind else rows)
