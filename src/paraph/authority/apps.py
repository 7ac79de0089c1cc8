from datetime import timedelta

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "paraph.authority"
    label = "authority"

    def ready(self) -> None:
        from paraph.authority.handlers import Daily, Refresh, Tick
        from paraph.effects import schedules
        from paraph.effects.handlers import register

        register(Refresh())
        register(Tick())
        register(Daily())
        schedules.every("authority.tick", timedelta(minutes=15), Tick.kind)
        schedules.every("authority.daily", timedelta(hours=12), Daily.kind)
