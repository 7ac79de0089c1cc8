"""«Загрузка печатной формы»: a file of a finished document goes into a field of its item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from paraph.archive.models import ArchiveExtra, ArchiveRecord
from paraph.docflow.models import Docflow
from paraph.effects.handlers import Run
from paraph.portals import proofs, statuses
from paraph.portals.elma365 import objects
from paraph.portals.elma365.blocks import documents, inputs, outputs, runs
from paraph.portals.elma365.blocks.codes import Code, Refusal
from paraph.portals.elma365.blocks.deeds import Deed
from paraph.portals.elma365.blocks.models import Block, BlockRun
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import NotNow
from paraph.portals.elma365.sync import links, lookups
from paraph.registry.storage import store
from paraph.signing.models import Signature

#: Pause while the proof is being built.
_PROOF_PAUSE = timedelta(seconds=5)
#: Role of the operator's print form among the files of a proof, and the attribute a field of it is mapped to.
_OPERATORS, _MAPPED = "print-form", "print_form"
#: Kinds of files: what their names say, and their ending.
FORMS: Mapping[str, tuple[str, str]] = {
    "stamp": ("подписан", "pdf"),
    "protocol": ("протокол подписания", "pdf"),
    "archive": ("архив с подписями", "zip"),
}


class PrintForm(Deed):
    """Uploads under a number kept before the first try, so that a lost answer makes no second file."""

    block = Block.PRINT_FORM

    def prepare(self, request: BlockRun, client: Client, effect: Run) -> Mapping[str, Any]:
        item = runs.item_of(request)
        flow = documents.newest(request.company, item)
        name, sha256 = _file(flow, inputs.first(request.params.get("form")) or "stamp")
        field = _field(request)
        kept = dict(effect.intent or {"hash": str(uuid4())})
        if "file" not in kept:
            effect.remember(kept)
            folder = lookups.directory(client)
            kept["file"] = client.upload(folder, name, store().read(sha256), kept["hash"])
            effect.remember(kept)
        client.update(item.namespace, item.code, item.id, {field: [kept["file"]]})
        return {"docflow": flow.pk, "file_id": kept["file"], "name": name}

    def settle(self, request: BlockRun, made: Mapping[str, Any]) -> None:
        runs.follow(request, [Docflow.objects.select_related("package").get(pk=made["docflow"])])
        runs.note(request, _("Файл «{name}» записан в элемент.").format(name=made["name"]))
        runs.finish(request, {**outputs.of(request), "file_id": made["file_id"]})


def _file(flow: Docflow, form: str) -> tuple[str, str]:
    """Name and digest. Raises Refusal, or NotNow while the proof of a finished document is being built."""
    if form not in FORMS:
        known = ", ".join(FORMS)
        message = _("Вид файла «{form}» неизвестен. Есть: {known}.")
        raise Refusal(Code.PARAMETERS, message.format(form=form, known=known))
    record = ArchiveRecord.objects.filter(docflow=flow).first()
    if record is None:
        if flow.is_done and Signature.objects.filter(docflow_id=flow.pk).exists():
            raise NotNow(_PROOF_PAUSE, _("Доказательства по документу ещё собираются."))
        message = _("Документооборот не завершён ({status}): печатной формы ещё нет.")
        raise Refusal(Code.STATE, message.format(status=statuses.status_text(flow.status).lower()))
    suffix, ending = FORMS[form]
    name = proofs.file_name(str(flow.document), f" {flow.pk} ({suffix}).{ending}")
    if form == "stamp":
        return name, _printed(flow, record)
    return name, str(record.protocol_id if form == "protocol" else record.bundle_id)


def _printed(flow: Docflow, record: ArchiveRecord) -> str:
    """Our stamped copy, else the operator's print form."""
    if record.stamped_id:
        return str(record.stamped_id)
    extra = ArchiveExtra.objects.filter(docflow=flow, role=_OPERATORS).values_list("blob", flat=True).first()
    if extra is None:
        raise Refusal(Code.FILE, _("Печатной формы нет. {reason}").format(reason=record.stamp_note))
    return str(extra)


def _field(request: BlockRun) -> str:
    """The field the block names, else the one «Печатная форма» is mapped to. Raises Refusal."""
    named = inputs.first(request.params.get("field"))
    item = runs.item_of(request)
    link = links.of_item(request.company, item.namespace, item.code, item.id).select_related("row").first()
    field = named or (link.row.mapped.get(_MAPPED, "") if link is not None else "")
    if not field:
        message = _(
            "Не указано поле для файла: назовите его в блоке или сопоставьте «Печатную форму» в таблице "
            "«Соответствие документов»."
        )
        raise Refusal(Code.PARAMETERS, message)
    if not objects.is_code(field):
        raise Refusal(Code.PARAMETERS, _("«{field}» — не код поля.").format(field=field))
    return field
