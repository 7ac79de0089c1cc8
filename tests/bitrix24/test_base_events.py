"""What the portal tells us: genuine or not, once, in spite of losses; and what we have registered there."""

from __future__ import annotations

import dataclasses

import httpx
import pytest
from django.db import transaction
from django.test import Client as Browser
from linked import ADMIN, HEAD, Linked, link

from paraph.effects.models import Effect
from paraph.portals.bitrix24 import addresses, inbound, install, limits, notify, registration, upkeep
from paraph.portals.bitrix24.errors import NotNow
from paraph.portals.bitrix24.models import Inbound, Portal, Registration
from paraph.portals.bitrix24.registration import Activity, EventBinding, Placement, Robot, Trigger
from paraph.sandbox.bitrix24 import apps, installation

EVENT = "ONCRMCONTACTUPDATE"


@pytest.fixture
def heard(monkeypatch) -> list[Inbound]:
    """Calls our handlers were given; the portal binds the event offline for them."""
    monkeypatch.setattr(inbound, "_works", {})
    base = {
        key: value
        for key, value in registration._declared.items()
        if "ONAPP" in key[1] or "OFFLINE" in key[1]
    }
    monkeypatch.setattr(registration, "_declared", base)
    found: list[Inbound] = []
    inbound.on_event(EVENT)(lambda portal, call: found.append(call))
    inbound.on_robot("paraph_test")(lambda portal, call: found.append(call))
    registration.declare(EventBinding(EVENT))
    return found


@pytest.fixture
def told(heard, stage, firm) -> Linked:
    """Installed with the event bound."""
    return link(stage, firm)


def contact(linked: Linked) -> int:
    """A contact is added and changed on the portal by somebody there."""
    made = linked.rest("crm.item.add", {"entityTypeId": 3, "fields": {"name": "Пётр"}})["item"]["id"]
    change(linked, made)
    return int(made)


def change(linked: Linked, number: int, name: str = "Павел") -> None:
    linked.rest("crm.item.update", {"entityTypeId": 3, "id": number, "fields": {"name": name}})


def path(address: str) -> str:
    return "/" + address.partition("://")[2].partition("/")[2]


# -- the queue ----------------------------------------------------------------------------------------------


def test_the_wake_up_brings_what_changed(told: Linked, heard):
    number = contact(told)
    told.settle()
    assert [int(call.data["FIELDS"]["ID"]) for call in heard] == [number]
    assert told.portal.last_event_at is not None
    assert Inbound.objects.filter(done_at=None).count() == 0


def test_a_lost_wake_up_is_made_up_by_the_schedule(told: Linked, heard):
    told.fault("lost-event", count=None)
    number = contact(told)
    told.settle()
    assert heard == []
    upkeep.QueueTick().perform(None)
    told.settle()
    assert [int(call.data["FIELDS"]["ID"]) for call in heard] == [number]
    assert told.portal.polled_at is not None


def test_a_duplicate_wake_up_changes_nothing(told: Linked, heard):
    told.fault("duplicate-event", count=None)
    contact(told)
    told.settle()
    assert len(heard) == 1


@pytest.mark.parametrize("kind", ["cut-after", "error-after"])
@pytest.mark.parametrize("method", ["event.offline.get", "event.offline.clear"])
def test_no_event_is_lost_with_an_answer(told: Linked, heard, kind: str, method: str):
    """The pack was reserved or cleared, and we never heard of it."""
    told.fault(kind, path=method)
    number = contact(told)
    told.settle()
    assert [int(call.data["FIELDS"]["ID"]) for call in heard] == [number]
    left = told.client.call("event.offline.list")
    assert left == []


def test_our_own_changes_make_no_event(told: Linked, heard):
    """Where the portal's plan lets us name ourselves."""
    assert told.portal.options["connector"] is True
    made = told.client.call("crm.item.add", {"entityTypeId": 3, "fields": {"name": "Мы"}})["item"]["id"]
    told.client.call("crm.item.update", {"entityTypeId": 3, "id": made, "fields": {"name": "Сами"}})
    told.settle()
    assert heard == []
    change(told, made, "Они")
    told.settle()
    assert len(heard) == 1


def test_a_handler_that_must_wait_is_called_again(told: Linked, heard, monkeypatch):
    tries = []

    def tired(portal, call):
        tries.append(call.pk)
        if len(tries) == 1:
            raise NotNow(limits.BUSY_PAUSE, "занято")

    monkeypatch.setitem(inbound._works, (Inbound.Kind.EVENT, EVENT), [tired])
    contact(told)
    told.settle()
    assert len(tries) == 2
    assert not told.stuck()


# -- genuine calls ------------------------------------------------------------------------------------------


def call_of_robot(linked: Linked, **changes: str) -> dict[str, str]:
    """Fields of a robot's call as the portal posts them, with some of them changed."""
    auth = apps.token_for(linked.world, linked.app_id, HEAD)
    fields = {
        "workflow_id": "w.1",
        "code": "paraph_test",
        "document_id[0]": "crm",
        "document_id[1]": "CCrmDocumentDeal",
        "document_id[2]": "DEAL_5",
        "event_token": "w.1|A1|sign.1",
        "properties[text]": "привет",
        "properties[users][0]": "user_1",
        "ts": "1795281942",
        **{f"auth[{name}]": str(value) for name, value in auth.items()},
    }
    return fields | changes


