"""How a request of a process ended: codes for its conditions, texts for people. Codes never change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


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
