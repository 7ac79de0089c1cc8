"""Names with brackets become what PHP makes of them, and back."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.sandbox.bitrix24 import params
from paraph.sandbox.http import Request

KEYS = st.text("abcXYZ_09", min_size=1, max_size=5).filter(lambda key: not key.isdigit())
VALUES = st.recursive(
    st.text(max_size=5),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_a_form_written_is_read_the_same(value: dict[str, Any]) -> None:
    assert params.from_query(params.to_form(value).decode()) == value


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a=1&a=2", {"a": "2"}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a[5]=x&a[]=y", {"a": {"5": "x", "6": "y"}}),
        ("fields[FM][0][VALUE]=x", {"fields": {"FM": [{"VALUE": "x"}]}}),
        ("filter[%3E%3DID]=5&filter[@ID][]=1", {"filter": {">=ID": "5", "@ID": ["1"]}}),
        ("a%5Bb%5D=1", {"a": {"b": "1"}}),
        ("a=1&a[b]=2", {"a": {"b": "2"}}),
        ("a[b=1", {"a_b": "1"}),
        ("filter[>=ID]=5", {"filter_>": "ID]=5"}),
        ("a.b c=1", {"a_b_c": "1"}),
        ("empty=", {"empty": ""}),
    ],
)
def test_brackets(query: str, expected: dict[str, Any]) -> None:
    assert params.from_query(query) == expected


def request(content_type: str, body: bytes, query: str = "") -> Request:
    headers = Message()
    headers["Content-Type"] = content_type
    return Request("POST", "/rest/x", parse_qs(query, keep_blank_values=True), headers, body)


def test_json_and_query_together_the_body_stronger() -> None:
    body = json.dumps({"a": {"0": "x", "1": "y"}, "n": 5, "empty": {}}).encode()
    assert params.read(request("application/json; charset=utf-8", body, "a=1&b=2")) == {
        "a": ["x", "y"],
        "b": "2",
        "n": 5,
        "empty": {},
    }


def test_a_file_of_a_multipart_form_is_bytes() -> None:
    body = (
        '--b\r\nContent-Disposition: form-data; name="data[NAME]"\r\n\r\nдоговор\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode() + b"\x00\xff\r\n\x01\r\n--b--\r\n"
    read = params.read(request('multipart/form-data; boundary="b"', body))
    assert read["data"] == {"NAME": "договор"}
    assert (read["file"].name, read["file"].content_type) == ("a.pdf", "application/pdf")
    assert read["file"].data == b"\x00\xff\r\n\x01"


@pytest.mark.parametrize("body", [b"{", b"5", b'"x"'])
def test_broken_json_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        params.read(request("application/json", body))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, []),
        ({"a": {}}, {"a": []}),
        ({"0": "x", "1": {"b": ()}}, ["x", {"b": []}]),
        ({"1": "x"}, {"1": "x"}),
        ({0: "x"}, ["x"]),
        ([1, None, True], [1, None, True]),
    ],
)
def test_answers_are_written_as_php_does(value: Any, expected: Any) -> None:
    assert params.php(value) == expected
