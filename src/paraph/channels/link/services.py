"""What a guest may do with a link, and how links are made and end. A link is used exactly once."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.authority import services as authority
from paraph.authority.models import PowerOfAttorney
from paraph.authority.register import Upload
from paraph.channels.link import tokens
from paraph.channels.link.models import GuestLink
from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.docflow.services import advance, regions
from paraph.effects import services as effects
from paraph.errors import DomainError
from paraph.journal import actors
from paraph.journal import services as journal
from paraph.journal.actors import SYSTEM, Actor
from paraph.notifications.services import mail_key
from paraph.signing import services as signing
from paraph.signing.models import Side, SigningTask

CHANNEL = Actor(kind="channel", name="Ссылка по электронной почте")

#: Transitions that end the guest's work with the document.
_ANSWERS = frozenset({"response_accepted", "response_rejected"})


class Standing(StrEnum):
    """What a link is good for now."""

    SEALED = "sealed"  #: the letter came, the document is not opened yet
    OPEN = "open"
    FINISHED = "finished"  #: signed, declined, or nothing was asked
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  #: a newer link was sent


_CLOSED = {
    Standing.SEALED: gettext_lazy("Сначала откройте документ и прочитайте его."),
    Standing.FINISHED: gettext_lazy("Вы уже ответили по этому документу: изменить ответ нельзя."),
    Standing.EXPIRED: gettext_lazy("Срок действия ссылки истёк. Попросите отправителя прислать новую."),
    Standing.WITHDRAWN: gettext_lazy("Отправитель отозвал документ: отвечать по нему не нужно."),
    Standing.REPLACED: gettext_lazy(
        "Вам отправлена новая ссылка на этот документ: откройте её из последнего письма."
    ),
}


def find(token: str) -> GuestLink | None:
    """The link of a token. The look-up is by hash, so its time tells nothing about tokens that exist.

    A link made with another secret of the installation, or to other bytes than its docflow's, is no link.
    """
    link = with_document().filter(token_hash=tokens.fingerprint(token)).first()
    if link is None or not hmac.compare_digest(tokens.derive(link.nonce), token):
        return None
    return link if link.file_sha256 == link.docflow.version.blob_id else None


def again(link: GuestLink) -> GuestLink:
    """The same link as it is in the database now."""
    return with_document().get(pk=link.pk)


def with_document() -> QuerySet[GuestLink]:
    """Links together with all that their pages and letters show."""
    return GuestLink.objects.select_related(
        "task",
        "package__sender",
        "package__organization",
        "docflow__document__counterparty",
        "docflow__document__organization",
        "docflow__version__blob",
    )


def standing(link: GuestLink, now: datetime | None = None) -> Standing:
    """What the link is good for, read from it and from its docflow."""
    if regions(link.docflow)["outgoing"] == "CANCELLED":
        return Standing.WITHDRAWN
    if link.revoked_at:
        return Standing.REPLACED
    if link.used_at or link.docflow.is_done:
        return Standing.FINISHED
    if link.expires_at <= (now or timezone.now()):
        return Standing.EXPIRED
    return Standing.OPEN if link.opened_at else Standing.SEALED


def package_links(link: GuestLink) -> list[GuestLink]:
    """All links of the same package to the same recipient that still lead somewhere, this one included."""
    same = with_document().filter(package_id=link.package_id, recipient_email=link.recipient_email)
    return [other for other in same.filter(revoked_at=None) if standing(other) is not Standing.WITHDRAWN]


def guest(link: GuestLink) -> Actor:
    """The recipient as the journal names them."""
    return actors.counterparty(link.recipient_email[:60], link.recipient_name or link.recipient_email)


def open_document(link: GuestLink) -> None:
    """The recipient opens the document: it is delivered. Opening again changes nothing."""
    with journal.writing(link.workspace_id):
        _refresh(link)
        if standing(link) is Standing.SEALED:
            _deliver(link)
        elif standing(link) not in (Standing.OPEN, Standing.FINISHED):
            raise closed(link)


def open_package(link: GuestLink) -> None:
    """The recipient opens every document of the package at once."""
    with journal.writing(link.workspace_id):
        open_document(link)
        for other in package_links(link):
            if standing(other) is Standing.SEALED:
                _deliver(other)


def _deliver(link: GuestLink) -> None:
    flow = link.docflow
    link.opened_at = timezone.now()
    link.save(update_fields=("opened_at",))
    if regions(flow)["outgoing"] == "SIGNED":  # the letter came before its worker could say so
        advance(flow, "accept", CHANNEL)
    if regions(flow)["outgoing"] == "ACCEPTED":  # an answer asked for again is delivered already
        advance(flow, "deliver", guest(link))


def sign(link: GuestLink, cms: bytes, method: str) -> bool:
    """Accept the recipient's detached signature; the link is used up by it, unless it is still being checked.

    Raises DomainError, having changed nothing, when the link no longer works, the document was not opened,
    nothing is to be signed, or the signature is not accepted.
    """
    return signing.accept_signature(_task(link), cms, method=method, actor=guest(link)) is not None


def add_power(link: GuestLink, xml: bytes, signature: bytes, file_name: str) -> PowerOfAttorney:
    """Keep a power of attorney the recipient brings for whoever signs; allowed before and after signing.

    Raises DomainError when it is no valid power, or not one given by the recipient's side.
    """
    _refresh(link)
    if link.task_id is None or standing(link) not in (Standing.OPEN, Standing.FINISHED):
        raise closed(link) if link.task_id else _unwanted()
    counterparty = link.docflow.document.counterparty
    upload = Upload(xml, (signature,), file_name, principal_inn=counterparty.inn)
    try:
        return authority.add(link.docflow.workspace, upload, actor=guest(link))
    except DomainError as error:  # the form has fields of its own
        raise DomainError(error.code, error.message, field="poa") from error


def powers(link: GuestLink) -> list[PowerOfAttorney]:
    """Powers of the recipient's side that are kept and not over."""
    counterparty = link.docflow.document.counterparty
    rows = authority.of_workspace(link.docflow.workspace).filter(principal_inn=counterparty.inn)
    return [row for row in rows if not row.is_over]


