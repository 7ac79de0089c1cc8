"""Folders and files of Disk: names, two ways of uploading, versions, the bin, rights."""

from __future__ import annotations

import base64
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx
import pytest
from portal_client import App, AppServer, Portal, Refused

_numbers = count(1)

#: Employees without an administrator's rights: the head of sales and a salesman of the same department.
CHIEF, SALESMAN, BOOKKEEPER = 4, 5, 7


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def root(app: App) -> str:
    return str(app.call("disk.storage.getForApp")["ROOT_OBJECT_ID"])


@pytest.fixture
def folder(app: App, root: str) -> int:
    return int(app.call("disk.folder.addSubFolder", id=root, data={"NAME": f"Папка {next(_numbers)}"})["ID"])


def put(app: App, folder: int | str, name: str, data: bytes = b"bytes", **more: Any) -> dict[str, Any]:
    params = {"id": folder, "data": {"NAME": name}, "fileContent": ["any", b64(data)], **more}
    added: dict[str, Any] = app.call("disk.folder.uploadFile", **params)
    return added


def refused(call: Callable[..., Any], *args: Any, **params: Any) -> str:
    with pytest.raises(Refused) as error:
        call(*args, **params)
    return str(error.value.code)


def test_the_storage_of_an_application_is_one_and_belongs_to_it(
    portal: Portal, app: App, app_server: AppServer
) -> None:
    storage = app.call("disk.storage.getForApp")
    assert storage == app.call("disk.storage.getForApp", user_id=SALESMAN)
    assert (storage["ENTITY_TYPE"], storage["ENTITY_ID"]) == ("restapp", str(app.id))
    other = portal.install(app_server)
    assert other.call("disk.storage.getForApp")["ID"] != storage["ID"]
    assert refused(portal.call, "disk.storage.getForApp") == "ACCESS_DENIED"
    listed = app.call("disk.storage.getList")
    assert {one["ENTITY_TYPE"] for one in listed} == {"common", "user"}


def test_a_person_sees_their_own_storage_and_the_common_one(app: App) -> None:
    listed = app.call("disk.storage.getList", user_id=SALESMAN)
    assert [(one["ENTITY_TYPE"], one["ENTITY_ID"]) for one in listed] == [
        ("common", "shared_files_s1"),
        ("user", str(SALESMAN)),
    ]
    mine = app.call("disk.storage.getList", filter={"ENTITY_TYPE": "user", "ENTITY_ID": CHIEF})
    assert refused(app.call, "disk.storage.get", user_id=SALESMAN, id=mine[0]["ID"]) == "ACCESS_DENIED"


def test_new_things_have_numbers_known_ones_text(app: App, folder: int) -> None:
    added = put(app, folder, "акт.pdf", b"12345")
    assert type(added["ID"]) is int
    assert (added["GLOBAL_CONTENT_VERSION"], added["SIZE"], added["PARENT_ID"]) == (1, "5", str(folder))
    known = app.call("disk.file.get", id=added["ID"])
    assert known["ID"] == str(added["ID"])
    assert (known["GLOBAL_CONTENT_VERSION"], known["DELETED_TYPE"], known["DETAIL_URL"]) == ("1", "0", None)
    assert known["CREATE_TIME"].endswith("+03:00")


def test_a_taken_name_is_refused_or_numbered(app: App, folder: int) -> None:
    put(app, folder, "Акт.pdf")
    assert refused(put, app, folder, "акт.PDF") == "DISK_OBJ_22000"
    names = [put(app, folder, "Акт.pdf", generateUniqueName="Y")["NAME"] for _ in range(2)]
    assert names == ["Акт (1).pdf", "Акт (2).pdf"]
    make = {"id": folder, "data": {"NAME": "Ромашка"}}
    app.call("disk.folder.addSubFolder", **make)
    assert refused(app.call, "disk.folder.addSubFolder", **make) == "DISK_OBJ_22000"
    (found,) = app.call("disk.folder.getChildren", id=folder, filter={"NAME": "Ромашка", "TYPE": "folder"})
    assert found["REAL_OBJECT_ID"] == found["ID"]


