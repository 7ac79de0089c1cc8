"""The answering title of a УПД: what the buyer says of the goods (ON_NSCHFDOPPOK 5.02 and 5.03, 970@).

The same answer can be written as the file of ФНС, or as the contract of Диадок by which the service makes
that file (`/GenerateTitleXml`, titleIndex 1, ON_NSCHFDOPPOK_UserContract_970_05_03_01).
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from paraph.formats import file_names
from paraph.formats.file_names import FileName, as_guid
from paraph.formats.participants import FullName, Signer
from paraph.formats.service_documents import BuiltFile
from paraph.formats.service_parts import name_element, read_name, title_signer_element
from paraph.formats.signer_content import (
    SignerContent,
    person_attributes,
    read_person,
    read_signer,
    signers_element,
)
from paraph.formats.titles import MAX_SIZE, Title, TitleError, read_title
from paraph.formats.xml_files import (
    PROGRAM,
    FormatError,
    Node,
    day_text,
    element,
    local,
    read_root,
    time_text,
    written,
)

#: КодИтога.
ACCEPTED, WITH_DIVERGENCES, NOT_ACCEPTED = "1", "2", "3"
_RESULTS = (ACCEPTED, WITH_DIVERGENCES, NOT_ACCEPTED)
_CONTRACT = "UniversalTransferDocumentBuyerTitle"
_CONTRACT_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Divergence:
    """РеквДокРасх: the document that tells how the goods differ."""

    name: str
    number: str
    date: date


@dataclass(frozen=True)
class Acceptor:
    """СвЛицПрин: who took the goods over. With an organisation: its representative, whom the buyer trusts
    (`inn` is the organisation's); without one and without a position: a natural person (`inn` is theirs)."""

    full_name: FullName
    position: str = ""
    info: str = ""  #: ИныеСвед
    organization: str = ""
    inn: str = ""


@dataclass(frozen=True)
class TitleAnswer:
    """What the buyer states."""

    result: str  #: КодИтога: `ACCEPTED`, `WITH_DIVERGENCES`, `NOT_ACCEPTED`
    date: date  #: ДатаПрин
    text: str = ""  #: СодОпер; the format has no place for it when nothing was accepted
    operation: str = ""  #: ВидОпер
    creator: str = ""  #: НаимЭконСубСост: the organisation that makes the file
    divergence: Divergence | None = None
    acceptor: Acceptor | None = None

    def __post_init__(self) -> None:
        if self.result not in _RESULTS:
            raise FormatError(f"Итог приёмки — 1, 2 или 3, а указано {self.result!r}.")
        if self.result == NOT_ACCEPTED and self.text:
            raise FormatError("Когда товары не приняты, содержание операции не указывают.")


def build_answer(
    seller_title: bytes,
    signatures: Sequence[bytes],
    answer: TitleAnswer,
    signers: Sequence[Signer],
    *,
    guid: str | uuid.UUID,
    made_at: datetime,
    sender_id: str = "",
    recipient_id: str = "",
) -> BuiltFile:
    """The buyer's title for the seller's title and the signatures under it: file name and bytes.

    The identifiers of the participants are those of the seller's file turned round unless given. Raises
    `TitleError` when the seller's title is not one that is answered in this format.
    """
    title = _answered(seller_title)
    if not signatures or not all(signatures):
        raise FormatError("Под титулом продавца нет подписи: отвечать не на что.")
    if not signers:
        raise FormatError("Не указан подписант.")
    name = _file_name(title, sender_id or title.recipient_id, recipient_id or title.sender_id, guid, made_at)
    must = {"КНД": "1115132", "ДатаИнфПок": day_text(local(made_at)), "ВремИнфПок": time_text(made_at)}
    document = element(
        "Документ",
        must,
        {"НаимЭконСубСост": answer.creator},
        [_about(title, signatures), _statement(title, answer), *map(title_signer_element, signers)],
    )
    head = {"ИдФайл": name, "ВерсФорм": title.version, "ВерсПрог": PROGRAM}
    return f"{name}.xml", written(element("Файл", head, children=[document]))


def _answered(data: bytes) -> Title:
    title = read_title(data)
    if title is None or title.form.prefix != "ON_NSCHFDOPPR" or title.version not in ("5.02", "5.03"):
        raise TitleError("Ответный титул этого формата составляют на УПД формата 5.02 или 5.03.")
    if title.function == "СЧФ":
        raise TitleError("На счёт-фактуру ответный титул не составляют.")
    return title


def _file_name(title: Title, sender: str, recipient: str, guid: str | uuid.UUID, made_at: datetime) -> str:
    """The marks of the goods are those of the seller's file."""
    theirs = file_names.parse(title.file_id)
    marks = theirs.marks if theirs and theirs.marks else file_names.PLAIN_MARKS
    day = local(made_at).date()
    return str(FileName("ON_NSCHFDOPPOK", recipient, sender, day, as_guid(guid), marks))


def _about(title: Title, signatures: Sequence[bytes]) -> etree._Element:
    if title.made_at is None:
        raise TitleError("В титуле продавца нет времени его составления.")
    must = {
        "ИдФайлИнфПр": title.file_id, "ДатаФайлИнфПр": day_text(title.made_at),
        "ВремФайлИнфПр": time_text(title.made_at),
    }  # fmt: skip
    children = [element("ЭП", text=base64.b64encode(one).decode()) for one in signatures]
    return element("ИдИнфПрод", must, children=children)


def _statement(title: Title, answer: TitleAnswer) -> etree._Element:
    must = {
        "НаимДокОпрПр": title.name, "Функция": title.function, "ПорНомДокИнфПр": title.number,
        "ДатаДокИнфПр": day_text(title.date),
    }  # fmt: skip
    divergence = [_divergence(answer.divergence)] if answer.divergence else []
    accepted = element(
        "СвПрин",
        {"ДатаПрин": day_text(answer.date)},
        {"СодОпер": answer.text},
        [
            element("КодСодОпер", {"КодИтога": answer.result}, children=divergence),
            element("СвЛицПрин", children=[_acceptor(answer.acceptor)]) if answer.acceptor else None,
        ],
    )
    return element("СодФХЖ4", must, {"ВидОпер": answer.operation}, [accepted])


def _divergence(found: Divergence) -> etree._Element:
    must = {"РеквНаимДок": found.name, "РеквНомерДок": found.number, "РеквДатаДок": day_text(found.date)}
    return element("РеквДокРасх", must)


def _acceptor(found: Acceptor) -> etree._Element:
    name, info = [name_element(found.full_name)], {"ИныеСвед": found.info}
    position = {"Должность": found.position}
    if found.organization:
        must = position | {"НаимОргПрин": found.organization, "ИННОргПрин": found.inn}
        return element("ИнЛицо", children=[element("ПредОргПрин", must, info, name)])
    if found.position:
        return element("РабОргПок", position, info, name)
    return element("ИнЛицо", children=[element("ФЛПрин", {"ИННФЛПрин": found.inn}, info, name)])


def read_answer(data: bytes) -> TitleAnswer:
    """What a buyer's title states. Raises `TitleError`."""
    title = read_title(data)
    if title is None or title.form.prefix != "ON_NSCHFDOPPOK" or title.version not in ("5.02", "5.03"):
        raise TitleError("Это не титул покупателя формата 5.02 или 5.03.")
    try:
        document = Node(read_root(data, limit=MAX_SIZE)).one("Документ")
        statement = document.one("СодФХЖ4")
        accepted = statement.one("СвПрин")
        code = accepted.one("КодСодОпер")
        divergence, person = code.maybe("РеквДокРасх"), accepted.maybe("СвЛицПрин")
        return TitleAnswer(
            result=code.need("КодИтога"),
            date=accepted.day("ДатаПрин"),
            text=accepted.get("СодОпер"),
            operation=statement.get("ВидОпер"),
            creator=document.get("НаимЭконСубСост"),
            divergence=_read_divergence(divergence) if divergence else None,
            acceptor=_read_acceptor(person) if person else None,
        )
    except FormatError as error:
        raise TitleError(str(error)) from error


def _read_divergence(node: Node) -> Divergence:
    return Divergence(node.need("РеквНаимДок"), node.need("РеквНомерДок"), node.day("РеквДатаДок"))


def _read_acceptor(node: Node) -> Acceptor:
    found = (node.maybe("ИнЛицо") or node).either("РабОргПок", "ПредОргПрин", "ФЛПрин")
    return Acceptor(
        full_name=read_name(found.one("ФИО")),
        position=found.get("Должность"),
        info=found.get("ИныеСвед"),
        organization=found.get("НаимОргПрин"),
        inn=found.get("ИННОргПрин", "ИННФЛПрин"),
    )


def build_user_contract(answer: TitleAnswer, signers: Sequence[SignerContent], *, box_id: str = "") -> bytes:
    """The answer as Диадок's contract of the buyer's title, in utf-8."""
    may = {
        "DocumentCreator": answer.creator, "OperationCode": answer.operation,
        "OperationContent": answer.text,
    }  # fmt: skip
    divergence = [_contract_divergence(answer.divergence)] if answer.divergence else []
    root = element(
        _CONTRACT,
        {"AcceptanceDate": day_text(answer.date)},
        may,
        [
            element("ContentOperCode", {"TotalCode": answer.result}, children=divergence),
            _contract_acceptor(answer.acceptor) if answer.acceptor else None,
            signers_element(tuple(signers), box_id),
        ],
    )
    return written(root, "utf-8")


def _contract_divergence(found: Divergence) -> etree._Element:
    must = {
        "DocumentName": found.name, "DocumentNumber": found.number, "DocumentDate": day_text(found.date),
    }  # fmt: skip
    return element("DiscrepDocument", must)


def _contract_acceptor(found: Acceptor) -> etree._Element:
    must, may = person_attributes(found.full_name)
    may = may | {"EmployeeInfo": found.info}
    if found.position and not found.organization:
        return element("Employee", must | {"Position": found.position}, may)
    may = may | {"Position": found.position, "OrganizationName": found.organization, "Inn": found.inn}
    return element("OtherIssuer", must, may)


def read_user_contract(data: bytes) -> tuple[TitleAnswer, tuple[SignerContent, ...]]:
    """The answer and its signers out of Диадок's contract. Raises `FormatError`."""
    root = Node(read_root(data, limit=_CONTRACT_LIMIT))
    if root.name != _CONTRACT:
        raise FormatError(f"Данные титула начинаются с {root.name}, а должны с {_CONTRACT}.")
    code = root.one("ContentOperCode")
    divergence = code.maybe("DiscrepDocument")
    employee, other = root.maybe("Employee"), root.maybe("OtherIssuer")
    person = employee or other
    signers = root.one("Signers").all("Signer")
    if not signers:
        raise FormatError("Не указан подписант.")
    answer = TitleAnswer(
        result=code.need("TotalCode"),
        date=root.day("AcceptanceDate"),
        text=root.get("OperationContent"),
        operation=root.get("OperationCode"),
        creator=root.get("DocumentCreator"),
        divergence=_read_contract_divergence(divergence) if divergence else None,
        acceptor=_read_contract_acceptor(person) if person else None,
    )
    return answer, tuple(map(read_signer, signers))


def _read_contract_divergence(node: Node) -> Divergence:
    return Divergence(node.need("DocumentName"), node.need("DocumentNumber"), node.day("DocumentDate"))


def _read_contract_acceptor(node: Node) -> Acceptor:
    return Acceptor(
        full_name=read_person(node),
        position=node.get("Position"),
        info=node.get("EmployeeInfo"),
        organization=node.get("OrganizationName"),
        inn=node.get("Inn"),
    )
