"""Faults to order: what can go wrong with ELMA365."""

from __future__ import annotations

from paraph.sandbox.ordered_faults import Fault, Faults

__all__ = ["KINDS", "Fault", "Faults"]

#: What can be ordered, said to people; `path` of an order is a part of «МЕТОД путь» after `/pub/v1/`.
KINDS = {
    "unsuccess": "HTTP 200, но success:false; ничего не сделано",
    "bad-request": "400 с описанием ошибки, ничего не сделано",
    "forbidden": "403: токен не принят",
    "too-many": "429: слишком много запросов; Retry-After — seconds",
    "error-before": "500, ничего не сделано",
    "error-after": "500, хотя операция выполнена",
    "cut-before": "соединение оборвано, ничего не сделано",
    "cut-after": "соединение оборвано, хотя операция выполнена",
    "slow": "ответ придёт через seconds секунд",
    "slow-part": "часть файла принимается seconds секунд",
    "foreign-link": "ссылка на файл ведёт на чужой сервер",
    "lost-callback": "обратный вызов хаба теряется: ответ 200, а процесс стоит",
    "process-cancelled": "процесс прерывают, пока хаб работает над его блоком",
}
