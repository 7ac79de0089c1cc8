"""Fixtures of scenario tests: a company with real keys and a real SMTP server that catches its letters.

A room's conftest takes them by name: `from scenario import catcher, firm, mail, pki, sent`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import factories
from paraph.channels.link import services
from paraph.channels.link.models import GuestLink
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.sandbox.emulator import Place
from paraph.sandbox.mail.catcher import MailCatcher
from paraph.sandbox.mail.letters import Letter

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


@dataclass(frozen=True)
class Mailbox:
    """The caught letters as tests ask for them."""

    catcher: MailCatcher

    def letters(self, to: str | None = None) -> list[Letter]:
        return self.catcher._store.find(to=to)

    def subjects(self, to: str) -> list[str]:
        return [letter.subject for letter in self.letters(to)]

    def tokens(self, to: str = factories.PARTNER_EMAIL) -> list[str]:
        """Tokens in the newest letter that has any, in order."""
        for letter in reversed(self.letters(to)):
            if found := LINK.findall(letter.text):
                return list(dict.fromkeys(found))
        return []


@pytest.fixture
def mail(catcher: MailCatcher, settings) -> Mailbox:
    catcher._store.clear()
    smtp = urlsplit(catcher.ready["smtp"])
    settings.MAIL = replace(
        settings.MAIL, host=smtp.hostname, port=smtp.port, lookup_url=catcher.ready["lookup_url"]
    )
    return Mailbox(catcher)


@pytest.fixture
def firm(db, mail, pki, settings, tmp_path: Path) -> factories.Company:
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"
    return factories.company()


@dataclass(frozen=True)
class Sent:
    """A package whose letter has come."""

    package: Package
    tokens: list[str]

    @property
    def token(self) -> str:
        return self.tokens[0]

    @property
    def flow(self) -> Docflow:
        return factories.flows(self.package)[0]

    @property
    def statuses(self) -> list[str]:
        return [flow.status for flow in factories.flows(self.package)]

    @property
    def link(self) -> GuestLink:
        found = services.find(self.token)
        assert found is not None
        return found


@pytest.fixture
def sent(firm, pki, mail) -> Callable[..., Sent]:
    """Sends a package of documents of these kinds (a contract by default) and waits for the letter."""

    def send(*kinds: str, **draft) -> Sent:
        documents = [
            factories.document(firm, kind, f"{kind} {number}.pdf", number=str(number))
            for number, kind in enumerate(kinds or ("contract",), start=1)
        ]
        package = factories.send(firm, pki, documents, **draft)
        effects.run_due()
        return Sent(package, mail.tokens())

    return send


def run_again(kind: str) -> None:
    """Let the effects of a kind that wait for their next try have it now."""
    Effect.objects.filter(kind=kind, state="waiting").update(due_at="2020-01-01T00:00:00Z")
    effects.run_due()
