"""The tab of a deal: its grid, files, attributes, the package form with every fault, progress, settings."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from linked import SELLER, FramePage, Linked
from registry_kit import DEAL, deal_named, package, proofs, registries, upload  # noqa: F401

import factories
from operator_channel import OperatorChannel, operator  # noqa: F401
from paraph.docflow.models import Package
from paraph.parties.models import Counterparty, Role
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry.models import Item, Registry
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proofs", "operator", "mail")]
SEEDS = "Поставка семян, осень"
KNOWN = {
    "kind": "contract",
    "number": "17",
    "date": "2026-11-20",
    "amount": "1 250 000,50",
    "vat": "208 333,42",
}


@pytest.fixture(autouse=True)
def _usable(monkeypatch) -> None:
    """The operator's channel may be used by everybody."""
    monkeypatch.setattr(OperatorChannel, "hindrance", lambda *_asked: "", raising=False)


@pytest.fixture
def deal(linked: Linked) -> int:
    linked.employee(SELLER, Role.SENDER, Role.ADMINISTRATOR)
    return deal_named(linked, SEEDS)


def tab(linked: Linked, deal: int) -> FramePage:
    page = linked.open_place("CRM_DEAL_DETAIL_TAB", "documents", deal, user_id=SELLER)
    assert page.answer.status_code == 200, page.answer.content.decode()
    return page


