from django.apps import AppConfig


class DiadocConfig(AppConfig):
    name = "paraph.channels.diadoc"
    label = "diadoc"
