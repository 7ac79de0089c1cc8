"""The one place that changes docflow state."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow import ports
from paraph.docflow.machine import Machine, NotAllowed, State, format_state, incoming, machine, parse_state
from paraph.docflow.models import Docflow, Package
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.registry.kinds import machine_of
from paraph.registry.models import Direction, Document

log = logging.getLogger(__name__)

#: Events after which a document is what it was before: their reason is the journal's, not the status's.
_BACK = ("revocation_rejected_by_us", "revocation_rejected_by_them")


class WrongState(DomainError):
    """The docflow cannot take this step from where it stands."""


def open_docflow(package: Package, document: Document, kind: str = "") -> Docflow:
    """Begin the docflow of a document in a package, in the caller's transaction; it has one only.

    A channel may know better than the document's kind which machine (`kind`) it runs on.
    """
    if Docflow.objects.filter(document=document).exists():
        message = _("Документ «{title}» уже лежит в пакете: зарегистрируйте файл ещё раз как новый документ.")
        raise DomainError("documents", message.format(title=document.title), field="documents")
    return Docflow.objects.create(
        workspace_id=package.workspace_id,
        package=package,
        document=document,
        version=document.current,
        **_beginning(document, kind),
    )


def reopen_docflow(flow: Docflow) -> None:
    """Begin a draft anew after its document's kind was corrected, in the caller's transaction."""
    beginning = _beginning(flow.document)
    if beginning["machine"] != flow.machine:
        Docflow.objects.filter(pk=flow.pk, status="DRAFT").update(**beginning)
        flow.refresh_from_db()


def _beginning(document: Document, kind: str = "") -> dict[str, Any]:
    name = kind or machine_of(document)
    if document.direction == Direction.IN:
        name = incoming(name)
    table = machine(name)
    status = table.status(table.initial)
    return {
        "machine": name,
        "state": format_state(table.initial),
        "status": status.code,
        "tab": status.tab,
        "is_done": table.is_done(table.initial),
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
            # Of the new status; an old one explains it no more.
            values["reason"] = "" if event in _BACK else payload.get("reason", "")
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


def apply(flow: Docflow, event: str, actor: Actor, payload: Mapping[str, Any] | None = None) -> bool:
    """Take an event that comes from outside, if the table allows it to the actor's side.

    False when it does not: the flow is past it. What must have happened before (`presumes`) is taken first,
    because events of operators come late, twice and out of order.
    """
    with journal.writing(flow.workspace_id):
        flow.refresh_from_db(fields=("state", "status", "tab", "is_done", "reason"))
        path = _path(machine(flow.machine), parse_state(flow.state), event, actor.side)
        if path is None:
            log.info("docflow %s is past %s by %s: %s", flow.pk, event, actor.side, flow.state)
            return False
        for step, side in path[:-1]:
            advance(flow, step, replace(SYSTEM, side=side), {"presumed_by": event})
        advance(flow, event, actor, payload)
    return True


def may_apply(flow: Docflow, event: str, side: str) -> bool:
    """Whether `apply` would take the event from that side."""
    return _path(machine(flow.machine), parse_state(flow.state), event, side) is not None


def _path(table: Machine, state: State, event: str, side: str) -> list[tuple[str, str]] | None:
    """The shortest row of events ending with the given one that the table allows; None if there is none."""
    chain = [event]
    while chain[0] in table.presumes:
        chain.insert(0, table.presumes[chain[0]])
    for begin in reversed(range(len(chain))):
        here, path = state, []
        for step in chain[begin:]:
            sides = [side] if step == event else ["HUB", "R", "S"]
            taker = next((one for one in sides if one in table.sides(here, step)), None)
            if taker is None:
                break
            here = table.step(here, step, taker)
            path.append((step, taker))
        else:
            return path
    return None


def _wrong_state(title: str, event: str) -> WrongState:
    message = _("Документ сейчас в состоянии «{state}», это действие невозможно. Обновите страницу.")
    return WrongState("wrong-state", message.format(state=title), event=event)
