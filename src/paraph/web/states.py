"""How each status of a docflow looks and reads: tone, icon, whose turn it is, what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from paraph.docflow.machine import status_titles

#: Titles of `machines.json`, listed for translation; a test holds the list to the table.
TITLES = (
    gettext_noop("Аннулирован"),
    gettext_noop("Отозван отправителем"),
    gettext_noop("Запрошено аннулирование"),
    gettext_noop("Контрагент просит аннулировать"),
    gettext_noop("Подпись контрагента не верна"),
    gettext_noop("Ошибка оператора"),
    gettext_noop("Ошибка роуминга"),
    gettext_noop("Не доставлен"),
    gettext_noop("Отказано в подписи"),
    gettext_noop("Не принят"),
    gettext_noop("Срок ответа истёк"),
    gettext_noop("Запрошено уточнение"),
    gettext_noop("Принят с расхождениями"),
    gettext_noop("Завершён"),
    gettext_noop("Ждём подпись контрагента"),
    gettext_noop("Ждём извещение о получении"),
    gettext_noop("Доставлен"),
    gettext_noop("В роуминге"),
    gettext_noop("Ждём принятия приглашения"),
    gettext_noop("Отправлен"),
    gettext_noop("Отправляется"),
    gettext_noop("Не подписан"),
    gettext_noop("На подписании"),
    gettext_noop("Согласован"),
    gettext_noop("На согласовании"),
    gettext_noop("Черновик"),
    gettext_noop("Наша подпись не верна"),
    gettext_noop("Отказано нами"),
    gettext_noop("Не принят нами"),
    gettext_noop("Мы запросили уточнение"),
    gettext_noop("Подписан с расхождениями"),
    gettext_noop("Подписан"),
    gettext_noop("Получен"),
    gettext_noop("Согласован, ждёт нашей подписи"),
    gettext_noop("Ждёт нашей подписи"),
    gettext_noop("Ждёт нашего извещения о получении"),
    gettext_noop("Извещение о получении отправлено"),
)


#: Id and full name of an employee; no id when nobody is chosen.
Person = tuple[int | None, str]


#: Sources of time the journal may name (`paraph.journal.services`), for translation.
TIME_SOURCES = (gettext_noop("часы сервера"),)


class Turn(StrEnum):
    """Whose step comes next."""

    NOBODY = ""
    SENDER = "sender"
    APPROVER = "approver"
    SIGNER = "signer"
    PARTNER = "partner"
    OPERATOR = "operator"
    HUB = "hub"


@dataclass(frozen=True)
class Look:
    """One status in the interface; the tone is a class of `.state`, never the only sign."""

    tone: str
    icon: str
    turn: Turn
    next: Any


LOOKS: Mapping[str, Look] = {
    "DRAFT": Look("", "edit", Turn.SENDER, gettext_lazy("Проверьте реквизиты и отправьте пакет.")),
    "ON_APPROVAL": Look(
        "wait",
        "people",
        Turn.APPROVER,
        gettext_lazy("После согласования документ уйдёт на подпись."),
    ),
    "APPROVED": Look("wait", "check", Turn.HUB, gettext_lazy("Готовится запрос подписи.")),
    "ON_SIGNING": Look(
        "act",
        "sign",
        Turn.SIGNER,
        gettext_lazy("После подписи всех документов пакета он уйдёт контрагенту."),
    ),
    "SIGN_FAILED": Look(
        "bad", "alert", Turn.SENDER, gettext_lazy("Запросите подпись снова или отзовите документ.")
    ),
    "SENDING": Look("wait", "send", Turn.HUB, gettext_lazy("Документ отправляется контрагенту.")),
    "SENT": Look("wait", "send", Turn.PARTNER, gettext_lazy("Ждём, когда документ дойдёт до контрагента.")),
    "DELIVERED": Look("wait", "mail", Turn.PARTNER, gettext_lazy("Документ у контрагента.")),
    "WAITING_RESPONSE": Look(
        "wait", "clock", Turn.PARTNER, gettext_lazy("Документ у контрагента. Ждём подпись или отказ.")
    ),
    "WAITING_RECEIPT": Look("wait", "clock", Turn.PARTNER, gettext_lazy("Ждём извещение о получении.")),
    "WAIT_INVITATION": Look(
        "wait", "clock", Turn.PARTNER, gettext_lazy("Контрагент должен принять приглашение к обмену.")
    ),
    "IN_ROAMING": Look("wait", "route", Turn.HUB, gettext_lazy("Документ идёт к оператору контрагента.")),
    "RESPONSE_EXPIRED": Look(
        "bad", "clock", Turn.SENDER, gettext_lazy("Запросите ответ снова или отзовите документ.")
    ),
    "UNDELIVERABLE": Look(
        "bad", "alert", Turn.SENDER, gettext_lazy("Проверьте адрес получателя и отправьте снова.")
    ),
    "OPERATOR_ERROR": Look(
        "bad", "alert", Turn.SENDER, gettext_lazy("Исправьте ошибку, названную оператором.")
    ),
    "ROAMING_ERROR": Look("bad", "alert", Turn.HUB, gettext_lazy("Отправка в роуминг будет повторена.")),
    "INVALID_SIGNATURE": Look(
        "bad", "alert", Turn.PARTNER, gettext_lazy("Контрагент должен подписать документ заново.")
    ),
    "REJECTED": Look(
        "bad", "cross", Turn.NOBODY, gettext_lazy("Прочитайте причину и отправьте исправленный документ.")
    ),
    "NOT_ACCEPTED": Look(
        "bad", "cross", Turn.NOBODY, gettext_lazy("Прочитайте причину и отправьте исправленный документ.")
    ),
    "AMENDMENT_REQUESTED": Look(
        "act",
        "edit",
        Turn.SENDER,
        gettext_lazy("Отправьте исправленный документ и свяжите его с этим: «исправляет»."),
    ),
    "REVOCATION_ASKED": Look(
        "act", "alert", Turn.SIGNER, gettext_lazy("Решите, согласны ли вы аннулировать документ.")
    ),
    "REVOCATION_REQUESTED": Look(
        "wait", "clock", Turn.PARTNER, gettext_lazy("Ждём согласия контрагента на аннулирование.")
    ),
    "ACCEPTED_WITH_DIVERGENCES": Look(
        "good", "check", Turn.NOBODY, gettext_lazy("Документооборот завершён.")
    ),
    "COMPLETED": Look("good", "check", Turn.NOBODY, gettext_lazy("Документооборот завершён.")),
    "WAITING_OUR_SIGNATURE": Look(
        "act", "sign", Turn.SIGNER, gettext_lazy("Прочитайте документ и подпишите его или откажите.")
    ),
    "APPROVED_TO_SIGN": Look("act", "sign", Turn.SIGNER, gettext_lazy("Документ согласован: подпишите его.")),
    "WAITING_OUR_RECEIPT": Look(
        "act", "mail", Turn.SIGNER, gettext_lazy("Контрагент и оператор ждут извещения о получении.")
    ),
    "RECEIPT_SENT": Look(
        "wait", "clock", Turn.OPERATOR, gettext_lazy("Ждём подтверждения оператора, делать ничего не нужно.")
    ),
    "OUR_SIGNATURE_INVALID": Look(
        "bad",
        "alert",
        Turn.SIGNER,
        gettext_lazy("Оператор не принял нашу подпись: подпишите документ снова."),
    ),
    "AMENDMENT_ASKED_BY_US": Look("wait", "clock", Turn.PARTNER, gettext_lazy("Ждём исправленный документ.")),
    "SIGNED_BY_US": Look("good", "check", Turn.NOBODY, gettext_lazy("Документооборот завершён.")),
    "SIGNED_WITH_DIVERGENCES": Look("good", "check", Turn.NOBODY, gettext_lazy("Документооборот завершён.")),
    "RECEIVED": Look("good", "check", Turn.NOBODY, gettext_lazy("Документ получен, подпись не требуется.")),
    "REFUSED_BY_US": Look("bad", "cross", Turn.NOBODY, gettext_lazy("Контрагент получил наш отказ.")),
    "NOT_ACCEPTED_BY_US": Look("bad", "cross", Turn.NOBODY, gettext_lazy("Контрагент получил наш отказ.")),
    "ANNULLED": Look("", "cross", Turn.NOBODY, gettext_lazy("Документ больше не действует.")),
    "CANCELLED": Look("", "cross", Turn.NOBODY, gettext_lazy("Документ отозван, ничего не требуется.")),
}

#: A document that is signed while another of its package is not: nothing has been sent yet.
HELD = Look(
    "wait",
    "clock",
    Turn.SIGNER,
    gettext_lazy("Уйдёт контрагенту, когда подпишут остальные документы пакета."),
)


def look(status: str, *, held: bool = False) -> Look:
    """How a status is shown; `held`: another document of the package is not signed yet."""
    return HELD if held and status == "SENDING" else LOOKS[status]


def title(status: str, *, held: bool = False) -> str:
    """Status in words."""
    return _("Ждёт остальных документов") if held and status == "SENDING" else _(status_titles()[status])


def in_turn(turn: Turn, *, sender: Person, signer: Person, approvers: Sequence[Person]) -> Sequence[Person]:
    """Our people whose step comes next; `sender` of a received package is the one in charge of it."""
    signing = signer if signer[0] is not None else sender
    ours = {Turn.SENDER: [sender], Turn.SIGNER: [signing], Turn.APPROVER: approvers}
    return [person for person in ours.get(turn, ()) if person[0] is not None]


def turn_words(turn: Turn, people: Sequence[Person], reader: int, *, received: bool = False) -> str:
    """Who is awaited, in few words: «вы», «Лугова А. С.», «контрагент»; empty when nobody is.

    A received document may be in nobody's hands yet.
    """
    if people:
        names = [_("вы") if pk == reader else short_name(name) for pk, name in people]
        return ", ".join(names)
    if received and turn in (Turn.SIGNER, Turn.SENDER):
        return _("не назначен")
    roles = {
        Turn.SENDER: _("отправитель"),
        Turn.SIGNER: _("подписант"),
        Turn.APPROVER: _("согласующий"),
        Turn.PARTNER: _("контрагент"),
        Turn.OPERATOR: _("оператор"),
        Turn.HUB: "Paraph",
    }
    return roles.get(turn, "")


def short_name(full_name: str) -> str:
    """«Лугова А. С.» of «Лугова Анна Сергеевна»; a name of another form stays as it is."""
    parts = full_name.split()
    if not 2 <= len(parts) <= 3:
        return full_name
    return "\u00a0".join((parts[0], *(f"{part[0]}." for part in parts[1:])))
