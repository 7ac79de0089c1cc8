"""Methods that make printed forms, protocols and archives: asked for once, ready after a while.

The first call answers «204» with `Retry-After`; what was made is kept until the document changes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from paraph.sandbox.diadoc import printing, shelf, types
from paraph.sandbox.diadoc.api import Call, NotReady, Reply, endpoint
from paraph.sandbox.diadoc.directory import find_box
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation.answers import file_reply
from paraph.sandbox.diadoc.generation.contents import kept
from paraph.sandbox.diadoc.generation.subjects import Subject, subject
from paraph.sandbox.diadoc.messages import operator, store
from paraph.sandbox.diadoc.messages import thread as threads
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.sandbox.diadoc.types import Description
from paraph.sandbox.diadoc.world import World, job, tables
from paraph.wire.diadoc import documents_pb2 as pb

_UNSUPPORTED = "Generating print form for this type of document is not supported"
_RETRY_AFTER = 1
#: Documents in one request to DetectCustomPrintForms.
_MOST_DOCUMENTS = 100

tables(
    """
    CREATE TABLE IF NOT EXISTS prints (
        id TEXT PRIMARY KEY, hash TEXT, name TEXT NOT NULL DEFAULT '', shelf TEXT NOT NULL DEFAULT ''
    );
    """
)


# -- of documents --------------------------------------------------------------------------------------------


@endpoint("GET", "/GeneratePrintForm")
def generate_print_form(call: Call) -> Reply:
    about, description = _document(call)
    if not printing.printable(description, about.entity.file_name, about.document.encrypted):
        raise ApiError(409, _UNSUPPORTED)
    found = _made(call, "form", about)
    with call.world.reading() as db:
        return file_reply(found["name"], kept(db, found["hash"]), "application/pdf")


@endpoint("GET", "/GenerateDocumentProtocol")
def generate_protocol(call: Call) -> pb.DocumentProtocol:
    """The protocol and the operator's signature under it."""
    about, _ = _document(call)
    found = _made(call, "protocol", about)
    with call.world.reading() as db:
        data = kept(db, found["hash"])
    return pb.DocumentProtocol(PrintForm=data, Signature=operator.of(call.world).sign(data))


@endpoint("GET", "/GenerateDocumentZip")
def generate_zip(call: Call) -> pb.DocumentZipGenerationResult:
    about, _ = _document(call)
    found = _made(call, "zip-full" if call.flag("fullDocflow") else "zip", about, user=call.user.id)
    return pb.DocumentZipGenerationResult(ZipFileNameOnShelf=found["shelf"])


def _document(call: Call) -> tuple[Subject, Description]:
    about = subject(call, call.required("messageId"), call.required("documentId"))
    if not about.entity.is_document:
        raise ApiError(404, f"Document {about.entity.id} is not found")
    return about, _description(call.world, about.box.id, about.document)


def _description(world: World, box: str, document: store.Document) -> Description:
    own = types.own_types(world, box)
    return types.find(document.type, document.function, document.version, own=own)


def _made(call: Call, what: str, about: Subject, **more: str) -> dict[str, Any]:
    """The row of what was made of the document as it is now; asks for it when there is none."""
    print_id = ":".join(
        (what, about.box.id, about.document.id, str(about.thread.card.modified), *more.values())
    )
    payload = {"what": what, "box": about.box.id, "document": about.document.id, **more}
    return _ready(call.world, print_id, payload)


def _ready(world: World, print_id: str, payload: dict[str, Any]) -> dict[str, Any]:
    with world.writing() as db:
        row = db.execute("SELECT * FROM prints WHERE id = ?", (print_id,)).fetchone()
        if row is None:
            db.execute("INSERT INTO prints (id) VALUES (?)", (print_id,))
            world.later("print", {"id": print_id, **payload})
    if row is None or (row["hash"] is None and not row["shelf"]):
        raise NotReady(_RETRY_AFTER)
    return dict(row)


@job("print")
def _print(world: World, payload: dict[str, Any]) -> None:
    with world.writing() as db:
        thread = threads.load(db, payload["box"], payload["document"])
        if thread is None:
            raise LookupError(payload["document"])
        if payload["what"].startswith("zip"):
            data = _archive(world, db, thread, full=payload["what"] == "zip-full")
            name = shelf.put(world, payload["user"], data, ".zip")
            db.execute("UPDATE prints SET shelf = ? WHERE id = ?", (name, payload["id"]))
            return
        make = printing.print_form if payload["what"] == "form" else printing.protocol
        data = make(world, thread, _description(world, payload["box"], thread.document))
        title = PurePath(thread.root.file_name or thread.document.id).stem
        _keep(db, payload["id"], data, f"{title}.pdf")


