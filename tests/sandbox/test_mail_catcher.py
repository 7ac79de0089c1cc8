"""The mail catcher, spoken to as any mail program would."""

from __future__ import annotations

import smtplib
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraph.sandbox.mail.catcher import MailCatcher
from paraph.sandbox.mail.letters import Letter

StartMail = Callable[..., MailCatcher]


@pytest.fixture
def mail(start_mail: StartMail) -> MailCatcher:
    return start_mail()


def letter(message_id: str = "<1@hub>", to: str = "Анна <anna@example.test>") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Хаб <hub@example.test>"
    message["To"] = to
    message["Subject"] = "Документ на подпись"
    message["Message-ID"] = message_id
    message.set_content("Откройте http://127.0.0.1:8000/l/abc?x=1&y=2.\nСпасибо!\n")
    return message


def connect(catcher: MailCatcher, timeout: float = 10) -> smtplib.SMTP:
    host, port = catcher.ready["smtp"].removeprefix("smtp://").split(":")
    return smtplib.SMTP(host, int(port), timeout=timeout)


def send(catcher: MailCatcher, message: EmailMessage) -> None:
    with connect(catcher) as client:
        client.send_message(message)


def messages(catcher: MailCatcher, **query: str) -> list[dict[str, Any]]:
    answer = httpx.get(catcher.ready["url"] + "/messages", params=query, trust_env=False)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def order_fault(catcher: MailCatcher, **order: Any) -> None:
    httpx.post(catcher.ready["faults_url"], json=order, trust_env=False).raise_for_status()


def test_letter_is_kept_and_readable(mail: MailCatcher) -> None:
    message = letter()
    message.add_alternative("<p>Откройте <a href='http://127.0.0.1/'>документ</a></p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Договор № 1.pdf")
    send(mail, message)

    [kept] = messages(mail)
    assert kept["message_id"] == "1@hub"
    assert kept["from"] == "Хаб <hub@example.test>"
    assert kept["to"] == ["anna@example.test"]
    assert kept["subject"] == "Документ на подпись"
    assert kept["text"] == "Откройте http://127.0.0.1:8000/l/abc?x=1&y=2.\nСпасибо!\n"
    assert "документ</a>" in kept["html"]
    assert kept["received_at"].endswith("+00:00")
    [attachment] = kept["attachments"]
    assert (attachment["filename"], attachment["content_type"], attachment["size"]) == (
        "Договор № 1.pdf",
        "application/pdf",
        8,
    )
    file = httpx.get(mail.ready["url"] + attachment["url"], trust_env=False)
    assert file.content == b"%PDF-1.4"
    assert file.headers["Content-Disposition"].startswith("attachment;")


def test_every_copy_is_kept(mail: MailCatcher) -> None:
    send(mail, letter("<same@hub>"))
    send(mail, letter("<same@hub>"))
    send(mail, letter("<other@hub>"))
    assert len(messages(mail, message_id="<same@hub>")) == 2
    assert len(messages(mail, message_id="same@hub")) == 2
    assert len(messages(mail)) == 3
    assert messages(mail, message_id="absent@hub") == []


def test_search_by_recipient_uses_the_envelope(mail: MailCatcher) -> None:
    with connect(mail) as client:
        client.send_message(letter(), to_addrs=["hidden@example.test", "Second@example.test"])
    assert len(messages(mail, to="hidden@example.test")) == 1
    assert len(messages(mail, to="second@example.TEST")) == 1
    assert messages(mail, to="anna@example.test") == []
    assert messages(mail, to="hidden@example.test", message_id="other@hub") == []


def test_clearing_removes_everything(mail: MailCatcher, http: httpx.Client) -> None:
    send(mail, letter())
    send(mail, letter())
    assert http.delete(mail.ready["url"] + "/messages").json() == {"deleted": 2}
    assert messages(mail) == []


def test_letters_survive_a_restart_on_the_same_ports(start_mail: StartMail) -> None:
    first = start_mail()
    send(first, letter("<before@hub>"))
    ready = first.ready
    second = start_mail()
    assert second.ready == ready
    send(second, letter("<after@hub>"))
    assert [kept["message_id"] for kept in messages(second)] == ["before@hub", "after@hub"]


