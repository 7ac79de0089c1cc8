"""What the API says and means, in Russian sentences that say what to do.

The service's own texts are matched by their constant parts; a text nobody has seen yet is quoted as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.channels.diadoc.errors import DiadocError, Refused

#: Words for the refusal of one kind of call, by its status and text; None leaves it to `refusal`.
Wording = Callable[[int, str], str | None]

NO_API_KEY = gettext_lazy(
    "Не задан ключ разработчика API Диадока. Его выдаёт Контур по договору на "
    "использование API. Впишите его в форму или в переменную PARAPH_DIADOC_API_KEY."
)
NO_OIDC_CLIENT = gettext_lazy(
    "Не задан клиент OpenID Connect. Получите client_id и secret в кабинете интегратора Контура и впишите их "
    "в форму или в переменные PARAPH_DIADOC_OIDC_CLIENT и PARAPH_DIADOC_OIDC_SECRET."
)
OIDC_LOGIN_NEEDED = gettext_lazy(
    "Вход через Контур больше не действует. Откройте учётную запись в настройках канала и нажмите "
    "«Войти через Контур»."
)
SEALED = gettext_lazy(
    "Сохранённый секрет не расшифровывается: файл secret.key другой. Верните прежний secret.key "
    "или введите пароли и ключи заново."
)
NOT_READY = gettext_lazy("Диадок ещё готовит ответ.")
TOO_OFTEN = gettext_lazy("Диадок просит обращаться реже.")

_SPEAK_TO_ADMIN = gettext_lazy(
    "Попросите администратора ящика в Диадоке открыть пользователю доступ, затем повторите."
)

#: By X-Diadoc-ErrorCode.
_CODES = {
    "DocumentService.InvalidDocumentType": gettext_lazy(
        "Диадок не принимает такой тип, функцию или версию документа в этом ящике. Откройте "
        "«Соответствие видов» и выберите тип из списка, который Диадок отдаёт сейчас."
    ),
    "DocumentService.NotAllowedToSignWithPowerOfAttorney": gettext_lazy(
        "Тестовую подпись нельзя сочетать с доверенностью. Подпишите настоящим ключом или без доверенности."
    ),
    "Invitations.RoamingOperatorRequestIsRequired": gettext_lazy(
        "Контрагент работает у другого оператора, а роуминг с ним не настроен. Подайте заявку на "
        "www.diadoc.ru/roaming и повторите приглашение, когда её выполнят."
    ),
}

#: By the constant part of the text; `{name}` is filled from the named groups.
_TEXTS: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), words)
    for pattern, words in (
        (
            r"Can't deserialize request body",
            gettext_lazy("Диадок не разобрал запрос: обновите Paraph, версия API изменилась."),
        ),
        (
            r"should contain at least one attachment",
            gettext_lazy("В сообщении нет документов: добавьте хотя бы один."),
        ),
        (
            r"Provided odd metadata items\. Keys:\s*(?P<keys>[^\n;]*)",
            gettext_lazy(
                "Для этого типа документа лишние реквизиты: {keys}. Проверьте «Соответствие видов»: "
                "формализованным XML реквизиты не передают."
            ),
        ),
        (
            r"Невозможно получить данные по ключу",
            gettext_lazy("Не хватает обязательных реквизитов: {missing}. Заполните их в карточке документа."),
        ),
        (
            r"TypeNamedId must be specified",
            gettext_lazy("Не указан тип документа: задайте его в «Соответствии видов»."),
        ),
        (
            r"Invalid signature|Signature is invalid",
            gettext_lazy(
                "Диадок не принял подпись. Проверьте, что подписан именно этот файл и сертификат действует, "
                "и подпишите снова: после трёх неверных подписей за день документ блокируется до завтра."
            ),
        ),
        (
            r"Документ не может быть отправлен в указанном формате",
            gettext_lazy(
                "Диадок не принимает документ в этом формате. Запросите файл ответа заново: "
                "состояние документа, вероятно, изменилось."
            ),
        ),
        (
            r"cursor must have valid value",
            gettext_lazy(
                "Диадок не узнал место в ленте событий. Запустите фоновые задачи ещё раз: лента "
                "начнётся за два дня до последнего известного события."
            ),
        ),
        (
            r"Unable to find document for entity",
            gettext_lazy("Диадок не нашёл документ, к которому относится ответ: обновите его состояние."),
        ),
        (
            r"is not a DSS certificate",
            gettext_lazy("Это не облачный сертификат: выберите другой способ подписи."),
        ),
        (
            r"Access to Box is denied",
            gettext_lazy(
                "Нет доступа к ящику: запрос администраторам ящика уже отправлен. Дождитесь, пока они "
                "его одобрят, и повторите."
            ),
        ),
        (
            r"organization is liquidated",
            gettext_lazy(
                "В Диадоке организация отмечена как ликвидированная: её ящик закрыт. Если это ошибка, "
                "напишите в поддержку Диадока."
            ),
        ),
        (
            r"Power of attorney not found",
            gettext_lazy(
                "Диадок не нашёл доверенность. Зарегистрируйте её в Диадоке или приложите к подписи файлом."
            ),
        ),
        (
            r"forbids to receive messages from blocked senders",
            gettext_lazy(
                "Контрагент заблокировал вашу организацию в Диадоке. Свяжитесь с ним и попросите "
                "снять блокировку."
            ),
        ),
        (
            r"allows to receive messages only from counteragents",
            gettext_lazy(
                "Контрагент принимает документы только от своих контрагентов. Отправьте ему приглашение "
                "на странице «Ящики контрагентов» и дождитесь согласия."
            ),
        ),
        (
            r"Too many failed signatures today",
            gettext_lazy(
                "Сегодня было слишком много неверных подписей этого документа: Диадок принимает не больше "
                "трёх попыток в день. Разберитесь с подписью и повторите завтра."
            ),
        ),
        (
            r"default power of attorney is not specified",
            gettext_lazy(
                "У сотрудника в Диадоке нет доверенности по умолчанию. Назначьте её в Диадоке или выберите "
                "доверенность при подписании."
            ),
        ),
        (
            r"Apply for roaming|Setting is required for document exchange",
            _CODES["Invitations.RoamingOperatorRequestIsRequired"],
        ),
        (
            r"Generating print form for this type of document is not supported",
            gettext_lazy("Для документов этого типа Диадок не делает печатную форму."),
        ),
        (
            r"API method was removed|method .*removed",
            gettext_lazy("Этот метод API Диадок убрал: обновите Paraph."),
        ),
    )
)

#: By status, when the text says nothing we know. `{text}` is what the service wrote.
_STATUSES = {
    400: gettext_lazy("Диадок не принял запрос: {text}"),
    401: gettext_lazy(
        "Диадок не узнаёт учётную запись: токен не действует или ключ разработчика неверен. "
        "Откройте настройки канала и нажмите «Проверить связь»."
    ),
    402: gettext_lazy(
        "У организации закончилась подписка на API Диадока. Продлите её в Контуре и повторите."
    ),
    403: gettext_lazy("Диадок не даёт доступа к ящику или подразделению: {text}"),
    404: gettext_lazy("Диадок не нашёл то, о чём спросили: {text}"),
    405: gettext_lazy("Диадок не принимает такой вызов: обновите Paraph."),
    409: gettext_lazy("Диадок отказал: {text}"),
    410: gettext_lazy("Этот метод API Диадок убрал: обновите Paraph."),
    413: gettext_lazy("Запрос больше, чем принимает Диадок: отправьте документы по частям."),
    415: gettext_lazy("Диадок не принял тип данных: обновите Paraph."),
}
_KEY = re.compile(r"Невозможно получить данные по ключу:?\s*([\w.]+)")
#: Metadata keys as people know them.
METADATA = {
    "FileName": gettext_lazy("имя файла"),
    "DocumentDate": gettext_lazy("дата"),
    "DocumentNumber": gettext_lazy("номер"),
    "TotalSum": gettext_lazy("сумма"),
    "TotalVat": gettext_lazy("НДС"),
    "CurrencyCode": gettext_lazy("код валюты"),
    "Grounds": gettext_lazy("основание"),
    "ContractNumber": gettext_lazy("номер договора"),
    "ContractDate": gettext_lazy("дата договора"),
    "ContractDocumentNumber": gettext_lazy("номер договора"),
    "ContractDocumentDate": gettext_lazy("дата договора"),
    "ContractType": gettext_lazy("вид договора"),
    "ContractPrice": gettext_lazy("цена договора"),
    "PriceListEffectiveDate": gettext_lazy("дата вступления цен в силу"),
}


def refusal(status: int, text: str, code: str) -> str:
    """A 4xx in words: by its code, then by its text, then by its status with the text quoted."""
    for known, meaning in _CODES.items():
        if known in (code, text) or text.startswith(f"ErrorCode: {known}"):
            return str(meaning)
    for pattern, words in _TEXTS:
        found = pattern.search(text)
        if found:
            missing = ", ".join(metadata_name(key) for key in dict.fromkeys(_KEY.findall(text))) or text
            keys = ", ".join(
                metadata_name(key.strip()) for key in found.groupdict().get("keys", "").split(",")
            )
            return str(words).format(missing=missing, keys=keys)
    if status == 403:
        return f"{str(_STATUSES[403]).format(text=_quoted(text))} {_SPEAK_TO_ADMIN}"
    template = _STATUSES.get(status, gettext_lazy("Диадок ответил кодом {status}: {text}"))
    return str(template).format(status=status, text=_quoted(text))


def metadata_name(key: str) -> str:
    """A metadata key in words, with the key itself when nobody has named it."""
    return str(METADATA.get(key, key))


def _quoted(text: str) -> str:
    return f"«{text}»." if text else _("без пояснения.")


def in_progress(status: int, text: str) -> bool:
    """Whether a 409 says that the same operation is running still."""
    return status == 409 and "Request processing is in progress" in text


def for_a_person(error: DiadocError) -> str:
    """The error to one who waits at a page: nothing is repeated by itself there."""
    if isinstance(error, Refused):
        return error.full
    return _("{reason} Повторите через несколько минут.").format(reason=error.full)


def speaks_of_key(text: str) -> bool:
    """Whether a refused login is about the developer's key."""
    return any(word in text.lower() for word in ("ddauth_api_client_id", "api client", "apiclient"))


