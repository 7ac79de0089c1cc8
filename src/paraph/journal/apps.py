from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "paraph.journal"
    label = "journal"
