"""Files enciphered to people: CMS EnvelopedData with GOST ciphers, made and opened.

RFC 5652 section 6; RFC 4490 with GOST 28147-89; R 1323565.1.025-2019 with Magma and Kuznyechik in CTR-ACPKM,
alone or with an OMAC: of all these only the OMAC notices that the content was altered.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from paraph.gost import ciphers
from paraph.gost.ciphers import BlockCipher, Gost28147, Kuznyechik, Magma
from paraph.trust import der, oids
from paraph.trust.cades_attributes import pair
from paraph.trust.certificate import Certificate
from paraph.trust.cms import MAX_SIGNATURE, unwrap
from paraph.trust.pkcs8 import PrivateKey
from paraph.trust.recipients import (
    EnvelopedError,
    Opener,
    damaged,
    seal_by_agreement,
    seal_by_transport,
    unsupported,
)

__all__ = ["MAX_CONTENT", "ContentCipher", "EnvelopedError", "Mode", "decrypt", "encrypt"]

#: Largest content, bytes: with its recipients it must fit into what is read.
MAX_CONTENT = MAX_SIGNATURE - 1024 * 1024
_MAX_RECIPIENTS = 100

_ENVELOPED_DATA = "1.2.840.113549.1.7.3"
_MAC_ATTRIBUTE = "1.2.643.7.1.0.6.1.1"


class Mode(StrEnum):
    """How the content's key gets to a recipient."""

    TRANSPORT = "transport"
    AGREE = "agree"


class ContentCipher(StrEnum):
    """What the content is enciphered with."""

    GOST_28147 = "gost28147"
    MAGMA = "magma-ctr-acpkm"
    MAGMA_OMAC = "magma-ctr-acpkm-omac"
    KUZNYECHIK = "kuznyechik-ctr-acpkm"
    KUZNYECHIK_OMAC = "kuznyechik-ctr-acpkm-omac"

    @property
    def oid(self) -> str:
        return _OIDS[self]

    @property
    def block_cipher(self) -> type[BlockCipher] | None:
        """Magma or Kuznyechik; none for GOST 28147-89."""
        return {"m": Magma, "k": Kuznyechik}.get(self[0])

    @property
    def with_mac(self) -> bool:
        return self in (ContentCipher.MAGMA_OMAC, ContentCipher.KUZNYECHIK_OMAC)


_OIDS: Mapping[ContentCipher, str] = MappingProxyType(
    {
        ContentCipher.GOST_28147: "1.2.643.2.2.21",
        ContentCipher.MAGMA: "1.2.643.7.1.1.5.1.1",
        ContentCipher.MAGMA_OMAC: "1.2.643.7.1.1.5.1.2",
        ContentCipher.KUZNYECHIK: "1.2.643.7.1.1.5.2.1",
        ContentCipher.KUZNYECHIK_OMAC: "1.2.643.7.1.1.5.2.2",
    }
)
_BY_OID = {oid: cipher for cipher, oid in _OIDS.items()}


def encrypt(
    content: bytes,
    recipients: Sequence[Certificate],
    *,
    cipher: ContentCipher | str = ContentCipher.KUZNYECHIK_OMAC,
    mode: Mode | str = Mode.TRANSPORT,
) -> bytes:
    """EnvelopedData in DER, which any of the recipients can open; who they are is the caller's to check.

    Raises ``EnvelopedError`` for a recipient whose key is not of GOST R 34.10-2012, too large a content, too
    many recipients or none, and for GOST 28147-89 with key agreement; ``ValueError`` for an unknown cipher or
    mode.
    """
    cipher, mode = ContentCipher(cipher), Mode(mode)
    if not 0 < len(recipients) <= _MAX_RECIPIENTS:
        raise EnvelopedError(f"Укажите получателей: от одного до {_MAX_RECIPIENTS} сертификатов.")
    if len(content) > MAX_CONTENT:
        raise EnvelopedError(f"Файл больше допустимого для шифрования ({MAX_CONTENT // 1024 // 1024} МиБ).")
    key = secrets.token_bytes(ciphers.KEY_SIZE)
    infos = [_seal(key, certificate, cipher, mode) for certificate in recipients]
    parameters, sealed, mac = _encipher(cipher, key, content)
    attributes = der.explicit(1, _mac_attribute(mac)) if mac else b""
    version = 2 if mac or mode is Mode.AGREE else 0  # RFC 5652 section 6.1
    return der.sequence(
        der.oid(_ENVELOPED_DATA),
        der.explicit(
            0,
            der.sequence(
                der.integer(version),
                der.set_of(infos),
                der.sequence(
                    der.oid(oids.DATA),
                    der.sequence(der.oid(cipher.oid), parameters),
                    der.implicit(0, der.octet_string(sealed)),
                ),
                attributes,
            ),
        ),
    )


def _seal(key: bytes, certificate: Certificate, cipher: ContentCipher, mode: Mode) -> bytes:
    if mode is Mode.TRANSPORT:
        return seal_by_transport(key, certificate, cipher.block_cipher)
    if cipher.block_cipher is None:
        raise EnvelopedError(
            "С ГОСТ 28147-89 ключ передаётся получателю способом transport. Выберите его или другой шифр."
        )
    return seal_by_agreement(key, certificate, cipher.block_cipher)


