"""Doing the steps: ELMA365 is asked outside any transaction, its answer is kept in one.

A step that must not be done twice is announced in the link first. When the announcement is there already, the
answer was lost: ELMA365 is asked whether the thing was done before it is tried again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from paraph.journal import services as journal
from paraph.portals.elma365 import objects, standing
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import reading
from paraph.portals.elma365.sync import comparing, lookups
from paraph.portals.elma365.sync.models import ItemLink
from paraph.portals.elma365.sync.steps import GUARDED, File, Name, Standing, Step
from paraph.portals.errors import NotNow
from paraph.registry import services as registry
from paraph.registry.models import Direction
from paraph.registry.storage import store


def do(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    """Do one step and keep what came of it. Raises CallError; then at most its announcement stays."""
    deed = _DEEDS[step.name]
    if step.name not in GUARDED:
        deed(client, link, now, step)
        return
    if step.name in link.begun and _was_done(client, link, now, step):
        return
    link.keep(begun={**link.begun, step.name: timezone.now().isoformat(timespec="seconds")})
    try:
        deed(client, link, now, step)
    except NotNow:  # certainly not done; a refusal may be a failure after the deed
        link.keep(begun=_without(link, step))
        raise


def _without(link: ItemLink, step: Step) -> dict[str, Any]:
    return {name: begun for name, begun in link.begun.items() if name != step.name}


def _done(link: ItemLink, step: Step, **changes: Any) -> None:
    """The step is over: what came of it and the end of its announcement are one fact."""
    link.keep(begun=_without(link, step), **changes)


# The steps


def _upload(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    file: File = step.about
    name = str(uuid.uuid5(link.guid, file.key))
    file_id = client.upload(lookups.directory(client), file.name, store().read(file.sha256), name)
    link.keep(files={**link.files, file.key: file_id})


def _create(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    wanted = {**now.wanted, **lookups.counterparty(client, link)}
    _made(link, step, client.create(link.namespace, link.code, _context(link, now, wanted)), wanted)


def _made(link: ItemLink, step: Step, item: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """The item is there: from now on the document leads to its card."""
    card = objects.Item(link.namespace, link.code, str(item["__id"]))
    crm = objects.crm_object(link.company, card)
    with journal.writing(link.workspace_id):
        _done(
            link,
            step,
            item_id=uuid.UUID(card.id),
            agreed=dict(wanted),
            status_set=link.row.status_of(item),
            wants_process=bool(link.row.process_code),
        )
        registry.belong_to(link.document, crm)
        comparing.record(link, "portal:item-made", {"item": card.name})


def _update(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    client.update(*link.item, _context(link, now, step.about))
    link.keep(agreed={**link.agreed, **step.about})


def _context(link: ItemLink, now: Standing, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the item; a file goes by its id in ELMA365."""
    ids = {
        code: [link.files[one.key] for one in files] for code, files in now.files.items() if code in values
    }
    return reading.write_context(link.row, {**values, **ids})


def _status(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    client.set_status(*link.item, step.about)
    link.keep(status_set=step.about)


def _say(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    client.say(*link.item, step.about)
    _done(link, step, said=step.about)


def _process(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    namespace, code = step.about
    _started(link, step, client.run_process(namespace, code, {link.code: [str(link.item_id)]}))


def _started(link: ItemLink, step: Step, instance: str) -> None:
    with journal.writing(link.workspace_id):
        _done(link, step, process_id=uuid.UUID(instance))
        comparing.record(link, "portal:process-started", {"process": step.about[1], "instance": instance})


def _module(client: Client, link: ItemLink, now: Standing, step: Step) -> None:
    """The card hears of it once more from our module; one that refuses is told of where it is connected."""
    namespace, code, item_id = link.item
    is_new = link.direction == Direction.IN and not link.shown
    body = {"item": {"namespace": namespace, "code": code, "id": item_id}, **step.about}
    try:
        client.module("incoming" if is_new else "status_changed", body)
    except ElmaError as error:
        standing.note(link.company, error.full)
    link.keep(shown=step.about)


_DEEDS: Mapping[Name, Callable[[Client, ItemLink, Standing, Step], None]] = {
    Name.UPLOAD: _upload,
    Name.CREATE: _create,
    Name.UPDATE: _update,
    Name.STATUS: _status,
    Name.SAY: _say,
    Name.PROCESS: _process,
    Name.MODULE: _module,
}


# What a lost answer left


def _was_done(client: Client, link: ItemLink, now: Standing, step: Step) -> bool:
    """Whether the step was done though no answer came; then it is kept as such."""
    if step.name is Name.CREATE:
        item = lookups.item(client, link)
        if item is not None:
            _made(link, step, item, now.wanted)
        return item is not None
    if step.name is Name.SAY:
        was_said = lookups.was_said(client, link, step.about)
        if was_said:
            _done(link, step, said=step.about)
        return was_said
    instance = lookups.process(client, link, step.about)
    if instance is not None:
        _started(link, step, instance)
    return instance is not None
