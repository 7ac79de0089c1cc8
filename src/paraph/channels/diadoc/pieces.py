"""What one part of a message does to the docflow it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import DecodeError

from paraph.channels.diadoc import contents, sending
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.jobs import OPERATOR, counterparty, our_side
from paraph.channels.diadoc.reading import OPERATOR as HUB
from paraph.channels.diadoc.reading import OURS, Kind, Piece
from paraph.channels.diadoc.records import OuterEntity, OuterMessage
from paraph.docflow import answers, incoming
from paraph.docflow.incoming import IncomingFile
from paraph.docflow.models import Answer, AnswerState, Docflow
from paraph.journal import services as journal
from paraph.journal.actors import Actor
from paraph.registry.models import VersionRole
from paraph.registry.storage import store
from paraph.wire.diadoc import documents_pb2, signing_pb2
from paraph.wire.diadoc.documents_pb2 import RoamingNotificationStatus

METHOD = "diadoc"
_ROLES = {
    Kind.TITLE: VersionRole.ANSWER_TITLE,
    Kind.RECEIPT: VersionRole.RECEIPT,
    Kind.REFUSAL: VersionRole.REFUSAL,
    Kind.AMENDMENT: VersionRole.AMENDMENT,
    Kind.REVOCATION: VersionRole.REVOCATION,
    Kind.CONFIRMATION: VersionRole.CONFIRMATION,
    Kind.COMMENT: VersionRole.COMMENT,
}


class Applied:
    """One piece applied to the docflow it is about."""

    def __init__(
        self, client: DiadocClient, row: OuterMessage, flow: Docflow, piece: Piece, above: OuterEntity
    ) -> None:
        self.client, self.row, self.flow, self.piece, self.above = client, row, flow, piece, above

    def do(self) -> None:
        piece = self.piece
        if piece.side == OURS and self._finish_own():
            return
        if piece.is_answer:
            self._signature()
        elif piece.kind is Kind.COMMENT and piece.side == OURS:
            return  # the package holds what we said with it
        elif piece.kind in _ROLES:
            self._file()
        elif piece.kind is Kind.CHECK:
            self._check()
        elif piece.kind is Kind.FAILURE:
            self._failure()
        elif piece.kind in (Kind.ROAMING, Kind.POWER):
            self._statuses()

    @property
    def actor(self) -> Actor:
        if self.piece.side == HUB:
            return OPERATOR
        if self.piece.side == OURS:
            return our_side()
        return counterparty(self.flow.document.counterparty.name, self.row.partner_box)

    def _finish_own(self) -> bool:
        """An answer of ours whose own reply was lost or is late: it has arrived."""
        answer = self._under_way()
        if answer is None:
            return False
        answers.carried(answer, {"entity_id": self.piece.id}, outer_id=self.piece.id)
        return True

    def _under_way(self) -> Answer | None:
        """The answer this is: one being sent, or one given up whose very bytes came back."""
        role = self.role
        if self.piece.is_answer:
            role = VersionRole.REVOCATION if self.above.kind == Kind.REVOCATION else VersionRole.DOCUMENT
        if not role:
            return None
        tried = (AnswerState.SENDING, AnswerState.FAILED)
        rows = Answer.objects.filter(docflow=self.flow, state__in=tried, role=role).exclude(signature=None)
        if role == VersionRole.REVOCATION:
            rows = rows.filter(verb="accept_revocation" if self.piece.is_answer else "request_revocation")
        answer = rows.select_related("docflow__package", "version", "signature").order_by("-id").first()
        if answer is None or answer.state == AnswerState.SENDING or self._is_copy(answer):
            return answer
        return None

    def _is_copy(self, answer: Answer) -> bool:
        """Whether these are the bytes of an answer: of its signature, or of its file."""
        kept = answer.signature if self.piece.is_answer else answer.version
        return kept is not None and store().read(kept.blob_id) == self._content(self.piece.id)

    @property
    def role(self) -> str:
        if self.piece.kind is Kind.REFUSAL and self.above.kind == Kind.REVOCATION:
            return VersionRole.REVOCATION_REFUSAL
        return _ROLES.get(self.piece.kind, "")

    def _signature(self) -> None:
        version = None
        if self.above.kind == Kind.REVOCATION:
            version = self.flow.document.versions.filter(outer_id=self.above.entity_id).first()
            if version is None:  # our request: it was sent before Диадок gave it an id
                requests = self.flow.document.versions.filter(role=VersionRole.REVOCATION)
                version = requests.order_by("-number").first()
        facts = {"entity_id": self.piece.id}
        incoming.receive_signature(
            self.flow, self._content(self.piece.id), METHOD, self.actor, version=version, payload=facts
        )

    def _file(self) -> None:
        if self.flow.document.versions.filter(outer_id=self.piece.id).exists():
            return
        data = self._content(self.piece.id)
        event, reason = self.piece.event, contents.reason(data)
        if self.piece.kind is Kind.TITLE:
            event = contents.outcome(data)
        incoming.receive_file(
            self.flow,
            IncomingFile(
                role=self.role,
                side=self.piece.side,
                outer_id=self.piece.id,
                file_name=self._file_name,
                data=data,
                signatures=[self._content(one) for one in self.piece.signatures],
                event=event,
                actor=self.actor,
                payload={"entity_id": self.piece.id, **({"reason": reason} if reason else {})},
                method=METHOD,
            ),
        )

    @property
    def _file_name(self) -> str:
        if self.piece.kind is Kind.COMMENT:
            return "comment.txt"
        return self.piece.entity.FileName or f"{self.role}.xml"

    def _check(self) -> None:
        """The operator's opinion of a signature of ours, under our document or under our answer."""
        if self.above.side != OURS or not self._binds():
            return
        try:
            found = signing_pb2.SignatureVerificationResult.FromString(self._content(self.piece.id))
        except DecodeError:
            return  # statuses of the document tell the same
        if found.IsValid:
            return
        reason = str(contents.BAD_SIGNATURE)
        if self.flow.package.is_incoming:
            incoming.apply(self.flow, "response_invalid", OPERATOR, {"reason": reason})
        else:
            give_up(self.flow, "reject_by_operator", reason)

    def _failure(self) -> None:
        about = self._signed()
        is_document = about is not None and about.kind == Kind.DOCUMENT
        if not self.flow.package.is_incoming and self.above.side == OURS and is_document:
            said = contents.plain(contents.or_nothing(lambda: self._content(self.piece.id)))
            give_up(self.flow, "delivery_failed", said or str(contents.LOST))

    def _binds(self) -> bool:
        """Whether the operator speaks of a document or of an answer to it: signature, title, refusal."""
        about = self._signed()
        if about is None or about.kind != Kind.REFUSAL:
            return about is not None and about.kind in (Kind.DOCUMENT, Kind.TITLE)
        return about.parent_id == contents.document_id(self.row, self.flow)

    def _signed(self) -> OuterEntity | None:
        """What the operator speaks of: the entity itself, or what a signature is under."""
        if self.above.kind != Kind.SIGNATURE:
            return self.above
        return OuterEntity.objects.filter(message=self.row, entity_id=self.above.parent_id).first()

    def _statuses(self) -> None:
        """Roaming and МЧД: the document tells where it stands, whatever was reported."""
        document_id = contents.document_id(self.row, self.flow)
        document = self.client.document(self.row.message_id, document_id)
        note_statuses(self.flow, document)

    def _content(self, entity_id: str) -> bytes:
        return self.client.entity_content(self.row.message_id, entity_id)


