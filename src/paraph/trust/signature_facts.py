"""The two facts every CMS signature has of its own: the content is intact, the signature is the key's.

Sources: 63-ФЗ ст. 11 п. 3; RFC 5652 cl. 5.4, 5.6; RFC 5035; RFC 5126.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from paraph.trust import oids
from paraph.trust.certificate import Certificate
from paraph.trust.cms import SignedData, Signer
from paraph.trust.keys import SCHEMES, UnsupportedAlgorithm, title
from paraph.trust.keys import digest as compute_digest
from paraph.trust.verdict import Answer, Check, Fact

#: Gives the content's digest by algorithm OID, as a table or as a function that reads the file when asked.
#: A function raises `UnsupportedAlgorithm` for an algorithm it does not compute.
Digests = Mapping[str, bytes] | Callable[[str], bytes]

_INTACT_CLAUSE = "63-ФЗ ст. 11 п. 3; RFC 5652 п. 11.2"
_INTACT_SOURCE = "файл и атрибут messageDigest подписи"
_SIGNATURE_CLAUSE = "63-ФЗ ст. 11 п. 3; RFC 5652 п. 5.6"


def digests_of(content: bytes | None, digest: Digests | None) -> Digests | None:
    """Digests of what is given, one of the two; a file behind a function is read once an algorithm.

    Raises `ValueError` when both are given.
    """
    if content is not None:
        if digest is not None:
            raise ValueError("нужно передать либо содержимое, либо его хеши")
        return cache(lambda oid: compute_digest(oid, content))
    return cache(digest) if callable(digest) else digest


class NoDigest(Exception):
    """The content's digest cannot be had; the message is a reason for people."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature and what it is over."""

    signer: Signer
    #: contentType of what is signed; None for a counter-signature.
    content_type: str | None
    #: Digest of the content carried inside the file by algorithm, if there is any.
    inside: Callable[[str], bytes] | None
    #: Digests of the content as the caller knows it.
    given: Digests | None

    @classmethod
    def of(cls, data: SignedData, signer: Signer, given: Digests | None) -> Signed:
        inside = None if data.content is None else data.content_digest
        return cls(signer, data.content_type, inside, given)

    @classmethod
    def over(cls, parent: Signer, signer: Signer) -> Signed:
        """A counter-signature: what it signs is the other signature's value (RFC 5652 cl. 11.4)."""
        return cls(signer, None, lambda oid: compute_digest(oid, parent.signature), None)

    # -- intact ---------------------------------------------------------------------------------------

    def intact(self, signature: Fact) -> Fact:
        """Whether the content is what was signed; `signature` decides if no digest is written beside it."""
        try:
            found = self.content_digest()
        except NoDigest as error:
            return _intact("cms.content", Answer.UNDETERMINED, str(error))
        if found is None:
            return _intact(
                "cms.content", Answer.NO, "Внутрь подписи вложен не тот файл, который проверяется."
            )
        signer, name = self.signer, "cms.message-digest"
        if signer.signed_attributes is None:
            return _intact_by_signature(signature)
        if signer.message_digest is None:
            return _intact(name, Answer.NO, "В подписи нет обязательного хеша файла (messageDigest).")
        if signer.message_digest != found:
            reason = "Файл изменён после подписания, или это подпись другого файла: хеши не совпадают."
            return _intact(name, Answer.NO, reason)
        return _intact(name, Answer.YES, "Файл не изменён: его хеш совпадает с подписанным.")

    def content_digest(self) -> bytes | None:
        """Digest of the content by the signer's algorithm, None if the enclosed content is another.

        Raises `NoDigest`.
        """
        return self.digest_by(self.signer.digest_algorithm)

    def digest_by(self, oid: str) -> bytes | None:
        """`content_digest` by any algorithm, as archive time-stamps need it."""
        given = self._given(oid)
        if self.inside is None:
            if given is None:
                raise NoDigest("Подпись отсоединённая, а сам файл для проверки не передан.")
            return given
        try:
            enclosed = self.inside(oid)
        except UnsupportedAlgorithm as error:
            raise NoDigest(f"Целостность не проверена: {error}.") from error
        return enclosed if given in (None, enclosed) else None

    def _given(self, oid: str) -> bytes | None:
        if self.given is None:
            return None
        try:
            found = self.given.get(oid) if isinstance(self.given, Mapping) else self.given(oid)
        except UnsupportedAlgorithm as error:
            raise NoDigest(f"Целостность не проверена: {error}.") from error
        if found is None:
            raise NoDigest(f"Целостность не проверена: нет хеша файла по алгоритму {title(oid)}.")
        return found

    # -- signature ------------------------------------------------------------------------------------

    def signature(self, certificate: Certificate, source: str) -> Fact:
        """Whether the certificate's key made the signature, and over this very certificate."""
        checks = [self._algorithms(certificate)]
        if checks[0].answer is Answer.YES:
            checks.append(self._value(certificate))
        if checks[-1].answer is Answer.YES and self.signer.certificate_ref is not None:
            checks.append(self._reference(certificate))
        last = checks[-1]
        reason = last.reason
        if last.answer is Answer.YES:
            reason = f"Подпись сделана ключом этого сертификата ({certificate.public_key.title})."
        return Fact(last.answer, reason, source, _SIGNATURE_CLAUSE, tuple(checks))

    def _algorithms(self, certificate: Certificate) -> Check:
        """Whether declared algorithms, attributes and key belong together, and are computed here at all."""
        mismatch = self._mismatch(certificate)
        if mismatch:
            return Check("cms.algorithms", Answer.NO, mismatch, "RFC 5652 п. 5.3, 11.1; RFC 9215")
        return Check(
            "cms.algorithms", Answer.YES, "Алгоритмы и атрибуты подписи согласованы.", "RFC 5652 п. 5.3"
        )

    def _mismatch(self, certificate: Certificate) -> str:
        signer, scheme = self.signer, SCHEMES.get(self.signer.signature_algorithm)
        if self.content_type is not None:
            if signer.signed_attributes is None and self.content_type != oids.DATA:
                return "В подписи нет подписанных атрибутов, обязательных для такого содержимого."
            if signer.signed_attributes is not None and signer.content_type != self.content_type:
                return "Тип содержимого в подписанных атрибутах отсутствует или не тот, что в файле подписи."
        elif signer.content_type is not None:
            return "В заверяющей подписи не должно быть типа содержимого."
        if scheme is None:
            return ""
        if signer.digest_algorithm != scheme.digest_oid:
            return (
                f"Алгоритм хеширования {title(signer.digest_algorithm)} не подходит "
                f"к алгоритму подписи {scheme.title}."
            )
        if certificate.public_key.algorithm != scheme.key_oid:
            found = certificate.public_key.title
            return f"В подписи указан алгоритм {scheme.title}, а ключ сертификата другой: {found}."
        return ""

    def _value(self, certificate: Certificate) -> Check:
        name, clause = "cms.signature", "RFC 5652 п. 5.4, 5.6"
        try:
            valid = self._holds(certificate)
        except UnsupportedAlgorithm as error:
            return Check(name, Answer.UNDETERMINED, f"Подпись не проверена: {error}.", clause)
        except NoDigest as error:
            return Check(name, Answer.UNDETERMINED, str(error), clause)
        if not valid:
            reason = "Подпись не сходится с ключом сертификата подписанта: она искажена или чужая."
            return Check(name, Answer.NO, reason, clause)
        return Check(name, Answer.YES, "Значение подписи сходится с ключом сертификата.", clause)

    def _holds(self, certificate: Certificate) -> bool:
        signer, key = self.signer, certificate.public_key
        if signer.signed_attributes is not None:
            return key.verifies(signer.signed_attributes, signer.signature, signer.signature_algorithm)
        found = self.content_digest()
        return found is not None and key.verifies_digest(found, signer.signature, signer.signature_algorithm)

    def _reference(self, certificate: Certificate) -> Check:
        name, clause = "cades.signing-certificate", "RFC 5126 п. 5.7.3; RFC 5035 п. 5.4"
        reference = self.signer.certificate_ref
        try:
            if reference is None or reference.matches(certificate):
                return Check(name, Answer.YES, "Подписанная ссылка указывает на этот сертификат.", clause)
        except UnsupportedAlgorithm as error:
            return Check(name, Answer.UNDETERMINED, f"Подпись не проверена: {error}.", clause)
        reason = "Подпись сделана не с этим сертификатом: ссылка signingCertificate указывает на другой."
        return Check(name, Answer.NO, reason, clause)


def _intact(name: str, answer: Answer, reason: str) -> Fact:
    return Fact(
        answer, reason, _INTACT_SOURCE, _INTACT_CLAUSE, (Check(name, answer, reason, _INTACT_CLAUSE),)
    )


def _intact_by_signature(signature: Fact) -> Fact:
    """Without signed attributes the signature covers the content: both facts stand or fall together."""
    reason = signature.reason
    if signature.answer is Answer.YES:
        reason = "Файл не изменён: подпись сделана прямо над ним."
    elif signature.answer is Answer.NO:
        reason = "Подпись не сходится с файлом: изменён файл или искажена подпись."
    clause = "63-ФЗ ст. 11 п. 3; RFC 5652 п. 5.4"
    check = Check("cms.message-digest", signature.answer, reason, clause)
    return Fact(signature.answer, reason, "файл и значение подписи", clause, (check,))
