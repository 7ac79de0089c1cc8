"""A CRM item as business processes name it: `["crm", "CCrmDocumentDeal", "DEAL_5"]`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraph.sandbox.bitrix24.crm.kinds import Kind, kind_by_code
from paraph.sandbox.bitrix24.world import World

_NAME = re.compile(r"([A-Z_]+?|DYNAMIC_\d{1,9})_(\d{1,18})")


@dataclass(frozen=True)
class Document:
    """An item of the CRM a process runs on."""

    kind: Kind
    id: int

    @property
    def name(self) -> str:
        return f"{self.kind.code}_{self.id}"

    @property
    def triple(self) -> list[str]:
        return [*self.kind.document_type[:2], self.name]

    @property
    def url(self) -> str:
        """Its card on the portal."""
        return self.kind.details(self.id)


def find_type(world: World, triple: object) -> Kind | None:
    """The kind of `["crm", "CCrmDocumentDeal", "DEAL"]`; None if there is no such."""
    if not isinstance(triple, list) or len(triple) != 3:
        return None
    kind = kind_by_code(world, str(triple[2]))
    return kind if kind and kind.document_type == triple else None


def parse(world: World, triple: object) -> Document | None:
    """The item meant by `["crm", "CCrmDocumentDeal", "DEAL_5"]`; None if it cannot be one."""
    if not isinstance(triple, list) or len(triple) != 3:
        return None
    match = _NAME.fullmatch(str(triple[2]))
    kind = find_type(world, [*triple[:2], match[1]]) if match else None
    return Document(kind, int(match[2])) if match and kind else None
