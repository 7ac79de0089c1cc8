"""Powers of attorney (МЧД) the service knows: kept with their files, tied to employees, checked.

A power is taken from the file and its signature, or by its number from the emulated registry when that runs
beside. Its state is worked out from its dates and from what the registry says of it now.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from paraph.formats import mchd
from paraph.formats.mchd_types import MchdError, PowerOfAttorney
from paraph.sandbox.diadoc.directory import Box, User
from paraph.sandbox.diadoc.world import World, tables
from paraph.sandbox.mchd.register import Register
from paraph.trust.certificate import Certificate
from paraph.trust.cms import CmsError
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, FactName
from paraph.trust.verify import verify_signature

MOSCOW = timezone(timedelta(hours=3))
#: Where powers without a system of their own are said to be kept.
SYSTEM = "https://m4d.nalog.gov.ru"
#: Powers in force or to come that one employee may have; registrations of one box in a day.
MOST_OF_EMPLOYEE, MOST_A_DAY = 100, 50

tables(
    """
    CREATE TABLE IF NOT EXISTS powers (
        number TEXT PRIMARY KEY, content BLOB NOT NULL, signature BLOB NOT NULL, registered INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS employee_powers (
        organization TEXT NOT NULL, user TEXT NOT NULL, number TEXT NOT NULL REFERENCES powers,
        is_default INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (organization, user, number)
    );
    CREATE TABLE IF NOT EXISTS power_tasks (
        id TEXT PRIMARY KEY, box TEXT NOT NULL, user TEXT NOT NULL, day TEXT NOT NULL, status TEXT NOT NULL,
        number TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX IF NOT EXISTS power_tasks_by_day ON power_tasks (box, day);
    """
)


class PowerError(Exception):
    """The power cannot be taken; `code` is short and for machines, the text is Russian."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Kept:
    """A power with its files."""

    poa: PowerOfAttorney
    content: bytes
    signature: bytes

    @property
    def number(self) -> str:
        return self.poa.number

    @property
    def issued(self) -> date:
        return self.poa.issued

    @property
    def internal_number(self) -> str:
        return self.poa.internal_number

    @property
    def system(self) -> str:
        return self.poa.registry

    @property
    def issuer_inn(self) -> str:
        return self.poa.principals[0].inn

    @property
    def representative_inns(self) -> set[str]:
        sides = [side for party in self.poa.representatives for side in (party.entity, party.person)]
        return {side.inn for side in sides if side and side.inn}


def read(content: bytes, signature: bytes) -> Kept:
    """A power out of its file, signed by its principal. Raises `PowerError`."""
    try:
        poa = mchd.parse(content)
    except MchdError as error:
        raise PowerError("InvalidFormat", str(error)) from error
    issuers = {party.inn for party in poa.grantors}
    if not issuers & _signer_inns(content, signature):
        raise PowerError("InvalidSignature", "Доверенность подписана не доверителем, или подпись неверна.")
    return Kept(poa, content, signature)


def _signer_inns(content: bytes, signature: bytes) -> set[str]:
    """ИНН of those whose signature is mathematically right."""
    try:
        verdicts = verify_signature(signature, content=content, store=TrustStore([]), at=datetime.now(UTC))
    except CmsError as error:
        raise PowerError("InvalidSignature", f"Подпись доверенности не читается: {error}.") from error
    right = [
        verdict.signer
        for verdict in verdicts
        if all(verdict.facts[name].answer is Answer.YES for name in (FactName.INTACT, FactName.SIGNATURE))
    ]
    return {inn for signer in right for inn in (signer.inn_le, signer.inn) if inn}


def keep(world: World, power: Kept) -> None:
    """Registers the power; one that is known already stays as it is."""
    with world.writing() as db:
        db.execute(
            "INSERT OR IGNORE INTO powers VALUES (?, ?, ?, ?)",
            (power.number, power.content, power.signature, world.now_ticks()),
        )


def known(world: World, number: str) -> Kept | None:
    """A registered power."""
    with world.reading() as db:
        row = db.execute("SELECT * FROM powers WHERE number = ?", (number.lower(),)).fetchone()
    return None if row is None else _kept(row)


def _kept(row: sqlite3.Row) -> Kept:
    """As it was kept: its signature was checked then."""
    content = bytes(row["content"])
    return Kept(mchd.parse(content), content, bytes(row["signature"]))


def find(world: World, number: str, issuer_inn: str) -> Kept | None:
    """A power by its number and the principal's ИНН: registered here, or in the registry beside."""
    found = known(world, number) or _in_registry(world, number)
    return found if found and found.issuer_inn == issuer_inn else None


def _registry(world: World) -> Register | None:
    """The emulated registry's memory, read anew: another thread or process writes it."""
    folder = world.folder.parent / "mchd"
    return Register(folder) if (folder / "register.json").exists() else None


def _in_registry(world: World, number: str) -> Kept | None:
    registry = _registry(world)
    entry = registry.find(number) if registry else None
    if registry is None or entry is None:
        return None
    try:
        return read(*registry.files(entry[0]))
    except PowerError:
        return None


def is_revoked(world: World, power: Kept) -> bool | None:
    """What the registry beside says now; None when it does not run or does not know the power."""
    registry = _registry(world)
    events = registry.events(power.number) if registry else None
    return events[-1]["status"] == "REVOKED" if events else None


def state(world: World, power: Kept) -> str:
    """created (not in force yet), active, expired or revoked, by the emulator's clock."""
    if is_revoked(world, power):
        return "revoked"
    today = datetime.fromtimestamp(world.now(), MOSCOW).date()
    if today < power.poa.issued:
        return "created"
    return "expired" if today > power.poa.expires else "active"


# -- employees -----------------------------------------------------------------------------------------------


def of_employee(world: World, organization: str, user: str) -> list[tuple[Kept, bool]]:
    """Powers tied to an employee, each with whether it is the default one."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT powers.*, is_default FROM employee_powers JOIN powers USING (number)"
            " WHERE organization = ? AND user = ? ORDER BY registered",
            (organization, user),
        ).fetchall()
    return [(_kept(row), bool(row["is_default"])) for row in rows]


def default_of(world: World, box: Box, user: User) -> Kept | None:
    """The power an employee uses when none is named."""
    return next(
        (power for power, default in of_employee(world, box.organization.id, user.id) if default), None
    )


def tie(world: World, organization: str, user: str, power: Kept) -> None:
    """Ties a power to an employee. Raises `PowerError` when there are too many."""
    live = [
        one for one, _ in of_employee(world, organization, user) if state(world, one) in ("created", "active")
    ]
    if len(live) >= MOST_OF_EMPLOYEE and power.number not in {one.number for one in live}:
        raise PowerError(
            "TooMany", f"К сотруднику можно привязать не более {MOST_OF_EMPLOYEE} доверенностей."
        )
    keep(world, power)
    with world.writing() as db:
        db.execute(
            "INSERT OR IGNORE INTO employee_powers (organization, user, number) VALUES (?, ?, ?)",
            (organization, user, power.number),
        )


def untie(world: World, organization: str, user: str, number: str) -> bool:
    """False when the power was not tied to the employee."""
    with world.writing() as db:
        return bool(
            db.execute(
                "DELETE FROM employee_powers WHERE organization = ? AND user = ? AND number = ?",
                (organization, user, number.lower()),
            ).rowcount
        )


def set_default(world: World, organization: str, user: str, number: str, is_default: bool) -> None:
    """Makes a tied power the default one, the only one, or no longer so."""
    with world.writing() as db:
        if is_default:
            db.execute(
                "UPDATE employee_powers SET is_default = 0 WHERE organization = ? AND user = ?",
                (organization, user),
            )
        db.execute(
            "UPDATE employee_powers SET is_default = ? WHERE organization = ? AND user = ? AND number = ?",
            (is_default, organization, user, number.lower()),
        )


# -- checks --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One check of a power: `level` is Ok, Warning or Error."""

    name: str
    level: str
    text: str = ""


def checks(world: World, power: Kept, certificate: Certificate, principal_inn: str = "") -> list[Check]:
    """What is found about a power used with a certificate: dates, representative, revocation, principal."""
    today = state(world, power)
    person = certificate.signer_info()
    theirs = {inn for inn in (person.inn, person.inn_le) if inn}
    fits = bool(theirs & power.representative_inns)
    revoked = is_revoked(world, power)
    found = [
        Check("Format", "Ok"),
        Check("Signature", "Ok"),
        _check(
            "Period", today not in ("expired", "created"), "Доверенность не действует: проверьте её срок."
        ),
        _check("Confidant", fits, "Представитель в доверенности — не владелец сертификата."),
    ]
    if principal_inn:
        fits = principal_inn in {party.inn for party in power.poa.principals}
        found.append(_check("Principal", fits, "Доверитель — не отправитель документа."))
    if revoked is None:
        return [*found, Check("Revocation", "Warning", "Реестр доверенностей не сообщил состояние.")]
    return [*found, _check("Revocation", not revoked, "Доверенность отозвана.")]


def _check(name: str, right: bool, text: str) -> Check:
    return Check(name, "Ok") if right else Check(name, "Error", text)
