"""Checking a signature: a verdict per signer, each fact with its grounds (63-ФЗ ст. 11; RFC 5652 cl. 5.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from paraph.trust import oids
from paraph.trust.certificate import Certificate, hex_serial
from paraph.trust.chain import Chain, build_chain, moment
from paraph.trust.cms import SignedData, Signer, parse_signed_data
from paraph.trust.keys import SCHEMES, UnsupportedAlgorithm, title
from paraph.trust.keys import digest as compute_digest
from paraph.trust.revocation import check_revocation
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Fact, FactName, SignerInfo, Verdict

#: Gives the content's digest by algorithm OID, as a table or as a function that reads the file when asked.
#: A function raises `UnsupportedAlgorithm` for an algorithm it does not compute.
Digests = Mapping[str, bytes] | Callable[[str], bytes]

#: A claimed signing time this far after the moment of the check is worth a note.
_CLOCK_SKEW = timedelta(days=1)


def verify_signature(
    signature: bytes,
    *,
    content: bytes | None = None,
    digest: Digests | None = None,
    store: TrustStore,
    at: datetime,
    time_source: str = "часы сервера",
) -> list[Verdict]:
    """Verdicts on every signature in the file, in its order.

    Give what was signed as `content` or as `digest`; for an attached signature both may be omitted, and when
    one is given the enclosed content must be the same. `at` is the moment the certificates must be valid at
    (receipt or check), `time_source` says where it was taken from. Raises `cms.CmsError` if the file cannot
    be read and `ValueError` for a naive `at`; whatever else goes wrong is a fact of the verdict.
    """
    if at.tzinfo is None:
        raise ValueError("момент проверки задан без часового пояса")
    if content is not None and digest is not None:
        raise ValueError("нужно передать либо содержимое, либо его хеши")
    data = parse_signed_data(signature)
    given = (lambda oid: compute_digest(oid, content)) if content is not None else digest
    return [_Check(data, signer, given, store, at, time_source).verdict() for signer in data.signers]


def signer_certificate(data: SignedData, signer: Signer, store: TrustStore) -> Certificate | None:
    """The signer's certificate from file or store; the one the signature itself refers to comes first."""
    known = (*data.certificates, *store.certificates())
    named = [certificate for certificate in known if signer.points_at(certificate)]
    return next((item for item in named if _referenced(signer, item)), next(iter(named), None))


def _referenced(signer: Signer, certificate: Certificate) -> bool:
    reference = signer.certificate_ref
    try:
        return reference is not None and reference.matches(certificate)
    except UnsupportedAlgorithm:  # only an order of preference; the signature fact reports it
        return False


class _NoDigest(Exception):
    """The content's digest cannot be had; the message is a reason for people."""


