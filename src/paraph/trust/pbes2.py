"""Password-based encryption of key files by GOST ciphers: PBES2 of RFC 8018 as RFC 9337 fills it.

Read: GOST 28147-89 in CFB (R 50.1.112-2016, gost-engine), Magma and Kuznyechik in CTR-ACPKM with and without
OMAC (RFC 9548). Written: GOST 28147-89 in CFB.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from types import MappingProxyType

from paraph.gost import ciphers, pbkdf2_streebog512
from paraph.trust import der, pbe_cryptopro
from paraph.trust.key_errors import (
    MAX_ITERATIONS,
    KeyFileError,
    WrongPassword,
    iterations_of,
    unsupported,
)

__all__ = [
    "MAX_ITERATIONS",
    "PBES2",
    "KeyFileError",
    "WrongPassword",
    "decrypt",
    "encrypt",
    "iterations_of",
    "unsupported",
]

PBES2 = "1.2.840.113549.1.5.13"
_PBKDF2 = "1.2.840.113549.1.5.12"
_HMAC_STREEBOG_512 = "1.2.643.7.1.1.4.2"
_HMAC_SHA256 = "1.2.840.113549.2.9"
_GOST_28147 = "1.2.643.2.2.21"

#: By OID: the cipher and whether an OMAC follows the text, RFC 9337 section 7.3.
_CTR_ACPKM: Mapping[str, tuple[type[ciphers.BlockCipher], bool]] = MappingProxyType(
    {
        "1.2.643.7.1.1.5.1.1": (ciphers.Magma, False),
        "1.2.643.7.1.1.5.1.2": (ciphers.Magma, True),
        "1.2.643.7.1.1.5.2.1": (ciphers.Kuznyechik, False),
        "1.2.643.7.1.1.5.2.2": (ciphers.Kuznyechik, True),
    }
)
_SUBSTITUTIONS = (ciphers.PARAM_Z, ciphers.CRYPTOPRO_A)

_KEY_SIZE = 32
_SALT_SIZE = 16


def decrypt(algorithm: der.Element, data: bytes, password: str) -> bytes:
    """The text under an AlgorithmIdentifier of PBES2, or of what CryptoPro CSP writes instead.

    Raises ``KeyFileError`` and ``der.DerError``. Only the OMAC forms notice a wrong password; of the others
    the caller sees it by the text not being what was expected.
    """
    identifier = algorithm.fields()
    scheme = identifier.take().oid()
    if scheme == pbe_cryptopro.KEY_SCHEME:
        return pbe_cryptopro.decrypt_key(identifier.take(), data, password)
    if scheme == pbe_cryptopro.CERTIFICATE_SCHEME:
        return pbe_cryptopro.decrypt_certificates(identifier.take(), data, password)
    if scheme != PBES2:
        raise unsupported("Способ шифрования файла ключа")
    parameters = identifier.take().fields()
    derivation, encryption = parameters.take().fields(), parameters.take().fields()
    if derivation.take().oid() != _PBKDF2:
        raise unsupported("Способ получения ключа из пароля")
    key, by_engine = _derive(derivation.take(), password)
    return _decipher(encryption.take().oid(), encryption.take(), key, data, by_engine)


def _derive(parameters: der.Element, password: str) -> tuple[bytes, bool]:
    """The key, and whether its derivation is one that gost-engine has and RFC 9337 has not."""
    fields = parameters.fields()
    salt = fields.take().octets()
    iterations = iterations_of(fields.take())
    length = fields.maybe(der.INTEGER)
    if length and length.integer() != _KEY_SIZE:
        raise unsupported("Длина ключа шифрования")
    function = fields.maybe(der.SEQUENCE)
    oid = function.fields().take().oid() if function else ""
    if oid == _HMAC_STREEBOG_512:
        return pbkdf2_streebog512(password.encode(), salt, iterations, _KEY_SIZE), False
    if oid == _HMAC_SHA256:  # gost-engine's choice beside Magma and Kuznyechik
        return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations, _KEY_SIZE), True
    raise unsupported("Способ получения ключа из пароля")


def _decipher(oid: str, parameters: der.Element, key: bytes, data: bytes, by_engine: bool) -> bytes:
    if oid != _GOST_28147 and oid not in _CTR_ACPKM:
        raise unsupported("Алгоритм шифрования файла ключа")
    fields = parameters.fields()
    vector = fields.take().octets()
    if oid == _GOST_28147:
        substitution = fields.take().oid()
        if substitution not in _SUBSTITUTIONS:
            raise unsupported("Узел замены ГОСТ 28147-89")
        _require_length(vector, 8)
        return ciphers.cfb_decrypt(key, vector, data, substitution)
    cipher, with_omac = _CTR_ACPKM[oid]
    half = cipher.block_size // 2
    _require_length(vector, half + 8)
    if not with_omac:
        return _by_likely_sections(cipher, key, vector[:half], data, by_engine)
    try:
        return ciphers.ctr_acpkm_omac_decrypt(cipher, key, vector, data)
    except ciphers.WrongMac as error:
        raise WrongPassword from error


def _by_likely_sections(
    cipher: type[ciphers.BlockCipher], key: bytes, iv: bytes, data: bytes, by_engine: bool
) -> bytes:
    """The text in CTR-ACPKM with the sections of RFC 9337 or with gost-engine's.

    Nothing in the file tells which, but what key files encrypt is DER all through.
    """
    sections = (cipher.section, cipher.short_section)
    likely = sections[::-1] if by_engine else sections
    texts = [ciphers.ctr_acpkm(cipher, key, iv, data, section) for section in likely]
    return next(filter(_is_der, texts), texts[0])


def _is_der(data: bytes) -> bool:
    """Whether bytes are DER down to the last level, also within octet strings that hold a SEQUENCE."""
    try:
        stack = [der.read(data)]
        while stack:
            element = stack.pop()
            if element.tag == der.OCTET_STRING and element.content[:1] == b"\x30":
                stack.append(der.read(element.content))
            elif element.tag & 0x20:
                stack.extend(element)
    except der.DerError:
        return False
    return True


def _require_length(vector: bytes, length: int) -> None:
    if len(vector) != length:
        raise der.DerError("длина синхропосылки не соответствует шифру")


def encrypt(data: bytes, password: str, iterations: int) -> tuple[bytes, bytes]:
    """The AlgorithmIdentifier and the ciphertext under GOST 28147-89 in CFB with id-tc26-gost-28147-param-Z.

    R 50.1.112-2016 is read everywhere. The CTR-ACPKM of RFC 9548 is not: gost-engine changes its key every
    1 or 4 kilobytes where the RFC has 8 or 256, and a container with a chain is longer. Both are read here.
    """
    salt, iv = secrets.token_bytes(_SALT_SIZE), secrets.token_bytes(8)
    key = pbkdf2_streebog512(password.encode(), salt, iterations, _KEY_SIZE)
    derivation = der.sequence(
        der.oid(_PBKDF2),
        der.sequence(
            der.octet_string(salt),
            der.integer(iterations),
            der.sequence(der.oid(_HMAC_STREEBOG_512), der.null()),
        ),
    )
    encryption = der.sequence(
        der.oid(_GOST_28147), der.sequence(der.octet_string(iv), der.oid(ciphers.PARAM_Z))
    )
    algorithm = der.sequence(der.oid(PBES2), der.sequence(derivation, encryption))
    return algorithm, ciphers.cfb_encrypt(key, iv, data)
