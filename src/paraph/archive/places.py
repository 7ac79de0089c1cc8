"""Where on a page the marks of the two sides go, when somebody names a place for them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from paraph.archive.evidence import Side
from paraph.errors import DomainError

#: Farthest page and distance (mm) that make sense.
_MOST_PAGES, _FARTHEST = 10_000, 5_000
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?")


@dataclass(frozen=True)
class Place:
    """The lower left corner of one side's mark.

    `page` counts from 1, or backwards from −1, the last; `x` and `y` are millimetres from the left and the
    lower edge of the page as people see it.
    """

    side: Side
    page: int
    x: float
    y: float


def parse(text: str) -> list[Place]:
    """Places as one line: «страница,x,y; страница,x,y», the sender's first; either may be left empty.

    «-1,12,40; -1,108,40»: both on the last page, side by side; a mark is 92 mm wide. Raises DomainError
    that says the format.
    """
    parts = text.split(";")
    if len(parts) > 2:
        raise _unreadable(text)
    sides = zip((Side.SENDER, Side.RECIPIENT), parts, strict=False)
    return [_place(side, part, text) for side, part in sides if part.strip()]


def _place(side: Side, part: str, text: str) -> Place:
    numbers = [number.strip() for number in part.split(",")]
    if len(numbers) != 3 or not all(_NUMBER.fullmatch(number) for number in numbers):
        raise _unreadable(text)
    page, x, y = (float(number) for number in numbers)
    if not page or page != math.floor(page) or abs(page) > _MOST_PAGES or max(abs(x), abs(y)) > _FARTHEST:
        raise _unreadable(text)
    return Place(side, int(page), x, y)


def _unreadable(text: str) -> DomainError:
    message = _(
        "Координаты подписей «{text}» не разобрать. Укажите «страница,x,y; страница,x,y»: сначала наша "
        "отметка, затем контрагента; x и y — миллиметры от левого и нижнего края, −1 — последняя страница. "
        "Например: -1,12,40; -1,108,40."
    )
    return DomainError("coordinates", message.format(text=text[:100]), field="sign_coords")
