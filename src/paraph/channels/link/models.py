"""One-time links of the link channel."""

from __future__ import annotations

from django.db import models


class GuestLink(models.Model):
    """A link for one recipient to one exact file.

    The token is never stored: only its SHA-256. It is derived from the installation's secret and the
    link's nonce, so that a letter interrupted half-way can be repeated with the same address in it.
    """

    workspace = models.ForeignKey("parties.Workspace", on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey("docflow.Package", on_delete=models.PROTECT, related_name="links")
    docflow = models.ForeignKey("docflow.Docflow", on_delete=models.PROTECT, related_name="links")
    task = models.ForeignKey("signing.SigningTask", on_delete=models.PROTECT, null=True, related_name="+")
    recipient_email = models.EmailField()
    recipient_name = models.CharField(max_length=200, blank=True)
    #: SHA-256 of the file the link opens; another version needs another link.
    file_sha256 = models.CharField(max_length=64)
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    #: When the letter with the link was taken by the mail server.
    mailed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    #: Set once, when the recipient signed or declined: the link then only shows the result.
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("docflow",), condition=models.Q(revoked_at=None), name="one_live_link_per_docflow"
            ),
        )
