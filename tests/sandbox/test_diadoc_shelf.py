"""The shelf of the emulated operator."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from diadoc_http import DiadocHttp

from paraph.sandbox.diadoc import shelf


@pytest.fixture
def seller(diadoc: DiadocHttp) -> DiadocHttp:
    return diadoc.as_user("seller")


def upload(who: DiadocHttp, path: str, content: bytes, **params: str | int) -> str:
    answer = who.call("POST", path, params=params, content=content)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    return answer.text


def download(who: DiadocHttp, name: str) -> bytes | int:
    answer = who.call("GET", "/V2/ShelfDownload", params={"fileName": name})
    return answer.content if answer.status_code == 200 else answer.status_code


def test_the_server_names_a_file_and_only_its_owner_finds_it(diadoc: DiadocHttp, seller: DiadocHttp) -> None:
    name = upload(seller, "/V2/ShelfUpload", b"content", fileExtension=".pdf")
    assert name.endswith(".pdf")
    assert download(seller, name) == b"content"
    assert download(seller, f"__userId__/{name}") == b"content"
    assert download(diadoc.as_user("buyer"), name) == 404


def test_parts_come_in_any_order_and_the_missing_ones_are_told(seller: DiadocHttp) -> None:
    name = upload(seller, "/ShelfUploadPartInit", b"0", fileExtension=".bin")
    assert upload(seller, "/ShelfUploadPart", b"3", fileName=name, partIndex=3) == ""
    assert (
        upload(seller, "/ShelfUploadPart", b"5", fileName=name, partIndex=5, isLastPart="True") == "[1,2,4]"
    )
    assert download(seller, name) == 404
    assert upload(seller, "/ShelfUploadPart", b"2", fileName=name, partIndex=2) == "[1,4]"
    assert upload(seller, "/ShelfUploadPart", b"1", fileName=name, partIndex=1) == "[4]"
    assert upload(seller, "/ShelfUploadPart", b"4", fileName=name, partIndex=4, isLastPart=1) == "[]"
    assert download(seller, name) == b"012345"


def test_one_part_is_a_whole_file(seller: DiadocHttp) -> None:
    name = upload(seller, "/ShelfUploadPartInit", b"all", isLastPart="true")
    assert download(seller, name) == b"all"


def test_a_part_may_come_twice(seller: DiadocHttp) -> None:
    name = upload(seller, "/ShelfUploadPartInit", b"0")
    for _ in range(2):
        assert upload(seller, "/ShelfUploadPart", b"1", fileName=name, partIndex=1, isLastPart=1) == "[]"
    assert download(seller, name) == b"01"


def test_a_lost_part_is_missed(seller: DiadocHttp) -> None:
    name = upload(seller, "/ShelfUploadPartInit", b"0")
    seller.order_fault("lost-part")
    upload(seller, "/ShelfUploadPart", b"1", fileName=name, partIndex=1)
    assert upload(seller, "/ShelfUploadPart", b"2", fileName=name, partIndex=2, isLastPart=1) == "[1]"


def test_a_part_before_the_first_is_refused(seller: DiadocHttp) -> None:
    answer = seller.call("POST", "/ShelfUploadPart", params={"fileName": "x", "partIndex": 1}, content=b"1")
    assert answer.status_code == 400


def test_limits_of_size(seller: DiadocHttp, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = b"x" * shelf.MAX_PART
    assert upload(seller, "/V2/ShelfUpload", largest)
    assert seller.call("POST", "/V2/ShelfUpload", content=largest + b"x").status_code == 400
    assert seller.call("POST", "/ShelfUploadPartInit", content=largest + b"x").status_code == 400
    monkeypatch.setattr(shelf, "MAX_FILE", 10)
    name = upload(seller, "/ShelfUploadPartInit", b"x" * 10)
    params = {"fileName": name, "partIndex": 1, "isLastPart": 1}
    assert seller.call("POST", "/ShelfUploadPart", params=params, content=b"x").status_code == 400


def test_a_file_is_gone_after_a_week(seller: DiadocHttp) -> None:
    name = upload(seller, "/V2/ShelfUpload", b"content")
    seller.world.move_clock(7 * 86400 - 60)
    again = seller.as_user("seller")
    assert download(again, name) == b"content"
    again.world.move_clock(120)
    assert download(again, name) == 404
    upload(again, "/V2/ShelfUpload", b"next")
    folders = list((seller.world.files / "shelf").iterdir())
    assert len(folders) == 1, "what is too old is thrown away"


def test_content_may_come_as_base64(seller: DiadocHttp) -> None:
    body, headers = base64.b64encode(b"content"), {"Content-Type": "base64"}
    name = seller.call("POST", "/V2/ShelfUpload", content=body, headers=headers).text
    assert download(seller, name) == b"content"
    assert seller.call("POST", "/V2/ShelfUpload", content=b"?", headers=headers).status_code == 400


def test_the_first_version_takes_own_names_only_and_ends_soon(seller: DiadocHttp) -> None:
    def old(name: str, content: bytes, **params: str | int) -> tuple[int, str]:
        answer = seller.call("POST", "/ShelfUpload", params={"nameOnShelf": name, **params}, content=content)
        if answer.status_code == 200:
            assert answer.headers["Sunset"] == "Wed, 30 Sep 2026 23:59:59 GMT"
        return answer.status_code, answer.text

    assert old("act.pdf", b"0", partIndex=0)[0] == 400
    assert old("__userId__/act.pdf", b"0", partIndex=0) == (200, "")
    assert old("__userId__/act.pdf", b"1", partIndex=1, isLastPart=1) == (200, "[]")
    # Messages name such a file without the prefix.
    assert shelf.find(seller.world, seller.ready["organizations"]["seller"]["users"][0]["user_id"], "act.pdf")
    answer = seller.call("GET", "/ShelfDownload", params={"nameOnShelf": "__userId__/act.pdf"})
    assert answer.content == b"01"
    assert old("__userId__/act.pdf", b"new", isLastPart=1) == (200, "[]")
    assert download(seller, "act.pdf") == b"new"


def test_files_survive_a_restart(start_diadoc: Callable[[], DiadocHttp]) -> None:
    before = start_diadoc().as_user("seller")
    name = upload(before, "/V2/ShelfUpload", b"content")
    after = start_diadoc()
    after.token = before.token
    assert download(after, name) == b"content"
