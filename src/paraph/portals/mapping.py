"""Our attributes beside the fields of an outside system: what fits what, what is missing, how values change.

Pure: it knows no outside system and no database. An adapter describes the fields it has read as `Field`s and
turns wire values into plain ones (text, `Decimal`, `date`, aware `datetime`, `bool`, code of an option, id of
what a link leads to); everything between is here and in `binding`. What is written into a field and read back
is the same (`outward`, `inward`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any


class Type(StrEnum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    FILE = "file"
    LINK = "link"
    #: Something no attribute of ours can be.
    OTHER = "other"


@dataclass(frozen=True)
class Option:
    """One value of a choice."""

    code: str
    title: str


@dataclass(frozen=True)
class Field:
    """A field of the outside system, as its own schema tells."""

    code: str
    title: str
    type: Type
    is_multiple: bool = False
    #: The outside refuses a record without it.
    is_required: bool = False
    is_read_only: bool = False
    options: tuple[Option, ...] = ()
    #: What a link leads to, in the words of the outside.
    target: str = ""
    #: The outside's own name of the type, where its values need to know more than ours says.
    wire: str = ""


@dataclass(frozen=True)
class Attribute:
    """Something we know about a document and want to keep in a field of the outside system."""

    code: str
    title: str
    type: Type
    #: Without it the exchange with the outside system makes no sense.
    is_required: bool = False
    #: Only we write it; what somebody changes outside is put back.
    is_ours: bool = False
    options: tuple[Option, ...] = ()
    #: Other names people give to such a field, in lower case.
    words: tuple[str, ...] = ()
    #: A link must lead to one of these (`Field.target`); none given: anywhere.
    targets: tuple[str, ...] = ()


#: Attribute code → field code.
Mapped = Mapping[str, str]

#: Attributes that may be kept in a field of several values.
_SEVERAL = (Type.FILE, Type.LINK)
#: Types of fields that hold a type of attribute without loss, the best first.
_FITS: Mapping[Type, tuple[Type, ...]] = {
    Type.TEXT: (Type.TEXT,),
    Type.NUMBER: (Type.NUMBER, Type.TEXT),
    Type.DATE: (Type.DATE, Type.MOMENT, Type.TEXT),
    Type.MOMENT: (Type.MOMENT, Type.TEXT),
    Type.FLAG: (Type.FLAG, Type.TEXT),
    Type.CHOICE: (Type.CHOICE, Type.TEXT),
    Type.FILE: (Type.FILE,),
    Type.LINK: (Type.LINK, Type.TEXT),
}
_TITLES = {
    Type.TEXT: "строка",
    Type.NUMBER: "число",
    Type.DATE: "дата",
    Type.MOMENT: "дата и время",
    Type.FLAG: "да/нет",
    Type.CHOICE: "список",
    Type.FILE: "файл",
    Type.LINK: "привязка",
    Type.OTHER: "другой",
}
YES, NO = "да", "нет"


class Unreadable(ValueError):
    """A value of the outside that means nothing for the attribute; the message says why, in Russian."""


# Which field for which attribute


def fits(attribute: Attribute, candidate: Field) -> bool:
    """Whether the field can hold the attribute without loss."""
    if candidate.is_read_only or candidate.type not in _FITS[attribute.type]:
        return False
    if attribute.targets and candidate.target not in attribute.targets:
        return False
    return not candidate.is_multiple or attribute.type in _SEVERAL


def suggest(
    attributes: Sequence[Attribute], fields: Iterable[Field], *, is_once: bool = True
) -> dict[str, str]:
    """A field for each attribute whose name or words say so, each field given once; the closest first.

    Only what can be told by name is suggested: a wrong guess would write into somebody's field. Without
    `is_once` several attributes may get one field.
    """
    pairs = [
        (closeness, order, candidate.code, attribute.code)
        for order, attribute in enumerate(attributes)
        for candidate in fields
        if fits(attribute, candidate) and (closeness := _closeness(attribute, candidate)) is not None
    ]
    found: dict[str, str] = {}
    for _near, _order, field_code, attribute_code in sorted(pairs):
        is_taken = is_once and field_code in found.values()
        if attribute_code not in found and not is_taken:
            found[attribute_code] = field_code
    return found


def _closeness(attribute: Attribute, candidate: Field) -> tuple[int, int] | None:
    """How near a field is: by what its name says, then by its type; None when the name says nothing."""
    title, code = _words(candidate.title), _words(candidate.code)
    names = [_words(attribute.title), *(_words(words) for words in attribute.words)]
    type_order = _FITS[attribute.type].index(candidate.type)
    if title in names:
        return 0, type_order
    if set(_words(attribute.code)) <= set(code):
        return 1, type_order
    if any(name and set(name) <= set(title) for name in names):
        return 2, type_order
    return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower().replace("ё", "е").replace("_", " ")))


@dataclass(frozen=True)
class MappingFault:
    """Why a mapping cannot be worked with: an attribute, or a field of theirs without one, and the reason."""

    attribute: str
    reason: str
    field: str = ""


def faults(attributes: Sequence[Attribute], fields: Iterable[Field], mapped: Mapped) -> list[MappingFault]:
    """Everything that is wrong with a mapping at once; none when it is complete."""
    by_code = {candidate.code: candidate for candidate in fields}
    found = [fault for one in attributes if (fault := _fault(one, by_code, mapped)) is not None]
    known = {one.code: one for one in attributes}
    taken: dict[str, str] = {}
    for code, field_code in mapped.items():
        if not field_code or code not in known:
            continue
        if field_code in taken:
            other = known[taken[field_code]].title
            found.append(MappingFault(code, f"Поле уже выбрано для «{other}»: выберите другое.", field_code))
        taken.setdefault(field_code, code)
    for candidate in by_code.values():
        if candidate.is_required and not candidate.is_read_only and candidate.code not in taken:
            reason = f"Поле «{candidate.title}» обязательное, но ему ничего не сопоставлено."
            found.append(MappingFault("", reason, candidate.code))
    return found


def _fault(attribute: Attribute, by_code: Mapping[str, Field], mapped: Mapped) -> MappingFault | None:
    field_code = mapped.get(attribute.code, "")
    if not field_code:
        if attribute.is_required:
            return MappingFault(
                attribute.code, f"«{attribute.title}»: выберите поле, без него работать нельзя."
            )
        return None
    candidate = by_code.get(field_code)
    if candidate is None:
        return MappingFault(attribute.code, "Такого поля больше нет: выберите другое.", field_code)
    if fits(attribute, candidate):
        return _option_fault(attribute, candidate)
    if candidate.is_read_only:
        reason = f"Поле «{candidate.title}» нельзя менять: выберите другое."
    elif candidate.is_multiple and attribute.type not in _SEVERAL:
        reason = f"Поле «{candidate.title}» множественное: нужно обычное."
    elif candidate.type in _FITS[attribute.type]:
        reason = f"Поле «{candidate.title}» ссылается на другое: выберите то, что для «{attribute.title}»."
    else:
        wanted = ", ".join(_TITLES[one] for one in _FITS[attribute.type])
        reason = f"Тип поля «{candidate.title}» — {_TITLES[candidate.type]}, а нужен: {wanted}."
    return MappingFault(attribute.code, reason, field_code)


def _option_fault(attribute: Attribute, candidate: Field) -> MappingFault | None:
    if candidate.type is not Type.CHOICE:
        return None
    missing = [one.title for one in attribute.options if _same_option(candidate.options, one) is None]
    if not missing:
        return None
    reason = f"В списке «{candidate.title}» нет значений: {', '.join(missing)}. Добавьте их."
    return MappingFault(attribute.code, reason, candidate.code)


# Fields as they are kept


def kept(found: Iterable[Field]) -> list[dict[str, Any]]:
    """Fields as JSON."""
    return [
        {**vars(one), "type": one.type.value, "options": [vars(option) for option in one.options]}
        for one in found
    ]


def read_kept(rows: Iterable[Mapping[str, Any]]) -> list[Field]:
    """What `kept` wrote."""
    return [
        Field(**{**row, "type": Type(row["type"]), "options": tuple(Option(**one) for one in row["options"])})
        for row in rows
    ]


# Values


def outward(attribute: Attribute, candidate: Field, value: Any) -> Any:
    """Our value as the field's type holds it; None for nothing. Raises Unreadable for a code that is none."""
    if value is None or value == "":
        return None
    if attribute.type is Type.CHOICE:
        return _option_outward(attribute, candidate, str(value))
    if candidate.type is attribute.type:
        return value
    if candidate.type is Type.MOMENT and isinstance(value, date):
        return value  # the adapter knows at what hour its days begin
    if attribute.type is Type.FLAG:
        return YES if value else NO
    return plain(value)


