"""Applications in frames of the portal, in Chromium: the portal is localhost, the application 127.0.0.1."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from portal_client import App
from sample_app import SampleApp

from tests.patience import BROWSER

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
LOOK = {
    "icon": {"code": "info"},
    "header": {"title": "ЭДО: Акт № 15", "tags": {"st": {"title": "На подписи", "type": "warning"}}},
    "body": {
        "logo": {"code": "document"},
        "blocks": {"who": {"type": "text", "properties": {"value": "Ждёт контрагента"}}},
    },
    "footer": {
        "buttons": {
            "open": {
                "title": "Открыть",
                "type": "primary",
                "action": {"type": "openRestApp", "actionParams": {"doc": "7"}},
            },
            "remind": {
                "title": "Напомнить",
                "type": "secondary",
                "action": {"type": "restEvent", "id": "remind", "actionParams": {"doc": "7"}},
            },
        }
    },
}


@pytest.fixture(scope="module")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sample():
    server = SampleApp()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def home(portal):
    """The portal under the name that is another site than the application's."""
    return portal.url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def card(portal, sample):
    return sample.add_to(portal)


@pytest.fixture(scope="module")
def complaints():
    return []


@pytest.fixture(scope="module")
def page(chromium, home, complaints):
    """The administrator's browser; a script that complains fails the module's last test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(BROWSER)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(home)
    page.get_by_role("button", name="Настройкин").click()
    yield page
    context.close()


def app_frame(page, where="main"):
    """The frame of the application that is open on the page, or in a slider over it."""
    handle = page.locator(f"{where} iframe.app-frame").element_handle()
    frame = handle.content_frame()
    frame.wait_for_load_state()
    frame.wait_for_selector("#place")
    return frame


@pytest.fixture(scope="module")
def installed(page, home, portal, card, sample):
    """Installed on the portal's page to the end: the installer in the frame says installFinish."""
    page.goto(f"{home}/marketplace/")
    page.get_by_role("row", name="Образец").get_by_role("button", name="Установить").click()
    frame = app_frame(page)
    told = frame.evaluate("say('getInitData')")
    assert (told["INSTALL"], told["FIRST_RUN"], told["IS_ADMIN"]) == (True, True, True)
    assert frame.evaluate("say('setInstall', {install: true})") == {"result": True}
    assert portal.control("GET", "apps")[0]["finished"] is False
    frame.evaluate("say('setInstallFinish'); 0")
    expect(page.get_by_text("Установка не завершена")).to_have_count(0)
    assert portal.control("GET", "apps")[0]["finished"] is True
    app = App(portal, card, 1)
    tab, handler = "CRM_DEAL_DETAIL_TAB", f"{sample.url}/tab"
    app.call("placement.bind", PLACEMENT=tab, HANDLER=handler, LANG_ALL={"ru": {"TITLE": "Документы ЭДО"}})
    for place in ("CRM_DEAL_DETAIL_TOOLBAR", "CRM_DEAL_LIST_MENU", "LEFT_MENU", "REST_APP_URI"):
        path = place.lower()
        app.call("placement.bind", PLACEMENT=place, HANDLER=f"{sample.url}/{path}", TITLE=f"Место {path}")
    return app


@pytest.fixture(scope="module")
def deal(portal):
    return portal.call("crm.item.add", entityTypeId=2, fields={"title": "Насосы по договору"})["item"]["id"]


@pytest.fixture
def tab(page, home, installed, deal):
    """The application's tab in the deal's card."""
    page.goto(f"{home}/crm/deal/details/{deal}/")
    page.get_by_role("tab", name="Документы ЭДО").click()
    return app_frame(page)


def test_the_frame_is_opened_as_the_portal_does(page, tab, sample, deal, home, portal):
    query, form, headers = sample.last("/tab")
    domain = home.removeprefix("http://")
    assert (query["DOMAIN"], query["PROTOCOL"], query["LANG"]) == (domain, "0", "ru")
    assert tab.evaluate("window.name") == f"{domain}|0|{query['APP_SID']}"
    assert form["PLACEMENT"] == "CRM_DEAL_DETAIL_TAB"
    assert json.loads(form["PLACEMENT_OPTIONS"]) == {"URI": f"/crm/deal/details/{deal}/", "ID": str(deal)}
    assert {
        "AUTH_ID",
        "REFRESH_ID",
        "AUTH_EXPIRES",
        "APPLICATION_TOKEN",
        "member_id",
        "status",
    } <= form.keys()
    assert headers["Origin"] == home
    assert portal.ask("user.current", token=form["AUTH_ID"])["result"]["ID"] == "1"


def test_a_cookie_of_the_application_does_not_come_back(tab, sample, home, page, deal):
    page.goto(f"{home}/crm/deal/details/{deal}/")
    page.get_by_role("tab", name="Документы ЭДО").click()
    app_frame(page)
    assert "Cookie" not in sample.last("/tab")[2]


