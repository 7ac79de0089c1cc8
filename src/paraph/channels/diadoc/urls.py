"""Addresses of the pages of Диадок, under `/diadoc/`."""

from django.urls import path

from paraph.channels.diadoc import views_accounts, views_kinds, views_oidc, views_partners, views_tasks

_accounts = [
    path("", views_accounts.home, name="diadoc"),
    path("accounts/new/", views_accounts.new, name="diadoc-account-new"),
    path("accounts/<int:pk>/", views_accounts.account, name="diadoc-account"),
    path("accounts/<int:pk>/access/", views_accounts.access, name="diadoc-access"),
    path("accounts/<int:pk>/box/", views_accounts.box, name="diadoc-box"),
    path("accounts/<int:pk>/check/", views_accounts.check, name="diadoc-check"),
    path("accounts/<int:pk>/pause/", views_accounts.pause, name="diadoc-pause"),
    path("accounts/<int:pk>/remove/", views_accounts.remove, name="diadoc-remove"),
    path("accounts/<int:pk>/receipts-key/", views_accounts.receipts_key, name="diadoc-receipts-key"),
    path(
        "accounts/<int:pk>/receipts-key/drop/",
        views_accounts.drop_receipts_key,
        name="diadoc-receipts-key-drop",
    ),
    path("accounts/<int:pk>/oidc/", views_oidc.begin, name="diadoc-oidc"),
    path("oidc/", views_oidc.back, name="diadoc-oidc-back"),
    path("accounts/<int:pk>/kinds/", views_kinds.kinds, name="diadoc-kinds"),
    path("accounts/<int:pk>/kinds/read/", views_kinds.read_types, name="diadoc-types-read"),
    path("accounts/<int:pk>/partners/read/", views_accounts.read_partners, name="diadoc-partners-read"),
]

_partners = [
    path("partners/", views_partners.listed, name="diadoc-partners"),
    path("partners/find/", views_partners.look_up, name="diadoc-look-up"),
    path("partners/<int:pk>/", views_partners.card, name="diadoc-partner"),
    path("partners/<int:pk>/choose/", views_partners.choose, name="diadoc-partner-choose"),
    path("partners/<int:pk>/adopt/", views_partners.adopt, name="diadoc-partner-adopt"),
    path("partners/<int:pk>/invite/", views_partners.invite, name="diadoc-invite"),
    path("partners/<int:pk>/accept/", views_partners.accept, name="diadoc-accept"),
    path("partners/<int:pk>/decline/", views_partners.decline, name="diadoc-decline"),
]

_tasks = [
    path("tasks/", views_tasks.listed, name="diadoc-tasks"),
    path("accounts/<int:pk>/tasks/", views_tasks.one, name="diadoc-task"),
    path("accounts/<int:pk>/run/", views_tasks.run, name="diadoc-run"),
]

urlpatterns = [*_accounts, *_partners, *_tasks]
