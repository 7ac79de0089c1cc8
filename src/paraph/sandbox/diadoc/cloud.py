"""Signing in the cloud: the service signs with a key it keeps (DSS, older «CloudSign», Госключ).

The keys are those of the invented people of the test authority that runs beside; a user without one has no
cloud certificate. Confirming on a phone is done at once, and the code of the older way is always the same.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from paraph.sandbox.diadoc import certificates, shelf
from paraph.sandbox.diadoc.api import Call, NotReady, endpoint
from paraph.sandbox.diadoc.directory import find_user
from paraph.sandbox.diadoc.errors import ApiError
from paraph.sandbox.diadoc.generation import contents, keys
from paraph.sandbox.diadoc.messages import store
from paraph.sandbox.diadoc.world import World, job, tables
from paraph.wire.diadoc import signing_pb2 as pb
from paraph.wire.diadoc.common_pb2 import AsyncMethodResult, Content_v2

#: What comes in the «SMS» of CloudSign.
CONFIRMATION_CODE = "000000"
_RETRY_AFTER = 1
_IN_PROGRESS, _COMPLETED = "InProgress", "Completed"

tables(
    """
    CREATE TABLE IF NOT EXISTS cloud_tasks (
        id TEXT PRIMARY KEY, user TEXT NOT NULL, box TEXT NOT NULL, status TEXT NOT NULL,
        confirm TEXT NOT NULL, files TEXT NOT NULL, signatures TEXT NOT NULL DEFAULT '[]'
    );
    """
)


# -- DSS -----------------------------------------------------------------------------------------------------


@endpoint("POST", "/DssSign")
def dss_sign(call: Call) -> AsyncMethodResult:
    box = call.box(call.required("boxId"))
    asked = call.body(pb.DssSignRequest)
    _check_certificate(call, call.arg("certificateThumbprint") or "")
    files = [contents.read(call, box, file.Content) for file in asked.Files]
    return _begin(call, box.id, files, "None")


@endpoint("POST", "/V2/DssSign")
def dss_sign_v2(call: Call) -> AsyncMethodResult:
    """By a cloud certificate or by Госключ."""
    box = call.box(call.required("boxId"))
    asked = call.body(pb.DssSignRequestV2)
    by_goskey = asked.SignDataSource == pb.DssSignDataSource.GosKeySign
    _check_certificate(call, "" if by_goskey else asked.CertificateData.Thumbprint)
    files = [contents.read(call, box, file.Content) for file in asked.Files]
    return _begin(call, box.id, files, "GosKey" if by_goskey else "None")


@endpoint("GET", "/DssSignResult")
def dss_sign_result(call: Call) -> pb.DssSignResult:
    """Always «200»: whether it is done is told inside."""
    box = call.box(call.required("boxId"))
    task = _task(call, box.id)
    result = pb.DssSignResult(OperationStatus=task["status"], ConfirmType=task["confirm"])
    with call.world.reading() as db:
        for name in json.loads(task["signatures"]):
            result.FileSigningResults.add(
                FileSigningStatus="SigningCompleted", Signature=contents.kept(db, name)
            )
    return result


# -- CloudSign -----------------------------------------------------------------------------------------------


@endpoint("POST", "/CloudSign")
def cloud_sign(call: Call) -> AsyncMethodResult:
    asked = call.body(pb.CloudSignRequest)
    _check_certificate(call, call.arg("certificateThumbprint") or "")
    files = [contents.read_v2(call, file.Content) for file in asked.Files]
    return _begin(call, "", files, "Sms")


@endpoint("GET", "/CloudSignResult")
def cloud_sign_result(call: Call) -> pb.CloudSignResult:
    """The token to confirm with, as soon as the «SMS» is out."""
    task = _done(call)
    return pb.CloudSignResult(Token=task["id"])


@endpoint("POST", "/CloudSignConfirm")
def cloud_sign_confirm(call: Call) -> AsyncMethodResult:
    """`return=Shelf` puts the signatures on the shelf instead of into the answer."""
    task = _task(call, "", call.required("token"))
    if call.required("confirmationCode") != CONFIRMATION_CODE:
        raise ApiError(400, "Invalid confirmation code")
    task_id = str(uuid4())
    to_shelf = (call.arg("return") or "").lower() == "shelf"
    with call.world.writing() as db:
        db.execute(
            "INSERT INTO cloud_tasks VALUES (?, ?, '', ?, ?, '[]', ?)",
            (task_id, call.user.id, _IN_PROGRESS, "Shelf" if to_shelf else "Content", task["signatures"]),
        )
        call.world.later("cloud-confirm", {"task": task_id})
    return AsyncMethodResult(TaskId=task_id)


@endpoint("GET", "/CloudSignConfirmResult")
def cloud_sign_confirm_result(call: Call) -> pb.CloudSignConfirmResult:
    task = _done(call)
    result = pb.CloudSignConfirmResult()
    with call.world.reading() as db:
        signatures = [contents.kept(db, name) for name in json.loads(task["signatures"])]
    for signature in signatures:
        if task["confirm"] == "Shelf":
            name = shelf.put(call.world, call.user.id, signature, ".sig")
            result.Signatures.append(Content_v2(NameOnShelf=name))
        else:
            result.Signatures.append(Content_v2(Content=signature))
    return result


# -- the same for both ---------------------------------------------------------------------------------------


def _check_certificate(call: Call, thumbprint: str) -> None:
    """Without a thumbprint the service takes the certificate the user has."""
    key = keys.key_of(call.world, call.user)
    if thumbprint and (key is None or certificates.thumbprint(key.certificate) != thumbprint.upper()):
        raise ApiError(400, f"Certificate with thumbprint {thumbprint} is not a DSS certificate")
    if key is None:
        raise ApiError(404, "DSS certificate is not found")


def _begin(call: Call, box: str, files: list[bytes], confirm: str) -> AsyncMethodResult:
    if not files:
        raise ApiError(400, "Files must contain at least one file")
    task_id = str(uuid4())
    with call.world.writing() as db:
        names = json.dumps([store.keep(db, data) for data in files])
        db.execute(
            "INSERT INTO cloud_tasks (id, user, box, status, confirm, files) VALUES (?, ?, ?, ?, ?, ?)",
            (task_id, call.user.id, box, _IN_PROGRESS, confirm, names),
        )
        call.world.later("cloud-sign", {"task": task_id})
    return AsyncMethodResult(TaskId=task_id)


@job("cloud-sign")
def _sign(world: World, payload: dict[str, Any]) -> None:
    with world.writing() as db:
        task = db.execute("SELECT * FROM cloud_tasks WHERE id = ?", (payload["task"],)).fetchone()
        user = find_user(world, task["user"])
        key = keys.key_of(world, user) if user else None
        if key is None:
            db.execute("UPDATE cloud_tasks SET status = 'Crashed' WHERE id = ?", (payload["task"],))
            return
        made = [store.keep(db, keys.sign(key, contents.kept(db, name))) for name in json.loads(task["files"])]
        db.execute(
            "UPDATE cloud_tasks SET status = ?, signatures = ? WHERE id = ?",
            (_COMPLETED, json.dumps(made), payload["task"]),
        )


@job("cloud-confirm")
def _confirm(world: World, payload: dict[str, Any]) -> None:
    with world.writing() as db:
        db.execute("UPDATE cloud_tasks SET status = ? WHERE id = ?", (_COMPLETED, payload["task"]))


def _task(call: Call, box: str, task_id: str = "") -> dict[str, Any]:
    """The caller's own task; `ApiError` 404 for any other."""
    task_id = task_id or call.required("taskId")
    with call.world.reading() as db:
        row = db.execute(
            "SELECT * FROM cloud_tasks WHERE id = ? AND user = ? AND box = ?",
            (task_id.lower(), call.user.id, box),
        ).fetchone()
    if row is None:
        raise ApiError(404, f"Task {task_id} is not found")
    return dict(row)


def _done(call: Call) -> dict[str, Any]:
    task = _task(call, "")
    if task["status"] == _IN_PROGRESS:
        raise NotReady(_RETRY_AFTER)
    if task["status"] != _COMPLETED:
        raise ApiError(409, "Signing has failed")
    return task
