"""Processes that really run: steps, expressions, what applications answer, timeouts, restarts."""

import httpx
import pytest
from portal_client import Portal, Refused

HANDLER = "/robot"


@pytest.fixture(scope="module")
def robots(app, app_server):
    """The application's robot, which waits for an answer, and an activity that does not."""
    handler = f"{app_server.url}{HANDLER}"
    app.call(
        "bizproc.robot.add",
        CODE="sign",
        HANDLER=handler,
        AUTH_USER_ID=1,
        NAME="Подписать",
        USE_SUBSCRIPTION="Y",
        PROPERTIES={
            "document": {"Name": "Документ", "Type": "int", "Required": "Y"},
            "signer": {"Name": "Подписант", "Type": "user"},
            "others": {"Name": "Ещё", "Type": "user", "Multiple": "Y"},
            "addendum": {"Name": "Приложение", "Type": "bool"},
            "note": {"Name": "Пометка", "Type": "string"},
        },
        RETURN_PROPERTIES={
            "status_code": {"Name": "Код", "Type": "string"},
            "report_id": {"Name": "Отчёт", "Type": "int"},
        },
    )
    app.call("bizproc.activity.add", CODE="tell", HANDLER=handler, NAME="Сообщить", USE_SUBSCRIPTION="N")
    return app


@pytest.fixture
def deal(portal):
    return portal.call("crm.item.add", entityTypeId=2, fields={"title": "Поставка"})["item"]["id"]


@pytest.fixture
def run(portal, robots, deal, app_server):
    """Makes a sequence of the steps and starts it; a function that tells how the process stands."""
    app_server.posts.clear()

    def start(*steps, **more):
        order = {"name": "Проверка", "document_type": "DEAL", "steps": list(steps), **more}
        made = portal.control("POST", "sequences", order)
        begun = portal.control("POST", f"sequences/{made['id']}/start", {"entity_id": deal, "user_id": 5})
        portal.settle()
        return lambda: portal.control("GET", f"workflows/{begun['workflow_id']}")

    return start


SIGN = {
    "type": "robot",
    "code": "sign",
    "id": "A1",
    "properties": {
        "document": 61,
        "signer": "{{Ответственный}}",
        "others": [2, "user_3"],
        "addendum": "1",
        "note": "По сделке {=Document:TITLE} № {{ID}}",
    },
    "timeout": 1,
    "timeout_type": "d",
}


def told(process):
    return [line["text"] for line in process()["log"]]


def answer(robots, form, **values):
    return robots.call("bizproc.event.send", event_token=form["event_token"], return_values=values)


def test_the_post_of_a_robot_is_the_portals(run, app_server, deal, portal):
    process = run(SIGN)
    (form,) = app_server.taken(HANDLER)
    workflow_id = process()["id"]
    assert form["event_token"].startswith(f"{workflow_id}|A1|")
    assert int(form["ts"]) > 0
    assert {key: value for key, value in form.items() if "[" not in key} == {
        "workflow_id": workflow_id,
        "code": "sign",
        "event_token": form["event_token"],
        "use_subscription": "Y",
        "timeout_duration": "86400",
        "ts": form["ts"],
    }
    assert [form[f"document_id[{n}]"] for n in range(3)] == ["crm", "CCrmDocumentDeal", f"DEAL_{deal}"]
    assert [form[f"document_type[{n}]"] for n in range(3)] == ["crm", "CCrmDocumentDeal", "DEAL"]
    assert form["properties[document]"] == "61"
    assert form["properties[signer]"] == "user_1"
    assert [form[f"properties[others][{n}]"] for n in range(2)] == ["user_2", "user_3"]
    assert form["properties[addendum]"] == "Y"
    assert form["properties[note]"] == f"По сделке Поставка № {deal}"
    assert form["auth[user_id]"] == "1"
    assert form["auth[refresh_token]"]
    assert form["auth[member_id]"] == portal.ready["member_id"]
    assert len(form["auth[application_token]"]) == 32
    by_token = portal.ask("user.current", token=form["auth[access_token]"])["result"]
    assert by_token["ID"] == "1"


