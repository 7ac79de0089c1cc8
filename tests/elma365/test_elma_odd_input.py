"""Whatever is typed into the settings of ELMA365, or comes from there: an answer in words, never a fault."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from base_kit import connected, stage  # noqa: F401
from django.test import Client as Browser
from sync_kit import Linked

import factories
from paraph.channels.diadoc import limits as diadoc_limits
from paraph.journal import services as journal
from paraph.parties.models import Role
from paraph.portals.elma365 import connection, people, urls
from paraph.portals.elma365.models import Company, ElmaUser, LegalEntity
from paraph.sandbox.elma365 import seed

ODD = (
    "a\x00b",
    "9" * 5000,
    "-1",
    "ж" * 3000,
    "٣",
    "' OR 1=1 --\"<script>",
    "%00%",
    "\ufffd",
    "[::1",
    "http://[",
)
FIELDS = (
    *("title", "base_url", "token", "module_uuid", "file_hosts", "operator_key", "login", "password"),
    *("anyone", "users", "employee", "on", "back", "direction", "application", "kind", "address", "item"),
    *("process", "status", "state", "page", "number", "q"),
)
#: They end the connection the walk goes over.
_LEFT_OUT = {"elma365-remove", "elma365-token"}


@pytest.fixture
def elma(connected: Linked, settings: Any, monkeypatch: Any) -> Linked:
    settings.DIADOC = type(settings.DIADOC)(
        **{**vars(settings.DIADOC), "url": "http://127.0.0.1:9", "api_key": "KEY"}
    )
    monkeypatch.setattr(diadoc_limits, "FIRST_PAUSE", 0)
    return connected


def paths(elma: Linked) -> Iterator[str]:
    """Every address of the room, with ids of what there is."""
    entity, user = LegalEntity.objects.first(), ElmaUser.objects.first()
    assert entity is not None
    assert user is not None
    given = {"pk": elma.company.pk, "company_id": elma.company.pk, "entity": entity.pk, "user_pk": user.pk}
    item = seed.item_id("contract/17")
    given |= {"row_pk": 1, "key": elma.company.key, "block": "send", "namespace": "documents"}
    given |= {"code": "contracts", "item_id": item}
    for pattern in urls.urlpatterns:
        if pattern.name not in _LEFT_OUT:
            route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), str(pattern.pattern))
            yield f"/elma365/{route}"


def test_odd_values_in_every_field_of_every_page(elma: Linked) -> None:
    hired = factories.hire(elma.firm.workspace, elma.firm.organization, "Правилова Д. И.", "p@x", Role.SENDER)
    people.choose(elma.company.users.get(email="pravilova@romashka.example"), hired.pk, elma.firm.sender)
    browser = Browser(raise_request_exception=False)
    browser.force_login(elma.firm.sender.user)
    told, found = {"authorization": f"Bearer {elma.company.hub_token.reveal()}"}, []
    every = list(paths(elma))
    assert len(every) > 20
    for turn, path in enumerate(every):
        for values in (
            {field: ODD[(number + turn) % len(ODD)] for number, field in enumerate(FIELDS)},
            dict.fromkeys(FIELDS, "a\x00b"),
        ):
            for answer in (
                browser.get(path, values, headers=told),
                browser.post(path, values, headers=told),
                browser.post(path, values, content_type="application/json", headers=told),
            ):
                if answer.status_code >= 500:
                    found.append((path, answer.status_code))
    assert found == []
    assert list(journal.verify()) == []
    company = Company.objects.get()
    assert company.base_url == elma.emulator.url
    assert company.token.reveal() == elma.emulator.ready["token"]


@pytest.mark.parametrize("value", ODD)
def test_odd_addresses_and_ids_are_refused_in_words(elma: Linked, value: str) -> None:
    browser = Browser()
    browser.force_login(elma.firm.sender.user)
    for field in ("base_url", "token", "module_uuid", "file_hosts"):
        given = {"base_url": elma.emulator.url, "title": "ELMA", field: value}
        assert browser.post(f"/elma365/companies/{elma.company.pk}/", given).status_code == 422, field
    assert connection.get(elma.firm.workspace, elma.company.pk).base_url == elma.emulator.url
