from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "paraph.registry"
    label = "registry"
