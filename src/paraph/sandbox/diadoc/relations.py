"""Who is whose counterparty: a row for each side of every relation, and what happened to it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from uuid import uuid4

from paraph.sandbox.diadoc.world import World, tables

#: The group everybody is in at first.
DEFAULT_GROUP = "00000000-0000-0000-0000-000000000000"

NONE, PARTNERS = "NotInCounteragentList", "IsMyCounteragent"
INVITES_ME, INVITED_BY_ME = "InvitesMe", "IsInvitedByMe"
REJECTS_ME, REJECTED_BY_ME = "RejectsMe", "IsRejectedByMe"
#: What a status is called from the other side.
_MIRROR = {
    NONE: NONE,
    PARTNERS: PARTNERS,
    INVITES_ME: INVITED_BY_ME,
    INVITED_BY_ME: INVITES_ME,
    REJECTS_ME: REJECTED_BY_ME,
    REJECTED_BY_ME: REJECTS_ME,
}
_STILL_INVITED = (PARTNERS, INVITES_ME, INVITED_BY_ME)

tables(
    """
    CREATE TABLE IF NOT EXISTS relations (
        organization_id TEXT NOT NULL REFERENCES organizations,
        other_id TEXT NOT NULL REFERENCES organizations,
        status TEXT NOT NULL, before TEXT NOT NULL, message_from TEXT, message_to TEXT, invitation TEXT,
        must_sign INTEGER NOT NULL DEFAULT 0, group_id TEXT NOT NULL, changed INTEGER NOT NULL,
        PRIMARY KEY (organization_id, other_id)
    );
    CREATE INDEX IF NOT EXISTS relations_by_change ON relations (organization_id, changed, other_id);
    CREATE TABLE IF NOT EXISTS relation_events (
        id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations, other_id TEXT NOT NULL,
        ticks INTEGER NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, comment TEXT,
        message_from TEXT, message_to TEXT, invitation TEXT, group_id TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS relation_events_by_time ON relation_events (organization_id, ticks, id);
    """
)


@dataclass(frozen=True)
class Relation:
    """How `organization_id` stands to `other_id`; `invitation` is the id of a message and of its document."""

    organization_id: str
    other_id: str
    status: str
    #: The status a withdrawn invitation gives back.
    before: str
    message_from: str | None
    message_to: str | None
    invitation: tuple[str, str] | None
    #: The invitation's document asks for a signature, and is accepted by giving one.
    must_sign: bool
    group_id: str
    changed: int


def relation(world: World, organization_id: str, other_id: str) -> Relation | None:
    with world.reading() as db:
        row = db.execute(
            "SELECT * FROM relations WHERE organization_id = ? AND other_id = ?", (organization_id, other_id)
        ).fetchone()
    return None if row is None else relation_of(row)


def status(world: World, organization_id: str, other_id: str) -> str:
    found = relation(world, organization_id, other_id)
    return NONE if found is None else found.status


def are_partners(world: World, organization_id: str, other_id: str) -> bool:
    return status(world, organization_id, other_id) == PARTNERS


def is_blocked(world: World, organization_id: str, other_id: str) -> bool:
    """Whether `organization_id` has turned `other_id` away."""
    return status(world, organization_id, other_id) == REJECTED_BY_ME


def befriend(world: World, one: str, other: str) -> None:
    """Makes partners of two at once, as the operator's support does."""
    _change(world, one, other, PARTNERS, ("IMadeCounteragent", "CounteragentMadeMe"))


def invite(
    world: World,
    one: str,
    other: str,
    message: str | None = None,
    invitation: tuple[str, str] | None = None,
    *,
    must_sign: bool = False,
) -> None:
    """`invitation` is the id of the message and the document that came with it."""
    kinds = ("IInvitedCounteragent", "CounteragentInvitedMe")
    with world.writing() as db:
        _change(world, one, other, INVITED_BY_ME, kinds, message, invitation)
        db.execute(
            "UPDATE relations SET must_sign = ? WHERE (organization_id, other_id) IN ((?, ?), (?, ?))",
            (must_sign, one, other, other, one),
        )


def accept(world: World, one: str, other: str, message: str | None = None) -> None:
    """`one` accepts the invitation of `other`."""
    _change(world, one, other, PARTNERS, ("IAcceptedInvitation", "CounteragentAcceptedInvitation"), message)


def reject(world: World, one: str, other: str, comment: str | None = None) -> None:
    """`one` declines the invitation of `other`."""
    kinds = ("IRejectedInvitation", "CounteragentRejectedInvitation")
    _change(world, one, other, REJECTED_BY_ME, kinds, comment)


def withdraw(world: World, one: str, other: str, comment: str | None = None) -> None:
    """`one` takes the invitation of `other` back; what was before is again."""
    found = relation(world, one, other)
    before = NONE if found is None else found.before
    _change(world, one, other, before, ("IWithdrewInvitation", "CounteragentWithdrewInvitation"), comment)


def part(world: World, one: str, other: str, comment: str | None = None) -> None:
    """`one` breaks up with a partner."""
    kinds = ("IBrokeUpWithCounteragent", "CounteragentBrokeUpWithMe")
    _change(world, one, other, REJECTED_BY_ME, kinds, comment)


def put_into_group(world: World, one: str, other: str, group_id: str) -> None:
    """Another group is an event too, of a status that stays."""
    with world.writing() as db:
        db.execute(
            "UPDATE relations SET group_id = ?, changed = ? WHERE organization_id = ? AND other_id = ?",
            (group_id, world.now_ticks(), one, other),
        )
        _tell(world, db, one, other, "UnknownCounteragentEventType", None)


def _change(
    world: World,
    one: str,
    other: str,
    new: str,
    kinds: tuple[str, str],
    message: str | None = None,
    invitation: tuple[str, str] | None = None,
) -> None:
    """Sets both sides; `new` and the first of `kinds` are as `one` sees it."""
    now = world.now_ticks()
    with world.writing() as db:
        for me, you, mine, kind in (
            (one, other, new, kinds[0]),
            (other, one, _MIRROR[new], kinds[1]),
        ):
            said = "message_to" if me == one else "message_from"
            db.execute(
                "INSERT INTO relations (organization_id, other_id, status, before, group_id, changed)"
                " VALUES (:me, :you, :new, :none, :group, :now)"
                " ON CONFLICT DO UPDATE SET status = :new, changed = :now,"
                " before = CASE WHEN status IN (:invites, :invited) THEN before ELSE status END",
                {
                    "me": me,
                    "you": you,
                    "new": mine,
                    "none": NONE,
                    "group": DEFAULT_GROUP,
                    "now": now,
                    "invites": INVITES_ME,
                    "invited": INVITED_BY_ME,
                },
            )
            if message is not None:
                db.execute(
                    f"UPDATE relations SET {said} = ? WHERE organization_id = ? AND other_id = ?",  # noqa: S608
                    (message, me, you),
                )
            if invitation is not None or new not in _STILL_INVITED:
                db.execute(
                    "UPDATE relations SET invitation = ? WHERE organization_id = ? AND other_id = ?",
                    (json.dumps(invitation) if invitation else None, me, you),
                )
            _tell(world, db, me, you, kind, message)
            if mine == NONE:
                db.execute("DELETE FROM relations WHERE organization_id = ? AND other_id = ?", (me, you))


def _tell(world: World, db: sqlite3.Connection, me: str, you: str, kind: str, comment: str | None) -> None:
    db.execute(
        "INSERT INTO relation_events SELECT ?, organization_id, other_id, ?, ?, status, ?, message_from,"
        " message_to, invitation, group_id FROM relations WHERE organization_id = ? AND other_id = ?",
        (str(uuid4()), world.now_ticks(), kind, comment, me, you),
    )


def relation_of(row: sqlite3.Row) -> Relation:
    return Relation(
        organization_id=row["organization_id"],
        other_id=row["other_id"],
        status=row["status"],
        before=row["before"],
        message_from=row["message_from"],
        message_to=row["message_to"],
        invitation=None if row["invitation"] is None else tuple(json.loads(row["invitation"])),
        must_sign=bool(row["must_sign"]),
        group_id=row["group_id"],
        changed=row["changed"],
    )
