"""Kinds of documents a person registers, and what each needs before it may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from paraph.registry.models import Document


@dataclass(frozen=True)
class Kind:
    """One kind: its machine in docflow/machines.json and its required attributes."""

    code: str
    title: str
    #: Key in `machines.json`; decides who signs and when the docflow is done.
    machine: str
    required: tuple[str, ...] = ()
    #: Of a document in a format of ФНС: the function its XML states.
    function: str = ""

    @property
    def formalised(self) -> bool:
        """Whether its file is an XML of a format of ФНС, which goes through an operator of ЭДО only."""
        return bool(self.function)

    @property
    def power(self) -> str:
        """What powers of attorney call it: a key of authority/powers.json."""
        return {"utd": "upd", "ucd": "ukd"}.get(self.code.partition("_")[0], self.code)

    @property
    def two_sided(self) -> bool:
        """Whether the other side answers with a signature or a title of its own."""
        return self.machine in _TWO_SIDED


_BASIC = ("number", "date")
_TWO_SIDED = ("NONFORM", "SCHFDOP", "DOP")

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
        # Functions of the formats 5.03 (УПД) and 5.01 (УКД), as the file states them.
        Kind("utd_schf", _("Счёт-фактура (УПД, СЧФ)"), "SCHF", _BASIC, function="СЧФ"),
        Kind("utd_schfdop", _("УПД (СЧФДОП)"), "SCHFDOP", _BASIC, function="СЧФДОП"),
        Kind("utd_dop", _("Передаточный документ (УПД, ДОП)"), "DOP", _BASIC, function="ДОП"),
        Kind("ucd_kschf", _("Корректировочный счёт-фактура (УКД, КСЧФ)"), "SCHF", _BASIC, function="КСЧФ"),
        Kind("ucd_kschfdis", _("УКД (КСЧФДИС)"), "SCHFDOP", _BASIC, function="КСЧФДИС"),
        Kind("ucd_dis", _("Корректировочный документ (УКД, ДИС)"), "DOP", _BASIC, function="ДИС"),
    )
}

KIND_CHOICES = [(kind.code, kind.title) for kind in KINDS.values()]


def machine_of(document: Document) -> str:
    """Key in `machines.json` of the life of a document.

    Without a format of ФНС the parties' wish decides whether the other side signs too.
    """
    kind = KINDS[document.kind]
    if kind.formalised or document.answer_wanted is None:
        return kind.machine
    return "NONFORM" if document.answer_wanted else "NONFORM_ONE_SIDED"
