"""Finding one number among the hundreds of thousands of a list.

Lists of large CAs take tens of megabytes. Their entries are never turned into objects: one pass over the
headers gives a table of a third of the list's size at most, in which a number is found in microseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator

from paraph.trust import der, oids

_CERTIFICATE_ISSUER = der.oid(oids.CERTIFICATE_ISSUER)
#: Bytes an entry takes at least: a number of one byte and a date.
_SMALLEST = 20
#: First bytes of numbers whose encoding may be longer than it needs to be.
_SIGNS = (0x00, 0xFF)


class EntryIndex:
    """Places of entries by serial number, and from which place on they concern another issuer."""

    def __init__(self, entries: der.Element, *, indirect: bool) -> None:
        """Raises `der.DerError` when the entries are not such as a list has."""
        self._entries = entries
        self._table = _table(entries)
        self._changes: list[tuple[int, bytes]] = list(_issuer_changes(entries)) if indirect else []

    def find(self, serial: int) -> Iterator[tuple[der.Element, bytes | None]]:
        """Entries of the number, each with the issuer it concerns (encoded name, None for the list's own)."""
        entries, table, mask = self._entries, self._table, len(self._table) - 1
        slot = hash(der.read(der.integer(serial)).content) & mask
        while place := table[slot]:
            offset = entries.body + place - 1
            entry = der.Element(entries.source, offset, entries.body_end, entries.depth + 1, ber=False)
            if entry.fields().take().integer() == serial:
                yield entry, self._issuer(entry.start)
            slot = slot + 1 & mask

    @property
    def size(self) -> int:
        """Memory taken beside the list itself, bytes."""
        return len(self._table) * self._table.itemsize

    def _issuer(self, start: int) -> bytes | None:
        place = bisect_right(self._changes, start, key=lambda change: change[0])
        return self._changes[place - 1][1] if place else None


def _table(entries: der.Element) -> array[int]:
    """Offsets of entries (counted from 1) in slots chosen by the hash of the number, or the next free one.

    Hashes of bytes are keyed per process, so nobody can make numbers collide on purpose.
    """
    source, base, end = entries.source, entries.body, entries.body_end
    mask = (1 << ((end - base) // _SMALLEST * 4 // 3).bit_length()) - 1
    table = array("I", bytes(4 * (mask + 1)))
    offset = base
    while offset < end:
        # This loop is the whole cost of a list, so the usual entry with its short lengths is read in place.
        tag, size, kind, length = source[offset : offset + 4] if offset + 5 <= end else b"\0\0\0\0"
        begins = offset + 4
        following = offset + 2 + size
        if (
            tag != der.SEQUENCE
            or kind != der.INTEGER
            or not 0 < length < size < 0x80
            or size < _SMALLEST - 2
            or source[begins] in _SIGNS
            or following > end
        ):
            begins, length, following = _unusual(entries, offset)
        slot = hash(source[begins : begins + length]) & mask
        while table[slot]:
            slot = slot + 1 & mask
        table[slot] = offset - base + 1
        offset = following
    return table


def _unusual(entries: der.Element, offset: int) -> tuple[int, int, int]:
    """Where the number of an entry begins, its length, and where the next entry is; every rule is checked."""
    entry = der.Element(entries.source, offset, entries.body_end, entries.depth + 1, ber=False)
    number = entry.fields(der.SEQUENCE).take(der.INTEGER)
    number.integer()
    if entry.end - entry.start < _SMALLEST:
        raise der.DerError("запись списка отозванных испорчена")
    return number.body, number.body_end - number.body, entry.end


def _issuer_changes(entries: der.Element) -> Iterator[tuple[int, bytes]]:
    """Places from which entries concern another issuer: certificateIssuer holds until the next one."""
    for entry in entries:
        if entry.source.find(_CERTIFICATE_ISSUER, entry.start, entry.end) < 0:
            continue
        fields = entry.fields()
        fields.take(), fields.take()
        details = fields.maybe(der.SEQUENCE)
        for extension in details or ():
            parts = extension.fields()
            if parts.take().oid() == oids.CERTIFICATE_ISSUER:
                parts.maybe(der.BOOLEAN)
                names = der.read(parts.take().octets()).children(der.SEQUENCE)
                named = [name.only().raw for name in names if name.tag == 0xA4]
                if len(named) != 1:
                    raise der.DerError("издатель в списке отозванных указан не одним именем")
                yield entry.start, named[0]
