"""The result of checking one signature: facts, never a single boolean.

Each fact answers yes / no / undetermined with its reason (Russian, for people), its source (where the
data came from) and the clause it rests on. The headline is derived, never stored apart. The check is
technical: 63-ФЗ art. 11 asks for a certified means, so the tool that checked is always named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

#: The tool named in every protocol beside a verdict made by this code.
TOOL = "Paraph (техническая проверка, не сертифицированное средство ЭП)"


class Answer(StrEnum):
    """What is known about a fact; «не определено» is an answer of its own."""

    YES = "yes"
    NO = "no"
    UNDETERMINED = "undetermined"


class FactName(StrEnum):
    """The seven questions asked of every signature, in the order a reader expects them."""

    INTACT = "intact"
    SIGNATURE = "signature"
    CHAIN = "chain"
    REVOCATION = "revocation"
    TIME = "time"
    QUALIFICATION = "qualification"
    AUTHORITY = "authority"


#: Facts that must all be «yes» for the headline to be «valid».
DECISIVE = (FactName.INTACT, FactName.SIGNATURE, FactName.CHAIN, FactName.REVOCATION, FactName.TIME)


class Headline(StrEnum):
    """The one-word summary derived from the facts."""

    VALID = "valid"
    INVALID = "invalid"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Check:
    """One rule of those a fact is made of, under a stable name that programs may rely on."""

    #: For example «795.subject-sign-tool», «63.accredited-on-issue», «mchd.registry».
    name: str
    answer: Answer
    reason: str
    clause: str = ""
    #: True for what people should know although it decides nothing by itself.
    warning: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "answer": self.answer.value,
            "reason": self.reason,
            "clause": self.clause,
            "warning": self.warning,
        }


@dataclass(frozen=True)
class Fact:
    """One answer with its grounds."""

    answer: Answer
    #: Why, in a sentence a non-technical reader understands (Russian).
    reason: str
    #: Where the data came from: «подпись», «CRL http://…», «часы сервера» …
    source: str = ""
    #: The clause the check rests on, for example «63-ФЗ ст. 11 п. 2».
    clause: str = ""
    #: The rules the answer was derived from, in the order they were applied; empty when there is just one.
    checks: tuple[Check, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "answer": self.answer.value,
            "reason": self.reason,
            "source": self.source,
            "clause": self.clause,
            "checks": [check.as_dict() for check in self.checks],
        }


@dataclass(frozen=True)
class SignerInfo:
    """Who signed, read from the signer's certificate; absent attributes are empty strings."""

    common_name: str = ""
    #: «Фамилия Имя Отчество» from SN and GN, or the common name of a person's certificate.
    full_name: str = ""
    title: str = ""
    organization: str = ""
    inn: str = ""  #: ИНН of the person, 12 digits
    inn_le: str = ""  #: ИННЮЛ, 10 digits
    ogrn: str = ""
    ogrnip: str = ""
    snils: str = ""
    serial: str = ""  #: certificate serial number, upper-case hexadecimal
    issuer: str = ""  #: issuer's common name
    not_before: str = ""  #: ISO 8601, UTC
    not_after: str = ""  #: ISO 8601, UTC
    #: SHA-256 of the certificate, hexadecimal: the stable key of a certificate everywhere in Paraph.
    fingerprint: str = ""
    algorithm: str = ""  #: human-readable, for example «ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A»


@dataclass(frozen=True)
class Verdict:
    """All facts found about one signature of one document."""

    facts: Mapping[FactName, Fact]
    signer: SignerInfo
    #: Moment the check refers to (UTC): trusted time if there is one, else the moment of the check.
    at: datetime
    #: Signing time claimed by the signer inside the signature, if any (not trusted by itself).
    claimed_time: datetime | None = None
    #: Level of the signature that holds: «CMS», «CAdES-BES», «CAdES-T» … (`cms.Level`).
    level: str = ""
    #: Level its attributes make it look; higher than `level` when something in it does not hold.
    declared_level: str = ""
    tool: str = TOOL
    notes: tuple[str, ...] = field(default=())
    #: Verdicts on the time-stamps in the signature.
    time_stamps: tuple[Verdict, ...] = ()
    #: Verdicts on signatures over this one; they decide nothing about it.
    counter_signatures: tuple[Verdict, ...] = ()

    @property
    def headline(self) -> Headline:
        """Valid only if every decisive fact is yes and authority is not refuted; fails closed."""
        answers = [
            self.facts[name].answer if name in self.facts else Answer.UNDETERMINED for name in DECISIVE
        ]
        authority = self.facts.get(FactName.AUTHORITY)
        if Answer.NO in answers or (authority and authority.answer is Answer.NO):
            return Headline.INVALID
        if Answer.UNDETERMINED in answers:
            return Headline.UNDETERMINED
        return Headline.VALID

    @property
    def is_open(self) -> bool:
        """Whether any fact, decisive or not, is still undetermined."""
        return any(fact.answer is Answer.UNDETERMINED for fact in self.facts.values())

    @property
    def first_open(self) -> Fact:
        """The first undetermined fact in the order a reader expects; ValueError when there is none."""
        for name in FactName:
            if name in self.facts and self.facts[name].answer is Answer.UNDETERMINED:
                return self.facts[name]
        raise ValueError("every fact is determined")

    def with_fact(self, name: FactName, fact: Fact) -> Verdict:
        """The same verdict with one fact replaced, for checks made by another room (authority)."""
        return replace(self, facts={**self.facts, name: fact})

    def as_dict(self) -> dict[str, Any]:
        """JSON form kept with the signature and shown by `paraph verify --json`."""
        return {
            "headline": self.headline.value,
            "facts": {name.value: self.facts[name].as_dict() for name in FactName if name in self.facts},
            "signer": vars(self.signer).copy(),
            "at": self.at.isoformat(),
            "claimed_time": self.claimed_time.isoformat() if self.claimed_time else None,
            "level": self.level,
            "declared_level": self.declared_level,
            "tool": self.tool,
            "notes": list(self.notes),
            "time_stamps": [verdict.as_dict() for verdict in self.time_stamps],
            "counter_signatures": [verdict.as_dict() for verdict in self.counter_signatures],
        }