def test_taken_port_is_replaced(start_mail: StartMail) -> None:
    old = start_mail().ready
    start_mail().stop()
    port = int(old["smtp"].rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", port)):
        fresh = start_mail()
        assert fresh.ready["smtp"] != old["smtp"]
        send(fresh, letter())


class TestFaults:
    def test_reject_keeps_nothing_and_ends(self, mail: MailCatcher) -> None:
        order_fault(mail, kind="reject", count=2)
        for _ in range(2):
            with pytest.raises(smtplib.SMTPDataError) as refusal:
                send(mail, letter())
            assert refusal.value.smtp_code == 451
        assert messages(mail) == []
        send(mail, letter())
        assert len(messages(mail)) == 1

    def test_drop_after_accept_keeps_the_letter(self, mail: MailCatcher) -> None:
        order_fault(mail, kind="drop_after_accept")
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            send(mail, letter("<lost-answer@hub>"))
        assert len(messages(mail, message_id="lost-answer@hub")) == 1
        send(mail, letter("<lost-answer@hub>"))
        assert len(messages(mail, message_id="lost-answer@hub")) == 2

    def test_slow_answer_comes_late(self, mail: MailCatcher) -> None:
        order_fault(mail, kind="slow", seconds=0.5)
        started = time.monotonic()
        send(mail, letter())
        assert time.monotonic() - started >= 0.5

    def test_slow_letter_is_kept_though_the_client_gave_up(self, mail: MailCatcher) -> None:
        order_fault(mail, kind="slow", seconds=30)
        client = connect(mail, timeout=0.3)
        with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
            client.send_message(letter())
        client.close()
        assert len(messages(mail)) == 1

    def test_faults_are_listed_and_cancelled(self, mail: MailCatcher, http: httpx.Client) -> None:
        order_fault(mail, kind="reject", count=3)
        order_fault(mail, kind="slow")
        left = http.get(mail.ready["faults_url"]).json()
        assert [(fault["kind"], fault["count"]) for fault in left] == [("reject", 3), ("slow", 1)]
        assert http.delete(mail.ready["faults_url"]).json() == []
        send(mail, letter())

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"{",
            b'{"kind":"burn"}',
            b'{"kind":"reject","count":0}',
            b'{"kind":"slow","seconds":-1}',
        ],
    )
    def test_bad_order_is_refused(self, mail: MailCatcher, http: httpx.Client, body: bytes) -> None:
        answer = http.post(mail.ready["faults_url"], content=body)
        assert answer.status_code == 400
        assert answer.text.endswith(".")
        assert http.get(mail.ready["faults_url"]).json() == []


def test_too_large_a_letter_is_refused(start_mail: StartMail) -> None:
    mail = start_mail(size_limit=20_000)
    big = letter()
    big.add_attachment(b"x" * 30_000, maintype="application", subtype="octet-stream", filename="big.bin")
    with connect(mail) as client:
        assert client.ehlo()[0] == 250
        assert client.esmtp_features["size"] == "20000"
        with pytest.raises(smtplib.SMTPResponseException) as refusal:
            client.sendmail("hub@example.test", ["anna@example.test"], big.as_bytes())
    assert refusal.value.smtp_code == 552
    assert messages(mail) == []


class TestPages:
    def test_text_has_clickable_links(self, mail: MailCatcher, http: httpx.Client) -> None:
        send(mail, letter())
        assert "Документ на подпись" in http.get(mail.ready["url"]).text
        page = http.get(mail.ready["url"] + "/letters/1").text
        assert '<a href="http://127.0.0.1:8000/l/abc?x=1&amp;y=2"' in page

    def test_html_part_is_shut_in_a_frame(self, mail: MailCatcher, http: httpx.Client) -> None:
        message = letter()
        message.replace_header("Subject", "<script>alert(1)</script>")
        message.add_alternative('<script>alert(2)</script><b title="\'">Да</b>', subtype="html")
        send(mail, message)
        answer = http.get(mail.ready["url"] + "/letters/1")
        assert "<script" not in answer.text
        assert "<b" not in answer.text.split("<body>", 1)[1]
        frame = answer.text.split("<iframe", 1)[1].split(">", 1)[0]
        assert "allow-scripts" not in frame
        assert "allow-same-origin" not in frame
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    def test_source_is_given_byte_for_byte(self, mail: MailCatcher, http: httpx.Client) -> None:
        raw = b"Subject: =?utf-8?b?0J/RgNC40LLQtdGC?=\r\n\r\n..dots\r\n.\r\nend\r\n"
        with connect(mail) as client:
            client.sendmail("a@example.test", ["b@example.test"], raw)
        assert http.get(mail.ready["url"] + "/letters/1.eml").content == raw
        assert messages(mail)[0]["subject"] == "Привет"

    @pytest.mark.parametrize("path", ["/letters/7", "/letters/1/attachments/0", "/nowhere", "/letters/x"])
    def test_absent_things_are_404(self, mail: MailCatcher, http: httpx.Client, path: str) -> None:
        send(mail, letter())
        assert http.get(mail.ready["url"] + path).status_code == 404

    def test_wrong_method_is_405(self, mail: MailCatcher, http: httpx.Client) -> None:
        assert http.put(mail.ready["url"] + "/messages").status_code == 405


#: What mail parsers stumble over, to be mixed at random; one per line, `\n` written out stands for CR LF.
FRAGMENTS = r"""
Message-ID:
Subject:
From:
Content-Type: multipart/mixed; boundary=b
Content-Type: multipart/alternative; boundary=b
Content-Type: message/rfc822
Content-Type: text/html
Content-Type: text/plain; charset="unknown"
Content-Disposition: attachment; filename*=utf-8''%D0
Content-Transfer-Encoding: base64
\n
\n\n
--b\n
--b--\n
=?utf-8?b?
=?x?q?=FF?=
?=
Я
<
[
(
"
""".strip().splitlines()


def _bytes(fragment: str) -> bytes:
    return fragment.replace(r"\n", "\r\n").encode()


@given(st.lists(st.sampled_from(FRAGMENTS).map(_bytes) | st.binary(max_size=3), max_size=25).map(b"".join))
def test_any_bytes_can_be_shown(raw: bytes) -> None:
    shown = Letter(1, datetime.now(UTC), "a@example.test", ("b@example.test",), raw).as_json()
    for name in ("message_id", "from", "subject", "text", "html"):
        shown[name].encode()  # no lone surrogates: the API can always say it
