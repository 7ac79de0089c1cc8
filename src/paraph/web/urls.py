"""Addresses of the staff pages. Those of documents are in `urls_documents`."""

from django.urls import path

from paraph.web import urls_documents
from paraph.web.views import (
    account,
    balance,
    checking,
    counterparties,
    incoming,
    operations,
    people,
    routes,
    session,
    settings,
)

_session = [
    path("", session.home, name="home"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("language/", session.language, name="language"),
    path("workspace/", session.workspace, name="workspace"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change-password"),
    path("set-password/<str:uid>/<str:token>/", account.set_password, name="set-password"),
]

_settings = [
    path("settings/", settings.settings, name="settings"),
    path("settings/organizations/", settings.organizations, name="organizations"),
    path("settings/organizations/new/", settings.organization, name="organization-new"),
    path("settings/organizations/<int:pk>/", settings.organization, name="organization"),
    path("settings/departments/", settings.departments, name="departments"),
    path("settings/departments/new/", settings.department, name="department-new"),
    path("settings/departments/<int:pk>/", settings.department, name="department"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.new_person, name="person-new"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/access/", people.access, name="person-access"),
    path("settings/people/<int:pk>/password-link/", people.password_link, name="person-password-link"),
    path("settings/incoming/", incoming.rules, name="incoming-rules"),
    path("settings/incoming/new/", incoming.rule, name="incoming-rule-new"),
    path("settings/incoming/<int:pk>/", incoming.rule, name="incoming-rule"),
    path("settings/incoming/<int:pk>/remove/", incoming.remove_rule, name="incoming-rule-remove"),
    path("settings/balance/", balance.balance, name="balance"),
    path("settings/balance/switch/", balance.switch, name="balance-switch"),
    path("settings/balance/packs/<int:pk>/remove/", balance.remove_pack, name="balance-pack-remove"),
    path("settings/balance/report/", balance.report, name="balance-report"),
    path("settings/routes/", routes.routes, name="routes"),
    path("settings/routes/new/", routes.route, name="route-new"),
    path("settings/routes/<int:pk>/", routes.route, name="route"),
]

_work = [
    path("people/<int:pk>/deputy/", people.deputy, name="deputy"),
    path("counterparties/", counterparties.counterparties, name="counterparties"),
    path("counterparties/new/", counterparties.counterparty, name="counterparty-new"),
    path("counterparties/<int:pk>/", counterparties.counterparty, name="counterparty"),
    path("quarantine/", operations.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/retry/", operations.retry, name="effect-retry"),
    path("quarantine/<int:pk>/drop/", operations.drop, name="effect-drop"),
    path("journal/", operations.journal_page, name="journal"),
    path("journal/verify/", operations.verify_journal, name="journal-verify"),
]

_check = [
    path("check/", checking.check, name="check"),
    path("check/report/", checking.report, name="check-report"),
]

urlpatterns = [*_session, *_check, *_settings, *_work, *urls_documents.urlpatterns]
