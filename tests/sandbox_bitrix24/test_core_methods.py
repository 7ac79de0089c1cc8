"""People, options, notices, places and what REST tells of itself."""

from __future__ import annotations

from typing import Any

import pytest
from portal_client import App, AppServer, Portal, Refused


def ids(users: Any) -> list[str]:
    return [user["ID"] for user in users]


def test_users_and_their_fields(portal: Portal, app: App) -> None:
    (head,) = portal.call("user.get", FILTER={"ID": 2})
    assert head["ID"] == "2"
    assert (head["LAST_NAME"], head["NAME"], head["SECOND_NAME"]) == ("Лугова", "Анна", "Сергеевна")
    assert head["ACTIVE"] is True
    assert head["UF_DEPARTMENT"] == [1]
    assert head["EMAIL"] == "lugova@romashka.example"
    assert app.call("user.current", user_id=3)["LAST_NAME"] == "Работников"
    assert [app.call("user.admin", user_id=user) for user in (1, 3)] == [True, False]
    assert app.call("profile", user_id=3)["ADMIN"] is False


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"FILTER": {"ACTIVE": False}}, ["10"]),
        ({"FILTER": {"UF_DEPARTMENT": 4}}, ["8", "9"]),
        ({"FILTER": {"UF_DEPARTMENT": [3, 4], "ACTIVE": "Y"}}, ["6", "7", "8", "9"]),
        ({"FILTER": {"@ID": [2, 5]}, "sort": "ID", "order": "DESC"}, ["5", "2"]),
        ({"FILTER": {"%LAST_NAME": "союз"}}, ["9"]),
        ({"ID": 4}, ["4"]),
    ],
)
def test_users_are_filtered(portal: Portal, params: dict[str, Any], expected: list[str]) -> None:
    assert ids(portal.call("user.get", **params)) == expected


def test_search_finds_those_still_working(portal: Portal) -> None:
    assert ids(portal.call("user.search", FILTER={"FIND": "менеджер прод"})) == ["3", "5"]
    assert ids(portal.call("user.search", NAME="Егор")) == []


def test_who_heads_what(portal: Portal) -> None:
    everything = portal.call("department.get")
    assert everything[0] == {"ID": "1", "NAME": "ООО «Ромашка»", "SORT": 500, "UF_HEAD": "2"}
    assert [one["ID"] for one in portal.call("department.get", UF_HEAD=4)] == ["2"]
    assert [one["NAME"] for one in portal.call("department.get", PARENT=2)] == [
        "Отдел по работе с партнёрами"
    ]


def test_options_of_the_application_and_of_each_user(app: App) -> None:
    app.call("app.option.set", options={"a": "1", "deep": {"x": [1]}})
    app.call("user.option.set", user_id=3, options={"a": "mine"})
    assert app.call("app.option.get") == {"a": "1", "deep": {"x": [1]}}
    assert app.call("app.option.get", option="deep") == {"x": [1]}
    assert app.call("user.option.get", user_id=3, option="a") == "mine"
    assert app.call("user.option.get", user_id=1) == []
    with pytest.raises(Refused, match="options"):
        app.call("user.option.set")


def bell(portal: Portal, user_id: int) -> list[str]:
    return [one["message"] for one in portal.control("GET", f"users/{user_id}/notices")]


def test_a_tag_drives_out_older_notices_of_whoever_they_are(portal: Portal, app: App) -> None:
    """The tag is unique in the application, not in a person: put the person into it."""
    for user, text in ((4, "один"), (5, "два")):
        app.call("im.notify.system.add", USER_ID=user, MESSAGE=text, TAG="EDO|1", SUB_TAG="EDO")
    assert (bell(portal, 4), bell(portal, 5)) == ([], ["два"])
    app.call("im.notify.personal.add", USER_ID=4, MESSAGE="три", TAG="EDO|1|U4", SUB_TAG="EDO")
    app.call("im.notify.system.add", USER_ID=4, MESSAGE="без метки")
    assert bell(portal, 4) == ["без метки", "три"]
    assert app.call("im.notify.delete", SUB_TAG="EDO") is True
    assert (bell(portal, 4), bell(portal, 5)) == (["без метки"], [])
    assert app.call("im.notify.delete", TAG="EDO|1") is False


