"""Telling people what happened: one letter per person and event.

This room knows people and words, not documents: it is given plain facts by those who know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from paraph.effects import services as effects
from paraph.parties.models import Employee


@dataclass(frozen=True)
class News:
    """One thing to tell."""

    #: Unique name of the event, for example the id of its journal entry; a person hears of it once.
    id: str
    #: Letter template, «folder/name».
    template: str
    workspace_id: int
    #: Facts for the template; lazy texts are told in each reader's language.
    context: Mapping[str, Any] = field(default_factory=dict)
    package_id: int | None = None
    docflow_id: int | None = None


#: Tells one employee of news in another way than by letter: given the news, the person, and the facts of the
#: letter in the person's language; called in the transaction of the event.
Teller = Callable[[News, Employee, Mapping[str, Any]], None]
_tellers: dict[str, Teller] = {}


def also_tell(name: str, teller: Teller) -> None:
    """Tell of all news this way too (called once at start; the same name again replaces it)."""
    _tellers[name] = teller


def tell(news: News, employees: Iterable[Employee]) -> None:
    """Write one letter for each active employee into the outbox, in the caller's transaction."""
    for employee in employees:
        if not employee.is_active:
            continue
        language = employee.user.language if employee.user else settings.LANGUAGE_CODE
        facts = {"name": employee.full_name, **_in_language(news.context, language)}
        if employee.email:
            _write(news, employee, language, facts)
        for teller in _tellers.values():
            teller(news, employee, facts)


def _write(news: News, employee: Employee, language: str, facts: Mapping[str, Any]) -> None:
    effects.enqueue(
        "notifications.mail",
        {
            "to": employee.email,
            "to_name": employee.full_name,
            "language": language,
            "template": news.template,
            "context": facts,
        },
        key=mail_key(),
        idempotency_id=f"notice:{news.id}:{employee.email.lower()}",
        workspace_id=news.workspace_id,
        docflow_id=news.docflow_id,
        package_id=news.package_id,
    )


def _in_language(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    with translation.override(language):
        return {key: str(value) if isinstance(value, Promise) else value for key, value in facts.items()}


def mail_key() -> str:
    """The limit key all letters of the installation share: its mail server."""
    return f"mail:{settings.MAIL.host}"
