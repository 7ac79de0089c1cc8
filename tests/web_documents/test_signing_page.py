"""Signing: the person of the task and nobody else; what is wrong is refused and changes nothing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from pages_kit import draft, flow_of, task_of, text_document, words

import factories
from paraph.docflow import packages
from paraph.registry.storage import store
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask


@pytest.fixture
def asked(firm):
    """A document our director is asked to sign."""
    package = draft(firm, text_document(firm, "Договор № 17"))
    packages.submit(package, firm.sender)
    return package


@pytest.fixture
def task(asked) -> SigningTask:
    return task_of(asked)


def own(pki, task, who: str = "head") -> bytes:
    return pki.sign(who, store().read(task.version.blob_id))


def unchanged(task: SigningTask) -> bool:
    task.refresh_from_db()
    return task.state == "waiting" and Signature.objects.count() == 0


def test_the_director_downloads_signs_and_uploads(pki, signer, task, asked):
    page = signer.page(f"/sign/{task.pk}/")
    assert "ООО «Василёк»" in page
    assert "Подписать до" in page
    answer = signer.upload(f"/sign/{task.pk}/", "договор.sig", own(pki, task))
    assert answer["Location"] == f"/documents/{task.docflow_id}/"
    assert Signature.objects.get().method == "file"
    assert flow_of(asked).status == "SENDING"


def test_a_key_in_the_page_sends_the_same_and_is_remembered_as_such(pki, signer, task):
    address = f"/sign/{task.pk}/"
    form = signer.get(address).content.decode()
    form = form[form.index("data-gost-sign") :].split("</form>")[0]
    assert f'data-document-sha256="{task.version.blob_id}"' in form
    assert f'data-document-url="/documents/{task.docflow_id}/versions/{task.version_id}/"' in form
    for secret in re.findall(r"<input[^>]*data-key-[^>]*>", form):
        assert "name=" not in secret
    answer = signer.upload(address, "document.sig", own(pki, task), method="browser-key", htmx=True)
    assert json.loads(answer.content) == {"redirect": f"/documents/{task.docflow_id}/"}
    assert Signature.objects.get().method == "browser-key"


def test_an_invented_method_is_not_taken_down(pki, signer, task):
    signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task), method="Госключ")
    assert Signature.objects.get().method == "file"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda pki, task: b"", "пуст"),
        (lambda pki, task: b"not a signature", ""),
        (lambda pki, task: b"x" * (1024 * 1024 + 1), "больше 1 МБ"),
        (lambda pki, task: pki.sign("head", b"another file"), "Подпись не принята"),
        (lambda pki, task: own(pki, task, "partner_head"), "Сертификат выдан на"),
        (lambda pki, task: own(pki, task, "expired"), "Подпись не принята"),
        (lambda pki, task: own(pki, task, "revoked"), "Подпись не принята"),
        (lambda pki, task: own(pki, task)[:-1], ""),
    ],
    ids=["empty", "junk", "oversize", "another file", "another's", "expired", "revoked", "cut short"],
)
def test_a_wrong_signature_is_refused_in_words_and_nothing_changes(pki, signer, task, make, reason):
    data = make(pki, task)
    plain = signer.upload(f"/sign/{task.pk}/", "document.sig", data)
    assert plain.status_code == 422
    assert 'id="signature-fault"' in plain.content.decode()
    assert reason in words(plain)
    live = signer.upload(f"/sign/{task.pk}/", "document.sig", data, htmx=True)
    assert live.status_code == 422
    assert reason in json.loads(live.content)["error"]
    assert unchanged(task)


def test_a_flood_is_refused_before_it_is_read(client, signer, sender, task, settings):
    """Not a byte of the body is there: only its announced length decides."""
    settings.MAX_DOCUMENT_BYTES = 1024 * 1024
    headers = {"content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(12 * 1024**2)}
    for person, address in (
        (signer.client, f"/sign/{task.pk}/"),
        (sender.client, "/packages/new/"),
        (sender.client, f"/packages/{task.package_id}/documents/"),
        (sender.client, "/documents/bulk/"),
        (client, "/sign-in/"),
    ):
        answer = person.generic("POST", address, b"", **headers)
        assert answer.status_code == 413, address
        assert "не приняты" in words(answer)


def test_forgetting_the_file_is_told(signer, task):
    answer = signer.post(f"/sign/{task.pk}/")
    assert answer.status_code == 422
    assert "Выберите файл подписи" in words(answer)


def test_signing_twice_signs_once(pki, signer, task):
    signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task))
    again = signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task))
    assert again.status_code == 422
    assert "уже подписан" in words(again)
    assert Signature.objects.count() == 1
    page = signer.page(f"/sign/{task.pk}/")
    assert "Подпись больше не нужна" in page
    assert "Загрузить и проверить" not in page


def test_declining_needs_a_reason_and_is_final(pki, signer, sender, task, asked):
    refused = signer.post(f"/sign/{task.pk}/decline/", {"reason": ""})
    assert refused.status_code == 422
    assert "Напишите причину отказа" in words(refused)
    assert unchanged(task)
    signer.post(f"/sign/{task.pk}/decline/", {"reason": "Нет приложения."})
    assert flow_of(asked).status == "SIGN_FAILED"
    late = signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task))
    assert late.status_code == 422
    assert "уже дан отказ" in words(late)
    assert "Нет приложения." in sender.page("/tasks/")


def test_declining_after_signing_is_refused(pki, signer, task):
    signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task))
    answer = signer.post(f"/sign/{task.pk}/decline/", {"reason": "Передумал."})
    assert answer.status_code == 422
    assert "уже подписан" in words(answer)


def test_after_the_deadline_nobody_signs(pki, signer, task):
    signing.expire_due(task.deadline + timedelta(seconds=1))
    answer = signer.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task))
    assert answer.status_code == 422
    assert "Срок подписания истёк" in words(answer)


def test_even_an_administrator_does_not_sign_for_another(pki, sender, approver, observer, elsewhere, task):
    for person in (sender, approver, observer):
        assert person.get(f"/sign/{task.pk}/").status_code == 403
        assert person.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task)).status_code == 403
        assert person.post(f"/sign/{task.pk}/decline/", {"reason": "x"}).status_code == 403
    assert elsewhere.get(f"/sign/{task.pk}/").status_code == 404
    assert elsewhere.upload(f"/sign/{task.pk}/", "document.sig", own(pki, task)).status_code == 404
    assert unchanged(task)


def test_the_partners_task_is_not_for_our_page(sent, signer):
    task = task_of(sent().package, side="R")
    assert signer.get(f"/sign/{task.pk}/").status_code == 404


def test_one_signature_leads_to_the_next_document_of_the_package(firm, pki, signer):
    package = draft(firm, text_document(firm, "Договор"), text_document(firm, "Акт"))
    packages.submit(package, firm.sender)
    first, second = SigningTask.objects.order_by("id")
    assert "В пакете ждёт вас ещё 1 документ" in signer.page(f"/sign/{first.pk}/")
    assert signer.upload(f"/sign/{first.pk}/", "a.sig", own(pki, first))["Location"] == f"/sign/{second.pk}/"
    done = signer.upload(f"/sign/{second.pk}/", "b.sig", own(pki, second))
    assert done["Location"] == f"/documents/{second.docflow_id}/"


def test_several_documents_are_handed_to_the_key_together(firm, signer, sender):
    package = draft(firm, text_document(firm, "Договор «Ы»"), text_document(firm, "Акт"))
    packages.submit(package, firm.sender)
    first, second = SigningTask.objects.order_by("id")
    answer = signer.client.get("/sign/", {"task": [first.pk, second.pk, 999, "x"]})
    data = re.search(r'data-documents="([^"]*)"', answer.content.decode())[1]
    assert [item["action"] for item in json.loads(unescape(data))] == [
        f"/sign/{first.pk}/", f"/sign/{second.pk}/",
    ]  # fmt: skip
    assert json.loads(unescape(data))[0]["title"] == "Договор «Ы»"
    assert "2 документа пропущено" in words(answer)
    foreign = sender.client.get("/sign/", {"task": [first.pk]})
    assert "Подписывать нечего" in words(foreign)


def test_tasks_show_what_waits_and_what_is_late(signer, sender, task):
    page = signer.page("/tasks/")
    assert "Договор № 17" in page
    assert "просрочено" not in page
    assert "Задачи 1 ждут вас" in page
    assert "Всё сделано" in sender.page("/tasks/")
    SigningTask.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(hours=1))
    assert "просрочено" in signer.page("/tasks/")
    assert "просрочено" in signer.page(f"/sign/{task.pk}/")


def test_tasks_cost_the_same_however_many_there_are(
    firm, signer, task, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(16) as few:
        signer.get("/tasks/")
    many = draft(firm, *[text_document(firm, f"Акт {number}") for number in range(6)])
    packages.submit(many, firm.sender)
    with django_assert_num_queries(len(few)):
        signer.get("/tasks/")


def test_signing_pages_are_for_those_signed_in(client, task):
    for address in (f"/sign/{task.pk}/", "/tasks/", "/sign/", "/documents/"):
        assert client.get(address)["Location"].startswith("/sign-in/?next=")


def test_the_factory_signs_as_the_page_does(firm, pki, asked):
    assert factories.sign_ours(pki, asked)[0].headline == "valid"
