"""The head of a department sees the department's documents, however many; nobody else does."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from pages_kit import draft, text_document

from paraph.docflow.models import Docflow, Package
from paraph.parties import departments
from paraph.parties.models import Department, Role
from paraph.registry.models import Document

PAGE = "/department/"


@pytest.fixture
def sales(firm) -> Department:
    made = Department.objects.create(
        workspace=firm.workspace, organization=firm.organization, name="Продажи", head=firm.approver
    )
    firm.sender.department = made
    firm.sender.save()
    return made


@pytest.fixture
def documents(firm, sales):
    """One of the department's manager, one of somebody else's."""
    stranger = firm.hire("Чужова Полина Львовна", Role.SENDER)
    own = draft(firm, text_document(firm, "Наш договор"))
    other = draft(firm, text_document(firm, "Чужой договор"))
    Package.objects.filter(pk=other.pk).update(sender=stranger)
    return own, other


def stand(package: Package, days: int) -> None:
    Docflow.objects.filter(package=package).update(changed_at=timezone.now() - timedelta(days=days))


def test_the_head_sees_the_department_and_only_it(documents, approver):
    page = approver.page(PAGE)
    assert "Наш договор" in page
    assert "Чужой договор" not in page
    assert "Черновики 1" in page
    assert "Менеджеров" in page


def test_who_heads_nothing_has_no_such_page(documents, sender, observer, firm, at):
    assert sender.get(PAGE).status_code == 403
    assert "/department/" not in sender.get("/tasks/").content.decode()
    assert observer.get(PAGE).status_code == 403


def test_the_departments_own_record_makes_a_head(documents, firm, at):
    plain = firm.hire("Отделов Олег Ильич", Role.SENDER)
    Department.objects.update(head=plain)
    page = at(plain).page(PAGE)
    assert "Наш договор" in page
    assert "Чужой договор" not in page


def test_a_role_without_a_department_sees_only_own_documents(documents, firm, at):
    head = firm.hire("Одинцова Алла Юрьевна", Role.HEAD)
    assert "Документов нет" in at(head).page(PAGE)


def test_a_directory_adds_branches_of_the_same_workspace_only(documents, firm, approver, monkeypatch):
    import factories

    foreign = factories.company()
    stranger = documents[1]

    class Tree:
        def is_head(self, employee):
            return employee == firm.approver

        def people_under(self, head):
            return {Package.objects.get(pk=stranger.pk).sender_id, foreign.sender.pk}

    monkeypatch.setattr(departments, "_directories", {"tree": Tree()})
    assert foreign.sender.pk not in departments.people_under(firm.approver)
    assert "Чужой договор" in approver.page(PAGE)


def test_what_stands_still_is_counted_and_found(documents, approver, firm):
    stand(documents[0], 9)
    page = approver.page(PAGE)
    assert "Стоят без движения дольше 7 дней: 1" in page
    assert "9 дн." in page
    assert "Наш договор" in approver.page(f"{PAGE}?stands=7")
    assert "Документов нет" in approver.page(f"{PAGE}?stands=30")


def test_filters_take_only_the_departments_people(documents, approver, firm):
    stranger = Package.objects.get(pk=documents[1].pk).sender_id
    assert "Наш договор" in approver.page(f"{PAGE}?person={firm.sender.pk}")
    page = approver.page(f"{PAGE}?person={stranger}")
    assert "Чужой договор" not in page
    assert "Наш договор" in page
    assert "Документов нет" in approver.page(f"{PAGE}?q=нет такого")
    assert approver.get(f"{PAGE}?person=x&stands=-1&tab=oops&older=z").status_code == 200


def test_ten_thousand_documents_are_listed_quickly(documents, approver, firm, django_assert_max_num_queries):
    flow = Docflow.objects.get(package=documents[0])
    document = flow.document
    count = 10_000

    def fresh(model, rows):
        return model.objects.bulk_create(rows, batch_size=2000)

    shared = {
        name: getattr(document, name)
        for name in ("workspace_id", "organization_id", "counterparty_id", "kind", "title", "search_text")
    }
    made = fresh(Document, (Document(**shared) for _ in range(count)))
    # One package and one file for all of them: the page asks about documents and their state.
    names = ("machine", "state", "status", "tab", "workspace_id", "package_id", "version_id")
    state = {name: getattr(flow, name) for name in names}
    fresh(Docflow, (Docflow(**state, document=row) for row in made))
    with django_assert_max_num_queries(30):
        begun = time.process_time()
        page = approver.page(PAGE)
        spent = time.process_time() - begun
    assert "10\u202f001" in page or "10 001" in page
    assert spent < 2, spent