def posted(linked: Linked, fields: dict[str, str], address: str = "") -> int:
    body = str(httpx.QueryParams(fields)).encode()
    status: int = linked.post(address or addresses.robot(linked.application), body).status_code
    return status


def test_a_robot_is_taken_once_and_without_its_tokens(told: Linked, heard):
    fields = call_of_robot(told)
    assert posted(told, fields) == 200
    assert posted(told, fields | {"ts": "1795281999"}) == 200
    told.settle()
    assert len(heard) == 1
    call = heard[0]
    assert call.data["document_id"] == ["crm", "CCrmDocumentDeal", "DEAL_5"]
    assert call.data["properties"] == {"text": "привет", "users": ["user_1"]}
    assert call.user_id == HEAD
    stored = str(Inbound.objects.values()) + str(list(Effect.objects.values()))
    assert fields["auth[access_token]"] not in stored
    assert "application_token" not in stored


@pytest.mark.parametrize(
    "lie",
    [
        {"auth[application_token]": "0" * 32},
        {"auth[application_token]": ""},
        {"auth[member_id]": "f" * 32},
        {"auth": "x"},
    ],
)
def test_a_false_call_is_refused(told: Linked, heard, lie: dict[str, str]):
    fields = {
        name: value for name, value in call_of_robot(told).items() if "auth" not in lie or "auth" not in name
    }
    assert posted(told, fields | lie) == 403
    assert not Inbound.objects.exists()


def test_false_calls_are_counted(told: Linked, monkeypatch):
    monkeypatch.setattr(limits, "FALSE_CALLS", dataclasses.replace(limits.FALSE_CALLS, burst=3))
    lie = call_of_robot(told) | {"auth[application_token]": "x"}
    statuses = [posted(told, lie) for _n in range(5)]
    assert statuses[:3] == [403, 403, 403]
    assert statuses[-1] == 429
    assert posted(told, call_of_robot(told)) == 200, "many portals share an address: the genuine come through"
    lied = told.open(user_id=HEAD)
    assert lied.answer.status_code == 429, "nobody is asked about tokens from there for a while"


def test_a_call_is_bounded(told: Linked):
    assert posted(told, call_of_robot(told) | {"properties[text]": "x" * (limits.INBOUND + 1)}) == 413
    assert posted(told, {**call_of_robot(told), "event_token": ""}) == 400
    assert Browser().get(path(addresses.robot(told.application))).status_code == 200
    assert posted(told, call_of_robot(told), "http://h/bitrix24/of/wrong-slug/robot/") == 404


def test_odd_bytes_do_no_harm(told: Linked, heard):
    fields = call_of_robot(told) | {"properties[text]": "a\0b", "event_token": "t|2"}
    assert posted(told, fields) == 200
    told.settle()
    assert heard[0].data["properties"]["text"] == "a\ufffdb"


def test_after_uninstallation_nothing_is_believed(told: Linked, heard):
    fields = call_of_robot(told)
    installation.uninstall(told.world, told.app_id)
    told.settle()
    assert told.portal.state == "uninstalled"
    assert posted(told, fields) == 403
    assert not Registration.objects.exists()


def test_a_false_uninstallation_changes_nothing(told: Linked):
    fields = {
        "event": "ONAPPUNINSTALL",
        "data[CLEAN]": "1",
        "auth[member_id]": told.portal.member_id,
        "auth[application_token]": "guessed",
    }
    assert posted(told, fields, addresses.event(told.application)) == 403
    assert told.portal.works


def test_a_false_installation_takes_nothing(told: Linked):
    """Somebody knows our address and posts a token of his own portal, or of no administrator."""
    before = told.portal.application_token.reveal()
    auth = apps.token_for(told.world, told.app_id, 3)
    fields = {
        "event": "ONAPPINSTALL",
        "auth[access_token]": auth["access_token"],
        "auth[refresh_token]": auth["refresh_token"],
        "auth[application_token]": "mine",
    }
    assert posted(told, fields, addresses.install(told.application)) == 403, "not an administrator"
    fields["auth[access_token]"] = "0" * 70
    assert posted(told, fields, addresses.install(told.application)) in (403, 429)
    assert told.portal.application_token.reveal() == before


# -- what is registered -------------------------------------------------------------------------------------

ROBOT = Robot("paraph_one", "Первый", properties={"text": {"Name": {"ru": "Текст"}, "Type": "string"}})
THINGS = (
    ROBOT,
    Activity("paraph_two", "Второй"),
    Placement("CRM_DEAL_DETAIL_TAB", "test-tab", "Вкладка"),
    Trigger("paraph_done", "Документ подписан"),
    EventBinding(EVENT),
)


