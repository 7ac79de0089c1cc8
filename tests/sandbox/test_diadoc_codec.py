"""The JSON dialect of the emulated operator, aspect by aspect."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf.message import Message
from hypothesis import given
from hypothesis import strategies as st

from paraph.sandbox.diadoc import codec
from paraph.sandbox.diadoc.errors import ApiError
from paraph.wire.diadoc import (
    common_pb2,
    counteragents_pb2,
    docflow_pb2,
    documents_pb2,
    employees_pb2,
    messages_pb2,
    organizations_pb2,
)

JSON = "application/json; charset=utf-8"


def read(kind: type[Any], value: object) -> Any:
    return codec.read(JSON, json.dumps(value).encode(), kind)


def shown(message: Message) -> dict[str, Any]:
    value = json.loads(codec.to_json(message))
    assert isinstance(value, dict)
    return value


def test_ticks_are_numbers_beyond_what_scripts_can_count() -> None:
    text = codec.to_json(counteragents_pb2.Counteragent(LastEventTimestampTicks=638585445988979088))
    assert b'"LastEventTimestampTicks": 638585445988979088' in text


def test_a_document_shows_what_is_not_set() -> None:
    document = shown(documents_pb2.Document(MessageId="m", EntityId="e"))
    assert document["IsDeleted"] is False
    assert document["CustomDocumentId"] == ""
    assert document["InitialDocumentIds"] == []
    assert document["RevocationStatus"] == "UnknownRevocationStatus"
    assert "Content" not in document
    assert "SendTimestampTicks" not in document


def test_an_entity_shows_what_is_not_set() -> None:
    entity = shown(messages_pb2.Entity(EntityId="e", EntityType=messages_pb2.EntityType.Attachment))
    assert (entity["EntityType"], entity["SignerBoxId"], entity["NeedReceipt"]) == ("Attachment", "", False)
    assert "DocumentInfo" not in entity


def test_texts_elsewhere_are_left_out_when_they_are_not_set() -> None:
    address = shown(organizations_pb2.RussianAddress(Region="77"))
    assert address == {"Region": "77"}
    assert shown(organizations_pb2.OrganizationList()) == {"Organizations": []}


def test_an_organization_and_a_counteragent_have_fields_of_json_only() -> None:
    organization = organizations_pb2.Organization(OrgId="aaddf4f0-6c13-4ddb-baf3-ad2265995365")
    told = shown(
        counteragents_pb2.Counteragent(Organization=organization, LastEventTimestampTicks=637499297294566056)
    )
    assert told["LastEventTimestamp"] == "2021-02-26T09:48:49.4566056Z"
    assert told["Organization"]["OrgIdGuid"] == "aaddf4f0-6c13-4ddb-baf3-ad2265995365"
    assert told["Organization"]["JoinedDiadocTreaty"] is True


def test_a_moment_has_its_date_beside_an_employee_and_ticks_alone_in_a_docflow() -> None:
    moment = common_pb2.Timestamp(Ticks=636766476176953926)
    employee = shown(employees_pb2.Employee(CreationTimestamp=moment))
    assert employee["CreationTimestamp"] == {
        "DateTime": "2018-11-01T05:40:17.6953926Z",
        "Ticks": 636766476176953926,
    }
    info = docflow_pb2.Docflow(SendTimestamp=moment)
    assert shown(info)["SendTimestamp"] == {"Ticks": 636766476176953926}


@pytest.mark.parametrize(
    "value",
    [
        {"Ticks": 636766476176953920},
        {"DateTime": "2018-11-01T05:40:17.695392Z"},
        {"dateTime": "2018-11-01T05:40:17.695392Z", "ticks": 636766476176953920},
        "2018-11-01T05:40:17.695392Z",
        636766476176953920,
    ],
)
def test_a_moment_is_taken_in_every_form(value: object) -> None:
    assert (
        read(common_pb2.TimeBasedFilter, {"FromTimestamp": value}).FromTimestamp.Ticks == 636766476176953920
    )


def test_keys_are_taken_in_any_case_and_unknown_ones_passed_over() -> None:
    taken = read(common_pb2.LoginPassword, {"login": "a", "PASSWORD": "b", "Captcha": {"x": 1}})
    assert (taken.Login, taken.Password) == ("a", "b")


def test_flags_are_taken_as_text_and_words_by_name_or_number() -> None:
    post = {"FromBoxId": "x", "IsDraft": "True", "LockDraft": "false", "LockMode": 3}
    taken = read(messages_pb2.MessageToPost, post)
    assert (taken.IsDraft, taken.LockDraft, taken.LockMode) == (True, False, common_pb2.LockMode.Full)
    assert read(messages_pb2.MessageToPost, post | {"LockMode": "full"}).LockMode == common_pb2.LockMode.Full


def test_null_is_as_good_as_nothing() -> None:
    taken = read(messages_pb2.MessageToPost, {"FromBoxId": "x", "ToBoxId": None, "DocumentAttachments": None})
    assert not taken.HasField("ToBoxId")


def test_bytes_are_base64() -> None:
    taken = read(messages_pb2.SignedContent, {"Content": "0LDQsQ==", "Signature": "MII\nA"})
    assert (taken.Content, taken.Signature) == ("аб".encode(), b"0\x82\x00")


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"FromBoxId": ["x"]},
        {"FromBoxId": "x", "IsDraft": "yes"},
        {"FromBoxId": "x", "LockMode": "Sometimes"},
        {"FromBoxId": "x", "DocumentAttachments": {}},
        {"FromBoxId": "x", "DocumentAttachments": [{"TypeNamedId": "Contract"}]},
        {"ToBoxId": "a required field is missing"},
    ],
)
def test_what_does_not_fit_is_refused(value: object) -> None:
    with pytest.raises(ApiError) as refused:
        read(messages_pb2.MessageToPost, value)
    assert refused.value.status == 400
    assert refused.value.text == "Can't deserialize request body into type: MessageToPost"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(ApiError) as refused:
        codec.read(JSON, body, common_pb2.LoginPassword)
    assert refused.value.status == 400


def test_other_kinds_of_body_are_not_taken() -> None:
    body = common_pb2.LoginPassword(Login="a", Password="b").SerializeToString()
    for kind in (None, "application/x-protobuf", "application/octet-stream"):
        assert codec.read(kind, body, common_pb2.LoginPassword).Login == "a"
    for kind in ("text/xml", "application/x-www-form-urlencoded"):
        with pytest.raises(ApiError) as refused:
            codec.read(kind, body, common_pb2.LoginPassword)
        assert refused.value.status == 415


@given(st.integers(0, 3_155_378_975_999_999_999))
def test_a_moment_survives_both_ways(ticks: int) -> None:
    moment = read(common_pb2.TimeBasedFilter, {"FromTimestamp": {"Ticks": ticks}})
    assert shown(moment)["FromTimestamp"]["Ticks"] == ticks
    again = read(common_pb2.TimeBasedFilter, {"FromTimestamp": codec.iso(ticks)})
    assert again.FromTimestamp.Ticks == ticks
