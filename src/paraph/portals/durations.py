"""How long something waits, for pages of portals."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_words(seconds: int) -> str:
    """«3 мин», «5 ч», «12 дн.»."""
    for size, words in ((86400, _("{n} дн.")), (3600, _("{n} ч")), (60, _("{n} мин"))):
        if seconds >= size:
            return words.format(n=seconds // size)
    return _("{n} с").format(n=max(seconds, 0))
