"""The form of a document's attributes: its present values, and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.docflow.ports import Fault
from paraph.registry.kinds import KINDS
from paraph.registry.models import Document
from paraph.registry.services import Attributes, attribute_faults, default_title
from paraph.web import inputs
from paraph.web.forms import Form

FIELDS = (
    "kind", "title", "number", "date", "amount", "currency", "valid_from", "valid_until", "answer_wanted",
)  # fmt: skip
#: What may be stated about a document whose XML says the rest itself.
_BESIDE_XML = ("title", "valid_from", "valid_until")
#: Kinds a person may choose; the others are read from the XML.
KIND_CHOICES = [(kind.code, kind.title) for kind in KINDS.values() if not kind.formalised]
FORMALISED = frozenset(code for code, kind in KINDS.items() if kind.formalised)
#: Values of the field «нужна подпись контрагента».
_WANTED = {"": None, "1": True, "0": False}
CURRENCIES = ("RUB", "USD", "EUR", "CNY", "BYN", "KZT")
CURRENCY_CHOICES = [(code, code) for code in CURRENCIES]
#: Beside its field a fault need not name the document.
_MISSING = {
    "number": gettext_noop("Укажите номер."),
    "date": gettext_noop("Укажите дату."),
    "amount": gettext_noop("Укажите сумму."),
}
_LONGEST = {"title": 300, "number": 100}


def of_document(document: Document) -> Form:
    """The form with the document's present values."""
    data = {name: getattr(document, name) for name in FIELDS}
    data["amount"] = inputs.amount_text(document.amount)
    data["answer_wanted"] = {None: "", True: "1", False: "0"}[document.answer_wanted]
    form = Form({name: "" if value is None else value for name, value in data.items()})
    form.data["formalised"] = KINDS[document.kind].formalised
    return form


def read(form: Form, document: Document) -> Attributes | None:
    """What is stated about the document now; None when the form has faults, noted in it.

    Fields that were not sent, and an empty kind, keep what is known.
    """
    present = of_document(document).data
    may_state = _BESIDE_XML if present["formalised"] else FIELDS
    stated = {name: form.data[name] for name in may_state if form.data[name] is not None}
    form.data = {**present, **stated}
    form.data["kind"] = form.data["kind"] or document.kind
    form.data["currency"] = form.data["currency"] or document.currency
    for name, longest in _LONGEST.items():
        if len(form.value(name)) > longest:
            form.faults[name] = _("Не длиннее {count} знаков.").format(count=longest)
    if form.value("currency") not in CURRENCIES:
        form.faults["currency"] = _("Выберите валюту из списка.")
    if not present["formalised"] and form.value("kind") in FORMALISED:
        form.faults["kind"] = _("Этот вид определяется по файлу XML: загрузите его вместо этого файла.")
    if form.value("answer_wanted") not in _WANTED:
        form.faults["answer_wanted"] = _("Выберите из списка.")
    attributes = Attributes(
        kind=form.value("kind"),
        title=_title(form, document),
        number=form.value("number"),
        date=inputs.read_date(form, "date"),
        amount=inputs.read_amount(form, "amount"),
        currency=form.value("currency"),
        valid_from=inputs.read_date(form, "valid_from"),
        valid_until=inputs.read_date(form, "valid_until"),
        answer_wanted=_WANTED.get(form.value("answer_wanted")),
    )
    form.faults = {**attribute_faults(attributes), **form.faults}
    return None if form.faults else attributes


def answer_choices() -> list[tuple[str, str]]:
    """Options of the field «подпись контрагента»."""
    return [("", _("как обычно")), ("1", _("нужна")), ("0", _("не нужна"))]


def missing(faults: Iterable[Fault], document_id: int) -> dict[str, str]:
    """What the checks of a package still ask for in one document, by field."""
    return {
        fault.field: _(_MISSING.get(fault.field, fault.message))
        for fault in faults
        if fault.document_id == document_id
    }


def posted(values: Mapping[str, str]) -> Form:
    """The form as sent; a field that was not sent is None."""
    return Form({name: values[name].strip() if name in values else None for name in FIELDS})


def _title(form: Form, document: Document) -> str:
    """The typed title; empty when nobody chose it, so that it follows number and date."""
    typed = form.value("title")
    known = Attributes(kind=document.kind, number=document.number, date=document.date)
    nobodys = (default_title(known), document.current.file_name)
    return "" if typed in nobodys else typed
