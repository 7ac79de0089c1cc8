"""`crm.documentgenerator.document.*`"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

from paraph.sandbox.bitrix24 import files, listing
from paraph.sandbox.bitrix24.crm import kinds
from paraph.sandbox.bitrix24.disk import objects
from paraph.sandbox.bitrix24.documentgenerator import documents, docx, templates, values
from paraph.sandbox.bitrix24.documentgenerator.documents import TRANSFORMATION_ERROR, Ready, Subject
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method, truth

_SCOPE = "crm"
_PREFIX = "crm.documentgenerator.document"
#: Names of the methods that give a file, by the file.
_FILES = {"docx": "download", "pdf": "getPdf", "image": "getImage"}
_ADDRESSES = {"docx": "downloadUrl", "pdf": "pdfUrl", "image": "imageUrl"}
_FILTER = frozenset(
    {
        "id",
        "title",
        "number",
        "templateId",
        "entityTypeId",
        "entityId",
        "createTime",
        "updateTime",
        "createdBy",
    }
    | {"updatedBy"}
)


@method(f"{_PREFIX}.add", _SCOPE)
def add(call: Call) -> Any:
    """`{"templateId", "entityTypeId", "entityId", "values", "stampsEnabled"}`; the PDF comes later."""
    template = templates.wanted(call, "templateId")
    if kinds.find_kind(call.world, call.number("entityTypeId")) is None:
        raise RestError("0", "No provider for entityTypeId")
    if not call.number("entityId"):
        raise RestError("0", 'Empty required parameter "value"')
    if template["deleted"]:
        raise RestError("0", "Cannot create document on deleted template")
    subject = _subject(call, call.number("entityTypeId"), call.number("entityId"))
    stamps = truth(call.arg("stampsEnabled", 0))
    document_id = documents.create(call.world, template, subject, _values(call), stamps, call.auth)
    row = documents.get(call.world, document_id)
    told = _shown(call, row)
    # The answer to adding tells numbers as numbers, and no addresses of files but the one of the DOCX.
    return {"document": told | {"id": row["id"], "createdBy": row["created_by"]}}


@method(f"{_PREFIX}.get", _SCOPE)
def get(call: Call) -> Any:
    return {"document": _shown(call, _wanted(call))}


@method(f"{_PREFIX}.list", _SCOPE)
def get_list(call: Call) -> Page:
    rows = {str(row["id"]): row for row in _considered(call)}
    told = [_listed(call, row) for row in rows.values()]
    chosen = listing.chosen(told, call.arg("filter"), call.arg("order"), _FILTER)
    page = Page.of(chosen, call.start)
    select = set(call.arg("select") or ["*"])
    # Addresses are made for what is shown only: each is a signature.
    shown = [_selected(one, select) | _addresses(call, rows[one["id"]]) for one in page.result]
    return replace(page, result={"documents": shown})


def _considered(call: Call) -> list[sqlite3.Row]:
    """Documents the filter may let pass: those of one object are found without looking at the rest."""
    filter = call.arg("filter")
    about = [str(filter.get(name, "")) for name in ("entityTypeId", "entityId")] if filter else [""]
    if all(one.isdigit() for one in about):
        return documents.of_object(call.world, Subject(*map(int, about)))
    return documents.every(call.world)


def _selected(one: dict[str, Any], select: set[str]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name == "id" or select & {"*", name}}


@method(f"{_PREFIX}.update", _SCOPE)
def update(call: Call) -> Any:
    row = _wanted(call)
    documents.update(call.world, row, _values(call), truth(call.arg("stampsEnabled", 1)), call.auth)
    return {"document": _shown(call, documents.get(call.world, row["id"]))}


@method(f"{_PREFIX}.delete", _SCOPE)
def delete(call: Call) -> Any:
    documents.delete(call.world, _wanted(call), call.auth)


@method(f"{_PREFIX}.getfields", _SCOPE)
def get_fields(call: Call) -> Any:
    row = _wanted(call)
    template = templates.find(call.world, row["template_id"]) if row["template_id"] else None
    names = docx.placeholders(templates.content(call.world, template)) if template else []
    found = {
        **values.of_object(call.world, row["entity_type_id"], row["entity_id"]),
        "DocumentNumber": row["number"],
        "DocumentTitle": row["title"],
        **{name: str(value) for name, value in {**json.loads(row["fields"]), **_values(call)}.items()},
    }
    return {"documentFields": values.described(names, found)}


@method(f"{_PREFIX}.enablepublicurl", _SCOPE)
def enable_public_url(call: Call) -> Any:
    """`{"id", "status": 1 | 0}`: a short address of the document for anybody, or none any more."""
    row = _wanted(call)
    if truth(call.arg("status", 1)):
        return {"publicUrl": objects.link_of(call, row["docx"])}
    objects.unlink(call.world, row["docx"])
    return {"publicUrl": None}


@method(f"{_PREFIX}.upload", _SCOPE, app_only=True)
def upload(call: Call) -> Any:
    """A file made elsewhere, shown among the documents of the object."""
    fields = call.arg("fields")
    if fields is None:
        raise RestError("100", "Could not find value for parameter {fields}")
    if not isinstance(fields, dict) or not fields:
        raise RestError(
            "100", "Invalid value {} to match with parameter {fields}. Should be value of type array."
        )
    empty = [
        name
        for name in ("entityTypeId", "fileContent", "region", "entityId", "title", "number")
        if not fields.get(name)
    ]
    if empty:
        raise RestError("0", f"Empty required fields: {', '.join(empty)}")
    subject = _uploaded_subject(call, fields)
    source = files.decoded(fields["fileContent"])
    if source is None:
        raise RestError("0", "Could not save file")
    pdf, image = (_content(fields.get(name)) for name in ("pdfContent", "imageContent"))
    about = {"_creationMethod": "rest"}
    ready = Ready(str(fields["title"]), str(fields["number"]), source.data, pdf, image, about)
    document_id = documents.upload(call.world, subject, ready, call.auth)
    return {"document": _shown(call, documents.get(call.world, document_id))}


def _content(given: Any) -> bytes | None:
    """Bytes of a file that need not come."""
    stored = files.decoded(given) if given else None
    if given and stored is None:
        raise RestError("0", "Could not save file")
    return stored.data if stored else None


def _uploaded_subject(call: Call, fields: dict[str, Any]) -> Subject:
    kind, entity = str(fields["entityTypeId"]), str(fields["entityId"])
    if not kind.isdigit() or kinds.find_kind(call.world, int(kind)) is None:
        raise RestError("0", 'Wrong "entityTypeId" field value')
    if not entity.isdigit():
        raise RestError("0", 'Wrong "entityId" field value')
    return _subject(call, int(kind), int(entity))


def _serve_file(file: str, name: str) -> None:
    """`download`, `getPdf` and `getImage` answer by a signed address with the bytes."""

    @method(f"{_PREFIX}.{name}", _SCOPE, batch=False)
    def serve(call: Call) -> Any:
        _, query = files.opened(call, f"{_PREFIX}.{name}")
        row = documents.find(call.world, int(query["id"]))
        stored = documents.content(call.world, row, file) if row else None
        if stored is None:
            raise RestError("0", "Документ не найден")
        return files.answer(stored)


for _file, _name in _FILES.items():
    _serve_file(_file, _name)


# -- how a document looks ----------------------------------------------------------------------------------


def _shown(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    told = {
        **_listed(call, row),
        "changeStampsEnabled": False,
        "changeStampsDisabledReason": "В шаблоне нет печатей и подписей",
        "changeQrCodeEnabled": False,
        "qrCodeEnabled": False,
        "changeQrCodeDisabledReason": "В шаблоне нет QR-кода",
        "products": _products(call, row),
        "publicUrl": objects.existing_link(call, row["docx"]),
        "isTransformationError": bool(row["failed"]),
        "pullTag": f"TRANSFORMDOCUMENT{row['id']}",
        "emailDiskFile": row["pdf"] or row["docx"],
    }
    for name in ("fileId", "imageId", "pdfId"):
        del told[name]
    if row["failed"]:
        message, code = TRANSFORMATION_ERROR
        told |= {"transformationErrorMessage": message, "transformationErrorCode": code}
    return told | _addresses(call, row)


def _products(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """Raises `RestError` DOCGEN_ACCESS_ERROR: the object is there no more."""
    try:
        return values.products(call.world, row["entity_type_id"], row["entity_id"])
    except RestError as error:
        raise RestError("DOCGEN_ACCESS_ERROR", "Access denied") from error


def _listed(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    """A line of the list, without addresses."""
    files_of = {"fileId": row["docx"], "imageId": row["image"], "pdfId": row["pdf"]}
    return {
        "id": str(row["id"]),
        "title": row["title"],
        "number": row["number"],
        "templateId": str(row["template_id"] or 0),
        **{name: str(one) if one else None for name, one in files_of.items()},
        "createTime": call.world.iso(row["created"]),
        "updateTime": call.world.iso(row["updated"]),
        "values": json.loads(row["fields"]),
        "createdBy": str(row["created_by"]),
        "updatedBy": None if row["updated_by"] is None else str(row["updated_by"]),
        "stampsEnabled": bool(row["stamps"]),
        "entityId": str(row["entity_id"]),
        "entityTypeId": str(row["entity_type_id"]),
    }


def _addresses(call: Call, row: sqlite3.Row) -> dict[str, str]:
    """Each twice: for a person signed in to the portal and for a program. None for what is not there yet."""
    found = {}
    for file, name in _FILES.items():
        if row[file]:
            session = f"action={_PREFIX}.{name}&SITE_ID=s1&id={row['id']}&ts={int(row['updated'])}"
            found[_ADDRESSES[file]] = f"{call.base_url}/bitrix/services/main/ajax.php?{session}"
            signed = files.signed_url(call, f"{_PREFIX}.{name}", "crm", {"id": row["id"]})
            found[f"{_ADDRESSES[file]}Machine"] = signed
    return found


def _wanted(call: Call) -> sqlite3.Row:
    if call.arg("id") in (None, ""):
        raise RestError("100", "Bitrix\\DocumentGenerator\\Document constructor must be is public")
    row = documents.find(call.world, call.number("id"))
    if row is None:
        raise RestError("0", "Документ не найден")
    return row


def _subject(call: Call, entity_type_id: int, entity_id: int) -> Subject:
    """Raises `RestError` DOCGEN_ACCESS_ERROR: there is no such object, or the caller may not see it."""
    try:
        values.of_object(call.world, entity_type_id, entity_id)
    except RestError as error:
        raise RestError("DOCGEN_ACCESS_ERROR", "Access denied") from error
    return Subject(entity_type_id, entity_id)


def _values(call: Call) -> dict[str, Any]:
    given = call.arg("values")
    return dict(given) if isinstance(given, dict) else {}
