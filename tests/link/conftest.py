"""The partner at their own computer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

import factories
from scenario import catcher, firm, mail, pki, sent  # noqa: F401


@dataclass
class Guest:
    """A browser without an account, and a key of the partner's director."""

    pki: factories.Pki
    client: Client

    def get(self, token: str, what: str = "") -> HttpResponse:
        return self.client.get(f"/g/{token}/{what}")

    def post(self, token: str, what: str, data: dict | None = None, **headers: str) -> HttpResponse:
        return self.client.post(f"/g/{token}/{what}/", data or {}, headers=headers)

    def open(self, token: str) -> HttpResponse:
        return self.post(token, "open")

    def download(self, token: str, what: str = "file/") -> bytes:
        return b"".join(self.get(token, what).streaming_content)

    def signature(self, token: str, who: str = factories.PARTNER_HEAD) -> bytes:
        """The guest downloads the file and signs it with a program of their own."""
        return self.pki.sign(who, self.download(token))

    def upload(self, token: str, cms: bytes, **headers: str) -> HttpResponse:
        return self.post(token, "sign", {"signature": SimpleUploadedFile("document.sig", cms)}, **headers)

    def sign(self, token: str, **headers: str) -> HttpResponse:
        return self.upload(token, self.signature(token), **headers)


@pytest.fixture
def guest(pki) -> Guest:  # noqa: F811
    return Guest(pki, Client())
