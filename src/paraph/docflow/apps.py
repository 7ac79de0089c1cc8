from django.apps import AppConfig


class DocflowConfig(AppConfig):
    name = "paraph.docflow"
    label = "docflow"

    def ready(self) -> None:
        from paraph.approval import ports as approval
        from paraph.docflow.answer_steps import drop_overtaken
        from paraph.docflow.listeners import OnApproval, OnSigning, close_amendment, end_approval
        from paraph.docflow.notices import react
        from paraph.docflow.ports import on_change
        from paraph.signing import ports as signing

        approval.set_listener(OnApproval())
        signing.set_listener(OnSigning())
        on_change(react)
        on_change(drop_overtaken)
        on_change(end_approval)
        on_change(close_amendment)
