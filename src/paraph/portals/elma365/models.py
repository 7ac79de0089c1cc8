"""Companies of ELMA365 connected to a workspace, their people and legal entities."""

from __future__ import annotations

import secrets

from django.db import models, transaction
from django.utils import timezone

from paraph.sealed import SealedTextField


def new_key() -> str:
    """A part of the company's addresses that cannot be guessed."""
    return secrets.token_urlsafe(18)


class Company(models.Model):
    """One ELMA365: a company of its cloud or a server of its own. Removed ones stay: documents name them."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    #: «https://firm.elma365.ru», without a final slash.
    base_url = models.CharField(max_length=200)
    #: Stands in every address ELMA365 calls, and in `CrmObject.portal`.
    key = models.CharField(max_length=40, unique=True, default=new_key)
    #: Token of the Web API, made by an administrator there; calls act as its owner.
    token = SealedTextField(blank=True)
    #: What ELMA365 proves itself with when it calls us.
    hub_token = SealedTextField(blank=True)
    #: Id of our module there; empty for work by the webhook blocks of processes alone.
    module_uuid = models.CharField(max_length=36, blank=True)
    #: The operator's developer key (Диадок) for accounts connected from here; empty = the installation's.
    operator_key = SealedTextField(blank=True)
    is_on = models.BooleanField(default=True)
    #: What is wrong with the connection, in Russian; empty when all is well.
    fault = models.TextField(blank=True)
    #: ELMA365 does not accept our token; our administrators were told.
    is_locked_out = models.BooleanField(default=False)
    #: The module there has taken our address and token.
    is_module_told = models.BooleanField(default=False)
    #: Switches of features by name, as the administrator set them.
    options = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    people_read_at = models.DateTimeField(null=True)
    last_inbound_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "base_url"),
                condition=models.Q(removed_at=None),
                name="elma365_company_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def works(self) -> bool:
        """Whether calls make sense: switched on and not removed."""
        return self.is_on and self.removed_at is None

    @property
    def effects_key(self) -> str:
        """Key of the company's effects: their limit and their blocks."""
        return f"elma365:{self.pk}"

    @property
    def portal(self) -> str:
        """How `CrmObject` names the company."""
        return f"elma365:{self.key}"

    @property
    def sections(self) -> list[tuple[str, object]]:
        """Tabs of the company's page in the settings."""
        from paraph.portals.elma365 import sections

        return sections.every()

    def set_options(self, **changes: object) -> None:
        """Change some options; what others change at the same time stays."""
        with transaction.atomic():
            row = Company.objects.select_for_update().get(pk=self.pk)
            self.options = row.options | changes
            Company.objects.filter(pk=self.pk).update(options=self.options)


class ElmaUser(models.Model):
    """A person of the company, and the employee they are with us."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="users")
    user_id = models.CharField(max_length=36)
    employee = models.ForeignKey(
        "parties.Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: A person chose the employee, or none: the e-mail does not decide any more.
    is_chosen = models.BooleanField(default=False)
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    #: Names of the groups they are in.
    groups = models.JSONField(default=list)
    #: Member of «Администраторы»: may open the settings.
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "user_id")
        constraints = (models.UniqueConstraint(fields=("company", "user_id"), name="elma365_user"),)

    def __str__(self) -> str:
        return self.name or self.user_id


class LegalEntity(models.Model):
    """An item of «Мои юридические лица», and the organisation of ours it is."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="legal_entities")
    item_id = models.CharField(max_length=36)
    organization = models.ForeignKey(
        "parties.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=300, blank=True)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    #: False for one deleted there.
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "item_id")
        constraints = (models.UniqueConstraint(fields=("company", "item_id"), name="elma365_legal_entity"),)

    def __str__(self) -> str:
        return self.name or self.item_id


from paraph.portals.elma365.blocks import models as blocks_models  # noqa: E402, F401
from paraph.portals.elma365.mapping_rows import models as mapping_models  # noqa: E402, F401
from paraph.portals.elma365.sync import models as sync_models  # noqa: E402, F401
