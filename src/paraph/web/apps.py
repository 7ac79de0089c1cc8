from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "paraph.web"
    label = "web"