def words(answer) -> str:
    """What a person reads on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&nbsp;", " ")


def here(linked: Linked, deal: int, rest: str = "") -> str:
    return f"/bitrix24/objects/{linked.portal.pk}/{DEAL}/{deal}/{rest}"


def test_from_a_file_to_the_progress_of_its_package(linked, deal):
    page = tab(linked, deal)
    assert "Документов ещё нет" in words(page.answer)
    pdf = SimpleUploadedFile("Договор 17.pdf", factories.pdf(), "application/pdf")
    answer = page.post(here(linked, deal, "add/"), {"files": pdf})
    row = Item.objects.get()
    assert f"/items/{row.pk}/" in answer["Location"]
    assert "вид документа" in words(page.get(here(linked, deal, f"items/{row.pk}/"))).lower()
    refused = page.post(
        here(linked, deal, f"items/{row.pk}/"), {**KNOWN, "title": "Договор", "amount": "сто"}
    )
    assert refused.status_code == 422
    assert "Укажите сумму числом" in words(refused)
    saved = page.post(here(linked, deal, f"items/{row.pk}/"), {**KNOWN, "title": "Договор поставки"})
    assert saved.status_code == 302
    assert "Договор поставки" in words(page.get(here(linked, deal)))
    form = page.get(here(linked, deal, f"package/?item={row.pk}"))
    assert "Василёк" in words(form)
    assert "Перед отправкой исправьте" not in words(form)
    stated = {
        "item": row.pk,
        "channel": "operator",
        "recipient_box": "box-1",
        "signer": linked.firm.signer.pk,
    }
    answer = page.post(here(linked, deal, "package/"), stated)
    sent = Package.objects.get()
    assert f"/packages/{sent.pk}/" in answer["Location"], words(answer)
    assert "На подписании" in words(page.get(here(linked, deal, f"packages/{sent.pk}/")))
    document = sent.docflows.get().document
    assert (document.crm_portal, document.crm_object) == (linked.portal.member_id, f"DEAL_{deal}")


def test_every_fault_is_told_at_once_and_nothing_is_made(linked):
    linked.employee(SELLER, Role.SENDER)
    mistyped = deal_named(linked, "Пробная партия")
    page = tab(linked, mistyped)
    page.post(here(linked, mistyped, "add/"), {"files": SimpleUploadedFile("Акт.pdf", factories.pdf())})
    row = Item.objects.get()
    before = Counterparty.objects.count()
    for answer in (
        page.get(here(linked, mistyped, f"package/?item={row.pk}")),
        page.post(here(linked, mistyped, "package/"), {"item": row.pk}),
    ):
        text = words(answer)
        for fault in ("Контрольная цифра ИНН не сходится", "укажите номер", "укажите дату", "укажите сумму"):
            assert fault in text
        assert f"/items/{row.pk}/#number" in answer.content.decode()
    assert (Package.objects.count(), Counterparty.objects.count()) == (0, before)


def test_a_package_the_checks_refuse_leaves_nothing_behind(linked, deal):
    page = tab(linked, deal)
    (row,) = upload(linked, deal)
    answer = page.post(
        here(linked, deal, "package/"), {"item": row.pk, "channel": "link", "recipient_email": ""}
    )
    assert answer.status_code == 422
    assert "Укажите адрес электронной почты" in words(answer)
    assert "Выберите, кто подписывает" in words(answer)
    assert Package.objects.count() == 0
    assert Item.objects.get().document is None


def test_the_grid_refreshes_its_rows_without_a_reload(linked, deal):
    page = tab(linked, deal)
    mark = re.search(r"since=([^\"]+)\"", page.get(here(linked, deal)).content.decode())
    assert mark is not None
    (row,) = upload(linked, deal)
    first = page.get(here(linked, deal, f"changes/?since={mark[1]}")).content.decode()
    assert '<hx-partial hx-target="#rows" hx-swap="afterbegin">' in first
    mark = re.search(r"since=([^\"]+)\"", first)
    assert mark is not None
    package(linked, deal, [row])
    then = page.get(here(linked, deal, f"changes/?since={mark[1]}")).content.decode()
    assert f'<hx-partial hx-target="#item-{row.pk}" hx-swap="outerHTML">' in then
    assert "На подписании" in then


def test_search_and_groups(linked, deal):
    page = tab(linked, deal)
    upload(linked, deal, "Договор поставки.pdf", "Бумага 77.pdf")
    assert "Бумага 77" not in words(page.get(here(linked, deal, "?q=поставки")))
    assert "Ничего не найдено" in words(page.get(here(linked, deal, "?group=done")))


def test_generated_documents_are_chosen_from_the_portal(linked, deal):
    page = tab(linked, deal)
    template = linked.rest("crm.documentgenerator.template.list")["templates"]
    first = next(iter(template.values() if isinstance(template, dict) else template))
    given = {"templateId": first["id"], "entityTypeId": DEAL, "entityId": deal}
    made = linked.rest("crm.documentgenerator.document.add", given)["document"]
    linked.world.settle()
    assert made["title"] in words(page.get(here(linked, deal, "choose/?source=docgen")))
    page.post(here(linked, deal, "choose/?source=docgen"), {"chosen": f"docgen:{made['id']}"})
    row = Item.objects.get()
    assert (row.source, row.mime) == (f"docgen:{made['id']}", "application/pdf")


def test_a_frame_opens_no_other_portal(linked, deal):
    page = tab(linked, deal)
    other = linked.portal
    other.pk, other.member_id, other._state.adding = None, "other", True
    other.save()
    assert page.get(f"/bitrix24/objects/{other.pk}/{DEAL}/{deal}/").status_code == 404
    foreign = factories.company().workspace
    Portal.objects.filter(pk=other.pk).update(workspace=foreign)
    assert page.get(f"/bitrix24/objects/{other.pk}/{DEAL}/{deal}/").status_code == 404


def test_the_administrator_makes_the_registries_and_maps_them(linked, deal):
    page = tab(linked, deal)
    base = f"/bitrix24/portals/{linked.portal.pk}/registry/"
    assert "Создать реестры" in words(page.get(base))
    assert page.post(f"{base}set-up/", {}).status_code == 302
    linked.settle()
    assert words(page.get(base)).count("работает") >= 2
    assert page.get(f"{base}documents/").status_code == 200
    registry = Registry.objects.get(kind="documents")
    kept = dict(registry.mapped)
    broken = {code: name for code, name in kept.items() if code != "guid"}
    page.post(f"{base}documents/", {**broken, "action": "mapping"})
    assert "«GUID»: выберите поле" in words(page.get(f"{base}documents/"))
    page.post(f"{base}documents/", {"action": "type", "type": registry.entity_type_id})
    registry.refresh_from_db()
    assert registry.works, registry.faults
    assert not registry.is_made
    page.post(base, {"registry_disk": "1"})
    assert linked.portal.options["registry_triggers"] is False
