"""People of the demonstration acting in a real browser; used by the browser tests and by the screenshots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright

from paraph.demo import seed, world
from paraph.demo.people import letters, wait_for
from paraph.demo.samples import Sample
from paraph.demo.world import World
from tests.patience import BROWSER

CHROMIUM = "/usr/bin/chromium"
#: Address of the hub; the emulators are at 127.0.0.1.
HUB = "127.0.0.2"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_LINK = re.compile(r"https?://\S+?/g/[A-Za-z0-9_-]{43}/")
_ARGS = (
    "--lang=ru", "--test-third-party-cookie-phaseout",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def opened(state: Path, port: int) -> Iterator[World]:
    """Hub and sandbox with the invented company; to a browser two sites: 127.0.0.2 and 127.0.0.1."""
    with world.sandbox(state) as ready:
        env = world.environment(state, ready, port) | {"PARAPH_BASE_URL": f"http://{HUB}:{port}"}
        world.prepare(env, Path(ready["pki"]["dir"]))
        with world.hub(state, env, port) as url:
            yield World.of(url, ready, state, {})


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless; a page framed by another site keeps no cookies."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Person:
    """Somebody at a screen; complaints of the page's scripts are collected in `complaints`."""

    world: World
    page: Page
    complaints: list[str]

    @classmethod
    def at(cls, browser: Browser, here: World, size: dict[str, int]) -> Person:
        page = browser.new_context(viewport=size, locale="ru-RU", timezone_id="Europe/Moscow").new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
        )
        page.set_default_timeout(BROWSER)
        return cls(here, page, complaints)

    def go(self, path: str) -> None:
        """Open an address of the hub and wait until the page is quiet."""
        self.page.goto(path if path.startswith("http") else self.world.url + path)
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, email: str) -> None:
        self.go("/sign-in/")
        self.page.get_by_label("Эл. почта").fill(email)
        self.page.get_by_label("Пароль").fill(seed.PASSWORD)
        self.page.get_by_role("button", name="Войти").click()
        self.page.wait_for_url(re.compile(r"/documents/"))

    def new_package(self, samples: Sequence[Sample]) -> str:
        """Fill in the package form; returns the package's path."""
        self.go("/packages/new/")
        files = [
            {"name": one.file_name, "mimeType": "application/pdf", "buffer": one.data} for one in samples
        ]
        self.page.locator("input[type=file][name=files]").set_input_files(files)
        for field in ("organization", "counterparty", "signer", "route"):
            self.page.locator(f"select[name={field}]").select_option(index=1)
        self.page.locator("input[name=recipient_email]").fill(seed.PARTNER)
        self.page.get_by_role("button", name="Создать пакет").click()
        self.page.wait_for_url(re.compile(r"/packages/\d+/"))
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def sign_with_key_file(self, name: str, button: str | re.Pattern[str] = "Подписать") -> None:
        """Choose a key file of the sandbox, type its password, press the button of that form."""
        sign_with_key_file(self.world, self.page, name, button)


def sign_with_key_file(
    here: World, place: Page | FrameLocator, name: str, button: str | re.Pattern[str] = "Подписать"
) -> None:
    """The same in a page or in a frame of one."""
    folder = Path(here.pki["dir"])
    forms = place.locator("form[data-gost-sign]", has=place.get_by_role("button", name=button))
    form = forms.first
    form.locator("[data-key-file]").set_input_files(folder / f"{name}.p12")
    form.locator("[data-key-password]").fill((folder / "password").read_text().strip())
    form.locator("[data-sign-button]").click()


def links_in_newest_letter(here: World, count: int) -> list[str]:
    """The partner's links, once the letter with that many has come."""

    def look() -> list[str] | None:
        for letter in reversed(letters(here, seed.PARTNER)):
            found = list(dict.fromkeys(_LINK.findall(letter["text"])))
            if len(found) == count:
                return found
        return None

    return wait_for("письмо партнёру", look)
