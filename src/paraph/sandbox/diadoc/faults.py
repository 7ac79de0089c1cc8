"""Faults to order: what can go wrong with the operator."""

from __future__ import annotations

from paraph.sandbox.ordered_faults import Fault, Faults

__all__ = ["KINDS", "Fault", "Faults"]

#: What can be ordered, said to people. The first seven befall any call, the rest the methods concerned.
KINDS = {
    "too-many-requests": "429 со страницей балансировщика",
    "unavailable": "503 со страницей балансировщика",
    "error-before": "500, ничего не сделано",
    "error-after": "500, хотя операция выполнена",
    "slow": "ответ придёт через seconds секунд",
    "cut-before": "соединение оборвано, ничего не сделано",
    "cut-after": "соединение оборвано, хотя операция выполнена",
    "expired-token": "401: токен истёк",
    "blocked-box": "403: ящик заблокирован",
    "lost-part": "часть файла, посланная на полку, потеряна",
    "too-many-signatures": "409: три неверные подписи за день",
    "duplicate-events": "событие приходит дважды",
    "late-events": "событие появляется в ленте после более поздних",
    "equal-index-keys": "два события с одним ключом на границе страницы",
    "signature-rejected": "подпись принята, а потом признана неверной",
}
