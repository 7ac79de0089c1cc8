"""What the bytes of entities say: reasons, outcomes, words of the operator."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy

from paraph import texts
from paraph.channels.diadoc.errors import Refused
from paraph.channels.diadoc.reading import Kind
from paraph.channels.diadoc.records import OuterEntity, OuterMessage
from paraph.docflow.answers import Outcome
from paraph.docflow.models import Docflow
from paraph.formats.service_reading import read_service_document
from paraph.formats.titles import read_title
from paraph.formats.xml_files import FormatError

BAD_SIGNATURE = gettext_lazy(
    "Диадок проверил нашу подпись и не принял её. Проверьте сертификат и МЧД подписанта, подпишите документ "
    "снова и отправьте ещё раз."
)
LOST = gettext_lazy(
    "Диадок не смог доставить документ контрагенту. Проверьте ящик получателя и отправьте документ снова."
)
ROAMING = gettext_lazy("Оператор контрагента не принял документ: уточните настройку роуминга у Диадока.")
#: КодИтога of an answering title; no code is an acceptance.
_OUTCOMES = {"2": Outcome.WITH_DIVERGENCES, "3": Outcome.NOT_ACCEPTED}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A plain text longer than this is no reason.
_LONGEST_PLAIN = 64 * 1024


def reason(data: bytes) -> str:
    """The words in a refusal, a request or a comment: of its XML, or the plain text it is."""
    try:
        return str(texts.storable(read_service_document(data).text))[: texts.LONGEST_REASON]
    except FormatError:
        return plain(data)


def writable(text: str) -> str:
    """Words of ours as an XML holds them: characters it has no place for become spaces (XML 1.0 cl. 2.2)."""
    return _NOT_XML.sub(" ", text)


def plain(data: bytes) -> str:
    """A short UTF-8 text; empty for anything else."""
    if len(data) > _LONGEST_PLAIN:
        return ""
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""
    if text.startswith("<") or any(sign < " " and sign not in "\r\n\t" for sign in text):
        return ""
    return str(texts.storable(text))[: texts.LONGEST_REASON]


def outcome(data: bytes) -> str:
    """How an answering title answers; a title that cannot be read has been signed, so it accepts."""
    try:
        title = read_title(data)
    except FormatError:
        title = None
    return _OUTCOMES.get(title.result if title else "", Outcome.ACCEPTED).value


def document_id(row: OuterMessage, flow: Docflow) -> str:
    """Entity id of a docflow's document in its message."""
    entity = OuterEntity.objects.filter(message=row, docflow=flow, kind=Kind.DOCUMENT).exclude(entity_id="")
    return entity.values_list("entity_id", flat=True)[0]


def or_nothing(fetch: Callable[[], bytes]) -> bytes:
    """The content, or nothing when the entity has none (404)."""
    try:
        return fetch()
    except Refused as error:
        if error.status != 404:
            raise
        return b""
