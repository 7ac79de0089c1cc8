"""What the tests of the document pages share: a person at a browser, and quick documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

import factories
from paraph.docflow.models import Docflow, Package
from paraph.journal import actors
from paraph.registry.models import Document
from paraph.registry.storage import store
from paraph.signing import services as signing
from paraph.signing.models import SigningTask

HTMX = {"HX-Request": "true"}


@dataclass
class Person:
    """A signed-in browser."""

    client: Client

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.client.get(address, headers=headers)

    def post(self, address: str, data: dict | None = None, *, htmx: bool = False) -> HttpResponse:
        return self.client.post(address, data or {}, headers=HTMX if htmx else {})

    def page(self, address: str) -> str:
        """Text of a page that opens, without tags, spaces in order."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.status_code
        return words(answer)

    def upload(self, address: str, name: str, data: bytes, *, htmx: bool = False, **more) -> HttpResponse:
        return self.post(address, {"signature": SimpleUploadedFile(name, data), **more}, htmx=htmx)


def words(answer: HttpResponse) -> str:
    """What a person reads in an answer."""
    text = re.sub(r"<(script|style|svg|template).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def text_document(firm: factories.Company, title: str = "", **more) -> Document:
    """A registered text file: quick, because nothing has to open it."""
    more.setdefault("kind", "contract")
    kind = more.pop("kind")
    data = more.pop("data", f"Текст {title} {Document.objects.count()}".encode())
    return factories.document(firm, kind, f"{title or kind}.txt".replace("/", "-"), data, title=title, **more)


def draft(firm: factories.Company, *documents: Document, **more) -> Package:
    """A package nobody has sent yet."""
    return factories.package(firm, documents or [text_document(firm)], **more)


def flow_of(package: Package) -> Docflow:
    return factories.flows(package)[0]


def task_of(package: Package, side: str = "S") -> SigningTask:
    return SigningTask.objects.filter(package_id=package.pk, side=side).order_by("id")[0]


def sign_one(firm: factories.Company, pki: factories.Pki, task: SigningTask) -> None:
    """Our director signs one document."""
    task = signing.get_task(task.pk, firm.workspace.pk)
    who = actors.employee(firm.signer.pk, firm.signer.full_name)
    signing.accept_signature(
        task, pki.sign("head", store().read(task.version.blob_id)), method="file", actor=who
    )


def rows_of_everything() -> list[int]:
    """Counts that must stay as they are when something is refused."""
    return [model.objects.count() for model in (Document, Package, Docflow, SigningTask)]


def file(name: str, data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
