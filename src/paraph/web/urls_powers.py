"""Addresses of the pages about powers of attorney."""

from django.urls import path

from paraph.web.views import powers

urlpatterns = [
    path("powers/", powers.powers, name="poas"),
    path("powers/new/", powers.new, name="poa-new"),
    path("powers/<int:pk>/", powers.show, name="poa"),
    path("powers/<int:pk>/refresh/", powers.refresh, name="poa-refresh"),
    path("powers/<int:pk>/revoked/", powers.revoked, name="poa-revoked"),
    path("powers/<int:pk>/file/", powers.file, name="poa-file"),
    path("powers/<int:pk>/signatures/<int:signature_id>/", powers.signature, name="poa-signature"),
]
