"""Clients of Битрикс24 written by others walk through the emulated portal: two official, one home-made.

They speak to it as to a real portal: by HTTPS, with tokens of its OAuth server, with what it really posts.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bitrix24_journey as journey
import pytest
from bitrix24_desk import Client, Desk, running

from paraph.sandbox.bitrix24 import rest

_HERE = Path(__file__).parent
#: Of the portal, of its next address and of the OAuth server.
_NAMES = ("romashka.bitrix24.example", "vasilek.bitrix24.example", "oauth.bitrix24.tech")
#: Deals of the list that is longer than two pages.
_MANY = 125
#: The share of the portal's methods each client must have called; some are only for signed addresses.
_ENOUGH = 0.95


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A portal at an address with a port: for clients that take addresses as they are."""
    yield from _opened(Desk(tmp_path_factory.mktemp("portal")))


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A portal with a name behind a proxy: for clients that know the OAuth server by heart."""
    yield from _opened(Desk(tmp_path_factory.mktemp("named"), _NAMES))


def _opened(desk: Desk) -> Iterator[Desk]:
    desk.control("POST", "crm/deals", {"count": _MANY})
    yield desk
    desk.close()


@pytest.fixture(autouse=True)
def _order_on_the_desk(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in {"desk", "named"} & set(request.fixturenames):
        desk = request.getfixturevalue(name)
        desk.control("DELETE", "faults")
        desk.posts.clear()


@pytest.fixture(scope="module")
def pysdk(named: Desk, client_python: Path) -> Iterator[Client]:
    with running([client_python, _HERE / "bitrix24_b24pysdk.py"], named) as client:
        yield client


@pytest.fixture(scope="module")
def fast(desk: Desk, client_python: Path) -> Iterator[Client]:
    with running([client_python, _HERE / "bitrix24_fast.py"], desk) as client:
        yield client


@pytest.fixture(scope="module")
def jssdk(desk: Desk, node_packages: Path) -> Iterator[Client]:
    with running(["node", _HERE / "bitrix24_b24jssdk.mjs", node_packages], desk) as client:
        yield client


def walked(client: Client, steps: journey.Steps, *, knows_codes: bool = True) -> dict[str, Any]:
    """Takes the steps; every refusal must be the one that was expected. Returns what was kept."""
    told = client.ask("steps", steps=journey.to_json(steps))
    expected = [[step.method, step.refused or None] for step in steps]
    if not knows_codes:
        told["outcomes"] = [[method, code and "?"] for method, code in told["outcomes"]]
        expected = [[method, code and "?"] for method, code in expected]
    assert told["outcomes"] == expected
    kept: dict[str, Any] = told["kept"]
    return kept


def whole_journey(desk: Desk, client: Client, card: dict[str, Any], *, knows_codes: bool = True) -> float:
    """Everything an application does, its robot's answer too; which share of the methods that was."""
    mark = str(card["client_id"])
    desk.control("POST", "calls", {"mark": mark})
    kept = walked(client, journey.everything(desk.handler), knows_codes=knows_codes)
    desk.settle()
    (robot,) = desk.taken("/robot")
    assert robot["properties[signer]"] == "user_1"
    walked(client, journey.answering(robot["event_token"]), knows_codes=knows_codes)
    desk.settle()
    process = desk.control("GET", f"workflows/{kept['process']}")
    assert "подписан" in str(process["results"])
    tasks = walked(client, journey.task(), knows_codes=knows_codes)
    assert tasks["tasks"]
    walked(client, journey.farewell(desk.handler), knows_codes=knows_codes)
    called = set(desk.control("GET", f"calls?mark={mark}")["calls"])
    known = {one.name for one in rest.methods()}
    share = len(called & known) / len(known)
    assert share > _ENOUGH, sorted(known - called)
    return share


def files(desk: Desk, client: Client, name: str) -> None:
    """A file in the application's storage by both ways, and back."""
    kept = walked(client, journey.folder(name))
    address = kept["address"]
    body = f"Файл {name}\n".encode() * 1000
    told = client.ask(
        "file",
        folder=kept["home"]["ID"],
        name="akt.txt",
        content=base64.b64encode(body).decode(),
        address=address["uploadUrl"],
        field=address["field"],
    )
    assert {one: base64.b64decode(content) for one, content in told.items()} == {
        "akt.txt": body,
        "2-akt.txt": body,
    }


# -- b24pysdk ----------------------------------------------------------------------------------------------


