"""Titles out of simplified XML and back: УПД of order ЕД-7-26/970@, format 5.03, both sides."""

from __future__ import annotations

from uuid import uuid4

from lxml import etree

from paraph.formats.file_names import PLAIN_MARKS, FileName
from paraph.formats.participants import Signer
from paraph.formats.service_documents import BuiltFile
from paraph.formats.service_parts import read_signer as read_file_signer
from paraph.formats.service_parts import title_signer_element
from paraph.formats.signer_content import SignerContent, read_signer, signers_element
from paraph.formats.title_answers import build_answer, build_user_contract, read_answer, read_user_contract
from paraph.formats.titles import MAX_SIZE, read_title
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
from paraph.sandbox.diadoc.api import Call
from paraph.sandbox.diadoc.directory import Box, find_box, organizations
from paraph.sandbox.diadoc.generation import signers, transfer_shape
from paraph.sandbox.diadoc.generation.mapping import Element, known_unit, named, written_all
from paraph.sandbox.diadoc.generation.subjects import Subject, moment

_CONTRACT = "UniversalTransferDocument"
_VERSION = "5.03"
#: ПоФактХЖ and, without a name of its own, НаимДокОпр of a document that is not an invoice alone.
_FACT = (
    "Документ об отгрузке товаров (выполнении работ), передаче имущественных прав"
    " (документ об оказании услуг)"
)
#: How the contract orders what the file has in another order.
_CONTRACT_ORDER = ("Phones", "Emails", "Address", "EmployeeBase", "OrganizationBase")
_ROOT = ("Uid=УИД", "DocumentCreator=НаимЭконСубСост", "ApprovedStructureAdditionalInfoFields=СоглСтрДопИнф")


# -- the seller's title --------------------------------------------------------------------------------------


def seller_title(call: Call, box: Box, contract: bytes, function: str) -> BuiltFile:
    """ON_NSCHFDOPPR 5.03 by the contract UniversalTransferDocument. Raises `FormatError`."""
    source = read_root(contract, limit=MAX_SIZE)
    if source.tag != _CONTRACT:
        raise FormatError(f"Корневой элемент {source.tag}, а нужен {_CONTRACT}.")
    if source.get("Function") != function:
        raise FormatError(f"Function={source.get('Function')!r}, а в запросе функция {function}.")
    _fill_references(call, source)
    _fill_units(source)
    people = [signers.resolved(call, box, read_signer(node)) for node in _signers_of(source)]
    body = written_all(transfer_shape.BODY, source)
    name = _file_name(call, box, source, body)
    document = element(
        "Документ", _head(call, source), _more(box, source), [*body, *_endings(people, source)]
    )
    file = element("Файл", {"ИдФайл": name, "ВерсФорм": _VERSION, "ВерсПрог": PROGRAM}, children=[document])
    return f"{name}.xml", written(file)


def _signers_of(source: Element) -> list[Node]:
    found = Node(source).one("Signers").all("Signer")
    if not found:
        raise FormatError("Не указан подписант.")
    return found


def _head(call: Call, source: Element) -> dict[str, str]:
    now = moment(call.world.now_ticks())
    return {
        "КНД": "1115131",
        "Функция": source.get("Function", ""),
        "ДатаИнфПр": day_text(local(now)),
        "ВремИнфПр": time_text(now),
    }


def _more(box: Box, source: Element) -> dict[str, str]:
    invoice = source.get("Function") == "СЧФ"
    firm = box.organization
    codes = f"{firm.inn}/{firm.kpp}" if firm.kpp else firm.inn
    values = {name: source.get(key, "") for key, name in (pair.split("=") for pair in _ROOT)}
    values["НаимЭконСубСост"] = values["НаимЭконСубСост"] or f"{firm.name}, ИНН/КПП {codes}"
    values["НаимДокОпр"] = source.get("DocumentName", "") or ("" if invoice else _FACT)
    if not invoice:
        values["ПоФактХЖ"] = _FACT
    return values


def _endings(people: list[Signer], source: Element) -> list[Element]:
    return [*map(title_signer_element, people), *transfer_shape.CREATOR.write(source)]


def _file_name(call: Call, box: Box, source: Element, body: list[Element]) -> str:
    """Participants as given, else those of the first seller and buyer; marks by what the rows hold."""
    author = (
        source.get("SenderFnsParticipantId")
        or _participant(call, source, "Sellers")
        or box.organization.fns_id
    )
    addressee = source.get("RecipientFnsParticipantId") or _participant(call, source, "Buyers")
    if not addressee:
        raise FormatError("Не указан получатель: RecipientFnsParticipantId или FnsParticipantId покупателя.")
    traced = any(part.find(".//СведПрослеж") is not None for part in body)
    marked = any(part.find(".//НомСредИдентТов") is not None for part in body)
    marks = (str(int(traced)), str(int(marked)), *PLAIN_MARKS[2:])
    day = local(moment(call.world.now_ticks())).date()
    return str(FileName("ON_NSCHFDOPPR", addressee, author, day, str(uuid4()), marks))


