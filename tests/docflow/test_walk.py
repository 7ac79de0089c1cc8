"""Several people do whatever they please with one package; what must always hold, holds after every step.

The machine's table is walked by `test_machine`; here the services are, with real signatures, real letters
and a mail server in a bad mood.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

import factories
from effort import effort
from paraph.approval import services as approval
from paraph.approval.models import ApprovalState, ApprovalTask
from paraph.archive import services as archive
from paraph.channels.link import services as links
from paraph.channels.link.models import GuestLink
from paraph.docflow import packages
from paraph.docflow.machine import format_state, machine, parse_state
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.notifications import handlers, transport
from paraph.notifications.transport import NotSent, Unclear
from paraph.parties.models import Employee, Role
from paraph.registry.models import Document
from paraph.registry.services import Attributes, store_bytes
from paraph.sandbox.pki import people
from paraph.signing import services as signing
from paraph.signing.models import Side, SigningTask, TaskState
from paraph.texts import LONGEST_REASON

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = 80


class Moody:
    """A mail server that takes, refuses, or breaks off after taking."""

    def __init__(self, usual, chance: random.Random):
        self.usual, self.chance = usual, chance

    def send(self, message, *, before_data):
        mood = self.chance.random()
        if mood < 0.1:
            raise NotSent("550 нет такого ящика", permanent=True)
        if mood < 0.2:
            raise NotSent("451 позже")
        self.usual.send(message, before_data=before_data)
        if mood < 0.3:
            raise Unclear("связь прервалась")

    def was_accepted(self, message_id):
        return self.usual.was_accepted(message_id)


class World:
    """One package and everybody around it."""

    def __init__(self, firm, pki, mail, seed: int):
        self.firm, self.pki, self.mail = firm, pki, mail
        self.chance = random.Random(seed)
        self.keys = {firm.signer.pk: "head"}
        clerk = people.EMPLOYEE
        self.clerk = firm.hire(clerk.full_name, Role.SIGNER, inn=clerk.inn, snils=clerk.snils)
        self.keys[self.clerk.pk] = "person"
        self.route = firm.route(firm.approver, firm.hire("Вторая Вера", Role.HEAD))
        self.package = factories.package(
            firm, [self.document(kind) for kind in ("contract", "invoice")], route=self.route
        )
        self.signed: dict[int, tuple] = {}
        self.log: list[str] = []
        self.refusals: list[str] = []

    def document(self, kind: str = "contract") -> Document:
        data = f"Текст {self.chance.random()}".encode()
        return factories.document(self.firm, kind, f"{kind}.txt", data)

    # What people do

    def actions(self) -> list[Callable[[], object]]:
        return [
            self.submit, self.submit, self.approve, self.approve, self.approve, self.give_back,
            self.sign, self.sign, self.sign, self.decline, self.withdraw, self.retry, self.ask_again,
            self.another_signer, self.another_address, self.another_route, self.add, self.correct,
            self.signer_comes_or_goes, self.time_runs_out, self.reminders,
            self.post, self.post, self.open, self.open, self.open_all, self.partner_signs,
            self.partner_signs, self.partner_declines, self.repeat_letter, self.drop_letter,
        ]  # fmt: skip

    def step(self) -> None:
        action = self.chance.choice(self.actions())
        try:
            action()
            self.log.append(action.__name__)
        except DomainError as refusal:
            self.log.append(f"{action.__name__}: {refusal.code}")
            self.refusals.append(refusal.message)

    def any(self, rows):
        found = list(rows)
        if not found:
            raise DomainError("nothing", "Делать нечего.")
        return self.chance.choice(found)

    def flow(self) -> Docflow:
        return self.any(factories.flows(self.package))

    def submit(self):
        packages.submit(Package.objects.get(pk=self.package.pk), self.firm.sender)

    def approve(self):
        task = self.any(ApprovalTask.objects.filter(state=ApprovalState.WAITING))
        approval.decide(task.pk, task.employee, approve=True)

    def give_back(self):
        task = self.any(ApprovalTask.objects.filter(state=ApprovalState.WAITING))
        approval.decide(task.pk, task.employee, approve=False, comment="Нет приложения")

    def task(self, side: str) -> SigningTask:
        tasks = SigningTask.objects.filter(package_id=self.package.pk, side=side)
        return signing.get_task(self.any(tasks).pk, self.firm.workspace.pk)

    def sign(self):
        task = self.task(Side.OURS)
        cms = self.pki.sign(self.keys[task.employee_id], factories.store().read(task.version.blob_id))
        who = actors.employee(task.employee.pk, task.employee.full_name)
        signing.accept_signature(task, cms, method="file", actor=who)

    def decline(self):
        task = self.task(Side.OURS)
        who = actors.employee(task.employee.pk, task.employee.full_name)
        signing.decline(task, "Сумма не та", actor=who)

    def withdraw(self):
        if self.chance.random() < 0.3:  # else few packages would live long enough
            packages.withdraw(self.flow(), "Передумали", self.firm.sender)

    def retry(self):
        packages.retry_signature(self.flow(), self.firm.sender)

    def ask_again(self):
        packages.ask_again(self.flow(), self.firm.sender)

    def another_signer(self):
        chosen = self.any(Employee.objects.filter(pk__in=self.keys))
        packages.change_signer(self.package, chosen, self.firm.sender)

    def another_address(self):
        packages.change_recipient(
            self.package, self.any(["", "a@vasilek.example", "b@vasilek.example"]), "", self.firm.sender
        )

    def another_route(self):
        draft = packages.Draft(
            self.firm.organization, self.firm.counterparty, recipient_email=factories.PARTNER_EMAIL,
            signer=self.firm.signer, route=self.any([None, self.route]),
        )  # fmt: skip
        packages.update_package(self.package, draft, self.firm.sender)

    def add(self):
        packages.add_document(self.package, self.document(), self.firm.sender)

    def correct(self):
        flow, number = self.flow(), str(self.chance.randrange(1000))
        attributes = Attributes(
            flow.document.kind, number=number, date=timezone.localdate(), amount=Decimal(1)
        )
        packages.change_document(flow, attributes, self.firm.sender)

    def signer_comes_or_goes(self):
        signer = self.any(Employee.objects.filter(pk__in=self.keys))
        signer.is_active = not signer.is_active or self.chance.random() < 0.7
        signer.save()

    def time_runs_out(self):
        task = self.any(SigningTask.objects.filter(state=TaskState.WAITING))
        SigningTask.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(seconds=1))
        GuestLink.objects.filter(task=task).update(expires_at=timezone.now() - timedelta(seconds=1))
        signing.expire_due(timezone.now())
        links.expire_unopened(timezone.now())

    def reminders(self):
        SigningTask.objects.filter(state=TaskState.WAITING).update(remind_at=timezone.now())
        signing.remind_due(timezone.now())

    def post(self):
        Effect.objects.filter(state=Effect.State.WAITING).update(due_at=timezone.now())
        effects.run_due()

    def link(self) -> GuestLink:
        return links.again(self.any(GuestLink.objects.all()))

    def open(self):
        links.open_document(self.link())

    def open_all(self):
        links.open_package(self.link())

    def partner_signs(self):
        link = self.link()
        links.sign(link, self.pki.sign(factories.PARTNER_HEAD, factories.content(link.docflow)), "file")

    def partner_declines(self):
        if self.chance.random() < 0.5:
            links.decline(self.link(), "Нет" * self.chance.choice([1, LONGEST_REASON]))

    def letter(self) -> Effect:
        return self.any(effects.quarantined(self.firm.workspace.pk))

    def repeat_letter(self):
        effects.retry(self.letter().pk, self.firm.workspace.pk, "Администратор")

    def drop_letter(self):
        effects.drop(self.letter().pk, self.firm.workspace.pk, "Не нужно", "Администратор")

    # And in the end everybody does what they should

    def finish(self) -> None:
        """However it stands, people of good will bring every document to its end."""
        Employee.objects.filter(pk__in=self.keys).update(is_active=True)
        for _round in range(12):
            for flow in factories.flows(self.package):
                if not flow.is_done:
                    self.help(flow)
            for letter in effects.quarantined(self.firm.workspace.pk):
                effects.retry(letter.pk, self.firm.workspace.pk, "Администратор")
            self.post()

    def help(self, flow: Docflow) -> None:
        sender, waiting = self.firm.sender, SigningTask.objects.filter(state=TaskState.WAITING)
        flow.refresh_from_db()  # the one before may have moved the whole package
        if flow.status == "DRAFT":
            self.submit()
        elif flow.status == "ON_APPROVAL":
            factories.approve_all(self.package)
        elif flow.status == "SIGN_FAILED":
            packages.retry_signature(flow, sender)
        elif flow.status == "ON_SIGNING":
            task = signing.get_task(waiting.get(docflow_id=flow.pk).pk, flow.workspace_id)
            cms = self.pki.sign(self.keys[task.employee_id], factories.content(flow))
            who = actors.employee(task.employee.pk, task.employee.full_name)
            signing.accept_signature(task, cms, method="file", actor=who)
        elif flow.status in ("UNDELIVERABLE", "RESPONSE_EXPIRED"):
            packages.ask_again(flow, sender)
        elif (link := links.live(flow)) is not None and link.mailed_at is not None:
            links.open_document(link)
            if link.task_id is not None:
                cms = self.pki.sign(factories.PARTNER_HEAD, factories.content(flow))
                links.sign(links.again(link), cms, "file")

    # What must always hold

    def check(self) -> None:
        assert list(journal.verify()) == []
        for flow in factories.flows(self.package):
            self.check_state(flow)
            self.check_tasks(flow)
            self.check_bytes(flow)
        self.check_letters()
        waiting = ApprovalTask.objects.filter(state=ApprovalState.WAITING).exists()
        statuses = {flow.status for flow in factories.flows(self.package)}
        assert waiting == ("ON_APPROVAL" in statuses)

    def check_state(self, flow: Docflow) -> None:
        """The state is what the journal's events, taken one after another, lead to."""
        table = machine(flow.machine)
        state = dict(table.initial)
        for event in JournalEvent.objects.filter(docflow_id=flow.pk).order_by("seq"):
            subject, _, name = event.action.partition(":")
            if subject != "docflow":
                continue
            assert event.data["from"] == format_state(state)
            state = parse_state(event.data["to"])
        assert flow.state == format_state(state)
        status = table.status(state)
        assert (flow.status, flow.tab, flow.is_done) == (status.code, status.tab, table.is_done(state))

    def check_tasks(self, flow: Docflow) -> None:
        tasks = SigningTask.objects.filter(docflow_id=flow.pk)
        waiting = Counter(tasks.filter(state=TaskState.WAITING).values_list("side", flat=True))
        state = parse_state(flow.state)
        assert waiting[Side.OURS] == (state["outgoing"] == "ON_SIGNING")
        offered = GuestLink.objects.filter(docflow=flow, revoked_at=None)
        asked = offered.filter(task__state=TaskState.WAITING).count()
        assert waiting[Side.THEIRS] == asked
        under_way = state["outgoing"] in ("ACCEPTED", "DELIVERED") and state["response"] == "WAITING"
        assert not under_way or waiting[Side.THEIRS] == 1
        assert not flow.is_done or not waiting
        signatures = Counter(tasks.filter(state=TaskState.SIGNED).values_list("side", flat=True))
        assert signatures[Side.THEIRS] == (state["response"] == "ACCEPTED")
        if flow.is_done and signatures:
            assert Effect.objects.filter(kind="archive.build", docflow_id=flow.pk).exists()
        usable = [link for link in links.with_document().filter(docflow=flow) if self.leads(link)]
        assert len(usable) <= 1

    def leads(self, link: GuestLink) -> bool:
        return links.standing(link) in (links.Standing.SEALED, links.Standing.OPEN, links.Standing.FINISHED)

    def check_bytes(self, flow: Docflow) -> None:
        """What somebody has signed is never another document afterwards."""
        document = Document.objects.values("title", "number", "date", "amount", "kind").get(
            pk=flow.document_id
        )
        now = (flow.version_id, flow.version.blob_id, factories.content(flow), *document.values())
        if SigningTask.objects.filter(docflow_id=flow.pk, state=TaskState.SIGNED).exists():
            assert self.signed.setdefault(flow.pk, now) == now

    def check_letters(self) -> None:
        sent = Counter(letter.message_id for letter in self.mail.letters())
        assert set(sent.values()) <= {1}, sent
        named = [pk for effect in Effect.objects.filter(kind="link.invite") for pk in effect.payload["links"]]
        assert len(named) == len(set(named)), "a link belongs to one letter"


@pytest.mark.parametrize("seed", effort(range(3), range(20)))
def test_people_do_what_they_please_with_a_package(firm, pki, mail, monkeypatch, seed):
    world = World(firm, pki, mail, seed)
    usual = transport.transport
    monkeypatch.setattr(handlers, "transport", lambda: Moody(usual(), world.chance))
    quick = archive.Proof(store_bytes(b"protocol"), store_bytes(b"bundle"), None, "")
    monkeypatch.setattr(archive, "build_proof", lambda *_arguments: quick)
    for _step in range(STEPS):
        world.step()
        try:
            world.check()
        except BaseException:
            print("\n".join(world.log))
            raise
    assert all(any("а" <= letter <= "я" for letter in words.lower()) for words in world.refusals)
    assert len([line for line in world.log if ":" not in line]) > STEPS / 8

    monkeypatch.setattr(handlers, "transport", usual)
    world.finish()
    world.check()
    ends = [(flow.status, flow.is_done) for flow in factories.flows(world.package)]
    assert all(done for _status, done in ends), ends
