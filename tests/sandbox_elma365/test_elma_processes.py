"""Processes over the Web API: run, wait for a task, are resumed, interrupted, skipped and restarted."""

from __future__ import annotations

import httpx
import pytest
from elma_company import Company, Refused

VARIABLES = {
    "letters": {"name": "Письмо", "type": "SYS_COLLECTION", "array": True},
    "note": {"name": "Заметка", "type": "STRING"},
    "doer": {"name": "Кто", "type": "SYS_USER", "array": True},
}


@pytest.fixture(scope="module")
def law(company: Company) -> str:
    """The id of a user who has tasks here."""
    return company.user("pravilova")["id"]


def template(company: Company, code: str, steps: list, **more) -> str:
    """A process of letters; its path in the Web API."""
    order = {"namespace": "documents.letters", "code": code, "name": f"Процесс {code}", "steps": steps}
    company.control("POST", "processes", {**order, "context": VARIABLES, **more})
    return f"documents.letters/{code}"


def run(company: Company, path: str, **context) -> dict:
    """A fresh letter with this process over it: the instance as `run` tells it."""
    letter = company.create("documents/letters", __name="Письмо")["__id"]
    return company.post(f"bpm/template/{path}/run", {"context": {"letters": [letter], **context}})["context"]


def instance(company: Company, instance_id: str) -> dict:
    return company.get(f"bpm/instance/{instance_id}/get")["data"]


def status(company: Company, instance: dict) -> str:
    (letter,) = instance["letters"]
    numbers = {1: "draft", 2: "sent"}
    item = company.get(f"app/documents/letters/{letter}/get")["item"]
    return numbers[item["__status"]["status"]]


def task_of(company: Company, user_id: str, instance_id: str) -> dict:
    (task,) = [
        one
        for one in company.rows(f"tasks/list/of/{user_id}", {"size": 100})
        if one["instance"]["__id"] == instance_id
    ]
    return task


def asking(law: str, **more) -> dict:
    return {
        "type": "task",
        "id": "ask",
        "name": "Прочтите «{$note}»",
        "performers": [law],
        "performer_to": "doer",
        "form": [{"code": "note", "required": ["no"]}],
        "exits": [
            {"id": "yes", "name": "Да", "steps": [{"type": "status", "id": "sent", "status": "sent"}]},
            {"id": "no", "name": "Нет"},
        ],
        **more,
    }


def test_a_process_waits_for_its_task_and_goes_on_by_the_exit(company, law):
    made = run(company, template(company, "ask", [asking(law)]), note="Важное")
    assert (made["__state"], made["note"]) == ("wait", "Важное")
    assert made["__template"] == {"namespace": "documents.letters", "code": "ask"}
    assert made["__item"] == {"namespace": "documents", "code": "letters", "id": made["letters"][0]}
    task = task_of(company, law, made["__id"])
    assert task["__name"] == "Прочтите «Важное»"
    assert task["templateNsAndCode"] == "documents.letters:ask"
    exits = company.get(f"tasks/{task['__id']}/exits")["result"]["result"]
    assert [(one["id"], one["name"]) for one in exits] == [("yes", "Да"), ("no", "Нет")]
    done = {"exitId": "yes", "instanceId": made["__id"], "context": {"note": "Прочёл"}}
    company.call("PUT", f"tasks/{task['__id']}/submit", done, token=company.token_of("pravilova"))
    over = instance(company, made["__id"])
    assert (over["__state"], over["note"], over["doer"]) == ("done", "Прочёл", [law])
    assert status(company, over) == "sent"
    assert company.get(f"tasks/{task['__id']}/get")["task"]["state"] == "closed"
    with pytest.raises(Refused, match="уже выполнена") as refused:
        company.call("PUT", f"tasks/{task['__id']}/submit", done)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("body", "words", "code"),
    [
        ({"exitId": "maybe"}, "Исхода «maybe» у задачи нет", 400),
        ({"exitId": "no"}, "Заполните поле «Заметка»", 400),
        ({"exitId": None}, "exitId", 400),
        ({"exitId": "yes", "instanceId": "other"}, "instanceId", 400),
    ],
)
def test_a_task_is_completed_only_as_it_asks(company, law, body, words, code):
    made = run(company, template(company, "ask", [asking(law)]))
    task = task_of(company, law, made["__id"])
    with pytest.raises(Refused, match=words) as refused:
        company.call("PUT", f"tasks/{task['__id']}/submit", {"instanceId": made["__id"], **body})
    assert refused.value.status == code
    assert instance(company, made["__id"])["__state"] == "wait"


