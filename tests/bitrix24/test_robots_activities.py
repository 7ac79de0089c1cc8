"""Activities an integrator builds a process of: a package, its status, files, withdrawal, counterparties."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import pytest
from robots_kit import CONTACT, DIRECTOR, MANAGER, Robots, robot, robots  # noqa: F401

from paraph.docflow import ports
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.portals.bitrix24.robots import codes, deeds
from paraph.portals.bitrix24.robots.models import RobotRun
from paraph.portals.statuses import STATUSES
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db


def package_of(*documents: int) -> dict:
    given = {"signer1": f"user_{DIRECTOR}", "signer2": CONTACT, "responsible": f"user_{MANAGER}"}
    return robot("paraph_bp_send", document_id=list(documents), wait="sent", **given)


def ask(robots: Robots, code: str, **properties: object) -> dict:
    process = robots.start(robots.sequence(robot(f"paraph_bp_{code}", **properties)))
    assert robots.process(process)["status"] == "completed"
    return robots.results(process)


def test_a_package_of_several_documents_and_everything_about_it(robots: Robots):
    documents = [robots.document(), robots.document()]
    process = robots.start(robots.sequence(package_of(*documents)))
    sent = robots.results(process)
    assert (sent["response_code"], sent["status_code"]) == ("ok", "our_signature")
    assert sent["source_document_ids"] == [str(one) for one in documents]
    package = Package.objects.get()
    assert (sent["package_id"], package.docflows.count()) == (str(package.pk), 2)
    early = ask(robots, "download", package_id=package.pk)
    assert (early["response_code"], "ещё не подписан" in early["response_text"]) == ("state", True)
    robots.sign_ours()
    assert ask(robots, "status", document_id=documents[1])["status_code"] == "sending"
    robots.sign_theirs()
    assert ask(robots, "status", package_id=package.pk)["status_code"] == "signed"
    files = ask(robots, "download", package_id=package.pk)
    assert len(set(files["signed_document_ids"] + files["report_ids"])) == 4
    assert all(files["signed_document_ids"])


def test_what_was_sent_is_taken_back(robots: Robots):
    robots.start(robots.sequence(package_of(robots.document())))
    package = Package.objects.get()
    named = {"package_id": package.pk, "employee": f"user_{MANAGER}"}
    assert ask(robots, "refuse", reason="цена изменилась", **named)["status_code"] == "withdrawn"
    again = ask(robots, "refuse", reason="цена изменилась", **named)
    assert (again["response_code"], again["error"]) == ("state", "Y")
    nobody = ask(robots, "refuse", reason="цена изменилась", package_id=package.pk)
    assert nobody["response_code"] == "right"


def test_counterparties_are_found_by_name_and_requisites(robots: Robots):
    firm = robots.firm.counterparty
    found = ask(robots, "counterparties", search=firm.inn)
    assert (found["names"], found["inns"], found["count"]) == ([firm.name], [firm.inn], 1)
    assert ask(robots, "counterparties", search="нет такого")["count"] == 0


class _Operator:
    """A channel that invites; what it is asked is kept."""

    def __init__(self):
        self.asked = []

    def invite(self, organization, inn, kpp, text, employee):
        if inn == "7700000000":
            raise DomainError("no-box", "Ящика нет.")
        self.asked.append((organization.name, inn, kpp, text, employee.full_name))
        return "invited", "приглашён нами"


def test_a_counterparty_is_invited_over_the_operators_channel(robots: Robots, monkeypatch):
    operator = _Operator()
    channels = {**ports.channels(), "diadoc": operator}
    monkeypatch.setattr(ports, "channels", lambda: channels)
    person, firm = {"employee": f"user_{MANAGER}"}, robots.firm.counterparty
    found = ask(robots, "invite", inn=firm.inn, kpp=firm.kpp, text="Давайте обмениваться", **person)
    assert (found["relation_code"], found["relation_text"]) == ("invited", "приглашён нами")
    sender = robots.firm.sender
    assert operator.asked == [
        (sender.organization.name, firm.inn, firm.kpp, "Давайте обмениваться", sender.full_name)
    ]
    refused = ask(robots, "invite", inn="7700000000", **person)
    assert (refused["response_code"], refused["response_text"]) == ("state", "Ящика нет.")


def test_a_package_of_another_workspace_is_not_found(robots: Robots):
    found = ask(robots, "status", package_id=987654)
    assert found["response_code"] == "not-found"


def test_a_designer_sees_what_is_switched_on_and_only_that(robots: Robots):
    def registered():
        return {row["code"]: row["is_robot"] for row in robots.linked.control("GET", "robots")}

    ours = {code: not deed.is_activity for code, deed in deeds._deeds.items()}
    assert registered() == ours
    assert sum(ours.values()) == 2
    robots.switch(has_activities=False)
    assert registered() == {code: True for code, is_robot in ours.items() if is_robot}
    robots.switch(is_on=False, has_activities=False)
    assert registered() == {}
    assert not RobotRun.objects.exists()


def test_every_status_of_a_document_of_ours_has_a_code():
    from paraph.docflow.machine import machine

    for name in ("NONFORM", "SCHFDOP", "SCHF", "DOP", "NONFORM_ONE_SIDED"):
        statuses = {status.code for status, _when in machine(name).statuses}
        assert statuses <= set(STATUSES), statuses - set(STATUSES)
    assert set(codes.TEXTS) == set(codes.Response)
