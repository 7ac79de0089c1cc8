"""Comparing a certificate with the people and firms named in a power of attorney (63-ФЗ ст. 17.2, 17.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraph.authority.facts import PartyFacts, quoted
from paraph.formats.mchd_types import Entity, Individual, Party, PartyKind
from paraph.trust.verdict import Answer, SignerInfo

#: A notary's own title, or of who acts as one; helpers of notaries have titles with the word too.
_NOTARY = re.compile(r"нотариус\b|(?:врио|временно исполняющ\w+ обязанности) нотариуса\b")


@dataclass(frozen=True)
class Match:
    """Whether a certificate is that of somebody named, and why."""

    answer: Answer
    reason: str
    #: The answer is yes although something could not be compared.
    warning: bool = False


def same_party(signer: SignerInfo, party: PartyFacts) -> bool:
    """Step 1: the certificate is the party's own, so no power of attorney is needed.

    An organisation's certificate names its head; a sole proprietor's or a person's names the party itself.
    """
    if signer.inn_le:
        return signer.inn_le == party.inn and _agree(signer.ogrn, party.ogrn)
    return not party.is_organization and bool(signer.inn) and signer.inn == party.inn


def match_principal(signers: list[SignerInfo], principal: Party) -> Match:
    """Step 4: whether these certificates are all that must sign for the principal.

    An organisation's certificate carries ИННЮЛ and ОГРН and names one of those who act without a power;
    heads who act jointly must all have signed.
    """
    if principal.entity is None:
        return _natural_principal(signers, principal)
    heads = principal.heads
    found = [any(_is_head(s, principal, head.company, head.people) for s in signers) for head in heads]
    joint = [done for head, done in zip(heads, found, strict=True) if head.joint]
    if len(joint) > 1 and any(joint) and not all(joint):
        missing = next(h for h, done in zip(heads, found, strict=True) if h.joint and not done)
        names = ", ".join(person.full_name for person in missing.people)
        reason = f"Руководители {quoted(principal.name)} действуют только совместно, а подписи нет: {names}."
        return Match(Answer.NO, reason)
    if any(found):
        return Match(Answer.YES, f"Доверенность подписал руководитель доверителя {quoted(principal.name)}.")
    named = ", ".join(person.full_name for head in heads for person in head.people)
    return Match(
        Answer.NO,
        f"Доверенность подписана не доверителем: сертификат не выдан {quoted(principal.name)} "
        f"(ИНН {principal.inn or 'не указан'}) на имя {named or 'руководителя'}.",
    )


def _natural_principal(signers: list[SignerInfo], principal: Party) -> Match:
    people = [principal.person, *(person for head in principal.heads for person in head.people)]
    matches = [_person(signer, person) for signer in signers for person in people if person]
    best = next((match for match in matches if match.answer is Answer.YES), None)
    if best and principal.kind is PartyKind.SOLE_PROPRIETOR:
        ogrnip = principal.person.ogrnip if principal.person else ""
        if not any(_agree(signer.ogrnip, ogrnip) for signer in signers):
            return Match(Answer.NO, f"ОГРНИП в сертификате не совпадает с ОГРНИП доверителя {ogrnip}.")
    if best:
        return Match(Answer.YES, f"Доверенность подписал доверитель {principal.name}.", best.warning)
    return Match(Answer.NO, f"Доверенность подписана не доверителем: нет подписи {principal.name}.")


def _is_head(
    signer: SignerInfo, principal: Party, company: Entity | None, people: tuple[Individual, ...]
) -> bool:
    """The certificate of the principal or its managing company on the name of that head.

    The head of a branch may also sign as a person: the branch has no certificates of its own.
    """
    if principal.kind is PartyKind.BRANCH and not signer.inn_le:
        return any(_person(signer, person).answer is Answer.YES for person in people)
    entities = [entity for entity in (principal.entity, company) if entity is not None]
    organization = any(
        bool(entity.inn) and signer.inn_le == entity.inn and _agree(signer.ogrn, entity.ogrn)
        for entity in entities
    )
    return organization and any(_same_head(signer, person) for person in people)


def _same_head(signer: SignerInfo, person: Individual) -> bool:
    """By ИНН and СНИЛС; by name where neither can be compared, as the organisation is proved already."""
    comparable = (signer.inn and person.inn) or (signer.snils and person.snils)
    if comparable:
        return _agree(signer.inn, person.inn) and _agree(signer.snils, person.snils)
    return same_name(signer.full_name, person.full_name)


def match_representative(signer: SignerInfo, representative: Party) -> Match:
    """Step 6, by the kind of representative."""
    if representative.entity is not None:
        return _organization(signer, representative.entity)
    person = representative.person
    assert person is not None, "a representative is an organisation or a person"
    if representative.kind is PartyKind.SOLE_PROPRIETOR:
        if not signer.ogrnip or signer.ogrnip != person.ogrnip:
            return Match(
                Answer.NO,
                f"Представитель — ИП {person.full_name} (ОГРНИП {person.ogrnip}), а в сертификате ОГРНИП "
                f"{signer.ogrnip or 'не указан'}.",
            )
        return _person(signer, person, snils=False)
    return _person(signer, person)


def _organization(signer: SignerInfo, entity: Entity) -> Match:
    if signer.inn_le and signer.inn_le == entity.inn and _agree(signer.ogrn, entity.ogrn):
        return Match(Answer.YES, f"Сертификат выдан представителю {quoted(entity.name)} (ИНН {entity.inn}).")
    return Match(
        Answer.NO,
        f"Представитель — организация {quoted(entity.name)} (ИНН {entity.inn or 'не указан'}), а сертификат "
        f"выдан другому лицу: {describe(signer)}. Её сотруднику нужна доверенность в порядке передоверия.",
    )


def _person(signer: SignerInfo, person: Individual, *, snils: bool = True) -> Match:
    """ИНН and СНИЛС: a difference refutes, what is absent warns, nothing comparable decides nothing."""
    pairs = [("ИНН", signer.inn, person.inn)]
    if snils:
        pairs.append(("СНИЛС", signer.snils, person.snils))
    for title, ours, theirs in pairs:
        if ours and theirs and ours != theirs:
            reason = (
                f"{title} в сертификате ({ours}) не совпадает с {title} {person.full_name} в доверенности."
            )
            return Match(Answer.NO, reason)
    absent = [title for title, ours, theirs in pairs if not ours or not theirs]
    if len(absent) == len(pairs):
        return _by_name(signer, person)
    reason = f"Сертификат выдан представителю {person.full_name}: совпадают ИНН и СНИЛС."
    if not snils:
        reason = f"Сертификат выдан ИП {person.full_name}: совпадают ОГРНИП и ИНН."
    if absent:
        matched = ", ".join(title for title, *_ in pairs if title not in absent)
        reason = f"Сертификат выдан {person.full_name}: совпадает {matched}, а {absent[0]} сравнить не с чем."
    return Match(Answer.YES, reason, warning=bool(absent))


def _by_name(signer: SignerInfo, person: Individual) -> Match:
    """A notary's certificate is compared by name; anybody else's proves nothing by it."""
    if same_name(signer.full_name, person.full_name) and is_notary(signer):
        return Match(Answer.YES, f"Сертификат нотариуса: совпадает ФИО {person.full_name}.", warning=True)
    if not same_name(signer.full_name, person.full_name):
        return Match(Answer.NO, f"Сертификат выдан {describe(signer)}, а не {person.full_name}.")
    reason = f"В сертификате нет ни ИНН, ни СНИЛС: что он выдан именно {person.full_name}, не доказано."
    return Match(Answer.UNDETERMINED, reason)


def is_notary(signer: SignerInfo) -> bool:
    """Whether the certificate is a notary's; never one of a firm, which may call its people anything."""
    return not signer.inn_le and _NOTARY.match(" ".join(signer.title.lower().split())) is not None


def same_name(one: str, other: str) -> bool:
    """Names as people compare them: case, «ё» and spaces do not matter."""

    def plain(name: str) -> str:
        return " ".join(name.lower().replace("ё", "е").split())

    return plain(one) == plain(other)


def describe(signer: SignerInfo) -> str:
    """The owner of a certificate inside a Russian sentence."""
    name = signer.organization or signer.full_name or signer.common_name or "без имени"
    inn = signer.inn_le or signer.inn
    return quoted(name) + (f" (ИНН {inn})" if inn else "")


def _agree(one: str, other: str) -> bool:
    """No contradiction: equal, or one side does not say."""
    return not one or not other or one == other
