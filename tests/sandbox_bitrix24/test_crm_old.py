"""crm.deal.* and their like, userfields in their form, requisites with their links and addresses."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from portal_client import App, AppServer, Portal, Refused

from paraph.formats.requisites import check_inn
from paraph.sandbox.pki.people import ORGANIZATIONS


def refusal(portal: Portal, method: str, **params: Any) -> tuple[Any, str]:
    with pytest.raises(Refused) as refused:
        portal.call(method, **params)
    assert refused.value.status == 400
    return refused.value.code, refused.value.body["error_description"]


def test_every_value_is_a_string(portal: Portal) -> None:
    id = portal.call("crm.deal.add", fields={"TITLE": "Старая", "OPPORTUNITY": 1500, "COMPANY_ID": 2})
    assert isinstance(id, int)
    deal = portal.call("crm.deal.get", id=id)
    assert (deal["ID"], deal["COMPANY_ID"], deal["OPPORTUNITY"]) == (str(id), "2", "1500.00")
    assert (deal["CLOSED"], deal["CLOSEDATE"], deal["LEAD_ID"]) == ("N", "", None)
    assert deal["DATE_CREATE"] == deal["DATE_MODIFY"]
    assert "CREATED_TIME" not in deal


def test_old_names_differ_from_the_new_ones(portal: Portal) -> None:
    id = portal.call("crm.lead.add", fields={"TITLE": "Лид", "STATUS_ID": "IN_PROCESS"})
    assert portal.call("crm.lead.get", id=id)["STATUS_ID"] == "IN_PROCESS"
    assert portal.call("crm.item.get", entityTypeId=1, id=id)["item"]["stageId"] == "IN_PROCESS"
    company = portal.call("crm.company.add", fields={"TITLE": "ООО", "COMPANY_TYPE": "SUPPLIER"})
    assert portal.call("crm.company.get", id=company)["COMPANY_TYPE"] == "SUPPLIER"


def test_errors_have_no_code(portal: Portal) -> None:
    assert refusal(portal, "crm.deal.get", id=999999) == ("", "Not found")
    assert refusal(portal, "crm.deal.get", id="x") == ("", "ID is not defined or invalid.")
    assert refusal(portal, "crm.deal.add", fields="x") == ("", "Parameter 'fields' must be array.")
    assert refusal(portal, "crm.deal.delete", id=999999) == ("", "Not found")


def test_a_mistyped_filter_finds_everything(portal: Portal) -> None:
    """The trap of the old methods: the new ones refuse it."""
    everything = portal.ask("crm.deal.list")["total"]
    assert portal.ask("crm.deal.list", {"filter": {"COMPANYID": 2}})["total"] == everything
    assert portal.ask("crm.deal.list", {"filter": {"COMPANY_ID": 2}})["total"] < everything


def test_a_star_is_without_user_fields_and_emails(portal: Portal) -> None:
    (deal,) = portal.call("crm.deal.list", filter={"ID": 1})
    assert "UF_CRM_SIGNER" not in deal
    (deal,) = portal.call("crm.deal.list", filter={"ID": 1}, select=["*", "UF_*"])
    assert deal["UF_CRM_SIGNER"] == "2"
    (contact,) = portal.call("crm.contact.list", filter={"ID": 1})
    assert "EMAIL" not in contact
    (contact,) = portal.call("crm.contact.list", filter={"ID": 1}, select=["NAME", "EMAIL"])
    assert contact["EMAIL"][0]["VALUE"] == "polevoy@vasilek.example"
    assert set(contact) == {"ID", "NAME", "EMAIL"}


def test_emails_are_lists_that_grow(portal: Portal) -> None:
    id = portal.call("crm.contact.add", fields={"NAME": "Ия", "EMAIL": [{"VALUE": "a@b.example"}]})
    (email,) = portal.call("crm.contact.get", id=id)["EMAIL"]
    assert email == {"ID": email["ID"], "VALUE_TYPE": "WORK", "VALUE": "a@b.example", "TYPE_ID": "EMAIL"}
    portal.call("crm.contact.update", id=id, fields={"EMAIL": [{"VALUE": "c@d.example"}]})
    assert len(portal.call("crm.contact.get", id=id)["EMAIL"]) == 2
    changes = [{"ID": email["ID"], "DELETE": "Y"}]
    assert portal.call("crm.contact.update", id=id, fields={"EMAIL": changes}) is True
    assert [one["VALUE"] for one in portal.call("crm.contact.get", id=id)["EMAIL"]] == ["c@d.example"]
    wrong = {"EMAIL": [{"VALUE": "не почта"}]}
    assert refusal(portal, "crm.contact.update", id=id, fields=wrong)[0] == "ERROR_CORE"


def test_files_have_addresses_for_people_only(portal: Portal) -> None:
    portal.call("crm.deal.userfield.add", fields={"FIELD_NAME": "SCAN", "USER_TYPE_ID": "file"})
    data = ["a.pdf", base64.b64encode(b"PDF").decode()]
    id = portal.call("crm.deal.add", fields={"UF_CRM_SCAN": {"fileData": data}})
    told = portal.call("crm.deal.get", id=id)["UF_CRM_SCAN"]
    assert set(told) == {"id", "showUrl", "downloadUrl"}
    assert told["downloadUrl"].startswith("/bitrix/")


def test_who_is_linked_to_a_deal(portal: Portal) -> None:
    contacts = portal.call("crm.deal.contact.items.get", id=1)
    assert contacts == [{"CONTACT_ID": 1, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y"}]
    buyer = portal.ready["crm"]["companies"]["buyer"]
    of_company = portal.call("crm.company.contact.items.get", id=buyer)
    assert [one["CONTACT_ID"] for one in of_company] == [1, 2]
    company = portal.call("crm.item.get", entityTypeId=4, id=buyer)["item"]
    assert company["contactIds"] == [1, 2]


def test_a_funnel_is_chosen_once(portal: Portal) -> None:
    category = portal.call("crm.category.add", entityTypeId=2, fields={"name": "Розница"})["category"]["id"]
    id = portal.call("crm.deal.add", fields={"TITLE": "На месте"})
    portal.call("crm.deal.update", id=id, fields={"CATEGORY_ID": category})
    assert portal.call("crm.deal.get", id=id)["CATEGORY_ID"] == "0"
    portal.call("crm.item.update", entityTypeId=2, id=id, fields={"categoryId": category})
    deal = portal.call("crm.deal.get", id=id)
    assert (deal["CATEGORY_ID"], deal["STAGE_ID"]) == (str(category), f"C{category}:NEW")


def test_what_a_user_may_not_do_in_the_old_way(portal: Portal, app: App) -> None:
    portal.control("POST", "crm/rights", {"user": 5, "level": "none"})
    for method, params in (
        ("crm.deal.get", {"id": 1}),
        ("crm.deal.list", {}),
        ("crm.deal.add", {"fields": {"TITLE": "x"}}),
        ("crm.requisite.list", {}),
        ("crm.requisite.get", {"id": 1}),
    ):
        with pytest.raises(Refused) as refused:
            app.call(method, 5, **params)
        assert (refused.value.code, refused.value.body["error_description"]) == ("", "Access denied.")


# -- user fields -------------------------------------------------------------------------------------------


def test_an_old_user_field_gets_its_prefix(portal: Portal) -> None:
    fields = {"FIELD_NAME": "NUMBER", "USER_TYPE_ID": "string", "LABEL": "Номер"}
    id = portal.call("crm.deal.userfield.add", fields=fields)
    field = portal.call("crm.deal.userfield.get", id=id)
    assert (field["FIELD_NAME"], field["ENTITY_ID"]) == ("UF_CRM_NUMBER", "CRM_DEAL")
    assert portal.call("crm.deal.fields")["UF_CRM_NUMBER"]["title"] == "Номер"
    assert refusal(portal, "crm.deal.userfield.add", fields=fields)[1].endswith("уже существует.")
    listed = portal.call("crm.deal.userfield.list", filter={"FIELD_NAME": "UF_CRM_NUMBER"})
    assert [one["ID"] for one in listed] == [str(id)]
    assert portal.call("crm.deal.userfield.delete", id=id) is True
    assert "UF_CRM_NUMBER" not in portal.call("crm.deal.fields")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"USER_TYPE_ID": "string"}, "The 'FIELD_NAME' field is not found."),
        ({"FIELD_NAME": "A"}, "The 'USER_TYPE_ID' field is not found."),
        ({"FIELD_NAME": "A", "USER_TYPE_ID": "song"}, "Указан неверный пользовательский тип."),
        (
            {"FIELD_NAME": "A" * 50, "USER_TYPE_ID": "string"},
            "Имя поля слишком длинное (больше 50-ти символов).",
        ),
    ],
)
def test_user_fields_that_cannot_be(portal: Portal, fields: dict[str, Any], text: str) -> None:
    assert refusal(portal, "crm.deal.userfield.add", fields=fields)[1] == text


# -- requisites --------------------------------------------------------------------------------------------


def test_requisites_are_strings_of_the_firms_of_the_sandbox(portal: Portal) -> None:
    companies = portal.ready["crm"]["companies"]
    for alias, side in (("my", "seller"), ("buyer", "buyer")):
        filter = {"ENTITY_TYPE_ID": 4, "ENTITY_ID": companies[alias]}
        first = portal.call("crm.requisite.list", filter=filter, order={"ID": "ASC"})[0]
        firm = ORGANIZATIONS[side]
        assert (first["RQ_INN"], first["RQ_KPP"], first["RQ_OGRN"]) == (firm.inn, firm.kpp, firm.ogrn)
        assert first["ENTITY_ID"] == str(companies[alias])
    branches = portal.call("crm.requisite.list", filter={"ENTITY_ID": companies["buyer"]})
    assert [one["RQ_KPP"] for one in branches] == ["783001001", "470345001"]


def test_nobody_checks_an_inn(portal: Portal) -> None:
    company = portal.ready["crm"]["companies"]["mistyped"]
    (mistyped,) = portal.call("crm.requisite.list", filter={"ENTITY_ID": company})
    assert check_inn(mistyped["RQ_INN"])  # what is wrong with it
    fields = {"ENTITY_TYPE_ID": 4, "ENTITY_ID": company, "PRESET_ID": 1, "RQ_INN": "абв"}
    id = portal.call("crm.requisite.add", fields=fields)
    assert portal.call("crm.requisite.get", id=id)["RQ_INN"] == "абв"
    assert portal.call("crm.requisite.update", id=id, fields={"RQ_KPP": "1"}) is True
    assert portal.call("crm.requisite.get", id=id)["RQ_KPP"] == "1"
    assert portal.call("crm.requisite.delete", id=id) is True
    assert refusal(portal, "crm.requisite.get", id=id) == ("", f"The Requisite with ID '{id}' is not found")


def test_presets_are_found_by_name(portal: Portal) -> None:
    presets = portal.call("crm.requisite.preset.list", select=["ID", "NAME", "XML_ID"])
    assert [one["NAME"] for one in presets] == ["Организация", "ИП", "Физ. лицо"]
    assert presets[0]["XML_ID"] == "#CRM_REQUISITE_PRESET_DEF_RU_COMPANY#"


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"ENTITY_TYPE_ID": 2}, "ENTITY_TYPE_ID is not defined or invalid."),
        ({"ENTITY_ID": ""}, "ENTITY_ID is not defined or invalid."),
        ({"ENTITY_ID": 999999}, "Entity not found."),
        ({"PRESET_ID": 77}, "PRESET_ID is not defined or invalid."),
    ],
)
def test_whose_requisites(portal: Portal, changed: dict[str, Any], text: str) -> None:
    fields = {"ENTITY_TYPE_ID": 4, "ENTITY_ID": 1, "PRESET_ID": 1, **changed}
    assert refusal(portal, "crm.requisite.add", fields=fields) == ("", text)


def test_events_of_requisites(portal: Portal, app: App, app_server: AppServer) -> None:
    app.call("event.bind", event="onCrmRequisiteUpdate", handler=f"{app_server.url}/requisites")
    portal.call("crm.requisite.update", id=3, fields={"RQ_OKPO": "1"})
    portal.settle()
    (told,) = app_server.taken("/requisites")
    assert told["data[FIELDS][ID]"] == "3"


def test_a_deal_chooses_requisites_of_both_sides(portal: Portal) -> None:
    link = portal.call("crm.requisite.link.get", entityTypeId=2, entityId=1)
    assert (link["ENTITY_TYPE_ID"], link["ENTITY_ID"]) == (2, 1)
    assert (link["REQUISITE_ID"], link["MC_REQUISITE_ID"]) == ("2", "1")
    assert portal.call("crm.requisite.bankdetail.get", id=link["BANK_DETAIL_ID"])["ENTITY_ID"] == "2"
    listed = portal.call("crm.requisite.link.list", filter={"ENTITY_TYPE_ID": 2, "@ENTITY_ID": [1, 2]})
    assert [one["ENTITY_ID"] for one in listed] == ["1", "2"]


def test_a_deal_made_through_rest_has_no_link(portal: Portal) -> None:
    id = portal.call("crm.deal.add", fields={"TITLE": "Без связи", "COMPANY_ID": 2})
    assert refusal(portal, "crm.requisite.link.get", entityTypeId=2, entityId=id) == ("", "Not found")
    fields = {"ENTITY_TYPE_ID": 2, "ENTITY_ID": id, "REQUISITE_ID": 6, "BANK_DETAIL_ID": 0}
    fields |= {"MC_REQUISITE_ID": 1, "MC_BANK_DETAIL_ID": 1}
    assert portal.call("crm.requisite.link.register", fields=fields) is True
    assert portal.call("crm.requisite.link.get", entityTypeId=2, entityId=id)["REQUISITE_ID"] == "6"
    assert portal.call("crm.requisite.link.unregister", entityTypeId=2, entityId=id) is True


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"ENTITY_ID": 999999}, "Entity is not found"),
        ({"REQUISITE_ID": "x"}, "REQUISITE_ID is not defined or invalid"),
        ({"REQUISITE_ID": 999}, "The Requisite with ID '999' is not found"),
        ({"REQUISITE_ID": 3}, "The Requisite with ID '3' is not assigned to Company with ID '2'"),
        ({"BANK_DETAIL_ID": 1}, "The BankDetail with ID '1' is not assigned to Requisite with ID '2'"),
        ({"MC_REQUISITE_ID": 2}, "The Requisite with ID '2' is not assigned to your company"),
    ],
)
def test_links_that_cannot_be(portal: Portal, changed: dict[str, Any], text: str) -> None:
    fields = {"ENTITY_TYPE_ID": 2, "ENTITY_ID": 1, "REQUISITE_ID": 2, "BANK_DETAIL_ID": 2}
    fields |= {"MC_REQUISITE_ID": 1, "MC_BANK_DETAIL_ID": 1}
    assert refusal(portal, "crm.requisite.link.register", fields={**fields, **changed}) == ("", text)


def test_addresses_and_their_types(portal: Portal) -> None:
    types = {one["NAME"]: one["ID"] for one in portal.call("crm.enum.addresstype")}
    filter = {"ENTITY_TYPE_ID": 8, "ENTITY_ID": 1, "TYPE_ID": types["Юридический адрес"]}
    (address,) = portal.call("crm.address.list", filter=filter)
    assert (address["CITY"], address["TYPE_ID"]) == ("Москва", str(types["Юридический адрес"]))
    fields = {"TYPE_ID": types["Фактический адрес"], "ENTITY_TYPE_ID": 8, "ENTITY_ID": 1, "CITY": "Тверь"}
    assert portal.call("crm.address.add", fields=fields) is True
    assert refusal(portal, "crm.address.add", fields=fields) == ("", "TypeAddress exists")


# -- dictionaries ------------------------------------------------------------------------------------------


def test_stages_funnels_and_kinds_of_objects(portal: Portal) -> None:
    stages = portal.call("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"}, order={"SORT": "ASC"})
    assert [one["STATUS_ID"] for one in stages][:2] == ["NEW", "PREPARATION"]
    assert [one["STATUS_ID"] for one in stages if one["EXTRA"]["SEMANTICS"] == "success"] == ["WON"]
    funnels = portal.call("crm.category.list", entityTypeId=2)["categories"]
    assert [one["id"] for one in funnels if one["isDefault"] == "Y"] == [0]
    added = portal.call("crm.category.add", entityTypeId=2, fields={"name": "Опт"})["category"]
    entity = f"DEAL_STAGE_{added['id']}"
    assert portal.call("crm.status.entity.items", entityId=entity)[0]["STATUS_ID"] == f"C{added['id']}:NEW"
    deal = portal.call("crm.deal.add", fields={"CATEGORY_ID": added["id"]})
    assert portal.call("crm.deal.get", id=deal)["STAGE_ID"] == f"C{added['id']}:NEW"
    codes = {one["ID"]: one["SYMBOL_CODE"] for one in portal.call("crm.enum.ownertype")}
    assert (codes[2], codes[31], codes[8]) == ("DEAL", "SMART_INVOICE", "REQUISITE")


def test_goods_make_the_sum_of_a_deal(portal: Portal) -> None:
    id = portal.call("crm.deal.add", fields={"TITLE": "С товарами"})
    rows = [{"productName": "Болт", "price": 10.5, "quantity": 4}, {"productName": "Гайка", "price": "3"}]
    told = portal.call("crm.item.productrow.set", ownerType="D", ownerId=id, productRows=rows)["productRows"]
    assert [(one["productName"], one["price"]) for one in told] == [("Болт", 10.5), ("Гайка", 3.0)]
    assert portal.call("crm.deal.get", id=id)["OPPORTUNITY"] == "45.00"
    filter = {"=ownerType": "D", "=ownerId": id}
    assert portal.call("crm.item.productrow.list", filter=filter)["productRows"] == told
    params = {"ownerType": "D", "ownerId": 999999, "productRows": []}
    assert refusal(portal, "crm.item.productrow.set", **params)[0] == "OWNER_NOT_FOUND"
