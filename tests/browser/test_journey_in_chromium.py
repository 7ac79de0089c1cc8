"""A package goes from the manager's form to the proof, everybody using a real browser."""

import re

from playwright.sync_api import expect

from paraph.demo import seed
from paraph.demo.samples import deal
from tests.browser import stage


def test_package_signed_by_both_sides_with_key_files_in_the_page(person, here):
    contract, _invoice, act = deal("ООО «Ромашка»", "ООО «Василёк»")
    manager = person()
    manager.sign_in(seed.MANAGER)
    package = manager.new_package([contract, act])
    # The checks name what is missing before anything is sent.
    expect(manager.page.get_by_text("укажите", exact=False).first).to_be_visible()
    fill_in_attributes(manager, [contract, act])
    manager.go(package)
    manager.page.get_by_role("button", name="Отправить").first.click()
    expect(manager.page.get_by_text("На согласовании").first).to_be_visible()

    approver = person()
    approver.sign_in(seed.APPROVER)
    approver.go(package)
    approver.page.get_by_role("button", name="Согласовать").click()
    expect(approver.page.get_by_text("На подписании").first).to_be_visible()

    signer = person()
    signer.sign_in(seed.SIGNER)
    signer.go("/tasks/")
    signer.page.get_by_role("button", name="Подписать все").click()
    signer.page.wait_for_url(re.compile(r"/sign/\?"))
    signer.sign_with_key_file("head", re.compile("Подписать 2"))
    signer.page.wait_for_url(lambda url: "/sign/" not in url)

    partner = person(stage.PHONE)
    first, _second = stage.links_in_newest_letter(here, 2)
    partner.go(first)
    partner.page.get_by_role("button", name=re.compile("Открыть все документы")).click()
    partner.page.get_by_text("Подписать сразу все").click()
    partner.sign_with_key_file("partner_head", "Подписать все")
    expect(partner.page.get_by_text("Вы подписали документ").first).to_be_visible()

    manager.go(package)
    expect(manager.page.get_by_text("Завершён").first).to_be_visible()
    manager.page.get_by_role("main").get_by_role("link", name=re.compile("Договор № 17")).first.click()
    expect(manager.page.get_by_text("Подпись верна").nth(1)).to_be_visible()


def fill_in_attributes(manager, samples):
    """What a manager types into the form of each document."""
    for form, sample in zip(
        manager.page.locator("form[action$='/attributes/'], form[hx-post$='/attributes/']").all(),
        samples,
        strict=True,
    ):
        form.locator("[name=number]").fill(sample.number)
        form.locator("[name=date]").fill(sample.date)
        form.locator("[name=amount]").fill(sample.amount)
        with manager.page.expect_response(re.compile("/attributes/")):
            form.locator("button[type=submit], button:not([type])").first.click()
        manager.page.wait_for_load_state("networkidle")


def test_key_file_with_a_wrong_password_says_so_and_sends_nothing(person, here):
    contract = deal("ООО «Ромашка»", "ООО «Василёк»")[0]
    manager = person()
    manager.sign_in(seed.MANAGER)
    package = manager.new_package([contract])
    fill_in_attributes(manager, [contract])
    manager.go(package)
    manager.page.get_by_role("button", name="Отправить").first.click()
    approver = person()
    approver.sign_in(seed.APPROVER)
    approver.go(package)
    approver.page.get_by_role("button", name="Согласовать").click()
    expect(approver.page.get_by_text("На подписании").first).to_be_visible()
    signer = person()
    signer.sign_in(seed.SIGNER)
    signer.go("/tasks/")
    signer.page.locator('a[href^="/sign/"]').first.click()
    form = signer.page.locator("form[data-gost-sign]").first
    form.locator("[data-key-file]").set_input_files(f"{here.pki['dir']}/head.p12")
    form.locator("[data-key-password]").fill("не тот пароль")
    sent = []
    signer.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    form.locator("[data-sign-button]").click()
    expect(form.locator("[data-sign-error]")).to_contain_text("ароль")
    assert sent == []


def test_pages_are_usable_by_keyboard_and_named_for_a_screen_reader(person):
    manager = person()
    manager.sign_in(seed.MANAGER)
    for path in (
        "/documents/",
        "/packages/new/",
        "/tasks/",
        "/settings/people/",
        "/quarantine/",
        "/journal/",
    ):
        manager.go(path)
        page = manager.page
        assert page.locator("html").get_attribute("lang") == "ru"
        assert page.locator("h1").count() == 1, path
        unnamed = page.evaluate(
            """() => [...document.querySelectorAll('input, select, textarea, button, a[href]')]
              .filter(e => e.type !== 'hidden' && e.checkVisibility())
              .filter(e => !(e.labels?.length || e.textContent.trim() || e.title
                || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')))
              .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert unnamed == [], path
    manager.go("/documents/")
    manager.page.keyboard.press("/")
    assert manager.page.evaluate("document.activeElement.type") == "search"


def test_no_page_is_wider_than_a_phone(person):
    manager = person(stage.PHONE)
    manager.sign_in(seed.MANAGER)
    for path in (
        "/documents/",
        "/packages/new/",
        "/tasks/",
        "/settings/people/",
        "/counterparties/",
        "/journal/",
    ):
        manager.go(path)
        width = manager.page.evaluate("document.documentElement.scrollWidth")
        assert width <= stage.PHONE["width"], path