def inward(attribute: Attribute, candidate: Field, value: Any) -> Any:
    """The field's value as ours; None for nothing. Raises Unreadable when it cannot be one."""
    if value is None or value == "":
        return None
    if attribute.type is Type.CHOICE:
        return _option_inward(attribute, candidate, str(value))
    if candidate.type is Type.TEXT and attribute.type is not Type.TEXT:
        return _from_text(attribute, str(value))
    return value


def _option_outward(attribute: Attribute, candidate: Field, code: str) -> str:
    ours = next((one for one in attribute.options if one.code == code), None)
    if ours is None:
        raise Unreadable(f"«{attribute.title}»: неизвестное значение «{code}».")
    if candidate.type is Type.TEXT:
        return ours.title
    theirs = _same_option(candidate.options, ours)
    if theirs is None:
        raise Unreadable(f"В списке «{candidate.title}» нет значения «{ours.title}».")
    return theirs.code


def _option_inward(attribute: Attribute, candidate: Field, value: str) -> str:
    theirs = next((one for one in candidate.options if one.code == value), None)
    named = theirs or Option(value, value)
    ours = _same_option(attribute.options, named)
    if ours is None:
        raise Unreadable(f"«{attribute.title}»: значение «{named.title}» неизвестно.")
    return ours.code


