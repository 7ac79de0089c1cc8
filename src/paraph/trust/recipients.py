"""RecipientInfo of CMS EnvelopedData: the content's key sealed for a person by GOST means, and opened.

Key transport of RFC 4490 section 4.2 (GOST 28147-89, CryptoPro Key Wrap) and of R 1323565.1.025-2019 (Magma
and Kuznyechik, KExp15), key agreement of the latter. In each the key is sealed under what VKO makes of the
recipient's public key and a key made for this one message.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from paraph.gost import Curve, generate_private_key, public_key
from paraph.gost.ciphers import CIPHER_SUBSTITUTIONS, KEY_SIZE, PARAM_Z, BlockCipher, Kuznyechik, Magma
from paraph.gost.keywrap import kexp15, kimp15, unwrap_cryptopro, wrap_cryptopro
from paraph.gost.vko import KEG_UKM_SIZE, keg, vko_256
from paraph.trust import der, oids
from paraph.trust.cades_attributes import pair
from paraph.trust.certificate import Certificate
from paraph.trust.keys import PublicKey
from paraph.trust.pkcs8 import PrivateKey

#: KExp15 by identifier, R 1323565.1.025-2019: the cipher whose CTR and OMAC it is made of.
_KEXP15: Mapping[str, type[BlockCipher]] = MappingProxyType(
    {"1.2.643.7.1.1.7.1.1": Magma, "1.2.643.7.1.1.7.2.1": Kuznyechik}
)
_KEXP15_OIDS = {cipher: oid for oid, cipher in _KEXP15.items()}
#: id-tc26-agreement-gost-3410-2012-256 and -512 by the size of a coordinate.
_AGREEMENT = {32: "1.2.643.7.1.1.6.1", 64: "1.2.643.7.1.1.6.2"}
_OF_KEYS = (oids.GOST_2012_256, oids.GOST_2012_512)

_MAX_AGREED = 100


class EnvelopedError(ValueError):
    """Encryption or decryption cannot be done; the message is for people, in Russian, and says what to do."""


def unsupported(what: str) -> EnvelopedError:
    return EnvelopedError(
        f"{what} не поддерживается. Попросите отправителя зашифровать файл по ГОСТ: «Кузнечик», «Магма» "
        "или ГОСТ 28147-89, ключ получателя ГОСТ Р 34.10-2012."
    )


def damaged() -> EnvelopedError:
    return EnvelopedError(
        "Файл повреждён или изменён после шифрования: контрольная сумма не сходится. "
        "Попросите отправителя прислать его ещё раз."
    )


# -- sealing ------------------------------------------------------------------------------------------------


def seal_by_transport(key: bytes, certificate: Certificate, cipher: type[BlockCipher] | None) -> bytes:
    """KeyTransRecipientInfo; without a cipher of KExp15 the wrap is CryptoPro's over GOST 28147-89."""
    public = certificate.public_key
    curve, point = _requirements(certificate)
    algorithm, sealed = (
        _seal_by_cryptopro(key, public, curve, point)
        if cipher is None
        else _seal_by_kexp15(key, curve, point, cipher)
    )
    return der.sequence(der.integer(0), _identity(certificate), algorithm, der.octet_string(sealed))


def _seal_by_cryptopro(
    key: bytes, public: PublicKey, curve: Curve, point: tuple[int, int]
) -> tuple[bytes, bytes]:
    """GostR3410-KeyTransport, RFC 4490 section 4.2.1."""
    ukm = secrets.token_bytes(8)
    once = generate_private_key(curve)
    sealed, mac = wrap_cryptopro(vko_256(curve, once, point, ukm), ukm, key)
    spki = PublicKey.of(curve, public_key(curve, once)).raw
    algorithm = der.read(public.raw).fields().take(der.SEQUENCE).raw  # the same as beside the public key
    parameters = (der.oid(PARAM_Z), der.implicit(0, spki), der.octet_string(ukm))
    return algorithm, der.sequence(
        der.sequence(der.octet_string(sealed), der.octet_string(mac)), der.explicit(0, *parameters)
    )


