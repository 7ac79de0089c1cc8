"""`bizproc.workflow.*` and `bizproc.task.*`."""

import base64
import json

import pytest
from portal_client import Refused

DEAL_TYPE = ["crm", "CCrmDocumentDeal", "DEAL"]
PAUSE = {"type": "pause", "seconds": 100_000}


@pytest.fixture(scope="module")
def deal(portal):
    return portal.call("crm.item.add", entityTypeId=2, fields={"title": "Поставка"})["item"]["id"]


@pytest.fixture
def template(portal):
    def make(*steps, **more):
        order = {"name": "Шаблон", "document_type": DEAL_TYPE, "steps": list(steps), **more}
        return portal.control("POST", "sequences", order)["id"]

    return make


@pytest.fixture
def start(portal, deal, template):
    """A process of the steps started by REST."""

    def begin(*steps, parameters=None, **more):
        workflow = portal.call(
            "bizproc.workflow.start",
            TEMPLATE_ID=template(*steps, **more),
            DOCUMENT_ID=["crm", "CCrmDocumentDeal", f"DEAL_{deal}"],
            PARAMETERS=parameters or {},
        )
        portal.settle()
        return workflow

    return begin


def refused(portal, method, **params):
    with pytest.raises(Refused) as caught:
        portal.call(method, **params)
    return caught.value.code, caught.value.body["error_description"]


def test_a_process_is_started_with_parameters(portal, start):
    step = {"type": "set_variable", "variables": {"who": "{=Template:boss}", "rest": "{=Template:n}!"}}
    workflow = start(step, parameters={"boss": "user_2"})
    process = portal.control("GET", f"workflows/{workflow}")
    assert process["variables"] == {"who": "user_2", "rest": "!"}
    assert process["status"] == "completed"


def test_what_cannot_be_started_is_refused(portal, template, deal):
    method, id = "bizproc.workflow.start", template(PAUSE)
    wrong = "ERROR_WRONG_WORKFLOW_ID"
    assert refused(portal, method) == (wrong, "Empty TEMPLATE_ID")
    assert refused(portal, method, TEMPLATE_ID=9999) == (wrong, "Template not found")
    for document in (
        ["crm", "CCrmDocumentDeal", "DEAL_999999"],
        ["crm", "X", f"DEAL_{deal}"],
        "DEAL_1",
        None,
    ):
        assert refused(portal, method, TEMPLATE_ID=id, DOCUMENT_ID=document) == ("", "Wrong DOCUMENT_ID!")
    company = portal.call("crm.item.add", entityTypeId=4, fields={"title": "ООО"})["item"]["id"]
    other = ["crm", "CCrmDocumentCompany", f"COMPANY_{company}"]
    mismatch = ("", "Template type and DOCUMENT_ID mismatch!")
    assert refused(portal, method, TEMPLATE_ID=id, DOCUMENT_ID=other) == mismatch


def test_running_processes_are_listed_terminated_and_killed(portal, start, deal):
    workflows = [start(PAUSE) for _ in range(2)]
    listed = portal.ask(
        "bizproc.workflow.instances",
        {"select": ["ID", "DOCUMENT_ID", "STARTED_BY"], "filter": {"=DOCUMENT_ID": f"DEAL_{deal}"}},
    )
    assert {one["ID"] for one in listed["result"]} >= set(workflows)
    assert listed["result"][0].keys() == {"ID", "DOCUMENT_ID", "STARTED_BY"}
    assert listed["total"] == len(listed["result"])
    assert portal.call("bizproc.workflow.terminate", ID=workflows[0], STATUS="Хватит") is True
    assert portal.control("GET", f"workflows/{workflows[0]}")["title"] == "Хватит"
    assert portal.call("bizproc.workflow.kill", ID=workflows[1]) is True
    left = {one["id"] for one in portal.control("GET", "workflows")}
    assert workflows[0] in left
    assert workflows[1] not in left
    assert refused(portal, "bizproc.workflow.terminate")[1] == "Empty workflow instance ID"
    assert portal.call("bizproc.workflow.instances", filter={"ID": workflows[0]}) == []


def test_an_application_has_templates_of_its_own(portal, app, template):
    data = base64.b64encode(json.dumps([PAUSE]).encode()).decode()
    order = {"DOCUMENT_TYPE": DEAL_TYPE, "NAME": "Свой", "TEMPLATE_DATA": ["x.bpt", data]}
    with pytest.raises(Refused) as number:
        app.call("bizproc.workflow.template.add", **order, AUTO_EXECUTE=1)
    assert number.value.body["error_description"] == "Incorrect field AUTO_EXECUTE!"
    made = app.call("bizproc.workflow.template.add", **order)
    chosen = {"select": ["ID", "NAME", "DOCUMENT_TYPE", "TEMPLATE"], "filter": {"ID": made}}
    (listed,) = portal.call("bizproc.workflow.template.list", **chosen)
    assert listed == {
        "ID": str(made),
        "NAME": "Свой",
        "DOCUMENT_TYPE": "DEAL",
        "TEMPLATE": [{**PAUSE, "id": "A1"}],
    }
    with pytest.raises(Refused):
        app.call("bizproc.workflow.template.delete", ID=template(PAUSE))
    app.call("bizproc.workflow.template.delete", ID=made)
    assert portal.call("bizproc.workflow.template.list", filter={"ID": made}) == []


