"""Events of a box as messages of the API."""

from __future__ import annotations

import json
import sqlite3

from paraph.sandbox.diadoc.messages import render, store
from paraph.sandbox.diadoc.messages.events import News
from paraph.wire.diadoc import messages_pb2 as pb


def patch(db: sqlite3.Connection, box: str, news: News, moment: int) -> pb.MessagePatch:
    """A later event of a message, as it was at `moment`."""
    answer = pb.MessagePatch(
        MessageId=news.letter.id,
        TimestampTicks=moment,
        PatchId=news.id,
        MessageType=news.letter.kind,
        ForDraft=news.letter.kind == store.DRAFT,
    )
    for name, value in news.patch.items():
        if name == "EntityPatches":
            answer.EntityPatches.extend(pb.EntityPatch(**item) for item in value)
        elif isinstance(value, list):
            getattr(answer, name).extend(value)
        else:
            setattr(answer, name, value)
    answer.Entities.extend(render.rendered(db, box, news.entities, until=moment))
    return answer


def event(db: sqlite3.Connection, row: sqlite3.Row, index_key: str) -> pb.BoxEvent:
    """A row of the feed: the first event of a message carries it whole, later ones a patch."""
    letter = store.letter(db, row["letter"])
    if letter is None:
        raise LookupError(row["letter"])
    body, box = json.loads(row["body"]), row["box"]
    found = (store.entity(db, box, name) for name in body["entities"])
    entities = [entity for entity in found if entity is not None]
    answer = pb.BoxEvent(EventId=row["id"], IndexKey=index_key)
    if row["whole"]:
        answer.Message.CopyFrom(render.message(db, box, letter, entities, until=row["moment"]))
    else:
        news = News(row["id"], letter, entities, patch=body["patch"])
        answer.Patch.CopyFrom(patch(db, box, news, row["moment"]))
    return answer
