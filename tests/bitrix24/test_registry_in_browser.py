"""In Chromium, inside the portal's frame: files of a deal become a package, its rows move by themselves."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browser_kit import at_portal, chromium, frame_of, hub, needs_chromium  # noqa: F401
from linked import SELLER, link
from playwright.sync_api import expect
from registry_kit import deal_named

import factories
from paraph.docflow.models import Docflow, Package
from paraph.parties.models import Role
from paraph.portals.bitrix24.registry.models import Item
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_chromium]
#: Where to put pictures of the pages, for somebody who wants to look.
_SHOTS = os.environ.get("PARAPH_SHOTS", "")


@pytest.fixture
def linked(hub, stage, firm, mail, pki, settings, tmp_path: Path):
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.HOME, settings.FILES_DIR = tmp_path, tmp_path / "files"
    found = link(stage, firm)
    found.employee(SELLER, Role.SENDER, Role.ADMINISTRATOR)
    return found


def shoot(page, name: str) -> None:
    if _SHOTS:
        page.screenshot(path=f"{_SHOTS}/{name}.png", full_page=True)


def test_the_deal_sends_a_package_from_its_tab(linked, at_portal, pki, tmp_path):
    deal = deal_named(linked, "Поставка семян, осень")
    page = at_portal(SELLER, f"/crm/deal/details/{deal}/")
    page.get_by_text("Документы ЭДО").first.click()
    ours = frame_of(page)
    ours.get_by_role("link", name="Загрузить документы").click()
    files = []
    for name in ("Договор 17.pdf", "Акт 3.pdf"):
        (tmp_path / name).write_bytes(factories.pdf())
        files.append(tmp_path / name)
    ours.locator("input[type=file]").set_input_files(files)
    ours.get_by_role("button", name="Добавить").click()
    expect(ours.get_by_text("Не хватает:").first).to_be_visible()
    shoot(page, "grid")

    ours.get_by_role("button", name="Выбрать всё").click()
    ours.get_by_role("button", name="Сформировать пакет").click()
    expect(ours.get_by_text("Перед отправкой исправьте 5 замечаний")).to_be_visible()
    shoot(page, "faults")
    ours.get_by_role("link", name="Отмена").click()
    for title in ("Договор 17", "Акт 3"):
        ours.get_by_role("link", name=title, exact=True).click()
        ours.get_by_label("Номер").fill(title[-1])
        ours.get_by_label("Дата документа").fill("2026-11-20")
        ours.get_by_label("Сумма", exact=True).fill("1 250 000,50")
        ours.get_by_role("button", name="Сохранить").click()
        expect(ours.get_by_text("Реквизиты документа сохранены.")).to_be_visible()

    rows = ours.locator("#rows tr")
    rows.nth(0).locator("td").nth(3).click()
    expect(ours.get_by_text("Отмечено: 1")).to_be_visible()
    rows.nth(1).locator("td").nth(3).click()
    ours.get_by_role("button", name="Сформировать пакет").click()
    expect(ours.get_by_text("Перед отправкой исправьте")).to_have_count(0)
    ours.get_by_label("Ссылка по электронной почте").check()
    ours.get_by_label("Эл. почта получателя").fill(factories.PARTNER_EMAIL)
    ours.get_by_label("Кто подписывает у нас").select_option(value=str(linked.firm.signer.pk))
    shoot(page, "package")
    ours.get_by_role("button", name="Проверить и отправить").click()
    expect(ours.get_by_text("Пакет сформирован и отправлен на подпись.")).to_be_visible()
    expect(ours.get_by_text("На подписании").first).to_be_visible()
    shoot(page, "progress")

    ours.get_by_role("link", name="Документы ЭДО").click()
    expect(rows.first.get_by_text("На подписании")).to_be_visible()
    factories.sign_ours(pki, Package.objects.get())
    linked.run()
    expect(rows.first.get_by_text("Отправлен", exact=True)).to_be_visible()
    assert {flow.status for flow in Docflow.objects.all()} == {"SENT"}
    assert Item.objects.filter(document=None).count() == 0
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, "phone")