def test_forbidden_letters_are_replaced_in_files_and_refused_in_folders(app: App, folder: int) -> None:
    assert put(app, folder, 'ООО "А&Б": акт 1/2.pdf')["NAME"] == "ООО _А_Б__ акт 1_2.pdf"
    make = {"id": folder, "data": {"NAME": "ООО «А» / Б"}}
    assert refused(app.call, "disk.folder.addSubFolder", **make) == "BX_INVALID_VALUE"


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("disk.file.get", {}, "ERROR_ARGUMENT"),
        ("disk.file.get", {"id": "abc"}, "ERROR_ARGUMENT"),
        ("disk.file.get", {"id": 999999}, "ERROR_NOT_FOUND"),
        ("disk.folder.get", {"id": 999999}, "ERROR_NOT_FOUND"),
        ("disk.version.get", {"id": 999999}, "ERROR_NOT_FOUND"),
        ("disk.storage.get", {"id": 999999}, "ERROR_NOT_FOUND"),
        ("disk.folder.addSubFolder", {}, "ERROR_ARGUMENT"),
        ("disk.folder.addSubFolder", {"data": {"NAME": ""}}, "DISK_BASE_SERVICE_22001"),
        ("disk.folder.uploadFile", {"fileContent": ["a", "YQ=="]}, "DISK_BASE_SERVICE_22001"),
        (
            "disk.folder.uploadFile",
            {"fileContent": ["a", ""], "data": {"NAME": "a"}},
            "ERROR_COULD_NOT_SAVE_FILE",
        ),
        ("disk.folder.markDeleted", {"id": "root"}, "ERROR_CORE"),
        ("disk.folder.deleteTree", {"id": "root"}, "ERROR_CORE"),
        ("disk.folder.moveTo", {"targetFolderId": "folder"}, "ERROR_CORE"),
    ],
)
def test_refusals(app: App, root: str, folder: int, method: str, params: dict[str, Any], code: str) -> None:
    known = {"root": root, "folder": folder}
    given = {name: known.get(str(value), value) for name, value in params.items()}
    if method.startswith("disk.folder"):
        given.setdefault("id", folder)
    assert refused(app.call, method, **given) == code


def test_two_step_upload_keeps_the_name_of_the_form(portal: Portal, app: App, folder: int) -> None:
    told = app.call("disk.folder.uploadFile", id=folder, data={"NAME": "Обещанное.pdf"})
    assert told["field"] == "file"
    sent = {"file": ("Присланное.pdf", b"%PDF-", "application/pdf")}
    answer = portal.http.post(told["uploadUrl"], files=sent).json()
    assert (answer["result"]["NAME"], answer["result"]["SIZE"]) == ("Присланное.pdf", "5")
    again = portal.http.post(told["uploadUrl"], files=sent)
    assert (again.status_code, again.json()["error"]) == (400, "DISK_OBJ_22000")
    empty = portal.http.post(told["uploadUrl"], data={"x": "y"})
    assert empty.json()["error"] == "DISK_BASE_SERVICE_22001"
    with pytest.raises(Refused):
        put(app, 999999, "a.pdf")
    nowhere = app.call("disk.folder.uploadFile", id=999999)  # the address is given before anything is checked
    assert portal.http.post(nowhere["uploadUrl"], files=sent).json()["error"] == "ERROR_NOT_FOUND"


