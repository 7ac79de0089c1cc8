"""«Создать документ» from a CRM object: a file of the portal's generator or of a person, sent to be signed.

The generator makes its PDF later than the document: an effect asks for it, at most `PATIENCE` long, and tells
the page how it goes. The document, its package and the request to sign are made in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload
from paraph.effects import services as effects
from paraph.effects.handlers import Retry, Run
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.parties.models import Counterparty, Employee, Organization
from paraph.portals.bitrix24.clickdoc.models import Creation
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, NeedsAdministrator, PortalError
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import forming, items

#: How long the generator may take over its PDF, and the pauses between looks, seconds.
PATIENCE = timedelta(seconds=90)
_PAUSES = (2, 4, 8, 15)
#: When the page stops waiting, also when the portal could not be asked at all.
LONGEST = timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """What a person states about the document and who is to sign it; ids, and texts as they were typed."""

    organization: int
    counterparty: int
    signer: int
    #: Plain values by attribute: kind, title, number, date, amount …
    stated: Mapping[str, Any]
    recipient_email: str
    recipient_name: str = ""
    message: str = ""
    #: ISO moment, or empty.
    sign_deadline: str = ""


def templates(client: Client, entity_type_id: int) -> list[tuple[int, str]]:
    """Ids and names of the generator's templates for this type of CRM objects. Raises Bitrix24Error."""
    asked = {"filter": {"entityTypeId": entity_type_id, "active": "Y"}, "order": {"sort": "asc"}}
    found = client.call("crm.documentgenerator.template.list", asked)["templates"]
    rows = found.values() if isinstance(found, dict) else found
    return [(int(row["id"]), str(row["name"])) for row in rows]


def from_file(
    portal: Portal, owner: tuple[int, int], wanted: Wanted, upload: Upload, employee: Employee
) -> Creation:
    """Make the document of a file a person gives. Raises DomainError as `forming.form`."""
    with journal.writing(portal.workspace_id):
        row = _begun(portal, owner, wanted, employee, template_id=0)
        _make(row, upload, "upload", wanted)
    return row


def from_template(
    portal: Portal, owner: tuple[int, int], wanted: Wanted, template_id: int, employee: Employee
) -> Creation:
    """Order the document at the portal's generator; the row tells how it goes."""
    items.authorise(portal, employee)
    with transaction.atomic():
        row = _begun(portal, owner, wanted, employee, template_id=template_id)
        effects.enqueue(
            Generate.kind,
            {"portal": portal.pk, "creation": row.pk},
            key=portal.key,
            idempotency_id=f"{Generate.kind}:{row.pk}",
            workspace_id=portal.workspace_id,
            priority=5,
        )
    return row


def is_late(row: Creation) -> bool:
    """Whether waiting makes no sense any more."""
    return timezone.now() - row.created_at > LONGEST


def _begun(
    portal: Portal, owner: tuple[int, int], wanted: Wanted, employee: Employee, *, template_id: int
) -> Creation:
    return Creation.objects.create(
        portal=portal,
        workspace_id=portal.workspace_id,
        created_by=employee,
        entity_type_id=owner[0],
        entity_id=owner[1],
        template_id=template_id,
        wanted=asdict(wanted),
    )


def _make(row: Creation, upload: Upload, source: str, wanted: Wanted) -> None:
    """Document, package and request to sign, in the caller's transaction."""
    owner = (row.entity_type_id, row.entity_id)
    item = items.add_files(row.portal, owner, [upload], row.created_by, source)[0]
    items.change(item, {name: value for name, value in wanted.stated.items() if value}, row.created_by)
    row.package = forming.form(row.portal, owner, [item], _draft(row, wanted), row.created_by)
    row.state = Creation.State.READY
    row.save(update_fields=("package", "state", "outer_id"))


def _draft(row: Creation, wanted: Wanted) -> Draft:
    """The rows may have gone since they were chosen."""

    def found(model: Any, pk: int) -> Any:
        one = model.objects.filter(workspace=row.workspace_id, pk=pk).first()
        if one is None:
            raise DomainError("not-found", _("Участник не найден в вашем рабочем пространстве."))
        return one

    return Draft(
        organization=found(Organization, wanted.organization),
        counterparty=found(Counterparty, wanted.counterparty),
        signer=found(Employee, wanted.signer),
        recipient_email=wanted.recipient_email,
        recipient_name=wanted.recipient_name,
        message=wanted.message,
        sign_deadline=datetime.fromisoformat(wanted.sign_deadline) if wanted.sign_deadline else None,
    )


