"""Checking whether a signature binds a party with the powers this workspace knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from paraph.authority import ports, register
from paraph.authority.facts import DocumentFacts, PartyFacts, PoaFile, RegistryAnswer, RegistryState
from paraph.authority.grant import Grant, read_grant
from paraph.authority.models import PowerOfAttorney, State
from paraph.authority.register import add, file_of, note_revocation, of_workspace, refresh, take_from_registry
from paraph.authority.registry_state import judge_registry
from paraph.authority.steps import check_authority
from paraph.trust.verdict import Check, Fact, SignerInfo

__all__ = [
    "add",
    "authority_of",
    "file_of",
    "find",
    "note_revocation",
    "of_workspace",
    "refresh",
    "relied_on",
    "review",
    "take_from_registry",
]

#: How old a kept state may be before the registry is asked again: a package is signed in one go.
_FRESH = timedelta(minutes=1)
#: Powers of one person considered for one signature, the longest lasting first.
_MOST = 20
#: Parents followed when the files of a sub-delegation are collected.
_MAX_LINKS = 8


def authority_of(
    workspace_id: int,
    signer: SignerInfo,
    party: PartyFacts,
    document: DocumentFacts,
    *,
    at: datetime,
    time_source: str = "часы сервера",
) -> Fact:
    """The AUTHORITY fact for a signature received by this workspace (all steps)."""
    rows = find(workspace_id, signer, party)
    files = [file_of(row) for row in rows]
    for file in files:
        _prepare(file, at)
    return check_authority(
        signer,
        party,
        store=ports.trust().load(),
        at=at,
        time_source=time_source,
        poas=files,
        document=document,
        registry=KnownStates(workspace_id),
        schema=register.schema(),
    )


def _prepare(file: PoaFile, at: datetime) -> None:
    grant = read_grant(file, None)
    if isinstance(grant, Grant):
        register.signature_check(grant, at)


def find(workspace_id: int, signer: SignerInfo, party: PartyFacts) -> list[PowerOfAttorney]:
    """Step 2: what this certificate's owner has from this party, and what that was handed on from."""
    owner = Q()
    for inn in filter(None, (signer.inn, signer.inn_le)):
        owner |= Q(bindings__inn=inn)
    if signer.snils:
        owner |= Q(bindings__snils=signer.snils)
    if not owner:
        return []
    principal = Q(principal_inn=party.inn) | ~Q(parent_number="")
    rows = PowerOfAttorney.objects.filter(owner, principal, workspace_id=workspace_id)
    found = {row.number: row for row in rows.distinct().order_by("-expires", "-pk")[:_MOST]}
    for _link in range(_MAX_LINKS):
        missing = {row.parent_number for row in found.values()} - found.keys() - {""}
        parents = PowerOfAttorney.objects.filter(workspace_id=workspace_id, number__in=missing)
        if not missing or not parents:
            break
        found.update({row.number: row for row in parents})
    return list(found.values())


def review(row: PowerOfAttorney) -> list[Check]:
    """The checks that concern the power itself, as of now: format, signature, registry."""
    grant = read_grant(file_of(row), register.schema())
    if isinstance(grant, Check):
        return [grant]
    now = timezone.now()
    signed = register.signature_check(grant, now)
    state = judge_registry(grant.poa, KnownStates(row.workspace_id, ask=False), now)
    return [grant.check, signed, state]


def relied_on(workspace_id: int, fact: Mapping[str, Any]) -> list[PowerOfAttorney]:
    """Powers an AUTHORITY fact (as it is kept) speaks of, with those they were handed on from."""
    said = " ".join(str(check.get("reason", "")) for check in fact.get("checks") or ())
    rows = PowerOfAttorney.objects.filter(workspace_id=workspace_id)
    return list(rows.filter(number__in=set(register.NUMBER.findall(said))).order_by("number"))


class KnownStates:
    """The registry as this workspace knows it: a fresh kept answer, else the registry itself is asked."""

    def __init__(self, workspace_id: int, *, ask: bool = True) -> None:
        self._workspace_id, self._ask = workspace_id, ask

    def status(self, number: str, issuer_inn: str, representative_inn: str, at: datetime) -> RegistryAnswer:
        row = PowerOfAttorney.objects.filter(workspace_id=self._workspace_id, number=number).first()
        if row is None:
            return ports.registry().status(number, issuer_inn, representative_inn, at)
        if self._ask and _is_stale(row):
            found = refresh(row)
            if found.state is RegistryState.UNREACHABLE:
                return found
            row.refresh_from_db()
        return RegistryAnswer(
            RegistryState(row.state), row.revoked_at, row.state_reason, row.state_source or "реестр МЧД ФНС"
        )


def _is_stale(row: PowerOfAttorney) -> bool:
    """Revoked and rejected are for ever; another answer ages, and no answer is none."""
    if row.state in (State.REVOKED, State.REJECTED):
        return False
    unknown = row.state == State.UNREACHABLE
    return unknown or row.checked_at is None or timezone.now() - row.checked_at > _FRESH
