"""A power of attorney in words: its state for lists, its content for its own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.archive import wording
from paraph.authority.models import PowerOfAttorney, State
from paraph.formats.mchd_types import Delegation, Party, Power
from paraph.formats.mchd_types import PowerOfAttorney as Content
from paraph.trust.verdict import Answer, Check

#: Checks of the power itself, as its page calls them.
_STEPS = {
    "mchd.format": gettext_lazy("Формат и номера"),
    "mchd.signature": gettext_lazy("Подпись доверителя"),
    "mchd.registry": gettext_lazy("Состояние в реестре"),
}
_DELEGATION = {
    Delegation.NONE: gettext_lazy("без права передоверия"),
    Delegation.ONCE: gettext_lazy("с правом передоверить один раз"),
    Delegation.MANY: gettext_lazy("с правом передоверия"),
}
_TONES = {Answer.YES: "good", Answer.NO: "bad", Answer.UNDETERMINED: "wait"}


def state(row: PowerOfAttorney) -> tuple[str, str]:
    """State in words and its tone; the term goes before what the registry said."""
    label = str(State(row.state).label)
    if row.state in (State.REVOKED, State.REJECTED, State.UNKNOWN):
        return label, "bad"
    if row.is_over:
        return _("срок истёк"), "bad"
    if row.ends_soon:
        return _("скоро закончится"), "wait"
    return label, "good" if row.state == State.ACTIVE else "wait"


def listed(row: PowerOfAttorney) -> dict[str, Any]:
    """One line of the list."""
    words, tone = state(row)
    return {"row": row, "state": words, "tone": tone}


def content(poa: Content) -> dict[str, Any]:
    """What the power says, for people."""
    return {
        "poa": poa,
        "delegation": _DELEGATION[poa.delegation],
        "principals": [_party(party) for party in poa.principals],
        "grantors": [_party(party) for party in poa.grantors] if poa.sub_delegated else [],
        "representatives": [_party(party) for party in poa.representatives],
        "powers": [_power(power) for power in poa.powers],
    }


def _party(party: Party) -> dict[str, Any]:
    """Name, requisites and those who act for it without a power."""
    requisites = []
    if party.inn:
        requisites.append((_("ИНН"), party.inn))
    if party.entity is not None:
        requisites += [(_("КПП"), party.entity.kpp), (_("ОГРН"), party.entity.ogrn)]
    if party.person is not None:
        requisites += [(_("СНИЛС"), party.person.snils), (_("ОГРНИП"), party.person.ogrnip)]
    heads = [
        ", ".join(filter(None, (person.full_name, person.title)))
        for head in party.heads
        for person in head.people
    ]
    return {"name": party.name, "requisites": [pair for pair in requisites if pair[1]], "heads": heads}


def _power(power: Power) -> dict[str, Any]:
    limits = [f"{limit.name}: {limit.value_name or limit.value}" for limit in power.restrictions]
    return {"name": power.name, "code": power.code, "limits": limits}


def step(check: Check) -> Mapping[str, Any]:
    """One check in the shape the verdict's macros show."""
    tone, words = _TONES[check.answer], _(wording.ANSWERS[check.answer])
    if check.warning:
        tone, words = "wait", _("Внимание")
    return {
        "title": _STEPS.get(check.name, check.name),
        "answer": words,
        "tone": tone,
        "reason": check.reason,
        "clause": check.clause,
    }
