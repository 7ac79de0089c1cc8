"""Words for what the machinery names by codes: journal events, effects."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

from paraph.approval.routes import ROUTE_ADDED, ROUTE_CHANGED
from paraph.archive import steps
from paraph.balance import services as balance
from paraph.journal.models import JournalEvent
from paraph.parties.events import Event

EFFECT_RETRIED = "effect:retried"
EFFECT_DROPPED = "effect:dropped"

#: Events outside the life of a document (those are in `archive.steps`).
_EVENTS: Mapping[str, str] = {
    Event.WORKSPACE_CREATED: gettext_noop("Рабочее пространство создано"),
    Event.ORGANIZATION_ADDED: gettext_noop("Добавлена организация"),
    Event.ORGANIZATION_CHANGED: gettext_noop("Изменена организация"),
    Event.DEPARTMENT_ADDED: gettext_noop("Добавлен отдел"),
    Event.DEPARTMENT_CHANGED: gettext_noop("Изменён отдел"),
    Event.EMPLOYEE_ADDED: gettext_noop("Добавлен сотрудник"),
    Event.EMPLOYEE_CHANGED: gettext_noop("Изменён сотрудник"),
    Event.EMPLOYEE_DEACTIVATED: gettext_noop("Закрыт доступ сотрудника"),
    Event.EMPLOYEE_RESTORED: gettext_noop("Возвращён доступ сотрудника"),
    Event.DEPUTY_SET: gettext_noop("Назначен заместитель"),
    Event.DEPUTY_REMOVED: gettext_noop("Снято замещение"),
    Event.PASSWORD_LINK_ISSUED: gettext_noop("Выдана ссылка для пароля"),
    Event.COUNTERPARTY_ADDED: gettext_noop("Добавлен контрагент"),
    Event.COUNTERPARTY_CHANGED: gettext_noop("Изменён контрагент"),
    "authority:added": gettext_noop("Добавлена доверенность"),
    "authority:state": gettext_noop("Изменилось состояние доверенности"),
    "authority:revocation-noted": gettext_noop("Отмечен отзыв доверенности"),
    ROUTE_ADDED: gettext_noop("Добавлен маршрут согласования"),
    ROUTE_CHANGED: gettext_noop("Изменён маршрут согласования"),
    "incoming-rule:added": gettext_noop("Добавлено правило для входящих"),
    "incoming-rule:changed": gettext_noop("Изменено правило для входящих"),
    "incoming-rule:removed": gettext_noop("Удалено правило для входящих"),
    balance.SWITCHED: gettext_noop("Переключён учёт баланса подписей"),
    balance.PACK_ADDED: gettext_noop("Добавлен пакет подписей"),
    balance.PACK_REMOVED: gettext_noop("Снят пакет подписей"),
    "diadoc:account-connected": gettext_noop("Подключена учётная запись Диадока"),
    "diadoc:account-changed": gettext_noop("Изменена учётная запись Диадока"),
    "diadoc:account-paused": gettext_noop("Обмен через Диадок приостановлен"),
    "diadoc:account-resumed": gettext_noop("Обмен через Диадок возобновлён"),
    "diadoc:account-removed": gettext_noop("Учётная запись Диадока отключена"),
    "diadoc:box-chosen": gettext_noop("Выбран наш ящик в Диадоке"),
    "diadoc:partner-box-chosen": gettext_noop("Выбран ящик контрагента в Диадоке"),
    "diadoc:partner-invited": gettext_noop("Контрагент приглашён в Диадок"),
    "diadoc:invitation-accepted": gettext_noop("Принято приглашение контрагента в Диадоке"),
    "diadoc:invitation-declined": gettext_noop("Отклонено приглашение контрагента в Диадоке"),
    "diadoc:kinds-mapped": gettext_noop("Сопоставлены виды документов с Диадоком"),
    "diadoc:receipts-key-set": gettext_noop("Задан ключ для извещений о получении"),
    "diadoc:receipts-key-dropped": gettext_noop("Убран ключ для извещений о получении"),
    "bitrix24:robot-step": gettext_noop("Робот Битрикс24"),
    "bitrix24:robots-changed": gettext_noop("Изменены настройки роботов Битрикс24"),
    "elma365:block-step": gettext_noop("Блок процесса ELMA365"),
    "elma365:connected": gettext_noop("Подключена компания ELMA365"),
    "elma365:changed": gettext_noop("Изменено соединение с ELMA365"),
    "elma365:token-renewed": gettext_noop("Выпущен новый токен для ELMA365"),
    "elma365:switched-on": gettext_noop("Работа с ELMA365 включена"),
    "elma365:switched-off": gettext_noop("Работа с ELMA365 выключена"),
    "elma365:removed": gettext_noop("Компания ELMA365 отключена"),
    "elma365:operator-key": gettext_noop("Изменён ключ разработчика для ELMA365"),
    "elma365:account-saved": gettext_noop("Сохранён аккаунт оператора для ELMA365"),
    "elma365:locked-out": gettext_noop("ELMA365 больше не принимает токен"),
    "elma365:person-chosen": gettext_noop("Сотрудник ELMA365 связан с сотрудником"),
    "storage:place-changed": gettext_noop("Изменено место хранения файлов"),
    EFFECT_RETRIED: gettext_noop("Задание из карантина запущено снова"),
    EFFECT_DROPPED: gettext_noop("Задание из карантина отброшено"),
}

#: Fields named in the «changed» lists of events.
_FIELDS: Mapping[str, str] = {
    "name": gettext_noop("название"),
    "inn": gettext_noop("ИНН"),
    "kpp": gettext_noop("КПП"),
    "ogrn": gettext_noop("ОГРН"),
    "address": gettext_noop("адрес"),
    "contact_name": gettext_noop("контактное лицо"),
    "email": gettext_noop("эл. почта"),
    "full_name": gettext_noop("ФИО"),
    "position": gettext_noop("должность"),
    "snils": gettext_noop("СНИЛС"),
    "organization": gettext_noop("организация"),
    "department": gettext_noop("отдел"),
    "head": gettext_noop("руководитель"),
    "roles": gettext_noop("роли"),
}

_EFFECTS: Mapping[str, str] = {
    "notifications.mail": gettext_noop("Письмо сотруднику"),
    "link.invite": gettext_noop("Письмо контрагенту со ссылкой"),
    "link.letter": gettext_noop("Письмо контрагенту"),
    "authority.refresh": gettext_noop("Вопрос к реестру доверенностей"),
    "diadoc.post": gettext_noop("Отправка документов в Диадок"),
    "diadoc.prepare": gettext_noop("Подготовка ответа в Диадоке"),
    "diadoc.carry": gettext_noop("Отправка ответа в Диадок"),
    "diadoc.apply": gettext_noop("Разбор события Диадока"),
    "diadoc.finish": gettext_noop("Загрузка печатной формы и протокола из Диадока"),
    "diadoc.acquire": gettext_noop("Приглашение контрагента в Диадок"),
    "diadoc.break": gettext_noop("Отклонение приглашения в Диадоке"),
    "bitrix24.robot": gettext_noop("Работа по запросу бизнес-процесса Битрикс24"),
    "bitrix24.robot-answer": gettext_noop("Ответ бизнес-процессу Битрикс24"),
    "bitrix24.robot-log": gettext_noop("Шаги в журнал бизнес-процесса Битрикс24"),
    "bitrix24.robot-store": gettext_noop("Подписанный документ на Диск Битрикс24"),
    "elma365.block": gettext_noop("Работа по запросу процесса ELMA365"),
    "elma365.block-answer": gettext_noop("Ответ процессу ELMA365"),
    "elma365.block-say": gettext_noop("Сообщение в ленту элемента ELMA365"),
    "elma365.block-ask": gettext_noop("Вопрос о состоянии процессов ELMA365"),
    "elma365.sync": gettext_noop("Обновление элемента ELMA365"),
    "elma365.tasks": gettext_noop("Фоновые задачи ELMA365"),
    "elma365.people": gettext_noop("Чтение сотрудников и юридических лиц ELMA365"),
    "elma365.tell-module": gettext_noop("Подключение модуля в ELMA365"),
    "elma365.check": gettext_noop("Проверка связи с ELMA365"),
    "archive.build": gettext_noop("Сборка доказательств для архива"),
}


def effect_title(kind: str) -> str:
    """What an effect does; a kind of another adapter shows its code."""
    return gettext(_EFFECTS[kind]) if kind in _EFFECTS else kind


def event_words(event: JournalEvent) -> tuple[str, str]:
    """Title and details of any journal event; an unknown one shows its code."""
    if event.action not in _EVENTS:
        return steps.describe(event)
    return gettext(_EVENTS[event.action]), "; ".join(_details(event))


def _details(event: JournalEvent) -> list[str]:
    data = event.data
    words = [str(data[name]) for name in ("name", "number", "reason", "deputy_name") if data.get(name)]
    if data.get("kind"):
        words.insert(0, effect_title(data["kind"]))
    if event.action.endswith("-changed"):
        words += [gettext(_FIELDS.get(field, field)) for field in data.get("changed", ())]
    return words
