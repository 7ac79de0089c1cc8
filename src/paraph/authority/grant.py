"""Steps 3 and 4: what a file of a power of attorney says, and whether its principals signed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from paraph.authority.facts import PoaFile
from paraph.authority.match import is_notary, match_principal, same_name
from paraph.formats import mchd
from paraph.formats.mchd_types import Format, MchdError, PowerOfAttorney, SchemaError
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.store import TrustStore
from paraph.trust.verdict import DECISIVE, Answer, Check, Verdict
from paraph.trust.verify import verify_signature
from paraph.trust.wording import moment

#: Years from this one on stand for «without end», not for a time of signing.
_NEVER = 9000
#: Signatures in one file at most: each is judged at a time of its own.
MAX_SIGNERS = 16
MOSCOW = timezone(timedelta(hours=3))
_FORMAT = "единая форма МЧД (EMCHD_1)"
_SIGNATURE = "63-ФЗ ст. 17.5 ч. 1; ГК РФ ст. 185 п. 4"


@dataclass(frozen=True)
class Grant:
    """A power of attorney that could be read, with the file it was read from."""

    poa: PowerOfAttorney
    file: PoaFile
    check: Check


def moscow_day(at: datetime) -> date:
    """The Moscow date of a moment: powers are dated by it."""
    try:
        return at.astimezone(MOSCOW).date()
    except OverflowError:  # the end of the year 9999, which some programs write for «never»
        return at.date()


def read_grant(file: PoaFile, schema: Path | None) -> Grant | Check:
    """Step 3: the file's content, or the check that says why it is not a power of attorney."""
    try:
        poa = mchd.parse(file.xml, file_name=file.name, schema=schema)
    except SchemaError as error:
        return Check("mchd.format", Answer.UNDETERMINED, str(error), _FORMAT)
    except MchdError as error:
        return Check("mchd.format", Answer.NO, str(error), _FORMAT)
    check = Check("mchd.format", Answer.YES, f"МЧД № {poa.number}: формат {poa.format.value}.", _FORMAT)
    if poa.format is Format.V002:
        reason = f"{check.reason} Это старый формат: прочитаны только основные сведения."
        check = replace(check, reason=reason, warning=True)
    elif schema is None:
        reason = (
            f"{check.reason} Официальной схемы у хаба нет, проверено строение, реквизиты и номера. Схемы "
            "ФНС можно положить в папку настройки PARAPH_FNS_SCHEMAS."
        )
        check = replace(check, reason=reason, warning=True)
    return Grant(poa, file, check)


def check_signatures(grant: Grant, store: TrustStore, at: datetime) -> Check:
    """Step 4: valid signatures of all principals, judged at the time the power was signed."""
    poa = grant.poa
    if not grant.file.signatures:
        reason = (
            "К доверенности не приложена подпись доверителя (файл .sig): без неё она ничего не доказывает."
        )
        return _signature(Answer.NO, reason)
    verdicts: list[Verdict] = []
    for signature in grant.file.signatures:
        try:
            verdicts += _verdicts(signature, grant, store, at)
        except CmsError as error:
            return _signature(Answer.NO, f"Подпись доверенности не читается: {error}.")
    valid = [verdict for verdict in verdicts if _worst(verdict) is Answer.YES]
    failed = sorted(
        (v for v in verdicts if _worst(v) is not Answer.YES), key=lambda v: _worst(v) is not Answer.NO
    )
    # A bad signature beside the needed ones spoils nothing.
    if failed and (not valid or _by_principals(poa, valid).answer is not Answer.YES):
        return _signature(_worst(failed[0]), f"Подпись доверенности: {_why(failed[0])}")
    return _with_days(_by_principals(poa, valid), poa, valid, at)


def _with_days(check: Check, poa: PowerOfAttorney, valid: list[Verdict], at: datetime) -> Check:
    """A remark when the day of signing is not the day of issue, or is later than the document's."""
    signed = [v.claimed_time for v in valid if v.claimed_time and moscow_day(v.claimed_time) != poa.issued]
    if check.answer is not Answer.YES or not signed:
        return check
    last = max(signed)
    reason = f"{check.reason} Время подписи — {moment(last)}, дата выдачи — {poa.issued:%d.%m.%Y}."
    if moscow_day(last) > moscow_day(at):
        reason += (
            " Подписана позже документа: считать ли это одобрением сделки (ГК РФ ст. 183), решает человек."
        )
    return replace(check, reason=reason, warning=True)


def _verdicts(signature: bytes, grant: Grant, store: TrustStore, at: datetime) -> list[Verdict]:
    """Each signer judged at the time claimed in the signature, without one at the end of the day of issue."""
    signers = parse_signed_data(signature).signers
    if len(signers) > MAX_SIGNERS:
        raise CmsError(f"подписей больше {MAX_SIGNERS}")
    found = []
    for place, signer in enumerate(signers):
        end = datetime.combine(grant.poa.issued, time(23, 59, 59), MOSCOW)
        when, source = signer.claimed_time, "время в подписи доверенности"
        if when is not None and when.year >= _NEVER:
            when = at
        if when is None:
            when, source = min(end, at), "дата выдачи доверенности"
        found.append(
            verify_signature(signature, content=grant.file.xml, store=store, at=when, time_source=source)[
                place
            ]
        )
    return found


def _by_principals(poa: PowerOfAttorney, valid: list[Verdict]) -> Check:
    signers = [verdict.signer for verdict in valid]
    if poa.notary:
        return _by_notary(poa, valid)
    matches = [match_principal(signers, grantor) for grantor in poa.grantors]
    for answer in (Answer.NO, Answer.UNDETERMINED):
        for match in matches:
            if match.answer is answer:
                return _signature(answer, match.reason)
    warning = any(match.warning for match in matches)
    reason = " ".join(match.reason for match in matches)
    return _signature(Answer.YES, reason, warning=warning)


def _by_notary(poa: PowerOfAttorney, valid: list[Verdict]) -> Check:
    """A notary's signature stands for the principals' (Основы о нотариате ст. 59.1)."""
    named = [v.signer for v in valid if same_name(v.signer.full_name, poa.notary)]
    if not named:
        return _signature(Answer.NO, f"Доверенность нотариальная, а подписи нотариуса {poa.notary} нет.")
    if not any(is_notary(signer) for signer in named):
        reason = f"Подписавший {poa.notary} не назван в сертификате нотариусом: проверьте полномочия."
        return _signature(Answer.UNDETERMINED, reason)
    return _signature(Answer.YES, f"Доверенность подписана нотариусом {poa.notary}.", warning=True)


def _worst(verdict: Verdict) -> Answer:
    answers = [verdict.facts[name].answer for name in DECISIVE]
    return next((a for a in (Answer.NO, Answer.UNDETERMINED) if a in answers), Answer.YES)


def _why(verdict: Verdict) -> str:
    worst = _worst(verdict)
    return next(verdict.facts[n].reason for n in DECISIVE if verdict.facts[n].answer is worst)


def _signature(answer: Answer, reason: str, *, warning: bool = False) -> Check:
    return Check("mchd.signature", answer, reason, _SIGNATURE, warning)
