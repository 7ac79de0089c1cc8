"""Sections, applications with their fields and statuses, and the operations that tell of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from paraph.sandbox.elma365.envelope import NotFound, Refused, listing, success
from paraph.sandbox.elma365.filters import Query
from paraph.sandbox.elma365.routes import Call, api, control
from paraph.sandbox.elma365.world import World, fixed_id, tables
from paraph.sandbox.http import HttpError, Request

tables(
    """
    CREATE TABLE IF NOT EXISTS namespaces (
        code TEXT PRIMARY KEY, name TEXT NOT NULL, number INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS applications (
        namespace TEXT NOT NULL REFERENCES namespaces, code TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (namespace, code)
    );
    """
)

#: Types of fields, as the scheme calls them.
TYPES = (
    *("STRING", "INTEGER", "FLOAT", "BOOLEAN", "DATETIME", "MONEY", "ENUM", "PHONE", "EMAIL", "FULL_NAME"),
    *("LINK", "FILE", "SYS_USER", "SYS_COLLECTION", "REF_ITEM", "STATUS"),
)
#: Fields every application has, beside what the system itself keeps (`__id`, `__createdAt`…).
_SYSTEM_FIELDS = (("__name", "Название", "STRING"), ("__status", "Статус", "STATUS"))


@dataclass(frozen=True)
class Field:
    """A field of an application.

    `kind` refines the type (`date` of DATETIME, `text` of STRING); `link` is «section/application» of a
    SYS_COLLECTION; `options` are codes and names of an ENUM.
    """

    code: str
    name: str
    type: str = "STRING"
    array: bool = False
    required: bool = False
    kind: str = ""
    link: str = ""
    options: tuple[tuple[str, str], ...] = ()
    deleted: bool = False
    is_system: bool = False


@dataclass(frozen=True)
class Status:
    """A status: elements keep its number, `set-status` wants its code."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Application:
    """An application; `element` is what one element is called."""

    namespace: str
    code: str
    name: str
    element: str
    type: str = "STANDARD"
    fields: tuple[Field, ...] = ()
    statuses: tuple[Status, ...] = field(default=())

    def field(self, code: str) -> Field | None:
        """The field that is not deleted."""
        return next((one for one in self.fields if one.code == code and not one.deleted), None)

    def status(self, code: str) -> Status:
        """Raises `Refused` for an unknown code."""
        for one in self.statuses:
            if one.code == code:
                return one
        raise Refused(f"status with code {code} not found")

    def status_by_id(self, number: int) -> Status | None:
        return next((one for one in self.statuses if one.id == number), None)

    @property
    def status_group(self) -> str:
        """The id of the only group of statuses."""
        return fixed_id("status-group", self.namespace, self.code)


def namespaces(world: World) -> list[dict[str, str]]:
    """Codes and names of the sections."""
    with world.reading() as db:
        return [dict(row) for row in db.execute("SELECT code, name FROM namespaces ORDER BY number")]


def add_namespace(world: World, code: str, name: str) -> None:
    with world.writing() as db:
        db.execute("INSERT INTO namespaces SELECT ?, ?, count(*) FROM namespaces", (code, name))


def applications(world: World, namespace: str | None = None) -> list[Application]:
    """Of the section, or of the whole company, in the order they were made."""
    with world.reading() as db:
        rows = db.execute(
            "SELECT * FROM applications WHERE namespace = coalesce(?, namespace) ORDER BY rowid", (namespace,)
        ).fetchall()
    return [_application(row["definition"]) for row in rows]


def application(world: World, ns: str, code: str) -> Application:
    """Raises `NotFound`."""
    with world.reading() as db:
        row = db.execute(
            "SELECT definition FROM applications WHERE namespace = ? AND code = ?", (ns, code)
        ).fetchone()
    if row is None:
        raise NotFound(f"application {ns}:{code} not found")
    return _application(row["definition"])


def keep(world: World, app: Application) -> None:
    """Stores a new application or its new definition; its system fields come by themselves."""
    system = tuple(Field(code, name, type, is_system=True) for code, name, type in _SYSTEM_FIELDS)
    own = tuple(one for one in app.fields if not one.is_system)
    definition = {**asdict(app), "fields": [asdict(one) for one in (*system, *own)]}
    with world.writing() as db:
        db.execute(
            "INSERT INTO applications VALUES (?, ?, ?)"
            " ON CONFLICT (namespace, code) DO UPDATE SET definition = excluded.definition",
            (app.namespace, app.code, json.dumps(definition, ensure_ascii=False)),
        )


def _application(text: str) -> Application:
    values: dict[str, Any] = json.loads(text)
    values["fields"] = tuple(_field(one) for one in values["fields"])
    values["statuses"] = tuple(Status(**one) for one in values["statuses"])
    return Application(**values)


def _field(values: Mapping[str, Any]) -> Field:
    options: Iterable[Any] = values.get("options", ())
    return Field(**{**values, "options": tuple((str(code), str(name)) for code, name in options)})


# -- operations --------------------------------------------------------------------------------------------


@api("GET", "scheme/namespaces")
def namespace_list(call: Call) -> dict[str, Any]:
    return listing([_namespace_told(one) for one in namespaces(call.world)])


@api("GET", "scheme/namespaces/{ns}")
def namespace_get(call: Call, ns: str) -> dict[str, Any]:
    return success(namespace=_namespace_told(_namespace(call.world, ns)))


@api("GET", "scheme/namespaces/{ns}/apps")
def application_list(call: Call, ns: str) -> dict[str, Any]:
    _namespace(call.world, ns)
    return listing([_told(one) for one in applications(call.world, ns)])


@api("GET", "scheme/namespaces/{ns}/apps/{code}")
def application_get(call: Call, ns: str, code: str) -> dict[str, Any]:
    return success(application=_told(application(call.world, ns, code)))


@api("GET", "app/list")
def every_application(call: Call) -> dict[str, Any]:
    """Applications of all sections, in short; `?query={"filter": {"tf": {"namespace": …}}}`."""
    query = Query.of(call.body)
    wanted = query.tf.get("namespace")
    found = [
        {"namespace": app.namespace, "code": app.code, "name": app.name}
        for app in applications(call.world)
        if wanted in (None, app.namespace)
    ]
    return listing(list(query.page(found)), len(found))


@api("GET", "app/{ns}/{code}/settings/status")
def status_settings(call: Call, ns: str, code: str) -> dict[str, Any]:
    """Numbers and codes of the statuses."""
    app = application(call.world, ns, code)
    group = {"id": app.status_group, "code": "__default", "name": "По умолчанию"}
    items = [
        {"id": one.id, "code": one.code, "name": one.name, "groupId": app.status_group}
        for one in app.statuses
    ]
    return success(statusItems=items, groupItems=[group] if items else [])


def _namespace(world: World, code: str) -> dict[str, str]:
    for one in namespaces(world):
        if one["code"] == code:
            return one
    raise NotFound(f"namespace {code} not found")


def _namespace_told(one: Mapping[str, str]) -> dict[str, Any]:
    return {"__id": fixed_id("namespace", one["code"]), "namespace": "global", **one}


def _told(app: Application) -> dict[str, Any]:
    return {
        "__id": fixed_id("application", app.namespace, app.code),
        "namespace": app.namespace,
        "code": app.code,
        "name": app.name,
        "elementName": app.element,
        "type": app.type,
        "hidden": False,
        "fields": [_field_told(one) for one in app.fields],
        "forms": {},
    }


def _field_told(one: Field) -> dict[str, Any]:
    return {
        "code": one.code,
        "type": one.type,
        "array": one.array,
        "single": not one.array,
        "required": one.required,
        "indexed": True,
        "searchable": one.type == "STRING",
        "deleted": one.deleted,
        "data": _data_of(one),
        "view": {
            "name": one.name,
            "tooltip": "",
            "system": one.is_system,
            "hidden": False,
            "disabled": False,
        },
    }


def _data_of(one: Field) -> dict[str, Any]:
    data: dict[str, Any] = {"additionalType": one.kind} if one.kind else {}
    if one.link:
        data["namespace"], data["code"] = one.link.split("/")
    if one.options:
        data["enumItems"] = [{"code": code, "name": name} for code, name in one.options]
    return data


# -- control -----------------------------------------------------------------------------------------------


@control("POST", "applications/{ns}/{code}/fields")
def change_field(world: World, request: Request, ns: str, code: str) -> Any:
    """`{"code": …, "name": …, "type": "STRING", "deleted": false…}`: adds a field or changes it."""
    order = request.json_object()
    if order.get("type", "STRING") not in TYPES or not isinstance(order.get("code"), str):
        raise HttpError(400, f"Поля: code, name, type — одно из {', '.join(TYPES)}.")
    try:
        changed = _field({"name": order["code"], **order})
    except (TypeError, ValueError) as error:
        raise HttpError(400, f"Поле описано с ошибкой: {error}.") from error
    app = application(world, ns, code)
    others = tuple(one for one in app.fields if one.code != changed.code)
    keep(world, Application(**{**vars(app), "fields": (*others, changed)}))
    return _field_told(changed)
