"""Names a CA may issue certificates for (RFC 5280 cl. 4.2.1.10, 6.1.3 (b), (c))."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate

_EMAIL, _DNS, _DIRECTORY = 0x81, 0x82, 0xA4
#: Comparisons made for one pair of certificates at most: both may be crafted to hold thousands of names.
_MAX_COMPARISONS = 100_000

#: One RDN in comparable form: (attribute type, value) pairs.
_Rdn = frozenset[tuple[str, str | bytes]]
#: A general name: its tag and a value to compare, None for a form that is not compared here.
_Named = tuple[int, "str | tuple[_Rdn, ...] | None"]


class UnknownForm(ValueError):
    """The constraint concerns names of a form that is not compared here; the message is for people."""


class TooManyNames(ValueError):
    """Names and constraints are too many to compare; the message is for people."""


@dataclass(frozen=True, slots=True)
class NameConstraints:
    """The subtrees of the extension."""

    permitted: tuple[_Named, ...]
    excluded: tuple[_Named, ...]

    @classmethod
    def of(cls, authority: Certificate) -> NameConstraints | None:
        """Of a CA's certificate, None if it sets no limits; raises `der.DerError`."""
        value = authority.extensions.values.get(oids.NAME_CONSTRAINTS)
        if value is None:
            return None
        fields = der.read(value).fields()
        permitted, excluded = fields.maybe(0xA0), fields.maybe(0xA1)
        fields.done()
        return cls(tuple(map(_subtree, permitted or ())), tuple(map(_subtree, excluded or ())))

    def allow(self, certificate: Certificate) -> bool:
        """Whether every name of the certificate is within the permitted and outside the excluded subtrees.

        Raises `UnknownForm` when all that can be compared are allowed but some cannot, `TooManyNames`, and
        `der.DerError` for unreadable names.
        """
        names = list(_names(certificate))
        if len(names) * (len(self.permitted) + len(self.excluded)) > _MAX_COMPARISONS:
            raise TooManyNames("имён и ограничений слишком много")
        unknown: UnknownForm | None = None
        for tag, value in names:
            try:
                if not self._allows(tag, value):
                    return False
            except UnknownForm as error:  # must hide none of the names after it
                unknown = error
        if unknown is not None:
            raise unknown
        return True

    def _allows(self, tag: int, value: str | tuple[_Rdn, ...] | None) -> bool:
        permitted = [base for form, base in self.permitted if form == tag]
        excluded = [base for form, base in self.excluded if form == tag]
        if not permitted and not excluded:
            return True
        if value is None or None in permitted or None in excluded:
            raise UnknownForm("имена такого вида хаб не сравнивает")
        within = _WITHIN[tag]
        if any(within(value, base) for base in excluded):
            return False
        return not permitted or any(within(value, base) for base in permitted)


def _subtree(element: der.Element) -> _Named:
    """GeneralSubtree; minimum is 0 and maximum absent in this profile, anything else is not compared."""
    fields = element.fields()
    name = fields.take()
    minimum, maximum = fields.maybe(0x80), fields.maybe(0x81)
    fields.done()
    if maximum is not None or (minimum is not None and minimum.integer(0x80) != 0):
        return name.tag, None
    return _general_name(name)


def _names(certificate: Certificate) -> Iterator[_Named]:
    """Every name the certificate gives its subject."""
    rdns = _rdns(der.read(certificate.subject.raw))
    if rdns:
        yield _DIRECTORY, rdns
    value = certificate.extensions.values.get(oids.SUBJECT_ALT_NAME)
    for name in der.read(value).children(der.SEQUENCE) if value is not None else ():
        yield _general_name(name)
    for oid, text in certificate.subject.attributes:  # older certificates have addresses only there
        if oid == oids.EMAIL:
            yield _EMAIL, text


def _general_name(name: der.Element) -> _Named:
    if name.tag == _DIRECTORY:
        return name.tag, _rdns(name.only())
    if name.tag in (_EMAIL, _DNS):
        return name.tag, name.text(der.IA5_STRING)
    return name.tag, None


def _rdns(name: der.Element) -> tuple[_Rdn, ...]:
    return tuple(frozenset(map(_attribute, rdn)) for rdn in name.children(der.SEQUENCE))


def _attribute(pair: der.Element) -> tuple[str, str | bytes]:
    """Text compared without regard to case, spaces and what cannot be seen, anything else by its bytes.

    Cl. 7.1; RFC 4518 cl. 2.2, 2.3: format characters are nothing, compatible characters are one.
    """
    fields = pair.fields()
    oid, value = fields.take().oid(), fields.take()
    fields.done()
    text = value.text() if value.tag in der.TEXT_TAGS else "\ufffd"
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = " ".join(unicodedata.normalize("NFKC", seen).casefold().split())
    return oid, value.raw if "\ufffd" in text else plain


def _within_directory(name: tuple[_Rdn, ...], base: tuple[_Rdn, ...]) -> bool:
    return name[: len(base)] == base


def _within_host(name: str, base: str) -> bool:
    """«example.org» takes in itself and every subdomain; an empty base takes in all."""
    name, base = name.lower().rstrip("."), base.lower().lstrip(".")
    return not base or name == base or name.endswith("." + base)


def _within_mailbox(name: str, base: str) -> bool:
    """A mailbox is itself, a host is all its mailboxes, «.example.org» is every host below it."""
    (local, _, host), (base_local, at, base_host) = name.rpartition("@"), base.rpartition("@")
    host, base_host = host.lower().rstrip("."), base_host.lower().rstrip(".")
    if at:
        return local == base_local and host == base_host
    if base_host.startswith("."):
        return host.endswith(base_host)
    return not base or host == base_host


_WITHIN: Mapping[int, Callable[..., bool]] = {
    _DIRECTORY: _within_directory,
    _DNS: _within_host,
    _EMAIL: _within_mailbox,
}
