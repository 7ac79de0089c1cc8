"""Secrets in the database: a text encrypted with a key derived from the installation's own.

AES-256-GCM under HKDF-SHA-256 of `SECRET_KEY`, a fresh nonce for every write, bound to the column it stands
in: a ciphertext copied into another column does not open. What is read from a row is a `Secret`, which shows
nothing of itself; only `reveal()` gives the text.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute

_VERSION = "1:"
_NONCE = 12


class SealedError(Exception):
    """The secret cannot be opened: `SECRET_KEY` is not the one it was sealed with, or the row was altered."""


class Secret:
    """A text nobody sees by accident: printing, logging and formatting show «•••»."""

    __slots__ = ("_column", "_text")

    def __init__(self, text: str, *, column: str = "") -> None:
        self._text = text
        #: Where the text was read from, still sealed; empty for a text that is not.
        self._column = column

    @classmethod
    def of_bytes(cls, data: bytes) -> Secret:
        """A secret file."""
        return cls(base64.b64encode(data).decode("ascii"))

    def reveal(self) -> str:
        """The text. Raises SealedError."""
        return _open(self._text, self._column) if self._column and self._text else self._text

    def reveal_bytes(self) -> bytes:
        """What `of_bytes` was given. Raises SealedError."""
        return base64.b64decode(self.reveal())

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and secrets.compare_digest(
            self.reveal().encode(), other.reveal().encode()
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "•••" if self else "—"

    def __reduce__(self) -> Any:
        raise TypeError("a secret is not pickled: it would leave the database readable")


class _SecretAttribute(DeferredAttribute):
    """Whatever is put into the attribute becomes a `Secret` at once, not only after the row is read back."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text sealed at rest; its value is a `Secret`. Nothing can be looked up by it."""

    descriptor_class = _SecretAttribute

    def from_db_value(self, value: str | None, expression: Expression, connection: Any) -> Secret:
        return Secret(value or "", column=self._column)

    def to_python(self, value: Any) -> Secret:
        return value if isinstance(value, Secret) else Secret(str(value or ""))

    def get_default(self) -> Secret:
        return Secret("")

    def get_prep_value(self, value: Any) -> str:
        text = self.to_python(value).reveal()
        return _seal(text, self._column) if text else ""

    def get_lookup(self, lookup_name: str) -> None:
        """No lookups: every write of one text gives another ciphertext."""

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a secret is not serialised")

    @property
    def _column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"


def _seal(text: str, column: str) -> str:
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), column.encode())
    return _VERSION + base64.b64encode(nonce + sealed).decode("ascii")


def _open(token: str, column: str) -> str:
    if not token.startswith(_VERSION):
        raise SealedError(f"{column}: неизвестный вид шифротекста")
    try:
        raw = base64.b64decode(token.removeprefix(_VERSION), validate=True)
        text = AESGCM(_key(settings.SECRET_KEY)).decrypt(raw[:_NONCE], raw[_NONCE:], column.encode())
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealedError(
            f"{column}: не расшифровывается ключом этой установки (secret.key); введите значение заново"
        ) from error
    return text.decode()


@lru_cache(maxsize=4)
def _key(secret_key: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"paraph sealed fields").derive(secret_key.encode())
