"""What an item lacks of what is true of its document: decided here, done by `deeds`. Pure.

An item is brought up to date by one step after another. Each is asked of ELMA365 outside any transaction and
its answer is kept in one, so that what died in between goes on where it stood: the decision is made anew from
what is kept. What may not be repeated (`GUARDED`) is announced first and looked up when no answer came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from paraph.registry.models import Direction


class Name(StrEnum):
    """Names of steps, in the order in which they are done."""

    UPLOAD = "upload"
    CREATE = "create"
    UPDATE = "update"
    STATUS = "status"
    SAY = "say"
    PROCESS = "process"
    MODULE = "module"


#: Done again they would make a second item, message or process. A file goes under an id of its own: the same
#: upload twice is one.
GUARDED = frozenset({Name.CREATE, Name.SAY, Name.PROCESS})


#: Attributes of which a file of others stays: a block of a process puts a print form of its own choice there.
YIELDING = frozenset({"print_form"})


@dataclass(frozen=True)
class File:
    """A file that belongs into the item."""

    name: str
    sha256: str

    @property
    def key(self) -> str:
        """By what `ItemLink.files` remembers it: the same bytes by another name are another file there."""
        return f"{self.sha256}/{self.name}"


@dataclass(frozen=True)
class Standing:
    """What is true of a document now, in the words of its row of the mapping."""

    #: Plain values by attribute; only attributes that are mapped.
    values: Mapping[str, Any] = field(default_factory=dict)
    #: Files by attribute.
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)
    #: Code of the item's status, empty when the row names none for where the document stands.
    status: str = ""
    #: What the feed is to say; empty for nothing.
    message: str = ""
    #: The process to be started for an incoming document: section and code.
    process: tuple[str, str] | None = None
    #: What our module there is to show in the item's card; empty when there is no module.
    module: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, Any]:
        """What the fields are to hold; a file is known by its key."""
        return {**self.values, **{code: [one.key for one in files] for code, files in self.files.items()}}


@dataclass(frozen=True)
class Step:
    """One thing to be done, and about what."""

    name: Name
    about: Any = None


class Known(Protocol):
    """What is kept of an item: a `models.ItemLink`."""

    direction: str
    item_id: UUID | None
    agreed: dict[str, Any]
    status_set: str
    said: str
    shown: dict[str, str]
    files: dict[str, str]
    process_id: UUID | None
    is_removed: bool


def due(known: Known, now: Standing) -> tuple[Step, ...]:
    """Everything that has to be done for the item to know its document, in order; none when it does.

    A deleted item lacks nothing: it is not made anew.
    """
    if known.is_removed or (known.item_id is None and known.direction != Direction.IN):
        return ()
    return tuple(_due(known, now))


def _due(known: Known, now: Standing) -> Iterator[Step]:
    ours = {code for code in now.wanted if not _is_others(known, code)}
    for file in _files(now, ours):
        if file.key not in known.files:
            yield Step(Name.UPLOAD, file)
    wanted = {code: one for code, one in now.wanted.items() if code in ours}
    changes = {code: one for code, one in wanted.items() if known.agreed.get(code) != one}
    if known.item_id is None:
        yield Step(Name.CREATE)
    elif changes:
        yield Step(Name.UPDATE, changes)
    if now.status and now.status != known.status_set:
        yield Step(Name.STATUS, now.status)
    if now.message and now.message != known.said:
        yield Step(Name.SAY, now.message)
    if now.process is not None and known.process_id is None:
        yield Step(Name.PROCESS, now.process)
    if now.module and now.module != known.shown:
        yield Step(Name.MODULE, dict(now.module))


def without(wanted: Sequence[Step], refused: Collection[Name], has_item: bool) -> list[Step]:
    """Steps that can be done though ELMA365 has refused some: a file must be there before it is written."""
    if Name.UPLOAD in refused:
        refused = {*refused, Name.CREATE, Name.UPDATE}
    if Name.CREATE in refused and not has_item:
        return []
    return [step for step in wanted if step.name not in refused]


def _is_others(known: Known, code: str) -> bool:
    """Whether somebody else's file stands where ours would."""
    held = known.agreed.get(code) or () if code in YIELDING else ()
    return any(key not in known.files for key in held)


def _files(now: Standing, codes: Collection[str]) -> list[File]:
    """Each once, though two fields hold it."""
    wanted = [file for code, files in now.files.items() if code in codes for file in files]
    return list({file.key: file for file in wanted}.values())


# What people did to the item


@dataclass(frozen=True)
class Found:
    """An item as it stands in ELMA365; attributes not read are not in `values`."""

    status: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Correction:
    """Something in the item that is not so: what stands there, and what will again."""

    what: str
    theirs: Any
    stays: Any


#: Stands in `Correction.what` for the item's own status, beside codes of attributes.
STATUS = "item_status"


def is_as_left(known: Known, found: Found, speaking: frozenset[str]) -> bool:
    """Whether nobody has changed what we wrote: then what is true now need not be asked."""
    held = {code: value for code, value in found.values.items() if code in {*known.agreed, *YIELDING}}
    same = all((known.agreed.get(code) or None) == (value or None) for code, value in held.items())
    return same and (found.status == known.status_set or found.status not in speaking)


def corrections(
    known: Known, now: Standing, found: Found, speaking: frozenset[str]
) -> tuple[dict[str, Any], list[Correction]]:
    """Columns of the link for what was found in the item, and the changes of others that will be put back.

    A status of ours is one the row gives some state of a document (`speaking`): it says something of the
    exchange, so one that says what is not so is put back. Any other status is the company's own business: its
    process has moved on, and the next change here will set ours again.
    """
    wanted = now.wanted
    read = {code: theirs for code, theirs in found.values.items() if code in {*wanted, *YIELDING}}
    seen = {code: theirs for code, theirs in read.items() if code in {*known.agreed, *YIELDING}}
    wrong = [
        Correction(code, theirs, wanted[code])
        for code, theirs in seen.items()
        if code not in YIELDING and theirs not in (known.agreed[code], wanted[code])
    ]
    agreed = {**known.agreed, **seen}
    status = known.status_set
    if found.status in speaking and found.status != status:
        if status and status == now.status:
            wrong.append(Correction(STATUS, found.status, status))
        status = found.status
    changes = {"agreed": agreed, "status_set": status}
    return {name: one for name, one in changes.items() if one != getattr(known, name)}, wrong
