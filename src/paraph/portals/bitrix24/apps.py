from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Bitrix24Config(AppConfig):
    name = "paraph.portals.bitrix24"
    label = "bitrix24"

    def ready(self) -> None:
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.parties.models import Role
        from paraph.portals.bitrix24 import inbound, notify, people, polling, settle, upkeep
        from paraph.portals.bitrix24.clickdoc.install import install as install_clickdoc
        from paraph.portals.bitrix24.registration import EventBinding, declare
        from paraph.portals.bitrix24.registry import install as registry
        from paraph.portals.bitrix24.robots.install import install as install_robots
        from paraph.web import menu

        for handler in (
            inbound.WorkInbound(),
            notify.TellNotices(),
            polling.ReadQueue(),
            polling.Reconcile(),
            people.ReadPeople(),
            settle.Settle(),
            upkeep.QueueTick(),
            upkeep.NightTick(),
        ):
            register(handler)
        schedules.every("bitrix24.queue", timedelta(minutes=2), upkeep.QueueTick.kind)
        schedules.every("bitrix24.night", timedelta(days=1), upkeep.NightTick.kind)
        menu.add(menu.Entry("bitrix24", _("Битрикс24"), roles=(Role.ADMINISTRATOR,)))
        for event in ("ONAPPUNINSTALL", "ONAPPUPDATE", "ONAPPTEST"):
            declare(EventBinding(event, offline=False))
        declare(EventBinding("ONOFFLINEEVENT", offline=False, options={"minTimeout": 5}))
        install_robots()
        registry.install()
        install_clickdoc()
