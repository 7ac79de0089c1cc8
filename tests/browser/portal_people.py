"""People of the emulated portal in a real browser: its pages by mouse, ours in the portal's frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import FrameLocator, expect

from paraph.demo import seed
from paraph.demo.portal import ADMINISTRATOR, DIRECTOR, SELLER, control
from paraph.demo.samples import Sample
from tests.browser.stage import Person, sign_with_key_file

#: Who is who: people of the portal and what the hub calls them.
EMPLOYEES = {ADMINISTRATOR: seed.MANAGER, DIRECTOR: seed.SIGNER, SELLER: seed.MANAGER}
DEAL = "/crm/deal/details/1/"
TAB = "Документы ЭДО"
#: Rights of the portal the application asks for are read by the portal, which may take its time.
_LONG = 120_000


def enter(person: Person, user_id: int, path: str) -> None:
    """Sit down as a person of the portal and open one of its pages."""
    person.page.goto(f"{person.world.bitrix24['url']}/?back={path}")
    person.page.locator(f"button[name=user][value='{user_id}']").click()


def visit(person: Person, path: str) -> None:
    """Another page of the portal."""
    person.page.goto(f"{person.world.bitrix24['url']}{path}")


def ours(person: Person) -> FrameLocator:
    """Our page inside the portal's, the last opened."""
    return person.page.frame_locator("iframe.app-frame:visible").last


def tab(person: Person) -> FrameLocator:
    """The deal's documents, opened from its card."""
    visit(person, DEAL)
    person.page.get_by_role("tab", name=TAB).click()
    return ours(person)


def begin_connecting(admin: Person) -> str:
    """In the hub: a new portal; address of the page with its steps."""
    admin.go("/bitrix24/")
    admin.page.get_by_role("link", name="Подключить портал").first.click()
    admin.page.get_by_label("Название портала").fill("Портал отдела продаж")
    admin.page.get_by_role("button", name="Дальше").click()
    admin.page.wait_for_url(re.compile(r"/bitrix24/applications/\d+/"))
    return re.sub(r"^https?://[^/]+", "", admin.page.url)


def give_codes(admin: Person) -> None:
    """The card of a local application is filled in on the portal; its codes are typed into the hub."""
    page = admin.page
    order = {
        "name": "Paraph",
        "handler": page.get_by_label("Путь вашего обработчика").input_value(),
        "install": page.get_by_label("Путь для первоначальной установки").input_value(),
    }
    card = control(admin.world, "POST", "apps", order)
    page.get_by_label("Код приложения (client_id)").fill(card["client_id"])
    page.get_by_label("Ключ приложения (client_secret)").fill(card["client_secret"])
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Ждём установки")).to_be_visible()


def install(person: Person) -> None:
    """The portal's administrator presses «Установить»: the page in the frame finishes by itself."""
    enter(person, ADMINISTRATOR, "/marketplace/")
    person.page.get_by_role("button", name="Установить").click()
    person.page.wait_for_url(re.compile(r"/marketplace/app/\d+/"))
    expect(person.page.locator("iframe.app-frame")).to_be_visible()
    unfinished = person.page.get_by_text("Установка не завершена")
    expect(unfinished).to_have_count(0, timeout=_LONG)


def portal_of(admin: Person) -> str:
    """Address of the portal's settings; the page of the steps learns of the installation itself."""
    link = admin.page.locator("#application-state a[href^='/bitrix24/portals/']").first
    expect(link).to_be_visible(timeout=_LONG)
    return str(link.get_attribute("href"))


def tell_who(admin: Person, portal: str) -> None:
    """Each person of the portal who takes part is chosen among the employees."""
    logins = {one["id"]: one["email"] for one in admin.world.bitrix24["users"]}
    for user_id, email in EMPLOYEES.items():
        admin.go(f"{portal}people/")
        row = admin.page.locator("tr", has_text=logins[user_id])
        choice = row.get_by_label("Сотрудник Paraph")
        option = choice.locator("option", has_text=email).first.get_attribute("value")
        choice.select_option(value=option)
        row.get_by_role("button", name="Сохранить").click()
        admin.page.wait_for_load_state("networkidle")


def connect(admin: Person, colleague: Person) -> str:
    """From an empty hub to a portal that works, both administrators doing their part."""
    begin_connecting(admin)
    give_codes(admin)
    install(colleague)
    portal = portal_of(admin)
    wait_for_people(admin, portal)
    tell_who(admin, portal)
    return portal


def wait_for_people(admin: Person, portal: str) -> None:
    """The list of the portal's people is read after the installation."""
    admin.go(f"{portal}people/")
    for _ in range(40):
        if admin.page.get_by_label("Сотрудник Paraph").count():
            return
        admin.page.wait_for_timeout(500)
        admin.page.reload()
    raise AssertionError("Сотрудники портала не прочитаны.")


def switch_robots_on(admin: Person, portal: str) -> None:
    admin.go(f"{portal}robots/")
    page = admin.page
    page.get_by_label("Роботы автоматизации CRM").check()
    page.locator("select[name=channel]").select_option(value="link")
    page.locator("select[name=kind]").select_option(value="contract")
    page.get_by_role("button", name="Сохранить").first.click()
    page.wait_for_load_state("networkidle")


def set_registries_up(admin: Person, portal: str) -> None:
    """«Создать реестры»: the documents and packages become smart processes of the portal."""
    admin.go(f"{portal}registry/")
    admin.page.get_by_role("button", name="Создать реестры").click()
    expect(admin.page.get_by_text("работает", exact=True)).to_have_count(2, timeout=_LONG)


