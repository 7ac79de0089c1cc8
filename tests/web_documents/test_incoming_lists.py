"""Received documents in the registry and among tasks; handing a package over; signing many at once."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from operator_kit import came
from pages_kit import draft, flow_of, text_document, words

import factories
from paraph.docflow import answers, queries
from paraph.docflow.models import Docflow, Package
from paraph.docflow.queries import Filters
from paraph.registry.storage import store
from paraph.signing.models import SigningTask


def titles(answer) -> list[str]:
    return [unescape(title) for title in re.findall(r"data-open>(.*?)</a>", answer.content.decode())]


def directions(answer) -> dict[str, int]:
    html = re.search(r'<nav class="directions".*?</nav>', answer.content.decode(), re.S)[0]
    pairs = re.findall(r"(Все|Исходящие|Входящие) <span class=\"tab-count\">(\d+)", html)
    return {title: int(number) for title, number in pairs}


def tab_numbers(answer) -> dict[str, int]:
    html = re.search(r'<nav class="tabs.*?</nav>', answer.content.decode(), re.S)[0]
    pairs = re.findall(r">\s*([^<]+?)\s*<span class=\"tab-count\">(\d+)", html)
    return {title: int(number) for title, number in pairs}


def test_directions_are_counted_and_kept_in_the_address(firm, pki, sender, operator):
    draft(firm, text_document(firm, "Наш договор"))
    came(firm, pki, "Их акт", "Их счёт")
    everything = sender.get("/documents/")
    assert directions(everything) == {"Все": 3, "Исходящие": 1, "Входящие": 2}
    assert tab_numbers(everything)["Ждут нас"] == 2
    received = sender.get("/documents/?direction=in")
    assert set(titles(received)) == {"Их акт", "Их счёт"}
    assert tab_numbers(received)["Все"] == 2
    assert tab_numbers(received)["Черновики"] == 0
    assert directions(received) == {"Все": 3, "Исходящие": 1, "Входящие": 2}
    assert 'name="direction" value="in"' in received.content.decode()
    assert "direction=in" in re.search(r'<nav class="tabs.*?</nav>', received.content.decode(), re.S)[0]
    drafts = sender.get("/documents/?tab=draft")
    assert directions(drafts) == {"Все": 1, "Исходящие": 1, "Входящие": 0}
    assert titles(sender.get("/documents/?direction=in&q=счёт")) == ["Их счёт"]
    assert len(titles(sender.get("/documents/?direction=sideways"))) == 3


def test_a_row_tells_direction_and_channel_in_words(firm, pki, sender, operator):
    came(firm, pki, "Их акт")
    page = sender.page("/documents/")
    assert "входящий, Оператор «Проба» Их акт" in page
    draft(firm, text_document(firm, "Наш договор"))
    assert "исходящий, Ссылка по электронной почте Наш договор" in sender.page("/documents/")


def test_counting_reads_one_index(firm, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.counts(firm.workspace.pk, Filters(direction="in", tab="ours"))
    assert (found.tabs[""], found.directions[""]) == (0, 0)


def test_an_empty_direction_says_so(sender):
    assert "Ничего не найдено" in sender.page("/documents/?direction=in")


def test_what_nobody_has_in_hand_waits_for_those_who_send(firm, pki, sender, observer, operator):
    flow = flow_of(came(firm, pki, "Их акт"))
    page = sender.page("/tasks/")
    assert "Входящие, которые ждут вас" in page
    assert "никому не передан" in page
    assert f'href="/documents/{flow.pk}/"' in sender.get("/tasks/").content.decode()
    assert "Их акт" not in observer.page("/tasks/")


def test_a_package_is_handed_to_approvers_and_a_signer(firm, pki, sender, signer, approver, operator):
    package = came(firm, pki, "Их акт")
    flow = flow_of(package)
    address = f"/packages/{package.pk}/assign/"
    assert "Передать на согласование или подпись" in sender.page(f"/documents/{flow.pk}/")
    assert "Передать на согласование или подпись" not in signer.page(f"/documents/{flow.pk}/")
    assert signer.get(address).status_code == 403
    assert sender.post(address, {"signer": 10**9}).status_code == 422
    done = sender.post(
        address, {"responsible": firm.sender.pk, "route": firm.route().pk, "signer": firm.signer.pk}
    )
    assert done["Location"] == f"/packages/{package.pk}/"
    assert flow_of(package).status == "ON_APPROVAL"
    assert "Согласовать" in approver.page(f"/documents/{flow.pk}/")
    approver.post(f"/packages/{package.pk}/decide/", {"decision": "approve"})
    assert flow_of(package).status == "APPROVED_TO_SIGN"
    assert "Лугова А. С." in sender.page(f"/documents/{flow.pk}/")


def test_an_outgoing_package_is_not_handed_over(firm, sender):
    package = draft(firm)
    assert sender.post(f"/packages/{package.pk}/assign/", {}).status_code == 422


def test_several_received_documents_are_signed_together(firm, pki, signer, operator):
    flows = factories.flows(came(firm, pki, "Акт 1", "Акт 2", "Акт 3"))
    forged = pki.sign(factories.PARTNER_HEAD, b"another file")
    doubtful = flow_of(came(firm, pki, "Подменённый", signatures=[forged]))
    ours = flow_of(draft(firm, text_document(firm, "Наш черновик")))
    answers.sign(flows[0], firm.signer)
    chosen = [flow.pk for flow in (*flows, doubtful, ours)]
    answer = signer.post("/documents/bulk/", {"action": "sign", "flow": chosen})
    tasks = parse_qs(urlsplit(answer["Location"]).query)["task"]
    assert len(tasks) == 3
    assert {task.docflow_id for task in SigningTask.objects.filter(pk__in=tasks)} == {f.pk for f in flows}
    page = signer.page(answer["Location"])
    assert "Пропущены: Подменённый (Подпись отправителя не верна." in page
    assert "Наш черновик (ваша подпись не нужна)" in page
    for task in SigningTask.objects.filter(pk__in=tasks):
        signer.upload(f"/sign/{task.pk}/", "x.sig", pki.sign("head", store().read(task.version.blob_id)))
    assert [one.verb for one in operator.carried] == ["sign"] * 3


def test_tasks_of_several_purposes_are_signed_together(firm, pki, signer, operator):
    act, bill = flow_of(came(firm, pki, "Их акт")), flow_of(came(firm, pki, "Их счёт", machine="SCHF"))
    signer.post(f"/documents/{act.pk}/answer/refuse/", {"reason": "Нет протокола."})
    signer.post(f"/documents/{bill.pk}/answer/make_receipt/")
    page = signer.page("/tasks/")
    assert "Подписать отказ" in page
    assert "Подписать извещение о получении" in page
    tasks = SigningTask.objects.order_by("pk").values_list("pk", flat=True)
    several = signer.client.get("/sign/", {"task": list(tasks)})
    assert "Подписать отказ" in words(several)
    html = unescape(several.content.decode())
    assert "Отказ в подписи: Их акт" in html
    for task in SigningTask.objects.all():
        assert f'"url": "/documents/{task.docflow_id}/versions/{task.version_id}/"' in html
        assert task.version.blob_id in html


def test_bulk_signing_needs_the_role(firm, pki, sender, operator):
    flow = flow_of(came(firm, pki, "Их акт"))
    answer = sender.post("/documents/bulk/", {"action": "sign", "flow": [flow.pk]})
    assert answer["Location"] == "/documents/"
    assert SigningTask.objects.count() == 0


def test_what_the_operator_returned_is_mended_and_sent_anew(firm, pki, sender, observer, operator):
    package = factories.send(
        firm, pki, [text_document(firm, "Договор")], channel="operator", recipient_box="b"
    )
    from paraph.docflow.services import advance
    from paraph.journal.actors import SYSTEM

    flow = flow_of(package)
    advance(flow, "accept", SYSTEM)
    advance(flow, "reject_by_operator", SYSTEM, {"reason": "Неверный КПП получателя."})
    page = sender.page(f"/documents/{flow.pk}/")
    assert "Исправить и отправить заново" in page
    assert "Неверный КПП получателя." in page
    assert "Отозвать документ" not in page  # it is with the operator
    assert observer.post(f"/packages/{package.pk}/anew/").status_code == 403
    answer = sender.post(f"/packages/{package.pk}/anew/")
    assert answer["Location"] == f"/packages/{Package.objects.get().pk}/"
    assert Docflow.objects.get().status == "DRAFT"


def test_an_answer_that_was_not_sent_comes_back_with_its_reason(firm, pki, signer, operator):
    flow = flow_of(came(firm, pki, "Их акт"))
    operator.prepares = False
    answers.failed(answers.refuse(flow, "Нет подписи.", firm.signer), "Ящик закрыт.")
    page = signer.page("/tasks/")
    assert "Вернулось к вам" in page
    assert "Отказ в подписи: не получилось. Ящик закрыт." in page
