"""Rows of the mapping at an emulated company: suggested, judged by live schemas, refused while incomplete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sync_kit import ACTS, CONTRACTS, Linked

import factories
from paraph.docflow import ports
from paraph.docflow.ports import OuterKind
from paraph.errors import DomainError
from paraph.portals.elma365.mapping_rows import attributes, parties, reading, rows, setup
from paraph.portals.elma365.mapping_rows import wanted as wanted_of
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.models import LegalEntity
from paraph.registry.models import Direction
from paraph.sandbox.elma365 import items, schemas, seed
from paraph.sandbox.pki.people import ORGANIZATIONS

LETTERS = ("documents", "letters")


def add(elma: Linked, direction: str, where: tuple[str, str], kind: str) -> DocumentMap:
    order = {"direction": direction, "application": "|".join(where), "kind": kind}
    return setup.add(elma.client, order, elma.firm.sender)


def item(elma: Linked, key: str, **changes: Any) -> dict[str, Any]:
    if changes:
        items.update(elma.world, *CONTRACTS, seed.item_id(key), changes)
    return elma.client.item(*CONTRACTS, seed.item_id(key))


def faults_of(call: Any) -> dict[str, str]:
    with pytest.raises(DomainError) as refused:
        call()
    return dict(refused.value.details.get("faults", {}))


# -- what the schemas suggest --------------------------------------------------------------------------------


def test_a_new_row_is_complete_by_the_names_of_its_fields_alone(elma: Linked):
    setup.remove(elma.row("out"), elma.firm.sender)
    row = add(elma, "out", CONTRACTS, "contract")
    assert row.mapped == {
        "file": "__file",
        "file_name": "__name",
        "number": "number",
        "date": "date",
        "amount": "amount",
        "valid_until": "valid_until",
        "counterparty": "counterparty",
        "organization": "my_company",
        "answer_wanted": "answer_wanted",
        "comment": "comment",
        "status": "edo_status",
        "guid": "paraph_id",
        "link": "edo_link",
        "signed": "signed_file",
        "print_form": "print_form",
        "refusal": "refusal_reason",
        "sent_at": "sent_at",
        "finished_at": "finished_at",
    }
    known = ("WAITING_RESPONSE", "COMPLETED", "REJECTED", "ANNULLED", "ON_SIGNING")
    assert [row.statuses.get(one) for one in known] == ["sent", "signed", "refused", "annulled", None]
    assert (row.is_complete, row.title, row.faults) == (True, "Договоры", [])
    assert row.status_ids["3"] == "signed"
    assert rows.require_out(elma.company, *CONTRACTS) == row


def test_an_incoming_row_is_suggested_too(elma: Linked):
    setup.remove(elma.row("in"), elma.firm.sender)
    row = add(elma, "in", ACTS, "act")
    assert row.is_complete
    known = ("WAITING_OUR_SIGNATURE", "SIGNED_BY_US", "REFUSED_BY_US")
    assert [row.statuses[one] for one in known] == ["new", "signed", "refused"]
    assert rows.find_in(elma.company, "act") == row
    assert rows.find_in(elma.company, "contract") is None


# -- what is missing -----------------------------------------------------------------------------------------


def test_an_unmapped_application_refuses_and_says_why(elma: Linked):
    with pytest.raises(DomainError, match=r"«documents/letters» не сопоставлен.*Соответствие документов"):
        rows.require_out(elma.company, *LETTERS)
    row = add(elma, "out", LETTERS, "contract")
    assert not row.is_complete
    with pytest.raises(DomainError, match="сопоставлено не полностью") as refused:
        rows.require_out(elma.company, *LETTERS)
    for missing in ("«Письма»", "«Дата документа»: выберите поле", "«Контрагент»: выберите поле"):
        assert missing in refused.value.message
    assert "«Номер»" not in refused.value.message


def test_the_file_goes_by_itself_and_cannot_be_lost(elma: Linked):
    row = elma.row("out")
    mapped = {**row.mapped, "file": "", "file_name": ""}
    assert setup.save(elma.client, row, {"mapped": mapped, "statuses": {}}, elma.firm.sender) == []
    assert (row.mapped["file"], row.mapped["file_name"]) == ("__file", "__name")


def test_what_people_change_in_the_application_stops_the_row_until_it_is_mended(elma: Linked):
    path = "applications/documents/contracts/fields"
    field = {"code": "number", "name": "Номер", "type": "STRING"}
    elma.control("POST", path, {**field, "deleted": True})
    assert setup.check_all(elma.client) == 1
    (fault,) = elma.row("out").faults
    assert (fault["attribute"], "больше нет" in fault["reason"]) == ("number", True)
    with pytest.raises(DomainError, match="«Номер»: Такого поля больше нет"):
        rows.require_out(elma.company, *CONTRACTS)
    elma.control("POST", path, {**field, "type": "BOOLEAN"})
    setup.check_all(elma.client)
    assert "да/нет, а нужен: строка" in elma.row("out").faults[0]["reason"]
    elma.control("POST", path, field)
    assert setup.check_all(elma.client) == 0


def test_an_application_that_is_gone_stops_its_row(elma: Linked):
    row = elma.row("out")
    DocumentMap.objects.filter(pk=row.pk).update(code="nothing")
    with pytest.raises(DomainError, match="«Договоры».*больше нет"):
        rows.require_complete(setup.check(elma.client, elma.row("out")))


def test_a_status_that_is_gone_is_told(elma: Linked):
    row = elma.row("out")
    (words,) = setup.save(
        elma.client, row, {"mapped": row.mapped, "statuses": {"COMPLETED": "done"}}, elma.firm.sender
    )
    assert "Завершён" in words
    assert "«done»" in words


def test_a_process_that_is_gone_is_told(elma: Linked):
    row = elma.row("in")
    given = {"mapped": row.mapped, "statuses": row.statuses, "process": "documents.acts|old_way"}
    (words,) = setup.save(elma.client, row, given, elma.firm.sender)
    assert words == "Процесса «old_way» в ELMA365 больше нет: выберите другой."
    given["process"] = "documents.acts|incoming_act"
    assert setup.save(elma.client, elma.row("in"), given, elma.firm.sender) == []
    given["process"] = "../tasks|x"
    assert "process" in faults_of(lambda: setup.save(elma.client, elma.row("in"), given, elma.firm.sender))


def test_a_required_field_of_theirs_stops_only_what_we_create(elma: Linked):
    for where in (CONTRACTS, ACTS):
        field = {"code": "dossier", "name": "Дело", "type": "STRING", "required": True}
        elma.control("POST", f"applications/{'/'.join(where)}/fields", field)
    assert setup.check_all(elma.client) == 1
    assert elma.row("out").is_complete
    assert rows.words(elma.row("in")) == ["Поле «Дело» обязательное, но ему ничего не сопоставлено."]


@dataclass(frozen=True)
class Box:
    """An operator that wants something of its own."""

    outer: OuterKind
    title: str = "Оператор"

    def kinds(self, organization: Any) -> Sequence[OuterKind]:
        return [self.outer]


def test_what_the_operator_requires_has_to_be_mapped(elma: Linked, monkeypatch):
    wanted = OuterKind("contract", "Договор", ("number", "valid_from"), True)
    monkeypatch.setattr(ports, "operators", lambda: [Box(wanted)])
    row = setup.check(elma.client, elma.row("out"))
    assert rows.words(row) == ["«Действует с»: выберите поле, без него работать нельзя."]
    refused = OuterKind("contract", "Договор", (), False, "Ящик не отправляет договоры.")
    monkeypatch.setattr(ports, "operators", lambda: [Box(refused)])
    row = setup.check(elma.client, elma.row("out"))
    assert "Ящик не отправляет договоры." in rows.words(row)[0]
    monkeypatch.setattr(ports, "operators", lambda: [Box(refused), Box(wanted, "Другой")])
    assert "Действует с" in rows.words(setup.check(elma.client, elma.row("out")))[0]
    assert dict(wanted_of.choices(elma.company))["contract"] == "Договор — Оператор: Договор; Другой: Договор"
    monkeypatch.setattr(ports, "operators", lambda: [Box(refused)])
    found = dict(wanted_of.choices(elma.company))
    assert (found["contract"], found["act"]) == ("Договор — ящик не принимает", "Акт")


# -- who may, and what may not be twice ----------------------------------------------------------------------


def test_an_application_and_an_incoming_kind_have_one_row(elma: Linked):
    assert "application" in _field(lambda: add(elma, "out", CONTRACTS, "other"))
    assert "kind" in _field(lambda: add(elma, "in", LETTERS, "act"))
    assert faults_of(lambda: add(elma, "up", ("a b", "c"), "poem")).keys() == {
        "direction",
        "application",
        "kind",
    }


def _field(call: Any) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.field


def test_only_administrators_of_the_same_workspace_touch_rows(elma: Linked):
    row, stranger = elma.row("out"), factories.company()
    for verb in (
        lambda who: setup.remove(row, who),
        lambda who: setup.save(elma.client, row, {"mapped": {}, "statuses": {}}, who),
    ):
        for who in (stranger.sender, elma.firm.signer):
            with pytest.raises(DomainError, match="не хватает прав"):
                verb(who)
    assert elma.row("out").is_complete


# -- items ---------------------------------------------------------------------------------------------------


def test_an_item_becomes_what_is_sent(elma: Linked):
    row, raw = elma.row("out"), item(elma, "contract/17", comment="Просим подписать")
    given = reading.read_outgoing(elma.client, row, raw)
    stated = given.attributes
    assert (stated.kind, stated.number, stated.date) == ("contract", "17", date(2026, 11, 20))
    assert (stated.amount, stated.currency) == (Decimal(125000), "RUB")
    buyer = ORGANIZATIONS["buyer"]
    assert (given.counterparty.name, given.counterparty.inn, given.counterparty.kpp) == (
        buyer.name,
        buyer.inn,
        buyer.kpp,
    )
    assert given.counterparty.email == buyer.email
    assert given.organization == elma.firm.organization
    assert [one.id for one in given.files] == raw["__file"]
    assert given.comment == "Просим подписать"


def test_everything_wrong_with_an_item_is_said_at_once(elma: Linked):
    company = seed.item_id("company/roaming")
    items.update(elma.world, *seed.COMPANIES, company, {"_inn": "7700000230"})
    raw = {
        **item(elma, "contract/17"),
        "number": "",
        "date": "позавчера",
        "amount": {"cents": 100, "currency": "rubles"},
        "counterparty": [company],
        "my_company": [seed.item_id("my_company/ip")],
        "__file": [],
    }
    found = faults_of(lambda: reading.read_outgoing(elma.client, elma.row("out"), raw))
    assert found.keys() == {"number", "date", "currency", "counterparty", "organization", "file"}
    assert "Контрольная цифра ИНН" in found["counterparty"]
    assert "обновите «Аккаунты»" in found["organization"]
    assert "позавчера" in found["date"]


def test_whose_document_it_is(elma: Linked):
    row = elma.row("out")
    assert parties.organization(row, None) == elma.firm.organization
    ours, other = LegalEntity.objects.get(), seed.item_id("my_company/ip")
    LegalEntity.objects.create(company=elma.company, item_id=other, name="ИП Мастеров")
    assert parties.organization(row, None) == elma.firm.organization
    with pytest.raises(DomainError, match="«ИП Мастеров» не сопоставлена организация"):
        parties.organization(row, other)
    LegalEntity.objects.update(organization=None)
    with pytest.raises(DomainError, match="Нет ни одного юридического лица"):
        parties.organization(row, None)
    assert ours.organization == elma.firm.organization


def test_a_company_is_found_by_its_requisites(elma: Linked):
    row, buyer = elma.row("in"), ORGANIZATIONS["buyer"]
    found = parties.find_company(elma.client, row, buyer.inn, buyer.kpp)
    assert found == seed.item_id("company/buyer")
    assert parties.find_company(elma.client, row, buyer.inn, "470345001") == seed.item_id(
        "company/buyer_branch"
    )
    assert parties.find_company(elma.client, row, buyer.inn, "770001002") is None  # two it might be
    assert parties.find_company(elma.client, row, "7700000231", "770001001") == seed.item_id(
        "company/roaming"
    )
    assert parties.find_company(elma.client, row, "7800000127", "") is None


def test_a_context_is_taken_by_the_company_and_read_back(elma: Linked):
    row = elma.row("in")
    values = {
        "number": "3",
        "date": "2026-11-21",
        "amount": "1500.75",
        "currency": "USD",
        "counterparty": seed.item_id("company/buyer"),
        "guid": "0f8b6a64-4b1c-4f3e-9a53-0d5a2c1f6e55",
        "sent_at": "2026-11-22T09:00:00+00:00",
        "file": seed_file(elma),
        "refusal": None,
    }
    made = elma.client.create(*ACTS, reading.write_context(row, values))
    read, unreadable = reading.read_values(row, elma.client.item(*ACTS, made["__id"]))
    assert unreadable == {}
    assert {code: read[code] for code in values} == values
    app = schemas.application(elma.world, *ACTS)
    assert row.status_of(made) == items.status_code(app, made) == "new"
    assert row.status_of({}) == row.status_of(None) == ""


def seed_file(elma: Linked) -> list[str]:
    found: list[str] = items.get(elma.world, *CONTRACTS, seed.item_id("contract/17"))["__file"]
    return found


def test_what_a_formalised_document_states_is_in_its_file(elma: Linked):
    by_code = {one.code: one for one in attributes.of(Direction.OUT, "utd_schfdop", ("number",))}
    assert [code for code, one in by_code.items() if one.is_required] == ["file", "counterparty"]
