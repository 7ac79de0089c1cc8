"""The client of the Web API: values, refusals, lost answers, files in parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from base_kit import known, stage  # noqa: F401
from sync_kit import CONTRACTS, LONG_AGO, Linked

from paraph.effects.limits import Limit
from paraph.effects.models import LimitedKey
from paraph.portals import pace, wires
from paraph.portals.elma365 import files, limits, transport
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import CallError, ElmaError, LockedOut, NotNow, Unknown
from paraph.portals.elma365.models import Company
from paraph.sandbox.elma365 import disk, items, seed
from paraph.sealed import Secret


@pytest.fixture
def elma(known: Linked) -> Linked:  # noqa: F811 - the fixture of that name
    return known


def calls(elma: Linked, mark: str = "here") -> dict[str, int]:
    found: dict[str, int] = elma.control("GET", f"calls?mark={mark}")["calls"]
    return found


def mark(elma: Linked, name: str = "here") -> None:
    elma.control("POST", "calls", {"mark": name})


# -- values -------------------------------------------------------------------------------------------------


def test_items_come_whole_however_many(elma: Linked) -> None:
    for number in range(230):
        items.create(elma.world, *CONTRACTS, {"__name": f"Договор {number}", "number": f"N{number}"})
    client = elma.client
    mark(elma)
    every = list(client.items(*CONTRACTS))
    assert len({one["__id"] for one in every}) == len(every) == 232  # with the two of the seed
    assert calls(elma)["POST app/{ns}/{code}/list"] == 3
    by_field = list(client.items(*CONTRACTS, filter={"tf": {"number": "N77"}}))
    assert [one["number"] for one in by_field] == ["N77"]
    by_query = list(client.items(*CONTRACTS, filter={"eql": {"query": "[number] = 'N8'"}}))
    assert [one["number"] for one in by_query] == ["N8"]
    wanted = [seed.item_id("contract/17"), by_field[0]["__id"]]
    assert {one["__id"] for one in client.items(*CONTRACTS, ids=wanted)} == set(wanted)
    assert list(client.items(*CONTRACTS, ids=[])) == []


def test_an_item_is_made_changed_and_put_into_a_status(elma: Linked) -> None:
    client = elma.client
    made = client.create(*CONTRACTS, {"__name": "Договор 5", "number": "5"})
    changed = client.update(*CONTRACTS, made["__id"], {"edo_status": "Отправлен"})
    assert changed["edo_status"] == "Отправлен"
    statuses = {one["code"]: one["id"] for one in client.statuses(*CONTRACTS)}
    client.set_status(*CONTRACTS, made["__id"], "signed")
    assert client.item(*CONTRACTS, made["__id"])["__status"]["status"] == statuses["signed"]
    client.say(*CONTRACTS, made["__id"], "Подписан")
    assert [one["body"] for one in client.messages(*CONTRACTS, made["__id"])] == ["Подписан"]


def test_what_there_is_can_be_asked_for(elma: Linked) -> None:
    client = elma.client
    assert "documents" in {one["code"] for one in client.namespaces()}
    assert {"contracts", "acts", "letters"} <= {one["code"] for one in client.applications("documents")}
    assert "number" in {one["code"] for one in client.scheme(*CONTRACTS)["fields"]}
    assert "agree_and_send" in {one["code"] for one in client.processes(*CONTRACTS)}
    assert {"administrators", "accounting"} <= {one["code"] for one in client.groups()}
    assert any(one["email"] == "shemov@romashka.example" for one in client.users())


def test_a_process_is_started_looked_at_and_written_into(elma: Linked) -> None:
    client, item = elma.client, seed.item_id("contract/17")
    instance = client.run_process("documents.contracts", "agree_and_send", {"contracts": [item]})
    elma.world.settle()
    found = client.instance(instance)
    assert found["__id"] == instance
    over_items = [(*CONTRACTS, item), (*CONTRACTS, seed.item_id("contract/18"))]
    found_over = client.instances("documents.contracts", "agree_and_send", over_items)
    assert [one["__id"] for one in found_over] == [instance]
    tasks = client.post("tasks/list", {}, reads=True)["result"]["result"]
    exits = client.task_exits(tasks[0]["__id"])
    assert exits
    assert all(one["id"] for one in exits)
    with pytest.raises(ElmaError, match="comment"):
        client.instance_context(instance, " ", {})


# -- refusals and lost answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [("unsuccess", "unsuccess", 200), ("forbidden", "forbidden", 403), ("bad-request", "bad-request", 400)],
)
def test_a_refusal_is_one_whatever_its_status(elma: Linked, kind: str, code: str, status: int) -> None:
    elma.fault(kind, "create")
    before = elma.count("items")
    with pytest.raises(ElmaError) as caught:
        elma.client.create(*CONTRACTS, {"__name": "Договор"})
    assert (caught.value.code, caught.value.status) == (code, status)
    assert caught.value.text in caught.value.message
    assert elma.count("items") == before


def test_what_is_not_there_is_not_found(elma: Linked) -> None:
    with pytest.raises(ElmaError) as caught:
        elma.client.item(*CONTRACTS, "0" * 8 + "-0000-0000-0000-" + "0" * 12)
    assert caught.value.code == "not-found"


def test_codes_of_others_do_not_leave_their_place_in_the_path(elma: Linked) -> None:
    mark(elma)
    with pytest.raises(ElmaError):
        elma.client.item("documents", "contracts/../../user", "list?x=1#")
    assert calls(elma) == {"GET app/{ns}/{code}/{id}/get": 1}


@pytest.mark.parametrize("kind", ["error-before", "error-after", "cut-before", "cut-after"])
def test_reading_is_repeated_until_it_succeeds(elma: Linked, kind: str) -> None:
    elma.fault(kind, "settings/status", count=3)
    mark(elma)
    assert elma.client.statuses(*CONTRACTS)
    assert sum(calls(elma).values()) == 4
    elma.fault(kind, "settings/status", count=4)
    with pytest.raises(NotNow) as caught:
        elma.client.statuses(*CONTRACTS)
    assert caught.value.whole_portal is kind.startswith("cut")


@pytest.mark.parametrize(
    ("kind", "made"), [("error-before", 0), ("cut-before", 0), ("error-after", 1), ("cut-after", 1)]
)
def test_a_change_whose_answer_is_lost_is_not_repeated(elma: Linked, kind: str, made: int) -> None:
    before = elma.count("items")
    elma.fault(kind, "create")
    with pytest.raises(Unknown):
        elma.client.create(*CONTRACTS, {"__name": "Договор"})
    assert elma.count("items") == before + made


def test_a_company_that_is_busy_is_left_alone(elma: Linked) -> None:
    elma.fault("too-many", "settings/status", seconds=40)
    mark(elma)
    with pytest.raises(NotNow) as caught:
        elma.client.statuses(*CONTRACTS)
    assert caught.value.after == timedelta(seconds=40)
    assert caught.value.whole_portal
    assert sum(calls(elma).values()) == 1
    # So do all others who would call it, at once.
    with pytest.raises(NotNow) as caught:
        elma.client.namespaces()
    assert caught.value.after > timedelta(seconds=30)
    assert sum(calls(elma).values()) == 1


def test_a_short_wait_a_company_asks_for_is_waited_out(elma: Linked, monkeypatch: Any) -> None:
    waits: list[timedelta] = []

    def wait(pause: timedelta) -> None:
        waits.append(pause)
        LimitedKey.objects.update(next_at=LONG_AGO)

    monkeypatch.setattr(pace, "pause", wait)
    elma.fault("too-many", "create", seconds=3)
    assert elma.client.create(*CONTRACTS, {"__name": "Договор"})["__id"]
    assert len(waits) == 1


def test_a_company_that_is_not_there_is_not_called_for_ever(elma: Linked, monkeypatch: Any) -> None:
    waits: list[timedelta] = []
    monkeypatch.setattr(pace, "pause", waits.append)
    company = Company(base_url="http://127.0.0.1:9", token=Secret("t"))
    with pytest.raises(NotNow) as caught:
        Client(company).namespaces()
    assert caught.value.whole_portal
    assert len(waits) == pace.TRIES - 1


def test_a_token_that_is_missing_or_does_not_open_is_told_before_calling(elma: Linked, settings: Any) -> None:
    with pytest.raises(LockedOut, match="Не введён токен"):
        Client(Company(base_url=elma.company.base_url)).namespaces()
    company = Company.objects.get()
    settings.SECRET_KEY = "another installation" * 3
    with pytest.raises(LockedOut, match="не расшифровать"):
        Client(company).namespaces()


def test_a_token_that_ended_is_told_from_a_right_that_is_missing(elma: Linked) -> None:
    elma.fault("forbidden", "create")
    with pytest.raises(ElmaError) as caught:
        elma.client.create(*CONTRACTS, {"__name": "Договор"})
    assert caught.value.code == "forbidden"
    token = elma.control("POST", "tokens", {"user": seed.user_id("rabotnikov")})["token"]
    client = Client(Company(base_url=elma.company.base_url, token=Secret(token)))
    assert client.namespaces()
    elma.control("DELETE", f"tokens/{token}")
    with pytest.raises(LockedOut) as lost:
        client.create(*CONTRACTS, {"__name": "Договор"})
    assert lost.value.whole_portal
    with pytest.raises(LockedOut):
        client.namespaces()


def test_words_of_the_company_lose_their_secrets() -> None:
    answer = httpx.Response(400, json={"success": False, "error": "bad token=abc123&x=1 Bearer zzz"})
    with pytest.raises(ElmaError) as caught:
        transport.judged(answer, "create", repeatable=False)
    assert "abc123" not in caught.value.full
    assert "zzz" not in caught.value.full


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("<html>502</html>", 502, NotNow),
        ("<html>busy</html>", 200, NotNow),
        ("", 302, ElmaError),
        ("[]", 200, NotNow),
        ("{}", 200, NotNow),
    ],
)
def test_pages_instead_of_answers(body: str, status: int, error: type[CallError]) -> None:
    headers = {"Location": "https://elsewhere.example/"}
    answer = httpx.Response(status, content=body.encode(), headers=headers)
    with pytest.raises(error):
        transport.judged(answer, "list", repeatable=True)
    if error is NotNow:
        with pytest.raises(Unknown):
            transport.judged(answer, "create", repeatable=False)


def test_workers_of_all_companies_at_one_address_share_their_turn(elma: Linked, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "CALLS", Limit(rate=0.01, burst=2))
    monkeypatch.setattr(limits, "LONGEST_WAIT", timedelta(0))
    other = Company(base_url=elma.company.base_url, token=elma.company.token)
    elma.client.namespaces()
    Client(other).namespaces()
    with pytest.raises(NotNow):
        elma.client.namespaces()


# -- files --------------------------------------------------------------------------------------------------


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART", 1000)


def directory(elma: Linked) -> str:
    return str(next(elma.client.directories())["__id"])


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 3000, 3500])
def test_a_file_goes_in_parts_and_comes_back(
    elma: Linked, small_parts: None, size: int, tmp_path: Any
) -> None:
    data = bytes(number % 251 for number in range(size))
    path = tmp_path / "договор.pdf"
    path.write_bytes(data)
    mark(elma)
    from_bytes = elma.client.upload(directory(elma), "договор.pdf", data)
    from_path = elma.client.upload(directory(elma), "договор.pdf", path)
    assert calls(elma)["POST disk/directory/{id}/upload"] == 2 * max(1, -(-size // 1000))
    for each in (from_bytes, from_path):
        assert disk.read(elma.world, each) == ("договор.pdf", data)
        assert elma.client.download(each, 10_000) == data


@pytest.mark.parametrize("kind", ["error-before", "error-after", "cut-before", "cut-after", "slow-part"])
def test_a_part_that_was_lost_goes_again_into_the_same_file(
    elma: Linked, small_parts: None, monkeypatch: Any, kind: str
) -> None:
    where, data, before = directory(elma), bytes(range(250)) * 10, elma.count("files")
    elma.fault(kind, "upload", count=2, seconds=1.0)
    if kind == "slow-part":
        monkeypatch.setattr(transport, "UPLOAD_TIMEOUT", httpx.Timeout(0.5))
    made = elma.client.upload(where, "act.pdf", data)
    if kind == "slow-part":
        time.sleep(1.1)  # the part given up is still being taken there
    assert elma.count("files") == before + 1
    assert disk.read(elma.world, made)[1] == data


def test_an_upload_begun_again_under_its_hash_makes_the_same_file(elma: Linked, small_parts: None) -> None:
    where, hash = directory(elma), "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    first = elma.client.upload(where, "act.pdf", b"x" * 2500, hash=hash)
    assert elma.client.upload(where, "act.pdf", b"x" * 2500, hash=hash) == first


def test_a_link_to_another_server_is_not_followed(elma: Linked) -> None:
    kept = disk.keep(elma.world, "act.pdf", b"act")
    elma.fault("foreign-link", kept)
    with pytest.raises(ElmaError) as caught:
        elma.client.download(kept, 100)
    assert caught.value.code == "foreign-address"
    assert elma.client.download(kept, 3) == b"act"
    with pytest.raises(ElmaError) as caught:
        elma.client.download(kept, 2)
    assert caught.value.code == "too-long"


@pytest.mark.parametrize(
    ("link", "is_own"),
    [
        ("https://firm.elma365.ru/s3/1?sig=2", True),
        ("https://s3.elma365.tech/1", True),
        ("http://firm.elma365.ru/s3/1", False),
        ("https://firm.elma365.ru.evil.example/1", False),
        ("https://evil.example/?https://firm.elma365.ru/", False),
        ("https://firm.elma365.ru:444/1", False),
        ("https://user@firm.elma365.ru/1", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_which_servers_files_are_taken_from(link: str, is_own: bool) -> None:
    company = Company(base_url="https://firm.elma365.ru", options={files.FILE_HOSTS: ["s3.elma365.tech"]})
    take: Callable[[], str] = lambda: files.own_address(company, link)  # noqa: E731
    if is_own:
        assert take() == link
    else:
        with pytest.raises(ElmaError):
            take()


def test_an_answer_without_an_end_is_given_up(monkeypatch: Any) -> None:
    monkeypatch.setattr(wires, "_LONGEST_WAY", 0.02)
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            time.sleep(0.005)
            yield b"x"

    request = httpx.Request("GET", "https://firm.elma365.ru/")
    with pytest.raises(httpx.ReadTimeout):
        wires.read(httpx.Response(200, content=endless(), request=request), 10**6)
    assert taken < 10
