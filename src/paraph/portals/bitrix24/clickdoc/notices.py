"""What our people hear by letter they hear in the portal too; a request to sign goes away once it is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from paraph.docflow.models import Docflow
from paraph.docflow.ports import Change
from paraph.notifications.letters import render
from paraph.notifications.services import News
from paraph.parties.models import Employee
from paraph.portals.bitrix24 import notify
from paraph.portals.bitrix24.clickdoc import linked
from paraph.signing.models import Side, SigningTask, TaskState

#: Letters that ask for a signature: their notice is cleared when nothing waits for it any more.
_REQUESTS = ("signature_requested", "signing_reminder", "answer_to_sign")
#: Switch of the portal's administrator; on unless it was turned off.
OPTION = "clickdoc_notices"
_LONGEST = 500


def tell_in_portal(news: News, employee: Employee, facts: Mapping[str, Any]) -> None:
    """The subject of a letter as a notice to the employee on every portal they work at."""
    users = [user for user in linked.users_of(employee) if user.portal.options.get(OPTION, True)]
    if not users:
        return
    language = employee.user.language if employee.user else settings.LANGUAGE_CODE
    subject = render(news.template, facts, language).subject
    text = f"{notify.plain(subject)[:_LONGEST]} {_links(news, facts)}".strip()
    for user in users:
        notify.notify(user.portal, user.user_id, text, *_tags(news))


def clear_when_signed(change: Change) -> None:
    """Reaction to a transition: when the package awaits no signature of ours, nobody is asked any more."""
    package_id = change.docflow.package_id
    waiting = SigningTask.objects.filter(package_id=package_id, side=Side.OURS, state=TaskState.WAITING)
    if waiting.exists():
        return
    for portal in linked.portals_of(change.docflow.workspace_id):
        notify.clear(portal, _request_tag(package_id))


def _tags(news: News) -> tuple[str, ...]:
    """The tag, by which a newer notice replaces the older, and the group it is cleared with."""
    name = news.template.rpartition("/")[2]
    if name in _REQUESTS and news.package_id:
        return (_request_tag(news.package_id),)
    subject = f"DOC|{news.docflow_id}" if news.docflow_id else f"PACKAGE|{news.package_id}"
    return f"{subject}|NEWS", subject


def _request_tag(package_id: int) -> str:
    return f"PACKAGE|{package_id}|SIGN"


def _links(news: News, facts: Mapping[str, Any]) -> str:
    """Where to go: the CRM object, whose tab holds the document, and the document itself."""
    flows = Docflow.objects.filter(workspace_id=news.workspace_id)
    about = flows.filter(pk=news.docflow_id) if news.docflow_id else flows.filter(package=news.package_id)
    card = about.order_by("id").values_list("document__crm_url", flat=True).first()
    links = [(card, _("Открыть карточку")), (facts.get("url"), _("Открыть в Paraph"))]
    return " ".join(f"[URL={address}]{words}[/URL]" for address, words in links if address)
