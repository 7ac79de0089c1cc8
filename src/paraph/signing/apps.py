from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "paraph.signing"
    label = "signing"
