"""What placeholders of a template stand for: the CRM object, its client, our company and their requisites.

Everything is asked of the CRM by its own REST methods, in the name of the portal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paraph.sandbox.bitrix24 import rest
from paraph.sandbox.bitrix24.crm.kinds import COMPANY, CONTACT, find_kind
from paraph.sandbox.bitrix24.rest import Auth, Call
from paraph.sandbox.bitrix24.world import World

#: The portal itself: it may read everything.
_PORTAL = Auth("app", 1, True, frozenset({"crm"}))
#: Fields of requisites told, by the end of the placeholder's name.
_REQUISITES = {
    "RqInn": ("RQ_INN", "ИНН"),
    "RqKpp": ("RQ_KPP", "КПП"),
    "RqOgrn": ("RQ_OGRN", "ОГРН"),
    "RqOgrnip": ("RQ_OGRNIP", "ОГРНИП"),
    "RqCompanyName": ("RQ_COMPANY_NAME", "Сокращённое наименование"),
    "RqCompanyFullName": ("RQ_COMPANY_FULL_NAME", "Полное наименование"),
    "RqDirector": ("RQ_DIRECTOR", "Генеральный директор"),
}
_OURS, _THEIRS = "MyCompanyRequisite", "CompanyRequisite"
_TITLES = {
    "DocumentNumber": "Номер",
    "DocumentTitle": "Название документа",
    "DocumentCreateTime": "Дата документа",
    "Title": "Название",
    "TotalSum": "Сумма",
    "CurrencyId": "Валюта",
    "CompanyTitle": "Компания клиента",
    "MyCompanyTitle": "Моя компания",
    "ContactFormattedName": "Контакт",
}


def of_object(world: World, entity_type_id: int, entity_id: int) -> dict[str, str]:
    """Values by placeholder. Raises the CRM's `RestError` if there is no such object."""
    item = _asked(world, "crm.item.get", entityTypeId=entity_type_id, id=entity_id)["item"]
    company = entity_id if entity_type_id == COMPANY else item.get("companyId")
    contact = entity_id if entity_type_id == CONTACT else item.get("contactId")
    ours = item.get("mycompanyId") or _our_company(world)
    linked = _linked(world, entity_type_id, entity_id)
    return {
        "Title": str(item.get("title") or ""),
        "TotalSum": _money(item.get("opportunity")),
        "CurrencyId": str(item.get("currencyId") or ""),
        "CompanyTitle": _title(world, company),
        "MyCompanyTitle": _title(world, ours),
        "ContactFormattedName": _contact_name(world, contact),
        **_requisites(world, _THEIRS, linked.get("REQUISITE_ID"), company),
        **_requisites(world, _OURS, linked.get("MC_REQUISITE_ID"), ours),
    }


def products(world: World, entity_type_id: int, entity_id: int) -> dict[str, Any]:
    """What goods the object has, in all."""
    kind = find_kind(world, entity_type_id)
    filter = {"=ownerType": kind.abbr if kind else "", "=ownerId": entity_id}
    rows = _asked(world, "crm.item.productrow.list", filter=filter)["productRows"]
    total = sum(float(row["price"]) * float(row["quantity"]) for row in rows)
    return {"currencyId": "RUB", "totalSum": f"{total:.2f}", "totalRows": len(rows)}


def described(names: Iterable[str], found: Mapping[str, str]) -> dict[str, Any]:
    """The answer of `getfields` for these placeholders."""
    return {
        name: {
            "title": title_of(name),
            "value": found.get(name, ""),
            "group": ["Документ"],
            "chain": f"this.SOURCE.{name}",
            "default": found.get(name, ""),
        }
        for name in names
    }


def title_of(name: str) -> str:
    for prefix, owner in ((_OURS, "Моя компания"), (_THEIRS, "Клиент")):
        if name.startswith(prefix) and name.removeprefix(prefix) in _REQUISITES:
            return f"{owner}: {_REQUISITES[name.removeprefix(prefix)][1]}"
    return _TITLES.get(name, name)


def _asked(world: World, method: str, **parameters: Any) -> Any:
    value = rest.find(method).handler(Call(world, method, parameters, _PORTAL))
    return value.result if isinstance(value, rest.Page) else value


def _money(value: Any) -> str:
    return f"{float(value or 0):,.2f}".replace(",", " ").replace(".", ",")


def _title(world: World, company: Any) -> str:
    if not company:
        return ""
    return str(_asked(world, "crm.item.get", entityTypeId=COMPANY, id=company)["item"].get("title") or "")


def _our_company(world: World) -> Any:
    found = _asked(world, "crm.item.list", entityTypeId=COMPANY, filter={"isMyCompany": "Y"})["items"]
    return found[0]["id"] if found else None


def _contact_name(world: World, contact: Any) -> str:
    if not contact:
        return ""
    item = _asked(world, "crm.item.get", entityTypeId=CONTACT, id=contact)["item"]
    return " ".join(str(item[part]) for part in ("lastName", "name", "secondName") if item.get(part))


def _linked(world: World, entity_type_id: int, entity_id: int) -> dict[str, Any]:
    """Which requisites of both sides the object uses, if anybody has said so."""
    filter = {"ENTITY_TYPE_ID": entity_type_id, "ENTITY_ID": entity_id}
    found = _asked(world, "crm.requisite.link.list", filter=filter)
    return dict(found[0]) if found else {}


def _requisites(world: World, prefix: str, requisite: Any, company: Any) -> dict[str, str]:
    """Those that are linked, else the first of the company."""
    if requisite and str(requisite) != "0":
        filter: dict[str, Any] = {"ID": requisite}
    else:
        filter = {"ENTITY_TYPE_ID": COMPANY, "ENTITY_ID": company or 0}
    found = _asked(world, "crm.requisite.list", filter=filter)
    row = found[0] if found else {}
    return {f"{prefix}{end}": str(row.get(name) or "") for end, (name, _) in _REQUISITES.items()}
