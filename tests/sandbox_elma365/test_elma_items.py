"""Elements of applications: made, changed, moved to a status, listed, made several at once."""

from __future__ import annotations

from typing import Any

import pytest
from elma_company import Company, Refused
from hypothesis import given
from hypothesis import strategies as st

from paraph.sandbox.elma365 import envelope, eql
from paraph.sandbox.elma365.applications import APPLICATIONS

CONTRACTS = "documents/contracts"


def statuses(company: Company) -> dict[str, int]:
    answer = company.get(f"app/{CONTRACTS}/settings/status")
    return {one["code"]: one["id"] for one in answer["statusItems"]}


# -- one element -------------------------------------------------------------------------------------------


def test_made_read_and_changed(company: Company) -> None:
    made = company.create(CONTRACTS, number="21", date="2026-11-22T00:00:00Z")
    assert (made["number"], made["__version"], made["__deletedAt"]) == ("21", 1, None)
    assert made["__name"] == f"Договор {made['__index']}"
    assert made["__status"] == {"order": 0, "status": statuses(company)["draft"]}
    path = f"app/{CONTRACTS}/{made['__id']}"
    changed = company.post(f"{path}/update", {"context": {"number": "22"}})["item"]
    assert (changed["number"], changed["date"], changed["__version"]) == ("22", made["date"], 2)
    assert company.get(f"{path}/get")["item"] == company.post(f"{path}/get")["item"] == changed


def test_fields_outside_the_context_are_refused_with_http_200(company: Company) -> None:
    answer = company.ask("POST", f"app/{CONTRACTS}/create", {"number": "23"})
    assert (answer.status_code, answer.json()["success"]) == (200, False)
    assert "context" in answer.json()["error"]
    made = company.create(CONTRACTS, number="23")
    answer = company.ask("POST", f"app/{CONTRACTS}/{made['__id']}/update", {"number": "24", "context": {}})
    assert (answer.status_code, answer.json()["success"]) == (200, False)
    assert company.get(f"app/{CONTRACTS}/{made['__id']}/get")["item"]["number"] == "23"


def test_what_may_stand_beside_the_context(company: Company) -> None:
    group = company.get(f"app/{CONTRACTS}/settings/status")["groupItems"][0]["id"]
    body = {"context": {"number": "25"}, "statusGroupId": group, "withEventForceCreate": True}
    assert company.post(f"app/{CONTRACTS}/create", body)["item"]["number"] == "25"


def test_a_status_is_set_by_an_object_with_its_code(company: Company) -> None:
    made = company.create(CONTRACTS, number="26")
    path = f"app/{CONTRACTS}/{made['__id']}/set-status"
    item = company.post(path, {"status": {"code": "signed"}})["item"]
    assert item["__status"] == {"order": 3, "status": statuses(company)["signed"]}
    for body in ({"status": "sent"}, {"status": 4}, {"code": "sent"}, {"status": {"status": 4}}, {}):
        with pytest.raises(Refused, match="400"):
            company.post(path, body)
    with pytest.raises(Refused, match="200 status with code nothing not found"):
        company.post(path, {"status": {"code": "nothing"}})
    assert company.get(f"app/{CONTRACTS}/{made['__id']}/get")["item"]["__status"] == item["__status"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("number", 17),
        ("date", "22.11.2026"),
        ("date", "2026-11-22"),
        ("amount", 100),
        ("amount", {"cents": "100", "currency": "RUB"}),
        ("counterparty", "{buyer}"),
        ("counterparty", ["no id"]),
        ("contract_type", "supply"),
        ("contract_type", ["supply"]),
        ("answer_wanted", "true"),
        ("__file", "file"),
    ],
)
def test_a_value_of_a_wrong_form_is_400(company: Company, code: str, value: Any) -> None:
    if value == "{buyer}":
        value = company.ready["items"]["company/buyer"]
    with pytest.raises(Refused, match=f"400 field {code}"):
        company.create(CONTRACTS, **{code: value})


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("no_such_field", "a"),
        ("__status", {"status": 3}),
        ("counterparty", ["00000000-0000-4000-8000-000000000000"]),
        ("__file", ["00000000-0000-4000-8000-000000000000"]),
        ("responsible", ["00000000-0000-4000-8000-000000000000"]),
        ("contract_type", [{"code": "unknown"}]),
    ],
)
def test_an_unknown_field_or_link_is_refused_with_http_200(company: Company, code: str, value: Any) -> None:
    before = company.post(f"app/{CONTRACTS}/list", {"size": 0})["result"]["total"]
    with pytest.raises(Refused, match=f"200 field {code}"):
        company.create(CONTRACTS, **{code: value})
    assert company.post(f"app/{CONTRACTS}/list", {"size": 0})["result"]["total"] == before


