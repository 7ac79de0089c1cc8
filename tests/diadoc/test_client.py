"""The API client: what it sends, what it makes of answers, and that no secret gets out."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from diadoc_stub import CUT, SLOW, Reply
from django.utils import timezone

from paraph.channels.diadoc import costs, inspection, limits, transport
from paraph.channels.diadoc.client import DiadocClient
from paraph.channels.diadoc.errors import NotNow, Refused, Unknown
from paraph.channels.diadoc.models import Account, CallCount, Run
from paraph.sealed import Secret
from paraph.wire.diadoc import common_pb2, messages_pb2, organizations_pb2
from paraph.wire.diadoc.common_pb2 import LockMode

OPERATION = "op-1"


def message() -> messages_pb2.MessageToPost:
    return messages_pb2.MessageToPost(FromBoxId="a@diadoc.ru", ToBoxId="b@diadoc.ru")


def posted() -> messages_pb2.Message:
    return messages_pb2.Message(
        MessageId="m-1",
        TimestampTicks=1,
        LastPatchTimestampTicks=1,
        FromBoxId="a@diadoc.ru",
        FromTitle="А",
        LockMode=LockMode.Send,
        MessageType=1,
    )


def html(status: int, **headers: str) -> Reply:
    body = b"<html><body><h1>Too Many Requests</h1></body></html>"
    return Reply(status, body, {"Content-Type": "text/html", **headers})


# -- what goes out ------------------------------------------------------------------------------------------


def test_protobuf_goes_both_ways_with_the_token(api, stub):
    stub.on("/V3/PostMessage", posted())
    answer = api.post_message(message(), OPERATION)
    assert (answer.MessageId, answer.LockMode) == ("m-1", LockMode.Send)
    [asked] = stub.of("/V3/PostMessage")
    assert asked.query == {"operationId": OPERATION}
    assert asked.read(messages_pb2.MessageToPost) == message()
    assert asked.headers["Authorization"] == (
        "DiadocAuth ddauth_api_client_id=developer-key,ddauth_token=token-1"
    )
    assert asked.headers["Content-Type"] is None
    assert asked.headers["Accept-Encoding"] == "gzip"


def test_login_is_by_protobuf_and_the_key_alone(api, stub, account):
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    api.my_organizations()
    [login] = stub.of("/V3/Authenticate")
    given = login.read(common_pb2.LoginPassword)
    assert (given.Login, given.Password) == (account.login, "верный пароль")
    assert login.query == {"type": "password"}
    assert login.headers["Authorization"] == "DiadocAuth ddauth_api_client_id=developer-key"
    assert stub.of("/GetMyOrganizations")[0].query == {"autoRegister": "false"}


def test_a_long_answer_comes_packed(api, stub):
    content = b"\x00\x01" * 5000
    stub.on("/V4/GetEntityContent", content)
    assert api.entity_content("m", "e") == content


def test_a_cursor_is_escaped_and_empty_parameters_are_left_out(api, stub, account):
    stub.on("/V8/GetNewEvents", messages_pb2.BoxEventList(TotalCountType=1))
    api.new_events("key/+=&?")
    [asked] = stub.of("/V8/GetNewEvents")
    assert asked.query == {"boxId": account.box_id, "afterIndexKey": "key/+=&?", "limit": "100"}


# -- tokens -------------------------------------------------------------------------------------------------


def test_one_token_serves_every_call_and_is_kept_sealed(api, stub, account):
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    api.my_organizations()
    DiadocClient(Account.objects.get(pk=account.pk)).my_organizations()
    assert len(stub.of("/V3/Authenticate")) == 1
    row = Account.objects.get(pk=account.pk)
    assert row.token.reveal() == "token-1"
    assert timedelta(hours=22) < row.token_until - timezone.now() < timedelta(hours=24)


def test_an_old_token_is_renewed_before_it_is_used(api, stub, account):
    account.token, account.token_until = Secret("old"), timezone.now() - timedelta(seconds=1)
    account.save()
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    api.my_organizations()
    assert stub.of("/GetMyOrganizations")[0].headers["Authorization"].endswith("ddauth_token=token-1")


def test_a_refused_token_is_renewed_once(api, stub):
    stub.on("/V3/Authenticate", "token-1", "token-2")
    stub.on("/V3/PostMessage", Reply(401, b"expired"), posted())
    assert api.post_message(message(), OPERATION).MessageId == "m-1"
    tokens = [asked.headers["Authorization"][-7:] for asked in stub.of("/V3/PostMessage")]
    assert tokens == ["token-1", "token-2"]


def test_a_token_refused_again_is_a_refusal(api, stub):
    stub.on("/V3/Authenticate", "token-1", "token-2")
    stub.on("/V3/PostMessage", Reply(401, b"no"))
    with pytest.raises(Refused) as caught:
        api.post_message(message(), OPERATION)
    assert caught.value.status == 401
    assert "Проверить связь" in caught.value.message
    assert len(stub.of("/V3/PostMessage")) == 2


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(401, b"Invalid login or password"), "не принял логин и пароль"),
        (Reply(401, b"Invalid ddauth_api_client_id"), "не знает такой ключ разработчика"),
        (Reply(402, b""), "подписка"),
    ],
)
def test_a_refused_login_says_what_is_wrong(api, stub, reply, words):
    stub.on("/V3/Authenticate", reply)
    with pytest.raises(Refused) as caught:
        api.my_organizations()
    assert words in caught.value.message
    assert len(stub.of("/V3/Authenticate")) == 1


def test_without_a_developer_key_nothing_is_asked(api, stub, settings):
    settings.DIADOC = type(settings.DIADOC)(settings.DIADOC.url, "", "", "", "")
    with pytest.raises(Refused) as caught:
        api.my_organizations()
    assert "PARAPH_DIADOC_API_KEY" in caught.value.message
    assert stub.asked == []


def test_a_key_of_the_account_comes_before_the_installations(api, stub, account):
    account.api_key = Secret("own-key")
    stub.on("/GetMyOrganizations", organizations_pb2.OrganizationList())
    api.my_organizations()
    assert "ddauth_api_client_id=own-key," in stub.of("/GetMyOrganizations")[0].headers["Authorization"]


# -- answers that are no value ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (html(429), limits.BUSY_PAUSE),
        (html(429, **{"Retry-After": "7"}), timedelta(seconds=7)),
        (Reply(429, b"slow down", {"Retry-After": "0"}), timedelta(seconds=1)),
        (Reply(429, b"", {"Retry-After": "999999999999"}), limits.LONGEST_PAUSE),
        (Reply(429, b"", {"Retry-After": "soon"}), limits.BUSY_PAUSE),
    ],
)
def test_too_many_calls_hold_back_the_whole_account_without_a_second_try(api, stub, reply, after):
    for path, call in (
        ("/V3/PostMessage", lambda: api.post_message(message(), OPERATION)),
        ("/V8/GetNewEvents", api.new_events),
    ):
        stub.on(path, reply)
        with pytest.raises(NotNow) as caught:
            call()
        assert (caught.value.after, caught.value.whole_service) == (after, True)
        assert "реже" in caught.value.message
        assert len(stub.of(path)) == 1


def test_retry_after_may_be_a_date(api, stub):
    at = datetime.now(UTC) + timedelta(seconds=90)
    stub.on("/V8/GetNewEvents", html(429, **{"Retry-After": format_datetime(at, usegmt=True)}))
    with pytest.raises(NotNow) as caught:
        api.new_events()
    assert timedelta(seconds=80) < caught.value.after <= timedelta(seconds=90)


def test_an_answer_being_made_is_asked_for_later_and_holds_back_nothing_else(api, stub):
    stub.on("/GeneratePrintForm", Reply(204, b"", {"Retry-After": "3"}), b"%PDF-1.7")
    with pytest.raises(NotNow) as caught:
        api.print_form("m", "d")
    assert (caught.value.after, caught.value.whole_service) == (timedelta(seconds=3), False)
    assert api.print_form("m", "d") == b"%PDF-1.7"


def test_an_operation_that_runs_already_is_not_refused(api, stub):
    stub.on("/V3/PostMessage", Reply(409, b"Request processing is in progress. Please, retry later."))
    with pytest.raises(NotNow):
        api.post_message(message(), OPERATION)


@pytest.mark.parametrize("answer", [Reply(500, b"?"), html(503), CUT, Reply(200, b"\xff\xff")])
def test_a_post_without_a_clear_answer_is_sent_once_and_may_have_happened(api, stub, answer):
    stub.on("/V3/PostMessage", answer)
    with pytest.raises(Unknown):
        api.post_message(message(), OPERATION)
    assert len(stub.of("/V3/PostMessage")) == 1


@pytest.mark.parametrize("answer", [Reply(500, b"?"), html(502), CUT])
def test_a_read_is_tried_again_and_gives_its_value(api, stub, answer):
    stub.on("/V8/GetNewEvents", answer, answer, messages_pb2.BoxEventList(TotalCount=7, TotalCountType=1))
    assert api.new_events().TotalCount == 7


@pytest.mark.parametrize("answer", [Reply(500, b"?"), CUT])
def test_a_read_that_fails_to_the_end_is_for_later(api, stub, answer):
    stub.on("/V8/GetNewEvents", answer)
    with pytest.raises(NotNow) as caught:
        api.new_events()
    assert caught.value.whole_service
    assert len(stub.of("/V8/GetNewEvents")) == limits.TRIES


def test_a_read_by_post_is_tried_again_too(api, stub):
    stub.on("/V2/GenerateReceiptXml", Reply(500), Reply(200, b"<x/>"))
    assert api.receipt_xml("m", "a", b"<signer/>") == ("", b"<x/>")


def test_slow_answers_are_not_waited_for_for_ever(api, stub, monkeypatch):
    monkeypatch.setattr(transport, "_TIMEOUT", 0.1)
    stub.on("/V3/PostMessage", SLOW)
    began = time.monotonic()
    with pytest.raises(Unknown, match="ReadTimeout"):
        api.post_message(message(), OPERATION)
    assert time.monotonic() - began < 0.9


def test_a_service_that_is_away_did_nothing(account, settings):
    settings.DIADOC = type(settings.DIADOC)("http://127.0.0.1:1", "key", "", "", "")
    account.token, account.token_until = Secret("t"), timezone.now() + timedelta(hours=1)
    account.save()
    with pytest.raises(NotNow) as caught:
        DiadocClient(account).post_message(message(), OPERATION)
    assert caught.value.whole_service
    assert "Нет связи" in caught.value.message
    transport.hang_up()


def test_an_endless_answer_is_not_taken(api, stub, settings, monkeypatch):
    settings.MAX_DOCUMENT_BYTES = 1000
    monkeypatch.setattr(limits, "SHELF_PART", 1000)
    stub.on("/V4/GetEntityContent", b"\0" * 1001)
    with pytest.raises(Refused, match="PARAPH_MAX_DOCUMENT_MB") as caught:
        api.entity_content("m", "e")
    inspection.note(api.account, caught.value)
    assert api.account.fault == ""  # one large file hinders no other


def test_an_endless_answer_to_a_post_is_no_refusal(stub, settings):
    stub.on("/V3/PostMessage", b"\0" * 1001)
    call = transport.Call("POST", "/V3/PostMessage", longest=1000)
    with pytest.raises(Unknown):
        transport.Transport(settings.DIADOC.url).make(call)


@pytest.mark.parametrize(
    ("status", "text", "code", "words"),
    [
        (409, "Recipient allows to receive messages only from counteragents", "", "приглашение"),
        (409, "Recipient forbids to receive messages from blocked senders", "", "заблокировал"),
        (409, "ErrorCode: DocumentService.InvalidDocumentType (Http.Conflict)", "", "Соответствие видов"),
        (400, "?", "DocumentService.InvalidDocumentType", "Соответствие видов"),
        (409, "Apply for roaming on www.diadoc.ru/roaming", "", "роуминг"),
        (400, "cursor must have valid value", "", "за два дня до последнего известного события"),
        (
            400,
            "MessageToPost.DocumentAttachments[0]: Невозможно получить данные по ключу: DocumentDate; "
            "Невозможно получить данные по ключу: TotalSum",
            "",
            "реквизитов: дата, сумма.",
        ),
        (400, "x: Provided odd metadata items. Keys: FileName, TotalSum", "", "имя файла, сумма"),
        (400, "x: Invalid signature", "", "трёх неверных"),
        (409, "Too many failed signatures today. There were 3 attempts…", "", "завтра"),
        (402, "", "", "подписка"),
        (403, "User has no rights", "", "«User has no rights». Попросите администратора"),
        (403, "Organization is liquidated", "", "ликвидированная"),
        (404, "Power of attorney not found", "", "Зарегистрируйте"),
        (418, "чайник", "", "418: «чайник»"),
        (409, "что-то совсем новое", "", "«что-то совсем новое»"),
    ],
)
def test_refusals_are_said_in_words_that_tell_what_to_do(api, stub, status, text, code, words):
    headers = {"X-Kontur-Trace-Id": "trace-7", "Content-Type": "text/plain; charset=utf-8"}
    if code:
        headers["X-Diadoc-ErrorCode"] = code
    stub.on("/V3/PostMessage", Reply(status, text.encode(), headers))
    with pytest.raises(Refused) as caught:
        api.post_message(message(), OPERATION)
    refused = caught.value
    assert words in refused.message
    assert (refused.status, refused.text, refused.code) == (status, text, code)
    assert refused.full.endswith("Код обращения: trace-7.")
    assert len(stub.of("/V3/PostMessage")) == 1


def test_a_page_of_the_balancer_is_not_shown_to_people(api, stub):
    stub.on("/V3/PostMessage", html(400))
    with pytest.raises(Refused) as caught:
        api.post_message(message(), OPERATION)
    assert "<" not in caught.value.message


# -- the shelf ----------------------------------------------------------------------------------------------


def test_a_large_content_goes_to_the_shelf_in_parts(api, stub, monkeypatch):
    monkeypatch.setattr(limits, "SHELF_PART", 4)
    stub.on("/ShelfUploadPartInit", "name.xml")
    stub.on("/ShelfUploadPart", "", "[1]", "[]")
    assert api.upload(b"0123456789", "xml") == "name.xml"
    assert stub.of("/ShelfUploadPartInit")[0].query == {"fileExtension": "xml", "isLastPart": "false"}
    assert stub.of("/ShelfUploadPartInit")[0].body == b"0123"
    sent = [
        (asked.query["partIndex"], asked.query["isLastPart"], asked.body)
        for asked in stub.of("/ShelfUploadPart")
    ]
    assert sent == [("1", "false", b"4567"), ("2", "true", b"89"), ("1", "true", b"4567")]


def test_parts_that_never_arrive_are_given_up_for_now(api, stub, monkeypatch):
    monkeypatch.setattr(limits, "SHELF_PART", 4)
    stub.on("/ShelfUploadPartInit", "name")
    stub.on("/ShelfUploadPart", "[1]")
    with pytest.raises(NotNow):
        api.upload(b"01234567")
    assert len(stub.of("/ShelfUploadPart")) == 1 + limits.TRIES


def test_a_small_content_is_one_part(api, stub):
    stub.on("/ShelfUploadPartInit", '"name"')
    assert api.upload(b"x") == "name"
    assert stub.of("/ShelfUploadPartInit")[0].query["isLastPart"] == "true"


# -- many at once -------------------------------------------------------------------------------------------


def test_threads_share_four_connections(api, stub, account):
    account.token, account.token_until = Secret("t"), timezone.now() + timedelta(hours=1)
    stub.pause = 0.02
    stub.on("/V4/GetEntityContent", b"x")
    threads = [threading.Thread(target=api.entity_content, args=("m", "e")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stub.of("/V4/GetEntityContent")) == 12
    assert 2 <= stub.busiest <= limits.CONNECTIONS


def test_threads_that_find_the_token_gone_log_in_once(stub, account):
    account.pk = None  # being tried out: no row, no other process
    stub.pause = 0.02
    stub.on("/V3/Authenticate", "token-1", "token-2")
    stub.on("/V4/GetEntityContent", b"x")
    api = DiadocClient(account)
    threads = [threading.Thread(target=api.entity_content, args=("m", "e")) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stub.of("/V3/Authenticate")) == 1
    assert len(stub.of("/V4/GetEntityContent")) == 6


# -- what is counted and what is not told -------------------------------------------------------------------


def test_calls_are_counted_by_method(api, stub, account):
    stub.on("/V8/GetNewEvents", Reply(500), messages_pb2.BoxEventList(TotalCountType=1))
    for _ in range(2):
        with api:
            api.new_events()
    assert costs.total(account, timezone.now().date()) == {"/V3/Authenticate": 1, "/V8/GetNewEvents": 3}
    assert CallCount.objects.filter(account=account).count() == 2


def test_a_run_remembers_its_cost_and_its_failure(api, stub, account):
    stub.on("/V8/GetNewEvents", messages_pb2.BoxEventList(TotalCountType=1), Reply(402))
    with api, costs.running(api, "feed") as run:
        api.new_events()
        run.counts["events"] = 0
    with pytest.raises(Refused), api, costs.running(api, "feed"):
        api.new_events()
    failed, first = Run.objects.filter(account=account)
    assert first.calls == {"/V3/Authenticate": 1, "/V8/GetNewEvents": 1}
    assert (first.error, first.counts) == ("", {"events": 0})
    assert first.took is not None
    assert "подписка" in failed.error
    assert failed.calls == {"/V8/GetNewEvents": 1}


def test_a_method_that_will_be_switched_off_is_told_to_the_log_once(api, stub, caplog, monkeypatch):
    monkeypatch.setattr(transport, "_ending", set())
    ends = {"Sunset": "Sat, 03 Apr 2027 00:00:00 GMT"}
    empty = messages_pb2.BoxEventList(TotalCountType=1).SerializeToString()
    stub.on("/V8/GetNewEvents", Reply(200, empty, ends))
    api.new_events()
    api.new_events()
    assert caplog.text.count("/V8/GetNewEvents ends on Sat, 03 Apr 2027") == 1


def test_secrets_stay_out_of_logs_and_errors(api, stub, account, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = ("developer-key", "token-1", "верный пароль")
    stub.on("/V3/PostMessage", Reply(500), Reply(400, b"bad"), CUT)
    shown = []
    for _ in range(3):
        try:
            api.post_message(message(), OPERATION)
        except (Unknown, Refused) as error:
            shown += [repr(error), error.full, repr(vars(error))]
            cause = error.__cause__
            shown.append(f"{cause!r}{cause}")
    shown += [repr(account), str(vars(account)), repr(transport.Call("GET", "/x", headers={"a": "token-1"}))]
    text = "".join([*shown, caplog.text])
    assert "/V3/PostMessage" in text
    for secret in secrets:
        assert secret not in text
