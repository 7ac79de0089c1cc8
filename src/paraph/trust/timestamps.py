"""Checking a time-stamp token: who put it, when, on what, and whether it can still be relied on.

A token is a signature like any other and meets the same judge, for the purpose of time-stamping
(RFC 3161 cl. 2.3, 2.4.2, 4; 63-ФЗ ст. 11 п. 2).
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from paraph.trust.cades_enclosures import gather, signer_certificate
from paraph.trust.certificate import Certificate, hex_serial
from paraph.trust.chain import Chain
from paraph.trust.crl import Reason
from paraph.trust.evidence import Evidence
from paraph.trust.path_check import Purpose, judge
from paraph.trust.signature_facts import Signed
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.tsp import Token
from paraph.trust.verdict import Answer, Check, Fact, FactName, SignerInfo, Verdict
from paraph.trust.wording import moment, title

_SOURCE = "штамп времени"
#: Reasons of revocation after which stamps put earlier keep their force (RFC 3161 cl. 4 n. 1).
_HARMLESS = frozenset({Reason.AFFILIATION_CHANGED, Reason.SUPERSEDED, Reason.CESSATION_OF_OPERATION})


def verify_token(
    token: Token,
    digest: bytes,
    *,
    store: TrustStore,
    at: datetime | None = None,
    enclosed: Enclosed | None = None,
) -> Verdict:
    """Verdict on the token as a stamp over `digest`.

    The authority's certificate is judged at the token's own time. `at` is the moment the stamp must still
    prove something at (by default its own time): the certificate must not have expired by then nor its key
    been compromised; a later stamp over this one makes that moment earlier. `enclosed` came beside the token.
    """
    evidence = gather(token.data, token.signer, enclosed)
    certificate = signer_certificate(token.signer, evidence.enclosed, store)
    signed = Signed.of(token.data, token.signer, None)
    if certificate is None:
        signature = chain = revocation = time = _unknown(token)
        who = SignerInfo()
    else:
        judgement = judge(
            certificate, store=store, enclosed=evidence.enclosed, at=token.at, purpose=Purpose.TIME_STAMPING
        )
        signature = _signature(signed, certificate)
        chain, revocation = judgement.chain.fact, judgement.revocation
        time = _time(token, judgement.chain, store, evidence.enclosed, max(at or token.at, token.at))
        who = certificate.signer_info()
    return Verdict(
        facts={
            FactName.INTACT: _intact(token, digest, signed.intact(signature)),
            FactName.SIGNATURE: signature,
            FactName.CHAIN: chain,
            FactName.REVOCATION: revocation,
            FactName.TIME: time,
        },
        signer=who,
        at=token.at,
        level="RFC 3161",
    )


def _unknown(token: Token) -> Fact:
    serial = token.signer.serial
    number = f" № {hex_serial(serial)}" if serial is not None else ""
    reason = f"Сертификата службы штампов времени{number} нет ни в штампе, ни среди известных хабу."
    return Fact(Answer.UNDETERMINED, reason, _SOURCE, "RFC 3161 п. 2.4.2")


def _intact(token: Token, digest: bytes, own: Fact) -> Fact:
    """That the token is whole, and is put on these very data."""
    clause = "RFC 3161 п. 2.4.2"
    if token.digest != digest:
        reason = "Штамп времени поставлен на другие данные: хеши не совпадают."
        check = Check("tsp.imprint", Answer.NO, reason, clause)
        return Fact(Answer.NO, reason, _SOURCE, clause, (*own.checks, check))
    if own.answer is not Answer.YES:
        return Fact(own.answer, "Сведения о времени внутри штампа изменены.", _SOURCE, clause, own.checks)
    reason = "Штамп времени поставлен на эти данные и не изменён."
    return Fact(
        Answer.YES, reason, _SOURCE, clause, (*own.checks, Check("tsp.imprint", Answer.YES, reason, clause))
    )


def _signature(signed: Signed, certificate: Certificate) -> Fact:
    fact = signed.signature(certificate, "сертификат службы штампов")
    if fact.answer is Answer.YES and signed.signer.certificate_ref is None:
        clause = "RFC 3161 п. 2.4.2; RFC 5816"
        reason = "В штампе нет подписанной ссылки на сертификат службы (ESSCertID)."
        check = Check("cades.signing-certificate", Answer.NO, reason, clause)
        return Fact(Answer.NO, reason, fact.source, clause, (*fact.checks, check))
    return fact


def _time(token: Token, chain: Chain, store: TrustStore, enclosed: Enclosed, proof: datetime) -> Fact:
    """Whether the stamp still proves its time at `proof`."""
    certificate, clause = chain.path[0], "RFC 3161 п. 4"
    name = title(certificate.subject.common_name)
    compromise = _not_compromised(chain, store, enclosed, (token.at, proof))
    checks = (_not_expired(certificate, name, proof), compromise)
    worst = next((check for check in checks if check.answer is not Answer.YES), None)
    if worst is not None:
        return Fact(worst.answer, worst.reason, _SOURCE, clause, checks)
    reason = f"Служба штампов {name} удостоверила время {moment(token.at)}."
    return Fact(Answer.YES, reason, f"{_SOURCE} службы {name}", clause, checks)


def _not_expired(certificate: Certificate, name: str, proof: datetime) -> Check:
    rule, clause = "tsp.authority-term", "RFC 3161 п. 4; ETSI TS 101 733 п. 6.4"
    if proof <= certificate.not_after:
        return Check(rule, Answer.YES, "Срок действия сертификата службы штампов не истёк.", clause)
    reason = (
        f"Срок действия сертификата службы штампов {name} истёк {moment(certificate.not_after)}, "
        "а архивного штампа, поставленного раньше, нет."
    )
    return Check(rule, Answer.UNDETERMINED, reason, clause)


def _not_compromised(
    chain: Chain, store: TrustStore, enclosed: Enclosed, period: tuple[datetime, datetime]
) -> Check:
    """A revocation after the stamp undoes it too unless its reason is harmless (RFC 3161 cl. 4 n. 1).

    So does that of a CA above: who has its key can make a time-stamping authority and stamps of any date.
    """
    rule, clause = "tsp.authority-key", "RFC 3161 п. 4 примеч. 1"
    stamped, proof = period
    known = Evidence(store, enclosed, chain.path[-1])
    for certificate, issuer in pairwise(chain.path):
        name = title(certificate.subject.common_name)
        whose = f"службы штампов {name}" if certificate is chain.path[0] else f"УЦ {name}"
        for statement in known.statements(certificate, issuer):
            entry = statement.entry
            if entry and stamped < entry.at <= proof and entry.reason not in _HARMLESS:
                reason = (
                    f"Сертификат {whose} отозван {moment(entry.at)}; по причине отзыва "
                    "штампы, поставленные раньше, тоже теряют силу."
                )
                return Check(rule, Answer.NO, reason, clause)
    return Check(rule, Answer.YES, "О компрометации ключа службы штампов ничего не известно.", clause)