class Generate(Job):
    """crm.documentgenerator.document.add, then .get until the PDF is there."""

    kind = "bitrix24.create-document"
    max_attempts = 60

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        row = Creation.objects.select_related("portal__workspace", "created_by").get(
            pk=run.payload["creation"]
        )
        if row.state != Creation.State.PREPARING:
            return {}
        if is_late(row):
            return {"error": _("Портал не ответил за 10 минут. Попробуйте создать документ ещё раз.")}
        try:
            return self._asked(run, client, row)
        except NeedsAdministrator:
            raise
        except PortalError as error:
            return {"error": error.message}
        except DomainError as error:
            return {"error": _reasons(error)}

    def _asked(self, run: Run, client: Client, row: Creation) -> Mapping[str, Any]:
        document_id = self._document(run, client, row)
        asked = {"id": document_id}
        found = client.call("crm.documentgenerator.document.get", asked)["document"]
        if str(found.get("isTransformationError") or "") in ("1", "Y", "True", "true"):
            words = str(found.get("transformationErrorMessage") or "")
            return {"error": _("Портал не смог сделать PDF. {reason}").format(reason=words).strip()}
        url = found.get("pdfUrlMachine")
        if not url:
            return self._not_ready(run)
        data = client.download(str(url), settings.MAX_DOCUMENT_BYTES)
        self._make(row, document_id, found, data)
        return {}

    def _document(self, run: Run, client: Client, row: Creation) -> int:
        """Id of the document at the generator: made once, found again when the answer was lost."""
        known = dict(run.intent or {})
        if "document" in known:
            return int(known["document"])
        if "newest" in known:
            made = [pk for pk in self._listed(client, row) if pk > known["newest"]]
        else:
            known["newest"] = max(self._listed(client, row), default=0)
            run.remember(known)
            made = []
        if not made:
            stated = row.wanted.get("stated", {})
            values = {"DocumentNumber": stated["number"]} if stated.get("number") else {}
            asked = {
                "templateId": row.template_id,
                "entityTypeId": row.entity_type_id,
                "entityId": row.entity_id,
                "values": values,
            }
            made = [int(client.call("crm.documentgenerator.document.add", asked)["document"]["id"])]
        run.remember({**known, "document": min(made), "since": timezone.now().isoformat(), "looks": 0})
        return min(made)

    def _listed(self, client: Client, row: Creation) -> list[int]:
        """The newest documents of this template and object."""
        asked = {
            "filter": {
                "templateId": row.template_id,
                "entityTypeId": row.entity_type_id,
                "entityId": row.entity_id,
            },
            "order": {"id": "desc"},
            "select": ["id"],
        }
        found = client.call("crm.documentgenerator.document.list", asked)["documents"]
        return [int(one["id"]) for one in found]

    def _not_ready(self, run: Run) -> Mapping[str, Any]:
        known = dict(run.intent or {})
        if timezone.now() - datetime.fromisoformat(known["since"]) > PATIENCE:
            return {"error": _("Портал не сделал PDF за полторы минуты. Попробуйте ещё раз позже.")}
        pause = _PAUSES[min(known["looks"], len(_PAUSES) - 1)]
        run.remember({**known, "looks": known["looks"] + 1})
        raise Retry(_("Портал готовит PDF."), after=timedelta(seconds=pause))

    def _make(self, row: Creation, document_id: int, found: Mapping[str, Any], data: bytes) -> None:
        """Exactly once: the row is locked while everything of ours is made."""
        wanted = Wanted(**row.wanted)
        stated = {"number": str(found.get("number") or ""), "date": f"{timezone.localdate():%Y-%m-%d}"}
        given = {name: value for name, value in wanted.stated.items() if value}
        title = given.get("title") or str(found["title"])
        with journal.writing(row.workspace_id):
            row.refresh_from_db(fields=("state",))
            if row.state != Creation.State.PREPARING:
                return
            row.outer_id = document_id
            full = Wanted(**{**asdict(wanted), "stated": {**stated, **given, "title": title}})
            _make(row, Upload(f"{title}.pdf", BytesIO(data)), f"docgen:{document_id}", full)

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if answer.get("error"):
            rows = Creation.objects.filter(pk=run.payload["creation"], state=Creation.State.PREPARING)
            rows.update(state=Creation.State.FAILED, error=answer["error"])

    def dropped(self, run: Run, reason: str) -> None:
        self.settle(run, {"error": reason})


def _reasons(error: DomainError) -> str:
    """Every fault that hindered the package, in one text."""
    faults = error.details.get("faults")
    found = faults.values() if isinstance(faults, Mapping) else faults or ()
    texts = [str(getattr(fault, "message", fault)) for fault in found]
    return " ".join(texts) or error.message


def template_fault(error: Bitrix24Error) -> str:
    """Why the templates cannot be shown."""
    return _("Шаблоны портала сейчас не получить: {reason}").format(reason=error.message)
