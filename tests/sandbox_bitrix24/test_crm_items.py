"""crm.item.*: names, values, filters, pages, files, and what the portal does by itself."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_client import App, AppServer, Portal, Refused

from paraph.sandbox.bitrix24.crm.names import camel

DEAL, CONTACT, COMPANY = 2, 3, 4
_HEADERS = {"User-Agent": "test", "Accept": "*/*", "Accept-Language": "ru", "Referer": "http://portal/"}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def add(portal: Portal, type_id: int = DEAL, **fields: Any) -> dict[str, Any]:
    return portal.call("crm.item.add", entityTypeId=type_id, fields=fields)["item"]


def item(portal: Portal, id: int, type_id: int = DEAL, **more: Any) -> dict[str, Any]:
    return portal.call("crm.item.get", entityTypeId=type_id, id=id, **more)["item"]


@pytest.fixture(scope="module")
def registry(portal: Portal) -> int:
    """A smart process with fields of every sort, linked to deals; returns its entityTypeId."""
    parent = [{"entityTypeId": 2, "isChildrenListEnabled": "true"}]
    fields = {"title": "Реестр", "relations": {"parent": parent}, "isStagesEnabled": "Y"}
    made = portal.call("crm.type.add", fields=fields)["type"]
    for name, kind, more in (
        ("GUID", "string", {}),
        ("SIZE", "integer", {}),
        ("SUM", "double", {}),
        ("FINAL", "boolean", {}),
        ("DAY", "date", {}),
        ("KIND", "enumeration", {"enum": [{"value": "Акт"}, {"value": "Счёт"}]}),
        ("SCAN", "file", {}),
        ("SCANS", "file", {"multiple": "Y"}),
        ("TAGS", "string", {"multiple": "Y"}),
    ):
        field = {
            "entityId": f"CRM_{made['id']}",
            "fieldName": f"UF_CRM_{made['id']}_{name}",
            "userTypeId": kind,
        }
        portal.call("userfieldconfig.add", moduleId="crm", field={**field, **more})
    return int(made["entityTypeId"])


@pytest.fixture(scope="module")
def uf(portal: Portal, registry: int) -> str:
    """The beginning of its user fields' names in camelCase."""
    return "ufCrm" + str(portal.call("crm.type.getByEntityTypeId", entityTypeId=registry)["type"]["id"])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("STAGE_ID", "stageId"),
        ("PARENT_ID_2", "parentId2"),
        ("UF_CRM_1_INN", "ufCrm1Inn"),
        ("UF_CRM_MY_STRING", "ufCrmMyString"),
        # A number alone keeps its underscore, and so does everything with letters and digits mixed.
        ("UF_CRM_2_1639669411830", "ufCrm2_1639669411830"),
        ("UF_CRM_1720019876534", "ufCrm_1720019876534"),
        ("UF_CRM_3_DIGIT10", "ufCrm_3_DIGIT10"),
        ("UF_CRM_3_DIGIT_10", "ufCrm_3_DIGIT_10"),
    ],
)
def test_names_of_user_fields_in_camel_case(name: str, told: str) -> None:
    assert camel(name) == told


def test_ids_are_numbers_and_flags_are_letters(portal: Portal) -> None:
    made = add(portal, title="Сделка", companyId="2", contactIds=[1, 2], opportunity="1500.5")
    assert (made["companyId"], made["contactId"], made["contactIds"]) == (2, 1, [1, 2])
    assert (made["opportunity"], made["isManualOpportunity"], made["opened"]) == (1500.5, "N", "Y")
    assert made["stageId"] == "NEW"
    assert made["entityTypeId"] == DEAL


def test_a_date_is_three_in_the_morning_in_moscow(portal: Portal) -> None:
    assert add(portal, closedate="2026-12-31")["closedate"] == "2026-12-31T03:00:00+03:00"
    assert add(portal, closedate="31.12.2026")["closedate"] == "2026-12-31T03:00:00+03:00"


def test_fields_switched_off_are_always_null(portal: Portal) -> None:
    assert add(portal, isWon="Y")["isWon"] is None


def test_a_title_is_made_up_and_unknown_fields_are_passed_over(portal: Portal) -> None:
    made = add(portal, nonsense=1, createdBy=7)
    assert made["title"] == f"Сделка #{made['id']}"
    assert "nonsense" not in made
    assert made["createdBy"] == 1


