"""People of one company at their browsers."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from operator_kit import OperatorChannel
from pages_kit import Person

import factories
from paraph.channels.link.channel import LinkChannel
from paraph.docflow import ports
from paraph.parties.models import Employee
from scenario import catcher, firm, mail, pki, sent  # noqa: F401


@pytest.fixture
def at() -> Callable[[Employee], Person]:
    """The browser of an employee."""

    def browser(employee: Employee) -> Person:
        client = Client()
        client.force_login(employee.user)
        return Person(client)

    return browser


@pytest.fixture
def sender(firm, at) -> Person:
    return at(firm.sender)


@pytest.fixture
def signer(firm, at) -> Person:
    return at(firm.signer)


@pytest.fixture
def approver(firm, at) -> Person:
    return at(firm.approver)


@pytest.fixture
def observer(firm, at) -> Person:
    return at(firm.hire("Смотрова Ольга Петровна", "observer"))


@pytest.fixture
def elsewhere(firm, at) -> Person:
    """A sender and signer of another workspace of the same installation."""
    return at(factories.company().sender)


@pytest.fixture
def operator(monkeypatch) -> OperatorChannel:
    """An operator's channel beside the link."""
    channel = OperatorChannel()
    installed = {"link": LinkChannel(), channel.name: channel}
    monkeypatch.setattr(ports, "channels", lambda: installed)
    return channel
