"""How a block ended: codes for the conditions of a process, texts for people. Codes never change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """Why a block went to its error exit; OK is the other exit."""

    OK = "ok"
    PARAMETERS = "parameters"
    #: The application's row of «Соответствие документов» is missing or incomplete.
    MAPPING = "mapping"
    #: The person is unknown here, may not send from this account, or may not sign.
    RIGHT = "right"
    #: A field of the item is empty or cannot be read, or its file.
    ITEM = "item"
    #: The operator's account is not connected or does not work now.
    ACCOUNT = "account"
    #: The usual checks of a package before sending.
    CHECKS = "checks"
    NOT_FOUND = "not-found"
    #: The thing cannot be done with the document any more, or not yet.
    STATE = "state"
    FILE = "file"
    #: It was sent to our signer and came back, was withdrawn, or the operator did not take it.
    NOT_SENT = "not-sent"
    #: The answer to a received document was declined, cancelled or not taken.
    NOT_ANSWERED = "not-answered"
    PORTAL = "portal"
    DEADLINE = "deadline"
    #: Our own fault.
    INTERNAL = "internal"


#: What each code means, for the documentation and for the answer when there is nothing more exact to say.
TEXTS: Mapping[Code, str] = MappingProxyType(
    {
        Code.OK: "Выполнено.",
        Code.PARAMETERS: "Не заполнен или неверно заполнен параметр блока.",
        Code.MAPPING: "Приложение не настроено в таблице «Соответствие документов».",
        Code.RIGHT: "У пользователя нет права на это действие.",
        Code.ITEM: "В элементе не заполнено обязательное поле, или его значение не читается.",
        Code.ACCOUNT: "Учётная запись оператора не подключена или сейчас не работает.",
        Code.CHECKS: "Документ не прошёл проверку перед отправкой.",
        Code.NOT_FOUND: "Документа по этому элементу в Paraph нет.",
        Code.STATE: "С документом в этом состоянии действие невозможно.",
        Code.FILE: "Такого файла у документа нет.",
        Code.NOT_SENT: "Документ не отправлен.",
        Code.NOT_ANSWERED: "Ответ по документу не отправлен.",
        Code.PORTAL: "ELMA365 отказала в обращении.",
        Code.DEADLINE: "Результата не дождались: срок ожидания истёк.",
        Code.INTERNAL: "Сбой на стороне Paraph: администратор видит его на странице «Блоки процессов».",
    }
)


class Refusal(Exception):
    """The request cannot be met: code and text of the answer."""

    def __init__(self, code: Code, text: str = "") -> None:
        self.code = code
        self.text = text or TEXTS[code]
        super().__init__(self.text)
