"""Pages of the portal without scripts: what is served to whom."""

import html
import json
import re

import httpx
import pytest


@pytest.fixture(scope="module")
def deal(portal):
    fields = {"title": "Поставка <b>насосов</b>", "opportunity": 15000, "currencyId": "RUB"}
    return portal.call("crm.item.add", entityTypeId=2, fields=fields)["item"]["id"]


@pytest.fixture
def browser(portal):
    """A browser of the manager, signed in."""
    with httpx.Client(base_url=portal.url, trust_env=False, follow_redirects=True) as http:
        assert http.post("/_portal/enter", data={"user": "5"}).status_code == 200
        yield http


def test_a_stranger_is_asked_who_he_is_and_comes_where_he_wanted(portal, deal):
    with httpx.Client(base_url=portal.url, trust_env=False) as http:
        card = f"/crm/deal/details/{deal}/"
        asked = http.get(card)
        where = asked.headers["location"]
        assert (asked.status_code, where) == (303, f"/?back=%2Fcrm%2Fdeal%2Fdetails%2F{deal}%2F")
        page = http.get(where).text
        assert "Сделкин Артём Юрьевич" in page
        assert "Прошлый" not in page  # has left
        entered = http.post("/_portal/enter", data={"user": "5", "back": card})
        assert (entered.status_code, entered.headers["location"]) == (303, card)
        assert "SameSite=Lax" in entered.headers["set-cookie"]
        assert http.post("/_portal/enter", data={"user": "10"}).status_code == 400
        away = http.post("/_portal/enter", data={"user": "5", "back": "//evil.example/"})
        assert away.headers["location"] == "/crm/deal/list/"


def test_a_card_tells_of_the_item_and_runs_only_the_portals_scripts(browser, deal):
    page = browser.get(f"/crm/deal/details/{deal}/")
    assert "Поставка &lt;b&gt;насосов&lt;/b&gt;" in page.text
    assert "15 000,00 RUB" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert not re.search(r"\son\w+=|\sstyle=", page.text)
    assert browser.get("/crm/deal/details/999999/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/crm/deal/list/", "/crm/deal/kanban/", "/crm/company/list/", "/crm/contact/list/", "/marketplace/"]
    + ["/company/personal/notices/", "/company/personal/bizproc/", "/company/personal/user/5/", "/bizproc/"],
)
def test_every_section_of_the_menu_opens(browser, deal, path):
    page = browser.get(path)
    assert page.status_code == 200
    assert "Сделкин Артём Юрьевич" in page.text


def test_a_smart_process_has_its_list_and_cards(browser, portal):
    kind = portal.call("crm.type.add", fields={"title": "Реестр"})["type"]["entityTypeId"]
    item = portal.call("crm.item.add", entityTypeId=kind, fields={"title": "Акт 15"})["item"]["id"]
    assert "Акт 15" in browser.get(f"/crm/type/{kind}/list/").text
    assert "Акт 15" in browser.get(f"/crm/type/{kind}/details/{item}/").text


def test_a_card_says_fields_and_requisites_in_words_and_gives_files(browser, portal, app):
    choices, enum = [], [{"value": "На подписи"}, {"value": "Подписан"}]
    for name, kind, more in (("STATE", "enumeration", {"enum": enum}), ("SCAN", "file", {})):
        label = {"editFormLabel": {"ru": f"Поле {name}"}}
        field = {
            "entityId": "CRM_COMPANY",
            "fieldName": f"UF_CRM_{name}",
            "userTypeId": kind,
            **more,
            **label,
        }
        made = app.call("userfieldconfig.add", moduleId="crm", field=field)["field"]
        choices = made.get("enum") or choices
    company = portal.ready["crm"]["companies"]["buyer"]
    fields = {"ufCrmState": choices[1]["id"], "ufCrmScan": ["скан.txt", "0L/RgNC40LLQtdGC"]}
    portal.call("crm.item.update", entityTypeId=4, id=company, fields=fields)
    page = browser.get(f"/crm/company/details/{company}/").text
    assert "<dt>Поле STATE</dt><dd>Подписан" in page
    assert "ИНН " in page
    address = re.search(r"/_portal/file/4/\d+/UF_CRM_SCAN/\d+", page)[0]
    assert browser.get(address).content.decode() == "привет"
    assert browser.get(address.replace("UF_CRM_SCAN", "LOGO")).status_code == 404


def test_the_stage_is_moved_in_the_name_of_the_person(browser, portal, deal):
    browser.post(f"/_portal/card/2/{deal}/stage", data={"stage": "PREPARATION"})
    item = portal.call("crm.item.get", entityTypeId=2, id=deal)["item"]
    assert (item["stageId"], item["updatedBy"]) == ("PREPARATION", 5)


def test_notices_show_their_marks_but_no_markup_of_others(browser, portal):
    text = "[B]Подпишите[/B] <script>x</script> [URL=/marketplace/app/1/]открыть[/URL]"
    text += " [URL=javascript:x]нет[/URL]"
    portal.call("im.notify.system.add", USER_ID=5, MESSAGE=text)
    page = browser.get("/company/personal/notices/").text
    assert "<b>Подпишите</b> &lt;script&gt;x&lt;/script&gt;" in page
    assert 'href="/marketplace/app/1/"' in page
    assert "javascript:" not in page


