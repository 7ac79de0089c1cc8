"""ASN.1 DER: a strict reader over the original bytes and a small writer (ITU-T X.690).

The reader never copies or re-encodes: an `Element` is a window into the bytes it was read from, so what was
signed can always be taken exactly as it lies (`raw`). Parsing is lazy, one level at a time; sizes and depth
are limited, and any malformed input raises `DerError` and nothing else.

`read(data, ber=True)` additionally admits the two BER liberties met in CMS files of other programs:
indefinite lengths and constructed octet strings (X.690 cl. 8.1.3.6, 8.7). Certificates, lists of revoked
certificates and signed attributes are always read as DER.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
ENUMERATED = 0x0A
UTF8_STRING = 0x0C
NUMERIC_STRING = 0x12
PRINTABLE_STRING = 0x13
TELETEX_STRING = 0x14
IA5_STRING = 0x16
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
VISIBLE_STRING = 0x1A
UNIVERSAL_STRING = 0x1C
BMP_STRING = 0x1E
SEQUENCE = 0x30
SET = 0x31

_CONSTRUCTED = 0x20
_CONTEXT = 0x80

#: Nesting allowed; real certificates and signatures stay under 20.
MAX_DEPTH = 40
#: Largest input accepted by `read` unless the caller says otherwise, bytes.
MAX_SIZE = 256 * 1024 * 1024
#: Longest OBJECT IDENTIFIER and INTEGER bodies accepted, bytes (RSA-16384 fits).
_MAX_OID = 64
_MAX_INTEGER = 2100

_ENCODINGS = {
    UTF8_STRING: "utf-8",
    NUMERIC_STRING: "ascii",
    PRINTABLE_STRING: "ascii",
    TELETEX_STRING: "latin-1",
    IA5_STRING: "ascii",
    VISIBLE_STRING: "ascii",
    UNIVERSAL_STRING: "utf-32-be",
    BMP_STRING: "utf-16-be",
}
#: Types holding text for people.
TEXT_TAGS = frozenset(_ENCODINGS)

_UTC_TIME = re.compile(rb"(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z")
_GENERALIZED_TIME = re.compile(rb"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z")


class DerError(ValueError):
    """The bytes are not what the standard allows or are beyond the limits."""


class Element:
    """One ASN.1 element: a window into `source`, parsed no deeper than its own header."""

    __slots__ = ("ber", "body", "body_end", "depth", "end", "source", "start", "tag")

    def __init__(self, source: bytes, start: int, limit: int, depth: int, ber: bool) -> None:
        if depth > MAX_DEPTH:
            raise DerError("вложенность ASN.1 больше допустимой")
        self.source, self.start, self.depth, self.ber = source, start, depth, ber
        self.tag, self.body, length = _header(source, start, limit, ber)
        if length is None:
            self.body_end = _end_of_contents(source, self.body, limit)
            self.end = self.body_end + 2
        else:
            self.body_end = self.end = self.body + length

    def __repr__(self) -> str:
        return f"<Element 0x{self.tag:02x} at {self.start}, {self.body_end - self.body} bytes>"

    @property
    def raw(self) -> bytes:
        """The whole element exactly as it lies in the source, header included."""
        return self.source[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The bytes inside, without the header."""
        return self.source[self.body : self.body_end]

    def retagged(self, tag: int) -> bytes:
        """`raw` with another identifier octet: IMPLICIT fields are signed under their own type's tag."""
        return bytes([tag]) + self.source[self.start + 1 : self.end]

    def expect(self, *tags: int) -> Element:
        """The element itself if its tag is one of `tags`."""
        if self.tag not in tags:
            raise DerError(
                f"ожидался тег {' или '.join(f'0x{tag:02x}' for tag in tags)}, а не 0x{self.tag:02x}"
            )
        return self

    def __iter__(self) -> Iterator[Element]:
        """Children one by one, without keeping them: long lists cost no memory."""
        if not self.tag & _CONSTRUCTED:
            raise DerError(f"элемент 0x{self.tag:02x} не составной")
        offset = self.body
        while offset < self.body_end:
            child = Element(self.source, offset, self.body_end, self.depth + 1, self.ber)
            yield child
            offset = child.end

    def child_at(self, position: int) -> Element | None:
        """The child whose bytes include `position` of the source, found by hopping over headers alone."""
        offset = self.body
        while offset < self.body_end:
            _, body, length = _header(self.source, offset, self.body_end, ber=False)
            end = body + (length or 0)
            if position < end:
                return Element(self.source, offset, self.body_end, self.depth + 1, self.ber)
            offset = end
        return None

    def children(self, *tags: int) -> list[Element]:
        """All children; with `tags`, the element's own tag is checked first."""
        return list(self.expect(*tags) if tags else self)

    def fields(self, *tags: int) -> Fields:
        """Children to be taken in order, for structures with optional parts."""
        return Fields(self.expect(*(tags or (SEQUENCE,))))

    def only(self) -> Element:
        """The single child, as in EXPLICIT tagging and one-valued attributes."""
        children = iter(self)
        child = next(children, None)
        if child is None or next(children, None) is not None:
            raise DerError("ожидался ровно один вложенный элемент")
        return child

    # -- primitive values ---------------------------------------------------------------------------

    def integer(self, tag: int = INTEGER) -> int:
        body = self.expect(tag).content
        if not body or len(body) > _MAX_INTEGER:
            raise DerError("недопустимая длина INTEGER")
        if len(body) > 1 and (body[0], body[1] >> 7) in ((0x00, 0), (0xFF, 1)):
            raise DerError("INTEGER закодирован не кратчайшим образом")
        return int.from_bytes(body, "big", signed=True)

    def boolean(self) -> bool:
        """Any octet but zero is true, as in BER (X.690 cl. 8.2.2): certificates of real CAs say 01 for FF."""
        body = self.expect(BOOLEAN).content
        if len(body) != 1:
            raise DerError("недопустимое значение BOOLEAN")
        return body != b"\x00"

    def oid(self, tag: int = OBJECT_IDENTIFIER) -> str:
        body = self.expect(tag).content
        if len(body) > _MAX_OID:
            raise DerError("недопустимый OBJECT IDENTIFIER")
        return _dotted(body)

    def octets(self, tag: int = OCTET_STRING) -> bytes:
        """Value of an OCTET STRING (or of an IMPLICIT one under `tag`); in BER its segments are joined."""
        if self.ber and self.tag == tag | _CONSTRUCTED:
            return b"".join(segment.octets() for segment in self)
        return self.expect(tag).content

    def bits(self) -> bytes:
        """Value of a BIT STRING holding whole octets (keys, signatures)."""
        body = self.expect(BIT_STRING).content
        if not body or body[0] != 0:
            raise DerError("ожидалась битовая строка из целых октетов")
        return body[1:]

    def named_bits(self, tag: int = BIT_STRING) -> frozenset[int]:
        """Numbers of the bits set, bit 0 first (KeyUsage, ReasonFlags)."""
        body = self.expect(tag).content
        if not body or body[0] > 7 or (body[0] and len(body) == 1):
            raise DerError("недопустимая битовая строка")
        total = (len(body) - 1) * 8 - body[0]
        return frozenset(bit for bit in range(min(total, 64)) if body[1 + bit // 8] & 0x80 >> bit % 8)

    def text(self, tag: int | None = None) -> str:
        """Text for people: undecodable characters are replaced, so never compare names by it."""
        encoding = _ENCODINGS.get(self.tag if tag is None else tag)
        if encoding is None:
            raise DerError(f"тип 0x{self.tag:02x} не строковый")
        return self.content.decode(encoding, "replace")

    def time(self) -> datetime:
        """UTCTime or GeneralizedTime as an aware UTC moment (RFC 5280 cl. 4.1.2.5)."""
        body = self.expect(UTC_TIME, GENERALIZED_TIME).content
        match = (_UTC_TIME if self.tag == UTC_TIME else _GENERALIZED_TIME).fullmatch(body)
        if match is None:
            raise DerError("недопустимая запись времени")
        year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
        if self.tag == UTC_TIME:
            year += 1900 if year >= 50 else 2000
        fraction = match.group(7) if self.tag == GENERALIZED_TIME else None
        try:
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
            return moment + timedelta(microseconds=int((fraction or b"0").ljust(6, b"0")[:6]))
        except (ValueError, OverflowError) as error:
            raise DerError("недопустимая запись времени") from error


class Fields:
    """Children of a SEQUENCE taken in order; what is left at `done` is an error."""

    __slots__ = ("_next", "_offset", "_parent")

    def __init__(self, element: Element) -> None:
        if not element.tag & _CONSTRUCTED:
            raise DerError(f"элемент 0x{element.tag:02x} не составной")
        self._parent, self._offset = element, element.body
        self._next: Element | None = None
        self._advance()

    def _advance(self) -> None:
        parent = self._parent
        if self._offset < parent.body_end:
            found = Element(parent.source, self._offset, parent.body_end, parent.depth + 1, parent.ber)
            self._next, self._offset = found, found.end
        else:
            self._next = None

    def peek(self) -> int | None:
        """Tag of the next child, None at the end."""
        return None if self._next is None else self._next.tag

    def take(self, *tags: int) -> Element:
        """The next child, which must be there and have one of `tags` (any, if none are given)."""
        element = self._next
        if element is None:
            raise DerError("в структуре не хватает элементов")
        if tags and element.tag not in tags:
            element.expect(*tags)
        self._advance()
        return element

    def maybe(self, *tags: int) -> Element | None:
        """The next child if it has one of `tags`."""
        return self.take() if self._next is not None and self._next.tag in tags else None

    def done(self) -> None:
        if self._next is not None:
            raise DerError("в структуре лишние элементы")


def read(data: bytes, *, ber: bool = False, max_size: int = MAX_SIZE) -> Element:
    """The single element that fills `data` to the last byte; raises `DerError`."""
    if len(data) > max_size:
        raise DerError(f"размер больше допустимого ({max_size} байт)")
    element = Element(bytes(data), 0, len(data), 0, ber)
    if element.end != len(data):
        raise DerError("после структуры остались лишние байты")
    return element


@lru_cache(maxsize=1024)
def _dotted(body: bytes) -> str:
    """The same few identifiers are met in every structure: each is spelled out once."""
    if not body or body[-1] & 0x80:
        raise DerError("недопустимый OBJECT IDENTIFIER")
    arcs: list[int] = []
    value, fresh = 0, True
    for octet in body:
        if fresh and octet == 0x80:
            raise DerError("OBJECT IDENTIFIER закодирован не кратчайшим образом")
        value, fresh = value << 7 | octet & 0x7F, not octet & 0x80
        if fresh:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def _header(source: bytes, offset: int, limit: int, ber: bool) -> tuple[int, int, int | None]:
    """Tag, offset of the body and its length; None stands for the indefinite length of BER."""
    if limit - offset < 2:
        raise DerError("данные оборваны")
    tag, first = source[offset], source[offset + 1]
    if tag & 0x1F == 0x1F:
        raise DerError("многобайтовые теги не применяются")
    body = offset + 2
    if first < 0x80:
        length = first
    elif first == 0x80:
        if not ber or not tag & _CONSTRUCTED:
            raise DerError("неопределённая длина в DER недопустима")
        return tag, body, None
    else:
        octets = first & 0x7F
        if octets > 8 or limit - body < octets:
            raise DerError("недопустимая длина")
        length = int.from_bytes(source[body : body + octets], "big")
        if not ber and (length < 0x80 or source[body] == 0):
            raise DerError("длина закодирована не кратчайшим образом")
        body += octets
    if length > limit - body:
        raise DerError("данные оборваны")
    return tag, body, length


def _end_of_contents(source: bytes, offset: int, limit: int) -> int:
    """Offset of the 00 00 that closes an indefinite-length body starting at `offset`."""
    level = 1
    while True:
        tag, body, length = _header(source, offset, limit, ber=True)
        if length is None:
            level += 1
            if level > MAX_DEPTH:
                raise DerError("вложенность ASN.1 больше допустимой")
            offset = body
        elif tag == 0 and length == 0:
            level -= 1
            if level == 0:
                return offset
            offset = body
        else:
            offset = body + length


# -- writer ---------------------------------------------------------------------------------------------


def encode(tag: int, *parts: bytes) -> bytes:
    """One element with the given identifier octet around the joined parts."""
    length = sum(map(len, parts))
    if length < 0x80:
        header = bytes([tag, length])
    else:
        size = length.to_bytes((length.bit_length() + 7) // 8, "big")
        header = bytes([tag, 0x80 | len(size)]) + size
    return b"".join((header, *parts))


def sequence(*parts: bytes) -> bytes:
    return encode(SEQUENCE, *parts)


def set_of(parts: Iterable[bytes], tag: int = SET) -> bytes:
    """SET OF in DER order: encodings ascending (X.690 cl. 11.6)."""
    return encode(tag, *sorted(parts))


def explicit(number: int, *parts: bytes) -> bytes:
    """[number] EXPLICIT, or an IMPLICIT constructed field given its inner parts."""
    return encode(_CONTEXT | _CONSTRUCTED | number, *parts)


def implicit(number: int, encoded: bytes) -> bytes:
    """[number] IMPLICIT over an already encoded element."""
    return bytes([_CONTEXT | encoded[0] & _CONSTRUCTED | number]) + encoded[1:]


def boolean(value: bool) -> bytes:
    return encode(BOOLEAN, b"\xff" if value else b"\x00")


def integer(value: int, tag: int = INTEGER) -> bytes:
    return encode(tag, value.to_bytes((value + (value < 0)).bit_length() // 8 + 1, "big", signed=True))


def enumerated(value: int) -> bytes:
    return integer(value, ENUMERATED)


def null() -> bytes:
    return encode(NULL)


def oid(dotted: str) -> bytes:
    first, second, *arcs = map(int, dotted.split("."))
    body = bytearray()
    for arc in (40 * first + second, *arcs):
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(arc & 0x7F | 0x80)
        body.extend(reversed(groups))
    return encode(OBJECT_IDENTIFIER, bytes(body))


def octet_string(value: bytes) -> bytes:
    return encode(OCTET_STRING, value)


def bit_string(value: bytes) -> bytes:
    return encode(BIT_STRING, b"\x00", value)


def named_bits(bits: Iterable[int]) -> bytes:
    """BIT STRING with the given bits set and trailing zeros removed (X.690 cl. 11.2.2)."""
    numbers = frozenset(bits)
    if not numbers:
        return encode(BIT_STRING, b"\x00")
    count = max(numbers) + 1
    value = sum(1 << (-(-count // 8) * 8 - 1 - bit) for bit in numbers)
    return encode(BIT_STRING, bytes([-count % 8]), value.to_bytes(-(-count // 8), "big"))


def utf8(value: str) -> bytes:
    return encode(UTF8_STRING, value.encode())


def printable(value: str) -> bytes:
    return encode(PRINTABLE_STRING, value.encode("ascii"))


def numeric(value: str) -> bytes:
    return encode(NUMERIC_STRING, value.encode("ascii"))


def ia5(value: str) -> bytes:
    return encode(IA5_STRING, value.encode("ascii"))


def utc_time(moment: datetime) -> bytes:
    return encode(UTC_TIME, moment.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def generalized_time(moment: datetime) -> bytes:
    return encode(GENERALIZED_TIME, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())


def time(moment: datetime) -> bytes:
    """UTCTime through 2049, GeneralizedTime after (RFC 5280 cl. 4.1.2.5, RFC 5652 cl. 11.3)."""
    return utc_time(moment) if 1950 <= moment.astimezone(UTC).year < 2050 else generalized_time(moment)
