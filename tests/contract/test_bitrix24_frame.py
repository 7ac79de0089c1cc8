"""The official JavaScript SDK in a browser: an application in frames of the emulated portal, by postMessage.

The portal is localhost and the application 127.0.0.1: two sites, as in life.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from bitrix24_desk import Desk, running
from playwright.sync_api import Frame, Page, expect, sync_playwright

from paraph.sandbox.http import HttpServer, Request, Response, Routes
from tests.patience import BROWSER

pytestmark = pytest.mark.browser

_CHROMIUM = "/usr/bin/chromium"
_PAGE = """<!doctype html><html lang="ru"><title>Приложение</title><script src="/sdk.js"></script><script>
B24Js.initializeB24Frame().then((portal) => {
  window.portal = portal;
  document.body.append(Object.assign(document.createElement("p"), {id: "ready"}));
});
</script><body></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("framed"), tls=False)
    yield desk
    desk.close()


@dataclass
class Application:
    """Where the application lives, and what the browser has opened its pages with: query and form."""

    url: str
    opened: list[dict[str, str]]


@pytest.fixture(scope="module")
def application(node_packages: Path) -> Iterator[Application]:
    """Each page of it has the SDK as it is published for browsers."""
    opened: list[dict[str, str]] = []

    def show(request: Request) -> Response:
        query = {name: values[0] for name, values in request.query.items()}
        opened.append(query | dict(parse_qsl(request.body.decode(), keep_blank_values=True)))
        return Response(_PAGE.encode(), "text/html; charset=utf-8")

    sdk = (node_packages / "node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js").read_bytes()
    routes = Routes()
    routes.add("GET", "/sdk.js", lambda request: Response(sdk, "text/javascript; charset=utf-8"))
    routes.add("POST", "/.*", show)
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = HttpServer(sock, routes)
    server.start()
    yield Application(server.url, opened)
    server.stop()


@pytest.fixture(scope="module")
def page(desk: Desk) -> Iterator[Page]:
    """The administrator's browser."""
    if not Path(_CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM)
        page = browser.new_page(base_url=desk.ready["url"].replace("127.0.0.1", "localhost"))
        page.set_default_timeout(BROWSER)
        page.goto("/")
        page.get_by_role("button", name="Настройкин").click()
        yield page
        browser.close()


def framed(page: Page) -> Frame:
    """The application's frame when the SDK in it has been told everything."""
    frame = page.locator("main iframe.app-frame").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("#ready", state="attached")
    return frame


def called(frame: Frame, method: str, **params: Any) -> Any:
    """A method called from the frame with the SDK."""
    return frame.evaluate(
        "async ([method, params]) => (await portal.actions.v2.call.make({method, params})).getData().result",
        [method, params],
    )


def test_b24jssdk_in_a_frame(
    desk: Desk, application: Application, page: Page, record_property: Callable[[str, object], None]
) -> None:
    card = desk.add(application.url, api_only=False)
    desk.control("POST", f"apps/{card['id']}/install", {"user_id": 1})

    page.goto(f"/marketplace/app/{card['id']}/")
    installer = framed(page)
    assert installer.evaluate("[portal.isInstallMode, portal.isFirstRun]") == [True, True]
    called(installer, "placement.bind", PLACEMENT="CRM_DEAL_DETAIL_TAB", HANDLER=f"{application.url}/tab")
    with page.expect_navigation():
        installer.evaluate("portal.installFinish(); 0")
    assert desk.control("GET", "apps")[0]["finished"] is True

    page.goto("/crm/deal/details/2/")
    page.get_by_role("tab", name="Договор").click()
    tab = framed(page)
    assert tab.evaluate("portal.placement.title") == "CRM_DEAL_DETAIL_TAB"
    assert tab.evaluate("portal.placement.options.ID") == "2"
    assert tab.evaluate("[portal.isInstallMode, portal.auth.isAdmin, portal.getLang()]") == [
        False,
        True,
        "ru",
    ]
    deal = called(tab, "crm.item.get", entityTypeId=2, id=2)["item"]
    expect(page.get_by_role("heading", name=deal["title"])).to_be_visible()
    assert "reloadData" in str(tab.evaluate("portal.placement.getInterface()"))

    before = tab.evaluate("portal.auth.getAuthData().access_token")
    assert tab.evaluate("portal.auth.refreshAuth().then((auth) => auth.access_token)") != before
    assert called(tab, "profile")["ID"] == "1"

    tab.evaluate("portal.parent.setTitle('Документы сделки')")
    expect(page).to_have_title("Документы сделки")
    tab.evaluate("portal.parent.resizeWindow(700, 545)")
    assert page.locator("main iframe.app-frame").bounding_box()["height"] == 545
    tab.evaluate("portal.options.appSet('seen', 'yes')")
    assert tab.evaluate("portal.options.appGet('seen')") == "yes"
    assert called(tab, "app.option.get", option="seen") == "yes"

    chosen = tab.evaluate_handle("({user: portal.dialog.selectUser()})")
    page.get_by_label("Сделкин").check()
    page.get_by_role("button", name="Выбрать").click()
    assert tab.evaluate("async (chosen) => (await chosen.user).id", chosen) == "5"
    record_property(
        "client", "@bitrix24/b24jssdk (npm) in Chromium: installation, tab, REST, dialogs, options"
    )


def test_b24pysdk_reads_what_the_browser_brought(
    desk: Desk, application: Application, client_python: Path
) -> None:
    """The pages of the test above, by the strict parser."""
    with running([client_python, Path(__file__).with_name("bitrix24_b24pysdk.py")], desk) as pysdk:
        parsed = [pysdk.ask("parse", kind="placement", fields=fields) for fields in application.opened]
    assert [one["placement"] for one in parsed] == ["DEFAULT", "DEFAULT", "CRM_DEAL_DETAIL_TAB"]
    assert {one["member_id"] for one in parsed} == {desk.ready["member_id"]}
    assert parsed[-1]["placement_options"]["ID"] == "2"
