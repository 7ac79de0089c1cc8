"""Large files wait on the shelf of Диадок for the message that names them; their names are remembered."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath

from django.utils import timezone

from paraph.channels.diadoc.client import DiadocClient
from paraph.effects.handlers import Run
from paraph.registry.models import Version
from paraph.registry.storage import store

#: The shelf keeps a file for 7 days; a name older than this is not relied on.
_KEPT = timedelta(days=6)


def name_on_shelf(run: Run, client: DiadocClient, version: Version) -> str:
    """The version's name on the shelf: the one an earlier attempt got, or that of a new upload."""
    names = dict((run.intent or {}).get("shelf", {}))
    known = names.get(version.blob_id)
    if known and timezone.now() - datetime.fromisoformat(known["at"]) < _KEPT:
        return str(known["name"])
    extension = PurePath(version.file_name).suffix.lstrip(".") or "bin"
    name = client.upload(store().read(version.blob_id), extension)
    names[version.blob_id] = {"name": name, "at": timezone.now().isoformat()}
    run.remember({**(run.intent or {}), "shelf": names})
    return name
