"""The one place that changes docflow state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.docflow.machine import NotAllowed, format_state, machine, parse_state
from paraph.docflow.models import Docflow, Package
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document


class WrongState(DomainError):
    """The docflow cannot take this step from where it stands."""


def open_docflow(package: Package, document: Document) -> Docflow:
    """Begin the docflow of a document in a package, in the caller's transaction; it has one only."""
    if Docflow.objects.filter(document=document).exists():
        message = _("Документ «{title}» уже лежит в пакете: зарегистрируйте файл ещё раз как новый документ.")
        raise DomainError("documents", message.format(title=document.title), field="documents")
    return Docflow.objects.create(
        workspace_id=package.workspace_id,
        package=package,
        document=document,
        version=document.current,
        **_beginning(document),
    )


def reopen_docflow(flow: Docflow) -> None:
    """Begin a draft anew after its document's kind was corrected, in the caller's transaction."""
    beginning = _beginning(flow.document)
    if beginning["machine"] != flow.machine:
        Docflow.objects.filter(pk=flow.pk, status="DRAFT").update(**beginning)
        flow.refresh_from_db()


def _beginning(document: Document) -> dict[str, str]:
    kind = KINDS[document.kind].machine
    table = machine(kind)
    status = table.status(table.initial)
    return {
        "machine": kind,
        "state": format_state(table.initial),
        "status": status.code,
        "tab": status.tab,
    }


def regions(docflow: Docflow) -> dict[str, str]:
    """The docflow's state by region."""
    return parse_state(docflow.state)


def can(docflow: Docflow, event: str, side: str = "S") -> bool:
    """Whether the table allows the event now; for showing buttons, not for deciding."""
    try:
        machine(docflow.machine).step(parse_state(docflow.state), event, side)
    except NotAllowed:
        return False
    return True


def advance(docflow: Docflow, event: str, actor: Actor, payload: Mapping[str, Any] | None = None) -> Docflow:
    """Take one step of the machine: state, journal event and effects in one transaction.

    The UPDATE names the state it expects, so of two simultaneous steps exactly one is written. Raises
    WrongState (a DomainError) when the table does not allow the step or somebody was faster.
    """
    payload = dict(payload or {})
    with journal.writing(docflow.workspace_id):
        before = Docflow.objects.values_list("state", flat=True).get(pk=docflow.pk)
        table = machine(docflow.machine)
        try:
            after = table.step(parse_state(before), event, actor.side)
        except NotAllowed as refusal:
            raise _wrong_state(table.status(parse_state(before)).title, event) from refusal
        status = table.status(after)
        values = {
            "state": format_state(after),
            "status": status.code,
            "tab": status.tab,
            "is_done": table.is_done(after),
        }
        if payload.get("reason") or status != table.status(parse_state(before)):
            values["reason"] = payload.get("reason", "")  # of the new status; an old one explains it no more
        written = Docflow.objects.filter(pk=docflow.pk, state=before).update(
            **values, changed_at=timezone.now()
        )
        if not written:
            raise _wrong_state(status.title, event)
        for name, value in values.items():
            setattr(docflow, name, value)
        recorded = journal.record(
            docflow.workspace_id,
            f"docflow:{event}",
            actor,
            journal.Subject(docflow.package_id, docflow.pk, docflow.document_id),
            {"from": before, "to": values["state"], "status": status.code, **payload},
        )
        ports.tell(ports.Change(docflow, event, actor, payload, recorded))
    return docflow


def _wrong_state(title: str, event: str) -> WrongState:
    message = _("Документ сейчас в состоянии «{state}», это действие невозможно. Обновите страницу.")
    return WrongState("wrong-state", message.format(state=title), event=event)
