"""A package on its way: completed, checked, sent once, approved or returned, seen by those who may."""

from __future__ import annotations

import pytest
from pages_kit import draft, file, flow_of, rows_of_everything, text_document, words

import factories
from paraph.approval.models import ApprovalTask
from paraph.docflow import packages
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.parties.models import Employee
from paraph.registry.models import Document
from paraph.signing.models import SigningTask


@pytest.fixture
def unfinished(firm):
    """A draft with everything still to be mended."""
    bare = text_document(firm, "Акт", kind="act", number="", date=None, amount=None)
    return draft(firm, bare, signer=None, recipient_email="")


def test_a_draft_lists_everything_to_mend_with_the_way_there(sender, unfinished):
    page = sender.get(f"/packages/{unfinished.pk}/")
    text, html = words(page), page.content.decode()
    document = flow_of(unfinished).document_id
    for fault in ("укажите номер", "укажите дату", "укажите сумму", "Выберите, кто подписывает"):
        assert fault in text
    assert "Укажите адрес электронной почты получателя" in text
    for anchor in (f"number-d{document}", f"amount-d{document}", "signer", "recipient_email"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


def test_what_is_mended_leaves_the_list_at_once(firm, sender, unfinished):
    flow = flow_of(unfinished)
    answer = sender.post(
        f"/documents/{flow.pk}/attributes/",
        {"number": "17/1", "date": "2026-11-20", "amount": "1 250 000,50"},
        htmx=True,
    )
    text = words(answer)
    assert answer.status_code == 200
    assert "Сохранено" in text
    assert "укажите номер" not in text
    assert "Выберите, кто подписывает" in text
    document = Document.objects.get(pk=flow.document_id)
    assert (document.kind, document.number, str(document.amount)) == ("act", "17/1", "1250000.50")
    sender.post(
        f"/packages/{unfinished.pk}/",
        {"signer": firm.signer.pk, "recipient_email": factories.PARTNER_EMAIL, "title": "Акты за ноябрь"},
    )
    page = sender.page(f"/packages/{unfinished.pk}/")
    assert "Проверки пройдены" in page
    assert "Акты за ноябрь" in page


def test_the_automatic_title_follows_the_number_and_a_chosen_one_stays(firm, sender):
    package = draft(firm, factories.document(firm, file_name="скан.txt", data=b"a", number="", date=None))
    flow = flow_of(package)
    address = f"/documents/{flow.pk}/attributes/"
    sender.post(address, {"number": "17", "date": "2026-11-20"})
    assert Document.objects.get().title == "Договор № 17 от 20.11.2026"
    sender.post(address, {"title": "Договор № 17 от 20.11.2026", "number": "18"})
    assert Document.objects.get().title == "Договор № 18 от 20.11.2026"
    sender.post(address, {"title": "Рамочный договор"})
    sender.post(address, {"number": "19"})
    assert Document.objects.get().title == "Рамочный договор"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("amount", "-5", "не может быть отрицательной"),
        ("amount", "сто рублей", "Укажите сумму числом"),
        ("amount", "1.234", "например 1250000,50"),
        ("amount", "9" * 17, "Укажите сумму числом"),
        ("date", "31.02.2026", "Укажите дату"),
        ("date", "вчера", "Укажите дату"),
        ("kind", "пакт", "Выберите вид документа"),
        ("currency", "РУБ", "Выберите валюту"),
        ("number", "9" * 101, "Не длиннее 100"),
        ("valid_until", "2020-01-01", "раньше даты начала"),
    ],
)
def test_a_wrong_attribute_is_refused_and_nothing_changes(firm, sender, field, value, reason):
    flow = flow_of(draft(firm, text_document(firm, "Договор")))
    before = Document.objects.values().get()
    data = {"valid_from": "2026-01-01", field: value}
    plain = sender.post(f"/documents/{flow.pk}/attributes/", data)
    live = sender.post(f"/documents/{flow.pk}/attributes/", data, htmx=True)
    for answer in (plain, live):
        assert answer.status_code == 422
        assert reason in words(answer)
    assert Document.objects.values().get() == before


def test_the_kind_decides_who_signs(firm, sender):
    flow = flow_of(draft(firm, text_document(firm, "Счёт", kind="other")))
    sender.post(f"/documents/{flow.pk}/attributes/", {"kind": "invoice"})
    flow.refresh_from_db()
    assert flow.machine == "NONFORM_ONE_SIDED"


def test_sending_an_unfinished_package_shows_every_fault_and_changes_nothing(sender, unfinished):
    before = rows_of_everything()
    answer = sender.post(f"/packages/{unfinished.pk}/submit/")
    assert answer.status_code == 422
    assert "укажите номер" in words(answer)
    assert rows_of_everything() == before
    assert flow_of(unfinished).status == "DRAFT"


