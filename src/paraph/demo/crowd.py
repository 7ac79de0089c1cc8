"""`python -m paraph.demo.crowd N`: so many open documents at Диадок beside the last one that was sent.

Runs as a process of its own, with the hub's environment. It shows what background tasks cost a busy office.
"""

from __future__ import annotations

import sys
import uuid
from typing import Any

import django
from django.db import models, transaction


def _copied(row: models.Model, **changes: Any) -> dict[str, Any]:
    """Columns of a row for a copy of it."""
    names = [field.attname for field in row._meta.concrete_fields if field.name != "id"]
    return {name: getattr(row, name) for name in names} | changes


def fill(count: int) -> None:
    """Copies of a delivered document that wait for the partner, each in a message of its own."""
    from paraph.channels.diadoc.records import OuterEntity, OuterMessage
    from paraph.docflow.machine import format_state, machine, parse_state
    from paraph.docflow.models import Docflow
    from paraph.registry.models import Document, Version

    entity = OuterEntity.objects.filter(kind="document", side="S", docflow__isnull=False).latest("id")
    flow, message = entity.docflow, entity.message
    state = parse_state(flow.state) | {"outgoing": "DELIVERED", "response": "WAITING", "revocation": "NONE"}
    status = machine(flow.machine).status(state)
    open_flow = {"state": format_state(state), "status": status.code, "tab": status.tab, "is_done": False}
    documents = Document.objects.bulk_create(
        Document(**_copied(flow.document, title=f"Договор из архива {number}")) for number in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(**_copied(flow.version, document_id=document.pk)) for document in documents
    )
    flows = Docflow.objects.bulk_create(
        Docflow(**_copied(flow, document_id=version.document_id, version_id=version.pk, **open_flow))
        for version in versions
    )
    messages = OuterMessage.objects.bulk_create(
        OuterMessage(**_copied(message, operation_id=str(uuid.uuid4()), message_id=str(uuid.uuid4())))
        for _flow in flows
    )
    OuterEntity.objects.bulk_create(
        OuterEntity(message=one, docflow=of, kind="document", side="S", entity_id=str(uuid.uuid4()))
        for one, of in zip(messages, flows, strict=True)
    )


if __name__ == "__main__":
    django.setup()
    with transaction.atomic():
        fill(int(sys.argv[1]))
