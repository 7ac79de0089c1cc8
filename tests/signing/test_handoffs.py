"""КриптоАРМ ГОСТ over HTTP, as the program itself asks: an id works once, for one person and one document."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

import factories
from paraph.docflow import packages
from paraph.errors import DomainError
from paraph.registry.storage import store
from paraph.signing import handoffs
from paraph.signing.models import Handoff, Signature, SigningTask
from scenario import catcher, firm, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(firm, settings) -> SigningTask:
    settings.BASE_URL, settings.SECURE = "https://hub.example", True
    package = factories.package(firm, [factories.document(firm)])
    packages.submit(package, firm.sender)
    return SigningTask.objects.get(package_id=package.pk)


@pytest.fixture
def page(firm, task) -> Client:
    client = Client()
    client.force_login(firm.signer.user)
    return client


@pytest.fixture
def program() -> Client:
    """The program knows no cookies and no CSRF token."""
    return Client(enforce_csrf_checks=True)


def begin(page: Client, task: SigningTask) -> str:
    """The id in the link the page gives."""
    answer = page.post(f"/sign/{task.pk}/cryptoarm/")
    link = re.search(r'href="(cryptoarm:[^"]+)"', answer.content.decode())
    found = re.fullmatch(
        r"cryptoarm://signAndEncrypt/https://hub\.example/cryptoarm/\?id=([0-9a-f-]{36})", unescape(link[1])
    )
    return found[1]


def call(program: Client, address: str, message: object, **more) -> object:
    return program.post(address, json.dumps(message), content_type="application/json", **more)


def parameters(program: Client, id: str) -> dict:
    message = {"jsonrpc": "2.0", "method": "signAndEncrypt.parameters", "id": id, "diagnostic": {}}
    return json.loads(call(program, "/cryptoarm/", message).content)


def bring(program: Client, id: str, cms: bytes, file_id: str = "1") -> object:
    signers = [{"subjectName": "кто угодно"}]
    given = {"id": file_id, "out": base64.b64encode(cms).decode(), "signers": signers}
    params = {"id": id, "directResults": [given]}
    message = {"jsonrpc": "2.0", "method": "signAndEncrypt.outDirectResults", "params": params}
    return call(program, "/cryptoarm/upload/", message)


def local(url: str) -> str:
    assert url.startswith("https://hub.example/")
    return url.removeprefix("https://hub.example")


def test_the_program_takes_the_document_and_brings_the_signature(page, program, task, pki):
    id = begin(page, task)
    answer = parameters(program, id)
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", id)
    assert answer["result"]["operation"] == ["SIGN"]
    props = answer["result"]["props"]
    assert len(props["headerText"]) <= 40
    assert len(props["descriptionText"]) <= 120
    extra = props["extra"]
    assert (extra["signType"], extra["signStandart"], extra["signEncoding"]) == ("1", "0", "1")
    file = props["files"][0]
    content = program.get(local(file["url"]), {"accessToken": extra["token"]})
    data = b"".join(content.streaming_content)
    assert data == store().read(task.version.blob_id)
    assert local(props["uploader"]) == "/cryptoarm/upload/"
    waiting = page.get(f"/sign/{task.pk}/cryptoarm/{Handoff.objects.get().pk}/")
    assert "программа открыла документ" in waiting.content.decode()
    assert bring(program, id, pki.sign("head", data), file["id"]).status_code == 204
    assert Signature.objects.get().method == "cryptoarm"
    done = page.get(f"/sign/{task.pk}/cryptoarm/{Handoff.objects.get().pk}/", headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == f"/documents/{task.docflow_id}/"


def test_the_id_is_nowhere_kept_and_works_once(page, program, task, pki):
    id = begin(page, task)
    assert id not in json.dumps(list(Handoff.objects.values()), default=str)
    parameters(program, id)
    cms = pki.sign("head", store().read(task.version.blob_id))
    bring(program, id, cms)
    again = json.loads(bring(program, id, cms).content)
    assert again["error"]["code"] == -32602
    assert "одноразовая" in again["error"]["message"]
    assert "error" in parameters(program, id)
    assert Signature.objects.count() == 1


def test_a_new_click_ends_the_link_before(page, program, task):
    first = begin(page, task)
    begin(page, task)
    assert "error" in parameters(program, first)


def test_an_id_ends_soon(page, program, task, pki):
    id = begin(page, task)
    token = handoffs.file_token(handoffs.take(id, "cryptoarm"))
    pk = Handoff.objects.get().pk
    Handoff.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "error" in parameters(program, id)
    assert program.get(f"/cryptoarm/files/{pk}/", {"accessToken": token}).status_code == 404
    bring(program, id, pki.sign("head", store().read(task.version.blob_id)))
    assert not Signature.objects.exists()
    assert "Время вышло" in page.get(f"/sign/{task.pk}/cryptoarm/{pk}/").content.decode()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda pki, task: pki.sign("head", b"another file"), "Подпись не принята"),
        (lambda pki, task: pki.sign("partner_head", store().read(task.version.blob_id)), "Сертификат выдан"),
        (lambda pki, task: b"junk", ""),
    ],
    ids=["another file", "another's", "junk"],
)
def test_a_wrong_signature_is_refused_to_the_program_and_told_on_the_page(
    page, program, task, pki, make, reason
):
    id = begin(page, task)
    parameters(program, id)
    answer = json.loads(bring(program, id, make(pki, task)).content)
    assert reason in answer["error"]["message"]
    row = Handoff.objects.get()
    assert row.state == "failed"
    shown = page.get(f"/sign/{task.pk}/cryptoarm/{row.pk}/").content.decode()
    assert "попробовать ещё раз" in shown
    assert reason in unescape(shown)
    assert not Signature.objects.exists()
    task.refresh_from_db()
    assert task.state == "waiting"


@pytest.mark.parametrize("error", [None, "Нет лицензии"])
def test_stopping_in_the_program_is_seen_on_the_page(page, program, task, error):
    id = begin(page, task)
    parameters(program, id)
    params = {"id": id, "status": "Canceled", "error": None, "errorDescription": error}
    message = {"jsonrpc": "2.0", "method": "signAndEncrypt.outDirectResults", "params": params}
    assert call(program, "/cryptoarm/", message).status_code == 204
    shown = page.get(f"/sign/{task.pk}/cryptoarm/{Handoff.objects.get().pk}/").content.decode()
    assert (error or "отменено") in shown
    assert "error" in parameters(program, id)


def test_what_is_no_call_is_answered_by_the_rules(page, program, task):
    id = begin(page, task)
    code = lambda answer: json.loads(answer.content)["error"]["code"]  # noqa: E731
    assert program.get("/cryptoarm/").status_code == 405
    plain = program.post("/cryptoarm/", "{}", content_type="text/plain")
    assert plain.status_code == 415
    assert code(program.post("/cryptoarm/", "{", content_type="application/json")) == -32700
    assert code(program.post("/cryptoarm/", "[" * 100_000, content_type="application/json")) == -32700
    for odd in ([], {"id": id}, {"jsonrpc": "2.0", "params": [1]}):
        assert code(call(program, "/cryptoarm/", odd)) == -32600
    assert (
        code(call(program, "/cryptoarm/", {"jsonrpc": "2.0", "method": "certificates.parameters"})) == -32601
    )
    for params in ({}, {"directResults": []}, {"directResults": [1]}, {"directResults": [{"out": "%"}]}):
        message = {
            "jsonrpc": "2.0",
            "method": "signAndEncrypt.outDirectResults",
            "params": {"id": id, **params},
        }
        assert code(call(program, "/cryptoarm/upload/", message)) == -32602
    assert Handoff.objects.get().state == "offered"


def test_the_file_is_given_only_to_who_took_the_task(page, program, task):
    id = begin(page, task)
    pk = Handoff.objects.get().pk
    token = handoffs.file_token(Handoff.objects.get())
    assert program.get(f"/cryptoarm/files/{pk}/", {"accessToken": token}).status_code == 404
    parameters(program, id)
    assert program.get(f"/cryptoarm/files/{pk}/", {"accessToken": token[:-1] + "x"}).status_code == 404
    assert program.get(f"/cryptoarm/files/{pk}/").status_code == 404


def test_only_the_signer_gets_a_link(firm, task, page):
    other = Client()
    other.force_login(firm.sender.user)
    assert other.post(f"/sign/{task.pk}/cryptoarm/").status_code == 403
    with pytest.raises(DomainError):
        handoffs.offer(task, firm.sender, "cryptoarm")
    begin(page, task)
    assert other.get(f"/sign/{task.pk}/cryptoarm/{Handoff.objects.get().pk}/").status_code == 403


def test_a_fired_signer_signs_nothing_with_an_old_link(firm, page, program, task, pki):
    id = begin(page, task)
    parameters(program, id)
    firm.signer.is_active = False
    firm.signer.save()
    bring(program, id, pki.sign("head", store().read(task.version.blob_id)))
    assert not Signature.objects.exists()


def test_the_way_is_offered_only_over_https(page, task, settings):
    assert "КриптоАРМ" in page.get(f"/sign/{task.pk}/").content.decode()
    settings.SECURE = False
    assert "КриптоАРМ" not in page.get(f"/sign/{task.pk}/").content.decode()
