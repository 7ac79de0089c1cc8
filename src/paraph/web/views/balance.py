"""The balance of signatures: what is left, packs, the report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paraph.balance import report as reports
from paraph.balance import services
from paraph.balance.models import Pack
from paraph.parties.models import Role
from paraph.texts import row_id
from paraph.web import respond
from paraph.web.access import require_role
from paraph.web.forms import Form


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.ADMINISTRATOR)
def balance(request: HttpRequest) -> HttpResponse:
    """What is left, the switch, packs; a POST adds a pack."""
    form = Form()
    if request.method == "POST":
        form = Form.posted(request, "quantity", "basis")
        with form.refusals():
            quantity = row_id(form.value("quantity"))
            services.add_pack(request.workspace, quantity, form.value("basis"), request.employee)
            respond.done(request, _("Пакет подписей добавлен."))
            return respond.redirect(request, "balance")
    packs = Pack.objects.filter(workspace=request.workspace).select_related("added_by", "removed_by")
    context = {"account": services.of(request.workspace.pk), "packs": packs}
    return form.show(request, "web/balance/balance.html", context)


@require_POST
@require_role(Role.ADMINISTRATOR)
def switch(request: HttpRequest) -> HttpResponse:
    """Count, or stop counting."""
    is_counted = request.POST.get("is_counted") == "on"
    services.switch(request.workspace, is_counted, request.employee)
    respond.done(request, _("Баланс учитывается.") if is_counted else _("Баланс не учитывается."))
    return respond.redirect(request, "balance")


@require_POST
@require_role(Role.ADMINISTRATOR)
def remove_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a pack entered by mistake."""
    services.remove_pack(request.workspace, pk, request.employee)
    respond.done(request, _("Пакет подписей снят."))
    return respond.redirect(request, "balance")


@require_GET
@require_role(Role.ADMINISTRATOR)
def report(request: HttpRequest) -> HttpResponse:
    """Used signatures by month and person, as a page or as CSV."""
    wanted = request.GET.get("by", "")
    by, year = wanted if wanted in reports.BY else "sender", row_id(request.GET.get("year", ""))
    years = reports.years(request.workspace.pk)
    rows = reports.lines(request.workspace.pk, by, year if year in years else None)
    if request.GET.get("format") == "csv":
        answer = HttpResponse(reports.as_csv(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="signatures.csv"'
        return answer
    context = {"rows": rows, "by": by, "year": year, "years": years, "total": sum(row.count for row in rows)}
    return respond.page(request, "web/balance/report.html", context)
