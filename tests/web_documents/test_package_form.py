"""A new package: files and people in one form; bad input is named, kept on the form, and changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pages_kit import file, rows_of_everything, words

import factories
from paraph.docflow.intake import guess_kind
from paraph.docflow.models import Package
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty

NEW = "/packages/new/"


@pytest.fixture
def form(firm):
    return {
        "organization": firm.organization.pk,
        "counterparty": firm.counterparty.pk,
        "signer": firm.signer.pk,
        "route": "",
        "recipient_email": factories.PARTNER_EMAIL,
        "recipient_name": "Полевой Иван Андреевич",
        "message": "Просим подписать до пятницы.",
        "crm_object": "Сделка № 17",
        "crm_url": "https://portal.example/deal/17/",
    }


def test_several_files_become_one_package(firm, sender, form):
    files = [file("Договор поставки 17.pdf", factories.pdf()), file("Акт 17-1.txt", "Работы сданы.".encode())]
    answer = sender.post(NEW, form | {"files": files})
    package = Package.objects.get()
    assert answer["Location"] == f"/packages/{package.pk}/"
    documents = [flow.document for flow in factories.flows(package)]
    assert [document.kind for document in documents] == ["contract", "act"]
    assert {document.crm_object for document in documents} == {"Сделка № 17"}
    assert package.title == "Договор поставки 17.pdf и ещё 1"
    assert (package.signer, package.sender, package.route) == (firm.signer, firm.sender, None)
    assert package.message == "Просим подписать до пятницы."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Договор поставки 17.pdf", "contract"),
        ("КОНТРАКТ_5.docx", "contract"),
        ("Акт приёмки 17-1.pdf", "act"),
        ("Акт к договору 5.pdf", "act"),
        ("Акт сверки за 2026.xlsx", "reconciliation"),
        ("Сверка взаиморасчётов.pdf", "reconciliation"),
        ("Счёт на оплату 171.pdf", "invoice"),
        ("счет №3.pdf", "invoice"),
        ("Счёт-фактура 7.pdf", "other"),
        ("Накладная ТОРГ-12 № 4.pdf", "waybill"),
        ("Доп. соглашение 2 к договору.pdf", "supplement"),
        ("Дополнительное соглашение.docx", "supplement"),
        ("Письмо о переносе сроков.pdf", "letter"),
        ("Активы предприятия.pdf", "other"),
        ("scan0001.pdf", "other"),
    ],
)
def test_the_kind_is_guessed_from_the_file_name(name, kind):
    assert guess_kind(name) == kind


BAD_FILES = [
    ("пусто.pdf", b"", "Файл пустой"),
    ("не-pdf.pdf", b"%PDF-1.7\nbut nothing else", "повреждён"),
    ("картинка.pdf", b"\x89PNG\r\n\x1a\n", "это не PDF"),
    ("программа.exe", b"MZ", "не принимаются"),
    ("без расширения", b"text", "без расширения не принимаются"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BAD_FILES)
def test_a_bad_file_is_named_and_nothing_is_created(firm, sender, form, name, data, reason):
    before, events = rows_of_everything(), JournalEvent.objects.count()
    good = file("Договор.txt", "Хороший текст".encode())
    answer = sender.post(NEW, form | {"files": [good, file(name, data)]})
    assert answer.status_code == 422
    text = words(answer)
    assert f"{name} :" in text
    assert reason in text
    assert "ничего не создано" in text
    assert (rows_of_everything(), JournalEvent.objects.count()) == (before, events)


def test_every_bad_file_is_named_at_once_and_what_was_typed_stays(firm, sender, form):
    files = [file(name, data) for name, data, _reason in BAD_FILES]
    answer = sender.post(NEW, form | {"files": files})
    text = words(answer)
    for name, _data, reason in BAD_FILES:
        assert name in text
        assert reason in text
    html = answer.content.decode()
    assert "Просим подписать до пятницы." in html
    assert "Полевой Иван Андреевич" in html
    assert f'<option value="{firm.counterparty.pk}" selected>' in html


def test_an_oversize_file_is_refused_by_what_is_read_not_by_what_is_claimed(firm, sender, form, settings):
    settings.MAX_DOCUMENT_BYTES = 1024 * 1024
    answer = sender.post(NEW, form | {"files": file("большой.txt", b"x" * (1024 * 1024 + 1))})
    assert answer.status_code == 422
    assert "Файл больше 1 МБ" in words(answer)
    assert Package.objects.count() == 0


def test_no_file_at_all(sender, form):
    answer = sender.post(NEW, form)
    assert answer.status_code == 422
    assert "Выберите хотя бы один файл" in words(answer)


def test_all_faults_of_the_form_come_together_each_at_its_field(firm, sender, form):
    yesterday = (timezone.localdate() - timedelta(days=2)).isoformat()
    wrong = form | {
        "organization": "", "counterparty": "999999", "recipient_email": "не адрес",
        "crm_url": "javascript:1",
        "sign_deadline": yesterday, "answer_deadline": "послезавтра", "title": "т" * 301,
        "files": file("a.txt", b"text"),
    }  # fmt: skip
    answer = sender.post(NEW, wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    for name in (
        "organization", "counterparty", "recipient_email", "crm_url", "sign_deadline", "answer_deadline",
        "title",
    ):  # fmt: skip
        assert f'id="{name}-fault"' in html, name
    assert 'value="не адрес"' in html
    assert Package.objects.count() == 0


@pytest.mark.parametrize("field", ["organization", "counterparty", "signer", "route"])
def test_choices_of_another_workspace_do_not_exist(firm, sender, form, field):
    other = factories.company()
    foreign = {
        "organization": other.organization, "counterparty": other.counterparty, "signer": other.signer,
        "route": other.route(),
    }  # fmt: skip
    answer = sender.post(NEW, form | {field: foreign[field].pk, "files": file("a.txt", b"text")})
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.content.decode()
    assert Package.objects.count() == 0


def test_only_signers_are_offered_to_sign(firm, sender, form):
    page = sender.get(NEW).content.decode()
    signers = page[page.index('name="signer"') :].split("</select>")[0]
    assert firm.signer.full_name in signers
    assert firm.approver.full_name not in signers
    answer = sender.post(NEW, form | {"signer": firm.approver.pk, "files": file("a.txt", b"text")})
    assert answer.status_code == 422


def test_deadlines_last_to_the_end_of_the_day_in_moscow(firm, sender, form):
    day = timezone.localdate() + timedelta(days=10)
    sender.post(NEW, form | {"answer_deadline": f"{day:%d.%m.%Y}", "files": file("a.txt", b"text")})
    deadline = Package.objects.get().answer_deadline
    assert deadline.isoformat() == f"{day}T20:59:59+00:00"


def test_choosing_the_counterparty_fills_in_the_recipient(firm, sender):
    answer = sender.client.get("/packages/new/recipient/", {"counterparty": firm.counterparty.pk})
    assert f'value="{factories.PARTNER_EMAIL}"' in answer.content.decode()
    foreign = factories.company().counterparty
    answer = sender.client.get("/packages/new/recipient/", {"counterparty": foreign.pk})
    assert factories.PARTNER_EMAIL not in answer.content.decode()
    preset = sender.client.get(NEW, {"counterparty": firm.counterparty.pk}).content.decode()
    assert f'value="{factories.PARTNER_EMAIL}"' in preset


def test_htmx_gets_the_form_back_with_faults_and_an_address_when_done(firm, sender, form):
    refused = sender.post(NEW, form, htmx=True)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()
    made = sender.post(NEW, form | {"files": file("Договор.txt", b"text")}, htmx=True)
    assert made["HX-Redirect"] == f"/packages/{Package.objects.get().pk}/"


def test_a_file_name_with_a_path_or_markup_does_no_harm(firm, sender, form):
    upload = SimpleUploadedFile("x.txt", b"text")
    upload.name = "<img src=x onerror=alert(1)>.txt"
    answer = sender.post(NEW, form | {"files": upload})
    assert answer.status_code == 422
    assert "<img src=x" not in answer.content.decode()


def test_those_who_do_not_send_have_no_form(observer, signer, approver):
    for person in (observer, signer, approver):
        assert person.get(NEW).status_code == 403
        assert person.post(NEW).status_code == 403
        assert person.get("/packages/new/recipient/").status_code == 403


def test_the_list_of_counterparties_is_the_workspaces_own(firm, sender):
    Counterparty.objects.create(workspace=factories.company().workspace, name="ООО «Чужой»", inn="7709991019")
    assert "Чужой" not in sender.page(NEW)
