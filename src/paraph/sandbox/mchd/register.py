"""The registry's own memory: powers of attorney, their files, and what became of each and when."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from lxml import etree

from paraph.formats import mchd
from paraph.formats.mchd_types import MchdError, PowerOfAttorney
from paraph.sandbox.emulator import write_atomically
from paraph.trust.cms import CmsError
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName, Verdict
from paraph.trust.verify import verify_signature

STATES = ("CREATED", "PROCESSING", "ACTIVE", "EXPIRED", "REVOKED", "REJECTED")
#: How long an upload stays CREATED, then PROCESSING.
STEP = timedelta(milliseconds=150)
_MOSCOW_OFFSET = timedelta(hours=3)

Entry = dict[str, Any]


class RegisterError(Exception):
    """The registry refuses; the message is Russian."""


def now() -> datetime:
    return datetime.now(UTC)


class Register:
    """The register in one folder; methods may be called from any thread."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = now, step: timedelta = STEP) -> None:
        self._folder, self._clock, self._step = folder, clock, step
        self._lock = threading.Lock()
        self._index = folder / "register.json"
        self._entries: dict[str, Entry] = json.loads(self._index.read_bytes()) if self._index.exists() else {}

    def upload(self, xml: bytes, signature: bytes, file_name: str) -> str:
        """Take a power in; its fate is decided at once and told by and by. Returns the transaction's id."""
        transaction, at = str(uuid4()), self._clock()
        events = [_event("CREATED", at), _event("PROCESSING", at + self._step)]
        poa, fault = _read(xml, signature, file_name)
        with self._lock:
            if poa is not None and any(entry["number"] == poa.number for entry in self._entries.values()):
                poa, fault = None, "Доверенность с таким номером уже есть."
            events.append(_event("REJECTED" if fault else "ACTIVE", at + 2 * self._step, fault))
            self._entries[transaction] = {
                "number": poa.number if poa else "",
                "issuer_inn": poa.grantors[0].inn if poa else "",
                "representatives": [party.inn for party in poa.representatives] if poa else [],
                "issued": poa.issued.isoformat() if poa else "",
                "expires": poa.expires.isoformat() if poa else "",
                "file": file_name,
                "events": events,
            }
            write_atomically(self._folder / "files" / f"{transaction}.xml", xml)
            write_atomically(self._folder / "files" / f"{transaction}.sig", signature)
            self._save()
        return transaction

    def upload_state(self, transaction: str) -> Entry | None:
        """The last event of an upload."""
        entry = self._entries.get(transaction)
        return self._events(entry)[-1] if entry else None

    def find(self, number: str) -> tuple[str, Entry] | None:
        """Transaction and entry of a registered power."""
        with self._lock:
            return next(
                ((key, entry) for key, entry in self._entries.items() if entry["number"] == number.lower()),
                None,
            )

    def events(self, number: str) -> list[Entry] | None:
        """What happened to a power up to now, oldest first; None for an unknown number."""
        found = self.find(number)
        return self._events(found[1]) if found else None

    def _events(self, entry: Entry) -> list[Entry]:
        at = self._clock()
        seen = [event for event in entry["events"] if datetime.fromisoformat(event["date"]) <= at]
        over = entry["expires"] and (at + _MOSCOW_OFFSET).date().isoformat() > entry["expires"]
        if over and seen[-1]["status"] == "ACTIVE":
            seen.append(_event("EXPIRED", at))
        return seen

    def files(self, transaction: str) -> tuple[bytes, bytes]:
        """The power and its signature."""
        folder = self._folder / "files"
        return (folder / f"{transaction}.xml").read_bytes(), (folder / f"{transaction}.sig").read_bytes()

    def revoke(self, statement: bytes, signature: bytes) -> Entry:
        """By the principal's signed statement (`СвЗаяв`); raises RegisterError."""
        number, reason = _statement(statement)
        found = self.find(number)
        if found is None:
            raise RegisterError("Доверенности с таким номером нет.")
        signers = _signers(statement, signature)
        if not any(found[1]["issuer_inn"] in (who.signer.inn_le, who.signer.inn) for who in signers):
            raise RegisterError("Заявление об отзыве подписано не доверителем.")
        return self.put(number, "REVOKED", reason)

    def put(self, number: str, status: str, reason: str = "", at: datetime | None = None) -> Entry:
        """A state by order of whoever runs the sandbox; raises RegisterError."""
        found = self.find(number)
        if found is None or status not in STATES:
            raise RegisterError("Нет такого номера или такого состояния.")
        event = _event(status, at or self._clock(), reason)
        with self._lock:
            events = found[1]["events"]
            events.append(event)
            events.sort(key=lambda item: datetime.fromisoformat(item["date"]))
            self._save()
        return event

    def all(self) -> list[Entry]:
        """Every registered power with its events."""
        return [{**e, "events": self._events(e)} for e in self._entries.values() if e["number"]]

    def _save(self) -> None:
        write_atomically(self._index, json.dumps(self._entries, ensure_ascii=False, indent=1).encode())


def _event(status: str, at: datetime, reason: str = "") -> Entry:
    return {"status": status, "date": at.isoformat(), "reason": reason}


def _read(xml: bytes, signature: bytes, file_name: str) -> tuple[PowerOfAttorney | None, str]:
    """The power, or why it is rejected: it must be readable and signed by its principal."""
    try:
        poa = mchd.parse(xml, file_name=file_name)
        signers = _signers(xml, signature)
    except (MchdError, RegisterError) as error:
        return None, str(error)
    issuers = {party.inn for party in poa.grantors}
    if not issuers & {inn for who in signers for inn in (who.signer.inn_le, who.signer.inn) if inn}:
        return None, "Доверенность подписана не доверителем."
    return poa, ""


def _signers(content: bytes, signature: bytes) -> list[Verdict]:
    """Those whose signature is mathematically right; whose certificate it is the registry knows elsewhere."""
    try:
        verdicts = verify_signature(signature, content=content, store=TrustStore([]), at=now())
    except CmsError as error:
        raise RegisterError(f"Подпись не читается: {error}.") from error
    right = [
        verdict
        for verdict in verdicts
        if all(verdict.facts[name].answer is Answer.YES for name in (FactName.INTACT, FactName.SIGNATURE))
    ]
    if not right:
        raise RegisterError("Подпись не соответствует файлу.")
    return right


def _statement(data: bytes) -> tuple[str, str]:
    """Number and reason of a statement of revocation (cp1251, ВерсФорм 001)."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RegisterError("Заявление об отзыве не читается.") from error
    node = root.find("Документ/СвЗаяв")
    if root.tag != "Файл" or root.get("ВерсФорм") != "001" or node is None or not node.get("НомДовер"):
        raise RegisterError("Это не заявление об отзыве доверенности.")
    return str(node.get("НомДовер")).lower(), str(node.get("ПричОтз") or "")
