"""What a workflow asks of the parties and of the operator, over the table of `types`."""

from __future__ import annotations

from paraph.sandbox.diadoc.types import Workflow

#: Workflows of order 14н of the Минфин: the operator confirms to both sides.
_BOTH = frozenset({15, 16, 17, 18})
#: Older ones, where it confirms to the author only.
_INITIATOR = frozenset({4, 5, 10, 12})


def confirms(workflow: Workflow) -> bool:
    """Whether the operator confirms the date it received the sender's file."""
    return workflow.id in _BOTH | _INITIATOR


def confirms_to_both(workflow: Workflow) -> bool:
    return workflow.id in _BOTH


def confirms_recipient_title(workflow: Workflow) -> bool:
    return workflow.id == 18


def confirms_amendments(workflow: Workflow) -> bool:
    """Whether the operator answers a request to amend; otherwise a receipt of the sender does."""
    return workflow.id in _BOTH


def wants_answer(workflow: Workflow, asked: bool) -> bool:
    """Whether the recipient's signature or title is waited for."""
    action = workflow.recipient_action
    return action in ("Signature", "Title") or (action == "OptionalSignature" and asked)


def wants_receipt(workflow: Workflow, asked: bool) -> bool:
    """Whether the recipient owes a receipt on the sender's file."""
    return workflow.sender_receipt == "Always" or (workflow.sender_receipt == "DefineByUser" and asked)


def title_receipt(workflow: Workflow) -> str:
    """Never, DefineByUser or Always: the sender's receipt on the recipient's title."""
    recipient = workflow.side("Recipient")
    return recipient.receipt if recipient else "Never"


def proxy_action(workflow: Workflow) -> str:
    """What an intermediate recipient does: Signature, Title or nothing."""
    proxy = workflow.side("Proxy")
    return proxy.action if proxy else ""