def _keep(db: Any, print_id: str, data: bytes, name: str) -> None:
    db.execute("UPDATE prints SET hash = ?, name = ? WHERE id = ?", (store.keep(db, data), name, print_id))


def _archive(world: World, db: Any, thread: Thread, *, full: bool) -> bytes:
    """The document with its signatures; with `full` everything the box sees of the docflow."""
    out, used = io.BytesIO(), set[str]()
    files = [one for one in thread.entities if not one.is_signature and (full or one.is_document)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            data = store.content(db, file)
            if data is None:
                continue
            name = _unused(PurePath(file.file_name or file.id).name, used)
            archive.writestr(name, data)
            for signature in thread.signatures(file):
                who = find_box(world, signature.box) if signature.box else None
                signer = who.organization.inn if who else "operator"
                archive.writestr(_unused(f"{name}.{signer}.sig", used), store.content(db, signature) or b"")
    return out.getvalue()


def _unused(name: str, used: set[str]) -> str:
    path, number = PurePath(name), 1
    while name in used:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    used.add(name)
    return name


# -- of files that were not sent yet -------------------------------------------------------------------------


@endpoint("POST", "/GeneratePrintFormFromAttachment")
def print_attachment(call: Call) -> str:
    """`documentType` is a name of the old enumeration, which the names of types continue."""
    asked = call.required("documentType")
    sender = call.arg("fromBoxId")
    own = types.own_types(call.world, call.box(sender).id) if sender else []
    described = [one for one in (*types.COMMON, *own) if one.type_named_id.lower() == asked.lower()]
    if not described:
        raise ApiError(400, f"Invalid value of query string parameter documentType: {asked}")
    if not call.raw:
        raise ApiError(400, "Request body is empty")
    description, metadata = _recognised(described, call.raw)
    print_id = str(uuid4())
    with call.world.writing() as db:
        db.execute("INSERT INTO prints (id) VALUES (?)", (print_id,))
        payload = {"id": print_id, "title": description.title, "metadata": metadata}
        call.world.later("print-attachment", payload)
    return print_id


def _recognised(described: list[Description], data: bytes) -> tuple[Description, dict[str, str]]:
    """The version of the type the file is of, with its requisites; non-formalised files have none."""
    for one in described:
        if one.formal and not types.check_metadata(one, 0, (), data):
            return one, types.metadata_of(one, 0, (), data)
    plain = [one for one in described if not one.formal]
    if not plain:
        raise ApiError(400, f"Content is not a document of type {described[0].type_named_id}")
    return plain[0], {}


@job("print-attachment")
def _print_attachment(world: World, payload: dict[str, Any]) -> None:
    with world.writing() as db:
        data = printing.sheet(payload["title"], payload["metadata"])
        _keep(db, payload["id"], data, f"{payload['title']}.pdf")


@endpoint("GET", "/GetGeneratedPrintForm")
def generated_print_form(call: Call) -> Reply:
    print_id = call.required("printFormId")
    with call.world.reading() as db:
        row = db.execute("SELECT * FROM prints WHERE id = ?", (print_id.lower(),)).fetchone()
        if row is None or ":" in print_id:
            raise ApiError(409, f"Print form {print_id} is not found")
        if row["hash"] is None:
            raise NotReady(_RETRY_AFTER)
        return file_reply(row["name"], kept(db, row["hash"]), "application/pdf")


@endpoint("POST", "/DetectCustomPrintForms")
def detect_custom_forms(call: Call) -> pb.CustomPrintFormDetectionResult:
    """Nobody has printed forms of their own here; a document the box does not see is refused."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.CustomPrintFormDetectionRequest)
    if len(asked.DocumentIds) > _MOST_DOCUMENTS:
        raise ApiError(400, f"DocumentIds: no more than {_MOST_DOCUMENTS} documents")
    result = pb.CustomPrintFormDetectionResult()
    with call.world.reading() as db:
        for wanted in asked.DocumentIds:
            found = store.entity(db, box.id, wanted.EntityId)
            if found is None or not found.is_document or found.letter != wanted.MessageId.lower():
                raise ApiError(403, f"Access to document {wanted.EntityId} is denied")
            result.Items.add(DocumentId=wanted, HasCustomPrintForm=False)
    return result
