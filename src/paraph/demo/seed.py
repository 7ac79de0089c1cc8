"""The invented company of the demonstration: its people, its partner, its approval route."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "paraph-demo-2026"  # noqa: S105 - printed for everyone to use
MANAGER = "manager@romashka.test"
APPROVER = "chief@romashka.test"
SIGNER = "director@romashka.test"
PARTNER = "partner@vasilek.test"


@dataclass(frozen=True)
class Person:
    """A person of the sandbox PKI, as its index describes them."""

    full_name: str
    organization: str
    inn: str
    inn_le: str
    kpp: str
    ogrn: str
    snils: str
    title: str


def person(pki: Path, name: str) -> Person:
    """One entry of the sandbox PKI's index."""
    entry: dict[str, Any] = json.loads((pki / "index.json").read_text(encoding="utf-8"))["people"][name]
    return Person(**{field: entry.get(field, "") for field in Person.__dataclass_fields__})


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
        {"name": head.organization, "inn": head.inn_le, "kpp": head.kpp, "ogrn": head.ogrn, "address": ""},
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
    hire(head.full_name, SIGNER, head.title, {"signer"}, inn=head.inn, snils=head.snils)
    services.save_counterparty(
        workspace,
        {
            "name": partner.organization,
            "inn": partner.inn_le,
            "kpp": partner.kpp,
            "ogrn": partner.ogrn,
            "contact_name": partner.full_name,
            "email": PARTNER,
        },
        admin,
    )
    routes.save_route(
        workspace, {"name": "Руководитель отдела", "mode": "sequential", "people": [chief.pk]}, admin
    )