def _participant(call: Call, source: Element, side: str) -> str:
    details = source.find(f"{side}/*/OrganizationDetails")
    if details is None:
        return ""
    if given := details.get("FnsParticipantId"):
        return str(given)
    kpp = details.get("Kpp", "")
    known = [one for one in organizations(call.world, details.get("Inn", "-")) if one.kpp == kpp]
    return str(known[0].fns_id) if len(known) == 1 else ""


def _fill_references(call: Call, source: Element) -> None:
    """OrganizationReference names a box: everything else is what the service knows of it."""
    for reference in list(source.iter("OrganizationReference")):
        box = find_box(call.world, reference.get("BoxId", ""))
        if box is None:
            raise FormatError(f"Ящик {reference.get('BoxId')} не найден.")
        firm = box.organization
        reference.tag = "OrganizationDetails"
        del reference.attrib["BoxId"]
        known = {
            "OrgType": "1" if len(firm.inn) == 12 else "2",
            "OrgName": str(firm.more["FullName"]),
            "Inn": firm.inn,
            "Kpp": firm.kpp,
            "FnsParticipantId": firm.fns_id,
        }
        reference.attrib.update({key: value for key, value in known.items() if value})
        address = {key: str(value) for key, value in firm.more.get("Address", {}).items() if value}
        if address:
            etree.SubElement(etree.SubElement(reference, "Address"), "RussianAddress", address)


def _fill_units(source: Element) -> None:
    """Names of units follow from their codes; 0000 is a unit without a code, named by the sender."""
    for item in source.iterfind("Table/Item"):
        if (code := item.get("Unit", "0000")) != "0000" and (known_unit(code) or not item.get("UnitName")):
            item.set("UnitName", named("units", code))


def parse_seller_title(data: bytes) -> bytes:
    """The contract of a seller's title in utf-8. Raises `FormatError`."""
    title = read_title(data)
    if title is None or title.form.prefix != "ON_NSCHFDOPPR" or title.version != _VERSION:
        raise FormatError(f"Это не титул продавца формата {_VERSION}.")
    document = Node(read_root(data, limit=MAX_SIZE)).one("Документ")
    made = etree.Element(_CONTRACT, {"Function": title.function})
    for key, name in (pair.split("=") for pair in (*_ROOT, "DocumentName=НаимДокОпр")):
        if value := document.get(name):
            made.set(key, value)
    if title.sender_id and title.recipient_id:
        made.set("SenderFnsParticipantId", title.sender_id)
        made.set("RecipientFnsParticipantId", title.recipient_id)
    for part in transfer_shape.BODY:
        part.read(document.element, made)
    people = tuple(_content(read_file_signer(node)) for node in document.all("Подписант"))
    made.append(signers_element(people))
    transfer_shape.CREATOR.read(document.element, made)
    for node in made.iter("OrganizationDetails", "OtherIssuer"):
        node[:] = sorted(node, key=lambda child: _CONTRACT_ORDER.index(str(child.tag)))
    return written(made, "utf-8")


def _content(signer: Signer) -> SignerContent:
    return SignerContent(
        full_name=signer.full_name,
        position=signer.position,
        signature_type=signer.signature_type,
        powers_from=signer.powers_from,
        signed_on=signer.signed_on,
        extra=signer.extra,
        power=signer.power,
        paper=signer.paper,
    )


# -- the buyer's title ---------------------------------------------------------------------------------------


def buyer_title(call: Call, about: Subject, contract: bytes) -> BuiltFile:
    """ON_NSCHFDOPPOK 5.03 in answer to a seller's title the box has. Raises `FormatError`."""
    answer, contents = read_user_contract(contract)
    people = [signers.resolved(call, about.box, content) for content in contents]
    return build_answer(
        about.content,
        about.signatures,
        answer,
        people,
        guid=uuid4(),
        made_at=moment(call.world.now_ticks()),
    )


def parse_buyer_title(data: bytes) -> bytes:
    """The contract of a buyer's title in utf-8. Raises `FormatError`."""
    answer = read_answer(data)
    document = Node(read_root(data, limit=MAX_SIZE)).one("Документ")
    people = [_content(read_file_signer(node)) for node in document.all("Подписант")]
    return build_user_contract(answer, people)
