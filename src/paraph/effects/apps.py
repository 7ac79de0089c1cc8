from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "paraph.effects"
    label = "effects"

    def ready(self) -> None:
        from paraph.effects import ports, tidy

        ports.check_configuration()
        tidy.install()
