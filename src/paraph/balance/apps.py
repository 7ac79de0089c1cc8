from django.apps import AppConfig


class BalanceConfig(AppConfig):
    name = "paraph.balance"
    label = "balance"

    def ready(self) -> None:
        from paraph.balance.services import follow
        from paraph.docflow.ports import on_change

        on_change(follow)
