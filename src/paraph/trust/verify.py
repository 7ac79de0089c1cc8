"""Checking a signature: a verdict per signer, each fact with its grounds (63-ФЗ ст. 11; RFC 5652 cl. 5.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from paraph.trust import oids
from paraph.trust.cades_enclosures import Enclosures, gather, signer_certificate
from paraph.trust.cades_levels import judge_level
from paraph.trust.cades_stamps import Budget, Stamp, judge_stamps
from paraph.trust.certificate import Certificate, hex_serial
from paraph.trust.cms import SignedData, Signer, parse_signed_data
from paraph.trust.path_check import Purpose, judge
from paraph.trust.qualification import check_qualification
from paraph.trust.signature_facts import Digests, Signed, digests_of
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check, Fact, FactName, SignerInfo, Verdict
from paraph.trust.wording import moment, title

__all__ = ["Digests", "verify_signature"]

#: A claimed signing time this far after the moment of the check is worth a note.
_CLOCK_SKEW = timedelta(days=1)
_TIME_CLAUSE = "63-ФЗ ст. 11 п. 2"

_AUTHORITY = Fact(
    Answer.UNDETERMINED,
    "Полномочия по одной подписи не устанавливаются: нужны сведения о стороне и МЧД.",
    "сертификат подписанта",
    "63-ФЗ ст. 17.2, 17.3",
)


def verify_signature(
    signature: bytes,
    *,
    content: bytes | None = None,
    digest: Digests | None = None,
    store: TrustStore,
    at: datetime,
    time_source: str = "часы сервера",
) -> list[Verdict]:
    """Verdicts on every signature in the file, in its order.

    Give what was signed as `content` or as `digest`; for an attached signature both may be omitted, and when
    one is given the enclosed content must be the same. The certificates must be valid at the time of the
    earliest time-stamp that holds; without one, at the moment `at` (receipt or check), of which `time_source`
    says where it was taken from. The time the signer claims decides nothing. Raises `cms.CmsError` if the
    file cannot be read and `ValueError` for a naive `at`; whatever else goes wrong is a fact of the verdict.
    """
    if at.tzinfo is None:
        raise ValueError("момент проверки задан без часового пояса")
    given, budget = digests_of(content, digest), Budget()
    data = parse_signed_data(signature)
    return [
        _Check(data, Signed.of(data, signer, given), store, at, time_source, budget).verdict()
        for signer in data.signers
    ]


@dataclass(frozen=True, slots=True)
class _Check:
    """The check of one signer."""

    data: SignedData
    signed: Signed
    store: TrustStore
    at: datetime
    time_source: str
    budget: Budget

    @property
    def signer(self) -> Signer:
        return self.signed.signer

    def verdict(self) -> Verdict:
        evidence = gather(self.data, self.signer)
        enclosed = evidence.enclosed
        stamps = judge_stamps(
            self.signed, self.data, enclosed, store=self.store, at=self.at, budget=self.budget
        )
        at, time = self._time(stamps)
        certificate = signer_certificate(self.signer, enclosed, self.store)
        if certificate is None:
            facts, level = self._unknown(), self.signer.level
        else:
            facts = self._known(certificate, evidence, at)
            report = judge_level(self.signer, certificate, evidence, stamps, self.store)
            level = report.level
            _add_checks(facts, FactName.CHAIN, report.certificates)
            _add_checks(facts, FactName.REVOCATION, report.revocations)
        facts |= {FactName.TIME: time, FactName.AUTHORITY: _AUTHORITY}
        verdict = Verdict(
            facts=facts,
            signer=certificate.signer_info() if certificate else SignerInfo(),
            at=at,
            claimed_time=self.signer.claimed_time,
            level=level,
            declared_level=self.signer.level,
            time_stamps=tuple(stamp.verdict for stamp in stamps if stamp.verdict),
            counter_signatures=tuple(
                replace(self, signed=Signed.over(self.signer, signer)).verdict()
                for signer in self.signer.counter_signers
            ),
        )
        return replace(verdict, notes=notes) if (notes := self._notes(certificate, verdict)) else verdict

    # -- facts ----------------------------------------------------------------------------------------

    def _known(self, certificate: Certificate, evidence: Enclosures, at: datetime) -> dict[FactName, Fact]:
        enclosed = evidence.enclosed
        inside = "из файла подписи" if certificate in enclosed.certificates else "из хранилища хаба"
        signature = self.signed.signature(certificate, f"сертификат подписанта {inside}")
        judgement = judge(certificate, store=self.store, enclosed=enclosed, at=at, purpose=Purpose.SIGNING)
        return {
            FactName.INTACT: self.signed.intact(signature),
            FactName.SIGNATURE: signature,
            FactName.CHAIN: judgement.chain.fact,
            FactName.REVOCATION: judgement.revocation,
            FactName.QUALIFICATION: check_qualification(
                certificate, judgement.chain, store=self.store, at=at
            ),
        }

    def _unknown(self) -> dict[FactName, Fact]:
        number = f" № {hex_serial(self.signer.serial)}" if self.signer.serial is not None else ""
        reason = f"Сертификата подписанта{number} нет ни в файле подписи, ни среди известных хабу."
        unknown = Fact(Answer.UNDETERMINED, reason, "файл подписи", "63-ФЗ ст. 11")
        names = (FactName.SIGNATURE, FactName.CHAIN, FactName.REVOCATION, FactName.QUALIFICATION)
        return {FactName.INTACT: self.signed.intact(unknown), **dict.fromkeys(names, unknown)}

    def _time(self, stamps: tuple[Stamp, ...]) -> tuple[datetime, Fact]:
        """The moment to judge at: of the earliest stamp that holds, else the caller's.

        A broken stamp is a refusal, not something to pass over; one that merely cannot be relied on is told.
        """
        checks = tuple(stamp.check for stamp in stamps)
        holding = [stamp.verdict for stamp in stamps if stamp.proves and stamp.verdict]
        earliest = min(holding, key=lambda verdict: verdict.at, default=None)
        at = earliest.at if earliest else self.at
        broken = next((stamp.check for stamp in stamps if stamp.broken), None)
        if broken is not None:
            reason = f"{broken.reason} Файл подписи изменён после того, как штамп был получен."
            return at, Fact(Answer.NO, reason, "штамп времени", _TIME_CLAUSE, checks)
        if earliest is not None:
            source = f"штамп времени службы {title(earliest.signer.common_name)}"
            reason = f"Подпись существовала уже {moment(at)}: это удостоверено штампом времени."
            return at, Fact(Answer.YES, reason, source, _TIME_CLAUSE, checks)
        why = f"{checks[0].reason} Подпись" if checks else "Штампа времени в подписи нет, она"
        claimed = self.signer.claimed_time
        said = f"; подписант указал {moment(claimed)}, это время не подтверждено" if claimed else ""
        reason = f"{why} проверена на {moment(at)}{said}."
        return at, Fact(Answer.YES, reason, self.time_source, _TIME_CLAUSE, checks)

    def _notes(self, certificate: Certificate | None, found: Verdict) -> tuple[str, ...]:
        notes, claimed = [], self.signer.claimed_time
        if claimed and claimed - found.at > _CLOCK_SKEW:
            notes.append(f"Подписант указал время в будущем: {moment(claimed)}.")
        if claimed and certificate and not certificate.valid_at(claimed):
            notes.append("Указанное подписантом время лежит вне срока действия сертификата.")
        if found.level != found.declared_level:
            notes.append(f"Подпись оформлена как {found.declared_level}, подтверждён уровень {found.level}.")
        if certificate and certificate.public_key.algorithm == oids.GOST_2001:
            notes.append("Подпись по ГОСТ Р 34.10-2001: стандарт заменён, новых подписей по нему не ставят.")
        if self.data.unreadable:
            notes.append(f"Вложенных сертификатов или списков не прочитано: {self.data.unreadable}.")
        if certificate and certificate.extensions.unreadable:
            odd = ", ".join(certificate.extensions.unreadable)
            notes.append(f"В сертификате подписанта не прочитаны расширения: {odd}.")
        return tuple(notes)


def _add_checks(facts: dict[FactName, Fact], name: FactName, checks: tuple[Check, ...]) -> None:
    """What is to be said of references and values kept in the signature; by itself it decides nothing."""
    if checks:
        facts[name] = replace(facts[name], checks=(*facts[name].checks, *checks))