def test_the_sequence_goes_on_with_what_the_application_returned(run, robots, app_server, portal, deal):
    process = run(
        SIGN,
        {
            "type": "if",
            "when": [{"value": "{=A1:status_code}", "is": "=", "to": "signed"}],
            "then": [{"type": "set_field", "fields": {"TITLE": "Отчёт {=A1:report_id}"}}],
            "else": [{"type": "stop", "title": "Отказ"}],
        },
    )
    assert process()["waits_at"] == ["A1"]
    (form,) = app_server.taken(HANDLER)
    assert answer(robots, form, STATUS_CODE="signed", Report_Id="17", foreign="x") is True
    portal.settle()
    assert process()["status"] == "completed"
    assert process()["results"]["A1"] == {"status_code": "signed", "report_id": 17, "IsTimeout": 0}
    assert portal.call("crm.item.get", entityTypeId=2, id=deal)["item"]["title"] == "Отчёт 17"


def test_expressions_name_steps_and_fields_as_people_do(run, robots, app_server, portal):
    words = {
        "name": "{{Подпись: Код}}",
        "code": "{{Подпись: status_code}}",
        "number": "{{Подпись: Отчёт > int}}",
        "sum": "{=Document:opportunity}",
        "nobody": "{{Нет такого: Код}}{{Нет такого}}",
        "id": "{=Workflow:ID}",
    }
    process = run({**SIGN, "title": "Подпись"}, {"type": "set_variable", "variables": words})
    answer(robots, app_server.taken(HANDLER)[0], status_code="signed", report_id="№ 7")
    portal.settle()
    known = process()["variables"]
    assert (known["name"], known["code"], known["nobody"]) == ("signed", "signed", "")
    assert (known["number"], known["id"]) == (0, process()["id"])


def test_only_the_first_answer_counts_but_all_are_thanked_for(run, robots, app_server, portal):
    process = run(SIGN)
    (form,) = app_server.taken(HANDLER)
    assert answer(robots, form, status_code="signed") is True
    assert answer(robots, form, status_code="declined") is True
    portal.settle()
    assert process()["results"]["A1"]["status_code"] == "signed"
    assert answer(robots, form, status_code="late") is True
    with pytest.raises(Refused) as forged:
        answer(robots, {"event_token": form["event_token"][:-1] + "x"})
    assert (forged.value.status, forged.value.code) == (403, "ACCESS_DENIED")


def test_interim_news_do_not_end_the_wait(run, robots, app_server, portal):
    process = run(SIGN)
    (form,) = app_server.taken(HANDLER)
    token = form["event_token"]
    assert robots.call("bizproc.activity.log", EVENT_TOKEN=token, LOG_MESSAGE="Отправлено") is True
    assert "Отправлено" in told(process)
    assert process()["waits_at"] == ["A1"]
    with pytest.raises(Refused) as empty:
        robots.call("bizproc.activity.log", EVENT_TOKEN=token, LOG_MESSAGE="")
    assert empty.value.code == "ERROR_EMPTY_LOG_MESSAGE"
    answer(robots, form)
    portal.settle()
    with pytest.raises(Refused) as gone:
        robots.call("bizproc.activity.log", EVENT_TOKEN=token, LOG_MESSAGE="Поздно")
    assert gone.value.status == 400


def test_a_robot_that_keeps_silent_is_waited_for_so_long_and_no_longer(run, portal, robots, app_server):
    process = run(SIGN, {"type": "set_variable", "variables": {"late": "{=A1:IsTimeout}"}})
    portal.control("POST", "clock", {"seconds": 86390})
    portal.settle()
    assert process()["status"] == "running"
    portal.control("POST", "clock", {"seconds": 20})
    portal.settle()
    assert process()["status"] == "completed"
    assert process()["variables"] == {"late": 1}
    robots.tokens.clear()
    assert answer(robots, app_server.taken(HANDLER)[0], status_code="signed") is True
    portal.settle()
    assert process()["results"]["A1"]["status_code"] is None