def test_a_task_is_answered_on_its_page(browser, portal, deal):
    step = {"type": "approve", "id": "T1", "users": 5, "name": "Согласовать скидку", "comment": "YR"}
    made = portal.control("POST", "sequences", {"name": "Скидка", "steps": [step]})
    browser.post(f"/_portal/card/2/{deal}/start", data={"sequence": made["id"]})
    page = browser.get("/company/personal/bizproc/").text
    address = re.search(r'action="(/_portal/tasks/\d+)"', page)[1]
    assert "Согласовать скидку" in page
    assert "Напишите комментарий." in browser.post(address, data={"answer": "2"}).text
    browser.post(address, data={"answer": "2", "comment": "Дорого"})
    (process,) = [one for one in portal.control("GET", "workflows") if one["name"] == "Скидка"]
    results = portal.control("GET", f"workflows/{process['id']}")["results"]["T1"]
    assert (results["Status"], results["Comments"]) == ("no", "Дорого")


def test_files_of_a_comment_are_given_to_people_of_the_portal_only(browser, portal, deal):
    fields = {"ENTITY_ID": deal, "ENTITY_TYPE": "deal", "COMMENT": "Вот"}
    portal.call("crm.timeline.comment.add", fields={**fields, "FILES": [["акт.txt", "0L/RgNC40LLQtdGC"]]})
    page = browser.get(f"/crm/deal/details/{deal}/").text
    address = re.search(r"/_portal/comment/\d+/\d+", page)[0]
    assert browser.get(address).content.decode() == "привет"
    assert httpx.get(portal.url + address, trust_env=False).status_code == 303
    wrong = address.rsplit("/", 1)[0] + "/999999"
    assert browser.get(wrong).status_code == 404


def test_the_designer_puts_steps_into_branches_and_moves_them(browser, portal):
    made = portal.control("POST", "sequences", {"name": "Ветви", "steps": [{"type": "pause"}]})
    address = f"/_portal/sequences/{made['id']}"

    def steps():
        kept = portal.control("GET", "sequences")
        return next(one["steps"] for one in kept if one["id"] == made["id"])

    for kind, place in (("if", ""), ("stop", "A2/else"), ("parallel", "A2/else"), ("pause", "A4/branches/1")):
        page = browser.post(f"{address}/add", data={"kind": kind, "place": place})
        assert page.status_code == 200
    assert "A4: ветвь 2" in page.text
    assert [one["id"] for one in steps()[1]["else"]] == ["A3", "A4"]
    assert steps()[1]["else"][1]["branches"][1][0]["id"] == "A5"
    browser.post(f"{address}/raise", data={"step": "A4"})
    assert [one["id"] for one in steps()[1]["else"]] == ["A4", "A3"]
    browser.post(f"{address}/raise", data={"step": "A1"})
    browser.post(f"{address}/drop", data={"step": "A3"})
    assert [one["id"] for one in steps()] == ["A1", "A2"]
    assert [one["id"] for one in steps()[1]["else"]] == ["A4"]
    wrong = {"name": "Ветви", "start": "manual", "stage": "", "steps": "не JSON"}
    assert "Схема записана не в JSON" in browser.post(f"{address}/save", data=wrong).text
    browser.post(f"{address}/delete")
    assert made["id"] not in [one["id"] for one in portal.control("GET", "sequences")]


def test_people_see_what_their_rights_let_them(browser, portal, deal):
    card = f"/crm/deal/details/{deal}/"
    portal.control("POST", "crm/rights", {"user": 5, "level": "own"})
    assert browser.get(card).status_code == 404
    assert "насосов" not in browser.get("/crm/deal/list/").text
    portal.control("POST", "crm/rights", {"user": 5, "level": "full"})
    assert browser.get(card).status_code == 200


def test_what_the_portal_refuses_is_said_in_words(browser, deal):
    answer = browser.post(f"/_portal/card/2/{deal}/stage", data={"stage": "НЕТ"})
    assert answer.status_code == 400
    assert answer.text
    listed = browser.post(f"/_portal/card/2/{deal}/start", data={"sequence": "999999"})
    assert (listed.status_code, listed.text) == (404, "Такой последовательности нет.")


def test_a_document_is_made_in_the_card_and_read(browser, portal, deal):
    card = f"/crm/deal/details/{deal}/"
    template = re.search(r'<option value="(\d+)">Договор', browser.get(card).text)[1]
    assert browser.post(f"/_portal/card/2/{deal}/document", data={"template": template}).status_code == 200
    portal.settle()
    pdf = re.search(r"/_portal/document/\d+/pdf", browser.get(card).text)[0]
    assert browser.get(pdf).content.startswith(b"%PDF-")
    assert browser.get(pdf.replace("pdf", "docx")).content.startswith(b"PK")
    portal.control("POST", "crm/rights", {"user": 5, "level": "none"})
    assert browser.get(pdf).status_code == 404
    portal.control("POST", "crm/rights", {"user": 5, "level": "full"})


def test_an_activity_has_the_menu_of_applications(browser, portal, app, app_server, deal):
    app.call("placement.bind", PLACEMENT="CRM_DEAL_ACTIVITY_TIMELINE_MENU", HANDLER=f"{app_server.url}/menu")
    when = "2026-12-01T12:00:00+03:00"
    made = app.call("crm.activity.todo.add", ownerTypeId=2, ownerId=deal, deadline=when, title="Подписать")
    page = html.unescape(browser.get(f"/crm/deal/details/{deal}/").text)
    options = {"ENTITY_ID": str(deal), "ASSOCIATED_ENTITY_ID": str(made["id"])}
    assert json.dumps({**options, "ASSOCIATED_ENTITY_TYPE_ID": "6"}) in page
