"""An account of «Ромашка» at a stub of Диадок, and later at the emulator."""

from __future__ import annotations

import dataclasses

import diadoc_stub
import pytest
from diadoc_parts import OUR_BOX
from django.utils import timezone
from emulated import diadoc, exchange  # noqa: F401

import factories
from paraph.channels.diadoc import limits
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.models import Access, Account
from paraph.sealed import Secret
from scenario import catcher, mail, pki  # noqa: F401


@pytest.fixture
def stub(settings, monkeypatch):
    """What stands where Диадок is; our pauses between tries take no time."""
    monkeypatch.setattr(limits, "FIRST_PAUSE", 0)
    with diadoc_stub.serve() as (server, address):
        settings.DIADOC = dataclasses.replace(
            settings.DIADOC, url=address, oidc_url=address, api_key="developer-key"
        )
        server.on("/V3/Authenticate", "token-1")
        yield server


@pytest.fixture
def firm(db) -> factories.Company:
    return factories.company()


@pytest.fixture
def account(firm) -> Account:
    """Connected by login and password."""
    return Account.objects.create(
        workspace=firm.workspace,
        organization=firm.organization,
        access=Access.PASSWORD,
        login="edo@romashka.example",
        password=Secret("верный пароль"),
        box_id=OUR_BOX,
        box_title=firm.organization.name,
        checked_at=timezone.now(),
    )


@pytest.fixture
def api(stub, account) -> DiadocClient:
    """The API as that account calls it."""
    return DiadocClient(account)