def _seal_by_kexp15(
    key: bytes, curve: Curve, point: tuple[int, int], cipher: type[BlockCipher]
) -> tuple[bytes, bytes]:
    """The key transport of R 1323565.1.025-2019: sealed key, one-time public key, ukm."""
    ukm, once = _fresh_ukm(), generate_private_key(curve)
    sealed = kexp15(cipher, *keg(curve, once, point, ukm), _wrap_iv(cipher, ukm), key)
    spki = PublicKey.of(curve, public_key(curve, once)).raw
    return _kexp15_algorithm(curve, cipher), der.sequence(
        der.octet_string(sealed), spki, der.octet_string(ukm)
    )


def seal_by_agreement(key: bytes, certificate: Certificate, cipher: type[BlockCipher]) -> bytes:
    """KeyAgreeRecipientInfo of R 1323565.1.025-2019 with a one-time key of the sender."""
    curve, point = _requirements(certificate)
    ukm, once = _fresh_ukm(), generate_private_key(curve)
    sealed = kexp15(cipher, *keg(curve, once, point, ukm), _wrap_iv(cipher, ukm), key)
    spki = der.read(PublicKey.of(curve, public_key(curve, once)).raw)
    return der.explicit(
        1,
        der.integer(3),
        der.explicit(0, der.implicit(1, spki.raw)),
        der.explicit(1, der.octet_string(ukm)),
        _kexp15_algorithm(curve, cipher),
        der.sequence(der.sequence(_identity(certificate), der.octet_string(sealed))),
    )


def _requirements(certificate: Certificate) -> tuple[Curve, tuple[int, int]]:
    key = certificate.public_key
    if key.algorithm not in _OF_KEYS or key.curve is None or key.point is None:
        raise EnvelopedError(
            f"Зашифровать для «{certificate.subject.common_name}» нельзя: ключ сертификата — {key.title}. "
            "Возьмите сертификат получателя с ключом ГОСТ Р 34.10-2012."
        )
    return key.curve, key.point


def _identity(certificate: Certificate) -> bytes:
    return der.sequence(certificate.issuer.raw, der.integer(certificate.serial))


def _kexp15_algorithm(curve: Curve, cipher: type[BlockCipher]) -> bytes:
    return der.sequence(der.oid(_KEXP15_OIDS[cipher]), der.sequence(der.oid(_AGREEMENT[curve.size])))


def _fresh_ukm() -> bytes:
    return secrets.token_bytes(KEG_UKM_SIZE)


