"""The button that makes the registries in the portal, and the mapping onto a smart process that is there.

Every step looks before it makes: pressed again, or after an interruption, it goes on where it stopped and
mends what somebody has taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from paraph.effects import services as effects
from paraph.effects.handlers import Run
from paraph.errors import DomainError
from paraph.portals import mapping
from paraph.portals.bitrix24.client import Client
from paraph.portals.bitrix24.errors import Bitrix24Error
from paraph.portals.bitrix24.jobs import Job
from paraph.portals.bitrix24.models import Portal
from paraph.portals.bitrix24.registry import attributes, dialect, orders
from paraph.portals.bitrix24.registry.models import Item, PackageItem, Registry
from paraph.portals.mapping import Attribute, Field, MappingFault, Type

SETUP = "bitrix24.registry.setup"
#: CRM types an item may be a child of: deal, contact, company.
_PARENTS = (2, 3, 4)
_STANDARD = {"title": "title"}
#: Type of an attribute → type of the user field the button makes.
_USER_TYPES: Mapping[Type, str] = {
    Type.TEXT: "string",
    Type.NUMBER: "double",
    Type.DATE: "date",
    Type.MOMENT: "datetime",
    Type.FLAG: "boolean",
    Type.CHOICE: "enumeration",
    Type.FILE: "file",
    Type.LINK: "crm",
}


def order(portal: Portal) -> None:
    """Make or mend the registries, in the caller's transaction."""
    for kind in attributes.ATTRIBUTES:
        Registry.objects.get_or_create(portal=portal, kind=kind, defaults={"is_made": True})
    payload = {"portal": portal.pk}
    effects.enqueue(SETUP, payload, key=portal.key, workspace_id=portal.workspace_id, priority=5)


class SetUp(Job):
    """Makes what is missing in both registries of a portal."""

    kind = SETUP

    def work(self, run: Run, client: Client) -> Mapping[str, Any]:
        made = {}
        for registry in Registry.objects.filter(portal=client.portal).order_by("kind"):
            made[registry.kind] = make(client, registry)
        return made

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        portal = Portal.objects.get(pk=run.payload["portal"])
        orders.touch(Item.objects.filter(portal=portal, is_removed=False))
        orders.touch(PackageItem.objects.filter(portal=portal))
        orders.order(portal, read=True)


def make(client: Client, registry: Registry) -> int:
    """Make the smart process and its fields as far as they are missing; how many fields were added."""
    if registry.is_made:
        _type(client, registry)
    added = _add_fields(client, registry) if registry.is_made else 0
    read_fields(client, registry)
    if registry.is_made:
        by_name = {field.code for field in mapping.read_kept(registry.fields)}
        wanted = {one.code: field_name(registry, one) for one in attributes.ATTRIBUTES[registry.kind]}
        save_mapping(registry, {code: name for code, name in wanted.items() if name in by_name})
    else:
        save_mapping(registry, registry.mapped)
    return added


def _type(client: Client, registry: Registry) -> None:
    """The smart process: the one we know if it is still there, one of our title, or a new one."""
    title = attributes.TITLES[registry.kind]
    found = [one for one in types(client) if one["entityTypeId"] == registry.entity_type_id]
    if not found:  # somebody deleted it, or the answer to `add` was lost
        taken = set(Registry.objects.exclude(pk=registry.pk).values_list("entity_type_id", flat=True))
        found = [one for one in types(client) if one["title"] == title and one["entityTypeId"] not in taken]
    if not found:
        parents = [{"entityTypeId": one, "isChildrenListEnabled": "true"} for one in _PARENTS]
        fields = {"title": title, "relations": {"parent": parents, "child": []}, "isClientEnabled": "N"}
        fields |= {"isAutomationEnabled": "Y", "isBizProcEnabled": "Y", "isStagesEnabled": "N"}
        found = [client.call("crm.type.add", {"fields": fields})["type"]]
    entity_type_id = int(found[0]["entityTypeId"])
    if entity_type_id != registry.entity_type_id:
        _forget_items(registry)
    registry.entity_type_id, registry.type_id = entity_type_id, int(found[0]["id"])
    registry.title = str(found[0]["title"])[:300]
    registry.save()


def _forget_items(registry: Registry) -> None:
    """Items of another smart process are not those of this one."""
    registry.cursor = ""
    if registry.kind == Registry.Kind.PACKAGES:
        PackageItem.objects.filter(portal=registry.portal_id).update(item_id=None, agreed={})
        return
    rows = Item.objects.filter(portal=registry.portal_id)
    rows.update(item_id=None, agreed={}, is_removed=False, signed_sha256="")


def types(client: Client) -> list[dict[str, Any]]:
    """Smart processes of the portal: id, entityTypeId, title."""
    found = client.all("crm.type.list", key="types", id_field="id")
    return [
        {"id": int(one["id"]), "entityTypeId": int(one["entityTypeId"]), "title": str(one["title"])}
        for one in found
    ]


