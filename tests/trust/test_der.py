"""The DER reader: exact values, exact bytes, and nothing but DerError for everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.trust import der
from paraph.trust.der import DerError

#: A busy machine is no fault of the code.
unhurried = settings(deadline=None)


@unhurried
@given(st.integers(-(1 << 600), 1 << 600))
def test_integers_survive(value: int) -> None:
    assert der.read(der.integer(value)).integer() == value


@unhurried
@given(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 1 << 70), max_size=4))
def test_object_identifiers_survive(first: int, second: int, rest: list[int]) -> None:
    dotted = ".".join(map(str, (first, second, *rest)))
    assert der.read(der.oid(dotted)).oid() == dotted


@unhurried
@given(st.frozensets(st.integers(0, 20)))
def test_named_bits_survive(bits: frozenset[int]) -> None:
    assert der.read(der.named_bits(bits)).named_bits() == bits


@unhurried
@given(st.integers(-631_152_000, 253_402_300_799))  # 1950 … 9999
def test_times_survive(seconds: int) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    encoded = der.read(der.time(moment))
    assert encoded.time() == moment
    assert (encoded.tag == der.UTC_TIME) is (moment.year < 2050)


def test_times_are_written_in_utc() -> None:
    moscow = timezone(timedelta(hours=3))
    assert der.utc_time(datetime(2026, 1, 1, 1, tzinfo=moscow))[2:] == b"251231220000Z"


def test_fractions_of_a_second_are_read() -> None:
    body = der.encode(der.GENERALIZED_TIME, b"20261121120000.25Z")
    assert der.read(body).time() == datetime(2026, 11, 21, 12, 0, 0, 250_000, tzinfo=UTC)


@unhurried
@given(st.lists(st.binary(max_size=300), max_size=5))
def test_nested_bytes_lie_where_they_were(parts: list[bytes]) -> None:
    data = der.sequence(*map(der.octet_string, parts))
    element = der.read(data)
    assert [child.octets() for child in element] == parts
    assert b"".join(child.raw for child in element) == element.content
    assert element.raw == data


@unhurried
@given(st.lists(st.binary(max_size=9), max_size=6))
def test_set_of_is_sorted_by_encoding(parts: list[bytes]) -> None:
    encoded = [child.raw for child in der.read(der.set_of(map(der.octet_string, parts)))]
    assert encoded == sorted(encoded)


@pytest.mark.parametrize(
    "data",
    [
        "",  # nothing
        "30",  # no length
        "3005",  # cut off
        "300000",  # bytes after the end
        "308100",  # long form for a short length
        "04830000ff" + "00" * 255,  # leading zero in the length
        "3080" + "0000",  # indefinite length
        "1f8101" + "00",  # tag of several octets
        "30ff" + "00" * 8,  # absurd length of length
        "0489ffffffffffffffffff",  # length of nine octets
    ],
)
def test_what_is_not_der_is_refused(data: str) -> None:
    with pytest.raises(DerError):
        der.read(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("data", "method"),
    [
        ("0200", "integer"),
        ("02020001", "integer"),  # padded
        ("0202ffff", "integer"),
        ("0100", "boolean"),
        ("0102ffff", "boolean"),
        ("0600", "oid"),
        ("060180", "oid"),
        ("06032a8001", "oid"),  # padded arc
        ("0642" + "2a" * 66, "oid"),
        ("0300", "bits"),
        ("03020780", "bits"),  # not whole octets
        ("0300", "named_bits"),
        ("03020880", "named_bits"),
        ("030107", "named_bits"),
        ("170b3236313132313132303030", "time"),
        ("170d3236313332313132303030305a", "time"),  # month 13
        ("0500", "text"),
        ("020101", "octets"),
        ("3000", "only"),
        ("3004" + "05000500", "only"),
        ("0500", "children"),
    ],
)
def test_malformed_values_are_refused(data: str, method: str) -> None:
    element = der.read(bytes.fromhex(data))
    with pytest.raises(DerError):
        getattr(element, method)()


@pytest.mark.parametrize(("data", "value"), [("0101ff", True), ("010101", True), ("010100", False)])
def test_truth_is_any_octet_but_zero(data: str, value: bool) -> None:
    assert der.read(bytes.fromhex(data)).boolean() is value


def test_fields_tell_too_few_from_too_many() -> None:
    fields = der.read(der.sequence(der.integer(1), der.null())).fields()
    assert fields.maybe(der.SEQUENCE) is None
    assert fields.take(der.INTEGER).integer() == 1
    with pytest.raises(DerError):
        fields.done()
    assert fields.peek() == der.NULL
    fields.take(der.NULL)
    fields.done()
    with pytest.raises(DerError):
        fields.take()


def test_ber_is_read_only_when_asked() -> None:
    inner = b"\x24\x80" + der.octet_string(b"one ") + der.octet_string(b"two") + b"\x00\x00"
    data = b"\x30\x80" + inner + b"\x00\x00"
    with pytest.raises(DerError):
        der.read(data)
    element = der.read(data, ber=True)
    assert element.only().octets() == b"one two"
    assert element.raw == data
    with pytest.raises(DerError):
        der.read(data[:-1], ber=True)


@pytest.mark.parametrize("opening", [b"\x30\x80", b"\x24\x80"])
def test_endless_nesting_is_refused(opening: bytes) -> None:
    with pytest.raises(DerError):
        der.read(opening * 10_000, ber=True)
    data = der.null()
    for _ in range(der.MAX_DEPTH + 1):
        data = der.sequence(data)
    element = der.read(data)
    for _ in range(der.MAX_DEPTH):
        element = element.only()
    with pytest.raises(DerError, match="вложенность"):
        element.only()


def test_size_is_limited() -> None:
    with pytest.raises(DerError):
        der.read(der.octet_string(b"x" * 100), max_size=50)


@pytest.mark.parametrize(
    ("tag", "body", "text"),
    [
        (der.UTF8_STRING, "Тест".encode(), "Тест"),
        (der.BMP_STRING, "Тест".encode("utf-16-be"), "Тест"),
        (der.UNIVERSAL_STRING, "Тест".encode("utf-32-be"), "Тест"),
        (der.PRINTABLE_STRING, b"RU", "RU"),
        (der.UTF8_STRING, b"\xff", "\ufffd"),
    ],
)
def test_text_of_every_type_is_shown(tag: int, body: bytes, text: str) -> None:
    assert der.read(der.encode(tag, body)).text() == text
