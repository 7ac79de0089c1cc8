"""What the pages themselves must remember."""

from __future__ import annotations

from django.db import models


class FailedSignIn(models.Model):
    """One refused sign-in. Kept in the database so that every process counts the same attempts."""

    #: SHA-256 of e-mail and network address: enough to count, nothing to read.
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("key", "at"), name="failed_sign_in"),)
