"""The signing form as a person meets it: key file and password in, an accepted signature out, no more."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from paraph.trust.pkcs8 import load_private_key

pytestmark = [pytest.mark.browser, pytest.mark.openssl]

DOCUMENT = "Акт № 7 от 21.11.2026\n".encode()
FORM = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Подпись</title>
<script type="module" src="/static/paraph/crypto/sign-form.js"></script>{messages}
<form data-gost-sign method="post" enctype="multipart/form-data" action="/sign/1" {attributes}>
  <input type="hidden" name="csrfmiddlewaretoken" value="token-1">
  <input type="file" name="key" data-key-file multiple accept=".p12,.pfx,.pem,.key,.crt,.cer">
  <input type="password" name="password" data-key-password autocomplete="off">
  <output data-key-owner></output>
  <button data-sign-button>Подписать</button>
  <progress data-sign-progress hidden></progress>
  <p data-sign-error role="alert"></p>
</form></html>"""


class SigningPage:
    """The form, filled and pressed."""

    def __init__(self, page: Page, site: Any) -> None:
        self.page, self.site = page, site
        self.error = page.locator("[data-sign-error]")
        self.owner = page.locator("[data-key-owner]")
        self.status = page.locator("[role=status]")

    def open(self, *, lang: str = "ru", messages: str = "", **data: str) -> None:
        """Serve the form with these data- attributes and the documents named in them; open it."""
        attributes = " ".join(f'data-{name.replace("_", "-")}="{html.escape(v)}"' for name, v in data.items())
        text = FORM.format(lang=lang, messages=messages, attributes=attributes)
        self.site.pages["/form"] = 200, "text/html; charset=utf-8", text.encode()
        self.page.goto(self.site.address + "/form")
        self.page.wait_for_selector("form[data-gost-ready]")

    def open_one(self, document: bytes = DOCUMENT, **data: str) -> None:
        self.site.pages["/documents/1"] = 200, "application/octet-stream", document
        self.open(document_url="/documents/1", document_sha256=hashlib.sha256(document).hexdigest(), **data)

    def choose(self, *files: Path, password: str = "") -> None:
        self.page.set_input_files("[data-key-file]", list(files))
        self.page.locator("[data-key-password]").press_sequentially(password)

    def press(self) -> None:
        self.page.click("[data-sign-button]")

    def left_for(self, path: str) -> None:
        self.page.wait_for_url(self.site.address + path)

    def expect_error(self, text: str) -> None:
        expect(self.error).to_contain_text(text)
        expect(self.page.locator("[data-sign-button]")).to_be_enabled()


@pytest.fixture
def form(page: Page, site: Any) -> SigningPage:
    return SigningPage(page, site)


def test_a_document_is_signed_with_a_container(form: SigningPage, keys: Any) -> None:
    form.open_one()
    form.choose(keys.person().container, password=keys.password)
    form.press()
    form.left_for("/done")
    (post,) = form.site.posts
    assert post.path == "/sign/1"
    assert post.headers["hx-request"] == "true"
    assert post.headers["accept"] == "text/html"
    assert set(post.fields) == {"csrfmiddlewaretoken", "signature"}
    assert post.fields["csrfmiddlewaretoken"] == b"token-1"
    assert b'filename="document.sig"' in post.body
    assert keys.verify(post.fields["signature"], DOCUMENT)


def test_enter_in_the_password_signs_with_a_512_bit_key(form: SigningPage, keys: Any) -> None:
    form.open_one()
    form.choose(keys.person("gost2012_512", "C").container, password=keys.password)
    form.page.press("[data-key-password]", "Enter")
    form.left_for("/done")
    (post,) = form.site.posts
    assert keys.verify(post.fields["signature"], DOCUMENT)


def test_a_key_and_a_certificate_in_two_pem_files_sign_without_a_password(
    form: SigningPage, keys: Any
) -> None:
    person = keys.person("gost2012_256", "TCA")
    form.open_one()
    form.choose(person.key, person.certificate, keys.chain)
    form.press()
    form.left_for("/done")
    assert keys.verify(form.site.posts[0].fields["signature"], DOCUMENT)


