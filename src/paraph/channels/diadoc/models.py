"""Accounts of our organisations at Диадок, the partners' boxes, and what the jobs of an account have done."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from paraph.sealed import SealedTextField


class Access(models.TextChoices):
    """How an account proves itself to Диадок."""

    PASSWORD = "password", _("логин и пароль")  # noqa: S105 - a choice, not a password
    CERTIFICATE = "certificate", _("сертификат")
    OIDC = "oidc", _("вход через Контур (OpenID Connect)")


class Account(models.Model):
    """One organisation of ours connected to its box. Removed ones stay: their history names them."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey("parties.Organization", on_delete=models.PROTECT, related_name="+")
    access = models.CharField(_("способ входа"), max_length=12, choices=Access.choices)
    #: Developer's key; empty = the installation's.
    api_key = SealedTextField(blank=True)
    login = models.CharField(_("логин"), max_length=200, blank=True)
    password = SealedTextField(blank=True)
    #: PKCS#12 with the key of the login certificate, and its password.
    login_key = SealedTextField(blank=True)
    login_key_password = SealedTextField(blank=True)
    oidc_client = models.CharField(max_length=200, blank=True)
    oidc_secret = SealedTextField(blank=True)
    oidc_refresh = SealedTextField(blank=True)
    #: The one token all threads and processes use.
    token = SealedTextField(blank=True)
    token_until = models.DateTimeField(null=True)

    #: Our box, in the two forms of its id; empty until one is found or chosen.
    box_id = models.CharField(max_length=60, blank=True)
    box_guid = models.CharField(max_length=36, blank=True)
    box_title = models.CharField(max_length=500, blank=True)
    fns_participant_id = models.CharField(max_length=60, blank=True)
    #: The department whose documents the user sees; empty = all documents of the box.
    department_id = models.CharField(max_length=36, blank=True)
    checked_at = models.DateTimeField(null=True)
    #: What the last check found wrong, in Russian; empty when all is well.
    fault = models.TextField(blank=True)

    #: Whether every sender of the workspace may send from this box, or only those in `senders`.
    anyone_sends = models.BooleanField(default=True)
    #: PKCS#12 with a software key that signs receipts by itself (not a qualified signature), its password
    #: and its certificate in Base64.
    receipts_key = SealedTextField(blank=True)
    receipts_password = SealedTextField(blank=True)
    receipts_certificate = models.TextField(blank=True)
    #: МЧД (number) under which the key's owner acts; empty when the certificate is the organisation's.
    receipts_power = models.CharField(max_length=40, blank=True)

    interval_minutes = models.PositiveIntegerField(_("интервал опроса, минут"), default=5)
    is_paused = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    #: GetDocumentTypesResponseV3 as it came, and when.
    types = models.BinaryField(default=bytes)
    types_read_at = models.DateTimeField(null=True)
    #: Cursor of the list of partners, and when it was last read from its beginning.
    partners_cursor = models.CharField(max_length=200, blank=True)
    partners_read_at = models.DateTimeField(null=True)
    partners_full_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("organization__name", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organization",),
                condition=models.Q(removed_at=None),
                name="diadoc_one_account_of_organization",
            ),
        )

    def __str__(self) -> str:
        return f"{self.box_title or self.login} #{self.pk}"

    @property
    def is_connected(self) -> bool:
        """Whether documents can go through it: a box is chosen and the account was not removed."""
        return bool(self.box_id) and self.removed_at is None

    @property
    def works(self) -> bool:
        """Whether jobs run: connected and not paused."""
        return self.is_connected and not self.is_paused

    @property
    def key(self) -> str:
        """Key of the account's effects: its limit and its blocks (429)."""
        return f"diadoc:{self.pk}"


