"""Events: who hears them, with whose tokens, once or not at all, and the queue that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from portal_client import App, AppServer, Portal, Refused

from paraph.sandbox.bitrix24 import events, offline
from paraph.sandbox.bitrix24.rest import Auth


@pytest.fixture(scope="module")
def portal(start_portal: Callable[..., Portal]) -> Portal:
    portal = start_portal()
    portal.world.freeze_clock()
    return portal


@pytest.fixture(autouse=True)
def _fresh(portal: Portal, app: App, app_server: AppServer) -> Iterator[None]:
    app_server.posts.clear()
    yield
    for handler in app.call("event.get"):
        kind = "offline" if handler["offline"] else "online"
        app.call("event.unbind", event=handler["event"], handler=handler["handler"], event_type=kind)
    offline.forget(portal.world, app.id)
    portal.control("DELETE", "faults")


def bind(app: App, server: AppServer, event: str = "ONCRMDEALUPDATE", **more: Any) -> None:
    app.call("event.bind", event=event, handler=f"{server.url}/event", **more)


def change(portal: Portal, deal: int, *, by: int | None = None, connector: str = "") -> None:
    auth = Auth("app", by, False, frozenset(), 1, connector=connector) if by else None
    events.fire(portal.world, "onCrmDealUpdate", {"FIELDS": {"ID": deal}}, auth)


def heard(portal: Portal, server: AppServer) -> list[dict[str, str]]:
    portal.settle()
    return server.taken("/event")


def test_an_event_carries_tokens_of_who_caused_it(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server)
    change(portal, 5, by=3)
    (form,) = heard(portal, app_server)
    assert (form["event"], form["data[FIELDS][ID]"]) == ("ONCRMDEALUPDATE", "5")
    assert form["ts"] == str(int(portal.world.now()))
    assert form["event_handler_id"].isdigit()
    assert form["auth[user_id]"] == "3"
    assert "auth[refresh_token]" not in form
    assert portal.ask("profile", token=form["auth[access_token]"])["result"]["ID"] == "3"


def test_what_a_robot_did_comes_without_tokens_unless_a_user_is_named(
    portal: Portal, app: App, app_server: AppServer
) -> None:
    bind(app, app_server)
    bind(app, app_server, auth_type=2)
    change(portal, 5)
    nobody, named = heard(portal, app_server)
    assert "auth[access_token]" not in nobody
    assert nobody["auth[application_token]"] == named["auth[application_token]"]
    assert named["auth[user_id]"] == "2"


def test_lost_and_doubled(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server)
    portal.control("POST", "faults", {"kind": "lost-event", "path": "DEAL"})
    portal.control("POST", "faults", {"kind": "duplicate-event"})
    change(portal, 1)
    change(portal, 2)
    assert [form["data[FIELDS][ID]"] for form in heard(portal, app_server)] == ["2", "2"]


def test_others_hear_nothing(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server, "ONCRMCOMPANYUPDATE")
    change(portal, 1)
    assert heard(portal, app_server) == []


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"event": "ONNOTHING", "handler": "http://a.b/"}, 400, "ERROR_EVENT_NOT_FOUND"),
        ({"event": "ONAPPTEST"}, 400, "ERROR_ARGUMENT"),
        ({"event": "ONAPPTEST", "handler": "ftp://a.b/"}, 400, "ERROR_UNSUPPORTED_PROTOCOL"),
        ({"event": "ONAPPTEST", "handler": "http://localhost/"}, 400, "ERROR_WRONG_HANDLER_URL"),
    ],
)
def test_bindings_refused(app: App, params: dict[str, str], status: int, code: str) -> None:
    with pytest.raises(Refused) as caught:
        app.call("event.bind", **params)
    assert (caught.value.status, caught.value.code) == (status, code)


def test_the_same_binding_twice(app: App, app_server: AppServer) -> None:
    bind(app, app_server)
    with pytest.raises(Refused, match="Handler already binded"):
        bind(app, app_server)


def test_without_an_administrators_rights_one_binds_for_himself(app: App, app_server: AppServer) -> None:
    url = f"{app_server.url}/event"
    app.call("event.bind", user_id=3, event="ONAPPTEST", handler=url)
    assert app.call("event.get", user_id=3) == [
        {"event": "ONAPPTEST", "handler": url, "auth_type": "3", "offline": 0}
    ]
    for more in ({"auth_type": 4}, {"event_type": "offline"}):
        with pytest.raises(Refused) as caught:
            app.call("event.bind", user_id=3, event="ONAPPTEST", handler=url, **more)
        assert (caught.value.status, caught.value.code) == (403, "ACCESS_DENIED")
    assert app.call("event.unbind", user_id=3, event="ONAPPTEST", handler=url) == {"count": 1}


def test_events_of_smart_processes_and_what_there_is(app: App, app_server: AppServer) -> None:
    bind(app, app_server, "onCrmDynamicItemUpdate_1036")
    assert {"ONCRMDEALUPDATE", "ONOFFLINEEVENT", "ONUSERADD"} <= set(app.call("events"))


# -- the reliable queue ------------------------------------------------------------------------------------


def take(app: App, **more: Any) -> Any:
    return app.call("event.offline.get", **more)


def ids(pack: Any) -> list[int]:
    return [event["EVENT_DATA"]["FIELDS"]["ID"] for event in pack["events"]]


def test_only_the_last_state_of_an_object_waits(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server, event_type="offline")
    for deal in (5, 6, 5):
        change(portal, deal, by=3)
    assert heard(portal, app_server) == [], "nobody is called"
    pack = take(app)
    assert pack["process_id"] is None
    assert ids(pack) == [6, 5]
    one = pack["events"][1]
    assert one["EVENT_NAME"] == "ONCRMDEALUPDATE"
    assert one["EVENT_ADDITIONAL"] == {"user_id": 3}
    assert one["ID"].isdigit()
    assert len(one["MESSAGE_ID"]) == 32
    assert take(app)["events"] == [], "clear=1 is the default"


def test_a_reserved_pack_is_worked_up_by_its_process(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server, event_type="offline")
    for deal in (1, 2, 3):
        change(portal, deal)
    pack = take(app, clear=0, limit=2)
    process_id = pack["process_id"]
    assert (ids(pack), ids(take(app, clear=0))) == ([1, 2], [3])
    assert ids(take(app, clear=0, process_id=process_id)) == [1, 2], "the same process may ask again"
    change(portal, 1)
    assert ids(take(app)) == [1], "what happens meanwhile is another event"
    first, second = pack["events"]
    app.call("event.offline.clear", process_id=process_id, message_id=[first["MESSAGE_ID"]])
    assert ids(take(app, clear=0, process_id=process_id)) == [2]
    app.call("event.offline.error", process_id=process_id, message_id=[second["MESSAGE_ID"]])
    assert take(app)["events"] == []
    assert ids(take(app, error=1)) == [2]


def test_a_whole_pack_is_cleared(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server, event_type="offline")
    change(portal, 1)
    process_id = take(app, clear=0)["process_id"]
    listed = app.call("event.offline.list")
    assert [(one["PROCESS_ID"], one["ERROR"]) for one in listed] == [(process_id, "0")]
    app.call("event.offline.clear", process_id=process_id)
    assert app.call("event.offline.list") == []


def test_a_pack_nobody_comes_for_is_forgotten_after_a_month(
    portal: Portal, app: App, app_server: AppServer
) -> None:
    bind(app, app_server, event_type="offline")
    change(portal, 1)
    process_id = take(app, clear=0)["process_id"]
    portal.world.move_clock(29 * 86400)
    app.tokens.clear()
    assert ids(take(app, clear=0, process_id=process_id)) == [1]
    portal.world.move_clock(2 * 86400)
    app.tokens.clear()
    assert take(app, clear=0, process_id=process_id)["events"] == []


def test_filter_and_order(portal: Portal, app: App, app_server: AppServer) -> None:
    for event in ("ONCRMDEALUPDATE", "ONCRMCOMPANYUPDATE"):
        bind(app, app_server, event, event_type="offline")
    change(portal, 1)
    events.fire(portal.world, "ONCRMCOMPANYUPDATE", {"FIELDS": {"ID": 9}})
    change(portal, 2)
    wanted = {"=EVENT_NAME": "ONCRMDEALUPDATE"}
    listed = app.call("event.offline.list", filter=wanted, order={"ID": "DESC"})
    assert [one["EVENT_DATA"]["FIELDS"]["ID"] for one in listed] == [2, 1]
    assert ids(take(app, filter={">ID": listed[1]["ID"], **wanted})) == [2]
    portal.world.move_clock(60)
    change(portal, 3)
    late = {">=TIMESTAMP_X": portal.world.iso()}
    assert ids(take(app, filter=late)) == [3]
    for wrong in ({"1=1 OR ID": 1}, {">ID": "x"}, {">TIMESTAMP_X": "вчера"}):
        with pytest.raises(Refused, match="ERROR_ARGUMENT"):
            take(app, filter=wrong)


def test_a_connector_does_not_hear_its_own_changes(portal: Portal, app: App, app_server: AppServer) -> None:
    bind(app, app_server, event_type="offline", auth_connector="paraph")
    change(portal, 1, by=1, connector="paraph")
    change(portal, 2, by=1, connector="another")
    assert take(app)["events"] == [], "the queue of a connector is asked for by its name"
    assert ids(take(app, auth_connector="paraph")) == [2]


def test_come_and_get_it(portal: Portal, app: App, app_server: AppServer) -> None:
    """ONOFFLINEEVENT: empty, with a refresh token, and not more often than agreed."""
    bind(app, app_server, event_type="offline")
    bind(app, app_server, "ONOFFLINEEVENT", options={"minTimeout": 60})
    change(portal, 1)
    (form,) = heard(portal, app_server)
    assert form["event"] == "ONOFFLINEEVENT"
    assert not [name for name in form if name.startswith("data")]
    assert form["auth[refresh_token]"]
    assert form["auth[user_id]"] == "1", "in the name of who installed"
    for deal in (2, 3, 4):
        change(portal, deal)
    assert len(heard(portal, app_server)) == 2
    portal.world.move_clock(61)
    change(portal, 5)
    assert len(heard(portal, app_server)) == 3
