"""Bytes and the signed addresses they are fetched at: whose they are, and what they die with."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_client import App, Portal

from paraph.sandbox.bitrix24 import files

BODY = "Договор № 1\n".encode() * 1000


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def file_id(app: App) -> int:
    """A file in the application's storage."""
    root = app.call("disk.storage.getForApp")["ROOT_OBJECT_ID"]
    name = "Договор «А».pdf"
    added = app.call("disk.folder.uploadFile", id=root, data={"NAME": name}, fileContent=["x.pdf", b64(BODY)])
    return int(added["ID"])


@pytest.fixture
def file(app: App, file_id: int) -> dict[str, str]:
    """The same with an address of today's token."""
    told: dict[str, str] = app.call("disk.file.get", id=file_id)
    return told


def test_the_address_gives_the_bytes_under_their_name(portal: Portal, file: dict[str, str]) -> None:
    response = portal.http.get(file["DOWNLOAD_URL"])
    assert response.status_code == 200
    assert response.content == BODY
    assert response.headers["content-type"] == "application/pdf"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="Dogovor-_A_.pdf"; ')
    assert "%C2%AB%D0%90%C2%BB.pdf" in disposition


def test_the_address_of_an_application_carries_its_token(app: App, file: dict[str, str]) -> None:
    address = urlsplit(file["DOWNLOAD_URL"])
    assert address.path == "/rest/download.json"
    query = parse_qs(address.query)
    assert query["auth"] == [app.token()]
    module, packed, signature = query["token"][0].split("|")
    assert (module, parse_qs(base64.b64decode(packed))[b"id"]) == ("disk", [file["ID"].encode()])
    assert app.token() in base64.b64decode(signature.partition(".")[0]).decode()


def test_the_address_of_a_webhook_contains_its_secret(portal: Portal) -> None:
    (common,) = portal.call("disk.storage.getList", filter={"ENTITY_TYPE": "common"})
    params = {"data": {"NAME": "by-webhook.txt"}, "fileContent": ["a", b64(b"text")]}
    added = portal.call("disk.storage.uploadFile", id=common["ID"], **params)
    address = added["DOWNLOAD_URL"]
    assert address.startswith(portal.ready["webhook"] + "download")
    assert portal.http.get(address).content == b"text"


def test_the_address_dies_with_the_token(portal: Portal, app: App, file: dict[str, str]) -> None:
    token = portal.control("POST", f"apps/{app.id}/tokens", {"user_id": 1})["access_token"]
    address = portal.ask("disk.file.get", {"id": file["ID"]}, token=token)["result"]["DOWNLOAD_URL"]
    portal.control("POST", "clock", {"seconds": 3601})
    app.tokens.clear()
    response = portal.http.get(address)
    assert (response.status_code, response.json()["error"]) == (401, "expired_token")


@pytest.mark.parametrize("broken", ["auth", "token", "method", "query", "absent"])
def test_a_changed_address_opens_nothing(portal: Portal, app: App, broken: str) -> None:
    root = app.call("disk.storage.getForApp")["ROOT_OBJECT_ID"]
    name = f"{broken}.txt"
    address = app.call("disk.folder.uploadFile", id=root, data={"NAME": name}, fileContent=["a", b64(b"a")])
    parts = urlsplit(address["DOWNLOAD_URL"])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    module, packed, signature = query["token"].split("|")
    path = parts.path
    if broken == "auth":  # another's token, though a good one
        query["auth"] = app.token(5)
    elif broken == "token":
        query["token"] = "|".join((module, packed, signature[:-4] + "AAA="))
    elif broken == "query":
        query["token"] = "|".join((module, b64(b"id=1&_=x"), signature))
    elif broken == "method":
        path = "/rest/upload.json"
    else:
        del query["token"]
    response = portal.http.get(f"{portal.url}{path}?{urlencode(query)}")
    assert (response.status_code, response.json()["error"]) == (403, "ACCESS_DENIED")
    assert "Link check failed" in response.json()["error_description"]


def test_a_program_that_hides_may_be_refused_by_the_balancer(portal: Portal, file: dict[str, str]) -> None:
    portal.control("POST", "faults", {"kind": "bare-client", "count": None})
    try:
        with httpx.Client(trust_env=False) as bare:
            del bare.headers["user-agent"]
            refused = bare.get(file["DOWNLOAD_URL"])
            introduced = {"User-Agent": "paraph", "Referer": f"{portal.url}/"}
            allowed = bare.get(file["DOWNLOAD_URL"], headers=introduced)
    finally:
        portal.control("DELETE", "faults")
    assert (refused.status_code, refused.headers["content-type"]) == (404, "text/html")
    assert "nginx" in refused.text
    assert allowed.content == BODY


def test_addresses_do_not_stand_in_a_batch(portal: Portal) -> None:
    told = portal.call("batch", cmd={"a": "download?token=x", "b": "upload?token=x"})
    assert {one["error"] for one in told["result_error"].values()} == {"ERROR_BATCH_METHOD_NOT_ALLOWED"}


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["", "\n", "\r\n", " ", "="]))
def test_base64_is_read_as_php_reads_it(data: bytes, noise: str) -> None:
    text = b64(data)
    cut = len(text) // 2
    stored = files.decoded(["name.bin", text[:cut] + (noise if noise != "=" else "") + text[cut:]])
    assert stored is not None
    assert (stored.name, stored.data) == ("name.bin", data)
    assert files.decoded(text) is not None


@pytest.mark.parametrize("content", [None, "", [], ["a"], ["a", ""], ["a", 5], {}, "!!!", ["a", "A"]])
def test_what_is_no_file_is_none(content: object) -> None:
    assert files.decoded(content) is None
