"""The same statuses as words: texts for people (`DocflowStatusV3`) and tags for `filterCategory`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paraph.sandbox.diadoc.messages.statuses import State
from paraph.sandbox.diadoc.messages.store import INBOUND, TEMPLATE
from paraph.sandbox.diadoc.messages.thread import Thread
from paraph.wire.diadoc.common_pb2 import Severity
from paraph.wire.diadoc.documents_pb2 import (
    DocflowStatusV3,
)
from paraph.wire.diadoc.documents_pb2 import (
    GeneralReceiptStatus as Receipt,
)
from paraph.wire.diadoc.documents_pb2 import (
    ProxySignatureStatus as Proxy,
)
from paraph.wire.diadoc.documents_pb2 import (
    RecipientResponseStatus as Response,
)
from paraph.wire.diadoc.documents_pb2 import (
    ResolutionStatusType as Resolution,
)
from paraph.wire.diadoc.documents_pb2 import (
    RevocationStatus as Revocation,
)
from paraph.wire.diadoc.documents_pb2 import (
    RoamingNotificationStatus as Roaming,
)
from paraph.wire.diadoc.documents_pb2 import (
    SenderSignatureStatus as Sender,
)

#: `filterCategory` knows a fourth direction beside those of `DocumentDirection`.
PROXY = 4
INVOICES = frozenset({"Invoice", "InvoiceRevision", "InvoiceCorrection", "InvoiceCorrectionRevision"})
_Text = tuple[str, str]

_SENDER: dict[Any, _Text] = {
    Sender.WaitingForSenderSignature: ("Warning", "Требуется подпись"),
    Sender.SenderSignatureUnchecked: ("Info", "Подпись проверяется"),
    Sender.SenderSignatureCheckedAndInvalid: ("Error", "Ошибка в подписи отправителя"),
}
#: By whether the box is the recipient: its own words and those about the partner.
_RESPONSE: dict[Any, tuple[_Text, _Text]] = {
    Response.WaitingForRecipientSignature: (
        ("Warning", "Требуется подпись"),
        ("Warning", "Ожидается подпись контрагента"),
    ),
    Response.WithRecipientSignature: (("Success", "Подписан"), ("Success", "Подписан контрагентом")),
    Response.WithRecipientPartiallySignature: (
        ("Warning", "Подписан с расхождениями"),
        ("Warning", "Подписан контрагентом с расхождениями"),
    ),
    Response.RecipientSignatureRequestRejected: (
        ("Error", "Отказано в подписи"),
        ("Error", "Контрагент отказал в подписи"),
    ),
    Response.InvalidRecipientSignature: (
        ("Error", "Ошибка в подписи"),
        ("Error", "Ошибка в подписи контрагента"),
    ),
}
_REVOCATION: dict[Any, _Text] = {
    Revocation.RevocationIsRequestedByMe: ("Warning", "Ожидается аннулирование"),
    Revocation.RequestsMyRevocation: ("Warning", "Требуется аннулирование"),
    Revocation.RevocationRejected: ("Error", "Отказано в аннулировании"),
}
_RESOLUTION: dict[Any, _Text] = {
    Resolution.Approved: ("Success", "Согласован"),
    Resolution.Disapproved: ("Error", "Отказано в согласовании"),
    Resolution.ApprovementRequested: ("Warning", "На согласовании"),
    Resolution.SignatureRequested: ("Warning", "На подписании"),
    Resolution.SignatureDenied: ("Error", "Отказано в запросе подписи"),
    Resolution.ActionsRequested: ("Warning", "На рассмотрении"),
}


def docflow_status(thread: Thread, state: State) -> DocflowStatusV3:
    found = DocflowStatusV3()
    severity, text = _primary(thread, state)
    found.PrimaryStatus.Severity, found.PrimaryStatus.StatusText = severity, text
    if second := _secondary(state):
        found.SecondaryStatus.Severity, found.SecondaryStatus.StatusText = second
    if power := power_of(thread):
        found.PowerOfAttorneyGeneralStatus.Severity = getattr(Severity, power["severity"])
        found.PowerOfAttorneyGeneralStatus.StatusNamedId = power["id"]
        found.PowerOfAttorneyGeneralStatus.StatusText = power["text"]
    return found


def power_of(thread: Thread) -> dict[str, Any] | None:
    """What is known of the МЧД of signatures, the worst of them; receipts do not count."""
    statuses = [
        entity.more["status"]
        for entity in thread.entities
        if entity.more.get("status") and entity.more.get("counts", True)
    ]
    return max(statuses, key=lambda status: _WORSE.get(status["id"], 0)) if statuses else None


#: `PowerOfAttorneyValidationStatusNamedId` by how bad it is.
_WORSE = {2: 1, 6: 2, 1: 3, 4: 4, 3: 5, 5: 6}


def _primary(thread: Thread, state: State) -> _Text:
    if state.revocation == Revocation.RevocationAccepted:
        return "Error", "Аннулирован"
    if thread.letter.kind == TEMPLATE:
        return "Info", "Шаблон"
    if state.sender in _SENDER:
        return _SENDER[state.sender]
    if state.roaming == Roaming.RoamingNotificationStatusError:
        return "Error", "Ошибка доставки в роуминге"
    if state.proxy == Proxy.WaitingForProxySignature:
        return "Warning", "Ожидается подпись промежуточного получателя"
    if state.proxy == Proxy.ProxySignatureRejected:
        return "Error", "Промежуточный получатель отказал в подписи"
    parts = list(_parts(thread, state))
    if not parts:
        return (
            "Info",
            "Документооборот завершен" if state.finished else "Ожидается завершение документооборота",
        )
    worst = max(parts, key=lambda part: ("Info", "Success", "Warning", "Error").index(part[0]))
    return worst[0], ". ".join(text for _, text in parts)


def _parts(thread: Thread, state: State) -> Iterator[_Text]:
    mine = thread.card.direction == INBOUND
    if pair := _RESPONSE.get(state.response):
        yield pair[0] if mine else pair[1]
    receipts = (state.recipient_receipt, state.sender_receipt)
    if Receipt.HaveToCreateReceipt in receipts:
        yield "Warning", "Требуется подписать извещение о получении"
    if Receipt.WaitingForReceipt in receipts:
        yield "Warning", "Ожидается извещение о получении"
    if state.amendment_flags:
        yield "Error", "Требуется уточнение" if not mine else "Запрошено уточнение"


def _secondary(state: State) -> _Text | None:
    return _REVOCATION.get(state.revocation) or _RESOLUTION.get(state.resolution)


# -- tags ----------------------------------------------------------------------------------------------------


def tags_of(thread: Thread, state: State) -> set[str]:
    """Statuses of `filterCategory` that fit the document; the empty one is «any»."""
    if thread.card.deleted:
        return {"Deleted"}
    inbound = thread.card.direction == INBOUND
    found = {"", *(_BY_SENDER.get(state.sender, ())), *(_BY_RESPONSE.get(state.response, ()))}
    found |= set(_BY_RESOLUTION.get(state.resolution, ())) | set(_BY_PROXY.get(state.proxy, ()))
    found |= set(_BY_REVOCATION.get(state.revocation, ()))
    found |= set(_BY_REVOCATION_RESOLUTION.get(state.revocation_resolution, ()))
    receipts = (state.recipient_receipt, state.sender_receipt)
    facts = {
        "NotRead": inbound and not thread.card.read,
        "Finished": state.finished,
        "NotFinished": not state.finished,
        "NotRevoked": state.revocation != Revocation.RevocationAccepted,
        "HaveToCreateReceipt": Receipt.HaveToCreateReceipt in receipts,
        "WaitingForReceipt": Receipt.WaitingForReceipt in receipts,
        "WaitingForInvoiceReceipt": Receipt.WaitingForReceipt in receipts
        and thread.document.type in INVOICES,
        "InvoiceAmendmentRequested": bool(state.amendment_flags),
        "RoamingNotificationError": state.roaming == Roaming.RoamingNotificationStatusError,
    }
    return found | {name for name, fits in facts.items() if fits}


_BY_SENDER = {
    Sender.WaitingForSenderSignature: ("WaitingForSenderSignature",),
    Sender.SenderSignatureUnchecked: ("WithSenderSignature",),
    Sender.SenderSignatureCheckedAndValid: ("WithSenderSignature",),
    Sender.SenderSignatureCheckedAndInvalid: ("InvalidSenderSignature",),
}
_BY_RESPONSE = {
    Response.RecipientResponseStatusNotAcceptable: ("NoRecipientSignatureRequest",),
    Response.WaitingForRecipientSignature: ("WaitingForRecipientSignature",),
    Response.WithRecipientSignature: ("WithRecipientSignature",),
    Response.WithRecipientPartiallySignature: ("WithRecipientPartiallySignature",),
    Response.RecipientSignatureRequestRejected: ("RecipientSignatureRequestRejected",),
    Response.InvalidRecipientSignature: ("InvalidRecipientSignature",),
}
_BY_RESOLUTION = {
    Resolution.Approved: ("Approved",),
    Resolution.Disapproved: ("Disapproved",),
    Resolution.ApprovementRequested: ("WaitingForResolution",),
    Resolution.SignatureRequested: ("RequestsMySignature",),
    Resolution.SignatureDenied: ("SignatureRequestRejected",),
    Resolution.ActionsRequested: ("WaitingForResolution",),
}
_BY_REVOCATION = {
    Revocation.RevocationIsRequestedByMe: ("RevocationIsRequestedByMe",),
    Revocation.RequestsMyRevocation: ("RequestsMyRevocation",),
    Revocation.RevocationAccepted: ("RevocationAccepted",),
    Revocation.RevocationRejected: ("RevocationRejected",),
}
_BY_REVOCATION_RESOLUTION = {
    Resolution.Approved: ("RevocationApproved",),
    Resolution.Disapproved: ("RevocationDisapproved",),
    Resolution.ApprovementRequested: ("WaitingForRevocationApprovement",),
}
_BY_PROXY = {
    Proxy.WaitingForProxySignature: ("WaitingForProxySignature",),
    Proxy.WithProxySignature: ("WithProxySignature",),
    Proxy.InvalidProxySignature: ("InvalidProxySignature",),
    Proxy.ProxySignatureRejected: ("ProxySignatureRejected",),
}
#: Every word that may follow the direction in `filterCategory`.
STATUSES = frozenset(
    {
        "", "NotRead", "Finished", "NotFinished", "NotRevoked", "HaveToCreateReceipt", "WaitingForReceipt",
        "WaitingForInvoiceReceipt", "InvoiceAmendmentRequested", "RoamingNotificationError", "Deleted",
    }
).union(
    *(
        words
        for table in (
            _BY_SENDER, _BY_RESPONSE, _BY_RESOLUTION, _BY_REVOCATION, _BY_REVOCATION_RESOLUTION, _BY_PROXY,
        )
        for words in table.values()
    )
)  # fmt: skip
