from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "paraph.parties"
    label = "parties"