def test_every_run_of_a_robot_has_a_token_of_its_own(run, robots, app_server, portal):
    process = run(
        {
            "type": "while",
            "when": [{"value": "{=A1:status_code}", "is": "!=", "to": "done"}],
            "steps": [SIGN, {"type": "pause", "seconds": 60}],
        },
    )
    for code in ("waiting", "done"):
        answer(robots, app_server.taken(HANDLER)[-1], status_code=code)
        portal.settle()
    first, second = (form["event_token"] for form in app_server.taken(HANDLER))
    assert first != second
    assert process()["status"] == "completed"


def test_parallel_branches_are_waited_for(run, robots, app_server, portal):
    process = run(
        {
            "type": "parallel",
            "branches": [[SIGN], [{**SIGN, "id": "A2"}], [{"type": "pause", "seconds": 1}]],
        },
        {"type": "set_variable", "variables": {"both": "{=A1:status_code} {=A2:status_code}"}},
    )
    forms = app_server.taken(HANDLER)
    answer(robots, forms[1], status_code="two")
    portal.settle()
    assert process()["waits_at"] == ["A1"]
    answer(robots, forms[0], status_code="one")
    portal.settle()
    assert process()["variables"] == {"both": "one two"}


def test_an_activity_without_subscription_holds_nothing_up(run, app_server):
    process = run({"type": "activity", "code": "tell"})
    assert process()["status"] == "completed"
    (form,) = app_server.taken(HANDLER)
    assert form["use_subscription"] == "N"
    assert "auth[access_token]" not in form
    assert form["auth[application_token]"]


def test_posts_can_be_lost_doubled_and_late(run, app_server, portal):
    portal.control("POST", "faults", {"kind": "lost-robot"})
    run(SIGN)
    assert app_server.taken(HANDLER) == []
    portal.control("POST", "faults", {"kind": "duplicate-robot", "path": "sign"})
    run(SIGN)
    once, twice = app_server.taken(HANDLER)
    assert once["event_token"] == twice["event_token"]
    portal.control("POST", "faults", {"kind": "late-robot", "seconds": 600})
    run(SIGN)
    assert len(app_server.taken(HANDLER)) == 2
    portal.control("POST", "clock", {"seconds": 601})
    portal.settle()
    assert len(app_server.taken(HANDLER)) == 3


def test_a_sequence_of_a_stage_starts_when_an_item_comes_to_it(portal, robots, deal, app_server):
    order = {"name": "На стадии", "start": "stage", "stage": "PREPARATION", "steps": [SIGN]}
    made = portal.control("POST", "sequences", order)
    app_server.posts.clear()
    portal.call("crm.item.update", entityTypeId=2, id=deal, fields={"title": "Ещё не там"})
    portal.settle()
    assert app_server.taken(HANDLER) == []
    portal.call("crm.item.update", entityTypeId=2, id=deal, fields={"stageId": "PREPARATION"})
    portal.settle()
    assert len(app_server.taken(HANDLER)) == 1
    portal.control("DELETE", f"sequences/{made['id']}")


def test_a_process_goes_on_after_a_restart(start_portal, app_server, tmp_path):
    portal = start_portal(folder=tmp_path)
    app = portal.install(app_server)
    app.call(
        "bizproc.robot.add",
        CODE="sign",
        HANDLER=f"{app_server.url}/restart",
        NAME="Подписать",
        USE_SUBSCRIPTION="Y",
        RETURN_PROPERTIES={"code": {"Name": "Код"}},
    )
    deal = portal.call("crm.item.add", entityTypeId=2, fields={})["item"]["id"]
    steps = [{"type": "robot", "code": "sign", "id": "A1"}]
    made = portal.control("POST", "sequences", {"name": "Долгая", "steps": steps})
    begun = portal.control("POST", f"sequences/{made['id']}/start", {"entity_id": deal})
    portal.settle()
    portal.emulator.stop()
    (form,) = app_server.taken("/restart")
    with httpx.Client(trust_env=False) as http:  # the connection of before leads to the portal of before
        portal = Portal(start_portal(folder=tmp_path).emulator, http)
        _answer_and_look(portal, form, begun)


