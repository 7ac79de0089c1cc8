"""Format 002 of a power of attorney (ON_DOVBB, cp1251): no longer written, still met in archives.

Its schema is not published in a form we could check against, so parties are found by the elements that carry
their requisites, at any depth. Powers of this format were mostly text: they end as a question to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
)
from paraph.formats.mchd_xml import Node

_DELEGATION = {"1": Delegation.NONE, "2": Delegation.ONCE, "3": Delegation.MANY}


def read(root: etree._Element) -> PowerOfAttorney:
    """The power of attorney under the root; raises `MchdError`. Sub-delegations of 002 are not read."""
    node = Node(root)
    body = node.one("Документ").maybe("Довер")
    if body is None:
        raise MchdError("Передоверие в формате 002 не поддерживается: попросите доверенность формата 003.")
    info = body.one("СвДов")
    issued = info.day("ДатаВыдДовер")
    expires = info.day("СрокДейст" if info.get("СрокДейст") else "ДатаКонДовер")
    if expires < issued:
        raise MchdError("Срок действия доверенности кончается раньше даты её выдачи.")
    principals = tuple(_principal(item) for item in body.some("СвДоверит"))
    powers, text = _powers(body.some("СвПолн"))
    permanent = [item for item in _within(info, "Безотзыв") if item.get("ПрБезотзыв") == "2"]
    return PowerOfAttorney(
        format=Format.V002,
        number=info.guid("НомДовер"),
        file_id=node.need("ИдФайл"),
        internal_number=info.get("ВнНомДовер"),
        issued=issued,
        expires=expires,
        revocable=not permanent,
        # An unknown code allows nothing.
        delegation=_DELEGATION.get(info.get("ПрПередов"), Delegation.NONE),
        principals=principals,
        grantors=principals,
        representatives=tuple(_representative(item) for item in body.some("СвУпПред")),
        powers=powers,
        text_powers=text,
        joint=any(item.get("ПрСовмПолн") == "2" for item in (body, info, *body.all("СвПолн"))),
        registry=_text(info, "СведСистОтм") or _text(info, "СведСист"),
    )


def _powers(scopes: Iterable[Node]) -> tuple[tuple[Power, ...], str]:
    powers, texts = [], []
    for scope in scopes:
        for item in (scope, *_within(scope, "МашПолн")):
            if code := item.get("КодПолн"):
                powers.append(Power(code, item.get("НаимПолн") or code))
        texts += [found for name in ("ТекстПолн", "НаимПолн") if (found := _text(scope, name))]
    if not powers and not texts:
        raise MchdError("В доверенности не найдены полномочия.")
    return tuple(powers), "" if powers else "\n".join(texts)


def _principal(node: Node) -> Party:
    entity = _entity(node, "СвРосОрг")
    acting = [_people(item) for item in _within(node, "ЛицоБезДов")]
    # The only head may be named where the signer is, and not beside his numbers.
    signers = _within(node, "Подписант") if sum(map(len, acting)) == 1 else []
    heads = tuple(Head(tuple(_person(person, signers) for person in people)) for people in acting)
    if entity is not None:
        return Party(PartyKind.ORGANIZATION, entity, heads=heads)
    return _natural(node)


def _representative(node: Node) -> Party:
    entity = _entity(node, "СвОрг", "СведОрг")
    if entity is not None:
        return Party(PartyKind.ORGANIZATION, entity)
    return _natural(node)


def _natural(node: Node) -> Party:
    people = _people(node)
    if any(item.get("ИННЮЛ") for item in map(Node, node.element.iter(etree.Element))):
        raise MchdError(f"В {node.name} организация записана непонятно.")
    if len(people) != 1:
        raise MchdError(f"В {node.name} не найдено ровно одно лицо с ИНН или СНИЛС.")
    person = _person(people[0])
    return Party(PartyKind.SOLE_PROPRIETOR if person.ogrnip else PartyKind.PERSON, person=person)


def _entity(node: Node, *names: str) -> Entity | None:
    found = [item for name in names for item in _within(node, name)]
    if len(found) > 1:
        raise MchdError(f"В {node.name} указано несколько организаций.")
    if not found:
        return None
    item = found[0]
    return Entity(item.need("НаимОрг"), item.get("ИННЮЛ"), item.get("КПП"), item.get("ОГРН"))


def _people(node: Node) -> list[Node]:
    """Elements with requisites of a natural person, the node itself included."""
    items = (Node(element) for element in node.element.iter(etree.Element))
    return [item for item in items if item.get("ИННФЛ") or item.get("СНИЛС")]


def _person(node: Node, signers: Sequence[Node] = ()) -> Individual:
    names = _within(node, "ФИО") or signers
    if len(names) != 1:
        raise MchdError(f"В {node.name} не найдено ровно одно ФИО.")
    name = names[0]
    return Individual(
        name.need("Фамилия"),
        name.need("Имя"),
        name.get("Отчество"),
        inn=node.get("ИННФЛ"),
        snils=node.get("СНИЛС"),
        title=node.get("Должность"),
        ogrnip=node.get("ОГРНИП"),
    )


def _within(node: Node, name: str) -> list[Node]:
    """Elements of that local name at any depth below."""
    return [
        Node(element)
        for element in node.element.iterdescendants(etree.Element)
        if etree.QName(element).localname == name
    ]


def _text(node: Node, name: str) -> str:
    """An attribute of that name, or the text of an element of that name."""
    return node.get(name) or next((item.text() for item in _within(node, name) if item.text()), "")
