"""Which row an item or a document goes by, and the refusal to work with one that is not complete."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from paraph.errors import DomainError
from paraph.portals.elma365.mapping_rows import attributes
from paraph.portals.elma365.mapping_rows.models import DocumentMap
from paraph.portals.elma365.models import Company
from paraph.registry.models import Direction
from paraph.texts import row_id


def of_company(company: Company) -> QuerySet[DocumentMap]:
    """Rows that are not removed."""
    return DocumentMap.objects.filter(company=company, is_removed=False)


def get(company: Company, pk: object) -> DocumentMap:
    """The company's row; «not-found» for any other."""
    found = of_company(company).filter(pk=row_id(pk) or 0).select_related("company", "workspace").first()
    if found is None:
        raise DomainError("not-found", _("Строка соответствия не найдена или уже удалена."))
    return found


def find_out(company: Company, namespace: str, code: str) -> DocumentMap | None:
    """The row items of an application are sent by; it may be incomplete."""
    rows = of_company(company).filter(direction=Direction.OUT)
    return rows.filter(namespace=namespace, code=code).first()


def find_in(company: Company, kind: str) -> DocumentMap | None:
    """The row received documents of a kind become items by; it may be incomplete."""
    return of_company(company).filter(direction=Direction.IN, kind=kind).first()


def require_out(company: Company, namespace: str, code: str) -> DocumentMap:
    """The complete row items of an application are sent by. DomainError «unmapped» says what is missing."""
    row = find_out(company, namespace, code)
    if row is None:
        message = _(
            "Приложению «{application}» не сопоставлен вид документа: администратор добавит строку на "
            "странице «Соответствие документов»."
        )
        raise DomainError("unmapped", message.format(application=f"{namespace}/{code}"))
    return require_complete(row)


def require_complete(row: DocumentMap) -> DocumentMap:
    """The same row. DomainError «unmapped» names everything that is missing."""
    if row.works:
        return row
    missing = " ".join(words(row)) or _("Строка удалена.")
    message = _(
        "Приложение «{title}» сопоставлено не полностью, работать с ним нельзя. {missing} Администратор "
        "исправит это на странице «Соответствие документов»."
    )
    raise DomainError("unmapped", message.format(title=row.title, missing=missing), row=row.pk)


def words(row: DocumentMap) -> list[str]:
    """What is wrong with a row, a sentence for each fault."""
    titles = {one.code: one.title for one in attributes.ALL}
    found = []
    for one in row.faults:
        name, reason = titles.get(one["attribute"], ""), one["reason"]
        found.append(reason if not name or name in reason else f"«{name}»: {reason}")
    return found
