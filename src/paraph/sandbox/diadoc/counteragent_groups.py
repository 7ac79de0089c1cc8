"""Groups of counterparties: into which departments they may send."""

from __future__ import annotations

import json
import sqlite3
from uuid import uuid4

from paraph.sandbox.diadoc import relations
from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.counteragents import managed_box, required_partner_box
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, boxes_of
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.relations import DEFAULT_GROUP
from paraph.sandbox.diadoc.world import tables
from paraph.wire.diadoc import counteragents_pb2 as pb

_DEFAULT_NAME = "По умолчанию"
_LONGEST_NAME = 1024
_MOST_DEPARTMENTS = 419
_PAGE = 100

tables(
    """
    CREATE TABLE IF NOT EXISTS counteragent_groups (
        id TEXT PRIMARY KEY, organization_id TEXT NOT NULL REFERENCES organizations, name TEXT NOT NULL,
        departments TEXT, UNIQUE (organization_id, name)
    );
    """
)


@endpoint("GET", "/GetCounteragentGroups")
def get_counteragent_groups(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragentGroups"""
    mine = managed_box(call).organization
    page, count = max(1, call.number("page", 1)), min(max(1, call.number("count", _PAGE)), _PAGE)
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT * FROM counteragent_groups WHERE organization_id = ? ORDER BY rowid", (mine.id,)
        ).fetchall()
    groups = [pb.CounteragentGroup(CounteragentGroupId=DEFAULT_GROUP, Name=_DEFAULT_NAME), *map(_group, rows)]
    return pb.CounteragentGroupsList(Groups=groups[(page - 1) * count : page * count], TotalCount=len(groups))


@endpoint("GET", "/GetCounteragentGroup")
def get_counteragent_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragentGroup"""
    return _found(call, managed_box(call))


@endpoint("POST", "/CreateCounteragentGroup")
def create_counteragent_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/CreateCounteragentGroup"""
    box, asked = managed_box(call, administrator=True), call.body(pb.CounteragentGroupToCreate)
    departments = _departments(call, box, asked.Departments) if asked.HasField("Departments") else None
    group_id = str(uuid4())
    with call.world.writing() as db:
        _check_name(db, box, asked.Name)
        db.execute(
            "INSERT INTO counteragent_groups VALUES (?, ?, ?, ?)",
            (group_id, box.organization.id, asked.Name, departments),
        )
        row = db.execute("SELECT * FROM counteragent_groups WHERE id = ?", (group_id,)).fetchone()
    return _group(row)


@endpoint("POST", "/UpdateCounteragentGroup")
def update_counteragent_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/UpdateCounteragentGroup"""
    box, asked = managed_box(call, administrator=True), call.body(pb.CounteragentGroupToUpdate)
    group_id = _found(call, box).CounteragentGroupId
    if group_id == DEFAULT_GROUP:
        raise ApiError(400, "Default group can't be changed")
    with call.world.writing() as db:
        if asked.HasField("Name"):
            _check_name(db, box, asked.Name, but=group_id)
            db.execute("UPDATE counteragent_groups SET name = ? WHERE id = ?", (asked.Name, group_id))
        if asked.HasField("GroupDepartments"):
            patch = asked.GroupDepartments
            if patch.AnyDepartment and patch.HasField("Departments"):
                raise ApiError(400, "Departments can't be specified together with AnyDepartment")
            new = None if patch.AnyDepartment else _departments(call, box, patch.Departments)
            db.execute("UPDATE counteragent_groups SET departments = ? WHERE id = ?", (new, group_id))
        row = db.execute("SELECT * FROM counteragent_groups WHERE id = ?", (group_id,)).fetchone()
    return _group(row)


@endpoint("POST", "/DeleteCounteragentGroup")
def delete_counteragent_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/DeleteCounteragentGroup"""
    box = managed_box(call, administrator=True)
    group_id = _found(call, box).CounteragentGroupId
    if group_id == DEFAULT_GROUP:
        raise ApiError(409, "Default group can't be deleted")
    with call.world.writing() as db:
        rows = db.execute("SELECT organization_id, other_id FROM relations WHERE group_id = ?", (group_id,))
        for row in rows.fetchall():
            relations.put_into_group(call.world, row["organization_id"], row["other_id"], DEFAULT_GROUP)
        db.execute("DELETE FROM counteragent_groups WHERE id = ?", (group_id,))
    return None


@endpoint("POST", "/AddCounteragentToGroup")
def add_counteragent_to_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/AddCounteragentToGroup"""
    box = managed_box(call, administrator=True)
    group, other = _found(call, box), required_partner_box(call).organization
    if not relations.are_partners(call.world, box.organization.id, other.id):
        raise ApiError(409, f"Organization {other.id} is not a counteragent")
    relations.put_into_group(call.world, box.organization.id, other.id, group.CounteragentGroupId)
    return None


@endpoint("GET", "/GetCounteragentsFromGroup")
def get_counteragents_from_group(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetCounteragentsFromGroup"""
    box, count = managed_box(call, administrator=True), call.number("count", _PAGE)
    if not 1 <= count <= _PAGE:
        raise ApiError(400, f"count must be between 1 and {_PAGE}")
    chosen = (box.organization.id, _found(call, box).CounteragentGroupId, relations.PARTNERS)
    where = "organization_id = ? AND group_id = ? AND status = ?"
    with call.world.reading() as db:
        (total,) = db.execute(f"SELECT count(*) FROM relations WHERE {where}", chosen).fetchone()  # noqa: S608
        rows = db.execute(
            f"SELECT other_id FROM relations WHERE {where} AND other_id > ? ORDER BY other_id LIMIT ?",  # noqa: S608
            (*chosen, call.arg("afterIndexKey") or "", count),
        ).fetchall()
    boxes = [next(iter(boxes_of(call.world, row["other_id"]))).id for row in rows]
    return pb.CounteragentFromGroupResponse(
        CounteragentBoxId=boxes, TotalCount=total, AfterIndexKey=rows[-1]["other_id"] if rows else None
    )


def _found(call: Call, box: Box) -> pb.CounteragentGroup:
    group_id = call.required("counteragentGroupId").lower()
    if group_id == DEFAULT_GROUP:
        return pb.CounteragentGroup(CounteragentGroupId=DEFAULT_GROUP, Name=_DEFAULT_NAME)
    with call.world.reading() as db:
        row = db.execute(
            "SELECT * FROM counteragent_groups WHERE id = ? AND organization_id = ?",
            (group_id, box.organization.id),
        ).fetchone()
    if row is None:
        raise ApiError(404, f"Group {group_id} is not found")
    return _group(row)


def _group(row: sqlite3.Row) -> pb.CounteragentGroup:
    group = pb.CounteragentGroup(CounteragentGroupId=row["id"], Name=row["name"])
    if row["departments"] is not None:
        group.Departments.DepartmentIds.extend(json.loads(row["departments"]))
    return group


def _check_name(db: sqlite3.Connection, box: Box, name: str, but: str = "") -> None:
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ApiError(400, f"Name must have from 1 to {_LONGEST_NAME} characters")
    taken = db.execute(
        "SELECT 1 FROM counteragent_groups WHERE organization_id = ? AND name = ? AND id <> ?",
        (box.organization.id, name, but),
    ).fetchone()
    if taken or name == _DEFAULT_NAME:
        raise ApiError(409, f"Group {name} already exists")


def _departments(call: Call, box: Box, given: pb.DepartmentsInGroup) -> str:
    ids = [department.lower() for department in given.DepartmentIds]
    if len(ids) > _MOST_DEPARTMENTS:
        raise ApiError(400, f"Too many departments, max allowed is {_MOST_DEPARTMENTS}")
    with call.world.reading() as db:
        rows = db.execute("SELECT id FROM departments WHERE organization_id = ?", (box.organization.id,))
        known = {HEAD_DEPARTMENT, *(row["id"] for row in rows)}
    for department in ids:
        if department not in known:
            raise ApiError(404, f"Department {department} is not found")
    return json.dumps(ids)
