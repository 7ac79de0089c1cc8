"""Items of ELMA365 as our registry names them: made, parsed and addressed in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraph.portals.elma365.models import Company
from paraph.registry.services import CrmObject

_PREFIX = "elma365:"
#: Codes of sections and applications: latin letters, digits and «_»; ids are uuids.
_CODE = r"[A-Za-z0-9_]{1,100}"
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OBJECT = re.compile(rf"({_CODE})/({_CODE})/({_ID})")


@dataclass(frozen=True)
class Item:
    """An item of an application: `namespace` is the code of its section."""

    namespace: str
    code: str
    id: str

    @property
    def name(self) -> str:
        """As `CrmObject.object` keeps it: «documents/contracts/<uuid>»."""
        return f"{self.namespace}/{self.code}/{self.id}"

    @property
    def path(self) -> str:
        """Address of its card in the company."""
        return f"/{self.namespace}/{self.code}(p:item/{self.namespace}/{self.code}/{self.id})"


def is_id(text: object) -> bool:
    """Whether it is a uuid as ELMA365 writes it."""
    return isinstance(text, str) and re.fullmatch(_ID, text) is not None


def is_code(text: object) -> bool:
    """Whether it can be the code of a section or an application."""
    return isinstance(text, str) and re.fullmatch(_CODE, text) is not None


def parse(name: str) -> Item | None:
    """The item of a name; None for what names no item."""
    found = _OBJECT.fullmatch(name)
    return Item(*found.groups()) if found else None


def crm_object(company: Company, item: Item) -> CrmObject:
    """What a document keeps of the item it was made from."""
    return CrmObject(portal=company.portal, object=item.name, url=company.base_url + item.path)


def company_of(portal: str, workspace_id: int) -> Company | None:
    """The workspace's company of `CrmObject.portal`, if it is still connected."""
    if not portal.startswith(_PREFIX):
        return None
    rows = Company.objects.filter(workspace_id=workspace_id, removed_at=None)
    return rows.filter(key=portal.removeprefix(_PREFIX)).first()
