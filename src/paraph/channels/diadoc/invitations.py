"""Invitations between our box and a partner's: sent, accepted and declined by effects.

AcquireCounteragent knows no operation id. So before a second try the relation is asked for first, and a
refusal counts only when the relation is not what was wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import costs, kind_map, limits, partners
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.deeds import Event, authorise, record
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.jobs import Job
from paraph.channels.diadoc.models import Account, PartnerBox, Relation
from paraph.effects import services as effects
from paraph.effects.handlers import Handler, Run
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.registry import filetypes
from paraph.registry import services as registry
from paraph.registry.storage import store
from paraph.signing import checking, verification
from paraph.texts import storable
from paraph.trust.cms import CmsError
from paraph.trust.keys import digest
from paraph.wire.diadoc import counteragents_pb2, messages_pb2

#: Refusals of the invitation itself; any other is a trouble of the account and goes to quarantine.
_OF_THE_THING = (400, 404, 409)
#: How often the whole list of partners is read anew.
_FULL = timedelta(days=1)
CAN_BE_INVITED = (Relation.NONE, Relation.REFUSES_US, Relation.REFUSED)


@dataclass(frozen=True)
class Attachment:
    """A document that goes with an invitation, with the detached signature over it."""

    file_name: str
    data: bytes
    signature: bytes


def invite(row: PartnerBox, text: str, actor: Employee, attachment: Attachment | None = None) -> None:
    """Ask the partner to exchange documents with us."""
    authorise(row.workspace_id, actor, *partners.KEEPERS)
    text = storable(text.strip())
    if len(text) > limits.MESSAGE_TO_COUNTERAGENT:
        message = _("Не длиннее {count} знаков.").format(count=limits.MESSAGE_TO_COUNTERAGENT)
        raise DomainError("invalid", message, field="text")
    if row.relation not in CAN_BE_INVITED:
        raise DomainError(
            "wrong-state", _("Приглашение уже отправлено или связь уже есть. Обновите страницу.")
        )
    payload: dict[str, Any] = {"text": text, "wanted": [Relation.INVITED.value, Relation.OURS.value]}
    if attachment is not None:
        payload["document"] = _kept(attachment)
    _order(row, Acquire.kind, payload, Event.PARTNER_INVITED, actor)


def box_to_invite(account: Account, inn: str, kpp: str, actor: Employee) -> PartnerBox:
    """The partner's box with these requisites, known or looked up now; DomainError when there is none."""
    (wanted,) = partners.read_inns(inn)[:1]
    rows = PartnerBox.objects.filter(account=account, is_active=True, inn=wanted).order_by("is_roaming", "pk")
    if not rows.exists():
        partners.look_up(account, [wanted], actor)
    found = list(rows.all())
    row = next((one for one in found if one.kpp == kpp), found[0] if found and not kpp else None)
    if row is None:
        message = _("В Диадоке нет действующего ящика организации с ИНН {inn} и таким КПП.")
        raise DomainError("no-box", message.format(inn=wanted), field="inn")
    return row


def accept(row: PartnerBox, actor: Employee) -> None:
    """Accept the partner's invitation; a stranger becomes a counterparty of ours."""
    authorise(row.workspace_id, actor, *partners.KEEPERS)
    if row.relation != Relation.INVITES_US:
        raise DomainError(
            "wrong-state", _("Приглашения уже нет: его отозвали или приняли. Обновите страницу.")
        )
    partners.adopt(row, actor)
    _order(row, Acquire.kind, {"wanted": [Relation.OURS.value]}, Event.INVITATION_ACCEPTED, actor)


