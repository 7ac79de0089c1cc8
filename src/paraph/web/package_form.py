"""The package form: what a sender may choose, and the Draft read from what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator, validate_email
from django.http import HttpRequest
from django.utils.translation import gettext as _

from paraph.approval.models import Route
from paraph.docflow.drafts import Draft
from paraph.docflow.intake import Upload
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.parties.models import Counterparty, Employee, Organization, Role
from paraph.registry.services import CrmObject
from paraph.web import delivery, inputs
from paraph.web.forms import Form

FIELDS = (
    "title", "organization", "counterparty", "signer", "route", *delivery.FIELDS,
    "message", "sign_deadline", "answer_deadline", "crm_object", "crm_url",
)  # fmt: skip
_LONGEST = {"title": 300, "recipient_name": 200, "message": 5000, "crm_object": 100, "crm_url": 500}


def choices(request: HttpRequest) -> dict[str, list[tuple[int, str]]]:
    """Options of the selects: only what belongs to the workspace and may be used."""
    workspace = request.workspace
    organizations = Organization.objects.filter(workspace=workspace, is_active=True)
    signers = Employee.objects.filter(
        workspace=workspace, is_active=True, roles__role=Role.SIGNER
    ).select_related("organization")
    several = len(organizations) > 1
    return {
        "organizations": [(row.pk, f"{row.name}, {_('ИНН')} {row.inn}") for row in organizations],
        "counterparties": [
            (pk, f"{name}, {_('ИНН')} {inn}")
            for pk, name, inn in Counterparty.objects.filter(workspace=workspace).values_list(
                "pk", "name", "inn"
            )
        ],
        "signers": [
            (row.pk, f"{row.full_name} — {row.organization.name}" if several else row.full_name)
            for row in signers
        ],
        "routes": list(Route.objects.filter(workspace=workspace, is_active=True).values_list("pk", "name")),
    }


def initial(request: HttpRequest) -> Form:
    """A new package: what has one choice is chosen, the counterparty may be given in the address."""
    options = choices(request)
    form = Form(dict.fromkeys(FIELDS, ""))
    for name, rows in (("organization", options["organizations"]), ("signer", options["signers"])):
        if len(rows) == 1:
            form.data[name] = rows[0][0]
    preset = inputs.to_id(request.GET.get("counterparty", ""))
    chosen = Counterparty.objects.filter(workspace=request.workspace, pk=preset).first()
    if chosen is not None:
        form.data.update(addressee(chosen), counterparty=chosen.pk)
    form.data["channel"] = request.GET.get("channel", "")[:30]
    form.data["crm_object"] = request.GET.get("crm_object", "")[:100]
    form.data["crm_url"] = request.GET.get("crm_url", "")[:500]
    return form


def addressee(counterparty: Counterparty) -> dict[str, str]:
    """Who there usually gets letters with documents."""
    return {"recipient_email": counterparty.email, "recipient_name": counterparty.contact_name}


def pair(request: HttpRequest, form: Form) -> delivery.Parties:
    """The parties a form names, of this workspace only, with what is remembered of the two."""

    def chosen(name: str, model: Any) -> Any:
        return model.objects.filter(workspace=request.workspace, pk=inputs.to_id(form.value(name))).first()

    organization, counterparty = chosen("organization", Organization), chosen("counterparty", Counterparty)
    return delivery.parties(organization, counterparty, request.employee)


def of_package(package: Package) -> Form:
    """The form of a draft as it is kept."""
    data: dict[str, Any] = {name: getattr(package, name) for name in ("title", "message")}
    data |= {name: getattr(package, name) for name in delivery.FIELDS}
    data |= {"signer": package.signer_id, "route": package.route_id}
    for name in ("sign_deadline", "answer_deadline"):
        moment = getattr(package, name)
        data[name] = moment.astimezone(inputs.MOSCOW).date().isoformat() if moment else ""
    return Form(data)


def read_draft(
    request: HttpRequest, form: Form, parties: tuple[Organization, Counterparty] | None = None
) -> Draft | None:
    """The draft a person states; None when the form has faults, all of them noted in it.

    `parties`: those of a package that exists and cannot change them any more.
    """
    workspace = request.workspace
    if parties is None:
        organization = _chosen(
            form, "organization", Organization, {"workspace": workspace, "is_active": True}
        )
        counterparty = _chosen(form, "counterparty", Counterparty, {"workspace": workspace})
        for name, row in (("organization", organization), ("counterparty", counterparty)):
            if row is None:
                form.faults[name] = _("Выберите из списка.")
    else:
        organization, counterparty = parties
    people = {"workspace": workspace, "is_active": True, "roles__role": Role.SIGNER}
    draft = {
        "signer": _chosen(form, "signer", Employee, people),
        "route": _chosen(form, "route", Route, {"workspace": workspace, "is_active": True}),
        "sign_deadline": inputs.read_deadline(form, "sign_deadline"),
        "answer_deadline": inputs.read_deadline(form, "answer_deadline"),
    }
    _check_texts(form)
    delivery.read(form, delivery.parties(organization, counterparty, request.employee))
    if form.faults or organization is None or counterparty is None:
        return None
    stated = {name: form.value(name) for name in ("title", "message", *delivery.FIELDS)}
    return Draft(organization=organization, counterparty=counterparty, **draft, **stated)


def _chosen(form: Form, name: str, model: Any, of: Mapping[str, Any]) -> Any:
    """Row of a select; a value that is not among the options is a fault, an empty one is None."""
    text = form.value(name)
    if not text:
        return None
    row = model.objects.filter(**of, pk=inputs.to_id(text)).first()
    if row is None:
        form.faults[name] = _("Такого варианта нет. Обновите страницу и выберите снова.")
    return row


def _check_texts(form: Form) -> None:
    for name, longest in _LONGEST.items():
        if len(form.value(name)) > longest:
            form.faults[name] = _("Не длиннее {count} знаков.").format(count=longest)
    checks = (
        ("recipient_email", validate_email, _("Проверьте адрес: он должен выглядеть как name@company.ru.")),
        ("crm_url", URLValidator(("http", "https")), _("Укажите ссылку целиком, она начинается с https://.")),
    )
    for name, check, message in checks:
        if form.value(name):
            try:
                check(form.value(name))
            except ValidationError:
                form.faults.setdefault(name, message)


def crm_object(form: Form) -> CrmObject:
    """The deal the documents belong to."""
    return CrmObject(object=form.value("crm_object"), url=form.value("crm_url"))


def uploads(request: HttpRequest) -> list[Upload]:
    """Files of the request in the order they were chosen."""
    files: list[UploadedFile] = request.FILES.getlist("files")
    return [Upload(file.name or "", file.file) for file in files]


def note_files(form: Form, error: DomainError) -> None:
    """Put the refusal of files into the form: each bad file by its name."""
    form.fail(error)
    form.data["bad_files"] = error.details.get("files", [])
