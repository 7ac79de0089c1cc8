"""Journal events in words: what a protocol and a timeline show for each."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paraph.journal.models import JournalEvent
from paraph.registry.models import VersionRole

#: Event → words. A new event needs a line here; a test compares this with the machines' table.
TITLES: Mapping[str, str] = {
    "document:registered": gettext_noop("Документ зарегистрирован"),
    "document:changed": gettext_noop("Атрибуты документа исправлены"),
    "document:linked": gettext_noop("Документ связан с другим"),
    "package:created": gettext_noop("Пакет создан"),
    "package:changed": gettext_noop("Пакет изменён"),
    "package:document-added": gettext_noop("Документ добавлен в пакет"),
    "package:signer-changed": gettext_noop("Выбран другой подписант"),
    "package:recipient-changed": gettext_noop("Исправлен адрес получателя"),
    "package:approved": gettext_noop("Согласовано"),
    "package:returned": gettext_noop("Возвращено на доработку"),
    "signature:received": gettext_noop("Получена подпись"),
    "signature:kept": gettext_noop("Подпись получена, проверяется"),
    "signature:refused": gettext_noop("Подпись не принята"),
    "signature:rechecked": gettext_noop("Подпись проверена повторно"),
    "signature:doubted": gettext_noop("Повторная проверка не подтвердила подпись"),
    "signature:declined": gettext_noop("Отказ от подписи"),
    "signature:expired": gettext_noop("Срок подписи истёк"),
    "docflow:submit_for_approval": gettext_noop("Отправлен на согласование"),
    "docflow:approve": gettext_noop("Согласование завершено"),
    "docflow:disapprove": gettext_noop("Возвращён в черновик"),
    "docflow:request_signature": gettext_noop("Запрошена подпись нашей стороны"),
    "docflow:signer_refused": gettext_noop("Наш подписант отказался"),
    "docflow:signing_expired": gettext_noop("Наш подписант не успел подписать"),
    "docflow:return_to_draft": gettext_noop("Возвращён в черновик"),
    "docflow:sign": gettext_noop("Подписан нашей стороной"),
    "docflow:own_check_failed": gettext_noop("Собственная проверка не пройдена"),
    "docflow:accept": gettext_noop("Принят каналом доставки"),
    "docflow:reject_by_operator": gettext_noop("Отклонён оператором"),
    "docflow:no_relation": gettext_noop("Ждёт принятия приглашения"),
    "docflow:invitation_accepted": gettext_noop("Приглашение принято"),
    "docflow:invitation_rejected": gettext_noop("Приглашение отклонено"),
    "docflow:hand_to_roaming": gettext_noop("Передан в роуминг"),
    "docflow:roaming_ack": gettext_noop("Принят оператором контрагента"),
    "docflow:roaming_error": gettext_noop("Ошибка роуминга"),
    "docflow:resend": gettext_noop("Отправлен повторно"),
    "docflow:deliver": gettext_noop("Доставлен получателю"),
    "docflow:delivery_expired": gettext_noop("Не доставлен в срок"),
    "docflow:delivery_failed": gettext_noop("Не удалось отправить"),
    "docflow:send_again": gettext_noop("Отправлен снова"),
    "docflow:withdraw": gettext_noop("Отозван отправителем"),
    "docflow:receipt_signed": gettext_noop("Подписано извещение о получении"),
    "docflow:receipt_confirmed": gettext_noop("Извещение подтверждено оператором"),
    "docflow:response_accepted": gettext_noop("Подписан контрагентом"),
    "docflow:response_accepted_with_divergences": gettext_noop("Принят с расхождениями"),
    "docflow:response_not_accepted": gettext_noop("Не принят контрагентом"),
    "docflow:response_rejected": gettext_noop("Контрагент отказал в подписи"),
    "docflow:response_invalid": gettext_noop("Подпись контрагента не верна"),
    "docflow:response_again": gettext_noop("Контрагент подписывает снова"),
    "docflow:response_expired": gettext_noop("Контрагент не ответил в срок"),
    "docflow:ask_again": gettext_noop("Ответ запрошен снова"),
    "docflow:response_confirmed": gettext_noop("Ответ подтверждён оператором"),
    "docflow:amendment_requested": gettext_noop("Запрошено уточнение"),
    "docflow:amendment_confirmed": gettext_noop("Запрос уточнения подтверждён оператором"),
    "docflow:amended": gettext_noop("Отправлено исправление"),
    "docflow:amendment_closed": gettext_noop("Уточнение снято"),
    "docflow:revocation_requested_by_us": gettext_noop("Мы предложили аннулировать"),
    "docflow:revocation_requested_by_them": gettext_noop("Контрагент предложил аннулировать"),
    "docflow:revocation_accepted_by_them": gettext_noop("Аннулирование принято контрагентом"),
    "docflow:revocation_accepted_by_us": gettext_noop("Аннулирование принято нами"),
    "docflow:revocation_rejected_by_them": gettext_noop("Контрагент отказал в аннулировании"),
    "docflow:revocation_rejected_by_us": gettext_noop("Мы отказали в аннулировании"),
    "docflow:received": gettext_noop("Получен от контрагента"),
    "docflow:file-received": gettext_noop("Получен файл по документу"),
    "package:received": gettext_noop("Получен пакет"),
    "incoming-rule:skipped": gettext_noop("Правило для входящих пропущено"),
    "package:assigned": gettext_noop("Пакет поручен"),
    "portal:put-back": gettext_noop("Изменение в портале возвращено"),
    "portal:item-made": gettext_noop("По документу создан объект в портале"),
    "portal:process-started": gettext_noop("По документу запущен процесс в портале"),
    "portal:item-removed": gettext_noop("Объект документа в портале удалён"),
    "answer:begun": gettext_noop("Готовится ответ"),
    "answer:failed": gettext_noop("Ответ не отправлен"),
    "answer:retried": gettext_noop("Отправка ответа повторена"),
    "answer:cancelled": gettext_noop("Ответ отменён"),
    "archive:extra": gettext_noop("К доказательствам добавлен файл"),
    "package:split": gettext_noop("Пакет отправляется несколькими сообщениями: так велят пределы оператора"),
    "docflow:power-status": gettext_noop("Оператор проверил доверенность подписанта"),
    "docflow:not-delivered": gettext_noop("Сообщение по документу не дошло до контрагента"),
    "docflow:outer-deleted": gettext_noop("Документ удалён в ящике оператора, у нас он остаётся"),
    "docflow:outer-restored": gettext_noop("Документ восстановлен в ящике оператора"),
    "document:sealed": gettext_noop("Файл зашифрован для получателей"),
    "document:sealed-sent": gettext_noop("Зашифрованный файл отправлен письмом"),
    "document:kept-outside": gettext_noop("Файл положен во внешнее хранилище"),
    "document:released": gettext_noop("Файл хранится только во внешнем хранилище"),
    "document:changed-outside": gettext_noop("Файл во внешнем хранилище изменён или удалён"),
    "archive:kept": gettext_noop("Доказательства помещены в архив"),
    "archive:completed": gettext_noop("Доказательства дополнены"),
}


#: The same events when it was one of us who answered a received document.
_OURS: Mapping[str, str] = {
    "docflow:response_accepted": gettext_noop("Подписан нашей стороной"),
    "docflow:response_accepted_with_divergences": gettext_noop("Принят нами с расхождениями"),
    "docflow:response_not_accepted": gettext_noop("Не принят нами"),
    "docflow:response_rejected": gettext_noop("Мы отказали в подписи"),
    "docflow:amendment_requested": gettext_noop("Мы запросили уточнение"),
}


def describe(event: JournalEvent) -> tuple[str, str]:
    """Title and details of an event in the reader's language; an unknown event shows its code."""
    titles = {**TITLES, **_OURS} if event.actor_kind == "employee" else TITLES
    title = _(titles[event.action]) if event.action in titles else event.action
    return title, "; ".join(_details(event))


def _details(event: JournalEvent) -> list[str]:
    data = event.data
    lines = []
    if event.action == "signature:received":
        lines.append(
            _("подписал(а) {name}, сертификат {serial}").format(
                name=data["signer"], serial=data["certificate"]
            )
        )
    if data.get("approver"):
        lines.append(_("согласующий: {name}").format(name=data["approver"]))
    if event.action == "package:signer-changed":
        lines.append(_("подписант: {name}").format(name=data["signer"]))
    if data.get("recipient"):
        lines.append(_("адрес: {address}").format(address=data["recipient"]))
    if data.get("reason") or data.get("comment"):
        lines.append(_("причина: {text}").format(text=data.get("reason") or data["comment"]))
    if event.action == "docflow:file-received" and data.get("role") in VersionRole.values:
        lines.append(str(VersionRole(data["role"]).label))
    if event.action == "docflow:power-status" and data.get("status"):
        lines.append(data["status"])
    if data.get("file"):
        lines.append(_("файл: {name}").format(name=data["file"]))
    return lines
