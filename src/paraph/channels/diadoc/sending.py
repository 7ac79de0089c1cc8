"""A signed package goes out: as few messages as the limits allow, each posted exactly once.

A message's operation id is stored in the transaction that makes it, before any try; until the first try has
begun a document can still be taken out of it. The feed may tell of a message before its own answer does:
whoever comes first, `posted` notes it once.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.authority import services as authority
from paraph.channels.diadoc import accounts, kind_map, limits, metadata, posting, shelf
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.jobs import OPERATOR, Job
from paraph.channels.diadoc.kind_map import Types
from paraph.channels.diadoc.posting import Item, Letter, Power
from paraph.channels.diadoc.reading import OURS, Kind
from paraph.channels.diadoc.records import OuterEntity, OuterMessage
from paraph.docflow import formalised, incoming
from paraph.docflow.models import Docflow, Package
from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.registry.models import DocumentLink
from paraph.registry.storage import store
from paraph.signing.models import Side, Signature
from paraph.trust.verdict import Headline

State = OuterMessage.State
POST = "diadoc.post"
#: Contents written into one request together, bytes; the rest goes by the shelf.
_INLINE_TOTAL = 16 * 1024 * 1024
#: What is wrong with the account and not with the message: mended in the settings, then posted as it is.
_ACCOUNT_FAULTS = (0, 401, 402, 403)
#: Said with 403 of a recipient that is no more; were it us, the feed would meet it too.
_RECIPIENT_GONE = "Organization is liquidated"
_NUMBERED = re.compile(r"DocumentAttachments\[(\d+)\]")


class OwnFault(Exception):
    """Our own check refuses to post a document."""

    def __init__(self, flow: Docflow, reason: str) -> None:
        super().__init__(reason)
        self.flow, self.reason = flow, reason


# -- what the port asks -------------------------------------------------------------------------------------


def offer(package: Package, flows: Sequence[Docflow]) -> None:
    """Make the messages of a package and enqueue the first, in the caller's transaction.

    Documents that are at Диадок already are not posted again: asking anew leaves them where they are.
    """
    account = accounts.of_organization(package.organization)
    if account is None:
        message = _("Организация не подключена к Диадоку: подключите её в настройках.")
        raise DomainError("not-connected", message, field="channel")
    _void(flows)
    there = _posted_flows(flows)
    wanted = {flow.pk: flow for flow in flows if flow.pk not in there}
    plan = posting.split(
        [Item(flow.document_id, flow.version.blob.size) for flow in wanted.values()],
        _links(flow.document_id for flow in wanted.values()),
    )
    by_document = {flow.document_id: flow for flow in wanted.values()}
    rows = []
    for number, documents in enumerate(plan.messages, 1):
        row = OuterMessage.objects.create(
            workspace_id=package.workspace_id,
            account=account,
            package=package,
            state=State.WAITING,
            operation_id=str(uuid.uuid4()),
            partner_box=package.recipient_box,
            number=number,
        )
        OuterEntity.objects.bulk_create(_document_row(row, by_document[one]) for one in documents)
        rows.append(row)
    if len(rows) > 1:
        _say_split(package, rows, [by_document[one].document.title for one in sorted(plan.parted)])
    if rows:
        _enqueue(rows[0])


def withdraw(flow: Docflow) -> None:
    """Take a document out of a message that has not been tried yet, in the caller's transaction.

    Raises DomainError when a try has begun after `may_withdraw` was asked.
    """
    mine = OuterEntity.objects.filter(message=OuterRef("pk"), docflow=flow)
    list(OuterMessage.objects.select_for_update(of=("self",)).filter(Exists(mine), state=State.WAITING))
    if not may_withdraw(flow):
        message = _("Документ уже уходит в Диадок: дождитесь отправки и предложите аннулировать его.")
        raise DomainError("handed-over", message)
    waiting = OuterEntity.objects.filter(docflow=flow, message__state=State.WAITING)
    for entity in waiting.select_related("message"):
        message = entity.message
        entity.delete()
        if not message.entities.exists():
            OuterMessage.objects.filter(pk=message.pk, state=State.WAITING).update(state=State.VOID)


def may_withdraw(flow: Docflow) -> bool:
    """Whether the document is still ours alone: no try to post it has begun, or it did not arrive."""
    out = OuterEntity.objects.filter(docflow=flow, kind=Kind.DOCUMENT, is_live=True)
    return not out.filter(message__state__in=(State.POSTING, State.POSTED)).exists()


def _document_row(message: OuterMessage, flow: Docflow) -> OuterEntity:
    custom_id = f"{message.operation_id}-{flow.pk}"
    return OuterEntity(message=message, docflow=flow, kind=Kind.DOCUMENT, side=OURS, custom_id=custom_id)


def _void(flows: Iterable[Docflow]) -> None:
    """Messages with these documents that nobody has begun to post are over."""
    mine = OuterEntity.objects.filter(message=OuterRef("pk"), docflow__in=list(flows))
    OuterMessage.objects.filter(Exists(mine), state=State.WAITING).update(state=State.VOID)


def _posted_flows(flows: Iterable[Docflow]) -> set[int]:
    out = OuterEntity.objects.filter(docflow__in=list(flows), kind=Kind.DOCUMENT, is_live=True)
    live = out.filter(message__state__in=(State.POSTING, State.POSTED))
    return set(live.values_list("docflow_id", flat=True))


def _links(documents: Iterable[int]) -> list[tuple[int, int]]:
    ids = list(documents)
    links = DocumentLink.objects.filter(source__in=ids, target__in=ids)
    return list(links.values_list("source_id", "target_id"))


def _say_split(package: Package, rows: Sequence[OuterMessage], parted: Sequence[str]) -> None:
    facts: dict[str, Any] = {"messages": len(rows)}
    if parted:
        facts["parted"] = list(parted)
    journal.record(
        package.workspace_id, "package:split", OPERATOR, journal.Subject(package_id=package.pk), facts
    )


def _enqueue(row: OuterMessage) -> None:
    effects.enqueue(
        POST,
        {"account": row.account_id, "message": row.pk},
        key=row.account.key,
        idempotency_id=f"{POST}:{row.operation_id}",
        workspace_id=row.workspace_id,
        package_id=row.package_id,
        priority=10,
    )


# -- the effect ---------------------------------------------------------------------------------------------


class PostMessage(Job):
    """Posts one message; repeated after an unknown outcome it gives the same message, by its operation id."""

    kind = POST

    def work(self, run: Run, client: DiadocClient) -> Mapping[str, Any]:
        row = OuterMessage.objects.select_related("package", "account").get(pk=run.payload["message"])
        if not _begin(row):
            return {}
        entities, may_exist = _entities(row), "tried" in (run.intent or {})
        try:
            letters = list(_letters(row, entities, run, client))
            body = posting.build_message(client.account.box_id, row.partner_box, letters)
            run.remember({**(run.intent or {}), "tried": row.operation_id})
            message = client.post_message(body, row.operation_id)
        except OwnFault as fault:
            return {"own": fault.flow.pk, "reason": fault.reason}
        except Refused as error:
            if error.status not in _ACCOUNT_FAULTS or _RECIPIENT_GONE in error.text:
                return {"refused": _words(error, entities)}
            if not may_exist:
                OuterMessage.objects.filter(pk=row.pk, state=State.POSTING).update(state=State.WAITING)
                run.remember({name: value for name, value in (run.intent or {}).items() if name != "tried"})
            raise
        found = {
            one.DocumentInfo.CustomDocumentId: one.EntityId
            for one in message.Entities
            if one.DocumentInfo.CustomDocumentId
        }
        return {"message_id": message.MessageId, "entities": found}

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        row = OuterMessage.objects.select_related("account").get(pk=run.payload["message"])
        with journal.writing(row.workspace_id):
            if "message_id" in answer:
                posted(row, answer["message_id"], answer["entities"])
            elif "refused" in answer:
                _refuse(row, answer["refused"])
            elif "own" in answer:
                _own_fault(row, answer["own"], answer["reason"])
            _enqueue_next(row)

    def dropped(self, run: Run, reason: str) -> None:
        if "tried" in (run.intent or {}):
            message = _(
                "Пакет мог уйти: ответ Диадока потерян. Снять задание нельзя, иначе документы уйдут дважды. "
                "Устраните причину и нажмите «Повторить»: второй раз они не отправятся."
            )
            raise DomainError("may-exist", message)
        row = OuterMessage.objects.select_related("account").get(pk=run.payload["message"])
        with journal.writing(row.workspace_id):
            _refuse(row, reason)
            _enqueue_next(row)


def posted(row: OuterMessage, message_id: str, entities: Mapping[str, str]) -> None:
    """Note that a message of ours exists, in the caller's transaction: its documents are accepted."""
    row.refresh_from_db()
    if row.state != State.POSTED:
        row.state, row.message_id, row.posted_at = State.POSTED, message_id, timezone.now()
        row.save(update_fields=("state", "message_id", "posted_at"))
    for entity in row.entities.filter(custom_id__in=entities).select_related("docflow"):
        if entity.entity_id:
            continue
        entity.entity_id = entities[entity.custom_id]
        entity.save(update_fields=("entity_id",))
        assert entity.docflow is not None, "a document we post has a docflow"
        facts = {"message_id": message_id, "entity_id": entity.entity_id}
        incoming.apply(entity.docflow, "accept", OPERATOR, facts)


