from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "paraph.approval"
    label = "approval"
