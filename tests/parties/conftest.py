"""Two workspaces of invented companies that must never see each other."""

import pytest

from paraph.parties import services
from paraph.parties.models import Employee

PASSWORD = "вполне надёжный пароль"
ROMASHKA = {
    "name": "ООО «Ромашка»",
    "inn": "7709990015",
    "kpp": "770901001",
    "ogrn": "1029900000019",
    "address": "Москва",
}
VASILEK = {"name": "АО «Василёк»", "inn": "7809990026", "kpp": "780901001", "ogrn": "1029900000020"}


@pytest.fixture
def admin(db) -> Employee:
    return services.create_workspace("Ромашка", "anna@romashka.test", "Аннина Анна", PASSWORD, ROMASHKA)


@pytest.fixture
def stranger(db) -> Employee:
    """Administrator of the other workspace."""
    return services.create_workspace("Василёк", "boris@vasilek.test", "Борисов Борис", PASSWORD, VASILEK)


@pytest.fixture
def hire(admin):
    """Adds an employee to the first workspace."""

    def add(name: str, *roles: str, **data) -> Employee:
        number = admin.workspace.employees.count()
        fields = {
            "full_name": name,
            "email": f"person{number}@romashka.test",
            "organization": admin.organization_id,
            "roles": set(roles) or {"sender"},
        }
        return services.save_employee(admin.workspace, fields | data, admin)

    return add


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    """Argon2 is slow on purpose; these tests are not about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