def test_user_fields_answer_to_both_names_and_are_told_by_the_asked_one(
    portal: Portal, registry: int, uf: str
) -> None:
    original = f"UF_CRM_{uf[5:]}_GUID"
    made = add(portal, registry, **{f"{uf}Guid": "a"})
    assert made[f"{uf}Guid"] == "a"
    told = item(portal, made["id"], registry, useOriginalUfNames="Y")
    assert told[original] == "a"
    assert f"{uf}Guid" not in told
    answer = portal.call(
        "crm.item.update",
        entityTypeId=registry,
        id=made["id"],
        fields={original: "b"},
        useOriginalUfNames="Y",
    )
    assert answer["item"][original] == "b"


@pytest.mark.parametrize(
    ("params", "code", "text"),
    [
        ({"entityTypeId": 999999, "id": 1}, "NOT_FOUND", "Смарт-процесс не найден"),
        ({"entityTypeId": DEAL, "id": 999999}, "NOT_FOUND", "Элемент не найден"),
        ({"entityTypeId": DEAL}, "100", "Could not find value for parameter {id}"),
        # Names of a controller's parameters have one case only.
        ({"ENTITYTYPEID": DEAL, "id": 1}, "100", "Could not find value for parameter {entityTypeId}"),
    ],
)
def test_what_is_not_there(portal: Portal, params: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        portal.call("crm.item.get", **params)
    assert (refused.value.status, refused.value.code) == (400, code)
    assert refused.value.body["error_description"] == text


@pytest.mark.parametrize(
    "fields",
    [{"opportunity": "дорого"}, {"closedate": "когда-нибудь"}, {"stageId": "NOWHERE"}, {"categoryId": 77}],
)
def test_values_that_cannot_be(portal: Portal, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        add(portal, **fields)
    assert refused.value.code == "CRM_FIELD_ERROR_VALUE_NOT_VALID"


def test_a_multiple_field_wants_an_array(portal: Portal, registry: int, uf: str) -> None:
    with pytest.raises(Refused) as refused:
        add(portal, registry, **{f"{uf}Tags": "один"})
    assert refused.value.code == "100"
    assert refused.value.body["error_description"].startswith("Expected iterable value")


def test_values_of_a_form_are_read_as_those_of_json(portal: Portal) -> None:
    fields = "fields[title]=Пакет&fields[contactIds][0]=1&fields[opportunity]=10&fields[closedate]=2026-12-31"
    number = "$result[made][item][id]"
    listed = f"filter[@id][0]={number}&select[0]=title&order[id]=asc&start=-1"
    comment = f"fields[ENTITY_ID]={number}&fields[ENTITY_TYPE]=deal&fields[COMMENT]=a"
    cmd = {
        "made": f"crm.item.add?entityTypeId=2&{fields}",
        "got": f"crm.item.get?entityTypeId=2&id={number}",
        "found": f"crm.item.list?entityTypeId=2&{listed}",
        "drawn": f"crm.timeline.comment.add?{comment}",
    }
    answer = portal.call("batch", halt=1, cmd=cmd)
    assert answer["result_error"] == []
    made = answer["result"]["made"]["item"]
    assert answer["result"]["got"]["item"] == made
    assert (made["contactIds"], made["opportunity"]) == ([1], 10.0)
    assert answer["result"]["found"]["items"] == [{"id": made["id"], "title": "Пакет"}]


# -- lists -------------------------------------------------------------------------------------------------


def found(portal: Portal, type_id: int = DEAL, **params: Any) -> list[int]:
    items = portal.call("crm.item.list", entityTypeId=type_id, select=["id"], **params)["items"]
    return [one["id"] for one in items]


def test_a_page_is_fifty_and_tells_where_the_next_begins(portal: Portal) -> None:
    for number in range(55):
        add(portal, COMPANY, title=f"Страница {number}")
    params = {"entityTypeId": COMPANY, "filter": {"%title": "страница"}, "select": ["id"]}
    first = portal.ask("crm.item.list", params)
    assert (first["total"], first["next"], len(first["result"]["items"])) == (55, 50, 50)
    last = portal.ask("crm.item.list", {**params, "start": 50})
    assert len(last["result"]["items"]) == 5
    assert "next" not in last
    fast = portal.ask("crm.item.list", {**params, "start": -1})
    assert "total" not in fast
    assert "next" not in fast


def test_select_takes_names_all_or_user_fields(portal: Portal, registry: int, uf: str) -> None:
    add(portal, registry, **{f"{uf}Guid": "select"})

    def told(*select: str) -> dict[str, Any]:
        params = {"entityTypeId": registry, "filter": {f"{uf}Guid": "select"}, "select": list(select)}
        return portal.call("crm.item.list", **params)["items"][0]

    assert set(told("title")) == {"id", "title"}
    assert {f"{uf}Guid", "stageId", "parentId2"} <= set(told("*"))
    user_fields = told("id", "uf*")
    assert "title" not in user_fields
    assert len(user_fields) == 10
    assert "fm" not in told("id", "fm")


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"filter": {"nonsense": 1}}, "Invalid filter: field 'nonsense' is not allowed in filter"),
        ({"filter": {">companyId": "x"}}, "Invalid filter: field 'companyId' has invalid value"),
        ({"order": {"nonsense": "ASC"}}, "Invalid order: field 'nonsense' is not allowed in order"),
        (
            {"order": {"id": "up"}},
            "Invalid order: allowed sort directions are `ASC, DESC`. But got 'up' for field 'id'",
        ),
    ],
)
def test_a_mistyped_filter_is_refused(portal: Portal, params: dict[str, Any], text: str) -> None:
    with pytest.raises(Refused) as refused:
        portal.call("crm.item.list", entityTypeId=DEAL, **params)
    assert (refused.value.code, refused.value.body["error_description"]) == ("INVALID_ARG_VALUE", text)


