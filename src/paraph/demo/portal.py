"""The emulated portal as its people use it: they choose who they are, open cards, work in our frames."""

from __future__ import annotations

import html
import json
import re
import time
import weakref
from functools import partial
from typing import Any

import httpx

from paraph.demo import seed
from paraph.demo.people import Browser, signed_in, wait_for
from paraph.demo.world import DemoError, World

#: People of the emulated portal: who set it up, our director, a manager.
ADMINISTRATOR, DIRECTOR, SELLER = 1, 2, 5
#: Who of them is which employee of the demonstration.
_EMPLOYEES = {ADMINISTRATOR: seed.MANAGER, DIRECTOR: seed.SIGNER, SELLER: seed.MANAGER}
_TIMEOUT, _PAUSE = 30.0, 0.6


class Frame(Browser):
    """Our page in a page of the portal: no cookies, a token in a header."""

    def __init__(self, world: World, opened: dict[str, Any]) -> None:
        super().__init__(world)
        self.page = self._checked(self.http.post(opened["action"], data=opened["form"])).text
        if self.http.cookies:
            raise DemoError("Страница в портале поставила cookie: в чужой рамке они не работают.")
        token = re.search(r'data-frame="([^"]+)"', self.page)
        if token is not None:  # the page shown at the end of the installation has none
            self.http.headers["X-Paraph-Frame"] = token.group(1)
        self.sid: str = opened["sid"]


class Colleague:
    """One person at the portal's own pages."""

    def __init__(self, world: World, user_id: int) -> None:
        self.world = world
        self.http = httpx.Client(
            base_url=world.bitrix24["url"], follow_redirects=True, timeout=_TIMEOUT, trust_env=False
        )
        weakref.finalize(self, self.http.close)
        self.http.post("/_portal/enter", data={"user": user_id}).raise_for_status()

    def get(self, path: str) -> str:
        """A page of the portal."""
        return self.http.get(path).raise_for_status().text

    def frame(self, **order: Any) -> Frame:
        """What the portal opens in a frame when a tab, a button or the application is chosen."""
        return Frame(self.world, self.http.post("/_portal/frames", json=order).raise_for_status().json())

    def ask(self, frame: Frame, verb: str) -> None:
        """What the script of our page asks of the portal by postMessage."""
        self.http.post(f"/_portal/frames/{frame.sid}/{verb}", json={}).raise_for_status()

    def chosen(self, card: str, title: str) -> Frame:
        """The tab or button with this title in a card."""
        for order, words in re.findall(
            r"data-(?:order|open)=(?:\"([^\"]*)\"|'[^']*')[^>]*>([^<]*)<", self.get(card)
        ):
            if title in words:
                return self.frame(**json.loads(html.unescape(order)))
        raise DemoError(f"В карточке {card} нет «{title}».")


def control(world: World, verb: str, path: str, order: dict[str, Any] | None = None) -> Any:
    """The portal's control desk."""
    answer = httpx.request(
        verb, f"{world.bitrix24['control']}/{path}", json=order, timeout=_TIMEOUT, trust_env=False
    )
    return answer.raise_for_status().json()


def rest(world: World, method: str, params: dict[str, Any]) -> Any:
    """A call through the portal's incoming webhook, as a colleague's script would make it."""

    def called() -> httpx.Response | None:
        address = f"{world.bitrix24['webhook']}{method}"
        answer = httpx.post(address, json=params, timeout=_TIMEOUT, trust_env=False)
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(_PAUSE)  # the portal takes two calls a second from one address
        return None

    return wait_for(f"ответ портала на {method}", called).raise_for_status().json()["result"]


def connect(world: World) -> str:
    """The administrator connects the portal and says who is who there, once; address of the portal's page."""
    admin = signed_in(world, seed.MANAGER, seed.PASSWORD)
    known = re.search(r"/bitrix24/portals/\d+/", admin.get("/bitrix24/"))
    if known is not None:
        return known.group(0)
    admin.get("/bitrix24/new/")
    admin.post("/bitrix24/new/", {"name": "Портал", "oauth": world.bitrix24["oauth"]})
    page = admin.address(r"/bitrix24/applications/\d+/")
    order = {"name": "Paraph", "handler": value_of(admin, "handler"), "install": value_of(admin, "install")}
    card = control(world, "POST", "apps", order)
    admin.post(page, {"client_id": card["client_id"], "client_secret": card["client_secret"]})
    _install(world, card["id"])
    portal = wait_for("портал в настройках", lambda: _found(admin.get(page), r"/bitrix24/portals/\d+/"))
    logins = {one["id"]: one["email"] for one in world.bitrix24["users"]}
    for user_id, email in _EMPLOYEES.items():
        look = partial(_tell_who, admin, portal, logins[user_id], email)
        wait_for(f"{logins[user_id]} среди сотрудников портала", look)
    return portal


def _install(world: World, app_id: int) -> None:
    control(world, "POST", f"apps/{app_id}/install", {"user_id": ADMINISTRATOR})
    person = Colleague(world, ADMINISTRATOR)
    person.ask(person.frame(app_id=app_id), "install-finish")


def _tell_who(admin: Browser, portal: str, login: str, email: str) -> bool:
    """Choose the employee in the row of a person of the portal; False while they are not read yet."""
    row = next((part for part in admin.get(f"{portal}people/").split("<tr>") if login in part), "")
    address = _found(row, r"/bitrix24/portals/\d+/people/\d+/")
    employee = re.search(rf'value="(\d+)"[^>]*>[^<]*{re.escape(email)}', row)
    if address and employee:
        admin.post(address, {"employee": employee.group(1)})
    return bool(address and employee)


def _found(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    return found.group(0) if found else ""


def value_of(browser: Browser, field: str) -> str:
    """What a field of the current page holds."""
    tag = _found(browser.page, rf'<input[^>]*id="{field}"[^>]*>')
    value = re.search(r'value="([^"]*)"', tag)
    if value is None:
        raise DemoError(f"На странице нет поля «{field}».")
    return html.unescape(value.group(1))
