"""Timeline: comments, log lines, to-dos, configurable activities with their looks, badges, triggers."""

from __future__ import annotations

import base64
import copy
import struct
import zlib
from typing import Any

import pytest
from portal_client import App, AppServer, Portal, Refused

DEAL = 2
LAYOUT: dict[str, Any] = {
    "icon": {"code": "info"},
    "header": {
        "title": {"ru": "ЭДО: Акт № 15", "en": "Act"},
        "tags": {"st": {"title": "На подписи", "type": "warning"}},
    },
    "body": {
        "logo": {"code": "document"},
        "blocks": {
            "who": {
                "type": "lineOfBlocks",
                "properties": {
                    "blocks": {
                        "t": {"type": "text", "properties": {"value": "Контрагент: "}},
                        "c": {
                            "type": "link",
                            "properties": {
                                "text": "ООО «Василёк»",
                                "action": {"type": "redirect", "uri": "/crm/company/details/2/"},
                            },
                        },
                    }
                },
            },
            "till": {
                "type": "withTitle",
                "properties": {"title": "Срок", "inline": True, "block": {"type": "deadline"}},
            },
        },
    },
    "footer": {
        "buttons": {
            "open": {
                "title": "Открыть",
                "type": "primary",
                "action": {"type": "openRestApp", "actionParams": {"doc": "7"}},
            },
            "retry": {
                "title": "Повторить",
                "type": "secondary",
                "action": {"type": "restEvent", "id": "retry", "actionParams": {"package": "15"}},
            },
        },
        "menu": {"showPostponeItem": "false"},
    },
}


