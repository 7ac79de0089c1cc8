"""What a webhook, an application and a user without an administrator's rights may not."""

from __future__ import annotations

import pytest
from portal_client import App, AppServer, Portal, Refused


def refused(portal: Portal, method: str, params: object = None, token: str = "") -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        portal.ask(method, params, token)
    assert "error_description" in caught.value.body
    return caught.value.status, caught.value.code


@pytest.mark.parametrize("path", ["1/wrong", "3/{code}", "x/{code}"])
def test_a_wrong_webhook(portal: Portal, path: str) -> None:
    code = portal.ready["webhook"].rstrip("/").rsplit("/", 1)[1]
    answer = portal.http.get(f"{portal.url}/rest/{path.format(code=code)}/profile")
    assert (answer.status_code, answer.json()["error"]) == (403, "INVALID_CREDENTIALS")


def test_a_webhook_of_another_user_with_fewer_rights(portal: Portal) -> None:
    url = portal.control("POST", "webhooks", {"user_id": 3, "scopes": ["department"]})["url"]
    assert portal.http.get(f"{url}profile").json()["result"]["ID"] == "3"
    assert portal.http.get(f"{url}department.get").status_code == 200
    assert portal.http.get(f"{url}user.get").json()["error"] == "insufficient_scope"
    code = url.rstrip("/").rsplit("/", 1)[1]
    blocked = portal.control("POST", f"webhooks/{code}", {"active": False})
    assert {"url": url, "user_id": 3, "scopes": ["department"], "active": False} in blocked
    answer = portal.http.get(f"{url}profile")
    assert (answer.status_code, answer.json()["error"]) == (403, "INVALID_CREDENTIALS")
    portal.control("POST", f"webhooks/{code}", {"active": True})
    assert portal.http.get(f"{url}profile").status_code == 200


@pytest.mark.parametrize(
    ("path", "order", "status"),
    [
        ("webhooks", {"user_id": 99}, 400),
        ("webhooks", {"user_id": 3, "scopes": ["x"]}, 400),
        ("webhooks/abc", {"active": True}, 404),
        ("webhooks/abc", {}, 400),
    ],
)
def test_orders_of_webhooks_that_make_no_sense(
    portal: Portal, path: str, order: dict[str, object], status: int
) -> None:
    assert portal.http.post(f"{portal.ready['control']}/{path}", json=order).status_code == status


@pytest.mark.parametrize("token", ["wrong", ""])
def test_no_token_or_a_wrong_one(portal: Portal, token: str) -> None:
    answer = portal.http.post(f"{portal.url}/rest/profile", json={"auth": token})
    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("app.info", "ACCESS_DENIED"),
        ("app.option.get", "ACCESS_DENIED"),
        ("event.offline.get", "ACCESS_DENIED"),
        ("placement.bind", "WRONG_AUTH_TYPE"),
        ("event.bind", "WRONG_AUTH_TYPE"),
        ("pull.application.event.add", "WRONG_AUTH_TYPE"),
    ],
)
def test_a_webhook_has_no_application(portal: Portal, method: str, code: str) -> None:
    assert refused(portal, method) == (403, code)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("placement.bind", {"PLACEMENT": "DEFAULT", "HANDLER": "http://127.0.0.1/x"}),
        ("placement.get", {}),
        ("app.option.set", {"options": {"a": 1}}),
        ("event.offline.get", {}),
    ],
)
def test_what_only_an_administrator_may(portal: Portal, app: App, method: str, params: object) -> None:
    assert refused(portal, method, params, app.token(3)) == (403, "ACCESS_DENIED")
    portal.ask(method, params, app.token(1))


def test_a_right_that_was_not_asked_for(portal: Portal, app_server: AppServer) -> None:
    app = portal.install(app_server, scopes=["user_brief", "crm"])
    assert refused(portal, "department.get", {}, app.token()) == (403, "insufficient_scope")
    assert "EMAIL" not in app.call("user.current"), "user_brief knows no address"
    assert app.call("scope") == ["crm", "user_brief"]
    portal.control("POST", f"apps/{app.id}/update", {"scopes": ["user_basic", "department"]})
    assert app.call("department.get")
    assert app.call("user.current")["EMAIL"] == "nastroykin@romashka.example"
