"""Smart processes and their user fields; what the sandbox sows and makes in numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from portal_client import App, AppServer, Portal, Refused

from paraph.formats.requisites import check_inn


def refusal(call: Any, method: str, **params: Any) -> tuple[Any, str]:
    with pytest.raises(Refused) as refused:
        call(method, **params)
    return refused.value.code, refused.value.body["error_description"]


@pytest.fixture(scope="module")
def made(portal: Portal) -> dict[str, Any]:
    relations = {
        "parent": [
            {"entityTypeId": 2, "isChildrenListEnabled": "true"},
            {"entityTypeId": 31, "isChildrenListEnabled": "Y"},
        ],
        "child": [{"entityTypeId": 4}],
    }
    fields = {"title": "Пакеты", "relations": relations, "isClientEnabled": "Y", "isStagesEnabled": "N"}
    result: dict[str, Any] = portal.call("crm.type.add", fields=fields)["type"]
    return result


def test_a_smart_process_and_its_links(made: dict[str, Any]) -> None:
    assert (made["entityTypeId"], made["isClientEnabled"], made["isStagesEnabled"]) == (1030, "Y", "N")
    parents = {one["entityTypeId"]: one for one in made["relations"]["parent"]}
    assert parents[2] == {"entityTypeId": 2, "isChildrenListEnabled": "Y", "isPredefined": "N"}
    # `Y` is not understood where «true» is wanted.
    assert parents[31]["isChildrenListEnabled"] == "N"
    assert parents[4]["isPredefined"] == "Y"


def test_options_decide_which_fields_there_are(portal: Portal, made: dict[str, Any]) -> None:
    fields = portal.call("crm.item.fields", entityTypeId=made["entityTypeId"])["fields"]
    assert {"companyId", "contactIds", "parentId2", "parentId31"} <= fields.keys()
    assert not {"stageId", "opportunity", "mycompanyId", "parentId4"} & fields.keys()
    assert f"parentId{made['entityTypeId']}" in portal.call("crm.item.fields", entityTypeId=4)["fields"]
    params = {"id": made["id"], "fields": {"isStagesEnabled": "Y"}}
    assert portal.call("crm.type.update", **params)["type"]["isStagesEnabled"] == "Y"
    assert "stageId" in portal.call("crm.item.fields", entityTypeId=made["entityTypeId"])["fields"]


def test_numbers_of_smart_processes(portal: Portal) -> None:
    assert (
        portal.call("crm.type.add", fields={"title": "Старый", "entityTypeId": 147})["type"]["entityTypeId"]
        == 147
    )
    for number in (127, 193, 1031, 2):
        told = refusal(portal.call, "crm.type.add", fields={"title": "x", "entityTypeId": number})
        assert told == ("INVALID_ARG_VALUE", "entityTypeId is out of allowed range")
    assert refusal(portal.call, "crm.type.add")[0] == "100"
    assert refusal(portal.call, "crm.type.get", id=999) == ("0", "Смарт-процесс не найден")


def test_smart_processes_are_for_administrators(portal: Portal, app: App) -> None:
    for method, params in (("crm.type.add", {"fields": {"title": "x"}}), ("crm.type.list", {})):
        assert refusal(lambda name, **more: app.call(name, 5, **more), method, **params)[0] == "ACCESS_DENIED"


def test_a_plan_may_forbid_smart_processes(portal: Portal, made: dict[str, Any]) -> None:
    codes = ["CREATE_DYNAMIC_TYPE_RESTRICTED", "CREATE_DYNAMIC_ITEM_RESTRICTED"]
    portal.control("POST", "crm/restrictions", {"codes": codes})
    assert refusal(portal.call, "crm.type.add", fields={"title": "x"})[0] == codes[0]
    asked = {"entityTypeId": made["entityTypeId"], "fields": {}}
    assert refusal(portal.call, "crm.item.add", **asked)[0] == codes[1]
    assert portal.call("crm.item.add", entityTypeId=2, fields={})["item"]["id"]
    portal.control("POST", "crm/restrictions", {"codes": []})
    assert portal.call("crm.item.add", **asked)["item"]["id"]


def test_a_smart_process_with_items_is_not_deleted(portal: Portal) -> None:
    made = portal.call("crm.type.add", fields={"title": "Временный"})["type"]
    id = portal.call("crm.item.add", entityTypeId=made["entityTypeId"], fields={})["item"]["id"]
    assert refusal(portal.call, "crm.type.delete", id=made["id"])[0] == "BX_ERROR"
    portal.call("crm.item.delete", entityTypeId=made["entityTypeId"], id=id)
    assert portal.call("crm.type.delete", id=made["id"]) == []
    listed = [one["id"] for one in portal.call("crm.type.list")["types"]]
    assert made["id"] not in listed


def test_a_user_field_carries_the_number_of_its_type(portal: Portal, made: dict[str, Any]) -> None:
    entity = f"CRM_{made['id']}"
    field = {"entityId": entity, "userTypeId": "string", "editFormLabel": {"ru": "Номер"}}
    wrong = {**field, "fieldName": "UF_CRM_NUMBER"}
    told = refusal(portal.call, "userfieldconfig.add", moduleId="crm", field=wrong)
    assert told == ("", "Вы не можете создавать пользовательские поля")
    name = f"UF_{entity}_NUMBER"
    added = portal.call("userfieldconfig.add", moduleId="crm", field={**field, "fieldName": name})["field"]
    assert isinstance(added["id"], str)
    assert added["editFormLabel"] == {"ru": "Номер", "en": None}
    # `showInList` is not for this method.
    assert added["showInList"] == "Y"
    again = refusal(portal.call, "userfieldconfig.add", moduleId="crm", field={**field, "fieldName": name})
    assert again[1].endswith("уже существует.")
    change = {"moduleId": "crm", "id": added["id"], "field": {"mandatory": "Y"}}
    assert portal.call("userfieldconfig.update", **change)["field"]["mandatory"] == "Y"
    told = refusal(portal.call, "crm.item.add", entityTypeId=made["entityTypeId"], fields={})
    assert told == ("CRM_FIELD_ERROR_REQUIRED", 'Поле "Номер" обязательно для заполнения')
    assert portal.call("userfieldconfig.delete", moduleId="crm", id=added["id"]) is None
    assert refusal(portal.call, "userfieldconfig.get", moduleId="crm", id=added["id"])[0] == ""


def test_user_fields_of_a_smart_process_need_an_administrator(
    portal: Portal, app: App, made: dict[str, Any]
) -> None:
    field = {"entityId": f"CRM_{made['id']}", "fieldName": f"UF_CRM_{made['id']}_X", "userTypeId": "string"}
    call = {"moduleId": "crm", "field": field}
    assert refusal(lambda name, **more: app.call(name, 5, **more), "userfieldconfig.add", **call) == (
        "",
        "Access denied",
    )


def test_user_fields_need_the_scope_of_their_module_too(portal: Portal, app_server: AppServer) -> None:
    narrow = portal.install(app_server, name="Узкое", scopes=["userfieldconfig"])
    told = refusal(narrow.call, "userfieldconfig.getTypes", moduleId="crm")
    assert told == ("", "The current method required more scopes. (crm)")
    assert "enumeration" in portal.call("userfieldconfig.getTypes", moduleId="crm")["types"]
    told = refusal(portal.call, "userfieldconfig.getTypes", moduleId="unheard-of")
    assert told == ("", "No settings for UserFieldAccess")


def test_choices_of_a_list_are_changed_by_their_numbers(portal: Portal) -> None:
    choices = [{"value": "Да", "def": "Y"}, {"value": "Нет"}]
    field = {"entityId": "CRM_COMPANY", "fieldName": "UF_CRM_ANSWER", "userTypeId": "enumeration"}
    added = portal.call("userfieldconfig.add", moduleId="crm", field={**field, "enum": choices})["field"]
    yes, no = added["enum"]
    assert (yes["value"], yes["def"], yes["userFieldId"]) == ("Да", "Y", added["id"])
    params = {"moduleId": "crm", "id": added["id"]}
    changed = [{"id": yes["id"], "value": "Конечно"}, {"id": no["id"], "del": "Y"}, {"value": "Может быть"}]
    told = portal.call("userfieldconfig.update", **params, field={"enum": changed})["field"]["enum"]
    assert [one["value"] for one in told] == ["Конечно", "Может быть"]
    assert told[0]["id"] == yes["id"]


# -- what the sandbox has and makes ------------------------------------------------------------------------


def test_the_portal_belongs_to_our_company(portal: Portal) -> None:
    params = {"entityTypeId": 4, "filter": {"isMyCompany": "Y"}}
    (mine,) = portal.call("crm.item.list", **params)["items"]
    assert mine["id"] == portal.ready["crm"]["companies"]["my"]
    assert portal.ask("crm.deal.list")["total"] >= 10
    assert portal.call("crm.contact.get", id=portal.ready["crm"]["contacts"]["molchunov"])["HAS_EMAIL"] == "N"


def test_many_deals_at_once(portal: Portal) -> None:
    made = portal.control("POST", "crm/deals", {"count": 30, "companies": 10})
    assert (len(made["deals"]), len(made["companies"])) == (30, 10)
    listed = portal.ask("crm.deal.list", {"filter": {"@COMPANY_ID": made["companies"]}})
    assert listed["total"] == 30
    requisites = portal.call("crm.requisite.list", filter={"@ENTITY_ID": made["companies"]})
    assert len({one["RQ_INN"] for one in requisites}) == 10
    assert not any(check_inn(one["RQ_INN"]) for one in requisites)
    link = portal.call("crm.requisite.link.get", entityTypeId=2, entityId=made["deals"][-1])
    assert link["REQUISITE_ID"] in [one["ID"] for one in requisites]


def test_many_deals_of_a_company_there_is(portal: Portal) -> None:
    buyer = portal.ready["crm"]["companies"]["buyer"]
    made = portal.control("POST", "crm/deals", {"count": 3, "company": buyer})
    assert made["companies"] == []
    deals = portal.call("crm.deal.list", filter={"@ID": made["deals"]})
    assert {one["COMPANY_ID"] for one in deals} == {str(buyer)}
    bare = portal.ready["crm"]["companies"]["bare"]
    order = {"count": 1, "company": bare}
    assert portal.http.post(f"{portal.ready['control']}/crm/deals", json=order).status_code == 404


def test_an_employee_changes_a_deal_on_the_page(portal: Portal) -> None:
    portal.control("POST", "crm/items/2/1", {"user": 3, "fields": {"STAGE_ID": "EXECUTING"}})
    deal = portal.call("crm.deal.get", id=1)
    assert (deal["STAGE_ID"], deal["MODIFY_BY_ID"]) == ("EXECUTING", "3")


def test_a_reset_portal_is_as_new(start_portal: Callable[..., Portal]) -> None:
    portal = start_portal()
    portal.call("crm.type.add", fields={"title": "Прошлый"})
    deals = portal.ask("crm.deal.list")["total"]
    portal.call("crm.deal.add", fields={"TITLE": "Прошлая"})
    portal.control("POST", "reset")
    assert portal.ask("crm.deal.list")["total"] == deals
    assert portal.call("crm.type.list")["types"] == []
    made = portal.call("crm.type.add", fields={"title": "Новый"})["type"]
    assert (made["id"], made["entityTypeId"]) == (1, 1030)
    assert portal.call("crm.item.list", entityTypeId=1030)["items"] == []
