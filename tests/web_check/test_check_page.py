"""Anybody drops files on the check page and reads what is known of their signatures."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paraph.effects.models import LimitedKey
from paraph.registry.models import Blob

pytestmark = pytest.mark.django_db

DOCUMENT = "Договор № 7".encode()


@pytest.fixture
def guest(firm):
    return Guest(Client())


class Guest:
    def __init__(self, browser):
        self.browser = browser

    def drop(self, files, **fields):
        uploads = [SimpleUploadedFile(name, data) for name, data in files.items()]
        return self.browser.post("/check/", {"files": uploads, **fields})

    def reads(self, files, **fields):
        response = self.drop(files, **fields)
        assert response.status_code == 200, response.content.decode()
        return response.content.decode()

    def verdicts(self, files, **fields):
        """What the page offers for download as data."""
        page = self.drop(files, **fields)
        stamp = page.content.decode().partition('name="stamp" value="')[2].partition('"')[0]
        answer = self.browser.post("/check/report/", {"stamp": stamp, "format": "json"})
        return json.loads(answer.content)["results"]


def test_document_and_its_signature_are_judged_without_an_account_and_not_kept(guest, pki):
    before = Blob.objects.count()
    page = guest.reads({"договор.txt": DOCUMENT, "договор.txt.sig": pki.sign("head", DOCUMENT)})
    assert "Подпись верна" in page
    assert "не сертифицированное средство" in page
    assert Blob.objects.count() == before


def test_each_signature_finds_its_document_whatever_the_names(guest, pki):
    other = b"Another document"
    found = guest.verdicts(
        {
            "1.bin": DOCUMENT,
            "2.bin": other,
            "b.sig": pki.sign("head", other),
            "a.sig": pki.sign("partner_head", DOCUMENT),
        }
    )
    pairs = {(item["content"], item["signature"]) for item in found}
    assert pairs == {("1.bin", "a.sig"), ("2.bin", "b.sig")}
    assert {verdict["headline"] for item in found for verdict in item["verdicts"]} == {"valid"}


def test_changed_document_is_not_valid_and_says_why(guest, pki):
    page = guest.reads({"a.txt": DOCUMENT + b"!", "a.txt.sig": pki.sign("head", DOCUMENT)})
    assert "Подпись не верна" in page
    assert "Файл изменён после подписания" in page


def test_signature_without_its_document_is_undetermined_and_asks_for_it(guest, pki):
    page = guest.reads({"a.sig": pki.sign("head", DOCUMENT)})
    assert "добавьте файл, который подписан" in page
    assert "Подпись верна" not in page


@pytest.mark.parametrize("files", [{}, {"a.txt": DOCUMENT}, {"a.sig": b"\x30\x03\x02\x01\x01"}])
def test_files_without_a_signature_are_refused_in_words(guest, files):
    response = guest.drop(files)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Выберите документ" in page or "нет электронной подписи" in page


def test_wrong_inn_of_the_party_is_named(guest, pki):
    response = guest.drop({"a": DOCUMENT, "a.sig": pki.sign("head", DOCUMENT)}, party_inn="123")
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_head_needs_no_power_of_attorney_a_clerk_does(guest, pki, firm):
    inn = firm.signer.organization.inn
    [head] = guest.verdicts({"a": DOCUMENT, "a.sig": pki.sign("head", DOCUMENT)}, party_inn=inn)
    [clerk] = guest.verdicts({"a": DOCUMENT, "a.sig": pki.sign("person", DOCUMENT)}, party_inn=inn)
    authority = [item["verdicts"][0]["facts"]["authority"]["answer"] for item in (head, clerk)]
    assert authority == ["yes", "undetermined"]


def test_result_becomes_a_protocol(guest, pki):
    page = guest.reads({"a": DOCUMENT, "a.sig": pki.sign("head", DOCUMENT)})
    stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
    answer = guest.browser.post("/check/report/", {"stamp": stamp, "format": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_invented_result_becomes_no_protocol(guest):
    answer = guest.browser.post("/check/report/", {"stamp": "eyJ9:1abc:xyz", "format": "pdf"})
    assert answer.status_code == 422
    assert "Проверьте файлы ещё раз" in answer.content.decode()


def test_too_many_checks_in_a_row_are_held_up(guest, pki):
    files = {"a": DOCUMENT, "a.sig": pki.sign("head", DOCUMENT)}
    answers = [guest.drop(files).status_code for _number in range(12)]
    assert answers[:10] == [200] * 10
    assert 422 in answers[10:]
    assert LimitedKey.objects.filter(key__startswith="check:").exists()


def test_files_larger_than_the_limit_are_refused_before_they_are_read(guest, settings):
    settings.MAX_CHECK_BYTES = 1024
    response = guest.drop({"a": b"x" * 400_000})
    assert response.status_code == 413


def test_installation_may_close_the_page_to_guests(guest, settings):
    settings.CHECK_PAGE_FOR_GUESTS = False
    assert guest.browser.get("/check/").status_code == 302
    assert guest.browser.post("/check/report/").status_code == 302
