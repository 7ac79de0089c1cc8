"""What a process gives is read in every form a portal writes it, or refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraph.archive.evidence import Side
from paraph.archive.places import Place
from paraph.errors import DomainError
from paraph.portals.bitrix24.robots import inputs
from paraph.portals.bitrix24.robots.inputs import Entity, Person

DEAL = ["crm", "CCrmDocumentDeal", "DEAL_5"]


def read(document=DEAL, **properties):
    given = {"document_id": "61", "signer1": "user_2", "signer2": "7", **properties}
    return inputs.read({"document_id": document, "properties": given})


def test_everything_a_robot_can_be_given():
    found = read(
        document_id=["61", "62", "61"],
        responsible={"0": "user_3"},
        crm_entity="DYNAMIC_147_1",
        sign_coords=";-1,108,40",
        parent_doc="60",
        channel="diadoc",
        wait="sent",
    )
    assert found.document_ids == (61, 62)
    assert (found.signer, found.responsible) == (Person(2), Person(3))
    assert (found.contact_id, found.parent_id, found.channel) == (7, 60, "diadoc")
    assert (found.entity, found.waits_for_end) == (Entity(147, 1), False)
    assert found.stamps == (Place(Side.RECIPIENT, -1, 108.0, 40.0),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("user_5", Person(5)),
        ("5", Person(5)),
        ("Лугова Анна [5]", Person(5)),
        (["", "user_5"], Person(5)),
        ("UF_CRM_SIGNER", Person(field="UF_CRM_SIGNER")),
        ("ufCrm_12_Signer", Person(field="ufCrm_12_Signer")),
    ],
)
def test_a_person_is_named_in_several_ways(text, wanted):
    assert read(signer1=text).signer == wanted


@pytest.mark.parametrize("text", ["group_g5", "user_five", "Анна", "UF_crm"])
def test_a_group_is_nobody(text):
    with pytest.raises(DomainError, match="«Подписант 1"):
        read(signer1=text)


@pytest.mark.parametrize(
    ("value", "wanted", "name"),
    [
        ("", Entity(2, 5), "DEAL_5"),
        ("9", Entity(2, 9), "DEAL_9"),
        ("LEAD_1", Entity(1, 1), "LEAD_1"),
        ("SMART_INVOICE_3", Entity(31, 3), "SMART_INVOICE_3"),
        ("DYNAMIC_1030_7", Entity(1030, 7), "DYNAMIC_1030_7"),
    ],
)
def test_any_crm_object_will_do(value, wanted, name):
    found = read(crm_entity=value).entity
    assert (found, found.name) == (wanted, name)
    assert str(wanted.id) in found.path


@pytest.mark.parametrize("document", [["lists", "BizprocDocument", "12"], ["crm", "X", "PLANET_1"], [], ""])
def test_what_is_no_crm_object_is_none(document):
    assert read(document=document).entity is None
    assert read(document=document, crm_entity="5").entity is None


WORDS = st.text(max_size=30) | st.sampled_from(
    ["user_1", "DEAL_5", "-1,2,3", "[7]", "0", "7", "²", "UF_CRM_X"]
)
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)
NAMES = (
    "document_id",
    "file",
    "signer1",
    "signer2",
    "responsible",
    "crm_entity",
    "sign_coords",
    "parent_doc",
)


REQUIRED = {"document_id": WORDS, "signer1": WORDS, "signer2": WORDS}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    properties=st.dictionaries(st.sampled_from((*NAMES, "channel", "wait")), VALUES)
    | st.fixed_dictionaries(REQUIRED)
    | WORDS,
    document=st.lists(WORDS, max_size=4) | WORDS,
)
def test_any_words_are_read_or_refused(properties, document):
    try:
        found = inputs.read({"document_id": document, "properties": properties})
    except DomainError as refusal:
        code, words = refusal.code, refusal.message
    else:
        assert found.document_ids or found.files
        assert found.signer != Person()
        assert found.contact_id > 0
        return
    assert (code, words != "") == ("parameters", True)


@pytest.mark.parametrize("nothing", ["", "0", [], None])
def test_nothing_given_is_told(nothing):
    with pytest.raises(DomainError) as refusal:
        read(document_id=nothing, signer1=nothing, signer2=nothing)
    for words in ("«Документ» или «Файл»", "«Подписант 1»", "«Подписант 2»"):
        assert words in refusal.value.message
