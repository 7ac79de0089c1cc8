"""Powers of attorney to order: the synthetic sample and its test PKI, and powers signed by our own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from paraph.authority.facts import DocumentFacts, PartyFacts, PoaFile, RegistryAnswer, RegistryState
from paraph.authority.steps import check_authority
from paraph.gost import CURVES, generate_private_key
from paraph.sandbox.mchd.write import Draft, Firm, First, Human, write
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import QUALIFIED, ROOT, Certificate, issue_certificate, load_certificates
from paraph.trust.crl import Crl, issue_crl
from paraph.trust.names import Name, head_subject, organization_subject, person_subject
from paraph.trust.pkcs8 import PrivateKey, load_private_key
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact

SHARED = Path(__file__).parents[3] / "shared" / "data" / "edo"
SAMPLES = SHARED / "samples" / "synthetic"
SCHEMA = SHARED / "xsd"
NUMBER = "c3f1a0de-1111-4222-8333-0123456789ab"
NAME = f"ON_EMCHD_20261001_{NUMBER}.xml"
DAY = timedelta(days=1)
CURVE = next(curve for curve in CURVES.values() if curve.title == "CryptoPro-A")

#: When the tests' documents are signed: later than every certificate begins.
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SELLER = PartyFacts("7731376812", "ООО ТЕСТ ПРОДАВЕЦ", "773101001", "1026605606620")
UPD = DocumentFacts("upd", amount=Decimal("1220.00"), counterparty_inn="7830002293")


class Registry:
    """A registry that answers as told, and remembers what it was asked."""

    def __init__(self, *answers: RegistryAnswer, **by_number: RegistryAnswer) -> None:
        self.answer = answers[0] if answers else RegistryAnswer(RegistryState.ACTIVE)
        self.by_number = by_number
        self.asked: list[tuple[str, str, str, datetime]] = []

    def status(self, number: str, issuer_inn: str, representative_inn: str, at: datetime) -> RegistryAnswer:
        self.asked.append((number, issuer_inn, representative_inn, at))
        return self.by_number.get(number, self.answer)


def answer(state: str, revoked_at: datetime | None = None, reason: str = "") -> RegistryAnswer:
    return RegistryAnswer(RegistryState(state), revoked_at, reason)


@dataclass(frozen=True)
class Holder:
    """A key and its certificate."""

    key: PrivateKey
    certificate: Certificate

    def sign(self, content: bytes, at: datetime) -> bytes:
        return sign_detached(content, key=self.key, certificate=self.certificate, at=at)


@dataclass(frozen=True)
class Authority:
    """Who issues certificates and lists, and the store that trusts it."""

    own: Holder

    def issue(
        self, subject: Name, begins: datetime = AT - 400 * DAY, ends: datetime = AT + 400 * DAY
    ) -> Holder:
        key = PrivateKey(CURVE, generate_private_key(CURVE))
        raw = issue_certificate(
            subject=subject,
            public_key=key.point,
            curve=CURVE,
            issuer_key=self.own.key,
            issuer_cert=self.own.certificate,
            serial=generate_private_key(CURVE) >> 100,
            not_before=begins,
            not_after=ends,
            profile=QUALIFIED,
        )
        return Holder(key, Certificate.parse(raw))

    @property
    def store(self) -> TrustStore:
        return store_of(self.own.certificate, self.own.key)


@cache
def authority() -> Authority:
    key = PrivateKey(CURVE, generate_private_key(CURVE))
    subject = organization_subject(common_name="Тестовый УЦ", organization="ООО Тестовый УЦ")
    raw = issue_certificate(
        subject=subject,
        public_key=key.point,
        curve=CURVE,
        issuer_key=key,
        issuer_cert=None,
        serial=7,
        not_before=AT - 1000 * DAY,
        not_after=AT + 1000 * DAY,
        profile=ROOT,
    )
    return Authority(Holder(key, Certificate.parse(raw)))


@cache
def store_of(root: Certificate, key: PrivateKey) -> TrustStore:
    """Trust in one root whose list, in force for long, revokes nobody."""
    crl = issue_crl(
        issuer_cert=root, issuer_key=key, revoked=[], this_update=AT - 300 * DAY, next_update=AT + 100 * DAY
    )
    return TrustStore([root], [], [Crl.parse(crl)])


# -- the sample of the shared data -------------------------------------------------------------------------


@cache
def certificate(name: str) -> Certificate:
    return load_certificates((SHARED / "test_pki" / f"{name}.crt").read_bytes())[0]


@cache
def key(name: str) -> PrivateKey:
    return load_private_key((SHARED / "test_pki" / f"{name}.key").read_bytes())


def sample_store() -> TrustStore:
    return store_of(certificate("ca"), key("ca"))


def sample() -> PoaFile:
    return PoaFile((SAMPLES / NAME).read_bytes(), ((SAMPLES / f"{NAME}.sig").read_bytes(),), NAME)


def changed(*changes: tuple[str, str], by: str = "head") -> PoaFile:
    """The sample with some words replaced, signed anew by one of the test PKI."""
    text = sample().xml.decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    xml = text.encode()
    signature = sign_detached(xml, key=key(by), certificate=certificate(by), at=AT - DAY / 4)
    return PoaFile(xml, (signature,))


def check_sample(*files: PoaFile, **changes: Any) -> Fact:
    """The check of the person of the test PKI signing an УПД for the seller by the given powers."""
    options: dict[str, Any] = {
        "store": sample_store(), "at": AT, "poas": files, "document": UPD, "registry": Registry(), **changes,
    }  # fmt: skip
    signer = options.pop("signer", certificate("person"))
    return check_authority(signer, options.pop("party", SELLER), **options)


# -- an invented firm with powers to order -----------------------------------------------------------------

FIRM = Firm("ООО «Ромашка»", "7731376812", "773101001", "1207799000012")
BUREAU = Firm("ООО «Бюро»", "7830002293", "783001001", "1207899000022")
HEAD = Human("Лугова", "Анна Сергеевна", "770000010193", "99900010118", "Генеральный директор")
SECOND = Human("Второв", "Павел Ильич", "770000010588", "99900010522", "Директор")
EMPLOYEE = Human("Работников", "Пётр Ильич", "770000010267", "99900010219")
OTHER = Human("Колосова", "Мария Викторовна", "780000010425", "99900010421")
TRADER = Human("Мастеров", "Олег Юрьевич", "770000010588", "99900010522", ogrnip="320779900000051")
PARTY = PartyFacts(FIRM.inn, FIRM.name, FIRM.kpp, FIRM.ogrn)
ACT = DocumentFacts("act", amount=Decimal("500000"), counterparty_inn=BUREAU.inn)
ISSUED, EXPIRES = date(2026, 11, 1), date(2027, 10, 31)
SIGNED_AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@cache
def head_of(firm: Firm, human: Human) -> Holder:
    return authority().issue(
        head_subject(
            organization=firm.name,
            inn_le=firm.inn,
            ogrn=firm.ogrn,
            surname=human.surname,
            given_name=human.given_name,
            inn=human.inn,
            snils=human.snils,
            title=human.title,
        )
    )


@cache
def person_of(human: Human) -> Holder:
    return authority().issue(
        person_subject(
            surname=human.surname,
            given_name=human.given_name,
            inn=human.inn,
            snils=human.snils,
            ogrnip=human.ogrnip,
        )
    )


def draft(**changes: Any) -> Draft:
    options: dict[str, Any] = {
        "principal": FIRM, "heads": (HEAD,), "representatives": (EMPLOYEE,), "issued": ISSUED,
        "expires": EXPIRES, **changes,
    }  # fmt: skip
    return Draft(**options)


def signed(made: Draft, *by: Holder, at: datetime = SIGNED_AT) -> PoaFile:
    """The file of a draft with signatures, by default of the head of the firm."""
    xml = write(made)
    signers = by or (head_of(FIRM, HEAD),)
    return PoaFile(xml, tuple(signer.sign(xml, at) for signer in signers), f"{made.file_id}.xml")


def check(*files: PoaFile, signer: Holder | None = None, **changes: Any) -> Fact:
    """The check of an act signed for the firm, by default by its employee."""
    options: dict[str, Any] = {
        "store": authority().store, "at": AT, "poas": files, "document": ACT,
        "registry": Registry(), **changes,
    }  # fmt: skip
    who = (signer or person_of(EMPLOYEE)).certificate
    return check_authority(who, options.pop("party", PARTY), **options)


def step(fact: Fact, name: str) -> Any:
    """The named check of a fact."""
    return next(found for found in fact.checks if found.name == f"mchd.{name}")


def refused(fact: Fact, name: str, words: str = "") -> bool:
    """The fact is «no» for the reason of this step, and no other step says no."""
    failed = [found.name for found in fact.checks if found.answer is Answer.NO]
    return (
        fact.answer is Answer.NO
        and failed == [f"mchd.{name}"]
        and fact.reason == step(fact, name).reason
        and words in fact.reason
    )


def open_at(fact: Fact, name: str, words: str = "") -> bool:
    """The fact is undetermined for the reason of this step, and nothing says no."""
    unknown = [found.name for found in fact.checks if found.answer is Answer.UNDETERMINED]
    return (
        fact.answer is Answer.UNDETERMINED
        and f"mchd.{name}" in unknown
        and not any(found.answer is Answer.NO for found in fact.checks)
        and words in step(fact, name).reason
    )


def handed_on(parent: Draft, **changes: Any) -> Draft:
    """A sub-delegation of the parent by its representative to the partner's employee."""
    first = First(parent.number, parent.issued, parent.expires, FIRM)
    return replace(draft(), principal=EMPLOYEE, heads=(), representatives=(OTHER,), first=first, **changes)
