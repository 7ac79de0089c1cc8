"""Processes of an emulated company at work with the hub: what they ask goes over as HTTP would carry it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client as Browser
from sync_kit import ACTS, CONTRACTS, LONG_AGO, Linked

import factories
from operator_channel import OPERATOR, PARTNER, OperatorChannel, document, receive, sign_answer
from paraph.docflow import answers, incoming, ports
from paraph.docflow.models import Answer, Docflow, Package
from paraph.docflow.ports import OperatorAccount
from paraph.effects.models import Effect
from paraph.portals.elma365 import addresses
from paraph.portals.elma365.blocks.models import BlockRun
from paraph.portals.elma365.models import ElmaUser
from paraph.sandbox.elma365 import feed, items, outside, seed
from paraph.sandbox.elma365.outside import Answer as Told
from paraph.sealed import Secret

TOKEN = "module-token"
#: Who sends, who signs, who may do neither.
MANAGER, DIRECTOR, STRANGER = seed.user_id("rabotnikov"), seed.user_id("lugova"), seed.user_id("pravilova")
CONTRACT = seed.item_id("contract/17")
#: What the blocks of a process write into its variables.
VARIABLES = (
    *("hub_document_id", "provider_document_id", "status_code", "status_text", "error", "error_code"),
    *("file_id", "signature_id", "signature_serial", "signature_name", "signature_time"),
)


@dataclass
class Operator(OperatorChannel):
    """The operator's channel, whose accounts are kept from outside too."""

    has_key: bool = True
    organization_id: int = 0
    senders: tuple[int, ...] | None = None
    fault: str = ""

    def accounts(self, workspace: Any) -> list[OperatorAccount]:
        account = OperatorAccount(
            organization_id=self.organization_id,
            login="edo@romashka.example",
            box="Ромашка",
            fault=self.fault,
            is_connected=True,
            senders=self.senders,
            page="/",
        )
        return [account] if self.organization_id else []

    def kinds(self, organization: Any) -> list[Any]:
        return []

    def connect(self, organization: Any, data: Any, actor: Any) -> Any:
        raise NotImplementedError

    def disconnect(self, organization: Any, actor: Any) -> None:
        raise NotImplementedError

    def allow(self, organization: Any, employees: Any, actor: Any) -> None:
        raise NotImplementedError

    def run_tasks(self, workspace: Any, actor: Any) -> int:
        raise NotImplementedError


