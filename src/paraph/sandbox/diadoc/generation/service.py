"""Service documents the operator makes: its own confirmations, and drafts of what a side will sign."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from paraph.formats.service_documents import (
    BuiltFile,
    Confirmation,
    SignedFile,
    build_receipt_date_confirmation,
    build_sending_date_confirmation,
)
from paraph.sandbox.diadoc.directory import Box
from paraph.sandbox.diadoc.generation.parties import OPERATOR, participant
from paraph.sandbox.diadoc.generation.subjects import moment


def confirmation_of_receipt_date(
    *, file_name: str, signatures: Sequence[bytes], sender: Box, recipient: Box, at: int
) -> BuiltFile:
    """DP_PDPOL to the sender of a file: the operator got it at `at` (ticks). Name and bytes, not signed."""
    return build_receipt_date_confirmation(_confirmation(file_name, signatures, sender, recipient, at))


def confirmation_of_sending_date(
    *, file_name: str, signatures: Sequence[bytes], sender: Box, recipient: Box, at: int
) -> BuiltFile:
    """DP_PDOTPR to the recipient of a file: the operator sent it on at `at` (ticks). Not signed."""
    return build_sending_date_confirmation(_confirmation(file_name, signatures, sender, recipient, at))


def _confirmation(
    file_name: str, signatures: Sequence[bytes], sender: Box, recipient: Box, at: int
) -> Confirmation:
    return Confirmation(
        subject=SignedFile(file_name, tuple(signatures)),
        operator=OPERATOR,
        sender=participant(sender),
        recipient=participant(recipient),
        at=moment(at),
        guid=uuid4(),
    )
