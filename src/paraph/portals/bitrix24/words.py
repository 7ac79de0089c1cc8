"""What is told to people about the connection with a portal: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NEEDS_ADMINISTRATOR = gettext_lazy(
    "Портал не принимает ни одного токена: администратор портала должен открыть в нём приложение Paraph."
)
NO_TOKEN = gettext_lazy("У этого сотрудника нет действующего токена: пусть он откроет приложение в портале.")
NOT_INSTALLED = gettext_lazy("Приложение на портале не установлено.")
TOO_OFTEN = gettext_lazy("Портал просит реже обращаться к нему.")
OVERLOADED = gettext_lazy("Портал отключил обращения из-за нагрузки: обратитесь в поддержку Битрикс24.")
NOT_JSON = gettext_lazy("Портал перегружен: вместо ответа пришла страница.")
GONE = gettext_lazy("Портал удалён.")
TOKEN_REFUSED = gettext_lazy("Портал не принял токен.")
MOVED = gettext_lazy("Портал сменил адрес, новый пока не подтверждён сервером авторизации.")
SEALED = gettext_lazy(
    "Токены не расшифровать ключом этой установки: администратор портала должен открыть приложение заново."
)
WAITING_FOR_TURN = gettext_lazy("Очередь обращений к порталу: предел — два в секунду.")
FOREIGN_ADDRESS = gettext_lazy("Адрес файла не принадлежит порталу.")
TOO_LONG = gettext_lazy("Ответ портала больше допустимого.")


def unreachable(what: str) -> str:
    """The connection did not come about."""
    return _("Портал недоступен ({what}): проверьте сеть.").format(what=what)


def lost(what: str) -> str:
    """Sent, and no answer came."""
    return _("Ответ портала потерян ({what}): действие могло выполниться.").format(what=what)


def failure(status: int) -> str:
    """The portal failed while working."""
    return _("Сбой на стороне портала ({status}).").format(status=status)


def busy_method(method: str) -> str:
    """OPERATION_TIME_LIMIT."""
    return _("Портал исчерпал время метода {method}: подождём, пока он освободится.").format(method=method)


_CODES = {
    "insufficient_scope": gettext_lazy(
        "Приложению не хватает прав: администратор портала должен переустановить его со всеми правами."
    ),
    "METHOD_CONFIRM_WAITING": gettext_lazy("Ждём, пока администратор портала разрешит обращение."),
    "METHOD_CONFIRM_DENIED": gettext_lazy("Администратор портала запретил обращение."),
    "ERROR_METHOD_NOT_FOUND": gettext_lazy("На этом портале нет такой возможности: она зависит от тарифа."),
    "ACCESS_DENIED": gettext_lazy("Портал отказал в доступе: не хватает прав, или REST закрыт тарифом."),
}


def refusal(code: str, text: str) -> str:
    """A refusal by its code; the portal's own words follow."""
    known = _CODES.get(code)
    said = text or code
    if known is None:
        return _("Битрикс24 отказал: {text}").format(text=said or _("без объяснения"))
    return f"{known} {said}".strip()