def test_a_version_is_lost_when_its_author_changes_the_file_at_once(
    portal: Portal, app: App, folder: int
) -> None:
    file = put(app, folder, "v.txt", b"first")["ID"]
    newer = app.call("disk.file.uploadVersion", id=file, fileContent=["other name", b64(b"second")])
    assert (newer["NAME"], newer["GLOBAL_CONTENT_VERSION"], newer["ID"]) == ("v.txt", 2, str(file))
    assert len(app.call("disk.file.getVersions", id=file)) == 1
    portal.control("POST", "clock", {"seconds": 301})
    app.call("disk.file.uploadVersion", id=file, fileContent=["x", b64(b"third")])
    app.call("disk.file.uploadVersion", user_id=SALESMAN, id=file, fileContent=["x", b64(b"fourth")])
    versions = app.call("disk.file.getVersions", id=file)
    contents = [portal.http.get(one["DOWNLOAD_URL"]).content for one in versions]
    assert contents == [b"fourth", b"third", b"second"]
    assert [one["GLOBAL_CONTENT_VERSION"] for one in versions] == ["4", "3", "2"]
    assert versions[0]["CREATED_BY"] == str(SALESMAN)
    restored = app.call("disk.file.restoreFromVersion", id=file, versionId=versions[2]["ID"])
    assert portal.http.get(restored["DOWNLOAD_URL"]).content == b"second"
    assert restored["GLOBAL_CONTENT_VERSION"] == "5"
    other = put(app, folder, "other.txt")["ID"]
    call = {"id": other, "versionId": versions[0]["ID"]}
    assert refused(app.call, "disk.file.restoreFromVersion", **call) == "DISK_FILE_22004"
    assert app.call("disk.version.get", id=versions[1]["ID"])["NAME"] == "v.txt"


def test_the_bin_and_back(portal: Portal, app: App, folder: int) -> None:
    inner = app.call("disk.folder.addSubFolder", id=folder, data={"NAME": "Внутри"})["ID"]
    file = put(app, inner, "a.txt")["ID"]
    assert app.call("disk.folder.markDeleted", id=inner)["DELETED_TYPE"] == "3"
    assert app.call("disk.file.get", id=file)["DELETED_TYPE"] == "4"
    assert app.call("disk.folder.getChildren", id=folder) == []
    app.call("disk.folder.addSubFolder", id=folder, data={"NAME": "Внутри"})
    back = app.call("disk.folder.restore", id=inner)
    assert (back["NAME"], back["DELETED_TYPE"]) == ("Внутри (1)", "0")
    assert app.call("disk.file.get", id=file)["DELETED_TYPE"] == "0"
    assert app.call("disk.file.delete", id=file) is True
    assert refused(app.call, "disk.file.get", id=file) == "ERROR_NOT_FOUND"
    assert app.call("disk.folder.deleteTree", id=inner) is True
    assert refused(app.call, "disk.folder.get", id=inner) == "ERROR_NOT_FOUND"


def test_rename_move_and_copy(portal: Portal, app: App, folder: int) -> None:
    first, second = (
        app.call("disk.folder.addSubFolder", id=folder, data={"NAME": name})["ID"] for name in ("А", "Б")
    )
    file = put(app, first, "a.txt", b"content")["ID"]
    put(app, second, "a.txt", b"other")
    assert refused(app.call, "disk.folder.rename", id=second, newName="а") == "DISK_OBJ_22000"
    assert refused(app.call, "disk.folder.rename", id=second, newName="") == "0"
    assert app.call("disk.folder.rename", id=second, newName="В")["NAME"] == "В"
    moved = app.call("disk.file.moveTo", id=file, targetFolderId=second)
    assert (moved["NAME"], moved["PARENT_ID"]) == ("a (1).txt", str(second))
    copied = app.call("disk.folder.copyTo", id=second, targetFolderId=first)
    inside = app.call("disk.folder.getChildren", id=copied["ID"], order={"NAME": "DESC"})
    assert [one["NAME"] for one in inside] == ["a.txt", "a (1).txt"]
    assert portal.http.get(inside[1]["DOWNLOAD_URL"]).content == b"content"
    assert refused(app.call, "disk.folder.moveTo", id=first, targetFolderId=copied["ID"]) == "ERROR_CORE"


def test_pages_of_children(app: App, folder: int) -> None:
    for number in range(53):
        app.call("disk.folder.addSubFolder", id=folder, data={"NAME": f"{number:02d}"})
    whole = app.portal.ask("disk.folder.getChildren", {"id": folder}, token=app.token())
    assert (len(whole["result"]), whole["total"], whole["next"]) == (50, 53, 50)
    rest = app.portal.ask("disk.folder.getChildren", {"id": folder, "start": 50}, token=app.token())
    assert [one["NAME"] for one in rest["result"]] == ["50", "51", "52"]
    assert "next" not in rest
    last = int(rest["result"][0]["ID"])
    assert len(app.call("disk.folder.getChildren", id=folder, filter={">ID": last})) == 2
    assert len(app.call("disk.folder.getChildren", id=folder, filter={"%NAME": "5"})) == 8


