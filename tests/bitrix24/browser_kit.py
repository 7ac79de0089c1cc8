"""Chromium for tests of pages inside the portal, which is another site: cookies of ours are refused there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright

from tests.patience import BROWSER

CHROMIUM = "/usr/bin/chromium"
#: Our site as the browser knows it; the portal is at 127.0.0.1.
HUB = "hub.localhost"
_STRICT = ("--test-third-party-cookie-phaseout", "--lang=ru")

needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop lives in this thread, so Django must be told that its ORM is not called from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_STRICT))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def hub(live_server, settings) -> str:
    """Address of our site under a name of its own."""
    address = f"http://{HUB}:{live_server.url.rpartition(':')[2]}"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, HUB]
    settings.BASE_URL = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture
def at_portal(chromium: Browser, stage) -> Iterator[Callable[..., Page]]:
    """A person of the portal at its page; what the browser complains about fails the test."""
    complaints: list[str] = []

    def sit(user_id: int, path: str) -> Page:
        context = chromium.new_context(base_url=stage.emulator.ready["url"], locale="ru-RU")
        context.set_default_timeout(BROWSER)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
        page.goto(f"/?back={path}")
        page.locator(f"button[name=user][value='{user_id}']").click()
        return page

    yield sit
    assert complaints == []


def frame_of(page: Page) -> FrameLocator:
    """Our page inside the portal's."""
    return page.frame_locator("iframe").first
