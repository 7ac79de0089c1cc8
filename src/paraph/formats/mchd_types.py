"""A machine-readable power of attorney (МЧД) as data, whatever format it was written in (63-ФЗ ст. 17.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from paraph.formats.xml_files import FormatError


class MchdError(FormatError):
    """The file is not a power of attorney we can read; the message is Russian and says what is wrong."""


class SchemaError(MchdError):
    """The official schema cannot be read: nothing is said against the file itself."""


class Format(StrEnum):
    """Formats of the power of attorney itself."""

    V003 = "003"  #: EMCHD_1, the unified form
    V002 = "002"  #: ON_DOVBB, met in archives


class PartyKind(StrEnum):
    """Who gives or receives powers; the codes are ours, the two code lists of the format disagree."""

    ORGANIZATION = "organization"
    BRANCH = "branch"
    FOREIGN = "foreign"
    SOLE_PROPRIETOR = "sole-proprietor"
    PERSON = "person"


class Delegation(StrEnum):
    """ПрПередов: whether the powers may be handed on."""

    NONE = "1"
    ONCE = "2"
    MANY = "3"


@dataclass(frozen=True)
class Individual:
    """A natural person; absent requisites are empty, СНИЛС is 11 bare digits."""

    surname: str
    given_name: str
    patronymic: str = ""
    inn: str = ""
    snils: str = ""
    title: str = ""
    ogrnip: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


@dataclass(frozen=True)
class Entity:
    """A legal entity, its branch, or a foreign one."""

    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""


@dataclass(frozen=True)
class Head:
    """ЛицоБезДов: who acts for a party without a power of attorney."""

    people: tuple[Individual, ...]
    #: The managing company, when that is the executive body.
    company: Entity | None = None
    #: ПолнЮЛ=2: acts only together with the other heads.
    joint: bool = False


@dataclass(frozen=True)
class Party:
    """One side: a principal or a representative."""

    kind: PartyKind
    entity: Entity | None = None
    person: Individual | None = None
    heads: tuple[Head, ...] = ()

    @property
    def name(self) -> str:
        """As people call it."""
        return self.entity.name if self.entity else self.person.full_name if self.person else ""

    @property
    def inn(self) -> str:
        return (self.entity or self.person or Entity("")).inn


@dataclass(frozen=True)
class Restriction:
    """ОгрСвПолн: a bound of one power, under a code of the classifier (LIM_03 is a sum)."""

    code: str
    name: str
    #: Code of a listed value («LIM_05_643») or the text as written («1000000»).
    value: str
    #: What a code means, when the file says it.
    value_name: str = ""


@dataclass(frozen=True)
class Power:
    """МашПолн: one power under its code, with its restrictions, all of which must hold."""

    code: str
    name: str
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True)
class PowerOfAttorney:
    """What the file says. `number` is in lower case, dates are Moscow days, the last one included."""

    format: Format
    number: str
    file_id: str
    internal_number: str
    issued: date
    expires: date
    revocable: bool
    delegation: Delegation
    #: Whom it binds: the principals; in a sub-delegation those of the first power, when it names them.
    principals: tuple[Party, ...]
    #: Who gives it and so must sign it: the principals, or in a sub-delegation those who hand powers on.
    grantors: tuple[Party, ...]
    representatives: tuple[Party, ...]
    powers: tuple[Power, ...] = ()
    text_powers: str = ""
    #: ПрСовмПолн=2: representatives act only all together.
    joint: bool = False
    #: СведСист: where its state can be learnt, as written.
    registry: str = ""
    #: Name of the notary who certified it.
    notary: str = ""
    #: Передов: made from another power; the numbers are empty for one on paper.
    sub_delegated: bool = False
    parent_number: str = ""
    first_number: str = ""
