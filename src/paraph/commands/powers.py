"""Powers of attorney for `paraph verify`: whom the signature binds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paraph.authority.facts import PartyFacts, PoaFile
from paraph.authority.steps import check_authority
from paraph.commands.group import Trouble
from paraph.commands.reading import read
from paraph.formats.requisites import check_inn, digits
from paraph.trust.cms import MAX_SIGNATURE
from paraph.trust.store import TrustStore
from paraph.trust.verdict import FactName, Headline, Verdict

#: Powers of attorney are tens of kilobytes; larger files are refused unread, bytes.
_MAX_POA = 16 * 1024 * 1024


def with_authority(
    verdicts: Sequence[Verdict],
    party_inn: str,
    poas: Sequence[Path],
    signatures: Sequence[Path],
    store: TrustStore,
) -> list[Verdict]:
    """The verdicts with the fact whether each signer may bind the party; raises `Trouble`."""
    inn = digits(party_inn)
    if not inn:
        raise Trouble("Укажите, за кого подписано: --party-inn ИНН. Без стороны полномочия не проверить.")
    if fault := check_inn(inn):
        raise Trouble(f"--party-inn: {fault}")
    files = [
        PoaFile(read(path, _MAX_POA, "МЧД"), found, path.name, source=f"файл {path.name}")
        for path, found in zip(poas, _signatures(poas, signatures), strict=True)
    ]
    return [_judged(verdict, verdicts, PartyFacts(inn), files, store) for verdict in verdicts]


def _judged(
    verdict: Verdict,
    verdicts: Sequence[Verdict],
    party: PartyFacts,
    files: Sequence[PoaFile],
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
