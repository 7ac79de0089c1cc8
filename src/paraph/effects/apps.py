from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "paraph.effects"
    label = "effects"

    def ready(self) -> None:
        from paraph.effects.ports import check_configuration

        check_configuration()
