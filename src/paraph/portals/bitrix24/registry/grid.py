"""The grid of a CRM object's documents: what each row shows, and what it offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paraph.portals.bitrix24.registry import attributes, items, values
from paraph.portals.bitrix24.registry.models import Item
from paraph.portals.mapping import Type, typed
from paraph.registry.kinds import KINDS
from paraph.web import states
from paraph.web.forms import Form
from paraph.web.states import Look, Turn

#: Rows of one page; a CRM object seldom has more documents.
MOST = 200
GROUPS = (
    ("", gettext_lazy("Все")),
    ("new", gettext_lazy("Не отправлены")),
    ("draft", gettext_lazy("Черновики")),
    ("work", gettext_lazy("В работе")),
    ("done", gettext_lazy("Завершены")),
    ("rejected", gettext_lazy("Отказы и ошибки")),
)
_NEW = Look("", "edit", Turn.SENDER, gettext_lazy("Отметьте документ и сформируйте пакет."))


@dataclass(frozen=True)
class Row:
    """One document as the grid shows it."""

    item: Item
    facts: Mapping[str, Any]
    look: Look
    status: str
    #: What is still missing before it can be sent.
    missing: list[str]

    @property
    def kind(self) -> str:
        kind = KINDS.get(self.facts["kind"] or "")
        return str(kind.title) if kind else ""

    @property
    def amount(self) -> Any:
        return typed(attributes.attribute("documents", "amount"), self.facts["amount"])

    @property
    def date(self) -> Any:
        return typed(attributes.attribute("documents", "date"), self.facts["date"])

    @property
    def flow(self) -> Any:
        return items.flow_of(self.item)

    @property
    def may_choose(self) -> bool:
        """Whether it can go into a package."""
        return self.item.document_id is None

    @property
    def conflicts(self) -> list[tuple[str, str, str]]:
        """Changes of the portal that were put back: attribute, theirs, ours, in words."""
        return [
            (
                attributes.attribute("documents", one["attribute"]).title,
                _word(one["theirs"]),
                _word(one["stays"]),
            )
            for one in self.item.conflicts
        ]


def _word(value: Any) -> str:
    return "—" if value in (None, "") else str(value)


def row(item: Item) -> Row:
    """What is shown of one document."""
    facts, flow = values.of_item(item), items.flow_of(item)
    look = states.look(flow.status) if flow else _NEW
    status = states.title(flow.status) if flow else _("Не отправлен")
    return Row(item, facts, look, status, _missing(item, facts))


def _missing(item: Item, facts: Mapping[str, Any]) -> list[str]:
    if item.document_id is not None:
        return []
    kind = KINDS.get(facts["kind"] or "")
    wanted = ("kind",) if kind is None else kind.required
    found = [attributes.attribute("documents", name).title for name in wanted if not facts.get(name)]
    if item.blob_id is None and item.source != "portal":
        found.append(_("файл"))
    return [one.lower() for one in found]


def shown(request: HttpRequest, owner_rows: QuerySet[Item]) -> tuple[list[Row], Form]:
    """Rows under the filters of the address, and the filters as a form."""
    form = Form({name: request.GET.get(name, "").strip()[:100] for name in ("q", "kind", "group")})
    found = items.search(owner_rows, form.value("q"), form.value("kind"), form.value("group"))
    return [row(item) for item in found[:MOST]], form


def counts(owner_rows: QuerySet[Item]) -> list[tuple[str, Any, int]]:
    """Groups with how many documents are in each."""
    return [
        (code, title, owner_rows.filter(items.GROUPS[code]).count() if code else owner_rows.count())
        for code, title in GROUPS
    ]


def changed(owner_rows: QuerySet[Item], since: datetime) -> tuple[list[Row], list[Row]]:
    """Rows that are new and rows that have changed since a moment."""
    moved = Q(changed_at__gt=since) | Q(created_at__gt=since)
    rows = [row(item) for item in owner_rows.filter(moved)[:MOST]]
    return [one for one in rows if one.item.created_at > since], [
        one for one in rows if one.item.created_at <= since
    ]


def mark() -> str:
    """The moment a page was made, for the next question what has changed."""
    return timezone.now().isoformat()


def since_of(text: str) -> datetime:
    """The moment a page names; now when it names none."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return timezone.now()
    return moment if timezone.is_aware(moment) else timezone.now()


#: Fields of the form of one document, in their order; links are offered by what is in the grid.
FIELDS = tuple(one.code for one in attributes.DOCUMENT if not one.is_ours and one.type is not Type.FILE)


def form_of(item: Item) -> Form:
    """The form with a document's present values."""
    facts = values.of_item(item)
    data: dict[str, Any] = {code: facts.get(code) for code in FIELDS}
    for code in ("amount", "vat"):
        data[code] = str(data[code]).replace(".", ",") if data[code] is not None else ""
    data["is_final"] = "1" if data["is_final"] else ""
    return Form({code: "" if value is None else value for code, value in data.items()})


def answer_choices() -> list[tuple[str, str]]:
    """Options of the field «подпись контрагента»."""
    words = {"yes": _("Нужна"), "no": _("Не нужна")}
    return [(option.code, words[option.code]) for option in attributes.ANSWER]


def link_choices(rows: Iterable[Item], item: Item) -> dict[str, list[tuple[str, str]]]:
    """Options of the fields «договор» and «доп. соглашение»."""
    others = [one for one in rows if one.pk != item.pk]
    found = {
        "contract": items.links(others, ("contract",)),
        "agreement": items.links(others, ("supplement",)),
    }
    return {code: list(options.items()) for code, options in found.items()}