def test_b24pysdk(named: Desk, pysdk: Client, record_property: Callable[[str, object], None]) -> None:
    assert pysdk.ask("webhook", url=named.ready["webhook"]) == "1"
    world, card = named.emulator.world, named.install()
    told = pysdk.ask(
        "exchange",
        domain=world.domain,
        client_id=card["client_id"],
        client_secret=card["client_secret"],
        code=named.code(card),
    )
    assert told == {
        "member_id": world.member_id,
        "user_id": 1,
        "portal_domain": world.domain,
        "renewed": True,
        "installed": True,
        "client_id": card["client_id"],
        "validated": True,
    }
    named.control("POST", "faults", {"kind": "expired-token"})
    assert pysdk.ask("after_expiry") is True
    files(named, pysdk, "b24pysdk")
    assert pysdk.ask("batch") == {"second": True, "broken": True, "many": 60}
    rows = pysdk.ask("rows")
    assert rows == dict.fromkeys(("pages", "fast", "down"), named.count_of_deals())
    assert rows["pages"] > 120
    share = whole_journey(named, pysdk, card)
    posted = dict(reversed(named.posts))  # the first one to each address
    assert pysdk.ask("parse", kind="event", fields=posted["/events"])["event"] == "ONCRMDEALUPDATE"
    assert pysdk.ask("parse", kind="event", fields=posted["/install"])["event"] == "ONAPPINSTALL"
    robot = pysdk.ask("parse", kind="workflow", fields=posted["/robot"])
    assert (robot["code"], robot["use_subscription"]) == ("edo_send", True)
    assert robot["document_type"] == ["crm", "CCrmDocumentDeal", "DEAL"]
    record_property(
        "client", f"b24pysdk (PyPI): {share:.0%} of the methods, OAuth, lists, batches, files, posts"
    )


def test_b24pysdk_reads_events_nobody_caused(named: Desk, pysdk: Client) -> None:
    card = named.install()
    handler = {"event": "onAppUninstall", "handler": f"{named.handler}/gone"}
    assert named.call(card, "event.bind", **handler) is True
    named.control("POST", f"apps/{card['id']}/uninstall", {"clean": True})
    named.settle()
    (gone,) = named.taken("/gone")
    assert "auth[access_token]" not in gone
    told = pysdk.ask("parse", kind="event", fields=gone)
    assert (told["event"], told["data"]) == ("ONAPPUNINSTALL", {"LANGUAGE_ID": "ru", "CLEAN": "1"})


def test_b24pysdk_follows_the_portal_to_its_new_address(named: Desk, pysdk: Client) -> None:
    named.control("POST", "rename")
    assert pysdk.ask("after_rename") == named.emulator.world.domain == _NAMES[1]


def test_b24pysdk_waits_when_the_portal_says_so(named: Desk, pysdk: Client) -> None:
    named.control("POST", "faults", {"kind": "query-limit", "path": "profile"})
    walked(pysdk, [journey.Step("profile")])
    assert named.control("GET", "faults")["faults"] == []


# -- fast_bitrix24 -----------------------------------------------------------------------------------------


def test_fast_bitrix24(desk: Desk, fast: Client, record_property: Callable[[str, object], None]) -> None:
    assert fast.ask("webhook", url=desk.ready["webhook"]) == "1"
    assert fast.ask("batch") == {"made": 60, "second": True}
    every = desk.count_of_deals()
    assert fast.ask("rows") == {"deals": every, "items": every, "by_id": 60}
    card = desk.install()
    tokens = [desk.tokens(card)["access_token"] for _ in range(2)]
    desk.control("POST", "faults", {"kind": "expired-token"})
    url = f"{desk.emulator.world.url}/rest/"
    assert fast.ask("application", url=url, tokens=tokens) == "1"
    files(desk, fast, "fast_bitrix24")
    share = whole_journey(desk, fast, card, knows_codes=False)
    record_property("client", f"fast_bitrix24 (PyPI): {share:.0%} of the methods, lists, batches, files")


# -- b24jssdk ----------------------------------------------------------------------------------------------


def test_b24jssdk(desk: Desk, jssdk: Client, record_property: Callable[[str, object], None]) -> None:
    assert jssdk.ask("webhook", url=desk.ready["webhook"]) == "1"
    card = desk.install()
    secrets = {"client_id": card["client_id"], "client_secret": card["client_secret"]}
    told = jssdk.ask("application", auth=desk.tokens(card), **secrets)
    assert told == {"admin": True, "id": "1"}
    desk.control("POST", "faults", {"kind": "expired-token"})
    assert jssdk.ask("after_expiry") is True
    assert jssdk.ask("batch") == {"second": True, "array": 2, "many": 60}
    every = desk.count_of_deals()
    assert jssdk.ask("rows") == {"list": every, "fetched": every}
    files(desk, jssdk, "b24jssdk")
    share = whole_journey(desk, jssdk, card)
    record_property(
        "client", f"@bitrix24/b24jssdk (npm): {share:.0%} of the methods, OAuth, lists, batches, files"
    )


def test_b24jssdk_waits_when_the_portal_says_so(desk: Desk, jssdk: Client) -> None:
    desk.control("POST", "faults", {"kind": "query-limit", "path": "profile"})
    walked(jssdk, [journey.Step("profile")])
    assert desk.control("GET", "faults")["faults"] == []
