"""Everything the document page shows, gathered once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.approval.models import ApprovalState, ApprovalTask
from paraph.archive.models import ArchiveExtra
from paraph.archive.steps import describe
from paraph.docflow import packages, ports, queries
from paraph.docflow.models import Docflow
from paraph.docflow.services import can
from paraph.effects.models import Effect
from paraph.journal.models import JournalEvent
from paraph.parties.models import Role
from paraph.registry import outer, pictures
from paraph.registry import ports as registry_ports
from paraph.registry.filetypes import FileError
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document, DocumentLink, LinkRelation, Version, VersionRole
from paraph.registry.outer import OuterChanged
from paraph.registry.ports import OuterUnreachable
from paraph.signing.models import Side, Signature, SigningTask
from paraph.trust.verdict import Headline
from paraph.web import answer_panel, answer_words, delivery, party_cards, service_texts, states, verdicts

_SENDERS = (Role.SENDER, Role.ADMINISTRATOR)
#: Effects whose fate the reader of a document cares about; letters to our own people are not among them.
_SENDING = ("link.invite", "diadoc.post")
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
    #: Opens over the page, when scripts are there.
    is_dialog: bool = False


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
    approvals = list(_approvals(flow))
    look = states.look(flow.status, held=held)
    may_send = request.employee.has_role(*_SENDERS)
    record = getattr(flow, "archive", None)
    our_answers = answer_panel.under_way(flow)
    steps = answer_panel.buttons(flow, request.employee)
    action = _action(request, flow, siblings, steps, record)
    return {
        "flow": flow,
        "document": flow.document,
        "look": look,
        "status_title": states.title(flow.status, held=held),
        "turn": _turn(request, flow, look, approvals, our_answers),
        "siblings": siblings,
        "sibling_titles": {row.pk: states.title(row.status, held=held) for row in siblings},
        "approvals_made": approvals,
        "steps": _steps(flow),
        "links": _links(flow),
        "targets": link_targets(flow, "") if may_send else [],
        "relations": LinkRelation.choices,
        "record": record,
        "extras": list(ArchiveExtra.objects.filter(docflow=flow)),
        "extra_titles": answer_words.extra_titles(),
        "work": None if held else work(flow),
        "mark": answer_panel.mark(flow),
        "action": action,
        "other_steps": [step for step in steps if action is None or step.address != action.address],
        "may_assign": may_send and flow.package.is_incoming and flow.tab in ("ours", "approval"),
        "our_answers": our_answers,
        "may_answer": request.employee.has_role(*answer_panel.ANSWERERS),
        "may_send": may_send,
        "can_withdraw": may_send and _may_withdraw(flow),
        "is_draft": flow.status == "DRAFT",
        "exchange": party_cards.exchange(flow),
        **outside(flow),
        **_proofs(flow),
        **preview(flow),
    }


def outside(flow: Docflow) -> dict[str, Any]:
    """Where the document's own file lives when it is not here, and whether it was changed there."""
    copy = next((one for one in outer.copies_of(flow.document) if one.blob_id == flow.version.blob_id), None)
    store = registry_ports.stores().get(copy.store) if copy is not None else None
    return {"outside": copy, "outside_place": store.title if store is not None else ""}


def _may_withdraw(flow: Docflow) -> bool:
    """Whether it can be taken back: the machine allows it and the channel has not handed it over."""
    if flow.package.is_incoming or not can(flow, "withdraw"):
        return False
    return flow.status in packages.BEFORE_SIGNATURE or ports.channel(flow.package.channel).may_withdraw(flow)


def _proofs(flow: Docflow) -> dict[str, Any]:
    """Signatures under the document, files that came and went with it, and both sides."""
    signatures = _signatures(flow)
    own = [row for row in signatures if row.version.role == VersionRole.DOCUMENT]
    tasks = [task for task in _tasks(flow) if task.version.role == VersionRole.DOCUMENT]
    sender_is_wrong = flow.package.is_incoming and any(
        row.side == Side.THEIRS and row.headline == Headline.INVALID for row in own
    )
    return {
        "signatures": [verdicts.shown(row) for row in own],
        "service_files": answer_panel.service_files(flow, signatures),
        "parties": party_cards.cards(flow, tasks, own, delivery.box_title(flow.package)),
        "sender_is_wrong": sender_is_wrong,
    }


def _siblings(flow: Docflow) -> list[Docflow]:
    rows = Docflow.objects.filter(package_id=flow.package_id).select_related("document")
    return list(rows.order_by("id"))


def _tasks(flow: Docflow) -> Any:
    rows = SigningTask.objects.filter(docflow_id=flow.pk).select_related("employee", "version")
    return rows.order_by("id")


def _approvals(flow: Docflow) -> Any:
    tasks = ApprovalTask.objects.filter(package_id=flow.package_id)
    return tasks.select_related("employee", "decided_by").order_by("round", "order")


