"""The form of a document's attributes: its present values, and what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.docflow.ports import Fault
from paraph.registry.models import Document
from paraph.registry.services import Attributes, attribute_faults, default_title
from paraph.web import inputs
from paraph.web.forms import Form

FIELDS = ("kind", "title", "number", "date", "amount", "currency", "valid_from", "valid_until")
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
    return Form({name: "" if value is None else value for name, value in data.items()})


def read(form: Form, document: Document) -> Attributes | None:
    """What is stated about the document now; None when the form has faults, noted in it.

    Fields that were not sent, and an empty kind, keep what is known.
    """
    present = of_document(document).data
    form.data = {**present, **{name: value for name, value in form.data.items() if value is not None}}
    form.data["kind"] = form.data["kind"] or document.kind
    form.data["currency"] = form.data["currency"] or document.currency
    for name, longest in _LONGEST.items():
        if len(form.value(name)) > longest:
            form.faults[name] = _("Не длиннее {count} знаков.").format(count=longest)
    if form.value("currency") not in CURRENCIES:
        form.faults["currency"] = _("Выберите валюту из списка.")
    stated = Attributes(
        kind=form.value("kind"),
        title=_title(form, document),
        number=form.value("number"),
        date=inputs.read_date(form, "date"),
        amount=inputs.read_amount(form, "amount"),
        currency=form.value("currency"),
        valid_from=inputs.read_date(form, "valid_from"),
        valid_until=inputs.read_date(form, "valid_until"),
    )
    form.faults = {**attribute_faults(stated), **form.faults}
    return None if form.faults else stated


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
