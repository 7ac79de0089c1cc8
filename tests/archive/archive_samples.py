"""Evidence and PDF files made on the spot."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import typst
from PIL import Image

from paraph.archive.evidence import (
    DocumentFacts,
    Evidence,
    PartyFacts,
    Side,
    SignatureFacts,
    SignedBy,
    StepFacts,
)
from paraph.trust.verdict import Answer, Fact, FactName, SignerInfo, Verdict

MOMENT = datetime(2026, 11, 21, 14, 20, 1, tzinfo=UTC)


def make_verdict(name: str = "Иванов Иван Иванович", answer: Answer = Answer.YES, **signer: str) -> Verdict:
    facts = {
        fact: Fact(answer, f"Причина факта {fact.value}.", "подпись", "63-ФЗ ст. 11") for fact in FactName
    }
    info = {
        "full_name": name,
        "organization": "ООО «Ромашка»",
        "title": "Генеральный директор",
        "inn": "500100732259",
        "inn_le": "7707083893",
        "serial": "02A1B3C4D5E6F708192A3B4C5D6E7F80",
        "issuer": "Тестовый УЦ",
        "not_before": "2026-02-01T00:00:00+00:00",
        "not_after": "2027-05-01T00:00:00+00:00",
        "algorithm": "ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A",
        **signer,
    }
    return Verdict(facts, SignerInfo(**info), MOMENT, MOMENT - timedelta(seconds=7), "CAdES-BES")


def make_signature(number: int = 0, **changes: Any) -> SignatureFacts:
    names = ("Иванов Иван Иванович", "Петров Пётр Петрович")
    given: dict[str, Any] = {
        "file_name": "Договор № 15.pdf.sig",
        "side": (Side.SENDER, Side.RECIPIENT)[number % 2],
        "signed_by": (SignedBy.EMPLOYEE, SignedBy.GUEST)[number % 2],
        "method": "ключ в браузере",
        "received_at": MOMENT + timedelta(minutes=number),
        "verdict": make_verdict(names[number % 2]).as_dict(),
        "cms": b"\x30\x03\x02\x01" + bytes([number]),
    }
    return SignatureFacts(**(given | changes))


def make_evidence(
    original: bytes = b"%PDF-1.7",
    signatures: int | tuple[SignatureFacts, ...] = 2,
    steps: int = 3,
    **changes: Any,
) -> Evidence:
    document = {
        "id": "6f1c2a34-8f0e-4c9e-9d61-0a6b7f9b2c11",
        "title": "Договор поставки № 15",
        "file_name": "Договор № 15.pdf",
        "mime": "application/pdf",
        "size": len(original),
        "sha256": hashlib.sha256(original).hexdigest(),
        "streebog256": "9f" * 32,
        "kind": "Договор",
        "number": "15",
        "date": date(2026, 11, 1),
        "amount": Decimal("1234567.5"),
        **changes.pop("document", {}),
    }
    given: dict[str, Any] = {
        "document": DocumentFacts(**document),
        "parties": (
            PartyFacts(Side.SENDER, "ООО «Ромашка»", "7707083893", "770701001", "1027700132195"),
            PartyFacts(Side.RECIPIENT, "ИП Петров Пётр Петрович", "500100732259", email="petrov@example.ru"),
        ),
        "steps": tuple(
            StepFacts(
                MOMENT + timedelta(minutes=number),
                "Сидорова Анна Сергеевна",
                f"Событие {number + 1}",
                journal_number=100 + number,
                journal_hash=f"{number:064x}",
            )
            for number in range(steps)
        ),
        "signatures": signatures
        if isinstance(signatures, tuple)
        else tuple(make_signature(number) for number in range(signatures)),
        "outcome": "Документ подписан обеими сторонами.",
        "journal_head": "ab" * 32,
        "product_version": "0.1.0",
        "made_at": MOMENT + timedelta(hours=1),
    }
    return Evidence(**(given | changes))


def text_pdf(words: int = 120, pages: int = 1, paper: str = "a4") -> bytes:
    """Pages of plain text; the last one has `words` words."""
    body = "\n#pagebreak()\n".join(f"#lorem({words if n == pages - 1 else 300})" for n in range(pages))
    made = typst.compile(f'#set page(paper: "{paper}")\n{body}'.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def drawn_pdf(content: bytes, box: tuple[float, ...] = (0, 0, 595, 842), **page: Any) -> bytes:
    """One page with the given drawing and page attributes (`Rotate=90`, `CropBox=[…]`)."""
    pdf = pikepdf.new()
    attributes = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=list(box),
        Resources=pikepdf.Dictionary(),
        Contents=pdf.make_stream(content),
        **page,
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(attributes)))
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def picture(pdf: bytes, page: int = -1) -> Image.Image:
    """Grey picture of the visible page, one pixel per point."""
    opened = pypdfium2.PdfDocument(pdf)
    image: Image.Image = opened[page % len(opened)].render(scale=1, grayscale=True).to_pil()
    return image


def text_of(pdf: bytes, page: int | None = None) -> str:
    """Text as a reader finds it, lines joined, zero-width spaces and line hyphens taken out."""
    opened = pypdfium2.PdfDocument(pdf)
    numbers = range(len(opened)) if page is None else [page % len(opened)]
    text = " ".join(opened[number].get_textpage().get_text_range() for number in numbers)
    return " ".join(text.replace("\ufffe", "").replace("\u200b", "").split())