def test_a_task_is_completed_by_its_performer_or_an_administrator_only(company, law):
    made = run(company, template(company, "ask", [asking(law)]))
    task = task_of(company, law, made["__id"])
    body = {"exitId": "yes", "instanceId": made["__id"]}
    with pytest.raises(Refused) as refused:
        company.call("PUT", f"tasks/{task['__id']}/submit", body, token=company.token_of("balansova"))
    assert refused.value.status == 403
    company.call("PUT", f"tasks/{task['__id']}/submit", body)
    assert instance(company, made["__id"])["__state"] == "done"


def test_a_task_for_a_group_waits_for_any_of_its_members(company):
    made = run(company, template(company, "group", [asking("group:Бухгалтерия")]))
    everybody = [company.user(login)["id"] for login in ("balansova", "provodkin")]
    tasks = [task_of(company, user_id, made["__id"]) for user_id in everybody]
    assert tasks[0]["__id"] == tasks[1]["__id"]
    assert sorted(tasks[0]["performers"]) == sorted(everybody)


def test_the_context_of_a_running_process_is_changed_with_a_reason(company, law):
    made = run(company, template(company, "ask", [asking(law)]))
    path = f"bpm/instance/{made['__id']}/context"
    company.call("PUT", path, {"comment": "Ответ хаба", "context": {"note": "Новое"}})
    assert instance(company, made["__id"])["note"] == "Новое"
    for body, words in (
        ({"context": {"note": ""}}, "comment is required"),
        ({"comment": "x", "context": {"nothing": 1}}, "unknown context variables: nothing"),
    ):
        with pytest.raises(Refused, match=words):
            company.call("PUT", path, body)
    log = company.control("GET", f"instances/{made['__id']}")["log"]
    assert "Контекст изменён: Ответ хаба" in [line["text"] for line in log]


def test_an_interrupted_process_takes_nothing_any_more(company, law):
    made = run(company, template(company, "ask", [asking(law)]))
    task = task_of(company, law, made["__id"])
    company.post(f"bpm/instance/{made['__id']}/interrupt", {"comment": "Передумали"})
    assert instance(company, made["__id"])["__state"] == "cancel"
    assert company.get(f"tasks/{task['__id']}/get")["task"]["state"] == "cancelled"
    body = {"exitId": "yes", "instanceId": made["__id"]}
    for method, path, order in (
        ("PUT", f"tasks/{task['__id']}/submit", body),
        ("PUT", f"bpm/instance/{made['__id']}/context", {"comment": "x", "context": {}}),
        ("POST", f"bpm/instance/{made['__id']}/interrupt", {}),
        ("POST", f"bpm/instance/{made['__id']}/skip-step", {}),
    ):
        with pytest.raises(Refused) as refused:
            company.call(method, path, order)
        assert refused.value.status == 400


def test_a_step_is_done_anew_or_passed_by(company, law):
    made = run(company, template(company, "ask", [asking(law)]))
    first = task_of(company, law, made["__id"])
    company.post(f"bpm/instance/{made['__id']}/restart-step")
    second = task_of(company, law, made["__id"])
    assert first["__id"] != second["__id"]
    company.post(f"bpm/instance/{made['__id']}/skip-step")
    over = instance(company, made["__id"])
    assert (over["__state"], status(company, over)) == ("done", "draft")
    assert company.get(f"tasks/{second['__id']}/get")["task"]["state"] == "cancelled"


def test_what_fails_stands_until_somebody_helps_or_leaves_by_its_branch(company):
    broken = {"type": "status", "id": "broken", "status": "{$note}"}
    steps = [broken, {"type": "status", "id": "then", "status": "sent"}]
    made = run(company, template(company, "broken", steps), note="нет такого")
    assert made["__state"] == "error"
    company.call(
        "PUT", f"bpm/instance/{made['__id']}/context", {"comment": "x", "context": {"note": "draft"}}
    )
    company.post(f"bpm/instance/{made['__id']}/restart-step")
    assert status(company, instance(company, made["__id"])) == "sent"
    caught = {**broken, "error": [{"type": "assign", "id": "caught", "context": {"note": "поймано"}}]}
    made = run(company, template(company, "caught", [caught]), note="нет такого")
    assert (made["__state"], made["note"]) == ("done", "поймано")


def test_a_process_outlives_a_restart(start_company, tmp_path):
    before = start_company(folder=tmp_path)
    lawyer = before.user("pravilova")["id"]
    made = run(before, template(before, "ask", [asking(lawyer)]))
    pause = [{"type": "wait", "id": "pause", "seconds": 60}]
    paused = run(before, template(before, "pause", pause))
    before.emulator.stop()
    with httpx.Client(trust_env=False) as http:  # connections kept by the other lead to the stopped one
        after = Company(start_company(folder=tmp_path).emulator, http)
        task = task_of(after, lawyer, made["__id"])
        body = {"exitId": "yes", "instanceId": made["__id"]}
        after.call("PUT", f"tasks/{task['__id']}/submit", body)
        after.settle()
        assert [instance(after, one["__id"])["__state"] for one in (made, paused)] == ["done", "done"]


