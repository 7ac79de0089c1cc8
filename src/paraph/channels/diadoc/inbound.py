"""A message that came to us: its documents become one received package of the workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from paraph.channels.diadoc import contents, invitations, kind_map, partners, reading, ticks
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.jobs import CHANNEL_NAME
from paraph.channels.diadoc.models import Account, PartnerBox
from paraph.channels.diadoc.reading import THEIRS, Kind, Piece
from paraph.channels.diadoc.records import OuterEntity, OuterMessage
from paraph.docflow import incoming
from paraph.docflow.incoming import Incoming, IncomingDocument
from paraph.docflow.models import Docflow, Package
from paraph.effects.handlers import Quarantine
from paraph.errors import DomainError
from paraph.parties import services as parties
from paraph.parties.models import Counterparty
from paraph.registry.services import Attributes
from paraph.wire.diadoc import counteragents_pb2, documents_pb2, messages_pb2
from paraph.wire.diadoc.documents_pb2 import RecipientResponseStatus
from paraph.wire.diadoc.messages_pb2 import AttachmentType
from paraph.wire.diadoc.organizations_pb2 import CounteragentStatus

State = OuterMessage.State
#: Machine of a received document by its workflow (GetWorkflowsSettings): what is expected of us.
_MACHINES: Mapping[int, str] = {
    2: "NONFORM",
    14: "NONFORM",
    6: "NONFORM_ONE_SIDED",
    9: "CHETOP",
    **dict.fromkeys((3, 8, 11, 13, 19), "DOP"),
    **dict.fromkeys((4, 10, 15, 17), "SCHF"),
    **dict.fromkeys((5, 12, 16, 18), "SCHFDOP"),
}
#: Functions of formalised documents, whatever type carries them.
_FUNCTIONS: Mapping[str, str] = {
    "СЧФ": "utd_schf",
    "СЧФДОП": "utd_schfdop",
    "ДОП": "utd_dop",
    "КСЧФ": "ucd_kschf",
    "КСЧФДИС": "ucd_kschfdis",
    "ДИС": "ucd_dis",
}


def receive(client: DiadocClient, message: messages_pb2.Message, counts: Counter[str]) -> OuterMessage:
    """Register a message, fetching what we do not hold of it.

    Raises Quarantine when its sender cannot be a counterparty: a person must look.
    """
    account = client.account
    found = reading.pieces(
        message.Entities, {}, THEIRS, lambda box: reading.same_box(box, account.box_id, account.box_guid)
    )
    documents = _new(account, message, found)
    if not documents:
        return _row(account, message, None)
    package = incoming.receive(
        Incoming(
            workspace=account.workspace,
            organization=account.organization,
            counterparty=_sender(client, message),
            channel=CHANNEL_NAME,
            outer_id=message.MessageId,
            documents=[_document(client, message, piece) for piece in documents],
            message=_comment(client, message, found),
        )
    )
    row = _row(account, message, package)
    _note(row, package, documents)
    counts["received"] += len(documents)
    if any(one.entity.AttachmentType == AttachmentType.TrustConnectionRequest for one in documents):
        with transaction.atomic():
            invitations.order_refresh(account, slot=message.MessageId)
    return row


def _new(account: Account, message: messages_pb2.Message, found: list[Piece]) -> list[Piece]:
    """The documents of a message we do not hold; a deleted one cannot be read."""
    rows = OuterEntity.objects.filter(message__account=account, message__message_id=message.MessageId)
    held = set(rows.exclude(docflow=None).values_list("entity_id", flat=True))
    documents = (one for one in found if one.kind is Kind.DOCUMENT and one.id not in held)
    return [one for one in documents if not one.entity.DocumentInfo.IsDeleted]


def _row(account: Account, message: messages_pb2.Message, package: Package | None) -> OuterMessage:
    row, _created = OuterMessage.objects.get_or_create(
        account=account,
        message_id=message.MessageId,
        defaults={
            "workspace_id": account.workspace_id,
            "package": package,
            "state": State.RECEIVED if package else State.FOREIGN,
            "partner_box": message.FromBoxId,
        },
    )
    return row


def _note(row: OuterMessage, package: Package, documents: list[Piece]) -> None:
    for piece, flow in _flows(package, documents):
        OuterEntity.objects.update_or_create(
            message=row,
            entity_id=piece.id,
            defaults={"docflow": flow, "kind": Kind.DOCUMENT, "side": THEIRS},
        )


def _flows(package: Package, documents: list[Piece]) -> Iterator[tuple[Piece, Docflow]]:
    rows = package.docflows.select_related("version", "package__organization", "document__organization")
    flows = {flow.version.outer_id: flow for flow in rows}
    for piece in documents:
        if piece.id in flows:
            yield piece, flows[piece.id]


def _sender(client: DiadocClient, message: messages_pb2.Message) -> Counterparty:
    """The counterparty behind a box; a stranger is asked about and added."""
    account = client.account
    row = PartnerBox.objects.filter(account=account, box_id=message.FromBoxId).first()
    row = row or _ask_about(client, message.FromBoxId)
    if row.counterparty is not None:
        return row.counterparty
    try:
        row.counterparty = parties.counterparty_for(account.workspace, row.name, row.inn, row.kpp)
    except DomainError as error:
        text = _("Документ от {name} не принят: реквизиты отправителя неверны. {reason}")
        raise Quarantine(text.format(name=message.FromTitle, reason=error.message)) from error
    row.save(update_fields=("counterparty",))
    return row.counterparty


def _ask_about(client: DiadocClient, box_id: str) -> PartnerBox:
    try:
        seen = client.counteragent(box_id)
    except Refused as error:
        if error.status != 404:
            raise
        seen = counteragents_pb2.Counteragent(
            Organization=client.organization(box_id),
            CurrentStatus=CounteragentStatus.NotInCounteragentList,
            LastEventTimestampTicks=0,
        )
    with transaction.atomic():
        rows = partners.mirror(client.account, seen)
    found = [row for row in rows if reading.same_box(row.box_id, box_id)]
    if not found:
        raise Quarantine(_("Диадок не назвал ящик отправителя {box}: документ не принят.").format(box=box_id))
    return found[0]


def _document(client: DiadocClient, message: messages_pb2.Message, piece: Piece) -> IncomingDocument:
    entity, info = piece.entity, piece.entity.DocumentInfo
    data = client.entity_content(message.MessageId, entity.EntityId)
    machine, answer_wanted = _expected(entity)
    return IncomingDocument(
        outer_id=entity.EntityId,
        attributes=attributes(client.account, info),
        file_name=entity.FileName or info.FileName or "document",
        data=data,
        signatures=[client.entity_content(message.MessageId, one) for one in piece.signatures],
        answer_wanted=answer_wanted,
        machine=machine,
        sent_at=_sent(info, message),
        method="diadoc",
    )


def _sent(info: documents_pb2.Document, message: messages_pb2.Message) -> datetime:
    return ticks.moment(info.SendTimestampTicks or message.TimestampTicks)


def _expected(entity: messages_pb2.Entity) -> tuple[str, bool | None]:
    """The machine, and whether our signature is asked for where the sender decides it (workflows 1 and 7)."""
    info = entity.DocumentInfo
    machine = _MACHINES.get(info.WorkflowId)
    if machine is not None:
        return machine, machine == "NONFORM" if machine.startswith("NONFORM") else None
    declined = info.RecipientResponseStatus == RecipientResponseStatus.RecipientResponseStatusNotAcceptable
    wanted = entity.NeedRecipientSignature and not declined
    return "NONFORM" if wanted else "NONFORM_ONE_SIDED", wanted


def attributes(account: Account, info: documents_pb2.Document) -> Attributes:
    """What Диадок says of a document; an unknown type leaves the kind to be guessed."""
    known = {item.Key: item.Value for item in info.Metadata}
    return Attributes(
        kind=_kind(account, info),
        number=info.DocumentNumber or known.get("DocumentNumber", ""),
        date=_day(info.DocumentDate or known.get("DocumentDate", "")),
        amount=_sum(known.get("TotalSum") or known.get("ContractPrice") or ""),
    )


def _kind(account: Account, info: documents_pb2.Document) -> str:
    if info.TypeNamedId == kind_map.NONFORMALIZED.type_named_id:
        return ""
    for targets in (kind_map.DEFAULTS, kind_map.targets(account)):
        for kind, target in targets.items():
            if (target.type_named_id, target.function) == (info.TypeNamedId, info.Function):
                return kind
    return _FUNCTIONS.get(info.Function, "")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _sum(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _comment(client: DiadocClient, message: messages_pb2.Message, found: list[Piece]) -> str:
    """The sender's words beside the documents."""
    said = [
        contents.plain(contents.or_nothing(partial(client.entity_content, message.MessageId, one.id)))
        for one in found
        if one.kind is Kind.COMMENT
    ]
    return "\n".join(dict.fromkeys(filter(None, said)))
