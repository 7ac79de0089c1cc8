"""What of the portal a sending robot needs: documents, the contact with requisites, the CRM object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.bitrix24.batching import Reference
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error, PortalError
from paraph.portals.bitrix24.robots.codes import Response
from paraph.portals.bitrix24.robots.inputs import Entity, Inputs
from paraph.portals.bitrix24.robots.runs import Refusal
from paraph.registry import files, filetypes

_CONTACT, _COMPANY = 3, 4


class NotReady(Exception):
    """The PDF of a generated document is still being made."""


@dataclass(frozen=True)
class Facts:
    """Answers of the portal by key; a refusal is a value, because the checks come in their own order."""

    answers: Mapping[str, Any]

    def get(self, key: str, refusal: Response, missing: str) -> Mapping[str, Any]:
        """The object of that key. Raises Refusal when the portal has none; passes on what may pass."""
        found = self.answers.get(key)
        if isinstance(found, PortalError):
            raise Refusal(refusal, f"{missing} {found.message}")
        if isinstance(found, Bitrix24Error):
            raise found
        if isinstance(found, Mapping):
            found = found.get("item" if key == "entity" else "document", found)
        if not isinstance(found, Mapping) or not found:
            raise Refusal(refusal, missing)
        return found

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        """A list; empty when the portal refused it (it may have been asked in vain)."""
        found = self.answers.get(key)
        if isinstance(found, Bitrix24Error) and not isinstance(found, PortalError):
            raise found
        return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def ask(client: Client, given: Inputs) -> Facts:
    """Everything in one request."""
    commands: dict[str, tuple[str, Mapping[str, Any]]] = {
        f"document{source}": ("crm.documentgenerator.document.get", {"id": source})
        for source in given.document_ids
    }
    commands |= {f"file{name}": ("disk.file.get", {"id": name}) for name in given.files if name.isdecimal()}
    of_company = {"ENTITY_TYPE_ID": _COMPANY, "ENTITY_ID": Reference("$result[contact][COMPANY_ID]")}
    of_contact = {"ENTITY_TYPE_ID": _CONTACT, "ENTITY_ID": given.contact_id}
    commands |= {
        "contact": ("crm.contact.get", {"ID": given.contact_id}),
        "company_requisites": ("crm.requisite.list", {"filter": of_company}),
        "contact_requisites": ("crm.requisite.list", {"filter": of_contact}),
    }
    if given.entity is not None:
        where = {"entityTypeId": given.entity.type_id, "id": given.entity.id}
        commands["entity"] = ("crm.item.get", where)
        linked = {"ENTITY_TYPE_ID": given.entity.type_id, "ENTITY_ID": given.entity.id}
        commands["link"] = ("crm.requisite.link.get", linked)
    return Facts(client.batch(commands))


# -- files --------------------------------------------------------------------------------------------------


def documents(client: Client, given: Inputs, facts: Facts) -> list[dict[str, Any]]:
    """Every document with its stored file, as JSON.

    Raises NotReady while a PDF is being made, Refusal when there is none or it is not sound.
    """
    found = [_generated(facts, source) for source in given.document_ids]
    found += [_uploaded(facts, name) for name in given.files]
    return [_fetched(client, one) for one in found]


def _generated(facts: Facts, source: int) -> dict[str, Any]:
    missing = _("Документа {id} нет в генераторе документов портала.").format(id=source)
    row = facts.get(f"document{source}", Response.FILE, missing)
    if str(row.get("isTransformationError") or "").lower() in ("1", "true", "y"):
        message = _("Портал не смог сделать PDF документа «{title}»: {reason}")
        reason = row.get("transformationErrorMessage") or _("без объяснения")
        raise Refusal(Response.FILE, message.format(title=row.get("title"), reason=reason))
    url = str(row.get("pdfUrlMachine") or "")
    if not url:
        raise NotReady
    title = str(row.get("title") or f"Документ {source}")
    return {
        "source_id": source,
        "title": title,
        "number": str(row.get("number") or ""),
        "date": str(row.get("createTime") or "")[:10],
        "file_name": f"{title}.pdf",
        "url": url,
    }


def _uploaded(facts: Facts, name: str) -> dict[str, Any]:
    """A file by its id on Disk, or by an address of the portal: versions of the portal differ."""
    if name.isdecimal():
        missing = _("Файла {id} нет на Диске портала.").format(id=name)
        row = facts.get(f"file{name}", Response.FILE, missing)
        file_name, url = str(row.get("NAME") or name), str(row.get("DOWNLOAD_URL") or "")
    else:
        file_name, url = "Документ.pdf", name
    title = file_name.rpartition(".")[0] or file_name
    return {"source_id": 0, "title": title, "number": "", "date": "", "file_name": file_name, "url": url}


def _fetched(client: Client, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        data = client.download(str(row["url"]), settings.MAX_DOCUMENT_BYTES)
        received = files.receive(filetypes.nearest_name(str(row["file_name"])), BytesIO(data))
    except PortalError as error:
        raise Refusal(Response.FILE, _("Файл не получен. {text}").format(text=error.message)) from error
    except DomainError as error:
        message = _("Файл «{name}» не принят: {text}")
        raise Refusal(Response.FILE, message.format(name=row["file_name"], text=error.message)) from error
    kept = {name: row[name] for name in ("source_id", "title", "number", "date")}
    return kept | {
        "file_name": received.file_name,
        "mime": received.mime,
        "pages": received.pages,
        "stored": vars(received.stored),
    }


# -- the other side -----------------------------------------------------------------------------------------


def partner(given: Inputs, facts: Facts, *, needs_email: bool) -> dict[str, str]:
    """Who signs on the other side and for which firm. Raises Refusal «contact» with what to fill in."""
    missing = _("Контакт {id} не найден.").format(id=given.contact_id)
    contact = facts.get("contact", Response.CONTACT, missing)
    parts = (contact.get("LAST_NAME"), contact.get("NAME"), contact.get("SECOND_NAME"))
    name = " ".join(str(part) for part in parts if part)
    email = _first_email(contact.get("EMAIL"))
    if needs_email and not email:
        message = _("У контакта «{name}» не заполнена электронная почта: на неё придёт ссылка на документ.")
        raise Refusal(Response.CONTACT, message.format(name=name or given.contact_id))
    firm = _firm(contact, facts, given.contact_id)
    if firm is None:
        message = _(
            "У компании контакта «{name}» нет реквизитов с ИНН: заполните реквизиты в карточке компании."
        )
        raise Refusal(Response.CONTACT, message.format(name=name or given.contact_id))
    return {"person": name, "email": email, **firm}


def _first_email(rows: Any) -> str:
    values = (str(row.get("VALUE") or "") for row in rows if isinstance(row, Mapping)) if rows else ()
    return next((value.strip() for value in values if value.strip()), "")


def _firm(contact: Mapping[str, Any], facts: Facts, contact_id: int) -> dict[str, str] | None:
    """Requisites the CRM object is linked to, else the company's first with ИНН, else the person's own."""
    company = str(contact.get("COMPANY_ID") or "")
    rows = [row for row in facts.rows("company_requisites") if str(row.get("ENTITY_ID")) == company]
    rows += [row for row in facts.rows("contact_requisites") if str(row.get("ENTITY_ID")) == str(contact_id)]
    link = facts.answers.get("link")
    linked = str(link.get("REQUISITE_ID") or "") if isinstance(link, Mapping) else ""
    known = [row for row in rows if str(row.get("RQ_INN") or "").strip()]
    known.sort(key=lambda row: str(row.get("ID")) != linked)
    return _requisites(known[0]) if known else None


def _requisites(row: Mapping[str, Any]) -> dict[str, str]:
    def text(*names: str) -> str:
        return next((str(row[name]).strip() for name in names if row.get(name)), "")

    person = " ".join(filter(None, (text("RQ_LAST_NAME"), text("RQ_FIRST_NAME"), text("RQ_SECOND_NAME"))))
    return {
        "name": text("RQ_COMPANY_NAME", "RQ_COMPANY_FULL_NAME") or person or text("NAME"),
        "inn": text("RQ_INN"),
        "kpp": text("RQ_KPP"),
        "ogrn": text("RQ_OGRN", "RQ_OGRNIP"),
    }


# -- the CRM object -----------------------------------------------------------------------------------------


def entity(given: Inputs, facts: Facts) -> Entity:
    """The CRM object the document belongs to; any kind will do. Raises Refusal «entity»."""
    if given.entity is None:
        raise Refusal(
            Response.ENTITY,
            _("Робот работает с элементами CRM: сделкой, лидом, счётом, смарт-процессом и другими."),
        )
    missing = _("Элемент CRM {name} не найден.").format(name=given.entity.name)
    facts.get("entity", Response.ENTITY, missing)
    return given.entity


def user_of_field(client: Client, place: Entity | None, field: str) -> int:
    """The user a field of the CRM object names; 0 when it is empty."""
    if place is None:
        return 0
    asked = {"entityTypeId": place.type_id, "id": place.id, "useOriginalUfNames": "Y"}
    item = client.call("crm.item.get", asked).get("item") or {}
    value = item.get(field)
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return next((int(one) for one in values if str(one or "").isdecimal() and int(one)), 0)
