"""Entities of the feed read as pieces of a document's life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.channels.diadoc.reading import Kind, Known, kind_of, pieces, same_box
from paraph.wire.diadoc.documents_pb2 import UniversalMessageCodeGroup
from paraph.wire.diadoc.messages_pb2 import AttachmentType, Entity, EntityType

US, THEM = "11111111111111111111111111111111@diadoc.ru", "22222222222222222222222222222222@diadoc.ru"
OUR_DOCUMENT = {"doc": Known(Kind.DOCUMENT, "S")}
THEIR_DOCUMENT = {"doc": Known(Kind.DOCUMENT, "R")}


def attachment(name, kind, parent="", **more):
    return Entity(
        EntityType=EntityType.Attachment,
        EntityId=name,
        ParentEntityId=parent,
        AttachmentType=getattr(AttachmentType, kind),
        **more,
    )


def signature(name, parent, box=""):
    return Entity(EntityType=EntityType.Signature, EntityId=name, ParentEntityId=parent, SignerBoxId=box)


def read(entities, known=None, author="S"):
    found = pieces(entities, known or {}, author, lambda box: same_box(box, US))
    return [
        (one.id, one.kind.value, one.side, "answer" if one.is_answer else one.event, one.signatures)
        for one in found
        if one.is_answer or one.kind is not Kind.SIGNATURE
    ]


def test_a_message_is_its_documents_with_their_signatures():
    entities = [
        signature("sig2", "b", THEM),
        attachment("a", "Contract"),
        signature("sig1", "a", THEM),
        attachment("b", "UniversalTransferDocument"),
    ]
    assert read(entities, author="R") == [
        ("a", "document", "R", None, ("sig1",)),
        ("b", "document", "R", None, ("sig2",)),
    ]


def test_a_message_read_later_has_both_sides_signatures():
    entities = [attachment("a", "Contract"), signature("s1", "a", US), signature("s2", "a", THEM)]
    assert read(entities) == [
        ("a", "document", "S", None, ("s1",)),
        ("s2", "signature", "R", "answer", ()),
    ]


@pytest.mark.parametrize(
    ("known", "entities", "expected"),
    [
        (OUR_DOCUMENT, [signature("s", "doc", THEM)], ("s", "signature", "R", "answer", ())),
        (THEIR_DOCUMENT, [signature("s", "doc", US)], ("s", "signature", "S", "answer", ())),
        (
            OUR_DOCUMENT,
            [attachment("r", "XmlSignatureRejection", "doc"), signature("s", "r", THEM)],
            ("r", "refusal", "R", "response_rejected", ("s",)),
        ),
        (
            OUR_DOCUMENT,
            [attachment("r", "InvoiceReceipt", "doc"), signature("s", "r")],
            ("r", "receipt", "R", "receipt_signed", ("s",)),
        ),
        (
            {"doc": Known(Kind.RECEIPT, "R")},
            [attachment("c", "InvoiceConfirmation", "doc"), signature("s", "c")],
            ("c", "confirmation", "HUB", "receipt_confirmed", ("s",)),
        ),
        (
            OUR_DOCUMENT,
            [attachment("c", "InvoiceConfirmation", "doc")],
            ("c", "confirmation", "HUB", None, ()),
        ),
        (
            THEIR_DOCUMENT,
            [attachment("u", "InvoiceCorrectionRequest", "doc"), signature("s", "u", US)],
            ("u", "amendment", "S", "amendment_requested", ("s",)),
        ),
        (
            OUR_DOCUMENT,
            [attachment("t", "Title", "doc"), signature("s", "t", THEM)],
            ("t", "title", "R", None, ("s",)),
        ),
        (
            OUR_DOCUMENT,
            [attachment("v", "RevocationRequest", "doc"), signature("s", "v", THEM)],
            ("v", "revocation", "R", "revocation_requested_by_them", ("s",)),
        ),
        (
            {"doc": Known(Kind.REVOCATION, "S")},
            [signature("s", "doc", THEM)],
            ("s", "signature", "R", "answer", ()),
        ),
        (
            {"doc": Known(Kind.REVOCATION, "R")},
            [attachment("r", "XmlSignatureRejection", "doc"), signature("s", "r", US)],
            ("r", "refusal", "S", "revocation_rejected_by_us", ("s",)),
        ),
    ],
)
def test_answers_are_known_by_what_they_hang_on_and_who_signed(known, entities, expected):
    assert read(entities, known) == [expected]


@pytest.mark.parametrize(("author", "known"), [("S", OUR_DOCUMENT), ("R", THEIR_DOCUMENT)])
def test_a_comment_is_said_by_whose_file_it_is_under(author, known):
    comment = attachment("c", "AttachmentComment", "doc")
    found = [("c", "comment", author, None, ())]
    assert read([comment], known) == found
    whole = [attachment("doc", "Contract"), signature("s", "doc", US if author == "S" else THEM), comment]
    assert read(whole, author=author)[1:] == found


def test_universal_messages_replace_the_named_ones():
    for group, kind in (("Receipt", "receipt"), ("AmendmentRequest", "amendment"), ("Rejection", "refusal")):
        entity = attachment("u", "UniversalMessage", "doc")
        entity.UniversalMessageInfo.CodeGroup = getattr(UniversalMessageCodeGroup, group)
        entity.UniversalMessageInfo.UniversalMessageCreator.BoxId = THEM
        assert kind_of(entity).value == kind
        assert read([entity], OUR_DOCUMENT)[0][2] == "R"
        entity.UniversalMessageInfo.IsOutOfWorkflow = True
        assert kind_of(entity) is Kind.OTHER


def test_unknown_attachments_are_titles_and_unknown_entities_nothing():
    assert kind_of(attachment("x", "ServiceDetails")) is Kind.DOCUMENT
    assert kind_of(Entity(EntityId="y", EntityType=EntityType.Attachment, ParentEntityId="z")) is Kind.TITLE
    assert kind_of(Entity(EntityId="y")) is Kind.OTHER


def test_our_own_signature_and_an_approval_are_no_answers():
    approval = signature("s", "doc", THEM)
    approval.IsApprovementSignature = True
    assert read([signature("s", "doc", US)], OUR_DOCUMENT) == []
    assert [event for *_, event, _signatures in read([approval], OUR_DOCUMENT)] == [None]
    circle = [signature("a", "b", US), signature("b", "a", THEM)]
    assert read(circle) == []


@given(st.data())
def test_nothing_is_lost_or_put_before_its_parent(data):
    """Whatever hangs on whatever, in whatever order: no attachment is lost, parents come first."""
    names = data.draw(st.lists(st.integers(1, 20), unique=True, max_size=12))
    parents = {name: data.draw(st.sampled_from([None, *names, 99])) for name in names}
    entities = [
        attachment(
            str(name), data.draw(st.sampled_from(AttachmentType.Value.keys())), str(parents[name] or "")
        )
        for name in names
    ]
    found = [piece.id for piece in pieces(entities, {}, "S", lambda _box: True)]
    assert sorted(found) == sorted(map(str, names))
    chain = {str(name): str(parent) for name, parent in parents.items() if parent in names}
    for name, parent in chain.items():
        if not _circular(name, chain):
            assert found.index(parent) < found.index(name)


def _circular(name, chain):
    seen = set()
    while name in chain and name not in seen:
        seen.add(name)
        name = chain[name]
    return name in seen


def test_both_forms_of_a_box_name_one_box():
    guid = "11111111-1111-1111-1111-111111111111"
    assert same_box(guid, US, "")
    assert not same_box(THEM, US, guid)
