"""What users may do in the CRM: everything, unless the sandbox is told otherwise (`POST …/crm/rights`).

Administrators may do everything always.
"""

from __future__ import annotations

from collections.abc import Iterable

from paraph.sandbox.bitrix24.crm.records import EVERYTHING, Condition, Row, where
from paraph.sandbox.bitrix24.rest import Auth, RestError
from paraph.sandbox.bitrix24.world import World, tables

#: What the portal's plan may forbid.
RESTRICTIONS = {
    "CREATE_DYNAMIC_TYPE_RESTRICTED": "Превышено максимальное количество смарт-процессов",
    "CREATE_DYNAMIC_ITEM_RESTRICTED": "Вы не можете создать новый элемент из-за ограничений вашего тарифа",
    "UPDATE_DYNAMIC_ITEM_RESTRICTED": "Вы не можете изменить элемент из-за ограничений вашего тарифа",
}
#: `own`: reads and writes only what they are responsible for.
LEVELS = ("full", "own", "read", "none")

tables(
    """
    CREATE TABLE IF NOT EXISTS crm_rights (user_id INTEGER PRIMARY KEY, level TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS crm_restrictions (code TEXT PRIMARY KEY);
    """
)


def level(world: World, auth: Auth) -> str:
    if auth.is_admin:
        return "full"
    with world.reading() as db:
        row = db.execute("SELECT level FROM crm_rights WHERE user_id = ?", (auth.user_id,)).fetchone()
    return "full" if row is None else str(row["level"])


def grant(world: World, user_id: int, name: str) -> None:
    with world.writing() as db:
        db.execute("INSERT OR REPLACE INTO crm_rights VALUES (?, ?)", (user_id, name))


def visible(world: World, auth: Auth) -> Condition:
    """Which objects the user finds in lists."""
    found = level(world, auth)
    if found == "none":
        return Condition("0")
    return where(ASSIGNED_BY_ID=auth.user_id) if found == "own" else EVERYTHING


def may_read(world: World, auth: Auth, row: Row | None = None) -> bool:
    found = level(world, auth)
    return found in ("full", "read") or (found == "own" and _is_own(auth, row))


def may_write(world: World, auth: Auth, row: Row | None = None) -> bool:
    found = level(world, auth)
    return found == "full" or (found == "own" and _is_own(auth, row))


def _is_own(auth: Auth, row: Row | None) -> bool:
    return row is None or row.get("ASSIGNED_BY_ID") == auth.user_id


def need_admin(auth: Auth) -> None:
    """Raises the refusal of methods for administrators of the CRM."""
    if not auth.is_admin:
        raise RestError("ACCESS_DENIED", "Доступ запрещен")


def restrict(world: World, codes: Iterable[str]) -> None:
    """The portal's plan forbids exactly this from here on."""
    with world.writing() as db:
        db.execute("DELETE FROM crm_restrictions")
        db.executemany("INSERT INTO crm_restrictions VALUES (?)", [(code,) for code in codes])


def check_plan(world: World, code: str) -> None:
    """Raises the refusal if the plan forbids it."""
    with world.reading() as db:
        if db.execute("SELECT 1 FROM crm_restrictions WHERE code = ?", (code,)).fetchone():
            raise RestError(code, RESTRICTIONS[code])
