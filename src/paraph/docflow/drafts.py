"""A package as its sender states it: what may be said, in whose hands it is, the title it gets by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from paraph import texts
from paraph.approval.models import Route
from paraph.docflow.models import Package
from paraph.errors import DomainError
from paraph.parties.models import Counterparty, Employee, Organization, Role
from paraph.registry.models import Document

#: Longest texts of a package, characters.
LONGEST = {
    "title": 300,
    "recipient_email": 254,
    "recipient_box": 200,
    "recipient_name": 200,
    "message": texts.LONGEST_REASON,
}


@dataclass(frozen=True)
class Draft:
    """What a sender states about a package."""

    organization: Organization
    counterparty: Counterparty
    title: str = ""
    channel: str = "link"
    recipient_email: str = ""
    #: A value of the channel's `recipients`.
    recipient_box: str = ""
    recipient_name: str = ""
    message: str = ""
    signer: Employee | None = None
    route: Route | None = None
    sign_deadline: datetime | None = None
    answer_deadline: datetime | None = None


def derived_title(package: Package) -> str:
    """The title the package's documents give it when the sender names none."""
    flows = package.docflows.select_related("document").order_by("id")
    return default_title([flow.document for flow in flows])


def default_title(documents: Sequence[Document]) -> str:
    """The title of a package of these documents, within the column's length."""
    if len(documents) == 1:
        return documents[0].title
    first = documents[0].title[: LONGEST["title"] - 20]  # there must be room for the rest
    return _("{title} и ещё {count}").format(title=first, count=len(documents) - 1)


def stated_in(draft: Draft) -> dict[str, Any]:
    """What the draft says, its texts as they can be kept; DomainError with `faults` for those too long."""
    values = vars(draft)
    stated: dict[str, str] = {name: texts.storable(values[name].strip()) for name in LONGEST}
    faults = texts.overlong(LONGEST, stated)
    if faults:
        raise DomainError("invalid", _("Исправьте отмеченные поля. Пока ничего не сохранено."), faults=faults)
    return {**values, **stated}


def refuse_foreign(draft: Draft | Package, documents: Sequence[Document], sender: Employee) -> None:
    """Every part of a package belongs to the sender's workspace and to one pair of parties."""
    if not documents:
        raise DomainError("documents", _("Добавьте в пакет хотя бы один документ."), field="documents")
    parts = [draft.organization, draft.counterparty, draft.signer, draft.route, *documents]
    if any(part is not None and part.workspace_id != sender.workspace_id for part in parts):
        raise DomainError("not-found", _("Документ или участник не найден в вашем рабочем пространстве."))
    for document in documents:
        pair = (document.organization_id, document.counterparty_id)
        if pair != (draft.organization.pk, draft.counterparty.pk):
            message = _("Документ «{title}» зарегистрирован на других участников: в пакет его не добавить.")
            raise DomainError("documents", message.format(title=document.title), field="documents")


def authorise(sender: Employee, workspace_id: int) -> None:
    """Packages are in the hands of the senders and administrators of their own workspace."""
    if sender.workspace_id != workspace_id:
        raise DomainError("not-found", _("Документ или пакет не найден в вашем рабочем пространстве."))
    if not sender.has_role(Role.SENDER, Role.ADMINISTRATOR):
        raise DomainError("forbidden", _("У вас нет права на это действие. Обратитесь к администратору."))
