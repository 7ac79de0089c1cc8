"""What may be said about a document: by whom, when, and the words for why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.docflow import checks, ports
from paraph.docflow.machine import machine, parse_state
from paraph.docflow.models import OPEN_ANSWER, Docflow
from paraph.docflow.services import can, regions
from paraph.errors import DomainError
from paraph.parties.models import Employee, Role
from paraph.registry.models import VersionRole, VersionSide
from paraph.signing.models import Side, Signature
from paraph.trust.verdict import Headline


@dataclass(frozen=True)
class Verb:
    """One thing that may be said: its event in the machines, the role of its file, words for people."""

    event: str
    role: str
    title: Any
    #: What to tell the person who gives no reason; empty when none is needed.
    reason: Any = ""


VERBS: Mapping[str, Verb] = {
    "sign": Verb("response_accepted", VersionRole.DOCUMENT, gettext_lazy("подпись")),
    "accept_title": Verb("response_accepted", VersionRole.ANSWER_TITLE, gettext_lazy("ответный титул")),
    "refuse": Verb(
        "response_rejected",
        VersionRole.REFUSAL,
        gettext_lazy("отказ в подписи"),
        gettext_lazy("Напишите причину отказа: её увидит контрагент."),
    ),
    "request_amendment": Verb(
        "amendment_requested",
        VersionRole.AMENDMENT,
        gettext_lazy("запрос уточнения"),
        gettext_lazy("Напишите, что исправить: это увидит контрагент."),
    ),
    "request_revocation": Verb(
        "revocation_requested_by_us",
        VersionRole.REVOCATION,
        gettext_lazy("предложение об аннулировании"),
        gettext_lazy("Напишите причину аннулирования: её увидит контрагент."),
    ),
    "accept_revocation": Verb(
        "revocation_accepted_by_us", VersionRole.REVOCATION, gettext_lazy("согласие на аннулирование")
    ),
    "refuse_revocation": Verb(
        "revocation_rejected_by_us",
        VersionRole.REVOCATION_REFUSAL,
        gettext_lazy("отказ в аннулировании"),
        gettext_lazy("Напишите, почему не согласны аннулировать: это увидит контрагент."),
    ),
    "make_receipt": Verb("receipt_signed", VersionRole.RECEIPT, gettext_lazy("извещение о получении")),
}
#: Answers to the document itself: they wait while it is being approved.
_NEEDS_APPROVAL = ("sign", "accept_title")


def authorise(flow: Docflow, employee: Employee) -> None:
    """DomainError unless the person sends, signs or administers in the docflow's workspace."""
    if employee.workspace_id != flow.workspace_id:
        raise DomainError("not-found", _("Документ не найден в вашем рабочем пространстве."))
    if not employee.has_role(Role.SENDER, Role.ADMINISTRATOR, Role.SIGNER):
        raise DomainError("forbidden", _("У вас нет права на это действие. Обратитесь к администратору."))


def refuse_signer(flow: Docflow, signer: Employee | None) -> None:
    """DomainError unless the person may sign in the organisation's name, as for every signature."""
    fault = checks.signer_fault(signer, flow.package.organization)
    if fault is not None:
        raise DomainError(fault.code, fault.message, field=fault.field)


def allowed(flow: Docflow, verb: str) -> bool:
    """Whether the docflow stands where the verb makes sense for a person."""
    event = VERBS[verb].event
    if verb in _NEEDS_APPROVAL and regions(flow)["response"] == "ON_APPROVAL":
        return False
    if verb == "request_revocation" and regions(flow)["revocation"] == "REQUESTED_BY_THEM":
        return False  # there is something to agree to
    if verb == "accept_revocation" and not _their_request(flow):
        return False
    return can(flow, event)


def _their_request(flow: Docflow) -> bool:
    requests = flow.document.versions.filter(role=VersionRole.REVOCATION, side=VersionSide.THEIRS)
    return requests.exists()


def refuse_impossible(flow: Docflow, verb: str, event: str) -> None:
    """DomainError with the words for why this cannot be said now."""
    opened = flow.answers.filter(state__in=OPEN_ANSWER)
    is_receipt = VERBS[verb].role == VersionRole.RECEIPT
    same = opened.filter(role=VersionRole.RECEIPT) if is_receipt else opened.exclude(role=VersionRole.RECEIPT)
    if same.exists():
        raise under_way(flow)
    channel = ports.channel(flow.package.channel)
    if verb not in channel.answers(flow):
        message = _("Канал «{channel}» не передаёт: {what}. Договоритесь с контрагентом иначе.")
        raise DomainError("channel", message.format(channel=channel.title, what=VERBS[verb].title))
    if verb in _NEEDS_APPROVAL and regions(flow)["response"] == "ON_APPROVAL":
        raise DomainError("on-approval", _("Документ на согласовании: дождитесь решения согласующих."))
    if not (can(flow, event) or is_receipt and can(flow, event, "HUB")) or not allowed(flow, verb):
        message = _("Документ сейчас в состоянии «{state}», это действие невозможно. Обновите страницу.")
        title = machine(flow.machine).status(parse_state(flow.state)).title
        raise DomainError("wrong-state", message.format(state=_(title)))


def under_way(flow: Docflow) -> DomainError:
    """The refusal of a second answer while one is on its way."""
    opened = flow.answers.filter(state__in=OPEN_ANSWER).exclude(role=VersionRole.RECEIPT).first()
    what = VERBS[opened.verb].title if opened else VERBS["make_receipt"].title
    message = _("По документу уже есть незаконченное: {what}. Дождитесь отправки или отмените.")
    return DomainError("answer-open", message.format(what=what))


def refuse_doubtful(flow: Docflow, confirm: bool) -> None:
    """A document whose sender's signature is not valid, or is missing, is signed knowingly only."""
    reason = doubt(flow)
    if reason and not confirm:
        message = _("{reason} Откажите в подписи или подтвердите, что подписываете всё равно.")
        raise DomainError("sender-signature", message.format(reason=reason), field="confirm")


def doubt(flow: Docflow) -> str:
    """What speaks against the sender's signature of a received document; empty when nothing does."""
    theirs = Signature.objects.filter(version_id=flow.version_id, side=Side.THEIRS)
    wrong = theirs.filter(headline=Headline.INVALID.value).first()
    if wrong is not None:
        return _("Подпись отправителя не верна. {reason}").format(reason=_fault(wrong))
    return "" if theirs.exists() else _("Подписи отправителя под документом нет.")


def _fault(signature: Signature) -> str:
    facts = (signature.verdict.get("facts") or {}).values()
    return next((fact["reason"] for fact in facts if fact.get("answer") == "no"), "")
