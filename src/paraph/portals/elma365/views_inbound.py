"""What ELMA365 calls that belongs to no feature."""

from __future__ import annotations

from paraph.portals.elma365.inbound import Body, called
from paraph.portals.elma365.models import Company


@called("GET")
def hub(company: Company, body: Body) -> Body:
    """The address the module is given: tells that its token is right."""
    return {"ok": True}
