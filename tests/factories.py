"""An invented company and its partner, with real GOST keys: scenario tests of several rooms start here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf

from paraph.approval import services as approval
from paraph.approval.models import ApprovalState, ApprovalTask, Mode, Route, RouteStep
from paraph.docflow import packages
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Docflow, Package
from paraph.journal import actors
from paraph.parties.models import Counterparty, Employee, EmployeeRole, Organization, Role, User, Workspace
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.registry.services import Attributes
from paraph.registry.storage import store
from paraph.sandbox.pki import people
from paraph.sandbox.pki.issue import make_pki
from paraph.signing import services as signing
from paraph.signing.models import Side, Signature, SigningTask, TaskState
from paraph.trust.cades_signing import sign_detached
from paraph.trust.certificate import Certificate
from paraph.trust.pkcs12 import KeyBundle, load_pkcs12

PARTNER_EMAIL = "partner@vasilek.example"
#: The partner's director and our director in the sandbox PKI.
PARTNER_HEAD, OUR_HEAD = "partner_head", "head"


@dataclass(frozen=True)
class Pki:
    """A test authority in a folder; its people are those of `paraph.sandbox.pki.people`."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Pki:
        """Issue everything; about a second, so once per session."""
        make_pki(folder, crl_base_url="http://127.0.0.1:1")
        return cls(folder)

    def trust(self, folder: Path) -> Path:
        """A trust folder for `settings.TRUST_DIR`: roots, intermediates and lists, nothing to fetch."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("root.pem", "intermediate.pem", "root.crl", "intermediate.crl"):
            shutil.copyfile(self.folder / name, folder / name)
        return folder

    @cached_property
    def password(self) -> str:
        return (self.folder / "password").read_text(encoding="utf-8").strip()

    @cache  # noqa: B019 - one authority per session; deriving a key from its password takes a while
    def key(self, name: str) -> KeyBundle:
        return load_pkcs12((self.folder / f"{name}.p12").read_bytes(), self.password)

    def sign(self, name: str, data: bytes) -> bytes:
        """Detached CAdES-BES by one of the people, as a program of their own would make it."""
        bundle = self.key(name)
        certificate = Certificate.parse(bundle.certificate)
        return sign_detached(data, key=bundle.key, certificate=certificate, at=datetime.now(UTC))


@dataclass
class Company:
    """One workspace: our organisation with its people, and one partner."""

    workspace: Workspace
    organization: Organization
    counterparty: Counterparty
    sender: Employee
    signer: Employee
    approver: Employee
    hired: int = field(default=0)

    def hire(self, name: str, *roles: str, language: str = "ru", **more: Any) -> Employee:
        """One more employee with a sign-in; the address is numbered, so it is unique."""
        self.hired += 1
        email = more.pop("email", f"person{self.hired}.{self.workspace.pk}@romashka.example")
        return hire(self.workspace, self.organization, name, email, *roles, language=language, **more)

    def route(self, *approvers: Employee, mode: str = Mode.SEQUENTIAL) -> Route:
        route = Route.objects.create(
            workspace=self.workspace, name=f"Маршрут {Route.objects.count() + 1}", mode=mode
        )
        for order, employee in enumerate(approvers or (self.approver,), start=1):
            RouteStep.objects.create(route=route, order=order, employee=employee)
        return route


def hire(
    workspace: Workspace,
    organization: Organization,
    name: str,
    email: str,
    *roles: str,
    language: str = "ru",
    **more: Any,
) -> Employee:
    """An employee with a sign-in and roles."""
    user = User.objects.create(email=email, password="!", language=language)
    employee = Employee.objects.create(
        workspace=workspace, organization=organization, user=user, full_name=name, email=email, **more
    )
    for role in roles:
        EmployeeRole.objects.create(employee=employee, role=role)
    return employee


def company() -> Company:
    """«Ромашка» sends to «Василёк»; their directors have certificates in the sandbox PKI."""
    ours, theirs = people.ORGANIZATIONS["seller"], people.ORGANIZATIONS["buyer"]
    workspace = Workspace.objects.create(name=ours.name)
    organization = Organization.objects.create(
        workspace=workspace, name=ours.name, inn=ours.inn, kpp=ours.kpp, ogrn=ours.ogrn
    )
    counterparty = Counterparty.objects.create(
        workspace=workspace,
        name=theirs.name,
        inn=theirs.inn,
        kpp=theirs.kpp,
        ogrn=theirs.ogrn,
        contact_name=people.PARTNER_HEAD.full_name,
        email=PARTNER_EMAIL,
    )
    number = workspace.pk

    def person(name: str, mailbox: str, *roles: str, **more: Any) -> Employee:
        return hire(workspace, organization, name, f"{mailbox}{number}@romashka.example", *roles, **more)

    head = people.HEAD
    return Company(
        workspace=workspace,
        organization=organization,
        counterparty=counterparty,
        sender=person("Менеджеров Матвей Андреевич", "sender", Role.SENDER, Role.ADMINISTRATOR),
        signer=person(
            head.full_name, "signer", Role.SIGNER, inn=head.inn, snils=head.snils, position=head.title
        ),
        approver=person("Начальников Николай Олегович", "approver", Role.HEAD),
    )


def pdf(pages: int = 1) -> bytes:
    """A blank PDF; every call gives different bytes, as two documents have."""
    with pikepdf.new() as document:
        document.docinfo["/Subject"] = uuid4().hex
        for _page in range(pages):
            document.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def document(
    firm: Company,
    kind: str = "contract",
    file_name: str = "Договор 17.pdf",
    data: bytes | None = None,
    **more: Any,
) -> Document:
    """A registered document with everything its kind requires."""
    attributes = Attributes(
        kind, **{"number": "17", "date": date(2026, 11, 20), "amount": Decimal("1250000.00"), **more}
    )
    return registry.register_document(
        firm.organization,
        firm.counterparty,
        attributes,
        file_name,
        BytesIO(pdf() if data is None else data),
        actor=actors.employee(firm.sender.pk, firm.sender.full_name),
        created_by=firm.sender,
    )


def package(firm: Company, documents: Sequence[Document], **draft: Any) -> Package:
    """A package ready to be submitted."""
    wanted = {
        "recipient_email": PARTNER_EMAIL,
        "recipient_name": "Полевой Иван",
        "signer": firm.signer,
        **draft,
    }
    return packages.create_package(
        Draft(firm.organization, firm.counterparty, **wanted), documents, firm.sender
    )


def flows(of: Package) -> list[Docflow]:
    """The package's docflows as they are now, in order."""
    return list(Docflow.objects.filter(package=of).select_related("document", "package").order_by("id"))