APPROVE = {"type": "approve", "id": "T1", "users": ["user_5", 4], "name": "Согласовать {=Document:TITLE}"}


def test_a_task_is_listed_and_completed(portal, app, start):
    workflow = start(
        APPROVE, {"type": "set_variable", "variables": {"word": "{=T1:Status} {=T1:LastApprover}"}}
    )
    (task,) = app.call("bizproc.task.list", user_id=5, filter={"WORKFLOW_ID": workflow})
    assert task.keys() == {
        "ENTITY",
        "DOCUMENT_ID",
        "DOCUMENT_URL",
        "ID",
        "WORKFLOW_ID",
        "DOCUMENT_NAME",
        "NAME",
    }
    assert task["NAME"] == "Согласовать Поставка"
    wrong = [({}, "empty TASK_ID"), ({"TASK_ID": task["ID"]}, "incorrect STATUS")]
    for params, text in wrong:
        with pytest.raises(Refused) as caught:
            app.call("bizproc.task.complete", user_id=5, **params)
        assert caught.value.body["error_description"] == text
    order = {"TASK_ID": task["ID"], "STATUS": "yes"}
    with pytest.raises(Refused) as stranger:
        app.call("bizproc.task.complete", user_id=7, **order)
    assert stranger.value.code == "ERROR_TASK_NOT_FOUND"
    assert app.call("bizproc.task.complete", user_id=5, **order) is True
    portal.settle()
    assert portal.control("GET", f"workflows/{workflow}")["variables"] == {"word": "yes user_5"}
    with pytest.raises(Refused) as again:
        app.call("bizproc.task.complete", user_id=4, **order)
    assert again.value.code == "ERROR_TASK_COMPLETED"


def test_a_head_sees_tasks_of_subordinates_and_others_do_not(app, start):
    workflow = start({**APPROVE, "users": "user_5"})
    seen = app.call("bizproc.task.list", user_id=4, filter={"USER_ID": 5, "WORKFLOW_ID": workflow})
    assert len(seen) == 1
    with pytest.raises(Refused) as stranger:
        app.call("bizproc.task.list", user_id=7, filter={"USER_ID": 5})
    assert stranger.value.code == "ACCESS_DENIED"


def test_information_is_asked_for_and_given(portal, app, start):
    fields = [{"Id": "phone", "Name": "Телефон", "Required": True}, {"Id": "note", "Name": "Пометка"}]
    workflow = start({"type": "request", "id": "T1", "users": 5, "fields": fields})
    (task,) = app.call(
        "bizproc.task.list", user_id=5, select=["ID", "PARAMETERS"], filter={"WORKFLOW_ID": workflow}
    )
    assert [one["Id"] for one in task["PARAMETERS"]["Fields"]] == ["phone", "note"]
    order = {"TASK_ID": task["ID"], "STATUS": 3}
    with pytest.raises(Refused) as empty:
        app.call("bizproc.task.complete", user_id=5, **order)
    assert empty.value.body["error_description"] == "Заполните поле «Телефон»."
    app.call("bizproc.task.complete", user_id=5, **order, FIELDS={"phone": "123"})
    assert portal.control("GET", f"workflows/{workflow}")["results"]["T1"]["phone"] == "123"


def test_a_task_is_delegated(app, portal, start):
    workflow = start({**APPROVE, "users": 5})
    (task,) = app.call("bizproc.task.list", user_id=5, filter={"WORKFLOW_ID": workflow})
    order = {"TASK_IDS": [task["ID"]], "FROM_USER_ID": 5, "TO_USER_ID": 7}
    with pytest.raises(Refused) as stranger:
        app.call("bizproc.task.delegate", user_id=9, **order)
    assert stranger.value.code == "ERROR_DELEGATION_NOT_ALLOWED"
    assert app.call("bizproc.task.delegate", user_id=4, **order) is True
    assert app.call("bizproc.task.list", user_id=5, filter={"WORKFLOW_ID": workflow}) == []
    assert len(app.call("bizproc.task.list", user_id=7, filter={"WORKFLOW_ID": workflow})) == 1


def test_a_task_nobody_does_expires(portal, start):
    workflow = start({**APPROVE, "timeout": 1, "timeout_type": "h"})
    portal.control("POST", "clock", {"seconds": 3601})
    portal.settle()
    process = portal.control("GET", f"workflows/{workflow}")
    assert (process["status"], process["results"]["T1"]["IsTimeout"]) == ("completed", 1)