def png(side: int) -> str:
    """A PNG of so many points, all transparent."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" * (1 + 4 * side) for _ in range(side)))
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return base64.b64encode(whole).decode()


@pytest.fixture
def deal(portal: Portal) -> int:
    return int(portal.call("crm.deal.add", fields={"TITLE": "С таймлайном"}))


def refusal(call: Any, method: str, **params: Any) -> tuple[int, Any, str]:
    with pytest.raises(Refused) as refused:
        call(method, **params)
    return refused.value.status, refused.value.code, refused.value.body["error_description"]


def timeline(portal: Portal, deal: int) -> dict[str, Any]:
    told: dict[str, Any] = portal.control("GET", f"crm/timeline/{DEAL}/{deal}")
    return told


# -- comments and lines of the log -------------------------------------------------------------------------


def test_a_comment_with_a_file(portal: Portal, deal: int) -> None:
    files = [["протокол.pdf", base64.b64encode(b"PDF").decode()]]
    fields = {"ENTITY_ID": deal, "ENTITY_TYPE": "deal", "COMMENT": "Подписан", "FILES": files}
    id = portal.call("crm.timeline.comment.add", fields=fields)
    told = portal.call("crm.timeline.comment.get", id=id)
    assert (told["ENTITY_ID"], told["ENTITY_TYPE"], told["COMMENT"]) == (str(deal), "deal", "Подписан")
    (file,) = told["FILES"].values()
    assert file["name"] == "протокол.pdf"
    headers = {"User-Agent": "test", "Accept": "*/*", "Accept-Language": "ru", "Referer": portal.url}
    assert portal.http.get(file["urlDownload"], headers=headers).content == b"PDF"
    listed = portal.call("crm.timeline.comment.list", filter={"ENTITY_ID": deal, "ENTITY_TYPE": "deal"})
    assert [one["ID"] for one in listed] == [str(id)]
    assert [one["type"] for one in timeline(portal, deal)["entries"]] == ["comment"]


def test_fields_of_a_comment_are_in_lower_case_only(portal: Portal, deal: int) -> None:
    fields = {"ENTITY_ID": deal, "ENTITY_TYPE": "deal", "COMMENT": "x"}
    assert refusal(portal.call, "crm.timeline.comment.add", FIELDS=fields)[1] == "100"
    empty = {**fields, "COMMENT": ""}
    assert refusal(portal.call, "crm.timeline.comment.add", fields=empty)[1] == "INVALID_ARG_VALUE"
    nobody = {**fields, "ENTITY_ID": 999999}
    assert refusal(portal.call, "crm.timeline.comment.add", fields=nobody)[1] == "OWNER_NOT_FOUND"


def test_a_line_of_the_log_has_a_known_icon(portal: Portal, deal: int) -> None:
    fields = {"entityTypeId": DEAL, "entityId": deal, "title": "ЭДО", "text": "Отправлен", "iconCode": "info"}
    told = portal.call("crm.timeline.logmessage.add", fields=fields)["logMessage"]
    assert (told["title"], told["text"], told["authorId"]) == ("ЭДО", "Отправлен", 1)
    unknown = {**fields, "iconCode": "unheard-of"}
    assert refusal(portal.call, "crm.timeline.logmessage.add", fields=unknown)[0] == 400
    assert refusal(portal.call, "crm.timeline.logmessage.add", fields={"title": "x"})[1] == "100"
    listed = portal.call("crm.timeline.logmessage.list", entityTypeId=DEAL, entityId=deal)
    assert listed["logMessages"] == [told]
    # The object itself is not told to have changed.
    item = portal.call("crm.item.get", entityTypeId=DEAL, id=deal)["item"]
    assert item["updatedTime"] <= item["lastActivityTime"]


@pytest.mark.parametrize(("kind", "side"), [("icon", 24), ("logo", 60)])
def test_icons_and_logos_of_ones_own(portal: Portal, kind: str, side: int) -> None:
    told = portal.call(f"crm.timeline.{kind}.list")[f"{kind}s"]
    assert {"code": "info", "isSystem": True, "fileUri": ""} in told
    added = portal.call(f"crm.timeline.{kind}.add", code="paraph", fileContent=png(side))[kind]
    assert (added["code"], added["isSystem"]) == ("paraph", False)
    told = portal.call(f"crm.timeline.{kind}.list")[f"{kind}s"]
    assert added in told
    wrong = {"code": "wrong", "fileContent": png(side + 1)}
    assert refusal(portal.call, f"crm.timeline.{kind}.add", **wrong)[1] == "INVALID_ARG_VALUE"


# -- to-dos ------------------------------------------------------------------------------------------------


def test_a_to_do_is_done(portal: Portal, deal: int) -> None:
    params = {"ownerTypeId": DEAL, "ownerId": deal, "deadline": "2026-12-01T10:00:00"}
    id = portal.call("crm.activity.todo.add", **params, title="Подпишите", responsibleId=2)["id"]
    told = portal.call("crm.activity.get", id=id)
    assert (told["PROVIDER_ID"], told["SUBJECT"], told["RESPONSIBLE_ID"]) == ("CRM_TODO", "Подпишите", "2")
    assert told["DEADLINE"] == "2026-12-01T10:00:00+03:00"
    assert portal.call("crm.activity.update", id=id, fields={"COMPLETED": "Y"}) is True
    filter = {"OWNER_TYPE_ID": DEAL, "OWNER_ID": deal, "COMPLETED": "Y"}
    assert [one["ID"] for one in portal.call("crm.activity.list", filter=filter)] == [str(id)]
    bindings = {"BINDINGS": [{"OWNER_TYPE_ID": DEAL, "OWNER_ID": deal}, {"OWNER_ID": 999999}]}
    assert [one["ID"] for one in portal.call("crm.activity.list", filter=bindings)] == [str(id)]
    assert portal.call("crm.activity.delete", id=id) is True
    assert refusal(portal.call, "crm.activity.get", id=id)[2] == "Activity is not found."


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"deadline": "вчера"}, "WRONG_DATETIME_FORMAT"),
        ({"ownerId": 999999}, "OWNER_NOT_FOUND"),
        ({"responsibleId": 999}, "WRONG_FIELD_VALUE"),
    ],
)
def test_to_dos_that_cannot_be(portal: Portal, deal: int, changed: dict[str, Any], code: str) -> None:
    params = {"ownerTypeId": DEAL, "ownerId": deal, "deadline": "2026-12-01T10:00:00"}
    assert refusal(portal.call, "crm.activity.todo.add", **{**params, **changed})[1] == code


# -- configurable activities -------------------------------------------------------------------------------


def drawn(app: App, deal: int, **fields: Any) -> int:
    params = {"ownerTypeId": DEAL, "ownerId": deal, "fields": fields, "layout": LAYOUT}
    return int(app.call("crm.activity.configurable.add", **params)["activity"]["id"])


def test_an_activity_is_changed_in_place(portal: Portal, app: App, deal: int) -> None:
    id = drawn(app, deal, originId="package-15", deadline="2026-12-01T10:00:00")
    changed = copy.deepcopy(LAYOUT)
    changed["header"]["tags"]["st"] = {"title": "Подписан", "type": "success"}
    answer = app.call("crm.activity.configurable.update", id=id, fields={"completed": "Y"}, layout=changed)
    assert answer == {"activity": {"id": id}}
    told = app.call("crm.activity.configurable.get", id=id)["activity"]
    assert told["layout"] == changed
    assert (told["ownerTypeId"], told["ownerId"]) == (DEAL, deal)
    assert (told["fields"]["completed"], told["fields"]["originId"]) == (True, "package-15")
    (entry,) = timeline(portal, deal)["entries"]
    assert (entry["type"], entry["SUBJECT"]) == ("configurable", "ЭДО: Акт № 15")
    found = portal.call("crm.activity.list", filter={"ORIGIN_ID": "package-15"})
    assert [one["ID"] for one in found] == [str(id)]


def test_only_applications_draw_and_only_their_own(
    portal: Portal, app: App, app_server: AppServer, deal: int
) -> None:
    params = {"ownerTypeId": DEAL, "ownerId": deal, "fields": {}, "layout": LAYOUT}
    assert refusal(portal.call, "crm.activity.configurable.add", **params)[1] == "ERROR_WRONG_CONTEXT"
    id, stranger = drawn(app, deal), portal.install(app_server, name="Чужое")
    told = refusal(stranger.call, "crm.activity.configurable.update", id=id, fields={}, layout=LAYOUT)
    assert told[1] == "ERROR_WRONG_APPLICATION"
    assert refusal(stranger.call, "crm.activity.delete", id=id)[2] == "Application context required."
    assert stranger.call("crm.activity.configurable.get", id=id)["activity"]["id"] == id
    assert app.call("crm.activity.delete", id=id) is True


def changed(path: str, value: Any) -> dict[str, Any]:
    """The layout with another value at the path; None takes it away."""
    layout = copy.deepcopy(LAYOUT)
    *way, last = path.split(".")
    place = layout
    for name in way:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return layout


_TEXT = {"type": "text", "properties": {"value": "x"}}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("icon", None, "FIELD_IS_REQUIRED"),
        ("header.title", None, "FIELD_IS_REQUIRED"),
        ("body.logo.code", None, "FIELD_IS_REQUIRED"),
        ("body.blocks.who.properties.blocks.c.properties.action.uri", None, "FIELD_IS_REQUIRED"),
        ("body.blocks", {}, "FIELD_IS_REQUIRED"),
        ("header.subtitle", "x", "FIELD_IS_REDUNDANT"),
        ("footer.buttons.open.color", "red", "FIELD_IS_REDUNDANT"),
        ("body.blocks.who.properties.blocks.t.properties.bolder", True, "FIELD_IS_REDUNDANT"),
        ("icon.code", "unheard-of", "ENUM_FIELD"),
        ("body.logo.code", "unheard-of", "ENUM_FIELD"),
        ("header.tags.st.type", "danger", "ENUM_FIELD"),
        ("footer.buttons.open.type", "success", "ENUM_FIELD"),
        ("footer.buttons.open.action.type", "jsEvent", "ENUM_FIELD"),
        ("body.blocks.who.properties.blocks.d", {"type": "deadline"}, "ENUM_FIELD"),
        ("header.tags", {str(n): {"title": "x", "type": "warning"} for n in range(3)}, "TOO_MANY_ITEMS"),
        ("body.blocks", {f"b{n}": _TEXT for n in range(21)}, "TOO_MANY_ITEMS"),
        ("footer.buttons.third", LAYOUT["footer"]["buttons"]["open"], "TOO_MANY_ITEMS"),
        ("body.blocks.кто", _TEXT, "KEY_CONTAIN_WRONG_SYMBOLS"),
        ("header.title", {"ru": "Акт", "xx": "?"}, "WRONG_LANG"),
        ("header.title", ["Акт"], "WRONG_FIELD_VALUE"),
    ],
)
def test_looks_that_cannot_be(app: App, path: str, value: Any, code: str) -> None:
    params = {"ownerTypeId": DEAL, "ownerId": 1, "fields": {}, "layout": changed(path, value)}
    assert refusal(app.call, "crm.activity.configurable.add", **params)[:2] == (400, code)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"layout": {}}, "ERROR_EMPTY_LAYOUT"),
        ({"ownerId": 999999}, "NOT_FOUND"),
        ({"fields": {"badgeCode": "unheard-of"}}, "WRONG_FIELD_VALUE"),
        ({"fields": {"completed": "maybe"}}, "WRONG_FIELD_VALUE"),
        ({"fields": {"typeId": "OWN"}}, "WRONG_FIELD_VALUE"),
        (
            {"fields": {"isIncomingChannel": "Y", "deadline": "2026-12-01"}},
            "INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE",
        ),
    ],
)
def test_activities_that_cannot_be(app: App, params: dict[str, Any], code: str) -> None:
    whole = {"ownerTypeId": DEAL, "ownerId": 1, "fields": {}, "layout": LAYOUT, **params}
    assert refusal(app.call, "crm.activity.configurable.add", **whole)[1] == code


def test_a_click_is_told_to_the_application_that_drew_it(
    portal: Portal, app: App, app_server: AppServer, deal: int
) -> None:
    stranger = portal.install(app_server, name="Соседнее")
    app.call("event.bind", event="onCrmTimelineItemAction", handler=f"{app_server.url}/clicks")
    stranger.call("event.bind", event="onCrmTimelineItemAction", handler=f"{app_server.url}/others")
    for one in (app, stranger):
        one.call("event.bind", event="onCrmTimelineItemAction", event_type="offline")
    id = drawn(app, deal)
    portal.control("POST", f"crm/activities/{id}/click", {"action": "retry", "user": 3})
    portal.settle()
    (told,) = app_server.taken("/clicks")
    assert (told["event"], told["data[id]"], told["data[activityId]"]) == (
        "ONCRMTIMELINEITEMACTION",
        "retry",
        str(id),
    )
    assert (told["data[entityTypeId]"], told["data[entityId]"]) == (str(DEAL), str(deal))
    assert (told["data[userId]"], told["data[package]"]) == ("3", "15")
    assert told["auth[user_id]"] == "3"
    assert app_server.taken("/others") == []
    (queued,) = app.call("event.offline.get")["events"]
    assert queued["EVENT_DATA"]["activityId"] == id
    assert stranger.call("event.offline.get")["events"] == []
    answer = portal.http.post(
        f"{portal.ready['control']}/crm/activities/{id}/click", json={"action": "no", "user": 3}
    )
    assert answer.status_code == 404


# -- badges ------------------------------------------------------------------------------------------------


def test_a_badge_is_shown_until_its_activity_is_completed(portal: Portal, app: App, deal: int) -> None:
    for code, kind in (("EDO_WAIT", "warning"), ("EDO_SIGNED", "success")):
        badge = {"code": code, "title": "ЭДО", "value": {"ru": "Ждём"}, "type": kind}
        assert portal.call("crm.activity.badge.add", **badge) == {"badge": badge}
    assert len(portal.call("crm.activity.badge.list")["badges"]) == 2
    id = drawn(app, deal, badgeCode="EDO_WAIT")
    assert [one["code"] for one in timeline(portal, deal)["badges"]] == ["EDO_WAIT"]
    app.call("crm.activity.configurable.update", id=id, fields={"badgeCode": "EDO_SIGNED"}, layout=LAYOUT)
    assert [one["code"] for one in timeline(portal, deal)["badges"]] == ["EDO_SIGNED"]
    app.call("crm.activity.configurable.update", id=id, fields={"completed": True}, layout=LAYOUT)
    assert timeline(portal, deal)["badges"] == []
    assert portal.call("crm.activity.badge.delete", code="EDO_WAIT") is True
    assert refusal(portal.call, "crm.activity.badge.get", code="EDO_WAIT")[1] == "NOT_FOUND"


def test_badges_that_cannot_be(portal: Portal, app: App) -> None:
    badge = {"code": "TWICE", "title": "ЭДО", "value": "Ждём", "type": "warning"}
    portal.call("crm.activity.badge.add", **badge)
    assert refusal(portal.call, "crm.activity.badge.add", **badge)[0] == 400
    assert refusal(portal.call, "crm.activity.badge.add", code="x")[1] == "REQUIRED_ARG_MISSING"
    assert refusal(portal.call, "crm.activity.badge.add", **{**badge, "code": "c", "type": "pink"})[0] == 400
    by_employee = lambda name, **more: app.call(name, 5, **more)  # noqa: E731
    assert refusal(by_employee, "crm.activity.badge.add", **{**badge, "code": "c"})[1] == "ACCESS_DENIED"


# -- triggers ----------------------------------------------------------------------------------------------


def stage(portal: Portal, deal: int) -> str:
    return str(portal.call("crm.deal.get", id=deal)["STAGE_ID"])


def execute(app: App, deal: int, code: str = "signed") -> Any:
    return app.call("crm.automation.trigger.execute", CODE=code, OWNER_TYPE_ID=DEAL, OWNER_ID=deal)


def test_a_trigger_moves_a_deal_to_the_stage_it_was_put_on(
    portal: Portal, app: App, app_server: AppServer, deal: int
) -> None:
    assert app.call("crm.automation.trigger.add", CODE="signed", NAME="Подписан") is True
    assert app.call("crm.automation.trigger.add", CODE="signed", NAME="Документ подписан") is True
    assert app.call("crm.automation.trigger.list") == [{"NAME": "Документ подписан", "CODE": "signed"}]
    assert execute(app, deal) is True
    assert stage(portal, deal) == "NEW"  # nobody has put it anywhere yet
    order = {"client_id": app.client_id, "code": "signed", "stageId": "EXECUTING", "backwards": False}
    placed = portal.control("POST", "crm/triggers", order)["placed"]
    app.call("event.bind", event="ONCRMDEALUPDATE", handler=f"{app_server.url}/moved")
    assert execute(app, deal) is True
    assert stage(portal, deal) == "EXECUTING"
    portal.settle()
    (told,) = (one for one in app_server.taken("/moved") if one["data[FIELDS][ID]"] == str(deal))
    # The portal has moved it: the event brings no tokens.
    assert "auth[access_token]" not in told
    assert told["auth[application_token]"]
    portal.call("crm.deal.update", id=deal, fields={"STAGE_ID": "WON"})
    execute(app, deal)
    assert stage(portal, deal) == "WON"
    portal.control("DELETE", f"crm/triggers/{placed[0]['id']}")
    assert app.call("crm.automation.trigger.delete", CODE="signed") is True


def test_triggers_that_cannot_be(portal: Portal, app: App) -> None:
    def told(method: str, user: int | None = None, **params: Any) -> tuple[int, Any, str]:
        return refusal(lambda name, **more: app.call(name, user, **more), method, **params)

    add, run = "crm.automation.trigger.add", "crm.automation.trigger.execute"
    assert refusal(portal.call, add, CODE="x", NAME="X")[2] == "Access denied! Application context required"
    assert told(add, 5, CODE="x", NAME="X")[2] == "Access denied! Admin permissions required"
    assert told(add, NAME="X")[1:] == ("", "Empty trigger code!")
    assert told(add, CODE="код", NAME="X")[1:] == ("", "Wrong trigger code!")
    assert told(add, CODE="x")[1:] == ("", "Empty trigger name!")
    owner = {"OWNER_TYPE_ID": DEAL, "OWNER_ID": 1}
    assert told(run, CODE="none", **owner)[2] == "Trigger with code none is not registered."
    app.call(add, CODE="here", NAME="Здесь")
    assert told(run, CODE="here", OWNER_TYPE_ID=999999)[2] == "Incorrect parameter OWNER_TYPE_ID."
    assert told(run, CODE="here", OWNER_TYPE_ID=DEAL)[2] == "Incorrect parameter OWNER_ID."
    assert told("crm.automation.trigger.delete", CODE="none")[2] == "Trigger not found"
