from datetime import timedelta

from django.apps import AppConfig


class LinkConfig(AppConfig):
    name = "paraph.channels.link"
    label = "link"

    def ready(self) -> None:
        from paraph.channels.link.handlers import ExpireUnopened, Invite, PartnerLetter
        from paraph.channels.link.services import use_up
        from paraph.docflow.ports import on_change
        from paraph.effects import schedules
        from paraph.effects.handlers import register

        for handler in (Invite(), PartnerLetter(), ExpireUnopened()):
            register(handler)
        schedules.every("link.expire", timedelta(minutes=5), "link.expire")
        on_change(use_up)