def test_rights_of_people_and_departments(portal: Portal, app: App) -> None:
    (mine,) = app.call("disk.storage.getList", filter={"ENTITY_TYPE": "user", "ENTITY_ID": CHIEF})
    folder = app.call(
        "disk.storage.addFolder",
        user_id=CHIEF,
        id=mine["ID"],
        data={"NAME": "Общее с отделом"},
        rights=[{"TASK_ID": 71, "ACCESS_CODE": "DR2"}, {"TASK_ID": 75, "ACCESS_CODE": f"U{SALESMAN}"}],
    )["ID"]
    file = put(app, folder, "a.txt", b"secret")["ID"]
    address = app.call("disk.file.get", user_id=SALESMAN, id=file)["DOWNLOAD_URL"]
    assert portal.http.get(address).content == b"secret"
    change = {"id": file, "fileContent": ["a", b64(b"new")]}
    app.call("disk.file.uploadVersion", user_id=SALESMAN, **change)
    partner = 9  # of a department under sales
    app.call("disk.file.get", user_id=partner, id=file)
    assert refused(app.call, "disk.file.uploadVersion", user_id=partner, **change) == "ACCESS_DENIED"
    assert refused(app.call, "disk.file.get", user_id=BOOKKEEPER, id=file) == "ACCESS_DENIED"
    assert refused(app.call, "disk.file.delete", user_id=SALESMAN, id=file) == "ACCESS_DENIED"
    assert app.call("disk.folder.getChildren", user_id=BOOKKEEPER, id=folder) == []
    give = {"id": folder, "data": {"NAME": "x"}, "rights": [{"TASK_ID": 79, "ACCESS_CODE": "AU"}]}
    assert refused(app.call, "disk.folder.addSubFolder", user_id=SALESMAN, **give) == "ACCESS_DENIED"
    bad = give | {"rights": [{"TASK_ID": 5, "ACCESS_CODE": "AU"}]}
    assert refused(app.call, "disk.folder.addSubFolder", user_id=CHIEF, **bad) == "ERROR_CORE"
    assert [one["NAME"] for one in app.call("disk.rights.getTasks")][-1] == "disk_access_read"


def test_everybody_may_do_everything_with_the_files_of_an_application(app: App, folder: int) -> None:
    """So the portal: what is confidential must not lie open in an application's storage."""
    file = put(app, folder, "a.txt", b"open")["ID"]
    assert app.call("disk.file.get", user_id=BOOKKEEPER, id=file)["NAME"] == "a.txt"
    assert app.call("disk.file.delete", user_id=BOOKKEEPER, id=file) is True


def test_a_link_for_strangers(portal: Portal, app: App, folder: int) -> None:
    file = put(app, folder, "a.txt", b"open")["ID"]
    link = app.call("disk.file.getExternalLink", id=file)
    assert link == app.call("disk.file.getExternalLink", id=file)
    assert portal.http.get(link).content == b"open"
    app.call("disk.file.markDeleted", id=file)
    assert portal.http.get(link).status_code == 404
    with httpx.Client(trust_env=False) as stranger:
        assert stranger.get(f"{portal.url}/~nothing").status_code == 404


@pytest.mark.parametrize("clean", [False, True])
def test_the_storage_goes_with_a_clean_removal_of_the_application(
    portal: Portal, app: App, app_server: AppServer, clean: bool
) -> None:
    leaving = portal.install(app_server)
    storage = leaving.call("disk.storage.getForApp")
    file = put(leaving, storage["ROOT_OBJECT_ID"], "a.txt")["ID"]
    portal.control("POST", f"apps/{leaving.id}/uninstall", {"clean": clean})
    if clean:
        assert refused(app.call, "disk.file.get", id=file) == "ERROR_NOT_FOUND"
        assert refused(app.call, "disk.storage.get", id=storage["ID"]) == "ERROR_NOT_FOUND"
    else:
        assert app.call("disk.file.get", id=file)["NAME"] == "a.txt"
