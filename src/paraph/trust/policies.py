"""Certificate policies along a path (RFC 5280 cl. 6.1.2–6.1.5).

The caller accepts any policy, so what matters is only whether some policy holds all the way down when a
certificate requires that one does. Of the tree of the standard the lowest level is enough for this, with
equal nodes merged, so that crafted mappings cannot make it grow (RFC 9618).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paraph.trust import der, oids
from paraph.trust.certificate import Certificate

#: Policies valid at a place of the path, each with the policies expected of the next certificate.
_Level = Mapping[str, frozenset[str]]
_ANY: _Level = {oids.ANY_POLICY: frozenset({oids.ANY_POLICY})}


@dataclass
class _State:
    """How many certificates may still pass before a rule begins to apply, and the valid policies so far."""

    explicit: int
    mapping: int
    inhibit_any: int
    level: _Level


def policies_hold(path: Sequence[Certificate]) -> bool:
    """Whether the policies of a path (leaf first, the trusted root last) satisfy what is required of them.

    Raises `der.DerError` if a certificate's policies cannot be read.
    """
    below_root = path[-2::-1]
    length = len(below_root)
    state = _State(length + 1, length + 1, length + 1, _ANY)
    for place, certificate in enumerate(below_root, 1):
        state.level = _next_level(state, certificate, last=place == length)
        if place == length:
            required, _ = _constraints(certificate)
            state.explicit = 0 if required == 0 else max(0, state.explicit - 1)
        if state.explicit == 0 and not state.level:
            return False
        if place < length and not _prepare(state, certificate):
            return False
    return True


def _next_level(state: _State, certificate: Certificate, *, last: bool) -> _Level:
    """Cl. 6.1.3 (d), (e): policies of this certificate that were expected of it."""
    extensions = certificate.extensions
    if oids.CERTIFICATE_POLICIES in extensions.unreadable:
        raise der.DerError("политики сертификата записаны с ошибкой")
    expected = frozenset().union(*state.level.values())
    any_allowed = oids.ANY_POLICY in state.level
    named = {policy for policy in extensions.policies if policy != oids.ANY_POLICY}
    found = {policy for policy in named if any_allowed or policy in expected}
    if oids.ANY_POLICY in extensions.policies and (
        state.inhibit_any > 0 or (not last and certificate.self_issued)
    ):
        found |= expected
    return {policy: frozenset({policy}) for policy in found}


def _prepare(state: _State, certificate: Certificate) -> bool:
    """Cl. 6.1.4 (a), (b), (h)–(j): mappings and constraints for the certificates below; False if refused."""
    mappings = _mappings(certificate)
    if oids.ANY_POLICY in mappings or any(oids.ANY_POLICY in mapped for mapped in mappings.values()):
        return False
    if state.mapping > 0:
        any_valid = oids.ANY_POLICY in state.level
        applied = {
            policy: mapped for policy, mapped in mappings.items() if any_valid or policy in state.level
        }
        state.level = {**state.level, **applied}
    else:
        state.level = {policy: next_ for policy, next_ in state.level.items() if policy not in mappings}
    if not certificate.self_issued:
        state.explicit = max(0, state.explicit - 1)
        state.mapping = max(0, state.mapping - 1)
        state.inhibit_any = max(0, state.inhibit_any - 1)
    required, inhibited = _constraints(certificate)
    state.explicit = min(state.explicit, state.explicit if required is None else required)
    state.mapping = min(state.mapping, state.mapping if inhibited is None else inhibited)
    value = certificate.extensions.values.get(oids.INHIBIT_ANY_POLICY)
    if value is not None:
        state.inhibit_any = min(state.inhibit_any, _skip(der.read(value)))
    return True


def _mappings(certificate: Certificate) -> dict[str, frozenset[str]]:
    """PolicyMappings: policies of the issuer's domain, each with its equals in the subject's."""
    found: dict[str, frozenset[str]] = {}
    value = certificate.extensions.values.get(oids.POLICY_MAPPINGS)
    for pair in der.read(value).children(der.SEQUENCE) if value is not None else ():
        fields = pair.fields()
        ours, theirs = fields.take().oid(), fields.take().oid()
        fields.done()
        found[ours] = found.get(ours, frozenset()) | {theirs}
    return found


def _constraints(certificate: Certificate) -> tuple[int | None, int | None]:
    """PolicyConstraints: requireExplicitPolicy and inhibitPolicyMapping."""
    value = certificate.extensions.values.get(oids.POLICY_CONSTRAINTS)
    if value is None:
        return None, None
    fields = der.read(value).fields()
    required, inhibited = fields.maybe(0x80), fields.maybe(0x81)
    fields.done()
    return (
        None if required is None else _skip(required, 0x80),
        None if inhibited is None else _skip(inhibited, 0x81),
    )


def _skip(element: der.Element, tag: int = der.INTEGER) -> int:
    """SkipCerts ::= INTEGER (0..MAX)."""
    number = element.integer(tag)
    if number < 0:
        raise der.DerError("отрицательное число в ограничениях политик")
    return number
