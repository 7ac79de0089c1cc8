"""Verbs of messages for other rooms of the emulator."""

from __future__ import annotations

from email.message import Message

from paraph.sandbox.diadoc import api, types
from paraph.sandbox.diadoc.api import Access, ApiError, Call, Endpoint
from paraph.sandbox.diadoc.directory import Box, find_user
from paraph.sandbox.diadoc.messages import contents, store
from paraph.sandbox.diadoc.messages.parties import Parties
from paraph.sandbox.diadoc.messages.posting import Prepared, check_comment, create
from paraph.sandbox.diadoc.world import World
from paraph.sandbox.http import Request
from paraph.wire.diadoc.messages_pb2 import InvitationDocument

_TYPE = "TrustConnectionRequest"


def post_invitation(
    world: World, user_id: str, sender: Box, recipient: Box, invitation: InvitationDocument, comment: str
) -> tuple[str, str]:
    """Sends the document of an invitation; ids of its message and document. Raises `ApiError` 400.

    It goes to those, too, who take documents from counterparties only; signing it makes partners of both.
    """
    user = find_user(world, user_id)
    if user is None:
        raise ApiError(404, f"User {user_id} is not found")
    call = Call(world, Request("POST", "/", {}, Message(), b""), Endpoint("/", _nothing, Access.USER), user)
    path = "AcquireCounteragentRequest.InvitationDocument"
    signed = contents.signed(call, sender, invitation.SignedContent, path)
    description = types.find(_TYPE)
    prepared = Prepared(
        path=path,
        description=description,
        workflow_id=description.workflows[0],
        signed=signed,
        metadata={"FileName": invitation.FileName},
        file_name=invitation.FileName,
        comment=check_comment(comment, path),
        need_signature=invitation.SignatureRequested,
    )
    with world.writing() as db:
        letter = create(call, db, Parties(sender, recipient, None, internal=False), [prepared])
        (document,) = store.documents_of(db, letter.id)
    return letter.id, document.id


def add_resolution_route(world: World, box: str, name: str) -> str:
    """A route of approval of a box (GUID); its id."""
    route = store.new_id()
    with world.writing() as db:
        db.execute("INSERT INTO resolution_routes VALUES (?, ?, ?)", (route, box, name))
    return route


def _nothing(call: Call) -> api.Answer:
    return None
