"""Many signatures checked at once, for those who have many: archives, lists, registers."""

from __future__ import annotations

from collections.abc import Sequence

from paraph.gost.curves import Curve
from paraph.gost.signature import verify

#: Curve, public key, digest and signature, as `verify` takes them.
Item = tuple[Curve, tuple[int, int], bytes, bytes]


def verify_batch(items: Sequence[Item]) -> list[bool]:
    """The answers of `verify` to every item, in order; a bad signature spoils no other."""
    return [verify(*item) for item in items]
