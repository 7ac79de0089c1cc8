"""A received document: what its page offers, how each answer is begun, signed, carried, failed, given up."""

from __future__ import annotations

import re

import pytest
from operator_kit import ALL_VERBS, came, revocation_of
from pages_kit import HTMX, flow_of, words

import factories
from paraph.archive.models import ArchiveExtra
from paraph.docflow import answers
from paraph.docflow.models import Answer, Docflow
from paraph.registry import services as registry
from paraph.registry.models import Version
from paraph.registry.storage import store
from paraph.signing.models import SigningTask


@pytest.fixture
def flow(firm, pki, operator) -> Docflow:
    return flow_of(came(firm, pki))


def primary(person, flow) -> str:
    html = person.get(f"/documents/{flow.pk}/").content.decode()
    found = re.search(r'class="page-actions">(.*?)</div>', html, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def others(person, flow) -> list[str]:
    html = person.get(f"/documents/{flow.pk}/").content.decode()
    found = re.search(r'<div class="other-steps" aria-label.*?</div>', html, re.S)
    return [words_of(link) for link in re.findall(r"<a .*?</a>", found[0], re.S)] if found else []


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sign_task(person, pki, flow, name="head"):
    """The reader signs what waits for them, in the page."""
    task = SigningTask.objects.filter(docflow_id=flow.pk, state="waiting").get()
    cms = pki.sign(name, store().read(task.version.blob_id))
    return task, person.upload(f"/sign/{task.pk}/", "x.sig", cms)


def test_the_page_of_a_received_document(flow, signer, observer):
    page = signer.page(f"/documents/{flow.pk}/")
    assert "Ждёт нашей подписи" in page
    assert "входящий" in page
    assert "Оператор «Проба»" in page
    assert "Прочитайте документ и подпишите его или откажите." in page
    assert "Подпись верна" in page
    assert primary(signer, flow) == "Подписать"
    assert others(signer, flow) == ["Отказать", "Аннулировать"]
    assert primary(observer, flow) == ""
    assert others(observer, flow) == []


def test_the_signer_signs_in_one_press_and_the_signature_is_carried(flow, signer, operator, pki):
    answer = signer.post(f"/documents/{flow.pk}/answer/sign/")
    task = SigningTask.objects.get(docflow_id=flow.pk)
    assert answer["Location"] == f"/sign/{task.pk}/"
    page = signer.page(f"/sign/{task.pk}/")
    assert "Контрагенту уйдёт подпись под его документом." in page
    assert primary(signer, flow) == "Подписать"
    sign_task(signer, pki, flow)
    assert [one.verb for one in operator.carried] == ["sign"]
    assert "Подпись: отправляется…" in signer.page(f"/documents/{flow.pk}/")
    answers.carried(operator.carried[0])
    page = signer.page(f"/documents/{flow.pk}/")
    assert "Документооборот завершён." in page
    assert flow_of(flow.package).status == "SIGNED_BY_US"
    assert others(signer, flow) == ["Аннулировать"]


def test_a_refusal_is_read_before_it_is_signed(flow, signer, operator, pki):
    address = f"/documents/{flow.pk}/answer/refuse/"
    empty = signer.post(address, {"reason": "  "})
    assert empty.status_code == 422
    assert "Напишите причину отказа" in words(empty)
    assert Answer.objects.count() == 0
    begun = signer.post(address, {"reason": "Работы не приняты: нет протокола <b>испытаний</b>."})
    task = SigningTask.objects.get(docflow_id=flow.pk)
    assert begun["Location"] == f"/sign/{task.pk}/"
    html = signer.get(f"/sign/{task.pk}/").content.decode()
    assert "<b>испытаний" not in html
    page = signer.page(f"/sign/{task.pk}/")
    assert "Подписать отказ: Акт № 5" in page
    assert "Работы не приняты: нет протокола <b>испытаний</b>." in page
    assert "Контрагенту уйдёт отказ в подписи с этой причиной." in page
    assert "О документе Акт № 5 № 1 от 20.11.2026" in page
    assert "Что вы подписываете" in page
    assert "Подписать отказ" in signer.page("/tasks/")
    sign_task(signer, pki, flow)
    answers.carried(operator.carried[0])
    assert flow_of(flow.package).status == "REFUSED_BY_US"
    page = signer.page(f"/documents/{flow.pk}/")
    service = page[page.index("Служебные документы") :]
    assert "Отказ в подписи" in service
    assert "Подпись верна" in service
    assert "Работы не приняты" in service
    version = Version.objects.get(role="refusal")
    file = signer.get(f"/documents/{flow.pk}/versions/{version.pk}/")
    assert b"".join(file.streaming_content) == store().read(version.blob_id)


def test_what_is_prepared_and_sent_is_asked_again_until_it_has_moved(flow, signer, operator):
    operator.prepares = False
    signer.post(f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет подписи."})
    html = signer.get(f"/documents/{flow.pk}/").content.decode()
    address = re.search(r'hx-get="(/documents/\d+/progress/[^"]*)"', html)[1]
    assert "готовится…" in words(signer.get(address, **HTMX))
    made = Answer.objects.get()
    answers.failed(made, "Оператор не отвечает.")
    assert signer.get(address, **HTMX)["HX-Refresh"] == "true"


def test_a_failed_answer_says_why_and_is_repeated_or_given_up(flow, signer, observer, operator):
    operator.prepares = False
    signer.post(f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет подписи."})
    made = Answer.objects.get()
    answers.failed(made, "Ящик получателя закрыт <script>.")
    page = signer.page(f"/documents/{flow.pk}/")
    assert "Отказ в подписи: не получилось. Ящик получателя закрыт <script>." in page
    assert "Повторить" in page
    assert "Повторить" not in observer.page(f"/documents/{flow.pk}/")
    signer.post(f"/documents/{flow.pk}/answers/{made.pk}/retry/")
    made.refresh_from_db()
    assert made.state == "preparing"
    answers.failed(made, "Снова не вышло.")
    signer.post(f"/documents/{flow.pk}/answers/{made.pk}/cancel/")
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert primary(signer, flow) == "Подписать"


def test_a_sender_asks_the_signer(flow, firm, sender, operator):
    page = sender.page(f"/documents/{flow.pk}/answer/refuse/")
    assert "Кто подпишет" in page
    refused = sender.post(f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет подписи."})
    assert "Выберите, кто подписывает с нашей стороны." in words(refused)
    wrong = {"reason": "Нет подписи.", "signer": firm.sender.pk}
    assert sender.post(f"/documents/{flow.pk}/answer/refuse/", wrong).status_code == 422
    asked = sender.post(
        f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет подписи.", "signer": firm.signer.pk}
    )
    assert asked["Location"] == f"/documents/{flow.pk}/"
    assert SigningTask.objects.get().employee == firm.signer
    page = sender.page(f"/documents/{flow.pk}/")
    assert "ждёт подписи: Лугова Анна Сергеевна" in page
    assert "Сейчас ход: Лугова А. С." in page


def test_an_invalid_signature_of_the_sender_is_told_and_signed_knowingly_only(firm, pki, operator, signer):
    forged = pki.sign(factories.PARTNER_HEAD, b"another file")
    flow = flow_of(came(firm, pki, "Подменённый акт", signatures=[forged]))
    page = signer.page(f"/documents/{flow.pk}/")
    assert "Подпись отправителя не верна." in page
    assert "Не подписывайте документ" in page
    refused = signer.post(f"/documents/{flow.pk}/answer/sign/")
    assert refused.status_code == 422
    assert "Подписать, хотя подпись отправителя не подтверждена" in words(refused)
    assert SigningTask.objects.count() == 0
    assert signer.post(f"/documents/{flow.pk}/answer/sign/", {"confirm": "1"}).status_code == 302
    assert SigningTask.objects.count() == 1


def test_their_proposal_to_annul_is_agreed_to_by_signing_it(flow, signer, pki, operator):
    revocation_of(flow, lambda data: pki.sign(factories.PARTNER_HEAD, data), "Документ выставлен ошибочно.")
    page = signer.page(f"/documents/{flow.pk}/")
    assert "Контрагент просит аннулировать" in page
    assert "Документ выставлен ошибочно." in page
    assert primary(signer, flow) == "Согласиться с аннулированием"
    assert "Отказать в аннулировании" in others(signer, flow)
    signer.post(f"/documents/{flow.pk}/answer/accept_revocation/")
    assert primary(signer, flow) == "Подписать соглашение об аннулировании"
    task = SigningTask.objects.get()
    page = signer.page(f"/sign/{task.pk}/")
    assert "Документ выставлен ошибочно." in page
    assert "документ будет аннулирован" in page
    sign_task(signer, pki, flow)
    answers.carried(operator.carried[0])
    assert flow_of(flow.package).status == "ANNULLED"


def test_their_proposal_to_annul_is_refused_with_a_reason(flow, signer, pki, operator):
    revocation_of(flow, lambda data: pki.sign(factories.PARTNER_HEAD, data), "Ошибка.")
    address = f"/documents/{flow.pk}/answer/refuse_revocation/"
    assert signer.post(address, {"reason": ""}).status_code == 422
    signer.post(address, {"reason": "Работы выполнены."})
    assert "Подписать отказ в аннулировании" in signer.page("/tasks/")


def test_a_receipt_is_made_by_hand_where_no_key_makes_it(firm, pki, signer, sender, operator):
    flow = flow_of(came(firm, pki, "Счёт-фактура", machine="SCHF"))
    assert primary(signer, flow) == "Отправить извещение о получении"
    assert "Отправить извещение" not in " ".join([primary(sender, flow), *others(sender, flow)])
    signer.post(f"/documents/{flow.pk}/answer/make_receipt/")
    assert primary(signer, flow) == "Подписать извещение о получении"
    assert "это не согласие с документом" in signer.page(f"/sign/{SigningTask.objects.get().pk}/")
    assert "Извещение о получении ещё не отправлено" in signer.page(f"/documents/{flow.pk}/")
    sign_task(signer, pki, flow)
    answers.carried(operator.carried[0])
    assert "отправлено, ждём подтверждения оператора" in signer.page(f"/documents/{flow.pk}/")


def test_the_buyers_title_is_stated_in_a_form(firm, pki, signer, operator):
    flow = flow_of(came(firm, pki, "УПД № 5", kind="utd_schfdop", machine="DOP"))
    assert primary(signer, flow) == "Принять"
    operator.prepares = False
    address = f"/documents/{flow.pk}/answer/accept_title/"
    form = signer.page(address)
    assert "Принято с расхождениями" in form
    wrong = {"outcome": "x", "accepted_on": "вчера", "operation": "ж" * 300}
    refused = words(signer.post(address, wrong))
    for text in ("Выберите, как принят", "Укажите дату", "Не длиннее 255"):
        assert text in refused
    divergent = {"outcome": "response_accepted_with_divergences", "accepted_on": "21.11.2026"}
    assert "Назовите документ о расхождениях" in words(signer.post(address, divergent))
    assert Answer.objects.count() == 0
    stated = divergent | {"divergence_name": "Акт о расхождениях", "operation": "Товар получен"}
    assert "Укажите фамилию и имя." in words(signer.post(address, stated | {"received_by": "Лугова"}))
    stated |= {"received_by": "Лугова Анна Сергеевна", "received_position": "Кладовщик"}
    assert signer.post(address, stated).status_code == 302
    made = Answer.objects.get()
    content = answers.title_content(made)
    assert (made.event, content.operation) == ("response_accepted_with_divergences", "Товар получен")
    assert content.accepted_on.isoformat() == "2026-11-21"
    assert (content.received_by, content.received_position) == ("Лугова Анна Сергеевна", "Кладовщик")


def test_a_channel_that_carries_nothing_offers_nothing(flow, signer, operator):
    operator.verbs = frozenset()
    assert primary(signer, flow) == ""
    assert others(signer, flow) == []
    refused = signer.post(f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет."})
    assert refused.status_code == 422
    assert "не передаёт: отказ в подписи" in words(refused)


def test_a_dialog_is_a_part_and_a_page_is_whole(flow, signer):
    address = f"/documents/{flow.pk}/answer/refuse/"
    assert "<html" not in signer.get(address, **HTMX).content.decode()
    assert "<html" in signer.get(address).content.decode()
    refused = signer.post(address, {"reason": ""}, htmx=True)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()
    done = signer.post(address, {"reason": "Нет подписи."}, htmx=True)
    assert done["HX-Redirect"].startswith("/sign/")


@pytest.mark.parametrize("verb", sorted(ALL_VERBS))
def test_an_observer_sees_and_does_nothing(flow, observer, verb):
    address = f"/documents/{flow.pk}/answer/{verb}/"
    assert observer.get(address).status_code == 403
    assert observer.post(address, {"reason": "Нет."}).status_code == 403
    assert observer.get(f"/documents/{flow.pk}/").status_code == 200


def test_another_workspace_finds_nothing(flow, elsewhere, signer, operator):
    operator.prepares = False
    signer.post(f"/documents/{flow.pk}/answer/refuse/", {"reason": "Нет подписи."})
    made = Answer.objects.get()
    for address in (
        f"/documents/{flow.pk}/",
        f"/documents/{flow.pk}/answer/refuse/",
        f"/documents/{flow.pk}/versions/{flow.version_id}/",
        f"/packages/{flow.package_id}/assign/",
    ):
        assert elsewhere.get(address).status_code == 404, address
    for what in ("retry", "cancel"):
        assert elsewhere.post(f"/documents/{flow.pk}/answers/{made.pk}/{what}/").status_code == 404
    assert elsewhere.post(f"/packages/{flow.package_id}/anew/").status_code == 404
    other = flow_of(came(factories.company(), _pki(operator), channel=flow.package.channel))
    assert elsewhere.get(f"/documents/{other.pk}/versions/{flow.version_id}/").status_code == 404


class _pki:  # noqa: N801 - a stand-in whose signatures are of nothing
    def __init__(self, _operator) -> None:
        pass

    def sign(self, _name: str, _data: bytes) -> bytes:
        return b"not a signature"


def test_an_unknown_verb_is_no_page(flow, signer):
    assert signer.get(f"/documents/{flow.pk}/answer/burn/").status_code == 404
    assert signer.post(f"/documents/{flow.pk}/answer/retry/").status_code == 404


def test_reading_changes_nothing(flow, signer, operator):
    for verb in ALL_VERBS:
        signer.get(f"/documents/{flow.pk}/answer/{verb}/")
    assert Answer.objects.count() == 0
    assert signer.get(f"/documents/{flow.pk}/answers/1/retry/").status_code == 405


def test_files_of_the_operator_are_taken_away(firm, flow, signer, observer, elsewhere):
    stored = registry.save_blob(registry.store_bytes(b"%PDF-1.7 print form"))
    extra = ArchiveExtra.objects.create(
        workspace=firm.workspace, docflow=flow, role="print-form", file_name="Печать.pdf", blob=stored
    )
    assert "Печатная форма" in observer.page(f"/documents/{flow.pk}/")
    address = f"/documents/{flow.pk}/extras/{extra.pk}/"
    answer = observer.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 print form"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert elsewhere.get(address).status_code == 404
    other = flow_of(factories.package(firm, [factories.document(firm)]))
    assert signer.get(f"/documents/{other.pk}/extras/{extra.pk}/").status_code == 404