@pytest.fixture(scope="module")
def numbered(portal: Portal, registry: int, uf: str) -> dict[int, int | None]:
    """Items of the registry by id with the numbers they hold."""
    portal.call("crm.item.list", entityTypeId=registry)
    values = [None, -5, 0, 1, 1, 7, 30]
    return {add(portal, registry, **{f"{uf}Size": value})["id"]: value for value in values}


@given(
    sign=st.sampled_from([">", ">=", "<", "<=", "=", "!=", "!", "@", "!@"]),
    wanted=st.lists(st.integers(-6, 31), min_size=1, max_size=3),
)
def test_signs_of_filters(
    portal: Portal, registry: int, uf: str, numbered: dict[int, int | None], sign: str, wanted: list[int]
) -> None:
    value: Any = wanted if sign in ("@", "!@") else wanted[0]
    ids = found(portal, registry, filter={f"{sign}{uf}Size": value, "@id": list(numbered)})
    rule = {
        ">": lambda one: one is not None and one > wanted[0],
        ">=": lambda one: one is not None and one >= wanted[0],
        "<": lambda one: one is not None and one < wanted[0],
        "<=": lambda one: one is not None and one <= wanted[0],
        "=": lambda one: one == wanted[0],
        "!=": lambda one: one != wanted[0],
        "!": lambda one: one != wanted[0],
        "@": lambda one: one in wanted,
        "!@": lambda one: one not in wanted,
    }[sign]
    assert ids == [id for id, one in numbered.items() if rule(one)]


def test_texts_are_found_by_a_part_in_any_case(portal: Portal) -> None:
    id = add(portal, title="Молоко СГУЩЁННОЕ")["id"]
    assert found(portal, filter={"%title": "сгущён"}) == [id]
    assert found(portal, filter={"=%title": "молоко%"}) == [id]
    assert found(portal, filter={"%=title": "%НОЕ"}) == [id]
    assert found(portal, filter={"=%title": "сгущён"}) == []
    assert found(portal, filter={"%title": "м_локо"}) == []
    assert id not in found(portal, filter={"!%title": "сгущён"}, order={"id": "DESC"})


def test_conditions_are_joined_by_or_and_nested(portal: Portal) -> None:
    one, two = add(portal, title="Или-1")["id"], add(portal, title="Или-2")["id"]
    either = {"logic": "OR", "0": {"title": "Или-1"}, "1": {"title": "Или-2"}}
    assert found(portal, filter={"0": either}) == [one, two]
    assert found(portal, filter={"0": either, ">id": one}) == [two]
    assert found(portal, filter=[{"title": "Или-1"}]) == [one]


def test_links_and_multiple_fields_are_found_by_one_value(portal: Portal, registry: int, uf: str) -> None:
    id = add(portal, registry, parentId2=5, **{f"{uf}Tags": ["срочно", "важно"]})["id"]
    assert found(portal, registry, filter={"parentId2": 5}) == [id]
    assert found(portal, registry, filter={f"{uf}Tags": "важно"}) == [id]
    deal = add(portal, contactIds=[3, 4])["id"]
    assert deal in found(portal, filter={"contactIds": 4})


