"""Forms of a request and of an answer."""

from __future__ import annotations

from datetime import datetime

import pytest
from portal_client import App, Portal


@pytest.mark.parametrize(
    "path",
    [
        "user.current",
        "user.current.json",
        "User.Current.json",
        "USER.CURRENT",
        "/user.current",
        "user.current/",
    ],
)
def test_a_method_is_found_however_it_is_written(portal: Portal, path: str) -> None:
    answer = portal.http.get(f"{portal.ready['webhook']}{path}")
    assert answer.json()["result"]["ID"] == "1"


def test_doubled_slashes_of_the_official_javascript_client(portal: Portal, app: App) -> None:
    answer = portal.http.post(
        f"{portal.url}/rest//profile", json={"auth": app.token(), "bx24_request_id": "x", "bx24_sdk_ver": "2"}
    )
    assert answer.json()["result"]["ID"] == "1"


def test_every_form_of_body(portal: Portal, app: App) -> None:
    url, token = f"{portal.url}/rest/user.get", app.token()
    wanted = ["3"]
    for answer in (
        portal.http.get(url, params={"auth": token, "FILTER[ID]": "3"}),
        portal.http.post(url, data={"auth": token, "FILTER[ID]": "3"}),
        portal.http.post(url, json={"auth": token, "FILTER": {"ID": 3}}),
        portal.http.post(f"{url}?auth={token}", json={"filter": {"ID": 3}}),
        portal.http.post(url, files={"auth": (None, token), "FILTER[ID]": (None, "3")}),
    ):
        assert [user["ID"] for user in answer.json()["result"]] == wanted


def test_the_frame_of_an_answer(portal: Portal) -> None:
    response = portal.rest("user.get")
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    answer = response.json()
    assert answer["total"] == len(portal.control("GET", "users"))
    assert "next" not in answer
    time = answer["time"]
    assert time["finish"] - time["start"] == pytest.approx(time["duration"], abs=1e-5)
    assert datetime.fromisoformat(time["date_start"]).utcoffset() is not None
    assert time["operating"] > 0
    assert time["operating_reset_at"] % 60 == 0


def test_the_browser_may_ask_from_another_site(portal: Portal) -> None:
    answer = portal.http.request("OPTIONS", f"{portal.url}/rest/profile")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_pages_of_a_list(portal: Portal) -> None:
    """A page is 50 long; `-1` asks not to count."""
    with portal.world.writing() as db:
        for number in range(100, 160):
            db.execute(
                "INSERT INTO users SELECT ?, 'Имя', 'Лишний', '', '', '', '', '', 0, 0, '[1]', registered"
                " FROM users WHERE id = 1",
                (number,),
            )
    try:
        first, second, uncounted = (portal.ask("user.get", {"start": start}) for start in (0, 50, -1))
        everybody = len(portal.control("GET", "users"))
        assert (len(first["result"]), first["next"], first["total"]) == (50, 50, everybody)
        assert len(second["result"]) == everybody - 50
        assert "next" not in second
        assert len(uncounted["result"]) == 50
        assert not {"total", "next"} & uncounted.keys()
    finally:
        with portal.world.writing() as db:
            db.execute("DELETE FROM users WHERE id >= 100")


@pytest.mark.parametrize("path", ["no.such.method", "crm", "user.current/extra"])
def test_an_unknown_method(portal: Portal, path: str) -> None:
    answer = portal.http.get(f"{portal.ready['webhook']}{path}")
    assert answer.status_code == 404
    assert answer.json() == {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}


def test_a_broken_body_is_refused(portal: Portal) -> None:
    answer = portal.http.post(
        f"{portal.ready['webhook']}profile", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_REQUEST")


def test_a_missing_argument_is_named(portal: Portal) -> None:
    answer = portal.rest("method.get")
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "ERROR_ARGUMENT",
        "error_description": "Argument 'name' is null or empty",
        "argument": "name",
    }
