"""Faults to order: what can go wrong with the portal."""

from __future__ import annotations

from paraph.sandbox.ordered_faults import Fault, Faults

__all__ = ["KINDS", "Fault", "Faults"]

#: What can be ordered, said to people; `path` of an order is a part of a method's or an event's name.
KINDS = {
    "query-limit": "503 QUERY_LIMIT_EXCEEDED: слишком много запросов",
    "operation-time-limit": "429 OPERATION_TIME_LIMIT: метод закрыт до operating_reset_at (seconds)",
    "overload": "503 OVERLOAD_LIMIT: портал закрыт вручную",
    "no-plan": "403 ACCESS_DENIED: тариф портала без REST",
    "method-confirm": "401 METHOD_CONFIRM_WAITING: метод ждёт подтверждения администратора",
    "user-access": "403 user_access_error: приложение закрыто для сотрудника",
    "no-auth": "401 NO_AUTH_FOUND: авторизация не найдена",
    "html": "страница HTML вместо JSON, ничего не сделано",
    "internal-error": "500 INTERNAL_SERVER_ERROR, ничего не сделано; в пакете падает одна команда",
    "error-after": "500 INTERNAL_SERVER_ERROR, хотя метод выполнен",
    "slow": "ответ придёт через seconds секунд",
    "cut-before": "соединение оборвано, ничего не сделано",
    "cut-after": "соединение оборвано, хотя метод выполнен",
    "expired-token": "401 expired_token: токен истёк раньше срока",
    "fired-installer": "установивший приложение уволен: его токены не действуют",
    "refused-refresh": "сервер авторизации отвечает invalid_grant",
    "refresh-unavailable": "сервер авторизации отвечает страницей 503, токен не заменён",
    "refresh-cut-after": "ответ сервера авторизации потерян, а токен уже заменён",
    "lost-event": "событие не доходит до обработчика",
    "duplicate-event": "событие приходит дважды",
    "bare-client": "404 от nginx, если файл просят без User-Agent и Referer",
    "transformation-error": "документ не превращается в PDF (path — часть его названия)",
    "lost-robot": "вызов робота не доходит до приложения",
    "duplicate-robot": "вызов робота приходит дважды",
    "late-robot": "вызов робота приходит через seconds секунд: очередь занята медленным обработчиком",
}
