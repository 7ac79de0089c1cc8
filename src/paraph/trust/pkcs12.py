"""A key with its certificates in one file under a password: PKCS#12 (RFC 7292) with GOST means (RFC 9548).

Files that CryptoPro CSP exports are read as well, see ``pbe_cryptopro``.

The integrity of the file is checked before anything in it is deciphered.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from paraph.gost import hmac_streebog, pbkdf2_streebog512
from paraph.trust import der, oids, pbe_cryptopro, pbes2
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs8 import (
    MAX_SIZE,
    KeyFileError,
    PrivateKey,
    WrongPassword,
    encode_private_key,
    parse_encrypted,
    parse_private_key,
)

_ENCRYPTED_DATA = "1.2.840.113549.1.7.6"
_KEY_BAG = "1.2.840.113549.1.12.10.1.1"
_SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2"
_CERT_BAG = "1.2.840.113549.1.12.10.1.3"
_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"
_LOCAL_KEY_ID = "1.2.840.113549.1.9.21"

_MAC_SALT_SIZE = 16

_NOT_A_CONTAINER = (
    "Это не контейнер PKCS#12, или он повреждён. Нужен файл .p12 или .pfx с ключом и сертификатом."
)


@dataclass(frozen=True)
class KeyBundle:
    """A private key, its certificate and the other certificates that came along, all in DER."""

    key: PrivateKey
    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class _Bag:
    kind: str
    value: der.Element


def load_pkcs12(data: bytes, password: str) -> KeyBundle:
    """The one key of a container and its certificate, found by the public key.

    Raises ``KeyFileError``; ``WrongPassword`` of them when the MAC does not fit.
    """
    try:
        frame = der.read(data, ber=True, max_size=MAX_SIZE).fields()
        if frame.take().integer() != 3:
            raise der.DerError("неизвестная версия PFX")
        kind, content = _content(frame.take())
        if kind != oids.DATA:
            raise pbes2.unsupported("Защита контейнера подписью вместо пароля")
        safes = content.octets()
        mac = frame.maybe(der.SEQUENCE)
        if mac is None:
            raise KeyFileError("В контейнере нет контроля целостности. Пересохраните его с паролем и MAC.")
        _check_mac(mac, safes, password)
        bags = [bag for safe in der.read(safes, ber=True) for bag in _bags(safe, password)]
        return _bundle(bags, password)
    except der.DerError as error:
        raise KeyFileError(_NOT_A_CONTAINER) from error


def _content(info: der.Element) -> tuple[str, der.Element]:
    """Type and content of a ContentInfo."""
    fields = info.fields()
    return fields.take().oid(), fields.take(0xA0).only()


def _mac_streebog(password: str, salt: bytes, iterations: int, safes: bytes) -> bytes:
    """RFC 9548 section 3: HMAC under the last 32 of 96 derived bytes."""
    key = pbkdf2_streebog512(password.encode(), salt, iterations, 96)[-32:]
    return hmac_streebog(512, key, safes)


def _check_mac(element: der.Element, safes: bytes, password: str) -> None:
    fields = element.fields()
    digest = fields.take().fields()
    algorithm, expected = digest.take().fields().take().oid(), digest.take().octets()
    salt = fields.take().octets()
    count = fields.maybe(der.INTEGER)
    compute = {oids.STREEBOG_512: _mac_streebog, oids.SHA1: pbe_cryptopro.mac_sha1}.get(algorithm)
    if compute is None:
        raise pbes2.unsupported("Контроль целостности контейнера не по ГОСТ Р 34.11-2012 (512 бит)")
    iterations = pbes2.iterations_of(count) if count else 1
    if not hmac.compare_digest(compute(password, salt, iterations, safes), expected):
        raise WrongPassword


def _bags(info: der.Element, password: str) -> Iterator[_Bag]:
    """The bags of one safe, plain or enciphered."""
    kind, content = _content(info)
    if kind == oids.DATA:
        octets = content.octets()
    elif kind == _ENCRYPTED_DATA:
        fields = content.fields()
        fields.take().integer()
        sealed = fields.take().fields()
        sealed.take().oid()
        octets = pbes2.decrypt(sealed.take(), sealed.take().octets(0x80), password)
    else:
        raise pbes2.unsupported("Шифрование контейнера на сертификат получателя")
    for bag in der.read(octets, ber=True):
        fields = bag.fields()
        yield _Bag(fields.take().oid(), fields.take(0xA0).only())


def _bundle(bags: list[_Bag], password: str) -> KeyBundle:
    keys = [
        parse_encrypted(bag.value, password)
        if bag.kind == _SHROUDED_KEY_BAG
        else parse_private_key(bag.value)
        for bag in bags
        if bag.kind in (_SHROUDED_KEY_BAG, _KEY_BAG)
    ]
    if len(keys) != 1:
        raise KeyFileError(
            "В контейнере нет закрытого ключа. Экспортируйте сертификат вместе с закрытым ключом."
            if not keys
            else "В контейнере несколько закрытых ключей. Оставьте один: тот, которым подписываете."
        )
    certificates = [_certificate(bag.value) for bag in bags if bag.kind == _CERT_BAG]
    own = next((raw for raw in certificates if _belongs(raw, keys[0])), None)
    if own is None:
        raise KeyFileError(
            "В контейнере нет сертификата этого ключа. Экспортируйте ключ вместе с его сертификатом."
        )
    return KeyBundle(keys[0], own, tuple(raw for raw in certificates if raw != own))


def _certificate(bag: der.Element) -> bytes:
    fields = bag.fields()
    if fields.take().oid() != _X509_CERTIFICATE:
        raise pbes2.unsupported("Вид сертификата в контейнере")
    return fields.take(0xA0).only().octets()


def _belongs(certificate: bytes, key: PrivateKey) -> bool:
    """Whether the certificate holds the public key; one that cannot be read belongs to nobody here."""
    try:
        point = Certificate.parse(certificate).public_key.point
    except der.DerError:
        return False
    return point == key.point


def dump_pkcs12(bundle: KeyBundle, password: str, *, iterations: int = 2000) -> bytes:
    """A container in DER: key and certificates each enciphered by ``pbes2.encrypt``, HMAC over both.

    Raises ``ValueError`` for a certificate of another key, an empty password or too few or many iterations:
    what is written can be read back.
    """
    if not password:
        raise ValueError("the password must not be empty")
    if not 1000 <= iterations <= pbes2.MAX_ITERATIONS:  # the least of RFC 9337 section 4
        raise ValueError(f"iterations must be 1000..{pbes2.MAX_ITERATIONS}")
    if not _belongs(bundle.certificate, bundle.key):
        raise ValueError("the certificate is not of this key")
    link = der.set_of([_local_key_id(bundle.certificate)])
    key_algorithm, key_octets = pbes2.encrypt(encode_private_key(bundle.key), password, iterations)
    key = der.sequence(key_algorithm, der.octet_string(key_octets))
    certificates = [_cert_bag(bundle.certificate, link), *map(_cert_bag, bundle.chain)]
    safes = der.sequence(
        _encrypted(der.sequence(*certificates), password, iterations),
        _data(der.sequence(_bag(_SHROUDED_KEY_BAG, key, link))),
    )
    salt = secrets.token_bytes(_MAC_SALT_SIZE)
    mac = der.sequence(
        der.sequence(
            der.sequence(der.oid(oids.STREEBOG_512), der.null()),
            der.octet_string(_mac_streebog(password, salt, iterations, safes)),
        ),
        der.octet_string(salt),
        der.integer(iterations),
    )
    return der.sequence(der.integer(3), _data(safes), mac)


def _data(octets: bytes) -> bytes:
    return der.sequence(der.oid(oids.DATA), der.explicit(0, der.octet_string(octets)))


def _encrypted(octets: bytes, password: str, iterations: int) -> bytes:
    algorithm, sealed = pbes2.encrypt(octets, password, iterations)
    content = der.sequence(der.oid(oids.DATA), algorithm, der.implicit(0, der.octet_string(sealed)))
    return der.sequence(der.oid(_ENCRYPTED_DATA), der.explicit(0, der.sequence(der.integer(0), content)))


def _bag(kind: str, value: bytes, attributes: bytes = b"") -> bytes:
    return der.sequence(der.oid(kind), der.explicit(0, value), attributes)


def _cert_bag(certificate: bytes, attributes: bytes = b"") -> bytes:
    octets = der.explicit(0, der.octet_string(certificate))
    return _bag(_CERT_BAG, der.sequence(der.oid(_X509_CERTIFICATE), octets), attributes)


def _local_key_id(certificate: bytes) -> bytes:
    """The attribute that ties a key to its certificate: as everywhere, the SHA-1 of the latter."""
    name = hashlib.sha1(certificate, usedforsecurity=False).digest()
    return der.sequence(der.oid(_LOCAL_KEY_ID), der.set_of([der.octet_string(name)]))
