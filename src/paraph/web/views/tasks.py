"""What waits for the reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from paraph.docflow import queries
from paraph.docflow.models import Package
from paraph.web import answer_panel, answer_words, respond, states


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """Approvals, documents to sign, documents that came and that came back."""
    employee = request.employee
    approvals = list(queries.approvals_for(employee).select_related("employee"))
    rows = Package.objects.select_related("sender", "counterparty").prefetch_related("docflows__document")
    packages = rows.in_bulk([task.package_id for task in approvals])
    signings = queries.signings_for(employee).select_related("version__document__counterparty")
    returned = list(queries.returned_to(employee).select_related("document__counterparty", "package"))
    failed = answer_panel.failed_among(returned)
    received = queries.received_for(employee).select_related("document__counterparty", "package")
    context = {
        "received": [(flow, states.look(flow.status), states.title(flow.status)) for flow in received],
        "approvals": [(task, packages[task.package_id]) for task in approvals],
        "signings": [(task, answer_words.to_sign(task.version)) for task in signings],
        "returned": [
            (flow, states.look(flow.status), states.title(flow.status), failed.get(flow.pk))
            for flow in returned
        ],
        "moment_now": timezone.now(),
    }
    return respond.page(request, "web/tasks/tasks.html", context)
