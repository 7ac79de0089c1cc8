"""Documents of many deals, from their files to the final status in the portal, at the portal's own limits.

The hub and the emulated portal share one clock that stands still: it moves when somebody waits for the
portal's pace, and to the next thing that is due when nobody has anything to do. So the limits are those of a
real portal (a bucket of 50 that drains 2 a second, 480 seconds of work per method in ten minutes) and the
measurement takes minutes instead of hours.

What is counted: every HTTP request to the portal since the files were added until both registries, the
timeline and Disk hold everything; a batch is one. Triggers are off, as they are by themselves. Pages in
frames are opened by people and are not part of it. The other side is an operator that delivers and a partner
that answers; proofs are archives of the usual size, not rendered.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from unittest import mock

from django.db import transaction
from linked import HEAD, SELLER, Linked

import factories
from operator_channel import OPERATOR, PARTNER, OperatorChannel
from paraph.archive import services as archive
from paraph.docflow import incoming, ports
from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload
from paraph.docflow.models import Docflow, Package
from paraph.effects import engine, schedules
from paraph.effects import services as effects
from paraph.effects.limits import Limit
from paraph.effects.models import Effect
from paraph.notifications.transport import MailTransport
from paraph.portals import pace
from paraph.portals.bitrix24 import limits
from paraph.portals.bitrix24.models import PortalUser
from paraph.portals.bitrix24.registry import forming, items, parties, setup
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry
from paraph.registry import preview
from paraph.registry.services import store_bytes

DEAL = 2
#: Bytes of a proof: what the archive of a one-page contract signed by two sides comes to.
PROOF = 60_000
#: The portal's own limits: requests a second, the bucket, seconds of work of a method in ten minutes.
RATE, BURST, OPERATING = 2, 50, 480
#: Nobody waits longer than this for the next thing to do.
_HORIZON = timedelta(hours=6)
_UPLOADS = ("download", "upload")


@dataclass(frozen=True)
class Measured:
    """What a run cost."""

    documents: int
    deals: int
    hits: dict[str, int]
    calls: int
    #: Hours of the portal's clock from the first file to the last answer.
    hours: float

    @property
    def transfers(self) -> int:
        """Requests that only carry a file."""
        return sum(count for name, count in self.hits.items() if name.lower() in _UPLOADS)

    @property
    def per_document(self) -> float:
        return round(sum(self.hits.values()) / self.documents, 3)


@contextmanager
def one_clock(linked: Linked) -> Iterator[None]:
    """The hub's time is the portal's, which stands still but for our waiting."""
    world = linked.world
    world.freeze_clock()
    schedules._seen.clear()

    def now() -> datetime:
        return datetime.fromtimestamp(world.now(), UTC)

    def pause(wait: timedelta) -> None:
        world.move_clock(wait.total_seconds())

    ours = {name: one for name, one in schedules._schedules.items() if name.startswith("bitrix24")}
    with (
        mock.patch("django.utils.timezone.now", now),
        mock.patch.object(pace, "pause", pause),
        mock.patch.object(limits, "CALLS", Limit(rate=RATE, burst=BURST - 10)),
        mock.patch.dict(schedules._schedules, ours, clear=True),  # others look into the network
    ):
        yield
    world.freeze_clock(False)


@contextmanager
def other_side(operator: OperatorChannel) -> Iterator[None]:
    """The operator's channel beside the installed ones, and proofs of the usual size."""
    installed = dict(ports.channels())
    known = {**installed, operator.name: operator}

    def build(flow: Docflow, last_event: Any) -> archive.Proof:
        bundle = store_bytes(secrets.token_bytes(PROOF))
        return archive.Proof(bundle, bundle, None, "")

    with (
        mock.patch.object(ports, "channels", return_value=known),
        mock.patch.object(archive, "build_proof", build),
        mock.patch.object(MailTransport, "send"),  # neither letters nor looks into PDFs are what is measured
        mock.patch.object(preview, "check_pdf", return_value=1),
    ):
        yield