def test_values_of_every_form_are_kept_as_they_came(company: Company) -> None:
    values = {
        "amount": {"cents": 12_345, "currency": "RUB"},
        "counterparty": [company.ready["items"]["company/buyer"]],
        "contract_type": [{"code": "rent"}],
        "answer_wanted": True,
        "responsible": [company.ready["admin"]["id"]],
        "sent_at": "2026-11-22T10:11:12Z",
        "comment": None,
        "__externalId": "guid-1",
    }
    made = company.create(CONTRACTS, **values)
    assert {code: made[code] for code in values} == values
    contact = company.ready["items"]["contact/partner_head"]
    phones = [{"type": "main", "tel": "+7 812 000-00-01"}]
    path = f"app/_clients/_contacts/{contact}/update"
    item = company.post(path, {"context": {"_phone": phones}})["item"]
    assert item["_phone"] == phones
    assert item["_fullname"]["lastname"] == "Полевой"


def test_no_such_element_is_404(company: Company) -> None:
    letter = company.ready["items"]["letter/1"]
    for path in (f"{CONTRACTS}/{letter}", f"{CONTRACTS}/nothing", f"nothing/here/{letter}"):
        with pytest.raises(Refused, match="404"):
            company.get(f"app/{path}/get")


def test_a_deleted_element_is_read_but_not_listed_among_the_active(company: Company) -> None:
    made = company.create(CONTRACTS, number="27-deleted")
    company.control("DELETE", f"items/{CONTRACTS}/{made['__id']}")
    assert company.get(f"app/{CONTRACTS}/{made['__id']}/get")["item"]["__deletedAt"]
    wanted = {"filter": {"tf": {"number": "27-deleted"}}}
    assert company.rows(f"app/{CONTRACTS}/list", {"active": True, **wanted}) == []
    assert len(company.rows(f"app/{CONTRACTS}/list", wanted)) == 1
    with pytest.raises(Refused, match="200 item is deleted"):
        company.post(f"app/{CONTRACTS}/{made['__id']}/set-status", {"status": {"code": "sent"}})


def test_the_desk_makes_and_changes_elements(company: Company) -> None:
    user = company.user("pravilova")["id"]
    order = {"context": {"number": "28"}, "status": "agreed", "user": user}
    made = company.control("POST", f"items/{CONTRACTS}", order)
    assert (made["status"], made["__createdBy"]) == ("agreed", user)
    path = f"items/{CONTRACTS}/{made['__id']}"
    changed = company.control("POST", path, {"context": {"number": "29"}, "status": "sent"})
    assert (changed["number"], changed["status"]) == ("29", "sent")
    assert company.control("GET", path) == changed
    assert changed in company.control("GET", f"items/{CONTRACTS}")


# -- lists -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def acts(company: Company) -> list[dict[str, Any]]:
    """Acts 1 to 5 of so many hundred roubles and days of November, the even ones in work."""
    buyer = company.ready["items"]["company/buyer"]
    made = []
    for number in range(1, 6):
        item = company.create(
            "documents/acts",
            number=f"А-{number}",
            amount={"cents": number * 10_000, "currency": "RUB"},
            date=f"2026-11-0{number}T00:00:00Z",
            counterparty=[buyer] if number < 3 else [],
        )
        if number % 2 == 0:
            company.post(f"app/documents/acts/{item['__id']}/set-status", {"status": {"code": "in_work"}})
        made.append(item)
    return made