@dataclass
class Blocks:
    """The company, its module, and our side of it."""

    linked: Linked
    pki: factories.Pki
    edo: Operator
    #: Calls of the company that have not reached us yet, as (path, token, body); what we said to the last.
    posted: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    told: Any = None

    @property
    def firm(self) -> factories.Company:
        return self.linked.firm

    @property
    def run(self) -> BlockRun:
        """The newest request."""
        return BlockRun.objects.latest("pk")

    @property
    def flow(self) -> Docflow:
        return Docflow.objects.select_related("package", "document").latest("pk")

    # -- calls of the company --------------------------------------------------------------------------------

    def take(self, method: str, url: str, token: str, body: dict[str, Any] | None = None) -> Told:
        """In the place of the network: kept, and taken for accepted."""
        self.posted.append((urlsplit(url).path, token, body or {}))
        return Told(202, {"run": 0})

    def deliver(self) -> int:
        """What the company posted reaches us, in order; how many."""
        waiting, self.posted = self.posted, []
        for path, token, body in waiting:
            self.told = self.post(path, body, token)
        return len(waiting)

    def post(self, path: str, body: Any, token: str = TOKEN) -> Any:
        return Browser().post(
            path, json.dumps(body), "application/json", headers={"Authorization": f"Bearer {token}"}
        )

    def call(self, block: str, item: tuple[str, str, str] | None = None, **more: Any) -> Any:
        """A block of no process of the company: what we answer goes to an address nobody waits at."""
        namespace, code, item_id = item or (*CONTRACTS, CONTRACT)
        body = {
            "callback_url": f"{self.linked.emulator.url}/api/bpm/callback/{uuid4()}",
            "instance_id": self.idle(),
            "activity_id": block,
            "item": {"namespace": namespace, "code": code, "id": item_id},
            "user_id": MANAGER,
            "params": {},
            **more,
        }
        return self.post(self.path(f"activities/{block}"), body)

    def idle(self) -> str:
        """A process that waits for a person."""
        step = {"type": "task", "id": "idle", "name": "Ждать", "performers": [STRANGER]}
        self.process({**step, "exits": [{"id": "go", "name": "Дальше"}]}, process="idle")
        return self.start(process="idle")

    def path(self, tail: str) -> str:
        return f"/elma365/{self.linked.company.key}/{tail}"

    def card(self, item_id: str = CONTRACT, code: str = "contracts") -> Any:
        answer = Browser().get(
            self.path(f"items/documents/{code}/{item_id}"), headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200, answer.content
        return answer.json()

    def press(self, item_id: str = CONTRACT, user_id: str = MANAGER) -> Any:
        return self.post(self.path(f"items/documents/contracts/{item_id}/send"), {"user_id": user_id})

    # -- processes -------------------------------------------------------------------------------------------

    def process(self, *steps: Mapping[str, Any], code: str = "contracts", process: str = "probe") -> None:
        """Draw a process over an application."""
        order = {
            "namespace": f"documents.{code}",
            "code": process,
            "name": "Проба",
            "context": {
                code: {"name": "Элемент", "type": "SYS_COLLECTION", "array": True},
                **{name: {"name": name, "type": "STRING"} for name in VARIABLES},
            },
            "steps": list(steps),
        }
        self.linked.control("POST", "processes", order)

    def start(self, item_id: str = CONTRACT, code: str = "contracts", process: str = "probe") -> str:
        order = {
            "namespace": f"documents.{code}",
            "code": process,
            "context": {code: [item_id]},
            "user": MANAGER,
        }
        instance = self.linked.control("POST", "instances", order)["__id"]
        if process != "idle":
            self.turn()
        return str(instance)

    def state(self, instance: str) -> dict[str, Any]:
        return dict(self.linked.control("GET", f"instances/{instance}"))

    def heard(self, instance: str) -> list[str]:
        """Lines of the process's log that tell of an answer of ours."""
        lines = [line["text"] for line in self.state(instance)["log"]]
        return [text for text in lines if text.startswith("Хаб ответил")]

    def turn(self, rounds: int = 8) -> None:
        """What is due on both sides, until nothing is."""
        for _round in range(rounds):
            self.linked.control("POST", "settle")
            posted, before = self.deliver(), Effect.objects.filter(state="done").count()
            self.linked.run()
            if not posted and Effect.objects.filter(state="done").count() == before:
                return

    def hurry(self, kind: str) -> None:
        Effect.objects.filter(kind=kind, state="waiting").update(due_at=LONG_AGO)
        self.turn()

    # -- people and the operator -----------------------------------------------------------------------------

    def map(self, user_id: str, employee: Any) -> None:
        ElmaUser.objects.update_or_create(
            company=self.linked.company, user_id=user_id, defaults={"employee": employee, "name": "Кто-то"}
        )

    def sign_ours(self) -> None:
        factories.sign_ours(self.pki, Package.objects.latest("pk"))
        for flow in Docflow.objects.filter(package=Package.objects.latest("pk")):
            ids = {"message_id": f"m-{flow.package_id}", "entity_id": f"e-{flow.pk}"}
            incoming.apply(flow, "accept", OPERATOR, ids)
            incoming.apply(flow, "deliver", OPERATOR, ids)
        self.turn()

    def answer_theirs(self, event: str = "response_accepted", reason: str = "") -> None:
        for flow in Docflow.objects.filter(package=Package.objects.latest("pk")):
            incoming.apply(flow, event, PARTNER, {"reason": reason} if reason else None)
        self.turn()

    def receive_act(self) -> str:
        """An act of the partner has come and is an item; its id."""
        act = document(self.pki, "act", number="3", answer_wanted=True)
        link = self.linked.link(receive(self.firm, act, outer_id="m-3").document_id)
        self.turn()
        return str(self.linked.again(link).item_id)

    def sign_answer(self) -> Answer:
        """Our employee signs what we answer; the operator takes it."""
        answer = Answer.objects.latest("pk")
        sign_answer(self.pki, answer)
        answers.carried(answer, {"outside": "ok"})
        self.turn()
        return answer

    def item(self, item_id: str = CONTRACT, code: str = "contracts") -> dict[str, Any]:
        return dict(items.get(self.linked.world, "documents", code, item_id))

    def change(self, item_id: str = CONTRACT, **context: Any) -> None:
        items.update(self.linked.world, *CONTRACTS, item_id, context, MANAGER)

    def feed(self, item_id: str = CONTRACT, code: str = "contracts") -> list[str]:
        return [one["body"] for one in feed.of_item(self.linked.world, "documents", code, item_id)]


def block(name: str, step: str = "", **inputs: Any) -> dict[str, Any]:
    """An activity of the module as a step; without a branch for errors the process stops there."""
    return {"type": "activity", "id": step or name, "activity": name, "inputs": inputs}


def act(item_id: str) -> tuple[str, str, str]:
    return (*ACTS, item_id)


@pytest.fixture
def edo(monkeypatch: pytest.MonkeyPatch) -> Operator:
    """The only channel there is."""
    channel = Operator()
    monkeypatch.setattr(ports, "channels", lambda: {channel.name: channel})
    return channel


@pytest.fixture
def blocks(edo: Operator, elma: Linked, pki: factories.Pki, proofs: None, monkeypatch: Any) -> Blocks:
    """The module knows the hub; a manager who sends and a director who signs are known on both sides."""
    made = Blocks(elma, pki, edo)
    monkeypatch.setattr(outside, "ask", made.take)
    elma.company.hub_token = Secret(TOKEN)
    elma.company.save()
    hub = {"hub_url": addresses.hub(elma.company), "hub_token": TOKEN}
    elma.control("POST", "module", hub)
    edo.organization_id = elma.firm.organization.pk
    edo.senders = (elma.firm.sender.pk, elma.firm.signer.pk)
    made.map(MANAGER, elma.firm.sender)
    made.map(DIRECTOR, elma.firm.signer)
    return made
