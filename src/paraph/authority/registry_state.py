"""Step 8: what the registry's answer means for a signature made at a given moment."""

from __future__ import annotations

from datetime import datetime

from paraph.authority.facts import Registry, RegistryAnswer, RegistryState, check_link
from paraph.authority.grant import moscow_day
from paraph.formats.mchd_types import PowerOfAttorney
from paraph.trust.verdict import Answer, Check
from paraph.trust.wording import moment

_CLAUSE = "63-ФЗ ст. 17.2, 17.5"


def judge_registry(poa: PowerOfAttorney, registry: Registry | None, at: datetime) -> Check:
    """Revocation counts from its moment; no answer means «не определено», never «да»."""
    link = check_link(poa.number)
    if registry is None:
        reason = f"Реестр МЧД не подключён: состояние доверенности проверьте по ссылке {link}"
        return _check(Answer.UNDETERMINED, reason)
    found = registry.status(poa.number, poa.grantors[0].inn, poa.representatives[0].inn, at)
    return _check(*_meaning(found, poa, at, link))


def _meaning(found: RegistryAnswer, poa: PowerOfAttorney, at: datetime, link: str) -> tuple[Answer, str]:
    source = found.source
    match found.state:
        case RegistryState.ACTIVE:
            return Answer.YES, f"По данным источника «{source}» доверенность действует."
        case RegistryState.REVOKED if found.revoked_at is not None and at <= found.revoked_at:
            return Answer.YES, f"Доверенность отозвана {moment(found.revoked_at)}, уже после подписи."
        case RegistryState.REVOKED:
            when = f" {moment(found.revoked_at)}" if found.revoked_at else ""
            return Answer.NO, f"Доверенность отозвана{when}. {found.reason}".strip()
        case RegistryState.EXPIRED if moscow_day(at) <= poa.expires:
            return Answer.YES, "Сейчас срок доверенности истёк, но при подписании она действовала."
        case RegistryState.EXPIRED:
            return Answer.NO, "По данным реестра срок доверенности истёк."
        case RegistryState.REJECTED:
            return Answer.NO, f"Реестр МЧД отклонил эту доверенность. {found.reason}".strip()
        case RegistryState.UNKNOWN:
            return Answer.NO, f"В реестре МЧД нет доверенности с номером {poa.number}."
        case RegistryState.CREATED | RegistryState.PROCESSING:
            return Answer.UNDETERMINED, f"Реестр ещё не принял доверенность, проверьте позже: {link}"
        case RegistryState.UNREACHABLE:
            why = found.reason or "Реестр МЧД не отвечает."
            return Answer.UNDETERMINED, f"{why} Проверьте по ссылке {link}"


def _check(answer: Answer, reason: str) -> Check:
    return Check("mchd.registry", answer, reason, _CLAUSE)
