"""The page «Блоки процессов»: what processes asked, what was answered, and the answer once more."""

from __future__ import annotations

import html

import pytest
from blocks_kit import CONTRACT, DIRECTOR, Blocks, block
from django.test import Client as Browser
from django.urls import reverse

import factories
from paraph.portals.elma365.blocks.codes import TEXTS, Code
from paraph.portals.elma365.blocks.models import BlockRun
from paraph.registry import filetypes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]


def browser(employee) -> Browser:
    made = Browser()
    made.force_login(employee.user)
    return made


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:400]
    return html.unescape(answer.content.decode())


def test_a_request_is_listed_narrowed_and_shown_with_its_steps(blocks: Blocks):
    blocks.process(block("send", signer=DIRECTOR))
    instance = blocks.start()
    blocks.edo.senders = ()
    blocks.call("send", params={"signer": DIRECTOR, "items": []})
    blocks.linked.run()
    blocks.press()
    page, company = browser(blocks.firm.sender), blocks.linked.company
    listed = reverse("elma365-blocks", args=[company.pk])
    shown = text(page.get(listed))
    assert "Процессов ждут ответа: 1" in shown
    assert "добавьте пользователя" in shown
    assert f"/elma365/{company.key}/activities/send" in shown
    numbers = list(BlockRun.objects.order_by("pk").values_list("pk", flat=True))
    for query, found in (
        ({"show": "waiting"}, {numbers[0]}),
        ({"show": "fault"}, {numbers[1]}),
        ({"show": "undelivered"}, {numbers[1]}),
        ({"block": "sign"}, set()),
        ({"item": "contr"}, set(numbers)),
        ({"item": instance}, {numbers[0]}),
        ({"older": numbers[1]}, {numbers[0]}),
    ):
        shown = text(page.get(listed, query))
        assert {pk for pk in numbers if f"№ {pk}<" in shown} == found, query
    shown = text(page.get(reverse("elma365-block-run", args=[company.pk, numbers[0]])))
    assert "Отправлено на подпись" in shown
    assert f"p:item/documents/contracts/{CONTRACT}" in shown
    assert "Отправить ответ ещё раз" not in shown


def test_an_answer_is_sent_once_more(blocks: Blocks):
    blocks.edo.senders = ()
    blocks.call("send")
    blocks.linked.run()
    page, run = browser(blocks.firm.sender), blocks.run
    again = reverse("elma365-block-answer", args=[run.company_id, run.pk])
    assert (run.delivered_at, run.answer_tries) == (None, 1)
    assert "Отправить ответ ещё раз" in text(
        page.get(reverse("elma365-block-run", args=[run.company_id, run.pk]))
    )
    page.post(again)
    blocks.linked.run()
    assert (blocks.run.answer_tries, blocks.run.answer_fault != "") == (2, True)
    BlockRun.objects.update(answered_at=None)
    assert page.post(again).status_code == 422


def test_the_page_is_for_administrators_of_the_workspace(blocks: Blocks):
    blocks.call("send")
    address = reverse("elma365-blocks", args=[blocks.linked.company.pk])
    other = factories.company()
    assert browser(other.sender).get(address).status_code == 404
    assert browser(blocks.firm.signer).get(address).status_code == 403
    one = reverse("elma365-block-run", args=[blocks.linked.company.pk, blocks.run.pk])
    assert browser(other.sender).get(one).status_code == 404


def test_every_code_has_its_words():
    assert set(TEXTS) == set(Code)


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("Договор № 5 от 01.02.2026", b"%PDF-1.7", "Договор № 5 от 01.02.2026.pdf"),
        ("Договор.PDF", b"%PDF-1.7", "Договор.PDF"),
        ("УПД", b"<?xml version='1.0'?>", "УПД.xml"),
        ("Письмо", "Здравствуйте".encode(), "Письмо.txt"),
        ("Договор.txt", b"%PDF-1.7", "Договор.txt"),
        ("Снимок", b"\x00\x01", "Снимок"),
    ],
)
def test_a_name_without_an_ending_gets_that_of_its_content(name: str, head: bytes, found: str):
    assert filetypes.completed_name(name, head) == found
