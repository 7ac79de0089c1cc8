"""The checks of robot 1 in their order: each has its code and its words, and the process goes on at once."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import pytest
from robots_kit import CONTACT, MANAGER, MUTE, STRANGER, Robots, robot, robots, sending  # noqa: F401

import factories
from paraph.balance import services as balance
from paraph.docflow import ports
from paraph.docflow.models import Package
from paraph.docflow.ports import Recipient
from paraph.parties.models import EmployeeRole, Role
from paraph.portals.bitrix24.robots.models import RobotRun, RunState
from paraph.registry.models import Document, DocumentLink
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(robots: Robots):
    """Starts a process with these parameters of robot 1; what it was answered. Nothing was registered."""

    def start(deal: int = 1, document: object = None, **more: object) -> dict:
        process = robots.start(robots.sequence(sending(document, **more)), deal)
        assert robots.process(process)["status"] == "completed"
        assert robots.run.state == RunState.REFUSED
        assert not Document.objects.exists()
        found = robots.results(process)
        assert found["error"] == "Y"
        return found

    return start


def test_what_is_missing_or_wrong_is_told_all_at_once(robots: Robots, refused):
    found = refused(signer1="{=Variable:nobody}", signer2="abc", sign_coords="1,2")
    assert found["response_code"] == "parameters"
    for words in ("«Документ» или «Файл»", "«Подписант 1»", "«abc» не подходит", "страница,x,y"):
        assert words in found["response_text"]


def test_without_a_signature_on_the_balance(robots: Robots, refused):
    balance.switch(robots.firm.workspace, True, robots.firm.sender)
    found = refused(document=robots.document(), signer1=f"user_{STRANGER}")
    assert (found["response_code"], found["source_document_id"] != "") == ("balance", True)
    assert "не осталось подписей" in found["response_text"]


def test_what_is_refused_later_gives_the_signature_back(robots: Robots, refused):
    balance.switch(robots.firm.workspace, True, robots.firm.sender)
    balance.add_pack(robots.firm.workspace, 1, "счёт", robots.firm.sender)
    found = refused(document=robots.document(), signer1=f"user_{STRANGER}")
    assert found["response_code"] == "right"
    assert "Проводкин" in found["response_text"] or f"#{STRANGER}" in found["response_text"]
    assert balance.of(robots.firm.workspace.pk).left == 1


def test_a_person_without_the_right_to_sign(robots: Robots, refused):
    found = refused(document=robots.document(), signer1=f"user_{MANAGER}")
    assert found["response_code"] == "right"
    assert "роли «подписант»" in found["response_text"]


def test_nobody_who_may_send(robots: Robots, refused):
    EmployeeRole.objects.filter(employee=robots.firm.sender, role=Role.SENDER).delete()
    EmployeeRole.objects.filter(employee=robots.firm.sender, role=Role.ADMINISTRATOR).delete()
    found = refused(document=robots.document())
    assert (found["response_code"], "Некому отправить" in found["response_text"]) == ("right", True)


def test_a_document_that_is_not_there(robots: Robots, refused):
    found = refused(document=987654)
    assert (found["response_code"], "987654" in found["response_text"]) == ("file", True)


def test_a_document_the_portal_cannot_turn_into_pdf(robots: Robots, refused):
    robots.linked.fault("transformation-error", path="Договор")
    found = refused(document=robots.document())
    assert found["response_code"] == "file"
    assert "не смог сделать PDF" in found["response_text"]


def test_a_contact_without_an_e_mail(robots: Robots, refused):
    found = refused(document=robots.document(), signer2=MUTE)
    assert found["response_code"] == "contact"
    assert "«Молчунов Савва Игоревич» не заполнена электронная почта" in found["response_text"]


def test_a_company_without_requisites_or_with_wrong_ones(robots: Robots, refused):
    contacts = robots.linked.rest("crm.item.list", {"entityTypeId": 3, "select": ["id", "lastName"]})["items"]
    by_name = {row["lastName"]: row["id"] for row in contacts}
    found = refused(document=robots.document(), signer2=by_name["Новикова"])
    assert (found["response_code"], "ИНН" in found["response_text"]) == ("contact", True)
    robots.linked.rest(
        "crm.contact.update",
        {"ID": MUTE, "FIELDS": {"EMAIL": [{"VALUE": "savva@opechatka.example", "VALUE_TYPE": "WORK"}]}},
    )
    found = refused(document=robots.document(), signer2=MUTE)
    assert found["response_code"] == "contact"
    assert "заполнены с ошибкой" in found["response_text"]


def test_an_object_that_is_no_crm_object_or_is_gone(robots: Robots, refused):
    assert refused(document=robots.document(), crm_entity="iblock_12")["response_code"] == "entity"
    found = refused(document=robots.document(), crm_entity="DEAL_987654")
    assert (found["response_code"], "DEAL_987654" in found["response_text"]) == ("entity", True)


def test_an_agreement_to_a_document_never_sent(robots: Robots, refused):
    found = refused(document=robots.document(), parent_doc=987654)
    assert (found["response_code"], "987654" in found["response_text"]) == ("parameters", True)


def test_robots_that_were_switched_off(robots: Robots, refused):
    sequence = robots.sequence(sending(robots.document()))
    settings = robots.linked.portal.robot_settings
    settings.is_on = False
    settings.save()
    process = robots.start(sequence)
    assert robots.results(process)["response_code"] == "off"


def test_of_two_processes_the_last_signature_serves_one(robots: Robots):
    balance.switch(robots.firm.workspace, True, robots.firm.sender)
    balance.add_pack(robots.firm.workspace, 1, "счёт", robots.firm.sender)
    sequence = robots.sequence(sending())
    first = robots.start(sequence, document=robots.document())
    second = robots.start(sequence, document=robots.document())
    assert robots.process(first)["status"] == "running"
    assert robots.results(second)["response_code"] == "balance"
    assert Package.objects.count() == 1
    robots_left = balance.of(robots.firm.workspace.pk)
    assert (robots_left.reserved, robots_left.spent) == (1, 0)


def test_the_checks_of_every_package_hold_for_a_robot_too(robots: Robots, refused):
    """An address of ours must not get the guest's link."""
    email = robots.firm.approver.email
    robots.linked.rest(
        "crm.contact.update",
        {"ID": MUTE, "FIELDS": {"EMAIL": [{"VALUE": email, "VALUE_TYPE": "WORK"}], "COMPANY_ID": 2}},
    )
    found = refused(document=robots.document(), signer2=MUTE)
    assert found["response_code"] == "checks"
    assert "адрес вашего сотрудника" in found["response_text"]


