"""Faults to order, counted calls, time, and the company among the other parts of the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pypdfium2
import pytest
from elma_company import Company

from paraph.sandbox.elma365.faults import KINDS
from paraph.sandbox.elma365.papers import paper
from paraph.sandbox.up import running

CREATE = "app/documents/letters/create"


@pytest.fixture(autouse=True)
def _no_faults(company: Company) -> Iterator[None]:
    yield
    company.control("DELETE", "faults")


def total(company: Company) -> int:
    return int(company.post("app/documents/letters/list", {"size": 0})["result"]["total"])


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [
        ("unsuccess", 200, 0),
        ("bad-request", 400, 0),
        ("forbidden", 403, 0),
        ("too-many", 429, 0),
        ("error-before", 500, 0),
        ("error-after", 500, 1),
    ],
)
def test_a_fault_befalls_the_named_operation_so_many_times(
    company: Company, kind: str, status: int, done: int
) -> None:
    before = total(company)
    company.fault(kind, count=2, path="POST app/documents/letters/create")
    assert company.ask("GET", "scheme/namespaces").json()["success"] is True
    for _ in range(2):
        answer = company.ask("POST", CREATE, {"context": {}})
        assert (answer.status_code, answer.json()["success"]) == (status, False)
    assert total(company) == before + 2 * done
    assert company.ask("POST", CREATE, {"context": {}}).json()["success"] is True


@pytest.mark.parametrize(("kind", "done"), [("cut-before", 0), ("cut-after", 1)])
def test_a_connection_is_cut(company: Company, kind: str, done: int) -> None:
    before = total(company)
    company.fault(kind)
    with pytest.raises(httpx.RemoteProtocolError):
        company.ask("POST", CREATE, {"context": {}})
    assert total(company) == before + done


def test_too_many_says_when_to_come_back(company: Company) -> None:
    company.fault("too-many", seconds=7)
    assert company.ask("GET", "scheme/namespaces").headers["Retry-After"] == "7"


def test_a_slow_answer(company: Company) -> None:
    company.fault("slow", seconds=0.2)
    with pytest.raises(httpx.ReadTimeout):
        company.ask("GET", "scheme/namespaces", timeout=0.05)
    assert company.ask("GET", "scheme/namespaces").status_code == 200


def test_faults_are_shown_and_badly_written_ones_refused(company: Company) -> None:
    company.fault("unsuccess", count=None, share=0.5)
    shown = company.control("GET", "faults")
    assert shown["kinds"] == KINDS
    assert shown["faults"] == [{"kind": "unsuccess", "count": None, "share": 0.5, "path": "", "seconds": 2.0}]
    for order in ({"kind": "unsuccess", "count": 0}, {"kind": "slow", "share": 2}, {"kind": "slow", "x": 1}):
        answer = company.http.post(f"{company.ready['control']}/faults", json=order)
        assert answer.status_code == 400


def test_calls_are_counted_since_a_mark(company: Company) -> None:
    company.control("POST", "calls", {"mark": "here"})
    company.get("scheme/namespaces")
    total(company)
    total(company)
    counted = company.http.get(f"{company.ready['control']}/calls", params={"mark": "here"}).json()
    assert counted == {"calls": {"GET scheme/namespaces": 1, "POST app/{ns}/{code}/list": 2}, "total": 3}


def test_the_state_and_the_clock(company: Company) -> None:
    state = company.control("GET", "state")
    assert state["items"]["documents/letters"] == total(company)
    assert state["url"] == company.url
    company.control("POST", "clock", {"seconds": 86_400})
    assert company.control("GET", "state")["now"][:10] > state["now"][:10]
    assert company.control("POST", "settle") == {"settled": True}


def test_a_reset_keeps_the_token_and_forgets_the_rest(start_company: Callable[..., Company]) -> None:
    company = start_company()
    seen = company.ready
    company.create("documents/letters", number="2")
    other = company.token_of("lugova")
    company.control("POST", "reset")
    assert company.emulator.ready == seen
    assert total(company) == 1
    assert company.ask("GET", "scheme/namespaces", token=other).status_code == 403


def test_the_papers_of_the_new_company_are_read_by_others() -> None:
    document = pypdfium2.PdfDocument(paper("Contract (No) 17"))
    assert len(document) == 1
    assert document[0].get_textpage().get_text_bounded() == "Contract (No) 17"


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    with running({"elma365"}, tmp_path) as ready, httpx.Client(trust_env=False) as http:
        first = ready["elma365"]
        headers = {"X-Token": first["token"]}
        url = f"{first['url']}/pub/v1/{CREATE}"
        made = http.post(url, json={"context": {"number": "7"}}, headers=headers).json()["item"]
    with running({"elma365"}, tmp_path) as ready, httpx.Client(trust_env=False) as http:
        assert ready["elma365"] == first
        url = f"{first['url']}/pub/v1/app/documents/letters/{made['__id']}/get"
        assert http.get(url, headers=headers).json()["item"] == made
    assert {"url", "token", "control", "company", "users", "admin", "applications", "items"} <= first.keys()
