"""Words are not taken for commands, repeats not for one event, people not for each other."""

from __future__ import annotations

import pytest
from django.db import transaction
from linked import ADMIN, SELLER, Linked
from test_base_events import change, contact, heard, told  # noqa: F401

from paraph.parties.models import Employee
from paraph.portals.bitrix24 import addresses, batching, polling, tokens, visits
from paraph.portals.bitrix24.batching import Reference
from paraph.portals.bitrix24.models import Portal, PortalToken, PortalUser
from paraph.sandbox.bitrix24 import offline

pytestmark = pytest.mark.django_db


def test_words_of_people_are_no_commands_of_a_batch(linked: Linked):
    """A reason, a title or a name may hold anything; only what we call a reference is one."""
    words = "отказ: $result[who][ID] и $result[nobody][ID]"
    deal = linked.rest("crm.item.add", {"entityTypeId": 2, "fields": {"title": "x"}})["item"]["id"]
    answers = linked.client.batch(
        {
            "who": ("profile", {}),
            "title": ("crm.item.update", {"entityTypeId": 2, "id": deal, "fields": {"title": words}}),
            "same": ("user.get", {"FILTER": {"ID": Reference("$result[who][ID]")}}),
        }
    )
    assert not [answer for answer in answers.values() if isinstance(answer, Exception)]
    assert answers["same"][0]["ID"] == answers["who"]["ID"]
    title = linked.rest("crm.item.get", {"entityTypeId": 2, "id": deal})["item"]["title"]
    assert title == "отказ: $ result[who][ID] и $ result[nobody][ID]"
    assert batching.split({"a": ("profile", {"x": "$result[b]"})})


def test_an_object_that_changes_again_is_heard_again(told: Linked, heard):  # noqa: F811
    """Portals make MESSAGE_ID of the event's name and data: it is the same for every change of an object."""
    number = contact(told)
    told.settle()
    change(told, number, "Семён")
    with transaction.atomic():
        polling.order(told.portal)
    told.settle()
    assert [int(call.data["FIELDS"]["ID"]) for call in heard] == [number, number]


def test_the_emulated_portal_names_equal_events_equally(told: Linked):  # noqa: F811
    names = []
    for _each in (1, 2):
        offline.keep(told.world, told.app_id, "ONCRMDEALUPDATE", {"FIELDS": {"ID": 5}}, "", None)
        with told.world.reading() as db:
            names.append(db.execute("SELECT message_id FROM offline_events ORDER BY id DESC").fetchone()[0])
    assert names[0] == names[1]


def person(user_id: int, email: str) -> visits.Person:
    return visits.Person(user_id, "Кто-то", email, "", [], False)


def test_a_changed_address_makes_nobody_somebody_else(linked: Linked):
    """People change their own e-mail on a portal: that alone must not open another's place here."""
    director = linked.firm.signer
    visits.remember(linked.portal, person(77, "stranger@example.test"))
    for _each in (1, 2):
        user = visits.remember(linked.portal, person(77, director.email))
        assert user.employee is None
    new = visits.remember(linked.portal, person(78, director.email))
    assert new.employee == director, "who is met for the first time is known by the address"


def test_an_employee_added_later_is_known_by_the_same_address(linked: Linked):
    visits.remember(linked.portal, person(77, "later@example.test"))
    employee = Employee.objects.create(
        workspace=linked.firm.workspace,
        organization=linked.firm.signer.organization,
        full_name="Новый Сотрудник",
        email="later@example.test",
    )
    assert visits.remember(linked.portal, person(77, "later@example.test")).employee == employee


def test_who_was_counted_as_gone_and_opens_a_page_is_there(linked: Linked):
    """A reading that missed somebody must not shut them out for half a day."""
    linked.employee(SELLER)
    linked.open(user_id=SELLER)
    PortalUser.objects.filter(user_id=SELLER).update(is_active=False)
    assert linked.open(user_id=SELLER).answer.status_code == 200
    assert PortalUser.objects.get(user_id=SELLER).is_active


def test_a_page_without_a_refresh_token_loses_no_portal(linked: Linked):
    """The administrator's own page came without one: the pair there is stays good for the next hour."""
    before = PortalToken.objects.get(user_id=ADMIN).refresh.reveal()
    now = PortalToken.objects.get(user_id=ADMIN)
    tokens.keep(linked.portal, ADMIN, now.access.reveal(), "", "1", is_admin=True)
    assert PortalToken.objects.get(user_id=ADMIN).refresh.reveal() == before
    assert linked.client.call("profile")["ID"] == str(ADMIN)
    assert linked.portal.works


def test_an_application_is_of_one_portal(linked: Linked):
    """A card of the market is on every portal: a second one must not come into the workspace by it."""
    Portal.objects.filter(pk=linked.portal.pk).update(member_id="f" * 32)
    answer = linked.open(addresses.install(linked.application)).answer
    assert answer.status_code == 403
    assert "уже установлено на другом портале" in answer.content.decode()
    assert Portal.objects.count() == 1


def test_an_application_may_move_from_a_portal_that_let_it_go(linked: Linked):
    Portal.objects.filter(pk=linked.portal.pk).update(member_id="f" * 32, state="uninstalled")
    assert linked.open(addresses.install(linked.application)).answer.status_code == 200
    assert Portal.objects.filter(state="active").count() == 1