def note_statuses(flow: Docflow, document: documents_pb2.Document) -> None:
    """What a document's own statuses say of roaming and of the power of attorney."""
    roaming = document.RoamingNotificationStatus
    if not flow.package.is_incoming and roaming == RoamingNotificationStatus.RoamingNotificationStatusSuccess:
        incoming.apply(flow, "roaming_ack", OPERATOR)
    if not flow.package.is_incoming and roaming == RoamingNotificationStatus.RoamingNotificationStatusError:
        reason = document.RoamingNotificationStatusDescription or str(contents.ROAMING)
        incoming.apply(flow, "roaming_error", OPERATOR, {"reason": reason})
    power = document.DocflowStatus.PowerOfAttorneyGeneralStatus
    if document.DocflowStatus.HasField("PowerOfAttorneyGeneralStatus"):
        record(flow, "docflow:power-status", {"status": power.StatusText, "severity": power.Severity})


def give_up(flow: Docflow, event: str, reason: str) -> None:
    """The operator did not deliver a document of ours: it may be mended and posted anew."""
    with journal.writing(flow.workspace_id):
        if incoming.apply(flow, event, OPERATOR, {"reason": reason}):
            sending.not_arrived(flow)


def record(flow: Docflow, action: str, facts: Mapping[str, Any]) -> None:
    """What the operator tells that moves nothing, for the journal."""
    with journal.writing(flow.workspace_id):
        subject = journal.Subject(flow.package_id, flow.pk, flow.document_id)
        journal.record(flow.workspace_id, action, OPERATOR, subject, facts)
