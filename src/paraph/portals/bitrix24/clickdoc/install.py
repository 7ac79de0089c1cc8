"""What the КликДок way adds to the application (from `AppConfig.ready()`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from paraph.docflow.ports import on_change
from paraph.effects.handlers import register
from paraph.notifications.services import also_tell
from paraph.portals.bitrix24 import sections
from paraph.portals.bitrix24.clickdoc import creating, directory, filing, notices
from paraph.portals.bitrix24.clickdoc.disk import PortalDisk
from paraph.registry.ports import add_store


def install() -> None:
    """Handlers, reactions, the Disk as a place for files, the portal's tree of departments."""
    for handler in (creating.Generate(), filing.FileDocument()):
        register(handler)
    add_store(PortalDisk())
    also_tell("bitrix24", notices.tell_in_portal)
    on_change(notices.clear_when_signed)
    on_change(filing.file_when_due)
    directory.install()
    sections.add("bitrix24-storage", gettext_lazy("Файлы"))
