"""The authorisation server: codes, tokens, their ends, and what it says of a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from portal_client import App, AppServer, Portal


@pytest.fixture(scope="module")
def app(portal: Portal, app_server: AppServer) -> App:
    portal.world.freeze_clock()
    return portal.install(app_server)


def grant(portal: Portal, app: App, **asked: str) -> Any:
    keys = {"client_id": app.client_id, "client_secret": app.client_secret}
    return portal.http.get(f"{portal.ready['oauth']}/oauth/token/", params=keys | asked)


def code_for(portal: Portal, app: App, user_id: int = 3, **more: str) -> dict[str, str]:
    answer = portal.http.get(
        f"{portal.url}/oauth/authorize/", params={"client_id": app.client_id, "as": user_id, **more}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{app.card['handler']}?")
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def test_a_code_is_changed_for_tokens_of_the_user_once(portal: Portal, app: App) -> None:
    back = code_for(portal, app, state="мой", redirect_uri="https://elsewhere.example/")
    assert back["state"] == "мой"
    assert (back["domain"], back["member_id"]) == (portal.world.domain, portal.world.member_id)
    oauth_host = urlsplit(portal.ready["oauth"]).netloc
    assert back["server_domain"] == oauth_host
    tokens = grant(portal, app, grant_type="authorization_code", code=back["code"]).json()
    assert tokens["domain"] == oauth_host, "the portal is in client_endpoint, not here"
    assert tokens["client_endpoint"] == f"{portal.url}/rest/"
    assert (tokens["user_id"], tokens["expires_in"], tokens["status"]) == (3, 3600, "L")
    assert tokens["expires"] == int(portal.world.now()) + 3600
    assert len(tokens["access_token"]) == 70
    assert portal.ask("profile", token=tokens["access_token"])["result"]["ID"] == "3"
    again = grant(portal, app, grant_type="authorization_code", code=back["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_lives_half_a_minute(portal: Portal, app: App) -> None:
    code = code_for(portal, app)["code"]
    portal.world.move_clock(31)
    assert grant(portal, app, grant_type="authorization_code", code=code).json()["error"] == "invalid_grant"


def test_a_browser_nobody_signed_in_with_goes_to_the_entrance_first(portal: Portal, app: App) -> None:
    path = f"/oauth/authorize/?client_id={app.client_id}&state=s"
    for cookie in ("", "portal_user=10", "portal_user=x"):
        answer = portal.http.get(f"{portal.url}{path}", headers={"Cookie": cookie})
        entrance = urlsplit(answer.headers["Location"])
        assert (answer.status_code, entrance.path) == (302, "/")
        assert dict(parse_qsl(entrance.query)) == {"back": path}
    entered = portal.http.post(f"{portal.url}/_portal/enter", data={"user": "2", "back": path})
    assert entered.headers["Location"] == path
    cookie = entered.headers["Set-Cookie"].partition(";")[0]
    answer = portal.http.get(f"{portal.url}{path}", headers={"Cookie": cookie})
    code = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["code"]
    assert grant(portal, app, grant_type="authorization_code", code=code).json()["user_id"] == 2


def test_each_refresh_gives_another_pair_and_the_old_one_soon_dies(portal: Portal, app: App) -> None:
    first = portal.control("POST", f"apps/{app.id}/tokens")
    second = grant(portal, app, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    portal.world.move_clock(29)
    at_once = grant(portal, app, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert at_once.status_code == 200, "whoever asked at the same time is not thrown out"
    portal.world.move_clock(2)
    late = grant(portal, app, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")
    assert portal.rest("profile", token=first["access_token"]).status_code == 200, "until its own time"
    assert grant(portal, app, grant_type="refresh_token", refresh_token=second["refresh_token"]).is_success


def test_ends_of_tokens(portal: Portal, app: App) -> None:
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    portal.world.move_clock(3601)
    answer = portal.rest("profile", token=tokens["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (401, "expired_token")
    portal.world.move_clock(179 * 86400)
    fresh = grant(portal, app, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    portal.world.move_clock(181 * 86400)
    dead = grant(portal, app, grant_type="refresh_token", refresh_token=fresh["refresh_token"])
    assert dead.json()["error"] == "invalid_grant"


def test_a_form_is_as_good_as_a_query(portal: Portal, app: App) -> None:
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    form = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": tokens["refresh_token"],
    }
    assert portal.http.post(f"{portal.ready['oauth']}/oauth/token/", data=form).json()["user_id"] == 1


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "x"}, 401, "invalid_client"),
        ({"client_id": "local.x.y"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "invalid_request"),
        ({"refresh_token": "x"}, 400, "invalid_grant"),
        ({"refresh_token": ""}, 400, "invalid_grant"),
    ],
)
def test_refusals(portal: Portal, app: App, change: dict[str, str], status: int, error: str) -> None:
    asked = {"grant_type": "refresh_token", "refresh_token": "x"} | change
    answer = grant(portal, app, **asked)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]


def test_tokens_of_one_application_are_not_refreshed_by_another(
    portal: Portal, app: App, app_server: AppServer
) -> None:
    other = portal.install(app_server)
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    answer = grant(portal, other, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert answer.json()["error"] == "invalid_grant"
    assert grant(portal, app, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).is_success


@pytest.mark.parametrize("path", ["app.info", "app.info.json", "app.info/"])
def test_whose_token_it_is(portal: Portal, app: App, path: str) -> None:
    tokens = portal.control("POST", f"apps/{app.id}/tokens", {"user_id": 3})
    url = f"{portal.ready['oauth']}/rest/{path}"
    answer = portal.http.get(url, params={"auth": tokens["access_token"]}).json()["result"]
    assert (answer["client_id"], answer["user_id"]) == (app.client_id, 3)
    assert answer["install"]["installed"] is True
    assert answer["install"]["member_id"] == portal.world.member_id
    wrong = portal.http.get(url, params={"auth": "x"})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_who_left_is_refused_everywhere(start_portal: Callable[..., Portal], app_server: AppServer) -> None:
    portal = start_portal()
    app = portal.install(app_server, user_id=2)
    tokens = portal.control("POST", f"apps/{app.id}/tokens", {"user_id": 2})
    portal.control("POST", "users/2", {"active": False})
    answer = portal.rest("profile", token=tokens["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (403, "INVALID_CREDENTIALS")
    refused = grant(portal, app, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert refused.json()["error"] == "invalid_grant"
    portal.control("POST", "users/2", {"active": True})
    assert portal.rest("profile", token=tokens["access_token"]).status_code == 200
