"""Universal messages of Диадок: what a side has to say about a document, told by a code.

They take the place of receipts, requests for amendment and refusals (facts: 1999 received, 2007 confirm the
authority, 2999 please amend, 3999 refused, 4002 and 4003 for information). The contract is
DP_UNISOOBSCH_1_982_02_05_01_01_UserContract: the service makes the file of it; the user does not sign it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from paraph.formats.participants import FullName
from paraph.formats.signer_content import person_element, read_person
from paraph.formats.xml_files import FormatError, Node, element, read_root, written

MAX_SIZE = 1024 * 1024
_LONGEST_TEXT = 10_000
RECEIVED, CONFIRM_AUTHORITY, AMEND, REFUSED = "1999", "2007", "2999", "3999"


@dataclass(frozen=True)
class Statement:
    """A code and a text in addition."""

    code: str
    text: str = ""


@dataclass(frozen=True)
class Contact:
    """Who sends or receives; with `use_default` the service knows better."""

    full_name: FullName | None = None
    position: str = ""
    use_default: bool = False
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    other: str = ""  #: another way to reach them


@dataclass(frozen=True)
class UniversalMessage:
    """What is said, by whom and to whom."""

    statements: tuple[Statement, ...]
    sender: Contact | None = None
    recipient: Contact | None = None


def build_universal_message(message: UniversalMessage) -> bytes:
    """The contract in utf-8. Raises `FormatError` for what it cannot hold."""
    if not message.statements:
        raise FormatError("В универсальном сообщении нет ни одного кода.")
    infos = element("UniversalMessageInfos", children=map(_statement, message.statements))
    sender = _contact("Sender", message.sender) if message.sender else None
    recipient = _contact("Recipient", message.recipient) if message.recipient else None
    return written(element("UniversalMessage", children=[infos, sender, recipient]), "utf-8")


def _statement(statement: Statement) -> etree._Element:
    if not re.fullmatch(r"[0-9]{1,4}", statement.code):
        raise FormatError(f"Код универсального сообщения — до четырёх цифр, а указано {statement.code!r}.")
    if len(statement.text) > _LONGEST_TEXT:
        raise FormatError(f"Текст универсального сообщения — не больше {_LONGEST_TEXT} знаков.")
    text = [element("PlainText", text=statement.text)] if statement.text else []
    return element("UniversalMessageInfo", {"StatusCode": statement.code}, children=text)


def _contact(tag: str, contact: Contact) -> etree._Element:
    name = person_element("Fio", contact.full_name) if contact.full_name else None
    reached = contact.phones or contact.emails or contact.other
    return element(
        tag,
        {"UseDefaultPersonInfo": "true" if contact.use_default else "false"},
        {"Position": contact.position},
        [name, _contacts(contact) if reached else None],
    )


def _contacts(contact: Contact) -> etree._Element:
    lists = [
        element(f"{tag}s", children=[element(tag, text=_short(tag, value, longest)) for value in values])
        if values
        else None
        for tag, values, longest in (("Phone", contact.phones, 20), ("Email", contact.emails, 100))
    ]
    return element("Contacts", None, {"OtherContactInfo": contact.other}, lists)


def _short(tag: str, value: str, longest: int) -> str:
    if not 0 < len(value) <= longest:
        raise FormatError(f"{tag}: от 1 до {longest} знаков, а указано {len(value)}.")
    return value


def read_universal_message(data: bytes) -> UniversalMessage:
    """The contract in `data`. Raises `FormatError`."""
    root = Node(read_root(data, limit=MAX_SIZE))
    if root.name != "UniversalMessage":
        raise FormatError(f"Универсальное сообщение начинается с {root.name}, а должно с UniversalMessage.")
    infos = root.one("UniversalMessageInfos").all("UniversalMessageInfo")
    if not infos:
        raise FormatError("В универсальном сообщении нет ни одного кода.")
    sender, recipient = root.maybe("Sender"), root.maybe("Recipient")
    return UniversalMessage(
        tuple(map(_read_statement, infos)),
        _read_contact(sender) if sender else None,
        _read_contact(recipient) if recipient else None,
    )


def _read_statement(node: Node) -> Statement:
    text = node.maybe("PlainText")
    return Statement(node.need("StatusCode"), text.text() if text else "")


def _read_contact(node: Node) -> Contact:
    name, contacts = node.maybe("Fio"), node.maybe("Contacts")
    return Contact(
        full_name=read_person(name) if name else None,
        position=node.get("Position"),
        use_default=node.need("UseDefaultPersonInfo") == "true",
        phones=_texts(contacts, "Phones", "Phone"),
        emails=_texts(contacts, "Emails", "Email"),
        other=contacts.get("OtherContactInfo") if contacts else "",
    )


def _texts(contacts: Node | None, holder: str, tag: str) -> tuple[str, ...]:
    found = contacts.maybe(holder) if contacts else None
    return tuple(node.text() for node in found.all(tag)) if found else ()