def run(linked: Linked, pki: factories.Pki, documents: int, deals: int) -> Measured:
    """Send the documents of the deals and bring all to their final status."""
    linked.control("POST", "limits", {"rate": RATE, "burst": BURST, "operating": OPERATING})
    made = linked.control("POST", "crm/deals", {"count": deals, "companies": max(1, deals // 3)})["deals"]
    with one_clock(linked), other_side(OperatorChannel()):
        _be_on_the_portal(linked)
        _set_up(linked)
        linked.forget_hits("bench")
        began = linked.world.now()
        shares = [documents // deals + (number < documents % deals) for number in range(deals)]
        rows = {deal: _upload(linked, deal, count) for deal, count in zip(made, shares, strict=True)}
        work(linked)
        packages = [_package(linked, deal, found) for deal, found in rows.items()]
        work(linked)
        for package in packages:
            factories.sign_ours(pki, package)
        work(linked)
        for package in packages:
            _answer(package)
        work(linked)
        _check(linked, documents, deals)
        told = linked.control("GET", "calls?mark=bench")
        hours = (linked.world.now() - began) / 3600
    return Measured(documents, deals, told["hits"], told["total_calls"], round(hours, 2))


def _be_on_the_portal(linked: Linked) -> None:
    """Who sends and who signs hear of it in the portal too."""
    for employee, user_id in ((linked.firm.sender, SELLER), (linked.firm.signer, HEAD)):
        PortalUser.objects.update_or_create(
            portal=linked.portal, user_id=user_id, defaults={"employee": employee, "is_chosen": True}
        )


def _set_up(linked: Linked) -> None:
    with transaction.atomic():
        setup.order(linked.portal)
    work(linked)
    registries = list(Registry.objects.all())
    assert registries, "the registries were not made"
    assert all(one.works for one in registries), [one.faults for one in registries]


def _upload(linked: Linked, deal: int, count: int) -> list[Item]:
    uploads = [Upload(f"Договор {number}.pdf", BytesIO(factories.pdf())) for number in range(1, count + 1)]
    rows = items.add_files(linked.portal, (DEAL, deal), uploads, linked.firm.sender)
    for number, row in enumerate(rows, start=1):
        known = {"kind": "contract", "number": f"{deal}/{number}", "date": "2026-11-20", "amount": "1000"}
        items.change(row, known, linked.firm.sender)
    return rows


def _package(linked: Linked, deal: int, rows: Sequence[Item]) -> Package:
    fresh = list(
        Item.objects.filter(pk__in=[row.pk for row in rows]).select_related("portal__workspace", "blob")
    )
    sides = forming.sides(linked.portal, parties.of(linked.portal, DEAL, deal))
    assert sides.organization is not None, sides.faults
    assert sides.counterparty is not None, sides.faults
    firm = linked.firm
    draft = Draft(
        sides.organization, sides.counterparty, channel="operator", recipient_box="box-1", signer=firm.signer
    )
    return forming.form(linked.portal, (DEAL, deal), fresh, draft, firm.sender)


def _answer(package: Package) -> None:
    for flow in factories.flows(package):
        incoming.apply(flow, "deliver", OPERATOR)
        incoming.apply(flow, "response_accepted", PARTNER)


def work(linked: Linked) -> None:
    """Everything there is to do, the clock moving to what is due next, until nothing waits any more."""
    began = linked.world.now()
    while linked.world.now() - began < _HORIZON.total_seconds():
        schedules.tick()
        while effects.run_due():
            _hand_over(linked)
        _hand_over(linked)
        if not _left():
            return
        wait = engine.until_next(_HORIZON)
        linked.world.move_clock(max(wait.total_seconds(), 0.01))
    raise AssertionError("the work did not come to an end")


def _hand_over(linked: Linked) -> None:
    linked.world.settle()
    linked.deliver()


def _left() -> bool:
    dirty = Item.objects.filter(is_dirty=True).exists() or PackageItem.objects.filter(is_dirty=True).exists()
    waiting = Effect.objects.filter(state__in=("waiting", "running")).exclude(kind="notifications.mail")
    return dirty or waiting.exists()


def _check(linked: Linked, documents: int, deals: int) -> None:
    """Everything has arrived, nothing went to quarantine."""
    stuck = Effect.objects.filter(state="quarantined").exclude(kind="notifications.mail")
    assert not stuck.exists(), [effect.last_error for effect in stuck[:3]]
    rows = Item.objects.filter(portal=linked.portal)
    assert rows.count() == documents
    assert not rows.exclude(fault="").exists(), set(rows.values_list("fault", flat=True))
    assert not rows.filter(item_id=None).exists()
    assert not rows.filter(signed_sha256="").exists()
    assert not rows.filter(disk_sha256="").exists()
    assert {row.agreed["status"] for row in rows} == {"Завершён"}
    packages = PackageItem.objects.filter(portal=linked.portal, is_final=True)
    assert packages.count() == deals
    assert not packages.filter(activity_id=None).exists()
