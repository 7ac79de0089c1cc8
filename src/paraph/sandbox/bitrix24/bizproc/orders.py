"""What tests and the demonstration order of processes: `/_sandbox/sequences`, `/_sandbox/workflows`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from paraph.sandbox.bitrix24.bizproc import catalog, instances, sequences
from paraph.sandbox.bitrix24.bizproc.documents import Document
from paraph.sandbox.bitrix24.bizproc.sequences import Sequence, SequenceError
from paraph.sandbox.bitrix24.control import control, in_state
from paraph.sandbox.bitrix24.crm import items
from paraph.sandbox.bitrix24.crm.kinds import kind_by_code
from paraph.sandbox.bitrix24.world import World
from paraph.sandbox.http import HttpError, Request
from paraph.sandbox.orders import order_of

_FIELDS = ("name", "steps", "start", "stage", "description", "parameters", "variables")


def sequence_of(world: World, order: dict[str, Any], sequence_id: int = 0) -> Sequence:
    """A sequence as JSON describes it; `document_type` is `"DEAL"` or the portal's triple."""
    name = order.get("document_type", "DEAL")
    kind = kind_by_code(world, str(name[-1] if isinstance(name, list) and name else name))
    if kind is None or not isinstance(order.get("steps"), list):
        raise SequenceError(
            "Поле document_type: вид элементов (DEAL, DYNAMIC_147), поле steps: список шагов."
        )
    given = {key: order[key] for key in _FIELDS if key in order}
    return replace(Sequence(sequence_id, "", kind, []), **given)


@control("GET", "sequences")
def list_sequences(world: World, request: Request) -> Any:
    return [sequence.told() for sequence in sequences.every(world)]


@control("POST", "sequences")
def add_sequence(world: World, request: Request) -> Any:
    """`{"name", "document_type", "start": "manual" | "create" | "edit" | "stage", "stage", "steps": […]}`."""
    return _kept(world, request, 0)


@control("POST", r"sequences/(?P<number>\d+)")
def change_sequence(world: World, request: Request, number: str) -> Any:
    return _kept(world, request, _known(world, number).id)


@control("DELETE", r"sequences/(?P<number>\d+)")
def delete_sequence(world: World, request: Request, number: str) -> Any:
    return {"deleted": sequences.delete(world, int(number))}


@control("POST", r"sequences/(?P<number>\d+)/start")
def start_sequence(world: World, request: Request, number: str) -> Any:
    """`{"entity_id": 5, "user_id": 1, "parameters": {}}` → `{"workflow_id": "…"}`."""
    order, sequence = order_of(request), _known(world, number)
    entity_id, user_id = order.get("entity_id"), order.get("user_id", 1)
    if type(entity_id) is not int or items.find(world, sequence.kind, entity_id) is None:
        raise HttpError(404, "Поле entity_id: такого элемента нет.")
    document = Document(sequence.kind, entity_id)
    return {"workflow_id": sequences.begin(world, sequence, document, user_id, order.get("parameters"))}


@control("GET", "workflows")
def list_workflows(world: World, request: Request) -> Any:
    """Every process, running or over, newest first."""
    return [_summary(one) for one in instances.every(world)]


@control("GET", r"workflows/(?P<workflow_id>[0-9a-f.]+)")
def show_workflow(world: World, request: Request, workflow_id: str) -> Any:
    """The process with its values and its log."""
    instance = instances.load(world, workflow_id)
    if instance is None:
        raise HttpError(404, f"Процесса {workflow_id} нет.")
    return {
        **_summary(instance),
        "parameters": instance.parameters,
        "variables": instance.variables,
        "results": instance.results,
        "log": instances.log_of(world, workflow_id),
    }


@control("GET", "robots")
def list_robots(world: World, request: Request) -> Any:
    """Robots and activities applications have registered."""
    return [
        {"app_id": one.app_id, "code": one.code, "is_robot": one.is_robot, "name": one.name, **one.data}
        for one in catalog.of_portal(world)
    ]


@in_state("workflows")
def counts(world: World) -> Any:
    """How many processes are in each state."""
    with world.reading() as db:
        return dict(db.execute("SELECT status, count(*) FROM bp_instances GROUP BY status").fetchall())


def _known(world: World, number: str) -> Sequence:
    sequence = sequences.find(world, int(number))
    if sequence is None:
        raise HttpError(404, f"Последовательности {number} нет.")
    return sequence


def _kept(world: World, request: Request, sequence_id: int) -> Any:
    try:
        kept = sequences.keep(world, sequence_of(world, request.json_object(), sequence_id))
    except SequenceError as error:
        raise HttpError(400, str(error)) from error
    return _known(world, str(kept)).told()


def _summary(instance: instances.Instance) -> dict[str, Any]:
    return {
        "id": instance.id,
        "sequence_id": instance.template_id,
        "name": instance.name,
        "document": instance.document.name,
        "status": instance.status,
        "title": instance.title,
        "waits_at": [
            instance.list_of(thread.path)[int(thread.path[-1])]["id"]
            for thread in instance.threads.values()
            if thread.mark
        ],
    }
