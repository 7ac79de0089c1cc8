"""Reading titles of formalised documents: УПД, УКД, invoices, waybills, acts (formats 5.01…5.03 and older).

A title is what one side of a document writes and signs. `read_title` recognises it and says what the
registry and the channels need; whether it is right is `title_checks`' affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from paraph.formats import file_names
from paraph.formats.title_forms import FORMS, DiadocType, Path, TitleForm, diadoc_types
from paraph.formats.title_sums import read_totals
from paraph.formats.xml_files import FormatError, Node, read_root

#: A title may list marks of thousands of goods; bytes.
MAX_SIZE = 32 * 1024 * 1024
_BEGINNINGS = tuple("<Файл".encode(encoding) for encoding in ("cp1251", "utf-8"))
_NUMBERS = (
    "НомерДок", "НомерСчФ", "НомерКСчФ", "НомДокПТ", "НомДокПРУ", "НомерАкт", "ПорНомДокИнфПр", "НомСчФИнфПр",
    "НомДокИнфПр", "НомДокПТПр", "НомДокПРУИсп",
)  # fmt: skip
_DATES = (
    "ДатаДок", "ДатаСчФ", "ДатаКСчФ", "ДатаДокПТ", "ДатаДокПРУ", "ДатаОкПер", "ДатаДокИнфПр", "ДатаСчФИнфПр",
    "ДатаДокПТПр", "ДатаДокПРУИсп",
)  # fmt: skip
_MADE = (
    ("ДатаИнфПр", "ВремИнфПр"), ("ДатаИнфПок", "ВремИнфПок"), ("ДатаИнфИсп", "ВремИнфИсп"),
    ("ДатаИнфЗак", "ВремИнфЗак"), ("ДатаИнфОтпр", "ВрИнфОтпр"), ("ДатаИнфПол", "ВрИнфПол"),
)  # fmt: skip
_ANSWERED = ("ИдИнфПрод", "ИдДокПТПр", "ИдДокПРУИсп", "ИдИнфОтпр")


class TitleError(FormatError):
    """The file is a title but cannot be read; the message is Russian and says what is wrong."""


@dataclass(frozen=True)
class TitleParty:
    """A seller or a buyer; a foreigner has no ИНН."""

    name: str
    inn: str = ""
    kpp: str = ""


@dataclass(frozen=True)
class Revision:
    """«Исправление»: the document replaces one sent before."""

    number: str
    date: date


@dataclass(frozen=True)
class Title:
    """A title as data; what its format does not have is None or empty."""

    form: TitleForm
    version: str  #: ВерсФорм
    file_id: str
    function: str  #: СЧФ, СЧФДОП, ДОП, КСЧФ, КСЧФДИС, ДИС…
    number: str
    date: date
    made_at: datetime | None = None  #: Moscow; ON_SFAKT does not say
    name: str = ""  #: what the parties call the document (НаимДокОпр)
    revision: Revision | None = None
    #: With VAT. Of a correction: increase less decrease, so it may be below zero.
    total: Decimal | None = None
    vat: Decimal | None = None  #: None: «без НДС» or not given
    currency: str = ""  #: code of ОКВ: 643 is the rouble
    sender_id: str = ""
    recipient_id: str = ""
    sellers: tuple[TitleParty, ...] = ()  #: or who performs the works, or sends the statement
    buyers: tuple[TitleParty, ...] = ()
    answers: str = ""  #: of an answer: the identifier of the file it answers
    result: str = ""  #: КодИтога of an answer: 1 accepted, 2 with divergences, 3 not accepted

    @property
    def index(self) -> int:
        """0: the title of the side that begins; 1: of the side that answers."""
        return self.form.index

    @property
    def diadoc_types(self) -> tuple[DiadocType, ...]:
        """See `title_forms.diadoc_types`."""
        return diadoc_types(self.form, self.version, self.function, self.revision is not None)


def read_title(data: bytes) -> Title | None:
    """The title in `data`; None if it is any other file; `TitleError` if it is one and is broken."""
    if not any(beginning in data[:2048] for beginning in _BEGINNINGS):
        return None
    try:
        root = Node(read_root(data, limit=MAX_SIZE))
        document = root.maybe("Документ") or root.maybe("ИнфПок")
        form = FORMS.get(document.get("КНД")) if document else None
        if root.name != "Файл" or document is None or form is None:
            return None
        return _read(root, document, form)
    except FormatError as error:
        raise TitleError(str(error)) from error


def _read(root: Node, document: Node, form: TitleForm) -> Title:
    body = _must(document, form.body)
    identity = body.maybe("ИдентДок") or body
    total, vat = read_totals(document, form.totals)
    sender, recipient = _participants(root)
    answered = next((found for name in _ANSWERED if (found := document.maybe(name))), None)
    result = body.path("СвПрин", "КодСодОпер")
    sellers, buyers = (_parties(document, path) for path in form.sides)
    return Title(
        form=form,
        version=root.need("ВерсФорм"),
        file_id=root.need("ИдФайл"),
        function=form.function or document.get("Функция") or body.get("Функция", "ФункцияПр"),
        number=identity.get(*_NUMBERS),
        date=_date(document, identity, answered),
        made_at=_made(document),
        name=_name(document, body),
        revision=_revision(body),
        total=total,
        vat=vat,
        currency=_currency(document, body),
        sender_id=sender,
        recipient_id=recipient,
        sellers=sellers,
        buyers=buyers,
        answers=answered.need("ИдФайлИнфПр", "ИдФайлИнфИсп", "ИдФайлИнфОтпр") if answered else "",
        result=result.need("КодИтога") if result else "",
    )


def _name(document: Node, body: Node) -> str:
    """A УПД says it first of all, a waybill and an act in an element of their own, an answer repeats it."""
    own = body.maybe("НаимДок")
    name = own.get("НаимДокОпр") if own else document.get("НаимДокОпр")
    return name or body.get("НаимДокОпрПр", "НаимДокОпрИсп")


def _must(node: Node, path: Path) -> Node:
    for name in path:
        node = node.one(name)
    return node


def _date(document: Node, identity: Node, answered: Node | None) -> date:
    """The recipient's part of a statement of accounts has no date of its own but that of the sender's."""
    if answered and not identity.get(*_DATES):
        return answered.day("ДатФайлИнфОтпр")
    return identity.day(*_DATES)


def _made(document: Node) -> datetime | None:
    return next((document.moment(day, time) for day, time in _MADE if document.get(day)), None)


def _participants(root: Node) -> tuple[str, str]:
    """Sender and recipient: inside the file, and since 5.02 only in its name."""
    inside = root.maybe("СвУчДокОбор")
    if inside:
        return inside.need("ИдОтпр"), inside.need("ИдПол", "ИдПок")
    name = file_names.parse(root.get("ИдФайл"))
    return (name.author, name.addressee) if name else ("", "")


def _revision(body: Node) -> Revision | None:
    """A dash instead of a number (5.01) says that the document is not a revision."""
    for name in ("ИспрДок", "ИспрСчФ", "ИспрКСчФ", "ИспрДокПТ", "ИспрДокПРУ"):
        found = body.maybe(name)
        if found and (number := found.get(*(f"Ном{kind}" for kind in _REVISIONS))):
            return Revision(number, found.day(*(f"Дата{kind}" for kind in _REVISIONS)))
    return None


_REVISIONS = ("Испр", "ИспрСчФ", "ИспрКСчФ", "ИспрДокПТ", "ИспрДокПРУ")


def _currency(document: Node, body: Node) -> str:
    """In an element of its own, or an attribute of the body (5.01), or of a statement's head."""
    holders = (body.maybe("ДенИзм"), body, document.maybe("СвДокКрАкт"))
    return next((code for holder in holders if holder and (code := holder.get("КодОКВ"))), "")


def _parties(document: Node, path: Path) -> tuple[TitleParty, ...]:
    if not path:
        return ()
    found = _must(document, path[:-1]).all(path[-1])
    if not found:
        raise FormatError(f"В документе нет элемента {path[-1]}.")
    return tuple(map(_party, found))


def _party(node: Node) -> TitleParty:
    ids = node.one("ИдСв")
    ids = ids.maybe("СвОрг") or ids
    inner = ids.either(
        "СвЮЛУч", "СвИП", "СвФЛУч", "СвФЛ", "СвЮЛ", "СвИнНеУч", "СвЮлНеУч", "СвИОНеУч", "ИнОрг"
    )
    person = inner.maybe("ФИО") or inner.maybe("ФИОИП")
    name = " ".join(filter(None, map(person.get, ("Фамилия", "Имя", "Отчество")))) if person else ""
    return TitleParty(inner.get("НаимОрг", "Наим") or name, inner.get("ИННЮЛ", "ИННФЛ"), inner.get("КПП"))