def test_sending_twice_sends_once(firm, sender):
    package = draft(firm)
    for _click in range(2):
        assert sender.post(f"/packages/{package.pk}/submit/")["Location"] == f"/packages/{package.pk}/"
    assert SigningTask.objects.count() == 1
    assert Effect.objects.filter(kind="notifications.mail").count() <= 1
    assert "Пакет уже отправлен" in sender.page(f"/packages/{package.pk}/")


def test_files_are_added_to_a_draft_all_or_none(firm, sender):
    package = draft(firm, text_document(firm, "Договор"))
    address = f"/packages/{package.pk}/documents/"
    refused = sender.post(address, {"files": [file("Акт.txt", b"text"), file("пусто.txt")]})
    assert refused.status_code == 422
    assert "пусто.txt" in words(refused)
    assert package.docflows.count() == 1
    sender.post(address, {"files": [file("Акт.txt", b"text"), file("Счёт.txt", b"more")]})
    kinds = [flow.document.kind for flow in factories.flows(package)]
    assert kinds == ["contract", "act", "invoice"]


def test_what_is_on_its_way_cannot_be_changed(firm, sender):
    package = draft(firm)
    packages.submit(package, firm.sender)
    flow = flow_of(package)
    for address, data in (
        (f"/packages/{package.pk}/", {"title": "Другое", "signer": firm.signer.pk}),
        (f"/packages/{package.pk}/documents/", {"files": file("Акт.txt", b"text")}),
        (f"/documents/{flow.pk}/attributes/", {"number": "99"}),
    ):
        answer = sender.post(address, data)
        assert answer.status_code == 422
        assert "Пакет уже отправлен" in words(answer)
    assert package.docflows.count() == 1
    assert Document.objects.get(pk=flow.document_id).number == "17"


def test_a_withdrawn_document_does_not_lock_the_rest_of_a_draft(firm, sender):
    package = draft(firm, text_document(firm, "Лишний", number=""), text_document(firm, "Нужный"))
    extra, wanted = factories.flows(package)
    sender.post(f"/documents/{extra.pk}/withdraw/", {"reason": "Приложен по ошибке."})
    sender.post(f"/documents/{wanted.pk}/attributes/", {"number": "18"})
    sender.post(f"/packages/{package.pk}/submit/")
    assert [flow.status for flow in factories.flows(package)] == ["CANCELLED", "ON_SIGNING"]


@pytest.fixture
def approving(firm) -> Package:
    package = draft(firm, text_document(firm, "Договор"), route=firm.route())
    packages.submit(package, firm.sender)
    return package


def test_the_approver_agrees_and_the_signer_is_asked(approver, sender, approving):
    assert "просит согласовать" in approver.page(f"/packages/{approving.pk}/")
    assert "просит согласовать" not in sender.page(f"/packages/{approving.pk}/")
    approver.post(
        f"/packages/{approving.pk}/decide/", {"decision": "approve", "comment": "Условия проверены."}
    )
    assert flow_of(approving).status == "ON_SIGNING"
    page = sender.page(f"/packages/{approving.pk}/")
    assert "согласовано" in page
    assert "Условия проверены." in page


def test_a_return_needs_a_comment_and_reaches_the_sender(approver, sender, approving):
    address = f"/packages/{approving.pk}/decide/"
    refused = approver.post(address, {"decision": "return", "comment": "  "})
    assert refused.status_code == 422
    assert "Напишите, что исправить" in words(refused)
    assert flow_of(approving).status == "ON_APPROVAL"
    approver.post(address, {"decision": "return", "comment": "Не та сумма."})
    assert flow_of(approving).status == "DRAFT"
    tasks = sender.page("/tasks/")
    assert "Возвращён на доработку" in tasks
    assert "Не та сумма." in tasks
    again = sender.post(f"/packages/{approving.pk}/submit/")
    assert again.status_code == 302
    assert flow_of(approving).status == "ON_APPROVAL"
    assert "Не та сумма." in sender.page(f"/packages/{approving.pk}/")


def test_a_decision_is_taken_once(approver, approving):
    address = f"/packages/{approving.pk}/decide/"
    approver.post(address, {"decision": "approve"})
    again = approver.post(address, {"decision": "return", "comment": "Передумал."})
    assert again.status_code == 422
    assert "Решение по пакету уже принято" in words(again)
    assert flow_of(approving).status == "ON_SIGNING"


def test_only_the_approver_decides(sender, signer, observer, approving):
    address = f"/packages/{approving.pk}/decide/"
    assert sender.post(address, {"decision": "approve"}).status_code == 422
    assert signer.post(address, {"decision": "approve"}).status_code == 422
    assert observer.post(address, {"decision": "approve"}).status_code == 403
    assert flow_of(approving).status == "ON_APPROVAL"


