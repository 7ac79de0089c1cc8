"""What a robot answers: codes for the conditions of a process, texts for people. Codes never change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from paraph.docflow.machine import status_titles


class Response(StrEnum):
    """How the request itself ended. Anything but OK comes with `error` = Y."""

    OK = "ok"
    PARAMETERS = "parameters"
    BALANCE = "balance"
    RIGHT = "right"
    FILE = "file"
    CONTACT = "contact"
    ENTITY = "entity"
    #: The usual checks of a package before sending.
    CHECKS = "checks"
    NOT_FOUND = "not-found"
    #: The thing cannot be done with the document any more, or not yet.
    STATE = "state"
    PORTAL = "portal"
    DEADLINE = "deadline"
    #: The robot is switched off, or our own fault.
    OFF = "off"
    INTERNAL = "internal"


#: What each code means, for the documentation and for the answer when there is nothing more exact to say.
TEXTS: Mapping[Response, str] = MappingProxyType(
    {
        Response.OK: "Выполнено.",
        Response.PARAMETERS: "Не заполнен или неверно заполнен параметр робота.",
        Response.BALANCE: "На балансе не осталось подписей.",
        Response.RIGHT: "У подписанта нет права подписи.",
        Response.FILE: "Файла документа нет, он ещё не готов или не читается.",
        Response.CONTACT: "У контакта или его компании не заполнены обязательные поля.",
        Response.ENTITY: "Элемент CRM не найден или не подходит.",
        Response.CHECKS: "Документ не прошёл проверку перед отправкой.",
        Response.NOT_FOUND: "Документ через Paraph не отправлялся.",
        Response.STATE: "С документом в этом состоянии действие невозможно.",
        Response.PORTAL: "Портал отказал в обращении.",
        Response.DEADLINE: "Итогового статуса не дождались: срок ожидания истёк.",
        Response.OFF: "Роботы выключены в настройках приложения.",
        Response.INTERNAL: "Сбой на стороне Paraph: администратор видит его на странице запусков.",
    }
)


class Status(StrEnum):
    """Where the document stands, as a process sees it."""

    NONE = ""
    DRAFT = "draft"
    APPROVAL = "approval"
    OUR_SIGNATURE = "our_signature"
    SENDING = "sending"
    WAITING = "waiting"
    AMENDMENT = "amendment"
    ANNULMENT = "annulment"
    SIGNED = "signed"
    DIVERGENCES = "signed_with_divergences"
    REJECTED = "rejected"
    NOT_SIGNED = "not_signed"
    EXPIRED = "expired"
    NOT_DELIVERED = "not_delivered"
    INVALID = "invalid_signature"
    WITHDRAWN = "withdrawn"
    #: A received document that has not come to an end.
    INCOMING = "incoming"
    ANNULLED = "annulled"


#: Status of a docflow → what a process is told.
STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        "DRAFT": Status.DRAFT,
        "ON_APPROVAL": Status.APPROVAL,
        "APPROVED": Status.APPROVAL,
        "ON_SIGNING": Status.OUR_SIGNATURE,
        "SIGN_FAILED": Status.NOT_SIGNED,
        "SENDING": Status.SENDING,
        "SENT": Status.SENDING,
        "WAIT_INVITATION": Status.SENDING,
        "IN_ROAMING": Status.SENDING,
        "DELIVERED": Status.WAITING,
        "WAITING_RECEIPT": Status.WAITING,
        "WAITING_RESPONSE": Status.WAITING,
        "AMENDMENT_REQUESTED": Status.AMENDMENT,
        "REVOCATION_REQUESTED": Status.ANNULMENT,
        "REVOCATION_ASKED": Status.ANNULMENT,
        "COMPLETED": Status.SIGNED,
        "ACCEPTED_WITH_DIVERGENCES": Status.DIVERGENCES,
        "REJECTED": Status.REJECTED,
        "NOT_ACCEPTED": Status.REJECTED,
        "RESPONSE_EXPIRED": Status.EXPIRED,
        "UNDELIVERABLE": Status.NOT_DELIVERED,
        "OPERATOR_ERROR": Status.NOT_DELIVERED,
        "ROAMING_ERROR": Status.NOT_DELIVERED,
        "INVALID_SIGNATURE": Status.INVALID,
        "CANCELLED": Status.WITHDRAWN,
        "ANNULLED": Status.ANNULLED,
    }
)


def status_of(status: str) -> Status:
    """What a process is told of a docflow's status; those of received documents alone share one code."""
    return STATUSES.get(status, Status.INCOMING)


#: A process that waits for the end waits no longer: the rest, if any, is for people to decide.
FINAL = frozenset(
    {
        Status.SIGNED,
        Status.DIVERGENCES,
        Status.REJECTED,
        Status.NOT_SIGNED,
        Status.EXPIRED,
        Status.NOT_DELIVERED,
        Status.INVALID,
        Status.WITHDRAWN,
        Status.ANNULLED,
    }
)
#: Signed by everybody who was to sign.
SIGNED = frozenset({Status.SIGNED, Status.DIVERGENCES})


def status_text(status: str, reason: str = "") -> str:
    """A docflow's status in words, with the reason somebody gave for it."""
    title = status_titles()[status]
    return f"{title}: {reason}" if reason else title
