"""Calls from ELMA365: only genuine ones are heard; and what errors mean to effects that call there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from base_kit import known, stage  # noqa: F401
from django.http import HttpResponse
from django.test import RequestFactory
from sync_kit import Linked

import factories
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.portals.elma365 import addresses, limits, standing
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.inbound import Body, called
from paraph.portals.elma365.jobs import Job
from paraph.portals.elma365.models import Company, new_key
from paraph.portals.elma365.objects import Item, company_of, crm_object, parse
from paraph.sandbox.elma365 import seed
from paraph.sealed import Secret

TOKEN = "token-of-the-hub"
BEARER = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


@pytest.fixture
def company(known: Linked) -> Company:  # noqa: F811 - the fixture of that name
    return known.company


@called("POST")
def heard(company: Company, body: Body, **of: str) -> Mapping[str, Any]:
    if "refuse" in body:
        raise DomainError(body["refuse"], "Так нельзя.")
    return {"company": company.pk, "body": body, **of}


def post(company: Company, data: Any = b"{}", key: str = "", **headers: str) -> HttpResponse:
    request = RequestFactory().post("/", data, content_type="application/json", **(headers or BEARER))
    answer: HttpResponse = heard(request, key=key or company.key)  # type: ignore[assignment]
    return answer


def test_a_genuine_call_is_heard_by_either_header(company: Company) -> None:
    for headers in (BEARER, {"HTTP_X_TOKEN": TOKEN}, {"HTTP_AUTHORIZATION": f"bearer  {TOKEN} "}):
        answer = post(company, b'{"a": "\\u0441"}', **headers)
        assert (answer.status_code, answer.content.decode()) == (
            200,
            f'{{"company": {company.pk}, "body": {{"a": "\\u0441"}}}}',
        )
    assert post(company, b"  ").status_code == 200
    assert Company.objects.get().last_inbound_at


def test_every_false_call_looks_the_same_and_is_counted(company: Company, monkeypatch: Any) -> None:
    other = Company.objects.create(workspace=company.workspace, title="x", base_url="https://x.example")
    false: list[dict[str, Any]] = [
        {"HTTP_AUTHORIZATION": "Bearer wrong"},
        {"HTTP_AUTHORIZATION": f"Basic {TOKEN}"},
        {"HTTP_AUTHORIZATION": "Bearer "},
        {"HTTP_AUTHORIZATION": "Bearer \xff"},
        {"key": new_key(), **BEARER},
        {"key": other.key, "HTTP_AUTHORIZATION": "Bearer "},
    ]
    answers = {(answer.status_code, answer.content) for answer in (post(company, **one) for one in false)}
    assert answers == {(403, b'{"error": ""}')}
    statuses = [post(company, **false[0]).status_code for _call in range(40)]
    assert statuses[-1] == 429
    assert post(company).status_code == 200  # who shares the address is heard
    company.delete()
    assert post(company).status_code in (403, 429)


def test_a_call_is_bounded_and_must_be_an_object(company: Company) -> None:
    assert post(company, b'"' + b"x" * limits.INBOUND + b'"').status_code == 413
    for data in (b"[]", b"null", b"{", b'{"a": NaN}', b"\xff", b'{"a":' * 50_000):
        assert post(company, data).status_code == 400
    get = RequestFactory().get("/", **BEARER)
    assert heard(get, key=company.key).status_code == 405


def test_refusals_and_the_switch_come_in_words(company: Company) -> None:
    for code, status in (("not-found", 404), ("forbidden", 403), ("whatever", 422)):
        answer = post(company, f'{{"refuse": "{code}"}}'.encode())
        assert answer.status_code == status
        assert "\\u0422\\u0430\\u043a" in answer.content.decode()
    Company.objects.update(is_on=False)
    assert post(company).status_code == 409


def test_the_address_given_to_the_module_answers(company: Company, client: Any) -> None:
    path = "/" + addresses.hub(company).split("/", 3)[3] + "/"
    assert client.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).json() == {"ok": True}
    assert client.get(path).status_code == 403


# -- effects ------------------------------------------------------------------------------------------------


class _Create(Job):
    kind = "test.elma-create"

    def work(self, run: Run, client: Client) -> None:
        client.create("documents", "contracts", {"__name": "Договор"})


def attempt(company: Company, number: int = 1, handler: Handler | None = None) -> None:
    effect = Effect(
        pk=1, kind=_Create.kind, payload={"company": company.pk}, key=company.effects_key, attempts=number
    )
    (handler or _Create()).perform(Run.of(effect))


def test_a_doubtful_refusal_is_tried_again_a_few_times(known: Linked) -> None:  # noqa: F811
    for kind in ("unsuccess", "forbidden"):
        for number in (1, 2, 3):
            known.fault(kind, "create")
            with pytest.raises(Retry) as caught:
                attempt(known.company, number)
            assert not caught.value.block_key
        known.fault(kind, "create")
        with pytest.raises(Quarantine):
            attempt(known.company, 4)
    assert Company.objects.get().fault == ""  # one thing was refused, not the company


def test_work_waits_for_a_new_token_and_administrators_hear_once(known: Linked, mail: Any) -> None:  # noqa: F811
    firm = factories.company()
    Company.objects.update(workspace=firm.workspace, token=Secret("withdrawn"))
    for number in (1, 5, 9):
        with pytest.raises(Retry) as caught:
            attempt(known.company, number)
        assert caught.value.block_key
    company = Company.objects.get()
    assert "не приняла токен" in company.fault
    assert JournalEvent.objects.filter(action="elma365:locked-out").count() == 1
    letters = Effect.objects.filter(kind="notifications.mail")
    assert [each.payload["to"] for each in letters] == [firm.sender.email]
    standing.regain(company)
    assert not Company.objects.get().is_locked_out
    with pytest.raises(Retry):
        attempt(known.company)
    assert JournalEvent.objects.filter(action="elma365:locked-out").count() == 2
    assert letters.all().count() == 2
    effects.run_due()
    assert mail.subjects(firm.sender.email) == [f"ELMA365 «{company.title}» больше не пускает Paraph"] * 2


def test_other_refusals_wait_for_a_person_at_once(known: Linked) -> None:  # noqa: F811
    known.fault("bad-request", "create")
    with pytest.raises(Quarantine):
        attempt(known.company)


def test_a_lost_answer_and_a_busy_company_come_back_later(known: Linked) -> None:  # noqa: F811
    known.fault("cut-after", "create")
    with pytest.raises(Retry) as caught:
        attempt(known.company, 3)
    assert caught.value.after == limits.FAILURE_PAUSE * 4
    known.fault("too-many", "create", seconds=30)
    with pytest.raises(Retry) as caught:
        attempt(known.company)
    assert caught.value.block_key
    assert caught.value.after is not None
    assert caught.value.after.total_seconds() == 30


def test_nothing_is_called_while_it_is_switched_off(known: Linked) -> None:  # noqa: F811
    Company.objects.update(is_on=False)
    before = known.count("items")
    with pytest.raises(Retry) as caught:
        attempt(known.company)
    assert caught.value.block_key
    assert known.count("items") == before


# -- objects ------------------------------------------------------------------------------------------------


def test_items_are_named_parsed_and_addressed(company: Company) -> None:
    item = Item("documents", "contracts", seed.item_id("contract/17"))
    found = crm_object(company, item)
    assert parse(found.object) == item
    assert found.url == f"{company.base_url}/documents/contracts(p:item/{found.object})"
    assert company_of(found.portal, company.workspace_id) == company
    assert company_of(found.portal, company.workspace_id + 1) is None
    assert company_of("bitrix24:1", company.workspace_id) is None
    for wrong in ("", "DEAL_5", "a/b", f"a/../{item.id}", f"a/b/{item.id}x", f"a/b/c/{item.id}"):
        assert parse(wrong) is None
