from datetime import timedelta

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "paraph.registry"
    label = "registry"

    def ready(self) -> None:
        from paraph.effects import schedules
        from paraph.effects.handlers import register
        from paraph.registry import handlers, outer, storage

        storage.look_elsewhere(outer.located)
        for handler in (handlers.Release(), handlers.Watch(), handlers.TidyCache()):
            register(handler)
        schedules.every("registry.watch", timedelta(days=1), handlers.Watch.kind)
        schedules.every("registry.tidy-cache", timedelta(minutes=30), handlers.TidyCache.kind)
