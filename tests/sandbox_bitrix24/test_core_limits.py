"""The leaky bucket and the time of work, by a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from portal_client import AppServer, Portal, Refused

from paraph.sandbox.bitrix24.limits import DURATIONS, Limits, duration
from paraph.sandbox.bitrix24.world import Settings


@pytest.fixture(scope="module")
def portal(start_portal: Callable[..., Portal]) -> Portal:
    started = start_portal(Settings(delay=0.0))
    started.world.freeze_clock()
    return started


@pytest.fixture(autouse=True)
def _empty(portal: Portal) -> None:
    portal.world.limits.clear()


def test_fifty_at_once_then_two_a_second(portal: Portal) -> None:
    assert [portal.rest("profile").status_code for _ in range(50)] == [200] * 50
    full = portal.rest("profile")
    assert full.status_code == 503
    assert full.json() == {"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}
    portal.world.move_clock(1)
    assert [portal.rest("profile").status_code for _ in range(3)] == [200, 200, 503]


def test_a_refused_request_fills_nothing(portal: Portal) -> None:
    for _ in range(60):
        portal.rest("profile")
    portal.world.move_clock(0.5)
    assert portal.rest("profile").status_code == 200


def test_a_batch_is_one_request(portal: Portal) -> None:
    for _ in range(49):
        portal.rest("batch", {"cmd": ["profile"] * 3})
    assert portal.rest("profile").status_code == 200
    assert portal.rest("profile").status_code == 503


def test_another_address_has_its_own_bucket(portal: Portal) -> None:
    for _ in range(50):
        portal.rest("profile")
    assert portal.rest("profile").status_code == 503
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2"), trust_env=False) as elsewhere:
        assert elsewhere.get(f"{portal.ready['webhook']}profile").status_code == 200


def test_work_of_a_method_is_limited_per_application(portal: Portal, app_server: AppServer) -> None:
    """At 480 seconds a method is refused until the oldest minute is ten minutes old."""
    one, other = portal.install(app_server), portal.install(app_server)
    worked = portal.world.limits.worked
    start = portal.world.now()
    worked(f"app {one.id}", "profile", 468.0)
    operating = portal.ask("profile", token=one.token())["time"]
    assert operating["operating"] == pytest.approx(468 + duration("profile"))
    worked(f"app {one.id}", "profile", 12.0)
    blocked = portal.rest("profile", token=one.token())
    assert blocked.status_code == 429
    assert blocked.json()["error"] == "OPERATION_TIME_LIMIT"
    reset_at = blocked.json()["time"]["operating_reset_at"]
    assert start + 540 <= reset_at <= start + 600
    assert one.call("user.admin") is True, "other methods work"
    assert other.call("profile")["ID"] == "1", "other applications work"
    portal.world.move_clock(reset_at - portal.world.now() - 1)
    portal.world.limits._levels.clear()
    assert portal.rest("profile", token=one.token()).status_code == 429
    portal.world.move_clock(1)
    assert portal.rest("profile", token=one.token()).status_code == 200


def test_commands_of_a_batch_are_counted_under_their_own_method(
    portal: Portal, app_server: AppServer
) -> None:
    app = portal.install(app_server)
    portal.world.limits.worked(f"app {app.id}", "profile", 480.0)
    answer = app.call("batch", cmd={"a": "profile", "b": "user.admin", "c": "user.admin"})
    assert answer["result_error"]["a"]["error"] == "OPERATION_TIME_LIMIT"
    assert answer["result_time"]["c"]["operating"] == pytest.approx(2 * duration("user.admin"))
    with pytest.raises(Refused) as caught:
        app.call("profile")
    assert caught.value.status == 429


def test_limits_can_be_set(portal: Portal) -> None:
    before = portal.control("POST", "limits")
    assert before == {"rate": 2, "burst": 50, "operating": 480}
    portal.control("POST", "limits", {"rate": 5, "burst": 2})
    assert [portal.rest("profile").status_code for _ in range(3)] == [200, 200, 503]
    portal.control("POST", "limits", before)


def test_the_oldest_minute_is_forgotten_first() -> None:
    now = [600.0]
    limits = Limits(lambda: now[0], 2, 50, 480)
    limits.worked("a", "m", 100)
    now[0] = 660.0
    limits.worked("a", "m", 10)
    assert (limits.operating("a", "m").seconds, limits.operating("a", "m").reset_at) == (110, 1200)
    now[0] = 1200.0
    assert (limits.operating("a", "m").seconds, limits.operating("a", "m").reset_at) == (10, 1260)
    now[0] = 1260.0
    assert limits.operating("a", "m").seconds == 0


def test_a_method_takes_the_longest_known_beginning() -> None:
    assert duration("crm.ITEM.list") == DURATIONS["crm.item.list"]
    assert duration("something.else") == DURATIONS[""]
    assert duration("batch") == 0
