"""A document enciphered to chosen people: they can open it, nobody else, and the hub cannot."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

from email import message_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import factories
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.registry.storage import store
from paraph.signing import sealing
from paraph.signing.models import SealedCopy
from paraph.trust.certificate import Certificate
from paraph.trust.enveloped import EnvelopedError, Mode, decrypt
from scenario import catcher, firm, mail, pki, sent  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def flow(sent, pki):
    """A document signed by both sides."""
    from paraph.channels.link import services as link

    package = sent()
    link.open_document(package.link)
    link.sign(package.link, pki.sign(factories.PARTNER_HEAD, factories.content(package.flow)), "file")
    return package.flow


@pytest.fixture
def version(firm):
    """A file nobody has signed."""
    return factories.document(firm, file_name="Договор.txt", data="Текст договора".encode()).current


@pytest.fixture
def drafted(version, firm):
    """Its docflow."""
    return factories.flows(factories.package(firm, [version.document]))[0]


def certificate(pki, name: str) -> Certificate:
    return Certificate.parse(pki.key(name).certificate)


def opened(pki, name: str, copy: SealedCopy) -> bytes:
    return decrypt(store().read(copy.blob_id), pki.key(name).key, certificate(pki, name))


@pytest.mark.parametrize("mode", [Mode.TRANSPORT.value, Mode.AGREE.value])
def test_only_the_chosen_open_it(version, pki, firm, mode):
    people = [certificate(pki, name) for name in (factories.PARTNER_HEAD, factories.OUR_HEAD)]
    copy = sealing.seal(version, people, firm.sender, mode=mode)
    original = store().read(version.blob_id)
    assert original not in store().read(copy.blob_id)
    for name in (factories.PARTNER_HEAD, factories.OUR_HEAD):
        assert opened(pki, name, copy) == original
    with pytest.raises(EnvelopedError):
        opened(pki, "person", copy)
    event = JournalEvent.objects.get(action="document:sealed")
    assert len(event.data["recipients"]) == 2


def test_certificates_seen_in_signatures_are_offered_the_partners_first(flow, pki):
    offered = sealing.seen(flow.version)
    assert [recipient.side for recipient, _certificate in offered] == ["R", "S"]
    assert offered[0][1] == certificate(pki, factories.PARTNER_HEAD)


def test_those_of_another_counterparty_are_not(flow, firm):
    from paraph.parties.models import Counterparty

    other = Counterparty.objects.create(workspace=firm.workspace, name="ООО «Другие»", inn="7709990015")
    stranger = factories.document(firm)
    stranger.counterparty = other
    stranger.save()
    assert sealing.seen(stranger.current) == []


@pytest.mark.parametrize("name", ["expired", "revoked"])
def test_a_certificate_that_is_not_in_force_gets_nothing(version, pki, firm, name):
    with pytest.raises(DomainError, match="не подходит"):
        sealing.seal(version, [certificate(pki, name)], firm.sender)
    assert not SealedCopy.objects.exists()


def test_a_certificate_of_an_unknown_authority_gets_nothing(version, firm, tmp_path_factory):
    other = factories.Pki.make(tmp_path_factory.mktemp("other"))
    with pytest.raises(DomainError, match="не подходит"):
        sealing.seal(version, [certificate(other, factories.PARTNER_HEAD)], firm.sender)


def test_the_page_seals_gives_and_sends(flow, pki, firm, mail):
    browser = Client()
    browser.force_login(firm.sender.user)
    address = f"/documents/{flow.pk}/seal/"
    partner = certificate(pki, factories.PARTNER_HEAD)
    assert partner.fingerprint in browser.get(address).content.decode()
    employee = SimpleUploadedFile("мой.cer", certificate(pki, factories.OUR_HEAD).raw)
    given = {"recipients": [partner.fingerprint], "certificates": [employee], "mode": "transport"}
    assert browser.post(address, given).status_code == 302
    copy = SealedCopy.objects.get()
    shown = browser.get(address).content.decode()
    assert "paraph decrypt" in shown
    data = b"".join(browser.get(f"/documents/{flow.pk}/sealed/{copy.pk}/").streaming_content)
    assert data == store().read(copy.blob_id)
    browser.post(f"/documents/{flow.pk}/sealed/{copy.pk}/send/", {"email": "reader@vasilek.example"})
    effects.run_due()
    letter = mail.letters("reader@vasilek.example")[0]
    assert "Зашифрованный документ" in letter.subject
    assert copy.file_name in letter.text
    attached = [part for part in message_from_bytes(letter.raw).walk() if part.get_filename()]
    assert [part.get_payload(decode=True) for part in attached] == [data]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"mode": "transport"}, "Выберите хотя бы одного получателя"),
        ({"mode": "transport", "recipients": ["0" * 64]}, "Выберите хотя бы одного получателя"),
        ({"mode": "transport", "certificates": [b"junk"]}, "не сертификат"),
        ({"mode": "magic", "take": True}, "Такого способа нет"),
    ],
    ids=["nobody", "unknown", "junk", "mode"],
)
def test_what_is_wrong_is_told(drafted, pki, firm, given, words):
    browser = Client()
    browser.force_login(firm.sender.user)
    given = dict(given)
    if given.pop("take", False):
        given["certificates"] = [certificate(pki, factories.PARTNER_HEAD).raw]
    if "certificates" in given:
        given["certificates"] = [SimpleUploadedFile("a.cer", data) for data in given["certificates"]]
    answer = browser.post(f"/documents/{drafted.pk}/seal/", given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SealedCopy.objects.exists()


def test_others_neither_seal_nor_see(drafted, pki, firm):
    flow = drafted
    copy = sealing.seal(flow.version, [certificate(pki, factories.PARTNER_HEAD)], firm.sender)
    observer, stranger = Client(), Client()
    observer.force_login(firm.hire("Смотрова Ольга Петровна", "observer").user)
    stranger.force_login(factories.company().sender.user)
    assert observer.get(f"/documents/{flow.pk}/seal/").status_code == 403
    assert stranger.get(f"/documents/{flow.pk}/seal/").status_code == 404
    assert stranger.get(f"/documents/{flow.pk}/sealed/{copy.pk}/").status_code == 404
