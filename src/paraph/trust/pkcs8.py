"""Private keys in files: PKCS#8 (RFC 5208, RFC 5958) with GOST R 34.10-2012 keys, plain or under a password.

A key is the little-endian number d, as RFC 9548 section 5 and gost-engine write it; masked keys of RFC 9548
and the older wrappings of gost-engine are read too.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import cached_property

from paraph.gost import CURVES, Curve, public_key, sign
from paraph.trust import der, oids
from paraph.trust.keys import SCHEMES, PublicKey, scheme_of
from paraph.trust.pbes2 import KeyFileError, WrongPassword, decrypt

__all__ = ["KeyFileError", "PrivateKey", "WrongPassword", "dump_private_key", "load_private_key"]

#: Key files are a few kilobytes; larger input is refused unread, bytes.
MAX_SIZE = 1024 * 1024

_PEM = re.compile(rb"-----BEGIN ((?:ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----")

_NOT_A_KEY = (
    "Это не файл закрытого ключа. Нужен ключ ГОСТ Р 34.10-2012 в файле PKCS#8 (.key, .pem) "
    "или контейнер PKCS#12 (.p12, .pfx)."
)
_DAMAGED = "Файл ключа повреждён: возьмите его из резервной копии или выпустите ключ заново."


@dataclass(frozen=True)
class PrivateKey:
    """A GOST R 34.10-2012 private key; the number d, 0 < d < q, is kept out of ``repr``."""

    curve: Curve
    value: int = field(repr=False)

    def __repr__(self) -> str:
        return f"<PrivateKey {self.curve.title}>"

    @cached_property
    def point(self) -> tuple[int, int]:
        """The public key that belongs to it."""
        return public_key(self.curve, self.value)

    def sign_digest(self, digest: bytes) -> bytes:
        """`s || r` over a digest of ``curve.size`` bytes."""
        return sign(self.curve, self.value, digest)


def load_private_key(data: bytes, password: str | None = None) -> PrivateKey:
    """The key of a PEM or DER file; in PEM other blocks, such as certificates, may stand around it.

    Raises ``KeyFileError``: no key, an unsupported one, a damaged one; ``WrongPassword`` of them when the
    password does not fit.
    """
    try:
        frame = der.read(_der_of(data), max_size=MAX_SIZE)
        first = frame.fields().peek()
        if first == der.INTEGER:
            return parse_private_key(frame)
        if first == der.SEQUENCE:
            return parse_encrypted(frame, password)
    except der.DerError as error:
        raise KeyFileError(_NOT_A_KEY) from error
    raise KeyFileError(_NOT_A_KEY)


def _der_of(data: bytes) -> bytes:
    if b"-----BEGIN " not in data:
        return data
    block = _PEM.search(data)
    if block is None:
        raise KeyFileError(_NOT_A_KEY)
    try:
        return base64.b64decode(b"".join(block[2].split()), validate=True)
    except binascii.Error as error:
        raise KeyFileError(_DAMAGED) from error


def parse_encrypted(element: der.Element, password: str | None) -> PrivateKey:
    """The key of an EncryptedPrivateKeyInfo; raises as ``load_private_key`` and ``der.DerError``."""
    fields = element.fields()
    algorithm, sealed = fields.take(der.SEQUENCE), fields.take().octets()
    fields.done()
    if password is None:
        raise KeyFileError("Ключ защищён паролем. Введите пароль от файла ключа.")
    plain = decrypt(algorithm, sealed, password)
    try:
        return parse_private_key(der.read(plain))
    except der.DerError as error:
        raise WrongPassword from error


def parse_private_key(element: der.Element) -> PrivateKey:
    """The key of a PrivateKeyInfo; raises ``der.DerError`` and, for keys of other kinds, ``KeyFileError``."""
    fields = element.fields()
    if fields.take().integer() not in (0, 1):
        raise der.DerError("неизвестная версия PrivateKeyInfo")
    identifier = fields.take().fields()
    scheme = SCHEMES.get(identifier.take().oid())
    octets = fields.take().octets()
    fields.maybe(0xA0)
    fields.maybe(0x81, 0xA1)
    fields.done()
    if scheme is None or scheme.key_oid == oids.GOST_2001:  # such keys verify what is old and sign nothing
        raise KeyFileError("Это ключ другого алгоритма. Для подписи нужен ключ ГОСТ Р 34.10-2012.")
    curve = CURVES.get(identifier.take().fields().take().oid())
    if curve is None:
        raise KeyFileError(
            "Набор параметров ключа неизвестен. Выпустите ключ с параметрами CryptoPro или ТК 26."
        )
    if curve.size != scheme.size:
        raise der.DerError("размер набора параметров не соответствует алгоритму")
    value = _number(curve, octets)
    if not 0 < value < curve.q:
        raise KeyFileError(_DAMAGED)
    return PrivateKey(curve, value)


def _number(curve: Curve, octets: bytes) -> int:
    """d from the octets of ``privateKey``: bare, in an OCTET STRING or, big-endian, in an INTEGER.

    Several numbers in a row are a masked key and its masks: d is their product modulo q.
    """
    if len(octets) % curve.size:
        inner = der.read(octets)
        if inner.tag == der.INTEGER:
            return inner.integer()
        octets = inner.octets()
    if not octets or len(octets) % curve.size:
        raise der.DerError("длина закрытого ключа не соответствует набору параметров")
    value = 1
    for start in range(0, len(octets), curve.size):
        value = value * int.from_bytes(octets[start : start + curve.size], "little") % curve.q
    return value


def encode_private_key(key: PrivateKey) -> bytes:
    """PrivateKeyInfo in DER. Raises ``ValueError`` unless 0 < d < q."""
    public = PublicKey.of(key.curve, key.point)
    identifier = der.read(public.raw).fields().take(der.SEQUENCE)  # the same as beside the public key
    octets = key.value.to_bytes(scheme_of(key.curve).size, "little")
    return der.sequence(der.integer(0), identifier.raw, der.octet_string(octets))


def dump_private_key(key: PrivateKey) -> bytes:
    """The key as a PKCS#8 file in PEM, unprotected. Raises ``ValueError`` unless 0 < d < q."""
    body = base64.encodebytes(encode_private_key(key)).replace(b"\n", b"")
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return b"\n".join([b"-----BEGIN PRIVATE KEY-----", *lines, b"-----END PRIVATE KEY-----", b""])