def decline(row: PartnerBox, comment: str, actor: Employee) -> None:
    """Decline an invitation, recall ours, or end the exchange."""
    authorise(row.workspace_id, actor, *partners.KEEPERS)
    comment = storable(comment.strip())
    if len(comment) > limits.COMMENT:
        message = _("Не длиннее {count} знаков.").format(count=limits.COMMENT)
        raise DomainError("invalid", message, field="comment")
    if row.relation not in (Relation.INVITES_US, Relation.INVITED, Relation.OURS):
        raise DomainError("wrong-state", _("Отклонять нечего: связи уже нет. Обновите страницу."))
    _order(row, Break.kind, {"comment": comment}, Event.INVITATION_DECLINED, actor)


def _kept(attachment: Attachment) -> dict[str, str]:
    """Check the signature over the file, store both, and name them for the effect."""
    head = attachment.data[:8192]
    kind = filetypes.check_file(
        attachment.file_name, head, len(attachment.data), limit=limits.INLINE_INVITATION
    )
    try:
        verdicts = checking.check(
            attachment.signature, lambda oid: digest(oid, attachment.data), at=timezone.now()
        )
    except CmsError as error:
        raise DomainError("signature-unreadable", str(error), field="signature") from error
    if len(verdicts) != 1:
        message = _("В файле подписи должна быть ровно одна подпись, а найдено: {count}.")
        raise DomainError("signature-count", message.format(count=len(verdicts)), field="signature")
    verification.refuse_if_wrong(verdicts[0])
    file, signature = (registry.store_bytes(data) for data in (attachment.data, attachment.signature))
    registry.save_blobs((file, signature))
    return {"name": kind.file_name, "sha256": file.sha256, "signature": signature.sha256}


def _order(row: PartnerBox, kind: str, payload: dict[str, Any], event: Event, actor: Employee) -> None:
    """Put the effect into the outbox; one at a time for a partner."""
    with journal.writing(row.workspace_id):
        row.refresh_from_db(fields=("invitation_effect",))
        if row.invitation_effect:
            raise DomainError("wrong-state", _("Предыдущее действие ещё выполняется. Подождите минуту."))
        effect = effects.enqueue(
            kind,
            {"account": row.account_id, "partner": row.pk, **payload},
            key=row.account.key,
            workspace_id=row.workspace_id,
        )
        row.invitation_effect, row.fault = effect.pk, ""
        row.save(update_fields=("invitation_effect", "fault"))
        record(row.account, event, actor, partner=row.name, box=row.box_id)


class _Change(Job):
    """A change of the relation with one partner. `perform` gives back how the relation is now."""

    def _relation(self, client: DiadocClient, row: PartnerBox) -> counteragents_pb2.Counteragent | None:
        try:
            return client.counteragent(row.box_id)
        except Refused as error:
            if error.status == 404:
                return None
            raise

    def _done(self, seen: counteragents_pb2.Counteragent | None, wanted: Sequence[str]) -> bool:
        relation = partners.relation_of(seen) if seen is not None else Relation.NONE
        return relation in wanted

    def _answer(self, seen: counteragents_pb2.Counteragent | None, refusal: str) -> dict[str, Any]:
        return {"seen": seen.SerializePartialToString().hex() if seen is not None else "", "refusal": refusal}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        assert run.workspace_id is not None, "ordered for a workspace"
        with journal.writing(run.workspace_id):
            self._write(run, answer)

    def _write(self, run: Run, answer: Mapping[str, Any]) -> None:
        row = PartnerBox.objects.select_related("account").get(pk=run.payload["partner"])
        if answer["seen"]:
            seen = counteragents_pb2.Counteragent.FromString(bytes.fromhex(answer["seen"]))
            partners.mirror(row.account, seen)
            row.refresh_from_db()
        elif not answer["refusal"]:
            row.relation = Relation.NONE
        row.fault, row.invitation_effect = answer["refusal"], 0
        row.save(update_fields=("relation", "fault", "invitation_effect"))

    def dropped(self, run: Run, reason: str) -> None:
        row = PartnerBox.objects.filter(pk=run.payload["partner"])
        row.update(invitation_effect=0, fault=_("Снято из карантина: {reason}").format(reason=reason))


