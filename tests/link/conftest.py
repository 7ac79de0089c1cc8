"""The partner's world: a company with real keys, a real SMTP server that catches letters, a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import factories
import pytest
from django.test import Client

from paraph.channels.link import services
from paraph.channels.link.models import GuestLink
from paraph.docflow.models import Package
from paraph.effects import services as effects
from paraph.hub.config import MailConfig
from paraph.sandbox.emulator import Place
from paraph.sandbox.mail.catcher import MailCatcher

LINK = re.compile(r"https?://\S+?/g/([A-Za-z0-9_-]{43})/")


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> factories.Pki:
    return factories.Pki.make(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailCatcher]:
    running = MailCatcher(Place(tmp_path_factory.mktemp("mail"), "127.0.0.1"))
    running.start()
    yield running
    running.stop()


@dataclass
class Mailbox:
    """The catcher as tests ask it."""

    catcher: MailCatcher

    def letters(self, to: str = "") -> list:
        store = self.catcher._store
        return store.find(to=to or None)

    def tokens(self, to: str = factories.PARTNER_EMAIL) -> list[str]:
        """Tokens of the newest letter to the partner that has any, in order."""
        for letter in reversed(self.letters(to)):
            found = list(dict.fromkeys(LINK.findall(letter.text)))
            if found:
                return found
        return []


@pytest.fixture
def mail(catcher: MailCatcher, settings) -> Mailbox:
    catcher._store.clear()
    smtp = urlsplit(catcher.ready["smtp"])
    settings.MAIL = replace(
        settings.MAIL, host=smtp.hostname, port=smtp.port, lookup_url=catcher.ready["lookup_url"]
    )
    assert isinstance(settings.MAIL, MailConfig)
    return Mailbox(catcher)


@pytest.fixture
def firm(db, mail, pki, settings, tmp_path: Path) -> factories.Company:
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"
    return factories.company()


@dataclass
class Guest:
    """The partner at their own computer."""

    pki: factories.Pki
    client: Client

    def get(self, token: str, what: str = ""):
        return self.client.get(f"/g/{token}/{what}")

    def post(self, token: str, what: str, data: dict | None = None, **headers):
        return self.client.post(f"/g/{token}/{what}/", data or {}, headers=headers)

    def open(self, token: str):
        return self.post(token, "open")

    def signature(self, token: str, who: str = factories.PARTNER_HEAD) -> bytes:
        """The guest downloads the file and signs it with a program of their own."""
        response = self.get(token, "file/")
        return self.pki.sign(who, b"".join(response.streaming_content))

    def upload(self, token: str, cms: bytes, **headers):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return self.post(token, "sign", {"signature": SimpleUploadedFile("document.sig", cms)}, **headers)

    def sign(self, token: str, **headers):
        return self.upload(token, self.signature(token), **headers)


@pytest.fixture
def guest(pki) -> Guest:
    return Guest(pki, Client())


@dataclass
class Sent:
    """A package whose letter has come."""

    package: Package
    tokens: list[str]

    @property
    def token(self) -> str:
        return self.tokens[0]

    @property
    def flow(self):
        return factories.flows(self.package)[0]

    @property
    def link(self) -> GuestLink:
        found = services.find(self.token)
        assert found is not None
        return found


@pytest.fixture
def sent(firm, pki, mail):
    """Sends a package of the given kinds and waits for the letter."""

    def send(*kinds: str, **draft) -> Sent:
        documents = [
            factories.document(firm, kind, f"{kind} {number}.pdf", number=str(number))
            for number, kind in enumerate(kinds or ("contract",), start=1)
        ]
        package = factories.send(firm, pki, documents, **draft)
        effects.run_due()
        return Sent(package, mail.tokens())

    return send