class AccountSender(models.Model):
    """An employee who may send from the account's box when not everybody may."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="senders")
    employee = models.ForeignKey("parties.Employee", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "employee"), name="diadoc_sender"),)


class Relation(models.TextChoices):
    """CounteragentStatus of the API, as words of ours."""

    NONE = "none", _("не связаны")
    OURS = "ours", _("контрагент")
    INVITES_US = "invites-us", _("приглашает нас")
    INVITED = "invited", _("приглашён нами")
    REFUSES_US = "refuses-us", _("отказал нам")
    REFUSED = "refused", _("отклонён нами")


class PartnerBox(models.Model):
    """A box of another organisation as one of our accounts sees it; mirrored, never the source."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="partners")
    #: Null until we know the organisation (an invitation from a stranger).
    counterparty = models.ForeignKey(
        "parties.Counterparty", on_delete=models.PROTECT, null=True, related_name="+"
    )
    box_id = models.CharField(max_length=60)
    box_guid = models.CharField(max_length=36)
    org_id = models.CharField(max_length=36)
    name = models.CharField(max_length=500)
    inn = models.CharField(max_length=12)
    kpp = models.CharField(max_length=9, blank=True)
    fns_participant_id = models.CharField(max_length=60, blank=True)
    #: False for a box that takes no documents any more (liquidated, switched off).
    is_active = models.BooleanField(default=True)
    is_roaming = models.BooleanField(default=False)
    #: Takes documents from its counterparties only: an invitation must come first.
    only_from_counteragents = models.BooleanField(default=False)
    #: Sent to by default when the counterparty has several boxes.
    is_chosen = models.BooleanField(default=False)
    relation = models.CharField(max_length=12, choices=Relation.choices, default=Relation.NONE)
    message_from = models.TextField(blank=True)
    message_to = models.TextField(blank=True)
    #: The document that came or went with an invitation; accepting it means signing it.
    invitation_message_id = models.CharField(max_length=36, blank=True)
    invitation_entity_id = models.CharField(max_length=36, blank=True)
    #: When the relation last changed at Диадок (ticks of the API: 100 ns since 0001-01-01 UTC).
    changed_ticks = models.BigIntegerField(default=0)
    #: An invitation of ours that is under way: id of its effect; 0 = none.
    invitation_effect = models.BigIntegerField(default=0)
    #: Why the last invitation, acceptance or refusal failed.
    fault = models.TextField(blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("account", "box_id"), name="diadoc_partner_box"),
            models.UniqueConstraint(
                fields=("account", "counterparty"),
                condition=models.Q(is_chosen=True),
                name="diadoc_chosen_box",
            ),
        )
        indexes = (models.Index(fields=("workspace", "relation"), name="diadoc_partner_relation"),)

    def __str__(self) -> str:
        return f"{self.name} {self.box_id}"


class KindMapping(models.Model):
    """What one of our kinds goes as in this box; a kind without a row goes as `kind_map.DEFAULTS` says."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mappings")
    #: Code of registry.kinds.
    kind = models.CharField(max_length=30)
    type_named_id = models.CharField(max_length=100)
    function = models.CharField(max_length=100)
    version = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "kind"), name="diadoc_kind"),)


class Run(models.Model):
    """One run of a background job of an account: what it did and what it cost."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="runs")
    #: «feed», «reconcile», «partners»…
    job = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: The employee who pressed «Запустить»; null for the schedule.
    asked_by = models.ForeignKey("parties.Employee", on_delete=models.SET_NULL, null=True, related_name="+")
    #: What was done, by name: {"events": 12, "documents": 3}.
    counts = models.JSONField(default=dict)
    #: Calls of the API by method: {"/V8/GetNewEvents": 1}.
    calls = models.JSONField(default=dict)
    #: Why it stopped, in Russian; empty for success.
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("account", "job", "-id"), name="diadoc_last_run"),)

    @property
    def took(self) -> float | None:
        """Seconds."""
        end: datetime | None = self.finished_at
        return (end - self.started_at).total_seconds() if end else None


class CallCount(models.Model):
    """Calls of the API an account has made on a day (UTC), by method: what the exchange costs."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="call_counts")
    day = models.DateField()
    method = models.CharField(max_length=100)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "day", "method"), name="diadoc_calls_of_day"),
        )


from paraph.channels.diadoc import records  # noqa: E402, F401 - the tables of the exchange
