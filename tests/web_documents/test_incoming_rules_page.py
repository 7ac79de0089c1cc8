"""Settings of received documents: the rules, their form, which one would be followed, who may."""

from __future__ import annotations

import pytest
from operator_kit import came
from pages_kit import flow_of, words

import factories
from paraph.docflow.models import IncomingRule

LIST, NEW = "/settings/incoming/", "/settings/incoming/new/"


@pytest.fixture
def rule(firm):
    return {
        "kind": "act", "counterparty": firm.counterparty.pk, "organization": "",
        "responsible": firm.sender.pk, "route": "", "signer": firm.signer.pk, "notify": [firm.approver.pk],
        "position": "10", "is_active": "1",
    }  # fmt: skip


def test_without_rules_the_page_says_what_happens(sender):
    page = sender.page(LIST)
    assert "Правил ещё нет" in page
    assert "Какое правило сработает" not in page


def test_a_rule_is_added_shown_changed_and_removed(firm, sender, rule):
    assert sender.post(NEW, rule)["Location"] == LIST
    page = sender.page(LIST)
    for text in (
        "Акт, от: ООО «Василёк»",
        "Менеджеров Матвей",
        "Лугова Анна",
        "Начальников Николай",
        "включено",
    ):
        assert text in page
    row = IncomingRule.objects.get()
    form = sender.get(f"{LIST}{row.pk}/").content.decode()
    assert f'value="{firm.approver.pk}" checked' in form
    sender.post(f"{LIST}{row.pk}/", rule | {"is_active": "", "kind": "", "notify": []})
    row.refresh_from_db()
    assert (row.is_active, row.kind, row.notify.count()) == (False, "", 0)
    assert "выключено" in sender.page(LIST)
    sender.post(f"{LIST}{row.pk}/remove/")
    assert IncomingRule.objects.count() == 0


def test_the_page_tells_which_rule_would_be_followed(firm, sender, rule):
    sender.post(NEW, rule)
    sender.post(NEW, rule | {"kind": "", "counterparty": "", "position": "20"})
    acts = sender.client.get(LIST, {"try": "1", "kind": "act", "counterparty": firm.counterparty.pk})
    assert "Сработает правило 10: Акт, от: ООО «Василёк»" in words(acts)
    letters = sender.client.get(LIST, {"try": "1", "kind": "letter"})
    assert "Сработает правило 20: любые документы" in words(letters)
    IncomingRule.objects.filter(position=20).delete()
    assert "Ни одно правило не подходит" in words(sender.client.get(LIST, {"try": "1", "kind": "letter"}))


def test_the_rule_of_the_page_is_the_one_that_is_followed(firm, pki, sender, signer, operator, rule):
    sender.post(NEW, rule)
    flow = flow_of(came(firm, pki, "Их акт"))
    assert flow.package.sender == firm.sender
    assert "Их акт" in signer.page("/tasks/")


def test_faults_come_all_at_once_by_field(firm, sender, rule):
    foreign = factories.company()
    wrong = rule | {"kind": "x", "counterparty": foreign.counterparty.pk, "signer": firm.approver.pk}
    answer = sender.post(NEW, wrong)
    assert answer.status_code == 422
    for field in ("kind", "counterparty", "signer"):
        assert f'id="{field}-fault"' in answer.content.decode()
    assert IncomingRule.objects.count() == 0


def test_rules_are_the_administrators_and_the_workspaces_own(sender, signer, observer, elsewhere, rule):
    sender.post(NEW, rule)
    row = IncomingRule.objects.get()
    for person in (signer, observer):
        assert person.get(LIST).status_code == 403
        assert person.post(NEW, rule).status_code == 403
        assert person.post(f"{LIST}{row.pk}/remove/").status_code == 403
    assert elsewhere.get(f"{LIST}{row.pk}/").status_code == 404
    assert elsewhere.post(f"{LIST}{row.pk}/", rule).status_code == 404
    assert elsewhere.post(f"{LIST}{row.pk}/remove/").status_code == 404
    assert "Акт, от" not in elsewhere.page(LIST)
    assert IncomingRule.objects.count() == 1
    assert sender.get(f"{LIST}{row.pk}/remove/").status_code == 405


def test_a_person_without_access_is_seen_in_the_rule(firm, sender, rule):
    sender.post(NEW, rule)
    firm.signer.is_active = False
    firm.signer.save()
    assert "Лугова Анна Сергеевна нет доступа" in sender.page(LIST)
