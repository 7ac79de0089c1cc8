"""What our side says about documents goes to Диадок as patches: prepared there, signed here, posted once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from paraph.channels.diadoc import contents, posting, receipts, sending, signer, titles
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.jobs import Job
from paraph.channels.diadoc.places import place_of
from paraph.channels.diadoc.reading import OURS, Kind, kind_of
from paraph.channels.diadoc.records import OuterEntity
from paraph.docflow import answers
from paraph.docflow.models import Answer, AnswerState, Docflow
from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.registry.models import VersionRole
from paraph.registry.storage import store
from paraph.signing.models import Signature
from paraph.wire.diadoc import generation_pb2, messages_pb2

PREPARE, CARRY = "diadoc.prepare", "diadoc.carry"
#: What the account's own faults are, mended in the settings: the effect waits in quarantine.
_ACCOUNT_FAULTS = (0, 401, 402, 403)
_REVOCATION = frozenset({"request_revocation", "accept_revocation", "refuse_revocation"})
_TITLED = ("IN_DOP", "IN_SCHFDOP")


def carried_verbs(flow: Docflow) -> frozenset[str]:
    """What can be said about this document through Диадок; the machine decides what may be said now."""
    if not place_of(flow):
        return frozenset()
    if not flow.package.is_incoming:
        return _REVOCATION
    signing = "accept_title" if flow.machine in _TITLED else "sign"
    return _REVOCATION | {signing, "refuse", "request_amendment", "make_receipt"}


def enqueue_prepare(answer: Answer) -> None:
    """Get the answer's file, in the caller's transaction; a retry is an effect of its own."""
    _enqueue(PREPARE, answer, {}, f"{PREPARE}:{answer.pk}:{answer.changed_at.isoformat()}")


def enqueue_carry(answer: Answer, signature: Signature) -> None:
    """Post the signed answer, in the caller's transaction; a retry posts under the same operation id."""
    cause = f"{CARRY}:{answer.pk}:{signature.pk}:{answer.changed_at.isoformat()}"
    _enqueue(CARRY, answer, {"signature": signature.pk}, cause)


def operation_id(answer: Answer, signature: Signature) -> str:
    """Known before the first try and the same for every one; derived, so that no crash can lose it."""
    name = f"{answer.workspace_id}:{answer.pk}:{signature.pk}:{answer.created_at.isoformat()}"
    digest = salted_hmac("paraph.diadoc.answer", name, algorithm="sha256").digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _enqueue(kind: str, answer: Answer, payload: Mapping[str, Any], cause: str) -> None:
    place = place_of(answer.docflow)
    assert place is not None, "only documents that are at Диадок are answered there"
    effects.enqueue(
        kind,
        {"account": place.message.account_id, "answer": answer.pk, **payload},
        key=place.message.account.key,
        idempotency_id=cause,
        workspace_id=answer.workspace_id,
        docflow_id=answer.docflow_id,
        package_id=answer.docflow.package_id,
        priority=10,
    )


def _answer(run: Run) -> Answer:
    related = ("docflow__package__organization", "docflow__document", "docflow__version", "version__blob")
    return Answer.objects.select_related(*related, "employee__organization__workspace").get(
        pk=run.payload["answer"]
    )


