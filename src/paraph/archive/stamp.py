"""The visible mark of an electronic signature on a copy of a PDF.

ГОСТ Р 7.0.97-2016 5.23: the phrase «Документ подписан электронной подписью», number of the certificate, its
owner and validity, nothing covered. Replaced by ГОСТ Р 7.0.97-2025 since 18.08.2025; how the mark looks is in
`stamp.typ` alone. The original is only read: the copy is for reading and printing, it is not the signed file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paraph.archive import wording
from paraph.archive.evidence import Evidence, SignatureFacts
from paraph.archive.pdf_process import WorkerError, make_pdf
from paraph.archive.places import Place
from paraph.errors import DomainError
from paraph.trust.verdict import Headline

PHRASE = "Документ подписан электронной подписью"

#: Wall-clock limit for one copy, seconds; a long scan is looked at page by page.
SECONDS = 120.0

#: Points in a millimetre.
POINTS = 72 / 25.4

_REASONS = {
    "encrypted": "PDF защищён паролем или от изменений",
    "damaged": "файл PDF повреждён или построен с ошибками",
    "timeout": "PDF слишком сложный, обработка остановлена",
    "crash": "этот PDF не удалось обработать",
}
_COMFORT = "На подписанный файл и подписи это не влияет; для печати возьмите протокол."


class StampError(DomainError):
    """No stamped copy; codes `stamp-encrypted`, `stamp-damaged`, `stamp-timeout`, `stamp-crash`,
    `stamp-unsigned`, `stamp-invalid`."""


def stamp_pdf(original: bytes, evidence: Evidence, places: Sequence[Place] = ()) -> bytes:
    """Copy of a PDF with the mark on the last page and a foot line on every page.

    The mark takes free space in the lower half of the last page, else a page is added; a page without room
    for the foot line becomes longer by that line. A side with a place of its own gets its mark there,
    whatever is printed there. Same input, same bytes.

    Raises:
        StampError: nothing to state, or the PDF cannot be worked on.
    """
    _require_true(evidence)
    data = wording.printable_tree(
        {
            "phrase": PHRASE,
            "document": evidence.document.id,
            "sha256": evidence.document.sha256,
            "signers": [_signer(signature) for signature in evidence.signatures],
            "places": [
                {"side": place.side.value, "page": place.page, "x": place.x * POINTS, "y": place.y * POINTS}
                for place in places
            ],
        }
    )
    try:
        return make_pdf("stamp", "stamp.typ", data, original, seconds=SECONDS)
    except WorkerError as error:
        code = error.code if error.code in _REASONS else "crash"
        raise StampError(f"stamp-{code}", f"Штамп не поставлен: {_REASONS[code]}. {_COMFORT}") from error


def _require_true(evidence: Evidence) -> None:
    """The mark says «подписан»: it is not put where that is known to be untrue."""
    if not evidence.signatures:
        raise StampError("stamp-unsigned", "Штамп не поставлен: у документа нет подписей.")
    for signature in evidence.signatures:
        if wording.headline(signature.verdict) is Headline.INVALID:
            raise StampError(
                "stamp-invalid",
                f"Штамп не поставлен: подпись не верна ({signature.signer_name}). Причины — в протоколе.",
            )


def _signer(signature: SignatureFacts) -> dict[str, Any]:
    signer, claimed = signature.signer, signature.verdict.get("claimed_time")
    return {
        "side": signature.side.value,
        "organization": signer.get("organization", ""),
        "name": signature.signer_name,
        "title": signer.get("title", ""),
        "serial": signer.get("serial", ""),
        "valid": wording.period(signer.get("not_before"), signer.get("not_after")),
        "signed_label": "Дата подписания" if claimed else "Подпись получена",
        "signed": wording.moscow_time(claimed or signature.received_at),
        "check": wording.HEADLINES[wording.headline(signature.verdict)].lower(),
    }
