"""Everything the document page shows, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.approval.models import ApprovalState, ApprovalTask
from paraph.archive.steps import describe
from paraph.docflow import packages, queries
from paraph.docflow.models import Docflow
from paraph.docflow.services import can, regions
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.registry import pictures
from paraph.registry.filetypes import FileError
from paraph.registry.models import Document, DocumentLink, LinkRelation
from paraph.signing import rechecks
from paraph.signing.models import Side, Signature, SigningTask, TaskState
from paraph.web import states, verdicts

_SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
#: Effects whose fate the reader of a document cares about; letters to our own people are not among them.
_SENDING = "link.invite"
_PROOF = "archive.build"
_UNDER_WAY = (Effect.State.WAITING, Effect.State.RUNNING)


@dataclass(frozen=True)
class Action:
    """The one thing to do next. An address to open, or to post to."""

    label: str
    icon: str
    address: str
    is_post: bool = False
    is_download: bool = False


@dataclass(frozen=True)
class Work:
    """What the hub is doing for this document, or why it stopped."""

    text: str
    is_stuck: bool = False
    error: str = ""


def context(request: HttpRequest, flow: Docflow) -> dict[str, Any]:
    """The whole context of `documents/document.html`."""
    siblings = _siblings(flow)
    held = any(sibling.status in packages.BEFORE_SIGNATURE for sibling in siblings)
    tasks = list(_tasks(flow))
    approvals = list(_approvals(flow))
    look = states.look(flow.status, held=held)
    may_send = request.employee.has_role(*_SENDERS)
    record = getattr(flow, "archive", None)
    under_way = None if held else work(flow)
    return {
        "flow": flow,
        "document": flow.document,
        "look": look,
        "status_title": states.title(flow.status, held=held),
        "turn": _turn(request, flow, look, approvals),
        "parties": _parties(flow, tasks),
        "siblings": siblings,
        "sibling_titles": {row.pk: states.title(row.status, held=held) for row in siblings},
        "approvals_made": approvals,
        "signatures": _signatures(flow),
        "steps": _steps(flow),
        "links": _links(flow),
        "targets": link_targets(flow, "") if may_send else [],
        "relations": LinkRelation.choices,
        "record": record,
        "work": under_way,
        "action": _action(request, flow, tasks, siblings, record),
        "may_send": may_send,
        "can_withdraw": may_send and can(flow, "withdraw"),
        "is_draft": flow.status == "DRAFT",
        **preview(flow),
    }


def _siblings(flow: Docflow) -> list[Docflow]:
    rows = Docflow.objects.filter(package_id=flow.package_id).select_related("document")
    return list(rows.order_by("id"))


def _tasks(flow: Docflow) -> Any:
    return SigningTask.objects.filter(docflow_id=flow.pk).select_related("employee").order_by("id")


def _approvals(flow: Docflow) -> Any:
    tasks = ApprovalTask.objects.filter(package_id=flow.package_id)
    return tasks.select_related("employee", "decided_by").order_by("round", "order")


def _turn(request: HttpRequest, flow: Docflow, look: states.Look, approvals: list[ApprovalTask]) -> str:
    if look.turn == states.Turn.PARTNER:
        return str(flow.document.counterparty.name)
    sender, signer = flow.package.sender, flow.package.signer
    people = states.in_turn(
        look.turn,
        sender=(sender.pk, sender.full_name),
        signer=(signer.pk, signer.full_name) if signer else (None, ""),
        approvers=[
            (task.employee_id, task.employee.full_name)
            for task in approvals
            if task.state == ApprovalState.WAITING
        ],
    )
    return states.turn_words(look.turn, people, request.employee.pk)


@dataclass(frozen=True)
class PartyCard:
    """One side of the document and what it has done."""

    name: str
    inn: str
    kpp: str
    person: str
    email: str
    state: str
    tone: str


def _parties(flow: Docflow, tasks: list[SigningTask]) -> list[PartyCard]:
    ours, theirs = flow.document.organization, flow.document.counterparty
    signer = flow.package.signer
    package = flow.package
    our_state, our_tone = _side_state(flow, [task for task in tasks if task.side == Side.OURS])
    their_state, their_tone = _side_state(flow, [task for task in tasks if task.side == Side.THEIRS])
    if not their_state and regions(flow)["response"] == "NOT_APPLICABLE":
        their_state, their_tone = _("подпись не требуется"), ""
        if regions(flow)["outgoing"] == "DELIVERED":
            their_state, their_tone = _("документ получен, подпись не требуется"), "good"
    return [
        PartyCard(
            ours.name, ours.inn, ours.kpp, signer.full_name if signer else "", "",
            our_state or _("ещё не подписывали"), our_tone,
        ),
        PartyCard(
            theirs.name, theirs.inn, theirs.kpp, package.recipient_name, package.recipient_email,
            their_state or _("ещё не отправлено"), their_tone,
        ),
    ]  # fmt: skip


_TASK_TONES = {
    TaskState.WAITING: "wait",
    TaskState.SIGNED: "good",
    TaskState.DECLINED: "bad",
    TaskState.EXPIRED: "bad",
    TaskState.CANCELLED: "",
}


def _side_state(flow: Docflow, tasks: list[SigningTask]) -> tuple[str, str]:
    """Where the last request to a side stands, in words and tone; empty when it was not asked yet."""
    if not tasks:
        return "", ""
    if rechecks.pending(tasks[-1].pk) is not None:
        return _("подпись получена, проверяется"), "wait"
    state = TaskState(tasks[-1].state)
    return str(state.label), _TASK_TONES[state]


def _signatures(flow: Docflow) -> list[dict[str, Any]]:
    rows = Signature.objects.filter(task__docflow_id=flow.pk).select_related("blob").order_by("id")
    return [verdicts.shown(row) for row in rows]


def _steps(flow: Docflow) -> list[dict[str, Any]]:
    own = Q(docflow_id=flow.pk) | Q(docflow_id=None) & (
        Q(package_id=flow.package_id) | Q(document_id=flow.document_id)
    )
    events = JournalEvent.objects.filter(own, workspace_id=flow.workspace_id).order_by("seq")
    steps = []
    for event in events:
        title, details = describe(event)
        steps.append({"event": event, "title": title, "details": details, "source": _(event.time_source)})
    return steps


def _links(flow: Docflow) -> list[dict[str, Any]]:
    """Documents tied to this one, both ways, with where to open them."""
    links = DocumentLink.objects.filter(Q(source=flow.document) | Q(target=flow.document))
    found = []
    for link in links.select_related("source__docflow", "target__docflow").order_by("id"):
        outgoing = link.source_id == flow.document_id
        other = link.target if outgoing else link.source
        flow_id = getattr(getattr(other, "docflow", None), "pk", None)
        found.append(
            {
                "relation": link.get_relation_display(),
                "outgoing": outgoing,
                "document": other,
                "flow_id": flow_id,
            }
        )
    return found


def link_targets(flow: Docflow, text: str) -> list[Document]:
    """At most twenty other documents of the workspace that hold every word, newest first."""
    found = Document.objects.filter(workspace_id=flow.workspace_id).exclude(pk=flow.document_id)
    for word in text.lower().split():
        found = found.filter(search_text__contains=word)
    return list(found.select_related("counterparty").order_by("-id")[:20])


def work(flow: Docflow) -> Work | None:
    """What the hub is doing now for the document: sending it, building its proof; or what went wrong."""
    ours = Q(docflow_id=flow.pk) | Q(docflow_id=None, package_id=flow.package_id)
    rows = Effect.objects.filter(
        ours, workspace_id=flow.workspace_id, kind__in=(_SENDING, _PROOF),
        state__in=(*_UNDER_WAY, Effect.State.QUARANTINED),
    )  # fmt: skip
    for effect in rows.order_by("-id"):
        is_proof = effect.kind == _PROOF
        if not is_proof and flow.tab != "theirs":
            continue
        if effect.state == Effect.State.QUARANTINED:
            text = _("Архив не собран.") if is_proof else _("Отправить не удалось.")
            return Work(text, is_stuck=True, error=effect.last_error)
        text = _("Архив собирается…") if is_proof else _("Отправляется…")
        return Work(text, error=effect.last_error)
    return None


def _action(
    request: HttpRequest, flow: Docflow, tasks: list[SigningTask], siblings: list[Docflow], record: Any
) -> Action | None:
    """The primary button: what this reader can do now to bring the document forward."""
    employee = request.employee
    may_send = employee.has_role(*_SENDERS)
    package_address = reverse("package", args=[flow.package_id])
    mine = [task for task in tasks if task.state == TaskState.WAITING and task.employee_id == employee.pk]
    if mine:
        return Action(_("Подписать"), "sign", reverse("sign", args=[mine[0].pk]))
    if flow.status == "ON_APPROVAL" and _may_approve(request, flow):
        return Action(_("Согласовать"), "check", f"{package_address}#decision")
    if flow.status == "DRAFT" and may_send:
        if len(siblings) == 1:
            return Action(_("Отправить"), "send", reverse("package-submit", args=[flow.package_id]), True)
        return Action(_("Проверить и отправить пакет"), "send", package_address)
    labels = {
        "SIGN_FAILED": _("Запросить подпись снова"),
        "RESPONSE_EXPIRED": _("Запросить ответ снова"),
        "UNDELIVERABLE": _("Отправить снова"),
    }
    if flow.status in labels and may_send:
        return Action(labels[flow.status], "repeat", reverse("document-again", args=[flow.pk]), True)
    if record is not None:
        address = reverse("document-bundle", args=[flow.pk])
        return Action(_("Скачать доказательства"), "download", address, is_download=True)
    return None


def _may_approve(request: HttpRequest, flow: Docflow) -> bool:
    return queries.approvals_for(request.employee).filter(package_id=flow.package_id).exists()


def preview(flow: Docflow) -> dict[str, Any]:
    """Page numbers to show as pictures, or the text to show, or neither."""
    version = flow.version
    if pictures.is_drawable(version):
        pages = version.pages or 1
        shown = min(pages, pictures.MOST_PAGES)
        return {"pages": range(1, shown + 1), "hidden_pages": pages - shown, "text": None}
    if pictures.is_readable(version):
        try:
            text = pictures.page_picture(version).data.decode("utf-8", "replace")
            return {"pages": range(0), "hidden_pages": 0, "text": text}
        except FileError:  # shown as a file without preview
            return {"pages": range(0), "hidden_pages": 0, "text": None}
    return {"pages": range(0), "hidden_pages": 0, "text": None}
