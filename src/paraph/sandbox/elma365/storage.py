"""The storage of a section, of an application and of the whole system: values by keys.

What the body of a request looks like is not documented in the open: here it is `{"value": anything}`.
"""

from __future__ import annotations

import json
from typing import Any

from paraph.sandbox.elma365.envelope import BadRequest, NotFound, success
from paraph.sandbox.elma365.routes import Call, api
from paraph.sandbox.elma365.world import tables

tables(
    """
    CREATE TABLE IF NOT EXISTS stored (
        namespace TEXT NOT NULL, code TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (namespace, code, key)
    );
    """
)


@api("GET", "storage/{ns}/{key}")
@api("GET", "storage/{ns}/{code}/{key}")
def storage_get(call: Call, ns: str, key: str, code: str = "") -> dict[str, Any]:
    with call.world.reading() as db:
        row = db.execute(
            "SELECT value FROM stored WHERE namespace = ? AND code = ? AND key = ?", (ns, code, key)
        ).fetchone()
    if row is None:
        raise NotFound("key not found")
    return success(value=json.loads(row["value"]))


@api("POST", "storage/{ns}/{key}")
@api("POST", "storage/{ns}/{code}/{key}")
def storage_set(call: Call, ns: str, key: str, code: str = "") -> dict[str, Any]:
    body = call.body
    if "value" not in body:
        raise BadRequest("value is expected")
    with call.world.writing() as db:
        db.execute(
            "INSERT OR REPLACE INTO stored VALUES (?, ?, ?, ?)",
            (ns, code, key, json.dumps(body["value"], ensure_ascii=False)),
        )
    return success()


@api("DELETE", "storage/{ns}/{key}")
@api("DELETE", "storage/{ns}/{code}/{key}")
def storage_delete(call: Call, ns: str, key: str, code: str = "") -> dict[str, Any]:
    with call.world.writing() as db:
        db.execute("DELETE FROM stored WHERE namespace = ? AND code = ? AND key = ?", (ns, code, key))
    return success()
