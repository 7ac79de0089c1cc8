"""What the check of authority is given: the party, the document, the powers of attorney, the registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class PartyFacts:
    """The party the signature should bind; 10 digits of ИНН are an organisation, 12 an ИП or a person."""

    inn: str
    name: str = ""
    kpp: str = ""
    ogrn: str = ""

    @property
    def is_organization(self) -> bool:
        return len(self.inn) == 10

    @property
    def title(self) -> str:
        """The party inside a Russian sentence."""
        return f"{quoted(self.name)} (ИНН {self.inn})" if self.name else f"с ИНН {self.inn}"


@dataclass(frozen=True)
class DocumentFacts:
    """What powers and their restrictions are compared with; unknown values stay empty."""

    #: Key of powers.json: «contract», «act», «upd» …
    kind: str
    action: str = "sign"
    #: Sum of the document with VAT.
    amount: Decimal | None = None
    #: Letters of ISO 4217.
    currency: str = "RUB"
    counterparty_inn: str = ""
    counterparty_kpp: str = ""
    #: Number of the power the document or its channel refers to.
    poa_number: str = ""


@dataclass(frozen=True)
class PoaFile:
    """A power of attorney as it came: exact bytes, detached signatures over them, name of the file."""

    xml: bytes
    signatures: tuple[bytes, ...] = ()
    name: str = ""
    #: Where it was found, for people: «приложена к подписи», «реестр хаба».
    source: str = "приложена к подписи"


class RegistryState(StrEnum):
    """What the registry of powers of attorney knows of a number, or why it said nothing."""

    CREATED = "CREATED"
    PROCESSING = "PROCESSING"
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    REJECTED = "REJECTED"
    UNKNOWN = "UNKNOWN"  #: the registry has no such number
    UNREACHABLE = "UNREACHABLE"  #: it did not answer, or is not connected


@dataclass(frozen=True)
class RegistryAnswer:
    """One answer of the registry."""

    state: RegistryState
    revoked_at: datetime | None = None
    #: Why there is no better answer, for people.
    reason: str = ""
    source: str = "реестр МЧД ФНС"


class Registry(Protocol):
    """The registry of powers of attorney. Failures are answers (`UNREACHABLE`), never exceptions."""

    def status(
        self, number: str, issuer_inn: str, representative_inn: str, at: datetime
    ) -> RegistryAnswer: ...


def quoted(name: str) -> str:
    """A name inside a Russian sentence; one that has quotation marks already gets no more."""
    return name if "«" in name else f"«{name}»"


def check_link(number: str) -> str:
    """The public page where a person sees the state of a power of attorney."""
    return f"https://m4d.nalog.gov.ru/emchd/check-status?guid={number}"
