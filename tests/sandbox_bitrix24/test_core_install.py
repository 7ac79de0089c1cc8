"""The life of an application, and what the portal posts to it meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from portal_client import SCOPES, App, AppServer, Portal, Refused


@pytest.fixture(autouse=True)
def _fresh(app_server: AppServer) -> None:
    app_server.posts.clear()


def auth_of(form: dict[str, str]) -> dict[str, str]:
    return {
        name.removeprefix("auth[").removesuffix("]"): value
        for name, value in form.items()
        if name.startswith("auth[")
    }


def add(portal: Portal, server: AppServer, **more: Any) -> dict[str, Any]:
    order = {"name": "Тест", "handler": f"{server.url}/app", "install": f"{server.url}/install"}
    card: dict[str, Any] = portal.control("POST", "apps", {**order, "scopes": SCOPES, **more})
    return card


def listen(app: App, server: AppServer, *events: str) -> None:
    for event in events:
        app.call("event.bind", event=event, handler=f"{server.url}/event")


def test_an_application_without_pages_hears_of_its_installation(
    portal: Portal, app_server: AppServer
) -> None:
    app = portal.install(app_server)
    (form,) = app_server.taken("/install")
    assert form["event"] == "ONAPPINSTALL"
    assert {name: form[f"data[{name}]"] for name in ("VERSION", "ACTIVE", "INSTALLED", "LANGUAGE_ID")} == {
        "VERSION": "1",
        "ACTIVE": "Y",
        "INSTALLED": "Y",
        "LANGUAGE_ID": "ru",
    }
    auth = auth_of(form)
    assert auth.keys() == {
        "access_token", "expires", "expires_in", "scope", "domain", "server_endpoint", "status",
        "client_endpoint", "member_id", "user_id", "refresh_token", "client_id", "application_token",
    }  # fmt: skip
    assert auth["client_id"] == app.client_id
    assert auth["domain"] == portal.world.domain
    assert portal.ask("app.info", token=auth["access_token"])["result"]["INSTALLED"] is True


def test_one_with_pages_is_silent_until_its_installer_says_so(portal: Portal, app_server: AppServer) -> None:
    card = add(portal, app_server)
    assert card["client_id"].startswith("local.")
    portal.control("POST", f"apps/{card['id']}/install", {"user_id": 1})
    portal.settle()
    assert app_server.posts == [], "it is opened in a frame instead"
    app = App(portal, card, 1)
    assert app.call("app.info")["INSTALLED"] is False
    listen(app, app_server, "ONAPPTEST")
    app.call("event.test")
    portal.settle()
    assert app_server.posts == []
    portal.control("POST", f"apps/{app.id}/finish")
    assert app.call("app.info")["INSTALLED"] is True
    app.call("event.test", x="1")
    portal.settle()
    (told,) = app_server.taken("/event")
    assert told["data[QUERY][x]"] == "1"
    assert "auth[access_token]" in told
    assert "auth[refresh_token]" not in told


def test_what_a_frame_is_opened_with(portal: Portal, app_server: AppServer) -> None:
    card = add(portal, app_server)
    portal.control("POST", f"apps/{card['id']}/install", {"user_id": 1})
    frame = portal.control("POST", f"apps/{card['id']}/frame", {"user_id": 1})
    assert frame["url"] == card["install"]
    portal.control("POST", f"apps/{card['id']}/finish")
    order = {"user_id": 3, "placement": "CRM_DEAL_DETAIL_TAB", "options": {"ID": "5"}}
    frame = portal.control("POST", f"apps/{card['id']}/frame", order)
    assert frame["url"] == card["handler"]
    assert frame["query"] | {"APP_SID": ""} == {
        "DOMAIN": portal.world.domain,
        "PROTOCOL": "0",
        "LANG": "ru",
        "APP_SID": "",
    }
    form = frame["form"]
    assert {"member_id", "status"} <= form.keys(), "two keys in lower case among upper"
    assert json.loads(form["PLACEMENT_OPTIONS"]) == {"ID": "5"}
    assert form["PLACEMENT"] == "CRM_DEAL_DETAIL_TAB"
    assert portal.ask("profile", token=form["AUTH_ID"])["result"]["ID"] == "3"
    assert form["APPLICATION_TOKEN"] == portal.control("GET", "apps")[-1]["application_token"]


def test_an_older_portal_tells_a_frame_less(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server)
    new = portal.control("POST", f"apps/{app.id}/frame")["form"]
    portal.control("POST", "portal", {"old_frames": True})
    old = portal.control("POST", f"apps/{app.id}/frame")["form"]
    portal.control("POST", "portal", {"old_frames": False})
    assert new.keys() - old.keys() == {"SERVER_ENDPOINT", "APPLICATION_TOKEN", "APPLICATION_SCOPE"}


def test_an_update_takes_away_what_was_registered(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server)
    listen(app, app_server, "ONAPPUPDATE", "ONAPPTEST")
    handler = f"{app_server.url}/tab"
    app.call("placement.bind", PLACEMENT="CRM_DEAL_DETAIL_TAB", HANDLER=handler, TITLE="ЭДО")
    app.call("app.option.set", options={"kept": "yes"})
    (first,) = app_server.taken("/install")
    portal.control("POST", f"apps/{app.id}/update")
    portal.settle()
    (told,) = app_server.taken("/event")
    assert (told["event"], told["data[VERSION]"], told["data[PREVIOUS_VERSION]"]) == ("ONAPPUPDATE", "2", "1")
    again = app_server.taken("/install")[1]
    assert again["data[VERSION]"] == "2"
    assert again["auth[application_token]"] == first["auth[application_token]"], "one per installation"
    assert app.call("event.get") == []
    assert app.call("placement.get") == []
    assert app.call("app.option.get", option="kept") == "yes"
    assert app.call("app.info")["VERSION"] == 2


def test_an_update_of_one_with_pages_is_to_be_finished_again(portal: Portal, app_server: AppServer) -> None:
    card = add(portal, app_server)
    for step in ("install", "finish", "update"):
        card = portal.control("POST", f"apps/{card['id']}/{step}")
    assert (card["installed"], card["finished"]) == (True, False)


def test_a_removed_application_is_told_without_tokens_and_heard_no_more(
    portal: Portal, app_server: AppServer
) -> None:
    app = portal.install(app_server)
    listen(app, app_server, "ONAPPUNINSTALL")
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    portal.control("POST", f"apps/{app.id}/uninstall", {"clean": True})
    portal.settle()
    (form,) = app_server.taken("/event")
    assert (form["event"], form["data[CLEAN]"]) == ("ONAPPUNINSTALL", "1")
    auth = auth_of(form)
    assert not {"access_token", "refresh_token", "user_id"} & auth.keys()
    assert auth["application_token"] == tokens["application_token"]
    assert auth["member_id"] == portal.world.member_id
    answer = portal.rest("profile", token=tokens["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_the_next_installation_has_another_token(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server)
    app.call("app.option.set", options={"a": 1})
    portal.control("POST", f"apps/{app.id}/uninstall")
    portal.control("POST", f"apps/{app.id}/install")
    portal.settle()
    first, second = (form["auth[application_token]"] for form in app_server.taken("/install"))
    assert first != second
    again = App(portal, app.card, 1)
    assert again.call("app.option.get") == {"a": 1}, "data stay unless they were to be cleaned"
    portal.control("POST", f"apps/{app.id}/uninstall", {"clean": True})
    portal.control("POST", f"apps/{app.id}/install")
    assert App(portal, app.card, 1).call("app.option.get") == []


def test_a_handler_that_does_not_answer_is_not_called_again(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server)
    app.call("event.bind", event="ONAPPTEST", handler="http://127.0.0.1:9/gone")
    app.call("event.test")
    portal.settle()
    deliveries = [one for one in portal.control("GET", "deliveries") if one["url"].endswith("/gone")]
    assert [(one["status"], one["app_id"]) for one in deliveries] == [(None, app.id)]
    assert "Refused" in deliveries[0]["error"]


def test_somebody_is_hired(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server)
    listen(app, app_server, "ONUSERADD")
    order = {"last_name": "Новенькая", "name": "Зоя", "email": "z@romashka.example", "department": 3}
    hired = portal.control("POST", "users", order)
    portal.settle()
    (told,) = app_server.taken("/event")
    assert told["data[ID]"] == str(hired["id"])
    (seen,) = portal.call("user.get", FILTER={"ID": hired["id"]})
    assert (seen["LAST_NAME"], seen["UF_DEPARTMENT"]) == ("Новенькая", [3])
    assert hired in portal.control("GET", "users")


def test_orders_that_make_no_sense_are_refused(portal: Portal) -> None:
    base = portal.ready["control"]
    for path, order, status in (
        ("apps", {"name": "x"}, 400),
        ("apps", {"name": "x", "handler": "http://x.y/", "scopes": ["everything"]}, 400),
        ("apps/999/install", {}, 404),
        ("users/999", {"active": False}, 404),
        ("users", {"name": "Без фамилии"}, 400),
        ("users", {"last_name": "Х", "department": 99}, 400),
    ):
        answer = portal.http.post(f"{base}/{path}", json=order)
        assert answer.status_code == status, answer.text


def test_tokens_of_one_not_installed_are_not_given(portal: Portal, app_server: AppServer) -> None:
    card = add(portal, app_server)
    answer = portal.http.post(f"{portal.ready['control']}/apps/{card['id']}/tokens")
    assert answer.status_code == 409
    assert (
        portal.http.get(f"{portal.url}/oauth/authorize/?client_id={card['client_id']}&as=1").status_code
        == 404
    )


def test_a_reset_portal_forgets_applications_and_keeps_its_webhook(
    portal: Portal, app_server: AppServer
) -> None:
    app = portal.install(app_server)
    token = app.token()
    first = portal.ready
    other = portal.control("POST", "webhooks", {"user_id": 3})["url"]
    portal.control("POST", "portal", {"old_frames": True})
    portal.control("POST", "reset")
    assert portal.emulator.ready == first
    assert portal.http.get(f"{other}profile").status_code == 403
    assert portal.control("POST", "portal", {}) == {"deleted": False, "old_frames": False}
    with pytest.raises(Refused):
        portal.ask("profile", token=token)
    assert portal.call("profile")["ID"] == "1"
    assert portal.control("GET", "state")["apps"] == []
