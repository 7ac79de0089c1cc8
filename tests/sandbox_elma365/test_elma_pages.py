"""Pages of the emulated ELMA365: what is shown to whom, what a person does there, once by mouse."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from elma_company import Company
from elma_hub import TOKEN, Hub
from playwright.sync_api import sync_playwright

from tests.patience import BROWSER

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def server() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.stop()


@pytest.fixture
def hub(server: Hub, company: Company) -> Iterator[Hub]:
    company.control("POST", "module", {"hub_url": server.url, "hub_token": TOKEN})
    yield server
    company.control("POST", "module", {})
    server.reset()


@pytest.fixture
def lawyer(company: Company) -> Iterator[httpx.Client]:
    yield from _browser(company, "pravilova")


@pytest.fixture
def admin(company: Company) -> Iterator[httpx.Client]:
    yield from _browser(company, "shemov")


def _browser(company: Company, login: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=company.url, trust_env=False, follow_redirects=True) as http:
        assert http.post("/_enter", data={"user": company.user(login)["id"]}).status_code == 200
        yield http


def card_of(where: str, item_id: str) -> str:
    return f"/{where}(p:item/{where}/{item_id})"


@pytest.fixture
def contract(company: Company) -> str:
    name = "Договор <b>поставки</b>"
    return company.create("documents/contracts", __name=name, number="5")["__id"]


def test_a_stranger_is_asked_who_he_is_and_comes_where_he_wanted(company, contract):
    card = card_of("documents/contracts", contract)
    with httpx.Client(base_url=company.url, trust_env=False) as http:
        asked = http.get(card)
        assert asked.status_code == 303
        page = http.get(asked.headers["location"]).text
        assert "Правилова Дарья Ивановна" in page
        assert "Прошлый" not in page  # has left
        lawyer = company.user("pravilova")["id"]
        entered = http.post("/_enter", data={"user": lawyer, "back": card})
        assert (entered.status_code, entered.headers["location"]) == (303, card)
        away = http.post("/_enter", data={"user": lawyer, "back": "//evil.example/"})
        assert away.headers["location"] == "/documents/contracts"
        assert http.post("/_enter", data={"user": "nobody"}).status_code == 400
        http.cookies.clear()
        assert http.post(f"/_item/documents/contracts/{contract}/start", data={}).status_code == 403


def test_a_card_tells_of_the_item_and_runs_only_its_own_scripts(company, lawyer):
    page = lawyer.get(card_of("documents/contracts", company.ready["items"]["contract/17"]))
    for words in ("125 000,00 RUB", "20.11.2026", "ООО «Василёк»", "Поставка", "Работников Пётр Ильич"):
        assert words in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert not re.search(r"<script>|\son\w+=|\sstyle=", page.text)
    address = re.search(r"/_file/[0-9a-f-]+", page.text)[0]
    assert lawyer.get(address).content.startswith(b"%PDF-")
    assert httpx.get(company.url + address, trust_env=False).status_code == 303


def test_what_people_write_is_no_markup(lawyer, contract):
    card = card_of("documents/contracts", contract)
    lawyer.post(
        f"/_item/documents/contracts/{contract}/message", data={"text": "<i>да</i> https://hub.example/"}
    )
    page = lawyer.get(card).text
    assert "Договор &lt;b&gt;поставки&lt;/b&gt;" in page
    assert '&lt;i&gt;да&lt;/i&gt; <a href="https://hub.example/"' in page
    assert "Правилова Дарья Ивановна" in page


@pytest.mark.parametrize(
    "path",
    ["/documents/contracts", "/documents/acts", "/documents/letters", "/_clients/_companies"]
    + ["/_clients/_contacts", "/_system_catalogs/_my_companies", "/tasks/income"],
)
def test_every_section_of_the_menu_opens(lawyer, path):
    page = lawyer.get(path)
    assert page.status_code == 200
    assert f'href="{path}"' in page.text


def test_what_is_not_there_is_not_found(lawyer):
    nothing = "00000000-0000-4000-8000-000000000000"
    for path in ("/documents/nothing", card_of("documents/contracts", nothing), "/_static/other.js"):
        assert lawyer.get(path).status_code == 404


def test_an_item_is_made_and_changed_in_its_form(company, lawyer):
    buyer = company.ready["items"]["company/buyer"]
    form = {"number": "77", "date": "2026-11-22", "amount": "1 500,5", "counterparty": buyer}
    form |= {"contract_type": "rent", "answer_wanted": "on", "comment": "Срочно"}
    paper = {"__file": ("договор.txt", b"text")}
    card = lawyer.post("/_new/documents/contracts", data=form, files=paper)
    contract = str(card.url).rpartition("/")[2].rstrip(")")
    item = company.get(f"app/documents/contracts/{contract}/get")["item"]
    assert item["amount"] == {"cents": 150050, "currency": "RUB"}
    assert (item["date"], item["counterparty"]) == ("2026-11-22T00:00:00Z", [buyer])
    assert (item["contract_type"], item["answer_wanted"]) == ([{"code": "rent"}], True)
    assert item["__name"].startswith("Договор ")
    assert item["__createdBy"] == company.user("pravilova")["id"]

    address = f"/_item/documents/contracts/{contract}/edit"
    page = lawyer.get(address).text
    assert 'value="1500,50"' in page
    assert f'<option value="{buyer}" selected>' in page
    refused = lawyer.post(address, data={**form, "amount": "много"}, files={"__file": ("", b"")}).text
    assert "напишите сумму числом" in refused
    assert 'value="много"' in refused
    lawyer.post(address, data={"__name": "Аренда", "number": "78"}, files={"__file": ("", b"")})
    changed = company.get(f"app/documents/contracts/{contract}/get")["item"]
    assert (changed["__name"], changed["number"], changed["counterparty"]) == ("Аренда", "78", [])
    assert (changed["amount"], changed["answer_wanted"]) == (None, False)
    assert changed["__file"] == item["__file"]
    assert lawyer.post(address, data={"number": "79"}).status_code == 400  # no form of a page


def test_the_status_is_moved_in_the_name_of_the_person(company, lawyer, contract):
    address = f"/_item/documents/contracts/{contract}/status"
    lawyer.post(address, data={"status": "signed"})
    item = company.get(f"app/documents/contracts/{contract}/get")["item"]
    assert (item["__status"]["status"], item["__updatedBy"]) == (3, company.user("pravilova")["id"])
    assert lawyer.post(address, data={"status": "nowhere"}).status_code == 400


def test_a_process_is_started_on_the_card_and_its_task_completed(company, lawyer, contract):
    lawyer.post(f"/_item/documents/contracts/{contract}/start", data={"process": "agree_and_send"})
    page = lawyer.get("/tasks/income").text
    task = re.search(r'action="(/_task/[0-9a-f-]+)"', page)[1]
    assert "Согласуйте договор" in page
    refused = lawyer.post(task, data={"exit": "reject", "field_comment": " "}).text
    assert "Заполните поле «Комментарий»" in refused
    lawyer.post(task, data={"exit": "reject", "field_comment": "Не та сумма"})
    (process,) = company.control("GET", f"instances?item={contract}")
    assert (process["__state"], process["comment"]) == ("done", "Не та сумма")
    assert "Отклонить (Правилова Дарья Ивановна)" in lawyer.get(card_of("documents/contracts", contract)).text
    assert lawyer.post(task, data={"exit": "agree"}).status_code == 404


def test_the_widget_shows_what_the_hub_says_and_what_it_said_last(company, hub, lawyer, contract):
    widget = f"/_item/documents/contracts/{contract}/edo"
    hub.card = {"state_title": "Подписан", "can_send": False, "url": "https://hub.example/doc/1"}
    shown = lawyer.get(widget).text
    assert "Подписан" in shown
    assert 'href="https://hub.example/doc/1" target="_blank"' in shown
    assert "Отправить в ЭДО" not in shown
    item = {"namespace": "documents", "code": "contracts", "id": contract}
    told = {"item": item, "status_code": "rejected", "status_text": "Отказ", "url": ""}
    url = f"{company.url}/api/extensions/{company.ready['module']}/script/status_changed"
    headers = {"Authorization": f"Bearer {company.ready['token']}"}
    assert httpx.post(url, json=told, headers=headers, trust_env=False).json() == {"ok": True}
    hub.refusal = (503, "Хаб обновляется.")
    shown = lawyer.get(widget).text
    assert "Отказ" in shown
    assert "Paraph: Хаб обновляется." in shown


def test_administrators_set_the_module_up_and_others_do_not(company, admin, lawyer, server):
    assert lawyer.get("/admin/extensions").status_code == 403
    assert lawyer.post("/admin/extensions", data={"act": "remove"}).status_code == 403
    assert "Хаб ещё не известен" in admin.get("/admin/extensions").text
    given = {"act": "install", "hub_url": server.url, "hub_token": TOKEN}
    page = admin.post("/admin/extensions", data=given).text
    assert f"Модуль работает с хабом <strong>{server.url}</strong>" in page
    assert "не установлен" in admin.post("/admin/extensions", data={"act": "remove"}).text
    admin.post("/admin/extensions", data={"act": "install"})
    assert company.ready["module"] in admin.get("/admin/extensions").text


def test_administrators_write_processes(company, admin, lawyer):
    assert lawyer.get("/admin/process").status_code == 403
    assert lawyer.post("/admin/process", data={"template": "{}"}).status_code == 403
    page = admin.get("/admin/process/new").text
    sample = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    assert "Отправка без модуля" in admin.post("/admin/process", data={"template": sample}).text
    kept = admin.get("/admin/process/documents.contracts/send_by_webhook").text
    assert "activities/send" in kept
    for typed, words in (("{", "Это не JSON: строка 1"), ("[]", "один объект"), ("{}", "строки")):
        refused = admin.post("/admin/process", data={"template": typed}).text
        assert words in refused
        assert f">{typed}</textarea>" in refused
    assert admin.get("/admin/process/documents.contracts/nothing").status_code == 404


def test_administrators_help_processes_and_interrupt_them(company, admin, lawyer, contract):
    step = {"type": "status", "id": "s", "status": "nowhere"}
    order = {"namespace": "documents.contracts", "code": "broken", "name": "Сломанный", "steps": [step]}
    variables = {"contracts": {"name": "Договор", "type": "SYS_COLLECTION", "array": True}}
    company.control("POST", "processes", {**order, "context": variables})
    item, card = f"/_item/documents/contracts/{contract}", card_of("documents/contracts", contract)
    for act, state in (("restart", "error"), ("skip", "done"), ("interrupt", "cancel")):
        lawyer.post(f"{item}/start", data={"process": "broken"})
        started = company.control("GET", f"instances?item={contract}")
        (process,) = [one["__id"] for one in started if one["__state"] == "error"]
        assert "Прервать процесс" in admin.get(card).text
        assert "Прервать процесс" not in lawyer.get(card).text
        assert lawyer.post(f"{item}/process/{process}", data={"act": act}).status_code == 403
        assert admin.post(f"{item}/process/{process}", data={"act": act}).status_code == 200
        assert company.control("GET", f"instances/{process}")["__state"] == state
        admin.post(f"{item}/process/{process}", data={"act": "interrupt"})
    assert admin.post(f"{item}/process/{process}", data={"act": "interrupt"}).status_code == 400


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")
def test_a_contract_is_agreed_and_sent_by_mouse_on_a_phone_too(company, hub):
    hub.card = {"state_title": "Не отправлялся", "can_send": True, "url": "", "reason": ""}
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for width in (1280, 390):
            contract = company.create("documents/contracts", __name="Договор")["__id"]
            page = browser.new_context(
                base_url=company.url, viewport={"width": width, "height": 800}
            ).new_page()
            page.set_default_timeout(BROWSER)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(card_of("documents/contracts", contract))
            page.get_by_role("button", name="Правилова").click()
            page.get_by_role("button", name="Запустить «Согласование и отправка»").click()
            page.locator(".waits", has_text="Согласуйте договор").wait_for()
            page.get_by_role("button", name="Отправить в ЭДО").click()
            page.get_by_role("button", name="Отправить в ЭДО").wait_for()
            assert hub.asked[-1] == (
                f"/elma365/key/items/documents/contracts/{contract}/send",
                {"user_id": company.user("pravilova")["id"]},
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.get_by_role("link", name="Задачи").click()
            page.get_by_role("button", name="Согласовать").click()
            page.get_by_text("Задач нет").wait_for()
            company.settle()
            assert hub.asked[-1][0] == "send"
        # A click that comes before the script counts: nothing but the widget needs it.
        contract = company.create("documents/contracts", __name="Договор")["__id"]
        page = browser.new_context(base_url=company.url, java_script_enabled=False).new_page()
        page.goto(card_of("documents/contracts", contract))
        page.get_by_role("button", name="Правилова").click()
        page.get_by_role("button", name="Запустить «Согласование и отправка»").click()
        page.locator(".waits", has_text="Согласуйте договор").wait_for()
        browser.close()
    assert complaints == []