def field_name(registry: Registry, attribute: Attribute) -> str:
    """What the button calls the field of an attribute; 50 characters at most."""
    return _STANDARD.get(attribute.code) or f"UF_CRM_{registry.type_id}_{attribute.code.upper()}"


def _add_fields(client: Client, registry: Registry) -> int:
    entity_id = f"CRM_{registry.type_id}"
    listed = client.all(
        "userfieldconfig.list", {"moduleId": "crm", "filter": {"entityId": entity_id}}, key="fields"
    )
    known = {str(one["fieldName"]) for one in listed}
    missing = [
        (number, one)
        for number, one in enumerate(attributes.ATTRIBUTES[registry.kind], start=1)
        if one.code not in _STANDARD and field_name(registry, one) not in known
    ]
    commands = {
        one.code: (
            "userfieldconfig.add",
            {"moduleId": "crm", "field": _described(registry, one, number * 10)},
        )
        for number, one in missing
    }
    for answer in (client.batch(commands) if commands else {}).values():
        if isinstance(answer, Bitrix24Error):
            raise answer
    return len(missing)


def _described(registry: Registry, attribute: Attribute, sort: int) -> dict[str, Any]:
    described: dict[str, Any] = {
        "entityId": f"CRM_{registry.type_id}",
        "fieldName": field_name(registry, attribute),
        "userTypeId": _USER_TYPES[attribute.type],
        "editFormLabel": {"ru": attribute.title},
        "sort": sort,
        "multiple": "Y" if attribute.code == "signed" else "N",
        "mandatory": "N",
        "showFilter": "N" if attribute.type is Type.FILE else "Y",
    }
    if attribute.type is Type.LINK:
        described["settings"] = {f"DYNAMIC_{registry.entity_type_id}": "Y"}
    if attribute.type is Type.CHOICE:
        described["enum"] = [
            {"value": one.title, "xmlId": one.code, "sort": number * 10}
            for number, one in enumerate(attribute.options, start=1)
        ]
    return described


# Fields and the mapping


def read_fields(client: Client, registry: Registry) -> None:
    """Read the smart process's fields and the values of its lists anew."""
    asked = {"entityTypeId": registry.entity_type_id, "useOriginalUfNames": "Y"}
    described = client.call("crm.item.fields", asked)["fields"]
    found = dialect.fields(described, _choices(client, registry, described))
    registry.fields = mapping.kept(found)
    registry.save(update_fields=("fields",))


def _choices(
    client: Client, registry: Registry, described: Mapping[str, Mapping[str, Any]]
) -> dict[str, Sequence[Mapping[str, Any]]]:
    lists = {name for name, one in described.items() if one.get("type") == "enumeration"}
    if not lists:
        return {}
    asked = {"moduleId": "crm", "filter": {"entityId": f"CRM_{registry.type_id}"}}
    ids = {
        str(one["fieldName"]): one["id"] for one in client.all("userfieldconfig.list", asked, key="fields")
    }
    commands = {
        name: ("userfieldconfig.get", {"moduleId": "crm", "id": ids[name]}) for name in lists if name in ids
    }
    found = {}
    for name, answer in (client.batch(commands) if commands else {}).items():
        if isinstance(answer, Bitrix24Error):
            raise answer
        found[name] = answer["field"].get("enum") or ()
    return found


def choose(client: Client, registry: Registry, entity_type_id: int) -> None:
    """Work with a smart process that is there; the fields are suggested by their names. DomainError."""
    chosen = next((one for one in types(client) if one["entityTypeId"] == entity_type_id), None)
    if chosen is None:
        raise DomainError("type", "Такого смарт-процесса в портале нет: обновите страницу.", field="type")
    if entity_type_id != registry.entity_type_id:
        _forget_items(registry)
    registry.entity_type_id, registry.type_id = entity_type_id, chosen["id"]
    registry.title, registry.is_made = chosen["title"][:300], False
    registry.save()
    read_fields(client, registry)
    suggested = mapping.suggest(attributes.ATTRIBUTES[registry.kind], mapping.read_kept(registry.fields))
    save_mapping(registry, {**suggested, **_standard_title(registry)})


def _standard_title(registry: Registry) -> dict[str, str]:
    names = {one["code"] for one in registry.fields}
    return {code: name for code, name in _STANDARD.items() if name in names}


def save_mapping(registry: Registry, mapped: Mapping[str, str]) -> list[MappingFault]:
    """Keep which field holds what; the registry is worked with only when nothing is missing."""
    fields: list[Field] = mapping.read_kept(registry.fields)
    registry.mapped = {code: name for code, name in mapped.items() if name}
    found = mapping.faults(attributes.ATTRIBUTES[registry.kind], fields, registry.mapped)
    registry.faults = [vars(one) for one in found]
    registry.changed_at = timezone.now()
    registry.save()
    return found


def read_types(client: Client) -> list[dict[str, Any]]:
    """The same as `types` for a page: a portal that does not answer is told in words (DomainError)."""
    try:
        return types(client)
    except Bitrix24Error as error:
        raise DomainError("portal", error.message) from error
