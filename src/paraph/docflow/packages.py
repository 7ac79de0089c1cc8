"""The verbs of a package: create, send on its way, sign, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph import texts
from paraph.approval import services as approval
from paraph.docflow import checks, drafts, formalised, notices, ports
from paraph.docflow.drafts import Draft
from paraph.docflow.models import Docflow, Package
from paraph.docflow.ports import Fault
from paraph.docflow.services import advance, can, open_docflow, regions, reopen_docflow
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.parties.models import Employee
from paraph.registry import services as registry
from paraph.registry.models import Document
from paraph.registry.services import Attributes
from paraph.signing import services as signing
from paraph.signing.models import Side

#: How long our signer has when the sender names no date.
DEFAULT_SIGN_DAYS = 5
#: How long the partner's link lives when the sender names no date.
DEFAULT_ANSWER_DAYS = 14
#: States of a document that holds back its package: it has no signature of ours yet.
BEFORE_SIGNATURE = frozenset({"DRAFT", "ON_APPROVAL", "APPROVED", "ON_SIGNING", "SIGN_FAILED"})
#: Statuses of a document that an operator did not take or could not deliver.
NOT_TAKEN = frozenset({"OPERATOR_ERROR", "ROAMING_ERROR", "UNDELIVERABLE"})
_HANDED_OVER = gettext_lazy(
    "Документ уже передан оператору, отозвать его нельзя. Предложите контрагенту аннулировать документ."
)


def create_package(draft: Draft, documents: Sequence[Document], sender: Employee) -> Package:
    """A package of registered documents to one counterparty; sending is a separate step."""
    drafts.authorise(sender, sender.workspace_id)
    drafts.refuse_foreign(draft, documents, sender)
    stated = drafts.stated_in(draft)
    with journal.writing(sender.workspace_id):
        package = Package.objects.create(
            workspace_id=sender.workspace_id,
            sender=sender,
            **{**stated, "title": stated["title"] or drafts.default_title(documents)},
        )
        for document in documents:
            open_docflow(package, document)
        journal.record(
            package.workspace_id,
            "package:created",
            actors.employee(sender.pk, sender.full_name),
            journal.Subject(package_id=package.pk),
            {"title": package.title, "documents": [document.pk for document in documents]},
        )
    return package


def update_package(package: Package, draft: Draft, sender: Employee) -> Package:
    """Change what is not yet on its way; refused once any document has left the draft."""
    drafts.authorise(sender, package.workspace_id)
    drafts.refuse_foreign(
        draft, [flow.document for flow in package.docflows.select_related("document")], sender
    )
    stated = drafts.stated_in(draft)
    with journal.writing(package.workspace_id):
        _require_draft(package)
        for name, value in stated.items():
            setattr(package, name, value)
        package.title = package.title or drafts.derived_title(package)
        package.save()
        journal.record(
            package.workspace_id,
            "package:changed",
            actors.employee(sender.pk, sender.full_name),
            journal.Subject(package_id=package.pk),
            {"title": package.title},
        )
    return package


def add_document(package: Package, document: Document, sender: Employee) -> Docflow:
    """Put one more registered document into a draft package."""
    drafts.authorise(sender, package.workspace_id)
    drafts.refuse_foreign(package, [document], sender)
    with journal.writing(package.workspace_id):
        _require_draft(package)
        flow = open_docflow(package, document)
        journal.record(
            package.workspace_id,
            "package:document-added",
            actors.employee(sender.pk, sender.full_name),
            journal.Subject(package.pk, flow.pk, document.pk),
            {"title": document.title},
        )
    return flow


def change_document(flow: Docflow, attributes: Attributes, sender: Employee) -> None:
    """Correct the attributes of a document that is still a draft; its kind decides its machine.

    What a file in a format of ФНС says itself (kind, number, date, sum) stays as it says.
    """
    drafts.authorise(sender, flow.workspace_id)
    title = formalised.title_of(flow.version)
    if title is not None:
        attributes = formalised.stated(attributes, title)
    with journal.writing(flow.workspace_id):
        _require_draft(flow.package)
        _require_status(flow, "DRAFT", _("Документ отозван: изменить можно только черновик."))
        derived = flow.package.title == drafts.derived_title(flow.package)
        registry.update_attributes(
            flow.document, attributes, actor=actors.employee(sender.pk, sender.full_name)
        )
        reopen_docflow(flow)
        if derived:
            flow.package.title = drafts.derived_title(flow.package)
            flow.package.save(update_fields=("title",))


def _require_status(flow: Docflow, status: str, message: str) -> None:
    flow.refresh_from_db(fields=("state", "status"))
    if flow.status != status:
        raise DomainError("wrong-state", message)


def _require_draft(package: Package) -> None:
    if package.docflows.exclude(status__in=("DRAFT", "CANCELLED")).exists():
        raise DomainError("wrong-state", _("Пакет уже отправлен: изменить можно только черновик."))


def submit(package: Package, sender: Employee) -> None:
    """Check everything, then send the package to approval or straight to the signer.

    Raises DomainError with `faults` (all at once) when something must be mended first.
    """
    drafts.authorise(sender, package.workspace_id)
    if package.is_incoming:
        raise DomainError("wrong-state", _("Это входящий пакет: отправлять его не нужно."))
    _refuse_faults(checks.check_package(package))  # reads the files: not under the lock
    actor = actors.employee(sender.pk, sender.full_name)
    with journal.writing(package.workspace_id):
        package = Package.objects.get(pk=package.pk)
        _refuse_faults(checks.check_statements(package))  # what somebody may have changed meanwhile
        if package.route is None:
            request_signatures(package, actor)
            return
        for flow in _active(package):
            advance(flow, "submit_for_approval", actor)
        approval.start(package.pk, package.route)


def _refuse_faults(faults: list[Fault]) -> None:
    if faults:
        raise DomainError("checks", _("Пакет не прошёл проверку: исправьте замечания."), faults=faults)


def _active(package: Package) -> list[Docflow]:
    """The package's docflows that were not withdrawn."""
    flows = package.docflows.select_related("document", "version__blob").order_by("id")
    return [flow for flow in flows if regions(flow)["outgoing"] != "CANCELLED"]