class Acquire(_Change):
    """An invitation, or the acceptance of one."""

    kind: ClassVar[str] = "diadoc.acquire"

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        row = PartnerBox.objects.get(pk=run.payload["partner"])
        refusal = ""
        try:
            self._ask(run, client, row)
        except Refused as error:
            if error.status not in _OF_THE_THING:
                raise
            refusal = error.full
        seen = self._relation(client, row)
        return self._answer(seen, "" if self._done(seen, run.payload["wanted"]) else refusal)

    def _ask(self, run: Run, client: DiadocClient, row: PartnerBox) -> None:
        """Ask once, then wait for the result; NotNow while it is not there."""
        known = dict(run.intent or {})
        if known and not known.get("task") and self._done(self._relation(client, row), run.payload["wanted"]):
            return
        if not known.get("task"):
            run.remember({"asked": True})
            known["task"] = client.acquire(_request(run.payload, row))
            run.remember(known)
        client.acquire_result(known["task"])


def _request(payload: Mapping[str, Any], row: PartnerBox) -> messages_pb2.AcquireCounteragentRequest:
    request = messages_pb2.AcquireCounteragentRequest(BoxId=row.box_id)
    if payload.get("text"):
        request.MessageToCounteragent = payload["text"]
    document = payload.get("document")
    if document:
        request.InvitationDocument.FileName = document["name"]
        request.InvitationDocument.SignatureRequested = True
        request.InvitationDocument.SignedContent.Content = store().read(document["sha256"])
        request.InvitationDocument.SignedContent.Signature = store().read(document["signature"])
    return request


class Break(_Change):
    """A refusal, a recall, or the end of an exchange."""

    kind: ClassVar[str] = "diadoc.break"

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        row = PartnerBox.objects.get(pk=run.payload["partner"])
        ended = [Relation.NONE, Relation.REFUSED, Relation.REFUSES_US]
        refusal = ""
        try:
            if not (run.intent and self._done(self._relation(client, row), ended)):
                run.remember({"asked": True})
                client.break_with(row.box_id, run.payload["comment"])
        except Refused as error:
            if error.status not in _OF_THE_THING:
                raise
            refusal = error.full
        seen = self._relation(client, row)
        return self._answer(seen, "" if self._done(seen, ended) else refusal)


# -- the list of partners -----------------------------------------------------------------------------------


class Refresh(Job):
    """Reads what changed in the list of partners; once a day all of it, and the types of documents."""

    kind: ClassVar[str] = "diadoc.partners"

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        read = client.account.partners_full_at
        full = bool(run.payload.get("full")) or read is None or timezone.now() - read > _FULL
        asked_by = Employee.objects.filter(pk=run.payload.get("asked_by") or 0).first()
        with costs.running(client, "partners", asked_by) as done:
            if full:
                kind_map.read(client)
            done.counts["partners"] = partners.refresh(client, full=full)
        return {"partners": done.counts["partners"]}


class RefreshAll(Handler):
    """Orders it for every account that works."""

    kind: ClassVar[str] = "diadoc.partners-tick"

    def perform(self, run: Run) -> Mapping[str, Any]:
        ordered = 0
        for account in Account.objects.filter(removed_at=None, is_paused=False).exclude(box_id=""):
            with transaction.atomic():
                order_refresh(account, slot=f"{timezone.now():%Y-%m-%dT%H}")
            ordered += 1
        return {"accounts": ordered}


def order_refresh(account: Account, *, slot: str = "", asked_by: Employee | None = None) -> None:
    """Put a reading of the list into the outbox, in the caller's transaction; one for each `slot`."""
    payload = {"account": account.pk, "full": asked_by is not None, "asked_by": asked_by and asked_by.pk}
    effects.enqueue(
        Refresh.kind,
        payload,
        key=account.key,
        workspace_id=account.workspace_id,
        idempotency_id=f"{Refresh.kind}:{account.pk}:{slot}" if slot else None,
    )
