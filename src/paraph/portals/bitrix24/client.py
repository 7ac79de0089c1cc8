"""Calls of a portal's REST API in the name of the application.

    client = Client(portal)
    deal = client.call("crm.item.get", {"entityTypeId": 2, "id": 5})["item"]

A call takes its turn (`budget`), carries a token that is renewed when it has ended (`tokens`), is repeated
where it was certainly not done, and ends in a value, `PortalError`, `NotNow` or `Unknown` (`errors`). The
portal keeps no operation ids: after `Unknown` of a change look whether it happened before repeating.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from paraph.portals.bitrix24 import batching, budget, files, limits, oauth, tokens, transport, words
from paraph.portals.bitrix24.errors import Bitrix24Error, NeedsAdministrator, NotNow, PortalError, Unknown
from paraph.portals.bitrix24.models import Portal, PortalState, PortalToken
from paraph.portals.bitrix24.registration import CONNECTOR, CONNECTOR_KEY
from paraph.portals.bitrix24.transport import Moved, is_reading
from paraph.portals.pace import patiently


class Client:
    """One portal, as one of its users; `user_id=None` is an administrator, the next one when one was fired.

    Parameters are given as the method documents them («Y»/«N», lists, nested dicts). Not for use inside a
    transaction: a call may take a minute.
    """

    def __init__(self, portal: Portal, user_id: int | None = None) -> None:
        self.portal = portal
        self._user_id = user_id

    # -- calls ---------------------------------------------------------------------------------------------

    def call(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        """`result` of a method. Raises PortalError, NotNow, or Unknown when a change may have been made."""
        return self.answer(method, params)["result"]

    def answer(self, method: str, params: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        """The whole answer: `result`, `total`, `next`, `time`."""
        budget.check(self.portal, method)
        given, repeatable = dict(params or {}), is_reading(method)
        answer = patiently(lambda: self._post(method, given, repeatable=repeatable))
        budget.note(self.portal, method, answer)
        if "result" not in answer:
            raise PortalError("", "", 200, message=words.NOT_JSON, method=method)
        return answer

    def batch(self, commands: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Any | Bitrix24Error]:
        """Results of many calls by key, in as few requests as there can be; errors are values.

        A parameter may refer to an earlier result: `batching.Reference("$result[company][ID]")`. When a
        request after the first fails, its commands have its error and those not sent have NotNow, so that
        what was done is known.
        """
        found: dict[str, Any | Bitrix24Error] = {}
        failed: Bitrix24Error | None = None
        for texts in batching.split(commands):
            if failed is not None:
                found |= {key: NotNow(limits.BUSY_PAUSE, failed.message) for key in texts}
                continue
            methods = {key: commands[key][0] for key in texts}
            try:
                found |= self._one_batch(texts, methods)
            except Bitrix24Error as error:
                if not found:
                    raise
                failed = error
                found |= dict.fromkeys(texts, error)
        return found

    def all(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        key: str | None = None,
        id_field: str | None = None,
    ) -> Iterator[Any]:
        """Every item of a list, page by page.

        By id where the method can (`crm.*.list`: no counting, nothing skipped when rows change meanwhile),
        else by `start`. `key` names the list inside the result (`items` of crm.item.list).
        """
        name = method.lower()
        if name == "crm.item.list":
            key, id_field = key or "items", id_field or "id"
        elif name.startswith("crm.") and name.endswith(".list") and name.count(".") == 2:
            id_field = id_field or "ID"
        pages = self._by_id(method, dict(params or {}), key, id_field) if id_field else None
        yield from pages if pages is not None else self._by_start(method, dict(params or {}), key)

    # -- files ---------------------------------------------------------------------------------------------

    def chunks(self, url: str, limit: int) -> Iterator[bytes]:
        """A file by a signed address the portal gave just now, at most `limit` bytes, in pieces.

        `registry.storage.store().put(client.chunks(url, limit))` keeps it without holding it in memory.
        """
        yield from files.chunks(self.portal, url, limit)

    def download(self, url: str, limit: int) -> bytes:
        """The same at once. Raises PortalError (`too_long`, `foreign_address`, `expired_token`…)."""
        return b"".join(self.chunks(url, limit))

    def upload(self, folder_id: int | str, name: str, content: bytes | Path) -> dict[str, Any]:
        """Put a file into a folder of Диск; the file object (`ID`, `FILE_ID`, `NAME`…).

        Raises PortalError with code `DISK_OBJ_22000` when the name is taken; after Unknown look into the
        folder (`disk.folder.getChildren`) before repeating.
        """
        return files.upload(
            self, "disk.folder.uploadFile", {"id": folder_id, "data": {"NAME": name}}, name, content
        )

    def upload_version(self, file_id: int | str, name: str, content: bytes | Path) -> dict[str, Any]:
        """A new version of a file of Диск. `disk.file.uploadVersion` takes its bytes in the call only."""
        return files.upload_inline(self, "disk.file.uploadVersion", {"id": file_id}, name, content)

    # -- how -----------------------------------------------------------------------------------------------

    def _by_id(self, method: str, params: dict[str, Any], key: str | None, id_field: str) -> Iterator[Any]:
        last: Any = 0
        while True:
            asked = params | {
                "order": {id_field: "ASC"},
                "filter": {**params.get("filter", {}), f">{id_field}": last},
                "start": -1,
            }
            items = _items(self.call(method, asked), key)
            yield from items
            if len(items) < limits.PAGE:
                return
            last = items[-1][id_field]

    def _by_start(self, method: str, params: dict[str, Any], key: str | None) -> Iterator[Any]:
        start: Any = 0
        while start is not None:
            answer = self.answer(method, params | {"start": start})
            yield from _items(answer["result"], key)
            start = answer.get("next")

    def _one_batch(self, texts: Mapping[str, str], methods: Mapping[str, str]) -> dict[str, Any]:
        repeatable = all(map(is_reading, methods.values()))
        for method in set(methods.values()):
            budget.check(self.portal, method)
        given = {"halt": 0, "cmd": dict(texts)}
        answer = patiently(lambda: self._post("batch", given, repeatable=repeatable))
        block = answer.get("result")
        if not isinstance(block, dict):
            raise Unknown(limits.FAILURE_PAUSE, words.NOT_JSON, method="batch")
        self._count(methods)
        results, errors = _mapped(block.get("result")), _mapped(block.get("result_error"))
        times = _mapped(block.get("result_time"))
        for key, time in times.items():
            if key in methods:
                budget.note(self.portal, methods[key], {"time": time})
        return {key: self._value(key, methods[key], results, errors) for key in texts}

    def _value(
        self, key: str, method: str, results: Mapping[str, Any], errors: Mapping[str, Any]
    ) -> Any | Bitrix24Error:
        if key in errors:
            found = errors[key] if isinstance(errors[key], dict) else {"error": str(errors[key])}
            return transport.meaning({"error": "", **found}, 200, method, repeatable=is_reading(method))
        if key not in results:
            return Unknown(limits.FAILURE_PAUSE, words.NOT_JSON, method=method)
        return results[key]

    def _count(self, methods: Mapping[str, str]) -> None:
        names = list(methods.values())
        for method in set(names):
            budget.count(self.portal, method, in_batch=names.count(method))

    def _post(self, method: str, params: Mapping[str, Any], *, repeatable: bool) -> Mapping[str, Any]:
        """One request with a token that works: an ended one is renewed, a dead administrator replaced."""
        while True:
            token = tokens.choose(self.portal, self._user_id)
            try:
                return self._with(token, method, params, repeatable=repeatable)
            except NeedsAdministrator as error:
                if error.code == "PORTAL_DELETED":
                    self._deleted(error)
                raise
            except PortalError as error:
                if error.code not in transport.TOKEN_FAULTS:
                    raise
                tokens.bury(token, error.message)
                if self._user_id is not None:
                    raise

    def _with(
        self, token: PortalToken, method: str, params: Mapping[str, Any], *, repeatable: bool
    ) -> Mapping[str, Any]:
        try:
            return self._sent(tokens.access(token), method, params, repeatable=repeatable)
        except PortalError as error:
            if error.code != transport.EXPIRED:
                raise
        tokens.renew(token)
        return self._sent(tokens.access(token), method, params, repeatable=repeatable)

    def _sent(
        self, access: str, method: str, params: Mapping[str, Any], *, repeatable: bool
    ) -> Mapping[str, Any]:
        given = {**params, "auth": access}
        if self.portal.options.get(CONNECTOR):
            given["auth_connector"] = CONNECTOR_KEY
        for attempt in (1, 2):
            budget.take_turn(self.portal)
            budget.count(self.portal, method)
            try:
                return transport.post(self.portal.client_endpoint, method, given, repeatable=repeatable)
            except Moved as error:
                if attempt == 2:
                    raise NotNow(limits.FAILURE_PAUSE, words.MOVED, method=method) from error
                self._follow(access, error.location, method)
            except NotNow as error:
                if error.whole_portal and error.after >= limits.OVERLOAD_PAUSE:
                    budget.hold(self.portal, error.after)
                raise
        raise AssertionError("the second try returns or raises")

    def _follow(self, access: str, location: str, method: str) -> None:
        """The portal is called otherwise: the authorisation server must say the same."""
        holder = oauth.holder(self.portal.application, access)
        same = oauth.host_of(holder.client_endpoint) == oauth.host_of(location)
        if holder.member_id != self.portal.member_id or not same:
            raise NotNow(limits.FAILURE_PAUSE, words.MOVED, method=method)
        tokens.take_address(self.portal, holder.client_endpoint)

    def _deleted(self, error: PortalError) -> None:
        Portal.objects.filter(pk=self.portal.pk).update(state=PortalState.DELETED, fault=error.message)


def _items(result: Any, key: str | None) -> list[Any]:
    found = result.get(key, []) if key and isinstance(result, dict) else result
    return list(found.values()) if isinstance(found, dict) else list(found or [])


def _mapped(value: Any) -> dict[str, Any]:
    """A map as PHP may write it: an empty one, and one with keys 0, 1, 2…, comes as a list."""
    if isinstance(value, dict):
        return value
    return {str(number): item for number, item in enumerate(value or [])}
