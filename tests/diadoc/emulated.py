"""«Ромашка» connected to the emulated operator, with «Василёк» at its desk on the other side."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

import factories
from paraph.archive import services as archive
from paraph.channels.diadoc import handlers, kind_map, limits, partners, transport
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.models import Access, Account, PartnerBox
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect, LimitedKey
from paraph.registry.services import store_bytes
from paraph.sandbox.diadoc.server import DiadocEmulator
from paraph.sandbox.diadoc.world import Settings
from paraph.sandbox.emulator import Place
from paraph.sealed import Secret
from paraph.wire.diadoc import documents_pb2

sys.path.insert(0, str(Path(__file__).parent.parent / "sandbox"))

from diadoc_desk import Side  # noqa: E402
from diadoc_http import DiadocHttp  # noqa: E402

LONG_AGO = "2020-01-01T00:00:00Z"


@dataclass
class Exchange:
    """Both sides: our workspace with its account, and the partner's desk."""

    firm: factories.Company
    pki: factories.Pki
    account: Account
    diadoc: DiadocHttp
    them: Side
    us: Side

    # -- our side ------------------------------------------------------------------------------------------

    def send(self, *kinds: str, **draft: Any) -> Package:
        """A package of these kinds, signed by our side; nothing has run yet."""
        documents = [
            factories.document(self.firm, kind, f"{kind} {number}.pdf", number=str(number))
            for number, kind in enumerate(kinds or ("contract",), start=1)
        ]
        return self.send_documents(documents, **draft)

    def send_documents(self, documents: list[Any], **draft: Any) -> Package:
        wanted = {"channel": "diadoc", "recipient_box": self.box.box_id, "recipient_email": "", **draft}
        return factories.send(self.firm, self.pki, documents, **wanted)

    @property
    def box(self) -> PartnerBox:
        return PartnerBox.objects.get(account=self.account, box_id=self.them.box)

    def run(self, rounds: int = 30) -> None:
        """Everything that is due or waits for its turn; pauses between tries take no time."""
        for _round in range(rounds):
            LimitedKey.objects.update(next_at=LONG_AGO)
            if not effects.run_due():
                return

    def hurry(self) -> None:
        """What waits for a later try is due now."""
        Effect.objects.filter(state="waiting").update(due_at=LONG_AGO)

    def read(self) -> None:
        """The operator has done its part; our background job reads its feed and everything follows."""
        self.diadoc.settle()
        handlers.order(self.account, handlers.FEED)
        self.run()

    def to_the_end(self, rounds: int = 12) -> None:
        """Both sides work until nothing changes any more, whatever goes wrong on the way."""
        for _round in range(rounds):
            before = self.picture()
            self.hurry()
            self.run()
            self.read()
            if self.picture() == before and not Effect.objects.filter(state="waiting").exists():
                return

    def picture(self) -> list[tuple[int, str]]:
        return list(Docflow.objects.order_by("id").values_list("pk", "state"))

    def statuses(self, package: Package) -> list[str]:
        return [flow.status for flow in factories.flows(package)]

    def quarantined(self) -> list[Effect]:
        return list(Effect.objects.filter(state="quarantined"))

    def calls(self) -> Counter[str]:
        """Calls our side has made since the last `forget_calls`, by path, as the operator counts them."""
        found = self.diadoc.control("GET", "/calls?mark=here")
        return Counter({key.partition(" ")[2]: count for key, count in found.items()})

    def forget_calls(self) -> None:
        self.diadoc.control("POST", "/calls", {"mark": "here"})

    # -- their side ----------------------------------------------------------------------------------------

    def their_messages(self) -> list[Any]:
        """Messages in their box, oldest first; not by their feed, which may be made to stutter."""
        listed = self.them.http.get(
            documents_pb2.DocumentList,
            "/V3/GetDocuments",
            boxId=self.them.box,
            filterCategory="Any.Inbound",
        )
        ids = dict.fromkeys(document.MessageId for document in listed.Documents)
        return [self.them.message_of(message_id) for message_id in ids]


@pytest.fixture
def diadoc(tmp_path: Path, settings, monkeypatch) -> Iterator[DiadocHttp]:
    """The emulated operator; whatever it does by itself takes no time."""
    emulator = DiadocEmulator(Place(tmp_path / "diadoc", "127.0.0.1"), Settings(delay=0.01))
    emulator.start()
    ready = emulator.ready
    settings.DIADOC = dataclasses.replace(
        settings.DIADOC, url=ready["url"], oidc_url=ready["url"], api_key=ready["developer_key"]
    )
    monkeypatch.setattr(limits, "FIRST_PAUSE", 0)
    with httpx.Client(trust_env=False, timeout=30) as http:
        yield DiadocHttp(emulator, http)
    transport.hang_up()
    emulator.stop()


@pytest.fixture
def exchange(db, mail, pki, settings, monkeypatch, tmp_path: Path, diadoc: DiadocHttp) -> Exchange:
    """An account by password; «Василёк» is looked up. Proofs are not rendered: that takes long."""
    settings.TRUST_DIR = str(pki.trust(tmp_path / "trust"))
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(archive, "build_proof", _no_proof)
    firm = factories.company()
    seller = diadoc.ready["organizations"]["seller"]
    account = Account.objects.create(
        workspace=firm.workspace,
        organization=firm.organization,
        access=Access.PASSWORD,
        login=seller["users"][0]["login"],
        password=Secret(seller["users"][0]["password"]),
        box_id=seller["boxes"][0]["box_id"],
        box_guid=seller["boxes"][0]["box_id_guid"],
        box_title=firm.organization.name,
        fns_participant_id=seller["fns_participant_id"],
    )
    with DiadocClient(account) as client:
        kind_map.read(client)
        partners.find(client, [firm.counterparty.inn])
    them = Side.of(diadoc, "buyer", "partner_head", pki.folder)
    us = Side.of(diadoc, "seller", "head", pki.folder)
    return Exchange(firm, pki, account, diadoc, them, us)


def _no_proof(flow: Docflow, last_event: Any) -> archive.Proof:
    stored = store_bytes(b"proof")
    return archive.Proof(stored, stored, None, "")
