"""Verbs of the administrator over rows: added with what both sides' schemas suggest, changed, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.portals import mapping
from paraph.portals.deeds import authorise, refuse
from paraph.portals.elma365 import deeds, objects
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import attributes, catalog, parties, reading, rows, wanted
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.mapping import MappingFault
from paraph.registry.kinds import KINDS
from paraph.registry.models import Direction
from paraph.texts import storable

#: «section|code» or «section.application|code».
_PROCESS = re.compile(r"[A-Za-z0-9_]{1,100}(\.[A-Za-z0-9_]{1,100})?\|[A-Za-z0-9_]{1,100}")


class Event(StrEnum):
    """Names of the journal events."""

    ADDED = "elma365:map-added"
    CHANGED = "elma365:map-changed"
    REMOVED = "elma365:map-removed"


def add(client: Client, data: Mapping[str, Any], actor: Employee) -> DocumentMap:
    """A new row: `direction`, `application` («section|code»), `kind`; everything else is suggested.

    Raises DomainError with `faults` by field, and CallError when ELMA365 does not answer.
    """
    company = client.company
    authorise(company.workspace_id, actor)
    direction, kind = str(data.get("direction") or ""), str(data.get("kind") or "")
    namespace, _bar, code = str(data.get("application") or "").partition("|")
    faults = {}
    if direction not in Direction.values:
        faults["direction"] = _("Выберите, исходящие это документы или входящие.")
    if kind not in KINDS:
        faults["kind"] = _("Выберите вид документа.")
    if not objects.is_code(namespace) or not objects.is_code(code):
        faults["application"] = _("Выберите приложение.")
    refuse(faults)
    row = DocumentMap(
        company=company,
        workspace_id=company.workspace_id,
        direction=direction,
        namespace=namespace,
        code=code,
        kind=kind,
        title=code,
    )
    seen = _seen(client, row)
    _take(row, seen)
    row.mapped = mapping.suggest(reading.attributes_of(row), mapping.read_kept(row.fields))
    row.statuses = attributes.suggest_statuses(
        attributes.statuses(direction, kind), catalog.options(row.their_statuses)
    )
    _judge(row, seen)
    _save(row, Event.ADDED, actor)
    return row


def save(client: Client, row: DocumentMap, data: Mapping[str, Any], actor: Employee) -> list[str]:
    """Keep `mapped` (attribute → field), `statuses` (ours → theirs), `kind`, `process` («section|code» or
    empty); what is still wrong with the row, in words.

    Raises DomainError with `faults`, and CallError when ELMA365 does not answer.
    """
    authorise(row.company.workspace_id, actor)
    kind = str(data.get("kind") or row.kind)
    if kind not in KINDS:
        refuse({"kind": _("Выберите вид документа.")})
    row.kind = kind
    known = {one.code for one in attributes.ALL}
    row.mapped = {code: str(name) for code, name in data["mapped"].items() if code in known and name}
    ours = {one.code for one in attributes.statuses(row.direction, kind)}
    row.statuses = {code: str(theirs) for code, theirs in data["statuses"].items() if code in ours and theirs}
    process = str(data.get("process") or "")
    if process and not _PROCESS.fullmatch(process):
        refuse({"process": _("Выберите процесс из списка.")})
    row.process_namespace, _bar, row.process_code = process.partition("|")
    seen = _seen(client, row)
    _take(row, seen)
    _judge(row, seen)
    row.changed_at = timezone.now()
    _save(row, Event.CHANGED, actor)
    return rows.words(row)


def check(client: Client, row: DocumentMap) -> DocumentMap:
    """The row judged by the schemas as they are now; what people change meanwhile stays. Raises CallError."""
    seen = _seen(client, row)
    with transaction.atomic():
        fresh = DocumentMap.objects.select_for_update().select_related("company").get(pk=row.pk)
        _take(fresh, seen)
        _judge(fresh, seen)
        fresh.save()
    return fresh


def check_all(client: Client) -> int:
    """Check every row of a company; how many cannot be worked with. Raises CallError."""
    found = [check(client, row) for row in rows.of_company(client.company).select_related("company")]
    return sum(not one.is_complete for one in found)


def remove(row: DocumentMap, actor: Employee) -> None:
    """Documents that went by the row keep it; nothing new goes by it."""
    authorise(row.company.workspace_id, actor)
    row.is_removed, row.changed_at = True, timezone.now()
    _save(row, Event.REMOVED, actor)


# What both sides say


@dataclass(frozen=True)
class _Seen:
    """What both sides say now: columns of the row, and the processes there are («section|code»)."""

    columns: Mapping[str, Any]
    processes: frozenset[str]


def _seen(client: Client, row: DocumentMap) -> _Seen:
    """An application that is gone has no fields. Raises CallError."""
    title, fields = catalog.scheme(client, row.namespace, row.code)
    namespace, _slash, code = attributes.COMPANIES.partition("/")
    found = {
        "title": title[:300] or row.title,
        "fields": mapping.kept(fields),
        "their_statuses": catalog.statuses(client, row.namespace, row.code) if title else [],
        "requisites": parties.found_requisites(catalog.scheme(client, namespace, code)[1]),
        "required": list(wanted.of(row.company, row.kind).required),
    }
    is_asked = title and row.process_code
    processes = catalog.processes(client, row.namespace, row.code) if is_asked else []
    return _Seen({**storable(found), "checked_at": timezone.now()}, frozenset(one.value for one in processes))


def _take(row: DocumentMap, seen: _Seen) -> None:
    for name, value in seen.columns.items():
        setattr(row, name, value)


def _judge(row: DocumentMap, seen: _Seen) -> None:
    """Fill in the file and its name, and say what is missing."""
    fields = mapping.read_kept(row.fields)
    row.mapped = attributes.fill_in(row.mapped, fields)
    found = mapping.faults(reading.attributes_of(row), fields, row.mapped)
    if row.direction == Direction.OUT:  # their required fields are filled by people, in the item
        found = [one for one in found if one.attribute]
    found += _other_faults(row, seen)
    row.faults = [vars(one) for one in found]
    row.is_complete = not found


def _other_faults(row: DocumentMap, seen: _Seen) -> list[MappingFault]:
    if not row.fields:
        reason = _("Приложения «{title}» в ELMA365 больше нет: удалите строку или верните приложение.")
        return [MappingFault("", reason.format(title=row.title))]
    found = []
    if row.direction == Direction.OUT:
        if not any(one["attribute"] == "inn" for one in row.requisites):
            reason = _("В приложении «Компании» нет поля «ИНН»: добавьте его, иначе контрагента не узнать.")
            found.append(MappingFault("counterparty", reason))
        hindrance = wanted.of(row.company, row.kind).hindrance
        if hindrance:
            found.append(MappingFault("", hindrance))
    if row.process_code and row.process not in seen.processes:
        reason = _("Процесса «{code}» в ELMA365 больше нет: выберите другой.")
        found.append(MappingFault("", reason.format(code=row.process_code)))
    known = {one["code"] for one in row.their_statuses}
    for ours in attributes.statuses(row.direction, row.kind):
        theirs = row.statuses.get(ours.code)
        if theirs is not None and theirs not in known:
            reason = _("Статус «{ours}»: в приложении больше нет статуса «{theirs}», выберите другой.")
            found.append(MappingFault("", reason.format(ours=ours.title, theirs=theirs)))
    return found


def _save(row: DocumentMap, event: Event, actor: Employee) -> None:
    taken = {
        Direction.OUT: ("application", _("Для этого приложения строка уже есть: измените её.")),
        Direction.IN: (
            "kind",
            _("Входящие этого вида уже попадают в другое приложение: измените ту строку."),
        ),
    }
    try:
        with journal.writing(row.workspace_id), transaction.atomic():
            row.save()
            facts = {"application": row.application, "kind": row.kind, "is_complete": row.is_complete}
            deeds.record(row.company, event, actor, map=row.pk, **facts)
    except IntegrityError as error:
        name, message = taken[Direction(row.direction)]
        raise DomainError("taken", message, field=name) from error
