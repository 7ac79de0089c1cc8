"""The pages about powers of attorney, as people of several roles use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from authority_kit import Registry, answer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import factories
from paraph.authority import ports
from paraph.authority.models import PowerOfAttorney, State
from paraph.docflow import packages
from paraph.sandbox.pki import people

pytestmark = pytest.mark.django_db


def words(answered) -> str:
    """What a person reads in an answer."""
    text = re.sub(r"<(script|style|svg|template).*?</\1>", " ", answered.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


@dataclass
class Person:
    """A signed-in browser."""

    client: Client

    def get(self, address: str):
        return self.client.get(address)

    def post(self, address: str, data: dict | None = None):
        return self.client.post(address, data or {})

    def page(self, address: str) -> str:
        answered = self.get(address)
        assert answered.status_code == 200, answered.status_code
        return words(answered)


def at(employee) -> Person:
    client = Client()
    client.force_login(employee.user)
    return Person(client)


@pytest.fixture
def sender(firm) -> Person:
    return at(firm.sender)


@pytest.fixture
def asked():
    """The registry answers «revoked»."""
    ports.set_registry(Registry(answer("REVOKED", timezone.now(), "по заявлению")))
    yield
    ports.set_registry(None)


def files(upload) -> dict:
    return {
        "xml": SimpleUploadedFile(upload.file_name, upload.xml),
        "signature": [SimpleUploadedFile("poa.sig", signature) for signature in upload.signatures],
    }


def test_empty_list_says_what_to_do(sender) -> None:
    page = sender.page("/powers/")
    assert "Доверенностей ещё нет" in page
    assert "Добавить доверенность" in page


def test_uploaded_checked_and_shown_in_words(firm, sender, power) -> None:
    answered = sender.post("/powers/new/", files(power("person")))
    row = PowerOfAttorney.objects.get()
    assert answered["Location"] == f"/powers/{row.pk}/"
    page = sender.page(f"/powers/{row.pk}/")
    for text in (
        people.EMPLOYEE.full_name, firm.organization.name, firm.organization.inn, row.number,
        "Подписывать договоры", "BTBO_00000004", "без права передоверия", "Подпись доверителя",
        "реестр не спрошен", people.HEAD.full_name,
    ):  # fmt: skip
        assert text in page, text
    listing = sender.page("/powers/")
    assert people.EMPLOYEE.full_name in listing
    assert "Ничего не нашлось" in sender.page("/powers/?q=василёк")
    assert people.EMPLOYEE.full_name in sender.page(f"/powers/?q={row.number[:13]}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda sent: sent.pop("xml"), "Выберите файл доверенности"),
        (lambda sent: sent.pop("signature"), "Выберите файл подписи доверенности"),
        (lambda sent: sent.update(xml=SimpleUploadedFile("a.xml", b"<a/>")), "не МЧД"),
        (lambda sent: sent.update(signature=SimpleUploadedFile("a.sig", b"x")), "не читается"),
        (lambda sent: sent.update(xml=SimpleUploadedFile("a.xml", b"x" * 1_200_000)), "больше 1 МБ"),
    ],
)
def test_refusal_stands_at_its_field(sender, power, change, said) -> None:
    sent = files(power("person"))
    change(sent)
    answered = sender.post("/powers/new/", sent)
    assert answered.status_code == 422
    assert said in words(answered)
    assert not PowerOfAttorney.objects.exists()


def test_files_come_back_exactly(sender, keep, power) -> None:
    row = keep()
    signature = row.signatures.get()
    for address, data in (
        (f"/powers/{row.pk}/file/", power("person").xml),
        (f"/powers/{row.pk}/signatures/{signature.pk}/", power("person").signatures[0]),
    ):
        answered = sender.get(address)
        assert b"".join(answered.streaming_content) == data
        assert "attachment" in answered["Content-Disposition"]
    assert sender.get(f"/powers/{row.pk}/signatures/{signature.pk + 1}/").status_code == 404


def test_registry_is_asked_at_once(sender, keep, asked) -> None:
    row = keep()
    assert sender.post(f"/powers/{row.pk}/refresh/").status_code == 302
    page = sender.page(f"/powers/{row.pk}/")
    assert "Реестр ответил: отозвана" in page
    assert "по заявлению" in page
    row.refresh_from_db()
    assert row.state == State.REVOKED


def test_registry_not_connected_is_said_with_the_link(sender, keep) -> None:
    row = keep()
    sender.post(f"/powers/{row.pk}/refresh/")
    answered = sender.get(f"/powers/{row.pk}/")
    assert "не подключён" in words(answered)
    assert f"https://m4d.nalog.gov.ru/emchd/check-status?guid={row.number}" in answered.content.decode()


def test_administrator_notes_a_revocation(sender, keep) -> None:
    row = keep()
    form = {"revoked_on": timezone.localdate().isoformat(), "reason": ""}
    answered = sender.post(f"/powers/{row.pk}/revoked/", form)
    assert (answered.status_code, "Укажите, откуда известно" in words(answered)) == (422, True)
    for day in ("завтра", "0001-01-01", "9999-12-31", "2999-01-01"):
        bad = sender.post(f"/powers/{row.pk}/revoked/", {"revoked_on": day, "reason": "да"})
        assert bad.status_code == 422, day
    row.refresh_from_db()
    assert row.state == State.UNREACHABLE
    assert sender.post(f"/powers/{row.pk}/revoked/", {**form, "reason": "Звонок"}).status_code == 302
    page = sender.page(f"/powers/{row.pk}/")
    assert "отозвана" in page
    assert "Звонок" in page


def test_soon_and_over_are_seen(sender, keep) -> None:
    keep()
    for days, said in ((10, "скоро закончится"), (-1, "срок истёк")):
        PowerOfAttorney.objects.update(expires=timezone.localdate() + timedelta(days=days))
        assert said in sender.page("/powers/")


def test_who_may_do_what(firm, keep, power) -> None:
    row = keep()
    observer, signer = at(firm.hire("Смотрова Ольга Петровна", "observer")), at(firm.signer)
    assert row.number in observer.page(f"/powers/{row.pk}/")
    for address in ("/powers/new/", f"/powers/{row.pk}/refresh/", f"/powers/{row.pk}/revoked/"):
        assert observer.post(address).status_code == 403
    assert signer.get("/powers/new/").status_code == 200
    assert signer.post(f"/powers/{row.pk}/revoked/").status_code == 403


def test_another_workspace_sees_nothing(other_firm, keep) -> None:
    row = keep()
    stranger = at(other_firm.sender)
    assert row.number not in stranger.page("/powers/")
    for name in ("poa", "poa-file"):
        assert stranger.get(reverse(name, args=[row.pk])).status_code == 404
    for name in ("poa-refresh", "poa-revoked"):
        assert stranger.post(reverse(name, args=[row.pk])).status_code == 404
    signature = row.signatures.get()
    assert stranger.get(reverse("poa-signature", args=[row.pk, signature.pk])).status_code == 404


def test_visitor_signs_in_first(keep) -> None:
    row = keep()
    for address in ("/powers/", "/powers/new/", f"/powers/{row.pk}/"):
        assert Client().get(address)["Location"] == f"/sign-in/?next={address}"


def test_events_are_in_the_journal_in_words(firm, sender, keep) -> None:
    row = keep()
    page = sender.page("/journal/")
    assert "Добавлена доверенность" in page
    assert row.number in page


def test_taken_from_the_registry(sender, firm, power, registry, client) -> None:
    upload = power("person")
    client.upload(upload.xml, upload.signatures[0], upload.file_name)
    assert "Взять из реестра" in sender.page("/powers/new/")
    number = upload.file_name.removesuffix(".xml")[-36:]
    refused = sender.post("/powers/new/", {"number": number, "principal_inn": ""})
    assert (refused.status_code, number in refused.content.decode()) == (422, True)
    form = {"number": number, "principal_inn": firm.organization.inn}
    assert sender.post("/powers/new/", form).status_code == 302
    assert PowerOfAttorney.objects.get().number == number


def test_registry_not_connected_offers_files_only(sender) -> None:
    assert "Взять из реестра" not in sender.page("/powers/new/")


def test_open_authority_is_seen_on_the_document(sender, firm, employee, pki) -> None:
    package = factories.package(firm, [factories.document(firm)], signer=employee)
    packages.submit(package, firm.sender)
    factories.sign_ours(pki, package, "person")
    flow = factories.flows(package)[0]
    page = sender.page(f"/documents/{flow.pk}/")
    assert "Полномочия не подтверждены. Чтобы подпись" in page
