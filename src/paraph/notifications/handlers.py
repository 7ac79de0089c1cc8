"""The effects that send letters: at most one letter per effect, whatever breaks on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from paraph.effects.handlers import Handler, Quarantine, Retry, Run
from paraph.effects.limits import Limit
from paraph.notifications.letters import Letter, render
from paraph.notifications.transport import MailTransport, NotSent, Unclear, transport
from paraph.trust.verdict import Answer

#: States of the intent: what is known about the last try. A letter refused for certain may be sent anew;
#: about one on its way the server is asked first; where nobody can tell, a person decides.
_ON_ITS_WAY, _REFUSED, _PERSON_ASKED = "on its way", "refused", "person asked"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Envelope:
    """One letter to one person."""

    to: str
    letter: Letter
    to_name: str = ""
    #: Who answers when the recipient replies; empty = the installation's own address.
    reply_to: str = ""
    attachment: Attachment | None = None


class MailHandler(Handler):
    """Base of the effects that send one letter."""

    limit: ClassVar[Limit | None] = Limit(rate=5, burst=50)
    #: About a day of growing pauses: a mail server may be down for a night.
    max_attempts: ClassVar[int] = 30
    timeout: ClassVar[timedelta] = timedelta(minutes=3)

    def compose(self, run: Run) -> Envelope | None:
        """The letter, or None when there is nothing to tell any more."""
        raise NotImplementedError

    def perform(self, run: Run) -> Mapping[str, Any]:
        envelope = self.compose(run)
        if envelope is None:
            return {"sent": False}
        message = build_message(envelope, run.idempotency_id)
        mail = transport()
        if not _already_taken(run, mail, message["Message-ID"]):
            _send(run, mail, message)
        return {"sent": True, "message_id": message["Message-ID"]}


class Notice(MailHandler):
    """A letter whose words and address are in the effect itself."""

    kind = "notifications.mail"

    def compose(self, run: Run) -> Envelope:
        facts = run.payload
        letter = render(facts["template"], facts["context"], facts["language"])
        return Envelope(facts["to"], letter, to_name=facts["to_name"])


def may_have_arrived(run: Run) -> bool:
    """Whether a person was asked about this letter; giving it up then says: it has arrived."""
    return bool(run.intent) and run.intent["state"] == _PERSON_ASKED


def _already_taken(run: Run, mail: MailTransport, message_id: str) -> bool:
    if not run.intent or run.intent["state"] != _ON_ITS_WAY:
        return False
    try:
        answer = mail.was_accepted(message_id)
    except NotSent as failure:
        raise Retry(failure.reason) from failure
    if answer is Answer.UNDETERMINED:
        run.remember({"state": _PERSON_ASKED})
        raise Quarantine(
            "Письмо могло уже уйти: связь прервалась, а узнать у почтового сервера нельзя. "
            "Спросите получателя: «Повторить» отправит то же письмо ещё раз, «Снять» — считать его дошедшим."
        )
    return answer is Answer.YES


def _send(run: Run, mail: MailTransport, message: EmailMessage) -> None:
    try:
        mail.send(message, before_data=lambda: run.remember({"state": _ON_ITS_WAY}))
    except Unclear as failure:
        raise Retry(str(failure)) from failure
    except NotSent as failure:
        run.remember({"state": _REFUSED})
        raise (Quarantine(failure.reason) if failure.permanent else Retry(failure.reason)) from failure


def build_message(envelope: Envelope, idempotency_id: str) -> EmailMessage:
    """The letter as it travels. The same effect always gives the same Message-ID."""
    sender_name, sender = parseaddr(settings.MAIL.sender)
    letter, message = envelope.letter, EmailMessage()
    message["Message-ID"] = message_id(idempotency_id)
    message["Date"] = format_datetime(timezone.now())
    message["From"] = Address(sender_name, addr_spec=_ascii_domain(sender))
    message["To"] = Address(" ".join(envelope.to_name.split()), addr_spec=_ascii_domain(envelope.to))
    if envelope.reply_to:
        message["Reply-To"] = Address(addr_spec=_ascii_domain(envelope.reply_to))
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine replies
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    if envelope.attachment is not None:
        maintype, _slash, subtype = envelope.attachment.mime.partition("/")
        given = {"maintype": maintype, "subtype": subtype, "filename": envelope.attachment.name}
        message.add_attachment(envelope.attachment.data, **given)
    return message


def message_id(idempotency_id: str) -> str:
    """Message-ID of an effect's letter; keyed, so that two installations never share one."""
    name = salted_hmac("paraph.mail.message-id", idempotency_id, algorithm="sha256").hexdigest()[:40]
    domain = parseaddr(settings.MAIL.sender)[1].rpartition("@")[2]
    return f"<{name}@{_ascii_domain(domain)}>"


def _ascii_domain(address: str) -> str:
    """The address with a Cyrillic domain in its ASCII form (IDNA)."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.encode('idna').decode()}"