def test_an_agreement_is_tied_to_its_contract(robots: Robots):
    contract = robots.document()
    sequence = robots.sequence(sending(wait="sent"))
    process = robots.start(sequence, document=contract)
    assert robots.results(process)["status_code"] == "our_signature"
    agreement = robots.document()
    robots.start(robots.sequence(sending(agreement, parent_doc=contract)))
    link = DocumentLink.objects.get()
    assert (link.relation, link.source.kind) == ("supplement", "supplement")
    assert link.target == RobotRun.objects.order_by("pk").first().documents.get().docflow.document


def test_signer_from_a_user_field_and_any_crm_object(robots: Robots):
    robots.linked.rest("crm.deal.update", {"ID": 2, "FIELDS": {"UF_CRM_SIGNER": 2}})
    process = robots.start(robots.sequence(sending(robots.document(), signer1="UF_CRM_SIGNER")), 2)
    assert robots.process(process)["status"] == "running", robots.results(process)
    assert robots.run.package.signer == robots.firm.signer
    company = robots.start(
        robots.sequence(sending(robots.document(), crm_entity="COMPANY_2", signer2=CONTACT))
    )
    assert robots.process(company)["status"] == "running", robots.results(company)
    assert Document.objects.first().crm_object == "COMPANY_2"


class _Boxes:
    """An operator's channel of the docflow room, as far as sending a draft asks of it."""

    name, title = "diadoc", "Диадок"

    def __init__(self):
        self.packages = []

    def recipients(self, organization, counterparty):
        return [Recipient("second", "Второй ящик"), Recipient("usual", "Обычный ящик", is_usual=True)]

    def check(self, package):
        self.packages.append((package.recipient_box, package.recipient_email, package.channel))
        return []


def test_over_an_operator_the_usual_box_is_taken_and_no_e_mail_is_needed(robots: Robots, monkeypatch):
    operator = _Boxes()
    channels = {**ports.channels(), "diadoc": operator}
    monkeypatch.setattr(ports, "channels", lambda: channels)
    robots.linked.rest("crm.contact.update", {"ID": MUTE, "FIELDS": {"COMPANY_ID": 2}})
    process = robots.start(robots.sequence(sending(robots.document(), signer2=MUTE, channel="diadoc")))
    assert robots.process(process)["status"] == "running", robots.results(process)
    assert operator.packages[0] == ("usual", "", "diadoc")
    assert robots.run.package.channel == "diadoc"


def test_a_file_by_its_address_is_sent_and_the_address_is_not_kept(robots: Robots):
    """Versions of the portal give a file as an id or as a signed address, which carries a token."""
    file_id = robots.linked.client.upload(
        robots.linked.client.call("disk.storage.getForApp")["ROOT_OBJECT_ID"], "Акт 7.pdf", factories.pdf()
    )["ID"]
    by_id = robots.start(robots.sequence(sending("", file=file_id)))
    assert robots.process(by_id)["status"] == "running", robots.results(by_id)["response_text"]
    assert Document.objects.get().title == "Акт 7"
    url = robots.linked.client.call("disk.file.get", {"id": file_id})["DOWNLOAD_URL"]
    by_url = robots.start(robots.sequence(sending("", file=url)))
    assert robots.process(by_url)["status"] == "running", robots.results(by_url)["response_text"]
    assert Document.objects.count() == 2
    assert robots.run.data["properties"]["file"] == []
    foreign = robots.start(robots.sequence(sending("", file="https://evil.example/act.pdf")))
    assert robots.results(foreign)["response_code"] == "file"