def _answer_and_look(portal, form, begun):
    portal.call("bizproc.event.send", EVENT_TOKEN=form["event_token"], RETURN_VALUES={"code": "ok"})
    portal.settle()
    process = portal.control("GET", f"workflows/{begun['workflow_id']}")
    assert (process["status"], process["results"]["A1"]["code"]) == ("completed", "ok")


def test_a_process_whose_application_is_gone_fails_aloud(start_portal, app_server):
    portal = start_portal()
    app = portal.install(app_server)
    handler = f"{app_server.url}{HANDLER}"
    app.call("bizproc.robot.add", CODE="gone", HANDLER=handler, NAME="Был", USE_SUBSCRIPTION="Y")
    deal = portal.call("crm.item.add", entityTypeId=2, fields={})["item"]["id"]
    made = portal.control("POST", "sequences", {"name": "Был", "steps": [{"type": "robot", "code": "gone"}]})
    portal.control("POST", f"apps/{app.id}/uninstall", {})
    portal.settle()
    begun = portal.control("POST", f"sequences/{made['id']}/start", {"entity_id": deal})
    assert portal.control("GET", f"workflows/{begun['workflow_id']}")["status"] == "faulted"


def test_a_document_is_made_and_its_pdf_waited_for_before_the_robot_sees_it(run, app_server, portal):
    document = {"type": "document", "id": "D1", "template_id": 1, "wait_pdf": True}
    sign = {**SIGN, "properties": {"document": "{=D1:DocumentId}"}}
    run(document, sign)
    (form,) = app_server.taken(HANDLER)
    made = portal.call("crm.documentgenerator.document.get", id=int(form["properties[document]"]))["document"]
    assert made["pdfUrlMachine"]


def test_a_document_that_is_not_converted_lets_the_process_go_on_with_an_error(run, portal):
    portal.control("POST", "faults", {"kind": "transformation-error"})
    process = run({"type": "document", "id": "D1", "template_id": 1, "wait_pdf": True})
    assert process()["status"] == "completed"
    assert process()["results"]["D1"]["Error"]


def test_a_person_is_told_by_the_bell(run, portal):
    run({"type": "notify", "users": ["user_5", 3], "text": "Готово: {{Название}}"})
    for user in (5, 3):
        assert portal.control("GET", f"users/{user}/notices")[0]["message"] == "Готово: Поставка"


def test_a_step_for_nobody_fails_aloud(run):
    process = run({"type": "notify", "users": "{=Variable:nobody}", "text": "x"})
    assert process()["status"] == "faulted"
    assert "Не указано, кому: пусто." in told(process)


def test_a_process_that_goes_round_in_circles_is_stopped(run):
    assert run({"type": "while", "when": [], "steps": []})()["status"] == "faulted"


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        (["x"], "Шаги — список объектов"),
        ([{"type": "dance"}], "нет такого вида «dance»"),
        ([{"type": "stop", "id": "A1"}, {"type": "stop", "id": "A1"}], "не повторяются"),
        ([{"type": "robot", "code": "absent"}], "не зарегистрировали «absent»"),
        ([{"type": "robot", "code": "sign"}], "заполните «Документ»"),
        ([{"type": "robot", "code": "tell"}], "робот указан как действие"),
        ([{"type": "if", "when": [{"is": "~"}]}], "сравнение — одно из"),
    ],
)
def test_a_sequence_that_cannot_work_is_not_kept(portal, robots, steps, text):
    response = portal.http.post(f"{portal.ready['control']}/sequences", json={"name": "x", "steps": steps})
    assert response.status_code == 400
    assert text in response.text