def test_a_deputy_decides_and_is_named(firm, at, sender, approving):
    deputy = firm.hire("Замещалов Захар Ильич", "head")
    Employee.objects.filter(pk=firm.approver.pk).update(deputy=deputy)
    browser = at(deputy)
    assert "вы решаете за: Начальников" in browser.page("/tasks/")
    assert "Вы решаете за: Начальников" in browser.page(f"/packages/{approving.pk}/")
    browser.post(f"/packages/{approving.pk}/decide/", {"decision": "approve"})
    assert ApprovalTask.objects.get().decided_by == deputy
    assert "решил(а) Замещалов Захар Ильич, заместитель" in sender.page(f"/packages/{approving.pk}/")


def test_a_deputy_whose_term_is_over_does_not(firm, at, approving):
    deputy = firm.hire("Замещалов Захар Ильич", "head")
    Employee.objects.filter(pk=firm.approver.pk).update(deputy=deputy, deputy_until="2020-01-01")
    assert "вы решаете за" not in at(deputy).page("/tasks/")
    assert at(deputy).post(f"/packages/{approving.pk}/decide/", {"decision": "approve"}).status_code == 422


def test_a_decision_that_is_neither_is_refused(approver, approving):
    answer = approver.post(f"/packages/{approving.pk}/decide/", {"decision": "maybe"})
    assert answer.status_code == 422
    assert flow_of(approving).status == "ON_APPROVAL"


def test_an_observer_sees_a_draft_and_can_touch_nothing(firm, observer):
    package = draft(firm, text_document(firm, "Договор"))
    page = observer.get(f"/packages/{package.pk}/").content.decode()
    assert "Договор" in page
    assert "/submit/" not in page
    assert "/attributes/" not in page
    flow = flow_of(package)
    for address in (
        f"/packages/{package.pk}/submit/",
        f"/packages/{package.pk}/documents/",
        f"/packages/{package.pk}/",
        f"/documents/{flow.pk}/attributes/",
        f"/documents/{flow.pk}/withdraw/",
        f"/documents/{flow.pk}/again/",
        f"/documents/{flow.pk}/links/",
    ):
        assert observer.post(address, {"reason": "x", "title": "y"}).status_code == 403, address
    flow.refresh_from_db()
    assert flow.status == "DRAFT"
    assert Docflow.objects.count() == 1


def test_a_foreign_package_does_not_exist(firm, elsewhere):
    package = draft(firm)
    for what in ("", "checks/"):
        assert elsewhere.get(f"/packages/{package.pk}/{what}").status_code == 404
    for what in ("", "submit/", "decide/", "documents/"):
        data = {"decision": "approve", "files": file("a.txt", b"a")}
        assert elsewhere.post(f"/packages/{package.pk}/{what}", data).status_code == 404
    assert flow_of(package).status == "DRAFT"


def test_the_page_costs_the_same_for_one_document_and_for_many(
    firm, sender, django_assert_num_queries, django_assert_max_num_queries
):
    one = draft(firm, text_document(firm, "Договор"))
    many = draft(firm, *[text_document(firm, f"Договор {number}") for number in range(8)])
    for package in (one, many):
        packages.submit(package, firm.sender)
    with django_assert_max_num_queries(25) as few:
        sender.get(f"/packages/{one.pk}/")
    with django_assert_num_queries(len(few)):
        sender.get(f"/packages/{many.pk}/")


def test_the_signer_of_a_sent_package_is_changed(firm, sender, observer):
    package = draft(firm, factories.document(firm))
    packages.submit(package, firm.sender)
    other = firm.hire("Заместителев Зиновий", "signer")
    address = f"/packages/{package.pk}/signer/"
    assert observer.post(address, {"signer": other.pk}).status_code == 403
    assert sender.post(address, {"signer": "0"}).status_code == 404
    not_a_signer = sender.post(address, {"signer": firm.approver.pk})
    assert not_a_signer.status_code == 422
    assert "подписант" in words(not_a_signer)
    assert sender.post(address, {"signer": other.pk}).status_code == 302
    assert SigningTask.objects.get(package_id=package.pk, state="waiting").employee == other


def test_the_address_of_a_sent_package_is_corrected(sender, sent, mail):
    package = sent().package
    address = f"/packages/{package.pk}/recipient/"
    wrong = sender.post(address, {"recipient_email": "не адрес", "recipient_name": ""})
    assert wrong.status_code == 422
    assert "электронной почты" in words(wrong)
    good = {"recipient_email": "right@vasilek.example", "recipient_name": "Верный"}
    assert sender.post(address, good).status_code == 302
    effects.run_due()
    assert mail.tokens("right@vasilek.example")
    assert "right@vasilek.example" in sender.page(f"/packages/{package.pk}/")
