"""«Отправить документ»: items become a package on its way to our signer and the operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from paraph.docflow import packages, ports
from paraph.docflow.checks import signer_fault
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Docflow, Package
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.parties import services as parties
from paraph.parties.models import Counterparty, Employee, Organization, Role
from paraph.parties.rules import can_sign
from paraph.portals import statuses
from paraph.portals.elma365 import objects
from paraph.portals.elma365.blocks import documents, fetching, inputs, outputs, people, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.deeds import Deed
from paraph.portals.elma365.blocks.models import Block, BlockRun
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.objects import Item
from paraph.portals.elma365.sync import links
from paraph.portals.statuses import Status
from paraph.registry import services as registry
from paraph.registry.models import Document

#: Statuses of a document that is still with us.
WITH_US = frozenset({"DRAFT", "ON_APPROVAL", "APPROVED", "ON_SIGNING", "SENDING"})
#: Ends of a document the other side never had.
_NOT_SENT = frozenset({Status.NOT_SIGNED, Status.NOT_DELIVERED, Status.WITHDRAWN})


class Send(Deed):
    """Only people of the table «Аккаунты» send; only what a complete row describes is sent."""

    block = Block.SEND

    def prepare(self, request: BlockRun, client: Client, effect: Run) -> Mapping[str, Any]:
        items = _items(request)
        rows = [fetching.row_of(client, item) for item in items]
        sender = people.employee(request.company, request.user_id)
        found = [fetching.read(client, row, item) for row, item in zip(rows, items, strict=True)]
        if len({(one["organization"], one["partner"]["inn"], one["partner"]["kpp"]) for one in found}) > 1:
            raise Refusal(
                Code.PARAMETERS,
                _("Документы одного пакета должны быть от одной организации одному контрагенту."),
            )
        organization = Organization.objects.get(pk=found[0]["organization"])
        operator = people.refuse_stranger(sender, organization)
        signer = _signer(request, sender, organization)
        people.refuse_stranger(signer, organization)
        return {"items": found, "channel": operator.name, "sender": sender.pk, "signer": signer.pk}

    def settle(self, request: BlockRun, made: Mapping[str, Any]) -> None:
        running = _under_way(request, made)
        if running:
            runs.follow(request, running)
            runs.note(request, _("Документ уже отправлен раньше: второй раз не отправляем, ждём его."))
            self.proceed(request)
            return
        try:
            with transaction.atomic():
                package = _package(request, made)
                packages.submit(package, Employee.objects.get(pk=made["sender"]))
        except DomainError as error:
            faults = [fault.message for fault in error.details.get("faults", ()) if hasattr(fault, "message")]
            code = Code.RIGHT if error.code == "forbidden" else Code.CHECKS
            raise Refusal(code, " ".join([error.message, *faults])) from error
        flows = list(package.docflows.select_related("document", "package").order_by("pk"))
        runs.follow(request, flows)
        runs.note(request, _("Отправлено на подпись: {title}").format(title=package.title))
        runs.ask_signer(request, flows[0], package.signer)
        self.proceed(request)

    def proceed(self, request: BlockRun) -> None:
        flows = [row.docflow for row in request.documents.select_related("docflow__package")]
        is_over = statuses.is_over(flows)
        has_left = all(flow.status not in WITH_US for flow in flows)
        if not is_over and (request.waits_for_end or not has_left):
            return
        found = outputs.of(request)
        if found["status_code"] in _NOT_SENT:
            message = _("Документ не отправлен: {text}").format(text=found["status_text"])
            runs.finish(request, found, Code.NOT_SENT, message)
        else:
            runs.finish(request, found)


def _items(request: BlockRun) -> list[Item]:
    """The item of the block and the others of its package, each once. Raises DomainError."""
    return list(dict.fromkeys([runs.item_of(request), *inputs.siblings(request.params)]))


def _signer(request: BlockRun, sender: Employee, organization: Organization) -> Employee:
    """The signer the block names, else the sender who may sign, else the only one of the organisation."""
    named = inputs.user(request.params, "signer")
    if named:
        chosen: Employee | None = people.employee(request.company, named)
    elif can_sign(sender):
        chosen = sender
    else:
        rows = Employee.objects.filter(organization=organization, is_active=True, roles__role=Role.SIGNER)
        signers = list(rows.distinct()[:2])
        chosen = signers[0] if len(signers) == 1 else None
    fault = signer_fault(chosen, organization)
    if fault is not None or chosen is None:
        raise Refusal(Code.RIGHT, fault.message if fault is not None else "")
    return chosen


# -- the package --------------------------------------------------------------------------------------------


def _under_way(request: BlockRun, made: Mapping[str, Any]) -> list[Docflow]:
    """The documents already sent with the same bytes to the same firm, if all of them are; else none."""
    found: list[Docflow] = []
    for one in made["items"]:
        sent = documents.of_item(request.company, Item(*one["item"])).filter(
            package__counterparty__inn=one["partner"]["inn"], package__counterparty__kpp=one["partner"]["kpp"]
        )
        for file in one["files"]:
            same = sent.filter(version__blob=file["stored"]["sha256"]).first()
            status = statuses.status_of(same.status) if same is not None else None
            if same is None or (status in statuses.FINAL and status not in statuses.SIGNED):
                return []
            found.append(same)
    return list(dict.fromkeys(found))  # the same bytes twice are followed once


def _package(request: BlockRun, made: Mapping[str, Any]) -> Package:
    sender = Employee.objects.get(pk=made["sender"])
    organization = Organization.objects.get(pk=made["items"][0]["organization"])
    counterparty = _counterparty(request, made["items"][0]["partner"])
    draft = Draft(
        organization,
        counterparty,
        channel=made["channel"],
        recipient_box=_box(made["channel"], organization, counterparty),
        message=made["items"][0]["comment"],
        signer=Employee.objects.get(pk=made["signer"]),
    )
    files = [(one, file) for one in made["items"] for file in one["files"]]
    registry.save_blobs(fetching.received(file).stored for _one, file in files)
    documents = [_document(request, draft, one, file, sender) for one, file in files]
    return packages.create_package(draft, documents, sender)


def _document(
    request: BlockRun, draft: Draft, one: Mapping[str, Any], file: Mapping[str, Any], sender: Employee
) -> Document:
    """One file of an item; «no» to «нужна ответная подпись» leaves that to the item and its kind."""
    row, item, stated = DocumentMap.objects.get(pk=one["row"]), Item(*one["item"]), fetching.stated(file)
    if inputs.flag(request.params.get("with_answer")):
        stated = replace(stated, answer_wanted=True)
    document = registry.register_received(
        draft.organization,
        draft.counterparty,
        stated,
        fetching.received(file),
        actor=actors.employee(sender.pk, sender.full_name),
        created_by=sender,
        crm=objects.crm_object(request.company, item),
    )
    links.bind(request.company, document, row, item.id)
    return document


def _counterparty(request: BlockRun, partner: Mapping[str, str]) -> Counterparty:
    return parties.counterparty_for(
        request.company.workspace,
        partner["name"],
        partner["inn"],
        partner["kpp"],
        ogrn=partner["ogrn"],
        email=partner["email"],
    )


def _box(channel: str, organization: Organization, counterparty: Counterparty) -> str:
    """The usual box of the counterparty at the operator; the checks say when there is none."""
    boxes = ports.channel(channel).recipients(organization, counterparty)
    usual = [box for box in boxes if box.is_usual] or boxes
    return usual[0].value if usual else ""
