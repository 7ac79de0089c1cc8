"""What the document page shows of our answers and of the files that came and went with the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from paraph.docflow import answers, ports
from paraph.docflow.models import OPEN_ANSWER, Answer, AnswerState, Docflow
from paraph.docflow.services import regions
from paraph.parties.models import Employee, Role
from paraph.parties.rules import can_sign
from paraph.registry.models import Version, VersionRole, VersionSide
from paraph.signing.models import Signature, SigningTask
from paraph.web import answer_words, service_texts, verdicts

ANSWERERS = (Role.SIGNER, Role.SENDER, Role.ADMINISTRATOR)
#: Answers a reader should know of: under way, or stopped.
_OF_INTEREST = (*OPEN_ANSWER, AnswerState.FAILED)


@dataclass(frozen=True)
class Button:
    """A step the reader may take now."""

    label: str
    icon: str
    address: str
    is_danger: bool = False
    #: Whether it is what naturally comes next, and not a way out.
    is_primary: bool = False
    #: Whether something is asked before; else one press is enough.
    opens_dialog: bool = True


def buttons(flow: Docflow, employee: Employee) -> list[Button]:
    """Steps possible now, the most natural first; nothing for those who may not answer."""
    if not employee.has_role(*ANSWERERS):
        return []
    now = possible(flow, employee)
    asks = not can_sign(employee)
    return [_button(flow, verb, step, asks) for verb, step in answer_words.STEPS.items() if verb in now]


def possible(flow: Docflow, employee: Employee) -> set[str]:
    """Verbs the reader may choose now. A receipt is made by hand where the channel has no key for it."""
    found = set(answers.possible(flow))
    by_hand = can_sign(employee) and regions(flow)["receipt"] == "WAITING" and flow.package.is_incoming
    if by_hand and "make_receipt" in ports.channel(flow.package.channel).answers(flow):
        begun = flow.answers.filter(role=VersionRole.RECEIPT, state__in=_OF_INTEREST)
        found |= set() if begun.exists() else {"make_receipt"}
    return found


def _button(flow: Docflow, verb: str, step: answer_words.Step, asks_signer: bool) -> Button:
    return Button(
        str(step.label),
        step.icon,
        reverse("document-answer", args=[flow.pk, verb]),
        is_danger=step.is_danger,
        is_primary=step.is_primary,
        opens_dialog=asks_signer or verb not in ("sign", "make_receipt"),
    )


@dataclass(frozen=True)
class Shown:
    """One answer that is under way or has failed."""

    pk: int
    title: str
    is_failed: bool
    error: str
    #: Whose signature it waits for: their name and id.
    waits_for: str
    signer: int | None


def under_way(flow: Docflow) -> list[Shown]:
    """Answers not yet with the other side, newest first."""
    rows = Answer.objects.filter(docflow=flow, state__in=_OF_INTEREST).order_by("-id")
    tasks = SigningTask.objects.select_related("employee").in_bulk(
        [row.task_id for row in rows if row.task_id]
    )
    return [_shown(row, tasks.get(row.task_id)) for row in rows]


def failed_among(flows: Sequence[Docflow]) -> dict[int, Shown]:
    """Answers that were not sent, by docflow."""
    rows = Answer.objects.filter(docflow__in=flows, state=AnswerState.FAILED)
    return {row.docflow_id: _shown(row, None) for row in rows}


def _shown(answer: Answer, task: SigningTask | None) -> Shown:
    signer = task.employee if answer.state == AnswerState.SIGNING and task else None
    return Shown(
        answer.pk,
        title(answer),
        answer.state == AnswerState.FAILED,
        answer.error,
        signer.full_name if signer else "",
        signer.pk if signer else None,
    )


def title(answer: Answer) -> str:
    """What the answer is: «Отказ в подписи»."""
    return str(answer_words.TITLES.get(answer.verb, answer.get_role_display()))


def progress(flow: Docflow) -> tuple[str, str] | None:
    """What the hub itself does now for an answer, in words, and what went wrong with the last try."""
    working = (AnswerState.PREPARING, AnswerState.SENDING)
    answer = Answer.objects.filter(docflow=flow, state__in=working).order_by("-id").first()
    if answer is None:
        return None
    preparing = answer.state == AnswerState.PREPARING
    words = _("{what}: готовится…") if preparing else _("{what}: отправляется…")
    return words.format(what=title(answer)), answer.error


def mark(flow: Docflow) -> str:
    """Changes whenever the page has something new to show."""
    newest = Answer.objects.filter(docflow=flow).order_by("-id").values_list("pk", "state").first()
    return f"{flow.status}-{newest[0]}-{newest[1]}" if newest else flow.status


def service_files(flow: Docflow, signatures: Iterable[Signature]) -> list[dict[str, Any]]:
    """Every file of the document but the document itself, oldest first, with signatures and what it says."""
    rows = Version.objects.filter(document_id=flow.document_id).exclude(role=VersionRole.DOCUMENT)
    by_version: dict[int, list[Mapping[str, Any]]] = {}
    for signature in signatures:
        by_version.setdefault(signature.version_id, []).append(verdicts.shown(signature))
    return [_file(flow, version, by_version.get(version.pk, ())) for version in _in_order(rows)]


def _in_order(rows: Any) -> list[Version]:
    return list(rows.select_related("blob").order_by("created_at", "id"))


def _file(flow: Docflow, version: Version, signatures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    ours, theirs = flow.document.organization.name, flow.document.counterparty.name
    authors = {VersionSide.OURS: ours, VersionSide.THEIRS: theirs}
    return {
        "version": version,
        "title": answer_words.file_title(version),
        "author": authors.get(VersionSide(version.side), _("оператор")),
        "lines": service_texts.lines(version, flow.document),
        "signatures": signatures,
    }
