"""Kinds of documents a person registers, and what each needs before it may be sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind: its machine in docflow/machines.json and its required attributes."""

    code: str
    title: str
    #: Key in `machines.json`; decides who signs and when the docflow is done.
    machine: str
    required: tuple[str, ...] = ()


_BASIC = ("number", "date")

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("contract", _("Договор"), "NONFORM", _BASIC),
        Kind("supplement", _("Дополнительное соглашение"), "NONFORM", _BASIC),
        Kind("act", _("Акт"), "NONFORM", (*_BASIC, "amount")),
        Kind("invoice", _("Счёт на оплату"), "NONFORM_ONE_SIDED", (*_BASIC, "amount")),
        Kind("waybill", _("Накладная"), "NONFORM", (*_BASIC, "amount")),
        Kind("reconciliation", _("Акт сверки"), "NONFORM", _BASIC),
        Kind("letter", _("Письмо"), "NONFORM_ONE_SIDED"),
        Kind("other", _("Другой документ"), "NONFORM"),
    )
}

KIND_CHOICES = [(kind.code, kind.title) for kind in KINDS.values()]
