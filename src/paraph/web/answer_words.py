"""Words for what our side says about a document: buttons, forms of reasons, progress, requests to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.registry.models import Version, VersionRole, VersionSide


@dataclass(frozen=True)
class Step:
    """One verb of `docflow.answers` as a button and a form."""

    label: Any
    icon: str
    #: What happens when it is done; over the form.
    about: Any
    #: Said when it was accepted for work.
    done: Any
    asks_reason: bool = False
    hint: Any = ""
    is_danger: bool = False
    is_primary: bool = False


#: In the order in which buttons stand; the first that is possible is the primary one.
STEPS: Mapping[str, Step] = {
    "accept_revocation": Step(
        gettext_lazy("Согласиться с аннулированием"), "check",
        gettext_lazy("Мы подпишем предложение контрагента, и документ перестанет действовать навсегда."),
        gettext_lazy("Согласие на аннулирование готовится."),
        is_primary=True,
    ),
    "accept_title": Step(
        gettext_lazy("Принять"), "check",
        gettext_lazy("Будет составлен титул покупателя: его подпишет наш подписант, и он уйдёт контрагенту."),
        gettext_lazy("Титул покупателя составляется."),
        is_primary=True,
    ),
    "sign": Step(
        gettext_lazy("Подписать"), "sign",
        gettext_lazy("Документ подпишет наш подписант, и подпись уйдёт контрагенту."),
        gettext_lazy("Подпись запрошена."),
        is_primary=True,
    ),
    "make_receipt": Step(
        gettext_lazy("Отправить извещение о получении"), "mail",
        gettext_lazy("Контрагент и оператор узнают, что документ получен. Это не согласие с ним."),
        gettext_lazy("Извещение о получении готовится."),
        is_primary=True,
    ),
    "refuse_revocation": Step(
        gettext_lazy("Отказать в аннулировании"), "cross",
        gettext_lazy("Документ останется в силе, контрагент получит наш отказ."),
        gettext_lazy("Отказ в аннулировании готовится."),
        asks_reason=True, hint=gettext_lazy("Её увидит контрагент."),
    ),
    "refuse": Step(
        gettext_lazy("Отказать"), "cross",
        gettext_lazy("Контрагент получит отказ в подписи. Изменить решение после отправки нельзя."),
        gettext_lazy("Отказ готовится."),
        asks_reason=True, hint=gettext_lazy("Её увидит контрагент."), is_danger=True,
    ),
    "request_amendment": Step(
        gettext_lazy("Запросить уточнение"), "edit",
        gettext_lazy("Контрагент получит просьбу исправить документ и отправить его заново."),
        gettext_lazy("Запрос уточнения готовится."),
        asks_reason=True, hint=gettext_lazy("Напишите, что исправить: это увидит контрагент."),
    ),
    "request_revocation": Step(
        gettext_lazy("Аннулировать"), "trash",
        gettext_lazy("Контрагент получит предложение. Документ действует, пока он не согласится."),
        gettext_lazy("Предложение об аннулировании готовится."),
        asks_reason=True, hint=gettext_lazy("Её увидит контрагент."), is_danger=True,
    ),
}  # fmt: skip

#: What is under way, by the verb of the answer.
TITLES: Mapping[str, Any] = {
    "sign": gettext_lazy("Подпись"),
    "accept_title": gettext_lazy("Титул покупателя"),
    "refuse": gettext_lazy("Отказ в подписи"),
    "request_amendment": gettext_lazy("Запрос уточнения"),
    "request_revocation": gettext_lazy("Предложение об аннулировании"),
    "accept_revocation": gettext_lazy("Согласие на аннулирование"),
    "refuse_revocation": gettext_lazy("Отказ в аннулировании"),
    "make_receipt": gettext_lazy("Извещение о получении"),
}

#: Files of a docflow beside the document itself.
FILES: Mapping[str, Any] = {
    VersionRole.ANSWER_TITLE: gettext_lazy("Титул покупателя"),
    VersionRole.RECEIPT: gettext_lazy("Извещение о получении"),
    VersionRole.REFUSAL: gettext_lazy("Отказ в подписи"),
    VersionRole.AMENDMENT: gettext_lazy("Запрос уточнения"),
    VersionRole.REVOCATION: gettext_lazy("Предложение об аннулировании"),
    VersionRole.REVOCATION_REFUSAL: gettext_lazy("Отказ в аннулировании"),
    VersionRole.CONFIRMATION: gettext_lazy("Подтверждение оператора"),
    VersionRole.COMMENT: gettext_lazy("Комментарий"),
}

_SIGN: Mapping[str, Any] = {
    VersionRole.ANSWER_TITLE: gettext_lazy("Подписать титул покупателя"),
    VersionRole.RECEIPT: gettext_lazy("Подписать извещение о получении"),
    VersionRole.REFUSAL: gettext_lazy("Подписать отказ"),
    VersionRole.AMENDMENT: gettext_lazy("Подписать запрос уточнения"),
    VersionRole.REVOCATION: gettext_lazy("Подписать предложение об аннулировании"),
    VersionRole.REVOCATION_REFUSAL: gettext_lazy("Подписать отказ в аннулировании"),
}

#: What will happen once the file is signed, told beside it.
_SENDS: Mapping[str, Any] = {
    VersionRole.ANSWER_TITLE: gettext_lazy("Контрагенту уйдёт титул покупателя с вашей подписью."),
    VersionRole.RECEIPT: gettext_lazy(
        "Контрагенту уйдёт извещение о получении: это не согласие с документом."
    ),
    VersionRole.REFUSAL: gettext_lazy("Контрагенту уйдёт отказ в подписи с этой причиной."),
    VersionRole.AMENDMENT: gettext_lazy("Контрагенту уйдёт просьба исправить документ."),
    VersionRole.REVOCATION: gettext_lazy(
        "Контрагенту уйдёт предложение аннулировать документ; до его согласия документ действует."
    ),
    VersionRole.REVOCATION_REFUSAL: gettext_lazy("Контрагенту уйдёт отказ: документ останется в силе."),
}


def to_sign(version: Version) -> str:
    """What a signing task asks for, by the file to be signed."""
    if version.role == VersionRole.REVOCATION and version.side == VersionSide.THEIRS:
        return _("Подписать соглашение об аннулировании")
    return str(_SIGN.get(version.role, _("Подписать")))


def sends(version: Version) -> str:
    """What the signature sets going."""
    if version.role == VersionRole.REVOCATION and version.side == VersionSide.THEIRS:
        return _("Контрагенту уйдёт ваше согласие: документ будет аннулирован. Это нельзя отменить.")
    return str(_SENDS.get(version.role, _("Контрагенту уйдёт подпись под его документом.")))


def file_title(version: Version) -> str:
    """What a file of a docflow is, and whose."""
    return str(FILES.get(version.role, version.file_name))


def extra_titles() -> Mapping[str, str]:
    """What a channel added to the proof, by the role of the file."""
    return {
        "print-form": _("Печатная форма"),
        "operator-protocol": _("Протокол оператора"),
        "operator-protocol-signature": _("Подпись оператора под протоколом"),
    }