def numbers(company: Company, **body: Any) -> list[str]:
    return [one["number"] for one in company.rows("app/documents/acts/list", body)]


@pytest.mark.parametrize(
    ("tf", "found"),
    [
        ({"number": "А-3"}, "3"),
        ({"number": "а-"}, "12345"),
        ({"amount": {"min": 20_000, "max": 40_000}}, "234"),
        ({"date": {"min": "2026-11-04T00:00:00Z"}}, "45"),
        ({"date": {"max": "2026-11-02T00:00:00Z"}, "amount": {"min": 15_000}}, "2"),
        ({"counterparty": ["{buyer}"]}, "12"),
        ({"number": "none"}, ""),
        ({"no_such_field": "a"}, ""),
    ],
)
def test_a_list_filtered_by_tf(company: Company, acts: Any, tf: Any, found: str) -> None:
    if "counterparty" in tf:
        tf = {"counterparty": [company.ready["items"]["company/buyer"]]}
    assert numbers(company, filter={"tf": tf}) == [f"А-{digit}" for digit in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("[number] = 'А-3'", "3"),
        ("[number] = 'А'", ""),
        ("[number] like 'а-'", "12345"),
        ("[number] in ('А-1','А-5')", "15"),
        ("[amount] >= 300 and [amount] < 500", "34"),
        ("[number] = 'А-1' or [number] = 'А-2' and [__status] = 3", "12"),
        ("([number] = 'А-1' or [number] = 'А-2') and [__status] = 3", "2"),
        ("not [number] in ('А-1', 'А-2') and [__index] <= 4", "34"),
        ("[date] > '2026-11-04T00:00:00Z'", "5"),
        ("[number] = 'it\\'s'", ""),
    ],
)
def test_a_list_filtered_by_eql(company: Company, acts: Any, query: str, found: str) -> None:
    assert numbers(company, filter={"eql": {"query": query}}) == [f"А-{digit}" for digit in found]


def test_eql_finds_by_a_link_and_an_id(company: Company, acts: list[dict[str, Any]]) -> None:
    buyer = company.ready["items"]["company/buyer"]
    assert numbers(company, filter={"eql": {"query": f"[counterparty] = '{buyer}'"}}) == ["А-1", "А-2"]
    assert numbers(company, filter={"eql": {"query": f"[__id] = '{acts[3]['__id']}'"}}) == ["А-4"]


@pytest.mark.parametrize(
    "query", ["[number] =", "[number] is null", "[nothing] = 'a'", "number = 'a'", "[number] = 'a' 'b'", "("]
)
def test_eql_that_is_not_understood_is_refused_with_http_200(company: Company, acts: Any, query: str) -> None:
    with pytest.raises(Refused, match="200 EQL"):
        company.post("app/documents/acts/list", {"filter": {"eql": {"query": query}}})


def test_equality_does_not_apply_to_multiple_fields(company: Company) -> None:
    buyer = company.ready["items"]["company/buyer"]
    query = f"[_companies] = '{buyer}'"
    with pytest.raises(Refused, match="not applicable"):
        company.post("app/_clients/_contacts/list", {"filter": {"eql": {"query": query}}})
    query = f"[_companies] in ('{buyer}')"
    assert len(company.rows("app/_clients/_contacts/list", {"filter": {"eql": {"query": query}}})) == 2


def test_a_list_by_status_by_ids_sorted_and_paged(company: Company, acts: list[dict[str, Any]]) -> None:
    assert numbers(company, statusCode=["in_work"]) == ["А-2", "А-4"]
    assert numbers(company, ids=[acts[4]["__id"], acts[0]["__id"]]) == ["А-1", "А-5"]
    by_amount = [{"field": "amount", "ascending": False}]
    assert numbers(company, sortExpressions=by_amount, size=2) == ["А-5", "А-4"]
    assert numbers(company, sortExpressions=by_amount, size=2, **{"from": 4}) == ["А-1"]
    assert company.post("app/documents/acts/list", {"size": 1})["result"]["total"] == 5


