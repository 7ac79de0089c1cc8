"""One whole journey as the people of it play it: whoever got no answer looks again and goes on from there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import httpx
import pikepdf

from paraph.approval import services as approval
from paraph.approval.models import ApprovalState, ApprovalTask, Route
from paraph.archive.models import ArchiveRecord
from paraph.archive.services import verify_files
from paraph.channels.link import services as link
from paraph.demo import seed
from paraph.docflow import packages
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.registry.services import Attributes
from paraph.registry.storage import store
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs12 import load_pkcs12

LINK = re.compile(r"/g/([A-Za-z0-9_-]{43})/")


def pdf() -> bytes:
    """A one-page PDF, the same bytes every time."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


class Journey:
    """Plays on until the document is proved; every step first looks whether it was already taken."""

    def __init__(self, pki: Path, mail_url: str, work: Callable[[], object] = effects.run_due) -> None:
        self.pki, self.mail_url = pki, mail_url.rstrip("/")
        #: Lets the effects happen: runs them here, or waits for the workers that run them.
        self.work = work

    def play(self, rounds: int = 20) -> None:
        for _round in range(rounds):
            self.step()
            if self.is_over():
                return
        raise AssertionError(f"the journey does not end: {self.summary()}")

    def step(self) -> None:
        self.manager()
        self.approver()
        self.signer()
        self.work()
        self.partner()
        self.work()

    def is_over(self) -> bool:
        return ArchiveRecord.objects.exists() and not self.unfinished()

    def unfinished(self) -> bool:
        return Effect.objects.filter(state__in=("waiting", "running")).exists()

    def manager(self) -> None:
        sender = Employee.objects.get(email=seed.MANAGER)
        document = Document.objects.first()
        if document is None:
            document = registry.register_document(
                Organization.objects.get(),
                Counterparty.objects.get(),
                Attributes("contract", number="17", date=datetime(2026, 11, 20, tzinfo=UTC).date()),
                "Договор.pdf",
                BytesIO(pdf()),
                actor=actors.employee(sender.pk, sender.full_name),
                created_by=sender,
            )
        package = Package.objects.first()
        if package is None:
            draft = Draft(
                document.organization,
                document.counterparty,
                recipient_email=seed.PARTNER,
                signer=Employee.objects.get(email=seed.SIGNER),
                route=Route.objects.get(),
            )
            package = packages.create_package(draft, [document], sender)
        if package.docflows.get().status == "DRAFT":
            packages.submit(package, sender)

    def approver(self) -> None:
        for task in ApprovalTask.objects.filter(state=ApprovalState.WAITING):
            approval.decide(task.pk, task.employee, approve=True)

    def signer(self) -> None:
        for task in SigningTask.objects.filter(side=Side.OURS, state="waiting"):
            who = actors.employee(task.employee_id, task.employee.full_name)
            fresh = signing.get_task(task.pk, task.workspace_id)
            cms = self.sign("head", store().read(fresh.version.blob_id))
            signing.accept_signature(fresh, cms, method="file", actor=who)

    def partner(self) -> None:
        for letter in self.letters(seed.PARTNER):
            for token in dict.fromkeys(LINK.findall(letter["text"])):
                guest = link.find(token)
                if guest.opened_at is None:
                    link.open_document(guest)
                    guest = link.find(token)
                if guest.used_at is None:
                    link.sign(guest, self.sign("partner_head", pdf()), method="file")

    def sign(self, name: str, data: bytes) -> bytes:
        bundle = load_pkcs12(
            (self.pki / f"{name}.p12").read_bytes(), (self.pki / "password").read_text().strip()
        )
        certificate = Certificate.parse(bundle.certificate)
        return sign_detached(data, key=bundle.key, certificate=certificate, at=datetime.now(UTC))

    def letters(self, to: str = "") -> list[dict]:
        return httpx.get(f"{self.mail_url}/messages", params={"to": to} if to else {}, timeout=10).json()

    def summary(self) -> dict:
        """Everything that must be the same whenever the process was killed."""
        return {
            "flows": list(Docflow.objects.order_by("id").values_list("state", "status", "is_done")),
            "documents": Document.objects.count(),
            "packages": Package.objects.count(),
            "tasks": sorted(SigningTask.objects.values_list("side", "state")),
            "signatures": sorted(Signature.objects.values_list("side", "headline")),
            "archives": ArchiveRecord.objects.count(),
            "effects": sorted(map(list, Counter(Effect.objects.values_list("kind", "state")).items())),
            "journal": list(JournalEvent.objects.order_by("seq").values_list("action", flat=True)),
            "letters": sorted((letter["to"], letter["subject"]) for letter in self.letters()),
            "journal_faults": [fault.reason for fault in journal.verify()],
            "broken_files": list(verify_files()),
        }
