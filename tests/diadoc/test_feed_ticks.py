"""Ticks of the API and moments of ours."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from paraph.channels.diadoc import ticks


def test_known_moment():
    assert ticks.moment(638585445988979088) == datetime(2024, 8, 6, 12, 36, 38, 897908, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_there_and_back(moment):
    assert ticks.moment(ticks.of(moment)) == moment


@given(st.integers(-(2**63), 2**63 - 1))
def test_no_number_breaks_it(number):
    ticks.moment(number)