def there(linked: Linked) -> dict[str, set[str]]:
    """What the portal itself lists."""
    client = linked.client
    return {
        "robots": set(client.call("bizproc.robot.list")),
        "activities": set(client.call("bizproc.activity.list")),
        "places": {row["placement"] for row in client.call("placement.get")},
        "events": {row["event"] for row in client.call("event.get")},
        "triggers": {row["CODE"] for row in client.call("crm.automation.trigger.list")},
    }


@pytest.fixture
def only(monkeypatch) -> None:
    """Nothing is declared but what the test declares."""
    monkeypatch.setattr(registration, "_declared", {})
    for thing in THINGS:
        registration.declare(thing)


def test_the_portal_is_made_to_agree(only, stage, firm, monkeypatch):
    linked = link(stage, firm)
    held = there(linked)
    assert held["robots"] == {"paraph_one"}
    assert held["activities"] == {"paraph_two"}
    assert held["places"] == {"CRM_DEAL_DETAIL_TAB"}
    assert held["triggers"] == {"paraph_done"}
    assert EVENT in held["events"]
    linked.forget_hits("again")
    with_nothing_to_do(linked)
    # Something was taken away by hand, something was changed and something is no longer wanted by us.
    linked.client.call("bizproc.robot.delete", {"CODE": "paraph_one"})
    linked.client.call("event.unbind", {"event": EVENT, "event_type": "offline"})
    monkeypatch.setattr(registration, "_declared", {})
    registration.declare(dataclasses.replace(ROBOT, name="Первый, новее"))
    registration.declare(EventBinding(EVENT))
    registration.declare(Placement("CRM_COMPANY_DETAIL_TAB", "test-tab", "Вкладка"))
    repair(linked)
    held = there(linked)
    assert held["robots"] == {"paraph_one"}
    assert held["activities"] == held["triggers"] == set()
    assert held["places"] == {"CRM_COMPANY_DETAIL_TAB"}
    assert EVENT in held["events"]
    assert not Registration.objects.exclude(fault="").exists()


def with_nothing_to_do(linked: Linked) -> None:
    """A night when the portal holds everything costs two calls: what it says of itself, and what it lists."""
    linked.forget_hits()
    order(linked)
    assert linked.hits() == {"oauth/app.info": 1, "batch": 2}


def repair(linked: Linked) -> None:
    linked.portal.registrations.update(digest="")
    order(linked)


def order(linked: Linked) -> None:
    with transaction.atomic():
        install.settle(linked.portal)
    linked.settle()


def test_an_update_of_the_application_registers_anew(only, stage, firm):
    linked = link(stage, firm)
    installation.update(linked.world, linked.app_id)
    linked.open(addresses.install(linked.application))
    installation.finish(linked.world, linked.app_id)
    linked.settle()
    assert there(linked)["robots"] == {"paraph_one"}
    assert linked.portal.works
    assert Portal.objects.count() == 1


def test_a_refusal_is_shown_and_the_rest_is_registered(only, stage, firm):
    registration.declare(Placement("CRM_NO_SUCH_PLACE", "odd", "Нет такого"))
    linked = link(stage, firm)
    row = Registration.objects.get(code="CRM_NO_SUCH_PLACE:odd")
    assert "Placement not found" in row.fault
    assert there(linked)["robots"] == {"paraph_one"}
    assert not linked.stuck()


@pytest.mark.parametrize("kind", ["cut-after", "query-limit", "html", "operation-time-limit"])
def test_registration_survives_faults(only, stage, firm, kind: str):
    linked = link(stage, firm)
    linked.client.call("bizproc.robot.delete", {"CODE": "paraph_one"})
    linked.fault(kind, path="batch" if kind != "operation-time-limit" else "bizproc.robot.add", count=2)
    repair(linked)
    assert there(linked)["robots"] == {"paraph_one"}
    assert not Registration.objects.exclude(fault="").exists()


# -- notices ------------------------------------------------------------------------------------------------


def test_a_notice_replaces_itself_and_is_cleared(linked: Linked):
    portal = linked.portal
    linked.fault("cut-after", path="batch")
    with transaction.atomic():
        notify.notify(portal, HEAD, "Подпишите договор", "DOC|5|SIGN", "DOC|5")
    linked.settle()
    assert notices(linked) == ["Подпишите договор"], "sent twice, shown once"
    with transaction.atomic():
        notify.notify(portal, HEAD, "Напоминаем о договоре", "DOC|5|SIGN", "DOC|5")
        notify.notify(portal, ADMIN, "Подпишите договор", "DOC|5|SIGN", "DOC|5")
    linked.settle()
    assert len(notices(linked)) == 2
    with transaction.atomic():
        notify.clear(portal, "DOC|5|SIGN", HEAD)
    linked.settle()
    assert len(notices(linked)) == 1
    with transaction.atomic():
        notify.clear(portal, "DOC|5")
    linked.settle()
    assert notices(linked) == []
    assert not linked.stuck()


def notices(linked: Linked) -> list[str]:
    """What the bells of both people show."""
    people = (HEAD, ADMIN)
    return [row["message"] for one in people for row in linked.control("GET", f"users/{one}/notices")]