def _same_option(options: Iterable[Option], wanted: Option) -> Option | None:
    """The option with the same words; else the one with the same code."""
    found = list(options)
    same = [one for one in found if _words(one.title) == _words(wanted.title)]
    return next(iter(same or [one for one in found if one.code == wanted.code]), None)


def _from_text(attribute: Attribute, text: str) -> Any:
    text = text.strip()
    try:
        if attribute.type is Type.NUMBER:
            return Decimal(re.sub(r"\s", "", text).replace(",", "."))
        if attribute.type is Type.DATE:
            return _day(text)
        if attribute.type is Type.MOMENT:
            return datetime.fromisoformat(text)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"«{attribute.title}»: не удалось прочитать «{text}».") from error
    if attribute.type is Type.FLAG:
        if text.lower() not in (YES, NO):
            raise Unreadable(f"«{attribute.title}»: напишите «{YES}» или «{NO}», а не «{text}».")
        return text.lower() == YES
    return text


def _day(text: str) -> date:
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(text)


def plain(value: Any) -> Any:
    """A value as JSON keeps it and as two of them are compared: 100, 100.0 and 100.00 are one number."""
    if isinstance(value, Decimal):
        text = f"{value:f}" if value else "0"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def typed(attribute: Attribute, value: Any) -> Any:
    """What `plain` made a plain value of."""
    if value is None:
        return None
    if attribute.type is Type.NUMBER:
        return Decimal(value)
    if attribute.type is Type.DATE:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if attribute.type is Type.MOMENT else value


# Both sides changed it


@dataclass(frozen=True)
class Conflict:
    """A change of theirs that was not taken: what they wrote, and what stays."""

    attribute: str
    theirs: Any
    stays: Any


@dataclass(frozen=True)
class Merged:
    """What follows from comparing both sides with what they last agreed on."""

    #: Values of theirs to take over here.
    take: dict[str, Any] = field(default_factory=dict)
    #: Values of ours to write there.
    put: dict[str, Any] = field(default_factory=dict)
    #: Changes of theirs that are put back, to be shown to people.
    conflicts: list[Conflict] = field(default_factory=list)
    #: Values of ours that gave way to theirs.
    given_up: dict[str, Any] = field(default_factory=dict)


def merge(
    agreed: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], editable: Iterable[str]
) -> Merged:
    """Compare both sides by attribute (plain values) with what they last agreed on.

    Their change of an `editable` attribute is taken, also over a change of ours (`given_up` tells); of any
    other it is a conflict and ours is put back. Whatever only we changed is put there. An attribute `theirs`
    does not name was not read: nothing is known of it, ours goes out if it changed.
    """
    merged, may_take = Merged(), frozenset(editable)
    for code, mine in ours.items():
        before = agreed.get(code)
        found = theirs.get(code, before)
        if found == mine:
            continue
        if found == before:
            merged.put[code] = mine
        elif code in may_take:
            merged.take[code] = found
            if mine != before:
                merged.given_up[code] = mine
        else:
            merged.put[code] = mine
            merged.conflicts.append(Conflict(code, found, mine))
    return merged
