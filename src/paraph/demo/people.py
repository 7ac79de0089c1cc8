"""Those who act in the demonstration: each uses the hub's pages over HTTP and a key of their own."""

from __future__ import annotations

import re
import time
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, TypeVar

import httpx

from paraph.demo.world import DemoError, World
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs12 import KeyBundle, load_pkcs12

_WAIT_SECONDS = 60.0
Found = TypeVar("Found")


def wait_for(what: str, look: Callable[[], Found | None]) -> Found:
    """Look until something is found; DemoError after a minute."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise DemoError(f"Не дождались: {what}.")


class Browser:
    """A person's browser: cookies, CSRF token, forms found in pages."""

    def __init__(self, world: World) -> None:
        self.http = httpx.Client(base_url=world.url, follow_redirects=True, timeout=30.0)
        weakref.finalize(self, self.http.close)
        self.page = ""

    def get(self, path: str) -> str:
        """Open a page and keep it as the current one."""
        self.page = self._checked(self.http.get(path)).text
        return self.page

    def download(self, path: str) -> bytes:
        """Bytes behind an address."""
        return self._checked(self.http.get(path)).content

    def post(self, path: str, data: dict[str, Any] | None = None, files: Any = None) -> str:
        """Send a form of the current page."""
        headers = {"X-CSRFToken": self.http.cookies.get("csrftoken", "")}
        answer = self.http.post(path, data=data or {}, files=files, headers=headers)
        self.page = self._checked(answer).text
        return self.page

    def address(self, pattern: str) -> str:
        """The first address in the current page that matches."""
        found = re.search(rf'(?:action|href|hx-post|hx-get)="({pattern})"', self.page)
        if not found:
            raise DemoError(f"На странице нет ожидаемой ссылки или формы: {pattern}")
        return unescape(found.group(1))

    def addresses(self, pattern: str) -> list[str]:
        """All different addresses in the current page that match, in order."""
        found = re.findall(rf'(?:action|href|hx-post|hx-get)="({pattern})"', self.page)
        return list(dict.fromkeys(unescape(address) for address in found))

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code >= 400:
            raise DemoError(
                f"{answer.request.method} {answer.url}: {answer.status_code}. {said(answer.text)}"
            )
        return answer


def said(page: str) -> str:
    """What a refusal's page says to a person: its main part without tags."""
    main = page.partition("<main")[2].partition(">")[2] or page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:600]


def signed_in(world: World, email: str, password: str) -> Browser:
    """An employee's browser after signing in."""
    browser = Browser(world)
    browser.get("/sign-in/")
    browser.post("/sign-in/", {"email": email, "password": password})
    if 'name="password"' in browser.page:
        raise DemoError(f"Вход не удался: {email}.")
    return browser


def key_of(world: World, name: str) -> KeyBundle:
    """A key file of the sandbox PKI, opened with its password."""
    folder = Path(world.pki["dir"])
    password = (folder / "password").read_text(encoding="utf-8").strip()
    return load_pkcs12((folder / f"{name}.p12").read_bytes(), password)


def sign(key: KeyBundle, content: bytes) -> bytes:
    """Detached CAdES-BES, as the signer's own program makes it."""
    certificate = Certificate.parse(key.certificate)
    return sign_detached(content, key=key.key, certificate=certificate, at=datetime.now(UTC))


def letters(world: World, to: str) -> list[dict[str, Any]]:
    """Letters the mail catcher holds for an address, oldest first."""
    answer = httpx.get(f"{world.mail['url'].rstrip('/')}/messages", params={"to": to}, timeout=10.0)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found
