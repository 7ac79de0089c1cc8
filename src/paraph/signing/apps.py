from datetime import timedelta

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "paraph.signing"
    label = "signing"

    def ready(self) -> None:
        from paraph.authority import ports as authority
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.signing.checking import InstalledTrust
        from paraph.signing.handlers import Recheck, Tick
        from paraph.signing.rechecks import wake_by_authority

        authority.set_trust(InstalledTrust())
        authority.on_change(wake_by_authority)
        register(Tick())
        register(Recheck())
        schedules.every("signing.tick", timedelta(minutes=1), "signing.tick")
        schedules.every("signing.recheck", timedelta(minutes=1), "signing.recheck")
