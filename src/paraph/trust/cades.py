"""Raising the level of a CAdES signature: T, C, X Type 1, X Long Type 1, A (ETSI TS 101 733; EN 319 122-1).

Each step adds unsigned attributes after those that are there; nothing already in the file changes by a byte.
CAdES-X Long Type 1 is what CryptoPro calls by that name: stamp, references, stamp over both, values.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from paraph.trust import ocsp, oids, tsp
from paraph.trust.cades_attributes import (
    encode_certificate_refs,
    encode_certificate_values,
    encode_revocation_refs,
    encode_revocation_values,
)
from paraph.trust.cades_enclosures import gather, signer_certificate
from paraph.trust.cades_imprints import archive_imprint, c_imprint, hash_index, signature_imprint
from paraph.trust.cades_signing import append_unsigned
from paraph.trust.certificate import Certificate
from paraph.trust.cms import Level, SignedData, Signer, parse_signed_data
from paraph.trust.crl import Crl
from paraph.trust.evidence import Evidence
from paraph.trust.keys import UnsupportedAlgorithm
from paraph.trust.path_check import Purpose, judge
from paraph.trust.signature_facts import Digests, NoDigest, Signed, digests_of
from paraph.trust.store import Enclosed, TrustStore
from paraph.trust.timestamps import verify_token
from paraph.trust.verdict import DECISIVE, Answer, Verdict

#: Asks an authority for a stamp: DER of TimeStampResp for a request.
Stamper = Callable[[tsp.Request], bytes]

_STEPS = (Level.T, Level.C, Level.X, Level.X_LONG_1, Level.A)
_STREEBOG = frozenset({oids.STREEBOG_256, oids.STREEBOG_512})


class CadesError(ValueError):
    """The level cannot be reached; the message is for people and says what is missing."""


def upgrade(
    signature: bytes,
    level: Level,
    *,
    stamper: Stamper,
    store: TrustStore,
    content: bytes | None = None,
    digest: Digests | None = None,
    place: int | None = None,
) -> bytes:
    """DER of the same signature raised to `level`; levels below it are added on the way if they are missing.

    `store` gives paths and fresh lists or responses: above T they are needed for every certificate at the
    time of its stamp. `content` or `digest` is needed for A over a detached signature. By default every
    signer is raised, else the one at `place`. A signature of level A asked for A gets one archive time-stamp
    more. Raises `cms.CmsError` for an unreadable file, `tsp.TspError` when the authority refuses, and
    `CadesError`.
    """
    if level not in _STEPS:
        raise CadesError(f"Уровень {level} не добавляется к готовой подписи.")
    given = digests_of(content, digest)
    data = parse_signed_data(signature)
    for index in range(len(data.signers)) if place is None else (place,):
        _Step(data, index, stamper, store, given).require_genuine()
        renewal = level is Level.A and oids.ARCHIVE_TIME_STAMP_V3 in data.signers[index].unsigned
        for step in (Level.A,) if renewal else _STEPS[: _STEPS.index(level) + 1]:
            for oid, value in _Step(data, index, stamper, store, given).attributes(step):
                data = parse_signed_data(append_unsigned(data.raw, index, oid, value))
    return data.raw


@dataclass(frozen=True, slots=True)
class _Proof:
    """What shows one certificate to be good: its path above it and what tells of revocation along it."""

    certificates: tuple[Certificate, ...]
    #: Lists and responses for each certificate of the path but the root, the lowest first.
    revocations: tuple[tuple[Crl | ocsp.Response, ...], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One step up for one signer."""

    data: SignedData
    place: int
    stamper: Stamper
    store: TrustStore
    given: Digests | None

    @property
    def signer(self) -> Signer:
        return self.data.signers[self.place]

    @property
    def digest_oid(self) -> str:
        """The signer's own digest; legacy ones give way to Streebog."""
        oid = self.signer.digest_algorithm
        return oid if oid in _STREEBOG else oids.STREEBOG_256

    def require_genuine(self) -> None:
        """Nothing is built on a signature already known to be wrong."""
        signed = Signed.of(self.data, self.signer, self.given)
        signature = signed.signature(self._certificate(), "")
        for fact in (signature, signed.intact(signature)):
            if fact.answer is Answer.NO:
                raise CadesError(f"Подпись неверна, её уровень не повышается. {fact.reason}")

    def attributes(self, step: Level) -> list[tuple[str, bytes]]:
        """What the step adds: unsigned attributes that are not there yet."""
        makers: dict[Level, dict[str, Callable[[], bytes]]] = {
            Level.T: {oids.SIGNATURE_TIME_STAMP: lambda: self._stamp(signature_imprint).raw},
            Level.C: {
                oids.CERTIFICATE_REFS: self._certificate_refs,
                oids.REVOCATION_REFS: self._revocation_refs,
            },
            Level.X: {oids.C_TIME_STAMP: lambda: self._stamp(c_imprint).raw},
            Level.X_LONG_1: {
                oids.CERTIFICATE_VALUES: self._certificate_values,
                oids.REVOCATION_VALUES: self._revocation_values,
            },
            Level.A: {oids.ARCHIVE_TIME_STAMP_V3: self._archive},
        }
        return [
            (oid, make())
            for oid, make in makers[step].items()
            if step is Level.A or oid not in self.signer.unsigned
        ]

    # -- stamps -----------------------------------------------------------------------------------------

    def _stamp(self, imprint: Callable[[Signer, str], bytes]) -> tsp.Token:
        return self._obtain(imprint(self.signer, self.digest_oid))

    def _archive(self) -> bytes:
        """archive-time-stamp-v3, its index in the token's unsigned attributes (EN 319 122-1 cl. 5.5.3)."""
        index = hash_index(self.data, self.signer, self.digest_oid)
        try:
            content = Signed.of(self.data, self.signer, self.given).digest_by(self.digest_oid)
        except NoDigest as error:
            raise CadesError(f"Архивный штамп не поставить: {error}") from error
        if content is None:
            raise CadesError("Внутрь подписи вложен не тот файл, который передан.")
        token = self._obtain(archive_imprint(self.data, self.signer, content, index))
        return append_unsigned(token.raw, 0, oids.HASH_INDEX_V3, index.raw)

    def _obtain(self, digest: bytes) -> tsp.Token:
        """A stamp over the digest, refused if it is not what was asked for or its own signature fails."""
        request = tsp.Request(self.digest_oid, digest, nonce=secrets.randbits(63))
        token = tsp.parse_response(self.stamper(request), request)
        enclosed = gather(token.data, token.signer).enclosed
        certificate = signer_certificate(token.signer, enclosed, self.store)
        if certificate is None:
            raise CadesError(
                "Сертификата службы штампов времени нет ни в её ответе, ни среди известных хабу."
            )
        signed = Signed.of(token.data, token.signer, None)
        fact = signed.signature(certificate, "")
        for found in (fact, signed.intact(fact)):
            if found.answer is not Answer.YES:
                raise CadesError(f"Штамп времени, присланный службой, не принят. {found.reason}")
        return token

    # -- references and values --------------------------------------------------------------------------

    def _certificate_refs(self) -> bytes:
        return encode_certificate_refs(self._own_proof().certificates, self.digest_oid)

    def _revocation_refs(self) -> bytes:
        return encode_revocation_refs(self._own_proof().revocations, self.digest_oid)

    def _certificate_values(self) -> bytes:
        proofs = self._proofs()
        found = (self._certificate(), *(item for proof in proofs for item in proof.certificates))
        return encode_certificate_values(dict.fromkeys(found))

    def _revocation_values(self) -> bytes:
        items = [item for proof in self._proofs() for group in proof.revocations for item in group]
        unique = {item.raw: item for item in items}.values()
        return encode_revocation_values(
            [item for item in unique if isinstance(item, Crl)],
            [item for item in unique if isinstance(item, ocsp.Response)],
        )

    def _proofs(self) -> list[_Proof]:
        """For the signer and for the authorities of its stamps, so that all can be checked offline."""
        return [self._own_proof(), *(self._stamp_proof(token) for token in self._tokens())]

    def _own_proof(self) -> _Proof:
        enclosed = gather(self.data, self.signer).enclosed
        stamps = [self._own_stamp(token, enclosed) for token in self._tokens(oids.SIGNATURE_TIME_STAMP)]
        at = min(stamp.at for stamp in stamps)
        return self._proof(self._certificate(), enclosed, at, Purpose.SIGNING)

    def _own_stamp(self, token: tsp.Token, enclosed: Enclosed) -> Verdict:
        try:
            imprint = signature_imprint(self.signer, token.digest_algorithm)
        except UnsupportedAlgorithm as error:
            raise CadesError(f"Штамп времени подписи не проверен: {error}.") from error
        verdict = verify_token(token, imprint, store=self.store, enclosed=enclosed)
        for fact in (verdict.facts[name] for name in DECISIVE):
            if fact.answer is not Answer.YES:
                raise CadesError(f"На штамп времени подписи нельзя положиться. {fact.reason}")
        return verdict

    def _stamp_proof(self, token: tsp.Token) -> _Proof:
        enclosed = gather(token.data, token.signer, gather(self.data, self.signer).enclosed).enclosed
        certificate = signer_certificate(token.signer, enclosed, self.store)
        if certificate is None:
            raise CadesError("Сертификат службы штампов времени неизвестен: добавьте его в хранилище хаба.")
        proof = self._proof(certificate, enclosed, token.at, Purpose.TIME_STAMPING)
        return _Proof((certificate, *proof.certificates), proof.revocations)

    def _tokens(self, *kinds: str) -> list[tsp.Token]:
        wanted = kinds or (oids.SIGNATURE_TIME_STAMP, oids.C_TIME_STAMP)
        return [tsp.Token.parse(value) for oid in wanted for value in self.signer.unsigned.get(oid, ())]

    def _certificate(self) -> Certificate:
        found = signer_certificate(self.signer, gather(self.data, self.signer).enclosed, self.store)
        if found is None:
            raise CadesError("Сертификата подписанта нет ни в файле подписи, ни среди известных хабу.")
        return found

    def _proof(self, certificate: Certificate, enclosed: Enclosed, at: datetime, purpose: Purpose) -> _Proof:
        """Path and evidence that prove the certificate good at `at`; nothing less is worth keeping."""
        judgement = judge(certificate, store=self.store, enclosed=enclosed, at=at, purpose=purpose)
        for fact in (judgement.chain.fact, judgement.revocation):
            if fact.answer is not Answer.YES:
                raise CadesError(f"Доказательства для подписи не собраны. {fact.reason}")
        path = judgement.chain.path
        known = Evidence(self.store, enclosed, path[-1])
        pairs = zip(path, path[1:], strict=False)
        return _Proof(path[1:], tuple(self._newest(own, issuer, known) for own, issuer in pairs))

    def _newest(
        self, certificate: Certificate, issuer: Certificate, known: Evidence
    ) -> tuple[Crl | ocsp.Response, ...]:
        """The newest list about a certificate (with its base, if it is a delta) and the newest response."""
        lists = known.lists(certificate, issuer)
        whole = next((place for place, crl in enumerate(lists) if not crl.is_delta), 0)
        responses = (*self.store.responses_about(certificate.serial), *known.enclosed.responses)
        answers = [item for item in responses if self._answers(item, certificate, issuer, known.enclosed)]
        newest = sorted(answers, key=lambda response: response.produced_at)[-1:]
        return (*lists[: whole + 1], *newest)

    def _answers(
        self, response: ocsp.Response, certificate: Certificate, issuer: Certificate, enclosed: Enclosed
    ) -> bool:
        """Whether the response is about the certificate and by someone who may give it."""
        try:
            return any(
                entry.id.serial == certificate.serial and entry.id.issued_by(issuer)
                for entry in response.entries
            ) and bool(response.signer(issuer, known=enclosed.certificates, signatures=self.store.signatures))
        except UnsupportedAlgorithm:  # such a response proves nothing: the same as not having it
            return False
