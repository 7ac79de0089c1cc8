"""The secret part of a link. It exists in the letter and in the partner's browser, never in our database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from paraph.channels.link.models import GuestLink
from paraph.errors import DomainError

#: 256 bits in base64url without padding.
LENGTH = 43


def new_nonce() -> str:
    """What a link's token is derived from, together with the installation's secret."""
    return secrets.token_urlsafe(32)


def derive(nonce: str) -> str:
    """The token of a nonce: HMAC-SHA256 (RFC 2104) with a key of this purpose, so that letters repeat."""
    digest = salted_hmac("paraph.link.token", nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def fingerprint(token: str) -> str:
    """What is stored instead of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def token(link: GuestLink) -> str:
    """The link's token. DomainError when the installation's secret has changed since it was made."""
    derived = derive(link.nonce)
    if not hmac.compare_digest(fingerprint(derived), link.token_hash):
        raise DomainError(
            "link-secret",
            _("Секретный ключ установки изменился, прежних ссылок не восстановить: отправьте снова."),
        )
    return derived


def address(link: GuestLink) -> str:
    """Path of the link's page."""
    return reverse("guest", args=[token(link)])


def public_address(link: GuestLink) -> str:
    """The whole address, for the letter to the recipient and for nobody else."""
    return settings.BASE_URL + address(link)
