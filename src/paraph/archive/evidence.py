"""What is known about a finished docflow, in the words people need: the input of protocol, stamp and bundle.

Plain frozen data without database or clock, so that the same evidence always gives the same bytes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

#: Where the time of a step comes from unless the step says otherwise.
SERVER_CLOCK = "часы сервера Paraph"


class Side(StrEnum):
    """Which side of the docflow a party or a signature belongs to."""

    SENDER = "отправитель"
    RECIPIENT = "получатель"
    OPERATOR = "оператор"


class SignedBy(StrEnum):
    """In which role the signer came to the document."""

    EMPLOYEE = "сотрудник"
    GUEST = "гость по ссылке"
    PARTNER = "контрагент, через оператора ЭДО"
    OPERATOR = "оператор ЭДО"
    KEY = "ключ организации"


@dataclass(frozen=True)
class DocumentFacts:
    """The document and its exact bytes (`size` in bytes, hashes in lower-case hexadecimal)."""

    id: str
    title: str
    file_name: str
    mime: str
    size: int
    sha256: str
    #: ГОСТ Р 34.11-2012, 256 bits.
    streebog256: str
    kind: str = ""
    number: str = ""
    date: date | None = None
    amount: Decimal | None = None
    #: ISO 4217 code of the amount.
    currency: str = "RUB"


@dataclass(frozen=True)
class PartyFacts:
    """One side with its requisites; what is unknown is an empty string."""

    side: Side
    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    email: str = ""
    participant_id: str = ""


@dataclass(frozen=True)
class StepFacts:
    """One journal event as people read it."""

    at: datetime
    who: str
    what: str
    details: str = ""
    time_source: str = SERVER_CLOCK
    journal_number: int | None = None
    journal_hash: str = ""

    def __post_init__(self) -> None:
        _require_aware(self.at, "StepFacts.at")


@dataclass(frozen=True)
class PowerFacts:
    """A power of attorney (МЧД) the check of a signature rested on: its exact bytes and signatures."""

    number: str
    file_name: str
    xml: bytes
    signatures: tuple[bytes, ...]


@dataclass(frozen=True)
class SignatureFacts:
    """One detached signature: its exact bytes, its certificates and what the check found."""

    #: The name under which the signature file came or was made.
    file_name: str
    side: Side
    signed_by: SignedBy
    #: How it was made: «ключ в браузере», «файл подписи .sig» …
    method: str
    received_at: datetime
    #: Exactly what `paraph.trust.verdict.Verdict.as_dict()` gives.
    verdict: Mapping[str, Any]
    #: The CMS as received, byte for byte.
    cms: bytes
    #: DER certificates: the signer's, intermediate and root ones as far as known.
    certificates: tuple[bytes, ...] = ()
    powers: tuple[PowerFacts, ...] = ()

    def __post_init__(self) -> None:
        _require_aware(self.received_at, "SignatureFacts.received_at")

    @property
    def signer(self) -> Mapping[str, str]:
        """Fields of `paraph.trust.verdict.SignerInfo`, empty if the verdict has none."""
        return self.verdict.get("signer") or {}

    @property
    def signer_name(self) -> str:
        """Full name of the signer as the certificate gives it, else a plain word."""
        return self.signer.get("full_name") or self.signer.get("common_name") or "подписант не определён"


@dataclass(frozen=True)
class FileFacts:
    """A file the sides or the operator exchanged about the document; its bytes go into the bundle."""

    #: What it is, in words: «извещение о получении» …
    role: str
    side: Side
    file_name: str
    size: int
    sha256: str
    streebog256: str
    came_at: datetime
    signatures: tuple[SignatureFacts, ...] = ()

    def __post_init__(self) -> None:
        _require_aware(self.came_at, "FileFacts.came_at")


@dataclass(frozen=True)
class ExtraFacts:
    """A file the channel made of the document: a print form, its own protocol."""

    title: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """Everything protocol, stamp and bundle say about one finished docflow."""

    document: DocumentFacts
    parties: tuple[PartyFacts, ...]
    steps: tuple[StepFacts, ...]
    signatures: tuple[SignatureFacts, ...]
    #: How the docflow ended, one sentence for people.
    outcome: str
    #: Hash of the last journal event of this docflow.
    journal_head: str
    product_version: str
    #: When the evidence was put together; the protocol carries this time, not the time of rendering.
    made_at: datetime
    files: tuple[FileFacts, ...] = ()
    extras: tuple[ExtraFacts, ...] = ()

    @property
    def every_signature(self) -> tuple[SignatureFacts, ...]:
        """Signatures under the document, then those under the files about it."""
        return (*self.signatures, *(signature for file in self.files for signature in file.signatures))

    def __post_init__(self) -> None:
        _require_aware(self.made_at, "Evidence.made_at")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form: times in ISO 8601, sums as decimal strings, bytes in base64."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def to_json(self) -> bytes:
        """The same evidence always gives the same bytes (sorted keys, UTF-8, trailing newline)."""
        return canonical_json(self.to_dict())


def canonical_json(value: Any) -> bytes:
    """JSON for people and for comparing: sorted keys, indent 2, UTF-8, trailing newline."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _require_aware(moment: datetime, name: str) -> None:
    """A time without its zone proves nothing.

    Raises:
        ValueError: the datetime is naive.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{name} must be timezone-aware")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return str(value) if isinstance(value, Decimal | StrEnum) else value
