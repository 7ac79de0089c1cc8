"""Packages and the docflow of each document in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from paraph.registry.kinds import KIND_CHOICES
from paraph.registry.models import Direction, VersionRole


class Package(models.Model):
    """Documents that go together to one counterparty over one channel, or came together from one."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="packages")
    organization = models.ForeignKey("parties.Organization", on_delete=models.PROTECT, related_name="+")
    counterparty = models.ForeignKey(
        "parties.Counterparty", on_delete=models.PROTECT, related_name="packages"
    )
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    title = models.CharField(_("название"), max_length=300)
    #: Name of the channel adapter (entry point group `paraph.channels`).
    channel = models.CharField(_("канал"), max_length=30, default="link")
    #: Where the channel delivers: an e-mail address for the link channel.
    recipient_email = models.EmailField(_("эл. почта получателя"), blank=True)
    #: The box an operator's channel delivers to, as `ports.Channel.recipients` names it.
    recipient_box = models.CharField(_("ящик получателя"), max_length=200, blank=True)
    #: Id of the channel for what was sent or received.
    outer_id = models.CharField(max_length=200, blank=True)
    recipient_name = models.CharField(_("получатель"), max_length=200, blank=True)
    message = models.TextField(_("сообщение получателю"), blank=True)
    #: Who sends it; of a received one, who of us is in charge (None: nobody yet).
    sender = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, related_name="packages_sent"
    )
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
        constraints = (
            # Two organisations of one workspace may write to each other: one message, two packages.
            models.UniqueConstraint(
                fields=("workspace", "channel", "organization", "direction", "outer_id"),
                condition=~models.Q(outer_id=""),
                name="package_outer_id",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_incoming(self) -> bool:
        """Whether the package came to us."""
        return self.direction == Direction.IN


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
            # Counts of every page (what waits for the reader, the registry by direction and tab) are read
            # from these indexes alone.
            models.Index(fields=("workspace", "status", "machine", "package"), name="docflow_status"),
            models.Index(fields=("workspace", "machine", "tab", "package"), name="docflow_machine"),
        )


class AnswerState(models.TextChoices):
    """Where something we say about a document stands."""

    PREPARING = "preparing", _("готовится")
    SIGNING = "signing", _("на подписи")
    SENDING = "sending", _("отправляется")
    DONE = "done", _("отправлено")
    FAILED = "failed", _("не отправлено")
    CANCELLED = "cancelled", _("отменено")


#: States in which an answer is on its way.
OPEN_ANSWER = (AnswerState.PREPARING, AnswerState.SIGNING, AnswerState.SENDING)


class Answer(models.Model):
    """One thing our side says about a document after it was sent or received (see `answers`)."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    docflow = models.ForeignKey(Docflow, on_delete=models.PROTECT, related_name="answers")
    #: Verb of `answers`: «sign», «refuse» …
    verb = models.CharField(max_length=30)
    #: Event of the machine taken when the answer has reached the other side.
    event = models.CharField(max_length=60)
    #: Role of its file; DOCUMENT when their file itself is signed, REVOCATION also when their request is.
    role = models.CharField(max_length=20, choices=VersionRole.choices)
    reason = models.TextField(blank=True)
    #: What an answering title says, as `answers.TitleAnswer`.
    content = models.JSONField(default=dict)
    #: Who signs; None for what the channel's own key signs.
    employee = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    #: The file to be signed; None until it is there.
    version = models.ForeignKey("registry.Version", on_delete=models.PROTECT, null=True, related_name="+")
    task_id = models.BigIntegerField(null=True, db_index=True)
    signature = models.ForeignKey("signing.Signature", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=AnswerState.choices, default=AnswerState.PREPARING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("workspace", "state"), name="answer_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("docflow",),
                condition=models.Q(state__in=OPEN_ANSWER) & ~models.Q(role=VersionRole.RECEIPT),
                name="one_open_answer",
            ),
            # A receipt is a formality of its own: it holds back nobody's answer.
            models.UniqueConstraint(
                fields=("docflow",),
                condition=models.Q(state__in=OPEN_ANSWER, role=VersionRole.RECEIPT),
                name="one_open_receipt",
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.state in OPEN_ANSWER


class IncomingRule(models.Model):
    """What becomes of received documents; the first rule that fits a package is followed."""

    workspace = models.ForeignKey(
        "parties.Workspace", on_delete=models.CASCADE, related_name="incoming_rules"
    )
    #: Rules are tried in this order.
    position = models.PositiveIntegerField(default=0)
    #: What it is about; empty = any.
    organization = models.ForeignKey(
        "parties.Organization", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("вид"), max_length=30, choices=KIND_CHOICES, blank=True)
    counterparty = models.ForeignKey(
        "parties.Counterparty", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    responsible = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    route = models.ForeignKey(
        "approval.Route", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Who else is told.
    notify = models.ManyToManyField("parties.Employee", related_name="+", blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")
