"""Words of people and of the outside: what can be kept of them, and how long they may be."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from paraph.errors import DomainError

#: PostgreSQL keeps no NUL in text and in JSON; half of a surrogate pair has no UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

#: What no XML may hold; it gets into words with a paste from an office program.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

#: Longest reason, comment or message a person may write, characters.
LONGEST_REASON = 5000


def storable(value: Any) -> Any:
    """A text, or a JSON value with all its texts; what cannot be stored becomes U+FFFD «�», never an error.

    For words of people and of outside systems that are kept as they came: reasons, answers, journal data.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value


def row_id(text: Any) -> int | None:
    """Id of a row as it comes from outside; None for what cannot be one (no digits, or too many)."""
    digits = str(text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def reason(text: str, field: str, missing: str) -> str:
    """A reason a person gives, without outer spaces.

    Raises DomainError at the field when there is none (`missing` says what to write) or it is too long.
    """
    if not text.strip():
        raise DomainError(field, missing, field=field)
    return comment(text, field)


def comment(text: str, field: str) -> str:
    """The same where nothing need be said."""
    if len(text.strip()) > LONGEST_REASON:
        message = _("Длиннее {count} знаков: сократите текст.").format(count=LONGEST_REASON)
        raise DomainError(field, message, field=field)
    return str(storable(_CONTROLS.sub(" ", text.strip())))


def overlong(longest: dict[str, int], texts: dict[str, str]) -> dict[str, str]:
    """Faults, by field, of texts that do not fit."""
    return {
        name: _("Не длиннее {count} знаков.").format(count=count)
        for name, count in longest.items()
        if len(texts[name]) > count
    }
