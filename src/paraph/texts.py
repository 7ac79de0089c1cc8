"""Text as the databases can keep it."""

from __future__ import annotations

import re
from typing import Any

#: PostgreSQL keeps no NUL in text and in JSON; half of a surrogate pair has no UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """A text, or a JSON value with all its texts; what cannot be stored becomes U+FFFD «�», never an error.

    For words of people and of outside systems that are kept as they came: reasons, answers, journal data.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value