def not_arrived(flow: Docflow) -> None:
    """The operator gave a document up, in the caller's transaction: it may be posted anew."""
    OuterEntity.objects.filter(docflow=flow, kind=Kind.DOCUMENT).update(is_live=False)


def _begin(row: OuterMessage) -> bool:
    """From here on the message may exist at Диадок; False when it is over or posted already."""
    open_states = (State.WAITING, State.POSTING)
    return bool(OuterMessage.objects.filter(pk=row.pk, state__in=open_states).update(state=State.POSTING))


def _entities(row: OuterMessage) -> list[OuterEntity]:
    related = ("docflow__document", "docflow__version__blob", "docflow__package")
    return list(row.entities.select_related(*related).order_by("id"))


def _letters(
    row: OuterMessage, entities: Sequence[OuterEntity], run: Run, client: DiadocClient
) -> Iterable[Letter]:
    custom_ids = {one.docflow.document_id: one.custom_id for one in entities if one.docflow}
    tried, types, room = "tried" in (run.intent or {}), Types.of(client.account), _INLINE_TOTAL
    for number, entity in enumerate(entities):
        flow = entity.docflow
        assert flow is not None
        assert row.package is not None
        signature = _signature(flow, tried)
        size = flow.version.blob.size
        inline = size <= min(limits.INLINE, room)
        room -= size if inline else 0
        title = formalised.title_of(flow.version)
        target = kind_map.target_of(client.account, flow.document, title)
        described = types.find(target)
        if described is None and not tried:
            raise OwnFault(flow, _no_type(flow))
        items = metadata.chosen(described, metadata.values(flow.document))[0] if described else {}
        yield Letter(
            custom_id=entity.custom_id,
            type_named_id=target.type_named_id,
            function=target.function,
            version=target.version,
            signature=store().read(signature.blob_id),
            content=store().read(flow.version.blob_id) if inline else None,
            name_on_shelf="" if inline else shelf.name_on_shelf(run, client, flow.version),
            metadata=items,
            answer_wanted=kind_map.wants_signature(flow.document),
            comment=row.package.message if number == 0 else "",
            power=power_of(signature),
            initial=_initial(flow, custom_ids),
        )


