"""A document's page: where it stands, what comes next, its files and proofs, and the sender's steps."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pages_kit import draft, flow_of, sign_one, task_of, text_document, words

import factories
from paraph.archive import wording
from paraph.channels.link import services as link
from paraph.docflow import packages
from paraph.docflow.machine import status_titles
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.journal import actors
from paraph.journal.services import SERVER_CLOCK
from paraph.registry import pictures
from paraph.registry.models import DocumentLink
from paraph.registry.storage import store
from paraph.signing import services as signing
from paraph.web import states, verdicts


def primary(person, flow) -> str:
    """The one main button of the page, in words."""
    html = person.get(f"/documents/{flow.pk}/").content.decode()
    found = re.search(r'class="page-actions">(.*?)</div>', html, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def partner_signs(sent, pki) -> None:
    for token in sent.tokens:
        found = link.find(token)
        link.open_document(found)
        if found.task_id:
            link.sign(link.find(token), pki.sign("partner_head", factories.content(found.docflow)), "file")


def test_every_status_has_a_look_and_every_title_its_words():
    assert set(states.LOOKS) == set(status_titles())
    assert set(states.TITLES) == set(status_titles().values())
    assert states.TIME_SOURCES == (SERVER_CLOCK,)
    words_of_verdicts = {*wording.HEADLINES.values(), *wording.ANSWERS.values(), *wording.FACTS.values()}
    assert set(verdicts.WORDS) == words_of_verdicts


def test_the_main_button_follows_the_document(firm, pki, sender, signer, approver, observer):
    package = draft(firm, text_document(firm, "Договор"), route=firm.route())
    flow = flow_of(package)
    assert primary(sender, flow) == "Отправить"
    assert primary(observer, flow) == ""
    packages.submit(package, firm.sender)
    assert primary(approver, flow) == "Согласовать"
    assert primary(sender, flow) == ""
    factories.approve_all(package)
    assert primary(signer, flow) == "Подписать"
    assert primary(sender, flow) == ""
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.decline(signing.get_task(task_of(package).pk, firm.workspace.pk), "Нет приложения.", actor=who)
    assert primary(sender, flow) == "Запросить подпись снова"
    assert "Нет приложения." in sender.page(f"/documents/{flow.pk}/")
    sender.post(f"/documents/{flow.pk}/again/")
    assert primary(signer, flow) == "Подписать"


def test_of_several_documents_the_package_is_sent_as_a_whole(firm, sender):
    package = draft(firm, text_document(firm, "Договор"), text_document(firm, "Акт"))
    assert primary(sender, flow_of(package)) == "Проверить и отправить пакет"


def test_done_means_the_proof_can_be_taken(sent, pki, sender, observer):
    package = sent()
    flow = package.flow
    assert primary(sender, flow) == ""
    for what in ("bundle", "protocol", "stamped"):
        early = sender.get(f"/documents/{flow.pk}/{what}/")
        assert early.status_code == 404
        assert "Сейчас документ ещё в пути" in words(early)
    partner_signs(package, pki)
    page = sender.page(f"/documents/{flow.pk}/")
    assert "Архив собирается…" in page
    assert "архив собирается" in words(sender.get(f"/documents/{flow.pk}/bundle/"))
    effects.run_due()
    assert primary(observer, flow) == "Скачать доказательства"
    answer = sender.get(f"/documents/{flow.pk}/bundle/")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"].startswith("attachment")
    protocol = sender.get(f"/documents/{flow.pk}/protocol/")
    assert b"".join(protocol.streaming_content).startswith(b"%PDF")
    page = sender.page(f"/documents/{flow.pk}/")
    assert page.count("Подпись верна") == 2
    assert "Документ не изменён после подписания" in page
    assert "63-ФЗ" in page
    assert "не сертифицированное средство" in page


def test_where_no_stamp_is_possible_the_page_says_why(firm, pki, mail, sender):
    package = factories.send(firm, pki, [text_document(firm, "Счёт", kind="invoice")])
    effects.run_due()
    link.open_document(link.find(mail.tokens()[0]))
    effects.run_due()
    flow = flow_of(package)
    page = sender.page(f"/documents/{flow.pk}/")
    assert "документ получен, подпись не требуется" in page
    assert "Копии со штампом нет. Штамп ставится только на PDF." in page
    assert "Штамп ставится только на PDF." in words(sender.get(f"/documents/{flow.pk}/stamped/"))


def test_signatures_are_downloaded_as_they_came(sent, pki, sender, elsewhere):
    package = sent()
    partner_signs(package, pki)
    flow = package.flow
    html = sender.get(f"/documents/{flow.pk}/").content.decode()
    addresses = re.findall(rf'"(/documents/{flow.pk}/signatures/\d+/)"', html)
    assert len(addresses) == 2
    for address in addresses:
        assert b"".join(sender.get(address).streaming_content)[:1] == b"\x30"
        assert elsewhere.get(address).status_code == 404
    other = flow_of(draft(sent_firm(flow)))
    number = addresses[0].split("/")[-2]
    assert sender.get(f"/documents/{other.pk}/signatures/{number}/").status_code == 404


def sent_firm(flow):
    package = flow.package
    return factories.Company(
        workspace=package.workspace, organization=package.organization, counterparty=package.counterparty,
        sender=package.sender, signer=package.signer, approver=package.sender,
    )  # fmt: skip


def test_the_original_is_given_byte_for_byte_and_never_as_a_page(firm, sender):
    data = b"<script>alert(1)</script>"
    package = draft(firm, text_document(firm, "Страница", data=data))
    flow = flow_of(package)
    answer = sender.get(f"/documents/{flow.pk}/file/")
    body = b"".join(answer.streaming_content)
    assert hashlib.sha256(body).hexdigest() == flow.version.blob_id
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    page = sender.get(f"/documents/{flow.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_lost_bytes_are_told_and_not_a_fault_of_the_server(firm, sender):
    flow = flow_of(draft(firm, text_document(firm, "Договор")))
    store().path(flow.version.blob_id).unlink()
    answer = sender.get(f"/documents/{flow.pk}/file/")
    assert answer.status_code == 422
    assert "Файл пропал из хранилища" in words(answer)


def test_pages_are_drawn_once_and_kept_by_the_browser(firm, sender, settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    flow = flow_of(draft(firm, factories.document(firm, data=factories.pdf(2))))
    first = sender.get(f"/documents/{flow.pk}/preview/1/")
    assert first["Content-Type"] == "image/jpeg"
    assert first.content.startswith(b"\xff\xd8")
    assert "immutable" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]
    again = sender.get(f"/documents/{flow.pk}/preview/1/", **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    monkeypatch.setattr(pictures, "render_page", None)  # drawing again would fail
    assert sender.get(f"/documents/{flow.pk}/preview/1/").content == first.content


def test_a_page_that_does_not_exist_or_is_not_ours(firm, sender, elsewhere):
    flow = flow_of(draft(firm, factories.document(firm)))
    assert sender.get(f"/documents/{flow.pk}/preview/2/").status_code == 404
    assert sender.get(f"/documents/{flow.pk}/preview/0/").status_code == 404
    assert elsewhere.get(f"/documents/{flow.pk}/preview/1/").status_code == 404


def test_a_file_without_preview_says_so(firm, sender):
    data = b"PK\x05\x06" + b"\0" * 18
    package = draft(firm, factories.document(firm, file_name="архив.zip", data=data))
    assert "просмотра нет" in sender.page(f"/documents/{flow_of(package).pk}/")


def test_what_is_being_sent_is_asked_again_until_it_has_moved(firm, pki, sender):
    package = factories.send(firm, pki, [text_document(firm, "Договор")])
    flow = flow_of(package)
    page = sender.get(f"/documents/{flow.pk}/").content.decode()
    assert "Отправляется…" in page
    address = f"/documents/{flow.pk}/progress/?at=SENDING"
    assert address in page
    waiting = sender.get(address, **{"HX-Request": "true"})
    assert "Отправляется…" in words(waiting)
    assert "HX-Refresh" not in waiting
    effects.run_due()
    moved = sender.get(address, **{"HX-Request": "true"})
    assert moved["HX-Refresh"] == "true"
    assert "Отправляется…" not in sender.page(f"/documents/{flow.pk}/")


def test_what_could_not_be_sent_is_told_with_its_reason(firm, pki, sender, observer):
    package = factories.send(firm, pki, [text_document(firm, "Договор")])
    Effect.objects.filter(kind="link.invite").update(state="quarantined", last_error="Ящика нет.")
    flow = flow_of(package)
    assert "Отправить не удалось. Ящика нет. Открыть карантин" in sender.page(f"/documents/{flow.pk}/")
    assert "Администратор видит это в карантине" in observer.page(f"/documents/{flow.pk}/")


def test_a_signed_document_is_not_said_to_be_sending_while_others_wait(firm, pki, sender):
    package = draft(firm, text_document(firm, "Первый"), text_document(firm, "Второй"))
    packages.submit(package, firm.sender)
    sign_one(firm, pki, task_of(package))
    page = sender.page(f"/documents/{flow_of(package).pk}/")
    assert "Ждёт остальных документов" in page
    assert "Отправляется…" not in page


def test_withdrawing_needs_a_reason_and_stops_everything(sent, sender):
    package = sent()
    flow = package.flow
    address = f"/documents/{flow.pk}/withdraw/"
    refused = sender.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Напишите, почему документ отозван" in words(refused)
    assert package.statuses == ["SENT"]
    sender.post(address, {"reason": "Отправлен не тот файл."})
    assert package.statuses == ["CANCELLED"]
    assert "Отправлен не тот файл." in sender.page(f"/documents/{flow.pk}/")
    again = sender.post(address, {"reason": "Ещё раз."})
    assert again.status_code == 422
    assert "Отозван отправителем" in words(again)


def test_a_partner_who_did_not_answer_is_asked_again(sent, sender, mail):
    package = sent()
    link.open_document(package.link)
    task = task_of(package.package, side="R")
    signing.expire_due(task.deadline + timedelta(seconds=1))
    flow = package.flow
    assert primary(sender, flow) == "Запросить ответ снова"
    sender.post(f"/documents/{flow.pk}/again/")
    effects.run_due()
    assert package.flow.status == "WAITING_RESPONSE"
    assert mail.tokens() != package.tokens


def test_asking_again_where_nothing_is_awaited_is_refused(sent, sender):
    package = sent()
    answer = sender.post(f"/documents/{package.flow.pk}/again/")
    assert answer.status_code == 422
    assert package.statuses == ["SENT"]


def test_an_act_is_tied_to_its_contract(firm, sender):
    contract = text_document(firm, "Договор № 17")
    draft(firm, contract)
    act = flow_of(draft(firm, text_document(firm, "Акт № 1", kind="act")))
    found = sender.client.get(f"/documents/{act.pk}/links/targets/", {"q": "ДОГОВОР 17"})
    assert f'value="{contract.pk}"' in found.content.decode()
    sender.post(f"/documents/{act.pk}/links/", {"target": contract.pk, "relation": "contract"})
    assert "к договору: Договор № 17" in sender.page(f"/documents/{act.pk}/")
    assert "(ссылается на этот): Акт № 1" in sender.page(f"/documents/{contract.docflow.pk}/")
    twice = sender.post(f"/documents/{act.pk}/links/", {"target": contract.pk, "relation": "contract"})
    assert "уже связаны" in words(twice)


def test_foreign_and_missing_documents_cannot_be_tied(firm, sender):
    flow = flow_of(draft(firm, text_document(firm, "Акт")))
    foreign = text_document(factories.company(), "Чужой")
    for target in (foreign.pk, "", "x", flow.document_id):
        answer = sender.post(f"/documents/{flow.pk}/links/", {"target": target, "relation": "contract"})
        assert answer.status_code == 422
    unknown = {"target": text_document(firm, "Ещё").pk, "relation": "x"}
    assert sender.post(f"/documents/{flow.pk}/links/", unknown).status_code == 422
    assert DocumentLink.objects.count() == 0
    found = sender.client.get(f"/documents/{flow.pk}/links/targets/", {"q": "чужой"})
    assert "Чужой" not in found.content.decode()


def test_the_timeline_tells_what_happened_with_time_and_source(sent, pki, sender):
    package = sent()
    partner_signs(package, pki)
    page = sender.page(f"/documents/{package.flow.pk}/")
    steps = page[page.index("Ход документа") :]
    order = ["Документ зарегистрирован", "Пакет создан", "Подписан нашей стороной", "Доставлен получателю",
             "Подписан контрагентом"]  # fmt: skip
    places = [steps.index(step) for step in order]
    assert places == sorted(places)
    assert re.search(r"\d\d\.\d\d\.\d{4} \d\d:\d\d МСК , часы сервера", steps)
    assert steps.count("Документ зарегистрирован") == 1


@pytest.mark.parametrize(
    "what", ["", "progress/", "file/", "protocol/", "bundle/", "stamped/", "attributes/", "links/targets/"]
)
def test_a_foreign_document_does_not_exist(firm, elsewhere, what):
    flow = flow_of(draft(firm))
    assert elsewhere.get(f"/documents/{flow.pk}/{what}").status_code == 404


@pytest.mark.parametrize("what", ["attributes/", "withdraw/", "again/", "links/"])
def test_a_foreign_document_cannot_be_changed(firm, elsewhere, what):
    flow = flow_of(draft(firm))
    assert elsewhere.post(f"/documents/{flow.pk}/{what}", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("what", ["withdraw/", "again/", "links/"])
def test_reading_changes_nothing(firm, sender, what):
    flow = flow_of(draft(firm))
    assert sender.get(f"/documents/{flow.pk}/{what}").status_code == 405


def test_times_are_shown_in_the_readers_zone(firm, sender):
    flow = flow_of(draft(firm, text_document(firm, "Договор")))
    sender.client.cookies["zone"] = "Asia/Yekaterinburg"
    assert "МСК+2" in sender.page(f"/documents/{flow.pk}/")
    moment = timezone.localtime(flow.document.created_at)
    assert f"{moment:%H:%M} МСК" not in sender.page(f"/documents/{flow.pk}/")
