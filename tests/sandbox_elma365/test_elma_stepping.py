"""Where a process goes from where it stands, and which templates are kept: no emulator, no clock."""

from __future__ import annotations

import pytest

from paraph.sandbox.elma365.bpm import stepping, values

STEPS = [
    {"id": "first", "type": "status"},
    {
        "id": "ask",
        "type": "task",
        "exits": [
            {"id": "yes", "name": "Да", "steps": [{"id": "inner"}, {"id": "fork", "then": [{"id": "deep"}]}]},
            {"id": "no", "name": "Нет"},
        ],
        "error": [{"id": "sorry"}],
    },
    {"id": "last", "type": "stop"},
]


def after(step_id, branch=""):
    """The id of the step that follows."""
    position = stepping.following(STEPS, stepping.find(STEPS, step_id), branch)
    return stepping.step_at(STEPS, position)["id"] if position else None


@pytest.mark.parametrize(
    ("step_id", "branch", "following"),
    [
        ("first", "", "ask"),
        ("ask", "", "last"),
        ("ask", "exits/yes", "inner"),
        ("ask", "exits/no", "last"),
        ("ask", "error", "sorry"),
        ("inner", "", "fork"),
        ("fork", "then", "deep"),
        ("fork", "else", "last"),
        ("deep", "", "last"),
        ("sorry", "", "last"),
        ("last", "", None),
    ],
)
def test_what_follows_a_step(step_id, branch, following):
    assert after(step_id, branch) == following


def test_every_step_is_found_where_it_is_and_no_other():
    for position, step in stepping.walk(STEPS):
        assert stepping.find(STEPS, step["id"]) == position
        assert stepping.step_at(STEPS, position) is step
    assert stepping.find(STEPS, "nothing") is None
    assert stepping.settled([], [0]) is None


CONTEXT = {"sum": 10, "who": ["u1"], "code": "signed", "none": None, "flag": True, "kind": [{"code": "a"}]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{$who}", ["u1"]),
        ("{$none}", None),
        ("Сумма {$sum}, {$who}: {$flag}, {$kind}, {$none}.", "Сумма 10, u1: да, a, ."),
        ({"a": ["{$sum}", 1]}, {"a": [10, 1]}),
        ("$sum", "$sum"),
    ],
)
def test_variables_in_values(written, meant):
    assert values.resolve(written, CONTEXT) == meant


def test_a_variable_nobody_has_declared_is_an_error():
    with pytest.raises(KeyError):
        values.resolve("{$nothing}", CONTEXT)


@pytest.mark.parametrize(
    ("value", "sign", "to", "met"),
    [
        ("{$code}", "=", "signed", True),
        ("{$code}", "!=", "signed", False),
        ("{$code}", "in", ["signed", "sent"], True),
        ("{$code}", "not-in", ["signed", "sent"], False),
        ("{$code}", "in", "signed", True),
        ("{$none}", "empty", None, True),
        ("{$sum}", "not-empty", None, True),
        ("{$sum}", "=", 10, True),
        ("{$sum}", "=", 11, False),
    ],
)
def test_conditions(value, sign, to, met):
    assert values.holds({"value": value, "is": sign, "to": to}, CONTEXT) is met
