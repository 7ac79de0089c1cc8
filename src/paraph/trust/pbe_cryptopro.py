"""Key files as CryptoPro CSP exports them: .pfx with the means of PKCS#12 of 1999 and CryptoPro's own.

The key lies under the unpublished scheme 1.2.840.113549.1.12.1.80, read here as files of CSP show it: GOST
28147-89 with the substitution CryptoPro-A under a key made of the password by GOST R 34.11-94, and inside it
the key once more under KDF_GOSTR3411_2012_256 (RFC 7836 section 4.4), each with a MAC. Certificates and the
container's MAC are as in RFC 7292: Triple DES and SHA-1. Nothing is ever written so.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from paraph.gost.ciphers import CRYPTOPRO_A, Gost28147
from paraph.gost.hash94 import hash94
from paraph.gost.streebog import kdf_tree_streebog256
from paraph.trust import der, oids
from paraph.trust.cades_attributes import pair
from paraph.trust.key_errors import KeyFileError, WrongPassword, iterations_of, unsupported

KEY_SCHEME = "1.2.840.113549.1.12.1.80"
CERTIFICATE_SCHEME = "1.2.840.113549.1.12.1.3"  # pbeWithSHAAnd3-KeyTripleDES-CBC

#: Rounds are numbered by two bytes.
_MAX_ROUNDS = 0xFFFF
#: It is hashed in every round, hence a limit; CSP takes 16 bytes.
_MAX_SALT = 64
#: The header of a key BLOB before its ASN.1.
_BLOB_HEADER = 16
_LABEL = bytes.fromhex("26bdb878")
_KEY_SIZES = {oids.GOST_2012_256: 32, oids.GOST_2012_512: 64}

# Purposes of derived bytes, RFC 7292 appendix B.3.
_FOR_KEY, _FOR_VECTOR, _FOR_MAC = 1, 2, 3


def decrypt_key(parameters: der.Element, data: bytes, password: str) -> bytes:
    """PrivateKeyInfo of a key bag under ``KEY_SCHEME``; raises ``KeyFileError`` and ``der.DerError``."""
    salt, rounds = _salt_and_rounds(parameters)
    if len(salt) < 8:
        raise der.DerError("соль короче синхропосылки")
    if rounds > _MAX_ROUNDS:
        raise unsupported("Такое число итераций в файле КриптоПро")
    key = password.encode("utf-16-le")
    for number in range(1, rounds + 1):
        key = hash94(key + salt + number.to_bytes(2, "big"))
    plain = Gost28147(key, CRYPTOPRO_A).cfb_decrypt(salt[:8], data)
    try:
        return _exported(der.read(plain), key)
    except der.DerError as error:
        raise WrongPassword from error


def _exported(info: der.Element, key: bytes) -> bytes:
    """The plain PrivateKeyInfo of one whose key is a BLOB of CSP."""
    fields = info.fields()
    fields.take().integer()
    algorithm = fields.take().fields().take().oid()
    value, mac = pair(der.read(fields.take().octets()[_BLOB_HEADER:]))
    size = _KEY_SIZES.get(algorithm)
    if size is None:
        raise KeyFileError("Это ключ другого алгоритма. Для подписи нужен ключ ГОСТ Р 34.10-2012.")
    parts = value.fields()
    ukm = parts.take().octets()
    sealed, sealed_mac = (part.octets() for part in pair(parts.take()))
    parameters = _parameters(parts.take(0xA0))
    if len(ukm) != 8 or len(sealed) != size:
        raise der.DerError("длина ключа не соответствует алгоритму")
    cipher = Gost28147(kdf_tree_streebog256(key, _LABEL, ukm, 32), CRYPTOPRO_A)
    private = cipher.decrypt(sealed)
    whole = value.raw + bytes(-len(value.raw) % 8)
    for expected, found in (
        (sealed_mac, cipher.mac(ukm, private)),
        (mac.octets(), cipher.mac(bytes(8), whole)),
    ):
        if not hmac.compare_digest(expected, found):
            raise WrongPassword
    identifier = der.sequence(der.oid(algorithm), parameters)
    return der.sequence(der.integer(0), identifier, der.octet_string(private))


def _parameters(element: der.Element) -> bytes:
    """Curve and digest from the description of the key: flags, then an AlgorithmIdentifier."""
    fields = element.fields(0xA0)
    fields.take(der.BIT_STRING)
    identifier = fields.take(0xA0).fields(0xA0)
    identifier.take().oid()
    return identifier.take(der.SEQUENCE).raw


def decrypt_certificates(parameters: der.Element, data: bytes, password: str) -> bytes:
    """The text under ``CERTIFICATE_SCHEME``; raises ``KeyFileError`` and ``der.DerError``."""
    salt, rounds = _salt_and_rounds(parameters)
    if not data or len(data) % 8:
        raise der.DerError("длина шифротекста не кратна блоку")
    key = _derive(_FOR_KEY, password, salt, rounds, 24)
    vector = _derive(_FOR_VECTOR, password, salt, rounds, 8)
    reader = Cipher(TripleDES(key), modes.CBC(vector)).decryptor()
    plain = reader.update(data) + reader.finalize()
    if not 0 < plain[-1] <= 8 or plain[-plain[-1] :] != plain[-1:] * plain[-1]:
        raise WrongPassword
    return plain[: -plain[-1]]


def mac_sha1(password: str, salt: bytes, iterations: int, data: bytes) -> bytes:
    """HMAC with SHA-1 over the content of a container, RFC 7292 section 4."""
    return hmac.digest(_derive(_FOR_MAC, password, salt, iterations, 20), data, "sha1")


def _salt_and_rounds(parameters: der.Element) -> tuple[bytes, int]:
    salt, rounds = pair(parameters)
    if len(salt.octets()) > _MAX_SALT:
        raise der.DerError("соль длиннее допустимой")
    return salt.octets(), iterations_of(rounds)


def _derive(purpose: int, password: str, salt: bytes, iterations: int, length: int) -> bytes:
    """RFC 7292 appendix B.2 with SHA-1; ``length`` is in bytes."""
    text = (password + "\0").encode("utf-16-be")
    message = _repeated(salt) + _repeated(text)
    result = b""
    while len(result) < length:
        digest = bytes([purpose]) * 64 + message
        for _ in range(iterations):
            digest = hashlib.sha1(digest, usedforsecurity=False).digest()
        result += digest
        step = int.from_bytes(_repeated(digest), "big") + 1
        blocks = (message[start : start + 64] for start in range(0, len(message), 64))
        message = b"".join(
            ((int.from_bytes(block, "big") + step) % (1 << 512)).to_bytes(64, "big") for block in blocks
        )
    return result[:length]


def _repeated(octets: bytes) -> bytes:
    """Octets over and over up to a whole number of 64-byte blocks, without adding one."""
    size = -(-len(octets) // 64) * 64
    return (octets * (size // max(len(octets), 1) + 1))[:size]
