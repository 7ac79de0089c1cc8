"""What the partner does with a link: opens, reads, signs or declines, without an account."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import factories
from paraph.channels.link.handlers import Invite
from paraph.channels.link.models import GuestLink
from paraph.docflow.models import Docflow
from paraph.effects import services as effects
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.signing.models import Signature, SigningTask
from scenario import run_again

IN_PAGE = {"HX-Request": "true", "Accept": "text/html"}


def test_partner_opens_reads_and_uploads_a_signature_of_their_own_program(firm, sent, guest):
    package = sent()
    assert package.flow.status == "SENT"

    cover = guest.get(package.token)
    assert cover.status_code == 200
    assert "Открыть документ" in cover.text
    assert firm.organization.name in cover.text

    assert guest.open(package.token).headers["Location"] == f"/g/{package.token}/"
    assert package.flow.status == "WAITING_RESPONSE"
    page = guest.get(package.token)
    assert f'href="/g/{package.token}/file/"' in page.text
    assert f'action="/g/{package.token}/sign/"' in page.text

    assert guest.sign(package.token).status_code == 302
    assert package.flow.status == "COMPLETED"
    assert "Вы подписали документ" in guest.get(package.token).text
    assert Signature.objects.get(side="R").method == "file"
    assert list(journal.verify()) == []


def test_partner_signs_in_the_page_and_is_sent_to_the_result(sent, guest):
    package = sent()
    guest.open(package.token)
    answer = guest.sign(package.token, **IN_PAGE)
    assert answer.status_code == 200
    assert answer.json() == {"redirect": f"/g/{package.token}/"}
    assert Signature.objects.get(side="R").method == "browser-key"


@pytest.mark.parametrize(
    ("stated", "known"), [("cryptopro-plugin", "cryptopro-plugin"), ("Госключ", "browser-key")]
)
def test_partner_signs_with_the_plug_in_and_no_invented_way_is_remembered(sent, guest, stated, known):
    package = sent()
    guest.open(package.token)
    page = guest.get(package.token).content.decode()
    form = page[page.index("data-plugin-sign") :].split("</form>")[0]
    assert f'data-document-sha256="{package.flow.version.blob_id}"' in form
    cms = SimpleUploadedFile("document.sig", guest.signature(package.token))
    guest.post(package.token, "sign", {"signature": cms, "method": stated}, **IN_PAGE)
    assert Signature.objects.get(side="R").method == known


def test_partner_declines_with_a_reason_the_sender_reads(sent, guest):
    package = sent()
    guest.open(package.token)
    guest.post(package.token, "decline", {"reason": "Цена  другая."})
    assert package.flow.status == "REJECTED"
    assert package.flow.reason == "Цена  другая."
    result = guest.get(package.token).text
    assert "Вы отказались от подписи" in result
    assert "Цена  другая." in result


def test_a_letter_scanner_that_looks_at_every_address_delivers_nothing(sent, guest):
    package = sent()
    for what in ("", "file/", "pages/1/", "protocol/", "bundle/", "open/", "sign/", "decline/"):
        guest.get(package.token, what)
        guest.client.head(f"/g/{package.token}/{what}")
    assert package.flow.status == "SENT"
    assert GuestLink.objects.get().opened_at is None


def test_the_file_is_not_given_before_the_document_is_opened(sent, guest):
    package = sent()
    refused = guest.get(package.token, "file/")
    assert refused.status_code == 422
    assert "Сначала откройте документ" in refused.text


def test_partner_is_faster_than_the_worker_that_reports_the_letter(firm, pki, mail, guest, monkeypatch):
    """The worker dies between the letter and its report; the partner already opens and signs."""
    reported = Invite.settle
    monkeypatch.setattr(Invite, "settle", lambda *args: (_ for _ in ()).throw(ConnectionError("killed")))
    package = factories.send(firm, pki, [factories.document(firm)])
    effects.run_due()
    token = mail.tokens()[0]
    (flow,) = factories.flows(package)
    assert flow.status == "SENDING"

    guest.open(token)
    guest.sign(token)
    monkeypatch.setattr(Invite, "settle", reported)
    run_again("link.invite")

    (flow,) = factories.flows(package)
    assert flow.status == "COMPLETED"
    steps = [event.action for event in JournalEvent.objects.filter(docflow_id=flow.pk).order_by("seq")]
    assert (
        steps.index("docflow:accept")
        < steps.index("docflow:deliver")
        < steps.index("docflow:response_accepted")
    )
    invitations = [letter for letter in mail.letters(factories.PARTNER_EMAIL) if "направляет" in letter.text]
    assert len(invitations) == 1


def test_partner_opens_an_invoice_that_needs_no_signature(sent, guest):
    package = sent("invoice")
    guest.open(package.token)
    assert package.flow.status == "COMPLETED"
    page = guest.get(package.token).text
    assert "Подпись не нужна" in page
    assert "Подписать ключом" not in page
    refused = guest.upload(package.token, b"0", **IN_PAGE)
    assert refused.status_code == 422
    assert refused.json() == {"error": "По этому документу ваша подпись не нужна."}


def test_partner_gets_one_letter_for_a_package_and_goes_from_document_to_document(sent, guest, mail):
    package = sent("contract", "act", "invoice")
    assert len(package.tokens) == 3
    assert len(mail.letters(factories.PARTNER_EMAIL)) == 1
    contract, act, invoice = package.tokens

    cover = guest.get(contract).text
    assert all(f"/g/{token}/" in cover for token in (act, invoice))
    guest.open(contract)
    assert package.statuses == ["WAITING_RESPONSE", "SENT", "SENT"]

    guest.post(contract, "open", {"all": "1"})
    assert package.statuses == [
        "WAITING_RESPONSE",
        "WAITING_RESPONSE",
        "COMPLETED",
    ]
    page = guest.get(act).text
    assert "data-documents=" in page  # both can be signed at once
    guest.sign(contract)
    assert f'href="/g/{act}/">Следующий документ' in guest.get(contract).text
    assert "data-documents=" not in guest.get(act).text


def test_signing_twice_and_declining_after_signing_change_nothing(sent, guest):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    guest.upload(package.token, cms)
    before = list(SigningTask.objects.values()), list(Docflow.objects.values())

    for answer in (
        guest.upload(package.token, cms),
        guest.post(package.token, "decline", {"reason": "Передумали"}),
    ):
        assert answer.status_code == 422
        assert "Вы уже ответили по этому документу" in answer.text
    assert (list(SigningTask.objects.values()), list(Docflow.objects.values())) == before
    assert Signature.objects.filter(side="R").count() == 1


def test_signing_after_declining_changes_nothing(sent, guest):
    package = sent()
    guest.open(package.token)
    cms = guest.signature(package.token)
    guest.post(package.token, "decline", {"reason": "Нет"})
    assert "Вы уже ответили" in guest.upload(package.token, cms).text
    assert package.flow.status == "REJECTED"
    assert not Signature.objects.filter(side="R").exists()


def test_partner_must_open_before_answering(sent, guest):
    package = sent()
    for answer in (
        guest.upload(package.token, b"x"),
        guest.post(package.token, "decline", {"reason": "Нет"}),
    ):
        assert answer.status_code == 422
        assert "Сначала откройте документ" in answer.text
    assert package.flow.status == "SENT"


def test_partner_declines_without_a_reason(sent, guest):
    package = sent()
    guest.open(package.token)
    answer = guest.post(package.token, "decline", {"reason": "  "})
    assert answer.status_code == 422
    assert "Напишите причину отказа" in answer.text
    assert package.flow.status == "WAITING_RESPONSE"


def test_partner_sends_the_form_without_a_file(sent, guest):
    package = sent()
    guest.open(package.token)
    answer = guest.post(package.token, "sign")
    assert answer.status_code == 422
    assert "Выберите файл подписи" in answer.text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("head", "Выберите сертификат этой стороны"),  # the sender's own director
        ("expired", "Подпись не принята"),
        ("revoked", "Подпись не принята"),
    ],
)
def test_a_certificate_that_may_not_answer_is_refused_and_nothing_changes(sent, guest, who, words):
    package = sent()
    guest.open(package.token)
    answer = guest.upload(package.token, guest.signature(package.token, who), **IN_PAGE)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert package.flow.status == "WAITING_RESPONSE"
    assert package.link.used_at is None


def test_a_sig_of_another_file_is_refused(sent, guest, pki):
    package = sent("contract", "act")
    for token in package.tokens:
        guest.open(token)
    of_the_act = guest.signature(package.tokens[1])
    answer = guest.upload(package.tokens[0], of_the_act)
    assert answer.status_code == 422
    assert "Подпись не принята" in answer.text
    for rubbish in (b"", b"not a signature", b"\x30\x82" + b"\x00" * 100):
        assert guest.upload(package.tokens[0], rubbish).status_code == 422
    assert package.statuses == ["WAITING_RESPONSE"] * 2
    assert not Signature.objects.filter(side="R").exists()


def test_what_is_too_large_or_too_often_is_refused_before_it_is_read(sent, guest, settings):
    package = sent()
    guest.open(package.token)
    large = guest.upload(package.token, b"x" * (settings.MAX_SIGNATURE_BYTES + 100_000), **IN_PAGE)
    assert large.status_code == 413
    assert "больше 1 МБ" in large.json()["error"]
    answers = [guest.upload(package.token, b"x", **IN_PAGE).status_code for _try in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert guest.get(package.token).status_code == 200  # reading goes on


def test_result_page_offers_every_file_of_the_proof(sent, guest):
    package = sent()
    guest.open(package.token)
    original = guest.download(package.token)
    cms = guest.signature(package.token)
    guest.upload(package.token, cms)
    effects.run_due()  # the archive is built

    page = guest.get(package.token).text
    assert "Подпись верна" in page
    assert original == factories.content(package.flow)
    files = {}
    for signature in Signature.objects.all():
        assert f"/g/{package.token}/signatures/{signature.pk}/" in page
        files[signature.side] = guest.download(package.token, f"signatures/{signature.pk}/")
    assert files["R"] == cms
    assert guest.download(package.token, "protocol/").startswith(b"%PDF")
    assert guest.download(package.token, "bundle/").startswith(b"PK")


def test_pages_of_the_document_are_shown_as_pictures(sent, guest):
    package = sent()
    guest.open(package.token)
    assert f'src="/g/{package.token}/pages/1/"' in guest.get(package.token).text
    picture = guest.get(package.token, "pages/1/")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    assert guest.get(package.token, "pages/99/").status_code == 422
