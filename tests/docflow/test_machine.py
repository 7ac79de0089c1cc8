"""The machines are walked at random and never leave the table."""

import json
from collections import deque
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.archive.steps import TITLES
from paraph.docflow.machine import (
    REGIONS,
    Machine,
    NotAllowed,
    format_state,
    incoming,
    kinds,
    machine,
    parse_state,
    status_titles,
)
from paraph.registry.kinds import KINDS

TABLES = json.loads(resources.files("paraph.docflow").joinpath("machines.json").read_text(encoding="utf-8"))
DIRECTIONS = ("out", "in")
EVENTS = sorted(
    {row["event"] for way in DIRECTIONS for rows in TABLES[way]["regions"].values() for row in rows}
)
SIDES = ("S", "R", "HUB")


def tables_of(kind):
    """The table of the direction a machine belongs to."""
    return next(TABLES[way] for way in DIRECTIONS if kind in TABLES[way]["kinds"])


def allowed_by_raw_table(kind, state, event, side):
    """What machines.json itself says, read without the code under test."""
    for region, rows in tables_of(kind)["regions"].items():
        for row in rows:
            if (
                row["event"] == event
                and side in row["actor"].split("|")
                and state[region] in row["from"]
                and all(state[other] in states for other, states in row.get("requires", {}).items())
            ):
                return {**state, region: row["to"]}
    return None


@pytest.mark.parametrize("kind", kinds())
@settings(max_examples=300)
@given(steps=st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(SIDES)), max_size=60))
def test_random_walk_never_reaches_a_state_the_table_does_not_allow(kind, steps):
    table = machine(kind)
    state = dict(table.initial)
    for event, side in steps:
        expected = allowed_by_raw_table(kind, state, event, side)
        if expected is None:
            with pytest.raises(NotAllowed):
                table.step(state, event, side)
        else:
            state = table.step(state, event, side)
            assert state == expected
        assert table.status(state).code in status_titles()
        assert parse_state(format_state(state)) == state


def reachable(table: Machine) -> dict[str, set[str]]:
    """Every reachable state with the states one step away."""
    graph: dict[str, set[str]] = {}
    queue = deque([format_state(table.initial)])
    while queue:
        text = queue.popleft()
        if text in graph:
            continue
        state = parse_state(text)
        graph[text] = {format_state(table.step(state, t.event, side)) for t, side in table.possible(state)}
        queue.extend(graph[text])
    return graph


@pytest.mark.parametrize("kind", kinds())
def test_from_every_reachable_state_the_docflow_can_still_end(kind):
    table = machine(kind)
    graph = reachable(table)
    ends = {text for text in graph if table.is_done(parse_state(text))}
    backwards: dict[str, set[str]] = {text: set() for text in graph}
    for text, nexts in graph.items():
        for following in nexts:
            backwards[following].add(text)
    alive, queue = set(ends), deque(ends)
    while queue:
        for before in backwards[queue.popleft()] - alive:
            alive.add(before)
            queue.append(before)
    assert set(graph) == alive


@pytest.mark.parametrize("kind", kinds())
def test_no_event_is_ambiguous(kind):
    table = machine(kind)
    for text in reachable(table):
        state = parse_state(text)
        taken = [(t.event, side) for t, side in table.possible(state)]
        assert len(taken) == len(set(taken)), text


def test_signed_answers_are_final():
    table = machine("NONFORM")
    state = {**table.initial, "outgoing": "DELIVERED"}
    signed = table.step(state, "response_accepted", "R")
    for event in ("response_rejected", "response_accepted", "response_expired"):
        for side in SIDES:
            with pytest.raises(NotAllowed):
                table.step(signed, event, side)
    with pytest.raises(NotAllowed):
        table.step(signed, "withdraw", "S")


def test_invoice_is_done_when_delivered_and_contract_only_when_answered():
    one_sided, two_sided = machine("NONFORM_ONE_SIDED"), machine("NONFORM")
    assert one_sided.is_done({**one_sided.initial, "outgoing": "DELIVERED"})
    assert not two_sided.is_done({**two_sided.initial, "outgoing": "DELIVERED"})


def test_every_event_has_words_for_people():
    assert {f"docflow:{event}" for event in EVENTS} <= set(TITLES)


@pytest.mark.parametrize("way", DIRECTIONS)
def test_tables_name_only_known_regions_and_states(way):
    tables = TABLES[way]
    states = {
        region: {row["to"] for row in rows}
        | {s for row in rows for s in row["from"]}
        | {kind["initial"][region] for kind in tables["kinds"].values()}
        for region, rows in tables["regions"].items()
    }
    assert tuple(tables["regions"]) == REGIONS
    conditions = [row.get("requires", {}) for rows in tables["regions"].values() for row in rows]
    conditions += [status["when"] for status in tables["statuses"] if "done" not in status["when"]]
    conditions += [kind["done"] for kind in tables["kinds"].values()]
    for condition in conditions:
        for region, named in condition.items():
            assert set(named) <= states[region] | {"NOT_APPLICABLE", "NONE"}, (region, named)


@pytest.mark.parametrize("way", DIRECTIONS)
def test_what_an_event_presumes_is_an_event_of_the_same_table(way):
    events = {row["event"] for rows in TABLES[way]["regions"].values() for row in rows}
    for event, before in TABLES[way]["presumes"].items():
        assert {event, before} <= events


def test_every_kind_of_documents_has_a_machine_in_both_directions():
    for kind in KINDS.values():
        assert machine(kind.machine).kind == kind.machine
        assert machine(incoming(kind.machine)).initial["outgoing"] == "DELIVERED"


@pytest.mark.parametrize("kind", kinds())
def test_an_annulled_document_is_answered_no_more(kind):
    table = machine(kind)
    for text in reachable(table):
        state = parse_state(text)
        if kind.startswith("IN_") and state["revocation"] == "ACCEPTED":
            answers = {t.event for t, side in table.possible(state) if t.region == "response" and side == "S"}
            assert answers <= {"approve", "disapprove"}, text


def test_both_sides_may_propose_annulment_at_once_and_either_may_agree():
    table = machine("NONFORM")
    state = {**table.initial, "outgoing": "DELIVERED"}
    ours = table.step(state, "revocation_requested_by_us", "S")
    both = table.step(ours, "revocation_requested_by_them", "R")
    theirs = table.step(state, "revocation_requested_by_them", "R")
    assert both == table.step(theirs, "revocation_requested_by_us", "S")
    assert table.is_done(table.step(both, "revocation_accepted_by_us", "S"))
    assert table.is_done(table.step(both, "revocation_accepted_by_them", "R"))
    assert table.step(both, "revocation_rejected_by_us", "S") == ours
    assert table.step(both, "revocation_rejected_by_them", "R") == theirs
