"""Two workspaces of invented companies, people of several roles, and their browsers."""

from dataclasses import dataclass, field

import pytest
from django.test import Client

from paraph.approval.models import Route
from paraph.approval.routes import save_route
from paraph.effects.models import Effect
from paraph.parties import services
from paraph.parties.models import Counterparty, Department, Employee, Workspace

PASSWORD = "вполне надёжный пароль"
ROMASHKA = {"name": "ООО «Ромашка»", "inn": "7709990015", "kpp": "770901001", "ogrn": "1029900000019"}
VASILEK = {"name": "АО «Василёк»", "inn": "7809990026", "kpp": "780901001", "ogrn": "1029900000020"}
PARTNER = {"name": "ИП Лютиков Л. Л.", "inn": "770999000123", "ogrn": "312990000000016"}


@dataclass
class House:
    """One workspace with something on every page."""

    admin: Employee
    sender: Employee
    observer: Employee
    department: Department
    counterparty: Counterparty
    route: Route
    effect: Effect
    browsers: dict[int, Client] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return self.admin.workspace

    def browser(self, person: Employee) -> Client:
        """The signed-in browser of an employee."""
        if person.pk not in self.browsers:
            self.browsers[person.pk] = Client()
            self.browsers[person.pk].force_login(person.user)
        return self.browsers[person.pk]


def build(name: str, domain: str, requisites: dict[str, str]) -> House:
    admin = services.create_workspace(name, f"admin@{domain}", f"Главная {name}", PASSWORD, requisites)
    workspace = admin.workspace

    def hire(full_name: str, local: str, role: str) -> Employee:
        data = {"full_name": full_name, "email": f"{local}@{domain}", "roles": {role}, "password": PASSWORD}
        return services.save_employee(workspace, data | {"organization": admin.organization_id}, admin)

    sender = hire(f"Отправин {name}", "sender", "sender")
    observer = hire(f"Смотров {name}", "observer", "observer")
    route = save_route(workspace, {"name": f"Путь {name}", "mode": "parallel", "people": [sender.pk]}, admin)
    effect = Effect.objects.create(
        kind="notifications.mail",
        workspace_id=workspace.pk,
        payload={"to": f"reader@{domain}", "to_name": f"Читатель {name}"},
        state=Effect.State.QUARANTINED,
        attempts=7,
        last_error=f"Ящика нет: {name}",
    )
    return House(
        admin=admin,
        sender=sender,
        observer=observer,
        department=services.save_department(
            workspace, {"name": f"Отдел {name}", "organization": admin.organization_id}, admin
        ),
        counterparty=services.save_counterparty(workspace, PARTNER | {"name": f"ИП Партнёр {name}"}, admin),
        route=route,
        effect=effect,
    )


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    """Argon2 is slow on purpose; these tests are not about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def romashka(db) -> House:
    return build("Ромашка", "romashka.test", ROMASHKA)


@pytest.fixture
def vasilek(db) -> House:
    return build("Василёк", "vasilek.test", VASILEK)
