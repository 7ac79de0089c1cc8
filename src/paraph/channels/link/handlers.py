"""Letters to the partner. Only these carry the link; it is derived anew for each and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from paraph.channels.link import services, tokens
from paraph.channels.link.models import GuestLink
from paraph.channels.link.services import Standing
from paraph.docflow.services import advance, regions
from paraph.effects.handlers import Handler, Quarantine, Run
from paraph.errors import DomainError
from paraph.journal import services as journal
from paraph.notifications.handlers import Envelope, MailHandler, may_have_arrived
from paraph.notifications.letters import render


class Invite(MailHandler):
    """The first letter of a package: all its documents with their links."""

    kind = "link.invite"

    def compose(self, run: Run) -> Envelope | None:
        links = [link for link in _links(run.payload["links"]) if _leads_somewhere(link)]
        if not links:
            return None  # withdrawn or expired before the letter could leave
        package = links[0].package
        facts = {
            **_parties(links[0]),
            "package": package.title,
            "message": package.message.splitlines(),
            "deadline": min(link.expires_at for link in links).isoformat(),
            "documents": [
                {"title": link.docflow.document.title, "url": _url(link), "to_sign": link.task_id is not None}
                for link in links
            ],
        }
        return _envelope(links[0], "invite", facts)

    def settle(self, run: Run, answer: Mapping[str, Any]) -> None:
        if answer["sent"]:
            with journal.writing(run.workspace_id):  # the chain's head before any row, as in every verb
                self._report(run)

    def dropped(self, run: Run, reason: str) -> None:
        with journal.writing(run.workspace_id):
            if may_have_arrived(run):
                self._report(run)
            else:
                services.give_up(_links(run.payload["links"]), reason)

    def _report(self, run: Run) -> None:
        for link in filter(_leads_somewhere, _links(run.payload["links"])):
            link.mailed_at = timezone.now()
            link.save(update_fields=("mailed_at",))
            if regions(link.docflow)["outgoing"] == "SIGNED":  # else the partner was faster than this worker
                advance(link.docflow, "accept", services.CHANNEL, {"recipient": link.recipient_email})


class PartnerLetter(MailHandler):
    """What became of the document: signed, declined, withdrawn, or time is running out."""

    kind = "link.letter"

    def compose(self, run: Run) -> Envelope | None:
        link = _links([run.payload["link"]])[0]
        letter = run.payload["letter"]
        if letter in ("reminder", "refused") and services.standing(link) not in (
            Standing.SEALED,
            Standing.OPEN,
        ):
            return None
        facts = {
            **_parties(link),
            "document": link.docflow.document.title,
            "deadline": link.expires_at.isoformat(),
            "reason": run.payload.get("reason") or link.docflow.reason,
        }
        if letter != "withdrawn":
            facts["url"] = _url(link)
        return _envelope(link, letter, facts)


class ExpireUnopened(Handler):
    """Documents that were sent for reading only and not opened in time."""

    kind = "link.expire"
    timeout = timedelta(minutes=5)

    def perform(self, run: Run) -> Mapping[str, Any]:
        return {"expired": services.expire_unopened(timezone.now())}


def _links(ids: list[int]) -> list[GuestLink]:
    return list(services.with_document().filter(pk__in=ids))


def _leads_somewhere(link: GuestLink) -> bool:
    return services.standing(link) not in (Standing.WITHDRAWN, Standing.REPLACED, Standing.EXPIRED)


def _parties(link: GuestLink) -> dict[str, Any]:
    package = link.package
    return {
        "name": link.recipient_name,
        "organization": package.organization.name,
        "sender": package.sender.full_name,
        "counterparty": link.docflow.document.counterparty.name,
    }


def _url(link: GuestLink) -> str:
    try:
        return tokens.public_address(link)
    except DomainError as error:
        raise Quarantine(error.message) from error


def _envelope(link: GuestLink, letter: str, facts: Mapping[str, Any]) -> Envelope:
    return Envelope(
        to=link.recipient_email,
        to_name=link.recipient_name,
        letter=render(f"link/{letter}", facts),
        reply_to=link.package.sender.email,
    )