def test_neither_key_nor_password_leaves_the_browser(form: SigningPage, keys: Any) -> None:
    """Every request, from loading the page to the redirect, is searched for every form of the secrets."""
    person = keys.person()
    sent: list[bytes] = []

    def record(request: Request) -> None:
        sent.append(request.url.encode())
        sent.append(json.dumps(request.all_headers()).encode())
        sent.append(request.post_data_buffer or b"")

    form.page.on("requestfinished", record)
    form.open_one()
    form.choose(person.container, person.key, password=keys.password)
    form.press()
    form.left_for("/done")
    form.page.wait_for_load_state("networkidle")

    key = load_private_key(person.key.read_bytes())
    little = key.value.to_bytes(32, "little")
    secrets = [little, little[::-1], keys.password.encode(), keys.password.encode("utf-16-be")]
    pem = b"".join(person.key.read_bytes().splitlines()[1:-1])
    secrets += [pem, base64.b64decode(pem)[-16:], person.container.read_bytes()[-64:]]
    forms = [form for secret in secrets for form in _encodings(secret)]
    everything = b"\n".join(sent) + b"\n".join(post.body for post in form.site.posts)
    assert b"token-1" in everything  # the search sees what is sent
    assert not [secret for secret in forms if secret in everything]
    assert form.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def _encodings(secret: bytes) -> list[bytes]:
    encoded = base64.b64encode(secret)
    # The middle of the base64 text is the same whatever surrounds the secret, up to its three phases.
    phases = [base64.b64encode(bytes(shift) + secret)[4:-4] for shift in range(3)]
    quoted = urllib.parse.quote(secret).encode()
    return [secret, encoded, secret.hex().encode(), secret.hex().upper().encode(), quoted, *phases]


def test_secrets_are_cleared_and_can_never_be_submitted(form: SigningPage, keys: Any) -> None:
    form.site.answers["/sign/1"] = [(422, "application/json", '{"error": "Не тот подписант"}'.encode())]
    form.open_one()
    for field in ("[data-key-file]", "[data-key-password]"):
        assert form.page.get_attribute(field, "name") is None
    form.choose(keys.person().container, password=keys.password)
    form.press()
    form.expect_error("Не тот подписант")
    assert form.page.input_value("[data-key-password]") == ""


def test_the_owner_is_shown_before_anything_is_signed(form: SigningPage, keys: Any) -> None:
    form.open_one()
    form.choose(keys.person().container, password=keys.password)
    form.page.press("[data-key-password]", "Tab")
    expect(form.owner).to_contain_text("Иванова Анна Петровна, Директор, ООО Ромашка, ИНН 500100732259")
    expect(form.owner).to_contain_text("ИНН организации 7707083893")
    assert form.site.posts == []
    form.page.set_input_files("[data-key-file]", [keys.chain])
    expect(form.owner).to_be_empty()  # another file, another owner
    form.press()
    form.expect_error("нет закрытого ключа")


def test_a_certificate_that_has_expired_needs_a_second_click(form: SigningPage, keys: Any) -> None:
    form.page.clock.set_fixed_time("2049-01-01T12:00:00Z")
    form.open_one()
    form.choose(keys.person().container, password=keys.password)
    form.press()
    expect(form.owner).to_contain_text("Срок действия сертификата истёк")
    expect(form.page.locator("[data-sign-button]")).to_be_enabled()
    assert form.site.posts == []
    form.press()
    form.left_for("/done")
    assert len(form.site.posts) == 1


def test_a_certificate_of_the_future_is_warned_about(form: SigningPage, keys: Any) -> None:
    form.page.clock.set_fixed_time("2020-01-01T12:00:00Z")
    form.open_one()
    form.choose(keys.person().container, password=keys.password)
    form.press()
    expect(form.owner).to_contain_text("начнёт действовать")
    assert form.site.posts == []


def test_what_is_wrong_with_the_key_is_said(form: SigningPage, keys: Any, tmp_path: Path) -> None:
    person, other = keys.person(), keys.person("gost2012_256", "B")
    note = tmp_path / "note.pem"
    note.write_text("не ключ", "utf-8")
    aes = keys.pkcs12(person, tmp_path / "aes.p12", "aes-256-cbc")
    form.open_one()
    form.press()
    form.expect_error("Выберите файл ключа")
    cases = [
        ([person.container], "другой", "Пароль не подходит"),
        ([note], "", "Файл «note.pem» не похож на ключ"),
        ([person.key], "", "нет сертификата"),
        ([person.key, other.certificate], "", "не от одной пары"),
        ([aes], keys.password, "Алгоритм 2.16.840.1.101.3.4.1.42 не поддерживается"),
    ]
    for files, password, text in cases:
        form.page.fill("[data-key-password]", "")
        form.choose(*files, password=password)
        form.press()
        form.expect_error(text)
    assert form.site.posts == []
    form.page.fill("[data-key-password]", "")
    form.choose(person.container, password=keys.password)
    form.press()
    form.left_for("/done")


