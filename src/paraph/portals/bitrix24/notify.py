"""Notices in the portal (the bell). The portal keeps one notice per tag, so sending again replaces it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal

_PREFIX = "PARAPH|"


def notify(portal: Portal, user_id: int, text: str, tag: str, sub_tag: str = "") -> None:
    """Tell a portal user, in the caller's transaction. `text` may hold the portal's BB codes.

    `tag` says what the notice is about («DOC|5|SIGN»): the same one to the same person replaces it.
    `sub_tag` («DOC|5») groups notices to be cleared together; the tag itself when it is not given.
    """
    payload = {
        "portal": portal.pk,
        "user": user_id,
        "text": text,
        "tag": f"{_PREFIX}{tag}|U{user_id}",
        "sub_tag": f"{_PREFIX}{sub_tag or tag}",
    }
    effects.enqueue(AddNotice.kind, payload, key=portal.key, workspace_id=portal.workspace_id)


def clear(portal: Portal, tag: str, user_id: int | None = None) -> None:
    """Take notices away, in the caller's transaction: one person's of this tag, or all of this sub-tag."""
    given = {"TAG": f"{_PREFIX}{tag}|U{user_id}"} if user_id is not None else {"SUB_TAG": f"{_PREFIX}{tag}"}
    payload = {"portal": portal.pk, "given": given}
    effects.enqueue(ClearNotice.kind, payload, key=portal.key, workspace_id=portal.workspace_id)


class AddNotice(Job):
    """im.notify.system.add; repeated after a lost answer it replaces itself."""

    kind = "bitrix24.notify"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        given = {
            "USER_ID": run.payload["user"],
            "MESSAGE": run.payload["text"],
            "TAG": run.payload["tag"],
            "SUB_TAG": run.payload["sub_tag"],
        }
        return {"id": client.call("im.notify.system.add", given)}


class ClearNotice(Job):
    """im.notify.delete; there being none is no fault."""

    kind = "bitrix24.notice-clear"

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        return {"cleared": bool(client.call("im.notify.delete", run.payload["given"]))}
