"""A document has changed here and its item has to be told: the link is marked, one effect does it."""

from __future__ import annotations

from datetime import timedelta

from paraph.docflow.models import Docflow
from paraph.effects import services as effects
from paraph.portals.elma365.sync.models import ItemLink

SYNC = "elma365.sync"
#: Changes of so long go together: several transitions make one message in the item's feed.
QUIET, LONGEST = timedelta(seconds=1), timedelta(seconds=5)


def order(link: ItemLink, wait: timedelta = QUIET) -> None:
    """The item wants to be told, in the caller's transaction. A company that is off is told when it is on."""
    flow = Docflow.objects.filter(document=link.document_id).first()
    if flow is None or not link.company.works:
        return
    effects.gather(
        SYNC,
        {"company": link.company_id, "link": link.pk},
        quiet=wait,
        longest=max(LONGEST, wait),
        key=link.company.effects_key,
        workspace_id=link.workspace_id,
        docflow_id=flow.pk,
        package_id=flow.package_id,
    )
