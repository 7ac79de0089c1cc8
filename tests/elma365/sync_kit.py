"""The hub and an emulated company in one process, connected, with documents that go and come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

import factories
from operator_channel import OPERATOR, PARTNER, receive
from operator_channel import document as incoming_document
from paraph.archive import services as archive
from paraph.docflow import incoming
from paraph.docflow.models import Docflow
from paraph.effects import services as effects
from paraph.effects.limits import Limit
from paraph.effects.models import Effect, LimitedKey
from paraph.portals import pace
from paraph.portals.elma365 import limits, transport
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import setup
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.models import Company, LegalEntity
from paraph.portals.elma365.sync import links
from paraph.portals.elma365.sync.models import ItemLink
from paraph.registry.services import store_bytes
from paraph.sandbox.elma365 import disk, feed, items, schemas, seed
from paraph.sandbox.elma365.bpm import instances
from paraph.sandbox.elma365.server import Elma365Emulator
from paraph.sandbox.elma365.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sealed import Secret

LONG_AGO = "2020-01-01T00:00:00Z"
CONTRACTS, ACTS = ("documents", "contracts"), ("documents", "acts")
#: What the administrator maps in the emulated company, by our attributes.
OURS = {
    "status": "edo_status",
    "guid": "paraph_id",
    "link": "edo_link",
    "signed": "signed_file",
    "print_form": "print_form",
    "refusal": "refusal_reason",
    "sent_at": "sent_at",
    "finished_at": "finished_at",
}
STATED = {
    "file": "__file",
    "file_name": "__name",
    "number": "number",
    "date": "date",
    "amount": "amount",
    "counterparty": "counterparty",
    "organization": "my_company",
    "comment": "comment",
}


@dataclass
class Linked:
    """Our workspace and the company of ELMA365 it is connected to."""

    emulator: Elma365Emulator
    firm: factories.Company
    company: Company

    @property
    def world(self) -> Any:
        return self.emulator.world

    @property
    def client(self) -> Client:
        return Client(self.company)

    # -- work ----------------------------------------------------------------------------------------------

    def run(self, rounds: int = 40) -> None:
        """Everything there is to do, whenever it is due; pauses take no time."""
        for _round in range(rounds):
            LimitedKey.objects.update(next_at=LONG_AGO)
            Effect.objects.filter(state="waiting").update(due_at=LONG_AGO)
            if not effects.run_due():
                return

    def once(self) -> None:
        """One try of what is due; what it puts off waits."""
        LimitedKey.objects.update(next_at=LONG_AGO)
        Effect.objects.filter(state="waiting").update(due_at=LONG_AGO)
        effects.run_due(limit=1)

    def stuck(self) -> list[Effect]:
        return list(Effect.objects.filter(state="quarantined"))

    # -- the company ---------------------------------------------------------------------------------------

    def control(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """`/_sandbox/{path}`."""
        address = f"{self.emulator.url}/_sandbox/{path}"
        # Without certificates to check there is nothing to read from disk for every call.
        answer = httpx.request(verb, address, json=body, trust_env=False, verify=False)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, kind: str, path: str, **order: Any) -> None:
        """Order a fault (once, unless `count` says otherwise) of what has `path` in its «METHOD path»."""
        self.control("POST", "faults", {"kind": kind, "path": path, **order})

    def faults_left(self) -> list[dict[str, Any]]:
        """Ordered faults nothing has met."""
        left: list[dict[str, Any]] = self.world.faults.left()
        return left

    def item(self, link: ItemLink) -> dict[str, Any]:
        return items.get(self.world, *link.item)

    def status(self, link: ItemLink) -> str:
        return items.status_code(schemas.application(self.world, *link.item[:2]), self.item(link))

    def feed(self, link: ItemLink) -> list[str]:
        return [one["body"] for one in feed.of_item(self.world, *link.item)]

    def file(self, link: ItemLink, field: str) -> bytes:
        """The one file of a field."""
        (file_id,) = self.item(link)[field]
        content: bytes = disk.read(self.world, file_id)[1]
        return content

    def count(self, what: str) -> int:
        """How many there are on the company's side: «files», «items» …"""
        with self.world.reading() as db:
            (found,) = db.execute(f"SELECT count(*) FROM {what}").fetchone()  # noqa: S608 - names of tests
        return int(found)

    def processes(self, link: ItemLink) -> list[str]:
        return [one.id for one in instances.of_item(self.world, str(link.item_id))]

    # -- documents -----------------------------------------------------------------------------------------

    def send(self, pki: factories.Pki, **item: Any) -> ItemLink:
        """A contract made of an item, signed by us: the operator has it."""
        raw = items.create(self.world, *CONTRACTS, {"__name": "Договор 17", "number": "17", **item})
        document = factories.document(self.firm)
        links.bind(self.company, document, self.row("out"), raw["__id"])
        factories.send(self.firm, pki, [document], channel="operator", recipient_box="box-1")
        return self.link(document.pk)

    def receive(self, number: str = "3") -> ItemLink:
        """An act that has come from the partner."""
        flow = receive(
            self.firm,
            incoming_document(None, "act", number=number, answer_wanted=True),
            outer_id=f"m-{number}",
        )
        return self.link(flow.document_id)

    def row(self, direction: str) -> DocumentMap:
        return DocumentMap.objects.get(company=self.company, direction=direction)

    def link(self, document_id: int) -> ItemLink:
        return ItemLink.objects.select_related("company", "row", "document__docflow").get(
            document=document_id
        )

    def again(self, link: ItemLink) -> ItemLink:
        return self.link(link.document_id)


