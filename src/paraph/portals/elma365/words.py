"""What is told to people about the connection with ELMA365: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NO_TOKEN = gettext_lazy("Не введён токен ELMA365: укажите его на вкладке «Соединение».")
SEALED = gettext_lazy("Токен не расшифровать ключом этой установки: введите токен ELMA365 заново.")
OFF = gettext_lazy("Работа с ELMA365 выключена: включите её на вкладке «Соединение».")
REMOVED = gettext_lazy("Компания ELMA365 отключена. Подключите её снова и повторите.")
TOO_OFTEN = gettext_lazy("ELMA365 просит реже обращаться к ней.")
WAITING_FOR_TURN = gettext_lazy("Очередь обращений к ELMA365.")
NOT_JSON = gettext_lazy("Вместо ответа ELMA365 прислала страницу: проверьте адрес или подождите.")
MOVED = gettext_lazy("ELMA365 отправляет на другой адрес: проверьте адрес компании.")
TOO_LONG = gettext_lazy("Ответ ELMA365 больше допустимого.")
INCOMPLETE = gettext_lazy("В ответе ELMA365 нет того, что в нём должно быть.")
ENDLESS = gettext_lazy("Список ELMA365 не кончается: сузьте отбор.")
FOREIGN_ADDRESS = gettext_lazy(
    "Файл лежит на сервере, которого нет в настройках: если он ваш, впишите его на вкладке «Соединение»."
)
FORBIDDEN = gettext_lazy(
    "ELMA365 не приняла токен, или его владельцу не хватает прав: он должен быть в группе «Администраторы»."
)
NOT_FOUND = gettext_lazy("ELMA365 не нашла того, о чём спрошено: возможно, это удалили.")
MODULE_NOT_TOLD = gettext_lazy(
    "Модуль Paraph в ELMA365 не подключён: проверьте идентификатор и права токена."
)
NO_MODULE = gettext_lazy("Модуль Paraph в ELMA365 не указан.")


def unreachable(what: str) -> str:
    """The connection did not come about."""
    return _("ELMA365 недоступна ({what}): проверьте адрес и сеть.").format(what=what)


def lost(what: str) -> str:
    """Sent, and no answer came."""
    return _("Ответ ELMA365 потерян ({what}): действие могло выполниться.").format(what=what)


def failure(status: int) -> str:
    """ELMA365 failed while working."""
    return _("Сбой на стороне ELMA365 ({status}).").format(status=status)


def refusal(code: str, text: str) -> str:
    """A refusal; ELMA365's own words follow."""
    known = {"forbidden": FORBIDDEN, "not-found": NOT_FOUND}.get(code)
    if known is None:
        return _("ELMA365 отказала: {text}").format(text=text or _("без объяснения"))
    return f"{known} {text}".strip()
