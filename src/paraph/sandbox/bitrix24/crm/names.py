"""Names of fields: UPPER_CASE in the database and in the old methods, camelCase in crm.item.*."""

from __future__ import annotations

import re
from functools import cache

#: Names of user fields that turn into camelCase as others do: letters only, or a smart process's number
#: followed by digits only or by letters only. The rest keep their tail, or they could not be turned back.
_PLAIN = re.compile(r"[A-Z_]+|UF_CRM_\d{1,4}_[\d_]+|UF_CRM_\d{1,4}_[A-Z_]+")
_WORDS = re.compile(r"_+(?=[A-Z])|(?<=\D)_+(?=\d)|_+$")


@cache
def camel(name: str) -> str:
    """`UF_CRM_3_DIGIT` → `ufCrm3Digit`, yet `UF_CRM_3_DIGIT10` → `ufCrm_3_DIGIT10`."""
    if name.startswith("UF_") and not _PLAIN.fullmatch(name):
        return "ufCrm_" + name[7:] if name.startswith("UF_CRM_") else "uf" + name[3:]
    first, *others = _WORDS.split(name)
    return first.lower() + "".join(word.capitalize() for word in others)


def words(text: str) -> list[str]:
    """A long list of names, written short."""
    return text.split()
