"""The human-readable proof: «Протокол подписания электронного документа», PDF/A-2b made by typst."""

from __future__ import annotations

import hashlib
from typing import Any

from paraph.archive import wording
from paraph.archive.evidence import (
    DocumentFacts,
    Evidence,
    FileFacts,
    PartyFacts,
    SignatureFacts,
    StepFacts,
)
from paraph.archive.names import extra_paths, file_paths, signature_paths
from paraph.archive.pdf_process import WorkerError, make_pdf
from paraph.archive.verdict_view import Rows, certificate_rows, fact_views
from paraph.errors import DomainError
from paraph.trust.verdict import TOOL

#: Wall-clock limit, seconds; ten signatures and two hundred steps take under one.
SECONDS = 30.0


class ProtocolError(DomainError):
    """No protocol; codes `protocol-timeout`, `protocol-failed`."""


def render_protocol(evidence: Evidence) -> bytes:
    """PDF/A-2b (ISO 19005-2) of the evidence; the same evidence always gives the same bytes.

    Raises:
        ProtocolError: the PDF could not be made in time or at all.
    """
    try:
        return make_pdf("typeset", "protocol.typ", wording.printable_tree(_view(evidence)), seconds=SECONDS)
    except WorkerError as error:
        if error.code == "timeout":
            raise ProtocolError(
                "protocol-timeout", "Протокол не успел сформироваться. Повторите попытку позже."
            ) from error
        raise ProtocolError(
            "protocol-failed", "Протокол не сформирован. Сообщите администратору время этой ошибки."
        ) from error


def _view(evidence: Evidence) -> dict[str, Any]:
    made = evidence.made_at.astimezone(wording.MOSCOW)
    return {
        "made": wording.moscow_time(made),
        "date": [made.year, made.month, made.day],
        "outcome": evidence.outcome,
        "version": evidence.product_version,
        "head": evidence.journal_head,
        "document": _document(evidence.document),
        "document_id": evidence.document.id,
        "hashes": [
            ("SHA-256", evidence.document.sha256),
            ("ГОСТ Р 34.11-2012, 256 бит", evidence.document.streebog256),
        ],
        "parties": [_party(party) for party in evidence.parties],
        "steps": [_step(step) for step in evidence.steps],
        "signatures": [
            _signature(facts, path)
            for facts, path in zip(evidence.signatures, signature_paths(evidence), strict=True)
        ],
        "files": [
            _file(file, path, beside)
            for file, (path, beside) in zip(evidence.files, file_paths(evidence), strict=True)
        ],
        "extras": [
            (extra.title.capitalize(), path)
            for extra, path in zip(evidence.extras, extra_paths(evidence), strict=True)
        ],
        "tools": sorted({facts.verdict.get("tool") or TOOL for facts in evidence.every_signature}) or [TOOL],
    }


def _document(document: DocumentFacts) -> Rows:
    return [
        ("Наименование", document.title),
        ("Вид", document.kind),
        ("Номер", document.number),
        ("Дата", f"{document.date:%d.%m.%Y}" if document.date else ""),
        ("Сумма", wording.money(document.amount, document.currency)),
        ("Файл", document.file_name),
        ("Размер и тип", f"{wording.count(document.size, 'байт', 'байта', 'байт')}, {document.mime}"),
        ("Идентификатор", document.id),
    ]


def _party(party: PartyFacts) -> dict[str, Any]:
    codes = [("ИНН", party.inn), ("КПП", party.kpp), ("ОГРН", party.ogrn)]
    addresses = [("Эл. почта", party.email), ("ИД участника ЭДО", party.participant_id)]
    return {"side": party.side.value.capitalize(), "name": party.name, "codes": codes, "addresses": addresses}


def _step(step: StepFacts) -> dict[str, str]:
    return {
        "time": wording.moscow_time(step.at),
        "source": step.time_source,
        "who": step.who,
        "what": step.what,
        "details": step.details,
        "number": "" if step.journal_number is None else str(step.journal_number),
        "hash": step.journal_hash,
    }


def _signature(signature: SignatureFacts, path: str) -> dict[str, Any]:
    verdict = signature.verdict
    head = wording.headline(verdict)
    return {
        "side": signature.side.value,
        "name": signature.signer_name,
        "headline": wording.HEADLINES[head],
        "mark": head.value,
        "rows": _signer_rows(signature, path),
        "facts": fact_views(verdict),
        "notes": list(verdict.get("notes") or ()),
    }


def _file(file: FileFacts, path: str, beside: list[str]) -> dict[str, Any]:
    return {
        "title": f"{file.role.capitalize()}, {file.side.value}",
        "rows": [
            ("Файл", file.file_name),
            ("Получен или составлен", wording.moscow_time(file.came_at)),
            ("Этот файл в архиве", path),
            ("SHA-256", file.sha256),
            ("SHA ГОСТ Р 34.11-2012", file.streebog256),
        ],
        "signatures": [_signature(facts, path) for facts, path in zip(file.signatures, beside, strict=True)],
    }


def _signer_rows(signature: SignatureFacts, path: str) -> Rows:
    verdict = signature.verdict
    return [
        ("Подписант", signature.signer_name),
        *certificate_rows(verdict),
        ("Кто подписал, способ", f"{signature.signed_by.value}, {signature.method}"),
        ("Время по часам подписанта", wording.moscow_time(verdict.get("claimed_time"))),
        ("Подпись получена", f"{wording.moscow_time(signature.received_at)} (часы сервера Paraph)"),
        ("Проверено на момент", wording.moscow_time(verdict.get("at"))),
        ("Файл подписи", signature.file_name),
        ("Этот файл в архиве", path),
        ("SHA-256 файла подписи", hashlib.sha256(signature.cms).hexdigest()),
    ]
