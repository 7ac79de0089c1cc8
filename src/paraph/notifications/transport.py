"""How letters leave: the port, and SMTP behind it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Protocol

import httpx
from django.conf import settings

from paraph.trust.verdict import Answer

#: Seconds to wait for a connection or for any single answer of the server.
TIMEOUT = 30.0


class _LetterPolicy(EmailPolicy):
    """Headers as they travel; subjects folded by `Header`, because EmailPolicy loses spaces between lines."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _LetterPolicy(linesep="\r\n")


class NotSent(Exception):
    """The server has certainly not taken the letter. `permanent`: asking again will not help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class Unclear(Exception):
    """The connection was lost after the letter began to leave: it may have been taken or not."""


class MailTransport(Protocol):
    """Sends one letter to its one recipient, and finds out later whether it was taken."""

    def send(self, message: EmailMessage, *, before_data: Callable[[], None]) -> None:
        """Hand the letter over.

        `before_data` is called at the last moment at which the letter is certainly not taken yet. Raises
        NotSent or Unclear, and whatever `before_data` raises (nothing is sent then).
        """
        ...

    def was_accepted(self, message_id: str) -> Answer:
        """Whether a letter with this Message-ID was taken; undetermined when nobody can tell.

        Raises NotSent when the one who could tell does not answer now.
        """
        ...


@dataclass(frozen=True)
class SmtpTransport:
    """One connection per letter; the fields are those of `settings.MAIL`."""

    host: str
    port: int
    user: str
    password: str
    tls: str  #: "", "starttls" or "ssl"
    sender: str
    lookup_url: str

    def send(self, message: EmailMessage, *, before_data: Callable[[], None]) -> None:
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        client = self._connect()
        try:
            self._envelope(client, sender, recipient)
            before_data()
            self._hand_over(client, message.as_bytes(policy=_POLICY), recipient)
            with suppress(OSError):  # the letter is taken; a lost goodbye changes nothing
                client.quit()
        finally:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        """A session ready for a letter. Everything that fails here is a matter of time or of settings."""
        tls = ssl.create_default_context()
        try:
            if self.tls == "ssl":
                client: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=tls)
            else:
                client = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        except OSError as error:
            raise self._unavailable(error) from error
        try:
            if self.tls == "starttls":  # refused by the server = no letter: never fall back to clear text
                client.starttls(context=tls)
            if self.user:
                client.login(self.user, self.password)
            client.ehlo_or_helo_if_needed()
        except OSError as error:
            client.close()
            raise self._unavailable(error) from error
        return client

    def _envelope(self, client: smtplib.SMTP, sender: str, recipient: str) -> None:
        try:
            for answer in (client.mail(sender), client.rcpt(recipient)):
                _require_taken(answer, recipient)
        except OSError as error:
            raise self._unavailable(error) from error

    def _hand_over(self, client: smtplib.SMTP, letter: bytes, recipient: str) -> None:
        try:
            answer = client.data(letter)
        except smtplib.SMTPDataError as refusal:  # said no before the first byte of the letter
            answer = refusal.smtp_code, refusal.smtp_error
        except OSError as error:
            raise Unclear(f"Связь с почтовым сервером {self.host} прервалась при передаче письма") from error
        _require_taken(answer, recipient)

    def _unavailable(self, error: OSError) -> NotSent:
        return NotSent(f"Почтовый сервер {self.host}:{self.port} не принимает письма: {error}")

    def was_accepted(self, message_id: str) -> Answer:
        if not self.lookup_url:
            return Answer.UNDETERMINED
        try:
            answer = httpx.get(self.lookup_url, params={"message_id": message_id}, timeout=TIMEOUT)
            answer.raise_for_status()
            return Answer.YES if answer.json() else Answer.NO
        except (httpx.HTTPError, ValueError) as error:
            raise NotSent(f"Не удалось узнать, принято ли письмо: {error}") from error


def _require_taken(answer: tuple[int, bytes | str], recipient: str) -> None:
    """SMTP replies (RFC 5321, 4.2.1): 2xx yes, 4xx not now, 5xx never."""
    code, words = answer
    if 200 <= code < 300:
        return
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    reply = f"{code} {' '.join(words.split())[:200]}"
    if code >= 500:
        reason = (
            f"Почтовый сервер отказался принять письмо для {recipient}: {reply}. Проверьте адрес получателя."
        )
        raise NotSent(reason, permanent=True)
    raise NotSent(f"Почтовый сервер пока не принял письмо для {recipient}: {reply}")


def transport() -> MailTransport:
    """The transport of the installation's settings."""
    return SmtpTransport(**vars(settings.MAIL))
