"""Reading the list of accredited CAs: its CAs, their ПАКи, keys and certificates (schema version 0)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from lxml import etree

from paraph.trust import der
from paraph.trust.accreditation import MOSCOW, Accreditation, StatusEntry, status_of
from paraph.trust.certificate import Certificate


class TslError(ValueError):
    """Not a list of accredited CAs, or a list that cannot be read; the message says why (Russian)."""


@dataclass(frozen=True)
class ListedCertificate:
    """A CA certificate as the list has it; read only when somebody needs it."""

    raw: bytes = field(repr=False)

    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate in upper-case hexadecimal, the list's own way to name it."""
        return hashlib.sha1(self.raw, usedforsecurity=False).hexdigest().upper()

    @cached_property
    def certificate(self) -> Certificate | None:
        """Issuer, serial number, period and key; None if it cannot be read."""
        try:
            return Certificate.parse(self.raw)
        except der.DerError:
            return None


@dataclass(frozen=True)
class ListedKey:
    """A key of an authorised person of the CA."""

    #: Key identifier as certificates under this key name it; empty when the list gives none.
    identifier: bytes
    #: Where lists of revoked certificates signed by this key are published.
    crl_urls: tuple[str, ...]
    certificates: tuple[ListedCertificate, ...]


@dataclass(frozen=True)
class Complex:
    """Hardware and software (ПАК) with which a CA issues."""

    alias: str
    #: Class of the means of signature, as written: «КС2», «КС1, КС2, КС3» …
    sign_class: str
    tools: str
    keys: tuple[ListedKey, ...] = field(repr=False)


@dataclass(frozen=True)
class Authority:
    """An accredited CA: once accredited, it stays in the list with all that became of it."""

    name: str
    short_name: str
    ogrn: str
    inn: str
    registry_number: str
    accreditation: Accreditation = field(repr=False)
    complexes: tuple[Complex, ...] = field(repr=False)


@dataclass(frozen=True)
class Listing:
    """Where in the list a key stands."""

    authority: Authority
    complex: Complex
    key: ListedKey


class Reader:
    """Reads authorities and counts what cannot be read in them."""

    def __init__(self) -> None:
        self.unreadable = 0

    def authority(self, element: etree._Element) -> Authority:
        """One CA; its elements are let go at once, for the list is large."""
        found = element.iterfind("ПрограммноАппаратныеКомплексы/ПрограммноАппаратныйКомплекс")
        authority = Authority(
            name=text_of(element, "Название"),
            short_name=text_of(element, "КраткоеНазвание"),
            ogrn=text_of(element, "ОГРН"),
            inn=text_of(element, "ИНН"),
            registry_number=text_of(element, "РеестровыйНомер"),
            accreditation=_accreditation(element),
            complexes=tuple(self.complex(item) for item in found),
        )
        element.clear(keep_tail=True)
        return authority

    def complex(self, element: etree._Element) -> Complex:
        keys = element.iterfind("КлючиУполномоченныхЛиц/Ключ")
        return Complex(
            alias=text_of(element, "Псевдоним"),
            sign_class=text_of(element, "КлассСредствЭП"),
            tools=text_of(element, "СредстваУЦ"),
            keys=tuple(self.key(key) for key in keys),
        )

    def key(self, element: etree._Element) -> ListedKey:
        data = element.iterfind("Сертификаты/ДанныеСертификата")
        certificates = tuple(item for item in map(self.certificate, data) if item)
        identifier = _hexadecimal(text_of(element, "ИдентификаторКлюча"))
        return ListedKey(
            identifier=identifier or _own_identifier(certificates),
            crl_urls=tuple(
                (item.text or "").strip() for item in element.iterfind("АдресаСписковОтзыва/Адрес")
            ),
            certificates=certificates,
        )

    def certificate(self, element: etree._Element) -> ListedCertificate | None:
        """The certificate, unless it is damaged or another one than its thumbprint says."""
        try:
            raw = base64.b64decode("".join(text_of(element, "Данные").split()), validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        listed = ListedCertificate(raw)
        if not raw or _hexadecimal(text_of(element, "Отпечаток")) != bytes.fromhex(listed.thumbprint):
            self.unreadable += 1
            return None
        return listed


def _own_identifier(certificates: Iterable[ListedCertificate]) -> bytes:
    """The key identifier by the certificates themselves, where the list gives none."""
    parsed = (item.certificate for item in certificates)
    return next((item.extensions.subject_key_id or b"" for item in parsed if item), b"")


def _accreditation(element: etree._Element) -> Accreditation:
    """The present status and its history; unreadable ones make the whole unknown, for order decides."""
    current = element.find("СтатусАккредитации")
    try:
        if current is None:
            raise TslError("нет статуса аккредитации")
        history = map(_status, element.iterfind("ИсторияСтатусовАккредитации/СтатусАккредитации"))
        return Accreditation.of(_status(current), history)
    except TslError as error:
        return Accreditation.unreadable(str(error))


def _status(element: etree._Element) -> StatusEntry:
    text = text_of(element, "Статус")
    return StatusEntry(status_of(text), moment_of(text_of(element, "ДействуетС")), text)


def text_of(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def moment_of(text: str) -> datetime:
    """A moment of the list; without an offset it is Moscow time. Raises `TslError`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise TslError(f"дата «{text[:40]}» в перечне не читается") from error
    if not 1990 <= found.year < 2200:  # beyond, arithmetic on dates may overflow
        raise TslError(f"дата «{text[:40]}» в перечне невозможна")
    return found if found.tzinfo else found.replace(tzinfo=MOSCOW)


def _hexadecimal(text: str) -> bytes:
    """Octets written with or without spaces and colons; empty for anything else."""
    try:
        return bytes.fromhex(text.replace(":", "").replace(" ", ""))
    except ValueError:
        return b""
