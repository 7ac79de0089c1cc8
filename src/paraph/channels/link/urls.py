"""Addresses of the guest pages, under `/g/`."""

from django.urls import path, re_path, register_converter

from paraph.channels.link import tokens, views


class TokenConverter:
    """A token as it stands in an address."""

    regex = f"[A-Za-z0-9_-]{{{tokens.LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")

urlpatterns = [
    path("<token:token>/", views.show, name="guest"),
    path("<token:token>/open/", views.open_document, name="guest-open"),
    path("<token:token>/sign/", views.sign, name="guest-sign"),
    path("<token:token>/power/", views.power, name="guest-power"),
    path("<token:token>/decline/", views.decline, name="guest-decline"),
    path("<token:token>/file/", views.original, name="guest-file"),
    path("<token:token>/pages/<int:number>/", views.picture, name="guest-picture"),
    path("<token:token>/text/", views.words, name="guest-words"),
    path("<token:token>/signatures/<int:signature_id>/", views.signature, name="guest-signature"),
    path("<token:token>/protocol/", views.protocol, name="guest-protocol"),
    path("<token:token>/bundle/", views.bundle, name="guest-bundle"),
    re_path(r"", views.unknown),
]
