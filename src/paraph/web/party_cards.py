"""Both sides of a document as its page shows them: who they are and what each has done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.docflow.models import Docflow
from paraph.docflow.services import regions
from paraph.signing import rechecks
from paraph.signing.models import Side, Signature, SigningTask, TaskState
from paraph.trust.verdict import Headline


@dataclass(frozen=True)
class PartyCard:
    """One side of the document and what it has done."""

    name: str
    inn: str
    kpp: str
    person: str
    #: E-mail address, or the box of an operator's channel.
    address: str
    state: str
    tone: str


#: Words and tone.
_State = tuple[str, str]
_TASK_TONES = {
    TaskState.WAITING: "wait",
    TaskState.SIGNED: "good",
    TaskState.DECLINED: "bad",
    TaskState.EXPIRED: "bad",
    TaskState.CANCELLED: "",
}
#: States of the response region in words; the side that answers is the one that received.
_RESPONSES = {
    "WAITING": (gettext_lazy("ждём ответа"), "wait"),
    "ON_APPROVAL": (gettext_lazy("на согласовании"), "wait"),
    "APPROVED": (gettext_lazy("согласовано, ждёт подписи"), "wait"),
    "ACCEPTED": (gettext_lazy("подписано"), "good"),
    "ACCEPTED_WITH_DIVERGENCES": (gettext_lazy("принято с расхождениями"), "good"),
    "NOT_ACCEPTED": (gettext_lazy("не принято"), "bad"),
    "REJECTED": (gettext_lazy("отказано"), "bad"),
    "INVALID_SIGNATURE": (gettext_lazy("подпись не верна"), "bad"),
    "EXPIRED": (gettext_lazy("срок ответа истёк"), "bad"),
    "NOT_APPLICABLE": (gettext_lazy("документ получен, подпись не требуется"), "good"),
}


#: States of the regions beside the answer, in words and tone.
_EXCHANGE: Mapping[str, tuple[Any, Mapping[str, _State]]] = {
    "receipt": (
        gettext_lazy("Извещение о получении"),
        {
            "WAITING": (gettext_lazy("ещё не отправлено"), "wait"),
            "SENT": (gettext_lazy("отправлено, ждём подтверждения оператора"), "wait"),
            "CONFIRMED": (gettext_lazy("отправлено, подтверждено оператором"), "good"),
        },
    ),
    "response_confirmation": (
        gettext_lazy("Подтверждение ответа оператором"),
        {"CONFIRMED": (gettext_lazy("получено"), "good")},
    ),
    "amendment": (
        gettext_lazy("Уточнение"),
        {
            "REQUESTED": (gettext_lazy("запрошено"), "wait"),
            "REQUEST_CONFIRMED": (gettext_lazy("запрошено, подтверждено оператором"), "wait"),
            "AMENDED": (gettext_lazy("исправленный документ отправлен"), "good"),
            "CLOSED": (gettext_lazy("снято"), ""),
        },
    ),
    "revocation": (
        gettext_lazy("Аннулирование"),
        {
            "REQUESTED_BY_US": (gettext_lazy("предложено нами"), "wait"),
            "REQUESTED_BY_THEM": (gettext_lazy("предложено контрагентом"), "act"),
            "REQUESTED_BY_BOTH": (gettext_lazy("предложено обеими сторонами"), "act"),
            "ACCEPTED": (gettext_lazy("согласовано"), ""),
            "REJECTED": (gettext_lazy("отказано"), "bad"),
        },
    ),
}


def exchange(flow: Docflow) -> list[tuple[str, str, str]]:
    """What else goes between the sides once the document was delivered: name, state, tone."""
    state, found = regions(flow), []
    if state["outgoing"] != "DELIVERED":
        return []
    for region, (name, words) in _EXCHANGE.items():
        if state[region] in words:
            text, tone = words[state[region]]
            found.append((str(name), str(text), tone))
    return found


def cards(
    flow: Docflow, tasks: Sequence[SigningTask], signatures: Sequence[Signature], box: str
) -> list[PartyCard]:
    """Ours, then theirs. `tasks` and `signatures` are those of the document itself."""
    ours, theirs, package = flow.document.organization, flow.document.counterparty, flow.package
    if package.is_incoming:
        waits = regions(flow)["response"] == "WAITING"
        our_state = (_("ещё не отвечали"), "wait") if waits else _answer(flow)
        their_state = _sent(signatures)
        their_person = next((row.signer_name for row in signatures if row.side == Side.THEIRS), "")
    else:
        asked = _of_task([task for task in tasks if task.side == Side.OURS])
        our_state = asked or (_("ещё не подписывали"), "")
        their_state = _of_task([task for task in tasks if task.side == Side.THEIRS]) or _awaited(flow)
        their_person = package.recipient_name
    signer = package.signer
    address = box or package.recipient_email
    return [
        PartyCard(ours.name, ours.inn, ours.kpp, signer.full_name if signer else "", "", *our_state),
        PartyCard(theirs.name, theirs.inn, theirs.kpp, their_person, address, *their_state),
    ]


def _of_task(tasks: Sequence[SigningTask]) -> _State | None:
    """Where the last request to a side stands; None when it was not asked."""
    if not tasks:
        return None
    if rechecks.pending(tasks[-1].pk) is not None:
        return _("подпись получена, проверяется"), "wait"
    state = TaskState(tasks[-1].state)
    return str(state.label), _TASK_TONES[state]


def _awaited(flow: Docflow) -> _State:
    """What the partner has done with a document that was sent without a request of our own."""
    if regions(flow)["outgoing"] == "DELIVERED":
        return _answer(flow)
    if regions(flow)["response"] == "NOT_APPLICABLE":
        return _("подпись не требуется"), ""
    return _("ещё не отправлено") if flow.tab in ("draft", "approval", "ours") else _("ещё не получено"), ""


def _answer(flow: Docflow) -> _State:
    words, tone = _RESPONSES[regions(flow)["response"]]
    return str(words), tone


def _sent(signatures: Sequence[Signature]) -> _State:
    """How the sender of a received document has signed it: as bad as the worst of the signatures."""
    found = {row.headline for row in signatures if row.side == Side.THEIRS}
    if Headline.INVALID in found:
        return _("подпись не верна"), "bad"
    if Headline.UNDETERMINED in found:
        return _("подпись проверяется"), "wait"
    return (_("подписано"), "good") if found else (_("не подписано"), "bad")
