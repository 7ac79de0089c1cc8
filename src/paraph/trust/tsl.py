"""The list of accredited CAs published by Минцифры: who was accredited when, with which keys.

Structure: `АккредитованныеУдостоверяющиеЦентры`, schema version 0, signed by an enveloped XML signature. What
the list says counts only after `AccreditedList.verify` (63-ФЗ ст. 8 ч. 2 п. 4, ст. 15, ст. 16).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from weakref import WeakKeyDictionary

from paraph.trust import oids, xmldsig
from paraph.trust.certificate import Certificate
from paraph.trust.clock import Clock
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.path_check import judge
from paraph.trust.purpose import Purpose
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.tsl_reading import (
    Authority,
    ListedCertificate,
    Listing,
    Reader,
    TslError,
    moment_of,
    text_of,
)
from paraph.trust.verdict import Answer, Check, Fact
from paraph.trust.wording import moment, title
from paraph.trust.xmldsig import XmlSignature, XmlSignatureError

__all__ = ["MINISTRY_OGRN", "AccreditedList", "TslError"]

#: ОГРН of Минцифры России, which keeps the list and runs the head CA (63-ФЗ ст. 8).
MINISTRY_OGRN = "1047702026701"

_ROOT = "АккредитованныеУдостоверяющиеЦентры"
_CLAUSE = "63-ФЗ ст. 8 ч. 2 п. 4, ст. 15"
#: The list changes nearly every working day: older than this, its reader should hear of it.
_OLD = timedelta(days=30)
#: How far up from its signer the list itself may supply issuers.
_MAX_ISSUERS = 16


class AccreditedList:
    """One published list. Data only; nothing of it is to be believed before `verify` says so."""

    def __init__(
        self,
        *,
        version: str,
        issued_at: datetime,
        authorities: Iterable[Authority],
        signature: XmlSignature | None,
        pinned: Iterable[Certificate] = (),
        unreadable: int = 0,
    ) -> None:
        self.version = version
        #: Date of the list (aware), as the list itself gives it.
        self.issued_at = issued_at
        self.authorities = tuple(authorities)
        self.signature = signature
        #: Certificates an administrator vouches for as the list's signer.
        self.pinned = tuple(pinned)
        #: Certificates of the list that are damaged or unlike their thumbprint: they prove nothing.
        self.unreadable = unreadable
        self._by_raw: dict[bytes, list[Listing]] = defaultdict(list)
        self._by_key: dict[bytes, list[Listing]] = defaultdict(list)
        for listing in self._listings():
            self._by_key[listing.key.identifier].append(listing)
            for item in listing.key.certificates:
                self._by_raw[item.raw].append(listing)
        self._signers: WeakKeyDictionary[TrustStore, tuple[Check, ...]] = WeakKeyDictionary()

    @classmethod
    def parse(cls, xml: bytes, *, pinned: Iterable[Certificate] = ()) -> AccreditedList:
        """Read a published list; `pinned` are certificates an administrator vouches for as its signer.

        Raises `TslError`. A missing or wrong signature is no error here: `verify` tells of it.
        """
        try:
            document = xmldsig.parse(xml)
        except (XmlSignatureError, UnsupportedAlgorithm) as error:
            raise TslError(f"перечень аккредитованных УЦ не принят: {error}") from error
        root = document.root
        if root.tag != _ROOT:
            raise TslError(f"это не перечень аккредитованных УЦ: корневой элемент «{root.tag}»")
        reader = Reader()
        authorities = [reader.authority(element) for element in root.iterchildren("УдостоверяющийЦентр")]
        return cls(
            version=text_of(root, "Версия"),
            issued_at=moment_of(text_of(root, "Дата")),
            authorities=authorities,
            signature=document.signature,
            pinned=pinned,
            unreadable=reader.unreadable,
        )

    def __str__(self) -> str:
        """How the list is named as a source."""
        return f"перечень аккредитованных УЦ, версия {self.version} от {moment(self.issued_at)}"

    # -- looking up -------------------------------------------------------------------------------------

    def find(self, authority: Certificate) -> Sequence[Listing]:
        """Where this CA certificate, or another one of the same key, stands in the list.

        More than one place means the key went over to another CA.
        """
        found = list(self._by_raw.get(authority.raw, ()))
        key = authority.public_key.raw
        for place in self._by_key.get(authority.extensions.subject_key_id or b"", ()):
            known = any(place is other for other in found)
            if not known and any(_has_key(listed, key) for listed in place.key.certificates):
                found.append(place)
        return found

    def by_key_identifier(self, identifier: bytes) -> Sequence[Listing]:
        """Where a key of this identifier stands; an identifier is a hint and proves nothing."""
        return self._by_key.get(identifier, ()) if identifier else ()

    def by_raw(self, certificate: bytes) -> Sequence[Listing]:
        """Where this very certificate (DER) stands."""
        return self._by_raw.get(certificate, ())

    def issuers(self, certificate: Certificate) -> tuple[Certificate, ...]:
        """Listed certificates that may have issued this one, by its authority key identifier."""
        identifier = certificate.extensions.authority_key_id or b""
        listed = (item for place in self.by_key_identifier(identifier) for item in place.key.certificates)
        return tuple(item.certificate for item in listed if item.certificate is not None)

    def certificates(self) -> Iterator[Certificate]:
        """Every readable CA certificate once, to build paths with; nothing is trusted by being among them."""
        for raw, places in self._by_raw.items():
            listed = (item for item in places[0].key.certificates if item.raw == raw)
            certificate = next(listed).certificate
            if certificate is not None:
                yield certificate

    def crl_urls(self, authority: Certificate) -> tuple[str, ...]:
        """Where the list says that lists of revoked certificates of this CA key are published."""
        urls = (url for place in self.find(authority) for url in place.key.crl_urls)
        return tuple(dict.fromkeys(urls))

    def _listings(self) -> Iterator[Listing]:
        for authority in self.authorities:
            for complex_ in authority.complexes:
                for key in complex_.keys:
                    yield Listing(authority, complex_, key)

    # -- believing --------------------------------------------------------------------------------------

    @cached_property
    def signer(self) -> Certificate | None:
        """The certificate whose key signed the list, pinned ones first; None if there is no such."""
        signature = self.signature
        if signature is None or not signature.intact:
            return None
        candidates = (*self.pinned, *signature.certificates)
        return next((item for item in candidates if _made_by(signature, item)), None)

    def verify(self, *, store: TrustStore, at: datetime) -> Fact:
        """Whether the list may be relied on at the moment `at` (aware).

        Yes: the signature holds, and its signer is pinned by an administrator, or is the ministry by a path
        to the ministry's own root that is trusted in `store`. No: the list was changed or its signature is
        wrong. Undetermined: there is no signature, or whose it is cannot be told.
        """
        return self.judge(store, Clock(at))

    def judge(self, store: TrustStore, clock: Clock) -> Fact:
        """`verify` by a clock, which then knows how long the answer stays the same."""
        if store not in self._signers:
            self._signers[store] = tuple(self._origin(store))
        checks = (*self._signers[store], self._age(clock))
        refused = next((item for item in checks if item.answer is not Answer.YES and not item.warning), None)
        answer = refused.answer if refused else Answer.YES
        reason = refused.reason if refused else checks[1].reason
        return Fact(answer, reason, str(self), _CLAUSE, checks)

    def _origin(self, store: TrustStore) -> Iterator[Check]:
        """Is the list signed, and by whom."""
        signature = self._signature()
        yield signature
        if signature.answer is not Answer.YES or self.signer is None:
            return
        name = title(self.signer.subject.common_name)
        if self.signer in self.pinned:
            reason = f"Перечень подписан сертификатом {name}, который назначил администратор."
            yield Check("tsl.signer", Answer.YES, reason, _CLAUSE)
            return
        enclosed = Enclosed(certificates=(*self._signature_certificates(), *self._above(self.signer)))
        judged = judge(
            self.signer, store=store, enclosed=enclosed, at=self.issued_at, purpose=Purpose.SIGNING
        )
        reason = _stranger(self.signer, judged.chain.path[-1])
        if judged.chain.fact.answer is not Answer.YES:
            reason = f"Подписант перечня {name} не проверен. {judged.chain.fact.reason}"
        elif judged.revocation.answer is Answer.NO:
            reason = f"Сертификат подписанта перечня отозван. {judged.revocation.reason}"
        if reason:
            yield Check("tsl.signer", Answer.UNDETERMINED, f"{reason} {_REMEDY}", _CLAUSE)
        else:
            yield Check("tsl.signer", Answer.YES, f"Перечень подписан его издателем: {name}.", _CLAUSE)

    def _signature(self) -> Check:
        name = "tsl.signature"
        if self.signature is None:
            reason = f"Перечень аккредитованных УЦ не подписан. {_REMEDY}"
            return Check(name, Answer.UNDETERMINED, reason, _CLAUSE)
        if not self.signature.intact:
            reason = "Перечень аккредитованных УЦ изменён после подписания: скачайте его заново."
            return Check(name, Answer.NO, reason, _CLAUSE)
        if self.signer is not None:
            return Check(name, Answer.YES, "Подпись перечня верна.", _CLAUSE)
        known = self.signature.certificates
        if not known or None in (_made_by(self.signature, item) for item in known):
            reason = f"Подпись перечня не с чем сверить: нет понятного хабу сертификата подписанта. {_REMEDY}"
            return Check(name, Answer.UNDETERMINED, reason, _CLAUSE)
        reason = "Подпись перечня аккредитованных УЦ неверна: скачайте его заново."
        return Check(name, Answer.NO, reason, _CLAUSE)

    def _age(self, clock: Clock) -> Check:
        old = clock.passed(self.issued_at + _OLD)
        reason = f"Перечень версии {self.version} издан {moment(self.issued_at)}"
        reason += ": он давно не обновлялся." if old else "."
        return Check("tsl.date", Answer.YES, reason, _CLAUSE, warning=old)

    def _signature_certificates(self) -> tuple[Certificate, ...]:
        return self.signature.certificates if self.signature else ()

    def _above(self, certificate: Certificate) -> list[Certificate]:
        """Issuers the list itself knows, upwards: they only help to build the signer's path."""
        found: dict[bytes, Certificate] = {}
        waiting = [certificate]
        while waiting and len(found) < _MAX_ISSUERS:
            for issuer in self.issuers(waiting.pop()):
                if issuer.raw not in found:
                    found[issuer.raw] = issuer
                    waiting.append(issuer)
        return list(found.values())


_REMEDY = (
    "Скачайте перечень с портала уполномоченного органа; если его подписант известен, администратор может "
    "назначить его сертификат (файл tsl-signer.pem в папке доверия)."
)


def _stranger(signer: Certificate, root: Certificate) -> str:
    """Why the signer is not the ministry by its own root; empty when it is.

    Every holder of a qualified certificate has a path to that root, so the path alone would let anybody
    publish a list.
    """
    if signer.subject.get(oids.OGRN) != MINISTRY_OGRN:
        owner = signer.subject.get(oids.ORGANIZATION) or signer.subject.common_name
        return f"Перечень подписала не Минцифры, а {title(owner)}."
    if root.subject.get(oids.OGRN) != MINISTRY_OGRN:
        return f"Путь подписанта перечня ведёт не к корню Минцифры, а к {title(root.subject.common_name)}."
    return ""


def _made_by(signature: XmlSignature, certificate: Certificate) -> bool | None:
    """Whether the certificate's key made the signature; None if that cannot be computed here."""
    try:
        return signature.made_by(certificate)
    except UnsupportedAlgorithm:
        return None


def _has_key(listed: ListedCertificate, key: bytes) -> bool:
    return listed.certificate is not None and listed.certificate.public_key.raw == key
