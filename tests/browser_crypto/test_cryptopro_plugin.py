"""Signing with the КриптоПро browser plug-in: a true CAdES-BES of one's choice, or words what to do."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs8 import load_private_key

pytestmark = [pytest.mark.browser, pytest.mark.openssl]

FAKE = Path(__file__).with_name("fake_cadesplugin.js").read_text("utf-8")
DOCUMENT = "Акт № 7 от 21.11.2026\n".encode()
GOST_256, GOST_512, RSA = "1.2.643.7.1.1.1.1", "1.2.643.7.1.1.1.2", "1.2.840.113549.1.1.1"
FORM = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Подпись</title>
<script type="module" src="/static/paraph/cryptopro/form.js"></script>
<form data-plugin-sign method="post" action="/sign/1" data-document-url="/documents/1" data-document-sha256="{sha256}">
  <input type="hidden" name="csrfmiddlewaretoken" value="token-1">
  <input type="hidden" name="method" value="cryptopro-plugin">
  <button type="button" data-plugin-find>Найти</button>
  <div data-plugin-choice hidden><select data-plugin-certificate></select><button data-plugin-button>Подписать</button></div>
  <p data-plugin-status role="status"></p><p data-plugin-error role="alert"></p>
</form></html>"""  # noqa: E501


def certificate(thumbprint: str, oid: str, **more: Any) -> dict[str, Any]:
    subject = f'SN=Иванова, G=Анна Петровна, O="ООО ""Ромашка""", CN=Ключ {thumbprint}'
    known = {"subject": subject, "until": "2099-01-01T00:00:00Z", "hasKey": True}
    return {"thumbprint": thumbprint, "oid": oid, **known, **more}


class Desk:
    """A page of signing and a КриптоПро beside it."""

    def __init__(self, page: Page, site: Any, keys: Any) -> None:
        self.page, self.site, self.keys = page, site, keys
        self.algorithms: list[int] = []
        self.pieces: list[int] = []
        page.expose_function("signWithCsp", self._sign)

    def _sign(self, thumbprint: str, algorithm: int, pieces: list[str]) -> str:
        self.algorithms.append(algorithm)
        self.pieces.append(len(pieces))
        data = b"".join(base64.b64decode(piece) for piece in pieces)
        bits = {"A": "gost2012_256", "B": "gost2012_512"}[thumbprint]
        person = self.keys.person(bits, "A")
        made = Certificate.parse(_der(person.certificate.read_bytes()))
        key = load_private_key(person.key.read_bytes())
        chain = [Certificate.parse(_der(self.keys.chain.read_bytes()))]
        cms = sign_detached(data, key=key, certificate=made, chain=chain, at=datetime.now(UTC))
        return base64.b64encode(cms).decode()

    def open(self, *certificates: dict[str, Any], document: bytes = DOCUMENT, **csp: Any) -> None:
        sha256 = hashlib.sha256(csp.pop("promised", document)).hexdigest()
        text = json.dumps({"certificates": certificates, **csp})
        self.page.add_init_script(f"window.cspOfTheTest = {text};\n{FAKE}")
        self.site.pages["/documents/1"] = 200, "application/octet-stream", document
        self.site.pages["/form"] = 200, "text/html; charset=utf-8", FORM.format(sha256=sha256).encode()
        self.page.goto(f"{self.site.address}/form")
        self.page.wait_for_selector("form[data-plugin-ready]")
        self.page.click("[data-plugin-find]")

    def choices(self) -> list[str]:
        expect(self.page.locator("[data-plugin-choice]")).to_be_visible()
        return self.page.locator("[data-plugin-certificate] option").all_inner_texts()

    def sign(self) -> None:
        self.page.click("[data-plugin-button]")

    def says(self, text: str) -> None:
        expect(self.page.locator("[data-plugin-error]")).to_contain_text(text)


def _der(pem: bytes) -> bytes:
    body = pem.split(b"-----")[2]
    return base64.b64decode(b"".join(body.split()))


@pytest.fixture
def desk(page: Page, site: Any, keys: Any) -> Desk:
    return Desk(page, site, keys)


@pytest.mark.parametrize("as_extension", [False, True], ids=["given by the page", "from the extension"])
def test_the_chosen_certificate_signs_these_bytes(desk: Desk, as_extension: bool) -> None:
    desk.open(certificate("A", GOST_256), asExtension=as_extension)
    (choice,) = desk.choices()
    assert 'ООО "Ромашка", Иванова Анна Петровна' in choice
    assert "Тестовый УЦ" in choice
    desk.sign()
    desk.page.wait_for_url(f"{desk.site.address}/done")
    (post,) = desk.site.posts
    assert post.fields["method"].strip() == b"cryptopro-plugin"
    assert post.fields["csrfmiddlewaretoken"].strip() == b"token-1"
    assert desk.keys.verify(post.fields["signature"], DOCUMENT)
    assert not desk.keys.verify(post.fields["signature"], DOCUMENT + b"!")


def test_the_hash_follows_the_certificates_key(desk: Desk) -> None:
    desk.open(certificate("B", GOST_512))
    desk.choices()
    desk.sign()
    desk.page.wait_for_url(f"{desk.site.address}/done")
    assert desk.algorithms == [102]
    assert desk.keys.verify(desk.site.posts[0].fields["signature"], DOCUMENT)


def test_a_large_document_goes_by_pieces(desk: Desk) -> None:
    document = bytes(range(256)) * (7 * 4096)  # seven megabytes
    desk.open(certificate("A", GOST_256), document=document)
    desk.choices()
    desk.sign()
    desk.page.wait_for_url(f"{desk.site.address}/done")
    assert desk.pieces == [3]


def test_only_certificates_that_can_sign_are_offered(desk: Desk) -> None:
    desk.open(
        certificate("A", GOST_256),
        certificate("C", RSA),
        certificate("D", GOST_256, until="2020-01-01T00:00:00Z"),
        certificate("E", GOST_256, hasKey=False),
    )
    assert len(desk.choices()) == 1


def test_without_a_certificate_it_says_what_to_do(desk: Desk) -> None:
    desk.open(certificate("E", GOST_256, hasKey=False))
    desk.says("Подключите токен")
    expect(desk.page.locator("[data-plugin-find]")).to_be_enabled()


def test_without_the_plug_in_it_says_what_to_install(desk: Desk) -> None:
    desk.page.clock.install()
    desk.open(isMissing=True)
    desk.page.clock.run_for(6000)
    desk.says("Установите его и КриптоПро CSP")


def test_the_plug_ins_own_words_are_shown(desk: Desk) -> None:
    desk.open(certificate("A", GOST_256), refuses="Доступ к сертификатам запрещён (0x8010006E)")
    desk.says("Доступ к сертификатам запрещён (0x8010006E)")


def test_other_bytes_than_shown_are_not_signed(desk: Desk) -> None:
    desk.open(certificate("A", GOST_256), promised=b"what the person has read")
    desk.choices()
    desk.sign()
    desk.says("не совпадает")
    assert not desk.algorithms
    assert not desk.site.posts


def test_the_hubs_refusal_is_shown_and_it_can_be_tried_again(desk: Desk) -> None:
    refusal = json.dumps({"error": "Сертификат выдан на другого."}).encode()
    desk.site.answers["/sign/1"] = [(422, "application/json", refusal)]
    desk.open(certificate("A", GOST_256))
    desk.choices()
    desk.sign()
    desk.says("Сертификат выдан на другого.")
    desk.sign()
    desk.page.wait_for_url(f"{desk.site.address}/done")
