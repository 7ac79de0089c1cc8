"""Verbs of the administrator over rows: added with what both sides' schemas suggest, changed, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.portals import mapping
from paraph.portals.elma365 import deeds, objects
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows import attributes, catalog, parties, reading, wanted
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.mapping import MappingFault
from paraph.registry.kinds import KINDS
from paraph.registry.models import Direction

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
    deeds.authorise(company.workspace_id, actor)
    direction, kind = str(data.get("direction") or ""), str(data.get("kind") or "")
    namespace, _bar, code = str(data.get("application") or "").partition("|")
    faults = {}
    if direction not in Direction.values:
        faults["direction"] = _("Выберите, исходящие это документы или входящие.")
    if kind not in KINDS:
        faults["kind"] = _("Выберите вид документа.")
    if not objects.is_code(namespace) or not objects.is_code(code):
        faults["application"] = _("Выберите приложение.")
    deeds.refuse(faults)
    row = DocumentMap(
        company=company,
        workspace_id=company.workspace_id,
        direction=direction,
        namespace=namespace,
        code=code,
        kind=kind,
        title=code,
    )
    _look(client, row)
    fields = mapping.read_kept(row.fields)
    row.mapped = mapping.suggest(reading.attributes_of(row), fields)
    row.statuses = attributes.suggest_statuses(
        attributes.statuses(direction, kind), catalog.options(row.their_statuses)
    )
    _judge(row)
    _save(row, Event.ADDED, actor)
    return row


def save(client: Client, row: DocumentMap, data: Mapping[str, Any], actor: Employee) -> list[str]:
    """Keep `mapped` (attribute → field), `statuses` (ours → theirs), `kind`, `process` («section|code» or
    empty); what is still wrong with the row, in words.

    Raises DomainError with `faults`, and CallError when ELMA365 does not answer.
    """
    deeds.authorise(row.company.workspace_id, actor)
    kind = str(data.get("kind") or row.kind)
    if kind not in KINDS:
        deeds.refuse({"kind": _("Выберите вид документа.")})
    row.kind = kind
    known = {one.code for one in attributes.ALL}
    row.mapped = {code: str(name) for code, name in data["mapped"].items() if code in known and name}
    row.statuses = {code: str(theirs) for code, theirs in data["statuses"].items() if theirs}
    process = str(data.get("process") or "")
    if process and not _PROCESS.fullmatch(process):
        deeds.refuse({"process": _("Выберите процесс из списка.")})
    row.process_namespace, _bar, row.process_code = process.partition("|")
    return _checked(client, row, Event.CHANGED, actor)


def check(client: Client, row: DocumentMap) -> list[str]:
    """Read the schemas anew and judge the row by them. Raises CallError when ELMA365 does not answer."""
    before = row.is_complete
    _look(client, row)
    _judge(row)
    if before != row.is_complete:
        row.changed_at = timezone.now()
    row.save()
    return [one["reason"] for one in row.faults]


def _checked(client: Client, row: DocumentMap, event: Event, actor: Employee) -> list[str]:
    _look(client, row)
    _judge(row)
    row.changed_at = timezone.now()
    _save(row, event, actor)
    return [one["reason"] for one in row.faults]


def remove(row: DocumentMap, actor: Employee) -> None:
    """Documents that went by the row keep it; nothing new goes by it."""
    deeds.authorise(row.company.workspace_id, actor)
    row.is_removed, row.changed_at = True, timezone.now()
    _save(row, Event.REMOVED, actor)


# What both sides say


def _look(client: Client, row: DocumentMap) -> None:
    """Fields and statuses as they are now; an application that is gone has none."""
    title, fields = catalog.scheme(client, row.namespace, row.code)
    row.title = title[:300] or row.title
    row.their_statuses = catalog.statuses(client, row.namespace, row.code) if title else []
    row.fields = mapping.kept(fields)
    namespace, _slash, code = attributes.COMPANIES.partition("/")
    row.requisites = parties.found_requisites(catalog.scheme(client, namespace, code)[1])
    row.required = list(wanted.of(row.company, row.kind).required)
    row.checked_at = timezone.now()


def _judge(row: DocumentMap) -> None:
    """Fill in the file and its name, and say what is missing."""
    fields = mapping.read_kept(row.fields)
    row.mapped = attributes.fill_in(row.mapped, fields)
    found = mapping.faults(reading.attributes_of(row), fields, row.mapped)
    if row.direction == Direction.OUT:  # their required fields are filled by people, in the item
        found = [one for one in found if one.attribute]
    found += _other_faults(row)
    row.faults = [vars(one) for one in found]
    row.is_complete = not found


def _other_faults(row: DocumentMap) -> list[MappingFault]:
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
