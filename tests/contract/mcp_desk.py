"""Two firms before the same client, and what they put into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from firms import Firm
from mcp_client import McpClient

from paraph.sandbox.diadoc.server import DiadocEmulator

SIGNER = """<Signer SignerStatus="1" SignatureType="1">
<Fio LastName="Полевой" FirstName="Иван" MiddleName="Андреевич"/>
<Position PositionSource="Manual">Директор</Position></Signer>""".encode()
HEAD_DEPARTMENT = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Desk:
    """A seller and a buyer, each with a process of the client."""

    operator: DiadocEmulator
    sandbox: Path
    seller: Firm
    buyer: Firm
    from_seller: McpClient
    from_buyer: McpClient

    def settle(self) -> None:
        """The operator does all it does by itself."""
        assert self.operator.world.settle()

    def send(self, *attachments: dict[str, Any], **more: Any) -> Any:
        """A message of the seller to the buyer, signatures checked and delivered."""
        sent = send(self.from_seller, self.seller, self.buyer, *attachments, **more)
        self.settle()
        return sent


def attachment(
    firm: Firm, kind: str = "Contract", content: bytes | None = None, **more: Any
) -> dict[str, Any]:
    """A signed document in the JSON dialect."""
    metadata = {"FileName": "Договор.pdf", "DocumentDate": "22.11.2026", "DocumentNumber": "17"}
    return {
        "TypeNamedId": kind,
        "SignedContent": firm.signed(content or uuid4().bytes),
        "Metadata": [{"Key": key, "Value": value} for key, value in metadata.items()],
        **more,
    }


def send(client: McpClient, firm: Firm, other: Firm, *attachments: dict[str, Any], **more: Any) -> Any:
    body = {"FromBoxId": firm.box, "ToBoxId": other.box, "DocumentAttachments": attachments, **more}
    return client.call("post_message", body, operationId=str(uuid4()))


def document(message: dict[str, Any]) -> dict[str, Any]:
    return next(entity for entity in message["Entities"] if "DocumentInfo" in entity)
