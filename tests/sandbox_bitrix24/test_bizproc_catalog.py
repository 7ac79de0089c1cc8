"""Robots and activities: registering them and everything that is refused."""

import pytest
from portal_client import Refused

ROBOT = {
    "CODE": "edo_send",
    "HANDLER": "http://127.0.0.1:9/robot",
    "NAME": {"ru": "Отправить", "en": "Send"},
    "PROPERTIES": {"document_id": {"Name": {"ru": "Документ"}, "Type": "int", "Required": "Y"}},
    "RETURN_PROPERTIES": {"status_code": {"Name": "Код", "Type": "string"}},
    "USE_SUBSCRIPTION": "Y",
}


@pytest.fixture
def clean(app):
    yield app
    for kind in ("robot", "activity"):
        for code in app.call(f"bizproc.{kind}.list"):
            app.call(f"bizproc.{kind}.delete", CODE=code)


def refused(app, method, **params):
    with pytest.raises(Refused) as caught:
        app.call(method, **params)
    return caught.value.code, caught.value.body["error_description"]


def test_a_robot_is_added_changed_listed_and_deleted(clean, portal):
    assert clean.call("bizproc.robot.add", **ROBOT) is True
    assert clean.call("bizproc.robot.list") == ["edo_send"]
    assert clean.call("bizproc.activity.list") == []
    assert clean.call("bizproc.robot.update", CODE="edo_send", FIELDS={"NAME": "Иначе"}) is True
    (robot,) = portal.control("GET", "robots")
    assert robot["name"] == "Иначе"
    assert robot["PROPERTIES"] == {
        "document_id": {"NAME": {"RU": "Документ"}, "TYPE": "int", "REQUIRED": "Y"}
    }
    assert clean.call("bizproc.robot.delete", CODE="edo_send") is True
    assert clean.call("bizproc.robot.list") == []


def test_a_robot_and_an_activity_of_one_code_collide(clean):
    clean.call("bizproc.robot.add", **ROBOT)
    again = refused(clean, "bizproc.activity.add", **ROBOT)
    assert again == ("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity or Robot already installed!")
    missing = ("ERROR_ACTIVITY_NOT_FOUND", "Activity or Robot not found!")
    assert refused(clean, "bizproc.activity.delete", CODE="edo_send") == missing
    assert refused(clean, "bizproc.robot.update", CODE="other", FIELDS={"NAME": "x"}) == missing


INVALID = "ERROR_ACTIVITY_VALIDATION_FAILURE"


@pytest.mark.parametrize(
    ("change", "code", "text"),
    [
        ({"CODE": ""}, INVALID, "Empty activity code!"),
        ({"CODE": "так нельзя"}, INVALID, "Wrong activity code!"),
        ({"NAME": ""}, INVALID, "Empty activity NAME!"),
        ({"HANDLER": "http://localhost/robot"}, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        ({"HANDLER": ""}, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        ({"HANDLER": "ftp://127.0.0.1/"}, "ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol"),
        ({"PROPERTIES": "x"}, INVALID, "Wrong properties array!"),
        ({"PROPERTIES": {"1a": {"Name": "x"}}}, INVALID, "Wrong property key (1a)!"),
        ({"RETURN_PROPERTIES": {"a": {"Type": "int"}}}, INVALID, "Empty property NAME (a)!"),
        ({"FILTER": "b24"}, INVALID, "Wrong activity FILTER!"),
        ({"DOCUMENT_TYPE": ["crm", "CCrmDocumentDeal", "LEAD"]}, INVALID, "Wrong activity DOCUMENT_TYPE!"),
    ],
)
def test_what_is_wrong_is_refused_with_its_own_words(clean, change, code, text):
    assert refused(clean, "bizproc.robot.add", **{**ROBOT, **change}) == (code, text)


def test_an_update_must_change_something(clean):
    clean.call("bizproc.robot.add", **ROBOT)
    for fields in ({}, {"UNKNOWN": 1}, {"NAME": ""}):
        assert refused(clean, "bizproc.robot.update", CODE="edo_send", FIELDS=fields) == (
            INVALID,
            "No fields to update",
        )


def test_each_code_has_its_own_handler_of_settings(clean):
    own = {"USE_PLACEMENT": "Y", "PLACEMENT_HANDLER": "http://127.0.0.1:9/settings"}
    clean.call("bizproc.robot.add", **ROBOT, **own)
    code, text = refused(clean, "bizproc.robot.add", **{**ROBOT, **own, "CODE": "second"})
    assert code == "ERROR_CORE"
    assert text.endswith("You should use unique placement handler for each CODE!")


def test_robots_are_for_applications_of_administrators(clean, portal):
    with pytest.raises(Refused) as by_webhook:
        portal.call("bizproc.robot.list")
    with pytest.raises(Refused) as by_employee:
        clean.call("bizproc.robot.list", user_id=5)
    assert {by_webhook.value.code, by_employee.value.code} == {"ACCESS_DENIED"}
    assert by_webhook.value.status == by_employee.value.status == 403


def test_robots_go_with_their_application(clean, portal):
    clean.call("bizproc.robot.add", **ROBOT)
    portal.control("POST", f"apps/{clean.id}/update", {})
    portal.settle()
    clean.tokens.clear()
    assert clean.call("bizproc.robot.list") == []
