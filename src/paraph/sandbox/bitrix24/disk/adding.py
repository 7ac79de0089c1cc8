"""Folders and files put into a folder: at once with base64, or in two steps, by an address to post to."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from paraph.sandbox.bitrix24 import files
from paraph.sandbox.bitrix24.disk import errors, names, rights, store, views
from paraph.sandbox.bitrix24.disk.rights import Level
from paraph.sandbox.bitrix24.disk.store import Content
from paraph.sandbox.bitrix24.rest import Call, method, truth
from paraph.sandbox.forms import Upload

#: The field of the form with the file.
_FIELD = "file"


def add_folder(call: Call, parent: sqlite3.Row) -> Any:
    """`{"data": {"NAME": …}, "rights": […]}`"""
    if call.arg("data") is None:
        raise errors.argument(1)
    name, levels = _name(call.arg("data")), _levels(call, parent)
    if not names.is_valid(name):
        raise errors.invalid_name()
    with call.world.writing():
        try:
            folder_id = store.add_folder(call.world, parent, name, call.user_id)
        except store.NameTaken as taken:
            raise errors.taken(folder=True) from taken
        rights.grant(call.world, folder_id, levels)
    return views.shown_by_id(call, folder_id, new=True)


def upload(call: Call, parent: sqlite3.Row) -> Any:
    """The file of `fileContent`, kept under the name of `data`; the name beside the base64 means nothing."""
    name, levels = _name(call.arg("data")), _levels(call, parent)
    content = files.decoded(call.arg("fileContent"))
    if content is None:
        raise errors.not_saved()
    unique = truth(call.arg("generateUniqueName", False))
    return _kept(call, parent, Content(name, content.data), levels, unique)


def upload_address(call: Call, folder_id: int) -> Any:
    """The first of two steps. Rights are asked, and the name is taken, when the file comes."""
    query = {
        "id": folder_id,
        "rights": json.dumps(call.arg("rights") or []),
        "unique": int(truth(call.arg("generateUniqueName", False))),
    }
    return {"field": _FIELD, "uploadUrl": files.signed_url(call, files.UPLOAD, "disk", query)}


@method(files.UPLOAD, batch=False)
def take(call: Call) -> Any:
    """`POST /rest/upload.json?auth=…&token=…`: the second step. The file keeps its name in the form."""
    _, query = files.opened(call, files.UPLOAD)
    parent = store.find(call.world, int(query["id"]))
    if parent is None or parent["type"] != store.FOLDER:
        raise errors.not_found(query["id"])
    levels = _checked(call, parent, json.loads(query["rights"]))
    sent = call.arg(_FIELD)
    if not isinstance(sent, Upload):
        raise errors.required(_FIELD)
    return _kept(call, parent, Content(sent.name, sent.data), levels, query["unique"] == "1")


def _kept(
    call: Call, parent: sqlite3.Row, content: Content, levels: dict[str, Level], unique: bool
) -> dict[str, Any]:
    with call.world.writing():
        try:
            file_id = store.add_file(call.world, parent, content, call.user_id, unique=unique)
        except store.NameTaken as taken:
            raise errors.taken(folder=False) from taken
        rights.grant(call.world, file_id, levels)
    return views.shown_by_id(call, file_id, new=True)


def _name(data: Any) -> str:
    name = str(data.get("NAME") or "") if isinstance(data, dict) else ""
    if not name:
        raise errors.required("NAME")
    return name


def _levels(call: Call, parent: sqlite3.Row) -> dict[str, Level]:
    return _checked(call, parent, call.arg("rights"))


def _checked(call: Call, parent: sqlite3.Row, given: Any) -> dict[str, Level]:
    """Levels of the new object; who gives any must have full rights on the folder."""
    rights.demand(call, parent, Level.FULL if given else Level.EDIT)
    return rights.given(given)
