"""`disk.folder.*`"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

from paraph.sandbox.bitrix24 import listing
from paraph.sandbox.bitrix24.disk import adding, errors, objects, rights, store, views
from paraph.sandbox.bitrix24.disk.rights import Level
from paraph.sandbox.bitrix24.rest import Call, Page, method

objects.serve("disk.folder", store.FOLDER)


def children_page(call: Call, folder: sqlite3.Row) -> Page:
    """What the caller may read in the folder, by id unless ordered."""
    base, codes = rights.level_of(call, folder), rights.codes_of(call.world, call.user_id)
    rows = {
        str(row["id"]): row
        for row in store.children(call.world, folder["id"])
        if base >= Level.READ or rights.given_here(call.world, row["id"], codes) >= Level.READ
    }
    told = [views.told(call, row) for row in rows.values()]
    chosen = listing.chosen(told, call.arg("filter"), call.arg("order"), views.OBJECT_FILTER)
    page = Page.of(chosen, call.start)
    # Addresses are made for what is shown only: each is a signature.
    return replace(page, result=[views.shown(call, rows[one["ID"]]) for one in page.result])


@method("disk.folder.getChildren", "disk")
def get_children(call: Call) -> Page:
    return children_page(call, objects.wanted(call, store.FOLDER))


@method("disk.folder.addSubFolder", "disk")
def add_sub_folder(call: Call) -> Any:
    return adding.add_folder(call, objects.wanted(call, store.FOLDER))


@method("disk.folder.uploadFile", "disk")
def upload_file(call: Call) -> Any:
    """Without `fileContent` it gives an address to post the file to, whether or not the folder is there."""
    if call.arg("fileContent") is None:
        return adding.upload_address(call, objects.number(call, "id", 0))
    return adding.upload(call, objects.wanted(call, store.FOLDER))


@method("disk.folder.deleteTree", "disk")
def delete_tree(call: Call) -> Any:
    folder = objects.wanted(call, store.FOLDER)
    rights.demand(call, folder, Level.FULL)
    if folder["parent_id"] is None:
        raise errors.root_is_fixed("delete")
    store.delete(call.world, folder)
    return True
