"""«Протокол проверки электронной подписи»: what the check page found, as PDF/A-2b made by typst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paraph import __version__
from paraph.archive import wording
from paraph.archive.pdf_process import WorkerError, make_pdf
from paraph.archive.verdict_view import certificate_rows, fact_views
from paraph.errors import DomainError
from paraph.trust.verdict import TOOL

_SECONDS = 30.0


def render_report(found: Mapping[str, Any]) -> bytes:
    """PDF of `{"at": ISO time, "results": […]}` as the check page made it; DomainError `report-failed`."""
    try:
        view = wording.printable_tree(_view(found))
        return make_pdf("typeset", "check_report.typ", view, seconds=_SECONDS)
    except WorkerError as error:
        message = "Протокол проверки не сформирован. Повторите попытку или сообщите администратору её время."
        raise DomainError("report-failed", message) from error


def _view(found: Mapping[str, Any]) -> dict[str, Any]:
    made = datetime.fromisoformat(found["at"]).astimezone(wording.MOSCOW)
    verdicts = [verdict for result in found["results"] for verdict in result["verdicts"]]
    return {
        "made": wording.moscow_time(made),
        "date": [made.year, made.month, made.day],
        "version": __version__,
        "results": [_result(result) for result in found["results"]],
        "tools": sorted({verdict.get("tool") or TOOL for verdict in verdicts}),
    }


def _result(result: Mapping[str, Any]) -> dict[str, Any]:
    content = "внутри файла подписи" if result["is_attached"] else result["content"] or "не приложен"
    return {
        "title": result["content"] or result["signature"],
        "files": [("Документ", content), ("Файл подписи", result["signature"])],
        "verdicts": [_verdict(verdict) for verdict in result["verdicts"]],
    }


def _verdict(verdict: Mapping[str, Any]) -> dict[str, Any]:
    head, signer = wording.headline(verdict), verdict.get("signer") or {}
    return {
        "name": signer.get("full_name") or signer.get("common_name") or "подписант не известен",
        "headline": wording.HEADLINES[head],
        "mark": head.value,
        "rows": [
            *certificate_rows(verdict),
            ("Время по часам подписанта", wording.moscow_time(verdict.get("claimed_time"))),
            ("Проверено на момент", wording.moscow_time(verdict.get("at"))),
        ],
        "facts": fact_views(verdict),
        "notes": list(verdict.get("notes") or ()),
    }
