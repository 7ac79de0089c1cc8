"""Applications, portals they are installed on, their people and tokens, and what comes from the portals."""

from __future__ import annotations

import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paraph.sealed import SealedTextField


def new_slug() -> str:
    """A part of the application's addresses that cannot be guessed."""
    return secrets.token_urlsafe(18)


class Application(models.Model):
    """The card of a local application a portal's administrator made; its addresses carry `slug`."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("название"), max_length=100)
    #: «local.xxxxxxxx.xxxxxxxx»; empty until the card is made in the portal.
    client_id = models.CharField(max_length=100, blank=True)
    client_secret = SealedTextField(blank=True)
    #: The authorisation server, one of `settings.BITRIX24.oauth`.
    oauth = models.CharField(max_length=200)
    slug = models.CharField(max_length=40, unique=True, default=new_slug)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("client_id",),
                condition=models.Q(removed_at=None) & ~models.Q(client_id=""),
                name="bitrix24_client_id",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class PortalState(models.TextChoices):
    """Whether we may work with a portal."""

    ACTIVE = "active", _("работает")
    NEEDS_ADMIN = "needs_admin", _("нужен администратор портала")
    UNINSTALLED = "uninstalled", _("приложение удалено")
    DELETED = "deleted", _("портал удалён")


class Portal(models.Model):
    """A portal the application is installed on; known for good by `member_id`, its address may change."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="portals")
    member_id = models.CharField(max_length=64, unique=True)
    domain = models.CharField(max_length=255)
    #: «https://portal.bitrix24.ru/rest/», only ever as the authorisation server gave it.
    client_endpoint = models.CharField(max_length=500)
    #: The same in every inbound call of one installation.
    application_token = SealedTextField(blank=True)
    #: Scopes granted, by commas.
    scope = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=PortalState.choices, default=PortalState.ACTIVE)
    #: What is wrong, in Russian; empty when all is well.
    fault = models.TextField(blank=True)
    #: Whether the portal counts the installation as finished (`app.info`, INSTALLED).
    is_installed = models.BooleanField(default=False)
    #: Switches of features by name, as the administrator set them.
    options = models.JSONField(default=dict)
    installed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    last_inbound_at = models.DateTimeField(null=True)
    last_event_at = models.DateTimeField(null=True)
    #: When the portal's own test event (`event.test`) last came back.
    test_event_at = models.DateTimeField(null=True)
    polled_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    people_read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("domain", "id")

    def __str__(self) -> str:
        return f"{self.domain} ({self.state})"

    @property
    def works(self) -> bool:
        """Whether calls make sense: installed and not waiting for its administrator."""
        return self.state == PortalState.ACTIVE

    @property
    def key(self) -> str:
        """Key of the portal's effects: its limit and its blocks."""
        return f"bitrix24:{self.pk}"

    @property
    def base_url(self) -> str:
        """Address of the portal's pages, without a final slash."""
        return self.client_endpoint.removesuffix("/").removesuffix("/rest")

    def set_options(self, **changes: object) -> None:
        """Change some options; what others change at the same time stays."""
        with transaction.atomic():
            row = Portal.objects.select_for_update().get(pk=self.pk)
            self.options = row.options | changes
            Portal.objects.filter(pk=self.pk).update(options=self.options)

    @property
    def sections(self) -> list[tuple[str, object]]:
        """Tabs of the portal's page in the settings."""
        from paraph.portals.bitrix24 import sections

        return sections.every()

    def has_scope(self, *wanted: str) -> bool:
        """Whether all these scopes were granted."""
        return set(wanted) <= {each.strip() for each in self.scope.split(",")}


