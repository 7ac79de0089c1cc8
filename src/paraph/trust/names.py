"""Distinguished names: read leniently, compared by bytes, built by the КЭП profile.

Real certificates carry names of every string type and even structures (postalAddress), so text is for
showing only and equality means equal bytes (приказ ФСБ № 795; RFC 5280 cl. 4.1.2.4 and 7.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from paraph.trust import der, oids

#: Attributes whose string type the profile fixes; everything else is UTF8String.
_NUMERIC = frozenset({oids.INN, oids.INN_LE, oids.OGRN, oids.OGRNIP, oids.SNILS})


@dataclass(frozen=True, slots=True)
class Name:
    """An X.501 Name: its bytes and its attributes in order of appearance."""

    raw: bytes
    attributes: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, element: der.Element) -> Name:
        attributes: list[tuple[str, str]] = []
        for rdn in element.children(der.SEQUENCE):
            for pair in rdn.children(der.SET):
                fields = pair.fields()
                attributes.append((fields.take().oid(), _text(fields.take())))
                fields.done()
        return cls(element.raw, tuple(attributes))

    @classmethod
    def build(cls, attributes: Iterable[tuple[str, str]]) -> Name:
        """A name of single-valued RDNs; pairs with an empty value are left out."""
        kept = tuple((oid, value) for oid, value in attributes if value)
        raw = der.sequence(
            *(der.set_of([der.sequence(der.oid(oid), _value(oid, value))]) for oid, value in kept)
        )
        return cls(raw, kept)

    def get(self, oid: str) -> str:
        """First value of the attribute, empty when absent."""
        return next((value for key, value in self.attributes if key == oid), "")

    @property
    def common_name(self) -> str:
        return self.get(oids.COMMON_NAME)

    def __str__(self) -> str:
        """Like RFC 4514: last attribute first, special characters escaped."""
        return ",".join(
            f"{oids.NAME_LABELS.get(oid, oid)}={_escape(value)}" for oid, value in reversed(self.attributes)
        )


def head_subject(
    *,
    organization: str,
    inn_le: str,
    ogrn: str,
    surname: str,
    given_name: str,
    inn: str,
    snils: str,
    title: str = "Генеральный директор",
    state: str = "77 г. Москва",
    locality: str = "Москва",
    street: str = "",
    email: str = "",
) -> Name:
    """Subject of a certificate of a legal entity issued to its head (63-ФЗ ст. 17 ч. 2, ст. 17.2)."""
    return Name.build(
        (
            (oids.COUNTRY, "RU"),
            (oids.STATE, state),
            (oids.LOCALITY, locality),
            (oids.STREET, street),
            (oids.ORGANIZATION, organization),
            (oids.TITLE, title),
            (oids.SURNAME, surname),
            (oids.GIVEN_NAME, given_name),
            (oids.INN_LE, inn_le),
            (oids.OGRN, ogrn),
            (oids.INN, inn),
            (oids.SNILS, snils),
            (oids.EMAIL, email),
            (oids.COMMON_NAME, organization),
        )
    )


def person_subject(
    *,
    surname: str,
    given_name: str,
    inn: str,
    snils: str,
    ogrnip: str = "",
    state: str = "77 г. Москва",
    locality: str = "",
    email: str = "",
) -> Name:
    """Subject of a certificate of a natural person, or of an ИП when `ogrnip` is given."""
    return Name.build(
        (
            (oids.COUNTRY, "RU"),
            (oids.STATE, state),
            (oids.LOCALITY, locality),
            (oids.SURNAME, surname),
            (oids.GIVEN_NAME, given_name),
            (oids.OGRNIP, ogrnip),
            (oids.INN, inn),
            (oids.SNILS, snils),
            (oids.EMAIL, email),
            (oids.COMMON_NAME, f"{surname} {given_name}".strip()),
        )
    )


def organization_subject(
    *, common_name: str, organization: str, inn_le: str = "", ogrn: str = "", state: str = "77 г. Москва"
) -> Name:
    """Subject of a certificate of a CA or of its service (TSA, OCSP responder)."""
    return Name.build(
        (
            (oids.COUNTRY, "RU"),
            (oids.STATE, state),
            (oids.ORGANIZATION, organization),
            (oids.INN_LE, inn_le),
            (oids.OGRN, ogrn),
            (oids.COMMON_NAME, common_name),
        )
    )


def _text(element: der.Element) -> str:
    if element.tag in der.TEXT_TAGS:
        return element.text()
    if element.tag == der.SEQUENCE:  # postalAddress: SEQUENCE OF DirectoryString
        return ", ".join(_text(part) for part in element)
    return "#" + element.raw.hex()


def _value(oid: str, value: str) -> bytes:
    if oid in _NUMERIC:
        return der.numeric(value)
    if oid == oids.COUNTRY:
        return der.printable(value)
    return der.ia5(value) if oid == oids.EMAIL else der.utf8(value)


def _escape(value: str) -> str:
    escaped = "".join(f"\\{char}" if char in ',+"\\<>;=' else char for char in value)
    if len(value) > 1 and value.endswith(" "):
        escaped = escaped[:-1] + "\\ "
    return "\\" + escaped if escaped.startswith((" ", "#")) else escaped
