"""Security headers, pages without inline code, refusals and the last resort."""

import re
import sys
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.urls import include, path, reverse

from paraph.errors import DomainError
from paraph.web import respond
from paraph.web.middleware import content_security_policy

_EXTERNAL = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
_INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)""")
RULES = """
    default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'; img-src 'self' data: blob:;
    base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'
"""
PAGES = [
    "account",
    "change-password",
    "organizations",
    "organization-new",
    "departments",
    "department-new",
    "people",
    "person-new",
    "routes",
    "route-new",
    "counterparties",
    "counterparty-new",
    "quarantine",
    "journal",
]


def raising(error):
    @login_not_required
    def view(request):
        raise error

    return view


@login_not_required
def framed(request):
    response = HttpResponse("x")
    policy = content_security_policy(frame_ancestors="'self' https://portal.example")
    response["Content-Security-Policy"] = policy
    return response


@login_not_required
def partial(request):
    respond.done(request, "Готово <b>")
    return respond.fragment(request, "web/parts/languages.html")


@pytest.fixture
def faulty(settings, client, db):
    """The hub with a few views that fail."""
    module = ModuleType("faulty_urls")
    module.urlpatterns = [
        path("refusal/", raising(DomainError("wrong-state", "Пакет уже <ушёл>. Обновите страницу."))),
        path("missing/", raising(Http404())),
        path("denied/", raising(PermissionDenied())),
        path("suspicious/", raising(SuspiciousOperation("x"))),
        path("fault/", raising(ZeroDivisionError("тайна"))),
        path("framed/", framed),
        path("partial/", partial),
        path("", include("paraph.web.urls")),
    ]
    sys.modules["faulty_urls"] = module
    settings.ROOT_URLCONF = "faulty_urls"
    client.raise_request_exception = False
    yield client
    del sys.modules["faulty_urls"]


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/", "/nothing/", "/refusal/", "/denied/", "/suspicious/", "/fault/"]
)
def test_every_answer_carries_the_policy(faulty, address):
    response = faulty.get(address)
    policy = response["Content-Security-Policy"]
    for rule in RULES.split(";"):
        assert rule.strip() in policy.split("; ")
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_a_view_may_allow_its_portal_to_frame_it(faulty):
    policy = faulty.get("/framed/")["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://portal.example" in policy
    assert "frame-ancestors 'none'" not in policy
    assert "script-src 'self'" in policy


def test_pages_hold_no_inline_code_and_ask_nobody_else(romashka):
    browser = romashka.browser(romashka.admin)
    pages = [browser.get(reverse(name)) for name in PAGES]
    pages += [browser.get(reverse("person", args=(romashka.sender.pk,))), browser.get("/nothing/")]
    pages.append(browser.post(reverse("organization-new"), {}))
    pages.append(browser.post(reverse("person-password-link", args=(romashka.sender.pk,))))
    for page in pages:
        text = page.content.decode()
        assert '<html lang="ru"' in text
        assert not _INLINE.search(text), _INLINE.search(text)
        assert not _EXTERNAL.search(text)


def test_a_refusal_nobody_caught_becomes_a_page_with_its_words(faulty):
    response = faulty.get("/refusal/")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Пакет уже &lt;ушёл&gt;. Обновите страницу." in text
    assert "wrong-state" in text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refusal/", 422, "Пакет уже &lt;ушёл&gt;"),
        ("/missing/", 404, "Не найдено. Обновите страницу"),
        ("/denied/", 403, "Не хватает прав"),
        ("/fault/", 500, "назовите поддержке код"),
    ],
)
def test_htmx_gets_the_words_into_the_flash_place_only(faulty, address, status, words):
    response = faulty.get(address, headers={"HX-Request": "true"})
    assert response.status_code == status
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#flash", "innerHTML")
    text = response.content.decode()
    assert words in text
    assert "<html" not in text


def test_a_fault_shows_a_code_that_is_in_the_log_and_no_detail(faulty, caplog):
    text = faulty.get("/fault/").content.decode()
    code = re.search(r"Код для поддержки: <span class=\"mono\">([0-9A-F]{8})<", text).group(1)
    assert f"fault {code} at GET /fault/" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "тайна" not in text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/missing/", 404, "Страница не найдена"),
        ("/denied/", 403, "Не хватает прав"),
        ("/suspicious/", 400, "Запрос не понят"),
        ("/fault/", 500, "Ошибка на сервере"),
    ],
)
def test_whole_pages_of_the_last_resort_are_ours(faulty, address, status, words):
    response = faulty.get(address)
    assert response.status_code == status
    assert (
        f'<h1 class="h2">{words}' in response.content.decode() or f"<h1>{words}" in response.content.decode()
    )


def test_a_fragment_brings_the_flash_beside_it(faulty):
    text = faulty.get("/partial/", headers={"HX-Request": "true"}).content.decode()
    assert '<div id="flash" hx-swap-oob="innerHTML">' in text
    assert "Готово &lt;b&gt;" in text
