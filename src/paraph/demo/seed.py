"""The invented company of the demonstration: its people, its partner, its approval route."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "paraph-demo-2026"  # noqa: S105 - printed for everyone to use
MANAGER = "manager@romashka.example"
APPROVER = "chief@romashka.example"
SIGNER = "director@romashka.example"
#: Signs with a certificate of a natural person, by a power of attorney (МЧД).
CLERK = "clerk@romashka.example"
PARTNER = "partner@vasilek.example"


@dataclass(frozen=True)
class Person:
    """A person of the sandbox PKI, as its register describes them."""

    full_name: str
    position: str
    inn: str
    snils: str
    #: Name and requisites of the organisation the person works for.
    organization: dict[str, str]


def person(pki: Path, name: str) -> Person:
    """One entry of the sandbox PKI's register."""
    entry: dict[str, Any] = json.loads((pki / "index.json").read_text(encoding="utf-8"))["people"][name]
    return Person(
        full_name=entry["full_name"],
        position=entry["title"],
        inn=entry["inn"],
        snils=entry["snils"],
        organization={
            "name": entry["organization"],
            "inn": entry["inn_le"],
            "kpp": entry["kpp"],
            "ogrn": entry["ogrn"],
        },
    )


def seed(pki: Path) -> None:
    """Create the workspace with its people once; Django must be set up. Does nothing when it is there."""
    from paraph.approval import routes
    from paraph.parties import services
    from paraph.parties.models import Employee, Workspace

    if Workspace.objects.exists():
        return
    head, partner = person(pki, "head"), person(pki, "partner_head")
    admin = services.create_workspace(
        "Демонстрация",
        MANAGER,
        "Менеджеров Матвей Андреевич",
        PASSWORD,
        head.organization,
    )
    workspace, organization = admin.workspace, admin.organization

    def hire(name: str, email: str, position: str, roles: set[str], **more: str) -> Employee:
        return services.save_employee(
            workspace,
            {
                "full_name": name,
                "email": email,
                "position": position,
                "organization": organization.pk,
                "roles": roles,
                "password": PASSWORD,
                **more,
            },
            admin,
        )

    chief = hire("Начальников Николай Олегович", APPROVER, "Начальник отдела продаж", {"head", "sender"})
    hire(head.full_name, SIGNER, head.position, {"signer"}, inn=head.inn, snils=head.snils)
    clerk = person(pki, "person")
    hire(clerk.full_name, CLERK, clerk.position, {"signer"}, inn=clerk.inn, snils=clerk.snils)
    for name in ("person", "partner_person"):
        _give_power(pki, name, admin)
    services.save_counterparty(
        workspace,
        {
            **partner.organization,
            "contact_name": partner.full_name,
            "email": PARTNER,
        },
        admin,
    )
    routes.save_route(
        workspace, {"name": "Руководитель отдела", "mode": "sequential", "people": [chief.pk]}, admin
    )


def _give_power(pki: Path, name: str, admin: Any) -> None:
    """The power of attorney of a sandbox person: into the emulated registry and into the hub."""
    from paraph.authority import registry_client
    from paraph.authority import services as authority
    from paraph.authority.register import Upload
    from paraph.journal import actors

    entry = json.loads((pki / "index.json").read_text(encoding="utf-8"))["people"][name]["mchd"]
    xml, signature = (pki / entry["file"]).read_bytes(), (pki / entry["signature"]).read_bytes()
    registry = registry_client.configured()
    if registry is not None:
        registry.upload(xml, signature, entry["file"])
    who = actors.employee(admin.pk, admin.full_name)
    authority.add(admin.workspace, Upload(xml, (signature,), entry["file"]), actor=who, by=admin)
