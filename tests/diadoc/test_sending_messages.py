"""A package becomes messages of Диадок within its limits, linked documents together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.channels.diadoc import limits, posting
from paraph.channels.diadoc.posting import Item, Letter, Power, build_message, split

MB = 1024 * 1024
items = st.lists(st.integers(1, 70 * MB), max_size=120).map(
    lambda sizes: [Item(number, size) for number, size in enumerate(sizes, 1)]
)


@given(items, st.lists(st.tuples(st.integers(1, 120), st.integers(1, 120)), max_size=60))
def test_split_keeps_every_document_once_and_every_limit(documents, links):
    found = split(documents, links)
    sizes = {item.id: item.size for item in documents}
    assert sorted(one for message in found.messages for one in message) == sorted(sizes)
    for message in found.messages:
        assert 0 < len(message) <= limits.DOCUMENTS_IN_MESSAGE
        assert sum(sizes[one] for one in message) <= limits.SHELF_FILE
        assert list(message) == sorted(message)
    where = {one: number for number, message in enumerate(found.messages) for one in message}
    for source, target in links:
        if source in where and target in where and where[source] != where[target]:
            assert {source, target} <= found.parted


def test_an_ordinary_package_is_one_message():
    assert split([Item(7, 10), Item(3, 10)]).messages == ((7, 3),)


def test_linked_documents_travel_together():
    documents = [Item(number, 1) for number in range(1, 43)]
    found = split(documents, [(1, 42), (2, 41)])
    assert found.parted == frozenset()
    where = {one: number for number, message in enumerate(found.messages) for one in message}
    assert where[1] == where[42]
    assert where[2] == where[41]


def test_more_linked_documents_than_a_message_holds_are_named():
    found = split([Item(number, 1) for number in range(1, 42)], [(1, number) for number in range(2, 42)])
    assert [len(message) for message in found.messages] == [40, 1]
    assert found.parted == frozenset(range(1, 42))


def test_message_carries_each_document_as_its_kind_wants():
    act = Letter(
        "a-1",
        "AcceptanceCertificate",
        b"sig",
        content=b"file",
        metadata={"FileName": "Акт.pdf", "TotalSum": "10.00"},
        answer_wanted=True,
        comment="к" * 6000,
        power=Power("4a743152-e772-4249-9a47-e2e290258e79", "7700000000"),
        initial=(("", "a-2"),),
    )
    upd = Letter("a-2", "UniversalTransferDocument", b"s", name_on_shelf="x/1", function="ДОП", version="v")
    message = build_message("from@diadoc.ru", "to@diadoc.ru", [act, upd])
    first, second = message.DocumentAttachments
    assert (message.FromBoxId, message.ToBoxId) == ("from@diadoc.ru", "to@diadoc.ru")
    assert {item.Key: item.Value for item in first.Metadata} == dict(act.metadata)
    assert first.SignedContent.Content == b"file"
    assert len(first.Comment) == limits.COMMENT
    assert first.NeedRecipientSignature
    assert [(one.MessageId, one.EntityId) for one in first.InitialDocumentIds] == [("", "a-2")]
    full = first.SignedContent.PowerOfAttorney.FullId
    assert (full.RegistrationNumber, full.IssuerInn) == (act.power.number, "7700000000")
    assert not first.HasField("Function")
    assert second.SignedContent.NameOnShelf == "x/1"
    assert not second.SignedContent.HasField("Content")
    assert not second.SignedContent.HasField("PowerOfAttorney")
    assert (second.Function, second.Version) == ("ДОП", "v")
    message.SerializeToString()  # everything required is there


def test_a_file_goes_one_way_only():
    for arguments in ({"content": b"x", "name_on_shelf": "y"}, {}):
        with pytest.raises(ValueError, match="shelf"):
            posting.signed_content(b"sig", **arguments)
