"""Departments of an organisation, for its administrators."""

from __future__ import annotations

import json
import sqlite3
from uuid import uuid4

from paraph.sandbox.diadoc.api import Answer, Call, endpoint
from paraph.sandbox.diadoc.directory import HEAD_DEPARTMENT, Box, organization
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.organizations import HEAD, address, described_department
from paraph.sandbox.diadoc.people import administered_box
from paraph.sandbox.diadoc.world import World
from paraph.wire.diadoc import organizations_pb2 as pb
from paraph.wire.diadoc.common_pb2 import Timestamp

_PAGE = 100


@endpoint("GET", "/admin/GetDepartments")
def get_departments(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Departments/GetDepartments"""
    box, page, count = administered_box(call), call.number("page", 1), call.number("count", _PAGE)
    if page < 1 or not 1 <= count <= _PAGE:
        raise ApiError(400, f"page must be at least 1, count between 1 and {_PAGE}")
    with call.world.reading() as db:
        rows = db.execute(
            "SELECT * FROM departments WHERE organization_id = ? ORDER BY created", (box.organization.id,)
        ).fetchall()
    shown = [_shown(HEAD | {"created": "0"}), *(_shown(dict(row)) for row in rows)]
    return pb.DepartmentList(Departments=shown[(page - 1) * count : page * count], TotalCount=len(shown))


@endpoint("GET", "/admin/GetDepartment")
def get_department_of_admin(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Departments/GetDepartment"""
    return _shown(_found(call.world, administered_box(call).organization.id, call.required("departmentId")))


@endpoint("GET", "/V2/GetDepartment")
def get_department(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/GetDepartment"""
    box = call.box(call.required("boxId"))
    return described_department(_found(call.world, box.organization.id, call.required("departmentId")))


@endpoint("GET", "/GetDepartment")
def get_department_v1(call: Call) -> Answer:
    """The obsolete version: by the id of an organisation, anybody's."""
    of = organization(call.world, call.required("orgId"))
    if of is None:
        raise ApiError(404, "Organization is not found")
    return described_department(_found(call.world, of.id, call.required("departmentId")))


@endpoint("POST", "/admin/CreateDepartment")
def create_department(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Departments/CreateDepartment"""
    box, asked = administered_box(call), call.body(pb.DepartmentToCreate)
    parent = asked.ParentDepartmentId.lower() or HEAD_DEPARTMENT
    _found(call.world, box.organization.id, parent)
    department_id = str(uuid4())
    more = {"Address": _parts(asked.Address), "Routing": [asked.Routing.Kpp, asked.Routing.Address]}
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO departments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                department_id,
                box.organization.id,
                parent,
                asked.Name,
                asked.Abbreviation,
                asked.Kpp,
                json.dumps(more, ensure_ascii=False),
                call.world.now_ticks(),
            ),
        )
    return _shown(_found(call.world, box.organization.id, department_id))


@endpoint("POST", "/admin/UpdateDepartment")
def update_department(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Departments/UpdateDepartment"""
    box, asked = administered_box(call), call.body(pb.DepartmentToUpdate)
    found = _changeable(call, box)
    more = json.loads(found["more"])
    if asked.HasField("ParentDepartment"):
        found["parent_id"] = asked.ParentDepartment.ParentDepartmentId.lower()
        _check_parent(call.world, box, found["id"], found["parent_id"])
    if asked.HasField("DepartmentNaming"):
        found["name"], found["abbreviation"] = (
            asked.DepartmentNaming.Name,
            asked.DepartmentNaming.Abbreviation,
        )
    if asked.HasField("Kpp"):
        found["kpp"] = asked.Kpp.Kpp
    if asked.HasField("Address"):
        more["Address"] = _parts(asked.Address.Address)
    if asked.HasField("Routing"):
        more["Routing"] = [asked.Routing.Kpp, asked.Routing.Address]
    with call.world.writing() as db:
        db.execute(
            "UPDATE departments SET parent_id = ?, name = ?, abbreviation = ?, kpp = ?, more = ?"
            " WHERE id = ?",
            (
                found["parent_id"],
                found["name"],
                found["abbreviation"],
                found["kpp"],
                json.dumps(more, ensure_ascii=False),
                found["id"],
            ),
        )
    return _shown(_found(call.world, box.organization.id, found["id"]))


@endpoint("POST", "/admin/DeleteDepartment")
def delete_department(call: Call) -> Answer:
    """https://developer.kontur.ru/doc/diadoc-api/http/Departments/DeleteDepartment"""
    box = administered_box(call)
    found = _changeable(call, box)
    with call.world.writing() as db:
        children = db.execute("SELECT 1 FROM departments WHERE parent_id = ?", (found["id"],)).fetchone()
        workers = db.execute("SELECT 1 FROM employees WHERE department_id = ?", (found["id"],)).fetchone()
        if children or workers:
            raise ApiError(409, "Department has child departments or employees")
        db.execute("DELETE FROM departments WHERE id = ?", (found["id"],))
    return None


def _changeable(call: Call, box: Box) -> dict[str, str]:
    department_id = call.required("departmentId").lower()
    if department_id == HEAD_DEPARTMENT:
        raise ApiError(409, "Head department can't be changed or deleted")
    return _found(call.world, box.organization.id, department_id)


def _check_parent(world: World, box: Box, department_id: str, parent: str) -> None:
    """A department must not come to lie inside itself."""
    while parent != HEAD_DEPARTMENT:
        if parent == department_id:
            raise ApiError(400, "Department can't be a child of itself")
        parent = _found(world, box.organization.id, parent)["parent_id"]


def _found(world: World, organization_id: str, department_id: str) -> dict[str, str]:
    department_id = department_id.lower()
    if department_id == HEAD_DEPARTMENT:
        return HEAD | {"created": "0"}
    with world.reading() as db:
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM departments WHERE id = ? AND organization_id = ?", (department_id, organization_id)
        ).fetchone()
    if row is None:
        raise ApiError(404, f"Department {department_id} is not found")
    return dict(row)


def _parts(given: pb.Address) -> dict[str, str]:
    return {field.name: value for field, value in given.RussianAddress.ListFields()}


def _shown(of: dict[str, str]) -> pb.AdminDepartment:
    more = json.loads(of["more"])
    by_kpp, by_address = more.get("Routing", [False, False])
    return pb.AdminDepartment(
        Id=of["id"],
        ParentDepartmentId=of["parent_id"] or None,
        Name=of["name"],
        Abbreviation=of["abbreviation"],
        Kpp=of["kpp"] or None,
        Address=address(more.get("Address", {})),
        Routing=pb.Routing(Kpp=by_kpp, Address=by_address),
        CreationTimestamp=Timestamp(Ticks=int(of["created"])),
    )
