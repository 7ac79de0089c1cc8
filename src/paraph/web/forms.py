"""What a person typed into a form, and what is wrong with it.

There is no second set of rules here: a view hands the values to a service, and the service's DomainError
says which fields to mend. The macros in `web/macros/forms.html` show both.

    form = Form.posted(request, "name", "inn", several=("roles",))
    with form.refusals():
        services.save_organization(request.workspace, form.data, request.employee)
        return respond.redirect(request, "organizations")
    return form.show(request, "web/organization.html", {...})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse

from paraph.errors import DomainError
from paraph.web import respond


class Form:
    """Values by field name, as text; lists for fields with several values; faults by field name."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        self.data: dict[str, Any] = dict(data or {})
        self.faults: dict[str, str] = {}
        #: What is wrong with the form as a whole.
        self.message = ""

    @classmethod
    def posted(cls, request: HttpRequest, *fields: str, several: tuple[str, ...] = ()) -> Form:
        """Values of these fields from the POST body, outer spaces dropped."""
        form = cls({name: request.POST.get(name, "").strip() for name in fields})
        form.data.update({name: request.POST.getlist(name) for name in several})
        return form

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a DomainError raised inside into faults of this form.

        «Not found» and «forbidden» are not faults of a form and pass through to their pages.
        """
        try:
            yield
        except DomainError as error:
            if error.code in respond.NOT_OF_A_FORM:
                raise
            self.fail(error)

    def fail(self, error: DomainError) -> None:
        """Show this refusal: at its fields, and on top."""
        faults: Mapping[str, str] = error.details.get("faults", {})
        self.faults.update({name: str(text) for name, text in faults.items()})
        if error.field:
            self.faults.setdefault(error.field, error.message)
        self.message = error.message

    def value(self, name: str) -> str:
        """Text to show in a field."""
        value = self.data.get(name)
        return "" if value is None else str(value)

    def several(self, name: str) -> set[str]:
        """Chosen values of a field with several."""
        return {str(value) for value in self.data.get(name) or ()}

    def fault(self, name: str) -> str:
        """What to mend in a field, or an empty string."""
        return self.faults.get(name, "")

    def show(
        self, request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """The page with this form as `form`; 422 when something is to be mended (HTMX swaps it in)."""
        status = 422 if self.message or self.faults else 200
        return respond.page(request, template, {**(context or {}), "form": self}, status=status)
