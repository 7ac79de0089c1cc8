"""Who takes part: the customer's side (workspace, organisations, people) and the other side."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Workspace(models.Model):
    """One customer of the installation; owns everything below. Every query is scoped to it."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Creates users; the e-mail is stored in lower case so that sign-in ignores case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A sign-in. What a user may do is decided by the Employee record in each workspace."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=5, default="ru")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"


class Organization(models.Model):
    """Our legal entity or sole proprietor in whose name documents are sent."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="organizations")
    name = models.CharField(_("название"), max_length=300)
    inn = models.CharField(_("ИНН"), max_length=12)
    kpp = models.CharField(_("КПП"), max_length=9, blank=True)
    ogrn = models.CharField(_("ОГРН"), max_length=15, blank=True)
    address = models.CharField(_("адрес"), max_length=500, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("workspace", "inn", "kpp"), name="organization_requisites"),
        )

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department of an organisation; its head approves by default."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="departments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("название"), max_length=200)
    head = models.ForeignKey(
        "Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="headed_departments"
    )

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organization", "name"), name="department_name"),)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an employee may do in a workspace; several roles may be held at once."""

    ADMINISTRATOR = "administrator", _("администратор")
    SENDER = "sender", _("отправитель")
    SIGNER = "signer", _("подписант")
    HEAD = "head", _("руководитель отдела")
    OBSERVER = "observer", _("наблюдатель")


class Employee(models.Model):
    """A person of ours in one workspace. ИНН and СНИЛС tie the person to a certificate."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="employees")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="employees")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="employees")
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="employees"
    )
    full_name = models.CharField(_("ФИО"), max_length=200)
    position = models.CharField(_("должность"), max_length=200, blank=True)
    email = models.EmailField(_("эл. почта"))
    inn = models.CharField(_("ИНН физлица"), max_length=12, blank=True)
    snils = models.CharField(_("СНИЛС"), max_length=11, blank=True)
    #: Who decides and signs approvals instead of this person while `deputy_until` has not passed.
    deputy = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="deputy_for"
    )
    deputy_until = models.DateField(_("замещает до"), null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("full_name",)
        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="employee_of_user"),)

    def __str__(self) -> str:
        return self.full_name

    def role_names(self) -> frozenset[str]:
        """Codes of all roles held, read once per instance."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.roles.values_list("role", flat=True))
        return self._roles

    def has_role(self, *roles: str) -> bool:
        """Whether the person is active and holds at least one of the roles."""
        return self.is_active and bool(self.role_names().intersection(roles))


class EmployeeRole(models.Model):
    """One role of one employee."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("employee", "role"), name="employee_role"),)


class Counterparty(models.Model):
    """The other side, with requisites checked by their check digits before they are stored."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="counterparties")
    name = models.CharField(_("название"), max_length=300)
    inn = models.CharField(_("ИНН"), max_length=12)
    kpp = models.CharField(_("КПП"), max_length=9, blank=True)
    ogrn = models.CharField(_("ОГРН"), max_length=15, blank=True)
    contact_name = models.CharField(_("контактное лицо"), max_length=200, blank=True)
    email = models.EmailField(_("эл. почта для документов"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("workspace", "inn", "kpp"), name="counterparty_requisites"),
        )

    def __str__(self) -> str:
        return self.name
