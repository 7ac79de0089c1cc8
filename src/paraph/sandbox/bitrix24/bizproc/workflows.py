"""`bizproc.workflow.*`: starting and stopping processes, templates of applications."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from paraph.sandbox.bitrix24.bizproc import documents, engine, instances, sequences, tasks
from paraph.sandbox.bitrix24.bizproc.instances import RUNNING, Instance
from paraph.sandbox.bitrix24.bizproc.selection import Selection
from paraph.sandbox.bitrix24.bizproc.sequences import CHANGED, CREATED, MANUAL, Sequence, SequenceError
from paraph.sandbox.bitrix24.crm import items
from paraph.sandbox.bitrix24.rest import Call, Page, RestError, method
from paraph.sandbox.bitrix24.world import World

_WRONG_ID = "ERROR_WRONG_WORKFLOW_ID"
_INVALID = "ERROR_TEMPLATE_VALIDATION_FAILURE"
#: AUTO_EXECUTE: 1 on creation, 2 on change; both together are not made here.
_STARTS = {"0": MANUAL, "1": CREATED, "2": CHANGED}


@method("bizproc.workflow.start", scope="bizproc")
def start(call: Call) -> str:
    if not call.arg("TEMPLATE_ID"):
        raise RestError(_WRONG_ID, "Empty TEMPLATE_ID")
    sequence = sequences.find(call.world, call.number("TEMPLATE_ID"))
    if sequence is None:
        raise RestError(_WRONG_ID, "Template not found")
    document = documents.parse(call.world, call.arg("DOCUMENT_ID"))
    if document is None or items.find(call.world, document.kind, document.id) is None:
        raise RestError("", "Wrong DOCUMENT_ID!")
    if document.kind != sequence.kind:
        raise RestError("", "Template type and DOCUMENT_ID mismatch!")
    given = call.arg("PARAMETERS")
    parameters = given if isinstance(given, dict) else {}
    return sequences.begin(call.world, sequence, document, call.user_id, parameters)


def _instance(call: Call) -> str:
    workflow_id = call.arg("ID")
    if not workflow_id:
        raise RestError(_WRONG_ID, "Empty workflow instance ID")
    if not isinstance(workflow_id, str):
        raise RestError(_WRONG_ID, "Invalid workflow instance ID (string expected)")
    return workflow_id


@method("bizproc.workflow.terminate", scope="bizproc", admin=True)
def terminate(call: Call) -> bool:
    if not engine.terminate(call.world, _instance(call), str(call.arg("STATUS") or "")):
        raise RestError("", "WorkflowNotFound")
    return True


@method("bizproc.workflow.kill", scope="bizproc", admin=True)
def kill(call: Call) -> bool:
    """Stops it and removes everything about it."""
    workflow_id = _instance(call)
    if not engine.terminate(call.world, workflow_id):
        raise RestError("", "WorkflowNotFound")
    tasks.forget(call.world, workflow_id)
    instances.forget(call.world, workflow_id)
    return True


_INSTANCE = Selection(
    fields=(
        "ID", "MODIFIED", "OWNED_UNTIL", "MODULE_ID", "ENTITY", "DOCUMENT_ID", "STARTED", "STARTED_BY",
        "TEMPLATE_ID",
    ),
    default=("ID", "MODIFIED", "OWNED_UNTIL"),
    order={"MODIFIED": "DESC"},
)  # fmt: skip


@method("bizproc.workflow.instances", scope="bizproc", admin=True)
def running(call: Call) -> Page:
    rows = [_told(call.world, one) for one in instances.every(call.world, RUNNING)]
    return _INSTANCE.page(call, rows)


method("bizproc.workflow.instance.list", scope="bizproc", admin=True)(running)


def _told(world: World, instance: Instance) -> dict[str, Any]:
    module, entity, name = instance.document.triple
    return {
        "ID": instance.id,
        "MODIFIED": world.iso(instance.modified),
        "OWNED_UNTIL": None,
        "MODULE_ID": module,
        "ENTITY": entity,
        "DOCUMENT_ID": name,
        "STARTED": world.iso(instance.started),
        "STARTED_BY": str(instance.started_by),
        "TEMPLATE_ID": str(instance.template_id),
    }


# -- templates ---------------------------------------------------------------------------------------------

_TEMPLATE = Selection(
    fields=(
        "ID", "MODULE_ID", "ENTITY", "DOCUMENT_TYPE", "AUTO_EXECUTE", "NAME", "DESCRIPTION", "TEMPLATE",
        "PARAMETERS", "VARIABLES", "CONSTANTS", "MODIFIED", "IS_MODIFIED", "USER_ID", "SYSTEM_CODE",
    ),
    default=("ID",),
    order={"ID": "ASC"},
)  # fmt: skip


@method("bizproc.workflow.template.list", scope="bizproc", admin=True)
def templates(call: Call) -> Page:
    """Those started by people and REST; what robots do on stages is not shown."""
    shown = [one for one in sequences.every(call.world) if one.start != sequences.STAGE]
    return _TEMPLATE.page(call, [_described(call.world, one) for one in shown])


def _described(world: World, sequence: Sequence) -> dict[str, Any]:
    module, entity, name = sequence.kind.document_type
    flags = {start: flag for flag, start in _STARTS.items()}
    return {
        "ID": str(sequence.id),
        "MODULE_ID": module,
        "ENTITY": entity,
        "DOCUMENT_TYPE": name,
        "AUTO_EXECUTE": flags.get(sequence.start, "0"),
        "NAME": sequence.name,
        "DESCRIPTION": sequence.description,
        "TEMPLATE": sequence.steps,
        "PARAMETERS": sequence.parameters or [],
        "VARIABLES": sequence.variables or [],
        "CONSTANTS": [],
        "MODIFIED": world.iso(sequence.modified),
        "IS_MODIFIED": "N",
        "USER_ID": str(sequence.user_id),
        "SYSTEM_CODE": sequence.system_code,
    }


@method("bizproc.workflow.template.add", scope="bizproc", app_only=True, admin=True)
def add_template(call: Call) -> int:
    """`TEMPLATE_DATA` holds steps as this emulator writes them, not a `.bpt` of the portal's own designer."""
    kind = documents.find_type(call.world, call.arg("DOCUMENT_TYPE"))
    if kind is None:
        raise RestError(_INVALID, "Incorrect field DOCUMENT_TYPE!")
    if not call.arg("NAME"):
        raise RestError(_INVALID, "Empty template name!")
    flag = call.arg("AUTO_EXECUTE", "0")
    if not isinstance(flag, str) or flag not in _STARTS:
        raise RestError(_INVALID, "Incorrect field AUTO_EXECUTE!")
    sequence = Sequence(
        id=0,
        name=str(call.arg("NAME")),
        kind=kind,
        steps=_steps(call.arg("TEMPLATE_DATA")),
        start=_STARTS[flag],
        description=str(call.arg("DESCRIPTION") or ""),
        system_code=f"rest_app_{call.auth.app_id}",
        user_id=call.user_id,
    )
    try:
        return sequences.keep(call.world, sequence)
    except SequenceError as error:
        raise RestError("", str(error)) from error


@method("bizproc.workflow.template.delete", scope="bizproc", app_only=True, admin=True)
def delete_template(call: Call) -> None:
    sequence = sequences.find(call.world, call.number("ID"))
    if sequence is None:
        raise RestError("ERROR_TEMPLATE_NOT_FOUND", "Workflow template not found.")
    if sequence.system_code != f"rest_app_{call.auth.app_id}":
        raise RestError("", "You can delete ONLY templates created by current application")
    sequences.delete(call.world, sequence.id)


def _steps(data: Any) -> list[Any]:
    try:
        content = data[1] if isinstance(data, list) else data
        steps = json.loads(base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError, TypeError, IndexError) as error:
        raise RestError(_INVALID, "Incorrect field TEMPLATE_DATA!") from error
    if not isinstance(steps, list):
        raise RestError(_INVALID, "Incorrect field TEMPLATE_DATA!")
    return steps