def _unwanted() -> DomainError:
    return DomainError("link-no-signature", _("По этому документу ваша подпись не нужна."))


def decline(link: GuestLink, reason: str) -> None:
    """Refuse to sign with a reason the sender reads; the link is used up by it."""
    signing.decline(_task(link), reason, actor=guest(link))


def _task(link: GuestLink) -> SigningTask:
    """The task the link may end, or DomainError with what stands in the way."""
    _refresh(link)
    if link.task_id is None:
        raise _unwanted()
    if standing(link) is not Standing.OPEN:
        raise closed(link)
    return signing.get_task(link.task_id, link.workspace_id)


def closed(link: GuestLink) -> DomainError:
    """Why nothing can be done with the link now."""
    now_is = standing(link)
    return DomainError(f"link-{now_is}", _CLOSED[now_is])


def _refresh(link: GuestLink) -> None:
    link.refresh_from_db(fields=("opened_at", "used_at", "revoked_at", "expires_at"))
    link.docflow.refresh_from_db(fields=("state", "status", "tab", "is_done", "reason"))


def use_up(change: Change) -> None:
    """Reaction to a transition: an answer uses its link up, in the very transaction of the answer.

    The UPDATE names everything a usable link must be, so an answer through a link that was revoked, used or
    expired a moment ago is rolled back with all that came with it.
    """
    links = GuestLink.objects.filter(docflow_id=change.docflow.pk)
    if change.event not in _ANSWERS or not links.exists():
        return
    now = timezone.now()
    # A signature that had to be checked again was brought while the link still worked.
    brought = datetime.fromisoformat(change.payload.get("received_at", now.isoformat()))
    if not links.filter(revoked_at=None, used_at=None, expires_at__gt=brought).update(used_at=now):
        raise DomainError("link-expired", _CLOSED[Standing.EXPIRED])
    signed = change.event == "response_accepted"
    write(links.get(used_at=now), "signed" if signed else "declined", f"{change.journal.pk}")


