"""Time-stamp requests, responses and tokens (RFC 3161, RFC 5816)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from paraph.trust import cms, der, oids
from paraph.trust.cades_attributes import digest_identifier
from paraph.trust.cades_signing import build_signed_data
from paraph.trust.certificate import Certificate
from paraph.trust.keys import SigningKey, algorithm, hasher, scheme_of
from paraph.trust.keys import digest as compute_digest

#: Largest request or response accepted, bytes.
_MAX_MESSAGE = 1024 * 1024
#: Policy named in tokens of the test PKI: id-TEST-certPolicyOne, an arc for tests (RFC 7229).
TEST_POLICY = "1.3.6.1.5.5.7.13.1"


class TspError(ValueError):
    """A time-stamp message cannot be read, or the authority refused; the message is for people."""


class Failure(IntEnum):
    """PKIFailureInfo bits used by time-stamping (RFC 3161 cl. 2.4.2)."""

    BAD_ALGORITHM = 0
    BAD_REQUEST = 2
    BAD_DATA_FORMAT = 5
    UNACCEPTED_POLICY = 15


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be stamped: a digest, never the data."""

    digest_algorithm: str
    digest: bytes
    nonce: int | None = None
    policy: str | None = None
    #: Whether the authority's certificate must be enclosed in the token.
    want_certificate: bool = True

    def encode(self) -> bytes:
        """DER of TimeStampReq."""
        return der.sequence(
            der.integer(1),
            _imprint(self.digest_algorithm, self.digest),
            *([der.oid(self.policy)] if self.policy else []),
            *([der.integer(self.nonce)] if self.nonce is not None else []),
            *([der.boolean(True)] if self.want_certificate else []),
        )

    @classmethod
    def parse(cls, data: bytes) -> Request:
        """From DER; raises `TspError`."""
        try:
            fields = der.read(data, max_size=_MAX_MESSAGE).fields()
            if fields.take().integer() != 1:
                raise der.DerError("неизвестная версия")
            digest_algorithm, digest = _parse_imprint(fields.take())
            policy = fields.maybe(der.OBJECT_IDENTIFIER)
            nonce = fields.maybe(der.INTEGER)
            want = fields.maybe(der.BOOLEAN)
            fields.maybe(0xA0)
            fields.done()
            return cls(
                digest_algorithm=digest_algorithm,
                digest=digest,
                nonce=nonce.integer() if nonce else None,
                policy=policy.oid() if policy else None,
                want_certificate=want is not None and want.boolean(),
            )
        except der.DerError as error:
            raise TspError(f"Запрос штампа времени не читается: {error}.") from error


@dataclass(frozen=True, slots=True)
class Token:
    """A time-stamp token: what it says (TSTInfo) and the CMS signature that says it."""

    data: cms.SignedData = field(repr=False)
    policy: str
    digest_algorithm: str
    digest: bytes
    serial: int
    at: datetime
    nonce: int | None

    @property
    def raw(self) -> bytes:
        """The CMS bytes of the token."""
        return self.data.raw

    @property
    def signer(self) -> cms.Signer:
        """The authority's signature, the only one in a token."""
        return self.data.signers[0]

    @classmethod
    def parse(cls, data: bytes) -> Token:
        """From the CMS bytes of a token (RFC 3161 cl. 2.4.2); raises `TspError`."""
        try:
            signed = cms.parse_signed_data(data)
            if signed.content_type != oids.TST_INFO or signed.content is None:
                raise der.DerError("внутри не сведения о времени")
            if len(signed.signers) != 1:
                raise der.DerError("в штампе должна быть одна подпись")
            fields = der.read(signed.content).fields()
            if fields.take().integer() != 1:
                raise der.DerError("неизвестная версия")
            policy = fields.take().oid()
            digest_algorithm, digest = _parse_imprint(fields.take())
            serial, at = fields.take().integer(), fields.take(der.GENERALIZED_TIME).time()
            fields.maybe(der.SEQUENCE)
            fields.maybe(der.BOOLEAN)
            nonce = fields.maybe(der.INTEGER)
            fields.maybe(0xA0)
            fields.maybe(0xA1)
            fields.done()
            number = nonce.integer() if nonce else None
            return cls(signed, policy, digest_algorithm, digest, serial, at, number)
        except (der.DerError, cms.CmsError) as error:
            raise TspError(f"Штамп времени не читается: {error}") from error


def issue_response(
    request: Request,
    *,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
    serial: int,
    policy: str = TEST_POLICY,
) -> bytes:
    """DER of TimeStampResp: a token for the request, or a refusal with its reason."""
    try:
        expected = len(hasher(request.digest_algorithm).digest())
    except ValueError as error:
        return _rejection(Failure.BAD_ALGORITHM, str(error))
    if len(request.digest) != expected:
        return _rejection(Failure.BAD_DATA_FORMAT, "длина хеша не соответствует алгоритму")
    if request.policy not in (None, policy):
        return _rejection(Failure.UNACCEPTED_POLICY, "политика не поддерживается")
    info = der.sequence(
        der.integer(1),
        der.oid(policy),
        _imprint(request.digest_algorithm, request.digest),
        der.integer(serial),
        der.generalized_time(at),
        der.sequence(der.integer(1)),  # accuracy: one second
        *([der.integer(request.nonce)] if request.nonce is not None else []),
        der.explicit(0, der.explicit(4, certificate.subject.raw)),
    )
    token = build_signed_data(
        compute_digest(scheme_of(key.curve).digest_oid, info),
        key=key,
        certificate=certificate,
        enclosed=(certificate, *chain) if request.want_certificate else (),
        at=at,
        content_type=oids.TST_INFO,
        content=info,
    )
    return der.sequence(der.sequence(der.integer(0)), token)


def parse_response(data: bytes, request: Request) -> Token:
    """The token of a response; raises `TspError` if it was refused or does not answer `request`."""
    try:
        fields = der.read(data, max_size=_MAX_MESSAGE).fields()
        status = fields.take().fields()
        number = status.take().integer()
        texts = "; ".join(part.text() for part in status.maybe(der.SEQUENCE) or ())
        body = fields.maybe(der.SEQUENCE)
        fields.done()
    except der.DerError as error:
        raise TspError(f"Ответ службы штампов времени не читается: {error}.") from error
    if number not in (0, 1) or body is None:
        raise TspError(f"Служба штампов времени отказала: {texts or f'состояние {number}'}.")
    token = Token.parse(body.raw)
    if (token.digest_algorithm, token.digest) != (request.digest_algorithm, request.digest):
        raise TspError("Штамп времени получен на другие данные.")
    if token.nonce != request.nonce:
        raise TspError("Штамп времени получен на другой запрос: не совпадает число nonce.")
    return token


def _imprint(digest_algorithm: str, digest: bytes) -> bytes:
    return der.sequence(digest_identifier(digest_algorithm), der.octet_string(digest))


def _parse_imprint(element: der.Element) -> tuple[str, bytes]:
    fields = element.fields()
    found = algorithm(fields.take()), fields.take().octets()
    fields.done()
    return found


def _rejection(failure: Failure, text: str) -> bytes:
    return der.sequence(der.sequence(der.integer(2), der.sequence(der.utf8(text)), der.named_bits({failure})))
