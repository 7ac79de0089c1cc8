"""Documents of the generator in a card: made from a template by hand, read as DOCX and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.crm import items, rights
from paraph.sandbox.bitrix24.crm.kinds import Kind, find_kind
from paraph.sandbox.bitrix24.documentgenerator import documents, templates
from paraph.sandbox.bitrix24.documentgenerator.documents import Subject
from paraph.sandbox.bitrix24.pages.lists import kind_of
from paraph.sandbox.bitrix24.pages.shell import Visit, person_page, redirect
from paraph.sandbox.http import HttpError, Response


@dataclass(frozen=True)
class Paper:
    """A document as the card shows it; `state` is empty once the PDF is there."""

    id: int
    title: str
    state: str


def of_item(visit: Visit, kind: Kind, number: int) -> list[Paper]:
    """Newest first."""
    found = [
        Paper(row["id"], row["title"], "" if row["pdf"] else "ошибка" if row["failed"] else "PDF готовится")
        for row in documents.every(visit.world)
        if (row["entity_type_id"], row["entity_id"]) == (kind.id, number)
    ]
    return found[::-1]


@person_page("POST", r"/_portal/card/(?P<type_id>\d+)/(?P<number>\d+)/document")
def make(visit: Visit, type_id: str, number: str) -> Response:
    kind = kind_of(visit.world, type_id=type_id)
    row = items.find(visit.world, kind, int(number))
    chosen = str(visit.form().get("template", ""))
    template = templates.find(visit.world, int(chosen)) if chosen.isdigit() else None
    if row is None or template is None or not rights.may_write(visit.world, visit.auth, row):
        raise HttpError(404, "Нет такого элемента или шаблона.")
    subject = Subject(kind.id, int(number))
    documents.create(visit.world, template, subject, {}, stamps=False, by=visit.auth)
    return redirect(kind.details(int(number)))


@person_page("GET", r"/_portal/document/(?P<number>\d+)/(?P<name>docx|pdf)")
def read(visit: Visit, number: str, name: str) -> Response:
    """For whoever may see the card it belongs to."""
    row = documents.find(visit.world, int(number))
    kind = find_kind(visit.world, row["entity_type_id"]) if row else None
    item = items.find(visit.world, kind, row["entity_id"]) if row and kind else None
    stored = documents.content(visit.world, row, name) if row and item else None
    if stored is None or not rights.may_read(visit.world, visit.auth, item):
        raise HttpError(404, "Такого файла нет, или PDF ещё готовится.")
    return files.answer(stored)
