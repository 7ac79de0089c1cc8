"""What a service document says, in lines a person reads before signing it or after it has come."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.formats import title_answers
from paraph.formats.participants import Operator, Participant, Party, Person
from paraph.formats.service_reading import MAX_SIZE, ServiceDocument, ServiceKind, read_service_document
from paraph.formats.title_answers import TitleAnswer, read_answer
from paraph.formats.titles import Title, TitleParty, read_title
from paraph.formats.xml_files import FormatError
from paraph.registry.models import Document, Version, VersionRole
from paraph.registry.storage import store
from paraph.web.formatting import moment
from paraph.web.inputs import amount_text

#: A line: what it is, and what it says.
Line = tuple[str, str]

_FORMS = {
    ServiceKind.RECEIPT: gettext_lazy("Извещение о получении"),
    ServiceKind.AMENDMENT_REQUEST: gettext_lazy("Уведомление об уточнении"),
    ServiceKind.REVOCATION_REQUEST: gettext_lazy("Предложение об аннулировании"),
    ServiceKind.RECEIPT_DATE: gettext_lazy("Подтверждение даты получения"),
    ServiceKind.SENDING_DATE: gettext_lazy("Подтверждение даты отправки"),
}
#: Longest plain text that is a reason; a longer file is downloaded and read.
_LONGEST = 20_000


def lines(version: Version, document: Document) -> list[Line]:
    """What the file says; empty when it is none of the known formats and is to be downloaded and read."""
    if version.blob.size > MAX_SIZE:
        return []
    try:
        data = store().read(version.blob_id)
    except FileNotFoundError:
        return [(_("Файл"), _("Пропал из хранилища. Сообщите администратору."))]
    readers = {
        VersionRole.ANSWER_TITLE: lambda: _of_title(read_answer(data), document),
        VersionRole.DOCUMENT: lambda: _of_document(read_title(data)),
    }
    read = readers.get(
        VersionRole(version.role), lambda: _of_service_document(read_service_document(data), document)
    )
    try:
        return read()
    except FormatError:
        return [] if version.role == VersionRole.DOCUMENT else _of_plain_text(version, data)


def _of_service_document(read: ServiceDocument, document: Document) -> list[Line]:
    found = [
        (_("Форма"), f"{_FORMS[read.kind]} ({read.kind} {read.version})"),
        (_("О документе"), _titled(document)),
        (_("О файле"), read.subject.name),
        (_("Составил"), _side(read.author)),
        (_("Кому"), _side(read.addressee)),
        (_("Отправитель файла"), _side(read.sender)),
        (_("Получатель файла"), _side(read.recipient)),
        (_("Когда"), moment(read.at) if read.at else ""),
        (_("Текст"), read.text.strip()),
    ]
    if read.signer is not None:
        found.append(
            (_("Подписант"), ", ".join(filter(None, (str(read.signer.full_name), read.signer.position))))
        )
    return [line for line in found if line[1]]


def _of_document(read: Title | None) -> list[Line]:
    """The requisites of a formalised document, which few can read in its XML."""
    if read is None:
        return []
    kind = (
        f"{read.name or _('Формализованный документ')}, {read.function} ({read.form.prefix} {read.version})"
    )
    found = [
        (_("Документ"), kind),
        (_("Номер и дата"), f"№ {read.number}, {read.date:%d.%m.%Y}"),
        (
            _("Исправление"),
            f"№ {read.revision.number}, {read.revision.date:%d.%m.%Y}" if read.revision else "",
        ),
        (_("Продавец"), "; ".join(map(_title_party, read.sellers))),
        (_("Покупатель"), "; ".join(map(_title_party, read.buyers))),
        (_("Всего с налогом"), amount_text(read.total)),
        (_("НДС"), amount_text(read.vat)),
        (_("Код валюты"), "" if read.currency in ("", "643") else read.currency),
    ]
    return [line for line in found if line[1]]


def _title_party(party: TitleParty) -> str:
    return f"{party.name}, {_('ИНН')} {party.inn}" if party.inn else party.name


_RESULTS = {
    title_answers.ACCEPTED: gettext_lazy("Принято без расхождений"),
    title_answers.WITH_DIVERGENCES: gettext_lazy("Принято с расхождениями"),
    title_answers.NOT_ACCEPTED: gettext_lazy("Не принято"),
}


def _of_title(read: TitleAnswer, document: Document) -> list[Line]:
    """What a buyer states about goods, works or services."""
    divergence, person = read.divergence, read.acceptor
    found = [
        (_("Форма"), _("Титул покупателя")),
        (_("О документе"), _titled(document)),
        (_("Итог"), str(_RESULTS[read.result])),
        (_("Когда принято"), f"{read.date:%d.%m.%Y}"),
        (_("Содержание операции"), read.text),
        (
            _("Кто принял"),
            ", ".join(filter(None, (str(person.full_name), person.position))) if person else "",
        ),
        (
            _("Документ о расхождениях"),
            f"{divergence.name} № {divergence.number}, {divergence.date:%d.%m.%Y}" if divergence else "",
        ),
        (_("Составил"), read.creator),
    ]
    return [line for line in found if line[1]]


def _of_plain_text(version: Version, data: bytes) -> list[Line]:
    """A refusal may be a mere text, and so is a comment."""
    if version.mime != "text/plain" or len(data) > _LONGEST:
        return []
    return [(_("Текст"), data.decode("utf-8", "replace").strip())]


def _titled(document: Document) -> str:
    words = [document.title]
    if document.number and document.number not in document.title:
        words.append(f"№ {document.number}")
    if document.date and f"{document.date:%d.%m.%Y}" not in document.title:
        words.append(_("от {day}").format(day=f"{document.date:%d.%m.%Y}"))
    return " ".join(words)


def _side(side: Participant | Operator | None) -> str:
    if side is None:
        return ""
    if isinstance(side, Participant):
        return f"{_party(side.party)} ({side.id})"
    return _party(side)


def _party(party: Party) -> str:
    if isinstance(party, Person):
        name = _("ИП {name}") if party.sole_proprietor else "{name}"
        return name.format(name=party.full_name) + f", {_('ИНН')} {party.inn}"
    inn = getattr(party, "inn", "")
    return f"{party.name}, {_('ИНН')} {inn}" if inn else party.name
