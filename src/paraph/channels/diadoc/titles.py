"""Our answering title to a received УПД, made by our own formats: no call is needed for it."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from paraph.channels.diadoc import signer
from paraph.docflow import answers
from paraph.docflow.answers import Outcome
from paraph.docflow.models import Answer
from paraph.errors import DomainError
from paraph.formats import title_answers
from paraph.formats.participants import FullName, Signer
from paraph.formats.title_answers import Acceptor, Divergence, TitleAnswer
from paraph.formats.xml_files import FormatError
from paraph.parties.models import Employee
from paraph.registry.storage import store
from paraph.signing.models import Side, Signature

_RESULTS = {
    Outcome.ACCEPTED: title_answers.ACCEPTED,
    Outcome.WITH_DIVERGENCES: title_answers.WITH_DIVERGENCES,
    Outcome.NOT_ACCEPTED: title_answers.NOT_ACCEPTED,
}
#: СпосПодтПолном: by the data of the certificate, or by a МЧД named elsewhere.
_BY_CERTIFICATE, _BY_POWER = "1", "4"


def build(answer: Answer) -> tuple[str, bytes]:
    """File name and bytes. Raises DomainError when the seller's title cannot be answered in this format."""
    flow, employee = answer.docflow, answer.employee
    assert employee is not None, "a title is signed by a person"
    theirs = Signature.objects.filter(docflow_id=flow.pk, version=flow.version, side=Side.THEIRS)
    try:
        built = title_answers.build_answer(
            store().read(flow.version.blob_id),
            [store().read(one.blob_id) for one in theirs.order_by("id")],
            _stated(answer, employee),
            [_signer(employee)],
            guid=uuid.uuid4(),
            made_at=timezone.now(),
        )
    except FormatError as error:
        raise DomainError("title", _("Ответный титул не составлен. {reason}").format(reason=error)) from error
    return built


def _stated(answer: Answer, employee: Employee) -> TitleAnswer:
    said = answers.title_content(answer)
    divergence = None
    if said.divergence_name:
        divergence = Divergence(
            said.divergence_name, said.divergence_number, said.divergence_date or timezone.localdate()
        )
    return TitleAnswer(
        result=_RESULTS[Outcome(said.outcome)],
        date=said.accepted_on or timezone.localdate(),
        text="" if said.outcome == Outcome.NOT_ACCEPTED else said.operation,
        creator=employee.organization.name,
        divergence=divergence,
        acceptor=_acceptor(said),
    )


def _acceptor(said: answers.TitleAnswer) -> Acceptor | None:
    """Who took the goods over; without a position the format takes them for a trusted natural person."""
    if not said.received_by:
        return None
    return Acceptor(FullName(*signer.name_parts(said.received_by)), position=said.received_position)


def _signer(employee: Employee) -> Signer:
    surname, given, patronymic = signer.name_parts(employee.full_name)
    by_power = signer.power_of(employee) is not None
    return Signer(
        FullName(surname, given, patronymic),
        position=employee.position or "Сотрудник",
        powers_from=_BY_POWER if by_power else _BY_CERTIFICATE,
        signed_on=timezone.localdate(),
    )