class PortalToken(models.Model):
    """The pair of tokens of one portal user. The pair before is kept: a lost answer may leave it the last."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="tokens")
    user_id = models.BigIntegerField()
    access = SealedTextField()
    refresh = SealedTextField(blank=True)
    expires_at = models.DateTimeField()
    previous_refresh = SealedTextField(blank=True)
    is_admin = models.BooleanField(default=False)
    #: Why it no longer works, in Russian; empty while it does.
    fault = models.TextField(blank=True)
    #: Grows with every new pair, so that who waited for another's refresh sees it.
    generation = models.PositiveIntegerField(default=1)
    #: Who is refreshing is trusted until then.
    refreshing_until = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "user_id"), name="bitrix24_token"),)


class PortalUser(models.Model):
    """A person of the portal, and the employee they are with us."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="users")
    user_id = models.BigIntegerField()
    employee = models.ForeignKey(
        "parties.Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: A person chose the employee, or none: the e-mail does not decide any more.
    is_chosen = models.BooleanField(default=False)
    name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=300, blank=True)
    position = models.CharField(max_length=300, blank=True)
    #: Ids of the portal's departments.
    departments = models.JSONField(default=list)
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "user_id")
        constraints = (models.UniqueConstraint(fields=("portal", "user_id"), name="bitrix24_user"),)

    def __str__(self) -> str:
        return self.name or f"#{self.user_id}"


class FrameSession(models.Model):
    """One opening of our page inside the portal, by one person, for one object.

    The token is derived from `nonce` under the installation's secret, so it is kept nowhere.
    """

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    #: SHA-256 of the token the page carries.
    token_hash = models.CharField(max_length=64, unique=True)
    placement = models.CharField(max_length=100)
    #: Name of the view of the place (`@placement`); empty for the application's own page.
    view = models.CharField(max_length=60, blank=True)
    #: CRM type and id of the object the tab belongs to; 0 outside of one.
    entity_type_id = models.IntegerField(default=0)
    entity_id = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict)
    #: Messages to be shown on the next page: a frame has no cookies to keep them in.
    flash = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)


class UsedTicket(models.Model):
    """A ticket of an address that has been used; kept until it would have ended by itself."""

    ticket_hash = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class Inbound(models.Model):
    """A call of the portal that was found genuine: an event or a robot's, stored before it is answered."""

    class Kind(models.TextChoices):
        EVENT = "event", _("событие")
        ROBOT = "robot", _("робот")

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="inbound")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    #: Event in capitals, or the robot's code.
    name = models.CharField(max_length=120)
    #: What makes a repeat recognisable: the event token of a robot, the id in the offline queue…
    key = models.CharField(max_length=255)
    #: The call without its tokens.
    data = models.JSONField(default=dict)
    #: Whose action caused it, as the portal says; 0 unknown.
    user_id = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("portal", "kind", "key"), name="bitrix24_inbound_once"),
        )
        indexes = (models.Index(fields=("portal", "done_at", "received_at"), name="bitrix24_inbound_left"),)


class Registration(models.Model):
    """Something the portal holds for us, and a digest of what we last told it."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="registrations")
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    fault = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("kind", "code")
        constraints = (
            models.UniqueConstraint(fields=("portal", "kind", "code"), name="bitrix24_registered"),
        )


class MethodUse(models.Model):
    """Calls of one method on one day (UTC)."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    method = models.CharField(max_length=100)
    #: Calls by themselves, and inside of batches.
    calls = models.PositiveIntegerField(default=0)
    in_batches = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "day", "method"), name="bitrix24_use"),)


class MethodBudget(models.Model):
    """Seconds of the portal's time a method has used of the last ten minutes, as the portal told us."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=100)
    operating = models.FloatField(default=0)
    reset_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "method"), name="bitrix24_budget"),)


class Notice(models.Model):
    """A notice of ours in the portal, to be told, told, or to be taken away again."""

    class State(models.TextChoices):
        NEW = "new", _("ждёт отправки")
        SENT = "sent", _("отправлено")
        CLEARING = "clearing", _("убирается")
        REFUSED = "refused", _("не принято порталом")

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField()
    #: What it is about and whom it tells; the portal keeps one notice per tag.
    tag = models.CharField(max_length=300)
    sub_tag = models.CharField(max_length=300)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    fault = models.TextField(blank=True)
    #: An attempt was begun: the portal may show it though no answer came.
    tried_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "tag"), name="bitrix24_notice_once"),)
        indexes = (
            models.Index(fields=("portal", "state"), name="bitrix24_notice_state"),
            models.Index(fields=("portal", "sub_tag"), name="bitrix24_notice_group"),
        )


from paraph.portals.bitrix24.clickdoc import models as clickdoc_models  # noqa: E402, F401
from paraph.portals.bitrix24.registry import models as registry_models  # noqa: E402, F401
from paraph.portals.bitrix24.robots import models as robots_models  # noqa: E402, F401
