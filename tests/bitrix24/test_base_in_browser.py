"""In Chromium: our pages inside the portal's page, which is another site and may keep no cookie of ours."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import os
import re

import pytest
from browser_kit import HUB, at_portal, chromium, frame_of, hub, needs_chromium  # noqa: F401
from linked import ADMIN, HEAD, link
from playwright.sync_api import Frame, Page, expect

import factories
from paraph.docflow.models import Docflow, Package
from paraph.parties.models import Department, Role
from paraph.portals.bitrix24.models import PortalUser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_chromium]


def inner(page: Page) -> Frame:
    """Our page inside the portal's, with its address."""
    return next(frame for frame in page.frames if HUB in frame.url)


def shot(page: Page, name: str) -> None:
    """A picture for a person to look at, where one was asked for."""
    folder = os.environ.get("PARAPH_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/bitrix24-{name}.png", full_page=True)


def test_installed_and_used_without_cookies(hub, stage, firm, at_portal, tmp_path):
    linked = link(stage, firm)
    known = {"employee": firm.sender, "is_chosen": True}
    PortalUser.objects.update_or_create(portal=linked.portal, user_id=HEAD, defaults=known)
    document = factories.document(firm, "contract", "Договор 17.pdf")
    factories.package(firm, [document])
    flow = Docflow.objects.get()

    page = at_portal(HEAD, f"/marketplace/app/{linked.app_id}/")
    ours = frame_of(page)
    expect(ours.get_by_role("heading", name="Задачи")).to_be_visible()
    expect(ours.locator("header.top")).to_have_count(0)
    # A link, a document with its pictures, a form of HTMX that filters.
    ours.get_by_role("link", name="Реестр", exact=True).click()
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    ours.get_by_role("link", name=re.compile("Договор")).first.click()
    picture = ours.locator("img[data-page]").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert f"/documents/{flow.pk}/" in inner(page).url
    assert "_ticket" not in inner(page).url
    shot(page, "document")
    # A file is given as a download, the page stays.
    with page.expect_download() as download:
        ours.get_by_role(
            "link", name=re.compile("Скачать файл|Скачать документ|Договор 17.pdf")
        ).first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    # «Back», and the page read anew inside its frame.
    inner(page).evaluate("history.back()")
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    inner(page).evaluate("location.reload()")
    expect(ours.get_by_role("heading", name="Реестр")).to_be_visible()
    # A new package: a form of HTMX with a file, and the page it leads to.
    (tmp_path / "Акт 5.txt").write_text("Акт", encoding="utf-8")
    ours.get_by_role("link", name=re.compile("Новый пакет|Отправить документы")).first.click()
    inner(page).wait_for_url("**/packages/new/**")
    ours.locator("#counterparty").select_option(str(firm.counterparty.pk))
    expect(ours.locator("#recipient_email")).to_have_value(factories.PARTNER_EMAIL)
    ours.locator("#files").set_input_files([tmp_path / "Акт 5.txt"])
    ours.locator("form.package-form button[type=submit]").click()
    inner(page).wait_for_url(re.compile(r"/packages/\d+/"))
    expect(ours.get_by_text("Акт 5.txt").first).to_be_visible()
    assert Package.objects.count() == 2
    shot(page, "package")
    # A plain form with a message after it.
    ours.get_by_role("link", name="Настройки").click()
    ours.get_by_role("link", name="Отделы").click()
    ours.get_by_role("link", name=re.compile("Добавить")).first.click()
    ours.get_by_label("Название").fill("Отдел рамок")
    ours.get_by_role("button", name="Сохранить").click()
    expect(ours.get_by_role("alert")).to_contain_text("Исправьте отмеченные поля")
    ours.get_by_label("Организация").select_option(label=firm.organization.name)
    ours.get_by_role("button", name="Сохранить").click()
    expect(ours.locator("#flash")).to_contain_text("Отдел сохранён: Отдел рамок")
    assert Department.objects.filter(name="Отдел рамок").exists()
    cookies = page.context.cookies()
    assert not [cookie for cookie in cookies if cookie["domain"] == HUB], cookies
    shot(page, "application")
    page.context.close()


def test_the_installer_finishes_by_itself(hub, stage, firm, at_portal):
    """The page of the installer tells the portal that it is done; the portal then shows the application."""
    linked = link(stage, firm)
    linked.employee(ADMIN, Role.SENDER)
    stage.control("POST", f"apps/{linked.app_id}/update")
    assert not stage.control("GET", "apps")[0]["finished"]
    page = at_portal(ADMIN, f"/marketplace/app/{linked.app_id}/")
    expect(frame_of(page).get_by_role("heading", name="Задачи")).to_be_visible()
    assert stage.control("GET", "apps")[0]["finished"]
    linked.settle()
    assert linked.portal.works
    page.context.close()
