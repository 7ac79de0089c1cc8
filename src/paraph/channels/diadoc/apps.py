from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiadocConfig(AppConfig):
    name = "paraph.channels.diadoc"
    label = "diadoc"

    def ready(self) -> None:
        from paraph.channels.diadoc import handlers
        from paraph.channels.diadoc.invitations import Acquire, Break, Refresh, RefreshAll
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.parties.models import Role
        from paraph.web import menu

        for handler in (Acquire(), Break(), Refresh(), RefreshAll()):
            register(handler)
        schedules.every("diadoc.partners", timedelta(hours=1), RefreshAll.kind)
        menu.add(menu.Entry("diadoc", _("Диадок"), roles=(Role.ADMINISTRATOR, Role.SENDER)))
        handlers.install()
