"""XML files of the exchange: read within limits and with nothing resolved from outside, and written.

The bytes are what is signed: what was read is never written back, and the same values always make the same
bytes.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Self

from lxml import etree

#: The formats of ФНС have no time zone; their hours are those of Moscow.
MOSCOW = timezone(timedelta(hours=3), "MSK")
#: ВерсПрог of what is written here.
PROGRAM = "Paraph"
#: Encodings the formats of the exchange are written in.
_ENCODINGS = ("windows-1251", "cp1251", "utf-8", "us-ascii")


#: Rules of the official schemas for attributes by name; the first two digits of ИНН and КПП are never 00.
_PATTERNS = {
    "ИННФЛ": re.compile(r"(?!00)[0-9]{12}"),
    "ИННЮЛ": re.compile(r"(?!00)[0-9]{10}"),
    "ИННОргПрин": re.compile(r"(?!00)[0-9]{10}"),
    "ИННФЛПрин": re.compile(r"(?!00)[0-9]{12}"),
    "КПП": re.compile(r"(?!00)[0-9]{4}[0-9A-Z]{2}[0-9]{3}"),
    "ИдУчастЭДО": re.compile(r"[A-Za-z0-9@.-]{4,46}"),
    "ИдОперЭДО": re.compile(r"[A-Za-z0-9@.-]{3}"),
    "НомДовер": re.compile(r"[0-9a-fA-F-]{36}"),
    "СтрРег": re.compile(r"[0-9]{3}"),
    "RegistrationNumber": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
}
#: By the number of characters: attributes of ФНС, then those of Диадок's contracts.
_LONGEST = {
    name: longest
    for longest, names in {
        50: "ВнНомДовер InternalNumber КодНПРег",
        60: "Фамилия Имя Отчество LastName FirstName MiddleName",
        100: "CertificateThumbprint",
        255: "Должн ДопСведПодп ИмяПолФайла ИмяОтпрФайла ИмяАнФайла ИныеСвед РеквНаимДок РеквНомерДок "
        "СодОпер ВидОпер НаимОргПрин НаимДокОпрПр OperationContent OperationCode DocumentName DocumentNumber "
        "Position EmployeeInfo OrganizationName OtherContactInfo",
        500: "ИдСистХран СвСистХран УРЛСист SystemId SystemUrl",
        1000: "НаимОрг СвДовер СвИдДовер Наим НаимЭконСубСост IssuerInfo DocumentCreator",
    }.items()
    for name in names.split()
}


class FormatError(ValueError):
    """The file or the values do not fit the format; the message is Russian and says what is wrong."""


def read_root(data: bytes, *, limit: int) -> etree._Element:
    """The root of an XML file of at most `limit` bytes; anything with a DOCTYPE is refused."""
    if not data:
        raise FormatError("Файл пуст.")
    if len(data) > limit:
        raise FormatError(f"Файл больше {limit // 2**20} МБ: таких файлов в обмене не бывает.")
    if b"\0" in data:
        raise FormatError("Файл не читается как XML: это двоичный файл или незнакомая кодировка.")
    if b"<!DOCTYPE" in data:
        raise FormatError("В файле есть DOCTYPE: такие файлы не принимаются.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,  # a comment inside a value would split it
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise FormatError(f"Файл не читается как XML: {error}.") from error
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise FormatError("В файле есть DOCTYPE: такие файлы не принимаются.")
    if (info.encoding or "utf-8").lower() not in _ENCODINGS:
        raise FormatError(f"Кодировка файла {info.encoding}, а нужна windows-1251 или utf-8.")
    return root


class Node:
    """An element whose children and attributes are asked for by name; what must be there raises if absent.

    Children are those of the element's own namespace.
    """

    #: What is raised; a format with an error of its own says so.
    refusal: type[FormatError] = FormatError

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        name = etree.QName(element)
        self.name = str(name.localname)
        self._prefix = f"{{{name.namespace}}}" if name.namespace else ""

    def all(self, name: str) -> list[Self]:
        """Children of that name, in order."""
        return [type(self)(child) for child in self.element.iterchildren(self._prefix + name)]

    def some(self, name: str) -> list[Self]:
        """At least one child of that name."""
        found = self.all(name)
        if not found:
            raise self.refusal(f"В {self.name} нет обязательного элемента {name}.")
        return found

    def maybe(self, name: str) -> Self | None:
        """The only child of that name, or None; two are an error, lest one of them be overlooked."""
        found = self.all(name)
        if len(found) > 1:
            raise self.refusal(f"Элемент {name} в {self.name} указан несколько раз.")
        return found[0] if found else None

    def one(self, name: str) -> Self:
        """The only child of that name."""
        found = self.maybe(name)
        if found is None:
            raise self.refusal(f"В {self.name} нет обязательного элемента {name}.")
        return found

    def either(self, *names: str) -> Self:
        """The only child out of those names."""
        found = [child for name in names for child in self.all(name)]
        if len(found) != 1:
            raise self.refusal(f"В {self.name} должен быть ровно один из элементов: {', '.join(names)}.")
        return found[0]

    def path(self, *names: str) -> Self | None:
        """A descendant by the names on the way to it, or None."""
        found: Self | None = self
        for name in names:
            found = found.maybe(name) if found else None
        return found

    def text(self) -> str:
        return self.element.text or ""

    def get(self, *names: str) -> str:
        """The first of these attributes that is there (versions name them differently), else nothing."""
        return next((str(value) for name in names if (value := self.element.get(name))), "")

    def need(self, *names: str) -> str:
        """An attribute that must be there."""
        value = self.get(*names)
        if not value:
            raise self.refusal(f"В {self.name} нет обязательного реквизита {names[0]}.")
        return value

    def day(self, *names: str) -> date:
        """A date дд.мм.гггг."""
        return _moment(self.need(*names), "%d.%m.%Y", f"{names[0]} в {self.name}").date()

    def maybe_day(self, *names: str) -> date | None:
        """A date дд.мм.гггг, if the attribute is there."""
        return self.day(*names) if self.get(*names) else None

    def moment(self, day: str, time: str) -> datetime:
        """Date and time of two attributes (hours of Moscow)."""
        text = f"{self.need(day)} {self.need(time).replace(':', '.')}"
        return _moment(text, "%d.%m.%Y %H.%M.%S", f"{day} и {time} в {self.name}").replace(tzinfo=MOSCOW)


def _moment(text: str, form: str, where: str) -> datetime:
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the caller's
        if found.strftime(form) != text or found.year < 1900:
            raise ValueError(text)
    except ValueError as error:
        raise FormatError(f"{where}: {text[:40]!r} — не дата вида дд.мм.гггг.") from error
    return found


def element(
    tag: str,
    must: Mapping[str, str] | None = None,
    may: Mapping[str, str] | None = None,
    children: Iterable[etree._Element | None] = (),
    *,
    text: str | None = None,
) -> etree._Element:
    """An element with the attributes that must have a value and those that may; children that are None are
    left out. A value that its attribute cannot hold raises."""
    made = etree.Element(tag)
    try:
        for name, value in (must or {}).items():
            if not value:
                raise FormatError(f"Не указано: {name} ({tag}).")
            made.set(name, fitting(name, value))
        for name, value in (may or {}).items():
            if value:
                made.set(name, fitting(name, value))
        if text is not None:
            made.text = text
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"В {tag} есть знаки, которых в XML быть не может.") from error
    made.extend([child for child in children if child is not None])
    return made


def fitting(name: str, value: str) -> str:
    """The value if the attribute or element of that name can hold it in every format written here."""
    pattern, longest = _PATTERNS.get(name), _LONGEST.get(name)
    if pattern and not pattern.fullmatch(value):
        raise FormatError(f"{name}: {value[:60]!r} записан с ошибкой.")
    if longest and len(value) > longest:
        raise FormatError(f"{name}: не больше {longest} знаков, а указано {len(value)}.")
    return value


def written(root: etree._Element, encoding: str = "windows-1251") -> bytes:
    """The bytes of a file; characters outside the encoding become numeric references."""
    text = etree.tostring(root, encoding="unicode")
    # Not by libxml2, whose iconv drops some characters instead of writing a reference.
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding, "xmlcharrefreplace")


def base64_bytes(text: str, what: str) -> bytes:
    """Bytes written in base64, with line breaks or without."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise FormatError(f"{what} — не base64.") from error


def local(at: datetime) -> datetime:
    """The moment by the clock of Moscow; a moment without a zone is a mistake of the caller."""
    if at.tzinfo is None:
        raise FormatError("У времени не указан часовой пояс.")
    return at.astimezone(MOSCOW)


def day_text(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""


def time_text(at: datetime) -> str:
    return local(at).strftime("%H.%M.%S")