def _mac_attribute(mac: bytes) -> bytes:
    return der.sequence(der.oid(_MAC_ATTRIBUTE), der.set_of([der.octet_string(mac)]))


def _encipher(cipher: ContentCipher, key: bytes, content: bytes) -> tuple[bytes, bytes, bytes]:
    """Parameters of the algorithm, the content enciphered, and its MAC or nothing."""
    block_cipher = cipher.block_cipher
    if block_cipher is None:
        iv = secrets.token_bytes(8)
        parameters = der.sequence(der.octet_string(iv), der.oid(ciphers.PARAM_Z))
        return parameters, Gost28147(key).cfb_encrypt(iv, content), b""
    ukm = secrets.token_bytes(block_cipher.block_size // 2 + 8)
    parameters = der.sequence(der.octet_string(ukm))
    if cipher.with_mac:
        return parameters, *ciphers.ctr_acpkm_omac_seal(block_cipher, key, ukm, content)
    return parameters, ciphers.ctr_acpkm(block_cipher, key, ukm[:-8], content), b""


def decrypt(
    enveloped: bytes,
    key: PrivateKey,
    certificate: Certificate,
    *,
    senders: Sequence[Certificate] = (),
) -> bytes:
    """The content of EnvelopedData in DER, BER, PEM or base64 for the holder of a key and its certificate.

    ``senders`` are certificates of those who may have agreed upon the key with a lasting key of theirs.
    Raises ``EnvelopedError`` and nothing else. Without an OMAC an altered content is not noticed: RFC 5652
    leaves that to a signature inside.
    """
    if certificate.public_key.point != key.point:
        raise EnvelopedError(
            "Закрытый ключ не от этого сертификата. Выберите ключ и сертификат одного владельца."
        )
    try:
        return _opened(unwrap(enveloped), Opener(key, certificate, senders))
    except der.DerError as error:
        raise EnvelopedError(
            f"Файл не зашифрован по стандарту CMS (EnvelopedData) или повреждён: {error}. "
            "Выберите зашифрованный файл (.p7m, .enc), как его создала программа отправителя."
        ) from error


def _opened(data: bytes, opener: Opener) -> bytes:
    kind, tagged = pair(der.read(data, ber=True, max_size=MAX_SIGNATURE))
    if kind.oid() != _ENVELOPED_DATA:
        raise der.DerError("внутри другие данные CMS")
    fields = tagged.expect(0xA0).only().fields()
    if fields.take().integer() not in (0, 2, 3):
        raise der.DerError("неизвестная версия EnvelopedData")
    fields.maybe(0xA0)  # originatorInfo: certificates come from the caller, not from the stranger's file
    infos, sealed = fields.take(der.SET), fields.take(der.SEQUENCE)
    attributes = fields.maybe(0xA1)
    fields.done()
    return _content(sealed, attributes, _content_key(infos, opener))


def _content_key(infos: der.Element, opener: Opener) -> bytes:
    for number, info in enumerate(infos):
        if number == _MAX_RECIPIENTS:
            raise der.DerError("получателей в файле больше допустимого")
        key = opener.open(info)
        if key is not None:
            return key
    raise EnvelopedError(
        "Файл зашифрован не для этого сертификата. Выберите сертификат и ключ, для которых его зашифровали, "
        "или попросите отправителя зашифровать его для вашего сертификата."
    )


def _content(info: der.Element, attributes: der.Element | None, key: bytes) -> bytes:
    fields = info.fields()
    fields.take().oid()
    oid, parameters = pair(fields.take())
    sealed = fields.take(0x80, 0xA0).octets(0x80)
    fields.done()
    cipher = _BY_OID.get(oid.oid())
    if cipher is None:
        raise unsupported("Алгоритм шифрования файла")
    values = parameters.fields()
    vector = values.take().octets()
    block_cipher = cipher.block_cipher
    if len(vector) != (8 if block_cipher is None else block_cipher.block_size // 2 + 8):
        raise der.DerError("длина синхропосылки не соответствует шифру")
    if block_cipher is None:
        substitution = values.take().oid()
        if substitution not in ciphers.CIPHER_SUBSTITUTIONS:
            raise unsupported("Узел замены ГОСТ 28147-89")
        return Gost28147(key, substitution).cfb_decrypt(vector, sealed)
    if not cipher.with_mac:
        return ciphers.ctr_acpkm(block_cipher, key, vector[:-8], sealed)
    return _authentic(block_cipher, key, vector, sealed, _mac(attributes, block_cipher.block_size))


def _authentic(cipher: type[BlockCipher], key: bytes, ukm: bytes, sealed: bytes, mac: bytes) -> bytes:
    try:
        return ciphers.ctr_acpkm_omac_open(cipher, key, ukm, sealed, mac)
    except ciphers.WrongMac as error:
        raise damaged() from error


def _mac(attributes: der.Element | None, size: int) -> bytes:
    """The OMAC among the unprotected attributes; it must be there once."""
    found = []
    for attribute in attributes or ():
        oid, values = pair(attribute)
        if oid.oid() == _MAC_ATTRIBUTE:
            found.append(values.expect(der.SET).only().octets())
    if len(found) != 1 or len(found[0]) != size:
        raise der.DerError("имитовставка отсутствует или не той длины")
    return found[0]
