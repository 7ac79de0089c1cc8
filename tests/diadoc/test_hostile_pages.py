"""Every address of the hub with numbers of another workspace: nothing is shown, nothing changes."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from test_incoming_exchange import receive

import factories
from paraph.channels.diadoc import handlers
from paraph.channels.diadoc.models import Account, CallCount, PartnerBox, Run
from paraph.channels.diadoc.records import InboxEvent
from paraph.docflow import answers
from paraph.docflow.models import Answer
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent


def addresses():
    """Routes with numbers in them."""

    def walk(patterns, prefix=""):
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLPattern):
                yield route
            else:
                yield from walk(one.url_patterns, route)

    return sorted({route for route in walk(get_resolver().url_patterns) if "<int:" in route})


def browser(employee):
    client = Client(raise_request_exception=False)
    client.force_login(employee.user)
    return client


@pytest.fixture
def busy(exchange):
    """A workspace with something in every table: sent, received, answered, failed."""
    package, _message = receive(exchange, exchange.them.attachment("Contract"))
    flow = factories.flows(package)[0]
    answers.refuse(flow, "Не тот", exchange.firm.sender, signer=exchange.firm.signer)
    exchange.diadoc.order_fault("blocked-box", count=1, path="/V3/PostMessage")
    exchange.send("contract")
    exchange.run()
    return exchange


def test_every_address_with_a_number_is_closed_to_another_workspace(busy):
    other, firm = factories.company(), busy.firm
    stranger = browser(other.sender)
    own = {
        ("counterparties/<int:pk>/", other.counterparty.pk),
        ("settings/organizations/<int:pk>/", other.organization.pk),
    }
    answer = Answer.objects.get()
    ids = {
        "flow_id": answer.docflow_id,
        "answer_id": answer.pk,
        "account": busy.account.pk,
    }
    before = (JournalEvent.objects.count(), Effect.objects.count())
    shown = []
    assert len(addresses()) > 60
    for route in addresses():
        for pk in {1, 2, firm.workspace.pk, answer.docflow_id, PartnerBox.objects.first().pk}:
            path = "/" + re.sub(r"<int:(\w+)>", lambda m, pk=pk: str(ids.get(m[1], pk)), route)
            path = re.sub(r"<(?:str|slug|path):verb>", "sign", path)
            path = re.sub(r"<\w+:\w+>|<\w+>", "x", path)
            for ask in (stranger.get, stranger.post):
                status = ask(path).status_code
                if status not in (302, 401, 403, 404, 405) and (route, pk) not in own:
                    shown.append((route, pk, ask.__name__, status))
    assert shown == []
    assert (JournalEvent.objects.count(), Effect.objects.count()) == before


def test_nothing_is_posted_without_the_token_of_the_page(busy):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(busy.firm.sender.user)
    before = JournalEvent.objects.count()
    for route in addresses():
        path = "/" + re.sub(r"<int:\w+>", "1", route)
        path = re.sub(r"<\w+:\w+>|<\w+>", "sign", path)
        assert client.post(path).status_code in (403, 404, 405), route
    assert JournalEvent.objects.count() == before


def test_no_secret_is_in_what_is_kept_or_logged(busy, caplog):
    account = busy.account
    busy.diadoc.order_fault("unavailable", count=3, path="/V8/GetNewEvents")
    busy.diadoc.order_fault("expired-token", count=2)
    handlers.order(account, handlers.FEED)
    busy.run()
    busy.read()
    account.refresh_from_db()
    secrets = [account.password.reveal(), account.token.reveal(), busy.diadoc.ready["developer_key"]]
    assert all(len(one) > 5 for one in secrets)
    models = (JournalEvent, Effect, Run, CallCount, Answer, Account)
    kept = [
        *(str(row) for model in models for row in model.objects.values()),
        *(str(row.body) for row in InboxEvent.objects.all()),
        caplog.text,
    ]
    own = f"/diadoc/accounts/{account.pk}/"
    for page in ("/diadoc/", own, f"{own}access/", "/diadoc/tasks/", "/quarantine/", "/journal/"):
        kept.append(browser(busy.firm.sender).get(page).content.decode())
    for secret in secrets:
        assert not any(secret in text for text in kept)
