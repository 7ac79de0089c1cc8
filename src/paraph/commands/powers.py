"""Powers of attorney for `paraph verify`: whom the signature binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from paraph.authority.facts import DocumentFacts, PartyFacts, PoaFile
from paraph.authority.powers import table
from paraph.authority.steps import check_authority
from paraph.commands.group import Trouble
from paraph.commands.reading import read
from paraph.formats.requisites import check_inn, digits
from paraph.trust.cms import MAX_SIGNATURE
from paraph.trust.store import TrustStore
from paraph.trust.verdict import FactName, Headline, Verdict

#: Powers of attorney are tens of kilobytes; larger files are refused unread, bytes.
_MAX_POA = 16 * 1024 * 1024


@dataclass(frozen=True)
class PowersAsked:
    """Whom the signature should bind and by what, from the options of the same names."""

    party_inn: str = ""
    poas: tuple[Path, ...] = ()
    poa_signatures: tuple[Path, ...] = ()
    document_kind: str = ""
    amount: str = ""
    counterparty_inn: str = ""

    def judged(self, verdicts: Sequence[Verdict], store: TrustStore) -> list[Verdict]:
        """The verdicts with the fact whether each signer may bind the party; raises `Trouble`."""
        if not self.party_inn:
            raise Trouble("Укажите, за кого подписано: --party-inn ИНН. Без стороны полномочия не проверить.")
        party = PartyFacts(_inn("--party-inn", self.party_inn))
        document = self._document()
        files = [
            PoaFile(read(path, _MAX_POA, "МЧД"), found, path.name, source=f"файл {path.name}")
            for path, found in zip(self.poas, _signatures(self.poas, self.poa_signatures), strict=True)
        ]
        return [_judged(verdict, verdicts, party, files, document, store) for verdict in verdicts]

    def _document(self) -> DocumentFacts | None:
        if not self.document_kind:
            if self.amount or self.counterparty_inn:
                raise Trouble("К сумме и контрагенту нужен вид документа: --document-kind.")
            return None
        kinds = sorted(table()["kinds"])
        if self.document_kind not in kinds:
            raise Trouble(f"Вид документа «{self.document_kind}» неизвестен. Известны: {', '.join(kinds)}.")
        try:
            amount = Decimal(self.amount.replace(",", ".")) if self.amount else None
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount is not None and not (amount.is_finite() and amount >= 0):
            raise Trouble(f"Сумма «{self.amount}» не понята. Пишите рубли и копейки: 120000.50")
        other = _inn("--counterparty-inn", self.counterparty_inn) if self.counterparty_inn else ""
        return DocumentFacts(self.document_kind, amount=amount, counterparty_inn=other)


def _inn(option: str, text: str) -> str:
    inn = digits(text)
    if fault := check_inn(inn):
        raise Trouble(f"{option}: {fault}")
    return inn


def _judged(
    verdict: Verdict,
    verdicts: Sequence[Verdict],
    party: PartyFacts,
    files: Sequence[PoaFile],
    document: DocumentFacts | None,
    store: TrustStore,
) -> Verdict:
    if not verdict.signer.fingerprint:  # without a certificate nobody is known to have powers
        return verdict
    others = [other.signer for other in verdicts if other is not verdict and other.headline is Headline.VALID]
    fact = check_authority(
        verdict.signer,
        party,
        store=store,
        at=verdict.at,
        time_source=verdict.facts[FactName.TIME].source,
        poas=files,
        document=document,
        other_signers=others or None,
    )
    return verdict.with_fact(FactName.AUTHORITY, fact)


def _signatures(poas: Sequence[Path], signatures: Sequence[Path]) -> list[tuple[bytes, ...]]:
    """Signatures of every power: all named ones of a single power, one each of several, or those beside."""
    if len(poas) == 1 and signatures:
        return [tuple(_signature(path) for path in signatures)]
    if signatures and len(signatures) != len(poas):
        raise Trouble(
            "Для нескольких МЧД укажите по одной --poa-signature на каждую в том же порядке "
            "или положите подписи рядом: ФАЙЛ.xml.sig."
        )
    if signatures:
        return [(_signature(path),) for path in signatures]
    beside = ((path.with_name(f"{path.name}.sig"), path.with_suffix(".sig")) for path in poas)
    return [tuple(_signature(name) for name in names if name.exists())[:1] for names in beside]


def _signature(path: Path) -> bytes:
    return read(path, MAX_SIGNATURE, "файл подписи")