def test_a_click_before_the_scripts_have_come_is_not_lost(page, sample, home, installed, deal):
    held = []
    page.route("**/portal.js", lambda request: held.append(request))
    page.goto(f"{home}/crm/deal/details/{deal}/", wait_until="commit")
    page.get_by_role("tab", name="Документы ЭДО").click()
    expect(page.locator("iframe.app-frame")).to_have_count(0)
    for request in held:
        request.continue_()
    page.unroute("**/portal.js")
    app_frame(page)
    assert json.loads(sample.last("/tab")[1]["PLACEMENT_OPTIONS"])["ID"] == str(deal)


def test_the_application_is_told_and_refreshed(tab, portal, deal):
    told = tab.evaluate("say('getInitData')")
    assert (told["PLACEMENT"], told["PLACEMENT_OPTIONS"]["ID"]) == ("CRM_DEAL_DETAIL_TAB", str(deal))
    assert (told["MEMBER_ID"], told["PATH"], told["INSTALL"]) == (portal.ready["member_id"], "/rest", False)
    assert told["FIRST_RUN"] is False
    fresh = tab.evaluate("say('refreshAuth')")
    assert fresh["AUTH_ID"] != told["AUTH_ID"]
    assert portal.ask("user.current", token=fresh["AUTH_ID"])["result"]["ID"] == "1"
    assert tab.evaluate("say('setAppOption', {name: 'colour', value: 'blue'})") == {"colour": "blue"}
    assert tab.evaluate("say('setUserOption', {name: 'rows', value: 5})") == {"rows": 5}


def test_the_page_does_what_it_is_asked(page, tab):
    tab.evaluate("say('resizeWindow', {width: '100%', height: 777})")
    assert page.locator("iframe.app-frame").evaluate("node => node.offsetHeight") == 777
    tab.evaluate("say('setTitle', {title: 'Пакет: готов'})")
    expect(page).to_have_title("Пакет: готов")
    assert tab.evaluate("say('getInterface')") == {"command": ["reloadData"], "event": ["reloadData"]}


def test_people_and_items_are_chosen_in_a_list(page, tab, deal):
    tab.evaluate("say('selectUser', {mult: false}).then((one) => { window.user = one }); 0")
    page.get_by_label("Сделкин Артём Юрьевич").check()
    page.get_by_role("button", name="Выбрать").click()
    tab.wait_for_function("window.user")
    assert tab.evaluate("window.user.id") == "5"
    tab.evaluate("say('selectCRM', {entityType: ['deal']}).then((one) => { window.items = one }); 0")
    page.get_by_label("Насосы по договору (deal)").check()
    page.get_by_role("button", name="Выбрать").click()
    tab.wait_for_function("window.items")
    assert tab.evaluate("window.items.deal[0].id") == f"D_{deal}"


def test_sliders_are_opened_over_the_page_and_closed(page, tab, sample):
    tab.evaluate(
        "say('openApplication', {opened: true, bx24_title: 'Подпись'})"
        ".then(() => { window.wasClosed = 1 }); 0"
    )
    inner = app_frame(page, ".slider")
    assert json.loads(sample.last("/app")[1]["PLACEMENT_OPTIONS"])["opened"] is True
    inner.evaluate("say('closeApplication'); 0")
    tab.wait_for_function("window.wasClosed")
    path = "/crm/type/0/details/0/../../../../../company/personal/user/5/"
    tab.evaluate(f"say('openPath', {{path: '{path}'}}).then((told) => {{ window.told = told }}); 0")
    heading = page.frame_locator("iframe.page-frame").get_by_role("heading", name="Сделкин Артём Юрьевич")
    expect(heading).to_be_visible()
    page.get_by_role("button", name="Закрыть").click()
    tab.wait_for_function("window.told")
    assert tab.evaluate("window.told") == {"result": "close"}
    refused = tab.evaluate("say('openPath', {path: 'https://example.com/'})")
    assert refused == {"result": "error", "errorCode": "PATH_NOT_AVAILABLE"}


def test_the_card_and_the_application_tell_each_other_of_changes(page, tab, portal, deal):
    tab.evaluate("listen('reloadData')")
    portal.call(
        "crm.timeline.comment.add", fields={"ENTITY_ID": deal, "ENTITY_TYPE": "deal", "COMMENT": "Новое"}
    )
    tab.evaluate("say('reloadData')")
    page.get_by_role("tab", name="Общие").click()
    expect(page.get_by_text("Новое")).to_be_visible()
    assert tab.evaluate("heard") == []  # its own doing
    page.get_by_role("button", name="Обновить").click()
    tab.wait_for_function("heard.length", polling=50)  # the tab is hidden: it draws no frames to poll by
    assert tab.evaluate("heard") == [["reloadData", {}]]


def test_other_pages_cannot_speak_for_the_application(page, tab):
    """A message from another window, though with the right SID, is passed over."""
    sid = tab.evaluate("sid")
    page.evaluate(f'window.postMessage(\'setTitle:{{"title":"чужой"}}:k:{sid}\', location.origin)')
    tab.evaluate("say('setTitle', {title: 'свой'})")
    expect(page).to_have_title("свой")


