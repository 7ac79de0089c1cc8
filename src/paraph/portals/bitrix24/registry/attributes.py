"""What the portal's registries keep of a document and of a package, in the words of `portals.mapping`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from paraph.portals.mapping import Attribute, Option, Type
from paraph.registry.kinds import KINDS

#: Where a document stands on its way to the other side.
TRANSFER = (
    Option("none", "Не отправлен"),
    Option("sending", "Отправляется"),
    Option("sent", "Отправлен"),
    Option("error", "Ошибка отправки"),
)
#: How a package ended, or that it has not.
PACKAGE_STATUS = (
    Option("draft", "Черновик"),
    Option("in_work", "На подписи"),
    Option("sent", "Отправлен"),
    Option("returned", "Возвращён с ошибкой"),
    Option("done", "Завершён"),
)
#: Whether the other side is asked to sign; empty is as the kind says.
ANSWER = (Option("yes", "Да"), Option("no", "Нет"))
_KINDS = tuple(Option(kind.code, str(kind.title)) for kind in KINDS.values())

#: A document's attributes. Those of people first: they may be changed on both sides while it is a draft.
DOCUMENT = (
    Attribute("title", "Название", Type.TEXT, is_required=True),
    Attribute("kind", "Вид документа", Type.CHOICE, True, options=_KINDS, words=("тип документа", "вид")),
    Attribute("number", "Номер", Type.TEXT, True, words=("номер документа",)),
    Attribute("date", "Дата документа", Type.DATE, True, words=("дата",)),
    Attribute("amount", "Сумма", Type.NUMBER, words=("сумма документа", "сумма с ндс")),
    Attribute("vat", "Сумма НДС", Type.NUMBER, words=("ндс", "в том числе ндс")),
    Attribute("basis", "Основание", Type.TEXT),
    Attribute("valid_from", "Действует с", Type.DATE, words=("начало действия",)),
    Attribute("valid_until", "Действует до", Type.DATE, words=("срок действия", "окончание действия")),
    Attribute("answer_wanted", "Подпись контрагента", Type.CHOICE, options=ANSWER, words=("ждём подпись",)),
    Attribute("is_final", "Итоговый документ", Type.FLAG, words=("итоговый", "окончательный")),
    Attribute("contract", "Договор", Type.LINK, words=("к договору",)),
    Attribute("agreement", "Дополнительное соглашение", Type.LINK, words=("доп соглашение",)),
    Attribute("file", "Файл документа", Type.FILE, words=("файл",)),
    Attribute("sent_at", "Дата передачи", Type.MOMENT, is_ours=True, words=("дата отправки",)),
    Attribute("changed_at", "Дата изменения статуса", Type.MOMENT, is_ours=True, words=("дата обновления",)),
    Attribute("transfer", "Статус передачи", Type.CHOICE, is_ours=True, options=TRANSFER),
    Attribute("status", "Статус документооборота", Type.TEXT, True, True, words=("статус эдо",)),
    Attribute("guid", "GUID", Type.TEXT, True, True, words=("идентификатор эдо",)),
    Attribute("signed", "Подписанный файл", Type.FILE, is_ours=True, words=("подписанный документ",)),
)
PACKAGE = (
    Attribute("title", "Название", Type.TEXT, True, True),
    Attribute("package_status", "Статус пакета", Type.CHOICE, True, True, PACKAGE_STATUS, ("статус",)),
    Attribute("date", "Дата отправки", Type.MOMENT, is_ours=True, words=("дата",)),
    Attribute("comment", "Комментарий", Type.TEXT, is_ours=True),
    Attribute("guid", "GUID", Type.TEXT, True, True, words=("идентификатор эдо",)),
)  # fmt: skip

DOCUMENTS, PACKAGES = "documents", "packages"
ATTRIBUTES: Mapping[str, tuple[Attribute, ...]] = MappingProxyType({DOCUMENTS: DOCUMENT, PACKAGES: PACKAGE})
#: Titles of the smart processes the button makes.
TITLES: Mapping[str, str] = MappingProxyType(
    {DOCUMENTS: "Реестр документов ЭДО", PACKAGES: "Реестр пакетов ЭДО"}
)
#: What people state of a document and the portal may change while it is a draft.
EDITABLE = tuple(one.code for one in DOCUMENT if not one.is_ours and one.type is not Type.FILE)


def attribute(kind: str, code: str) -> Attribute:
    """The attribute of that code; StopIteration would be our own mistake, so KeyError."""
    found = {one.code: one for one in ATTRIBUTES[kind]}
    return found[code]
