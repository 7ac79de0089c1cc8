"""Names of exchange files of ФНС: `R_T_A_O_yyyymmdd_N…` (orders ЕД-7-26/970@, ММВ-7-6/36@).

The identifier of a file (ИдФайл) is its name without the extension. In titles since 5.02 the identifiers of
the participants are nowhere else: A is the addressee, O the author (three characters for an operator).
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from paraph.formats.xml_files import FormatError

#: Seven marks of a title since 5.02: traceability, marking, alcohol, tobacco, oil products (0 or 1 each) and
#: two reserved digits.
PLAIN_MARKS = ("0", "0", "0", "0", "0", "00")
_ID = r"[A-Za-z0-9@.-]{4,46}"
_PARTICIPANT = re.compile(_ID)
_GUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_NAME = re.compile(
    rf"(?P<prefix>[A-Z]{{2}}_[A-Z0-9]+)_(?P<addressee>{_ID})_(?P<author>{_ID}|[A-Za-z0-9@.-]{{3}})"
    rf"_(?P<day>[0-9]{{8}})_(?P<guid>{_GUID})(?P<marks>(?:_[0-9]{{1,2}})*)"
)


@dataclass(frozen=True)
class FileName:
    """The parts of a name; `str()` is the name without the extension."""

    prefix: str  #: such as "ON_NSCHFDOPPR"
    addressee: str
    author: str
    day: date
    guid: str
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(str(self)):
            raise FormatError(f"Имя файла {str(self)!r} не соответствует правилам ФНС.")

    def __str__(self) -> str:
        parts = (self.prefix, self.addressee, self.author, f"{self.day:%Y%m%d}", self.guid, *self.marks)
        return "_".join(parts)


def parse(name: str) -> FileName | None:
    """The parts of a name with or without «.xml», or None if it is made otherwise."""
    found = _NAME.fullmatch(stem(name))
    if not found:
        return None
    try:
        day = datetime.strptime(found["day"], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    marks = tuple(filter(None, found["marks"].split("_")))
    return FileName(found["prefix"], found["addressee"], found["author"], day, found["guid"], marks)


def stem(name: str) -> str:
    """The name without the extension «.xml»."""
    return name[:-4] if name.lower().endswith(".xml") else name


def is_participant(value: str) -> bool:
    """Whether this is an identifier of a participant: 4 to 46 Latin letters, digits, «@», «.», «-»."""
    return bool(_PARTICIPANT.fullmatch(value))


def as_guid(value: str | uuid.UUID) -> str:
    """A GUID in the usual lower-case writing."""
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise FormatError(f"{str(value)[:40]!r} — не GUID.") from error
