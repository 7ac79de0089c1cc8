"""`batch`: its answer, what later commands take from earlier ones, and what may not stand in it."""

from __future__ import annotations

from typing import Any

import pytest
from portal_client import App, Portal

#: What `user.get` filters by id with.
GET = "user.get?FILTER[ID]="


def batch(portal: Portal, cmd: Any, **more: Any) -> dict[str, Any]:
    response = portal.rest("batch", {"cmd": cmd, **more})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()["result"]
    return answer


def test_an_answer_has_five_maps_and_empty_ones_are_lists(portal: Portal) -> None:
    answer = batch(portal, {"a": "user.get?start=0", "b": "no.such"})
    assert answer["result"].keys() == {"a"}
    assert answer["result_error"] == {
        "b": {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}
    }
    assert answer["result_total"] == {"a": len(portal.control("GET", "users"))}
    assert answer["result_next"] == []
    assert answer["result_time"]["a"].keys() >= {"operating", "operating_reset_at", "duration"}
    assert batch(portal, {}) == dict.fromkeys(
        ("result", "result_error", "result_total", "result_next", "result_time"), []
    )


def test_keys_in_order_from_zero_are_a_list(portal: Portal) -> None:
    answer = batch(portal, ["profile", "user.admin"])
    assert [answer["result"][0]["ID"], answer["result"][1]] == ["1", True]
    assert batch(portal, {"0": "profile", "1": "x"})["result_error"] == {
        "1": {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"}
    }


def test_a_form_does_as_well(portal: Portal) -> None:
    answer = portal.http.post(
        f"{portal.ready['webhook']}batch.json",
        data={"halt": "0", "cmd[me]": "profile", "cmd[her]": f"{GET}2"},
    ).json()["result"]
    assert (answer["result"]["me"]["ID"], answer["result"]["her"][0]["ID"]) == ("1", "2")


def test_what_is_no_text_is_passed_over(portal: Portal) -> None:
    answer = batch(portal, {"a": {"method": "profile"}, "b": "profile", "c": None})
    assert answer["result"].keys() == {"b"}
    assert answer["result_error"] == []


def test_later_commands_take_what_earlier_ones_came_to(portal: Portal) -> None:
    answer = batch(
        portal,
        {
            "her": f"{GET}4",
            "head": "department.get?ID=$result[her][0][UF_DEPARTMENT][0]",
            "chief": f"{GET}$result[head][0][UF_HEAD]",
            "all": "user.get?start=0&FILTER[%3C%3DID]=$total[her]",
            "text": "user.search?FIND=$result[her][0][LAST_NAME] $result[her][0][NAME]",
        },
    )
    result = answer["result"]
    assert result["head"][0]["NAME"] == "Отдел продаж"
    assert result["chief"][0]["ID"] == "4"
    assert [user["ID"] for user in result["all"]] == ["1"]
    assert [user["ID"] for user in result["text"]] == ["4"]


def test_a_value_that_is_one_placeholder_keeps_its_type(portal: Portal, app: App) -> None:
    """A list stays a list; written into a text it is «Array», as PHP has it."""
    cmd = {
        "me": "user.current",
        "whole": "user.option.set?options[x]=$result[me][UF_DEPARTMENT]",
        "part": "user.option.set?options[y]=of $result[me][UF_DEPARTMENT]",
        "truth": "user.option.set?options[z]=$result[me][ACTIVE]",
        "kept": "user.option.get",
    }
    result = app.call("batch", cmd=cmd)["result"]
    assert result["kept"] == {"x": [1], "y": "of Array", "z": True}


def test_a_tail_that_leads_nowhere_leaves_the_last_thing_found(portal: Portal, app: App) -> None:
    cmd = {
        "me": "user.current",
        "set": "user.option.set?options[x]=$result[me][UF_DEPARTMENT][7][NAME]",
        "kept": "user.option.get?option=x",
    }
    assert app.call("batch", cmd=cmd)["result"]["kept"] == [1]


def test_more_than_fifty(portal: Portal) -> None:
    answer = batch(portal, [f"{GET}1"] * 53)
    assert len(answer["result"]) == 50
    assert {key: error["error"] for key, error in answer["result_error"].items()} == dict.fromkeys(
        ("50", "51", "52"), "ERROR_BATCH_LENGTH_EXCEEDED"
    )


@pytest.mark.parametrize("method", ["batch", "batch?cmd[a]=profile", "download", "upload"])
def test_what_may_not_stand_in_a_batch(portal: Portal, method: str) -> None:
    assert batch(portal, {"a": method})["result_error"]["a"]["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"


@pytest.mark.parametrize("halt", [1, "1", True])
def test_halt_stops_at_the_first_error(portal: Portal, halt: Any) -> None:
    answer = batch(portal, {"a": "profile", "b": "no.such", "c": "profile"}, halt=halt)
    assert answer["result"].keys() == {"a"}
    assert answer["result_error"].keys() == {"b"}
    assert batch(portal, {"b": "no.such", "c": "profile"}, halt=0)["result"].keys() == {"c"}


def test_a_batch_is_one_hit_and_as_many_calls_as_it_holds(portal: Portal) -> None:
    portal.control("POST", "calls", {"mark": "batch"})
    batch(portal, ["profile", "profile", "user.ADMIN"])
    portal.call("profile")
    counted = portal.control("GET", "calls?mark=batch")
    assert counted["hits"] == {"batch": 1, "profile": 1}
    assert counted["calls"] == {"batch": 1, "profile": 3, "user.admin": 1}
    assert (counted["total_hits"], counted["total_calls"]) == (2, 5)


def test_rights_are_asked_of_each_command(portal: Portal, app: App) -> None:
    answer = app.call("batch", user_id=3, cmd={"a": "event.offline.get", "b": "profile"})
    assert answer["result"].keys() == {"b"}
    assert answer["result_error"]["a"]["error"] == "ACCESS_DENIED"