def test_buttons_of_the_timeline_reach_the_application(page, home, portal, installed, deal, sample):
    installed.call("event.bind", event="onCrmTimelineItemAction", handler=f"{sample.url}/clicked")
    order = {"ownerTypeId": 2, "ownerId": deal, "fields": {"typeId": "CONFIGURABLE"}, "layout": LOOK}
    activity = installed.call("crm.activity.configurable.add", **order)["activity"]["id"]
    page.goto(f"{home}/crm/deal/details/{deal}/")
    expect(page.get_by_text("На подписи")).to_be_visible()
    page.get_by_role("button", name="Напомнить").click()
    page.get_by_role("button", name="Открыть").click()
    app_frame(page, ".slider")
    options = json.loads(sample.last("/app")[1]["PLACEMENT_OPTIONS"])
    assert (options["doc"], options["activityId"], options["entityId"]) == ("7", activity, deal)
    portal.settle()
    clicked = sample.last("/clicked")[1]
    assert (clicked["data[id]"], clicked["data[doc]"], clicked["data[userId]"]) == ("remind", "7", "1")


@pytest.mark.parametrize(
    ("path", "menu", "item", "where"),
    [
        (
            "/crm/deal/details/{deal}/",
            "Приложения",
            "Место crm_deal_detail_toolbar",
            "/crm_deal_detail_toolbar",
        ),
        ("/crm/deal/list/", "Действия", "Место crm_deal_list_menu", "/crm_deal_list_menu"),
    ],
)
def test_menus_open_the_application_in_a_slider(page, home, installed, deal, sample, path, menu, item, where):
    page.goto(home + path.format(deal=deal))
    row = page.get_by_role("row", name="Насосы по договору") if "list" in path else page.locator("main")
    row.get_by_text(menu, exact=True).click()
    row.get_by_role("button", name=item).click()
    app_frame(page, ".slider")
    assert json.loads(sample.last(where)[1]["PLACEMENT_OPTIONS"])["ID"] == str(deal)


def test_pages_of_the_application_have_addresses(page, home, installed, sample):
    page.goto(f"{home}/crm/deal/list/")
    page.get_by_role("link", name="Место left_menu").click()
    app_frame(page)
    assert sample.last("/left_menu")[1]["PLACEMENT"] == "LEFT_MENU"
    page.goto(f"{home}/marketplace/view/{installed.client_id}/?params[docId]=42&other=1")
    app_frame(page)
    options = json.loads(sample.last("/rest_app_uri")[1]["PLACEMENT_OPTIONS"])
    assert (options["docId"], "other" in options) == ("42", False)


def test_a_robot_runs_from_the_card_and_the_sequence_goes_on(page, home, portal, installed, deal, sample):
    """Made in the designer with the application's own form of settings, started by hand on the card."""
    installed.call(
        "bizproc.robot.add",
        CODE="send",
        HANDLER=f"{sample.url}/robot",
        AUTH_USER_ID=1,
        NAME="Отправить на подпись",
        USE_SUBSCRIPTION="Y",
        PROPERTIES={"note": {"Name": "Пометка", "Type": "string", "Required": "Y"}},
        RETURN_PROPERTIES={"status_code": {"Name": "Код", "Type": "string"}},
        USE_PLACEMENT="Y",
        PLACEMENT_HANDLER=f"{sample.url}/settings",
    )
    page.goto(f"{home}/bizproc/")
    page.get_by_label("Новая последовательность").fill("Подписание")
    page.get_by_role("button", name="Создать").click()
    page.get_by_label("Добавить шаг").select_option(label="Отправить на подпись")
    with page.expect_navigation():
        page.get_by_role("button", name="Добавить").click()
    page.get_by_role("link", name="Настроить").click()
    settings = app_frame(page)
    assert settings.evaluate("say('getInitData')")["PLACEMENT_OPTIONS"]["code"] == "send"
    settings.evaluate("say('setPropertyValue', {note: 'Для {=Document:TITLE}'})")
    with page.expect_navigation():
        page.get_by_role("button", name="Сохранить настройки").click()
    page.get_by_label("Добавить шаг").select_option(label="Изменить поля")
    with page.expect_navigation():
        page.get_by_role("button", name="Добавить").click()
    page.get_by_text("Схема целиком").click()
    steps = json.loads(page.locator("textarea").input_value())
    steps[1]["fields"] = {"COMMENTS": "Итог: {=A1:status_code}"}
    page.locator("textarea").fill(json.dumps(steps))
    with page.expect_navigation():
        page.get_by_role("button", name="Сохранить", exact=True).click()

    page.goto(f"{home}/crm/deal/details/{deal}/")
    page.get_by_role("tab", name="Процессы").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Запустить").click()
    portal.settle()
    form = sample.last("/robot")[1]
    assert form["properties[note]"] == "Для Насосы по договору"
    installed.call(
        "bizproc.event.send", EVENT_TOKEN=form["event_token"], RETURN_VALUES={"status_code": "signed"}
    )
    portal.settle()
    assert portal.call("crm.item.get", entityTypeId=2, id=deal)["item"]["comments"] == "Итог: signed"


def test_no_script_has_complained(page, complaints):
    assert complaints == []
