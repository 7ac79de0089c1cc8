"""Is the certificate qualified: its form, its CA on the day of issue, and the rules on who may use it.

63-ФЗ ст. 5 ч. 4, ст. 11, ст. 17, ст. 17.2; приказ ФСБ № 795. The fact does not change the headline of a
verdict: an unqualified signature may bind by agreement (63-ФЗ ст. 6 ч. 2), so it is told, not refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paraph.trust import der, oids
from paraph.trust.accreditation import MOSCOW
from paraph.trust.certificate import Certificate
from paraph.trust.chain import Chain
from paraph.trust.clock import Clock
from paraph.trust.profile795 import Holder, profile_checks, sign_classes
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check, Fact
from paraph.trust.wording import moment, title

if TYPE_CHECKING:  # reading XML costs the start of a command, and most checks have no list
    from paraph.trust.tsl import AccreditedList
    from paraph.trust.tsl_reading import Listing

#: ОГРН of state bodies whose CAs issue to legal entities and ИП: ФНС, Федеральное казначейство, Банк России.
STATE_OGRNS = frozenset({"1047707030513", "1047797019830", "1037700013020"})

_CLAUSE = "63-ФЗ ст. 5 ч. 4, ст. 11, ст. 17; приказ ФСБ № 795"
_ACCREDITED = "63-ФЗ ст. 11 п. 1, ст. 16"
_LIST = "63-ФЗ ст. 8 ч. 2 п. 4, ст. 15"
_WHO = "63-ФЗ ст. 17.2"

#: A list older than the certificate may lag behind by the longest holidays, no more.
_LAG = timedelta(days=10)
#: From these moments on.
_NO_COMMERCIAL = datetime(2023, 9, 1, tzinfo=MOSCOW)
_NO_EMPLOYEES = datetime(2024, 9, 1, tzinfo=MOSCOW)
_GOST_2012_ADVISED = datetime(2019, 1, 1, tzinfo=MOSCOW)
_GOST_2012_ONLY = datetime(2020, 1, 1, tzinfo=MOSCOW)

_GOST_2012 = (oids.GOST_2012_256, oids.GOST_2012_512)
#: Keys with these purposes do not sign documents.
_SPECIAL_PURPOSES = {oids.EKU_TIME_STAMPING: "штампов времени", oids.EKU_OCSP_SIGNING: "ответов о статусе"}


def check_qualification(certificate: Certificate, chain: Chain, *, store: TrustStore, at: datetime) -> Fact:
    """The fact «qualification» for a signature made at `at` (aware) with `certificate`.

    `chain` is the certificate's own path as far as it was built. Yes: every deciding rule holds, by a list of
    accredited CAs that may be relied on. No: one is broken, so the certificate is not qualified or may not be
    used so. Undetermined: something is not known. Rules that only warn are among the checks, marked.
    """
    clock = Clock(at)
    key = (str(chain.complete), *(item.fingerprint for item in (certificate, *chain.path[1:])))
    kept = store.qualifications.get(key, at)
    if kept is None:
        kept = _answer(_Question(certificate, chain, store, clock))
        store.qualifications.put(key, clock, kept)
    return kept


def _answer(question: _Question) -> Fact:
    checks = tuple(question.checks())
    warned = [check.reason for check in checks if check.warning]
    listed = question.store.accredited
    source = str(listed) if listed else "сертификат подписанта"

    def first(answer: Answer) -> str:
        return next((item.reason for item in checks if item.answer is answer and not item.warning), "")

    if reason := first(Answer.NO):
        return Fact(Answer.NO, f"Сертификат не квалифицированный. {reason}", source, _CLAUSE, checks)
    if reason := first(Answer.UNDETERMINED):
        reason = f"Квалифицированный ли сертификат, не определено. {reason}"
        return Fact(Answer.UNDETERMINED, reason, source, _CLAUSE, checks)
    reason = f"Сертификат квалифицированный ({', '.join(sign_classes(question.certificate))}): "
    reason += "его выдал УЦ, аккредитация которого действовала на день выдачи."
    if warned:
        reason += f" Замечания: {' '.join(warned)}"
    return Fact(Answer.YES, reason, source, _CLAUSE, checks)


@dataclass(frozen=True)
class _Question:
    """One certificate at one moment."""

    certificate: Certificate
    chain: Chain
    store: TrustStore
    clock: Clock

    def checks(self) -> Iterator[Check]:
        """Every rule, the deciding ones of the form first: they explain an unqualified certificate best."""
        yield from profile_checks(self.certificate, self.clock)
        listed = self.store.accredited
        believed = _list_check(listed, self.store, self.certificate, self.clock)
        yield believed
        reliable = listed if believed.answer is Answer.YES else None
        places = reliable.find(self.chain.path[1]) if reliable and len(self.chain.path) > 1 else ()
        yield self._accreditation(reliable, places)
        yield self._root(reliable)
        yield self._algorithm()
        yield self._restrictions()
        if Holder.of(self.certificate) is not Holder.PERSON:
            yield from self._state_authority(reliable, places)

    def _accreditation(self, listed: AccreditedList | None, places: Sequence[Listing]) -> Check:
        name, day = "63.accredited-on-issue", moment(self.certificate.not_before)
        issuer = title(self.certificate.issuer.common_name)
        if listed is None:
            reason = f"Аккредитация УЦ {issuer} на день выдачи не проверена: положиться на перечень нельзя."
            return Check(name, Answer.UNDETERMINED, reason, _ACCREDITED)
        if len(self.chain.path) < 2:
            reason = f"Сертификат издателя {issuer} не найден: нельзя сказать, аккредитован ли он."
            return Check(name, Answer.UNDETERMINED, reason, _ACCREDITED)
        if not places:
            reason = f"Издателя {issuer} с этим ключом нет в перечне аккредитованных УЦ."
            return Check(name, Answer.NO, reason, _ACCREDITED)
        answers = [place.authority.accreditation.on_issue(self.certificate.not_before) for place in places]
        best = min(answers, key=(Answer.YES, Answer.UNDETERMINED, Answer.NO).index)
        authority = places[answers.index(best)].authority
        entry = authority.accreditation.at(self.certificate.not_before)
        who = f"УЦ {title(authority.name)} (ОГРН {authority.ogrn})"
        if best is Answer.YES:
            return Check(name, best, f"{who} был аккредитован на день выдачи, {day}.", _ACCREDITED)
        if best is Answer.UNDETERMINED:
            reason = f"Статус аккредитации {who} на {day} в перечне непонятен или противоречив."
        elif entry is None:
            reason = f"{who} на {day} ещё не был аккредитован."
        else:
            reason = f"Аккредитация {who} не действовала на {day}: «{entry.text}» с {moment(entry.since)}."
        return Check(name, best, reason, _ACCREDITED)

    def _root(self, listed: AccreditedList | None) -> Check:
        """A warning at most: before 2018 accredited CAs had roots of their own."""
        name, clause = "63.root-mintsifry", "63-ФЗ ст. 8 ч. 3"
        root = self.chain.path[-1]
        publisher = listed.signer.subject.get(oids.OGRN) if listed and listed.signer else ""
        if not self.chain.complete or not publisher:
            reason = "Ведёт ли цепочка к головному УЦ, не установлено."
            return Check(name, Answer.UNDETERMINED, reason, clause, warning=True)
        if root.subject.get(oids.OGRN) == publisher:
            reason = f"Цепочка ведёт к головному УЦ {title(root.subject.common_name)}."
            return Check(name, Answer.YES, reason, clause)
        reason = f"Цепочка ведёт не к головному УЦ, а к корню {title(root.subject.common_name)}."
        return Check(name, Answer.NO, reason, clause, warning=True)

    def _algorithm(self) -> Check:
        name, clause = "63.key-algorithm", "документ ФСБ № 149/7/1/3-58 от 31.01.2014"
        key = self.certificate.public_key
        if key.algorithm in _GOST_2012:
            return Check(name, Answer.YES, f"Алгоритм ключа: {key.title}.", clause)
        if key.algorithm == oids.GOST_2001 and not self.clock.reached(_GOST_2012_ONLY):
            late = self.clock.reached(_GOST_2012_ADVISED)
            reason = "Ключ по ГОСТ Р 34.10-2001: им можно было подписывать до конца 2019 года."
            return Check(name, Answer.YES, reason, clause, warning=late)
        reason = f"Алгоритмом ключа ({key.title}) квалифицированную подпись создавать нельзя."
        return Check(name, Answer.NO, reason, clause)

    def _restrictions(self) -> Check:
        """Use within the restrictions the certificate itself names, as far as a machine can read them."""
        name, clause = "63.restrictions", "63-ФЗ ст. 11 п. 4, ст. 17 ч. 2 п. 7"
        purposes = self.certificate.extensions.extended_key_usage
        special = [_SPECIAL_PURPOSES[item] for item in sorted(purposes or ()) if item in _SPECIAL_PURPOSES]
        if purposes and len(special) == len(purposes):
            reason = f"Сертификат выдан только для {' и '.join(special)}, а не для подписи документов."
            return Check(name, Answer.NO, reason, clause)
        if not _key_in_use(self.certificate, self.clock):
            reason = "Срок использования ключа подписи не охватывает момент подписи."
            return Check(name, Answer.NO, reason, clause, warning=True)
        named = f" Области применения: {', '.join(sorted(purposes))}." if purposes else ""
        reason = f"Ограничений, мешающих подписать документ, в сертификате не найдено.{named}"
        return Check(name, Answer.YES, reason, clause)

    def _state_authority(self, listed: AccreditedList | None, places: Sequence[Listing]) -> Iterator[Check]:
        """Legal entities and ИП have had to go to a state CA since 2023, their employees since 2024."""
        holder = Holder.of(self.certificate)
        state = self._is_state(listed, places)
        issuer = title(self.certificate.issuer.common_name)
        name = "63.commercial-ca-legal-entity"
        if self.certificate.not_before < _NO_COMMERCIAL or state:
            reason = f"Издатель {issuer} вправе был выдать сертификат ({holder.value})."
            yield Check(name, Answer.YES, reason, _WHO)
        elif state is None:
            reason = f"Неизвестно, государственный ли УЦ {issuer}."
            yield Check(name, Answer.UNDETERMINED, reason, _WHO)
        else:
            reason = (
                f"Сертификат ({holder.value}) выдан коммерческим УЦ {issuer} после 31.08.2023: "
                "такие сертификаты не принимаются, их выдают УЦ ФНС, Казначейства и Банка России."
            )
            yield Check(name, Answer.NO, reason, _WHO)
        if holder is not Holder.LEGAL_ENTITY or not self.clock.reached(_NO_EMPLOYEES):
            return
        name = "63.employee-person-certificate"
        if state:
            reason = "Сертификат организации выдан государственным УЦ её руководителю."
            yield Check(name, Answer.YES, reason, _WHO)
        elif state is None:
            reason = f"Неизвестно, кому выдал сертификат организации УЦ {issuer}."
            yield Check(name, Answer.UNDETERMINED, reason, _WHO)
        else:
            reason = (
                "С 01.09.2024 работник подписывает сертификатом физического лица с доверенностью (МЧД), "
                "а не сертификатом организации от коммерческого УЦ."
            )
            yield Check(name, Answer.NO, reason, _WHO)

    def _is_state(self, listed: AccreditedList | None, places: Sequence[Listing]) -> bool | None:
        """Whether a state body runs the issuing CA; None if that is not known."""
        numbers = {place.authority.ogrn for place in places} | {self.certificate.issuer.get(oids.OGRN)}
        numbers.discard("")
        if numbers & STATE_OGRNS:
            return True
        if not numbers or listed is None or listed.signer is None:
            return None
        return listed.signer.subject.get(oids.OGRN) in numbers


def _list_check(
    listed: AccreditedList | None, store: TrustStore, certificate: Certificate, clock: Clock
) -> Check:
    """Is there a list, whose is it, and does it know the day of issue."""
    name = "63.accredited-list"
    if listed is None:
        reason = "Перечень аккредитованных УЦ (TSL) не подключён: аккредитация УЦ не проверена."
        return Check(name, Answer.UNDETERMINED, reason, _LIST)
    fact = listed.judge(store, clock)
    if fact.answer is not Answer.YES:
        return Check(name, Answer.UNDETERMINED, fact.reason, _LIST)
    if certificate.not_before - listed.issued_at > _LAG:
        reason = (
            f"Перечень аккредитованных УЦ издан {moment(listed.issued_at)}, задолго до сертификата: "
            "обновите его."
        )
        return Check(name, Answer.UNDETERMINED, reason, _LIST)
    old = next((check.reason for check in fact.checks if check.warning), "")
    return Check(name, Answer.YES, old or fact.reason, _LIST, warning=bool(old))


def _key_in_use(certificate: Certificate, clock: Clock) -> bool:
    """Whether the moment lies within privateKeyUsagePeriod, when there is one (RFC 3280 cl. 4.2.1.4)."""
    value = certificate.extensions.values.get(oids.PRIVATE_KEY_USAGE_PERIOD)
    if value is None:
        return True
    try:
        fields = der.read(value).fields()
        begin, end = (_time(fields.maybe(tag)) for tag in (0x80, 0x81))
    except der.DerError:
        return False
    return (begin is None or clock.reached(begin)) and (end is None or not clock.passed(end))


def _time(element: der.Element | None) -> datetime | None:
    """An implicitly tagged GeneralizedTime."""
    return der.read(der.encode(der.GENERALIZED_TIME, element.content)).time() if element else None
