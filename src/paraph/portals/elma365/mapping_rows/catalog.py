"""What ELMA365 itself says of its sections, applications, statuses and processes, read when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import dialect
from paraph.portals.mapping import Field, Option


@dataclass(frozen=True)
class Application:
    """An application: code of its section, its own, and what people call both."""

    namespace: str
    code: str
    title: str
    section: str = ""

    @property
    def value(self) -> str:
        """One text for a choice in a form; codes hold no «|»."""
        return f"{self.namespace}|{self.code}"


@dataclass(frozen=True)
class Process:
    """A process that may be started: `namespace` is «section» or «section.application»."""

    namespace: str
    code: str
    title: str

    @property
    def value(self) -> str:
        return f"{self.namespace}|{self.code}"


def applications(client: Client) -> list[Application]:
    """Applications of every section but those of the system itself. Raises CallError."""
    found = []
    for section in client.namespaces():
        namespace, title = str(section["code"]), _title(section)
        if namespace.startswith("_"):
            continue
        found += [
            Application(str(one.get("namespace") or namespace), str(one["code"]), _title(one), title)
            for one in client.applications(namespace)
        ]
    return sorted(found, key=lambda one: (one.section, one.title))


def scheme(client: Client, namespace: str, code: str) -> tuple[str, list[Field]]:
    """Title and fields of an application; none of one that is not there. Raises CallError."""
    try:
        described = client.scheme(namespace, code)
    except ElmaError as error:
        if error.code != "not-found":
            raise
        return "", []
    return _title(described), dialect.fields(described.get("fields") or ())


def statuses(client: Client, namespace: str, code: str) -> list[dict[str, Any]]:
    """Statuses of an application as `DocumentMap.their_statuses` keeps them. Raises CallError."""
    return [
        {"id": one["id"], "code": str(one["code"]), "title": _title(one)}
        for one in client.statuses(namespace, code)
    ]


def options(kept: Iterable[Mapping[str, Any]]) -> list[Option]:
    """Kept statuses as choices."""
    return [Option(one["code"], one["title"]) for one in kept]


def processes(client: Client, namespace: str, code: str) -> list[Process]:
    """Processes of an application and of its section. Raises CallError."""
    return [
        Process(str(one.get("namespace") or f"{namespace}.{code}"), str(one["code"]), _title(one))
        for one in client.processes(namespace, code)
    ]


def _title(one: Mapping[str, Any]) -> str:
    return str(one.get("__name") or one.get("name") or one.get("title") or one["code"])


def newest(client: Client, namespace: str, code: str, count: int) -> list[dict[str, Any]]:
    """The items of an application made last. Raises CallError."""
    asked = {
        "active": True,
        "from": 0,
        "size": count,
        "fields": {"*": True},
        "sortExpressions": [{"field": "__createdAt", "ascending": False}],
    }
    answer = client.post(f"app/{quote(namespace, safe='')}/{quote(code, safe='')}/list", asked, reads=True)
    return list((answer.get("result") or {}).get("result") or ())