def test_a_document_other_than_the_promised_is_not_signed(form: SigningPage, keys: Any) -> None:
    form.open_one()
    form.site.pages["/documents/1"] = 200, "application/octet-stream", DOCUMENT + b" "
    form.choose(keys.person().container, password=keys.password)
    form.press()
    form.expect_error("не совпадает с тем, что вам показан")
    assert form.site.posts == []


def test_troubles_of_the_server_are_said_and_the_next_click_succeeds(form: SigningPage, keys: Any) -> None:
    form.open_one()
    page_of_proxy = (502, "text/html", b"<h1>Bad gateway</h1>")
    foreign = (200, "application/json", b'{"redirect": "https://elsewhere.example/"}')
    form.site.answers["/sign/1"] = [page_of_proxy, foreign]
    form.choose(keys.person().container, password=keys.password)
    form.site.pages["/documents/1"] = 404, "text/plain", b""
    form.press()
    form.expect_error("Документ не загрузился (код 404)")
    form.site.pages["/documents/1"] = 200, "application/octet-stream", DOCUMENT
    form.press()
    form.expect_error("Сервер не принял подпись (код 502)")
    form.press()
    form.expect_error("Сервер не принял подпись (код 200)")
    form.page.route("**/sign/1", lambda route: route.abort())
    form.press()
    form.expect_error("Нет связи с сервером")
    form.page.unroute("**/sign/1")
    form.page.route("**/sign/1", lambda route: route.fulfill(headers={"HX-Redirect": "/sign-in/"}))
    form.press()
    form.expect_error("Сеанс закончился")
    form.page.unroute("**/sign/1")
    form.press()
    form.left_for("/done")


def test_several_documents_are_signed_with_the_key_opened_once(form: SigningPage, keys: Any) -> None:
    """One is refused at first; the next click goes on from it and does not send the accepted one again."""
    documents = {f"/documents/{n}": f"Документ {n}".encode() for n in (1, 2, 3)}
    for path, data in documents.items():
        form.site.pages[path] = 200, "application/octet-stream", data
    listed = [
        {
            "url": path,
            "sha256": hashlib.sha256(data).hexdigest(),
            "action": path.replace("documents", "sign"),
            "title": f"Файл {path[-1]}",
        }
        for path, data in documents.items()
    ]
    form.site.answers["/sign/2"] = [(409, "application/json", '{"error": "Отозвано"}'.encode())]
    form.site.answers["/sign/3"] = [(200, "application/json", b'{"redirect": "/done?all"}')]
    form.site.pages["/done?all"] = form.site.pages["/done"]
    form.open(documents=json.dumps(listed))
    form.choose(keys.person().container, password=keys.password)
    form.press()
    form.expect_error("«Файл 2»: Отозвано")
    expect(form.status).to_have_text("Подписано 1 из 3")
    form.press()
    form.left_for("/done?all")
    assert [post.path for post in form.site.posts] == ["/sign/1", "/sign/2", "/sign/2", "/sign/3"]
    for post in form.site.posts:
        assert keys.verify(post.fields["signature"], documents[post.path.replace("sign", "documents")])


def test_the_page_can_speak_another_language(form: SigningPage) -> None:
    texts = json.dumps({"noFile": "Choose the key file."})
    messages = f'<script type="application/json" id="sign-messages">{texts}</script>'
    form.open_one(lang="en", messages=messages)
    form.press()
    form.expect_error("Choose the key file.")


def test_without_a_secure_context_our_own_sha256_serves(form: SigningPage, keys: Any) -> None:
    """On plain http of a local network browsers hide crypto.subtle; here the name is made a public one."""
    form.site.address = form.site.address.replace("127.0.0.1", "hub.test")
    form.open_one()
    assert form.page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    form.choose(keys.person().container, password=keys.password)
    form.press()
    form.left_for("/done")
    assert keys.verify(form.site.posts[0].fields["signature"], DOCUMENT)


def test_a_form_brought_by_htmx_works_too(form: SigningPage) -> None:
    form.open_one()
    form.page.evaluate(
        """() => {
            const form = document.querySelector("form");
            const late = form.cloneNode(true);
            late.removeAttribute("data-gost-ready");
            form.replaceWith(late);
            document.dispatchEvent(new CustomEvent("htmx:load"));
        }"""
    )
    form.press()
    form.expect_error("Выберите файл ключа")