def request_signatures(package: Package, actor: actors.Actor) -> None:
    """Ask the package's signer for every document, in the caller's transaction."""
    flows = _active(package)
    for flow in flows:
        request_signature(flow, package, actor)
    notices.signatures_requested(package, flows, actor)


def request_signature(flow: Docflow, package: Package, actor: actors.Actor) -> None:
    """Ask the signer for one document, in the caller's transaction."""
    advance(flow, "request_signature", actor)
    _ask_signer(flow, package)


def _ask_signer(flow: Docflow, package: Package) -> None:
    deadline = package.sign_deadline
    if deadline is None or deadline <= timezone.now():
        deadline = timezone.now() + timedelta(days=DEFAULT_SIGN_DAYS)
    signing.request(
        docflow_id=flow.pk,
        package_id=package.pk,
        version=flow.version,
        side=Side.OURS,
        employee=package.signer,
        deadline=deadline,
    )


def retry_signature(flow: Docflow, sender: Employee) -> None:
    """Ask our signer again after a refusal or a missed deadline."""
    drafts.authorise(sender, flow.workspace_id)
    actor = actors.employee(sender.pk, sender.full_name)
    with journal.writing(flow.workspace_id):
        message = _("Подпись запрашивают снова после отказа или истечения срока. Обновите страницу.")
        _require_status(flow, "SIGN_FAILED", message)
        package = Package.objects.get(pk=flow.package_id)
        _refuse_signer(package)
        request_signature(flow, package, actor)
        notices.signatures_requested(package, [flow], actor)


def change_signer(package: Package, signer: Employee, sender: Employee) -> None:
    """Let another person sign what is not signed yet: the present signer left, or is away.

    Requests that wait are made to the new signer. Raises DomainError when everything is signed or the new
    signer has no right to sign for the organisation.
    """
    drafts.authorise(sender, package.workspace_id)
    if signer.workspace_id != package.workspace_id:
        raise DomainError("not-found", _("Подписант не найден в вашем рабочем пространстве."), field="signer")
    actor = actors.employee(sender.pk, sender.full_name)
    with journal.writing(package.workspace_id):
        unsigned = [flow for flow in _active(package) if flow.status in BEFORE_SIGNATURE]
        if not unsigned:
            raise DomainError("wrong-state", _("Все документы пакета уже подписаны или отозваны."))
        package.signer = signer
        _refuse_signer(package)
        package.save(update_fields=("signer",))
        subject, facts = journal.Subject(package_id=package.pk), {"signer": signer.full_name}
        journal.record(package.workspace_id, "package:signer-changed", actor, subject, facts)
        asked = [flow for flow in unsigned if flow.status == "ON_SIGNING"]
        for flow in asked:
            signing.cancel(flow.pk, Side.OURS)
            _ask_signer(flow, package)
        notices.signatures_requested(package, asked, actor)


def _refuse_signer(package: Package) -> None:
    for fault in checks.signer_faults(package):
        raise DomainError(fault.code, fault.message, field=fault.field)


def withdraw(flow: Docflow, reason: str, sender: Employee) -> None:
    """Take a document back before the other side has answered; offered links stop working."""
    drafts.authorise(sender, flow.workspace_id)
    reason = texts.reason(reason, "reason", _("Напишите, почему документ отозван."))
    with journal.writing(flow.workspace_id):
        flow.refresh_from_db(fields=("state",))
        was_signed = regions(flow)["outgoing"] not in BEFORE_SIGNATURE
        channel = ports.channel(flow.package.channel)
        if was_signed and can(flow, "withdraw") and not channel.may_withdraw(flow):
            raise DomainError("handed-over", str(_HANDED_OVER))
        advance(flow, "withdraw", actors.employee(sender.pk, sender.full_name), {"reason": reason})
        signing.cancel(flow.pk)
        channel.withdraw(flow)
        if not _active(flow.package):
            approval.cancel(flow.package_id)
        elif not was_signed:  # the rest may have waited for this one only
            send_if_complete(flow.package)


