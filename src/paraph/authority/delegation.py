"""Step 10: from a power given in sub-delegation (передоверие) back to the first one (ГК РФ ст. 187)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from paraph.authority.facts import Registry, check_link
from paraph.authority.grant import Grant, check_signatures
from paraph.authority.powers import exceeds
from paraph.authority.registry_state import judge_registry
from paraph.formats.mchd_types import Delegation, Party, PartyKind, PowerOfAttorney
from paraph.trust.store import TrustStore
from paraph.trust.verdict import Answer, Check

#: Links followed at most; real chains have two or three.
_MAX_LINKS = 8
_CLAUSE = "ГК РФ ст. 187; 63-ФЗ ст. 17.5"


@dataclass(frozen=True)
class Descent:
    """The powers from the one in question back to the first, as far as their files are known."""

    links: tuple[Grant, ...]
    #: Why the first one was not reached; empty when it was.
    broken: str = ""

    @property
    def principals(self) -> tuple[Party, ...]:
        """Whom the power binds: the first one says; before it is known, the last known one."""
        return self.links[-1].poa.principals


def descend(grant: Grant, known: Mapping[str, Grant]) -> Descent:
    """The chain by numbers of parents."""
    links = [grant]
    while links[-1].poa.sub_delegated:
        number = links[-1].poa.parent_number
        if not number:
            broken = "Передоверие выдано по бумажной доверенности: проверьте её сами."
            return Descent(tuple(links), broken)
        parent = known.get(number)
        if parent is None:
            broken = (
                f"Нет файла доверенности № {number}, по которой выдано передоверие: приложите её с подписью. "
                f"Состояние: {check_link(number)}"
            )
            return Descent(tuple(links), broken)
        if len(links) == _MAX_LINKS or any(parent.poa.number == link.poa.number for link in links):
            return Descent(tuple(links), "Цепочка передоверия замкнута или слишком длинна.")
        links.append(parent)
    return Descent(tuple(links))


def check_delegation(
    descent: Descent, *, store: TrustStore, registry: Registry | None, at: datetime
) -> Check:
    """Every link: allowed by its parent, within its dates and powers, given by its representative."""
    if len(descent.links) == 1 and not descent.broken:
        return _check(Answer.YES, "Доверенность выдана самим доверителем, передоверия нет.")
    warnings = [_notarial(child.poa) for child, _ in pairwise(descent.links)]
    findings = [
        check
        for child, parent in pairwise(descent.links)
        for check in _link(child, parent, store=store, registry=registry, at=at)
    ]
    findings += _once(descent)
    for answer in (Answer.NO, Answer.UNDETERMINED):
        for check in findings:
            if check.answer is answer:
                return _check(answer, check.reason)
    if descent.broken:
        return _check(Answer.UNDETERMINED, descent.broken)
    first = descent.links[-1].poa
    warning = next(filter(None, warnings), "")
    reason = f"Передоверие разрешено и прослежено до первой доверенности № {first.number}. {warning}".strip()
    return _check(Answer.YES, reason, warning=bool(warning))


def _link(
    child: Grant, parent: Grant, *, store: TrustStore, registry: Registry | None, at: datetime
) -> list[Check]:
    """What one sub-delegation and its parent must satisfy; the parent's own signature and state too."""
    inner, outer = child.poa, parent.poa
    title = f"Доверенность № {outer.number}"
    found = []
    if outer.delegation is Delegation.NONE:
        found.append(_check(Answer.NO, f"{title} не разрешает передоверие."))
    if inner.issued < outer.issued or inner.expires > outer.expires:
        reason = f"Срок передоверия № {inner.number} выходит за срок доверенности № {outer.number}."
        found.append(_check(Answer.NO, reason))
    if stranger := next((g for g in inner.grantors if not _received(g, outer)), None):
        reason = (
            f"Передоверие выдал {stranger.name}, который по доверенности № {outer.number} не представитель."
        )
        found.append(_check(Answer.NO, reason))
    powers = exceeds(inner, outer)
    found.append(_check(powers.answer, powers.reason))
    signature = check_signatures(parent, store, at)
    found.append(_check(signature.answer, f"{title}: {signature.reason}"))
    state = judge_registry(outer, registry, at)
    found.append(_check(state.answer, f"{title}: {state.reason}"))
    return found


def _received(grantor: Party, parent: PowerOfAttorney) -> bool:
    """Whether the one who hands powers on is a representative of the parent, by requisites."""
    return any(_same(grantor, representative) for representative in parent.representatives)


def _same(one: Party, other: Party) -> bool:
    if (one.entity is None) != (other.entity is None):
        return False
    if one.entity is not None and other.entity is not None:
        a, b = one.entity, other.entity
        return bool(a.inn) and a.inn == b.inn and (not a.ogrn or not b.ogrn or a.ogrn == b.ogrn)
    if one.person is None or other.person is None:
        return False
    pairs = [(one.person.inn, other.person.inn), (one.person.snils, other.person.snils)]
    known = [(a, b) for a, b in pairs if a and b]
    return bool(known) and all(a == b for a, b in known)


def _once(descent: Descent) -> list[Check]:
    """«Однократно»: who received powers from such a power hands them no further."""
    for link in descent.links[2:]:
        if link.poa.delegation is Delegation.ONCE:
            reason = f"Доверенность № {link.poa.number} разрешает передоверие один раз, а оно выдано снова."
            return [_check(Answer.NO, reason)]
    return []


def _notarial(child: PowerOfAttorney) -> str:
    """A person who hands powers on goes to a notary, with exceptions of law (ГК РФ ст. 187 п. 3)."""
    people = [grantor for grantor in child.grantors if grantor.kind is PartyKind.PERSON]
    if people and not child.notary:
        return "Передоверие выдал гражданин без нотариуса: проверьте, допускает ли это закон."
    return ""


def _check(answer: Answer, reason: str, *, warning: bool = False) -> Check:
    return Check("mchd.delegation", answer, reason, _CLAUSE, warning)
