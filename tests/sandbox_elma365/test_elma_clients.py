"""What published clients of the Web API send, and where they look in the answers.

Facts of: theYahia/elma365-mcp 2.0, schebotar/elma365-mcp, glsv/elma-api (PHP), the Go package e365_gateway,
DrGennadius/ELMA365WebApiExamples (C#) and a Power BI script.
"""

from __future__ import annotations

import json
from functools import reduce
from typing import Any
from uuid import uuid4

import pytest
from elma_company import Company, Refused

CONTRACTS = "documents/contracts"


def looked_up(answer: Any, path: str) -> Any:
    """`result.result.0.__id` of an answer."""
    return reduce(lambda value, key: value[int(key) if key.isdigit() else key], path.split("."), answer)


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", "app/{contracts}/list", {"from": 0, "size": 50, "active": True}, "result.result.0.__id"),
        ("POST", "app/{contracts}/list", {}, "result.total"),
        ("GET", "app/{contracts}/{item}/get", None, "item.__id"),
        ("POST", "app/{contracts}/{item}/get", [], "item.__status.status"),
        ("POST", "app/{contracts}/create", {"context": {"number": "41"}}, "item.__id"),
        ("POST", "app/{contracts}/create", {"context": {}, "withEventForceCreate": False}, "item.__id"),
        ("POST", "app/{contracts}/{item}/update", {"context": {"number": "42"}}, "item.number"),
        ("POST", "app/{contracts}/{item}/set-status", {"status": {"code": "sent"}}, "item.__id"),
        (
            "POST",
            "user/list",
            {"from": 0, "size": 100, "filter": {"tf": {"login": "lugova"}}},
            "result.total",
        ),
        ("POST", "user/list", {"size": 1, "from": 0, "ids": ["{user}"]}, "result.result.0.fullname.lastname"),
        ("POST", "feed/{contracts}/{item}/message", {"body": "Note"}, "success"),
        ("POST", "feed/{contracts}/{item}/message/list", {"from": 0, "size": 50}, "result.result.0.body"),
        ("GET", "scheme/namespaces", None, "result.result.0.code"),
        ("GET", "scheme/namespaces/documents/apps", None, "result.result.0.code"),
        ("GET", "scheme/namespaces/{contracts_of}", None, "application.fields.0.view.name"),
        ("GET", "scheme/namespaces/system/groups", None, "result.result.0.name"),
        ("GET", "app/{contracts}/settings/status", None, "statusItems.0.groupId"),
        ("GET", "disk/directory/list?query=%7B%7D", None, "result.result.0.__id"),
        ("GET", "user/list?query=%7B%22size%22%3A10000%7D", None, "result.result.0.__name"),
        ("GET", "app/list?query=%7B%22size%22%3A10000%7D", None, "result.result.0.namespace"),
    ],
)
def test_a_known_call_is_answered_where_it_is_looked_for(
    company: Company, method: str, path: str, body: Any, where: str
) -> None:
    item, user = company.ready["items"]["contract/17"], company.ready["admin"]["id"]
    address = path.format(contracts=CONTRACTS, item=item, contracts_of="documents/apps/contracts")
    given = json.loads(json.dumps(body).replace("{user}", user))
    assert looked_up(company.call(method, address, given), where) not in (None, "")


def test_a_string_for_a_status_is_what_one_of_them_gets_wrong(company: Company) -> None:
    path = f"app/{CONTRACTS}/{company.ready['items']['contract/18']}/set-status"
    with pytest.raises(Refused, match="400"):
        company.post(path, {"status": "sent"})


@pytest.mark.parametrize(
    ("hash_", "place"), [(False, False), (True, False), (True, True)], ids=["C#", "TypeScript", "Go"]
)
def test_a_file_is_sent_as_each_of_them_does(company: Company, hash_: bool, place: bool) -> None:
    directory = company.rows("disk/directory/list")[0]["__id"]
    data = b"example"
    answer = company.call(
        "POST",
        f"disk/directory/{directory}/upload",
        params={"hash": str(uuid4())} if hash_ else {},
        headers={"Content-Range": f"bytes 0-{len(data)}/{len(data)}"} if place else {},
        files={"file": ("example.txt", data)},
    )
    headers = {"X-Token": company.ready["token"], "Content-Type": "application/x-www-form-urlencoded"}
    url = f"{company.url}/pub/v1/disk/file/{answer['file']['__id']}/get-link"
    link = company.http.post(url, headers=headers).json()["Link"]
    assert company.http.get(link).content == data