def ask_again(flow: Docflow, sender: Employee) -> None:
    """Offer the document to the partner again after the answer's deadline or a failed delivery."""
    drafts.authorise(sender, flow.workspace_id)
    with journal.writing(flow.workspace_id):
        flow.refresh_from_db(fields=("state",))
        _reopen(flow, actors.employee(sender.pk, sender.full_name))
        package = Package.objects.get(pk=flow.package_id)
        ports.channel(package.channel).send(package, [flow])


def _reopen(flow: Docflow, actor: actors.Actor) -> None:
    event = "send_again" if regions(flow)["outgoing"] == "UNDELIVERABLE" else "ask_again"
    advance(flow, event, actor)


def send_anew(package: Package, sender: Employee) -> Package:
    """Documents an operator rejected or could not deliver become a draft again, to be mended and sent anew.

    When other documents of the package went their way, the returned ones get a package of their own, which
    is given back. Raises DomainError when nothing was returned.
    """
    drafts.authorise(sender, package.workspace_id)
    actor = actors.employee(sender.pk, sender.full_name)
    with journal.writing(package.workspace_id):
        package = Package.objects.get(pk=package.pk)
        active = _active(package)
        returned = [flow for flow in active if flow.status in NOT_TAKEN]
        if not returned:
            raise DomainError("wrong-state", _("Отправлять заново нечего: оператор ничего не вернул."))
        if len(returned) < len(active):
            package = _apart(package, returned, actor)
        else:
            package.outer_id = ""  # what will be sent is another parcel
            package.save(update_fields=("outer_id",))
        for flow in returned:
            flow.package = package
            advance(flow, "return_to_draft", actor)
    return package


def _apart(package: Package, flows: Sequence[Docflow], actor: actors.Actor) -> Package:
    """A package like the given one for some of its documents."""
    before = package.pk
    package.pk, package.outer_id, package._state.adding = None, "", True
    package.title = drafts.default_title([flow.document for flow in flows])
    package.save()
    Docflow.objects.filter(pk__in=[flow.pk for flow in flows]).update(package=package)
    facts = {"title": package.title, "documents": [flow.document_id for flow in flows], "apart_from": before}
    journal.record(package.workspace_id, "package:created", actor, journal.Subject(package.pk), facts)
    return package


def change_recipient(package: Package, email: str, name: str, sender: Employee) -> None:
    """Correct where the package goes; what was sent to the old address stops working.

    Documents already sent and not answered are offered to the new address in one letter, also those that
    were not delivered or answered in time. Raises DomainError when there is nothing left to answer or the
    channel cannot send there.
    """
    drafts.authorise(sender, package.workspace_id)
    stated = texts.storable({"recipient_email": email.strip(), "recipient_name": name.strip()})
    actor = actors.employee(sender.pk, sender.full_name)
    with journal.writing(package.workspace_id):
        package.refresh_from_db()
        open_flows = [flow for flow in _active(package) if not flow.is_done]
        if not open_flows:
            raise DomainError("wrong-state", _("По всем документам пакета уже ответили: адрес не нужен."))
        for field, value in stated.items():
            setattr(package, field, value)
        _refuse_recipient(package, stated)
        package.save(update_fields=tuple(stated))
        subject, facts = journal.Subject(package_id=package.pk), {"recipient": package.recipient_email}
        journal.record(package.workspace_id, "package:recipient-changed", actor, subject, facts)
        if any(flow.status in BEFORE_SIGNATURE for flow in open_flows):
            return  # nothing was sent yet
        for flow in open_flows:
            if flow.status in ("UNDELIVERABLE", "RESPONSE_EXPIRED"):
                _reopen(flow, actor)
        ports.channel(package.channel).send(package, open_flows)


def _refuse_recipient(package: Package, stated: dict[str, str]) -> None:
    faults = [fault for fault in ports.channel(package.channel).check(package) if fault.field in stated]
    for fault in faults:
        raise DomainError(fault.code, fault.message, field=fault.field)
    overlong = texts.overlong({field: drafts.LONGEST[field] for field in stated}, stated)
    for field, message in overlong.items():
        raise DomainError("invalid", message, field=field)


def send_if_complete(package: Package) -> None:
    """Hand what is signed to the channel once nothing waits for our signature, in the caller's transaction.

    Documents that went earlier, or that the operator did not take, hold back nothing.
    """
    states = [(flow, regions(flow)["outgoing"]) for flow in _active(package)]
    signed = [flow for flow, state in states if state == "SIGNED"]
    if signed and not any(state in BEFORE_SIGNATURE for _flow, state in states):
        ports.channel(package.channel).send(package, signed)
