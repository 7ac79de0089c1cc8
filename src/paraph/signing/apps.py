from datetime import timedelta

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "paraph.signing"
    label = "signing"

    def ready(self) -> None:
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.signing.handlers import Recheck, Tick

        register(Tick())
        register(Recheck())
        schedules.every("signing.tick", timedelta(minutes=1), "signing.tick")
        schedules.every("signing.recheck", timedelta(minutes=1), "signing.recheck")
