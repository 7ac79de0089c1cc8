"""Both sides and the operator do whatever they please; what must always hold, holds after every step.

As `test_walk`, but over an operator's channel: documents of ours and received ones, answers, annulment,
events that come twice, late or not at all.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

import factories
import operator_channel as post
from effort import effort
from operator_channel import operator  # noqa: F401
from paraph.approval import services as approval
from paraph.approval.models import ApprovalState, ApprovalTask
from paraph.archive import services as archive
from paraph.docflow import answers, incoming, incoming_rules, packages
from paraph.docflow.answers import TitleAnswer
from paraph.docflow.machine import format_state, machine, parse_state
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow, Package
from paraph.effects.models import Effect
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.models import JournalEvent
from paraph.registry.models import Version, VersionRole
from paraph.signing import services as signing
from paraph.signing.models import Signature, SigningTask, TaskState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("operator")]

STEPS = 70
MACHINES = ("NONFORM", "SCHF", "SCHFDOP", "DOP", "NONFORM_ONE_SIDED")
HUB_EVENTS = (
    "accept", "deliver", "reject_by_operator", "no_relation", "hand_to_roaming", "roaming_ack",
    "roaming_error", "delivery_failed", "receipt_confirmed", "response_confirmed", "amendment_confirmed",
    "response_invalid",
)  # fmt: skip


class World:
    """One package of each direction and everybody around them."""

    def __init__(self, firm, pki, seed: int):
        self.firm, self.pki, self.chance = firm, pki, random.Random(seed)
        self.number = 0
        signer = firm.signer.pk if seed % 2 else None
        route = firm.route().pk if seed % 3 == 0 else None
        data = {"responsible": firm.sender.pk, "signer": signer, "route": route}
        incoming_rules.save_rule(firm.workspace, data, firm.sender)
        came = [self.given(machine_name) for machine_name in self.chance.sample(MACHINES, 3)]
        self.came = post.package(firm, came)
        incoming.receive(self.came)
        documents = [
            factories.document(firm, kind, f"{kind}.txt", kind.encode()) for kind in ("contract", "act")
        ]
        factories.package(firm, documents, channel="operator")
        self.log: list[str] = []
        self.refusals: list[str] = []

    def given(self, machine_name: str):
        self.number += 1
        data = f"Текст {machine_name} {self.number}".encode()
        more = {"file_name": f"{self.number}.txt", "machine": machine_name}
        return post.document(self.pki, number=str(self.number), data=data, **more)

    def actions(self) -> list[Callable[[], object]]:
        return [
            self.submit, self.submit, self.approve, self.give_back, self.sign, self.sign, self.sign,
            self.sign, self.decline, self.say, self.say, self.say, self.retry, self.give_up, self.receipt,
            self.key_signs,
            self.carried, self.carried, self.carried, self.fails, self.operator_says, self.operator_says,
            self.they_sign, self.they_sign, self.they_say, self.they_say, self.they_agree_to_annul,
            self.comes_again, self.time_runs_out, self.retry_signature, self.send_anew, self.withdraw,
            self.we_sign_elsewhere, self.ask_again,
        ]  # fmt: skip

    def step(self) -> None:
        action = self.chance.choice(self.actions())
        try:
            done = action()
            self.log.append(f"{action.__name__} {done or ''}")
        except DomainError as refusal:
            self.log.append(f"{action.__name__}: {refusal.code}")
            self.refusals.append(refusal.message)

    def any(self, rows):
        found = list(rows)
        if not found:
            raise DomainError("nothing", "Делать нечего.")
        return self.chance.choice(found)

    def flow(self, direction: str = "") -> Docflow:
        rows = Docflow.objects.select_related("package__organization", "document", "version").order_by("id")
        return self.any(rows.filter(package__direction=direction) if direction else rows)

    # Our people

    def submit(self):
        packages.submit(self.any(Package.objects.filter(direction="out").order_by("id")), self.firm.sender)

    def approve(self):
        task = self.any(ApprovalTask.objects.filter(state=ApprovalState.WAITING))
        approval.decide(task.pk, task.employee, approve=True)

    def give_back(self):
        task = self.any(ApprovalTask.objects.filter(state=ApprovalState.WAITING))
        approval.decide(task.pk, task.employee, approve=False, comment="Не сходится")

    def sign(self):
        task = self.any(SigningTask.objects.filter(state=TaskState.WAITING).order_by("id"))
        self.put(task)

    def put(self, task):
        task = signing.get_task(task.pk, task.workspace_id)
        cms = self.pki.sign(factories.OUR_HEAD, factories.store().read(task.version.blob_id))
        who = actors.employee(task.employee.pk, task.employee.full_name)
        signing.accept_signature(task, cms, method="file", actor=who)

    def decline(self):
        task = self.any(SigningTask.objects.filter(state=TaskState.WAITING).order_by("id"))
        who = actors.employee(task.employee.pk, task.employee.full_name)
        signing.decline(task, "Сумма не та", actor=who)

    def say(self):
        flow, who = self.flow(), self.firm.signer
        verb = self.any(answers.possible(flow))
        if verb in ("sign", "accept_revocation"):
            getattr(answers, verb)(flow, who)
        elif verb == "accept_title":
            answers.accept_title(flow, TitleAnswer(self.any(answers.Outcome), divergence_name="Акт"), who)
        else:
            getattr(answers, verb)(flow, "Так надо", who)
        return verb

    def answer(self, *states: str, **more) -> Answer:
        return self.any(Answer.objects.filter(state__in=states, **more).order_by("id"))

    def retry(self):
        answers.retry(self.answer(AnswerState.FAILED), self.firm.sender)

    def give_up(self):
        answers.cancel(self.answer(*AnswerState.values), self.firm.sender)

    def receipt(self):
        answers.make_receipt(self.flow("in"), self.any([None, self.firm.signer]))

    def key_signs(self):
        answer = self.answer(AnswerState.SIGNING, employee=None)
        who = self.any([factories.OUR_HEAD, factories.OUR_HEAD, factories.PARTNER_HEAD])
        answers.signed_by_key(answer, self.pki.sign(who, post.file_of(answer)), "p12")

    def retry_signature(self):
        packages.retry_signature(self.flow("out"), self.firm.sender)

    def send_anew(self):
        packages.send_anew(self.flow("out").package, self.firm.sender)

    def ask_again(self):
        packages.ask_again(self.flow("out"), self.firm.sender)

    def withdraw(self):
        if self.chance.random() < 0.2:
            packages.withdraw(self.flow(), "Передумали", self.firm.sender)

    def time_runs_out(self):
        task = self.any(SigningTask.objects.filter(state=TaskState.WAITING).order_by("id"))
        SigningTask.objects.filter(pk=task.pk).update(deadline=timezone.now() - timedelta(seconds=1))
        signing.expire_due(timezone.now())

    # The channel and the other side

    def carried(self):
        answer = self.answer(AnswerState.SENDING, AnswerState.DONE)
        answers.carried(answer, outer_id=f"ours-{answer.pk}")

    def fails(self):
        answers.failed(self.answer(*AnswerState.values), "Нет связи", sign_again=self.chance.random() < 0.5)

    def operator_says(self):
        event = self.chance.choice(HUB_EVENTS)
        return event, incoming.apply(self.flow(), event, post.OPERATOR, {"reason": "Так вышло"})

    def they_sign(self):
        flow = self.flow("out")
        data = factories.content(flow) if self.chance.random() < 0.7 else b"other"
        incoming.receive_signature(
            flow, self.pki.sign(factories.PARTNER_HEAD, data), "operator", post.PARTNER
        )

    def we_sign_elsewhere(self):
        if self.chance.random() < 0.3:
            flow = self.flow("in")
            cms = self.pki.sign(factories.OUR_HEAD, factories.content(flow))
            incoming.receive_signature(flow, cms, "operator", actors.Actor("channel", "Диадок", side="S"))

    def they_say(self):
        role, event, direction = self.chance.choice(
            [
                (VersionRole.REVOCATION, "revocation_requested_by_them", ""),
                (VersionRole.REVOCATION_REFUSAL, "revocation_rejected_by_them", ""),
                (VersionRole.REFUSAL, "response_rejected", "out"),
                (VersionRole.RECEIPT, "receipt_signed", "out"),
                (VersionRole.AMENDMENT, "amendment_requested", "out"),
                (VersionRole.ANSWER_TITLE, "response_accepted_with_divergences", "out"),
                (VersionRole.COMMENT, None, ""),
            ]
        )
        number = str(self.chance.randrange(4))
        return event, incoming.receive_file(
            self.flow(direction), post.request(self.pki, role, number, event=event)
        )

    def they_agree_to_annul(self):
        ours = Version.objects.filter(role=VersionRole.REVOCATION, side="S")
        version = self.any(ours.exclude(outer_id=""))
        flow = Docflow.objects.get(document=version.document_id)
        cms = self.pki.sign(factories.PARTNER_HEAD, factories.store().read(version.blob_id))
        incoming.receive_signature(flow, cms, "operator", post.PARTNER, version=version)

    def comes_again(self):
        assert incoming.receive(self.came).outer_id == "m-1"

    # And in the end everybody does what they should

    def finish(self) -> None:
        for _round in range(15):
            for task in SigningTask.objects.filter(state=TaskState.WAITING).order_by("id"):
                if SigningTask.objects.get(pk=task.pk).state == TaskState.WAITING:
                    self.put(task)
            for answer in Answer.objects.filter(state__in=(*OPEN_ANSWER, AnswerState.FAILED)).order_by("id"):
                self.carry_through(answer)
            for flow in Docflow.objects.order_by("id"):
                flow = post.again(flow)
                if not flow.is_done:
                    self.help(flow)

    def carry_through(self, answer: Answer) -> None:
        answer.refresh_from_db()
        if answer.state == AnswerState.FAILED:
            answers.cancel(answer, self.firm.sender)
        elif answer.state == AnswerState.SIGNING and answer.employee is None:
            answers.signed_by_key(answer, self.pki.sign(factories.OUR_HEAD, post.file_of(answer)), "p12")
        if (
            answer.state != AnswerState.FAILED
            and Answer.objects.get(pk=answer.pk).state == AnswerState.SENDING
        ):
            answers.carried(answer)

    def help(self, flow: Docflow) -> None:
        sender, signer, state = self.firm.sender, self.firm.signer, parse_state(flow.state)
        if flow.status == "DRAFT":
            packages.submit(flow.package, sender)
        elif flow.status == "ON_APPROVAL":
            factories.approve_all(flow.package)
        elif flow.status == "SIGN_FAILED":
            packages.retry_signature(flow, sender)
        elif flow.status in packages.NOT_TAKEN:
            packages.send_anew(flow.package, sender)
        elif state["revocation"] in ("REQUESTED_BY_THEM", "REQUESTED_BY_BOTH"):
            if "accept_revocation" in answers.possible(flow):
                answers.accept_revocation(flow, signer)
        elif state["revocation"] == "REQUESTED_BY_US":
            incoming.apply(flow, "revocation_accepted_by_them", post.PARTNER)
        elif flow.package.is_incoming:
            self.answer_for(flow, state)
        elif state["outgoing"] != "DELIVERED":
            incoming.apply(flow, "roaming_ack", post.OPERATOR)
            incoming.apply(flow, "deliver", post.OPERATOR)
        elif state["response"] in ("WAITING", "INVALID_SIGNATURE"):
            incoming.apply(flow, "response_accepted", post.PARTNER)

    def answer_for(self, flow: Docflow, state) -> None:
        if state["receipt"] == "WAITING":
            answers.make_receipt(flow)
        elif state["receipt"] == "SENT" and machine(flow.machine).done_when.get("receipt"):
            incoming.apply(flow, "receipt_confirmed", post.OPERATOR)
        if "sign" in answers.possible(flow):
            answers.sign(flow, self.firm.signer)

    # What must always hold

    def check(self) -> None:
        assert list(journal.verify()) == []
        for flow in Docflow.objects.select_related("package"):
            self.check_state(flow)
            self.check_answers(flow)
        approving = set(
            ApprovalTask.objects.filter(state=ApprovalState.WAITING).values_list("package_id", flat=True)
        )
        assert approving == set(
            Docflow.objects.filter(status="ON_APPROVAL").values_list("package_id", flat=True)
        )
        names = Version.objects.exclude(outer_id="").values_list("document_id", "outer_id")
        assert set(Counter(names).values()) <= {1}

    def check_state(self, flow: Docflow) -> None:
        table = machine(flow.machine)
        state = dict(table.initial)
        for event in JournalEvent.objects.filter(docflow_id=flow.pk, action__startswith="docflow:").order_by(
            "seq"
        ):
            if "from" in event.data:
                assert event.data["from"] == format_state(state)
                state = parse_state(event.data["to"])
        assert flow.state == format_state(state)
        status = table.status(state)
        assert (flow.status, flow.tab, flow.is_done) == (status.code, status.tab, table.is_done(state))
        signed = Signature.objects.filter(docflow_id=flow.pk).exists()
        if flow.is_done and signed:
            assert Effect.objects.filter(kind="archive.build", docflow_id=flow.pk).exists()

    def check_answers(self, flow: Docflow) -> None:
        opened = flow.answers.filter(state__in=OPEN_ANSWER)
        receipts = opened.filter(role=VersionRole.RECEIPT).count()
        assert receipts <= 1
        assert opened.count() - receipts <= 1
        waiting = SigningTask.objects.filter(docflow_id=flow.pk, state=TaskState.WAITING)
        asked = set(
            opened.filter(state=AnswerState.SIGNING).exclude(employee=None).values_list("task_id", flat=True)
        )
        own = waiting.filter(~Q(pk__in=asked))
        assert asked <= set(waiting.values_list("pk", flat=True))
        assert own.count() == ("outgoing:ON_SIGNING" in flow.state)
        for answer in opened.filter(state=AnswerState.SENDING):
            assert answer.signature is not None


@pytest.mark.parametrize("seed", effort(range(3), range(20)))
def test_everybody_does_what_they_please_over_an_operator(firm, pki, monkeypatch, seed):
    world = World(firm, pki, seed)
    monkeypatch.setattr(archive, "build_proof", lambda *_arguments: None)
    for _step in range(STEPS):
        world.step()
        try:
            world.check()
        except BaseException:
            print("\n".join(world.log))
            raise
    assert all(any("а" <= letter <= "я" for letter in words.lower()) for words in world.refusals)
    assert len([line for line in world.log if ":" not in line]) > STEPS / 4
    world.finish()
    world.check()
    ends = [(flow.machine, flow.state, flow.is_done) for flow in Docflow.objects.all()]
    assert all(done for *_where, done in ends), "\n".join(map(str, [*world.log, *ends]))
