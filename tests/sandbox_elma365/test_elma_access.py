"""Who may call the Web API, the envelope of its answers, its schemes and people."""

from __future__ import annotations

import json

import httpx
import pytest
from elma_company import Company, Refused

CONTRACTS = "documents/contracts"


@pytest.mark.parametrize("header", ["Authorization", "X-Token", "authorization"])
def test_a_token_comes_in_either_header(company: Company, header: str) -> None:
    token = company.ready["token"]
    value = token if header == "X-Token" else f"Bearer {token}"
    answer = company.http.get(f"{company.url}/pub/v1/scheme/namespaces", headers={header: value})
    assert answer.status_code == 200
    assert answer.json()["success"] is True
    assert answer.json()["error"] == ""


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer 00000000-0000-0000-0000-000000000000"},
        {"X-Token": "stranger"},
        {"Authorization": "Basic dG9rZW4="},
    ],
)
def test_a_foreign_token_is_forbidden(company: Company, headers: dict[str, str]) -> None:
    answer = company.http.get(f"{company.url}/pub/v1/scheme/namespaces", headers=headers)
    assert (answer.status_code, answer.json()["success"]) == (403, False)


def test_a_token_is_its_users(company: Company) -> None:
    token = company.token_of("balansova")
    item = company.post(f"app/{CONTRACTS}/create", {"context": {"number": "1"}}, token=token)["item"]
    assert item["__createdBy"] == item["__updatedBy"] == company.user("balansova")["id"]
    company.control("DELETE", f"tokens/{token}")
    with pytest.raises(Refused, match="403"):
        company.get("scheme/namespaces", token=token)


def test_a_blocked_user_is_forbidden(company: Company) -> None:
    token, user = company.token_of("provodkin"), company.user("provodkin")
    company.control("POST", f"users/{user['id']}", {"active": False})
    assert company.ask("GET", "scheme/namespaces", token=token).status_code == 403
    company.control("POST", f"users/{user['id']}", {"active": True})
    assert company.ask("GET", "scheme/namespaces", token=token).status_code == 200


@pytest.mark.parametrize(
    "path", ["app/documents/contracts", "nothing/here", "user/0", "app/documents/contracts/list/x"]
)
def test_a_wrong_address_is_404(company: Company, path: str) -> None:
    answer = company.ask("GET", path)
    assert (answer.status_code, answer.json()["success"]) == (404, False)


def test_a_query_said_twice_is_400(company: Company) -> None:
    assert company.ask("GET", "user/list", params=[("query", "{}"), ("query", "{}")]).status_code == 400


@pytest.mark.parametrize("body", ["{", "[]", '"text"', '{"size": NaN}'])
def test_a_body_that_is_no_object_is_400(company: Company, body: str) -> None:
    answer = company.ask("POST", f"app/{CONTRACTS}/list", content=body)
    assert (answer.status_code, answer.json()["success"]) == (400, False)


# -- schemes -----------------------------------------------------------------------------------------------


def test_sections_and_applications(company: Company) -> None:
    codes = [one["code"] for one in company.get("scheme/namespaces")["result"]["result"]]
    assert codes == ["_system_catalogs", "_clients", "documents"]
    answer = company.get("scheme/namespaces/documents/apps")["result"]
    names = {one["code"]: one["name"] for one in answer["result"]}
    assert names == {"contracts": "Договоры", "acts": "Акты входящие", "letters": "Письма"}
    assert answer["total"] == 3
    assert company.ask("GET", "scheme/namespaces/nothing/apps").status_code == 404
    assert company.ask("GET", "scheme/namespaces/documents/apps/nothing").status_code == 404


def test_applications_of_all_sections_in_short(company: Company) -> None:
    query = {"size": 10_000, "filter": {"tf": {"namespace": "documents"}}}
    answer = company.get("app/list", params={"query": json.dumps(query)})["result"]
    assert answer["result"][0] == {"namespace": "documents", "code": "contracts", "name": "Договоры"}
    assert answer["total"] == 3
    assert company.get("app/list")["result"]["total"] == 6


def test_a_scheme_tells_types_links_and_options(company: Company) -> None:
    app = company.get("scheme/namespaces/documents/apps/contracts")["application"]
    fields = {one["code"]: one for one in app["fields"]}
    assert (app["namespace"], app["code"], app["name"]) == ("documents", "contracts", "Договоры")
    assert fields["number"]["view"]["name"] == "Номер"
    assert fields["date"]["type"] == "DATETIME"
    assert fields["date"]["data"] == {"additionalType": "date"}
    assert fields["amount"]["type"] == "MONEY"
    assert fields["counterparty"]["type"] == "SYS_COLLECTION"
    assert fields["counterparty"]["data"] == {"namespace": "_clients", "code": "_companies"}
    assert fields["contract_type"]["data"]["enumItems"][0] == {"code": "supply", "name": "Поставка"}
    assert fields["__file"]["type"] == "FILE"
    assert fields["__name"]["view"]["system"] is True