def _wrap_iv(cipher: type[BlockCipher], ukm: bytes) -> bytes:
    """The vector of KExp15: half a block after the 24 bytes that KEG takes."""
    return ukm[24 : 24 + cipher.block_size // 2]


# -- opening ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opener:
    """Whoever opens: a key, its certificate, and certificates of senders who agree with a lasting key."""

    key: PrivateKey
    certificate: Certificate
    senders: Sequence[Certificate] = ()

    def open(self, info: der.Element) -> bytes | None:
        """The content's key; none if the RecipientInfo is for somebody else.

        Raises ``EnvelopedError`` and ``der.DerError``.
        """
        if info.tag == der.SEQUENCE:
            return self._by_transport(info)
        if info.tag == 0xA1:
            return self._by_agreement(info)
        return None  # kekri, pwri and ori need other secrets than a certificate's key

    def _by_transport(self, info: der.Element) -> bytes | None:
        fields = info.fields()
        fields.take().integer()
        if not self._is_mine(fields.take(), key_identifier_tag=0x80):
            return None
        oid, parameters = _algorithm(fields.take())
        sealed = der.read(fields.take().octets(), max_size=4096)
        if oid in _KEXP15:
            return self._transported_by_kexp15(oid, parameters, sealed)
        if oid in _OF_KEYS:
            return self._transported_by_cryptopro(sealed)
        raise unsupported("Способ передачи ключа шифрования")

    def _transported_by_cryptopro(self, sealed: der.Element) -> bytes:
        wrapped, parameters = pair(sealed)
        key, mac = (part.octets() for part in pair(wrapped))
        fields = parameters.fields(0xA0)
        substitution = fields.take().oid()
        once = fields.maybe(0xA0)
        ukm = fields.take().octets()
        if substitution not in CIPHER_SUBSTITUTIONS or once is None:
            raise unsupported("Вид передачи ключа по ГОСТ 28147-89")
        point = self._point(PublicKey.parse(der.read(once.retagged(der.SEQUENCE))))
        _require(len(ukm) == 8 and len(key) == KEY_SIZE and len(mac) == 4)
        try:
            kek = vko_256(self.key.curve, self.key.value, point, ukm)
            return unwrap_cryptopro(kek, ukm, key, mac, substitution)
        except ValueError as error:
            raise damaged() from error

    def _transported_by_kexp15(self, oid: str, parameters: der.Element, sealed: der.Element) -> bytes:
        fields = sealed.fields()
        key = fields.take().octets()
        point = self._point(PublicKey.parse(fields.take()))
        ukm = fields.take().octets()
        return self._imported(oid, parameters, key, point, ukm)

    def _by_agreement(self, info: der.Element) -> bytes | None:
        fields = info.fields(0xA1)
        fields.take().integer()
        originator = fields.take(0xA0).only()
        ukm = fields.maybe(0xA1)
        oid, parameters = _algorithm(fields.take())
        for number, sealed in enumerate(fields.take(der.SEQUENCE)):
            if number == _MAX_AGREED:
                raise der.DerError("получателей в файле больше допустимого")
            identity, key = pair(sealed)
            if self._is_mine(identity, key_identifier_tag=0xA0):
                if oid not in _KEXP15 or ukm is None:
                    raise unsupported("Способ согласования ключа шифрования")
                point = self._originator(originator)
                return self._imported(oid, parameters, key.octets(), point, ukm.only().octets())
        return None

    def _imported(
        self, oid: str, parameters: der.Element, key: bytes, point: tuple[int, int], ukm: bytes
    ) -> bytes:
        cipher = _KEXP15[oid]
        if parameters.fields().take().oid() != _AGREEMENT[self.key.curve.size]:
            raise unsupported("Способ согласования ключа шифрования")
        _require(len(ukm) == KEG_UKM_SIZE and len(key) == KEY_SIZE + cipher.block_size)
        try:
            agreed = keg(self.key.curve, self.key.value, point, ukm)
            return kimp15(cipher, *agreed, _wrap_iv(cipher, ukm), key)
        except ValueError as error:
            raise damaged() from error

    def _originator(self, element: der.Element) -> tuple[int, int]:
        """The sender's point: made for this message, or of a certificate."""
        if element.tag == 0xA1:
            return self._point(PublicKey.parse(der.read(element.retagged(der.SEQUENCE))))
        for sender in self.senders:
            if _names(element, sender, key_identifier_tag=0x80):
                return self._point(sender.public_key)
        raise EnvelopedError(
            "Файл зашифрован с постоянным ключом отправителя. Приложите сертификат отправителя."
        )

    def _is_mine(self, element: der.Element, key_identifier_tag: int) -> bool:
        return _names(element, self.certificate, key_identifier_tag)

    def _point(self, public: PublicKey) -> tuple[int, int]:
        """The other party's point, which must be on our very curve, whatever its name."""
        if public.point is None or public.curve is None or not _same(public.curve, self.key.curve):
            raise damaged()
        return public.point


def _algorithm(element: der.Element) -> tuple[str, der.Element]:
    oid, parameters = pair(element)
    return oid.oid(), parameters


def _names(element: der.Element, certificate: Certificate, key_identifier_tag: int) -> bool:
    """Whether a RecipientIdentifier or an originator's identifier means the certificate."""
    if element.tag == der.SEQUENCE:
        issuer, serial = pair(element)
        return issuer.raw == certificate.issuer.raw and serial.integer() == certificate.serial
    element.expect(key_identifier_tag)
    identifier = element.content if element.tag == 0x80 else next(iter(element)).octets()
    return identifier == certificate.extensions.subject_key_id


def _same(one: Curve, other: Curve) -> bool:
    """Several names stand for one curve."""
    return all(getattr(one, name) == getattr(other, name) for name in ("p", "a", "b", "q", "x", "y"))


def _require(fits: bool) -> None:
    if not fits:
        raise der.DerError("длина ключа или синхропосылки не соответствует алгоритму")
