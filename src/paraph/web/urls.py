"""Addresses of the staff pages."""

from django.urls import path

from paraph.web import urls_documents
from paraph.web.views import account, session

urlpatterns = [
    path("", session.home, name="home"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("language/", session.language, name="language"),
    path("workspace/", session.workspace, name="workspace"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change-password"),
    path("set-password/<str:uid>/<str:token>/", account.set_password, name="set-password"),
    *urls_documents.urlpatterns,
]
