"""Lists to choose from in the portal's dialogs: `selectUser`, `selectAccess`, `selectCRM`."""

from __future__ import annotations

from typing import Any

from paraph.sandbox.bitrix24 import people
from paraph.sandbox.bitrix24.crm import kinds, records
from paraph.sandbox.bitrix24.crm.kinds import Kind
from paraph.sandbox.bitrix24.crm.records import Row
from paraph.sandbox.bitrix24.pages.shell import Visit, person_page
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import Response, json_response

#: Items of one kind in a dialog, newest first.
_MOST = 100


@person_page("GET", "/_portal/users")
def users(visit: Visit) -> Response:
    return json_response([_user(user) for user in people.users(visit.world) if user.is_active])


def _user(user: people.User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "name": user.full_name,
        "photo": "",
        "position": user.position,
        "url": f"/company/personal/user/{user.id}/",
        "sub": False,
        "sup": False,
    }


@person_page("GET", "/_portal/access")
def access(visit: Visit) -> Response:
    everybody = [{"id": "AU", "name": "Все авторизованные"}]
    departments = [{"id": f"DR{one.id}", "name": one.name} for one in people.departments(visit.world)]
    active = [user for user in people.users(visit.world) if user.is_active]
    return json_response(
        [*everybody, *departments, *({"id": f"U{one.id}", "name": one.full_name} for one in active)]
    )


@person_page("GET", "/_portal/items")
def items(visit: Visit) -> Response:
    """`types=deal,company`."""
    names = (visit.request.one("types") or "").split(",")
    found = [kinds.kind_by_code(visit.world, name) for name in names]
    return json_response([told for kind in found if kind for told in _items(visit.world, kind)])


def _items(world: World, kind: Kind) -> list[dict[str, Any]]:
    with world.reading() as db:
        rows = records.select(db, str(kind.id), order=[("ID", "DESC")], limit=_MOST)
    return [
        {
            "id": f"{kind.abbr}_{row['ID']}",
            "type": kind.code.lower(),
            "place": kind.code.lower(),
            "title": name_of(kind, row),
            "desc": "",
            "url": kind.details(row["ID"]),
            "image": "",
        }
        for row in rows
    ]


def name_of(kind: Kind, row: Row) -> str:
    """How people call the item: a contact by the person's name, others by the title."""
    person = " ".join(str(row[part]) for part in ("LAST_NAME", "NAME", "SECOND_NAME") if row.get(part))
    return str(row.get("TITLE") or person or f"{kind.title} #{row['ID']}")
