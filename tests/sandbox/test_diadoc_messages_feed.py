"""The feed of a box: pages, cursors, filters and the faults a client must survive."""

from __future__ import annotations

from urllib.parse import quote

from diadoc_desk import Side, documents
from diadoc_http import DiadocHttp

from paraph.wire.diadoc import docflow_pb2
from paraph.wire.diadoc import messages_pb2 as pb
from paraph.wire.diadoc.common_pb2 import TotalCountType


def _page(side: Side, **params: object) -> pb.BoxEventList:
    return side.http.get(pb.BoxEventList, "/V8/GetNewEvents", boxId=side.box, **params)


def _send(seller: Side, buyer: Side, count: int = 1) -> list[str]:
    found = [seller.post(seller.message(buyer, seller.attachment())).MessageId for _ in range(count)]
    seller.http.settle()
    return found


def test_an_empty_box_has_no_last_event(seller: Side, buyer: Side) -> None:
    empty = seller.http.call("GET", "/V2/GetLastEvent", params={"boxId": seller.box})
    assert empty.status_code == 204
    assert not _page(seller).Events
    _send(seller, buyer)
    last = seller.http.get(pb.BoxEvent, "/V2/GetLastEvent", boxId=seller.box)
    assert last.EventId == seller.events()[-1].EventId
    one = seller.http.get(pb.BoxEvent, "/V3/GetEvent", boxId=seller.box, eventId=last.EventId.upper())
    assert one == last


def test_pages_follow_the_cursor_without_gaps(seller: Side, buyer: Side) -> None:
    sent = _send(seller, buyer, 5)
    seen, cursor = [], ""
    while True:
        params = {"afterIndexKey": cursor} if cursor else {}
        page = _page(buyer, limit=2, **params).Events
        seen += [event.Message.MessageId for event in page]
        if len(page) < 2:
            break
        cursor = page[-1].IndexKey
    assert seen == sent
    assert not _page(buyer, afterIndexKey=buyer.events()[-1].IndexKey).Events


def test_a_cursor_not_url_encoded_is_noticed(seller: Side, buyer: Side) -> None:
    _send(seller, buyer)
    key = buyer.events()[0].IndexKey
    path = f"/V8/GetNewEvents?boxId={quote(buyer.box)}&afterIndexKey="
    bare = buyer.http.call("GET", path + key)
    assert (bare.status_code, bare.text) == (400, "cursor must have valid value")
    assert buyer.http.call("GET", path + quote(key, safe="")).status_code == 200


def test_a_limit_is_from_one_to_a_hundred(seller: Side) -> None:
    for limit in (0, 101):
        answer = seller.http.call("GET", "/V8/GetNewEvents", params={"boxId": seller.box, "limit": limit})
        assert answer.status_code == 400


def test_the_total_says_how_many_are_left(seller: Side, buyer: Side) -> None:
    _send(seller, buyer, 3)
    page = _page(buyer, limit=1)
    assert (page.TotalCount, page.TotalCountType) == (3, TotalCountType.Equal)
    assert _page(buyer, limit=1, afterIndexKey=page.Events[0].IndexKey).TotalCount == 2


def test_older_versions_serve_the_same_feed(seller: Side, buyer: Side) -> None:
    _send(seller, buyer)
    for version in range(4, 9):
        page = buyer.http.get(pb.BoxEventList, f"/V{version}/GetNewEvents", boxId=buyer.box)
        assert len(page.Events) == 1
    event = buyer.events()[0].EventId
    old = buyer.http.get(pb.BoxEventList, "/V7/GetNewEvents", boxId=buyer.box, afterEventId=event)
    assert not old.Events
    both = {"boxId": buyer.box, "afterEventId": event, "afterIndexKey": buyer.events()[0].IndexKey}
    assert buyer.http.call("GET", "/V7/GetNewEvents", params=both).status_code == 400


def test_the_feed_is_filtered(seller: Side, buyer: Side) -> None:
    _send(seller, buyer)
    seller.send(buyer, seller.attachment("ProformaInvoice"))
    assert len(_page(buyer, typeNamedId="ProformaInvoice,Torg12").Events) == 1
    assert not _page(buyer, documentDirection="Outbound").Events
    assert len(_page(buyer, documentDirection="Inbound", messageType="Letter").Events) == 2
    assert not _page(buyer, messageType="Draft,Template").Events
    assert len(_page(buyer, counteragentBoxId=seller.box).Events) == 2
    assert not _page(buyer, counteragentBoxId=buyer.box).Events
    newest_first = _page(buyer, orderBy="Descending").Events
    assert [e.EventId for e in newest_first] == [e.EventId for e in buyer.events()][::-1]
    moment = newest_first[0].Message.Entities[0].RawCreationDate
    assert len(_page(buyer, timestampFromTicks=moment).Events) == 1