def upload(seller: Person, samples: Sequence[Sample]) -> None:
    """Files are added in the deal's tab, which is open."""
    place = ours(seller)
    place.get_by_role("link", name=re.compile("^ ?Загрузить")).first.click()
    files = [{"name": one.file_name, "mimeType": "application/pdf", "buffer": one.data} for one in samples]
    place.locator("input[type=file]").set_input_files(files)
    place.get_by_role("button", name="Добавить").click()
    expect(place.get_by_text("Не хватает:")).to_have_count(len(samples))


def describe(seller: Person, samples: Sequence[Sample]) -> None:
    """Each row that lacks something is opened and filled in."""
    place = ours(seller)
    for sample in samples:
        title = sample.file_name.removesuffix(".pdf")
        row = place.locator("tr[data-row]", has_text="Не хватает:").filter(has_text=title)
        row.locator("a[data-open]").click()
        place.get_by_label("Вид документа").select_option(value=sample.kind)
        place.get_by_label("Номер").fill(sample.number)
        place.get_by_label("Дата документа").fill(sample.date)
        place.get_by_label("Сумма", exact=True).fill(sample.amount)
        place.get_by_label("Подпись контрагента").select_option(value="yes")
        place.get_by_role("button", name="Сохранить").click()
        expect(place.get_by_text("Реквизиты документа сохранены.")).to_be_visible()


def choose_all(seller: Person) -> None:
    """Every row that may go is ticked, the form of the package opens."""
    place = ours(seller)
    place.get_by_role("button", name="Выбрать всё").click()
    place.get_by_role("button", name="Сформировать пакет").click()
    expect(place.get_by_role("heading", name="Документы пакета")).to_be_visible()


def send_by_diadoc(seller: Person, box: str) -> None:
    """The form of the package: by Диадок into a box, the first signer, no approval."""
    place = ours(seller)
    place.locator("#channel-diadoc").check()
    place.locator(f"input[name=recipient_box][value='{box}']").check()
    place.get_by_label("Кто подписывает у нас").select_option(label=signer_label(seller))
    place.get_by_role("button", name="Проверить и отправить").click()
    expect(place.get_by_text("Пакет сформирован и отправлен на подпись.")).to_be_visible()


def signer_label(person: Person) -> str:
    """Our director, as lists of signers name them."""
    name = seed.person(Path(person.world.pki["dir"]), "head").full_name
    options = ours(person).get_by_label(re.compile("подписывает")).locator("option")
    return str(options.filter(has_text=name).first.text_content()).strip()


def open_notice(director: Person, words: str) -> None:
    """From a notice of the portal to the deal's card it is about, and there to the document that waits."""
    visit(director, "/company/personal/notices/")
    notice = director.page.locator("li.entry", has_text=words).first
    expect(notice).to_be_visible(timeout=_LONG)
    notice.get_by_role("link", name="Открыть карточку").click()
    director.page.get_by_role("tab", name=TAB).click()
    waiting = ours(director).locator("#rows tr", has_text="На подписании").first
    waiting.locator("a[data-open]").click()


def director_signs(director: Person) -> None:
    """In the application: everything that waits is signed at once, or the one document."""
    app = control(director.world, "GET", "apps")[0]["id"]
    visit(director, f"/marketplace/app/{app}/")
    place = ours(director)
    several = place.get_by_role("button", name="Подписать все")
    expect(place.locator("a[href^='/sign/']").first).to_be_visible(timeout=_LONG)
    (several if several.count() else place.locator("a[href^='/sign/']").first).click()
    sign_with_key_file(director.world, place, "head", re.compile("Подписать"))
    expect(place.locator("form[data-gost-sign]")).to_have_count(0)


def sign_in_frame(director: Person) -> None:
    """The page of a document that waits for the director is open."""
    place = ours(director)
    place.get_by_role("link", name=re.compile("Подписать")).first.click()
    sign_with_key_file(director.world, place, "head")
    expect(place.get_by_text(re.compile("Отправляется|Отправлен")).first).to_be_visible()


def partner_signs(partner: Person, link: str) -> None:
    """By the link of a letter, on the partner's own device, without registration."""
    partner.go(link)
    partner.page.get_by_role("button", name=re.compile("^Открыть документ")).click()
    partner.sign_with_key_file("partner_head")
    expect(partner.page.get_by_text("Вы подписали документ").first).to_be_visible()


def keep_on_disk(admin: Person, portal: str) -> None:
    """Files of documents live on the portal's common disk alone."""
    admin.go(f"{portal}storage/")
    page = admin.page
    page.locator("input[name=place][value=disk]").check()
    page.locator("input[name=storage][value=common]").check()
    page.locator("input[name=notices]").check()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_load_state("networkidle")


def open_button(seller: Person, title: str) -> FrameLocator:
    """A button of ours among those of the deal's card; the page opens in a slider."""
    visit(seller, DEAL)
    seller.page.locator(".title summary").click()
    seller.page.get_by_role("button", name=title).first.click()
    return ours(seller)


def create_document(seller: Person) -> str:
    """«Документ на подпись» made of a template for the director and the deal's contact; its title."""
    place = open_button(seller, "Документ на подпись")
    place.get_by_label("Шаблон портала").select_option(label="Договор")
    place.get_by_label("Вид", exact=True).select_option(value="contract")
    place.get_by_label(re.compile("Руководитель")).select_option(label=signer_label(seller))
    place.get_by_role("button", name="Создать и отправить на подпись").click()
    expect(place.get_by_text("На подписании").first).to_be_visible(timeout=_LONG)
    return place.get_by_role("heading", level=1).inner_text().strip()
