"""Who takes part in an exchange and who signs, as the formats of ФНС know them (1.01…1.03, 5.01…5.03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class FullName:
    """ФИО."""

    surname: str
    given_name: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


@dataclass(frozen=True)
class Organization:
    """ЮЛ."""

    name: str
    inn: str
    kpp: str = ""


@dataclass(frozen=True)
class Person:
    """ИП, or a natural person who is not one."""

    full_name: FullName
    inn: str
    sole_proprietor: bool = True


@dataclass(frozen=True)
class Foreigner:
    """СвИнУчастНеУч: somebody abroad who is not on the books of the Russian tax service."""

    entity: bool  #: ЮЛ, else ФЛ
    country: str = ""  #: three digits of ОКСМ; a must for an entity
    name: str = ""
    tax_code: str = ""
    other: str = ""


@dataclass(frozen=True)
class Operator:
    """An operator of the exchange; `code` is the three characters given by ФНС."""

    name: str
    inn: str
    code: str


Party = Organization | Person | Foreigner | Operator


@dataclass(frozen=True)
class Participant:
    """A party with its identifier in the exchange."""

    id: str
    party: Party


@dataclass(frozen=True)
class ElectronicPower:
    """СвДоверЭл: the МЧД a signer refers to."""

    number: str  #: the registration number, a GUID
    issued: date
    internal_number: str = ""
    internal_date: date | None = None
    #: СпособПредставл of service documents: the file goes with every packet, else it is kept in `system`.
    attached: bool = False
    system: str = ""  #: where it is kept (ИдСистХран)
    system_url: str = ""  #: URLСист of the titles since 5.02


@dataclass(frozen=True)
class PaperPower:
    """СвДоверБум."""

    issued: date
    number: str
    principal: str = ""
    signed_by: FullName | None = None


@dataclass(frozen=True)
class Signer:
    """Подписант. The codes are those of the formats; an empty one is not written."""

    full_name: FullName
    position: str = ""
    #: СтатПодп of service documents: 1 without a power, 2 by a МЧД, 3 by a paper power.
    status: str = ""
    #: ТипПодпис: 1 УКЭП, 2 ПЭП, 3 УНЭП.
    signature_type: str = "1"
    #: СпосПодтПолном of the titles since 5.02: 1 by the certificate, 2 and 3 by a МЧД (in the packet, in a
    #: system named in the document), 4 by a МЧД named elsewhere, 5 on paper, 6 otherwise.
    powers_from: str = ""
    signed_on: date | None = None  #: ДатаПодДок
    extra: str = ""  #: ДопСведПодп
    power: ElectronicPower | None = None
    paper: PaperPower | None = None