def test_a_list_of_chosen_fields(company: Company, acts: Any) -> None:
    (row, *_) = company.rows("app/documents/acts/list", {"fields": {"number": True, "date": False}})
    assert row.keys() == {"__id", "number"}
    (row, *_) = company.rows("app/documents/acts/list", {"fields": {"*": True}})
    assert {"number", "date", "__status", "__createdAt"} <= row.keys()


def test_a_get_lists_by_the_body_in_its_query(company: Company, acts: Any) -> None:
    answer = company.get("app/documents/acts/list", params={"query": '{"size": 2}'})
    assert [one["number"] for one in answer["result"]["result"]] == ["А-1", "А-2"]


def test_more_than_ten_thousand_rows_are_refused(company: Company) -> None:
    company.post(f"app/{CONTRACTS}/list", {"size": 10_000})
    for body in ({"size": 10_001}, {"size": "all"}, {"from": -1}, {"ids": "a"}, {"filter": []}):
        with pytest.raises(Refused, match="400"):
            company.post(f"app/{CONTRACTS}/list", body)


# -- several at once ---------------------------------------------------------------------------------------


def test_a_batch_ties_new_elements_together(company: Company) -> None:
    contract = {"number": "31", "counterparty": ["$ref/firm"]}
    firm = {"__id": "$ref/firm", "__name": "ООО «Новое»", "_inn": "7700000249"}
    body = {
        "items": [
            {"namespace": "documents", "code": "contracts", "context": contract},
            {"namespace": "_clients", "code": "_companies", "context": firm},
        ],
        "withEventHandlers": False,
    }
    made, its_firm = company.post("app/items/batch", body)["items"]
    assert made["counterparty"] == [its_firm["__id"]]
    assert company.get(f"app/{CONTRACTS}/{made['__id']}/get")["item"] == made


@pytest.mark.parametrize(
    "second", [{"counterparty": ["$ref/nobody"]}, {"no_such_field": 1}, {"number": 5}, {"__id": "own"}]
)
def test_a_batch_is_all_or_nothing(company: Company, second: dict[str, Any]) -> None:
    before = company.post(f"app/{CONTRACTS}/list")["result"]["total"]
    contexts = ({"number": "32"}, second)
    orders = [{"namespace": "documents", "code": "contracts", "context": one} for one in contexts]
    with pytest.raises(Refused):
        company.post("app/items/batch", {"items": orders})
    assert company.post(f"app/{CONTRACTS}/list")["result"]["total"] == before


# -- the feed ----------------------------------------------------------------------------------------------


def test_messages_of_an_element(company: Company) -> None:
    item = company.ready["items"]["contract/17"]
    path = f"feed/{CONTRACTS}/{item}/message"
    company.post(path, {"body": "Отправлен"}, token=company.token_of("lugova"))
    message = company.post(path, {"body": "Подписан"})["message"]
    assert message["__createdBy"] == company.ready["admin"]["id"]
    assert [one["body"] for one in company.rows(f"{path}/list")] == ["Отправлен", "Подписан"]
    assert company.control("GET", f"feed/{CONTRACTS}/{item}")[0]["author"] == company.user("lugova")["id"]
    for body in ({}, {"body": " "}, {"text": "a"}):
        with pytest.raises(Refused, match="400"):
            company.post(path, body)
    with pytest.raises(Refused, match="404"):
        company.post(f"feed/{CONTRACTS}/nothing/message", {"body": "a"})


# -- EQL by itself -----------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    ["[number]", "[amount]", "[__id]", "[nothing]", "'a'", "5", "=", "<>", "in", "like", "and", "or", "not"]
    + ["(", ")", ",", "true", "]", "'", "\\", "é"]
)


@given(st.lists(_WORDS, max_size=8).map(" ".join))
def test_any_query_is_read_or_refused(query: str) -> None:
    app = next(one for one in APPLICATIONS if one.code == "contracts")
    try:
        condition = eql.parse(query, app)
    except envelope.Refused:
        return
    assert condition({"number": "a", "amount": {"cents": 500, "currency": "RUB"}, "__id": "b"}) in (
        True,
        False,
    )
