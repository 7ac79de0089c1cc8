"""Packages and the docflow of each document in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Package(models.Model):
    """Documents that go together to one counterparty over one channel."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="packages")
    organization = models.ForeignKey("parties.Organization", on_delete=models.PROTECT, related_name="+")
    counterparty = models.ForeignKey(
        "parties.Counterparty", on_delete=models.PROTECT, related_name="packages"
    )
    title = models.CharField(_("название"), max_length=300)
    #: Name of the channel adapter (entry point group `paraph.channels`).
    channel = models.CharField(_("канал"), max_length=30, default="link")
    #: Where the channel delivers: an e-mail address for the link channel.
    recipient_email = models.EmailField(_("эл. почта получателя"), blank=True)
    recipient_name = models.CharField(_("получатель"), max_length=200, blank=True)
    message = models.TextField(_("сообщение получателю"), blank=True)
    sender = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, related_name="packages_sent")
    signer = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, related_name="packages_to_sign"
    )
    route = models.ForeignKey(
        "approval.Route", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sign_deadline = models.DateTimeField(_("подписать до"), null=True, blank=True)
    answer_deadline = models.DateTimeField(_("ждать ответа до"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Docflow(models.Model):
    """The life of one document between two parties. Only `services.advance()` changes `state`."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="docflows")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="docflows")
    document = models.OneToOneField("registry.Document", on_delete=models.PROTECT, related_name="docflow")
    #: The exact bytes this docflow is about.
    version = models.ForeignKey("registry.Version", on_delete=models.PROTECT, related_name="+")
    #: Key in machines.json.
    machine = models.CharField(max_length=30)
    #: All regions in canonical order: «outgoing:DRAFT response:WAITING».
    state = models.CharField(max_length=300)
    #: Aggregate for lists and tabs, derived from `state` by the machine's table.
    status = models.CharField(max_length=30)
    #: Tab of the registry the status belongs to, derived too.
    tab = models.CharField(max_length=20)
    is_done = models.BooleanField(default=False)
    #: Reason a person gave for the present status (refusal, return, withdrawal).
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("workspace", "tab", "-id"), name="docflow_tab"),
            models.Index(fields=("workspace", "status"), name="docflow_status"),
        )
