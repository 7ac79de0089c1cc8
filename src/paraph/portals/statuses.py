"""Where a document stands, as a process of a portal sees it: codes for its conditions, texts for people.

Codes never change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from paraph.docflow.machine import status_titles
from paraph.docflow.models import Docflow


class Status(StrEnum):
    """Where the document stands, as a process sees it."""

    NONE = ""
    DRAFT = "draft"
    APPROVAL = "approval"
    OUR_SIGNATURE = "our_signature"
    SENDING = "sending"
    WAITING = "waiting"
    AMENDMENT = "amendment"
    ANNULMENT = "annulment"
    SIGNED = "signed"
    DIVERGENCES = "signed_with_divergences"
    REJECTED = "rejected"
    NOT_SIGNED = "not_signed"
    EXPIRED = "expired"
    NOT_DELIVERED = "not_delivered"
    INVALID = "invalid_signature"
    WITHDRAWN = "withdrawn"
    #: A received document that has not come to an end.
    INCOMING = "incoming"
    ANNULLED = "annulled"


#: Status of a docflow → what a process is told.
STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        "DRAFT": Status.DRAFT,
        "ON_APPROVAL": Status.APPROVAL,
        "APPROVED": Status.APPROVAL,
        "ON_SIGNING": Status.OUR_SIGNATURE,
        "SIGN_FAILED": Status.NOT_SIGNED,
        "SENDING": Status.SENDING,
        "SENT": Status.SENDING,
        "WAIT_INVITATION": Status.SENDING,
        "IN_ROAMING": Status.SENDING,
        "DELIVERED": Status.WAITING,
        "WAITING_RECEIPT": Status.WAITING,
        "WAITING_RESPONSE": Status.WAITING,
        "AMENDMENT_REQUESTED": Status.AMENDMENT,
        "REVOCATION_REQUESTED": Status.ANNULMENT,
        "REVOCATION_ASKED": Status.ANNULMENT,
        "COMPLETED": Status.SIGNED,
        "ACCEPTED_WITH_DIVERGENCES": Status.DIVERGENCES,
        "REJECTED": Status.REJECTED,
        "NOT_ACCEPTED": Status.REJECTED,
        "RESPONSE_EXPIRED": Status.EXPIRED,
        "UNDELIVERABLE": Status.NOT_DELIVERED,
        "OPERATOR_ERROR": Status.NOT_DELIVERED,
        "ROAMING_ERROR": Status.NOT_DELIVERED,
        "INVALID_SIGNATURE": Status.INVALID,
        "CANCELLED": Status.WITHDRAWN,
        "ANNULLED": Status.ANNULLED,
    }
)


def status_of(status: str) -> Status:
    """What a process is told of a docflow's status; those of received documents alone share one code."""
    return STATUSES.get(status, Status.INCOMING)


#: A process that waits for the end waits no longer: the rest, if any, is for people to decide.
FINAL = frozenset(
    {
        Status.SIGNED,
        Status.DIVERGENCES,
        Status.REJECTED,
        Status.NOT_SIGNED,
        Status.EXPIRED,
        Status.NOT_DELIVERED,
        Status.INVALID,
        Status.WITHDRAWN,
        Status.ANNULLED,
    }
)
#: Signed by everybody who was to sign.
SIGNED = frozenset({Status.SIGNED, Status.DIVERGENCES})


def status_text(status: str, reason: str = "") -> str:
    """A docflow's status in words, with the reason somebody gave for it."""
    title = status_titles()[status]
    return f"{title}: {reason}" if reason else title


#: Of several documents the one that needs somebody most says where the package stands.
_WORST_FIRST = (
    Status.REJECTED,
    Status.NOT_SIGNED,
    Status.INVALID,
    Status.NOT_DELIVERED,
    Status.EXPIRED,
    Status.WITHDRAWN,
    Status.ANNULLED,
    Status.DRAFT,
    Status.APPROVAL,
    Status.OUR_SIGNATURE,
    Status.SENDING,
    Status.INCOMING,
    Status.AMENDMENT,
    Status.ANNULMENT,
    Status.WAITING,
    Status.DIVERGENCES,
    Status.SIGNED,
)


def worst(flows: Sequence[Docflow]) -> Docflow:
    """Of several documents (at least one) the one that speaks for all."""
    return min(flows, key=lambda one: _WORST_FIRST.index(status_of(one.status)))


def standing(flows: Sequence[Docflow]) -> dict[str, str]:
    """Code and words of where documents stand; empty for none."""
    if not flows:
        return {"status_code": str(Status.NONE), "status_text": ""}
    flow = worst(flows)
    return {
        "status_code": str(status_of(flow.status)),
        "status_text": status_text(flow.status, flow.reason),
    }


def is_over(flows: Iterable[Docflow]) -> bool:
    """Whether a process waits for none of them any more."""
    return all(status_of(flow.status) in FINAL for flow in flows)