class _AnswerJob(Job):
    """An effect of one answer: what Диадок refuses is told to its person, not to the quarantine."""

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        answer = _answer(run)
        place = place_of(answer.docflow)
        if place is None:
            return {"failed": _("Документа больше нет в Диадоке.")}
        try:
            return self.answer(answer, place, run, client)
        except Refused as error:
            if error.status in _ACCOUNT_FAULTS:
                raise
            return {"failed": error.full, "sign_again": "ignature" in error.text}
        except DomainError as error:
            return {"failed": error.message}

    def answer(self, answer: Answer, place: OuterEntity, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        raise NotImplementedError

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if "failed" in answer:
            answers.failed(_answer(run), answer["failed"], sign_again=answer.get("sign_again", False))

    def dropped(self, run: Run, reason: str) -> None:
        answers.failed(_answer(run), reason)


class PrepareAnswer(_AnswerJob):
    """Has the answer's file made, by Диадок or by our formats, and kept; a receipt's key signs at once."""

    kind = PREPARE

    def answer(self, answer: Answer, place: OuterEntity, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        if answer.state == AnswerState.PREPARING:  # also anew: another key is another signer in the file
            name, data = _made(answer, place, client)
            answers.prepared(answer, name or f"{answer.role}.xml", data)
        answer.refresh_from_db()
        if answer.employee is None and answer.state == AnswerState.SIGNING:
            receipts.sign(client.account, answer)
        return {}


def _made(answer: Answer, place: OuterEntity, client: DiadocClient) -> tuple[str, bytes]:
    message, document = place.message.message_id, place.entity_id
    reason = contents.writable(answer.reason)
    if answer.role == VersionRole.ANSWER_TITLE:
        return titles.build(answer)
    if answer.role == VersionRole.REVOCATION:
        content = generation_pb2.RevocationRequestContent(Comment=reason)
        assert answer.employee is not None
        content.Signer.CopyFrom(signer.message_of_employee(answer.employee))
        return client.revocation_xml(message, document, content)
    by = signer.of_employee(answer.employee) if answer.employee else signer.of_key(client.account)
    if answer.role == VersionRole.RECEIPT:
        return client.receipt_xml(message, document, by)
    if answer.role == VersionRole.AMENDMENT:
        return client.correction_xml(message, document, reason, by)
    return client.rejection_xml(message, _target(answer, place), reason, by)


class CarryAnswer(_AnswerJob):
    """Posts a signed answer as a patch."""

    kind = CARRY

    def answer(self, answer: Answer, place: OuterEntity, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        signature = Signature.objects.get(pk=run.payload["signature"])
        patch = _patch(answer, signature, place, client)
        operation = operation_id(answer, signature)
        run.remember({"operation": operation})
        posted = client.post_patch(patch, operation)
        return {
            "patch_id": posted.PatchId,
            "entities": [[one.EntityId, kind_of(one).value, one.ParentEntityId] for one in posted.Entities],
        }

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        super().settle(run, answer)
        if "patch_id" not in answer:
            return
        row = _answer(run)
        place = place_of(row.docflow)
        assert place is not None
        own = ""
        for entity_id, kind, parent_id in answer["entities"]:
            OuterEntity.objects.get_or_create(
                message=place.message,
                entity_id=entity_id,
                defaults={"docflow": row.docflow, "kind": kind, "side": OURS, "parent_id": parent_id},
            )
            own = own or (entity_id if kind != Kind.SIGNATURE else "")
        answers.carried(row, {"patch_id": answer["patch_id"]}, outer_id=own)


def _patch(
    answer: Answer, signature: Signature, place: OuterEntity, client: DiadocClient
) -> messages_pb2.MessagePatchToPostV2:
    """The body of PostMessagePatch V4 for one answer."""
    patch = messages_pb2.MessagePatchToPostV2(BoxId=client.account.box_id, MessageId=place.message.message_id)
    parent, cms = _target(answer, place), store().read(signature.blob_id)
    power = sending.power_of(signature)
    if answer.verb in ("sign", "accept_revocation"):
        signed = patch.Signatures.add(ParentEntityId=parent, Signature=cms)
        if power is not None:
            signed.PowerOfAttorney.CopyFrom(posting.power_to_post(power))
        return patch
    assert answer.version is not None
    content = posting.signed_content(cms, store().read(answer.version.blob_id), power=power)
    if answer.role == VersionRole.ANSWER_TITLE:
        patch.RecipientTitles.add(ParentEntityId=parent, SignedContent=content, NeedReceipt=False)
        return patch
    attachments: Mapping[str, Any] = {
        VersionRole.RECEIPT: patch.Receipts,
        VersionRole.AMENDMENT: patch.CorrectionRequests,
        VersionRole.REVOCATION: patch.RevocationRequests,
        VersionRole.REFUSAL: patch.XmlSignatureRejections,
        VersionRole.REVOCATION_REFUSAL: patch.XmlSignatureRejections,
    }
    attachments[answer.role].add(ParentEntityId=parent, SignedContent=content)
    return patch


def _target(answer: Answer, place: OuterEntity) -> str:
    """Entity the answer hangs on: their request to annul, else the document."""
    if answer.verb not in ("accept_revocation", "refuse_revocation"):
        return place.entity_id
    requests = OuterEntity.objects.filter(
        message=place.message, docflow=answer.docflow, kind=Kind.REVOCATION
    ).exclude(side=OURS)
    request = requests.exclude(entity_id="").order_by("-id").first()
    if request is None:
        raise DomainError("no-request", _("Предложения об аннулировании в Диадоке нет: обновите страницу."))
    return request.entity_id
