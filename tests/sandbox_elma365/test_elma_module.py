"""The thin module: what its blocks ask the hub, what they hear, its API, the webhook model without it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from elma_company import Company
from elma_hub import TOKEN, Hub

SIGNED = {"status_code": "signed", "status_text": "Подписан"}
CONTRACTS = "documents.contracts/agree_and_send"


@pytest.fixture(scope="module")
def server() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.stop()


@pytest.fixture
def hub(server: Hub, company: Company) -> Iterator[Hub]:
    """The hub, connected."""
    company.control("POST", "module", {"hub_url": server.url, "hub_token": TOKEN})
    yield server
    company.control("DELETE", "faults")
    company.control("POST", "module", {})
    server.reset()


def agreed(company: Company) -> dict:
    """A contract somebody has agreed: the instance, which waits for the hub to send it."""
    contract = company.create("documents/contracts", __name="Договор")["__id"]
    context = {"contracts": [contract]}
    made = company.post(f"bpm/template/{CONTRACTS}/run", {"context": context})["context"]
    answered(company, made, "agree")
    company.settle()
    return made


def answered(company: Company, instance: dict, exit_id: str, **context) -> None:
    """The only open task of the process is completed by its performer."""
    (task,) = [one for one in shown(company, instance)["tasks"] if one["state"] == "in_progress"]
    order = {"user": task["performers"][0], "exit": exit_id, "context": context}
    company.control("POST", f"tasks/{task['__id']}", order)
    company.settle()


def shown(company: Company, instance: dict) -> dict:
    return company.control("GET", f"instances/{instance['__id']}")


def script(company: Company, method: str, body: object, token: str = "", uuid: str = "") -> httpx.Response:
    url = f"{company.url}/api/extensions/{uuid or company.ready['module']}/script/{method}"
    headers = {"Authorization": f"Bearer {token or company.ready['token']}"}
    return company.http.post(url, json=body, headers=headers)


# -- blocks ------------------------------------------------------------------------------------------------


def test_an_agreed_contract_is_sent_signed_and_given_its_print_form(company, hub):
    made = agreed(company)
    ((block, asked),) = hub.asked
    assert block == "send"
    assert asked == {
        "callback_url": asked["callback_url"],
        "instance_id": made["__id"],
        "activity_id": urlsplit(asked["callback_url"]).path,
        "item": made["__item"],
        "user_id": made["__createdBy"],
        "params": {"signer": made["signer"][0], "wait": "final", "with_answer": True, "items": []},
    }
    assert asked["callback_url"].startswith(company.url)
    assert shown(company, made)["waits_at"] == "send"
    assert hub.answer(outputs={"hub_document_id": "7"}, **SIGNED).status_code == 200
    company.settle()
    assert [block for block, _ in hub.asked] == ["send", "print-form"]
    assert hub.asked[1][1]["params"] == {"form": "stamp", "field": "print_form"}
    assert hub.asked[1][1]["activity_id"] != asked["activity_id"]
    hub.answer(outputs={"file_id": "f"}, **SIGNED)
    over = shown(company, made)
    assert (over["__state"], over["hub_document_id"], over["status_code"]) == ("done", "", "signed")
    assert over["file_id"] == "f"


def test_a_contract_that_is_not_signed_is_shown_to_its_author(company, hub):
    made = agreed(company)
    hub.answer(status_code="rejected", status_text="Отказ: не та сумма")
    task = shown(company, made)["tasks"][0]
    assert task["__name"] == "Договор не подписан: Отказ: не та сумма"
    assert task["performers"] == [made["__createdBy"]]
    answered(company, made, "read")
    assert shown(company, made)["__state"] == "done"
    assert len(hub.asked) == 1


def test_an_error_of_the_hub_leaves_by_the_error_exit_and_the_block_can_be_repeated(company, hub):
    made = agreed(company)
    hub.answer(status="error", error="Нет файла", error_code="item")
    stuck = shown(company, made)
    assert stuck["tasks"][0]["__name"] == "Договор не отправлен: Нет файла"
    assert (stuck["failed"], stuck["error_code"]) == (True, "item")
    answered(company, made, "retry")
    first, second = (asked["activity_id"] for _, asked in hub.asked)
    assert first != second
    hub.answer(status="error", error="Опять")
    answered(company, made, "stop")
    assert shown(company, made)["__state"] == "done"


@pytest.mark.parametrize(
    ("refusal", "asked", "words"),
    [
        ((422, "Не сопоставлено поле."), 1, "Paraph: Не сопоставлено поле."),
        ((503, ""), 3, "Paraph: хаб ответил 503"),
    ],
)
def test_a_request_the_hub_does_not_take_is_the_blocks_error(company, hub, refusal, asked, words):
    hub.refusal = refusal
    made = agreed(company)
    assert shown(company, made)["error"] == words
    assert len(hub.asked) == asked
    assert len({asked["activity_id"] for _, asked in hub.asked}) == 1


def test_an_answer_counts_once(company, hub):
    made = agreed(company)
    assert hub.answer(status_code="rejected", status_text="Отказ").status_code == 200
    again = hub.answer(**SIGNED)
    assert again.status_code == 404
    assert shown(company, made)["status_code"] == "rejected"
    assert httpx.post(f"{company.url}/api/bpm/callback/guess", json={}, trust_env=False).status_code == 404


@pytest.mark.parametrize("body", ["не JSON", "[]", '{"status": "maybe"}'])
def test_an_answer_that_cannot_be_read_leaves_the_block_waiting(company, hub, body):
    made = agreed(company)
    url = hub.asked[-1][1]["callback_url"]
    assert httpx.post(url, content=body.encode(), trust_env=False).status_code == 500
    assert shown(company, made)["waits_at"] == "send"
    assert hub.answer(**SIGNED).status_code == 200


def test_an_act_is_refused_with_the_reason_of_the_task(company, hub):
    act = company.create("documents/acts", __name="Акт")["__id"]
    body = {"context": {"acts": [act]}}
    made = company.post("bpm/template/documents.acts/incoming_act/run", body)["context"]
    answered(company, made, "refuse", reason="  Работы не сделаны ")
    ((block, asked),) = hub.asked
    accountant = company.user("balansova")["id"]
    assert (block, asked["user_id"]) == ("refuse", accountant)
    assert asked["params"] == {"user": accountant, "reason": "Работы не сделаны"}
    hub.answer(status_code="rejected", status_text="Отказано")
    assert shown(company, made)["__state"] == "done"


def test_a_process_cancelled_while_the_hub_works_waits_for_nothing(company, hub):
    company.fault("process-cancelled")
    made = agreed(company)
    assert shown(company, made)["__state"] == "cancel"
    assert len(hub.asked) == 1
    assert hub.answer(**SIGNED).status_code == 404


def test_a_lost_callback_leaves_the_process_waiting_until_it_comes_again(company, hub):
    made = agreed(company)
    company.fault("lost-callback")
    assert hub.answer(**SIGNED).status_code == 200
    assert shown(company, made)["waits_at"] == "send"
    hub.answer(**SIGNED)
    assert shown(company, made)["waits_at"] == "print_form"


def test_an_answer_taken_with_a_failure_has_been_taken(company, hub):
    made = agreed(company)
    company.fault("error-after", path="POST callback")
    assert hub.answer(**SIGNED).status_code == 500
    assert shown(company, made)["waits_at"] == "print_form"


def test_without_the_module_blocks_say_so(company, hub):
    company.control("DELETE", "module")
    assert shown(company, agreed(company))["error"].startswith("Модуль не подключён к хабу")


# -- methods of the API ------------------------------------------------------------------------------------


def test_the_hub_connects_the_module_and_the_parameters_of_an_administrator_come_first(company, server):
    company.control("POST", "module", {})
    given = {"hub_url": f"{server.url}/", "hub_token": TOKEN}
    assert script(company, "ping", {}).json() == {"ok": True, "connected": False}
    assert script(company, "connect", given).json() == {"ok": True}
    assert script(company, "ping", {}).json() == {"ok": True, "connected": True}
    made = agreed(company)
    assert shown(company, made)["waits_at"] == "send"
    company.control("POST", "module", {"hub_url": "http://other.example/key", "hub_token": "x"})
    assert script(company, "connect", given).status_code == 409
    company.control("DELETE", "module")
    company.control("POST", "module", {})
    assert script(company, "ping", {}).json()["connected"] is False
    server.reset()


@pytest.mark.parametrize(
    ("method", "body", "who", "status"),
    [
        ("connect", {"hub_url": "ftp://x/y", "hub_token": "t"}, "shemov", 400),
        ("connect", {"hub_url": "https://hub.example/key"}, "shemov", 400),
        ("connect", {"hub_url": "https://hub.example/key", "hub_token": "t"}, "pravilova", 403),
        ("status_changed", {"item": {"code": "contracts"}}, "shemov", 400),
        ("dance", {}, "shemov", 404),
    ],
)
def test_the_module_refuses_what_it_cannot_do(company, method, body, who, status):
    assert script(company, method, body, token=company.token_of(who)).status_code == status


def test_the_module_answers_to_tokens_of_the_company_at_its_own_address(company):
    assert script(company, "ping", {}, token="stranger").status_code == 403
    assert script(company, "ping", {}, uuid="00000000-0000-4000-8000-000000000000").status_code == 404


# -- without the module ------------------------------------------------------------------------------------


def test_a_webhook_asks_the_hub_and_waits_for_its_task(company, server):
    admin = company.user("shemov")["id"]
    step = {
        "type": "webhook",
        "id": "send",
        "name": "Отправка документа",
        "activity": "send",
        "url": f"{server.url}/activities/send",
        "token": TOKEN,
        "params": {"wait": "sent"},
        "user": "{$author}",
        "performers": [admin],
        "exits": [{"id": "ok", "name": "Отправлен"}, {"id": "error", "name": "Ошибка"}],
    }
    person = {"name": "Автор", "type": "SYS_USER", "array": True}
    order = {
        "namespace": "documents.contracts",
        "code": "by_webhook",
        "name": "Без модуля",
        "steps": [step],
        "context": {
            "contracts": {"name": "Договор", "type": "SYS_COLLECTION", "array": True},
            "author": person,
            "status_code": {"name": "Статус", "type": "STRING"},
            "error": {"name": "Ошибка", "type": "STRING"},
        },
    }
    company.control("POST", "processes", order)
    contract = company.create("documents/contracts", __name="Договор")["__id"]
    author = company.user("rabotnikov")["id"]
    body = {"context": {"contracts": [contract], "author": [author]}}
    path = "bpm/template/documents.contracts/by_webhook/run"
    made = company.post(path, body)["context"]
    company.settle()
    ((block, asked),) = server.asked
    (task,) = shown(company, made)["tasks"]
    assert block == "send"
    assert asked == {
        "instance_id": made["__id"],
        "activity_id": "send",
        "task_id": task["__id"],
        "item": made["__item"],
        "user_id": author,
        "params": {"wait": "sent"},
    }
    written = {"comment": "Paraph", "context": {"status_code": "sending"}}
    company.call("PUT", f"bpm/instance/{made['__id']}/context", written)
    submitted = {"exitId": "ok", "instanceId": made["__id"], "context": {}}
    company.call("PUT", f"tasks/{task['__id']}/submit", submitted)
    over = shown(company, made)
    assert (over["__state"], over["status_code"]) == ("done", "sending")

    server.refusal = (422, "Не то юрлицо.")
    refused = company.post(path, body)["context"]
    company.settle()
    over = shown(company, refused)
    assert (over["__state"], over["error"]) == ("error", "Webhook: Не то юрлицо.")
    assert [one["state"] for one in over["tasks"]] == ["cancelled"]
    server.reset()
