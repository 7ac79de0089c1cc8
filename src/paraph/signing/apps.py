from datetime import timedelta

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "paraph.signing"
    label = "signing"

    def ready(self) -> None:
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.signing.handlers import Tick

        register(Tick())
        schedules.every("signing.tick", timedelta(minutes=1), "signing.tick")
