"""Files: whole and in parts with their odd Content-Range, and links without a token."""

from __future__ import annotations

import random
import time
from typing import Any
from uuid import uuid4

import pytest
from elma_company import Company, Refused

#: The part clients send, bytes.
PART = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def directory(company: Company) -> str:
    rows = company.get("disk/directory/list", params={"query": "{}"})["result"]["result"]
    return next(str(one["__id"]) for one in rows if one["name"] == "Документы ЭДО")


def send(
    company: Company, directory: str, data: bytes, place: str = "", key: str = "", name: str = "a.bin"
) -> Any:
    """The answer to one part."""
    return company.ask(
        "POST",
        f"disk/directory/{directory}/upload",
        params={"hash": key} if key else {},
        headers={"Content-Range": place} if place else {},
        files={"file": (name, data, "application/octet-stream")},
    )


def fetched(company: Company, file_id: str) -> bytes:
    link = company.get(f"disk/file/{file_id}/get-link")["Link"]
    return company.http.get(link).content


def test_directories_by_either_method(company: Company, directory: str) -> None:
    assert directory in [one["__id"] for one in company.rows("disk/directory/list")]
    assert company.get(f"disk/directory/{directory}")["directory"]["name"] == "Документы ЭДО"
    assert company.rows("disk/directory/list", {"filter": {"tf": {"name": "ЭДО"}}})[0]["__id"] == directory
    with pytest.raises(Refused, match="404"):
        company.get(f"disk/directory/{uuid4()}")


@pytest.mark.parametrize("place", ["", "bytes 0-{n}/{n}"])
def test_a_whole_file(company: Company, directory: str, place: str) -> None:
    data = bytes(range(256)) + b"\r\n--\r\n\r"
    answer = send(company, directory, data, place.format(n=len(data)), str(uuid4()), "Договор № 17.pdf")
    assert answer.status_code == 200
    assert answer.json()["success"] is True
    file = answer.json()["file"]
    assert (file["__name"], file["size"]) == ("Договор № 17.pdf", len(data))
    assert company.get(f"disk/file/{file['__id']}")["file"] == file
    assert fetched(company, file["__id"]) == data


def test_the_usual_end_of_a_range_is_400(company: Company, directory: str) -> None:
    answer = send(company, directory, b"0123456789", "bytes 0-9/10", str(uuid4()))
    assert (answer.status_code, answer.json()["success"]) == (400, False)


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("bytes 0-11/11", "{new}"),
        ("bytes 0-10/9", "{new}"),
        ("bytes 0-10", "{new}"),
        ("0-10/10", "{new}"),
        ("bytes 0-10/20", ""),
        ("bytes 0-10/10", "no uuid"),
    ],
)
def test_a_part_out_of_place_is_400(company: Company, directory: str, place: str, key: str) -> None:
    assert (
        send(company, directory, b"0123456789", place, key.replace("{new}", str(uuid4()))).status_code == 400
    )


def test_a_large_file_in_parts_of_five_mebibytes(company: Company, directory: str) -> None:
    data = random.Random(365).randbytes(PART + 70_000)
    key, total = str(uuid4()), len(data)
    first = send(company, directory, data[:PART], f"bytes 0-{PART}/{total}", key)
    assert first.json() == {"success": True, "error": ""}, "the file comes with the last part"
    last = send(company, directory, data[PART:], f"bytes {PART}-{total}/{total}", key)
    assert fetched(company, last.json()["file"]["__id"]) == data
    again = send(company, directory, data[PART:], f"bytes {PART}-{total}/{total}", key)
    assert again.json() == last.json(), "the same hash is the same file"


def test_parts_in_any_order_and_twice(company: Company, directory: str) -> None:
    key = str(uuid4())
    for start, part in ((4, b"efgh"), (4, b"efgh"), (8, b"ij")):
        answer = send(company, directory, part, f"bytes {start}-{start + len(part)}/10", key)
        assert "file" not in answer.json()
    assert send(company, directory, b"abcd", "bytes 0-4/11", key).status_code == 400, "another total"
    answer = send(company, directory, b"abcd", "bytes 0-4/10", key)
    assert fetched(company, answer.json()["file"]["__id"]) == b"abcdefghij"


def test_what_is_no_form_is_400(company: Company, directory: str) -> None:
    path = f"disk/directory/{directory}/upload"
    assert company.ask("POST", path, content=b"bytes").status_code == 400
    assert company.ask("POST", path, files={"other": ("a", b"b")}).status_code == 400
    assert send(company, str(uuid4()), b"data").status_code == 404


def test_a_link_has_a_capital_letter_and_needs_no_token(company: Company) -> None:
    item = company.get(f"app/documents/contracts/{company.ready['items']['contract/17']}/get")["item"]
    (file_id,) = item["__file"]
    by_get = company.get(f"disk/file/{file_id}/get-link")
    by_post = company.call("POST", f"disk/file/{file_id}/get-link")
    assert by_get.keys() == by_post.keys() == {"success", "error", "Link"}
    answer = company.http.get(by_get["Link"])
    assert answer.content.startswith(b"%PDF-1.4")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    with pytest.raises(Refused, match="404"):
        company.get(f"disk/file/{uuid4()}/get-link")


def test_a_link_is_for_one_file_and_for_a_while(company: Company) -> None:
    ids = [company.control("POST", f"files/{name}", {"a": name})["id"] for name in ("a.json", "b.json")]
    link = company.get(f"disk/file/{ids[0]}/get-link")["Link"]
    assert company.http.get(link.replace(ids[0], ids[1])).status_code == 403
    assert company.http.get(link.split("?")[0]).status_code == 403
    assert company.http.get(link).status_code == 200
    company.world.move_clock(company.world.settings.link_life + 1)
    assert company.http.get(link).status_code == 403


def test_faults_of_files(company: Company, directory: str) -> None:
    file_id = company.control("POST", "files/a.txt", {})["id"]
    company.fault("foreign-link")
    assert not company.get(f"disk/file/{file_id}/get-link")["Link"].startswith(company.url)
    assert company.get(f"disk/file/{file_id}/get-link")["Link"].startswith(company.url)
    company.fault("slow-part", seconds=0.05)
    started = time.monotonic()
    assert send(company, directory, b"slow").json()["success"] is True
    assert time.monotonic() - started >= 0.05
