"""Printed forms and protocols of documents: a sheet with requisites, sides, signatures and stamps, as PDF.

The real service draws each type by its own form; here one sheet serves all and says who made it.
"""

from __future__ import annotations

import json
import threading
from datetime import datetime
from importlib import resources
from pathlib import PurePath
from typing import Any

import typst

from paraph.sandbox.diadoc.directory import Box, find_box
from paraph.sandbox.diadoc.generation.subjects import moment
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.messages.store import Entity
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.sandbox.diadoc.powers import MOSCOW
from paraph.sandbox.diadoc.types import Description
from paraph.sandbox.diadoc.world import World
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.wire.diadoc.messages_pb2 import AttachmentType as Kind

_ABOUT = "Составлено эмулятором оператора ЭДО для проб и тестов. Юридической силы не имеет."
#: Files the service can show as pages; anything else non-formalised has no printed form.
_SHOWN = frozenset(
    {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".rtf", ".odt", ".ods", ".txt", ".csv", ".jpg", ".jpeg"}
) | {".png", ".gif", ".tif", ".tiff", ".bmp"}
_LABELS = {
    "DocumentNumber": "Номер",
    "DocumentDate": "Дата",
    "TotalSum": "Сумма",
    "TotalVat": "В том числе НДС",
    "CurrencyCode": "Валюта",
    "Grounds": "Основание",
    "ContractNumber": "Номер договора",
    "ContractDate": "Дата договора",
    "ContractPrice": "Цена договора",
    "ContractType": "Вид договора",
}
_FILES: dict[int, str] = {
    Kind.InvoiceReceipt: "Извещение о получении",
    Kind.Receipt: "Извещение о получении",
    Kind.InvoiceConfirmation: "Подтверждение оператора",
    Kind.InvoiceCorrectionRequest: "Уведомление об уточнении",
    Kind.XmlSignatureRejection: "Отказ в подписи",
    Kind.SignatureRequestRejection: "Отказ в подписи",
    Kind.RevocationRequest: "Предложение об аннулировании",
    Kind.Title: "Титул получателя",
    Kind.XmlTorg12BuyerTitle: "Титул получателя",
    Kind.XmlAcceptanceCertificateBuyerTitle: "Титул получателя",
    Kind.UniversalTransferDocumentBuyerTitle: "Титул получателя",
    Kind.UniversalCorrectionDocumentBuyerTitle: "Титул получателя",
}
#: By what the check of the signature said.
_STAMPS = {
    True: "Подпись соответствует файлу документа",
    False: "Подпись недействительна",
    None: "Подпись проверяется",
}
#: Typesetting takes memory and both processors: one sheet at a time.
_press = threading.Lock()

Rows = list[tuple[str, str]]


def printable(description: Description, file_name: str, encrypted: bool = False) -> bool:
    """Whether the service can make a printed form of such a document."""
    return not encrypted and (description.formal or PurePath(file_name).suffix.lower() in _SHOWN)


def print_form(world: World, thread: Thread, description: Description) -> bytes:
    """The document's sheet with its stamps."""
    with world.reading() as db:
        stamps = [stamp for entity in _files(thread) for stamp in _stamps(world, db, thread, entity)]
    return _typeset(
        kind="Печатная форма",
        title=_title(description.title, thread.document.metadata),
        rows=_requisites(thread.document.metadata),
        parts=[_sides(world, thread)],
        stamps=stamps,
    )


def protocol(world: World, thread: Thread, description: Description) -> bytes:
    """How the document went: every file with its time and signatures."""
    with world.reading() as db:
        parts = [_step(world, db, thread, entity) for entity in _files(thread)]
    return _typeset(
        kind="Протокол передачи документа",
        title=_title(description.title, thread.document.metadata),
        rows=[("Идентификатор документа", thread.document.id), *_requisites(thread.document.metadata)],
        parts=[_sides(world, thread), *parts],
        stamps=[],
    )


def sheet(name: str, metadata: dict[str, str]) -> bytes:
    """A printed form of a file that was not sent yet; `name` is what its type is called."""
    return _typeset(
        kind="Печатная форма",
        title=_title(name, metadata),
        rows=_requisites(metadata),
        parts=[],
        stamps=[],
    )


def _typeset(**data: Any) -> bytes:
    template = resources.files("paraph.sandbox.diadoc").joinpath("printing.typ").read_bytes()
    with _press:
        return bytes(
            typst.compile(
                template,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps({"about": _ABOUT, **data}, ensure_ascii=False)},
            )
        )


def _title(name: str, metadata: dict[str, str]) -> str:
    number, day = metadata.get("DocumentNumber"), metadata.get("DocumentDate")
    if not number and not day:
        return metadata.get("FileName") or name
    return name + (f" № {number}" if number else "") + (f" от {day}" if day else "")


def _requisites(metadata: dict[str, str]) -> Rows:
    return [(_LABELS.get(key, key), value) for key, value in metadata.items() if value and key != "FileName"]


def _sides(world: World, thread: Thread) -> dict[str, Any]:
    named = [("Отправитель", thread.letter.from_box), ("Получатель", thread.letter.to_box)]
    if thread.letter.proxy_box:
        named.insert(1, ("Промежуточный получатель", thread.letter.proxy_box))
    return {"title": "Стороны", "rows": [(role, _side(find_box(world, box))) for role, box in named if box]}


def _side(box: Box | None) -> str:
    if box is None:
        return "—"
    firm = box.organization
    codes = f"ИНН {firm.inn}" + (f", КПП {firm.kpp}" if firm.kpp else "")
    return f"{firm.name}, {codes}, ИД участника ЭДО {firm.fns_id}"


def _files(thread: Thread) -> list[Entity]:
    """The document and what people and the operator sent about it."""
    return [
        one for one in thread.entities if one.is_document or (one.kind in _FILES and not one.is_signature)
    ]


def _step(world: World, db: Any, thread: Thread, entity: Entity) -> dict[str, Any]:
    name = "Документ" if entity.is_document else _FILES[entity.kind]
    rows: Rows = [("Файл", entity.file_name or "—"), ("Время", _time(entity.created))]
    for signature in thread.signatures(entity):
        verdict = _STAMPS[thread.valid(signature)] if signature.box else "Подпись оператора"
        rows.append((verdict, "; ".join(_signer_lines(world, db, signature))))
    return {"title": name, "rows": rows}


def _stamps(world: World, db: Any, thread: Thread, entity: Entity) -> list[dict[str, Any]]:
    """Stamps of those who signed the document, its answer or its annulment; not of the operator."""
    made = []
    for signature in thread.signatures(entity):
        if not signature.box:
            continue
        about = [] if entity.is_document else [_FILES[entity.kind]]
        lines = [*about, *_signer_lines(world, db, signature)]
        made.append({"title": _STAMPS[thread.valid(signature)], "lines": lines})
    return made


def _signer_lines(world: World, db: Any, signature: Entity) -> list[str]:
    box = find_box(world, signature.box) if signature.box else None
    lines = [box.organization.name if box else "Оператор"]
    try:
        data = parse_signed_data(store.content(db, signature) or b"")
    except CmsError:
        return [*lines, "подпись не читается", _time(signature.created)]
    signer = next((c for c in data.certificates if data.signers and data.signers[0].points_at(c)), None)
    if signer:
        info = signer.signer_info()
        lines += [info.full_name or info.common_name, f"сертификат {info.serial}"]
    return [*lines, _time(signature.created)]


def _time(ticks: int) -> str:
    at: datetime = moment(ticks).astimezone(MOSCOW)
    return at.strftime("%d.%m.%Y %H:%M:%S (МСК)")
