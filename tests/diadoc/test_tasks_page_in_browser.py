"""In Chromium: the button runs the job, and the page shows the result by itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here"),
]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_button_runs_the_job_and_the_page_follows(exchange, live_server, monkeypatch, width):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    exchange.them.send(exchange.us, exchange.them.attachment("Contract"))
    client = Client()
    client.force_login(exchange.firm.sender.user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto("/diadoc/tasks/")
        page.get_by_role("button", name="Запустить фоновые задачи").click()
        expect(page.get_by_text("Задача выполняется")).to_be_visible()
        exchange.run()
        expect(page.get_by_text("новых: 1").first).to_be_visible()
        expect(page.get_by_text("Задача выполняется")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if folder := os.environ.get("PARAPH_LOOK"):
            page.screenshot(path=f"{folder}/tasks-{width}.png", full_page=True)
        browser.close()
