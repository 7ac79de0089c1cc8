from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "paraph.notifications"
    label = "notifications"

    def ready(self) -> None:
        from paraph.effects.handlers import register
        from paraph.notifications.handlers import Notice

        register(Notice())