def _turn(
    request: HttpRequest,
    flow: Docflow,
    look: states.Look,
    approvals: list[ApprovalTask],
    our_answers: list[answer_panel.Shown],
) -> str:
    signing = [(answer.signer, answer.waits_for) for answer in our_answers if answer.signer]
    if signing:  # the other side learns of it only when it is signed
        return states.turn_words(states.Turn.SIGNER, signing, request.employee.pk)
    if look.turn == states.Turn.PARTNER:
        return str(flow.document.counterparty.name)
    sender, signer = flow.package.sender, flow.package.signer
    people = states.in_turn(
        look.turn,
        sender=(sender.pk, sender.full_name) if sender else (None, ""),
        signer=(signer.pk, signer.full_name) if signer else (None, ""),
        approvers=[
            (task.employee_id, task.employee.full_name)
            for task in approvals
            if task.state == ApprovalState.WAITING
        ],
    )
    return states.turn_words(look.turn, people, request.employee.pk, received=flow.package.is_incoming)


def _signatures(flow: Docflow) -> list[Signature]:
    rows = Signature.objects.filter(docflow_id=flow.pk).select_related("blob", "version")
    return list(rows.order_by("id"))


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
    """What the hub is doing now for the document: sending, answering, building its proof; or what failed."""
    answering = answer_panel.progress(flow)
    if answering is not None:
        return Work(answering[0], error=answering[1])
    ours = Q(docflow_id=flow.pk) | Q(docflow_id=None, package_id=flow.package_id)
    rows = Effect.objects.filter(
        ours, workspace_id=flow.workspace_id, kind__in=(*_SENDING, _PROOF),
        state__in=(*_UNDER_WAY, Effect.State.QUARANTINED),
    )  # fmt: skip
    for effect in rows.order_by("-id"):
        is_proof = effect.kind == _PROOF
        if not is_proof and flow.tab != "theirs":
            continue
        is_stuck = effect.state == Effect.State.QUARANTINED
        text = _proof_work(flow, is_stuck) if is_proof else _sending_work(is_stuck)
        return Work(text, is_stuck, effect.last_error)
    return None


def _sending_work(is_stuck: bool) -> str:
    return _("Отправить не удалось.") if is_stuck else _("Отправляется…")


def _proof_work(flow: Docflow, is_stuck: bool) -> str:
    """The first proof is awaited; one that is kept can be taken while it is completed."""
    if not hasattr(flow, "archive"):
        return _("Архив не собран.") if is_stuck else _("Архив собирается…")
    if is_stuck:
        return _("Архив не дополнен: в нём нет того, что пришло последним.")
    return _("Архив дополняется: то, что пришло последним, войдёт в него в течение нескольких минут…")


def _action(
    request: HttpRequest,
    flow: Docflow,
    siblings: list[Docflow],
    steps: list[answer_panel.Button],
    record: Any,
) -> Action | None:
    """The primary button: what this reader can do now to bring the document forward."""
    mine = queries.signings_for(request.employee).filter(docflow_id=flow.pk).select_related("version").first()
    if mine is not None:
        return Action(answer_words.to_sign(mine.version), "sign", reverse("sign", args=[mine.pk]))
    if flow.status == "ON_APPROVAL" and _may_approve(request, flow):
        return Action(_("Согласовать"), "check", f"{reverse('package', args=[flow.package_id])}#decision")
    for step in steps:
        if step.is_primary:
            return Action(step.label, step.icon, step.address, is_post=not step.opens_dialog, is_dialog=True)
    if request.employee.has_role(*_SENDERS) and (found := _of_sender(flow, siblings)):
        return found
    if record is not None:
        address = reverse("document-bundle", args=[flow.pk])
        return Action(_("Скачать доказательства"), "download", address, is_download=True)
    return None


def _of_sender(flow: Docflow, siblings: list[Docflow]) -> Action | None:
    """What a sender can do: send a draft, ask once more."""
    if flow.status == "DRAFT":
        if len(siblings) == 1:
            return Action(_("Отправить"), "send", reverse("package-submit", args=[flow.package_id]), True)
        address = reverse("package", args=[flow.package_id])
        return Action(_("Проверить и отправить пакет"), "send", address)
    if flow.status in packages.NOT_TAKEN and flow.package.channel != delivery.BY_MAIL:
        address = reverse("package-anew", args=[flow.package_id])
        return Action(_("Исправить и отправить заново"), "repeat", address, True)
    labels = {
        "SIGN_FAILED": _("Запросить подпись снова"),
        "RESPONSE_EXPIRED": _("Запросить ответ снова"),
        "UNDELIVERABLE": _("Отправить снова"),
    }
    if flow.status not in labels:
        return None
    return Action(labels[flow.status], "repeat", reverse("document-again", args=[flow.pk]), True)


def _may_approve(request: HttpRequest, flow: Docflow) -> bool:
    return queries.approvals_for(request.employee).filter(package_id=flow.package_id).exists()


def preview(flow: Docflow) -> dict[str, Any]:
    """Page numbers to show as pictures, or the text to show, or neither."""
    version: Version = flow.version
    if pictures.is_drawable(version):
        pages = version.pages or 1
        shown = min(pages, pictures.MOST_PAGES)
        return {"pages": range(1, shown + 1), "hidden_pages": pages - shown, "text": None, "said": []}
    text = None
    if pictures.is_readable(version):
        with suppress(FileError, OuterChanged, OuterUnreachable):  # shown as a file without preview
            text = pictures.page_picture(version).data.decode("utf-8", "replace")
    said = service_texts.lines(version, flow.document) if KINDS[flow.document.kind].formalised else []
    return {"pages": range(0), "hidden_pages": 0, "text": text, "said": said}
