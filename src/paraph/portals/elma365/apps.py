from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Elma365Config(AppConfig):
    name = "paraph.portals.elma365"
    label = "elma365"

    def ready(self) -> None:
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.parties.models import Role
        from paraph.portals.elma365 import connection, people, upkeep
        from paraph.portals.elma365.blocks.install import install as install_blocks
        from paraph.portals.elma365.sync.install import install as install_sync
        from paraph.web import menu

        for handler in (
            connection.TellModule(),
            people.ReadPeople(),
            upkeep.Check(),
            upkeep.CheckTick(),
            upkeep.NightTick(),
        ):
            register(handler)
        schedules.every("elma365.check", timedelta(hours=1), upkeep.CheckTick.kind)
        schedules.every("elma365.night", timedelta(days=1), upkeep.NightTick.kind)
        menu.add(menu.Entry("elma365", _("ELMA365"), roles=(Role.ADMINISTRATOR,)))
        install_blocks()
        install_sync()
