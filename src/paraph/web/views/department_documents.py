"""Documents of a department for its head: what there is, where it stands, for how long, whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paraph.docflow import queries
from paraph.docflow.models import Package
from paraph.docflow.queries import Filters
from paraph.parties import departments
from paraph.parties.models import Employee
from paraph.web import inputs, respond
from paraph.web.forms import Form
from paraph.web.views.registry import shown_row, tabs

#: Days a document may stand still before the head looks at it.
_STANDING = (3, 7, 30)
#: The number shown on top: documents that have stood longer.
_LONG = 7


@require_GET
def department_documents(request: HttpRequest) -> HttpResponse:
    """The list as the address says: state, person, words, how long it has stood; with counts."""
    if not departments.is_head(request.employee):
        raise PermissionDenied
    people = departments.people_under(request.employee)
    filters, form = _filters(request, people)
    place = {name: inputs.to_id(request.GET.get(name, "")) for name in ("older", "newer")}
    page = queries.page(request.workspace.pk, filters, **place)
    counts = queries.counts(request.workspace.pk, filters)
    in_approval = {row["package_id"] for row in page.rows if row["status"] == "ON_APPROVAL"}
    approvers = queries.approvers(in_approval)
    context = {
        "tabs": [(code, title, counts.tabs[code]) for code, title in tabs()],
        "tab": filters.tab,
        "rows": [_row(row, approvers.get(row["package_id"], []), request.employee.pk) for row in page.rows],
        "page": page,
        "people": _people(request, people),
        "standing": [(days, _("дольше {days} дней").format(days=days)) for days in _STANDING],
        "long_days": _LONG,
        "long": _standing_long(request, people),
        "form": form,
    }
    return respond.page(request, "web/registry/department.html", context)


def _filters(request: HttpRequest, people: frozenset[int]) -> tuple[Filters, Form]:
    """Filters of the address; a person of another department is none of theirs."""
    form = Form({name: request.GET.get(name, "").strip() for name in ("tab", "person", "stands", "q")})
    data = form.data
    data["tab"] = data["tab"] if data["tab"] in queries.TABS else ""
    person = inputs.to_id(data["person"])
    data["person"] = person if person in people else ""
    days = inputs.to_id(data["stands"])
    data["stands"] = days if days in _STANDING else ""
    chosen = frozenset({person}) & people or people
    filters = Filters(tab=data["tab"], text=data["q"], people=chosen)
    if data["stands"]:
        filters = replace(filters, stands_since=timezone.now() - timedelta(days=days or 0))
    return filters, form


def _row(row: dict[str, Any], approvers: list[tuple[int, str]], reader: int) -> dict[str, Any]:
    now = timezone.now()
    return {
        **shown_row(row, approvers, reader),
        "age": _days(now - row["created_at"]),
        "stands": "" if row["tab"] == "done" else _days(now - row["changed_at"]),
        "is_late": row["tab"] != "done" and now - row["changed_at"] > timedelta(days=_LONG),
    }


def _days(age: timedelta) -> str:
    """«меньше дня», «3 дн.»."""
    return _("{days} дн.").format(days=age.days) if age.days else _("меньше дня")


def _standing_long(request: HttpRequest, people: frozenset[int]) -> int:
    since = timezone.now() - timedelta(days=_LONG)
    return queries.matching(request.workspace.pk, Filters(people=people, stands_since=since)).count()


def _people(request: HttpRequest, people: frozenset[int]) -> list[tuple[int, str]]:
    """The department's people with how many documents each sends."""
    sends = (
        Package.objects.filter(workspace=request.workspace, sender_id__in=people)
        .order_by()
        .values_list("sender_id")
        .annotate(Count("docflows"))
    )
    numbers = dict(sends)
    rows = Employee.objects.filter(Q(is_active=True) | Q(pk__in=numbers), pk__in=people)
    return [(row.pk, f"{row.full_name} ({numbers.get(row.pk, 0)})") for row in rows]
