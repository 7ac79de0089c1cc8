"""Nothing stays held back, nobody waits for somebody else's answer, words of a partner stop no answer."""
# ruff: noqa: F811 - fixtures are taken by name

from __future__ import annotations

import pytest
from django.utils import timezone
from robots_kit import Robots, robots, sending  # noqa: F401

from paraph.balance import services as balance
from paraph.docflow.models import Package
from paraph.portals.bitrix24.models import Inbound, Notice
from paraph.portals.bitrix24.robots import janitor
from paraph.portals.bitrix24.robots import sending as sender
from paraph.portals.bitrix24.robots.models import RobotRun
from scenario import catcher, mail, pki  # noqa: F401

pytestmark = pytest.mark.django_db


def test_what_is_reserved_after_the_refusal_is_given_back(robots: Robots, monkeypatch):
    """The time is up while the work is at its first steps: what it still reserves must not be lost."""
    balance.switch(robots.firm.workspace, True, robots.firm.sender)
    balance.add_pack(robots.firm.workspace, 1, "счёт", robots.firm.sender)
    reserve = sender._reserve

    def late(request, count):
        RobotRun.objects.update(deadline=timezone.now())
        janitor.answer_late()
        reserve(request, count)

    monkeypatch.setattr(sender, "_reserve", late)
    process = robots.start(robots.sequence(sending(robots.document())))
    assert robots.results(process)["response_code"] == "deadline"
    assert balance.of(robots.firm.workspace.pk).left == 1


def test_the_call_keeps_nothing_its_request_has(robots: Robots):
    """The address of a file carries a token: it is gone from the request, and from the call as well."""
    secret = "secret-of-a-file"
    address = f"{robots.linked.portal.base_url}/rest/download.json?token={secret}"
    robots.start(robots.sequence(sending("", file=[address])))
    assert RobotRun.objects.count() == 1
    assert secret not in str(list(RobotRun.objects.values())) + str(list(Inbound.objects.values()))


def test_the_same_document_to_somebody_else_is_sent_to_them(robots: Robots):
    document = robots.document()
    robots.start(robots.sequence(sending(document)))
    contacts = robots.linked.rest("crm.contact.list", {"select": ["ID", "COMPANY_ID", "EMAIL"]})
    first = next(row for row in contacts if row["ID"] == "1")
    other = next(
        row["ID"]
        for row in contacts
        if row.get("EMAIL") and row["COMPANY_ID"] not in (None, "0", first["COMPANY_ID"])
    )
    robots.start(robots.sequence(sending(document, signer2=other)))
    assert RobotRun.objects.filter(answered_at=None).count() == 2
    assert len(set(Package.objects.values_list("recipient_email", flat=True))) == 2


def test_a_partner_whose_reason_looks_like_a_command_stops_no_answer(robots: Robots):
    process = robots.start(robots.sequence(sending(robots.document())))
    robots.sign_ours()
    robots.decline_theirs("нет $result[x][ID], см. [URL=https://evil.example]сюда[/URL]")
    assert robots.process(process)["status"] == "completed"
    found = robots.results(process)
    assert found["status_code"] == "rejected"
    assert "нет $ result[x][ID]" in found["status_text"]
    assert not [text for text in Notice.objects.values_list("text", flat=True) if "[URL=https://evil" in text]
    assert Notice.objects.filter(text__contains="(URL=https://evil.example)").exists()