def test_conditions_timers_jumps_and_an_early_end(company):
    steps = [
        {"type": "assign", "id": "grow", "context": {"note": "{$note}a"}},
        {
            "type": "condition",
            "id": "enough",
            "when": {"value": "{$note}", "is": "=", "to": "aaa"},
            "else": [{"type": "goto", "id": "again", "step": "grow"}],
            "then": [{"type": "wait", "id": "pause", "seconds": 60}, {"type": "stop", "id": "over"}],
        },
        {"type": "status", "id": "never", "status": "sent"},
    ]
    made = run(company, template(company, "loop", steps), note="")
    assert (made["__state"], made["note"]) == ("wait", "aaa")
    company.settle()
    over = instance(company, made["__id"])
    assert (over["__state"], status(company, over)) == ("done", "draft")
    endless = [
        {"type": "assign", "id": "a", "context": {"note": "x"}},
        {"type": "goto", "id": "b", "step": "a"},
    ]
    assert run(company, template(company, "endless", endless))["__state"] == "error"


def test_instances_are_found_by_template_item_and_variable(company, law):
    path = template(company, "found", [asking(law)])
    one, other = run(company, path, note="первое"), run(company, path, note="второе")
    company.post(f"bpm/instance/{other['__id']}/interrupt")
    rows = company.rows
    where = f"bpm/instance/bytemplate/{path}/list"
    assert {row["__id"] for row in rows(where)} == {one["__id"], other["__id"]}
    assert [row["__id"] for row in rows(where, {"active": True})] == [one["__id"]]
    by_item = {"filter": {"in": [{"field": "__item"}, {"list": [other["__item"]]}]}}
    assert [row["__id"] for row in rows(where, by_item)] == [other["__id"]]
    by_value = {"filter": {"tf": {"letters": one["letters"]}}}
    assert [row["__id"] for row in rows(where, by_value)] == [one["__id"]]
    with pytest.raises(Refused, match="filter.in"):
        rows(where, {"filter": {"in": ["__item"]}})


@pytest.mark.parametrize(
    ("path", "context", "words", "code"),
    [
        ("documents.letters/nothing", {}, "template not found", 404),
        ("documents.letters/ask", {}, "context.letters", 200),
        ("documents.letters/ask", {"letters": ["00000000-0000-4000-8000-000000000000"]}, "not found", 404),
        ("documents.letters/ask", {"letters": [], "strange": 1}, "unknown context variables: strange", 200),
    ],
)
def test_a_process_is_not_started_over_nothing(company, law, path, context, words, code):
    template(company, "ask", [asking(law)])
    with pytest.raises(Refused, match=words) as refused:
        company.post(f"bpm/template/{path}/run", {"context": context})
    assert refused.value.status == code


def test_what_is_not_there_is_not_found(company):
    nothing = "00000000-0000-4000-8000-000000000000"
    for path in (f"bpm/instance/{nothing}/get", f"tasks/{nothing}/get", f"tasks/{nothing}/exits"):
        with pytest.raises(Refused) as refused:
            company.get(path)
        assert refused.value.status == 404


def test_processes_of_an_application_are_told_with_their_variables(company):
    found = company.get("scheme/namespaces/documents/apps/acts/processes")["result"]["result"]
    (act,) = found
    assert (act["code"], act["namespace"], act["__name"]) == (
        "incoming_act",
        "documents.acts",
        "Входящий акт",
    )
    assert {"code": "reason", "name": "Причина отказа", "type": "STRING"} in act["context"]
    assert found == company.get("scheme/namespaces/documents.acts/processes")["result"]["result"]
    assert company.get("scheme/namespaces/documents/processes")["result"]["result"] == []


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"type": "dance"}, "вида «dance» нет"),
        ({"type": "task", "name": "x", "performers": ["u"]}, "не указано exits"),
        ({"type": "activity", "activity": "burn"}, "send, sign, refuse, print-form"),
        ({"type": "goto", "step": "nowhere"}, "шага nowhere нет"),
        ({"type": "assign", "context": {"strange": 1}}, "переменных strange"),
        ({"type": "condition", "when": {"is": "~"}}, "сравнение"),
        ({"type": "stop", "then": [{"type": "stop", "id": "s"}]}, "код шага повторяется"),
        ({"type": "stop", "id": ""}, "нужен id"),
    ],
)
def test_a_template_with_a_fault_is_not_kept(company, step, words):
    order = {"namespace": "documents.letters", "code": "bad", "name": "Плохой", "context": VARIABLES}
    url = f"{company.ready['control']}/processes"
    response = company.http.post(url, json={**order, "steps": [{"id": "s", **step}]})
    assert response.status_code == 400
    assert words in response.text
