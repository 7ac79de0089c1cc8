"""Making CAdES-BES: a first signer, further signers, counter-signatures (RFC 5652, RFC 5035, RFC 5126).

What is already in a file stays byte for byte: its parts are cut out raw and only the frames around them are
written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from paraph.trust import der, oids
from paraph.trust.cades_attributes import digest_identifier, ess_certificate, pair
from paraph.trust.certificate import Certificate
from paraph.trust.cms import CmsError, parse_signed_data
from paraph.trust.keys import SigningKey, algorithm, scheme_of
from paraph.trust.keys import digest as compute_digest


def sign_detached(
    content: bytes | None = None,
    *,
    digest: bytes | None = None,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
) -> bytes:
    """DER of a detached CAdES-BES over `content`, or over its ready Streebog `digest` for streamed files.

    `at` becomes signingTime; `chain` is enclosed beside the signer's certificate. Raises `ValueError` when
    the key is not the certificate's or returns a signature the certificate does not confirm, the digest has
    a wrong size, or both or neither of content and digest are given.
    """
    digest = _digest(key, content, digest)
    return build_signed_data(digest, key=key, certificate=certificate, enclosed=(certificate, *chain), at=at)


def sign_attached(
    content: bytes,
    *,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
) -> bytes:
    """DER of a CAdES-BES with `content` inside; otherwise as `sign_detached`."""
    return build_signed_data(
        _digest(key, content, None),
        key=key,
        certificate=certificate,
        enclosed=(certificate, *chain),
        at=at,
        content=content,
    )


def build_signed_data(
    digest: bytes,
    *,
    key: SigningKey,
    certificate: Certificate,
    enclosed: Iterable[Certificate],
    at: datetime,
    content_type: str = oids.DATA,
    content: bytes | None = None,
) -> bytes:
    """SignedData with one CAdES-BES signer, the given certificates and, if it is attached, `content`."""
    signer = _signer(key, certificate, signed_attributes(digest, certificate, at, content_type))
    parts = [der.explicit(0, der.octet_string(content))] if content is not None else []
    frame = _Frame(
        version=der.integer(1 if content_type == oids.DATA else 3),
        digests=(digest_identifier(scheme_of(key.curve).digest_oid),),
        encapsulated=der.sequence(der.oid(content_type), *parts),
        certificates=tuple(sorted({item.raw for item in enclosed})),
        revocations=(),
        signers=(signer,),
    )
    return frame.encode()


def add_signer(
    signature: bytes,
    content: bytes | None = None,
    *,
    digest: bytes | None = None,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
) -> bytes:
    """The same file with one signer more, after the others; those are left as they are.

    For a detached file give `content` or its `digest` by the new signer's algorithm; an attached one carries
    its content. Raises `cms.CmsError` for an unreadable file and `ValueError` as `sign_detached` does.
    """
    data = parse_signed_data(signature)
    if data.content is not None:
        if content not in (None, data.content) or digest is not None:
            raise ValueError("в файле подписи уже есть содержимое, подписывается именно оно")
        content = data.content
    attributes = signed_attributes(_digest(key, content, digest), certificate, at, data.content_type)
    frame = _Frame.read(data.raw)
    frame = frame.with_digest(scheme_of(key.curve).digest_oid).with_certificates((certificate, *chain))
    return replace(frame, signers=(*frame.signers, _signer(key, certificate, attributes))).encode()


def countersign(
    signature: bytes,
    place: int = 0,
    *,
    key: SigningKey,
    certificate: Certificate,
    chain: Sequence[Certificate] = (),
    at: datetime,
) -> bytes:
    """The same file with a counter-signature over the signer at `place` (RFC 5652 cl. 11.4).

    Raises `cms.CmsError` for an unreadable file, `IndexError` for a place that is not there and `ValueError`
    as `sign_detached` does.
    """
    data = parse_signed_data(signature)
    digest = _digest(key, data.signers[place].signature, None)
    signer = _signer(key, certificate, signed_attributes(digest, certificate, at, None))
    frame = _Frame.read(append_unsigned(data.raw, place, oids.COUNTER_SIGNATURE, signer))
    return frame.with_certificates((certificate, *chain)).encode()


def append_unsigned(signature: bytes, place: int, oid: str, value: bytes) -> bytes:
    """DER or BER `signature` with one unsigned attribute more at the signer at `place`, after the others.

    Existing attributes keep their bytes and their order, on which stamps over them may rest.
    """
    frame = _Frame.read(signature)
    signers = list(frame.signers)
    parts = [part.raw for part in der.read(signers[place], ber=True)]
    attribute = der.sequence(der.oid(oid), der.set_of([value]))
    before = b""
    if parts[-1][0] == 0xA1:
        before = der.read(parts.pop(), ber=True).content
    signers[place] = der.sequence(*parts, der.encode(0xA1, before, attribute))
    return replace(frame, signers=tuple(signers)).encode()


def signed_attributes(
    digest: bytes, certificate: Certificate, at: datetime, content_type: str | None = oids.DATA
) -> bytes:
    """DER SET OF contentType, signingTime, messageDigest and signingCertificateV2 (RFC 5126 cl. 5.7).

    Counter-signatures have no contentType (RFC 5652 cl. 11.4): pass None.
    """
    if at.tzinfo is None:
        raise ValueError("время подписания задано без часового пояса")
    if certificate.public_key.curve is None:
        raise ValueError("ключ сертификата не поддерживается")
    oid = scheme_of(certificate.public_key.curve).digest_oid
    values = {
        oids.SIGNING_TIME: der.time(at),
        oids.MESSAGE_DIGEST: der.octet_string(digest),
        oids.SIGNING_CERTIFICATE_V2: der.sequence(der.sequence(ess_certificate(certificate, oid))),
    }
    if content_type is not None:
        values[oids.CONTENT_TYPE] = der.oid(content_type)
    return der.set_of(der.sequence(der.oid(name), der.set_of([value])) for name, value in values.items())


def _digest(key: SigningKey, content: bytes | None, digest: bytes | None) -> bytes:
    if (content is None) == (digest is None):
        raise ValueError("нужно передать либо содержимое, либо его хеш")
    scheme = scheme_of(key.curve)
    if digest is None:
        return compute_digest(scheme.digest_oid, content or b"")
    if len(digest) != scheme.size:
        raise ValueError(f"для этого ключа нужен хеш длиной {scheme.size} байт")
    return digest


def _signer(key: SigningKey, certificate: Certificate, attributes: bytes) -> bytes:
    """SignerInfo over the attributes; the value is proved by the certificate before anything rests on it."""
    scheme = scheme_of(key.curve)
    if key.point != certificate.public_key.point:
        raise ValueError("закрытый ключ не соответствует сертификату")
    digest = compute_digest(scheme.digest_oid, attributes)
    value = key.sign_digest(digest)
    if not certificate.public_key.verifies_digest(digest, value, scheme.key_oid):
        raise ValueError("ключ вернул подпись, которую сертификат не подтверждает: файл подписи не создан")
    return der.sequence(
        der.integer(1),
        der.sequence(certificate.issuer.raw, der.integer(certificate.serial)),
        digest_identifier(scheme.digest_oid),
        bytes([0xA0]) + attributes[1:],
        der.sequence(der.oid(scheme.key_oid), der.null()),
        der.octet_string(value),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The parts of a SignedData, each as it lies in the file."""

    version: bytes
    digests: tuple[bytes, ...]
    encapsulated: bytes
    certificates: tuple[bytes, ...]
    revocations: tuple[bytes, ...]
    signers: tuple[bytes, ...]

    @classmethod
    def read(cls, signature: bytes) -> Self:
        try:
            fields = pair(der.read(signature, ber=True))[1].only().fields()
            version, digests, encapsulated = fields.take(), fields.take(), fields.take()
            certificates, revocations = fields.maybe(0xA0), fields.maybe(0xA1)
            return cls(
                version=version.raw,
                digests=_children(digests),
                encapsulated=encapsulated.raw,
                certificates=_children(certificates),
                revocations=_children(revocations),
                signers=_children(fields.take()),
            )
        except der.DerError as error:
            raise CmsError(f"Файл подписи не читается: {error}.") from error

    def with_certificates(self, certificates: Iterable[Certificate]) -> Self:
        wanted = dict.fromkeys(item.raw for item in certificates if item.raw not in self.certificates)
        return replace(self, certificates=(*self.certificates, *wanted))

    def with_digest(self, oid: str) -> Self:
        if oid in {algorithm(der.read(item, ber=True)) for item in self.digests}:
            return self
        return replace(self, digests=(*self.digests, digest_identifier(oid)))

    def encode(self) -> bytes:
        body = der.sequence(
            self.version,
            der.encode(der.SET, *self.digests),
            self.encapsulated,
            *([der.encode(0xA0, *self.certificates)] if self.certificates else []),
            *([der.encode(0xA1, *self.revocations)] if self.revocations else []),
            der.encode(der.SET, *self.signers),
        )
        return der.sequence(der.oid(oids.SIGNED_DATA), der.explicit(0, body))


def _children(element: der.Element | None) -> tuple[bytes, ...]:
    return tuple(child.raw for child in element) if element else ()
