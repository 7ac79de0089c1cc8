"""What the exchange costs in calls of the API, and that it stays flat however much is open."""

from collections import Counter
from datetime import UTC, datetime

import factories
from paraph.channels.diadoc.records import Feed, OuterEntity, OuterMessage
from paraph.docflow.models import Docflow, Package
from paraph.effects.models import Effect
from paraph.registry.models import Document, Version

OPEN = 10_000


def story(exchange):
    """A contract goes out, is delivered and signed; a contract comes in. The calls it cost."""
    package, before = exchange.send("contract"), ours(exchange)
    exchange.run()
    exchange.read()
    them = exchange.them
    message = exchange.their_messages()[-1]
    root = next(one for one in message.Entities if one.HasField("DocumentInfo"))
    them.patch(message.MessageId, Signatures=[them.signature(root)])
    them.send(exchange.us, them.attachment("Contract"))
    exchange.read()
    for _file in ("print form", "protocol", "the proof with both"):  # asked for once, made meanwhile
        exchange.diadoc.settle()
        exchange.hurry()
        exchange.run()
    assert not Effect.objects.exclude(state="done").exists()
    assert exchange.statuses(package) == ["COMPLETED"]
    return ours(exchange) - before


def ours(exchange):
    """Calls our side has made so far, by method."""
    return Counter({row.method: row.count for row in exchange.account.call_counts.all()})


def test_calls_per_document_stay_flat_with_ten_thousand_open(exchange):
    story(exchange)  # the token and the first page of the feed are paid for
    lonely = story(exchange)
    crowd(exchange, OPEN)
    crowded = story(exchange)
    print(f"calls for one document out and one in: {lonely.total()}; with {OPEN} open: {crowded.total()}")
    assert crowded == lonely
    # Out: post, the report on our signature, their signature; print form and protocol, each asked for and
    # fetched. In: file and signature. Two readings of the feed serve however many documents there are.
    assert lonely == {
        "/V3/PostMessage": 1,
        "/V4/GetEntityContent": 4,
        "/GeneratePrintForm": 2,
        "/GenerateDocumentProtocol": 2,
        "/V8/GetNewEvents": 2,
    }


def crowd(exchange, count):
    """So many documents of ours, delivered and not answered."""
    package = Package.objects.filter(direction="out").first()
    flow = factories.flows(package)[0]
    document, version = flow.document, flow.version
    documents = Document.objects.bulk_create(
        Document(**{**_copied(document), "title": f"Договор {number}"}) for number in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(**{**_copied(version), "document_id": one.pk, "outer_id": ""}) for one in documents
    )
    state = flow.state.replace("response:ACCEPTED", "response:WAITING")
    flows = Docflow.objects.bulk_create(
        Docflow(
            **{
                **_copied(flow),
                "document_id": document.pk,
                "version_id": version.pk,
                "state": state,
                "status": "WAITING_RESPONSE",
                "tab": "theirs",
                "is_done": False,
            }
        )
        for document, version in zip(documents, versions, strict=True)
    )
    messages = OuterMessage.objects.bulk_create(
        OuterMessage(
            workspace=package.workspace,
            account=exchange.account,
            package=package,
            state="posted",
            operation_id=f"open-{number}",
            partner_box=package.recipient_box,
            message_id=f"open-{number}",
            posted_at=datetime.now(UTC),
        )
        for number in range(count)
    )
    OuterEntity.objects.bulk_create(
        OuterEntity(message=message, docflow=flow, kind="document", side="S", entity_id="e", custom_id="")
        for message, flow in zip(messages, flows, strict=True)
    )


def _copied(row):
    names = [field.attname for field in row._meta.concrete_fields if field.name != "id"]
    return {name: getattr(row, name) for name in names}


def test_an_idle_reading_is_one_call(exchange):
    exchange.read()
    exchange.read()
    run = exchange.account.runs.first()
    assert run.calls == {"/V8/GetNewEvents": 1}
    assert run.counts["new"] == 0
    assert Feed.objects.get(account=exchange.account).caught_up_at
