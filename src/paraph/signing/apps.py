from datetime import timedelta

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "paraph.signing"
    label = "signing"

    def ready(self) -> None:
        from django.conf import settings

        from paraph.authority import ports as authority
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.signing import trust_updates
        from paraph.signing.checking import InstalledTrust
        from paraph.signing.handlers import Recheck, Tick
        from paraph.signing.rechecks import wake_by_authority
        from paraph.signing.sealing import SealedLetter
        from paraph.signing.tsl_updates import INTERVAL, KIND, UpdateList

        authority.set_trust(InstalledTrust())
        authority.on_change(wake_by_authority)
        register(Tick())
        register(Recheck())
        register(UpdateList())
        register(SealedLetter())
        register(trust_updates.RefreshLists())
        schedules.every(trust_updates.KIND, trust_updates.INTERVAL, trust_updates.KIND)
        if settings.TSL_URL:
            schedules.every(KIND, INTERVAL, KIND)
        schedules.every("signing.tick", timedelta(minutes=1), "signing.tick")
        schedules.every("signing.recheck", timedelta(minutes=1), "signing.recheck")