def deliver(link: ItemLink) -> Docflow:
    """The operator has delivered the document."""
    flow = Docflow.objects.get(document=link.document_id)
    incoming.apply(flow, "deliver", OPERATOR)
    return flow


def answer(link: ItemLink, event: str = "response_accepted", reason: str = "") -> None:
    """The partner answers."""
    flow = Docflow.objects.get(document=link.document_id)
    incoming.apply(flow, event, PARTNER, {"reason": reason} if reason else None)


@pytest.fixture(scope="module")
def elma_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elma365Emulator]:
    emulator = Elma365Emulator(Place(tmp_path_factory.mktemp("elma365"), "127.0.0.1"), Settings(delay=0.01))
    emulator.start()
    yield emulator
    transport.hang_up()
    emulator.stop()


@pytest.fixture
def elma(elma_emulator: Elma365Emulator, db: Any, monkeypatch: pytest.MonkeyPatch) -> Linked:
    """«Ромашка» and its company with the rows «Договоры» (out) and «Акты входящие» (in) complete."""
    monkeypatch.setattr(pace, "pause", lambda wait: None)
    monkeypatch.setattr(limits, "CALLS", Limit(rate=1e4, burst=10**6))
    firm = factories.company()
    company = Company.objects.create(
        workspace=firm.workspace,
        title="ELMA365",
        base_url=elma_emulator.url,
        token=Secret(elma_emulator.ready["token"]),
    )
    linked = Linked(elma_emulator, firm, company)
    linked.control("POST", "reset")
    linked.control("DELETE", "faults")
    company.token = Secret(elma_emulator.ready["token"])
    company.save()
    LegalEntity.objects.create(
        company=company, item_id=seed.item_id("my_company/seller"), organization=firm.organization
    )
    _map(
        linked,
        "out",
        CONTRACTS,
        "contract",
        {"WAITING_RESPONSE": "sent", "COMPLETED": "signed", "REJECTED": "refused"},
    )
    _map(
        linked,
        "in",
        ACTS,
        "act",
        {"WAITING_OUR_SIGNATURE": "new", "SIGNED_BY_US": "signed", "REFUSED_BY_US": "refused"},
        process="documents.acts|incoming_act",
    )
    return linked


#: Rows as the forms made them the first time: schemas of the emulated company are always the same.
_rows: dict[str, dict[str, Any]] = {}


def _map(
    linked: Linked, direction: str, where: tuple[str, str], kind: str, statuses: dict[str, str], **more: str
) -> None:
    if direction in _rows:
        owner = {"company": linked.company, "workspace": linked.firm.workspace}
        DocumentMap.objects.create(**owner, **_rows[direction])
        return
    row = setup.add(
        linked.client,
        {"direction": direction, "application": "|".join(where), "kind": kind},
        linked.firm.sender,
    )
    mapped = {**STATED, **OURS}
    faults = setup.save(
        linked.client, row, {"mapped": mapped, "statuses": statuses, **more}, linked.firm.sender
    )
    assert faults == []
    columns = [field.name for field in DocumentMap._meta.concrete_fields]
    kept = DocumentMap.objects.values(*columns).get(pk=row.pk)
    _rows[direction] = {
        name: value for name, value in kept.items() if name not in ("id", "company", "workspace")
    }


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, pki: factories.Pki) -> None:
    """Proofs are not rendered, that takes long: each is a small archive of its own."""
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"

    def build(flow: Docflow, last_event: Any) -> archive.Proof:
        bundle = store_bytes(f"proof of {flow.pk}".encode())
        return archive.Proof(bundle, bundle, None, "")

    monkeypatch.setattr(archive, "build_proof", build)


class _Nobody:
    """Takes letters and keeps none."""

    def send(self, message: Any, **_how: Any) -> None:
        return None


@pytest.fixture
def no_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are not what these tests are about, and each takes a mail server a while."""
    monkeypatch.setattr("paraph.notifications.handlers.transport", _Nobody)
