"""The pages of the balance: filling it, the switch, the report and its CSV."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

import factories
from paraph.balance import report, services
from paraph.balance.models import Charge, ChargeState, Pack
from paraph.parties.models import Role

pytestmark = pytest.mark.django_db


def browser(employee):
    client = Client()
    client.force_login(employee.user)
    return client


def used(firm, month, sender, signer=None, state=ChargeState.SPENT):
    moment = datetime.fromisoformat(month).replace(tzinfo=UTC)
    return Charge.objects.create(
        workspace=firm.workspace,
        holder=f"docflow:{Charge.objects.count() + 1}",
        state=state,
        sender=sender,
        signer=signer,
        ended_at=moment,
    )


def test_an_administrator_fills_the_balance_and_counts_it(firm):
    page = browser(firm.sender)
    assert "баланс не учитывается" in page.get(reverse("balance")).content.decode()
    assert page.post(reverse("balance"), {"quantity": "много", "basis": ""}).status_code == 422
    page.post(reverse("balance"), {"quantity": "100", "basis": "счёт № 15"})
    page.post(reverse("balance-switch"), {"is_counted": "on"})
    text = page.get(reverse("balance")).content.decode()
    assert "баланс учитывается" in text
    assert "счёт № 15" in text
    assert services.of(firm.workspace.pk).left == 100
    page.post(reverse("balance-pack-remove", args=[Pack.objects.get().pk]))
    assert "Подписей не осталось" in page.get(reverse("balance")).content.decode()


def test_only_administrators_open_the_pages(firm):
    page = browser(firm.hire("Писарев Пётр Петрович", Role.SENDER))
    for name in ("balance", "balance-report"):
        assert page.get(reverse(name)).status_code == 403
    assert page.post(reverse("balance-switch")).status_code == 403


def test_the_sender_is_told_on_the_page_of_the_package(firm):
    services.switch(firm.workspace, True, firm.sender)
    package = factories.package(firm, [factories.document(firm)])
    answer = browser(firm.sender).post(reverse("package-submit", args=[package.pk]), follow=True)
    assert "На балансе не осталось подписей" in answer.content.decode()
    assert factories.flows(package)[0].status == "DRAFT"


def test_the_report_counts_by_month_and_person(firm):
    clerk = firm.hire("Писарев Пётр Петрович", Role.SENDER)
    used(firm, "2026-09-30T21:30:00", firm.sender, firm.signer)  # October in Moscow
    used(firm, "2026-10-15T12:00:00", firm.sender, firm.signer)
    used(firm, "2026-11-01T12:00:00", clerk, firm.signer)
    used(firm, "2025-01-01T12:00:00", clerk, firm.signer)
    used(firm, "2026-10-20T12:00:00", clerk, state=ChargeState.RETURNED)
    used(factories.company(), "2026-10-20T12:00:00", None)
    found = [(f"{line.month:%Y-%m}", line.person, line.count) for line in report.lines(firm.workspace.pk)]
    assert found == [
        ("2026-11", clerk.full_name, 1),
        ("2026-10", firm.sender.full_name, 2),
        ("2025-01", clerk.full_name, 1),
    ]
    by_signer = report.lines(firm.workspace.pk, "signer", 2026)
    assert [(line.person, line.count) for line in by_signer] == [
        (firm.signer.full_name, 1),
        (firm.signer.full_name, 2),
    ]
    assert report.years(firm.workspace.pk) == [2026, 2025]
    text = browser(firm.sender).get(reverse("balance-report"), {"year": "2026"}).content.decode()
    assert "10.2026" in text
    assert "01.2025" not in text


def test_the_csv_opens_in_excel_and_runs_no_formula(firm):
    used(firm, "2026-10-15T12:00:00", firm.hire("=1+1", Role.SENDER))
    answer = browser(firm.sender).get(reverse("balance-report"), {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines() == ["Месяц;Сотрудник;Подписей", "10.2026;'=1+1;1"]


def test_a_day_without_any_use_shows_what_the_report_is_for(firm):
    assert "ещё не израсходовано" in browser(firm.sender).get(reverse("balance-report")).content.decode()
