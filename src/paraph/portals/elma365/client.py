"""Calls of the Web API of ELMA365 in the name of the token's owner.

    client = Client(company)
    item = client.item("documents", "contracts", item_id)

A call takes its turn (`limits.CALLS`, shared by all workers), is repeated where it was certainly not done or
only read, and ends in a value, `ElmaError`, `NotNow` or `Unknown` (`errors`). The API keeps no operation ids:
after `Unknown` of a change look whether it happened before repeating. Not for use inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from paraph.effects import limits as effect_limits
from paraph.portals import pace
from paraph.portals.elma365 import files, limits, transport, words
from paraph.portals.elma365.errors import ElmaError, LockedOut, NotNow, TooOften, Unknown
from paraph.portals.elma365.models import Company
from paraph.sealed import SealedError

#: Asked to tell a token that ended from a right that is missing.
_PROBE = "/pub/v1/scheme/namespaces"
#: What an operation answers with: JSON of an element.
Fields = dict[str, Any]


class Client:
    """One company of ELMA365."""

    def __init__(self, company: Company) -> None:
        self.company = company

    # -- any operation -------------------------------------------------------------------------------------

    def get(self, path: str) -> Mapping[str, Any]:
        """The opened envelope of a reading operation: `path` follows «/pub/v1/»."""
        return self._call("GET", path, None, repeatable=True)

    def post(self, path: str, body: Mapping[str, Any], *, reads: bool = False) -> Mapping[str, Any]:
        """The same for a change, or for an operation that only reads though it is a POST (`reads`)."""
        return self._call("POST", path, body, repeatable=reads)

    def put(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same for a change by PUT."""
        return self._call("PUT", path, body, repeatable=False)

    # -- items ---------------------------------------------------------------------------------------------

    def item(self, namespace: str, code: str, id: str) -> Fields:
        """An item with all its fields. Raises ElmaError «not-found»; a deleted one has `__deletedAt`."""
        return _taken(self.get(_path("app", namespace, code, id, "get")), "item", changes=False)

    def items(
        self,
        namespace: str,
        code: str,
        filter: Mapping[str, Any] | None = None,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Fields]:
        """Every item not deleted, page by page; `filter` is `{"tf": …}` or `{"eql": {"query": …}}`."""
        asked: Fields = {
            "active": True,
            "fields": {"*": True},
            "sortExpressions": [{"field": "__createdAt", "ascending": True}],
        }
        if filter is not None:
            asked["filter"] = dict(filter)
        if ids is not None:
            asked["ids"] = list(ids)
            if not asked["ids"]:
                return
        yield from self._pages(_path("app", namespace, code, "list"), asked)

    def create(self, namespace: str, code: str, context: Mapping[str, Any]) -> Fields:
        """A new item. After Unknown look for it before repeating."""
        path = _path("app", namespace, code, "create")
        return _taken(self.post(path, {"context": dict(context)}), "item", changes=True)

    def update(self, namespace: str, code: str, id: str, context: Mapping[str, Any]) -> Fields:
        """Change some fields of an item."""
        path = _path("app", namespace, code, id, "update")
        return _taken(self.post(path, {"context": dict(context)}), "item", changes=True)

    def set_status(self, namespace: str, code: str, id: str, status_code: str) -> None:
        """Put an item into a status by its code (`__status.status` is another, numeric id of it)."""
        self.post(_path("app", namespace, code, id, "set-status"), {"status": {"code": status_code}})

    # -- what there is -------------------------------------------------------------------------------------

    def namespaces(self) -> list[Fields]:
        """Sections."""
        return _listed(self.get("scheme/namespaces"))

    def applications(self, namespace: str) -> list[Fields]:
        """Applications of a section with their schemas."""
        return _listed(self.get(_path("scheme", "namespaces", namespace, "apps")))

    def scheme(self, namespace: str, code: str) -> Fields:
        """The schema of an application: its name and fields."""
        answer = self.get(_path("scheme", "namespaces", namespace, "apps", code))
        found = next((answer[key] for key in ("application", "app", "result", "item") if key in answer), None)
        if not isinstance(found, dict):
            raise ElmaError("incomplete", "", message=words.INCOMPLETE, method="scheme")
        return found

    def statuses(self, namespace: str, code: str) -> list[Fields]:
        """Statuses of an application's items: `code`, `name`, and the numeric `id` items carry."""
        answer = self.get(_path("app", namespace, code, "settings", "status"))
        found = answer.get("statusItems")
        if not isinstance(found, list):
            raise ElmaError("incomplete", "", message=words.INCOMPLETE, method="settings/status")
        return found

    def processes(self, namespace: str, code: str) -> list[Fields]:
        """Processes of an application: `code`, `name`."""
        return _listed(self.get(_path("scheme", "namespaces", namespace, "apps", code, "processes")))

    # -- processes -----------------------------------------------------------------------------------------

    def run_process(self, namespace: str, code: str, context: Mapping[str, Any]) -> str:
        """Start a process; the id of its instance. Of an application: `namespace` is «section.application».

        After Unknown look among the instances before repeating.
        """
        path = _path("bpm", "template", namespace, code, "run")
        return _id_of(self.post(path, {"context": dict(context)}), path)

    def instance(self, id: str) -> Fields:
        """An instance of a process: `__id`, `__state`, its context."""
        path = _path("bpm", "instance", id, "get")
        answer = self.get(path)
        found = answer.get("data") or answer.get("context") or answer
        if not isinstance(found, dict) or "__id" not in found:
            raise ElmaError("incomplete", "", message=words.INCOMPLETE, method=path)
        return found

    def instances(self, namespace: str, code: str, items: Iterable[tuple[str, str, str]]) -> Iterator[Fields]:
        """Instances of a process over items (section, application, id), running or over."""
        about = [dict(zip(("namespace", "code", "id"), item, strict=True)) for item in items]
        asked = {"filter": {"in": [{"field": "__item"}, {"list": about}]}}
        yield from self._pages(_path("bpm", "instance", "bytemplate", namespace, code, "list"), asked)

    def instance_context(self, id: str, comment: str, context: Mapping[str, Any]) -> None:
        """Write into a running process; `comment` (not empty) stays in its history."""
        self.put(_path("bpm", "instance", id, "context"), {"comment": comment, "context": dict(context)})

    def task_exits(self, id: str) -> list[Fields]:
        """Ways to finish a task."""
        answer = self.get(_path("tasks", id, "exits"))
        found = answer.get("exits")
        return found if isinstance(found, list) else _listed(answer)

    def submit_task(self, id: str, exit_id: str, instance_id: str, context: Mapping[str, Any]) -> None:
        """Finish a task by one of its exits."""
        body = {"exitId": exit_id, "instanceId": instance_id, "context": dict(context)}
        self.put(_path("tasks", id, "submit"), body)

    # -- people and words ----------------------------------------------------------------------------------

    def say(self, namespace: str, code: str, item_id: str, text: str) -> None:
        """A message in the item's feed."""
        self.post(_path("feed", namespace, code, item_id, "message"), {"body": text})

    def messages(self, namespace: str, code: str, item_id: str) -> Iterator[Fields]:
        """The item's feed: `body`, `__createdAt`, `__createdBy`."""
        yield from self._pages(_path("feed", namespace, code, item_id, "message", "list"), {})

    def users(self, ids: Iterable[str] | None = None) -> Iterator[Fields]:
        """Everybody, or these."""
        yield from self._pages("user/list", {} if ids is None else {"ids": list(ids)})

    def groups(self) -> Iterator[Fields]:
        """Groups of users: `__id`, `code`, `name`, `namespace`."""
        yield from self._pages("scheme/groups/list", {})

    # -- files ---------------------------------------------------------------------------------------------

    def directories(self) -> Iterator[Fields]:
        """Folders files may be put into."""
        yield from self._pages("disk/directory/list", {})

    def upload(self, directory_id: str, name: str, content: bytes | Path, hash: str = "") -> str:
        """Put a file into a folder in parts; its id.

        `hash` (a uuid) names the upload: stored before the first try and given again, it makes the same file.
        """
        return files.upload(self, directory_id, name, content, hash)

    def chunks(self, file_id: str, limit: int) -> Iterator[bytes]:
        """The bytes of a file, at most `limit`, in pieces: for `registry.storage.store().put(…)`."""
        yield from files.chunks(self, file_id, limit)

    def download(self, file_id: str, limit: int) -> bytes:
        """The same at once. Raises ElmaError «too-long» and «foreign-address»."""
        return b"".join(files.chunks(self, file_id, limit))

    # -- our module ----------------------------------------------------------------------------------------

    def module(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call an API method of our module there; its JSON. Raises ElmaError «no-module» without one."""
        if not self.company.module_uuid:
            raise ElmaError("no-module", "", message=words.NO_MODULE, method=method)
        path = _path("api", "extensions", self.company.module_uuid, "script", method)
        repeatable = method == "ping"
        return self.send(
            "POST", f"/{path}", method, json=dict(body), repeatable=repeatable, is_enveloped=False
        )

    # -- how -----------------------------------------------------------------------------------------------

    def send(
        self, verb: str, path: str, method: str, *, repeatable: bool, **request: Any
    ) -> Mapping[str, Any]:
        """One request of ours to this company, at its turn, with a few more tries of what was not done."""
        token = self._token()
        return pace.patiently(
            lambda: self._sent(verb, path, method, token=token, repeatable=repeatable, **request)
        )

    def take_turn(self) -> None:
        """Return when a request may start. Raises NotNow when that is too far off."""
        pace.take_turn(self._bucket, limits.CALLS, limits.LONGEST_WAIT, words.WAITING_FOR_TURN)

    @property
    def _bucket(self) -> str:
        return f"elma365-calls:{self.company.base_url}"

    def _sent(self, verb: str, path: str, method: str, **how: Any) -> Mapping[str, Any]:
        self.take_turn()
        try:
            return transport.send(verb, f"{self.company.base_url}{path}", method, **how)
        except TooOften as error:
            effect_limits.block(self._bucket, timezone.now() + error.after)
            raise
        except ElmaError as error:
            if error.code != "forbidden" or (path != _PROBE and self._is_let_in(how["token"])):
                raise
            raise _locked_out(error.message, method) from error

    def _is_let_in(self, token: str) -> bool:
        """Whether a refusal is about one thing the owner may not do: sections are told to everybody."""
        self.take_turn()
        try:
            transport.send("GET", f"{self.company.base_url}{_PROBE}", "", token=token, repeatable=True)
        except ElmaError as error:
            return error.code != "forbidden"
        except NotNow:
            pass  # it cannot be told now: the refusal is taken for what it says
        return True

    def _call(
        self, verb: str, path: str, body: Mapping[str, Any] | None, *, repeatable: bool
    ) -> Mapping[str, Any]:
        given = {} if body is None else {"json": dict(body)}
        return self.send(verb, f"/pub/v1/{path}", path, repeatable=repeatable, **given)

    def _pages(self, path: str, asked: Mapping[str, Any]) -> Iterator[Fields]:
        start = 0
        for _page in range(limits.PAGES):
            found = _listed(self.post(path, {**asked, "from": start, "size": limits.PAGE}, reads=True))
            yield from found
            if len(found) < limits.PAGE:
                return
            start += len(found)
        raise ElmaError("endless", "", message=words.ENDLESS, method=path)

    def _token(self) -> str:
        try:
            token: str = self.company.token.reveal()
        except SealedError as error:
            raise _locked_out(words.SEALED) from error
        if not token:
            raise _locked_out(words.NO_TOKEN)
        return token


def _locked_out(message: object, method: str = "") -> LockedOut:
    return LockedOut(limits.WITHOUT_TOKEN, message, whole_portal=True, method=method)


def _path(*parts: str) -> str:
    """Codes and ids come from outside too: none of them leaves its place in the path."""
    return "/".join(quote(part, safe="") for part in parts)


def _taken(answer: Mapping[str, Any], key: str, *, changes: bool) -> Fields:
    """What an envelope holds; after a change an empty one says that the change may have been made."""
    found = answer.get(key)
    if isinstance(found, dict):
        return found
    if changes:
        raise Unknown(limits.FAILURE_PAUSE, words.INCOMPLETE)
    raise ElmaError("incomplete", "", message=words.INCOMPLETE)


def _listed(answer: Mapping[str, Any]) -> list[Fields]:
    found = answer.get("result")
    rows = found.get("result") if isinstance(found, dict) else found
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise ElmaError("incomplete", "", message=words.INCOMPLETE)
    return rows


def _id_of(answer: Mapping[str, Any], method: str) -> str:
    """`__id` of what was made, wherever the answer keeps it."""
    for found in (answer.get("context"), answer.get("data"), answer.get("item"), answer):
        if isinstance(found, dict) and found.get("__id"):
            return str(found["__id"])
    raise Unknown(limits.FAILURE_PAUSE, words.INCOMPLETE, method=method)