@dataclass(frozen=True)
class _Check:
    """The check of one signer."""

    data: SignedData
    signer: Signer
    given: Digests | None
    store: TrustStore
    at: datetime
    time_source: str

    def verdict(self) -> Verdict:
        certificate = signer_certificate(self.data, self.signer, self.store)
        intact = self._intact()
        if certificate is None:
            number = f" № {hex_serial(self.signer.serial)}" if self.signer.serial is not None else ""
            reason = f"Сертификата подписанта{number} нет ни в файле подписи, ни среди известных хабу."
            unknown = Fact(Answer.UNDETERMINED, reason, "файл подписи", "63-ФЗ ст. 11")
            signature = chain = revocation = qualification = unknown
            who = SignerInfo()
        else:
            signature = self._signature(certificate)
            path = build_chain(certificate, store=self.store, enclosed=self.data.certificates, at=self.at)
            chain = path.fact
            revocation = self._revocation(path)
            qualification = _qualification(certificate)
            who = certificate.signer_info()
        if self.signer.signed_attributes is None:
            intact = _intact_by_signature(intact, signature)
        return Verdict(
            facts={
                FactName.INTACT: intact,
                FactName.SIGNATURE: signature,
                FactName.CHAIN: chain,
                FactName.REVOCATION: revocation,
                FactName.TIME: self._time(),
                FactName.QUALIFICATION: qualification,
                FactName.AUTHORITY: Fact(
                    Answer.UNDETERMINED,
                    "Полномочия по одной подписи не устанавливаются: нужны сведения о стороне и МЧД.",
                    "сертификат подписанта",
                    "63-ФЗ ст. 17.2, 17.3",
                ),
            },
            signer=who,
            at=self.at,
            claimed_time=self.signer.claimed_time,
            level=self.signer.level,
            notes=tuple(self._notes(certificate)),
        )

    # -- facts --------------------------------------------------------------------------------------------

    def _intact(self) -> Fact:
        """Whether the content is the one whose digest stands in the signature."""
        source, clause = "файл и атрибут messageDigest подписи", "63-ФЗ ст. 11 п. 3; RFC 5652 п. 11.2"
        try:
            found = self._content_digest()
        except _NoDigest as error:
            return Fact(Answer.UNDETERMINED, str(error), source, clause)
        if found is None:
            return Fact(Answer.NO, "Внутрь подписи вложен не тот файл, который проверяется.", source, clause)
        if self.signer.signed_attributes is None:
            return Fact(Answer.UNDETERMINED, "Хеш файла в подписи отдельно не записан.", source, clause)
        if self.signer.message_digest is None:
            return Fact(Answer.NO, "В подписи нет обязательного хеша файла (messageDigest).", source, clause)
        if self.signer.message_digest != found:
            reason = "Файл изменён после подписания, или это подпись другого файла: хеши не совпадают."
            return Fact(Answer.NO, reason, source, clause)
        return Fact(Answer.YES, "Файл не изменён: его хеш совпадает с подписанным.", source, clause)

    def _signature(self, certificate: Certificate) -> Fact:
        """Whether the signer's key made the signature, and over this very certificate."""
        enclosed = certificate in self.data.certificates
        source = f"сертификат подписанта {'из файла подписи' if enclosed else 'из хранилища хаба'}"

        def fact(answer: Answer, reason: str) -> Fact:
            return Fact(answer, reason, source, "63-ФЗ ст. 11 п. 3; RFC 5652 п. 5.6")

        mismatch = self._algorithm_mismatch(certificate)
        if mismatch:
            return fact(Answer.NO, mismatch)
        try:
            valid = self._signature_holds(certificate)
            reference = self.signer.certificate_ref
            if valid and reference is not None and not reference.matches(certificate):
                reason = (
                    "Подпись сделана не с этим сертификатом: ссылка signingCertificate указывает на другой."
                )
                return fact(Answer.NO, reason)
        except UnsupportedAlgorithm as error:
            return fact(Answer.UNDETERMINED, f"Подпись не проверена: {error}.")
        except _NoDigest as error:
            return fact(Answer.UNDETERMINED, str(error))
        if not valid:
            return fact(
                Answer.NO, "Подпись не сходится с ключом сертификата подписанта: она искажена или чужая."
            )
        return fact(Answer.YES, f"Подпись сделана ключом этого сертификата ({certificate.public_key.title}).")

    def _algorithm_mismatch(self, certificate: Certificate) -> str:
        """Why the declared algorithms, attributes and key do not belong together; empty when they do."""
        signer, scheme = self.signer, SCHEMES.get(self.signer.signature_algorithm)
        if signer.signed_attributes is None and self.data.content_type != oids.DATA:
            return "В подписи нет подписанных атрибутов, обязательных для такого содержимого."
        if signer.signed_attributes is not None and signer.content_type != self.data.content_type:
            return "Тип содержимого в подписанных атрибутах отсутствует или не тот, что в файле подписи."
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

    def _signature_holds(self, certificate: Certificate) -> bool:
        signer, key = self.signer, certificate.public_key
        if signer.signed_attributes is not None:
            return key.verifies(signer.signed_attributes, signer.signature, signer.signature_algorithm)
        found = self._content_digest()
        return found is not None and key.verifies_digest(found, signer.signature, signer.signature_algorithm)

    def _revocation(self, chain: Chain) -> Fact:
        return check_revocation(chain, store=self.store, enclosed=self.data.crls, at=self.at)

    def _time(self) -> Fact:
        claimed = self.signer.claimed_time
        said = f"; подписант указал {moment(claimed)}, это время не подтверждено" if claimed else ""
        return Fact(
            Answer.YES,
            f"Штамп времени не проверялся, подпись проверена на {moment(self.at)}{said}.",
            self.time_source,
            "63-ФЗ ст. 11 п. 2",
        )

    def _notes(self, certificate: Certificate | None) -> list[str]:
        signer, notes = self.signer, []
        claimed = signer.claimed_time
        if claimed and claimed > self.at + _CLOCK_SKEW:
            notes.append(f"Подписант указал время в будущем: {moment(claimed)}.")
        if claimed and certificate and not certificate.valid_at(claimed):
            notes.append("Указанное подписантом время лежит вне срока действия сертификата.")
        if oids.SIGNATURE_TIME_STAMP in signer.unsigned:
            notes.append("В подписи есть штамп времени; эта проверка на него не опирается.")
        if self.data.unreadable:
            notes.append(f"Вложенных сертификатов или списков не прочитано: {self.data.unreadable}.")
        if certificate and certificate.extensions.unreadable:
            found = ", ".join(certificate.extensions.unreadable)
            notes.append(f"В сертификате подписанта не прочитаны расширения: {found}.")
        return notes

    # -- what the facts are made from -----------------------------------------------------------------

    def _content_digest(self) -> bytes | None:
        """Digest of what is checked by the signer's algorithm; None if the enclosed content is another."""
        oid = self.signer.digest_algorithm
        given = self._given_digest(oid)
        if self.data.content is None:
            if given is None:
                raise _NoDigest("Подпись отсоединённая, а сам файл для проверки не передан.")
            return given
        try:
            enclosed = compute_digest(oid, self.data.content)
        except UnsupportedAlgorithm as error:
            raise _NoDigest(f"Целостность не проверена: {error}.") from error
        return enclosed if given in (None, enclosed) else None

    def _given_digest(self, oid: str) -> bytes | None:
        if self.given is None:
            return None
        try:
            found = self.given.get(oid) if isinstance(self.given, Mapping) else self.given(oid)
        except UnsupportedAlgorithm as error:
            raise _NoDigest(f"Целостность не проверена: {error}.") from error
        if found is None:
            raise _NoDigest(f"Целостность не проверена: нет хеша файла по алгоритму {title(oid)}.")
        return found


