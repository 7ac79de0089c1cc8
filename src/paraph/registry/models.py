"""Documents, their exact bytes, and the links between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from paraph.registry.kinds import KIND_CHOICES


class Blob(models.Model):
    """Bytes in the content-addressed store; the row is written only after the bytes are durable."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    #: ГОСТ Р 34.11-2012 (256), the digest a GOST signature speaks of.
    streebog256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)


class Direction(models.TextChoices):
    """Which way a document goes."""

    OUT = "out", _("исходящий")
    IN = "in", _("входящий")


class VersionRole(models.TextChoices):
    """What a file of a document is: the document itself, or what the sides say about it later."""

    DOCUMENT = "document", _("документ")
    ANSWER_TITLE = "answer_title", _("ответный титул")
    RECEIPT = "receipt", _("извещение о получении")
    REFUSAL = "refusal", _("отказ в подписи")
    AMENDMENT = "amendment", _("уведомление об уточнении")
    REVOCATION = "revocation", _("предложение об аннулировании")
    REVOCATION_REFUSAL = "revocation_refusal", _("отказ в аннулировании")
    CONFIRMATION = "confirmation", _("подтверждение оператора")
    COMMENT = "comment", _("комментарий")


class VersionSide(models.TextChoices):
    """Whose file it is."""

    OURS = "S", _("наша сторона")
    THEIRS = "R", _("контрагент")
    OPERATOR = "HUB", _("оператор")


class Document(models.Model):
    """A registered document with its attributes; the bytes are in its versions."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="documents")
    organization = models.ForeignKey(
        "parties.Organization", on_delete=models.PROTECT, related_name="documents"
    )
    counterparty = models.ForeignKey(
        "parties.Counterparty", on_delete=models.PROTECT, related_name="documents"
    )
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    kind = models.CharField(_("вид"), max_length=30, choices=KIND_CHOICES)
    #: Whether the side that receives it signs too; None = as the kind says. Of no effect on formalised kinds.
    answer_wanted = models.BooleanField(_("нужна подпись второй стороны"), null=True, blank=True)
    title = models.CharField(_("название"), max_length=300)
    number = models.CharField(_("номер"), max_length=100, blank=True)
    date = models.DateField(_("дата"), null=True, blank=True)
    amount = models.DecimalField(_("сумма"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("валюта"), max_length=3, default="RUB")
    valid_from = models.DateField(_("действует с"), null=True, blank=True)
    valid_until = models.DateField(_("действует до"), null=True, blank=True)
    #: Where the document was born: portal, object type and id, address to open it.
    crm_portal = models.CharField(max_length=60, blank=True)
    crm_object = models.CharField(_("объект CRM"), max_length=100, blank=True)
    crm_url = models.URLField(_("ссылка на сделку"), max_length=500, blank=True)
    #: Lower-case text of everything a person searches by.
    search_text = models.TextField(blank=True)
    created_by = models.ForeignKey(
        "parties.Employee", on_delete=models.PROTECT, null=True, related_name="documents_created"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("workspace", "-id"), name="document_newest"),)

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> Version:
        """The version that is sent and signed: the newest of the document itself."""
        version = self.versions.filter(role=VersionRole.DOCUMENT).order_by("-number").first()
        assert version is not None, "a document is registered together with its bytes"
        return version


class Version(models.Model):
    """One immutable file of a document. A new file is a new version, never a change.

    What the sides and the operator say about a document later (receipts, answers, annulment) are its
    versions too, told apart by their role.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    role = models.CharField(max_length=20, choices=VersionRole.choices, default=VersionRole.DOCUMENT)
    side = models.CharField(max_length=3, choices=VersionSide.choices, default=VersionSide.OURS)
    #: Its id outside (of the operator), so that what comes twice is kept once.
    outer_id = models.CharField(max_length=200, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    mime = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    created_by = models.ForeignKey("parties.Employee", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="version_number"),
            models.UniqueConstraint(
                fields=("document", "outer_id"), condition=~models.Q(outer_id=""), name="version_outer_id"
            ),
        )


class LinkRelation(models.TextChoices):
    """How one document relates to another."""

    CONTRACT = "contract", _("к договору")
    SUPPLEMENT = "supplement", _("дополнительное соглашение к")
    CORRECTION = "correction", _("исправляет")
    RELATED = "related", _("связан с")


class DocumentLink(models.Model):
    """`source` relates to `target`, for example an act to its contract."""

    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=20, choices=LinkRelation.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "target", "relation"), name="document_link"),
        )


class OuterPlace(models.Model):
    """Where a workspace keeps the bytes of its documents, when it is not this installation."""

    workspace = models.OneToOneField(
        "parties.Workspace", on_delete=models.CASCADE, related_name="outer_place"
    )
    #: Name of a `ports.OuterStore`.
    store = models.CharField(max_length=30)
    chosen_at = models.DateTimeField(auto_now_add=True)


class OuterCopy(models.Model):
    """Registered bytes in an outer store: where they lie there and what was last found of them."""

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    #: The document they belong to; a signature or a proof lies beside it.
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="outer_copies")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="outer_copies")
    store = models.CharField(max_length=30)
    #: Where it is, in the words of the store.
    address = models.JSONField()
    file_name = models.CharField(max_length=255)
    #: The store's own mark of the content when it was last seen to be ours.
    revision = models.CharField(max_length=100, blank=True)
    #: When it was last read back and its hash was ours.
    verified_at = models.DateTimeField()
    #: When something else, or nothing, was found in its place; null while all is well.
    changed_at = models.DateTimeField(null=True)
    #: Since when the bytes need not be here, because this copy holds them.
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("document", "blob", "store"), name="outer_copy_of_blob"),
        )
