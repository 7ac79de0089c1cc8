"""Format 003 of a power of attorney: `urn://x-artefacts/EMCHD_1`, schema ON_EMCHD_1_928_00_01_01_01."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from paraph.formats.mchd_types import (
    Delegation,
    Entity,
    Format,
    Head,
    Individual,
    MchdError,
    Party,
    PartyKind,
    Power,
    PowerOfAttorney,
    Restriction,
)
from paraph.formats.mchd_xml import Node

ROOT = "{urn://x-artefacts/EMCHD_1}Доверенность"

#: Code of the kind of a party → its element; the three lists of the schema.
_PRINCIPALS = {"1": "РосОргДовер", "2": "ИнОргДовер", "3": "ИПДовер", "4": "ФЛДовер"}
_GRANTORS = {"1": "РосОргПерПолн", "2": "ИППерПолн", "3": "ФЛПерПолн", "4": "ФилПерПолн", "5": "ИнПерПолн"}
_REPRESENTATIVES = {"1": "СведОрг", "2": "СведИП", "3": "СведФизЛ", "4": "СведФилиал", "5": "СведИО"}


def read(root: etree._Element) -> PowerOfAttorney:
    """The power of attorney under the root; raises `MchdError`."""
    node = Node(root)
    node.code("ВерсФорм", "EMCHD_1")
    if not re.fullmatch(r"[01]{8}", node.need("ПрЭлФорм")):
        raise MchdError("ПрЭлФорм записан с ошибкой: нужно восемь знаков 0 или 1.")
    body = node.one("Документ").either("Довер", "Передов")
    return _direct(node, body) if body.name == "Довер" else _sub_delegated(node, body)


def _direct(root: Node, body: Node) -> PowerOfAttorney:
    principals = tuple(
        _party(item, "ТипДоверит", item.one("Доверит"), _PRINCIPALS) for item in body.some("СвДоверит")
    )
    return _assemble(root, body, body.one("СвДов"), principals, principals, body.some("СвУпПред"))


def _sub_delegated(root: Node, body: Node) -> PowerOfAttorney:
    body.code("ПрНалПередов", "0", "1")
    first, parent = body.one("СвПервДовер"), body.maybe("СвПередов")
    principals = tuple(
        _first_principal(item.code("ТипДоверит", *_PRINCIPALS), item.one("ДоверитПерв"))
        for item in first.all("СвДоверПерв")
    )
    grantors = tuple(
        _party(item, "ТипПерПолн", item.one("ПередПолн"), _GRANTORS) for item in body.some("СвПередПолн")
    )
    first_number = first.guid("НомДоверПерв", required=False)
    parent_number = parent.guid("НомДоверN", required=False) if parent else first_number
    return _assemble(
        root,
        body,
        body.one("СвПереДовер"),
        principals,
        grantors,
        body.some("СвПолучПолн"),
        parent=(parent_number, first_number),
    )


def _assemble(
    root: Node,
    body: Node,
    info: Node,
    principals: tuple[Party, ...],
    grantors: tuple[Party, ...],
    representatives: Sequence[Node],
    parent: tuple[str, str] | None = None,
) -> PowerOfAttorney:
    issued, expires = info.day("ДатаВыдДовер"), info.day("СрокДейст")
    if expires < issued:
        raise MchdError("Срок действия доверенности кончается раньше даты её выдачи.")
    scope = body.one("СвПолн")
    powers, text = _powers(scope)
    notary = body.maybe("СвНотУд")
    return PowerOfAttorney(
        format=Format.V003,
        number=info.guid("НомДовер"),
        file_id=root.need("ИдФайл"),
        internal_number=info.need("ВнНомДовер"),
        issued=issued,
        expires=expires,
        revocable=info.code("ВидДовер", "1", "2") == "1",
        delegation=Delegation(info.code("ПрПередов", "1", "2", "3")),
        principals=principals,
        grantors=grantors,
        representatives=tuple(
            _party(item, "ТипПред", item.one("Пред"), _REPRESENTATIVES) for item in representatives
        ),
        powers=powers,
        text_powers=text,
        joint=scope.code("ПрСовмПолн", "1", "2") == "2",
        registry=info.one("СведСист").text(),
        notary=_notary(notary) if notary else "",
        sub_delegated=parent is not None,
        parent_number=parent[0] if parent else "",
        first_number=parent[1] if parent else "",
    )


def _powers(scope: Node) -> tuple[tuple[Power, ...], str]:
    """Exactly what ТипПолн announces: text, or powers under codes; never both, never neither."""
    machine, text = scope.all("МашПолн"), scope.maybe("ТекстПолн")
    if scope.code("ТипПолн", "0", "1") == "0":
        if machine or text is None or not text.text():
            raise MchdError("Полномочия объявлены текстом (ТипПолн=0), а записаны иначе.")
        return (), text.text()
    if not machine or text is not None:
        raise MchdError("Полномочия объявлены машиночитаемыми (ТипПолн=1), а записаны иначе.")
    return tuple(
        Power(item.need("КодПолн"), item.need("НаимПолн"), tuple(map(_restriction, item.all("ОгрСвПолн"))))
        for item in machine
    ), ""


def _restriction(node: Node) -> Restriction:
    value = node.either("КодЗначОгр", "ТексЗначОгр").text()
    if not value:
        raise MchdError("У ограничения полномочия нет значения.")
    return Restriction(node.need("КодОгр"), node.need("НаимОгр"), value, node.get("НаимЗначОгр"))


def _notary(node: Node) -> str:
    acting = node.maybe("ВриоНот")
    name = acting.one("ФИОВриоНот") if acting else node.one("СвНотДейств").one("ФИОНотДейств")
    return _individual(name).full_name


# -- parties -----------------------------------------------------------------------------------------------


def _party(holder: Node, attribute: str, body: Node, elements: dict[str, str]) -> Party:
    """The party whose element is the one its kind announces, and no other."""
    expected = elements[holder.code(attribute, *elements)]
    found = body.either(*elements.values())
    if found.name != expected:
        raise MchdError(f"{attribute} в {holder.name} объявляет {expected}, а записан {found.name}.")
    return _READERS[expected](found)


def _first_principal(kind: str, body: Node) -> Party:
    """In СвПервДовер a Russian organisation is written without its heads."""
    expected, found = _PRINCIPALS[kind], body.either(*_PRINCIPALS.values())
    if found.name != expected:
        raise MchdError(f"ТипДоверит в СвДоверПерв объявляет {expected}, а записан {found.name}.")
    if kind in "12":
        return Party(PartyKind.ORGANIZATION if kind == "1" else PartyKind.FOREIGN, _entity(found))
    return _READERS[expected](found)


def _organization(node: Node) -> Party:
    heads = tuple(map(_head, node.some("ЛицоБезДов")))
    return Party(PartyKind.ORGANIZATION, _entity(node.one("СвРосОрг")), heads=heads)


def _head(node: Node) -> Head:
    joint = node.code("ПолнЮЛ", "1", "2") == "2"
    body = node.either("СВЮЛ", "СвФЛ", "СвИП")
    if body.name == "СВЮЛ":
        people = tuple(_person(item) for item in body.some("СвФЛ"))
        return Head(people, _entity(body.one("СвЮЛЕИО")), joint)
    return Head((_person(body),), joint=joint)


def _foreign(node: Node) -> Party:
    heads = tuple(Head((_person(item),)) for item in node.some("СвРукОП"))
    return Party(PartyKind.FOREIGN, _entity(node.one("СвИнОрг")), heads=heads)


def _branch(node: Node) -> Party:
    head = Head((_person(node.one("СвРукФил")),))
    return Party(PartyKind.BRANCH, _entity(node.one("СвФил")), heads=(head,))


def _natural(node: Node) -> Party:
    guardian = node.maybe("СвЗакПредРук")
    return Party(PartyKind.PERSON, person=_person(node), heads=(_head(guardian),) if guardian else ())


def _entity(node: Node) -> Entity:
    name = node.get("НаимОрг") or node.need("НаимИО")
    return Entity(name, node.get("ИННЮЛ"), node.get("КПП"), node.get("ОГРН"))


def _person(node: Node) -> Individual:
    return _individual(
        node.one("СведФЛ").one("ФИО"),
        inn=node.get("ИННФЛ"),
        snils=node.get("СНИЛС"),
        title=node.get("Должность"),
        ogrnip=node.get("ОГРНИП"),
    )


def _individual(name: Node, **requisites: str) -> Individual:
    return Individual(name.need("Фамилия"), name.need("Имя"), name.get("Отчество"), **requisites)


def _sole_proprietor(node: Node) -> Party:
    node.need("ОГРНИП")
    return Party(PartyKind.SOLE_PROPRIETOR, person=_person(node))


_READERS: Mapping[str, Callable[[Node], Party]] = {
    "РосОргДовер": _organization,
    "РосОргПерПолн": _organization,
    "ИнОргДовер": _foreign,
    "ИнПерПолн": _foreign,
    "ИПДовер": _sole_proprietor,
    "ИППерПолн": _sole_proprietor,
    "СведИП": _sole_proprietor,
    "ФЛДовер": _natural,
    "ФЛПерПолн": _natural,
    "СведФизЛ": lambda node: Party(PartyKind.PERSON, person=_person(node)),
    "ФилПерПолн": _branch,
    "СведОрг": lambda node: Party(PartyKind.ORGANIZATION, _entity(node)),
    "СведФилиал": lambda node: Party(PartyKind.BRANCH, _entity(node)),
    "СведИО": lambda node: Party(PartyKind.FOREIGN, _entity(node)),
}
