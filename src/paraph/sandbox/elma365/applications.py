"""Sections and applications of the new company: clients, legal entities, documents.

Of documents `contracts` are sent and `acts` come; `letters` have no place for what the exchange tells.
"""

from __future__ import annotations

from paraph.sandbox.elma365.schemas import Application, Field, Status

NAMESPACES = (
    ("_system_catalogs", "Системные справочники"),
    ("_clients", "CRM"),
    ("documents", "Документы"),
)

_COMPANY = "_clients/_companies"
_MY_COMPANY = "_system_catalogs/_my_companies"
_REQUISITES = (
    Field("_inn", "ИНН"),
    Field("_kpp", "КПП"),
    Field("_ogrn", "ОГРН"),
    Field("_email", "Электронная почта", "EMAIL", array=True),
)
#: What a paper says of itself.
_PAPER = (
    Field("number", "Номер"),
    Field("date", "Дата", "DATETIME", kind="date"),
    Field("amount", "Сумма", "MONEY"),
    Field("counterparty", "Контрагент", "SYS_COLLECTION", link=_COMPANY),
    Field("my_company", "Наше юрлицо", "SYS_COLLECTION", link=_MY_COMPANY),
    Field("__file", "Файл", "FILE"),
    Field("comment", "Комментарий", kind="text"),
)
#: What is known of it from the exchange.
_EXCHANGE = (
    Field("edo_status", "Статус ЭДО"),
    Field("paraph_id", "Идентификатор ЭДО"),
    Field("edo_link", "Ссылка на документ ЭДО"),
    Field("signed_file", "Подписанный документ", "FILE"),
    Field("print_form", "Печатная форма", "FILE"),
    Field("refusal_reason", "Причина отказа", kind="text"),
    Field("sent_at", "Отправлен", "DATETIME", kind="datetime"),
    Field("finished_at", "Завершён", "DATETIME", kind="datetime"),
)
_KINDS = (("supply", "Поставка"), ("service", "Услуги"), ("rent", "Аренда"))


def _statuses(*named: tuple[int, str, str]) -> tuple[Status, ...]:
    return tuple(Status(*one) for one in named)


APPLICATIONS = (
    Application(
        *("_system_catalogs", "_my_companies", "Мои юридические лица", "Юридическое лицо"), fields=_REQUISITES
    ),
    Application(*("_clients", "_companies", "Компании", "Компания"), fields=_REQUISITES),
    Application(
        *("_clients", "_contacts", "Контакты", "Контакт"),
        fields=(
            Field("_fullname", "ФИО", "FULL_NAME"),
            Field("_position", "Должность"),
            Field("_email", "Электронная почта", "EMAIL", array=True),
            Field("_phone", "Телефон", "PHONE", array=True),
            Field("_companies", "Компании", "SYS_COLLECTION", array=True, link=_COMPANY),
        ),
    ),
    Application(
        *("documents", "contracts", "Договоры", "Договор", "DOCUMENT"),
        fields=(
            *_PAPER,
            Field("valid_until", "Действует до", "DATETIME", kind="date"),
            Field("contract_type", "Вид договора", "ENUM", options=_KINDS),
            Field("answer_wanted", "Нужна ответная подпись", "BOOLEAN"),
            Field("responsible", "Ответственный", "SYS_USER"),
            *_EXCHANGE,
        ),
        # Numbers are given as statuses are made and say nothing of their order.
        statuses=_statuses(
            (1, "draft", "Черновик"),
            (2, "agreed", "Согласован"),
            (4, "sent", "Отправлен"),
            (3, "signed", "Подписан"),
            (5, "refused", "Отказ"),
            (6, "annulled", "Аннулирован"),
        ),
    ),
    Application(
        *("documents", "acts", "Акты входящие", "Акт", "DOCUMENT"),
        fields=(*_PAPER, Field("responsible", "Ответственный", "SYS_USER"), *_EXCHANGE),
        statuses=_statuses(
            (1, "new", "Новый"),
            (3, "in_work", "В работе"),
            (2, "signed", "Подписан"),
            (4, "refused", "Отказ"),
        ),
    ),
    Application(
        *("documents", "letters", "Письма", "Письмо", "DOCUMENT"),
        fields=(Field("number", "Номер"), Field("__file", "Файл", "FILE")),
        statuses=_statuses((1, "draft", "Черновик"), (2, "sent", "Отправлено")),
    ),
)
