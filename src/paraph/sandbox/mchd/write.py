"""Writes powers of attorney of format 003 for invented people: valid by the official schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from lxml import etree

_NAMESPACE = "urn://x-artefacts/EMCHD_1"
#: Signing of waybills and УПД; of acts; of contracts: enough for the usual documents of a deal.
USUAL_POWERS = (
    ("BBDOCS_DOCS_DCSALL_SRCDOC_SOURCEDOCSGENERAL", "Подписывать бухгалтерские документы"),
    ("BTBO_00000004", "Подписывать договоры"),
    ("BTBO_00000005", "Подписывать акты"),
)


@dataclass(frozen=True)
class Firm:
    """A legal entity."""

    name: str
    inn: str
    kpp: str
    ogrn: str


@dataclass(frozen=True)
class Human:
    """A natural person, or an ИП when ОГРНИП is given; СНИЛС in bare digits."""

    surname: str
    given_name: str
    inn: str = ""
    snils: str = ""
    title: str = ""
    ogrnip: str = ""


@dataclass(frozen=True)
class Limit:
    """A restriction; a code of a listed value, or a text."""

    code: str
    name: str
    value: str


@dataclass(frozen=True)
class Ability:
    """A power with its restrictions."""

    code: str
    name: str
    limits: tuple[Limit, ...] = ()


USUAL = tuple(Ability(code, name) for code, name in USUAL_POWERS)


@dataclass(frozen=True)
class First:
    """The first power a sub-delegation goes back to, and the one it was made from when that is another."""

    number: str
    issued: date
    expires: date
    principal: Firm
    parent_number: str = ""


@dataclass(frozen=True)
class Draft:
    """What is to be written."""

    principal: Firm | Human
    representatives: Sequence[Firm | Human]
    issued: date
    expires: date
    #: Who acts for a firm without a power; a human principal has none.
    heads: Sequence[Human] = ()
    joint_heads: bool = False
    powers: Sequence[Ability] = USUAL
    text: str = ""
    joint: bool = False
    #: ПрПередов: 1 no, 2 once, 3 many times.
    delegation: str = "1"
    #: Given for a sub-delegation; `principal` is then who hands the powers on.
    first: First | None = None
    number: str = field(default_factory=lambda: str(uuid4()))

    @property
    def file_id(self) -> str:
        return f"ON_EMCHD_{self.issued:%Y%m%d}_{self.number}"


def write(draft: Draft) -> bytes:
    """The file, ready to be signed by the principal."""
    root = etree.Element(f"{{{_NAMESPACE}}}Доверенность", nsmap={None: _NAMESPACE})
    root.set("ВерсФорм", "EMCHD_1")
    root.set("ПрЭлФорм", "00000000")
    root.set("ИдФайл", draft.file_id)
    document = _child(root, "Документ")
    if draft.first is None:
        _direct(document, draft)
    else:
        _sub_delegation(document, draft, draft.first)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return found


def _direct(document: etree._Element, draft: Draft) -> None:
    body = _child(document, "Довер")
    _info(_child(body, "СвДов"), draft)
    kind = _kind(draft.principal, ("1", "3", "4"))
    holder = _child(_child(body, "СвДоверит", ТипДоверит=kind), "Доверит")
    if isinstance(draft.principal, Firm):
        _firm_with_heads(_child(holder, "РосОргДовер"), draft.principal, draft)
    else:
        _human(_child(holder, "ИПДовер" if draft.principal.ogrnip else "ФЛДовер"), draft.principal)
    for representative in draft.representatives:
        _representative(_child(body, "СвУпПред"), representative)
    _powers(_child(body, "СвПолн"), draft)


def _sub_delegation(document: etree._Element, draft: Draft, first: First) -> None:
    body = _child(document, "Передов", ПрНалПередов="1" if first.parent_number else "0")
    dates = {"ДатаВыдДовер": first.issued.isoformat(), "СрокДейст": first.expires.isoformat()}
    about = _child(body, "СвПервДовер", ПрДовер="1", ФормДовер="1", **dates, НомДоверПерв=first.number)
    holder = _child(_child(about, "СвДоверПерв", ТипДоверит="1"), "ДоверитПерв")
    _firm(_child(holder, "РосОргДовер"), first.principal)
    if first.parent_number:
        _child(body, "СвПередов", ПрДовер="2", ФормДовер="1", **dates, НомДоверN=first.parent_number)
    _info(_child(body, "СвПереДовер"), draft)
    kind = _kind(draft.principal, ("1", "2", "3"))
    giver = _child(_child(body, "СвПередПолн", ТипПерПолн=kind), "ПередПолн")
    if isinstance(draft.principal, Firm):
        _firm_with_heads(_child(giver, "РосОргПерПолн"), draft.principal, draft)
    else:
        _human(_child(giver, "ИППерПолн" if draft.principal.ogrnip else "ФЛПерПолн"), draft.principal)
    for representative in draft.representatives:
        _representative(_child(body, "СвПолучПолн"), representative)
    _powers(_child(body, "СвПолн"), draft)


def _kind(party: Firm | Human, codes: tuple[str, str, str]) -> str:
    """The code of a firm, an ИП or a person."""
    if isinstance(party, Firm):
        return codes[0]
    return codes[1] if party.ogrnip else codes[2]


def _info(node: etree._Element, draft: Draft) -> None:
    node.set("ВидДовер", "1")
    node.set("ПрПередов", draft.delegation)
    node.set("ВнНомДовер", "1")
    node.set("НомДовер", draft.number)
    node.set("ДатаВыдДовер", draft.issued.isoformat())
    node.set("СрокДейст", draft.expires.isoformat())
    _child(node, "СведСист").text = f"https://m4d.nalog.gov.ru/emchd/check-status?guid={draft.number}"


def _firm_with_heads(node: etree._Element, firm: Firm, draft: Draft) -> None:
    for name, value in (("ЕИОУК", "0"), ("ЕИОФЛ", "1"), ("ЕИОИП", "0")):
        node.set(name, value)
    _firm(_child(node, "СвРосОрг"), firm)
    for head in draft.heads:
        holder = _child(node, "ЛицоБезДов", ПолнЮЛ="2" if draft.joint_heads else "1")
        _human(_child(holder, "СвФЛ"), head)


def _representative(node: etree._Element, representative: Firm | Human) -> None:
    if isinstance(representative, Firm):
        node.set("ТипПред", "1")
        _firm(_child(_child(node, "Пред"), "СведОрг"), representative)
        return
    node.set("ТипПред", "2" if representative.ogrnip else "3")
    name = "СведИП" if representative.ogrnip else "СведФизЛ"
    _human(_child(_child(node, "Пред"), name), representative)


def _firm(node: etree._Element, firm: Firm) -> None:
    for name, value in (
        ("НаимОрг", firm.name), ("ИННЮЛ", firm.inn), ("КПП", firm.kpp), ("ОГРН", firm.ogrn),
    ):  # fmt: skip
        node.set(name, value)


def _human(node: etree._Element, human: Human) -> None:
    snils = f"{human.snils[:3]}-{human.snils[3:6]}-{human.snils[6:9]} {human.snils[9:]}"
    for name, value in (
        ("ОГРНИП", human.ogrnip),
        ("ИННФЛ", human.inn),
        ("СНИЛС", snils if human.snils else ""),
        ("Должность", human.title),
    ):
        if value:
            node.set(name, value)
    given, _, patronymic = human.given_name.partition(" ")
    full = {"Фамилия": human.surname, "Имя": given} | ({"Отчество": patronymic} if patronymic else {})
    _child(_child(node, "СведФЛ"), "ФИО", **full)


def _powers(node: etree._Element, draft: Draft) -> None:
    node.set("ТипПолн", "0" if draft.text else "1")
    node.set("ПрСовмПолн", "2" if draft.joint else "1")
    if draft.text:
        _child(node, "ТекстПолн").text = draft.text
        return
    for power in draft.powers:
        item = _child(node, "МашПолн", КодПолн=power.code, НаимПолн=power.name)
        for place, limit in enumerate(power.limits, start=1):
            bound = _child(item, "ОгрСвПолн", ИдОгр=str(place), КодОгр=limit.code, НаимОгр=limit.name)
            listed = limit.value.startswith(f"{limit.code}_")
            _child(bound, "КодЗначОгр" if listed else "ТексЗначОгр").text = limit.value


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", **attributes)