def test_tags_of_another_application_are_its_own(portal: Portal, app: App, app_server: AppServer) -> None:
    other = portal.install(app_server)
    for one in (app, other):
        one.call("im.notify.system.add", USER_ID=6, MESSAGE=one.client_id, TAG="SAME")
    assert len(bell(portal, 6)) == 2
    other.call("im.notify.delete", TAG="SAME")
    assert bell(portal, 6) == [app.client_id]
    portal.call("im.notify.system.add", USER_ID=6, MESSAGE="веб-хук", TAG="SAME", CLIENT_ID=app.client_id)
    assert bell(portal, 6) == ["веб-хук"], "a webhook names the application"
    with pytest.raises(Refused) as caught:
        portal.call("im.notify.delete", TAG="SAME")
    assert caught.value.code == "ACCESS_DENIED"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"MESSAGE": "x"}, "USER_ID_EMPTY"),
        ({"USER_ID": 1, "MESSAGE": "  "}, "MESSAGE_EMPTY"),
        ({"USER_ID": 1, "MESSAGE": "x", "ATTACH": {"x": "y" * 60_000}}, "ATTACH_OVERSIZE"),
        ({"USER_ID": 1, "MESSAGE": "x", "ATTACH": "{"}, "ATTACH_ERROR"),
    ],
)
def test_notices_refused(app: App, params: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        app.call("im.notify.system.add", **params)
    assert caught.value.code == code


def test_a_notice_is_deleted_by_its_number_and_read_by_its_owner(app: App) -> None:
    number = app.call("im.notify.system.add", USER_ID=7, MESSAGE="[B]Подпишите[/B]", TAG="T7")
    (shown,) = app.call("im.notify.get", user_id=7)["notifications"]
    assert (shown["id"], shown["author_id"], shown["notify_tag"]) == (number, 0, "T7")
    with pytest.raises(Refused):
        app.call("im.notify.delete")
    assert app.call("im.notify.delete", ID=number) is True
    assert app.call("im.notify.get", user_id=7)["notifications"] == []


def test_places(portal: Portal, app: App) -> None:
    handler = "http://127.0.0.1:1/tab"
    bind = {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": handler, "LANG_ALL": {"ru": {"TITLE": "ЭДО"}}}
    assert app.call("placement.bind", **bind) is True
    with pytest.raises(Refused, match="already binded"):
        app.call("placement.bind", **bind)
    app.call("placement.bind", **bind | {"PLACEMENT": "CRM_DYNAMIC_1036_LIST_MENU", "HANDLER": f"{handler}2"})
    first, second = app.call("placement.get")
    assert (first["placement"], first["handler"], first["options"]) == ("CRM_DEAL_DETAIL_TAB", handler, [])
    assert first["langAll"]["ru"]["TITLE"] == "ЭДО"
    assert second["placement"] == "CRM_DYNAMIC_1036_LIST_MENU"
    assert app.call("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB", HANDLER="http://other.x/") == {
        "count": 0
    }
    assert app.call("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB") == {"count": 2}, "each twice"
    assert "CRM_COMPANY_DETAIL_TAB" in app.call("placement.list")
    assert app.call("placement.list", SCOPE="bizproc") == ["BIZPROC_ACTIVITY_PROPERTIES_DIALOG"]


@pytest.mark.parametrize(
    ("change", "code", "extra"),
    [
        ({"PLACEMENT": "NOWHERE"}, "ERROR_PLACEMENT_NOT_FOUND", {}),
        ({"PLACEMENT": ""}, "ERROR_ARGUMENT", {"argument": "PLACEMENT"}),
        ({"HANDLER": ""}, "ERROR_ARGUMENT", {"argument": "HANDLER"}),
        ({"USER_ID": 3}, "ERROR_PLACEMENT_USER_MODE", {}),
        ({"PLACEMENT": "PAGE_BACKGROUND_WORKER"}, "EMPTY_ERROR_HANDLER_URL", {}),
    ],
)
def test_places_refused(app: App, change: dict[str, Any], code: str, extra: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        app.call("placement.bind", **{"PLACEMENT": "LEFT_MENU", "HANDLER": "http://127.0.0.1/x"} | change)
    assert caught.value.code == code
    assert extra.items() <= caught.value.body.items()


def test_one_background_worker_per_application(app: App) -> None:
    bind = {"PLACEMENT": "PAGE_BACKGROUND_WORKER", "OPTIONS": {"errorHandlerUrl": "http://127.0.0.1/e"}}
    app.call("placement.bind", HANDLER="http://127.0.0.1/x", **bind)
    with pytest.raises(Refused) as caught:
        app.call("placement.bind", HANDLER="http://127.0.0.1/y", **bind)
    assert caught.value.code == "ERROR_PLACEMENT_MAX_COUNT"


def test_what_rest_tells_of_itself(portal: Portal, app: App) -> None:
    assert app.call("method.get", name="User.Get") == {"isExisting": True, "isAvailable": True}
    assert app.call("method.get", name="no.such") == {"isExisting": False, "isAvailable": False}
    assert "department.get" in app.call("methods")
    assert app.call("methods", scope="department") == ["department.get"]
    assert set(app.call("scope")) < set(app.call("scope", full=True))
    assert app.call("feature.get", CODE="rest_offline_extended") == {"value": "Y"}
    assert app.call("feature.get", CODE="else") == {"value": "N"}
    with pytest.raises(Refused) as caught:
        app.call("feature.get")
    assert caught.value.code == "CODE_EMPTY"
    assert app.call("server.time") == portal.world.iso()[: len("2026-11-22T08:41:24+03:00")]
    info = app.call("app.info")
    assert (info["CODE"], info["STATUS"], info["INSTALLED"]) == (app.client_id, "L", True)


def test_pushes_are_kept(portal: Portal, app: App) -> None:
    app.call("pull.application.event.add", COMMAND="refresh", PARAMS={"doc": 5}, MODULE_ID="application")
    app.call("pull.application.push.add", USER_ID=3, TEXT="Подпишите")
    assert app.call("pull.application.config.get")["server"]["server_enabled"] is False
    push, command = portal.control("GET", "pulls")
    assert (command["command"], command["params"]) == ("refresh", {"doc": 5})
    assert (push["user_id"], push["params"]) == (3, {"TEXT": "Подпишите"})
    for user, params, code in (
        (1, {}, "COMMAND_ERROR"),
        (1, {"COMMAND": "x", "MODULE_ID": "im"}, "MODULE_ID_ERROR"),
        (3, {"COMMAND": "x", "USER_ID": 4}, "USER_ID_ACCESS_ERROR"),
    ):
        with pytest.raises(Refused) as caught:
            app.call("pull.application.event.add", user_id=user, **params)
        assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        app.call("pull.application.push.add", user_id=3, TEXT="x")
    assert caught.value.code == "ACCESS_ERROR"