def test_a_flag_of_a_user_field_is_looked_for_as_a_number(portal: Portal, registry: int, uf: str) -> None:
    made = add(portal, registry, **{f"{uf}Final": "Y"})
    assert made[f"{uf}Final"] == "Y"
    assert found(portal, registry, filter={f"{uf}Final": 1}) == [made["id"]]
    assert found(portal, registry, filter={f"{uf}Final": "Y"}) == []
    mine = portal.ready["crm"]["companies"]["my"]
    assert found(portal, COMPANY, filter={"isMyCompany": "Y"}) == [mine]
    assert mine not in found(portal, COMPANY, filter={"isMyCompany": "N"})


def test_a_value_of_a_list_is_its_number(portal: Portal, registry: int, uf: str) -> None:
    fields = portal.call("crm.item.fields", entityTypeId=registry)["fields"]
    assert fields[f"{uf}Kind"]["upperName"] == f"UF_CRM_{uf[5:]}_KIND"
    stages = portal.call("crm.status.list", filter={"ENTITY_ID": fields["stageId"]["statusType"]})
    assert len(stages) == 5
    entity = f"CRM_{uf[5:]}"
    told = portal.call("userfieldconfig.list", moduleId="crm", filter={"entityId": entity})["fields"]
    number = next(one["id"] for one in told if one["fieldName"].endswith("KIND"))
    choices = portal.call("userfieldconfig.get", moduleId="crm", id=number)["field"]["enum"]
    made = add(portal, registry, **{f"{uf}Kind": choices[1]["id"]})
    assert made[f"{uf}Kind"] == int(choices[1]["id"])
    with pytest.raises(Refused):
        add(portal, registry, **{f"{uf}Kind": "Акт"})


# -- files -------------------------------------------------------------------------------------------------


def test_a_file_is_fetched_by_the_machine_only(portal: Portal, registry: int, uf: str) -> None:
    made = add(portal, registry, **{f"{uf}Scan": ["акт.pdf", b64(b"PDF")]})
    told = item(portal, made["id"], registry)[f"{uf}Scan"]
    assert set(told) == {"id", "url", "urlMachine"}
    assert portal.http.get(told["urlMachine"], headers=_HEADERS).content == b"PDF"
    assert portal.http.get(told["url"]).content != b"PDF"
    portal.call("crm.item.update", entityTypeId=registry, id=made["id"], fields={f"{uf}Scan": ""})
    assert item(portal, made["id"], registry)[f"{uf}Scan"] is None
    assert portal.http.get(told["urlMachine"], headers=_HEADERS).content != b"PDF"


def test_an_update_replaces_all_files_of_a_multiple_field(portal: Portal, registry: int, uf: str) -> None:
    name = f"{uf}Scans"
    made = add(portal, registry, **{name: [["1.pdf", b64(b"1")], ["2.pdf", b64(b"2")]]})
    first, second = (one["id"] for one in made[name])

    def change(value: Any) -> list[int]:
        fields = {name: value}
        answer = portal.call("crm.item.update", entityTypeId=registry, id=made["id"], fields=fields)
        return [one["id"] for one in answer["item"][name]]

    kept = change([{"id": first}, {"id": second}, ["3.pdf", b64(b"3")]])
    assert kept[:2] == [first, second]
    # Old files that are not named are gone.
    assert change([["4.pdf", b64(b"4")]]) != kept
    assert len(change([["5.pdf", b64(b"5")]])) == 1
    assert change([{"id": first}]) == []


def test_another_files_number_wipes_a_single_field(portal: Portal, registry: int, uf: str) -> None:
    name = f"{uf}Scan"
    made = add(portal, registry, **{name: ["a.pdf", b64(b"a")]})
    params = {"entityTypeId": registry, "id": made["id"]}
    kept = portal.call("crm.item.update", **params, fields={name: {"id": made[name]["id"]}})
    assert kept["item"][name]["id"] == made[name]["id"]
    assert portal.call("crm.item.update", **params, fields={name: {"id": 1}})["item"][name] is None


# -- e-mails and phones ------------------------------------------------------------------------------------


def test_multifields_are_changed_by_their_numbers(portal: Portal) -> None:
    fm = [{"typeId": "EMAIL", "valueType": "WORK", "value": "a@b.example"}]
    made = add(portal, CONTACT, name="Анна", fm=fm)
    assert (made["hasEmail"], made["emailWork"], made["hasPhone"]) == ("Y", "a@b.example", "N")
    number = made["fm"][0]["id"]
    phone = {"typeId": "PHONE", "valueType": "WORK", "value": "+7 495 000-00-00"}
    fields = {"fm": {str(number): {"value": "c@d.example"}, "n0": phone}}
    params = {"entityTypeId": CONTACT, "id": made["id"]}
    changed = portal.call("crm.item.update", **params, fields=fields)["item"]
    assert [one["value"] for one in changed["fm"]] == ["c@d.example", "+7 495 000-00-00"]
    assert changed["fm"][0]["id"] == number
    fields = {"fm": {str(number): {"typeId": "EMAIL", "value": ""}}}
    left = portal.call("crm.item.update", **params, fields=fields)["item"]
    assert [one["typeId"] for one in left["fm"]] == ["PHONE"]