def content(flow: Docflow) -> bytes:
    """The exact bytes to be signed."""
    return store().read(flow.version.blob_id)


def approve_all(of: Package) -> None:
    """Every approver agrees, in turn."""
    waiting = ApprovalTask.objects.filter(package_id=of.pk, state=ApprovalState.WAITING)
    while task := waiting.first():
        approval.decide(task.pk, task.employee, approve=True)


def sign_ours(pki: Pki, of: Package, name: str = OUR_HEAD) -> list[Signature]:
    """Our signer signs every document of the package that waits for it."""
    made = []
    tasks = SigningTask.objects.filter(package_id=of.pk, side=Side.OURS, state=TaskState.WAITING)
    for pk in list(tasks.values_list("pk", flat=True)):
        task = signing.get_task(pk, of.workspace_id)
        cms = pki.sign(name, store().read(task.version.blob_id))
        who = actors.employee(task.employee.pk, task.employee.full_name)
        made.append(signing.accept_signature(task, cms, method="file", actor=who))
    return made


def send(firm: Company, pki: Pki, documents: Sequence[Document], **draft: Any) -> Package:
    """A package that our side has approved and signed: the channel has it, its effects wait."""
    made = package(firm, documents, **draft)
    packages.submit(made, firm.sender)
    approve_all(made)
    sign_ours(pki, made)
    return made
