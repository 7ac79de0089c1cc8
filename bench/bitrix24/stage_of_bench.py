"""What the tests' fixtures do, for a measurement outside of pytest."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from linked import Stage

import factories
from paraph.effects.limits import Limit
from paraph.portals import pace
from paraph.portals.bitrix24 import limits as portal_limits
from paraph.sandbox.bitrix24 import apps
from paraph.sandbox.emulator import Place
from paraph.sandbox.mail.catcher import MailCatcher


@contextmanager
def trusted(stage: Stage, pki: factories.Pki, home: Path) -> Iterator[None]:
    """Our people's certificates are trusted, letters go to a catcher, the emulator authorises."""
    mail = MailCatcher(Place(home / "mail", "127.0.0.1"))
    mail.start()
    smtp = urlsplit(mail.ready["smtp"])
    settings.TRUST_DIR = str(pki.trust(home / "trust"))
    settings.FILES_DIR = home / "files"
    settings.MAIL = dataclasses.replace(
        settings.MAIL, host=smtp.hostname, port=smtp.port, lookup_url=mail.ready["lookup_url"]
    )
    settings.BITRIX24 = dataclasses.replace(settings.BITRIX24, oauth=(stage.emulator.ready["oauth"],))
    yield
    mail.stop()


@contextmanager
def posts_taken(stage: Stage) -> Iterator[None]:
    """What the portal posts is handed to Django in this thread; installing is not paced."""
    quick = Limit(rate=1e4, burst=10**6)
    with (
        mock.patch.object(apps, "_send", stage.take),
        mock.patch.object(pace, "pause"),
        mock.patch.object(portal_limits, "CALLS", quick),
    ):
        stage.clean()
        yield