def _intact_by_signature(intact: Fact, signature: Fact) -> Fact:
    """Without signed attributes the signature covers the content: both facts stand or fall together."""
    if intact.answer is Answer.NO:
        return intact
    if signature.answer is Answer.YES:
        reason = "Файл не изменён: подпись сделана прямо над ним."
    elif signature.answer is Answer.NO:
        reason = "Подпись не сходится с файлом: изменён файл или искажена подпись."
    else:
        reason = intact.reason if intact.reason.startswith("Подпись") else signature.reason
    return Fact(signature.answer, reason, "файл и значение подписи", "63-ФЗ ст. 11 п. 3; RFC 5652 п. 5.4")


def _qualification(certificate: Certificate) -> Fact:
    """What the certificate shows of being qualified; accreditation needs the list of accredited CAs."""
    extensions = certificate.extensions
    classes = [oids.SIGN_TOOL_CLASSES[p] for p in extensions.policies if p in oids.SIGN_TOOL_CLASSES]
    parts = {
        "средство подписи владельца (subjectSignTool)": bool(extensions.subject_sign_tool),
        "средства УЦ (issuerSignTool)": extensions.issuer_sign_tool is not None,
        "класс средств ЭП (КС1 и выше)": bool(classes),
    }
    missing = [name for name, present in parts.items() if not present]
    clause, source = "63-ФЗ ст. 11 п. 1, ст. 17 ч. 2; приказ ФСБ № 795", "сертификат подписанта"
    if len(missing) == len(parts):
        reason = "Сертификат не квалифицированный: в нём нет ни средств ЭП, ни класса средств, ни средств УЦ."
        return Fact(Answer.NO, reason, source, clause)
    if missing:
        reason = f"Признаки квалифицированного сертификата неполны, нет: {', '.join(missing)}."
        return Fact(Answer.UNDETERMINED, reason, source, clause)
    reason = (
        f"Сертификат оформлен как квалифицированный (средство «{extensions.subject_sign_tool}», "
        f"{', '.join(classes)}), но аккредитация УЦ на день выдачи не проверена: перечень аккредитованных УЦ "
        "(TSL) не подключён."
    )
    return Fact(Answer.UNDETERMINED, reason, source, clause)
