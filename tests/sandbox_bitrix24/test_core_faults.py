"""Faults to order, the portal's other address and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from portal_client import App, AppServer, Portal

from paraph.sandbox.bitrix24.faults import KINDS


@pytest.fixture(autouse=True)
def _no_faults(portal: Portal) -> Iterator[None]:
    yield
    portal.control("DELETE", "faults")


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("query-limit", 503, "QUERY_LIMIT_EXCEEDED"),
        ("operation-time-limit", 429, "OPERATION_TIME_LIMIT"),
        ("overload", 503, "OVERLOAD_LIMIT"),
        ("internal-error", 500, "INTERNAL_SERVER_ERROR"),
        ("no-plan", 403, "ACCESS_DENIED"),
        ("method-confirm", 401, "METHOD_CONFIRM_WAITING"),
        ("user-access", 403, "user_access_error"),
        ("no-auth", 401, "NO_AUTH_FOUND"),
    ],
)
def test_a_refusal_befalls_the_named_method_so_many_times(
    portal: Portal, kind: str, status: int, error: str
) -> None:
    portal.control("POST", "faults", {"kind": kind, "count": 2, "path": "user."})
    assert portal.rest("profile").status_code == 200
    for _ in range(2):
        answer = portal.rest("user.admin")
        assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert portal.rest("user.admin").status_code == 200


def test_one_command_of_a_batch_falls(portal: Portal) -> None:
    portal.control("POST", "faults", {"kind": "internal-error", "path": "user.admin"})
    answer = portal.call("batch", cmd={"a": "profile", "b": "user.admin", "c": "user.admin"})
    assert answer["result"].keys() == {"a", "c"}
    assert answer["result_error"]["b"]["error"] == "INTERNAL_SERVER_ERROR"


def test_a_method_is_closed_until_it_says(portal: Portal) -> None:
    portal.control("POST", "faults", {"kind": "operation-time-limit", "seconds": 90})
    time = portal.rest("profile").json()["time"]
    assert 80 < time["operating_reset_at"] - portal.world.now() <= 90


def test_html_instead_of_json(portal: Portal) -> None:
    portal.control("POST", "faults", {"kind": "html"})
    answer = portal.rest("profile")
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<html>" in answer.text


def test_cut_before_and_after_the_work(portal: Portal, app: App) -> None:
    app.call("user.option.set", options={"n": 0})
    for kind, left in (("cut-before", 0), ("cut-after", 1), ("internal-error", 1), ("error-after", 2)):
        portal.control("POST", "faults", {"kind": kind, "path": "option.set"})
        try:
            answer = portal.rest("user.option.set", {"options": {"n": left}}, app.token())
            assert answer.status_code == 500
        except httpx.TransportError:
            assert kind.startswith("cut")
        assert app.call("user.option.get", option="n") == left


def test_a_slow_answer(portal: Portal) -> None:
    portal.control("POST", "faults", {"kind": "slow", "seconds": 0.2})
    with pytest.raises(httpx.ReadTimeout):
        portal.http.get(f"{portal.ready['webhook']}profile", timeout=0.05)
    assert portal.rest("profile").status_code == 200


def test_a_token_that_expires_too_early(portal: Portal, app: App) -> None:
    portal.control("POST", "faults", {"kind": "expired-token"})
    answer = portal.rest("profile", token=app.token())
    assert (answer.status_code, answer.json()["error"]) == (401, "expired_token")
    assert portal.rest("profile", token=app.token()).status_code == 200


def test_the_installer_is_fired_others_work_on(portal: Portal, app: App) -> None:
    portal.control("POST", "faults", {"kind": "fired-installer", "count": None})
    answer = portal.rest("profile", token=app.token())
    assert (answer.status_code, answer.json()["error"]) == (403, "INVALID_CREDENTIALS")
    assert portal.rest("profile", token=app.token(2)).status_code == 200
    portal.control("DELETE", "faults")
    assert portal.rest("profile", token=app.token()).status_code == 200


def test_a_refused_refresh(portal: Portal, app: App) -> None:
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    asked = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": tokens["refresh_token"],
    }
    url = f"{portal.ready['oauth']}/oauth/token/"
    portal.control("POST", "faults", {"kind": "refused-refresh"})
    assert portal.http.get(url, params=asked).json()["error"] == "invalid_grant"
    portal.control("POST", "faults", {"kind": "refresh-unavailable"})
    unavailable = portal.http.get(url, params=asked)
    assert (unavailable.status_code, "<html>" in unavailable.text) == (503, True)
    portal.control("POST", "faults", {"kind": "refresh-cut-after"})
    with pytest.raises(httpx.RemoteProtocolError):
        portal.http.get(url, params=asked)
    assert portal.http.get(url, params=asked).status_code == 200, "asked again within half a minute"
    portal.world.move_clock(31)
    assert portal.http.get(url, params=asked).json()["error"] == "invalid_grant"


def test_faults_are_shown_and_badly_written_ones_refused(portal: Portal) -> None:
    portal.control("POST", "faults", {"kind": "html", "count": None, "share": 0.5})
    shown = portal.control("GET", "faults")
    assert shown["kinds"] == KINDS
    assert shown["faults"][0] == {"kind": "html", "count": None, "share": 0.5, "path": "", "seconds": 2.0}
    url = f"{portal.ready['control']}/faults"
    for order in (
        {"kind": "x"},
        {"kind": "html", "count": 0},
        {"kind": "html", "x": 1},
        {"kind": "html", "share": 2},
    ):
        assert portal.http.post(url, json=order).status_code == 400


def test_a_renamed_portal_answers_302_at_its_old_address(
    start_portal: Callable[..., Portal], app_server: AppServer
) -> None:
    portal = start_portal()
    app = portal.install(app_server)
    tokens = portal.control("POST", f"apps/{app.id}/tokens")
    old = portal.url
    new = portal.control("POST", "rename")["url"]
    assert new != old
    answer = portal.http.post(f"{old}/rest/profile.json?x=1", json={"auth": tokens["access_token"]})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{new}/rest/profile.json?x=1")
    assert portal.rest("profile", token=tokens["access_token"]).status_code == 200
    asked = {
        "grant_type": "refresh_token",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "refresh_token": tokens["refresh_token"],
    }
    fresh = portal.http.get(f"{portal.ready['oauth']}/oauth/token/", params=asked).json()
    assert fresh["client_endpoint"] == f"{new}/rest/"
    assert fresh["member_id"] == tokens["member_id"]
    portal.control("POST", "rename")
    assert portal.url == old


def test_a_deleted_portal(start_portal: Callable[..., Portal]) -> None:
    portal = start_portal()
    portal.control("POST", "portal", {"deleted": True})
    answer = portal.rest("profile")
    assert (answer.status_code, answer.json()["error"]) == (403, "PORTAL_DELETED")
    portal.control("POST", "portal", {"deleted": False})
    assert portal.rest("profile").status_code == 200