def test_who_sees_one_department_must_name_it(seller: Side, buyer: Side, diadoc: DiadocHttp) -> None:
    users = diadoc.ready["organizations"]["buyer"]["users"]
    number = next(index for index, user in enumerate(users) if user["person"] == "partner_person")
    clerk = diadoc.as_user("buyer", number)
    _send(seller, buyer)
    denied = clerk.call("GET", "/V8/GetNewEvents", params={"boxId": buyer.box})
    assert denied.status_code == 403
    department = clerk.json("GET", "/GetMyEmployee", boxId=buyer.box)["Permissions"]["UserDepartmentId"]
    page = clerk.get(pb.BoxEventList, "/V8/GetNewEvents", boxId=buyer.box, departmentId=department)
    assert not page.Events
    seller.send(buyer, seller.attachment(), ToDepartmentId=department)
    page = clerk.get(pb.BoxEventList, "/V8/GetNewEvents", boxId=buyer.box, departmentId=department)
    assert len(page.Events) == 1


def test_an_event_tells_how_things_stood_then(seller: Side, buyer: Side) -> None:
    (message,) = _send(seller, buyer)
    root = documents(buyer.events()[0].Message)[0]
    buyer.patch(message, Signatures=[buyer.signature(root)])
    then = documents(buyer.events()[0].Message)[0].DocumentInfo
    assert then.RecipientResponseStatus == root.DocumentInfo.RecipientResponseStatus
    assert buyer.document(message, root.EntityId).RecipientResponseStatus != then.RecipientResponseStatus


# -- faults --------------------------------------------------------------------------------------------------


def test_two_events_with_one_key_are_parted_by_a_page_border(seller: Side, buyer: Side) -> None:
    """A strict cursor loses the second one: clients need an overlap."""
    first = _send(seller, buyer)[0]
    posted = seller.post(seller.message(buyer, seller.attachment())).MessageId
    seller.http.order_fault("equal-index-keys", count=4)
    seller.http.settle()
    keys = [event.IndexKey for event in buyer.events()]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    page = _page(buyer, limit=1).Events
    assert [event.EventId for event in page] == [first]
    assert not _page(buyer, afterIndexKey=page[-1].IndexKey).Events
    assert posted in {event.EventId for event in _page(buyer).Events}


def test_a_late_event_appears_behind_the_cursor(seller: Side, buyer: Side) -> None:
    seller.http.order_fault("late-events", count=None, seconds=60)
    late = _send(seller, buyer)[0]
    assert not buyer.events()
    seller.http.control("DELETE", "/faults")
    other = _send(seller, buyer)[0]
    (only,) = buyer.events()
    assert only.EventId == other
    buyer.http.control("POST", "/clock", {"seconds": 61})
    assert [event.EventId for event in buyer.events()] == [late, other]
    assert not _page(buyer, afterIndexKey=only.IndexKey).Events


def test_an_event_may_come_twice(seller: Side, buyer: Side) -> None:
    seller.http.order_fault("duplicate-events", count=None)
    message = _send(seller, buyer)[0]
    found = buyer.events()
    assert [event.EventId for event in found] == [message, message]
    assert found[0].IndexKey != found[1].IndexKey


# -- docflow events ------------------------------------------------------------------------------------------


def test_docflow_events_go_by_document_with_states_before_and_after(seller: Side, buyer: Side) -> None:
    (message,) = _send(seller, buyer)
    root = documents(buyer.events()[0].Message)[0]
    buyer.patch(message, Signatures=[buyer.signature(root)])
    asked = docflow_pb2.GetDocflowEventsRequest(PopulateDocuments=True, PopulatePreviousDocumentStates=True)
    asked.Filter.SetInParent()
    path = "/V5/GetDocflowEvents"
    page = seller.http.post(docflow_pb2.GetDocflowEventsResponseV5, path, asked, boxId=seller.box)
    states = [
        event.Document.Docflow.Titles[0].ParticipantDocflows[0].Response.Status for event in page.Events
    ]
    waiting = docflow_pb2.TitleParticipantResponseStatusV5.TitleParticipantResponseStatusWaiting
    signed = docflow_pb2.TitleParticipantResponseStatusV5.TitleParticipantResponseStatusSigned
    assert states[0] == waiting
    assert states[-1] == signed
    last = page.Events[-1]
    assert last.PreviousEventId == page.Events[-2].EventId
    before = last.PreviousDocumentState.Docflow.Titles[0].ParticipantDocflows[0].Response.Status
    assert before == waiting
    assert isinstance(last.IndexKey, bytes)
    asked.AfterIndexKey = last.IndexKey
    after = seller.http.post(docflow_pb2.GetDocflowEventsResponseV5, path, asked, boxId=seller.box)
    assert not after.Events


def test_a_partner_reads_all_its_boxes_at_once(seller: Side, buyer: Side) -> None:
    _send(seller, buyer, 2)
    asked = docflow_pb2.GetPartnerEventsRequest(Limit=100)
    page = buyer.http.post(docflow_pb2.GetPartnerEventsResponse, "/GetPartnerEvents", asked)
    assert len(page.Events) == 2
    asked.Cursor = page.LastCursor
    assert not buyer.http.post(docflow_pb2.GetPartnerEventsResponse, "/GetPartnerEvents", asked).Events