# -- what the portal does by itself ------------------------------------------------------------------------


def test_a_stage_brings_what_follows_from_it(portal: Portal) -> None:
    made = add(portal)
    assert (made["isNew"], made["closed"], made["stageSemanticId"]) == ("Y", "N", "P")
    params = {"entityTypeId": DEAL, "id": made["id"], "fields": {"stageId": "WON"}}
    won = portal.call("crm.item.update", **params)["item"]
    assert (won["isNew"], won["closed"], won["stageSemanticId"]) == ("N", "Y", "S")


def test_stages_of_a_smart_process_carry_its_number(portal: Portal, registry: int) -> None:
    made = add(portal, registry)
    prefix = f"DT{registry}_{made['categoryId']}:"
    assert made["stageId"] == f"{prefix}NEW"
    params = {"entityTypeId": registry, "id": made["id"], "fields": {"stageId": f"{prefix}SUCCESS"}}
    assert portal.call("crm.item.update", **params)["item"]["previousStageId"] == f"{prefix}NEW"


def test_events_tell_only_that_something_has_changed(
    portal: Portal, app: App, app_server: AppServer, registry: int
) -> None:
    for event in ("ONCRMDEALADD", "ONCRMDEALUPDATE", "ONCRMDEALDELETE"):
        app.call("event.bind", event=event, handler=f"{app_server.url}/deals")
    app.call("event.bind", event=f"onCrmDynamicItemUpdate_{registry}", handler=f"{app_server.url}/dynamic")
    id = add(portal, title="Событие")["id"]
    params = {"entityTypeId": DEAL, "id": id}
    portal.call("crm.item.update", **params, fields={"title": "Событие"})  # nothing new: nobody is told
    portal.call("crm.item.update", **params, fields={"title": "Другое"})
    assert portal.call("crm.item.delete", **params) == []
    other = add(portal, registry)["id"]
    portal.call("crm.item.update", entityTypeId=registry, id=other, fields={"title": "Другое"})
    portal.settle()
    told = [form for form in app_server.taken("/deals") if form["data[FIELDS][ID]"] == str(id)]
    names = [form["event"] for form in told]
    assert sorted(names) == ["ONCRMDEALADD", "ONCRMDEALDELETE", "ONCRMDEALUPDATE"]
    assert "data[FIELDS][TITLE]" not in told[0]
    (dynamic,) = app_server.taken("/dynamic")
    assert dynamic["data[FIELDS][ID]"] == str(other)
    assert dynamic["data[FIELDS][ENTITY_TYPE_ID]"] == str(registry)


def test_what_a_user_may_not_do(portal: Portal, app: App) -> None:
    id = add(portal, assignedById=3)["id"]
    portal.control("POST", "crm/rights", {"user": 5, "level": "none"})
    portal.control("POST", "crm/rights", {"user": 7, "level": "read"})
    portal.control("POST", "crm/rights", {"user": 9, "level": "own"})

    def refusal(user: int, method: str, **params: Any) -> tuple[int, str]:
        with pytest.raises(Refused) as refused:
            app.call(method, user, entityTypeId=DEAL, **params)
        return refused.value.status, refused.value.code

    assert refusal(5, "crm.item.get", id=id) == (400, "ACCESS_DENIED")
    assert app.call("crm.item.list", 5, entityTypeId=DEAL) == {"items": []}
    assert refusal(5, "crm.item.add", fields={}) == (400, "ACCESS_DENIED")
    assert app.call("crm.item.get", 7, entityTypeId=DEAL, id=id)["item"]["id"] == id
    assert refusal(7, "crm.item.update", id=id, fields={"title": "x"}) == (400, "ACCESS_DENIED")
    assert refusal(7, "crm.item.delete", id=id) == (400, "ACCESS_DENIED")
    assert refusal(9, "crm.item.get", id=id) == (400, "ACCESS_DENIED")
    own = app.call("crm.item.add", 9, entityTypeId=DEAL, fields={})["item"]["id"]
    listed = app.call("crm.item.list", 9, entityTypeId=DEAL, order={"id": "DESC"})["items"]
    assert own in [one["id"] for one in listed]
    assert id not in [one["id"] for one in listed]