def offer(flow: Docflow, deadline: datetime) -> GuestLink:
    """A new link to the exact bytes of a docflow, with the partner's task if an answer is awaited.

    Whatever was offered and asked before is over, in the caller's transaction.
    """
    close(flow)
    package = flow.package
    task = None
    if regions(flow)["response"] == "WAITING":
        task = signing.request(
            docflow_id=flow.pk,
            package_id=package.pk,
            version=flow.version,
            side=Side.THEIRS,
            recipient=package.recipient_email,
            deadline=deadline,
        )
    nonce = tokens.new_nonce()
    return GuestLink.objects.create(
        workspace_id=flow.workspace_id,
        package=package,
        docflow=flow,
        task=task,
        recipient_email=package.recipient_email,
        recipient_name=package.recipient_name,
        file_sha256=flow.version.blob_id,
        nonce=nonce,
        token_hash=tokens.fingerprint(tokens.derive(nonce)),
        expires_at=deadline,
    )


def invite(links: Iterable[GuestLink]) -> None:
    """One letter with all these links, through the outbox. The effect names rows, never addresses."""
    links = list(links)
    first = links[0]
    effects.enqueue(
        "link.invite",
        {"links": [link.pk for link in links]},
        key=mail_key(),
        idempotency_id=f"link.invite:{first.pk}",
        workspace_id=first.workspace_id,
        docflow_id=first.docflow_id if len(links) == 1 else None,
        package_id=first.package_id,
        priority=10,
    )


def write(link: GuestLink, letter: str, event: str, reason: str = "") -> None:
    """A letter to the recipient about what became of the document, through the outbox."""
    effects.enqueue(
        "link.letter",
        {"link": link.pk, "letter": letter, "reason": reason},
        key=mail_key(),
        idempotency_id=f"link.letter:{event}:{link.pk}",
        workspace_id=link.workspace_id,
        docflow_id=link.docflow_id,
        package_id=link.package_id,
    )


def live(flow: Docflow) -> GuestLink | None:
    """The docflow's link that was not revoked."""
    return with_document().filter(docflow=flow, revoked_at=None).first()


def revoke(flow: Docflow) -> None:
    """Whatever was offered for the docflow stops working, in the caller's transaction."""
    GuestLink.objects.filter(docflow=flow, revoked_at=None).update(revoked_at=timezone.now())


def close(flow: Docflow) -> None:
    """The partner is offered and asked nothing more for the docflow, in the caller's transaction."""
    revoke(flow)
    signing.cancel(flow.pk, Side.THEIRS)


def give_up(links: Iterable[GuestLink], reason: str) -> None:
    """The letter with these links will not be sent: their documents are undeliverable, the sender decides."""
    for link in links:
        flow = link.docflow
        if link.revoked_at is None and regions(flow)["outgoing"] in ("SIGNED", "ACCEPTED"):
            close(flow)
            advance(flow, "delivery_failed", CHANNEL, {"reason": reason})


def expire_unopened(now: datetime) -> int:
    """End the documents nobody opened and nobody was asked to sign; returns how many.

    A document with a signing task ends by the task's own deadline.
    """
    due = with_document().filter(
        task=None, opened_at=None, revoked_at=None, expires_at__lte=now, docflow__tab="theirs"
    )
    count = 0
    for link in due:
        with journal.writing(link.workspace_id):
            _refresh(link)
            if standing(link, now) is Standing.EXPIRED:
                advance(link.docflow, "delivery_expired", SYSTEM)
                count += 1
    return count
