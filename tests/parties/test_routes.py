"""Approval routes: order, faults, workspaces."""

import pytest

from paraph.approval import routes
from paraph.approval.models import Route
from paraph.errors import DomainError
from paraph.journal.models import JournalEvent
from paraph.parties import services


@pytest.fixture
def people(hire):
    return [hire("Первов Павел", "head"), hire("Второв Вадим", "sender"), hire("Третьяк Тимур", "signer")]


def test_people_stand_in_the_order_given(admin, people):
    ids = [people[2].pk, str(people[0].pk), people[2].pk]
    row = routes.save_route(admin.workspace, {"name": " Сделки ", "mode": "sequential", "people": ids}, admin)
    assert row.name == "Сделки"
    assert [step.employee for step in row.steps.all()] == [people[2], people[0]]
    routes.save_route(
        admin.workspace, {"name": "Сделки", "mode": "parallel", "people": [people[1].pk]}, admin, id=row.pk
    )
    row.refresh_from_db()
    assert row.mode == "parallel"
    assert [step.employee for step in row.steps.all()] == [people[1]]
    assert routes.routes_of(people[1]) == ["Сделки"]
    assert routes.routes_of(people[0]) == []
    actions = JournalEvent.objects.filter(action__startswith="approval:").order_by("seq")
    assert [event.action for event in actions] == ["approval:route-added", "approval:route-changed"]


def test_faults_of_a_route_come_at_once(admin, people):
    with pytest.raises(DomainError) as error:
        routes.save_route(admin.workspace, {"name": "", "mode": "zigzag", "people": []}, admin)
    assert set(error.value.details["faults"]) == {"name", "mode", "people"}
    data = {"name": "Сделки", "mode": "parallel", "people": [people[0].pk]}
    routes.save_route(admin.workspace, data, admin)
    with pytest.raises(DomainError) as error:
        routes.save_route(admin.workspace, data, admin)
    assert set(error.value.details["faults"]) == {"name"}


def test_observers_strangers_and_people_who_left_do_not_approve(admin, stranger, hire, people):
    observer = hire("Смотров Семён", "observer")
    services.deactivate_employee(admin.workspace, people[0].pk, admin)
    for person in (observer, stranger, people[0]):
        with pytest.raises(DomainError) as error:
            routes.save_route(
                admin.workspace, {"name": "Сделки", "mode": "parallel", "people": [person.pk]}, admin
            )
        assert error.value.field == "people" or "people" in error.value.details["faults"]
    assert not Route.objects.exists()


def test_a_route_of_another_workspace_is_not_found_and_needs_an_administrator(admin, stranger, people):
    data = {"name": "Сделки", "mode": "parallel", "people": [people[0].pk]}
    row = routes.save_route(admin.workspace, data, admin)
    with pytest.raises(DomainError) as error:
        routes.save_route(stranger.workspace, data, stranger, id=row.pk)
    assert error.value.code == "not-found"
    with pytest.raises(DomainError) as error:
        routes.save_route(admin.workspace, data, people[0])
    assert error.value.code == "forbidden"
