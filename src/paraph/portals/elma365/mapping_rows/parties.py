"""The two sides of a document in ELMA365: items of «Компании» and of «Мои юридические лица»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.formats.requisites import check_party, digits
from paraph.parties.models import Organization
from paraph.parties.wording import translated
from paraph.portals.binding import bind
from paraph.portals.elma365.client import Client
from paraph.portals.elma365.errors import ElmaError
from paraph.portals.elma365.mapping_rows import dialect
from paraph.portals.elma365.mapping_rows.attributes import COMPANIES, REQUISITES
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.models import LegalEntity
from paraph.portals.mapping import Field, kept, read_kept, suggest


@dataclass(frozen=True)
class Party:
    """The other side, as its item states it."""

    item_id: str
    name: str
    inn: str
    kpp: str = ""
    ogrn: str = ""
    email: str = ""


def found_requisites(fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Fields of a company's requisites, as `DocumentMap.requisites` keeps them: attribute and field."""
    by_code = {one.code: one for one in fields}
    found = suggest(REQUISITES, fields)
    return [{"attribute": code, "field": kept([by_code[name]])[0]} for code, name in found.items()]


def counterparty(client: Client, row: DocumentMap, item_id: str) -> Party:
    """The company of that id. DomainError «counterparty» when it is gone or its requisites are wrong.

    Raises CallError when ELMA365 does not tell.
    """
    namespace, _slash, code = COMPANIES.partition("/")
    try:
        raw = client.item(namespace, code, item_id)
    except ElmaError as error:
        if error.code != "not-found":
            raise
        message = _("Такой компании в ELMA365 нет: возможно, её удалили. Выберите другую.")
        raise DomainError("counterparty", message, field="counterparty") from error
    return read(row.requisites, raw)


def read(requisites: Sequence[Mapping[str, Any]], raw: Mapping[str, Any]) -> Party:
    """The party of an item. Raises DomainError «counterparty» when its requisites are wrong."""
    fields = {one["attribute"]: read_kept([one["field"]])[0] for one in requisites}
    mapped = {code: field.code for code, field in fields.items()}
    found, unreadable = bind(REQUISITES, fields.values(), mapped, dialect).read(raw)
    texts = {code: str(found.get(code) or "").strip() for code in ("name", "inn", "kpp", "ogrn", "email")}
    texts |= {code: digits(texts[code]).upper() for code in ("inn", "kpp", "ogrn")}
    name = texts["name"] or str(raw.get("__name") or "").strip()
    faults = [
        *unreadable.values(),
        *translated(check_party(texts["inn"], texts["kpp"], texts["ogrn"])).values(),
    ]
    if not name:
        faults.append(_("У компании нет названия."))
    if faults:
        title = name or texts["inn"] or str(raw.get("__id") or "")
        raise DomainError("counterparty", f"«{title}»: {' '.join(faults)}", field="counterparty")
    return Party(str(raw.get("__id") or ""), **{**texts, "name": name})


def find_company(client: Client, row: DocumentMap, inn: str, kpp: str) -> str | None:
    """Id of the company with these requisites; None when there is none, or several it might be."""
    fields = {one["attribute"]: one["field"]["code"] for one in row.requisites}
    if "inn" not in fields or not inn:
        return None
    namespace, _slash, code = COMPANIES.partition("/")
    found = client.items(namespace, code, filter={"tf": {fields["inn"]: inn}})
    same = [one for one in found if str(one.get(fields["inn"]) or "") == inn and not one.get("__deletedAt")]
    exact = [one for one in same if str(one.get(fields.get("kpp", "")) or "") == kpp]
    chosen = exact or same
    return str(chosen[0]["__id"]) if len(chosen) == 1 else None


def organization(row: DocumentMap, item_id: str | None) -> Organization:
    """Our side: the legal entity an item names, else the only one there is. DomainError «organization»."""
    rows = LegalEntity.objects.filter(company=row.company_id, is_active=True).select_related("organization")
    if item_id is not None:
        entity = rows.filter(item_id=item_id).first()
        if entity is None:
            raise _no_organization(_("Такого юридического лица нет среди прочитанных: обновите «Аккаунты»."))
        if entity.organization is None:
            message = _("Юридическому лицу «{name}» не сопоставлена организация: раздел «Аккаунты».")
            raise _no_organization(message.format(name=entity.name))
        return entity.organization
    known = {one.organization_id: one.organization for one in rows if one.organization is not None}
    if len(known) == 1:
        return next(iter(known.values()))
    if not known:
        raise _no_organization(_("Нет ни одного юридического лица с организацией: раздел «Аккаунты»."))
    raise _no_organization(_("Укажите в элементе, от какого юридического лица документ: их несколько."))


def _no_organization(message: str) -> DomainError:
    return DomainError("organization", message, field="organization")
