"""A partner's employee signs by link and brings the power of attorney along."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import factories
from paraph.authority.models import PowerOfAttorney
from paraph.signing import rechecks
from paraph.signing.models import Signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(sent):
    package = sent()
    Client().post(f"/g/{package.token}/open/")
    return package


def send(token: str, upload, **changes):
    files = {
        "poa": SimpleUploadedFile(upload.file_name, upload.xml),
        "poa_signature": SimpleUploadedFile("poa.sig", upload.signatures[0]),
        **changes,
    }
    return Client().post(f"/g/{token}/power/", {name: file for name, file in files.items() if file})


def sign(token: str, pki, flow) -> None:
    cms = pki.sign("partner_person", factories.content(flow))
    answer = Client().post(f"/g/{token}/sign/", {"signature": SimpleUploadedFile("d.sig", cms)})
    assert answer.status_code == 302


def authority_answer() -> str:
    return Signature.objects.get(side="R").verdict["facts"]["authority"]["answer"]


def page(token: str) -> str:
    text = Client().get(f"/g/{token}/").content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_brought_before_the_signature(firm, opened, power, pki, registry, client) -> None:
    upload = power("partner_person")
    client.upload(upload.xml, upload.signatures[0], upload.file_name)
    assert send(opened.token, upload).status_code == 302
    row = PowerOfAttorney.objects.get()
    assert (row.workspace, row.principal_inn) == (firm.workspace, firm.counterparty.inn)
    assert "Есть доверенность: Колосова Мария Викторовна" in page(opened.token)
    sign(opened.token, pki, opened.flow)
    assert authority_answer() == "yes"
    assert "Приложить доверенность" not in page(opened.token)


def test_brought_after_the_signature(opened, power, pki, registry, client) -> None:
    sign(opened.token, pki, opened.flow)
    assert authority_answer() == "undetermined"
    assert "Приложить доверенность" in page(opened.token)
    upload = power("partner_person")
    client.upload(upload.xml, upload.signatures[0], upload.file_name)
    assert send(opened.token, upload).status_code == 302
    rechecks.recheck_due(timezone.now())
    assert authority_answer() == "yes"


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("person", {}, "выдана другой стороной"),
        ("partner_person", {"poa": None}, "Выберите оба файла"),
        ("partner_person", {"poa_signature": SimpleUploadedFile("a.sig", b"x")}, "не читается"),
        ("partner_person", {"poa": SimpleUploadedFile("a.xml", b"<x/>")}, "не МЧД"),
    ],
)
def test_anything_else_is_refused_in_words(opened, power, name, changes, said) -> None:
    answer = send(opened.token, power(name), **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PowerOfAttorney.objects.exists()


def test_a_closed_link_takes_nothing(sent, power) -> None:
    package = sent()
    answer = send(package.token, power("partner_person"))  # not opened yet
    assert answer.status_code == 422
    assert not PowerOfAttorney.objects.exists()
