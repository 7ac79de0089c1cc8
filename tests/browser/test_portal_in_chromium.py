"""The portal's journeys by mouse: our pages stand in the portal's frames and keep no cookies there.

An approval, a link of several documents, a wrong password of a key: test_journey_in_chromium.py. Checks
before sending: test_registry_in_browser.py. Files, «back» and new pages of a frame: test_base_in_browser.py.
"""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from paraph.demo import diadoc, journeys, portal_journeys, seed
from paraph.demo.diadoc_partner import Partner
from paraph.demo.people import signed_in, wait_for
from paraph.demo.portal import DIRECTOR, SELLER
from tests.browser import portal_people as people
from tests.browser import stage

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]


@pytest.fixture(scope="module")
def portal(chromium, here):
    """Address of the settings of a portal connected by both administrators."""
    admin, colleague = (stage.Person.at(chromium, here, stage.DESKTOP) for _ in range(2))
    admin.sign_in(seed.MANAGER)
    address = people.connect(admin, colleague)
    assert admin.complaints + colleague.complaints == []
    for each in (admin, colleague):
        each.page.context.close()
    return address


@pytest.fixture
def colleague(person):
    """Seats a person of the portal; at the end the browser must hold no cookie of ours."""
    seated = []

    def seat(user_id, path=people.DEAL):
        someone = person()
        people.enter(someone, user_id, path)
        seated.append(someone)
        return someone

    yield seat
    cookies = [cookie for one in seated for cookie in one.page.context.cookies()]
    assert [cookie for cookie in cookies if cookie["domain"] == stage.HUB] == []


def test_an_administrator_connects_the_portal(portal, person):
    admin = person()
    admin.sign_in(seed.MANAGER)
    admin.go(portal)
    expect(admin.page.locator("li code", has_text="CRM_DEAL_DETAIL_TAB")).to_be_visible(timeout=40_000)
    wait_for("конец установки", lambda: _stands(admin, "Установка").startswith("завершена"))
    admin.page.get_by_role("button", name="Проверить события").click()
    wait_for("проверочное событие", lambda: _stands(admin, "Проверочное событие").startswith("пришло"))


def _stands(admin, name):
    """What a line of the page says now."""
    admin.page.reload()
    line = admin.page.locator("#health dt").get_by_text(name, exact=True)
    return line.locator("xpath=following-sibling::dd[1]").inner_text().strip()


def test_signx_from_the_designers_sequence_to_the_stage_of_the_deal(portal, person, colleague, here):
    admin = person()
    admin.sign_in(seed.MANAGER)
    people.switch_robots_on(admin, portal)
    wait_for("роботы на портале", lambda: len(portal_journeys.control(here, "GET", "robots")) >= 2)
    sequence, email = portal_journeys._designed(here), portal_journeys._contact_email(here)
    known = journeys.known_letters(here, email)

    seller = colleague(SELLER)
    seller.page.get_by_label("Шаблон").select_option(label="Договор")
    seller.page.get_by_role("button", name="Создать документ").click()
    paper = seller.page.locator("ul.papers a", has_text="DOCX").first
    document = int(re.search(r"/document/(\d+)/", paper.get_attribute("href"))[1])
    seller.page.get_by_role("tab", name="Процессы").click()
    seller.page.get_by_label("Последовательность").select_option(value=str(sequence))
    seller.page.get_by_label("Параметры, JSON").fill(json.dumps({"document": document}))
    seller.page.get_by_role("button", name="Запустить").click()

    wait_for("задание на подпись от робота", lambda: journeys.is_asked(here))
    people.director_signs(colleague(DIRECTOR))
    (link,) = journeys.partner_links(here, 1, known, email)
    people.partner_signs(person(stage.PHONE), link)

    people.visit(seller, people.DEAL)
    stages = seller.page.locator(f"form.stages button[value={portal_journeys._SIGNED_STAGE}]")
    expect(stages).to_have_attribute("aria-current", "step")
    seller.page.get_by_role("tab", name="Процессы").click()
    expect(seller.page.locator("details.process").first).to_contain_text("завершён")


def test_package_from_the_deals_tab_by_diadoc(portal, person, colleague, here):
    admin = person()
    admin.sign_in(seed.MANAGER)
    people.set_registries_up(admin, portal)
    diadoc.connect(here)
    partner = Partner(here, diadoc.box(here, "buyer", "partner_head"), "partner_head")
    samples = journeys.samples_of((), here)

    seller = colleague(SELLER)
    place = people.tab(seller)
    people.upload(seller, samples)
    people.describe(seller, samples)
    people.choose_all(seller)
    people.send_by_diadoc(seller, partner.box.id)
    people.director_signs(colleague(DIRECTOR))
    contract, invoice, act = (partner.wait_for(sample.number) for sample in samples)
    partner.sign(contract)
    partner.sign(invoice)
    partner.refuse(act, diadoc.REFUSAL)

    place = people.tab(seller)
    manager = signed_in(here, seed.MANAGER, seed.PASSWORD)
    rows = place.locator("#rows tr", has_text="Договор поставки 17 и ещё 2")
    wait_for("ответы в списке сделки", lambda: _answers(manager, rows))
    expect(rows.filter(has_text="Акт приёмки 17-1")).to_contain_text(diadoc.REFUSAL)


def _answers(manager, rows):
    """Whether both signatures stand in the list of the deal; the box is asked now."""
    diadoc.run_tasks(manager)
    rows.page.wait_for_timeout(500)
    return rows.get_by_text("Завершён", exact=True).count() == 2


def test_clickdoc_from_the_cards_button_to_the_portals_disk(portal, person, colleague, here):
    admin = person()
    admin.sign_in(seed.MANAGER)
    people.keep_on_disk(admin, portal)
    email = portal_journeys._contact_email(here)
    known = journeys.known_letters(here, email)

    seller = colleague(SELLER)
    title = people.create_document(seller)
    director = colleague(DIRECTOR)
    people.open_notice(director, "Подпишите")
    people.sign_in_frame(director)
    (link,) = journeys.partner_links(here, 1, known, email)
    people.partner_signs(person(stage.PHONE), link)

    row = people.tab(seller).locator("#rows tr", has_text=title)
    expect(row.get_by_text("Завершён", exact=True)).to_be_visible(timeout=40_000)
    wait_for("подписанные файлы на Диске портала", lambda: portal_journeys._is_on_disk(here))
    people.visit(director, "/company/personal/notices/")
    expect(director.page.locator("li.entry", has_text=f"Подпишите: {title}")).to_have_count(0)


def test_every_package_is_one_activity_of_the_timeline(portal, colleague):
    """The portal is told once a minute at most, so this is looked at when everything else is done."""
    seller = colleague(SELLER)
    story = seller.page.locator("ol.story li.entry")
    sent = story.filter(has_text="ЭДО: Договор поставки 17 и ещё 2")
    expect(sent).to_contain_text(f"Причина: {diadoc.REFUSAL}", timeout=120_000)
    expect(sent).to_contain_text("Отклонён")
    expect(story.filter(has_text="Подписан")).to_have_count(2, timeout=120_000)
