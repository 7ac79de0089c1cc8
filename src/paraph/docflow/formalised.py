"""Documents in the formats of ФНС: what their XML says of them, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from paraph.docflow import fns_schemas
from paraph.formats.title_checks import check_title, schema_name
from paraph.formats.titles import MAX_SIZE, Title, TitleError, read_title
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document, Version
from paraph.registry.services import Attributes
from paraph.registry.storage import store

#: Codes of ОКВ whose currencies are known here.
_CURRENCIES = {"643": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "933": "BYN", "398": "KZT"}
_KINDS = {kind.function: kind.code for kind in KINDS.values() if kind.formalised}


def stated(attributes: Attributes, title: Title) -> Attributes:
    """The attributes with what the file itself says: kind, number, date, sum."""
    total = title.total if title.total is not None and title.total >= 0 else None
    return replace(
        attributes,
        kind=_KINDS[title.function],
        number=title.number,
        date=title.date,
        amount=total,
        currency=_CURRENCIES.get(title.currency, attributes.currency),
        answer_wanted=None,
    )


def recognise(data: bytes) -> Title | None:
    """The title that begins a document of a kind known here; None for any other file, a broken one too."""
    try:
        title = read_title(data)
    except TitleError:
        return None
    begins = title is not None and title.index == 0 and title.function in _KINDS
    return title if begins else None


def title_of(version: Version) -> Title | None:
    """The title a version is, if it is one."""
    if version.mime != "application/xml" or version.blob.size > MAX_SIZE:
        return None
    return recognise(store().read(version.blob_id))


def faults(document: Document, version: Version) -> Iterator[str]:
    """Everything to mend in the file of a formalised document before it is signed."""
    data = store().read(version.blob_id)
    yield from check_title(data, fns_schemas.official(), function=KINDS[document.kind].function)
    title = recognise(data)
    if title is not None:
        yield from _foreign(title, document)


def unschemed(version: Version) -> str:
    """The format of the file when the installation has no official schema to check it by, else nothing."""
    title = title_of(version)
    if title is None or schema_name(title, fns_schemas.official()):
        return ""
    return f"{title.form.prefix} {title.version}"


def _foreign(title: Title, document: Document) -> Iterator[str]:
    """The parties of the file must be those of the package."""
    pairs = (
        (_("продавец"), title.sellers, document.organization),
        (_("покупатель"), title.buyers, document.counterparty),
    )
    for who, named, party in pairs:
        known = [one.inn for one in named if one.inn]
        if known and party.inn not in known:
            message = _("В файле {who} с ИНН {found}, а в пакете «{name}» с ИНН {inn}.")
            yield message.format(who=who, found=", ".join(known), name=party.name, inn=party.inn)
