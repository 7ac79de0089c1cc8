from django.apps import AppConfig


class Elma365Config(AppConfig):
    name = "paraph.portals.elma365"
    label = "elma365"
