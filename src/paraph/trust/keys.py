"""Digests, public keys and signature schemes named by their object identifiers.

A scheme ties one key type to one digest and one size; nothing here ever guesses an algorithm from the length
of the data, so declaring one algorithm and using another is refused (RFC 9215; RFC 5652 cl. 5.3, 10.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO, Protocol

from paraph.gost import CURVES, Curve, Streebog, verify
from paraph.gost.hash94 import Hash94
from paraph.trust import der, oids

#: Files are hashed by pieces of this size, bytes: memory does not depend on the file.
_PIECE = 1024 * 1024


class UnsupportedAlgorithm(ValueError):
    """A known structure names an algorithm this code does not compute; nothing is said about validity."""


class Hasher(Protocol):
    """A running digest in the manner of `hashlib`."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class SigningKey(Protocol):
    """Whatever signs a digest: a key in memory, a token, a remote service."""

    @property
    def curve(self) -> Curve: ...

    @property
    def point(self) -> tuple[int, int]:
        """The public key, an affine point of `curve`."""
        ...

    def sign_digest(self, digest: bytes) -> bytes:
        """`s || r` over a digest of `curve.size` bytes, as `paraph.gost.sign` gives it."""
        ...


@dataclass(frozen=True, slots=True)
class Scheme:
    """A signature algorithm: key type, digest and half the signature's length in bytes."""

    key_oid: str
    digest_oid: str
    signature_oid: str
    size: int
    title: str


_SCHEMES = (
    Scheme(oids.GOST_2012_256, oids.STREEBOG_256, oids.SIGNATURE_256, 32, "ГОСТ Р 34.10-2012 (256 бит)"),
    Scheme(oids.GOST_2012_512, oids.STREEBOG_512, oids.SIGNATURE_512, 64, "ГОСТ Р 34.10-2012 (512 бит)"),
    # Withdrawn from use, but met in signatures and stamps kept in archives: the same curves and byte orders
    # as its successor (RFC 4490 cl. 3.2, RFC 4491 cl. 2.2.2, 2.3.2), so it is verified, never made.
    Scheme(oids.GOST_2001, oids.GOST_R_3411_94, oids.SIGNATURE_2001, 32, "ГОСТ Р 34.10-2001"),
)
#: By signature OID and, as CryptoPro writes it in CMS, by key OID.
SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {oid: scheme for scheme in _SCHEMES for oid in (scheme.signature_oid, scheme.key_oid)}
)

_HASHERS: Mapping[str, Callable[[], Hasher]] = MappingProxyType(
    {
        oids.STREEBOG_256: lambda: Streebog(256),
        oids.STREEBOG_512: lambda: Streebog(512),
        oids.GOST_R_3411_94: Hash94,
        oids.SHA1: lambda: hashlib.sha1(usedforsecurity=False),
        oids.SHA256: hashlib.sha256,
        oids.SHA384: hashlib.sha384,
        oids.SHA512: hashlib.sha512,
    }
)

#: Names shown to people for algorithms, supported or not.
TITLES: Mapping[str, str] = MappingProxyType(
    {
        **{oid: scheme.title for oid, scheme in SCHEMES.items()},
        oids.STREEBOG_256: "ГОСТ Р 34.11-2012 (256 бит)",
        oids.STREEBOG_512: "ГОСТ Р 34.11-2012 (512 бит)",
        oids.GOST_R_3411_94: "ГОСТ Р 34.11-94",
        oids.SHA1: "SHA-1",
        oids.SHA256: "SHA-256",
        oids.SHA384: "SHA-384",
        oids.SHA512: "SHA-512",
        "1.2.840.113549.1.1.1": "RSA",
        "1.2.840.113549.1.1.5": "RSA с SHA-1",
        "1.2.840.113549.1.1.10": "RSA-PSS",
        "1.2.840.113549.1.1.11": "RSA с SHA-256",
        "1.2.840.113549.1.1.12": "RSA с SHA-384",
        "1.2.840.113549.1.1.13": "RSA с SHA-512",
        "1.2.840.10045.2.1": "ECDSA",
        "1.2.840.10045.4.3.2": "ECDSA с SHA-256",
        "1.2.840.10045.4.3.3": "ECDSA с SHA-384",
        "1.2.840.10045.4.3.4": "ECDSA с SHA-512",
        "1.3.101.112": "Ed25519",
    }
)

#: Parameter sets with which RFC 9215 cl. 4.2 wants the digest named beside a 256-bit key.
_DIGEST_NAMED = ("1.2.643.2.2.35.", "1.2.643.2.2.36.")


_NOT_HERE = "здесь не проверяется: поддерживаются только алгоритмы ГОСТ Р 34.10 с известными параметрами"


def title(oid: str) -> str:
    """What to call an algorithm in a sentence: its name, or the bare identifier when unknown."""
    return TITLES.get(oid, oid)


def hasher(oid: str) -> Hasher:
    """A running digest by algorithm, for files read in pieces; raises `UnsupportedAlgorithm`."""
    factory = _HASHERS.get(oid)
    if factory is None:
        raise UnsupportedAlgorithm(f"алгоритм хеширования {title(oid)} не поддерживается")
    return factory()


def digest(oid: str, data: bytes) -> bytes:
    """Digest of `data` by algorithm; raises `UnsupportedAlgorithm`."""
    running = hasher(oid)
    running.update(data)
    return running.digest()