def test_a_field_added_or_deleted_is_seen_in_the_scheme(company: Company) -> None:
    def codes() -> dict[str, bool]:
        app = company.get("scheme/namespaces/documents/apps/letters")["application"]
        return {one["code"]: one["deleted"] for one in app["fields"]}

    company.control("POST", "applications/documents/letters/fields", {"code": "extra", "name": "Ещё"})
    assert codes()["extra"] is False
    item = company.create("documents/letters", extra="a")
    company.control("POST", "applications/documents/letters/fields", {"code": "extra", "deleted": True})
    assert codes()["extra"] is True
    with pytest.raises(Refused, match="extra not found"):
        company.post(f"app/documents/letters/{item['__id']}/update", {"context": {"extra": "b"}})


def test_statuses_have_numbers_and_codes(company: Company) -> None:
    answer = company.get(f"app/{CONTRACTS}/settings/status")
    assert {one["code"]: one["id"] for one in answer["statusItems"]} == {
        "draft": 1,
        "agreed": 2,
        "sent": 4,
        "signed": 3,
        "refused": 5,
        "annulled": 6,
    }
    assert {one["groupId"] for one in answer["statusItems"]} == {answer["groupItems"][0]["id"]}
    assert company.get("app/_clients/_companies/settings/status")["statusItems"] == []


# -- people ------------------------------------------------------------------------------------------------


def test_users_are_listed_and_found(company: Company) -> None:
    answer = company.post("user/list", {"size": 100})["result"]
    assert answer["total"] == len(answer["result"]) == 7
    one = company.user("balansova")
    for wanted in ({"login": "balansova"}, {"email": one["email"]}, {"fullname": "балансова"}):
        (found,) = company.rows("user/list", {"filter": {"tf": wanted}})
        assert found["__id"] == one["id"]
        assert found["fullname"] == {
            "lastname": "Балансова",
            "firstname": "Ольга",
            "middlename": "Викторовна",
        }
    assert [found["__id"] for found in company.rows("user/list", {"ids": [one["id"]]})] == [one["id"]]
    assert len(company.rows("user/list", {"from": 5, "size": 3})) == 2
    left = company.rows("user/list", {"filter": {"tf": {"login": "proshly"}}})
    assert left[0]["__status"]["status"] != found["__status"]["status"]


def test_a_user_alone_has_no_address(company: Company) -> None:
    assert company.ask("GET", f"user/{company.ready['admin']['id']}").status_code == 404


def test_a_get_takes_the_same_body_in_its_query(company: Company) -> None:
    answer = company.get("user/list", params={"query": '{"filter": {"tf": {"login": "lugova"}}}'})
    assert [one["login"] for one in answer["result"]["result"]] == ["lugova@romashka.example"]


def test_groups_and_their_users(company: Company) -> None:
    groups = {one["name"]: one for one in company.rows("scheme/groups/list")}
    admins = groups["Администраторы"]
    members = company.get(f"scheme/groups/{admins['__id']}/users")["result"]["result"]
    assert {one["login"].split("@")[0] for one in members} == {"shemov", "lugova"}
    assert all(admins["__id"] in one["groupIds"] for one in members)
    assert company.get(f"scheme/groups/{admins['__id']}")["group"]["code"] == "administrators"
    assert groups["Бухгалтерия"]["__id"] != admins["__id"]
    assert len(company.get("scheme/namespaces/system/groups")["result"]["result"]) == len(groups)


def test_somebody_joins_and_leaves_a_group(company: Company) -> None:
    user = company.user("pravilova")
    admins = company.rows("scheme/groups/list")
    group = next(one["__id"] for one in admins if one["code"] == "administrators")
    assert group in company.control("POST", f"users/{user['id']}", {"join": group})["groupIds"]
    assert group not in company.control("POST", f"users/{user['id']}", {"leave": group})["groupIds"]


# -- the storage -------------------------------------------------------------------------------------------


def test_values_are_kept_by_keys(company: Company) -> None:
    for path in ("storage/documents/cursor", "storage/documents/contracts/cursor", "storage/system/cursor"):
        company.post(path, {"value": {"at": path}})
    assert company.get("storage/documents/cursor")["value"] == {"at": "storage/documents/cursor"}
    company.call("DELETE", "storage/documents/cursor")
    with pytest.raises(Refused, match="404"):
        company.get("storage/documents/cursor")
    assert company.get("storage/system/cursor")["value"] == {"at": "storage/system/cursor"}


def test_the_desk_refuses_what_it_does_not_know(company: Company) -> None:
    for path, order in (
        ("tokens", {"user": "nobody"}),
        ("faults", {"kind": "nothing"}),
        ("applications/documents/letters/fields", {"code": "x", "type": "NOTHING"}),
    ):
        answer: httpx.Response = company.http.post(f"{company.ready['control']}/{path}", json=order)
        assert answer.status_code == 400, path
