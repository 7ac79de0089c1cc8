"""Whether a signature binds a party: the head's own certificate, or a power of attorney that covers it.

The steps are those of 63-ФЗ ст. 17.2 and 17.5 as operators of document exchange apply them; each leaves one
named check, so that the fact can be read and argued with. Nothing here does I/O except through `Registry`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from paraph.authority.delegation import Descent, check_delegation, descend
from paraph.authority.facts import DocumentFacts, PartyFacts, PoaFile, Registry, check_link, quoted
from paraph.authority.grant import Grant, check_signatures, moscow_day, read_grant
from paraph.authority.match import Match, describe, match_representative, same_party
from paraph.authority.powers import Scope, judge_powers
from paraph.authority.registry_state import judge_registry
from paraph.formats.mchd_types import Party, PartyKind, PowerOfAttorney
from paraph.trust.certificate import Certificate
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check, Fact, SignerInfo
from paraph.trust.wording import moment

CLAUSE = "63-ФЗ ст. 17.2"
_WORST = (Answer.NO, Answer.UNDETERMINED, Answer.YES)


def check_authority(
    signer: SignerInfo | Certificate,
    party: PartyFacts,
    *,
    store: TrustStore,
    at: datetime,
    time_source: str = "часы сервера",
    poas: Sequence[PoaFile] = (),
    document: DocumentFacts | None = None,
    registry: Registry | None = None,
    other_signers: Sequence[SignerInfo] | None = None,
    schema: Path | None = None,
) -> Fact:
    """The AUTHORITY fact: whether the signer may bind `party` at the moment `at` of signing.

    `poas` are the powers at hand, parents of a sub-delegation among them; the one that serves best decides.
    `other_signers` are the owners of the other valid signatures under the document, None while they may
    still come. `schema` is the official XSD or its folder. Without a registry, document facts or a power
    the answer is at best undetermined; nothing is raised but ValueError for a naive `at`.
    """
    if at.tzinfo is None:
        raise ValueError("момент подписания задан без часового пояса")
    who = signer.signer_info() if isinstance(signer, Certificate) else signer
    if not any((who.inn, who.inn_le, who.snils, who.full_name, who.common_name)):
        reason = "Сертификата подписанта нет: чьи полномочия проверять, не известно."
        return Fact(Answer.UNDETERMINED, reason, "файл подписи", CLAUSE)
    needed = _needed(who, party, at, time_source)
    if same_party(who, party):
        return Fact(Answer.YES, needed.reason, "сертификат подписанта", CLAUSE, (needed,))
    grants = [read_grant(file, schema) for file in poas]
    readable = {grant.poa.number: grant for grant in grants if isinstance(grant, Grant)}
    review = _Review(who, party, store, at, document, registry, other_signers, readable)
    reviews = [
        review.checks(grant) if isinstance(grant, Grant) else (_found(file), grant)
        for file, grant in zip(poas, grants, strict=True)
    ]
    best = max(reviews, key=_rank, default=(_missing(who, party, document),))
    return _fact(needed, best)


def _rank(checks: Sequence[Check]) -> tuple[int, int]:
    """A power that proves authority beats one that leaves it open; else the one that passed more steps."""
    answers = [check.answer for check in checks]
    worst = next(answer for answer in _WORST if answer in answers)
    return _WORST.index(worst), answers.count(Answer.YES)


def _fact(needed: Check, checks: Sequence[Check]) -> Fact:
    everything = (needed, *checks)
    deciding = next(c for answer in _WORST for c in everything if c.answer is answer)
    if deciding.answer is Answer.YES:
        warnings = " ".join(check.reason for check in everything if check.warning)
        reason = "Полномочия подтверждены доверенностью (МЧД): все шаги проверки пройдены."
        if warnings:
            reason += f" Обратите внимание: {warnings}"
    else:
        reason = deciding.reason
    return Fact(deciding.answer, reason, "сертификат подписанта, МЧД и реестр МЧД", CLAUSE, everything)


# -- steps 0 to 2 ------------------------------------------------------------------------------------------


def _needed(signer: SignerInfo, party: PartyFacts, at: datetime, time_source: str) -> Check:
    """Steps 0 and 1; the answer is yes either way, for the question itself is decided."""
    when = f"Момент подписания: {moment(at)} ({time_source})."
    if same_party(signer, party) and signer.inn_le:
        reason = f"Сертификат выдан организации {party.title}: подписал руководитель, МЧД не нужна."
    elif same_party(signer, party):
        reason = f"Сертификат выдан самому участнику {party.title}: МЧД не нужна."
    elif signer.inn_le == party.inn and signer.inn_le:
        reason = f"ИНН в сертификате тот же, а ОГРН {signer.ogrn} не совпадает с ОГРН стороны {party.ogrn}."
    else:
        reason = f"Сертификат {describe(signer)} выдан не стороне {party.title}: нужна МЧД."
    return Check("mchd.needed", Answer.YES, f"{reason} {when}", "63-ФЗ ст. 17.2 ч. 1, 2")


def _missing(signer: SignerInfo, party: PartyFacts, document: DocumentFacts | None) -> Check:
    reason = (
        f"Чтобы подпись {describe(signer)} обязывала сторону {party.title}, нужна машиночитаемая "
        "доверенность (МЧД). Доверенность не приложена, полномочия не проверены."
    )
    if document and document.poa_number:
        number = document.poa_number
        reason += f" В документе указана МЧД № {number}: {check_link(number)}"
    return Check("mchd.found", Answer.UNDETERMINED, reason, CLAUSE)


def _found(file: PoaFile) -> Check:
    return Check("mchd.found", Answer.YES, f"Доверенность {file.source}.", CLAUSE)


# -- steps 3 to 10 for one power ---------------------------------------------------------------------------


class _Review:
    """Everything a power is compared with."""

    def __init__(
        self,
        signer: SignerInfo,
        party: PartyFacts,
        store: TrustStore,
        at: datetime,
        document: DocumentFacts | None,
        registry: Registry | None,
        other_signers: Sequence[SignerInfo] | None,
        known: dict[str, Grant],
    ) -> None:
        self.signer, self.party, self.store, self.at = signer, party, store, at
        self.document, self.registry, self.other_signers = document, registry, other_signers
        self.known = known

    def checks(self, grant: Grant) -> tuple[Check, ...]:
        """The named checks in the order of the steps."""
        descent = descend(grant, self.known)
        poa = grant.poa
        return (
            self._located(grant),
            grant.check,
            check_signatures(grant, self.store, self.at),
            self._principal(descent),
            self._representative(poa),
            self._dates(poa),
            judge_registry(poa, self.registry, self.at),
            self._powers(poa),
            check_delegation(descent, store=self.store, registry=self.registry, at=self.at),
            self._joint(poa),
        )

    def _located(self, grant: Grant) -> Check:
        """Step 2: a reference in the document must be to this very power."""
        number = self.document.poa_number.lower() if self.document else ""
        if number and number != grant.poa.number:
            reason = f"В документе указана МЧД № {number}, а приложена № {grant.poa.number}."
            return Check("mchd.found", Answer.YES, reason, CLAUSE, warning=True)
        return _found(grant.file)

    def _principal(self, descent: Descent) -> Check:
        """Step 5: the party itself gave the power, or the first of the chain."""
        same = [p for p in descent.principals if p.inn == self.party.inn]
        names = ", ".join(f"{quoted(p.name)} (ИНН {p.inn or 'не указан'})" for p in descent.principals)
        if not same and descent.broken and not descent.principals:
            reason = f"Кто дал первую доверенность, не установлено. {descent.broken}"
            return _check("principal", Answer.UNDETERMINED, reason)
        if not same:
            reason = f"Доверенность выдана от имени {names}, а сторона документа — {self.party.title}."
            return _check("principal", Answer.NO, reason)
        return self._branch(same[0])

    def _branch(self, principal: Party) -> Check:
        kpp = principal.entity.kpp if principal.entity else ""
        title = f"Доверенность выдана стороной документа {self.party.title}."
        if not kpp or not self.party.kpp or kpp == self.party.kpp:
            return _check("principal", Answer.YES, title)
        if principal.kind is PartyKind.BRANCH:
            reason = f"Доверенность выдана филиалом с КПП {kpp}, а в документе КПП {self.party.kpp}."
            return _check("principal", Answer.NO, reason)
        reason = f"{title} КПП в доверенности {kpp}, в документе {self.party.kpp}: это филиал?"
        return _check("principal", Answer.YES, reason, warning=True)

    def _representative(self, poa: PowerOfAttorney) -> Check:
        matches = [match_representative(self.signer, party) for party in poa.representatives]
        order = (Answer.YES, Answer.UNDETERMINED, Answer.NO)
        best: Match = min(matches, key=lambda match: order.index(match.answer))
        return _check("representative", best.answer, best.reason, warning=best.warning)

    def _dates(self, poa: PowerOfAttorney) -> Check:
        """Step 7, by Moscow dates."""
        day = moscow_day(self.at)
        period = f"с {poa.issued:%d.%m.%Y} по {poa.expires:%d.%m.%Y}"
        if day < poa.issued:
            reason = f"Документ подписан {day:%d.%m.%Y}, а доверенность действует {period}: ещё не началась."
            return _check("dates", Answer.NO, reason)
        if day > poa.expires:
            reason = f"Документ подписан {day:%d.%m.%Y}, а доверенность действует {period}: срок истёк."
            return _check("dates", Answer.NO, reason)
        return _check("dates", Answer.YES, f"Доверенность действует {period}.")

    def _powers(self, poa: PowerOfAttorney) -> Check:
        if self.document is None:
            reason = "Вид и сумма документа не известны: покрывают ли его полномочия, решает человек."
            return _check("powers", Answer.UNDETERMINED, reason)
        found = judge_powers(poa, Scope(self.document, self.party, self.signer))
        return _check("powers", found.answer, found.reason)

    def _joint(self, poa: PowerOfAttorney) -> Check:
        """ПрСовмПолн=2: every representative must have signed the document."""
        if not poa.joint:
            return _check("joint", Answer.YES, "Представитель действует самостоятельно.")
        signers = (self.signer, *(self.other_signers or ()))
        missing = [
            party.name
            for party in poa.representatives
            if not any(match_representative(who, party).answer is Answer.YES for who in signers)
        ]
        if not missing:
            return _check("joint", Answer.YES, "Совместные полномочия: подписали все представители.")
        names = ", ".join(missing)
        if self.other_signers is None:
            reason = f"Полномочия совместные: ещё нужны подписи {names}."
            return _check("joint", Answer.UNDETERMINED, reason)
        reason = f"Полномочия совместные, а подписей нет: {names}."
        return _check("joint", Answer.NO, reason)


def _check(name: str, answer: Answer, reason: str, *, warning: bool = False) -> Check:
    return Check(f"mchd.{name}", answer, reason, CLAUSE, warning)