def stream_digest(oid: str, file: BinaryIO) -> bytes:
    """Digest of a file from where it stands, read by pieces; raises `UnsupportedAlgorithm` and `OSError`."""
    running = hasher(oid)
    while piece := file.read(_PIECE):
        running.update(piece)
    return running.digest()


def algorithm(element: der.Element) -> str:
    """OID of an AlgorithmIdentifier; parameters are not needed by any algorithm here."""
    parts = element.children(der.SEQUENCE)
    if not 0 < len(parts) < 3:
        raise der.DerError("недопустимое обозначение алгоритма")
    return parts[0].oid()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """SubjectPublicKeyInfo; a key of an unknown algorithm is kept as bytes without curve and point."""

    raw: bytes
    algorithm: str
    #: Contents of the BIT STRING: what key identifiers are computed over.
    bits: bytes
    curve: Curve | None = None
    point: tuple[int, int] | None = None

    @classmethod
    def parse(cls, element: der.Element) -> PublicKey:
        fields = element.fields()
        identifier = fields.take(der.SEQUENCE).fields()
        oid = identifier.take().oid()
        bits = fields.take(der.BIT_STRING).bits()
        fields.done()
        scheme = SCHEMES.get(oid)
        if scheme is None:
            return cls(element.raw, oid, bits)
        parameters = identifier.take(der.SEQUENCE).fields()
        curve = CURVES.get(parameters.take().oid())
        if curve is None or not _digest_known(parameters, scheme):
            return cls(element.raw, oid, bits)
        octets = der.read(bits).octets()
        if curve.size != scheme.size or len(octets) != 2 * curve.size:
            raise der.DerError("размер открытого ключа не соответствует алгоритму")
        x, y = (int.from_bytes(half, "little") for half in (octets[: curve.size], octets[curve.size :]))
        if not curve.contains(x, y):
            raise der.DerError("открытый ключ не лежит на кривой")
        return cls(element.raw, oid, bits, curve, (x, y))

    @classmethod
    def of(cls, curve: Curve, point: tuple[int, int]) -> PublicKey:
        """The key as it is written into certificates (RFC 9215 cl. 4.2, 4.3)."""
        scheme = scheme_of(curve)
        parameters = [der.oid(curve.oid)]
        if scheme.size == 32 and curve.oid.startswith(_DIGEST_NAMED):
            parameters.append(der.oid(scheme.digest_oid))
        octets = b"".join(number.to_bytes(curve.size, "little") for number in point)
        spki = der.sequence(
            der.sequence(der.oid(scheme.key_oid), der.sequence(*parameters)),
            der.bit_string(der.octet_string(octets)),
        )
        return cls.parse(der.read(spki))

    @property
    def title(self) -> str:
        """Human-readable algorithm, for example «ГОСТ Р 34.10-2012 (256 бит), CryptoPro-A»."""
        return title(self.algorithm) + (f", {self.curve.title}" if self.curve else "")

    @property
    def key_identifier(self) -> bytes:
        """SHA-1 of the key bits (RFC 5280 cl. 4.2.1.2, method 1)."""
        return digest(oids.SHA1, self.bits)

    def verifies(self, data: bytes, signature: bytes, algorithm_oid: str) -> bool:
        """Whether `signature` over `data` was made by this key under the declared algorithm.

        A declared algorithm that does not fit the key is a refusal, not an attempt with another one.
        Raises `UnsupportedAlgorithm` when the algorithm or the parameter set is not known.
        """
        scheme = SCHEMES.get(algorithm_oid)
        if scheme is None:
            raise UnsupportedAlgorithm(f"алгоритм подписи {title(algorithm_oid)} {_NOT_HERE}")
        return self.verifies_digest(digest(scheme.digest_oid, data), signature, algorithm_oid)

    def verifies_digest(self, value: bytes, signature: bytes, algorithm_oid: str) -> bool:
        """`verifies` for a digest already computed by the scheme's own digest algorithm."""
        scheme = SCHEMES.get(algorithm_oid)
        if scheme is None or (self.curve is None and self.algorithm == scheme.key_oid):
            raise UnsupportedAlgorithm(f"алгоритм подписи {title(algorithm_oid)} {_NOT_HERE}")
        if self.curve is None or self.point is None or self.algorithm != scheme.key_oid:
            return False
        return verify(self.curve, self.point, value, signature)


def _digest_known(parameters: der.Fields, scheme: Scheme) -> bool:
    """Whether the digest is computed here: keys of 2001 name its parameter set (RFC 4491 cl. 2.3.2)."""
    if scheme.key_oid != oids.GOST_2001:
        return True
    return parameters.take().oid() == oids.GOST_R_3411_94_CRYPTOPRO


def scheme_of(curve: Curve) -> Scheme:
    """The scheme a key on this curve signs by."""
    return next(scheme for scheme in _SCHEMES if scheme.size == curve.size)


def sign_data(key: SigningKey, data: bytes) -> bytes:
    """Signature over `data` with the digest that belongs to the key's size."""
    return key.sign_digest(digest(scheme_of(key.curve).digest_oid, data))


def signature_algorithm(key: SigningKey) -> bytes:
    """AlgorithmIdentifier for certificates, CRLs and responses; no parameters (RFC 9215 cl. 2)."""
    return der.sequence(der.oid(scheme_of(key.curve).signature_oid))


def signed(key: SigningKey, tbs: bytes) -> bytes:
    """SEQUENCE {tbs, algorithm, signature}: the common frame of certificates and CRLs."""
    return der.sequence(tbs, signature_algorithm(key), der.bit_string(sign_data(key, tbs)))