def _signature(flow: Docflow, tried: bool) -> Signature:
    """Our signature under the exact bytes, unless what is known of it now speaks against sending it.

    What may be at Диадок already is posted again all the same: only so its outcome is learnt.
    """
    mine = Signature.objects.filter(docflow_id=flow.pk, version=flow.version, side=Side.OURS)
    signature = mine.order_by("-id").first()
    if signature is None:
        raise OwnFault(flow, _("Нет нашей подписи под этим файлом: подпишите документ."))
    if signature.headline == Headline.INVALID and not tried:
        message = _("Наша подпись не прошла проверку, в Диадок она не отправлена: подпишите документ снова.")
        raise OwnFault(flow, message)
    return signature


def _no_type(flow: Docflow) -> str:
    message = _(
        "Ящик в Диадоке не отправляет документы вида «{kind}» в выбранном типе. Попросите администратора "
        "проверить «Соответствие видов», затем подпишите документ снова."
    )
    return message.format(kind=flow.document.get_kind_display())


def power_of(signature: Signature) -> Power | None:
    """The power the signer acts by: of a chain, the last link."""
    fact = (signature.verdict.get("facts") or {}).get("authority") or {}
    rows = authority.relied_on(signature.workspace_id, fact)
    above = {row.parent_number for row in rows}
    own = next((row for row in rows if row.number not in above), None)
    if own is None:
        return None
    inn = own.principal_inn or next((row.principal_inn for row in rows if row.principal_inn), "")
    return Power(own.number, inn)


def _initial(flow: Docflow, custom_ids: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """What the document belongs to: by our name in this message, by the ids of Диадок elsewhere."""
    targets = list(
        DocumentLink.objects.filter(source_id=flow.document_id).values_list("target_id", flat=True)
    )
    here = [("", custom_ids[target]) for target in targets if target in custom_ids]
    others = OuterEntity.objects.filter(
        docflow__document__in=[target for target in targets if target not in custom_ids],
        message__account_id=OuterEntity.objects.filter(docflow=flow).values("message__account_id")[:1],
        kind=Kind.DOCUMENT,
    ).exclude(entity_id="")
    return (*here, *others.values_list("message__message_id", "entity_id"))


def _words(error: Refused, entities: Sequence[OuterEntity]) -> str:
    """Why Диадок refused, with the document it speaks of."""
    found = _NUMBERED.search(error.text)
    number = int(found[1]) if found else len(entities)
    flow = entities[number].docflow if number < len(entities) else None
    return f"{flow.document.title}: {error.full}" if flow else error.full


def _refuse(row: OuterMessage, reason: str) -> None:
    row.refresh_from_db()
    if row.state == State.POSTED:
        return  # the feed knew better
    row.state = State.VOID
    row.save(update_fields=("state",))
    for entity in _entities(row):
        assert entity.docflow is not None
        incoming.apply(entity.docflow, "reject_by_operator", OPERATOR, {"reason": reason})


def _own_fault(row: OuterMessage, flow_id: int, reason: str) -> None:
    """Nothing of the package goes until the document is signed anew; then all of it is offered again."""
    unsent = OuterMessage.objects.filter(package=row.package, state__in=(State.WAITING, State.POSTING))
    unsent.update(state=State.VOID)
    flow = Docflow.objects.get(pk=flow_id)
    incoming.apply(flow, "own_check_failed", OPERATOR, {"reason": reason})


def _enqueue_next(row: OuterMessage) -> None:
    """The package's next message, when this one is posted or given up."""
    following = OuterMessage.objects.filter(package=row.package, state=State.WAITING, number__gt=row.number)
    first = following.select_related("account").order_by("number", "id").first()
    if first is not None:
        _enqueue(first)