def _unknown_key() -> str:
    return _(
        "Диадок не знает такой ключ разработчика. Проверьте, что он вписан целиком и выдан "
        "для этого адреса API."
    )


def wrong_password(status: int, text: str) -> str | None:
    """A refusal of /V3/Authenticate?type=password."""
    if speaks_of_key(text):
        return _unknown_key()
    if status in (400, 401, 403):
        return _("Диадок не принял логин и пароль. Проверьте их: войдите с ними на diadoc.kontur.ru.")
    return None


def wrong_certificate(status: int, text: str) -> str | None:
    """A refusal of a login by certificate."""
    if speaks_of_key(text):
        return _unknown_key()
    if status in (400, 401, 403):
        return _(
            "Диадок не принял сертификат для входа. Добавьте его пользователю на diadoc.kontur.ru "
            "и проверьте, что он действует."
        )
    return None


def token_unopened(reason: str) -> str:
    return _("Токен, который прислал Диадок, не расшифровывается ключом входа: {reason}").format(
        reason=reason
    )


def unreachable(address: str, reason: str) -> str:
    return _("Нет связи с {address} ({reason}). Проверьте сеть и адрес API.").format(
        address=address, reason=reason
    )


def lost(reason: str) -> str:
    return _("Связь с Диадоком оборвалась, ответа нет ({reason}).").format(reason=reason)


def failure(status: int) -> str:
    return _("Диадок ответил внутренней ошибкой {status}.").format(status=status)


def unreadable(method: str) -> str:
    return _("Ответ Диадока на {method} не читается. Если повторится, обновите Paraph.").format(method=method)


def too_long(size: int) -> str:
    return _(
        "Ответ Диадока больше {size} МБ: такой файл не принять. Увеличьте PARAPH_MAX_DOCUMENT_MB."
    ).format(size=size // 1024 // 1024)
